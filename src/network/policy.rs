//! Endpoint policies as statements, also of policies that are known in part, and which requests they let pass.
//!
//! An unknown bucket ARN leaves the rest of its policy readable: every string here is a [`Value`] that may have unknown parts, and every list
//! says whether there may be more in it.

mod flaw;
mod pattern;
mod read;
mod wildcard;

mod request;

mod share;

mod condition;

mod passage;

use crate::value::{Truth, Value, Why};

pub(in crate::network) use passage::FEDERATED;

pub use flaw::Flaw;
pub use request::{Acting, Actions, Requests, Through, Touched};
pub use share::Share;
pub use wildcard::Wildcard;

/// A policy document.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its statements, in order, without those that are none.
    pub statements: Vec<Statement>,
    /// Present when there may be further statements: why they are not known.
    pub open: Option<Why>,
    /// What AWS refuses of its form.
    pub flaws: Vec<Flaw>,
    /// How many characters it has at least as AWS counts them, and whether those are all.
    pub size: (usize, bool),
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its id.
    pub sid: Option<Value>,
    /// What it does.
    pub effect: Effect,
    /// For whom: `Principal` or `NotPrincipal`.
    pub principals: Element<Vec<Principal>>,
    /// For which actions: `Action` or `NotAction`.
    pub actions: Element<Strings>,
    /// On which resources: `Resource` or `NotResource`.
    pub resources: Element<Strings>,
    /// When: all of them must hold.
    pub conditions: Vec<Condition>,
    /// Present when the statement may have further conditions: why they are not known.
    pub open: Option<Why>,
}

/// What a statement does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever others allow.
    Deny,
    /// Not known which of the two.
    Unknown(Why),
}

/// One of a pair of elements such as `Action` and `NotAction`.
#[derive(Clone, Debug)]
pub enum Element<T> {
    /// Matches these.
    Only(T),
    /// Matches all but these.
    Except(T),
    /// Neither is written. Endpoint policies need principals, actions and resources: AWS refuses a statement without.
    Absent,
    /// Nothing is known of it.
    Unknown(Why),
}

/// Principals of one type.
#[derive(Clone, Debug)]
pub struct Principal {
    /// `AWS`, `Service`, `Federated`, `CanonicalUser`; `*` where the policy says `"Principal": "*"`.
    pub kind: Value,
    /// Who.
    pub identifiers: Strings,
}

/// The strings of an element: a single one is a list of one.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    /// The strings, each known, known in part or unknown.
    pub items: Vec<Value>,
    /// Present when there may be more: why they are not known.
    pub open: Option<Why>,
}

/// One condition.
#[derive(Clone, Debug)]
pub struct Condition {
    /// `StringEquals`, `ForAnyValue:StringLikeIfExists`, ...
    pub operator: Value,
    /// `aws:PrincipalOrgID`; compared without case.
    pub key: Value,
    /// What it is compared with.
    pub values: Strings,
}

/// Whether a pattern of an action or a name matches, in whatever case; not where a part of it is unknown.
#[must_use]
pub(super) fn is_match(pattern: &Value, text: &str) -> bool {
    pattern::matches(pattern, text, true) == Truth::Yes
}

impl Policy {
    /// Reads a policy document. A union is read alternative by alternative by the caller.
    ///
    /// # Errors
    ///
    /// The reason when nothing is known of it; a [fault](Why::Fault) when it is no JSON.
    pub fn parse(document: &Value) -> Result<Self, Why> {
        read::read(document)
    }

    /// What its statements with `Effect` `Allow` say, and those of which that is not known.
    pub fn allowing(&self) -> impl Iterator<Item = &Statement> {
        let statements = self.statements.iter();
        statements.filter(|it| it.allows() != Truth::No)
    }

    /// Whether it has a statement with `Effect` `Deny`.
    #[must_use]
    pub fn denies(&self) -> bool {
        let mut statements = self.statements.iter();
        statements.any(|it| it.allows() == Truth::No)
    }
}

impl Statement {
    /// Whether its effect is to allow.
    #[must_use]
    pub const fn allows(&self) -> Truth {
        match self.effect {
            Effect::Allow => Truth::Yes,
            Effect::Deny => Truth::No,
            Effect::Unknown(_) => Truth::Unknown,
        }
    }

    /// Whether it holds for every principal: `"*"` or `{"AWS": "*"}`. Everybody but some is not everybody.
    #[must_use]
    pub fn is_for_everybody(&self) -> Truth {
        match &self.principals {
            Element::Only(principals) => Truth::any(principals.iter().map(Principal::is_everybody)),
            Element::Except(_) | Element::Absent => Truth::No,
            Element::Unknown(_) => Truth::Unknown,
        }
    }
}

impl Principal {
    /// Whether it stands for everybody.
    #[must_use]
    pub fn is_everybody(&self) -> Truth {
        let kind = match self.kind.as_str() {
            Some(kind) => Truth::from(matches!(&**kind, "*" | "AWS")),
            None => Truth::Unknown,
        };
        Truth::all([kind, self.identifiers.any(pattern::is_star)])
    }
}

impl Strings {
    /// Whether the test holds for any of them.
    #[must_use]
    pub fn any(&self, test: impl Fn(&Value) -> Truth) -> Truth {
        let hidden = self.open.as_ref().map(|_| Truth::Unknown);
        Truth::any(self.items.iter().map(test).chain(hidden))
    }

    /// Those that are known to the last letter, and whether those are all.
    #[must_use]
    pub fn known(&self) -> (Vec<&str>, bool) {
        let known: Vec<&str> = (self.items.iter())
            .filter_map(|item| item.as_str().map(|text| &**text))
            .collect();
        let are_all = self.open.is_none() && known.len() == self.items.len();
        (known, are_all)
    }
}

impl Condition {
    /// Whether it looks at that key: `is_on("aws:PrincipalOrgID")`. A key that is not wholly known is none.
    #[must_use]
    pub fn is_on(&self, key: &str) -> bool {
        self.key
            .as_str()
            .is_some_and(|mine| mine.eq_ignore_ascii_case(key))
    }

    /// The operator without `ForAnyValue:`, `ForAllValues:` and `IfExists`; `None` when it is not wholly known.
    #[must_use]
    pub fn plain_operator(&self) -> Option<&str> {
        let operator = &**self.operator.as_str()?;
        let operator = operator
            .split_once(':')
            .map_or(operator, |(_, plain)| plain);
        Some(operator.strip_suffix("IfExists").unwrap_or(operator))
    }

    /// Whether what lacks its key meets it all the same: `IfExists`, `ForAllValues:`.
    #[must_use]
    pub fn is_met_by_absence(&self) -> bool {
        let operator = self.operator.as_str();
        operator.is_some_and(|it| it.ends_with("IfExists") || it.starts_with("ForAllValues:"))
    }
}
