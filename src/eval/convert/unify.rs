//! The search for a type that several types convert to.

use std::{collections::BTreeMap, sync::Arc};

use super::{convert, convertible, retyped, work};
use crate::{
    syntax::Name,
    value::{Kind, MappingForm, SequenceForm, Type, Unknown, Value, Why},
};

/// Values of which some types are unknown are not unified when they nest deeper than this,
const DEEPEST_UNCERTAIN: usize = 7;

/// or have more members than this, members of members counted.
const LARGEST_UNCERTAIN: usize = 4096;

/// The type that all of them convert to, as `tolist`, conditionals and `any` choose it; `None` when there is none.
/// `Any` among collections gives `Any`: nothing can be said before it is known. No types at all give `Any`.
#[must_use]
pub fn unify(types: &[Type]) -> Option<Type> {
    // The same type over and over adds nothing but quadratic time.
    let mut distinct: Vec<&Type> = Vec::new();
    for ty in types {
        if !distinct.contains(&ty) {
            distinct.push(ty);
        }
    }
    match distinct.as_slice() {
        [] => Some(Type::Any),
        [only] => Some((*only).clone()),
        several => work::step(Some(Type::Any), || unify_distinct(several)),
    }
}

/// The same for types of values of which nothing is unknown. What then is `any` is null, and a tuple of null and anything with
/// structure is no list.
#[must_use]
pub fn unify_settled(types: &[Type]) -> Option<Type> {
    unify(types).filter(|common| types.iter().all(|ty| reaches(ty, common)))
}

fn reaches(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::Tuple(elements), Type::List(to) | Type::Set(to)) if **to == Type::Any => {
            match unify(elements) {
                Some(Type::Any) => elements.iter().all(|from| *from == Type::Any),
                common => common.is_some(),
            }
        }
        (Type::Tuple(elements), Type::List(to) | Type::Set(to)) => {
            elements.iter().all(|from| reaches(from, to))
        }
        (Type::Tuple(from), Type::Tuple(to)) => from
            .iter()
            .zip(to.iter())
            .all(|(from, to)| reaches(from, to)),
        (Type::List(from), Type::List(to))
        | (Type::Set(from), Type::Set(to))
        | (Type::Map(from), Type::Map(to)) => reaches(from, to),
        (Type::Object(from), Type::Object(to)) => from
            .iter()
            .all(|(name, from)| to.get(name).is_none_or(|to| reaches(&from.ty, &to.ty))),
        (Type::Object(from), Type::Map(to)) if **to == Type::Any => unify(
            &from
                .values()
                .map(|from| from.ty.clone())
                .collect::<Vec<_>>(),
        )
        .is_some(),
        (Type::Object(from), Type::Map(to)) => {
            let fields: Vec<Type> = from.values().map(|from| from.ty.clone()).collect();
            // First as a map of anything, which then takes the type of the other maps.
            unify(&fields) == Some(Type::Any) || fields.iter().all(|from| reaches(from, to))
        }
        _ => convertible(from, to),
    }
}

fn unify_distinct(types: &[&Type]) -> Option<Type> {
    let count = |is: fn(&Type) -> bool| types.iter().filter(|ty| is(ty)).count();
    let maps = count(|ty| matches!(ty, Type::Map(_)));
    let lists = count(|ty| matches!(ty, Type::List(_)));
    let sets = count(|ty| matches!(ty, Type::Set(_)));
    let objects = count(|ty| matches!(ty, Type::Object(_)));
    let tuples = count(|ty| matches!(ty, Type::Tuple(_)));
    let any = count(|ty| matches!(ty, Type::Any));
    let all = types.len();
    let elements = |wrap: fn(Type) -> Type| {
        if any > 0 {
            return Some(Type::Any);
        }
        let elements: Vec<Type> = types.iter().map(|ty| super::element_type(ty)).collect();
        unify(&elements).map(wrap)
    };
    if maps > 0 && maps + any == all {
        return elements(Type::map);
    }
    if lists > 0 && lists + any == all {
        return elements(Type::list);
    }
    if sets > 0 && sets + any == all {
        return elements(Type::set);
    }
    if maps > 0
        && maps + objects + any == all
        && let Some(ty @ Type::Map(_)) = with_collection(types, |ty| matches!(ty, Type::Object(_)))
    {
        return Some(ty);
    }
    if lists > 0
        && lists + tuples + any == all
        && let Some(ty @ Type::List(_)) = with_collection(types, |ty| matches!(ty, Type::Tuple(_)))
    {
        return Some(ty);
    }
    if objects > 0 && objects + any == all || tuples > 0 && tuples + any == all {
        return if any > 0 {
            Some(Type::Any)
        } else if objects > 0 {
            unify_objects(types)
        } else {
            unify_tuples(types)
        };
    }
    if objects > 0 && tuples > 0 {
        return None;
    }
    preference(types)
        .into_iter()
        .filter_map(|index| types.get(index))
        .find(|wanted| types.iter().all(|ty| convertible(ty, wanted)))
        .map(|wanted| (*wanted).clone())
}

/// Objects among maps are tried as maps, tuples among lists as lists.
fn with_collection(types: &[&Type], is_structural: fn(&Type) -> bool) -> Option<Type> {
    let (structural, mut collections): (Vec<&Type>, Vec<&Type>) =
        types.iter().partition(|ty| is_structural(ty));
    let common = members_as_collection(&structural)?;
    collections.push(&common);
    unify(&collections.into_iter().cloned().collect::<Vec<_>>())
}

/// The map that takes all attributes of all objects, or the list that takes all elements of all tuples.
fn members_as_collection(types: &[&Type]) -> Option<Type> {
    let mut members = Vec::new();
    let mut wrap: fn(Type) -> Type = Type::list;
    for ty in types {
        match ty {
            Type::Object(fields) => {
                wrap = Type::map;
                members.extend(fields.values().map(|field| field.ty.clone()));
            }
            Type::Tuple(elements) => members.extend(elements.iter().cloned()),
            _ => return None,
        }
    }
    if members.is_empty() {
        return None;
    }
    unify(&members).map(wrap)
}

fn unify_objects(types: &[&Type]) -> Option<Type> {
    let objects: Vec<_> = types
        .iter()
        .filter_map(|ty| match ty {
            Type::Object(fields) => Some(fields),
            _ => None,
        })
        .collect();
    let first = objects.first()?;
    if objects
        .iter()
        .any(|fields| fields.len() != first.len() || !fields.keys().eq(first.keys()))
    {
        return members_as_collection(types);
    }
    let mut fields: BTreeMap<Name, Type> = BTreeMap::new();
    for name in first.keys() {
        let across: Vec<Type> = objects
            .iter()
            .filter_map(|fields| fields.get(name).map(|field| field.ty.clone()))
            .collect();
        fields.insert(name.clone(), unify(&across)?);
    }
    Some(Type::object(fields))
}

fn unify_tuples(types: &[&Type]) -> Option<Type> {
    let tuples: Vec<&Arc<[Type]>> = types
        .iter()
        .filter_map(|ty| match ty {
            Type::Tuple(elements) => Some(elements),
            _ => None,
        })
        .collect();
    let length = tuples.first()?.len();
    if tuples.iter().any(|elements| elements.len() != length) {
        return members_as_collection(types);
    }
    (0..length)
        .map(|index| {
            let across: Vec<Type> = tuples
                .iter()
                .filter_map(|elements| elements.get(index).cloned())
                .collect();
            unify(&across)
        })
        .collect::<Option<Vec<_>>>()
        .map(|elements| Type::Tuple(elements.into()))
}

/// The order in which the types themselves are tried: more general ones first, otherwise as given.
fn preference(types: &[&Type]) -> Vec<usize> {
    let mut general_over: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    let mut below = vec![0_usize; types.len()];
    for (i, a) in types.iter().enumerate() {
        for (j, b) in types.iter().enumerate().skip(i + 1) {
            let (over, under) = match compare(a, b) {
                0 => continue,
                order if order < 0 => (i, j),
                _ => (j, i),
            };
            if let Some(edges) = general_over.get_mut(over) {
                edges.push(under);
            }
            if let Some(count) = below.get_mut(under) {
                *count += 1;
            }
        }
    }
    let mut order: Vec<usize> = (0..types.len())
        .filter(|index| below.get(*index) == Some(&0))
        .collect();
    let mut next = 0;
    while let Some(index) = order.get(next).copied() {
        next += 1;
        for under in general_over.get(index).into_iter().flatten() {
            if let Some(count) = below.get_mut(*under) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    order.push(*under);
                }
            }
        }
    }
    order
}

/// Negative when `a` is the more general of the two, positive when `b` is, else 0.
fn compare(a: &Type, b: &Type) -> i8 {
    match (a, b) {
        (Type::List(a), Type::List(b))
        | (Type::Set(a), Type::Set(b))
        | (Type::Map(a), Type::Map(b)) => compare(a, b),
        (Type::Any, Type::Any) => 0,
        (Type::Any, _)
        | (Type::Bool | Type::Number, Type::String)
        | (Type::Set(_), Type::List(_) | Type::Tuple(_))
        | (Type::Tuple(_), Type::List(_))
        | (Type::Object(_), Type::Map(_)) => 1,
        (_, Type::Any)
        | (Type::String, Type::Bool | Type::Number)
        | (Type::List(_) | Type::Tuple(_), Type::Set(_))
        | (Type::List(_), Type::Tuple(_))
        | (Type::Map(_), Type::Object(_)) => -1,
        (Type::Object(a), Type::Object(b)) if a.keys().eq(b.keys()) => compare_members(
            a.values()
                .zip(b.values())
                .map(|(a, b)| compare(&a.ty, &b.ty)),
        ),
        (Type::Tuple(a), Type::Tuple(b)) if a.len() == b.len() => {
            compare_members(a.iter().zip(b.iter()).map(|(a, b)| compare(a, b)))
        }
        _ => 0,
    }
}

fn compare_members(orders: impl Iterator<Item = i8>) -> i8 {
    let (mut first, mut second) = (false, false);
    for order in orders {
        first |= order < 0;
        second |= order > 0;
    }
    match (first, second) {
        (true, false) => -1,
        (false, true) => 1,
        _ => 0,
    }
}

/// The common type of several values and the values converted to it; `None` when there is none. Where a value of unknown
/// type could make the others numbers or strings, those are unknown.
#[must_use]
pub fn unify_values(values: &[Value]) -> Option<(Type, Vec<Value>)> {
    let types: Vec<Type> = values.iter().map(Value::ty).collect();
    let common = unify(&types)?;
    let uncertain = values.iter().any(is_of_unknown_type);
    if uncertain && !values.iter().all(is_small) {
        return Some((Type::Any, values.iter().map(softened).collect()));
    }
    if common == Type::Any {
        let values = if uncertain {
            values.iter().map(softened).collect()
        } else {
            values.to_vec()
        };
        return Some((common, values));
    }
    let values: Vec<Value> = values
        .iter()
        .map(|value| convert(value, &common).ok())
        .collect::<Option<_>>()?;
    if !uncertain {
        return Some((common, values));
    }
    let as_strings: Vec<Type> = types.iter().map(any_as_string).collect();
    let Some(other) = unify(&as_strings).filter(|other| *other != common) else {
        return Some((common, values));
    };
    let values = values
        .iter()
        .map(|value| {
            convert(value, &other).map_or_else(|_| value.clone(), |as_other| both(value, &as_other))
        })
        .collect();
    Some((common, values))
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
            Kind::Choice(alternatives) => {
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
        Kind::Choice(alternatives) => alternatives.iter().any(is_of_unknown_type),
        _ => false,
    }
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
            sequence.items = Arc::new(
                a.items
                    .iter()
                    .zip(b.items.iter())
                    .map(|(a, b)| both(a, b))
                    .collect(),
            );
            Kind::Sequence(sequence)
        }
        (Kind::Mapping(a), Kind::Mapping(b)) if a.entries.keys().eq(b.entries.keys()) => {
            let mut mapping = a.clone();
            if let MappingForm::Map(_) = a.form
                && a.form != b.form
            {
                mapping.form = MappingForm::Map(Type::Any);
            }
            mapping.entries = Arc::new(
                a.entries
                    .iter()
                    .zip(b.entries.values())
                    .map(|((name, a), b)| (name.clone(), both(a, b)))
                    .collect(),
            );
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
        Kind::Choice(alternatives) => {
            return Value {
                origin: value.origin,
                ..Value::choice(alternatives.iter().map(softened)).hidden(value.sensitive)
            };
        }
        _ => return value.clone(),
    };
    Value {
        kind,
        origin: value.origin,
        sensitive: value.sensitive,
    }
}
