//! Part of a program.

use std::collections::{BTreeMap, BTreeSet};

use super::{ModuleId, Program, Target, Unfollowed};

impl Program {
    /// Leaves out all modules but some of the roots and what these reach, with what was said about the others.
    pub fn retain(&mut self, needed: &BTreeSet<ModuleId>) {
        if needed.len() == self.modules.len() {
            return;
        }
        let ids: BTreeMap<ModuleId, ModuleId> = needed
            .iter()
            .enumerate()
            .map(|(new, old)| (*old, ModuleId(new)))
            .collect();
        self.modules.retain(|module| needed.contains(&module.id));
        let mut names = BTreeSet::new();
        for module in &mut self.modules {
            if let Some(id) = ids.get(&module.id) {
                module.id = *id;
            }
            for call in module.calls.values_mut() {
                call.target = match call.target {
                    Target::Local(id) => ids.get(&id).map(|id| Target::Local(*id)),
                    Target::Known(id) => ids.get(&id).map(|id| Target::Known(*id)),
                    Target::Fork(id) => ids.get(&id).map(|id| Target::Fork(*id)),
                    other => Some(other),
                }
                .unwrap_or(Target::Unfollowed(Unfollowed::NotOnDisk));
            }
            module.installed.retain(|_, id| match ids.get(id) {
                Some(new) => {
                    *id = *new;
                    true
                }
                None => false,
            });
            names.insert(module.name.clone());
        }
        self.roots = self
            .roots
            .iter()
            .filter_map(|id| ids.get(id).copied())
            .collect();
        self.problems
            .retain(|problem| names.contains(&problem.module));
        let mut places = BTreeSet::new();
        let own = self.modules.iter();
        let own = own.filter(|module| !module.bundled && places.insert(&module.place));
        self.files = own.map(|module| module.files.len()).sum();
    }
}
