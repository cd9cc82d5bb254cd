//! Which modules are roots, and which calls go round in a circle.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
};

use super::{ModuleId, Program, Target};

impl Program {
    /// The module and all that it calls, directly or through others.
    #[must_use]
    pub fn reach(&self, from: ModuleId) -> BTreeSet<ModuleId> {
        reach(from, |id, open| {
            let module = self.module(id);
            open.extend(module.installed.values());
            open.extend(module.calls.values().filter_map(|call| match call.target {
                Target::Local(id) | Target::Known(id) | Target::Fork(id) => Some(id),
                Target::Unfollowed(_) | Target::Cycle => None,
            }));
        })
    }
}

fn reach(from: ModuleId, next: impl Fn(ModuleId, &mut Vec<ModuleId>)) -> BTreeSet<ModuleId> {
    let (mut open, mut reached) = (vec![from], BTreeSet::new());
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            next(id, &mut open);
        }
    }
    reached
}

/// The modules among `scanned` that no other module calls, in order. Modules that only call each other in a circle have no such
/// member: the first of them counts. What is called through a link is called.
#[must_use]
pub(super) fn roots(program: &Program, scanned: &[ModuleId]) -> Vec<ModuleId> {
    let places = Places::of(program);
    let mut called = BTreeSet::new();
    for module in &program.modules {
        let callees = callees(program, module.id).map(|callee| places.of_module(callee));
        called.extend(callees.filter(|callee| *callee != places.of_module(module.id)));
    }
    let mut reached = BTreeSet::new();
    let mut roots = Vec::new();
    let is_called = |id: &&ModuleId| called.contains(&places.of_module(**id));
    let uncalled = scanned.iter().filter(|id| !is_called(id));
    for id in uncalled.chain(scanned) {
        if !reached.contains(&places.of_module(*id)) {
            roots.push(*id);
            let own = reach(*id, |id, open| open.extend(callees(program, id)));
            reached.extend(own.into_iter().map(|id| places.of_module(id)));
        }
    }
    roots.sort_by(|a, b| {
        program
            .module(*a)
            .directory
            .cmp(&program.module(*b).directory)
    });
    roots
}

/// Which modules are the same one, for they lie in one place.
struct Places<'p> {
    program: &'p Program,
    first: HashMap<&'p Path, ModuleId>,
}

impl<'p> Places<'p> {
    fn of(program: &'p Program) -> Self {
        let mut first = HashMap::new();
        for module in &program.modules {
            first.entry(module.place.as_path()).or_insert(module.id);
        }
        Self { program, first }
    }

    /// The first module of the same place.
    fn of_module(&self, id: ModuleId) -> ModuleId {
        let place = self.program.module(id).place.as_path();
        self.first.get(place).copied().unwrap_or(id)
    }
}

fn callees(program: &Program, id: ModuleId) -> impl Iterator<Item = ModuleId> {
    program
        .module(id)
        .calls
        .values()
        .filter_map(|call| match call.target {
            Target::Local(callee) => Some(callee),
            Target::Known(_) | Target::Fork(_) | Target::Unfollowed(_) | Target::Cycle => None,
        })
}

/// The calls that lead back to a module that is being called, as (module, name of the call): found by one walk in depth, each circle
/// once.
#[must_use]
pub(super) fn circles(program: &Program) -> Vec<(ModuleId, crate::syntax::Name)> {
    let mut states = vec![State::New; program.modules.len()];
    let mut found = Vec::new();
    for start in &program.modules {
        // An explicit stack: chains of calls may be long.
        let mut path = vec![(start.id, 0)];
        while let Some((id, next)) = path.pop() {
            let Some(state) = states.get(id.0).copied() else {
                continue;
            };
            if next == 0 {
                if state != State::New {
                    continue;
                }
                set(&mut states, id, State::Open);
            }
            let Some((name, call)) = program.module(id).calls.get_index(next) else {
                set(&mut states, id, State::Done);
                continue;
            };
            path.push((id, next + 1));
            if let Target::Local(callee) = call.target {
                match states.get(callee.0) {
                    Some(State::Open) => found.push((id, name.clone())),
                    Some(State::New) => path.push((callee, 0)),
                    _ => {}
                }
            }
        }
    }
    found
}

/// Not seen, on the current path, or done with.
#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

fn set(states: &mut [State], id: ModuleId, to: State) {
    if let Some(state) = states.get_mut(id.0) {
        *state = to;
    }
}
