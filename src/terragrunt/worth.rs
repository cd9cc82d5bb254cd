//! What an expression is worth that leads somewhere: a source, a path. All that is Terragrunt's own is told by then, so that the
//! functions of Terraform decide.

use super::expression::Scope;
use crate::{
    eval::Env,
    syntax::{Expr, Name},
    value::{Fragment, Kind, Value},
};

impl Scope<'_, '_> {
    /// The text that it is, if that is known.
    pub(super) fn text(&self, expr: &Expr) -> Option<Name> {
        match expr.literal() {
            Some(text) => Some(text.clone()),
            None => self.worth(expr).as_str().cloned(),
        }
    }

    /// The sources that it may be, depending on what nobody here knows: without what follows a `?`, which chooses a version. None where
    /// it may be any.
    pub(super) fn sources(&self, expr: &Expr) -> Option<Vec<Name>> {
        let source = |value: &Value| {
            let text = match &value.kind {
                Kind::String(text) => text,
                Kind::PartialString(fragments) => match fragments.first() {
                    Some(Fragment::Known(text)) if text.contains('?') => text,
                    _ => return None,
                },
                _ => return None,
            };
            text.split('?').next().map(Name::from)
        };
        let value = self.worth(expr);
        value.alternatives().iter().map(source).collect()
    }

    /// The texts that it lists, if all are known.
    pub(super) fn texts(&self, expr: &Expr) -> Option<Vec<Name>> {
        let value = self.worth(expr);
        let list = value.as_sequence().filter(|it| it.rest.is_none())?;
        list.items.iter().map(|it| it.as_str().cloned()).collect()
    }

    fn worth(&self, expr: &Expr) -> Value {
        let evaluation = &self.evaluation;
        evaluation.value(expr, &Env::new(&evaluation.root))
    }
}
