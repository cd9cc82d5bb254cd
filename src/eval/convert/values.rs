//! Values brought to the type that they have in common.

use super::{
    convert,
    loose::{loosened, loosened_at, softened},
    unify,
};
use crate::value::{Kind, MappingForm, SequenceForm, Type, Value, Why};

/// The common type of several values and the values converted to it; `None` when there is none. Where a value of unknown
/// type could make the others numbers or strings, those are unknown.
#[must_use]
pub fn unify_values(values: &[Value]) -> Option<(Type, Vec<Value>)> {
    let types: Vec<Type> = values.iter().map(Value::ty).collect();
    let common = unify(&types)?;
    let uncertain = values.iter().any(is_of_unknown_type);
    if uncertain && !values.iter().all(is_small) {
        return Some((Type::Any, values.iter().map(loosened).collect()));
    }
    if common == Type::Any {
        let values = if uncertain {
            values.iter().map(loosened).collect()
        } else {
            values.to_vec()
        };
        return Some((common, values));
    }
    let converted = |value: &Value| match convert(value, &common) {
        Ok(converted) => Some(converted),
        // None of what it may be fits, but of what type it is Terraform does not know either.
        Err(_) if value.ty() == Type::Any => Some(Value {
            origin: value.origin,
            ..Value::unknown(common.clone(), Why::Condition).hidden(value.hides())
        }),
        Err(_) => None,
    };
    let values: Vec<Value> = values.iter().map(converted).collect::<Option<_>>()?;
    if !uncertain {
        return Some((common, values));
    }
    let as_strings: Vec<Type> = types.iter().map(any_as_string).collect();
    let other = unify(&as_strings).filter(|other| *other != common);
    let either = |value: &Value| {
        let as_other = other.as_ref().and_then(|other| convert(value, other).ok());
        as_other.map_or_else(|| value.clone(), |as_other| both(value, &as_other))
    };
    let values = values
        .iter()
        .map(|value| loosened_at(&either(value), &common));
    Some((common.clone(), values.collect()))
}

/// Whether a value of which some types are unknown is worth trying both ways: each level of nesting is converted three times over.
fn is_small(value: &Value) -> bool {
    fn count(value: &Value, depth: usize, left: &mut usize) -> bool {
        let Some(fewer) = left.checked_sub(1).filter(|_| depth > 0) else {
            return false;
        };
        *left = fewer;
        match &value.kind {
            Kind::Sequence(sequence) => {
                (sequence.items.iter()).all(|item| count(item, depth - 1, left))
            }
            Kind::Mapping(mapping) => {
                (mapping.entries.values()).all(|member| count(member, depth - 1, left))
            }
            Kind::Union(alternatives) => {
                (alternatives.iter()).all(|each| count(each, depth - 1, left))
            }
            _ => true,
        }
    }
    count(value, DEEPEST_UNCERTAIN, &mut { LARGEST_UNCERTAIN })
}

/// Whether an unknown in it may be of any type.
pub(crate) fn is_of_unknown_type(value: &Value) -> bool {
    match &value.kind {
        Kind::Unknown(unknown) => unknown.ty.has_any(),
        Kind::Sequence(sequence) => {
            sequence.rest.is_some() || sequence.items.iter().any(is_of_unknown_type)
        }
        Kind::Mapping(mapping) => {
            mapping.rest.is_some() || mapping.entries.values().any(is_of_unknown_type)
        }
        Kind::Union(alternatives) => {
            alternatives.iter().any(is_of_unknown_type) || value.ty() == Type::Any
        }
        _ => false,
    }
}

/// Whether values that have no type in common may yet have one, once what is of no type yet has one: texts go with most.
pub(crate) fn may_unify<'v>(values: impl Iterator<Item = &'v Value> + Clone) -> bool {
    let as_strings: Vec<Type> = values.clone().map(|it| any_as_string(&it.ty())).collect();
    { values }.any(is_of_unknown_type) && unify(&as_strings).is_some()
}

fn any_as_string(ty: &Type) -> Type {
    match ty {
        Type::Any => Type::String,
        Type::Bool | Type::Number | Type::String => ty.clone(),
        Type::List(element) => Type::list(any_as_string(element)),
        Type::Set(element) => Type::set(any_as_string(element)),
        Type::Map(element) => Type::map(any_as_string(element)),
        Type::Tuple(elements) => Type::Tuple(elements.iter().map(any_as_string).collect()),
        Type::Object(fields) => Type::object(
            fields
                .iter()
                .map(|(name, field)| (name.clone(), any_as_string(&field.ty))),
        ),
    }
}

/// What holds of a value under both of two conversions: leaves of which the type differs become unknown.
fn both(one: &Value, other: &Value) -> Value {
    let kind = match (&one.kind, &other.kind) {
        (Kind::Bool(_) | Kind::Number(_), Kind::String(_)) => return softened(one),
        (Kind::Sequence(a), Kind::Sequence(b)) if a.items.len() == b.items.len() => {
            let mut sequence = a.clone();
            if let SequenceForm::List(_) | SequenceForm::Set(_) = a.form
                && a.form != b.form
            {
                sequence.form = match a.form {
                    SequenceForm::Set(_) => SequenceForm::Set(Type::Any),
                    _ => SequenceForm::List(Type::Any),
                };
            }
            let items = a.items.iter().zip(b.items.iter());
            sequence.items = items.map(|(a, b)| both(a, b)).collect();
            Kind::Sequence(sequence)
        }
        (Kind::Mapping(a), Kind::Mapping(b)) if a.entries.keys().eq(b.entries.keys()) => {
            let mut mapping = a.clone();
            mapping.keyed = None;
            if let MappingForm::Map(_) = a.form
                && a.form != b.form
            {
                mapping.form = MappingForm::Map(Type::Any);
            }
            let entries = a.entries.iter().zip(b.entries.values());
            mapping.entries = entries
                .map(|((name, a), b)| (name.clone(), both(a, b)))
                .collect();
            Kind::Mapping(mapping)
        }
        _ => return one.clone(),
    };
    Value {
        kind,
        origin: one.origin,
        sensitive: one.sensitive,
    }
}

/// Values of which some types are unknown are not unified when they nest deeper than this,
const DEEPEST_UNCERTAIN: usize = 7;

/// or have more members than this, members of members counted.
const LARGEST_UNCERTAIN: usize = 4096;
