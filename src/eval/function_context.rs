//! What functions may ask for: fuel, files of the project, templates.

use std::{path::PathBuf, sync::Arc};

use super::{
    Binding, Env, Evaluation, Fault, Fuel, Outcome,
    functions::{Host, Patterns},
};
use crate::{
    source::Unreadable,
    value::{Mapping, Type, Why},
};

/// Template files that include each other deeper than this are not followed.
const DEEPEST_TEMPLATE: u32 = 16;

/// Longer templates are not rendered.
const LONGEST_TEMPLATE: usize = 1 << 20;

/// Where an expression stands that calls functions.
pub(super) struct FunctionContext<'a, 'p> {
    pub(super) evaluation: &'a Evaluation<'p>,
    pub(super) env: &'a Env<'a, 'p>,
}

impl FunctionContext<'_, '_> {
    /// Relative paths start from the root's directory, as when Terraform runs there.
    fn path(&self, path: &str) -> PathBuf {
        self.evaluation.root_directory().join(path)
    }

    fn unreadable(&self, path: &str, reason: Unreadable) -> Why {
        if reason == Unreadable::OutsideProject {
            self.evaluation.outside.borrow_mut().insert(path.into());
        }
        Why::File(path.into())
    }
}

impl Host for FunctionContext<'_, '_> {
    fn fuel(&self) -> &Fuel {
        &self.evaluation.fuel
    }

    fn patterns(&self) -> &Patterns {
        &self.evaluation.patterns
    }

    fn read(&self, path: &str) -> Result<Arc<str>, Why> {
        let file = self
            .evaluation
            .sources
            .read(&self.path(path))
            .map_err(|reason| self.unreadable(path, reason))?;
        Ok(file.text.clone())
    }

    fn bytes(&self, path: &str) -> Result<Arc<[u8]>, Why> {
        self.evaluation
            .sources
            .kept_bytes(&self.path(path))
            .map_err(|reason| self.unreadable(path, reason))
    }

    fn exists(&self, path: &str) -> Result<bool, Why> {
        self.evaluation
            .sources
            .exists(&self.path(path))
            .map_err(|reason| self.unreadable(path, reason))
    }

    fn files(&self, directory: &str) -> Result<Arc<[String]>, Why> {
        self.evaluation
            .sources
            .kept_list_below(&self.path(directory))
            .map_err(|reason| self.unreadable(directory, reason))
    }

    fn render(&self, path: &str, text: &Arc<str>, variables: &Mapping) -> Outcome {
        let depth = self.evaluation.templates.get();
        // Whether it was parsed before, for whichever root, must not matter.
        let is_new = self.evaluation.rendered.borrow_mut().insert(text.clone());
        let fuel = &self.evaluation.fuel;
        let is_paid = fuel.write(text.len()) && (!is_new || fuel.pay_for_parsing(text.len()));
        if depth >= DEEPEST_TEMPLATE || text.len() > LONGEST_TEMPLATE || !is_paid {
            return Ok(self.evaluation.fuel.limit(Type::String));
        }
        let bindings: Vec<Binding> = variables
            .entries
            .iter()
            .map(|(name, value)| Binding::Name(name.clone(), value.clone()))
            .collect();
        let Evaluation {
            program, sources, ..
        } = self.evaluation;
        let template = program.template(sources, path, text);
        let template =
            Result::as_ref(&template).map_err(|problem| Fault::new(problem.message.as_str()))?;
        self.evaluation.templates.set(depth + 1);
        let outcome = bound(&Env::new(self.env.scope), &bindings, &mut |env| {
            self.evaluation.expr(template, env)
        });
        self.evaluation.templates.set(depth);
        outcome
    }
}

/// Evaluates with all bindings in place.
fn bound<'p>(
    env: &Env<'_, 'p>,
    bindings: &[Binding],
    evaluate: &mut dyn FnMut(&Env<'_, 'p>) -> Outcome,
) -> Outcome {
    match bindings.split_first() {
        Some((first, others)) => bound(&env.bind(first), others, evaluate),
        None => evaluate(env),
    }
}
