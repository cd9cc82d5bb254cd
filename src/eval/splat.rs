//! `base[*].each`.

use std::sync::Arc;

use super::{Binding, Env, Evaluation, Fault, Outcome, access, distribute, functions::disordered};
use crate::{
    syntax::Expr,
    value::{Kind, SequenceForm, Type, Unknown, Value, Why},
};

impl<'p> Evaluation<'p> {
    /// `base[*].each`: a null base has no elements, a single value is its only element.
    pub(super) fn splat(
        &self,
        expr: &Expr,
        base: &Value,
        each: &Expr,
        env: &Env<'_, 'p>,
    ) -> Outcome {
        let value = distribute(std::slice::from_ref(base), &self.fuel, |bases| {
            let [base] = bases else {
                return Err(Fault::new("a splat takes one value"));
            };
            let apply =
                |element: &Value| self.expr(each, &env.bind(&Binding::Element(element.clone())));
            match &base.kind {
                Kind::Null(Type::List(_) | Type::Set(_) | Type::Tuple(_)) => Err(Fault::new(
                    "splat expressions (with the * symbol) cannot be applied to null sequences",
                )),
                Kind::Null(_) => Ok(Value::tuple(Vec::new())),
                Kind::Sequence(sequence) => {
                    let items = sequence
                        .items
                        .iter()
                        .map(apply)
                        .collect::<Result<Vec<_>, _>>()?;
                    let items = match &sequence.form {
                        SequenceForm::Set(_) => access::in_order(&sequence.items, items),
                        _ => items,
                    };
                    let rest = sequence
                        .rest
                        .as_ref()
                        .map(|rest| Self::mapped(rest, &apply));
                    let form = match &sequence.form {
                        SequenceForm::Tuple => SequenceForm::Tuple,
                        SequenceForm::List(element) | SequenceForm::Set(element) => {
                            let any = || Value::unknown(element.clone(), Why::Condition);
                            SequenceForm::List(match items.first() {
                                Some(first) => first.ty(),
                                None => apply(&any()).map_or(Type::Any, |it| it.ty()),
                            })
                        }
                    };
                    Ok(Value::sequence(form, items, rest))
                }
                Kind::Unknown(unknown) => match unknown.ty {
                    Type::Bool | Type::Number | Type::String | Type::Map(_) | Type::Object(_) => {
                        Ok(Value::tuple(vec![apply(base)?]))
                    }
                    _ => match &unknown.members {
                        Some(members) => {
                            let made = members.iter().map(&apply).collect::<Result<_, _>>()?;
                            Ok(disordered(Value::tuple(made)))
                        }
                        None => Ok(Value::new(Kind::Unknown(Self::mapped(unknown, &apply)))),
                    },
                },
                _ => Ok(Value::tuple(vec![apply(base)?])),
            }
        })?;
        if !base.is_known() {
            self.fuel.note_ahead();
        }
        Ok(self.computed(value.hidden(base.sensitive), expr, [base.origin]))
    }

    /// What an operation on every element makes of an unknown collection: unknown too, with an identity if the operation keeps one.
    pub(super) fn mapped(
        unknown: &Arc<Unknown>,
        apply: &dyn Fn(&Value) -> Outcome,
    ) -> Arc<Unknown> {
        let each = apply(&unknown.each().into()).ok();
        let symbol = each.as_ref().and_then(Value::symbol).cloned();
        Arc::new(Unknown {
            symbol,
            ..Unknown::new(Type::Any, unknown.why.clone())
        })
    }
}
