//! Whether a plan was made of a configuration.

use std::collections::BTreeSet;

use super::{Configured, SavedPlan, path::below};
use crate::module::{Call, Mode, Module, ModuleId, Program, Target};

/// More addresses than this are not named.
const MOST_NAMED: usize = 3;

/// Calls nested deeper than this are not followed.
const DEEPEST: usize = 64;

/// In what a plan and a configuration differ.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Misfit {
    /// What the plan was made of and the configuration does not declare.
    undeclared: BTreeSet<String>,
    /// What the configuration declares and the plan was not made of.
    unplanned: BTreeSet<String>,
    /// What both have.
    shared: usize,
}

impl Misfit {
    /// Whether there is none.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.undeclared.is_empty() && self.unplanned.is_empty()
    }

    /// How much they have in common: of several configurations the greatest is the one that was probably meant.
    #[must_use]
    pub fn likeness(&self) -> (usize, std::cmp::Reverse<usize>) {
        let differences = self.undeclared.len() + self.unplanned.len();
        (self.shared, std::cmp::Reverse(differences))
    }
}

/// As the end of a sentence about the plan.
impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let listed = |addresses: &BTreeSet<String>| {
            let named: Vec<_> = addresses
                .iter()
                .take(MOST_NAMED)
                .map(|it| format!("`{it}`"))
                .collect();
            let more = match addresses.len().saturating_sub(MOST_NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            named.join(", ") + &more
        };
        if !self.undeclared.is_empty() {
            let declared = listed(&self.undeclared);
            write!(f, "it has {declared}, which this does not declare")?;
        }
        if !self.unplanned.is_empty() {
            let and = if self.undeclared.is_empty() {
                ""
            } else {
                ", and "
            };
            write!(f, "{and}it lacks {}", listed(&self.unplanned))?;
        }
        Ok(())
    }
}

impl SavedPlan {
    /// In what the plan differs from a root: in the blocks of resources and data sources, the calls, and the root's variables.
    #[must_use]
    pub fn misfit(&self, program: &Program, root: ModuleId) -> Misfit {
        let mut misfit = Misfit::default();
        let module = program.module(root);
        let variable = |name: &str| format!("var.{name}");
        let own = module.variables.keys().map(|name| variable(name)).collect();
        let planned = &self.configuration.variables;
        let planned = planned.keys().map(|name| variable(name)).collect();
        misfit.add(module, &own, &planned);
        let mut scope = Scope {
            program,
            root: module,
            misfit,
        };
        scope.compare(module, &self.configuration, "", &mut Vec::new());
        scope.misfit
    }
}

impl Misfit {
    fn add(&mut self, module: &Module, own: &BTreeSet<String>, planned: &BTreeSet<String>) {
        self.shared += own.intersection(planned).count();
        self.unplanned.extend(own.difference(planned).cloned());
        // What could not be read may declare anything.
        if module.complete {
            self.undeclared.extend(planned.difference(own).cloned());
        }
    }
}

struct Scope<'p> {
    program: &'p Program,
    root: &'p Module,
    misfit: Misfit,
}

impl<'p> Scope<'p> {
    fn compare(
        &mut self,
        module: &'p Module,
        planned: &Configured,
        path: &str,
        calls: &mut Vec<String>,
    ) {
        let resources = module.resources.keys().chain(&module.checked);
        let own = resources.map(|name| below(path, &name.to_string()));
        let own_calls = module.calls.keys().map(|name| call_in(path, name));
        let of_plan = planned.resources.keys().map(|address| below(path, address));
        let calls_of_plan = planned.calls.keys().map(|name| call_in(path, name));
        self.misfit.add(
            module,
            &own.chain(own_calls).collect(),
            &of_plan.chain(calls_of_plan).collect(),
        );
        for (name, call) in &module.calls {
            let inner = planned.calls.get(name);
            let (Some(inner), true) = (inner, calls.len() < DEEPEST) else {
                continue;
            };
            calls.push(name.to_string());
            if let Some(target) = self.target(call, calls) {
                let path = call_in(path, name);
                self.compare(target, &inner.module, &path, calls);
            }
            calls.pop();
        }
    }

    /// The text that a call leads to, if that is in sight.
    fn target(&self, call: &Call, calls: &[String]) -> Option<&'p Module> {
        let id = match call.target {
            Target::Local(id) => id,
            Target::Cycle => return None,
            Target::Known(_) | Target::Fork(_) | Target::Unfollowed(_) => {
                *self.root.installed.get(&calls.join("."))?
            }
        };
        Some(self.program.module(id)).filter(|module| !module.bundled)
    }
}

fn call_in(path: &str, name: &str) -> String {
    below(path, &format!("module.{name}"))
}

/// As its blocks are called.
pub(super) const fn mode(is_data: bool) -> Mode {
    if is_data { Mode::Data } else { Mode::Managed }
}
