//! `try` and `can`: which of several expressions Terraform would not refuse.

use std::sync::Arc;

use super::{Env, Evaluation, Fault, Outcome};
use crate::{
    syntax::{Call, Expr, ExprKind},
    value::{Kind, OriginId, Type, Value, Why},
};

impl<'p> Evaluation<'p> {
    /// The first argument that Terraform would not refuse. One that is refused only in some alternatives leaves those that follow
    /// as alternatives.
    pub(super) fn try_each(&self, expr: &Expr, call: &Call, env: &Env<'_, 'p>) -> Outcome {
        let (mut kept, mut refused) = (Vec::new(), Fault::new("no expression succeeded"));
        let mut hangs_on = Vec::new();
        let mut is_certain = false;
        for argument in &call.arguments {
            match self.fuel.doubting(|| self.expr(argument, env)) {
                (Ok(value), doubts) => {
                    kept.push(value);
                    if doubts.may_pass {
                        self.fuel.note_ahead();
                    }
                    is_certain = !doubts.may_fail;
                    if is_certain {
                        break;
                    }
                }
                // What was given up on the way may be what Terraform goes on with.
                (Err(fault), doubts) if fault.caught && doubts.may_pass => {
                    kept.push(Value::unknown(Type::Any, Why::Condition));
                }
                (Err(fault), _) if fault.caught => {
                    self.inputs_in(argument, env, &mut hangs_on);
                    refused = fault;
                }
                (Err(fault), _) => return Err(fault),
            }
        }
        if !is_certain {
            self.fuel.note_doubt();
        }
        if kept.is_empty() {
            return Err(refused);
        }
        let is_settled = hangs_on.is_empty();
        let origins = kept.iter().map(|value| value.origin).chain(hangs_on);
        let origins: Vec<OriginId> = origins.collect();
        let mut value = Value::union(kept);
        if let Kind::Unknown(unknown) = &mut value.kind
            && !is_certain
        {
            // It may still fail, and then another argument of another type takes its place.
            Arc::make_mut(unknown).ty = Type::Any;
        }
        if !value.is_wholly_known() {
            // Terraform knows nothing of it, not even its type.
            self.fuel.note_given_up();
        }
        if !is_settled {
            value.origin = OriginId::NONE;
        }
        Ok(self.computed(value, expr, origins))
    }

    /// The origins of what an expression refers to, where somebody may replace it: why it is refused hangs on that.
    fn inputs_in(&self, expr: &Expr, env: &Env<'_, 'p>, into: &mut Vec<OriginId>) {
        let is_input = |base: &Expr| match &base.kind {
            ExprKind::Variable(root) => matches!(&**root, "var" | "local"),
            _ => false,
        };
        match &expr.kind {
            ExprKind::Attribute(base, _) if is_input(base) => {
                let origin = self.expr(expr, env).map(|value| value.origin);
                into.extend(origin.ok().filter(|it| self.origins.is_replaceable(*it)));
            }
            _ => expr.for_each_part(&mut |part| self.inputs_in(part, env, into)),
        }
    }

    pub(super) fn can(&self, expr: &Expr, call: &Call, env: &Env<'_, 'p>) -> Outcome {
        let [argument] = call.arguments.as_slice() else {
            return Err(Fault::new("can takes one argument"));
        };
        let (outcome, doubts) = self.fuel.doubting(|| self.expr(argument, env));
        let (answer, origin) = match outcome {
            Ok(value) if !doubts.may_fail && value.is_wholly_known() => (Some(true), value.origin),
            Ok(value) => (None, value.origin),
            Err(fault) if !fault.caught => return Err(fault),
            Err(_) => ((!doubts.may_pass).then_some(false), OriginId::NONE),
        };
        let unknown = || Value::unknown(Type::Bool, Why::Condition);
        Ok(self.computed(answer.map_or_else(unknown, Value::bool), expr, [origin]))
    }
}
