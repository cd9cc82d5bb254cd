//! What lists of rules name: a rule, or all rules of a category.

use crate::{
    near::nearest,
    page::Category,
    rules::{self, Rule},
};

/// One name in a list of rules.
#[derive(Clone, Copy, Debug)]
pub enum Selector {
    /// A rule.
    Rule(&'static Rule),
    /// The rules of a category that are on by default, those included that later versions add; all of one in which none is.
    Category(Category),
}

impl Selector {
    /// What a name stands for.
    ///
    /// # Errors
    ///
    /// When it is neither a rule nor a category: the name that was probably meant, if one comes near.
    pub fn named(name: &str) -> Result<Self, Option<&'static str>> {
        let category = categories().find(|category| category.name() == name);
        if let Some(category) = category {
            return Ok(Self::Category(category));
        }
        rules::find(name).map(Self::Rule).map_err(|near_rule| {
            let spelled = name.to_lowercase().replace('_', "-");
            nearest(categories().map(Category::name), &spelled, 0.9).or(near_rule)
        })
    }

    /// All names.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let ids = rules::all().map(|rule| rule.id);
        ids.chain(categories().map(Category::name))
    }

    /// The rules that it selects.
    #[must_use]
    pub fn selected(self) -> Vec<&'static Rule> {
        match self {
            Self::Rule(rule) => vec![rule],
            Self::Category(_) => {
                let mut rules = self.all();
                // Where all are off nothing else can be meant by the name.
                if rules.iter().any(|rule| rule.page.on_by_default) {
                    rules.retain(|rule| rule.page.on_by_default);
                }
                rules
            }
        }
    }

    /// The rules that it enables: all of a category, but for those that say nothing until they are told what to demand, which
    /// enables them.
    #[must_use]
    pub fn enabled(self) -> Vec<&'static Rule> {
        let mut rules = self.all();
        rules.retain(|rule| matches!(self, Self::Rule(_)) || rule.page.demand.is_none());
        rules
    }

    fn all(self) -> Vec<&'static Rule> {
        match self {
            Self::Rule(rule) => vec![rule],
            Self::Category(category) => rules::all()
                .filter(|rule| rule.page.category == category)
                .collect(),
        }
    }

    /// The rules that it ignores: what could not be read is ignored by its own name only.
    #[must_use]
    pub fn ignored(self) -> Vec<&'static Rule> {
        let mut rules = self.all();
        rules.retain(|rule| matches!(self, Self::Rule(_)) || !rule.is_about_reading());
        rules
    }
}

/// The categories that have rules: another one would select nothing, and look like a clean run.
fn categories() -> impl Iterator<Item = Category> {
    let is_used = |category: &Category| rules::all().any(|rule| rule.page.category == *category);
    Category::ALL.into_iter().filter(is_used)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn names_are_guessed_however_they_are_spelled() {
        for (name, near) in [
            ("PRIVATE_DNS_DISABLED", Some("private_dns_disabled")),
            ("private-dns-disabled", Some("private_dns_disabled")),
            ("Security", Some("security")),
            ("securty", Some("security")),
            ("APPLY_FAILURE", Some("apply-failure")),
            ("syntx", Some("syntax")),
            ("qqq", None),
        ] {
            assert_eq!(Selector::named(name).unwrap_err(), near, "{name}");
        }
    }

    #[test]
    fn a_category_ignores_nothing_that_is_about_reading() {
        let category = Selector::named("apply-failure").unwrap();
        let ids = |rules: Vec<&Rule>| rules.iter().map(|rule| rule.id).collect::<Vec<_>>();
        assert!(ids(category.selected()).contains(&"syntax"));
        assert!(!ids(category.ignored()).contains(&"syntax"));
        assert_eq!(
            ids(Selector::named("syntax").unwrap().ignored()),
            ["syntax"]
        );
    }
}
