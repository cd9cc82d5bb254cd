//! Functions of lists, tuples and sets.

mod flatten;

use std::{collections::HashSet, sync::Arc};

use super::{
    ANY, Call, Function, LARGEST_COLLECTION, Marks, NUMBER, Parameter, Reads, Takes, coalesce,
    equal, length,
    list::{self, further, same_members},
};
use crate::{
    eval::{
        Fault,
        convert::{convert, may_coalesce, unify},
    },
    value::{Fragment, Kind, Sequence, SequenceForm, Truth, Type, Unknown, Value},
};

const LIST: Parameter = Parameter::new(Takes::ListOfAny);
const STRINGS: Parameter = Parameter::new(Takes::ListOfString);
const BOOLS: Parameter = Parameter::new(Takes::ListOfBool);

pub(super) const TABLE: &[Function] = &[
    Function::new("alltrue", &[BOOLS.in_part()], Takes::Bool, alltrue),
    Function::new("anytrue", &[BOOLS.in_part()], Takes::Bool, anytrue),
    Function::new(
        "chunklist",
        &[LIST, NUMBER],
        Takes::ListOfAny,
        list::chunklist,
    )
    .marks(Marks::Members),
    Function::new("coalesce", &[], Takes::Any, coalesce::coalesce)
        .variadic(ANY.nullable().unknown()),
    Function::new("coalescelist", &[], Takes::Any, coalesce::coalescelist)
        .variadic(ANY.nullable().unknown()),
    Function::new(
        "compact",
        &[STRINGS.unknown()],
        Takes::ListOfString,
        compact,
    ),
    Function::new("concat", &[], Takes::Any, concat)
        .variadic(ANY.unknown())
        .reads(Reads::Members)
        .marks(Marks::Members),
    Function::new(
        "contains",
        &[ANY.in_part(), ANY.unknown()],
        Takes::Bool,
        contains,
    ),
    Function::new("distinct", &[LIST.unknown()], Takes::ListOfAny, distinct),
    Function::new(
        "element",
        &[ANY.unknown(), NUMBER],
        Takes::Any,
        list::element,
    )
    .reads(Reads::One)
    .marks(Marks::Members)
    .may_be_null(),
    Function::new("flatten", &[ANY.unknown()], Takes::Any, flatten::flatten).marks(Marks::Members),
    Function::new("index", &[ANY, ANY.in_part()], Takes::Number, list::index),
    Function::new(
        "length",
        &[ANY.unknown().untyped()],
        Takes::Number,
        length::length,
    )
    .reads(Reads::One)
    .marks(Marks::Members),
    Function::new(
        "matchkeys",
        &[LIST, LIST, LIST],
        Takes::ListOfAny,
        matchkeys,
    ),
    Function::new("one", &[ANY.unknown()], Takes::Any, one).may_be_null(),
    Function::new("reverse", &[ANY.unknown()], Takes::Any, list::reverse)
        .reads(Reads::Members)
        .marks(Marks::Members),
    Function::new(
        "slice",
        &[ANY.unknown(), NUMBER.unknown(), NUMBER.unknown()],
        Takes::Any,
        list::slice,
    )
    .reads(Reads::Members)
    .marks(Marks::Members),
    Function::new(
        "sort",
        &[STRINGS.unknown()],
        Takes::ListOfString,
        list::sort,
    ),
];

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
            Kind::PartialString(fragments)
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

fn one(call: &Call<'_>) -> Result<Value, Fault> {
    let refused =
        || Fault::new("must be a list, set, or tuple value with either zero or one elements");
    let argument = call.argument(0)?;
    let Kind::Sequence(sequence) = &argument.kind else {
        return match argument.ty() {
            Type::Tuple(elements) if elements.len() > 1 => Err(refused()),
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
