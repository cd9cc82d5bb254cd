//! `condition ? yes : no`, with the type that both branches have in common.

use super::{Env, Evaluation, Fault, Outcome, convert, fuel::Doubts, operators};
use crate::{
    syntax::{Expr, ExprKind, Item, Part},
    value::{Kind, OriginId, Type, Value, Why},
};

/// A conditional of which all but the last branch is evaluated.
struct Choice<'e> {
    expr: &'e Expr,
    condition: Value,
    /// What the condition left.
    doubts: Doubts,
    yes: (Outcome, Doubts),
    branches: [&'e Expr; 2],
}

impl<'p> Evaluation<'p> {
    /// Both branches are evaluated: the result has the type of both. An unknown condition keeps both values. What stands in the
    /// place of `no` is walked in a loop: chains may be longer than a stack is deep.
    pub(super) fn conditional<'e>(
        &self,
        mut expr: &'e Expr,
        mut parts: &'e [Expr; 3],
        env: &Env<'_, 'p>,
    ) -> Outcome {
        let mut choices = Vec::new();
        let (mut outcome, mut doubts) = loop {
            let [condition, yes, no] = parts;
            let condition = self.fuel.doubting(|| self.condition(condition, env));
            let (condition, doubts) = match condition {
                (Ok(condition), doubts) => (condition, doubts),
                (Err(fault), doubts) => break (Err(fault), doubts),
            };
            choices.push(Choice {
                expr,
                condition,
                doubts,
                yes: self.fuel.doubting(|| self.expr(yes, env)),
                branches: [yes, no],
            });
            match &no.kind {
                ExprKind::Conditional(next) if self.fuel.burn(1) => (expr, parts) = (no, next),
                _ => break self.fuel.doubting(|| self.expr(no, env)),
            }
        };
        for choice in choices.into_iter().rev() {
            (outcome, doubts) = self.fuel.doubting(|| {
                let chosen = self.choose(choice, (outcome, doubts), env)?;
                Ok(self.bounded(chosen))
            });
        }
        self.fuel.return_doubts(doubts);
        outcome
    }

    pub(super) fn condition(&self, condition: &Expr, env: &Env<'_, 'p>) -> Outcome {
        let condition = self.expr(condition, env)?;
        self.doubt(&condition, &Type::Bool);
        let condition = convert::convert_once_known(&condition, &Type::Bool)?;
        if matches!(condition.kind, Kind::Null(_)) {
            return Err(Fault::new("the condition value is null"));
        }
        Ok(condition)
    }

    /// What one conditional gives, both branches evaluated.
    fn choose(
        &self,
        choice: Choice<'_>,
        (no, no_doubts): (Outcome, Doubts),
        env: &Env<'_, 'p>,
    ) -> Outcome {
        let Choice {
            expr,
            condition,
            doubts,
            yes: (yes, yes_doubts),
            branches: [if_yes, if_no],
        } = choice;
        self.fuel.return_doubts(doubts);
        let branches = [&yes, &no].into_iter().filter_map(|it| it.as_ref().ok());
        if !self.fuel.read(branches) {
            return Ok(self.fuel.limit(Type::Any));
        }
        let chosen = match condition.as_bool() {
            Some(true) => {
                self.fuel.return_doubts(yes_doubts);
                self.taken(yes?, (&no, no_doubts), if_no, env)?
            }
            Some(false) => {
                self.fuel.return_doubts(no_doubts);
                self.taken(no?, (&yes, yes_doubts), if_yes, env)?
            }
            None => {
                self.fuel.return_doubts(yes_doubts);
                self.fuel.return_doubts(no_doubts);
                let types = [
                    self.type_of(&yes, if_yes, env),
                    self.type_of(&no, if_no, env),
                ];
                let common = [&yes, &no].map(|branch| common(branch.as_ref().ok(), &types));
                if common.contains(&None) {
                    return Err(inconsistent());
                }
                let untold = untold_together(&yes, &no);
                let [if_yes, if_no] = &types;
                let branches = [
                    yes.and_then(|yes| Self::branch(yes, if_no)),
                    no.and_then(|no| Self::branch(no, if_yes)),
                ];
                let mut alternatives = Vec::new();
                for branch in branches {
                    match branch {
                        Ok(value) => alternatives.push(value),
                        // A configuration that works never takes the branch that is refused.
                        Err(fault) if fault.caught => self.fuel.note_given_up(),
                        Err(fault) => return Err(fault),
                    }
                }
                alternatives.extend(untold);
                let origins: Vec<OriginId> = std::iter::once(condition.origin)
                    .chain(alternatives.iter().map(|it| it.origin))
                    .collect();
                let value = if alternatives.is_empty() {
                    Value::unknown(Type::Any, Why::Condition)
                } else {
                    Value::union(alternatives)
                };
                if value.is_known() {
                    self.fuel.note_ahead();
                }
                return Ok(self.computed(value.hidden(condition.sensitive), expr, origins));
            }
        };
        let from = [condition.origin, chosen.origin];
        let chosen = chosen.hidden(condition.sensitive);
        Ok(self.computed(chosen.at(OriginId::NONE), expr, from))
    }

    /// The branch that is taken, which has the type of both.
    fn taken(
        &self,
        chosen: Value,
        (other, doubts): (&Outcome, Doubts),
        expr: &Expr,
        env: &Env<'_, 'p>,
    ) -> Outcome {
        let branch = Self::branch(chosen.clone(), &self.type_of(other, expr, env));
        let is_open = other.as_ref().is_ok_and(convert::is_of_unknown_type);
        if is_open && !is_bare_null(&chosen) || branch.is_err() {
            // The other may turn out to have a type that does not go with this one.
            self.fuel.note_doubt();
        }
        // Terraform may not know the type of the other branch yet, and then leaves this one as it is.
        if !doubts.may_pass || branch.as_ref().is_ok_and(|it| it.ty() == chosen.ty()) {
            return branch;
        }
        self.fuel.note_ahead();
        Ok(Value::union(branch.ok().into_iter().chain([chosen])))
    }

    /// The chosen branch converted to the type that both branches have in common.
    fn branch(chosen: Value, other: &Type) -> Outcome {
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
    fn type_of(&self, outcome: &Outcome, expr: &Expr, env: &Env<'_, 'p>) -> Type {
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
fn common(one: Option<&Value>, types: &[Type]) -> Option<Type> {
    if one.is_none_or(convert::is_of_unknown_type) {
        convert::unify(types)
    } else {
        convert::unify_settled(types)
    }
}

fn inconsistent() -> Fault {
    Fault::new("inconsistent conditional result types")
}

/// What both branches are as well, where the type that they have in common hangs on what is not known yet. Beside one of which nothing is
/// known it makes no difference.
fn untold_together(yes: &Outcome, no: &Outcome) -> Vec<Value> {
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
fn is_bare_null(value: &Value) -> bool {
    matches!(value.kind, Kind::Null(Type::Any))
}
