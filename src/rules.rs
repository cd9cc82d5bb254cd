//! The rules: what each page says, and the list that ties page to check.
//!
//! A rule is its page, `rules/<id>.md`, and at most one function from the network to judgements, `src/rules/<id>.rs`. The
//! page's front matter is the only place where its title, severity and category are written.

use std::sync::LazyLock;

use crate::{
    finding::{Finding, Undecided},
    network::Network,
    page::Page,
};

/// What a rule says about one thing it looked at: a finding, nothing, or that it cannot know.
pub type Judgement = Result<Option<Finding>, Undecided>;

/// A rule's check: a pure function of the network.
pub type Check = fn(&Network) -> Vec<Judgement>;

/// The built-in rule about comments that ignore nothing.
pub const UNUSED_IGNORE: &str = "unused_ignore";

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its one spelling: module, page, fixture folder, configuration key.
    pub id: &'static str,
    /// What its page says.
    pub page: Page,
    /// How it is found in a network; `None` for what the stages before meet while they read.
    pub check: Option<Check>,
}

impl Rule {
    fn new(id: &'static str, page: &'static str, check: Option<Check>) -> Self {
        // That every page can be read is tested; at run time a rule with a bad page would still be better than none.
        let page = Page::parse(page).unwrap_or_else(|_| Page::untitled(id, page));
        Self { id, page, check }
    }

    /// Whether it tells what could not be read: silence about that would look like a clean result, so it is reported whatever is
    /// selected, unless it is ignored by name.
    #[must_use]
    pub fn is_about_reading(&self) -> bool {
        self.check.is_none() && self.id != UNUSED_IGNORE
    }

    /// Where its page is on the web, in the version that speaks of it.
    #[must_use]
    pub fn url(&self) -> String {
        format!(
            "{}/blob/v{}/rules/{}.md",
            env!("CARGO_PKG_REPOSITORY"),
            env!("CARGO_PKG_VERSION"),
            self.id
        )
    }
}

/// One word for each rule: declares its module, compiles its page in and keeps its check.
macro_rules! rules {
    ($($id:ident),* $(,)?) => {
        $(mod $id;)*

        /// Every rule with a check, in the order of the list.
        pub static RULES: LazyLock<Vec<Rule>> =
            LazyLock::new(|| vec![$(Rule::new(stringify!($id), page!($id), Some($id::check))),*]);
    };
}

/// The same for rules without a check.
macro_rules! built_in {
    ($($id:ident),* $(,)?) => {
        /// What the stages around the network report; they have pages and levels like any rule.
        pub static BUILT_IN: LazyLock<Vec<Rule>> =
            LazyLock::new(|| vec![$(Rule::new(stringify!($id), page!($id), None)),*]);
    };
}

macro_rules! page {
    ($id:ident) => {
        include_str!(concat!("../rules/", stringify!($id), ".md"))
    };
}

rules! {
    endpoint_policy_full_access,
    endpoint_sg_open_to_world,
    interface_endpoint_single_az,
    interface_endpoint_without_subnets,
    missing_dynamodb_gateway_endpoint,
    missing_endpoint_policy,
    missing_s3_gateway_endpoint,
    private_dns_disabled,
}

built_in! {
    module_source,
    syntax,
    unreadable_file,
    unused_ignore,
}

/// Every rule by id, those without a check included.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let mut rules: Vec<_> = RULES.iter().chain(BUILT_IN.iter()).collect();
    rules.sort_unstable_by_key(|rule| rule.id);
    rules.into_iter()
}

/// The rule of an id.
///
/// # Errors
///
/// When there is none: the id that was probably meant, if one comes near.
pub fn find(id: &str) -> Result<&'static Rule, Option<&'static str>> {
    all().find(|rule| rule.id == id).ok_or_else(|| {
        all()
            .map(|rule| (strsim::jaro_winkler(rule.id, id), rule.id))
            .filter(|(likeness, _)| *likeness > 0.8)
            .max_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, id)| id)
    })
}
