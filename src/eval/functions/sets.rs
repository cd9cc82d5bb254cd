//! Functions of sets.

use std::sync::Arc;

use super::{ANY, Call, Function, LARGEST_COLLECTION, Marks, Parameter, Takes, equal};
use crate::{
    eval::{
        Fault,
        convert::{convert, element_type, may_coalesce, unify, unify_values, why_unknown},
    },
    value::{Kind, Sequence, SequenceForm, Truth, Type, Unknown, Value, Why},
};

const SET: Parameter = Parameter::new(Takes::SetOfAny);

pub(super) const TABLE: &[Function] = &[
    Function::new(
        "setintersection",
        &[SET.in_part()],
        Takes::SetOfAny,
        intersection,
    )
    .variadic(SET.in_part()),
    Function::new("setproduct", &[], Takes::Any, product)
        .variadic(ANY.unknown())
        .marks(Marks::Members),
    Function::new(
        "setsubtract",
        &[SET.in_part(), SET.in_part()],
        Takes::SetOfAny,
        subtract,
    ),
    Function::new("setunion", &[SET.unknown()], Takes::SetOfAny, union).variadic(SET.unknown()),
];

/// The element type that all sets convert to.
fn common(arguments: &[Value]) -> Result<Type, Fault> {
    let elements: Vec<Type> = arguments
        .iter()
        .filter(|argument| {
            !matches!(&argument.kind, Kind::Sequence(Sequence { form: SequenceForm::Set(Type::Any), items, rest: None }) if items.is_empty())
        })
        .map(|argument| element_type(&argument.ty()))
        .collect();
    if elements.is_empty() {
        return Ok(Type::set(Type::Any));
    }
    unify(&elements)
        .map(Type::set)
        .ok_or_else(|| Fault::new("given sets must all have compatible element types"))
}

/// The arguments as sets of their common type.
fn converted(call: &Call<'_>) -> Result<(Type, Vec<Value>), Fault> {
    let ty = common(call.arguments)?;
    let sets = call
        .arguments
        .iter()
        .map(|argument| convert(argument, &ty))
        .collect::<Result<_, _>>()?;
    Ok((element_type(&ty), sets))
}

fn further(value: &Value, element: &Type) -> Arc<Unknown> {
    Arc::new(Unknown::new(
        Type::set(element.clone()),
        why_unknown(value).unwrap_or(Why::Condition),
    ))
}

fn union(call: &Call<'_>) -> Result<Value, Fault> {
    if let [only] = call.arguments {
        return Ok(only.clone());
    }
    let (element, sets) = converted(call)?;
    let (mut items, mut rest) = (Vec::new(), None);
    for set in &sets {
        match &set.kind {
            Kind::Sequence(sequence) => {
                items.extend(sequence.items.iter().cloned());
                rest = rest.or_else(|| sequence.rest.clone());
            }
            Kind::Unknown(unknown) => rest = rest.or_else(|| Some(unknown.clone())),
            _ => rest = rest.or_else(|| Some(further(set, &element))),
        }
    }
    if items.len() > LARGEST_COLLECTION {
        return Ok(call.limit());
    }
    Ok(Value::sequence(SequenceForm::Set(element), items, rest))
}

fn parts(sets: &[Value]) -> Option<Vec<&Sequence>> {
    sets.iter().map(Value::as_sequence).collect()
}

fn intersection(call: &Call<'_>) -> Result<Value, Fault> {
    let (element, sets) = converted(call)?;
    let wholly = sets.iter().all(Value::is_wholly_known);
    let Some(parts) = parts(&sets) else {
        return Ok(call.unknown_typed(Type::set(element)));
    };
    let Some((first, others)) = parts.split_first() else {
        return Ok(call.unknown());
    };
    if !affordable(call, &parts) {
        return Ok(call.limit());
    }
    let kept: Vec<Value> = first
        .items
        .iter()
        .filter(|item| {
            others.iter().all(|other| {
                Truth::any(other.items.iter().map(|each| equal(item, each))) == Truth::Yes
            })
        })
        .cloned()
        .collect();
    let rest = (!wholly).then(|| {
        Arc::new(Unknown::new(
            Type::set(element.clone()),
            sets.iter().find_map(why_unknown).unwrap_or(Why::Condition),
        ))
    });
    Ok(Value::sequence(SequenceForm::Set(element), kept, rest))
}

fn affordable(call: &Call<'_>, parts: &[&Sequence]) -> bool {
    let (first, others): (u64, u64) = match parts.split_first() {
        Some((first, others)) => (
            first.items.len() as u64,
            others.iter().map(|other| other.items.len() as u64).sum(),
        ),
        None => (0, 0),
    };
    call.host.fuel().burn(first.saturating_mul(others.max(1)))
}

fn subtract(call: &Call<'_>) -> Result<Value, Fault> {
    let (element, sets) = converted(call)?;
    let Some(parts) = parts(&sets) else {
        return Ok(call.unknown_typed(Type::set(element)));
    };
    let [from, taken] = parts.as_slice() else {
        return Ok(call.unknown());
    };
    if !affordable(call, &parts) {
        return Ok(call.limit());
    }
    let (mut kept, mut uncertain) = (Vec::new(), from.rest.is_some());
    for item in from.items.iter() {
        let gone = Truth::any(
            taken
                .items
                .iter()
                .map(|each| equal(item, each))
                .chain(taken.rest.iter().map(|_| Truth::Unknown)),
        );
        match gone {
            Truth::No => kept.push(item.clone()),
            Truth::Yes => {}
            Truth::Unknown => uncertain = true,
        }
    }
    let rest = uncertain.then(|| {
        Arc::new(Unknown::new(
            Type::set(element.clone()),
            sets.iter().find_map(why_unknown).unwrap_or(Why::Condition),
        ))
    });
    Ok(Value::sequence(SequenceForm::Set(element), kept, rest))
}

fn product(call: &Call<'_>) -> Result<Value, Fault> {
    if call.arguments.len() < 2 {
        return Err(Fault::new("at least two arguments are required"));
    }
    let (mut types, mut columns) = (Vec::new(), Vec::new());
    let (mut is_list, mut total, mut open) = (true, Some(1_usize), false);
    for argument in call.arguments {
        let refused = || Fault::new("a set or a list is required");
        let (element, items) = match &argument.kind {
            Kind::Sequence(sequence) => {
                open |= sequence.rest.is_some() || may_coalesce(sequence);
                match &sequence.form {
                    SequenceForm::Set(element) => {
                        is_list = false;
                        (element.clone(), (*sequence.items).clone())
                    }
                    SequenceForm::List(element) => (element.clone(), (*sequence.items).clone()),
                    SequenceForm::Tuple => unify_values(&sequence.items)
                        .ok_or_else(|| Fault::new("all elements must be of the same type"))?,
                }
            }
            Kind::Unknown(unknown) => {
                open = true;
                match &unknown.ty {
                    Type::Set(element) => {
                        is_list = false;
                        ((**element).clone(), Vec::new())
                    }
                    Type::Any | Type::List(_) | Type::Tuple(_) => {
                        (element_type(&unknown.ty), Vec::new())
                    }
                    _ => return Err(refused()),
                }
            }
            _ => return Err(refused()),
        };
        total = total.and_then(|total| total.checked_mul(items.len()));
        types.push(element);
        columns.push(items);
    }
    let row = Type::Tuple(types.into());
    let ty = if is_list {
        Type::list(row.clone())
    } else {
        Type::set(row.clone())
    };
    if open {
        return Ok(call.unknown_typed(ty));
    }
    let rows = match total {
        Some(0) => Vec::new(),
        Some(total)
            if total <= LARGEST_COLLECTION
                && call.host.fuel().burn((total * columns.len()) as u64) =>
        {
            columns
                .iter()
                .fold(vec![Vec::new()], |rows: Vec<Vec<Value>>, column| {
                    rows.iter()
                        .flat_map(|row| {
                            column.iter().map(move |item| {
                                let mut longer = row.clone();
                                longer.push(item.clone());
                                longer
                            })
                        })
                        .collect()
                })
        }
        _ => return Ok(call.host.fuel().limit(ty)),
    };
    let rows = rows.into_iter().map(Value::tuple).collect();
    Ok(if is_list {
        Value::list(row, rows)
    } else {
        Value::set(row, rows)
    })
}
