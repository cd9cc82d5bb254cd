//! What is certain in all variants of a root: found once, by what all give alike and without defaults.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{
    alike,
    doubt::Without,
    root::{Bounds, Root},
};
use crate::{
    inputs::Given,
    module::{ModuleId, Program},
    source::Sources,
};

/// What all variants of a root give alike, and what is found with no more than that.
///
/// Who knows less claims no more: what is certain here is certain in each variant.
pub(super) struct Agreed {
    given: Given,
    found: OnceLock<Option<Without>>,
}

impl Agreed {
    /// Those of all roots that have variants, by what each root is given, in the order of the roots.
    pub(super) fn of_roots(
        sources: &Sources,
        program: &Program,
        given: &[Vec<Given>],
    ) -> BTreeMap<ModuleId, Self> {
        let roots = program.roots.iter().zip(given);
        let agreed = roots.filter_map(|(root, all)| {
            let given = alike::common(sources, all)?;
            let found = OnceLock::new();
            Some((*root, Self { given, found }))
        });
        agreed.collect()
    }

    /// What is found there, sought when first asked for, as one of the variants; nothing if that would take more steps than there are.
    pub(super) fn found(&self, variant: &Root<'_>, bounds: Bounds<'_>) -> Option<&Without> {
        let all = Root {
            given: &self.given,
            ..*variant
        };
        let found = || Without::of_all_rules(&all, bounds);
        self.found.get_or_init(found).as_ref()
    }
}
