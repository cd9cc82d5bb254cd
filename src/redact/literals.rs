//! The literals in an expression: what somebody wrote out.

use crate::{
    span::Span,
    syntax::{Expr, ExprKind},
};

/// Adds the places of all literals that an expression is made of. Names of other things are no secret.
pub(super) fn of(expr: &Expr, into: &mut Vec<Span>) {
    match &expr.kind {
        ExprKind::String(_) | ExprKind::Number(_) | ExprKind::Template(_) => into.push(expr.span),
        _ => expr.for_each_part(&mut |part| of(part, into)),
    }
}

/// Calls `visit` with every operand of `sensitive` in an expression.
pub(super) fn for_each_sensitive<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&Expr)) {
    if let ExprKind::Call(call) = &expr.kind
        && matches!(&*call.name, "sensitive" | "core::sensitive")
    {
        call.arguments.iter().for_each(&mut *visit);
    }
    expr.for_each_part(&mut |part| for_each_sensitive(part, visit));
}
