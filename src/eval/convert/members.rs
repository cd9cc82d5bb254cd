//! Conversion of what has members: lists, sets, tuples, maps and objects.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    any_alternative, check, convert, element_type,
    fit::{mismatch, plain, settled},
    is_of_unknown_type, loosened, retyped, unify, unify_values, why_unknown,
};
use crate::{
    eval::Fault,
    syntax::Name,
    value::{
        Field, Kind, Mapping, MappingForm, Sequence, SequenceForm, Truth, Type, Unknown, Value, Why,
    },
};

pub(super) fn to_collection(
    sequence: &Sequence,
    element: &Arc<Type>,
    to: &Type,
) -> Result<Value, Fault> {
    let is_set = matches!(to, Type::Set(_));
    if !element.has_any() {
        match &sequence.form {
            SequenceForm::List(from) if !is_set && *from == **element => {
                return Ok(Value::new(Kind::Sequence(sequence.clone())));
            }
            SequenceForm::Set(from) if is_set && *from == **element => {
                return Ok(Value::new(Kind::Sequence(sequence.clone())));
            }
            _ => {}
        }
    }
    let mut rest = sequence.rest.as_ref().map(|rest| {
        let ty = if check(&rest.ty, to).is_ok() {
            settled(&rest.ty, to)
        } else {
            plain(to)
        };
        Arc::new(retyped(rest, ty))
    });
    if !is_set && rest.is_none() && may_coalesce(sequence) {
        // Members are certain, their number and order are not.
        let why = sequence.items.iter().find_map(why_unknown);
        rest = Some(Arc::new(Unknown::new(
            plain(to),
            why.unwrap_or(Why::Condition),
        )));
    }
    if let Some(why) = untyped_among_structures(sequence, element) {
        return Ok(Value::unknown(plain(to), why));
    }
    let (ty, items) = elements(
        &sequence.items,
        element,
        &sequence.form,
        rest.as_deref(),
        to,
    )
    .map_err(|fault| named(fault, to))?;
    let form = if is_set {
        SequenceForm::Set(ty)
    } else {
        SequenceForm::List(ty)
    };
    // Sets cannot hold marks inside.
    let sensitive = is_set && items.iter().any(Value::hides);
    Ok(Value::sequence(form, items, rest).hidden(sensitive))
}

/// Why the elements of a tuple have no type in common yet: one of unknown type is among objects, tuples or collections. Terraform
/// refuses that before the apply, whatever they turn out to be.
fn untyped_among_structures(sequence: &Sequence, element: &Type) -> Option<Why> {
    if *element != Type::Any || sequence.form != SequenceForm::Tuple {
        return None;
    }
    let types: Vec<Type> = sequence.items.iter().map(Value::ty).collect();
    let mixed = types.contains(&Type::Any) && types.iter().any(|ty| *ty != Type::Any);
    let untyped = sequence.items.iter().find(|it| is_of_unknown_type(it))?;
    (mixed && unify(&types) == Some(Type::Any)).then(|| why_unknown(untyped))?
}

/// Whether two members of a set may turn out to be one.
pub(in crate::eval) fn may_coalesce(sequence: &Sequence) -> bool {
    matches!(sequence.form, SequenceForm::Set(_))
        && sequence.items.len() > 1
        && !sequence.items.iter().all(Value::is_wholly_known)
}

/// The elements of a collection as `element`, or as the type they share where that says `any`. Maps may hold nulls without a type.
fn elements(
    items: &[Value],
    element: &Type,
    form: &SequenceForm,
    rest: Option<&Unknown>,
    to: &Type,
) -> Result<(Type, Vec<Value>), Fault> {
    let items: Vec<Value> = items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            convert(item, element)
                .map_err(|fault| Fault::new(format!("element {index}: {}", fault.message)))
        })
        .collect::<Result<_, _>>()?;
    if !element.has_any() {
        return Ok((plain(element), items));
    }
    if items.is_empty() {
        let from = match form {
            SequenceForm::List(from) | SequenceForm::Set(from) => from.clone(),
            SequenceForm::Tuple => Type::Any,
        };
        return Ok((settled(&from, element), items));
    }
    if rest.is_some_and(|rest| element_type(&rest.ty).has_any()) {
        // What else is in there may change the type of all.
        let ty = if items.iter().all(|item| item.ty() == Type::String) {
            Type::String
        } else {
            Type::Any
        };
        return Ok((ty, items.iter().map(loosened).collect()));
    }
    let mut all = items;
    let known = all.len();
    all.extend(rest.map(|rest| rest.each().into()));
    let (mut ty, mut items) = unify_values(&all).ok_or_else(|| Fault::new(String::new()))?;
    items.truncate(known);
    // Lists and maps try once more with what the elements have become.
    if ty.has_any()
        && !matches!(to, Type::Set(_))
        && let Some((again, unified)) = unify_values(&items)
    {
        (ty, items) = (again, unified);
    }
    // Types that differ where only null or an empty list has none cannot be told apart from each other, nor joined.
    if ty.has_any() && !items.iter().any(is_of_unknown_type) {
        let mut types = items
            .iter()
            .filter(|item| {
                !matches!(to, Type::Map(_)) || !matches!(item.kind, Kind::Null(Type::Any))
            })
            .map(Value::ty);
        let first = types.next();
        if types.any(|ty| Some(&ty) != first.as_ref()) {
            return Err(Fault::new(String::new()));
        }
        if let (Type::Any, Type::Map(_), Some(first)) = (&ty, to, first) {
            ty = first;
        }
    }
    Ok((ty, items))
}

/// An empty message stands for "no common type".
fn named(fault: Fault, to: &Type) -> Fault {
    if !fault.message.is_empty() {
        return fault;
    }
    Fault::new(match to {
        Type::List(_) => "all list elements must have the same type",
        Type::Set(_) => "all set elements must have the same type",
        _ => "all map elements must have the same type",
    })
}

pub(super) fn to_tuple(value: &Value, sequence: &Sequence, types: &[Type]) -> Result<Value, Fault> {
    if let Some(rest) = &sequence.rest {
        return Ok(retyped(rest, Type::Tuple(types.iter().map(plain).collect())).into());
    }
    if sequence.form != SequenceForm::Tuple || sequence.items.len() != types.len() {
        return Err(mismatch(&value.ty(), &Type::Tuple(types.into())));
    }
    let items = sequence
        .items
        .iter()
        .zip(types)
        .enumerate()
        .map(|(index, (item, ty))| {
            convert(item, ty)
                .map_err(|fault| Fault::new(format!("element {index}: {}", fault.message)))
        })
        .collect::<Result<_, _>>()?;
    Ok(Value::tuple(items))
}

pub(super) fn to_map(mapping: &Mapping, element: &Arc<Type>, to: &Type) -> Result<Value, Fault> {
    if let MappingForm::Map(from) = &mapping.form
        && *from == **element
        && !element.has_any()
    {
        return Ok(Value::new(Kind::Mapping(mapping.clone())));
    }
    let rest = mapping.rest.as_ref().map(|rest| {
        let ty = if check(&rest.ty, to).is_ok() {
            settled(&rest.ty, to)
        } else {
            plain(to)
        };
        Arc::new(retyped(rest, ty))
    });
    let keyed = mapping.keyed.as_deref();
    let further = keyed.into_iter().flat_map(|it| it.values.iter());
    let values: Vec<Value> = mapping.entries.values().chain(further).cloned().collect();
    let form = match &mapping.form {
        MappingForm::Map(from) => SequenceForm::List(from.clone()),
        MappingForm::Object => SequenceForm::Tuple,
    };
    let are_all = keyed.is_some_and(|it| it.are_all);
    let others = rest.as_deref().filter(|_| !are_all);
    let (ty, mut values) =
        elements(&values, element, &form, others, to).map_err(|fault| named(fault, to))?;
    let further = values.split_off(mapping.entries.len().min(values.len()));
    let entries = mapping.entries.keys().cloned().zip(values).collect();
    let keys = keyed.into_iter().flat_map(|it| it.keys.iter().cloned());
    let converted = Value::mapping(MappingForm::Map(ty), entries, rest);
    Ok(converted.with_keyed(keys.zip(further).collect(), are_all))
}

pub(super) fn to_object(mapping: &Mapping, fields: &BTreeMap<Name, Field>) -> Result<Value, Fault> {
    let (mut entries, mut missing) = (BTreeMap::new(), Vec::new());
    for (name, field) in fields {
        let value = match (mapping.entries.get(name), &mapping.rest) {
            (Some(value), _) => filled(value, field)
                .map_err(|fault| Fault::new(format!("attribute {name:?}: {}", fault.message)))?,
            (None, Some(rest)) => {
                let attribute = rest.attribute(name);
                let mut unknown = retyped(&attribute, settled(&attribute.ty, &field.ty));
                if field.default.is_some() {
                    // The default may stand there as well.
                    unknown.symbol = None;
                }
                unknown.into()
            }
            (None, None) if field.optional => field
                .default
                .clone()
                .unwrap_or_else(|| Value::null(plain(&field.ty))),
            (None, None) => {
                missing.push(name);
                continue;
            }
        };
        entries.insert(name.clone(), value);
    }
    if let Some((last, before)) = missing.split_last() {
        let quoted = |names: &[&Name], separator: &str| -> String {
            let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
            quoted.join(separator)
        };
        return Err(Fault::new(match before {
            [] => format!("attribute {last:?} is required"),
            [first] => format!("attributes {first:?} and {last:?} are required"),
            _ => format!(
                "attributes {}, and {last:?} are required",
                quoted(before, ", ")
            ),
        }));
    }
    Ok(Value::object(entries))
}

/// An attribute converted, its default in the place of null.
fn filled(value: &Value, field: &Field) -> Result<Value, Fault> {
    let Some(default) = &field.default else {
        return convert(value, &field.ty);
    };
    match &value.kind {
        Kind::Union(alternatives) => {
            let mut result = any_alternative(alternatives, |each| filled(each, field))?;
            result.sensitive |= value.sensitive;
            Ok(result)
        }
        _ if value.is_null() == Truth::Yes => Ok(default.clone().hidden(value.sensitive)),
        _ => convert(value, &field.ty),
    }
}
