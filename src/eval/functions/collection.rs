//! Functions of lists, tuples and sets.

mod flatten;

use std::{collections::HashSet, sync::Arc};

use unicode_segmentation::UnicodeSegmentation;

use super::{ANY, Call, Function, LARGEST_COLLECTION, Marks, NUMBER, Parameter, Takes, equal};
use crate::{
    eval::{
        Fault,
        convert::{
            convert, element_type, is_of_unknown_type, may_coalesce, unify, unify_settled,
            unify_values, why_unknown,
        },
    },
    value::{Fragment, Kind, Sequence, SequenceForm, Truth, Type, Unknown, Value, Why},
};

const LIST: Parameter = Parameter::new(Takes::ListOfAny);
const STRINGS: Parameter = Parameter::new(Takes::ListOfString);
const BOOLS: Parameter = Parameter::new(Takes::ListOfBool);

pub(super) const TABLE: &[Function] = &[
    Function::new("alltrue", &[BOOLS.in_part()], Takes::Bool, alltrue),
    Function::new("anytrue", &[BOOLS.in_part()], Takes::Bool, anytrue),
    Function::new("chunklist", &[LIST, NUMBER], Takes::ListOfAny, chunklist).marks(Marks::Members),
    Function::new("coalesce", &[], Takes::Any, coalesce).variadic(ANY.nullable().unknown()),
    Function::new("coalescelist", &[], Takes::Any, coalescelist).variadic(ANY.nullable().unknown()),
    Function::new(
        "compact",
        &[STRINGS.unknown()],
        Takes::ListOfString,
        compact,
    ),
    Function::new("concat", &[], Takes::Any, concat)
        .variadic(ANY.unknown())
        .marks(Marks::Members),
    Function::new(
        "contains",
        &[ANY.in_part(), ANY.unknown()],
        Takes::Bool,
        contains,
    ),
    Function::new("distinct", &[LIST.unknown()], Takes::ListOfAny, distinct),
    Function::new("element", &[ANY.unknown(), NUMBER], Takes::Any, element)
        .marks(Marks::Members)
        .may_be_null(),
    Function::new("flatten", &[ANY.unknown()], Takes::Any, flatten::flatten).marks(Marks::Members),
    Function::new("index", &[ANY, ANY.in_part()], Takes::Number, index),
    Function::new("length", &[ANY.unknown()], Takes::Number, length).marks(Marks::Members),
    Function::new(
        "matchkeys",
        &[LIST, LIST, LIST],
        Takes::ListOfAny,
        matchkeys,
    ),
    Function::new("one", &[ANY.unknown()], Takes::Any, one).may_be_null(),
    Function::new("reverse", &[ANY.in_part()], Takes::Any, reverse).marks(Marks::Members),
    Function::new(
        "slice",
        &[ANY.unknown(), NUMBER.unknown(), NUMBER.unknown()],
        Takes::Any,
        slice,
    )
    .marks(Marks::Members),
    Function::new("sort", &[STRINGS.unknown()], Takes::ListOfString, sort),
];

/// A list of the same members under another type: the identity stays.
fn same_members(unknown: &Unknown, ty: Type) -> Value {
    Unknown {
        ty,
        symbol: unknown.symbol.clone(),
        why: unknown.why.clone(),
        not_null: true,
    }
    .into()
}

/// What stands for further members that depend on that value.
fn further(value: &Value, ty: Type) -> Arc<Unknown> {
    Arc::new(Unknown::new(
        ty,
        why_unknown(value).unwrap_or(Why::Condition),
    ))
}

fn length(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let known = match &argument.kind {
        Kind::String(text) => Some(text.graphemes(true).count()),
        Kind::Text(_) => None,
        Kind::Sequence(sequence) if sequence.rest.is_some() || may_coalesce(sequence) => None,
        Kind::Sequence(sequence) => Some(sequence.items.len()),
        Kind::Mapping(mapping) => mapping.rest.is_none().then_some(mapping.entries.len()),
        Kind::Unknown(unknown) => match &unknown.ty {
            Type::Tuple(elements) => Some(elements.len()),
            Type::Object(fields) => Some(fields.len()),
            Type::Bool | Type::Number => return Err(no_length()),
            _ => None,
        },
        _ => return Err(no_length()),
    };
    Ok(known.map_or_else(|| call.unknown(), Value::number))
}

fn no_length() -> Fault {
    Fault::new("argument must be a string, a collection type, or a structural type")
}

fn element(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let refused = || Fault::new(format!("cannot read elements from {}", argument.ty()));
    let index = match (super::integer(call.number(1)?), &argument.kind) {
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
            (Type::Any | Type::List(_), Ok(0)) => Ok(unknown.element(0).into()),
            (Type::Any | Type::List(_) | Type::Tuple(_), _) => {
                Ok(call.unknown_typed(element_type(&unknown.ty)))
            }
            _ => Err(refused()),
        },
        _ => Err(refused()),
    }
}

fn index(call: &Call<'_>) -> Result<Value, Fault> {
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

fn contains(call: &Call<'_>) -> Result<Value, Fault> {
    let wanted = call.argument(1)?;
    let Kind::Sequence(sequence) = &call.argument(0)?.kind else {
        // Terraform looks at the type only once all is known.
        return if wanted.is_known() {
            Err(Fault::new("argument must be list, tuple, or set"))
        } else {
            Ok(call.unknown())
        };
    };
    let found = Truth::any(
        sequence
            .items
            .iter()
            .map(|item| equal(wanted, item))
            .chain(sequence.rest.iter().map(|_| Truth::Unknown)),
    );
    Ok(match found {
        Truth::Yes => Value::bool(true),
        Truth::No => Value::bool(false),
        Truth::Unknown => call.unknown(),
    })
}

fn concat(call: &Call<'_>) -> Result<Value, Fault> {
    let arguments = call.arguments;
    let refused =
        |ty: &Type| Fault::new(format!("all arguments must be lists or tuples; got {ty}"));
    let (mut items, mut rest): (Vec<Value>, Option<Arc<Unknown>>) = (Vec::new(), None);
    let mut total = 0_usize;
    for argument in arguments {
        match &argument.kind {
            Kind::Sequence(sequence) if !matches!(sequence.form, SequenceForm::Set(_)) => {
                total = total.saturating_add(sequence.items.len());
            }
            Kind::Unknown(unknown)
                if matches!(unknown.ty, Type::Any | Type::List(_) | Type::Tuple(_)) => {}
            _ => return Err(refused(&argument.ty())),
        }
    }
    if arguments.is_empty() {
        return Err(Fault::new("at least one argument is required"));
    }
    if let [only] = arguments {
        return Ok(only.clone());
    }
    if total > LARGEST_COLLECTION {
        return Ok(call.limit());
    }
    // Lists only give a list; a tuple among them makes a tuple, whose elements keep their types.
    let types: Vec<Type> = arguments.iter().map(Value::ty).collect();
    let lists = types.iter().all(|ty| matches!(ty, Type::List(_)));
    let may_be_list = types
        .iter()
        .all(|ty| matches!(ty, Type::List(_) | Type::Any));
    let common = if lists { unify(&types) } else { None };
    for argument in arguments {
        let argument = match &common {
            Some(common) => &convert(argument, common)?,
            None => argument,
        };
        match &argument.kind {
            Kind::Sequence(sequence) => {
                // Another list may turn these into strings.
                let soften = may_be_list && common.is_none();
                items.extend(sequence.items.iter().map(|item| {
                    if soften {
                        crate::eval::convert::softened(item)
                    } else {
                        item.clone()
                    }
                }));
                rest = rest.or_else(|| sequence.rest.clone());
            }
            Kind::Unknown(unknown) => match &unknown.ty {
                Type::Tuple(elements) => {
                    items.extend((0..elements.len()).map(|at| unknown.element(at).into()));
                }
                _ => rest = rest.or_else(|| Some(unknown.clone())),
            },
            _ => {}
        }
    }
    let form = match common {
        Some(Type::List(element)) => SequenceForm::List((*element).clone()),
        _ => SequenceForm::Tuple,
    };
    Ok(Value::sequence(form, items, rest))
}

fn distinct(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let sequence = match &argument.kind {
        Kind::Sequence(sequence) => sequence,
        Kind::Unknown(unknown) => return Ok(same_members(unknown, unknown.ty.clone())),
        _ => return Ok(call.unknown()),
    };
    let mut seen = HashSet::new();
    let (mut kept, mut uncertain): (Vec<Value>, bool) = (Vec::new(), false);
    for item in sequence.items.iter() {
        if let Kind::String(text) = &item.kind
            && kept
                .iter()
                .all(|other| matches!(other.kind, Kind::String(_)))
        {
            if seen.insert(text.clone()) {
                kept.push(item.clone());
            }
            continue;
        }
        if !call.host.fuel().burn(kept.len() as u64) {
            return Ok(call.limit());
        }
        match Truth::any(kept.iter().map(|other| equal(other, item))) {
            Truth::Yes => {}
            Truth::No => kept.push(item.clone()),
            Truth::Unknown => {
                uncertain = true;
                kept.push(item.clone());
            }
        }
    }
    let rest = sequence
        .rest
        .clone()
        .or_else(|| uncertain.then(|| further(argument, argument.ty())));
    Ok(Value::sequence(sequence.form.clone(), kept, rest))
}

fn compact(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let sequence = match &argument.kind {
        Kind::Sequence(sequence) => sequence,
        Kind::Unknown(unknown) => return Ok(same_members(unknown, unknown.ty.clone())),
        _ => return Ok(call.unknown()),
    };
    let (mut kept, mut rest) = (Vec::new(), sequence.rest.clone());
    for item in sequence.items.iter() {
        match &item.kind {
            Kind::Null(_) => {}
            Kind::String(text) if text.is_empty() => {}
            Kind::String(_) => kept.push(item.clone()),
            Kind::Text(fragments)
                if fragments
                    .iter()
                    .any(|fragment| matches!(fragment, Fragment::Known(_))) =>
            {
                kept.push(item.clone());
            }
            Kind::Unknown(unknown) if unknown.names_one_resource() => kept.push(item.clone()),
            _ => rest = rest.or_else(|| Some(further(item, Type::list(Type::String)))),
        }
    }
    Ok(Value::sequence(
        SequenceForm::List(Type::String),
        kept,
        rest,
    ))
}

fn sort(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let sequence = match &argument.kind {
        Kind::Sequence(sequence) => sequence,
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

fn reverse(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let Kind::Sequence(sequence) = &argument.kind else {
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

fn slice(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let bound = |at: usize, name: &str| -> Result<usize, Fault> {
        let number = super::integer(call.number(at)?)
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

fn chunklist(call: &Call<'_>) -> Result<Value, Fault> {
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

fn coalesce(call: &Call<'_>) -> Result<Value, Fault> {
    let (ty, values) = common_arguments(call.arguments)
        .ok_or_else(|| Fault::new("all arguments must have the same type"))?;
    for value in values {
        match &value.kind {
            Kind::Null(_) => {}
            Kind::String(text) if text.is_empty() && ty == Type::String => {}
            Kind::Text(fragments) => {
                if fragments
                    .iter()
                    .any(|fragment| matches!(fragment, Fragment::Known(_)))
                {
                    return Ok(value);
                }
                return Ok(call.unknown_typed(ty));
            }
            // The empty string is passed over too, so not being null decides only other types.
            Kind::Unknown(unknown)
                if unknown.not_null && !matches!(unknown.ty, Type::String | Type::Any) =>
            {
                return Ok(value);
            }
            Kind::Unknown(_) | Kind::Choice(_) => return Ok(call.unknown_typed(ty)),
            _ => return Ok(value),
        }
    }
    Err(Fault::new("no non-null, non-empty-string arguments"))
}

/// The arguments as their common type. One that turns out not to fit is passed over. Beside one of unknown type they stay as they
/// are.
fn common_arguments(arguments: &[Value]) -> Option<(Type, Vec<Value>)> {
    let types: Vec<Type> = arguments.iter().map(Value::ty).collect();
    let common = match unify_settled(&types) {
        Some(common) => common,
        // Terraform, to which all types are known, may still find one.
        None if arguments.iter().any(is_of_unknown_type) => {
            unify(&types)?;
            return Some((Type::Any, vec![Value::unknown(Type::Any, Why::Condition)]));
        }
        None => return None,
    };
    if common == Type::Any {
        return Some((common, arguments.to_vec()));
    }
    unify_values(arguments).or_else(|| {
        let fit = |argument| convert(argument, &common).ok();
        Some((common.clone(), arguments.iter().filter_map(fit).collect()))
    })
}

fn coalescelist(call: &Call<'_>) -> Result<Value, Fault> {
    if call.arguments.is_empty() {
        return Err(Fault::new("at least one argument is required"));
    }
    for argument in call.arguments {
        if !matches!(argument.kind, Kind::Unknown(_))
            && !matches!(argument.ty(), Type::List(_) | Type::Tuple(_))
            && !matches!(&argument.kind, Kind::Sequence(sequence) if sequence.rest.is_some())
        {
            return Err(Fault::new("coalescelist arguments must be lists or tuples"));
        }
    }
    for argument in call.arguments {
        match &argument.kind {
            Kind::Null(_) => {}
            Kind::Sequence(sequence) if !sequence.items.is_empty() => return Ok(argument.clone()),
            Kind::Sequence(sequence) if sequence.rest.is_none() => {}
            _ => return Ok(call.unknown()),
        }
    }
    Err(Fault::new("no non-null arguments"))
}

fn one(call: &Call<'_>) -> Result<Value, Fault> {
    let refused =
        || Fault::new("must be a list, set, or tuple value with either zero or one elements");
    let argument = call.argument(0)?;
    let Kind::Sequence(sequence) = &argument.kind else {
        return match argument.ty() {
            Type::Any | Type::Tuple(_) if !argument.is_known() => Ok(call.unknown()),
            Type::List(element) | Type::Set(element) => {
                Ok(call.unknown_typed(Type::clone(&element)))
            }
            _ => Err(refused()),
        };
    };
    if sequence.rest.is_some() {
        return Ok(call.unknown());
    }
    match sequence.items.as_slice() {
        [] => Ok(Value::null(match &sequence.form {
            SequenceForm::List(element) | SequenceForm::Set(element) => element.clone(),
            SequenceForm::Tuple => Type::Any,
        })),
        [only] => Ok(only.clone()),
        _ if may_coalesce(sequence) => Ok(call.unknown()),
        _ => Err(refused()),
    }
}

fn alltrue(call: &Call<'_>) -> Result<Value, Fault> {
    let truth = Truth::all(bools(call.sequence(0)?));
    Ok(decided(call, truth))
}

fn anytrue(call: &Call<'_>) -> Result<Value, Fault> {
    let truth = Truth::any(bools(call.sequence(0)?));
    Ok(decided(call, truth))
}

fn bools(sequence: &Sequence) -> impl Iterator<Item = Truth> {
    sequence
        .items
        .iter()
        .map(|item| match item.kind {
            Kind::Bool(known) => known.into(),
            Kind::Null(_) => Truth::No,
            _ => Truth::Unknown,
        })
        .chain(sequence.rest.iter().map(|_| Truth::Unknown))
}

fn decided(call: &Call<'_>, truth: Truth) -> Value {
    match truth {
        Truth::Yes => Value::bool(true),
        Truth::No => Value::bool(false),
        Truth::Unknown => call.unknown(),
    }
}

fn matchkeys(call: &Call<'_>) -> Result<Value, Fault> {
    let values = call.sequence(0)?;
    let types = [call.argument(1)?.ty(), call.argument(2)?.ty()];
    let common =
        unify(&types).ok_or_else(|| Fault::new("keys and searchset must be of the same type"))?;
    let (keys, searched) = (
        convert(call.argument(1)?, &common)?,
        convert(call.argument(2)?, &common)?,
    );
    let (Kind::Sequence(keys), Kind::Sequence(searched)) = (&keys.kind, &searched.kind) else {
        return Ok(call.unknown());
    };
    if values.items.len() != keys.items.len() {
        return Err(Fault::new("length of keys and values should be equal"));
    }
    if !call
        .host
        .fuel()
        .burn((keys.items.len() as u64).saturating_mul(searched.items.len() as u64))
    {
        return Ok(call.limit());
    }
    let mut kept = Vec::new();
    for (key, value) in keys.items.iter().zip(values.items.iter()) {
        match Truth::any(searched.items.iter().map(|each| equal(key, each))) {
            Truth::Yes => kept.push(value.clone()),
            Truth::No => {}
            Truth::Unknown => return Ok(call.unknown_typed(call.argument(0)?.ty())),
        }
    }
    Ok(Value::sequence(values.form.clone(), kept, None))
}
