//! Which modules are roots, and which calls go round in a circle.

use std::collections::BTreeSet;

use super::{ModuleId, Program, Target};

impl Program {
    /// The module and all that it calls, directly or through others.
    #[must_use]
    pub fn reach(&self, from: ModuleId) -> BTreeSet<ModuleId> {
        let (mut open, mut reached) = (vec![from], BTreeSet::new());
        while let Some(id) = open.pop() {
            if !reached.insert(id) {
                continue;
            }
            let module = self.module(id);
            open.extend(module.installed.values());
            open.extend(module.calls.values().filter_map(|call| match call.target {
                Target::Local(id) | Target::Known(id) => Some(id),
                Target::Unresolved | Target::Cycle => None,
            }));
        }
        reached
    }
}

/// The modules among `scanned` that no other module calls, in order. Modules that only call each other in a circle have no such
/// member: the first of them counts.
#[must_use]
pub(super) fn roots(program: &Program, scanned: &[ModuleId]) -> Vec<ModuleId> {
    let called: Vec<bool> = {
        let mut called = vec![false; program.modules.len()];
        for module in &program.modules {
            for callee in callees(program, module.id).filter(|callee| *callee != module.id) {
                if let Some(flag) = called.get_mut(callee.0) {
                    *flag = true;
                }
            }
        }
        called
    };
    let mut reached = vec![false; program.modules.len()];
    let mut roots = Vec::new();
    let uncalled = scanned.iter().filter(|id| called.get(id.0) == Some(&false));
    for id in uncalled.chain(scanned) {
        if reached.get(id.0) == Some(&false) {
            roots.push(*id);
            reach(program, *id, &mut reached);
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

fn reach(program: &Program, id: ModuleId, reached: &mut [bool]) {
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if let Some(flag) = reached.get_mut(id.0)
            && !*flag
        {
            *flag = true;
            open.extend(callees(program, id));
        }
    }
}

fn callees(program: &Program, id: ModuleId) -> impl Iterator<Item = ModuleId> {
    program
        .module(id)
        .calls
        .values()
        .filter_map(|call| match call.target {
            Target::Local(callee) => Some(callee),
            Target::Known(_) | Target::Unresolved | Target::Cycle => None,
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
