//! The order in which Terraform makes endpoints, as far as it is told one.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Address;

/// For blocks that make endpoints, by their addresses without keys, the blocks of endpoints that they wait for.
#[derive(Debug, Default)]
pub(super) struct Order {
    pub(super) waits_for: BTreeMap<String, BTreeSet<String>>,
}

impl Order {
    /// Whether one is made only when the other is there.
    pub(super) fn follows(&self, one: &Address, other: &Address) -> bool {
        let waits_for = self.waits_for.get(&one.plain());
        waits_for.is_some_and(|those| those.contains(&other.plain()))
    }
}
