//! Which types convert to which, and what comes of a type under a constraint.

use super::{unify, work};
use crate::{eval::Fault, value::Type};

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

pub(super) fn check(from: &Type, to: &Type) -> Result<(), Fault> {
    if convertible(from, to) {
        Ok(())
    } else {
        Err(mismatch(from, to))
    }
}

pub(super) fn mismatch(from: &Type, to: &Type) -> Fault {
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
pub(in crate::eval) fn constraint_name(ty: &Type) -> String {
    match ty {
        Type::Any => "any type".to_owned(),
        Type::List(element) if **element == Type::Any => "list of any single type".to_owned(),
        Type::Set(element) if **element == Type::Any => "set of any single type".to_owned(),
        Type::Map(element) if **element == Type::Any => "map of any single type".to_owned(),
        _ => ty.to_string(),
    }
}

/// The type a null or unknown of type `from` has after conversion: `to` with every `any` filled in from `from`.
pub(super) fn settled(from: &Type, to: &Type) -> Type {
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

pub(super) fn common<'a>(types: impl Iterator<Item = &'a Type>) -> Type {
    let types: Vec<Type> = types.cloned().collect();
    unify(&types).unwrap_or(Type::Any)
}

/// The type of values: without `optional()`.
pub(super) fn plain(ty: &Type) -> Type {
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
