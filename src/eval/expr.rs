//! Every form of expression.

use std::{collections::BTreeMap, sync::Arc};

use super::{Env, Evaluation, Fault, Fuel, Literals, Outcome, convert, distribute, operators};
use crate::{
    span::Span,
    syntax::{BinaryOperator, Call, Expr, ExprKind, Item, Name},
    value::{Kind, Number, Origin, OriginId, Type, Unknown, Value, Why},
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
                Kind::Sequence(_) | Kind::Mapping(_) | Kind::Union(_)
            )
        {
            return Ok(self.bounded(outcome));
        }
        Ok(outcome)
    }

    /// The value, unless it is too large to go on with.
    pub(super) fn bounded(&self, value: Value) -> Value {
        if Fuel::is_bounded(&value) {
            value
        } else {
            self.fuel.limit(Type::Any).hidden(value.sensitive)
        }
    }

    fn form(&self, expr: &Expr, env: &Env<'_, 'p>) -> Outcome {
        match &expr.kind {
            ExprKind::Null => Ok(self.literal(Value::null(Type::Any), expr.span, env)),
            ExprKind::Bool(value) => Ok(self.literal(Value::bool(*value), expr.span, env)),
            ExprKind::Number(text) => {
                let number = Number::parse(text)
                    .ok_or_else(|| Fault::new(format!("{text} is not a number")))?;
                let value = Value::number(number);
                if !self.fuel.read([&value]) {
                    return Ok(self.fuel.limit(Type::Number));
                }
                Ok(self.literal(value, expr.span, env))
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
                if !self.fuel.read([&operand]) {
                    return Ok(self.fuel.limit(operators::type_of_unary(*operator)));
                }
                let value = distribute(&[operand], &self.fuel, |operands| {
                    operators::unary(*operator, operands)
                })?;
                Ok(self.computed(value, expr, [origin]))
            }
            ExprKind::Binary(..) => self.binary(expr, env),
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
                    rest = Some(Arc::new(Unknown::new(Type::Any, kind.why())));
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
            "element" => {
                if let Some(outcome) = self.element_by_key(call, env) {
                    return outcome;
                }
            }
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
                Kind::Sequence(_) | Kind::Unknown(_) | Kind::Union(_) => {
                    let unknown = Value::unknown(Type::Any, last.kind.why());
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
        let context = super::function_context::FunctionContext {
            evaluation: self,
            env,
        };
        let value = super::functions::call(name, &arguments, &context)
            .map_err(|fault| discreet(fault, name, &arguments))?;
        Ok(self.computed(withheld(value, name, &arguments), expr, origins))
    }

    /// Operations from the left, in a loop: chains may be longer than a stack is deep.
    fn binary(&self, mut expr: &Expr, env: &Env<'_, 'p>) -> Outcome {
        let mut operations = Vec::new();
        while let ExprKind::Binary(operator, operands) = &expr.kind
            && (operations.is_empty() || self.fuel.burn(1))
        {
            let [left, right] = operands.as_ref();
            operations.push((expr, *operator, right));
            expr = left;
        }
        let mut left = self.expr(expr, env)?;
        for (expr, operator, right) in operations.into_iter().rev() {
            left = match self.expr(right, env) {
                Err(fault) if fault.caught => {
                    let decided = operators::decided(operator, &left).ok_or(fault)?;
                    // Before 1.12 Terraform refuses what the other operand makes needless, which `try` catches.
                    self.fuel.note_doubt();
                    self.computed(decided, expr, [left.origin])
                }
                right => self.operation(expr, operator, &[left, right?])?,
            };
        }
        Ok(left)
    }

    fn operation(&self, expr: &Expr, operator: BinaryOperator, operands: &[Value; 2]) -> Outcome {
        if let Some(wanted) = operators::operands_of_binary(operator) {
            for operand in operands {
                self.doubt(operand, &wanted);
            }
        }
        if !self.fuel.read(operands) {
            return Ok(self.fuel.limit(operators::type_of_binary(operator)));
        }
        let origins = [operands[0].origin, operands[1].origin];
        let value = distribute(operands, &self.fuel, |operands| {
            let value = operators::binary(operator, operands)?;
            let is_extraordinary = value.as_number().is_some_and(Number::is_extraordinary);
            Ok(if is_extraordinary {
                self.fuel.limit(Type::Number).hidden(value.sensitive)
            } else {
                value
            })
        })?;
        if value.is_known() && !operands.iter().all(Value::is_known) {
            // One operand may decide alone, but before 1.12 Terraform waits for the other.
            self.fuel.note_ahead();
        }
        Ok(self.computed(value, expr, origins))
    }

    /// Notes that a value may yet be refused where only that type will do.
    pub(super) fn doubt(&self, value: &Value, wanted: &Type) {
        if !value.is_known() && value.ty() != *wanted {
            self.fuel.note_doubt();
        }
    }
}

/// A function's complaint may quote its arguments: it is withheld when one of them is sensitive.
fn discreet(fault: Fault, name: &str, arguments: &[Value]) -> Fault {
    if arguments.iter().any(Value::hides) {
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
        Kind::Unknown(unknown) if tells(unknown) && arguments.iter().any(Value::hides) => {
            let unknown = Unknown::new(unknown.ty.clone(), Why::Function(name.into()));
            Value {
                kind: Kind::Unknown(Arc::new(unknown)),
                ..value
            }
        }
        _ => value,
    }
}
