//! What a value may still become beside one whose type is not known yet.

use std::sync::Arc;

use super::retyped;
use crate::value::{Kind, Mapping, MappingForm, Sequence, SequenceForm, Type, Unknown, Value, Why};

/// What holds of a value whatever type it takes in the end: where an object meets one with other attributes both become maps, tuples
/// become lists or sets, and one text among their members makes texts of all.
pub(in crate::eval) fn loosened(value: &Value) -> Value {
    let kind = match &value.kind {
        Kind::Mapping(mapping) => {
            if mapping.form == MappingForm::Map(Type::String) {
                return value.clone();
            }
            let entries = mapping.entries.iter();
            Kind::Mapping(Mapping {
                form: MappingForm::Map(Type::Any),
                entries: entries
                    .map(|(name, member)| (name.clone(), loosened(member)))
                    .collect(),
                keyed: None,
                rest: mapping.rest.as_deref().map(untyped),
            })
        }
        Kind::Sequence(sequence) => return in_any_form(sequence, value),
        Kind::Unknown(unknown) => match &unknown.ty {
            Type::List(_) | Type::Set(_) | Type::Tuple(_) | Type::Map(_) | Type::Object(_) => {
                Kind::Unknown(untyped(unknown))
            }
            _ => return softened(value),
        },
        Kind::Union(alternatives) => {
            return one_of(alternatives.iter().map(loosened), value);
        }
        _ => return softened(value),
    };
    Value::new(kind).at(value.origin).hidden(value.sensitive)
}

/// The same with a value that has been converted to a type: where that leaves open what stands there.
pub(super) fn loosened_at(value: &Value, ty: &Type) -> Value {
    let kind = match (&value.kind, ty) {
        (_, Type::Any) => return loosened(value),
        (_, ty) if !ty.has_any() => return value.clone(),
        (Kind::Sequence(sequence), Type::List(element) | Type::Set(element)) => {
            let items = sequence.items.iter();
            Kind::Sequence(Sequence {
                items: items.map(|item| loosened_at(item, element)).collect(),
                ..sequence.clone()
            })
        }
        (Kind::Sequence(sequence), Type::Tuple(elements)) => {
            let items = sequence.items.iter().zip(elements.iter());
            Kind::Sequence(Sequence {
                items: items.map(|(item, ty)| loosened_at(item, ty)).collect(),
                ..sequence.clone()
            })
        }
        (Kind::Mapping(mapping), Type::Map(_) | Type::Object(_)) => {
            let ty_of = |name| match ty {
                Type::Map(element) => element,
                Type::Object(fields) => fields.get(name).map_or(&Type::Any, |it| &it.ty),
                _ => &Type::Any,
            };
            let entries = mapping.entries.iter();
            Kind::Mapping(Mapping {
                entries: entries
                    .map(|(name, member)| (name.clone(), loosened_at(member, ty_of(name))))
                    .collect(),
                keyed: None,
                ..mapping.clone()
            })
        }
        (Kind::Union(alternatives), _) => {
            return one_of(alternatives.iter().map(|each| loosened_at(each, ty)), value);
        }
        _ => return value.clone(),
    };
    Value::new(kind).at(value.origin).hidden(value.sensitive)
}

/// As a list, and as a set, which may have other order and fewer members.
fn in_any_form(sequence: &Sequence, value: &Value) -> Value {
    let items: Vec<Value> = sequence.items.iter().map(loosened).collect();
    let is_plain = items.len() < 2 && sequence.rest.is_none();
    let rest = sequence.rest.as_deref().map(untyped);
    let forms = match &sequence.form {
        SequenceForm::Tuple | SequenceForm::List(_) => {
            let list = Value::sequence(SequenceForm::List(Type::Any), items.clone(), rest.clone());
            let set = Value::sequence(SequenceForm::Set(Type::Any), items, rest);
            [Some(list), Some(set).filter(|_| !is_plain)]
        }
        SequenceForm::Set(_) => [
            Some(Value::sequence(SequenceForm::Set(Type::Any), items, rest)),
            None,
        ],
    };
    one_of(forms.into_iter().flatten(), value)
}

/// One of some values in the place of another.
fn one_of(values: impl Iterator<Item = Value>, place: &Value) -> Value {
    let one = Value::union(values).hidden(place.sensitive);
    one.at(place.origin)
}

fn untyped(unknown: &Unknown) -> Arc<Unknown> {
    Arc::new(retyped(unknown, Type::Any))
}

/// A number or bool that may yet be converted to a string is unknown; other values stay.
pub(in crate::eval) fn softened(value: &Value) -> Value {
    let kind = match &value.kind {
        Kind::Bool(_) | Kind::Number(_) => Kind::Unknown(Arc::new(Unknown {
            not_null: true,
            ..Unknown::new(Type::Any, Why::Condition)
        })),
        Kind::Unknown(unknown) if unknown.ty.is_primitive() && unknown.ty != Type::String => {
            Kind::Unknown(Arc::new(retyped(unknown, Type::Any)))
        }
        Kind::Union(alternatives) => {
            return one_of(alternatives.iter().map(softened), value);
        }
        _ => return value.clone(),
    };
    Value::new(kind).at(value.origin).hidden(value.sensitive)
}
