//! Functions of maps and objects.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    ANY, Call, Function, LARGEST_COLLECTION, Marks, Parameter, Reads, STRING, Takes, text,
};
use crate::{
    eval::{
        Fault,
        convert::{convert, element_type, softened},
    },
    syntax::Name,
    value::{Kind, Mapping, MappingForm, SequenceForm, Type, Unknown, Value},
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
    Function::new("merge", &[], Takes::Any, merge)
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
            Ok(Value::sequence(
                form,
                strings(&mut mapping.entries.keys()),
                rest,
            ))
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
            Ok(Value::sequence(form, items, rest))
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

/// What one argument of `merge` adds.
enum Added<'a> {
    Nothing,
    Known(&'a Mapping),
    Unknown(&'a Arc<Unknown>),
}

fn merge(call: &Call<'_>) -> Result<Value, Fault> {
    let (mut first, mut matching, mut total): (Option<Type>, bool, usize) = (None, true, 0);
    let mut saw_any = false;
    let mut added = Vec::with_capacity(call.arguments.len());
    for argument in call.arguments {
        let (ty, adds) = match &argument.kind {
            // A null without a type makes the result an object.
            Kind::Null(Type::Any) => {
                matching = false;
                (Type::Any, Added::Nothing)
            }
            Kind::Null(Type::Object(_)) => (Type::object([]), Added::Nothing),
            Kind::Null(ty @ Type::Map(_)) => (ty.clone(), Added::Nothing),
            Kind::Mapping(mapping) => {
                total = total.saturating_add(mapping.entries.len());
                (argument.ty(), Added::Known(mapping))
            }
            Kind::Unknown(unknown)
                if matches!(unknown.ty, Type::Any | Type::Map(_) | Type::Object(_)) =>
            {
                (unknown.ty.clone(), Added::Unknown(unknown))
            }
            // Terraform stops looking at types behind one that is not known.
            _ if first.is_some() && saw_any => return Ok(call.unknown()),
            _ => {
                return Err(Fault::new(format!(
                    "arguments must be maps or objects, got \"{}\"",
                    argument.ty()
                )));
            }
        };
        saw_any |= ty == Type::Any;
        matching &= first.get_or_insert_with(|| ty.clone()) == &ty;
        added.push(adds);
    }
    if let [only] = call.arguments
        && !matches!(only.kind, Kind::Null(_))
    {
        return Ok(only.clone());
    }
    if total > LARGEST_COLLECTION {
        return Ok(call.limit());
    }
    let form = match first {
        Some(Type::Map(element)) if matching => MappingForm::Map((*element).clone()),
        _ => MappingForm::Object,
    };
    let (mut entries, mut rest): (BTreeMap<Name, Value>, Option<Arc<Unknown>>) =
        (BTreeMap::new(), None);
    for adds in added {
        match adds {
            Added::Nothing => {}
            Added::Known(mapping) => {
                if let Some(open) = &mapping.rest {
                    overwrite(&mut entries, &mut rest, open);
                }
                entries.extend(
                    mapping
                        .entries
                        .iter()
                        .map(|(name, value)| (name.clone(), value.clone())),
                );
            }
            Added::Unknown(unknown) => match &unknown.ty {
                Type::Object(fields) if unknown.not_null => entries.extend(
                    fields
                        .keys()
                        .map(|name| (name.clone(), unknown.attribute(name).into())),
                ),
                _ => overwrite(&mut entries, &mut rest, unknown),
            },
        }
    }
    Ok(Value::mapping(form, entries, rest))
}

/// Any key so far may get another value, and there may be more keys.
fn overwrite(
    entries: &mut BTreeMap<Name, Value>,
    rest: &mut Option<Arc<Unknown>>,
    unknown: &Arc<Unknown>,
) {
    for value in entries.values_mut() {
        *value = Value {
            origin: value.origin,
            sensitive: value.sensitive,
            ..Value::unknown(
                match softened(value).ty() {
                    ty if element_type(&unknown.ty) == ty => ty,
                    _ => Type::Any,
                },
                unknown.why.clone(),
            )
        };
    }
    *rest = Some(match rest {
        // A key may come from either.
        Some(earlier) if !earlier.same(unknown) => Arc::new(Unknown {
            symbol: None,
            not_null: true,
            ..Unknown::new(
                if earlier.ty == unknown.ty {
                    unknown.ty.clone()
                } else {
                    Type::Any
                },
                earlier.why.clone(),
            )
        }),
        _ => unknown.clone(),
    });
}

fn unequal(keys: usize, values: usize) -> Fault {
    Fault::new(format!(
        "number of keys ({keys}) does not match number of values ({values})"
    ))
}

fn zipmap(call: &Call<'_>) -> Result<Value, Fault> {
    let (keys, values) = (call.argument(0)?, call.argument(1)?);
    let refused = || Fault::new("values argument must be a list or tuple value");
    let (Kind::Sequence(names), true) = (&keys.kind, keys.is_wholly_known()) else {
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
    let (mut entries, mut sensitive) = (BTreeMap::new(), false);
    for (place, (name, value)) in names.items.iter().zip(items).enumerate() {
        sensitive |= name.sensitive;
        match name.as_str() {
            Some(name) => entries.insert(name.clone(), value),
            None => {
                return Err(Fault::new(format!(
                    "keys list has null value at index {place}"
                )));
            }
        };
    }
    Ok(Value::mapping(form, entries, None).hidden(sensitive))
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
