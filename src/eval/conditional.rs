//! `condition ? yes : no`, with the type that both branches have in common.

use super::{
    Env, Evaluation, Fault, Outcome,
    branch::{common, inconsistent, is_bare_null, is_object, untold_together},
    convert,
    fuel::Doubts,
};
use crate::{
    syntax::{Expr, ExprKind},
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
                let alternatives = if common.contains(&None) {
                    let yes = (&yes, yes_doubts, if_yes);
                    self.conflicting(yes, (&no, no_doubts, if_no), env)?
                } else {
                    self.either((yes, if_yes), (no, if_no), &types)?
                };
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

    /// Both branches with the type that they have in common, but for one that is refused.
    fn either(
        &self,
        (yes, yes_expr): (Outcome, &Expr),
        (no, no_expr): (Outcome, &Expr),
        [if_yes, if_no]: &[Type; 2],
    ) -> Result<Vec<Value>, Fault> {
        let mut untold = untold_together(&yes, &no);
        // Of what keys an object is that is refused may make a map of the other.
        let is_open = |refused: &Outcome, form: &Expr, ty: &Type| {
            refused.is_err() && *ty == Type::Any && is_object(form)
        };
        untold.extend(
            (yes.as_ref().ok())
                .filter(|_| is_open(&no, no_expr, if_no))
                .map(convert::loosened),
        );
        untold.extend(
            (no.as_ref().ok())
                .filter(|_| is_open(&yes, yes_expr, if_yes))
                .map(convert::loosened),
        );
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
        Ok(alternatives)
    }

    /// What is left of branches whose types do not go together.
    fn conflicting(
        &self,
        yes: (&Outcome, Doubts, &Expr),
        no: (&Outcome, Doubts, &Expr),
        env: &Env<'_, 'p>,
    ) -> Result<Vec<Value>, Fault> {
        let beside = |(taken, ..): (&Outcome, Doubts, &Expr), (_, doubts, other)| {
            self.beside_refused(taken.as_ref().ok()?, doubts, other, env)
        };
        let alternatives = [beside(yes, no), beside(no, yes)];
        let alternatives: Vec<Value> = alternatives.into_iter().flatten().collect();
        if alternatives.is_empty() {
            if convert::may_unify([yes.0, no.0].into_iter().flatten()) {
                self.fuel.note_ahead();
            }
            return Err(inconsistent());
        }
        Ok(alternatives)
    }

    /// A branch beside one that does not go with it, but that may be refused: it then has no type but what its form gives it.
    fn beside_refused(
        &self,
        taken: &Value,
        doubts: Doubts,
        other: &Expr,
        env: &Env<'_, 'p>,
    ) -> Option<Value> {
        if !doubts.may_fail {
            return None;
        }
        let refused = self.type_of(&Err(inconsistent()), other, env);
        let stands = Self::branch(taken.clone(), &refused).ok()?;
        self.fuel.note_given_up();
        Some(stands)
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
        let branch =
            branch.or_else(|fault| self.beside_refused(&chosen, doubts, expr, env).ok_or(fault));
        let is_open = other.as_ref().is_ok_and(convert::is_of_unknown_type);
        if is_open && !is_bare_null(&chosen) || branch.is_err() {
            // The other may turn out to have a type that does not go with this one.
            self.fuel.note_doubt();
        }
        let both = [Some(&chosen), other.as_ref().ok()];
        if branch.is_err() && convert::may_unify(both.into_iter().flatten()) {
            // Or they may turn out to go together.
            self.fuel.note_ahead();
        }
        // Terraform may not know the type of the other branch yet, and then leaves this one as it is.
        if !doubts.may_pass || branch.as_ref().is_ok_and(|it| it.ty() == chosen.ty()) {
            return branch;
        }
        self.fuel.note_ahead();
        Ok(Value::union(branch.ok().into_iter().chain([chosen])))
    }
}
