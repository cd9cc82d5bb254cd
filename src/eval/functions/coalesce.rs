//! `coalesce` and `coalescelist`: the first of several values that is something.

use super::Call;
use crate::{
    eval::{
        Fault,
        convert::{convert, is_of_unknown_type, reaches, unify, unify_settled},
    },
    value::{Fragment, Kind, Symbol, Type, Unknown, Value, Why},
};

pub(super) fn coalesce(call: &Call<'_>) -> Result<Value, Fault> {
    let types: Vec<Type> = call.arguments.iter().map(Value::ty).collect();
    let converted = common_arguments(call.arguments, &types)
        .ok_or_else(|| Fault::new("all arguments must have the same type"))
        .and_then(|(ty, values)| first(call, &ty, values));
    let mut told = types.iter().filter(|ty| **ty != Type::Any);
    let one = told.next();
    if !call.host.fuel().is_ahead() || told.all(|ty| Some(ty) == one) {
        return converted;
    }
    // Terraform may not know all of these types yet, and then converts nothing.
    let as_given = first(call, &Type::Any, call.arguments.to_vec())?;
    Ok(Value::union(converted.ok().into_iter().chain([as_given])))
}

/// The first that is something, of values that have the type in common.
fn first(call: &Call<'_>, ty: &Type, values: Vec<Value>) -> Result<Value, Fault> {
    for value in values {
        if *ty == Type::Any && !value.is_known() {
            // Terraform keeps nothing of its type.
            call.host.fuel().note_ahead();
        }
        match &value.kind {
            Kind::Null(_) => {}
            Kind::String(text) if text.is_empty() && *ty == Type::String => {}
            Kind::PartialString(fragments) => {
                if fragments
                    .iter()
                    .any(|fragment| matches!(fragment, Fragment::Known(_)))
                {
                    return Ok(value);
                }
                return Ok(call.unknown_typed(ty.clone()));
            }
            // The empty string is passed over too, so not being null decides only other types.
            Kind::Unknown(unknown)
                if unknown.not_null && !matches!(unknown.ty, Type::String | Type::Any) =>
            {
                return Ok(value);
            }
            Kind::Unknown(unknown) if *ty == Type::String && names_resource(unknown) => {
                return Ok(value);
            }
            Kind::Unknown(_) | Kind::Union(_) => return Ok(call.unknown_typed(ty.clone())),
            _ => return Ok(value),
        }
    }
    Err(Fault::new("no non-null, non-empty-string arguments"))
}

/// Whether an unknown is the id or ARN of a resource: neither null nor empty once that is made.
fn names_resource(unknown: &Unknown) -> bool {
    let Why::Resource(address) = &unknown.why else {
        return false;
    };
    let symbol = unknown.symbol.as_ref().map(Symbol::as_str);
    let attribute = symbol.and_then(|it| it.strip_prefix(&**address)?.strip_prefix('.'));
    matches!(attribute, Some("id" | "arn"))
}

/// The arguments as their common type. One that turns out not to fit is passed over. Beside one of unknown type they stay as they
/// are.
fn common_arguments(arguments: &[Value], types: &[Type]) -> Option<(Type, Vec<Value>)> {
    let common = match unify_settled(types) {
        Some(common) => common,
        // Terraform, to which all types are known, may still find one.
        None if arguments.iter().any(is_of_unknown_type) => {
            unify(types)?;
            return Some((Type::Any, vec![Value::unknown(Type::Any, Why::Condition)]));
        }
        None => return None,
    };
    if common == Type::Any {
        return Some((common, arguments.to_vec()));
    }
    let fit = |argument: &Value| {
        if argument.has_any() && !reaches(&argument.ty(), &common) {
            // What it turns out to be decides whether it is passed over.
            return Some(Value::unknown(common.clone(), Why::Condition));
        }
        convert(argument, &common).ok()
    };
    let values = arguments.iter().filter_map(fit).collect();
    Some((common, values))
}

pub(super) fn coalescelist(call: &Call<'_>) -> Result<Value, Fault> {
    if call.arguments.is_empty() {
        return Err(Fault::new("at least one argument is required"));
    }
    for argument in call.arguments {
        // Those after an unknown one are not looked at.
        if !argument.is_known() {
            break;
        }
        if !matches!(argument.ty(), Type::List(_) | Type::Tuple(_)) {
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
