//! Conversions and marks.

use std::sync::Arc;

use super::{ANY, Call, Function, Marks, Parameter, Takes};
use crate::{
    eval::{
        Fault,
        convert::{constraint_name, convert},
    },
    value::{Kind, Type, Value, Why},
};

const ANYTHING: &[Parameter] = &[ANY.nullable().unknown()];

pub(super) const TABLE: &[Function] = &[
    Function::new("ephemeralasnull", ANYTHING, Takes::Any, |call| {
        Ok(without_ephemeral(call.argument(0)?))
    })
    .marks(Marks::Own)
    .may_be_null(),
    Function::new("issensitive", ANYTHING, Takes::Bool, issensitive).marks(Marks::Own),
    Function::new("nonsensitive", ANYTHING, Takes::Any, |call| {
        Ok(Value {
            sensitive: false,
            ..call.argument(0)?.clone()
        })
    })
    .marks(Marks::Own)
    .may_be_null(),
    Function::new("sensitive", ANYTHING, Takes::Any, |call| {
        Ok(call.argument(0)?.clone().hidden(true))
    })
    .marks(Marks::Own)
    .may_be_null(),
    to("tobool", |call| converted(call, &Type::Bool)),
    to("tolist", |call| converted(call, &Type::list(Type::Any))),
    to("tomap", |call| converted(call, &Type::map(Type::Any))),
    to("tonumber", |call| converted(call, &Type::Number)),
    to("toset", |call| converted(call, &Type::set(Type::Any))),
    to("tostring", |call| converted(call, &Type::String)),
];

/// The value with null for what is ephemeral.
fn without_ephemeral(value: &Value) -> Value {
    let kept = match &value.kind {
        Kind::Unknown(unknown) if matches!(unknown.why, Why::Ephemeral(_)) => {
            return Value::null(unknown.ty.clone());
        }
        Kind::Sequence(sequence) => {
            let items = sequence.items.iter().map(without_ephemeral);
            Value::sequence(
                sequence.form.clone(),
                items.collect(),
                sequence.rest.clone(),
            )
        }
        Kind::Mapping(mapping) => {
            let entries = mapping.entries.iter();
            let entries = entries.map(|(name, entry)| (name.clone(), without_ephemeral(entry)));
            Value::mapping(
                mapping.form.clone(),
                entries.collect(),
                mapping.rest.clone(),
            )
        }
        _ => return value.clone(),
    };
    kept.at(value.origin).hidden(value.sensitive)
}

const fn to(name: &'static str, body: fn(&Call<'_>) -> Result<Value, Fault>) -> Function {
    Function::new(name, ANYTHING, Takes::Any, body)
        .marks(Marks::Own)
        .may_be_null()
}

fn converted(call: &Call<'_>, wanted: &Type) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let mut converted = convert(argument, wanted).map_err(|_| {
        let hidden = if argument.hides() {
            "this sensitive "
        } else {
            ""
        };
        let given = argument.ty();
        Fault::new(match (&argument.kind, wanted) {
            (Kind::String(text), Type::Bool) if hidden.is_empty() => format!(
                "cannot convert {text:?} to bool; only the strings \"true\" or \"false\" are allowed"
            ),
            (Kind::String(text), Type::Number) if hidden.is_empty() => format!(
                "cannot convert {text:?} to number; given string must be a decimal representation of a number"
            ),
            _ => format!("cannot convert {hidden}{given} to {}", constraint_name(wanted)),
        })
    })?;
    if let Kind::Unknown(unknown) = &mut converted.kind {
        // Terraform has the type of its members only when it has them.
        Arc::make_mut(unknown).ty = wanted.clone();
    }
    Ok(converted)
}

fn issensitive(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    Ok(if argument.sensitive {
        Value::bool(true)
    } else if matches!(argument.kind, Kind::Unknown(_)) {
        // It may become sensitive once it is known.
        call.unknown()
    } else {
        Value::bool(false)
    })
}
