//! Functions of maps and objects.

mod merge;

use std::{collections::BTreeMap, sync::Arc};

use super::{
    ANY, Call, Function, MOST_COMPARED, Marks, Parameter, Reads, STRING, Takes, disordered,
    is_apart, text,
};
use crate::{
    eval::{
        Fault,
        convert::{convert, element_type},
    },
    syntax::Name,
    value::{Items, Keyed, Kind, Mapping, MappingForm, SequenceForm, Type, Unknown, Value},
};

pub(super) const TABLE: &[Function] = &[
    Function::new("keys", &[ANY.unknown()], Takes::Any, keys)
        .reads(Reads::Members)
        .marks(Marks::Members),
    Function::new(
        "lookup",
        &[ANY.unknown(), STRING.unknown()],
        Takes::Any,
        lookup,
    )
    .variadic(ANY.nullable().unknown())
    .reads(Reads::One)
    .marks(Marks::Own)
    .may_be_null(),
    Function::new("merge", &[], Takes::Any, merge::merge)
        .variadic(ANY.nullable().unknown())
        .marks(Marks::Members),
    Function::new(
        "transpose",
        &[Parameter::new(Takes::MapOfLists)],
        Takes::MapOfLists,
        transpose,
    ),
    Function::new("values", &[ANY.unknown()], Takes::Any, values)
        .reads(Reads::Members)
        .marks(Marks::Members),
    Function::new(
        "zipmap",
        &[Parameter::new(Takes::ListOfString).unknown(), ANY.unknown()],
        Takes::Any,
        zipmap,
    )
    .marks(Marks::Members),
];

fn keys(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let strings = |names: &mut dyn Iterator<Item = &Name>| -> Vec<Value> {
        names.map(|name| Value::string(name.clone())).collect()
    };
    match &argument.kind {
        Kind::Mapping(mapping) => {
            let (form, ty) = match mapping.form {
                MappingForm::Map(_) => (SequenceForm::List(Type::String), Type::list(Type::String)),
                MappingForm::Object => (SequenceForm::Tuple, Type::Any),
            };
            let rest = mapping
                .rest
                .as_ref()
                .map(|rest| Arc::new(Unknown::new(ty, rest.why.clone())));
            let names = strings(&mut mapping.entries.keys());
            Ok(with_keyed(mapping, names, |it| &it.keys, form, rest))
        }
        Kind::Unknown(unknown) => match &unknown.ty {
            Type::Object(fields) => Ok(Value::tuple(strings(&mut fields.keys()))),
            Type::Any | Type::Map(_) => Ok(call.unknown_typed(Type::list(Type::String))),
            _ => Err(Fault::new("must have map or object type")),
        },
        _ => Err(Fault::new("must have map or object type")),
    }
}

fn values(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let refused = || Fault::new("values() requires a map as the first argument");
    match &argument.kind {
        Kind::Mapping(mapping) => {
            let items: Vec<Value> = mapping.entries.values().cloned().collect();
            let (form, ty) = match &mapping.form {
                MappingForm::Map(element) => (
                    SequenceForm::List(element.clone()),
                    Type::list(element.clone()),
                ),
                MappingForm::Object => (SequenceForm::Tuple, Type::Any),
            };
            let rest = mapping.rest.as_ref().map(|rest| {
                Arc::new(Unknown {
                    symbol: rest.symbol.clone(),
                    not_null: true,
                    ..Unknown::new(ty, rest.why.clone())
                })
            });
            Ok(with_keyed(mapping, items, |it| &it.values, form, rest))
        }
        Kind::Unknown(unknown) => {
            let ty = match &unknown.ty {
                Type::Map(element) => Type::List(element.clone()),
                Type::Any => Type::Any,
                Type::Object(fields) => {
                    return Ok(Value::tuple(
                        fields
                            .keys()
                            .map(|name| unknown.attribute(name).into())
                            .collect(),
                    ));
                }
                _ => return Err(refused()),
            };
            Ok(Unknown {
                symbol: unknown.symbol.clone(),
                not_null: true,
                ..Unknown::new(ty, unknown.why.clone())
            }
            .into())
        }
        _ => Err(refused()),
    }
}

/// The keys or values of a mapping: with those of entries whose keys are not known to the letter, it is not known in which order.
fn with_keyed(
    mapping: &Mapping,
    mut items: Vec<Value>,
    further: impl Fn(&Keyed) -> &Items,
    form: SequenceForm,
    rest: Option<Arc<Unknown>>,
) -> Value {
    let Some(keyed) = &mapping.keyed else {
        return Value::sequence(form, items, rest);
    };
    items.extend(further(keyed).iter().cloned());
    if keyed.are_all {
        disordered(Value::sequence(form, items, None))
    } else {
        Value::sequence(form, items, rest)
    }
}

fn lookup(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let marked = argument.sensitive || call.argument(1)?.sensitive;
    let default = call.arguments.get(2);
    if call.arguments.len() > 3 {
        return Err(Fault::new(format!(
            "lookup() takes two or three arguments, got {}",
            call.arguments.len()
        )));
    }
    let no_map = || Fault::new("lookup() requires a map as the first argument");
    let Kind::String(key) = &call.argument(1)?.kind else {
        if let (Kind::Mapping(mapping), Some(default)) = (&argument.kind, default)
            && mapping.entries.is_empty()
            && mapping.rest.is_none()
        {
            // Whatever the key is, it is not there.
            let default = match &mapping.form {
                MappingForm::Map(element) => convert(default, element).map_err(|_| no_map())?,
                MappingForm::Object => default.clone(),
            };
            return Ok(default.hidden(marked));
        }
        let unknown = match argument.ty() {
            Type::Map(element) => call.unknown_typed((*element).clone()),
            Type::Object(_) | Type::Any => call.unknown(),
            _ => return Err(no_map()),
        };
        return Ok(unknown.hidden(marked || default.is_some_and(Value::hides)));
    };
    let found = match &argument.kind {
        Kind::Mapping(mapping) => entry(call, mapping, key, default)?,
        Kind::Unknown(unknown) => match (&unknown.ty, default) {
            (Type::Any | Type::Map(_), None) => unknown.attribute(key).into(),
            (Type::Any | Type::Map(_), Some(_)) => call
                .unknown_typed(element_type(&unknown.ty))
                .hidden(default.is_some_and(Value::hides)),
            (Type::Object(fields), _) if fields.contains_key(key) => unknown.attribute(key).into(),
            (Type::Object(_), Some(default)) => default.clone(),
            (Type::Object(_), None) => return Err(no_attribute(key)),
            _ => return Err(no_map()),
        },
        _ => return Err(no_map()),
    };
    Ok(found.hidden(marked))
}

fn no_attribute(key: &str) -> Fault {
    Fault::new(format!("the given object has no attribute {key:?}"))
}

fn entry(
    call: &Call<'_>,
    mapping: &Mapping,
    key: &str,
    default: Option<&Value>,
) -> Result<Value, Fault> {
    // A default of a map must fit its elements even when it is not used.
    let default = match (&mapping.form, default) {
        (MappingForm::Map(element), Some(default)) => {
            Some(convert(default, element).map_err(|_| {
                if !mapping.entries.values().all(Value::is_wholly_known) {
                    // What is not known yet may make texts of all elements.
                    call.host.fuel().note_ahead();
                }
                Fault::new("the default value must have the same type as the map elements")
            })?)
        }
        (_, default) => default.cloned(),
    };
    match (mapping.entries.get(key), &mapping.rest, default) {
        (Some(value), ..) => Ok(value.clone()),
        (None, Some(rest), None) => Ok(rest.attribute(key).into()),
        (None, Some(rest), Some(default)) => Ok(call
            .unknown_typed(rest.attribute(key).ty)
            .hidden(default.hides())),
        (None, None, Some(default)) => Ok(default),
        (None, None, None) => Err(match mapping.form {
            MappingForm::Map(_) => Fault::new(format!("lookup failed to find key {key:?}")),
            MappingForm::Object => no_attribute(key),
        }),
    }
}

fn unequal(keys: usize, values: usize) -> Fault {
    Fault::new(format!(
        "number of keys ({keys}) does not match number of values ({values})"
    ))
}

fn zipmap(call: &Call<'_>) -> Result<Value, Fault> {
    let (keys, values) = (call.argument(0)?, call.argument(1)?);
    let refused = || Fault::new("values argument must be a list or tuple value");
    let is_told = keys.is_wholly_known() || are_told_apart(keys);
    let (Kind::Sequence(names), true) = (&keys.kind, is_told) else {
        return match values.ty() {
            Type::List(element) => Ok(call.unknown_typed(Type::map((*element).clone()))),
            Type::Tuple(_) | Type::Any => Ok(call.unknown()),
            _ => Err(refused()),
        };
    };
    let (form, items) = match &values.kind {
        Kind::Sequence(sequence) => match (&sequence.form, &sequence.rest) {
            (SequenceForm::Set(_), _) => return Err(refused()),
            (_, Some(_)) => return Ok(call.unknown()),
            (SequenceForm::List(element), None) => {
                (MappingForm::Map(element.clone()), (*sequence.items).clone())
            }
            (SequenceForm::Tuple, None) => (MappingForm::Object, (*sequence.items).clone()),
        },
        // Other lengths are refused, so each key has its element.
        Kind::Unknown(unknown) => {
            if let Type::Tuple(elements) = &unknown.ty
                && elements.len() != names.items.len()
            {
                return Err(unequal(names.items.len(), elements.len()));
            }
            let form = match &unknown.ty {
                Type::List(element) => MappingForm::Map((**element).clone()),
                Type::Any | Type::Tuple(_) => MappingForm::Object,
                _ => return Err(refused()),
            };
            let items = (0..names.items.len())
                .map(|at| unknown.element(at).into())
                .collect();
            (form, items)
        }
        _ => return Err(refused()),
    };
    if names.items.len() != items.len() {
        return Err(unequal(names.items.len(), items.len()));
    }
    let (mut entries, mut keyed, mut sensitive) = (BTreeMap::new(), Vec::new(), false);
    for (place, (name, value)) in names.items.iter().zip(items).enumerate() {
        sensitive |= name.sensitive;
        match &name.kind {
            Kind::String(name) => {
                entries.insert(name.clone(), value);
            }
            Kind::Null(_) => {
                return Err(Fault::new(format!(
                    "keys list has null value at index {place}"
                )));
            }
            _ => keyed.push((name.clone(), value)),
        }
    }
    let why = keyed.first().map(|(key, _)| key.kind.why());
    let ty = match &form {
        MappingForm::Map(element) => Type::map(element.clone()),
        MappingForm::Object => Type::Any,
    };
    let rest = why.map(|why| Arc::new(Unknown::new(ty, why)));
    let zipped = Value::mapping(form, entries, rest).with_keyed(keyed, true);
    Ok(zipped.hidden(sensitive))
}

/// Whether of some keys each is for certain another than all others, though not all are known to the letter.
fn are_told_apart(keys: &Value) -> bool {
    let Kind::Sequence(sequence) = &keys.kind else {
        return false;
    };
    let items = sequence.items.as_slice();
    let differs = |(place, key): (usize, &Value)| is_apart(key, items.iter().skip(place + 1));
    let has_name = |key: &Value| key.as_str().is_some() || key.template().is_some();
    sequence.rest.is_none()
        && items.len() <= MOST_COMPARED
        && items.iter().all(has_name)
        && items.iter().enumerate().all(differs)
}

fn transpose(call: &Call<'_>) -> Result<Value, Fault> {
    if let Some(unknown) = call.unless_wholly_known() {
        return Ok(unknown);
    }
    let mut transposed: BTreeMap<Name, Vec<Value>> = BTreeMap::new();
    let Kind::Mapping(mapping) = &call.argument(0)?.kind else {
        return Err(Fault::new("map of list of string required"));
    };
    for (name, list) in mapping.entries.iter() {
        let Kind::Sequence(sequence) = &list.kind else {
            return Err(Fault::new(format!("cannot use null list for [{name:?}]")));
        };
        for (index, item) in sequence.items.iter().enumerate() {
            let Some(text) = item.as_str() else {
                return Err(Fault::new(format!(
                    "cannot use null string for [{name:?}][{index}]"
                )));
            };
            transposed
                .entry(text.clone())
                .or_default()
                .push(text::made(name.to_string()));
        }
    }
    let entries = transposed
        .into_iter()
        .map(|(name, list)| (name, Value::list(Type::String, list)))
        .collect();
    Ok(Value::map(Type::list(Type::String), entries))
}
