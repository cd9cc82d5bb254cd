//! What comes of a type under a constraint, and what is said when nothing does.

use super::{convertible, unify};
use crate::{eval::Fault, value::Type};

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
