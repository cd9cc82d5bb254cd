//! What a unit of Terragrunt gives the variables of its module: as the environment would, in `TF_VAR_` variables.

use super::{Env, Evaluation, symbolic};
use crate::{
    module::Variable,
    span::Span,
    syntax::{Expr, ExprKind},
    value::{Kind, Origin, Type, Value, Why},
};

impl Evaluation<'_> {
    /// The value that a unit gives a root variable, if it gives it one; as an error what is unknown of it, be it whether it does.
    pub(super) fn of_unit(&self, variable: &Variable, ty: &Type) -> Option<Result<Value, Value>> {
        let inputs = self.unit.as_ref()?;
        let all = self
            .unit_inputs
            .get_or_init(|| self.value(inputs, &Env::new(&self.root)));
        let unknown = || {
            let why = Why::Variable(variable.name.clone());
            let symbol = format!("var.{}", variable.name);
            Value::from(symbolic(symbol.into(), ty.clone(), why))
        };
        let given = match &all.kind {
            Kind::Null(_) => return None,
            Kind::Mapping(mapping) => match (mapping.entries.get(&variable.name), &mapping.rest) {
                (Some(value), _) => value.clone(),
                (None, None) => return None,
                (None, Some(_)) => return Some(Err(unknown())),
            },
            _ => return Some(Err(unknown())),
        };
        // Of what is no text the environment has the JSON, which a variable without a type takes as a text.
        let is_plain = matches!(
            given.kind,
            Kind::String(_) | Kind::Unknown(_) | Kind::PartialString(_)
        );
        if variable.ty.is_none() && !is_plain {
            return Some(Err(unknown()));
        }
        // Newer ones hand null on, older ones leave it out. A text for what is no text is read as an expression.
        let is_text = matches!(given.kind, Kind::String(_) | Kind::PartialString(_));
        let is_read = !matches!(ty, Type::String | Type::Number | Type::Bool) && is_text;
        if matches!(given.kind, Kind::Null(_)) || (variable.ty.is_some() && is_read) {
            return Some(Err(unknown()));
        }
        let from = given.origin;
        let span = entry(inputs, &variable.name).unwrap_or(inputs.span);
        let name = variable.name.clone();
        let origin = self.origins.add(Origin::Argument { name, span, from });
        Some(Ok(given.hidden(all.sensitive).at(origin)))
    }
}

/// Where a key of an object is written: of several that are merged the last one.
fn entry(inputs: &Expr, key: &str) -> Option<Span> {
    match &inputs.kind {
        ExprKind::Object(items) => {
            let mut items = items.iter().rev();
            let item = items.find(|it| it.key.literal().is_some_and(|it| &**it == key))?;
            let (start, end) = (item.key.span, item.value.span);
            let span = Span::new(start.file, start.start, end.end);
            Some(if start.file == end.file && start.start < end.end {
                span
            } else {
                start
            })
        }
        ExprKind::Call(call) => call.arguments.iter().rev().find_map(|it| entry(it, key)),
        ExprKind::Parenthesis(inner) => entry(inner, key),
        _ => None,
    }
}
