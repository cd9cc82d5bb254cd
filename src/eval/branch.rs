//! What the branches of a conditional have in common.

use super::{Env, Evaluation, Fault, Outcome, convert, operators};
use crate::{
    syntax::{Expr, ExprKind, Item, Part},
    value::{Kind, Type, Value},
};

impl<'p> Evaluation<'p> {
    /// The chosen branch converted to the type that both branches have in common.
    pub(super) fn branch(chosen: Value, other: &Type) -> Outcome {
        let ours = chosen.ty();
        match () {
            () if ours == *other => Ok(chosen),
            // It takes the type of the other branch.
            () if is_bare_null(&chosen) => convert::convert(&chosen, other),
            // What is of no type yet leaves the other as it is.
            () if ours == Type::Any || *other == Type::Any => Ok(chosen),
            () => match common(Some(&chosen), &[ours, other.clone()]) {
                Some(ty) => convert::convert(&chosen, &ty),
                None => Err(inconsistent()),
            },
        }
    }

    /// The type of the branch that is not taken. One that is refused still has the type that its form gives it.
    pub(super) fn type_of(&self, outcome: &Outcome, expr: &Expr, env: &Env<'_, 'p>) -> Type {
        if let Ok(value) = outcome {
            return value.ty();
        }
        match &expr.kind {
            ExprKind::Parenthesis(inner) => self.type_of(outcome, inner, env),
            ExprKind::Template(parts) => match &**parts {
                // A single interpolation keeps the type of what is in it.
                [Part::Interpolation(inner)] => self.type_of(outcome, inner, env),
                _ => Type::String,
            },
            ExprKind::Tuple(items) => {
                let elements = items
                    .iter()
                    .map(|it| self.type_of(&self.expr(it, env), it, env));
                Type::Tuple(elements.collect())
            }
            ExprKind::Unary(operator, _) => operators::type_of_unary(*operator),
            ExprKind::Binary(operator, _) => operators::type_of_binary(*operator),
            ExprKind::Object(items) => {
                let field = |item: &Item| {
                    let key = self.expr(&item.key, env).ok()?;
                    let ty = self.type_of(&self.expr(&item.value, env), &item.value, env);
                    Some((key.as_str()?.clone(), ty))
                };
                let fields: Option<Vec<_>> = items.iter().map(field).collect();
                fields.map_or(Type::Any, Type::object)
            }
            ExprKind::Conditional(parts) => {
                let [_, yes, no] = parts.as_ref();
                let [(yes, if_yes), (no, if_no)] = [yes, no].map(|branch| {
                    let outcome = self.expr(branch, env);
                    let ty = self.type_of(&outcome, branch, env);
                    (outcome.ok(), ty)
                });
                match () {
                    () if yes.as_ref().is_some_and(is_bare_null) => if_no,
                    () if no.as_ref().is_some_and(is_bare_null) => if_yes,
                    () if if_yes == Type::Any || if_no == Type::Any => Type::Any,
                    () => {
                        let types = [if_yes, if_no];
                        let [one, other] = [yes, no].map(|it| common(it.as_ref(), &types));
                        one.and(other).unwrap_or(Type::Any)
                    }
                }
            }
            _ => Type::Any,
        }
    }
}

/// The type of both branches, of which one is at hand unless it is refused.
pub(super) fn common(one: Option<&Value>, types: &[Type]) -> Option<Type> {
    if one.is_none_or(convert::is_of_unknown_type) {
        convert::unify(types)
    } else {
        convert::unify_settled(types)
    }
}

/// Whether something is written as an object.
pub(super) fn is_object(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Parenthesis(inner) => is_object(inner),
        ExprKind::Object(_) => true,
        _ => false,
    }
}

pub(super) fn inconsistent() -> Fault {
    Fault::new("inconsistent conditional result types")
}

/// What both branches are as well, where the type that they have in common hangs on what is not known yet. Beside one of which nothing is
/// known it makes no difference.
pub(super) fn untold_together(yes: &Outcome, no: &Outcome) -> Vec<Value> {
    let (Ok(yes), Ok(no)) = (yes, no) else {
        return Vec::new();
    };
    let both = [yes, no];
    let is_nothing = |it: &Value| is_bare_null(it) || matches!(it.kind, Kind::Unknown(_));
    if both.into_iter().any(is_nothing) || !both.into_iter().any(convert::is_of_unknown_type) {
        return Vec::new();
    }
    let unified = convert::unify_values(&[yes.clone(), no.clone()]);
    unified.map_or_else(|| both.map(convert::loosened).into(), |(_, values)| values)
}

/// A null without a type, as `null` alone is.
pub(super) fn is_bare_null(value: &Value) -> bool {
    matches!(value.kind, Kind::Null(Type::Any))
}
