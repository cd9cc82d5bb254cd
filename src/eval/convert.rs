//! Conversion between types and the search for a common type, by Terraform's rules.

#[cfg(test)]
mod tests;
mod unify;
mod work;

use std::{collections::BTreeMap, sync::Arc};

pub(super) use unify::{is_of_unknown_type, softened};
pub use unify::{unify, unify_settled, unify_values};

use super::Fault;
use crate::{
    syntax::Name,
    value::{
        Field, Fragment, Kind, Mapping, MappingForm, Number, Sequence, SequenceForm, Truth, Type,
        Unknown, Value, Why,
    },
};

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

/// The conversion without regard to the origin of the outermost value.
fn converted(value: &Value, to: &Type) -> Result<Value, Fault> {
    match (&value.kind, to) {
        (Kind::Choice(alternatives), _) => any_alternative(alternatives, |each| convert(each, to)),
        (_, Type::Any)
        | (Kind::Bool(_), Type::Bool)
        | (Kind::Number(_), Type::Number)
        | (Kind::String(_) | Kind::Text(_), Type::String) => Ok(value.clone()),
        (Kind::Null(from), _) => {
            check(from, to)?;
            Ok(Value::null(settled(from, to)))
        }
        (Kind::Unknown(unknown), _) => {
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
        (Kind::Text(fragments), Type::Number | Type::Bool) => {
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
        _ => Ok(Value::choice(results)),
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

/// Why the first hole of a text is unknown.
fn why_of_text(fragments: &[Fragment]) -> Why {
    fragments
        .iter()
        .find_map(|fragment| match fragment {
            Fragment::Hole(unknown) => Some(unknown.why.clone()),
            Fragment::Known(_) => None,
        })
        .unwrap_or(Why::Condition)
}

/// The same unknown under another type.
fn retyped(unknown: &Unknown, ty: Type) -> Unknown {
    Unknown {
        symbol: unknown.symbol.clone(),
        why: unknown.why.clone(),
        not_null: unknown.not_null,
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

fn to_collection(sequence: &Sequence, element: &Arc<Type>, to: &Type) -> Result<Value, Fault> {
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
pub(super) fn may_coalesce(sequence: &Sequence) -> bool {
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
        return Ok((ty, items.iter().map(softened).collect()));
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

/// What the elements of a collection type are; `Any` for other types.
pub(super) fn element_type(ty: &Type) -> Type {
    match ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => (**element).clone(),
        _ => Type::Any,
    }
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

fn to_tuple(value: &Value, sequence: &Sequence, types: &[Type]) -> Result<Value, Fault> {
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

fn to_map(mapping: &Mapping, element: &Arc<Type>, to: &Type) -> Result<Value, Fault> {
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
    let values: Vec<Value> = mapping.entries.values().cloned().collect();
    let form = match &mapping.form {
        MappingForm::Map(from) => SequenceForm::List(from.clone()),
        MappingForm::Object => SequenceForm::Tuple,
    };
    let (ty, values) =
        elements(&values, element, &form, rest.as_deref(), to).map_err(|fault| named(fault, to))?;
    let entries = mapping.entries.keys().cloned().zip(values).collect();
    Ok(Value::mapping(MappingForm::Map(ty), entries, rest))
}

fn to_object(mapping: &Mapping, fields: &BTreeMap<Name, Field>) -> Result<Value, Fault> {
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
        Kind::Choice(alternatives) => {
            let mut result = any_alternative(alternatives, |each| filled(each, field))?;
            result.sensitive |= value.sensitive;
            Ok(result)
        }
        _ if value.is_null() == Truth::Yes => Ok(default.clone().hidden(value.sensitive)),
        _ => convert(value, &field.ty),
    }
}

/// Whether a value of type `from` may convert to `to`: Terraform's "unsafe" conversions, which can still fail on the value.
pub(super) fn convertible(from: &Type, to: &Type) -> bool {
    work::step(true, || fits(from, to))
}

fn fits(from: &Type, to: &Type) -> bool {
    let all = |types: Vec<Type>, element: &Type| {
        if *element == Type::Any {
            types.is_empty()
                || unify(&types)
                    .is_some_and(|common| common != Type::Any || types.contains(&Type::Any))
        } else {
            types.iter().all(|ty| convertible(ty, element))
        }
    };
    match (from, to) {
        (_, Type::Any)
        | (Type::Any, _)
        | (Type::Bool | Type::Number | Type::String, Type::String)
        | (Type::String | Type::Number, Type::Number)
        | (Type::String | Type::Bool, Type::Bool) => true,
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to))
        | (Type::Map(from), Type::Map(to)) => convertible(from, to),
        (Type::Tuple(from), Type::List(to) | Type::Set(to)) => all(from.to_vec(), to),
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len() && from.iter().zip(to.iter()).all(|(f, t)| convertible(f, t))
        }
        (Type::Object(from), Type::Map(to)) => {
            all(from.values().map(|field| field.ty.clone()).collect(), to)
        }
        (Type::Object(from), Type::Object(to)) => to.iter().all(|(name, field)| {
            from.get(name)
                .map_or(field.optional, |given| convertible(&given.ty, &field.ty))
        }),
        (Type::Map(from), Type::Object(to)) => to
            .values()
            .all(|field| field.optional || convertible(from, &field.ty)),
        _ => false,
    }
}

fn check(from: &Type, to: &Type) -> Result<(), Fault> {
    if convertible(from, to) {
        Ok(())
    } else {
        Err(mismatch(from, to))
    }
}

fn mismatch(from: &Type, to: &Type) -> Fault {
    match (from, to) {
        (Type::Tuple(_), Type::List(element)) if **element == Type::Any => {
            Fault::new("all list elements must have the same type")
        }
        (Type::Tuple(_), Type::Set(element)) if **element == Type::Any => {
            Fault::new("all set elements must have the same type")
        }
        (Type::Object(_), Type::Map(element)) if **element == Type::Any => {
            Fault::new("all map elements must have the same type")
        }
        _ => Fault::new(format!("{} required", constraint_name(to))),
    }
}

/// A type as Terraform's messages name what they want.
pub(super) fn constraint_name(ty: &Type) -> String {
    match ty {
        Type::Any => "any type".to_owned(),
        Type::List(element) if **element == Type::Any => "list of any single type".to_owned(),
        Type::Set(element) if **element == Type::Any => "set of any single type".to_owned(),
        Type::Map(element) if **element == Type::Any => "map of any single type".to_owned(),
        _ => ty.to_string(),
    }
}

/// The type a null or unknown of type `from` has after conversion: `to` with every `any` filled in from `from`.
fn settled(from: &Type, to: &Type) -> Type {
    match (to, from) {
        (Type::Any, _) => plain(from),
        _ if !to.has_any() => plain(to),
        (Type::List(to), Type::List(from) | Type::Set(from)) => Type::list(settled(from, to)),
        (Type::Set(to), Type::List(from) | Type::Set(from)) => Type::set(settled(from, to)),
        (Type::Map(to), Type::Map(from)) => Type::map(settled(from, to)),
        (Type::List(to), Type::Tuple(from)) => Type::list(settled(&common(from.iter()), to)),
        (Type::Set(to), Type::Tuple(from)) => Type::set(settled(&common(from.iter()), to)),
        (Type::Map(to), Type::Object(from)) => {
            Type::map(settled(&common(from.values().map(|field| &field.ty)), to))
        }
        (Type::Tuple(to), Type::Tuple(from)) => Type::Tuple(
            to.iter()
                .zip(from.iter())
                .map(|(to, from)| settled(from, to))
                .collect(),
        ),
        (Type::Object(to), Type::Object(from)) => Type::object(to.iter().map(|(name, field)| {
            let from = from.get(name).map_or(&Type::Any, |given| &given.ty);
            (name.clone(), settled(from, &field.ty))
        })),
        _ => plain(to),
    }
}

fn common<'a>(types: impl Iterator<Item = &'a Type>) -> Type {
    let types: Vec<Type> = types.cloned().collect();
    unify(&types).unwrap_or(Type::Any)
}

/// The type of values: without `optional()`.
fn plain(ty: &Type) -> Type {
    fn has_optional(ty: &Type) -> bool {
        match ty {
            Type::Any | Type::Bool | Type::Number | Type::String => false,
            Type::List(element) | Type::Set(element) | Type::Map(element) => has_optional(element),
            Type::Tuple(elements) => elements.iter().any(has_optional),
            Type::Object(fields) => fields
                .values()
                .any(|field| field.optional || has_optional(&field.ty)),
        }
    }
    if !has_optional(ty) {
        return ty.clone();
    }
    match ty {
        Type::Any | Type::Bool | Type::Number | Type::String => ty.clone(),
        Type::List(element) => Type::list(plain(element)),
        Type::Set(element) => Type::set(plain(element)),
        Type::Map(element) => Type::map(plain(element)),
        Type::Tuple(elements) => Type::Tuple(elements.iter().map(plain).collect()),
        Type::Object(fields) => Type::object(
            fields
                .iter()
                .map(|(name, field)| (name.clone(), plain(&field.ty))),
        ),
    }
}

/// Why the first unknown in a value is unknown; `None` when it is wholly known.
pub(super) fn why_unknown(value: &Value) -> Option<Why> {
    match &value.kind {
        Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => None,
        Kind::Text(fragments) => Some(why_of_text(fragments)),
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
        Kind::Choice(_) => Some(Why::Condition),
    }
}
