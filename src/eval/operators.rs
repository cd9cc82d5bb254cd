//! Operators, with Terraform's conversions and with three-valued answers where operands are not known.

use super::{Fault, Outcome, convert, expr};
use crate::{
    syntax::{BinaryOperator, UnaryOperator},
    value::{Fragment, Kind, Mapping, Number, Sequence, Truth, Type, Value},
};

/// `!x` and `-x`; the operand is no choice.
pub(super) fn unary(operator: UnaryOperator, operands: &[Value]) -> Outcome {
    let [operand] = operands else {
        return Err(Fault::new("this operator takes one operand"));
    };
    let value = match operator {
        UnaryOperator::Not => {
            let operand = converted(operand, &Type::Bool, "a bool is required")?;
            match operand.as_bool() {
                Some(value) => Value::bool(!value),
                None => Value::unknown(Type::Bool, expr::why(&operand.kind)),
            }
        }
        UnaryOperator::Negate => {
            let operand = converted(operand, &Type::Number, "a number is required")?;
            match operand.as_number() {
                Some(number) => Value::number(number.negate()),
                None => Value::unknown(Type::Number, expr::why(&operand.kind)),
            }
        }
    };
    Ok(value.hidden(operand.sensitive))
}

/// All operators with two operands; neither operand is a choice.
pub(super) fn binary(operator: BinaryOperator, operands: &[Value]) -> Outcome {
    let [left, right] = operands else {
        return Err(Fault::new("this operator takes two operands"));
    };
    let value = match operator {
        BinaryOperator::Equal => expr::truth(equal(left, right), reason(left, right)),
        BinaryOperator::NotEqual => expr::truth(!equal(left, right), reason(left, right)),
        BinaryOperator::Or | BinaryOperator::And => logic(operator, left, right)?,
        _ => arithmetic(operator, left, right)?,
    };
    Ok(value.hidden(left.sensitive || right.sensitive))
}

fn reason(left: &Value, right: &Value) -> crate::value::Why {
    expr::why(if left.is_wholly_known() {
        &right.kind
    } else {
        &left.kind
    })
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
    Ok(expr::truth(answer, reason(&left, &right)))
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
        return Ok(Value::unknown(ty, reason(&left, &right)));
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

/// Whether two values are equal: values of different types are not, unknowns are if they are the same thing, strings known in
/// part are not if what is known already differs.
#[must_use]
pub(super) fn equal(left: &Value, right: &Value) -> Truth {
    match (&left.kind, &right.kind) {
        (Kind::Null(_), Kind::Null(_)) => Truth::Yes,
        (Kind::Null(_), _) => right.is_null(),
        (_, Kind::Null(_)) => left.is_null(),
        (Kind::Unknown(a), Kind::Unknown(b)) if a.same(b) => Truth::Yes,
        (Kind::Unknown(_) | Kind::Choice(_), _) | (_, Kind::Unknown(_) | Kind::Choice(_)) => {
            choices_equal(left, right)
        }
        (Kind::Bool(a), Kind::Bool(b)) => (a == b).into(),
        (Kind::Number(a), Kind::Number(b)) => (a == b).into(),
        (Kind::String(a), Kind::String(b)) => (a == b).into(),
        (Kind::Text(_) | Kind::String(_), Kind::Text(_) | Kind::String(_)) => {
            texts_equal(left, right)
        }
        (Kind::Sequence(a), Kind::Sequence(b)) => sequences_equal(a, b),
        (Kind::Mapping(a), Kind::Mapping(b)) => mappings_equal(a, b),
        _ => Truth::No,
    }
}

/// Members of collections may be choices: equal if all are, different if all are.
fn choices_equal(left: &Value, right: &Value) -> Truth {
    if !matches!(left.kind, Kind::Choice(_)) && !matches!(right.kind, Kind::Choice(_)) {
        return Truth::Unknown;
    }
    let pairs = left
        .alternatives()
        .iter()
        .flat_map(|a| right.alternatives().iter().map(move |b| equal(a, b)));
    let truths: Vec<Truth> = pairs.collect();
    match truths.first() {
        Some(first) if truths.iter().all(|truth| truth == first) => *first,
        _ => Truth::Unknown,
    }
}

/// Compares what is known before the first hole and after the last.
fn texts_equal(left: &Value, right: &Value) -> Truth {
    if left.same(right) {
        return Truth::Yes;
    }
    let (before, after) = (edges(left), edges(right));
    let starts = |a: &str, b: &str| a.starts_with(b) || b.starts_with(a);
    let ends = |a: &str, b: &str| a.ends_with(b) || b.ends_with(a);
    let fits = starts(&before.0, &after.0) && ends(&before.1, &after.1);
    let long_enough = |known: &Value, partial: &Value| match (&known.kind, &partial.kind) {
        (Kind::String(text), Kind::Text(fragments)) => text.len() >= known_length(fragments),
        _ => true,
    };
    if fits && long_enough(left, right) && long_enough(right, left) {
        Truth::Unknown
    } else {
        Truth::No
    }
}

/// How long a string known in part is at least, in bytes.
pub(super) fn known_length(fragments: &[Fragment]) -> usize {
    fragments
        .iter()
        .map(|fragment| match fragment {
            Fragment::Known(text) => text.len(),
            Fragment::Hole(_) => 0,
        })
        .sum()
}

/// What is known at the start and at the end of a string.
fn edges(value: &Value) -> (String, String) {
    let known = |fragment: Option<&Fragment>| match fragment {
        Some(Fragment::Known(text)) => text.to_string(),
        _ => String::new(),
    };
    match &value.kind {
        Kind::String(text) => (text.to_string(), text.to_string()),
        Kind::Text(fragments) => (known(fragments.first()), known(fragments.last())),
        _ => (String::new(), String::new()),
    }
}

fn sequences_equal(a: &Sequence, b: &Sequence) -> Truth {
    if std::mem::discriminant(&a.form) != std::mem::discriminant(&b.form) {
        return Truth::No;
    }
    if a.rest.is_some() || b.rest.is_some() {
        return Truth::Unknown;
    }
    // Unknown elements of sets may turn out equal to others, so their numbers do not decide.
    let set = matches!(a.form, crate::value::SequenceForm::Set(_));
    if set
        && !a
            .items
            .iter()
            .chain(b.items.iter())
            .all(Value::is_wholly_known)
    {
        return Truth::Unknown;
    }
    if a.items.len() != b.items.len()
        || (a.form != b.form && !a.items.is_empty() && !comparable(a, b))
    {
        return Truth::No;
    }
    if a.items.is_empty() && a.form != b.form {
        return Truth::Unknown;
    }
    Truth::all(a.items.iter().zip(b.items.iter()).map(|(a, b)| equal(a, b)))
}

/// Lists of different element types differ, unless one of the types is not known.
fn comparable(a: &Sequence, b: &Sequence) -> bool {
    use crate::value::SequenceForm::{List, Set};
    match (&a.form, &b.form) {
        (List(a) | Set(a), List(b) | Set(b)) => a.has_any() || b.has_any(),
        _ => true,
    }
}

fn mappings_equal(a: &Mapping, b: &Mapping) -> Truth {
    if std::mem::discriminant(&a.form) != std::mem::discriminant(&b.form) {
        return Truth::No;
    }
    if a.rest.is_some() || b.rest.is_some() {
        return Truth::Unknown;
    }
    if a.entries.len() != b.entries.len() || a.entries.keys().ne(b.entries.keys()) {
        return Truth::No;
    }
    Truth::all(
        a.entries
            .values()
            .zip(b.entries.values())
            .map(|(a, b)| equal(a, b)),
    )
}
