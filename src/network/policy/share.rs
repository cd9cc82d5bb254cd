//! How many of some requests something holds of.

use std::ops::Not;

use crate::value::Truth;

/// How many of some requests something holds of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Share {
    /// Whether it holds of all.
    pub all: Truth,
    /// Whether it holds of any.
    pub any: Truth,
}

impl Share {
    /// All of them.
    pub(super) const ALL: Self = Self::of(Truth::Yes);
    /// None of them.
    pub(super) const NONE: Self = Self::of(Truth::No);
    /// Nothing is known of it.
    pub(super) const UNKNOWN: Self = Self::of(Truth::Unknown);
    /// Some, and perhaps all: whatever is asked for, somebody meets it.
    pub(super) const ANY: Self = Self {
        all: Truth::Unknown,
        any: Truth::Yes,
    };
    /// Some, and not others.
    pub(super) const SOME: Self = Self {
        all: Truth::No,
        any: Truth::Yes,
    };

    /// All or none of them.
    pub(super) const fn of(truth: Truth) -> Self {
        Self {
            all: truth,
            any: truth,
        }
    }

    /// Those of which each of some things holds that do not hang together.
    pub(super) fn each(shares: &[Self]) -> Self {
        Self {
            all: Truth::all(shares.iter().map(|share| share.all)),
            any: Truth::all(shares.iter().map(|share| share.any)),
        }
    }

    /// Those of which one of some things holds; two that hold of all together only are not told to.
    pub(super) fn either(shares: impl IntoIterator<Item = Self>) -> Self {
        shares.into_iter().fold(Self::NONE, |one, other| Self {
            all: Truth::any([one.all, other.all]),
            any: Truth::any([one.any, other.any]),
        })
    }

    /// The same as far as that holds.
    pub(super) fn if_so(self, truth: Truth) -> Self {
        Self::each(&[self, Self::of(truth)])
    }
}

/// The others.
impl Not for Share {
    type Output = Self;
    fn not(self) -> Self {
        Self {
            all: !self.any,
            any: !self.all,
        }
    }
}
