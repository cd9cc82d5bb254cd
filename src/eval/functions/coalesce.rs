//! `coalesce` and `coalescelist`: the first of several values that is something.

use super::Call;
use crate::{
    eval::{
        Fault,
        convert::{convert, is_of_unknown_type, unify, unify_settled},
    },
    value::{Fragment, Kind, Type, Value, Why},
};

pub(super) fn coalesce(call: &Call<'_>) -> Result<Value, Fault> {
    let (ty, values) = common_arguments(call.arguments)
        .ok_or_else(|| Fault::new("all arguments must have the same type"))?;
    for value in values {
        if ty == Type::Any && !value.is_known() {
            // Terraform keeps nothing of its type.
            call.host.fuel().note_ahead();
        }
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
    let fit = |argument| convert(argument, &common).ok();
    let values = arguments.iter().filter_map(fit).collect();
    Some((common, values))
}

pub(super) fn coalescelist(call: &Call<'_>) -> Result<Value, Fault> {
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
