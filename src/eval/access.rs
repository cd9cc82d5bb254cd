//! Getting at the members of a value: indexes, attributes, elements.

use std::sync::Arc;

use super::{Fault, Outcome, convert};
use crate::{
    syntax::Name,
    value::{Kind, Mapping, Sequence, SequenceForm, Type, Unknown, Value, Why},
};

/// Of a list that has more at least than these, the others are not told apart.
const MOST_FIRST: usize = 16;

/// The members of a collection with their keys.
pub(super) struct Elements {
    /// Key and value: numbers for lists and tuples, the element itself for sets.
    pub items: Vec<(Value, Value)>,
    /// Present when there may be more.
    pub rest: Option<Arc<Unknown>>,
}

impl Elements {
    /// With those entries of a mapping whose keys are not known to the letter, which stand somewhere among the others; whether there are any.
    pub(super) fn with_keyed(mut self, collection: &Value) -> (Self, bool) {
        let Kind::Mapping(Mapping {
            keyed: Some(keyed), ..
        }) = &collection.kind
        else {
            return (self, false);
        };
        let entries = keyed.entries();
        (self.items).extend(entries.map(|(key, value)| (key.clone(), value.clone())));
        self.rest = self.rest.filter(|_| !keyed.are_all);
        (self, true)
    }
}

/// The first elements of a list that is unknown but for how many it has at least.
pub(super) fn first_elements(collection: &Value) -> Option<Elements> {
    let Kind::Unknown(unknown) = &collection.kind else {
        return None;
    };
    let least = unknown
        .least
        .filter(|_| matches!(unknown.ty, Type::List(_)))?;
    let first = 0..least.min(MOST_FIRST);
    let items = first.map(|place| (Value::number(place), unknown.element(place).into()));
    Some(Elements {
        items: items.collect(),
        rest: Some(unknown.clone()),
    })
}

/// What a `for` or `dynamic` iterates; `None` when nothing is known of the members.
pub(super) fn elements(collection: &Value) -> Result<Option<Elements>, Fault> {
    match &collection.kind {
        Kind::Sequence(sequence) => {
            let set = matches!(sequence.form, SequenceForm::Set(_));
            let items = sequence.items.iter().enumerate().map(|(index, item)| {
                (
                    if set {
                        item.clone()
                    } else {
                        Value::number(index)
                    },
                    item.clone(),
                )
            });
            Ok(Some(Elements {
                items: items.collect(),
                rest: sequence.rest.clone(),
            }))
        }
        Kind::Mapping(mapping) => {
            let items = mapping
                .entries
                .iter()
                .map(|(key, value)| (Value::string(key.clone()), value.clone()));
            Ok(Some(Elements {
                items: items.collect(),
                rest: mapping.rest.clone(),
            }))
        }
        Kind::Unknown(_) | Kind::Union(_) => Ok(None),
        Kind::Null(_) => Err(Fault::new(
            "a null value cannot be used as the collection in a 'for' expression",
        )),
        _ => Err(Fault::new(
            "cannot iterate over a value that is not a collection",
        )),
    }
}

/// The elements of a set, or what is made of each of them, in the order in which they are iterated. That hangs on all of an element: as
/// long as a part of one is unknown, any may be the first.
pub(super) fn in_order(set: &[Value], made: Vec<Value>) -> Vec<Value> {
    let in_part = |it: &Value| {
        matches!(it.kind, Kind::Sequence(_) | Kind::Mapping(_)) && !it.is_wholly_known()
    };
    if set.len() < 2
        || !set.iter().any(in_part)
        || made.iter().zip(made.iter().skip(1)).all(|(a, b)| a.same(b))
    {
        return made;
    }
    let any = Value::union(made.clone());
    vec![any; made.len()]
}

/// Whether Terraform would wait for all of it, where some members are known here. Of a resource it knows what is configured as well.
pub(super) fn is_awaited(base: &Value) -> bool {
    match &base.kind {
        Kind::Union(_) => true,
        Kind::Sequence(sequence) => sequence.rest.is_some(),
        Kind::Mapping(mapping) => {
            (mapping.rest.as_ref()).is_some_and(|rest| !rest.is_of_resource())
        }
        _ => false,
    }
}

/// `base.name`; the base is no union.
pub(super) fn attribute(base: &Value, name: &str) -> Outcome {
    let found = match &base.kind {
        Kind::Mapping(mapping) => member(mapping, name).ok_or_else(|| {
            Fault::new(format!(
                "this object does not have an attribute named {name:?}"
            ))
        })?,
        Kind::Unknown(unknown) => known_to_lack(&unknown.ty, name, unknown)?,
        Kind::Null(_) => return Err(Fault::new("attempt to get attribute from null value")),
        Kind::Union(_) => Value::unknown(Type::Any, base.kind.why()),
        _ => return Err(Fault::new(format!("unsupported attribute {name:?}"))),
    };
    Ok(found.hidden(base.sensitive))
}

fn known_to_lack(ty: &Type, name: &str, unknown: &Unknown) -> Outcome {
    match ty {
        Type::Object(fields) if !fields.contains_key(name) => Err(Fault::new(format!(
            "this object does not have an attribute named {name:?}"
        ))),
        Type::Bool | Type::Number | Type::String => {
            Err(Fault::new("can't access attributes on a primitive value"))
        }
        Type::List(_) | Type::Set(_) | Type::Tuple(_) => {
            Err(Fault::new(format!("unsupported attribute {name:?}")))
        }
        _ => Ok(unknown.attribute(name).into()),
    }
}

/// The value under a key; an unknown if the mapping may have more keys than are known.
fn member(mapping: &Mapping, key: &str) -> Option<Value> {
    mapping
        .entries
        .get(key)
        .cloned()
        .or_else(|| Some(mapping.rest.as_ref()?.attribute(key).into()))
}

/// `base[key]`; neither is a union. With an unknown key the result is one of the members.
pub(super) fn index(base: &Value, key: &Value) -> Outcome {
    let hidden = base.sensitive || key.sensitive;
    if matches!(key.kind, Kind::Null(_)) {
        return Err(Fault::new("can't use a null value as an indexing key"));
    }
    let found = match (member_by_key(base, key), &key.kind) {
        // Terraform looks at what has the members only once the type of the key is known.
        (Err(_), Kind::Unknown(unknown))
            if unknown.ty == Type::Any && !matches!(base.kind, Kind::Null(_)) =>
        {
            Value::unknown(Type::Any, unknown.why.clone())
        }
        (found, _) => found?,
    };
    Ok(found.hidden(hidden))
}

fn member_by_key(base: &Value, key: &Value) -> Outcome {
    Ok(match &base.kind {
        Kind::Sequence(sequence) => sequence_index(sequence, key)?,
        Kind::Mapping(mapping) => {
            let key = convert::convert(key, &Type::String).map_err(|_| invalid_index())?;
            let keyed = mapping.keyed.as_deref().and_then(|it| it.get(&key));
            match (&key.kind, keyed) {
                (Kind::String(name), _) => mapping_index(mapping, name)?,
                (_, Some(value)) => value.clone(),
                (_, None) => any_of(mapping.entries.values(), mapping.rest.as_ref()),
            }
        }
        Kind::Unknown(unknown) => match unknown.ty {
            Type::Set(_) => return Err(no_index_of_set()),
            Type::Bool | Type::Number | Type::String => return Err(no_indices()),
            _ => unknown_index(unknown, key),
        },
        Kind::Null(_) => return Err(Fault::new("attempt to index null value")),
        Kind::Union(_) => Value::unknown(Type::Any, base.kind.why()),
        _ => return Err(no_indices()),
    })
}

fn mapping_index(mapping: &Mapping, key: &Name) -> Outcome {
    if let Some(value) = mapping.entries.get(key) {
        return Ok(value.clone());
    }
    match &mapping.rest {
        Some(rest) => Ok(keyed(rest, key)),
        None => Err(invalid_index()),
    }
}

/// The element of an unknown collection under a known key.
fn keyed(unknown: &Unknown, key: &str) -> Value {
    let ty = match &unknown.ty {
        Type::Map(element) => (**element).clone(),
        Type::Object(fields) => fields.get(key).map_or(Type::Any, |field| field.ty.clone()),
        _ => Type::Any,
    };
    let symbol = unknown.symbol.as_ref().and_then(|symbol| symbol.key(key));
    Unknown {
        symbol,
        ..Unknown::new(ty, unknown.why.clone())
    }
    .into()
}

fn unknown_index(unknown: &Unknown, key: &Value) -> Value {
    match &key.kind {
        Kind::Number(number) => match number.as_index() {
            Some(index) => unknown.element(index).into(),
            None => Value::unknown(Type::Any, unknown.why.clone()),
        },
        Kind::String(key) => keyed(unknown, key),
        Kind::Unknown(key) => {
            // What has one name under one key is one thing.
            let own = unknown.symbol.as_ref().zip(key.symbol.as_ref());
            Unknown {
                symbol: own.and_then(|(list, key)| list.at(key)),
                ..unknown.each()
            }
            .into()
        }
        _ => Unknown {
            symbol: None,
            ..unknown.each()
        }
        .into(),
    }
}

fn sequence_index(sequence: &Sequence, key: &Value) -> Outcome {
    if matches!(sequence.form, SequenceForm::Set(_)) {
        return Err(no_index_of_set());
    }
    let key = convert::convert(key, &Type::Number).map_err(|_| invalid_index())?;
    let Some(number) = key.as_number() else {
        // Whatever it is, nothing is there: Terraform says so once it knows it.
        if sequence.items.is_empty() && sequence.rest.is_none() {
            let why = Why::Fault(invalid_index().message.into());
            return Ok(Value::unknown(Type::Any, why));
        }
        return Ok(any_of(sequence.items.iter(), sequence.rest.as_ref()));
    };
    if let Some(rest) = &sequence.rest {
        // Which member stands at which place is not known.
        return Ok(Value::unknown(Type::Any, rest.why.clone()));
    }
    number
        .as_index()
        .and_then(|index| sequence.items.get(index))
        .cloned()
        .ok_or_else(invalid_index)
}

/// One of the members, whichever the unknown key names.
fn any_of<'a>(members: impl Iterator<Item = &'a Value>, rest: Option<&Arc<Unknown>>) -> Value {
    match rest {
        Some(rest) => Value::unknown(Type::Any, rest.why.clone()),
        None => Value::union(members.cloned()),
    }
}

fn no_indices() -> Fault {
    Fault::new("this value does not have any indices")
}

fn no_index_of_set() -> Fault {
    Fault::new("elements of a set are identified only by their value")
}

fn invalid_index() -> Fault {
    Fault::new("the given key does not identify an element in this collection value")
}
