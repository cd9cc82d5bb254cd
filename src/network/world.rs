//! How closed the world is: what modules that cannot be read may touch, what callers may add to, what was not read.

use std::collections::BTreeSet;

use crate::{
    address::{Address, without_keys},
    provider::awscc,
    span::Span,
};

/// What lies beyond this configuration.
#[derive(Debug, Default)]
pub struct World {
    /// Whether a part of some module could not be read.
    pub unread: bool,
    /// Whether the root was written to be called: it configures no provider, no backend and has no variable file.
    pub library: bool,
    /// References that modules out of sight receive, and by which call.
    pub(super) passed: BTreeSet<(String, String)>,
    /// References that the root exports.
    pub(super) exported: BTreeSet<String>,
}

/// A sign that a service is used from here: what makes a missing endpoint matter.
#[derive(Clone, Debug)]
pub struct Sign {
    /// The header of the block that shows it.
    pub place: Span,
    /// What is to be seen there.
    pub message: String,
}

impl World {
    /// The call of a module out of sight that gets hold of something, if one does.
    #[must_use]
    pub fn gets_hold_of(&self, address: &Address) -> Option<&str> {
        let mut passed = self.passed.iter();
        passed
            .find(|(reference, _)| leads_to(reference, address))
            .map(|(_, call)| &**call)
    }

    /// Whether the root has an output of something: other configurations may add to it.
    #[must_use]
    pub fn hands_out(&self, address: &Address) -> bool {
        let mut exported = self.exported.iter();
        exported.any(|reference| leads_to(reference, address))
    }

    /// Whether the root is a module for others and exports something, so that a caller may add to it.
    #[must_use]
    pub fn exports(&self, address: &Address) -> bool {
        let mut exported = self.exported.iter();
        self.library && exported.any(|reference| leads_to(reference, address))
    }
}

/// Whether a reference gives a hold on what is at an address: it names the thing itself, its id or its ARN.
fn leads_to(reference: &str, address: &Address) -> bool {
    let ty = address.ty();
    let (reference, address) = (without_keys(reference), address.plain());
    let mut at = 0;
    while let Some(found) = reference.get(at..).and_then(|rest| rest.find(&*address)) {
        let rest = reference
            .get(at + found + address.len()..)
            .unwrap_or_default();
        let starts = at + found == 0
            || reference
                .get(..at + found)
                .is_some_and(|before| before.ends_with(['(', ' ', ',', '"']));
        let rest = rest.strip_prefix("[*]").unwrap_or(rest);
        let word: String = rest
            .chars()
            .skip(1)
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let itself = rest.is_empty()
            || !rest.starts_with(['.', '[']) && !rest.starts_with(|c: char| c.is_alphanumeric());
        let is_hold = |word: &str| {
            let word = awscc::attribute(ty, word);
            matches!(word, "id" | "arn" | "vpc_id")
        };
        if starts && (itself || rest.starts_with('.') && is_hold(&word)) {
            return true;
        }
        at += found + 1;
    }
    false
}
