//! Functions of lists, whose elements have places: `element`, `index`, `sort`, `reverse`, `slice`, `chunklist`.

use std::sync::Arc;

use super::{Call, equal, integer};
use crate::{
    eval::{
        Fault,
        convert::{element_type, may_coalesce, why_unknown},
    },
    value::{Kind, SequenceForm, Truth, Type, Unknown, Value, Why},
};

/// A list of the same members under another type: the identity stays.
pub(super) fn same_members(unknown: &Unknown, ty: Type) -> Value {
    Unknown {
        symbol: unknown.symbol.clone(),
        not_null: true,
        members: unknown.members.clone().filter(|_| ty == unknown.ty),
        ..Unknown::new(ty, unknown.why.clone())
    }
    .into()
}

/// What stands for further members that depend on that value.
pub(super) fn further(value: &Value, ty: Type) -> Arc<Unknown> {
    Arc::new(Unknown::new(
        ty,
        why_unknown(value).unwrap_or(Why::Condition),
    ))
}

pub(super) fn element(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let refused = || {
        Fault::new(format!(
            "cannot read elements from {}",
            argument.type_name()
        ))
    };
    let index = match (integer(call.number(1)?), &argument.kind) {
        (Ok(index), _) => index,
        (Err(_), Kind::Unknown(unknown)) if matches!(unknown.ty, Type::Any | Type::List(_)) => {
            return Ok(call.unknown());
        }
        (Err(fault), _) => {
            return Err(Fault::new(format!("invalid index: {}", fault.message)));
        }
    };
    match &argument.kind {
        Kind::Sequence(sequence) if !matches!(sequence.form, SequenceForm::Set(_)) => {
            if let Some(rest) = &sequence.rest {
                return Ok(call.unknown_typed(element_type(&rest.ty)));
            }
            let count = sequence.items.len() as i128;
            if count == 0 {
                return Err(Fault::new("cannot use element function with an empty list"));
            }
            if index % count < 0 && sequence.form == SequenceForm::Tuple {
                return Err(Fault::new("invalid index: negative index into a tuple"));
            }
            let place = usize::try_from(index.rem_euclid(count)).unwrap_or_default();
            sequence.items.get(place).cloned().ok_or_else(refused)
        }
        Kind::Unknown(unknown) => match (&unknown.ty, usize::try_from(index)) {
            (Type::Tuple(elements), Ok(index)) if !elements.is_empty() => {
                Ok(unknown.element(index % elements.len()).into())
            }
            (Type::Any | Type::List(_), Ok(index)) if index < unknown.least.unwrap_or(1).max(1) => {
                Ok(unknown.element(index).into())
            }
            (Type::Any | Type::List(_) | Type::Tuple(_), _) => {
                Ok(call.unknown_typed(element_type(&unknown.ty)))
            }
            _ => Err(refused()),
        },
        _ => Err(refused()),
    }
}

pub(super) fn index(call: &Call<'_>) -> Result<Value, Fault> {
    let sequence = match &call.argument(0)?.kind {
        Kind::Sequence(sequence) if !matches!(sequence.form, SequenceForm::Set(_)) => sequence,
        _ => return Err(Fault::new("argument must be a list or tuple")),
    };
    if sequence.items.is_empty() {
        return Err(Fault::new("cannot search an empty list"));
    }
    let wanted = call.argument(1)?;
    for (place, item) in sequence.items.iter().enumerate() {
        match equal(item, wanted) {
            Truth::Yes => return Ok(Value::number(place)),
            Truth::Unknown => return Ok(call.unknown()),
            Truth::No => {}
        }
    }
    Err(Fault::new("item not found"))
}

fn is_of_zone_ids(unknown: &Unknown) -> bool {
    let symbol = unknown.symbol.as_ref();
    symbol.is_some_and(|it| it.as_str().ends_with(".zone_ids"))
}

pub(super) fn sort(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let sequence = match &argument.kind {
        Kind::Sequence(sequence) => sequence,
        // They are listed in the order of the names.
        Kind::Unknown(unknown) if is_of_zone_ids(unknown) => {
            return Ok(call.unknown_typed(unknown.ty.clone()));
        }
        Kind::Unknown(unknown) => return Ok(same_members(unknown, unknown.ty.clone())),
        _ => return Ok(call.unknown()),
    };
    if let Some(place) = sequence
        .items
        .iter()
        .position(|item| matches!(item.kind, Kind::Null(_)))
    {
        return Err(Fault::new(format!(
            "given list element {place} is null; a null string cannot be sorted"
        )));
    }
    let mut items = (*sequence.items).clone();
    let mut rest = sequence.rest.clone();
    if items.len() > 1 && !argument.is_wholly_known() {
        rest = rest.or_else(|| Some(further(argument, Type::list(Type::String))));
    } else {
        items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    }
    Ok(Value::sequence(
        SequenceForm::List(Type::String),
        items,
        rest,
    ))
}

pub(super) fn reverse(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let Kind::Sequence(sequence) = &argument.kind else {
        match argument.ty() {
            Type::Any | Type::Tuple(_) if !argument.is_known() => return Ok(call.unknown()),
            Type::List(element) | Type::Set(element) if !argument.is_known() => {
                return Ok(call.unknown_typed(Type::List(element)));
            }
            _ => {}
        }
        return Err(Fault::new(format!(
            "can only reverse list or tuple values, not {}",
            argument.ty()
        )));
    };
    let items = sequence.items.iter().rev().cloned().collect();
    let (form, rest) = match &sequence.form {
        SequenceForm::Set(element) => (
            SequenceForm::List(element.clone()),
            sequence.rest.clone().or_else(|| {
                may_coalesce(sequence).then(|| further(argument, Type::list(element.clone())))
            }),
        ),
        form => (form.clone(), sequence.rest.clone()),
    };
    Ok(Value::sequence(form, items, rest))
}

pub(super) fn slice(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let bound = |at: usize, name: &str| -> Result<usize, Fault> {
        let number = integer(call.number(at)?)
            .map_err(|fault| Fault::new(format!("invalid {name} index: {}", fault.message)))?;
        usize::try_from(number)
            .map_err(|_| Fault::new(format!("{name} index must not be less than zero")))
    };
    let length = match &argument.kind {
        Kind::Sequence(sequence) => match (&sequence.form, &sequence.rest) {
            (SequenceForm::Set(_), _) => return Err(no_slice(argument)),
            (_, None) => Some(sequence.items.len()),
            _ => None,
        },
        Kind::Unknown(unknown) => match &unknown.ty {
            Type::Any | Type::List(_) => None,
            Type::Tuple(elements) => Some(elements.len()),
            _ => return Err(no_slice(argument)),
        },
        _ => return Err(no_slice(argument)),
    };
    if call.argument(1)?.as_number().is_none() || call.argument(2)?.as_number().is_none() {
        return Ok(match argument.ty() {
            list @ Type::List(_) => call.unknown_typed(list),
            _ => call.unknown(),
        });
    }
    let (start, end) = (bound(1, "start")?, bound(2, "end")?);
    if length.is_some_and(|length| start > length) {
        return Err(Fault::new(
            "start index must not be greater than the length of the list",
        ));
    }
    if length.is_some_and(|length| end > length) {
        return Err(Fault::new(
            "end index must not be greater than the length of the list",
        ));
    }
    if start > end {
        return Err(Fault::new("start index must not be greater than end index"));
    }
    match &argument.kind {
        Kind::Sequence(sequence) if sequence.rest.is_none() => {
            let items = sequence.items.get(start..end).unwrap_or_default().to_vec();
            Ok(Value::sequence(sequence.form.clone(), items, None))
        }
        // Out of range would be refused, so these elements exist.
        Kind::Unknown(unknown) if end - start <= 1024 => {
            let items: Vec<Value> = (start..end).map(|at| unknown.element(at).into()).collect();
            Ok(match &unknown.ty {
                Type::List(element) => Value::list((**element).clone(), items),
                _ => Value::tuple(items),
            })
        }
        _ => Ok(call.unknown_typed(argument.ty())),
    }
}

fn no_slice(argument: &Value) -> Fault {
    Fault::new(if matches!(argument.ty(), Type::Set(_)) {
        "cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering of the result is not important"
    } else {
        "must be a list or tuple value"
    })
}

pub(super) fn chunklist(call: &Call<'_>) -> Result<Value, Fault> {
    let sequence = call.sequence(0)?;
    let size = call.integer(1)?;
    let Ok(size) = usize::try_from(size) else {
        return Err(Fault::new("the size argument must be positive"));
    };
    let form = sequence.form.clone();
    let chunks: Vec<Value> = match size {
        _ if sequence.items.is_empty() => Vec::new(),
        0 => vec![Value::sequence(form, (*sequence.items).clone(), None)],
        _ => sequence
            .items
            .chunks(size)
            .map(|chunk| Value::sequence(form.clone(), chunk.to_vec(), None))
            .collect(),
    };
    Ok(Value::list(call.argument(0)?.ty(), chunks))
}
