//! The identity of what is not known: written as the reference that names it, `aws_vpc.main.id`.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

use super::Fragment;
use crate::work;

/// Longer identities are given up: they come from expressions that nobody compares.
const LONGEST: usize = 240;

/// The identity of an unknown value. The same symbol is the same value within one evaluation of a root.
///
/// Resources write theirs from their address: `module.net.aws_subnet.private["a"].id`; `[*]` stands for every instance of a
/// resource whose instances cannot be counted, so `aws_subnet.private[*].id` is the whole collection.
#[derive(Clone, Debug)]
pub struct Symbol(Arc<str>);

impl PartialEq for Symbol {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Symbol {}

impl Hash for Symbol {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl PartialOrd for Symbol {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Symbol {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Symbol {
    /// The identity with that name.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        work::count(1);
        &self.0
    }

    /// The identity of one attribute; `None` when the name becomes too long to be worth keeping.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<Self> {
        self.extended(&[".", name])
    }

    /// The identity of one element by number.
    #[must_use]
    pub fn index(&self, index: usize) -> Option<Self> {
        self.extended(&["[", &index.to_string(), "]"])
    }

    /// The identity of one element by key.
    #[must_use]
    pub fn key(&self, key: &str) -> Option<Self> {
        self.extended(&["[", &quoted_key(key), "]"])
    }

    /// The identity of the element under a key that is not known.
    #[must_use]
    pub fn at(&self, key: &Self) -> Option<Self> {
        self.extended(&["[", key.as_str(), "]"])
    }

    /// The identity of the elements, taken together.
    #[must_use]
    pub fn each(&self) -> Option<Self> {
        self.extended(&["[*]"])
    }

    /// The identity of a pure function's result on this and further arguments written in `rest`.
    #[must_use]
    pub fn call(name: &str, arguments: &str) -> Option<Self> {
        (name.len() + arguments.len() < LONGEST)
            .then(|| Self(format!("{name}({arguments})").into()))
    }

    /// The identity of a text that is put together from references, `${var.region}a`; none where a part of it has none.
    #[must_use]
    pub fn of_template(fragments: &[Fragment]) -> Option<Self> {
        let part = |fragment: &Fragment| match fragment {
            Fragment::Known(text) => Some(text.to_string()),
            Fragment::Unknown(unknown) => Some(format!("${{{}}}", unknown.symbol.as_ref()?)),
        };
        let parts: Option<String> = fragments.iter().map(part).collect();
        parts.map(Self::new)
    }

    fn extended(&self, suffix: &[&str]) -> Option<Self> {
        let length = self.0.len() + suffix.iter().map(|part| part.len()).sum::<usize>();
        if length > LONGEST {
            return None;
        }
        let mut name = String::with_capacity(length);
        name.push_str(&self.0);
        name.extend(suffix.iter().copied());
        Some(Self(name.into()))
    }
}

/// A key as addresses have it: in quotes, and what would begin a template doubled (`addrs.StringKey` of Terraform).
#[must_use]
pub fn quoted_key(key: &str) -> String {
    format!("{key:?}").replace("${", "$${").replace("%{", "%%{")
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
