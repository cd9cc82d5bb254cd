//! Profiles: names for what a catalogue of controls demands.

use crate::rules::{self, Rule};

/// A set of rules to turn on together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    /// All that AWS Security Hub has a control for.
    SecurityHub,
}

impl Profile {
    /// All names, in the order in which help lists them.
    pub const NAMES: [&'static str; 1] = ["security-hub"];

    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        (name == "security-hub").then_some(Self::SecurityHub)
    }

    /// The catalogue, as pages name it.
    #[must_use]
    pub const fn framework(self) -> &'static str {
        match self {
            Self::SecurityHub => "Security Hub",
        }
    }

    /// The rules that belong to it.
    pub fn rules(self) -> impl Iterator<Item = &'static Rule> {
        let of_it = move |rule: &&'static Rule| {
            let mut controls = rule.page.controls.iter();
            controls.any(|control| control.framework == self.framework())
        };
        rules::all().filter(of_it)
    }
}
