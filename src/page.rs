//! A rule's page: front matter of flat `key: value` lines between `---`, then Markdown.

use std::{iter::Peekable, str::Lines};

use crate::{
    finding::{Safety, Severity},
    options::RuleOption,
};

/// What a page says. `text` is the Markdown below the front matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The fault: lower case, no full stop, at most 80 characters.
    pub title: &'static str,
    /// How much its findings weigh.
    pub severity: Severity,
    /// What suffers.
    pub category: Category,
    /// Whether the rule runs unless it is asked for.
    pub on_by_default: bool,
    /// Whether findings come with edits, and how far these can be trusted.
    pub fix: Option<Safety>,
    /// The first version that has the rule.
    pub since: &'static str,
    /// What `[rules.<id>]` of a configuration file may say beside `severity`.
    pub options: Vec<RuleOption>,
    /// The option among them that says what the rule demands; without it the rule has nothing to say.
    pub demand: Option<RuleOption>,
    /// The controls of catalogues that it speaks of.
    pub controls: Vec<Control>,
    /// Why it matters, Bad, Good, Silent, References.
    pub text: &'static str,
}

/// What a fault harms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Category {
    /// The apply, or already the plan, fails.
    ApplyFailure,
    /// Traffic does not flow.
    Connectivity,
    /// Somebody gets in, or data gets out.
    Security,
    /// Money.
    Cost,
    /// What happens when a part fails.
    Resilience,
    /// Whoever reads or changes the configuration.
    Hygiene,
    /// What auditors ask for.
    Compliance,
}

impl Category {
    /// In the order in which help lists them.
    pub const ALL: [Self; 7] = [
        Self::ApplyFailure,
        Self::Connectivity,
        Self::Security,
        Self::Cost,
        Self::Resilience,
        Self::Hygiene,
        Self::Compliance,
    ];

    /// Its name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ApplyFailure => "apply-failure",
            Self::Connectivity => "connectivity",
            Self::Security => "security",
            Self::Cost => "cost",
            Self::Resilience => "resilience",
            Self::Hygiene => "hygiene",
            Self::Compliance => "compliance",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|category| category.name() == name)
    }
}

/// What auditors ask for, by its name in one catalogue: `EC2.10` of Security Hub.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Control {
    /// The catalogue.
    pub framework: &'static str,
    /// Its name there.
    pub id: &'static str,
}

/// The longest title: the rule table stays readable.
const LONGEST_TITLE: usize = 80;

impl Page {
    /// Reads a page. Every key must be there once, in the order of the fields, with a value that it can have; only `default`,
    /// `options`, `demand` and `controls` may be left out.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(page: &'static str) -> Result<Self, String> {
        let (front, text) = page
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .ok_or("it does not begin with front matter between two lines `---`")?;
        let mut front = Front(front.lines().peekable());
        let page = Self {
            title: title(front.value("title")?)?,
            severity: severity(front.value("severity")?)?,
            category: category(front.value("category")?)?,
            on_by_default: front.option("default").map_or(Ok(true), default)?,
            fix: fix(front.value("fix")?)?,
            since: since(front.value("since")?)?,
            options: front.option("options").map_or(Ok(Vec::new()), options)?,
            demand: front.option("demand").map(option).transpose()?,
            controls: front.option("controls").map_or(Ok(Vec::new()), controls)?,
            text: text.trim_start(),
        };
        match front.0.next() {
            Some(line) => Err(format!("`{line}` is not expected")),
            None => Ok(page),
        }
    }

    /// In place of a page that cannot be read.
    pub(crate) const fn untitled(id: &'static str, text: &'static str) -> Self {
        Self {
            title: id,
            severity: Severity::Warning,
            category: Category::Hygiene,
            on_by_default: true,
            fix: None,
            since: env!("CARGO_PKG_VERSION"),
            options: Vec::new(),
            demand: None,
            controls: Vec::new(),
            text,
        }
    }
}

/// The lines of front matter that are not read yet.
struct Front(Peekable<Lines<'static>>);

impl Front {
    /// The value of a key, if it comes next.
    fn option(&mut self, key: &str) -> Option<&'static str> {
        let line = self.0.peek().copied()?;
        let value = line.strip_prefix(key)?.strip_prefix(": ")?;
        self.0.next();
        Some(value)
    }

    fn value(&mut self, key: &str) -> Result<&'static str, String> {
        self.option(key)
            .ok_or(format!("`{key}: ...` is missing or not in its place"))
    }
}

fn title(value: &'static str) -> Result<&'static str, String> {
    // Names such as S3 and DynamoDB keep their letters.
    let first = value.split(' ').next().unwrap_or_default();
    let is_name = |character: char| character.is_uppercase() || character.is_ascii_digit();
    let starts_lower = !first.starts_with(char::is_uppercase) || first.chars().skip(1).any(is_name);
    let fits = (1..=LONGEST_TITLE).contains(&value.chars().count());
    if starts_lower && fits && !value.ends_with('.') {
        Ok(value)
    } else {
        Err(format!(
            "the title must be in lower case, without full stop, of at most {LONGEST_TITLE} characters"
        ))
    }
}

fn severity(value: &str) -> Result<Severity, String> {
    [Severity::Info, Severity::Warning, Severity::Error]
        .into_iter()
        .find(|severity| severity.name() == value)
        .ok_or(format!("`{value}` is no severity"))
}

fn category(value: &str) -> Result<Category, String> {
    Category::named(value).ok_or(format!("`{value}` is no category"))
}

fn fix(value: &str) -> Result<Option<Safety>, String> {
    match value {
        "none" => Ok(None),
        "safe" => Ok(Some(Safety::Safe)),
        "unsafe" => Ok(Some(Safety::Unsafe)),
        _ => Err(format!("`{value}` is no kind of fix")),
    }
}

fn default(value: &str) -> Result<bool, String> {
    match value {
        "off" => Ok(false),
        _ => Err("`default:` is written only where it is `off`".to_owned()),
    }
}

fn option(name: &str) -> Result<RuleOption, String> {
    RuleOption::ALL
        .into_iter()
        .find(|option| option.name() == name)
        .ok_or(format!("`{name}` is no option"))
}

fn options(names: &str) -> Result<Vec<RuleOption>, String> {
    names.split(", ").map(option).collect()
}

/// `Security Hub: EC2.10, EC2.55; Prowler: vpc_endpoint_for_ec2_enabled`.
fn controls(text: &'static str) -> Result<Vec<Control>, String> {
    let mut controls = Vec::new();
    for one in text.split("; ") {
        let (framework, ids) = one
            .split_once(": ")
            .ok_or(format!("`{one}` does not say of which catalogue it is"))?;
        let of_it = ids.split(", ").map(|id| Control { framework, id });
        controls.extend(of_it);
    }
    Ok(controls)
}

fn since(value: &'static str) -> Result<&'static str, String> {
    let numbers: Vec<_> = value.split('.').collect();
    if numbers.len() == 3 && numbers.iter().all(|number| number.parse::<u16>().is_ok()) {
        Ok(value)
    } else {
        Err(format!("`{value}` is no version"))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const GOOD: &str = "---\ntitle: a fault\nseverity: info\ncategory: apply-failure\nfix: unsafe\nsince: 1.2.3\n---\n\nWhy.\n";

    #[test]
    fn pages_are_read() {
        let page = Page::parse(GOOD);
        assert_eq!(
            page,
            Ok(Page {
                title: "a fault",
                severity: Severity::Info,
                category: Category::ApplyFailure,
                on_by_default: true,
                fix: Some(Safety::Unsafe),
                since: "1.2.3",
                options: Vec::new(),
                demand: None,
                controls: Vec::new(),
                text: "Why.\n",
            })
        );
        let with_option = GOOD.replacen("1.2.3", "1.2.3\noptions: except-services", 1);
        let page = Page::parse(with_option.leak());
        assert_eq!(
            page.map(|page| page.options),
            Ok(vec![RuleOption::ExceptServices])
        );
    }

    #[test]
    fn what_is_off_and_what_is_controlled_is_read() {
        let text = GOOD
            .replacen("apply-failure", "compliance\ndefault: off", 1)
            .replacen("1.2.3", "1.2.3\ncontrols: Hub: A.1, A.2; Other 3: b c", 1);
        let page = Page::parse(text.leak()).unwrap();
        assert!(!page.on_by_default);
        let controls = page.controls.iter().map(|it| (it.framework, it.id));
        let expected = [("Hub", "A.1"), ("Hub", "A.2"), ("Other 3", "b c")];
        assert_eq!(controls.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn names_keep_their_letters() {
        for title in ["S3 is far", "DynamoDB is far", "0.0.0.0/0 is wide"] {
            let text: &'static str = GOOD.replacen("a fault", title, 1).leak();
            assert_eq!(Page::parse(text).map(|page| page.title), Ok(title));
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (right, wrong, message) in [
            ("---\ntitle", "title", "does not begin with front matter"),
            ("title", "headline", "`title: ...` is missing"),
            ("a fault", "A fault", "the title must be"),
            ("a fault", "a fault.", "the title must be"),
            ("a fault", "", "the title must be"),
            ("info", "fatal", "`fatal` is no severity"),
            ("apply-failure", "apply", "`apply` is no category"),
            ("unsafe", "maybe", "`maybe` is no kind of fix"),
            ("1.2.3", "1.2", "`1.2` is no version"),
            ("1.2.3", "1.2.3\nowner: me", "`owner: me` is not expected"),
            ("1.2.3", "1.2.3\noptions: size", "`size` is no option"),
            (
                "1.2.3",
                "1.2.3\ncontrols: A.1",
                "`A.1` does not say of which",
            ),
            ("fix:", "default: on\nfix:", "only where it is `off`"),
            ("title:", "default: off\ntitle:", "`title: ...` is missing"),
            ("severity: info\n", "", "`severity: ...` is missing"),
        ] {
            let text: &'static str = GOOD.replacen(right, wrong, 1).leak();
            let error = Page::parse(text).map(|_| ()).unwrap_err();
            assert!(error.contains(message), "{error}");
        }
    }
}
