//! From one variant of a root to the next: what was computed from nothing that they give otherwise stays.

use std::{collections::BTreeSet, rc::Rc, sync::Arc};

use super::{
    Children, DEEPEST, Evaluation, Expansion, InputValue, ModuleInstance, WORKSPACE,
    dependencies::Dependencies, fuel::Released,
};
use crate::syntax::Name;

impl<'p> Evaluation<'p> {
    /// The variables of the root that were asked for since the last turn, and `terraform.workspace` if that was: nothing else that is
    /// given can change what was evaluated. Of very many variables some are named that were not.
    #[must_use]
    pub fn asked(&self) -> BTreeSet<Name> {
        let asked = self.tracker.so_far();
        let is_asked = |name: &&Name| self.read_of(name).meet(asked);
        let variables = self.root.module.variables.keys().filter(is_asked);
        let workspace = asked
            .meet(Dependencies::WORKSPACE)
            .then(|| WORKSPACE.into());
        variables.cloned().chain(workspace).collect()
    }

    /// Notes what it holds before others are evaluated on this thread, to go on later by [`Evaluation::turn_to`].
    pub fn pause(&self) {
        self.fuel.pause();
    }

    /// Gives other values to the variables of the root: what was evaluated before and hangs on none that is given otherwise is not evaluated
    /// again, and its origins lie where the values are given now.
    ///
    /// What is evaluated then is as if it had been made with them, as long as it stays [within bounds](Evaluation::is_within_bounds).
    pub fn turn_to(&mut self, given: &'p [InputValue], workspace: Option<&Arc<str>>) {
        let mut changed = Dependencies::CYCLE;
        if self.workspace.as_ref() != workspace {
            changed = changed.and(Dependencies::WORKSPACE);
        }
        let before = std::mem::replace(&mut self.given, given);
        let mut moved = Vec::new();
        for name in self.root.module.variables.keys() {
            match (InputValue::of(before, name), InputValue::of(given, name)) {
                (None, None) => {}
                (Some(before), Some(now)) if before.is_as(now, self.sources) => {
                    moved.push((before.value.span, now.value.span));
                }
                _ => changed = changed.and(self.read_of(name)),
            }
        }
        self.workspace = workspace.cloned();
        self.origins.move_texts(&moved);
        self.fuel.go_on();
        self.fuel.take_back(self.root.outdate(changed));
        self.found.outdate(changed);
        self.tracker.reset();
    }

    /// Whether no bound was met, nor could have been without what was kept by [`Evaluation::turn_to`]: that costs nothing again, and lies as
    /// deep as whoever asked for it first.
    #[must_use]
    pub fn is_within_bounds(&self) -> bool {
        !self.fuel.is_limited() && self.tracker.reached() < DEEPEST
    }

    /// What reading a variable of the root is.
    pub(super) fn read_of(&self, variable: &Name) -> Dependencies {
        let place = self.root.module.variables.get_index_of(variable);
        Dependencies::variable(place.unwrap_or(usize::MAX))
    }
}

impl ModuleInstance<'_> {
    /// Lets go of what holds this scope and those below, so that they can be freed, and gives how many instances that are.
    pub(super) fn release(&self) -> Released {
        let mut released = instances_of(&self.resources.take());
        for children in self.children.take() {
            released += children.release();
        }
        released
    }

    /// Lets go of what was computed here and below from something that has changed, and gives how many instances that are.
    fn outdate(&self, changed: Dependencies) -> Released {
        self.variables.outdate(changed);
        self.locals.outdate(changed);
        self.outputs.outdate(changed);
        self.regions.outdate(changed);
        let mut released = instances_of(&self.resources.outdate(changed));
        for children in self.children.outdate(changed) {
            released += children.release();
        }
        self.children.each(|children| {
            children.values.outdate(changed);
            for (_, scope) in &children.instances {
                released += scope.outdate(changed);
            }
        });
        released
    }
}

impl Children<'_> {
    /// Lets go of all instances.
    fn release(&self) -> Released {
        let mut released = Released {
            module_instances: self.instances.len(),
            resources: 0,
        };
        for (_, scope) in &self.instances {
            released += scope.release();
        }
        released
    }
}

fn instances_of(expansions: &[Rc<Expansion<'_>>]) -> Released {
    Released {
        module_instances: 0,
        resources: expansions.iter().map(|it| it.instances.len()).sum(),
    }
}
