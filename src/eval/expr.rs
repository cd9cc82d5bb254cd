//! Every form of expression.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Binding, Env, Evaluation, Fault, Literals, Outcome, convert, distribute, fuel, fuel::Doubts,
    operators,
};
use crate::{
    span::Span,
    syntax::{BinaryOperator, Call, Expr, ExprKind, Item, Name},
    value::{Kind, Number, Origin, OriginId, SequenceForm, Truth, Type, Unknown, Value, Why},
};

impl<'p> Evaluation<'p> {
    /// The value of an expression.
    ///
    /// # Errors
    ///
    /// Why Terraform would refuse it.
    pub fn expr(&self, expr: &Expr, env: &Env<'_, 'p>) -> Outcome {
        if !self.fuel.burn(1) {
            return Ok(self.fuel.limit(Type::Any));
        }
        let outcome = self.deeper(|| self.form(expr, env))?;
        let makes = matches!(
            expr.kind,
            ExprKind::Tuple(_)
                | ExprKind::Object(_)
                | ExprKind::Splat(..)
                | ExprKind::Call(_)
                | ExprKind::Conditional(_)
                | ExprKind::For(_)
        );
        if makes
            && matches!(
                outcome.kind,
                Kind::Sequence(_) | Kind::Mapping(_) | Kind::Choice(_)
            )
        {
            return Ok(self.bounded(outcome));
        }
        Ok(outcome)
    }

    /// The value, unless it is too large to go on with.
    fn bounded(&self, value: Value) -> Value {
        match fuel::members(&value) {
            Some(members) if self.fuel.burn(members as u64 / 16) => value,
            _ => self.fuel.limit(Type::Any).hidden(value.sensitive),
        }
    }

    fn form(&self, expr: &Expr, env: &Env<'_, 'p>) -> Outcome {
        match &expr.kind {
            ExprKind::Null => Ok(self.literal(Value::null(Type::Any), expr.span, env)),
            ExprKind::Bool(value) => Ok(self.literal(Value::bool(*value), expr.span, env)),
            ExprKind::Number(text) => {
                let number = Number::parse(text)
                    .ok_or_else(|| Fault::new(format!("{text} is not a number")))?;
                Ok(self.literal(Value::number(number), expr.span, env))
            }
            ExprKind::String(text) => Ok(self.literal(Value::string(text.clone()), expr.span, env)),
            ExprKind::Template(parts) => self.template(expr, parts, env),
            ExprKind::Tuple(items) => {
                let items = items
                    .iter()
                    .map(|item| self.expr(item, env))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(self.literal(Value::tuple(items), expr.span, env))
            }
            ExprKind::Object(items) => self.object(expr, items, env),
            ExprKind::Element => env
                .element()
                .cloned()
                .ok_or_else(|| Fault::undeclared("a splat element is used outside a splat")),
            ExprKind::Variable(_) | ExprKind::Attribute(..) | ExprKind::Index(..) => {
                self.traversal(expr, env)
            }
            ExprKind::Splat(base, each) => {
                let base = self.expr(base, env)?;
                self.splat(expr, &base, each, env)
            }
            ExprKind::Call(call) => self.call(expr, call, env),
            ExprKind::Conditional(parts) => self.conditional(expr, parts, env),
            ExprKind::Unary(operator, operand) => {
                let operand = self.expr(operand, env)?;
                self.doubt(&operand, &operators::type_of_unary(*operator));
                let origin = operand.origin;
                let value = distribute(&[operand], &self.fuel, |operands| {
                    operators::unary(*operator, operands)
                })?;
                Ok(self.computed(value, expr, [origin]))
            }
            ExprKind::Binary(operator, operands) => self.binary(expr, *operator, operands, env),
            ExprKind::For(comprehension) => self.comprehension(expr, comprehension, env),
            ExprKind::Parenthesis(inner) => self.expr(inner, env),
        }
    }

    /// A value that is written here: its origin says in what kind of place.
    pub(super) fn literal(&self, value: Value, span: Span, env: &Env<'_, 'p>) -> Value {
        let span = env.cover.unwrap_or(span);
        let origin = match env.literals {
            Literals::Written => Origin::Literal(span),
            Literals::Default {
                variable,
                replaceable,
            } => Origin::Default {
                variable: variable.clone(),
                span,
                replaceable: *replaceable,
            },
            Literals::VariableFile(variable) => Origin::VariableFile {
                variable: variable.clone(),
                span,
            },
            Literals::CommandLine(variable) => Origin::CommandLine {
                variable: variable.clone(),
            },
        };
        value.at(self.origins.add(origin))
    }

    /// An object: a repeated key counts with its last value; an unknown key leaves the object open.
    fn object(&self, expr: &Expr, items: &[Item], env: &Env<'_, 'p>) -> Outcome {
        let mut entries: BTreeMap<Name, Value> = BTreeMap::new();
        let (mut rest, mut sensitive) = (None, false);
        for item in items {
            let key = self.expr(&item.key, env)?;
            let value = self.expr(&item.value, env)?;
            sensitive |= key.sensitive;
            match convert::convert(&key, &Type::String)?.kind {
                Kind::String(key) => {
                    entries.insert(key, value);
                }
                Kind::Null(_) => return Err(Fault::new("can't use a null value as a key")),
                kind => {
                    // Any entry before it may be the one that is replaced.
                    entries.clear();
                    rest = Some(Arc::new(Unknown::new(Type::Any, why(&kind))));
                }
            }
        }
        let object =
            Value::mapping(crate::value::MappingForm::Object, entries, rest).hidden(sensitive);
        Ok(self.literal(object, expr.span, env))
    }

    fn call(&self, expr: &Expr, call: &Call, env: &Env<'_, 'p>) -> Outcome {
        let name = call.name.strip_prefix("core::").unwrap_or(&call.name);
        match name {
            "try" => return self.try_each(expr, call, env),
            "can" => return self.can(expr, call, env),
            _ => {}
        }
        let mut arguments = call
            .arguments
            .iter()
            .map(|it| self.expr(it, env))
            .collect::<Result<Vec<_>, _>>()?;
        if call.expand_last
            && let Some(last) = arguments.pop()
        {
            match &last.kind {
                Kind::Sequence(sequence) if sequence.rest.is_none() => {
                    arguments.extend(
                        sequence
                            .items
                            .iter()
                            .map(|item| item.clone().hidden(last.sensitive)),
                    );
                }
                Kind::Null(_) => return Err(Fault::new("the expanding argument must not be null")),
                Kind::Sequence(_) | Kind::Unknown(_) | Kind::Choice(_) => {
                    let unknown = Value::unknown(Type::Any, why(&last.kind));
                    return Ok(self.computed(unknown, expr, [last.origin]));
                }
                _ => {
                    return Err(Fault::new(
                        "the expanding argument must be of a tuple, list, or set type",
                    ));
                }
            }
        }
        let origins: Vec<OriginId> = arguments.iter().map(|argument| argument.origin).collect();
        let surroundings = super::surroundings::Surroundings {
            evaluation: self,
            env,
        };
        let value = super::functions::call(name, &arguments, &surroundings)
            .map_err(|fault| discreet(fault, name, &arguments))?;
        Ok(self.computed(withheld(value, name, &arguments), expr, origins))
    }

    /// The first argument that Terraform would not refuse. One that is refused only in some alternatives leaves those that follow
    /// as alternatives.
    fn try_each(&self, expr: &Expr, call: &Call, env: &Env<'_, 'p>) -> Outcome {
        let outer = self.fuel.take_doubts();
        let (mut kept, mut refused) = (Vec::new(), Fault::new("no expression succeeded"));
        let mut is_certain = false;
        for argument in &call.arguments {
            match (self.expr(argument, env), self.fuel.take_doubts()) {
                (Ok(value), doubts) => {
                    kept.push(value);
                    is_certain = doubts == Doubts::None;
                    if is_certain {
                        break;
                    }
                }
                // What was given up on the way may be what Terraform goes on with.
                (Err(fault), Doubts::GivenUp) if fault.caught => {
                    kept.push(Value::unknown(Type::Any, Why::Condition));
                }
                (Err(fault), _) if fault.caught => refused = fault,
                (Err(fault), _) => return Err(fault),
            }
        }
        self.fuel.return_doubts(outer);
        if !is_certain {
            self.fuel.note_doubt();
        }
        if kept.is_empty() {
            return Err(refused);
        }
        let origins: Vec<OriginId> = kept.iter().map(|value| value.origin).collect();
        let mut value = Value::choice(kept);
        if let Kind::Unknown(unknown) = &mut value.kind {
            // It may still fail, and then another argument of another type takes its place.
            Arc::make_mut(unknown).ty = Type::Any;
        }
        Ok(self.computed(value, expr, origins))
    }

    fn can(&self, expr: &Expr, call: &Call, env: &Env<'_, 'p>) -> Outcome {
        let [argument] = call.arguments.as_slice() else {
            return Err(Fault::new("can takes one argument"));
        };
        let outer = self.fuel.take_doubts();
        let outcome = self.expr(argument, env);
        let doubts = self.fuel.take_doubts();
        self.fuel.return_doubts(outer);
        let (answer, origin) = match outcome {
            Ok(value) if doubts == Doubts::None && value.is_wholly_known() => {
                (Some(true), value.origin)
            }
            Ok(value) => (None, value.origin),
            Err(fault) if !fault.caught => return Err(fault),
            Err(_) => ((doubts != Doubts::GivenUp).then_some(false), OriginId::NONE),
        };
        let unknown = || Value::unknown(Type::Bool, Why::Condition);
        Ok(self.computed(answer.map_or_else(unknown, Value::bool), expr, [origin]))
    }

    /// Both branches are evaluated: the result has the type of both. An unknown condition keeps both values.
    fn conditional(
        &self,
        expr: &Expr,
        [condition, yes, no]: &[Expr; 3],
        env: &Env<'_, 'p>,
    ) -> Outcome {
        let condition = self.expr(condition, env)?;
        self.doubt(&condition, &Type::Bool);
        let condition = convert::convert(&condition, &Type::Bool)?;
        if matches!(condition.kind, Kind::Null(_)) {
            return Err(Fault::new("the condition value is null"));
        }
        let (if_yes, if_no) = (yes, no);
        let (yes, no) = (self.expr(yes, env), self.expr(no, env));
        let chosen = match condition.as_bool() {
            Some(true) => Self::branch(yes?, &self.type_of(&no, if_no, env))?,
            Some(false) => Self::branch(no?, &self.type_of(&yes, if_yes, env))?,
            None => {
                let types = [
                    self.type_of(&yes, if_yes, env),
                    self.type_of(&no, if_no, env),
                ];
                match (yes, no) {
                    (Ok(yes), Ok(no)) => {
                        let alternatives =
                            [Self::branch(yes, &types[1])?, Self::branch(no, &types[0])?];
                        let origins = [
                            condition.origin,
                            alternatives[0].origin,
                            alternatives[1].origin,
                        ];
                        let value = Value::choice(alternatives).hidden(condition.sensitive);
                        return Ok(self.computed(value, expr, origins));
                    }
                    // A configuration that works never takes the branch that is refused.
                    (Ok(value), Err(fault)) if fault.caught => {
                        self.fuel.note_given_up();
                        Self::branch(value, &types[1])?
                    }
                    (Err(fault), Ok(value)) if fault.caught => {
                        self.fuel.note_given_up();
                        Self::branch(value, &types[0])?
                    }
                    (Err(one), Err(other)) if one.caught && other.caught => {
                        let ty = convert::unify(&types).ok_or_else(inconsistent)?;
                        Value::unknown(ty, Why::Condition)
                    }
                    (Err(fault), _) | (_, Err(fault)) => return Err(fault),
                }
            }
        };
        let from = [condition.origin, chosen.origin];
        let chosen = chosen.hidden(condition.sensitive);
        Ok(self.computed(chosen.at(OriginId::NONE), expr, from))
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
            () => match common(&chosen, &[ours, other.clone()]) {
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
            ExprKind::Template(_) => Type::String,
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
                let [(yes, is_null), (no, other_is_null)] = [yes, no].map(|branch| {
                    let outcome = self.expr(branch, env);
                    (
                        self.type_of(&outcome, branch, env),
                        outcome.is_ok_and(|it| is_bare_null(&it)),
                    )
                });
                match (is_null, other_is_null) {
                    (true, _) => no,
                    (_, true) => yes,
                    _ if yes == Type::Any || no == Type::Any => Type::Any,
                    _ => convert::unify(&[yes, no]).unwrap_or(Type::Any),
                }
            }
            _ => Type::Any,
        }
    }

    fn binary(
        &self,
        expr: &Expr,
        operator: BinaryOperator,
        [left, right]: &[Expr; 2],
        env: &Env<'_, 'p>,
    ) -> Outcome {
        let operands = [self.expr(left, env)?, self.expr(right, env)?];
        if let Some(wanted) = operators::operands_of_binary(operator) {
            for operand in &operands {
                self.doubt(operand, &wanted);
            }
        }
        let origins = [operands[0].origin, operands[1].origin];
        let value = distribute(&operands, &self.fuel, |operands| {
            operators::binary(operator, operands)
        })?;
        Ok(self.computed(value, expr, origins))
    }

    /// Notes that a value may yet be refused where only that type will do.
    pub(super) fn doubt(&self, value: &Value, wanted: &Type) {
        if !value.is_known() && value.ty() != *wanted {
            self.fuel.note_doubt();
        }
    }

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
                Kind::Null(_) => Ok(Value::tuple(Vec::new())),
                Kind::Sequence(sequence) => {
                    let items = sequence
                        .items
                        .iter()
                        .map(apply)
                        .collect::<Result<Vec<_>, _>>()?;
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
                    _ => Ok(Value::new(Kind::Unknown(Self::mapped(unknown, &apply)))),
                },
                _ => Ok(Value::tuple(vec![apply(base)?])),
            }
        })?;
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

/// A function's complaint may quote its arguments: it is withheld when one of them is sensitive.
fn discreet(fault: Fault, name: &str, arguments: &[Value]) -> Fault {
    if arguments.iter().any(hides) {
        Fault {
            message: format!("call to function {name:?} failed; it was given a sensitive value"),
            ..fault
        }
    } else {
        fault
    }
}

/// The same for the path of a file that cannot be read.
fn withheld(value: Value, name: &str, arguments: &[Value]) -> Value {
    let tells = |unknown: &Unknown| matches!(unknown.why, Why::File(_) | Why::Fault(_));
    match &value.kind {
        Kind::Unknown(unknown) if tells(unknown) && arguments.iter().any(hides) => {
            let unknown = Unknown::new(unknown.ty.clone(), Why::Function(name.into()));
            Value {
                kind: Kind::Unknown(Arc::new(unknown)),
                ..value
            }
        }
        _ => value,
    }
}

/// Whether a value is sensitive or has a member that is.
fn hides(value: &Value) -> bool {
    value.sensitive
        || match &value.kind {
            Kind::Sequence(sequence) => sequence.items.iter().any(hides),
            Kind::Mapping(mapping) => mapping.entries.values().any(hides),
            Kind::Choice(alternatives) => alternatives.iter().any(hides),
            _ => false,
        }
}

/// The type of both branches, of which one is at hand.
fn common(chosen: &Value, types: &[Type]) -> Option<Type> {
    if convert::is_of_unknown_type(chosen) {
        convert::unify(types)
    } else {
        convert::unify_settled(types)
    }
}

fn inconsistent() -> Fault {
    Fault::new("inconsistent conditional result types")
}

/// A null without a type, as `null` alone is.
fn is_bare_null(value: &Value) -> bool {
    matches!(value.kind, Kind::Null(Type::Any))
}

/// Why a value is not known at its own level.
pub(super) fn why(kind: &Kind) -> Why {
    match kind {
        Kind::Unknown(unknown) => unknown.why.clone(),
        Kind::Sequence(sequence) => sequence
            .rest
            .as_ref()
            .map_or(Why::Condition, |rest| rest.why.clone()),
        Kind::Mapping(mapping) => mapping
            .rest
            .as_ref()
            .map_or(Why::Condition, |rest| rest.why.clone()),
        Kind::Text(fragments) => fragments
            .iter()
            .find_map(|fragment| match fragment {
                crate::value::Fragment::Hole(unknown) => Some(unknown.why.clone()),
                crate::value::Fragment::Known(_) => None,
            })
            .unwrap_or(Why::Condition),
        Kind::Choice(alternatives) => alternatives
            .iter()
            .find(|value| !value.is_known())
            .map_or(Why::Condition, |value| why(&value.kind)),
        Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => Why::Condition,
    }
}

/// Three-valued truth as a value.
pub(super) fn truth(truth: Truth, why: Why) -> Value {
    match truth {
        Truth::Yes => Value::bool(true),
        Truth::No => Value::bool(false),
        Truth::Unknown => Value::unknown(Type::Bool, why),
    }
}
