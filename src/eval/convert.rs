//! Conversion between types and the search for a common type, by Terraform's rules.

mod preference;
mod work;

mod unify;

mod fit;

mod loose;
mod values;

mod members;

#[cfg(test)]
mod tests;

pub(super) use fit::constraint_name;
pub(super) use loose::{loosened, softened};
pub(super) use members::may_coalesce;
pub(super) use unify::{convertible, element_type, reaches};
pub use unify::{unify, unify_settled};
pub use values::unify_values;
pub(super) use values::{is_of_unknown_type, may_unify};

use std::sync::Arc;

use super::Fault;
use crate::value::{Fragment, Kind, Number, SequenceForm, Type, Unknown, Value, Why};
use fit::{check, mismatch, plain, settled};
use members::{to_collection, to_map, to_object, to_tuple};

/// The value as that type, as Terraform converts arguments and variables: missing and null `optional()` attributes get
/// their defaults, attributes the type does not name are dropped, `any` in a collection becomes the type its elements
/// share. Every part keeps its origin; what is unknown keeps its identity; what is open stays open.
///
/// # Errors
/// Terraform's cause when there is no such conversion.
pub fn convert(value: &Value, to: &Type) -> Result<Value, Fault> {
    let converted = converted(value, to)?;
    Ok(Value {
        kind: converted.kind,
        origin: value.origin,
        sensitive: value.sensitive || converted.sensitive,
    })
}

/// The same of what is wanted only once it is known: at the type of an unknown Terraform does not look before that.
///
/// # Errors
/// Terraform's cause when there is no such conversion of what is known.
pub(super) fn convert_once_known(value: &Value, to: &Type) -> Result<Value, Fault> {
    match (convert(value, to), &value.kind) {
        (Err(_), Kind::Unknown(unknown)) => {
            let unknown = Value::unknown(to.clone(), unknown.why.clone());
            Ok(unknown.at(value.origin).hidden(value.sensitive))
        }
        (converted, _) => converted,
    }
}

/// The conversion without regard to the origin of the outermost value.
fn converted(value: &Value, to: &Type) -> Result<Value, Fault> {
    match (&value.kind, to) {
        (Kind::Union(alternatives), _) => any_alternative(alternatives, |each| convert(each, to)),
        (_, Type::Any)
        | (Kind::Bool(_), Type::Bool)
        | (Kind::Number(_), Type::Number)
        | (Kind::String(_) | Kind::PartialString(_), Type::String) => Ok(value.clone()),
        (Kind::Null(from), _) => {
            check(from, to)?;
            Ok(Value::null(settled(from, to)))
        }
        (Kind::Unknown(unknown), Type::Set(element)) if is_list_of_zones(unknown) => {
            // Each is listed once.
            let least = unknown.least.unwrap_or_default();
            let zones = (0..least).map(|place| unknown.element(place).into());
            let rest = Arc::new(retyped(unknown, settled(&unknown.ty, to)));
            let form = SequenceForm::Set(plain(element));
            Ok(Value::sequence(form, zones.collect(), Some(rest)))
        }
        (Kind::Unknown(unknown), _) => {
            let members = || unknown.in_some_order().as_ref().map(|it| converted(it, to));
            if matches!(to, Type::Set(_))
                && let Some(as_set) = members()
            {
                return as_set;
            }
            if unknown.ty == *to {
                return Ok(value.clone());
            }
            check(&unknown.ty, to)?;
            Ok(retyped(unknown, settled(&unknown.ty, to)).into())
        }
        (Kind::Bool(known), Type::String) => {
            Ok(Value::string(if *known { "true" } else { "false" }))
        }
        (Kind::Number(number), Type::String) => Ok(Value::string(number.to_string())),
        (Kind::String(text), Type::Number) => Number::parse(text)
            .map(Value::number)
            .ok_or_else(|| Fault::new("a number is required")),
        (Kind::String(text), Type::Bool) => to_bool(text).map(Value::bool),
        (Kind::PartialString(fragments), Type::Number | Type::Bool) => {
            Ok(Value::unknown(to.clone(), why_of_text(fragments)))
        }
        (Kind::Sequence(sequence), Type::List(element) | Type::Set(element)) => {
            to_collection(sequence, element, to)
        }
        (Kind::Sequence(sequence), Type::Tuple(types)) => to_tuple(value, sequence, types),
        (Kind::Mapping(mapping), Type::Map(element)) => to_map(mapping, element, to),
        (Kind::Mapping(mapping), Type::Object(fields)) => to_object(mapping, fields),
        _ => Err(mismatch(&value.ty(), to)),
    }
}

/// Alternatives that cannot be converted are given up, for a configuration that works never takes them.
fn any_alternative(
    alternatives: &[Value],
    convert: impl Fn(&Value) -> Result<Value, Fault>,
) -> Result<Value, Fault> {
    let (mut results, mut refused) = (Vec::new(), None);
    for alternative in alternatives {
        match convert(alternative) {
            Ok(value) => results.push(value),
            Err(fault) => refused = Some(fault),
        }
    }
    match refused {
        Some(fault) if results.is_empty() => Err(fault),
        _ => Ok(Value::union(results)),
    }
}

fn to_bool(text: &str) -> Result<bool, Fault> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Fault::new(match &*text.to_lowercase() {
            "true" => {
                "a bool is required; to convert from string, use lowercase \"true\"".to_owned()
            }
            "false" => {
                "a bool is required; to convert from string, use lowercase \"false\"".to_owned()
            }
            _ => "a bool is required".to_owned(),
        })),
    }
}

/// Why the first unknown part of a text is unknown.
fn why_of_text(fragments: &[Fragment]) -> Why {
    fragments
        .iter()
        .find_map(|fragment| match fragment {
            Fragment::Unknown(unknown) => Some(unknown.why.clone()),
            Fragment::Known(_) => None,
        })
        .unwrap_or(Why::Condition)
}

/// Whether it lists Availability Zones, as many as every Region has at least.
fn is_list_of_zones(unknown: &Unknown) -> bool {
    matches!(&unknown.ty, Type::List(element) if **element == Type::String)
        && unknown.least.is_some_and(|least| least > 0)
        && unknown.element(0).differs_from(&unknown.element(1))
}

/// The same unknown under another type.
fn retyped(unknown: &Unknown, ty: Type) -> Unknown {
    Unknown {
        symbol: unknown.symbol.clone(),
        why: unknown.why.clone(),
        not_null: unknown.not_null,
        is_region: unknown.is_region && ty.is_primitive(),
        members: unknown.members.clone().filter(|_| ty == unknown.ty),
        least: match (&ty, &unknown.ty) {
            (Type::Number, Type::Number)
            | (Type::List(_) | Type::Map(_), Type::List(_) | Type::Set(_) | Type::Map(_)) => {
                unknown.least
            }
            // Of several elements all may be one.
            (Type::Set(_), _) => unknown.least.map(|least| least.min(1)),
            _ => None,
        },
        ty,
    }
}

/// Why the first unknown in a value is unknown; `None` when it is wholly known.
pub(super) fn why_unknown(value: &Value) -> Option<Why> {
    match &value.kind {
        Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => None,
        Kind::PartialString(fragments) => Some(why_of_text(fragments)),
        Kind::Sequence(sequence) => sequence
            .rest
            .as_ref()
            .map(|rest| rest.why.clone())
            .or_else(|| sequence.items.iter().find_map(why_unknown)),
        Kind::Mapping(mapping) => mapping
            .rest
            .as_ref()
            .map(|rest| rest.why.clone())
            .or_else(|| mapping.entries.values().find_map(why_unknown)),
        Kind::Unknown(unknown) => Some(unknown.why.clone()),
        Kind::Union(_) => Some(Why::Condition),
    }
}
