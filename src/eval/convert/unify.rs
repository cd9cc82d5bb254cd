//! Which types convert to which, and the search for one that several convert to: each asks the other.

use std::{collections::BTreeMap, sync::Arc};

use super::{preference::preference, work};
use crate::{syntax::Name, value::Type};

/// What the elements of a collection type are; `Any` for other types.
pub(in crate::eval) fn element_type(ty: &Type) -> Type {
    match ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => (**element).clone(),
        _ => Type::Any,
    }
}

/// Whether a value of type `from` may convert to `to`: Terraform's "unsafe" conversions, which can still fail on the value.
pub(in crate::eval) fn convertible(from: &Type, to: &Type) -> bool {
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
    let common = unify(types)?;
    if types.iter().all(|ty| reaches(ty, &common)) {
        Some(common)
    } else {
        // Anything goes beside what has no type.
        types.contains(&Type::Any).then_some(Type::Any)
    }
}

/// Whether Terraform converts that type to that common type.
pub(in crate::eval) fn reaches(from: &Type, to: &Type) -> bool {
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
        let elements: Vec<Type> = types.iter().map(|ty| element_type(ty)).collect();
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
    let collection = wrap(unify(&members)?);
    types
        .iter()
        .all(|ty| convertible(ty, &collection))
        .then_some(collection)
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
