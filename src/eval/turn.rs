//! From one variant of a root to the next: what was computed from nothing that they give otherwise stays.

use std::{collections::BTreeSet, rc::Rc, sync::Arc};

use super::{
    Children, Evaluation, Expansion, InputValue, ModuleInstance, WORKSPACE,
    dependencies::Dependencies, fuel::Room,
};
use crate::syntax::Name;

impl<'p> Evaluation<'p> {
    /// The variables of the root that were asked for since the last turn, and `terraform.workspace` if that was: nothing else that is
    /// given can change what was evaluated.
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

    /// Gives other values to the variables of the root, as if it had been made with them: what was evaluated before and hangs on none that
    /// is given otherwise is not evaluated again, and its origins lie where the values are given now.
    ///
    /// Steps go on being counted: once they run out, nothing can be told of what the values alone would have taken.
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
        self.fuel.make_room(self.root.outdate(changed));
        self.found.outdate(changed);
        self.tracker.reset();
    }

    /// What reading a variable of the root is.
    pub(super) fn read_of(&self, variable: &Name) -> Dependencies {
        let place = self.root.module.variables.get_index_of(variable);
        Dependencies::variable(place.unwrap_or(usize::MAX))
    }
}

impl ModuleInstance<'_> {
    /// Lets go of what holds this scope and those below, so that they can be freed, and gives the room that makes.
    pub(super) fn release(&self) -> Room {
        let mut room = room_of(&self.resources.take());
        for children in self.children.take() {
            room += children.release();
        }
        room
    }

    /// Lets go of what was computed here and below from something that has changed, and gives the room that makes.
    fn outdate(&self, changed: Dependencies) -> Room {
        self.variables.outdate(changed);
        self.locals.outdate(changed);
        self.outputs.outdate(changed);
        self.regions.outdate(changed);
        let mut room = room_of(&self.resources.outdate(changed));
        for children in self.children.outdate(changed) {
            room += children.release();
        }
        self.children.each(|children| {
            children.values.outdate(changed);
            for (_, scope) in &children.instances {
                room += scope.outdate(changed);
            }
        });
        room
    }
}

impl Children<'_> {
    /// Lets go of all instances.
    fn release(&self) -> Room {
        let mut room = Room {
            module_instances: self.instances.len(),
            resources: 0,
        };
        for (_, scope) in &self.instances {
            room += scope.release();
        }
        room
    }
}

fn room_of(expansions: &[Rc<Expansion<'_>>]) -> Room {
    Room {
        module_instances: 0,
        resources: expansions.iter().map(|it| it.instances.len()).sum(),
    }
}
