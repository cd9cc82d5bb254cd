//! Values of modules that say what a secret is called: `name = local.n` beside a `value`.

use std::collections::BTreeSet;

use super::secrets::says_secret;
use crate::{
    module::{Module, ModuleId, Program},
    syntax::{Expr, ExprKind, Name},
};

/// So many values in a row are followed, each of which is the one before.
const MOST_ROUNDS: usize = 4;

/// Locals, and variables by their defaults.
#[derive(Default, Debug)]
pub(super) struct Called {
    locals: BTreeSet<(ModuleId, Name)>,
    variables: BTreeSet<(ModuleId, Name)>,
}

impl Called {
    pub(super) fn in_program(program: &Program) -> Self {
        let mut called = Self::default();
        for _ in 0..MOST_ROUNDS {
            let before = called.count();
            for module in program.modules() {
                called.add(module);
            }
            if called.count() == before {
                break;
            }
        }
        called
    }

    /// Whether `var` or `local` of a name in a module is such a text.
    pub(super) fn has(&self, module: ModuleId, root: &str, name: &Name) -> bool {
        let named = match root {
            "local" => &self.locals,
            "var" => &self.variables,
            _ => return false,
        };
        !named.is_empty() && named.contains(&(module, name.clone()))
    }

    fn count(&self) -> usize {
        self.locals.len() + self.variables.len()
    }

    fn add(&mut self, module: &Module) {
        for local in module.locals.values() {
            if self.is_said(module.id, &local.value) {
                self.locals.insert((module.id, local.name.clone()));
            }
        }
        for variable in module.variables.values() {
            let default = variable.default.as_ref().map(|it| &it.value);
            if default.is_some_and(|it| self.is_said(module.id, it)) {
                self.variables.insert((module.id, variable.name.clone()));
            }
        }
    }

    /// Of a collection nobody says which member is read.
    fn is_said(&self, module: ModuleId, value: &Expr) -> bool {
        !matches!(value.kind, ExprKind::Tuple(_))
            && says_secret(value, &|root, name| self.has(module, root, name))
    }
}
