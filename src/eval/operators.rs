//! Operators, with Terraform's conversions and with three-valued answers where operands are not known.

use super::{Fault, Outcome, convert, functions};
use crate::{
    syntax::{BinaryOperator, UnaryOperator},
    value::{Kind, Number, Truth, Type, Value},
};

/// `!x` and `-x`; the operand is no union.
pub(super) fn unary(operator: UnaryOperator, operands: &[Value]) -> Outcome {
    let [operand] = operands else {
        return Err(Fault::new("this operator takes one operand"));
    };
    let value = match operator {
        UnaryOperator::Not => {
            let operand = converted(operand, &Type::Bool, "a bool is required")?;
            match operand.as_bool() {
                Some(value) => Value::bool(!value),
                None => Value::unknown(Type::Bool, operand.kind.why()),
            }
        }
        UnaryOperator::Negate => {
            let operand = converted(operand, &Type::Number, "a number is required")?;
            match operand.as_number() {
                Some(number) => Value::number(number.negate()),
                None => Value::unknown(Type::Number, operand.kind.why()),
            }
        }
    };
    Ok(value.hidden(operand.sensitive))
}

/// The type of what the operator gives, whatever it is given.
pub(super) fn type_of_unary(operator: UnaryOperator) -> Type {
    match operator {
        UnaryOperator::Not => Type::Bool,
        UnaryOperator::Negate => Type::Number,
    }
}

/// The same for an operator with two operands.
pub(super) fn type_of_binary(operator: BinaryOperator) -> Type {
    match operator {
        BinaryOperator::Add
        | BinaryOperator::Subtract
        | BinaryOperator::Multiply
        | BinaryOperator::Divide
        | BinaryOperator::Modulo => Type::Number,
        _ => Type::Bool,
    }
}

/// What the operator takes; `None` when it takes anything.
pub(super) fn operands_of_binary(operator: BinaryOperator) -> Option<Type> {
    match operator {
        BinaryOperator::Equal | BinaryOperator::NotEqual => None,
        BinaryOperator::Or | BinaryOperator::And => Some(Type::Bool),
        _ => Some(Type::Number),
    }
}

/// What the left operand decides alone: `false && ...`, `true || ...`.
pub(super) fn decided(operator: BinaryOperator, left: &Value) -> Option<Value> {
    let decisive = match operator {
        BinaryOperator::And => false,
        BinaryOperator::Or => true,
        _ => return None,
    };
    let bool = converted(left, &Type::Bool, "a bool is required").ok()?;
    (bool.as_bool() == Some(decisive)).then(|| Value::bool(decisive).hidden(left.sensitive))
}

/// All operators with two operands; neither operand is a union.
pub(super) fn binary(operator: BinaryOperator, operands: &[Value]) -> Outcome {
    let [left, right] = operands else {
        return Err(Fault::new("this operator takes two operands"));
    };
    let value = match operator {
        BinaryOperator::Equal => Value::truth(functions::equal(left, right), reason(left, right)),
        BinaryOperator::NotEqual => {
            Value::truth(!functions::equal(left, right), reason(left, right))
        }
        BinaryOperator::Or | BinaryOperator::And => logic(operator, left, right)?,
        _ => arithmetic(operator, left, right)?,
    };
    Ok(value.hidden(left.sensitive || right.sensitive))
}

fn reason(left: &Value, right: &Value) -> crate::value::Why {
    let unknown = if left.is_wholly_known() { right } else { left };
    unknown.kind.why()
}

/// Converts an operand; null is refused.
fn converted(operand: &Value, to: &Type, required: &str) -> Outcome {
    match convert::convert(operand, to) {
        Ok(value) if matches!(value.kind, Kind::Null(_)) => {
            Err(Fault::new("operand must not be null"))
        }
        Ok(value) => Ok(value),
        Err(_) => Err(Fault::new(format!(
            "unsuitable value for operand: {required}"
        ))),
    }
}

/// One operand may decide alone: newer versions of Terraform answer so, older ones say unknown.
fn logic(operator: BinaryOperator, left: &Value, right: &Value) -> Outcome {
    let left = converted(left, &Type::Bool, "a bool is required")?;
    let right = converted(right, &Type::Bool, "a bool is required")?;
    let truth = |value: &Value| value.as_bool().map_or(Truth::Unknown, Truth::from);
    let both = [truth(&left), truth(&right)];
    let answer = if operator == BinaryOperator::Or {
        Truth::any(both)
    } else {
        Truth::all(both)
    };
    Ok(Value::truth(answer, reason(&left, &right)))
}

/// A comparison of a known number with one of which only the least is known, where that decides it.
fn by_least(operator: BinaryOperator, left: &Value, right: &Value) -> Option<bool> {
    let least = |value: &Value| match &value.kind {
        Kind::Unknown(unknown) => unknown.least.map(Number::from),
        _ => None,
    };
    let (is_below, is_at_most) = match (left.as_number(), right.as_number()) {
        (Some(known), None) => (*known < least(right)?, *known <= least(right)?),
        (None, Some(known)) => (*known < least(left)?, *known <= least(left)?),
        _ => return None,
    };
    match (operator, left.as_number().is_some()) {
        (BinaryOperator::Less, true) | (BinaryOperator::Greater, false) => is_below.then_some(true),
        (BinaryOperator::LessOrEqual, true) | (BinaryOperator::GreaterOrEqual, false) => {
            is_at_most.then_some(true)
        }
        (BinaryOperator::Greater, true) | (BinaryOperator::Less, false) => {
            is_at_most.then_some(false)
        }
        (BinaryOperator::GreaterOrEqual, true) | (BinaryOperator::LessOrEqual, false) => {
            is_below.then_some(false)
        }
        _ => None,
    }
}

fn arithmetic(operator: BinaryOperator, left: &Value, right: &Value) -> Outcome {
    let left = converted(left, &Type::Number, "a number is required")?;
    let right = converted(right, &Type::Number, "a number is required")?;
    let ty = match operator {
        BinaryOperator::Add
        | BinaryOperator::Subtract
        | BinaryOperator::Multiply
        | BinaryOperator::Divide
        | BinaryOperator::Modulo => Type::Number,
        _ => Type::Bool,
    };
    let (Some(a), Some(b)) = (left.as_number(), right.as_number()) else {
        let reason = reason(&left, &right);
        return Ok(match by_least(operator, &left, &right) {
            Some(answer) => Value::bool(answer),
            None => Value::unknown(ty, reason),
        });
    };
    let number = |result: Option<Number>| {
        result
            .map(Value::number)
            .ok_or_else(|| Fault::new("the operation has no result for these numbers"))
    };
    match operator {
        BinaryOperator::Add => number(a.add(b)),
        BinaryOperator::Subtract => number(a.subtract(b)),
        BinaryOperator::Multiply => number(a.multiply(b)),
        BinaryOperator::Divide => number(a.divide(b)),
        BinaryOperator::Modulo => number(a.modulo(b)),
        BinaryOperator::Less => Ok(Value::bool(a < b)),
        BinaryOperator::LessOrEqual => Ok(Value::bool(a <= b)),
        BinaryOperator::Greater => Ok(Value::bool(a > b)),
        BinaryOperator::GreaterOrEqual => Ok(Value::bool(a >= b)),
        BinaryOperator::Equal
        | BinaryOperator::NotEqual
        | BinaryOperator::And
        | BinaryOperator::Or => Err(Fault::new("this operator takes no numbers")),
    }
}
