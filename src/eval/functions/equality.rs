//! Whether two values are equal, as `==`, `contains` and `distinct` see it.

use super::text;
use crate::value::{Fragment, Kind, Number, Truth, Type, Unknown, Value};

/// Values are not compared each with each where there are more of them.
pub const MOST_COMPARED: usize = 64;

/// Whether a value is for certain none of some others.
pub fn is_apart<'v>(value: &Value, others: impl IntoIterator<Item = &'v Value>) -> bool {
    let mut others = others.into_iter();
    others.all(|other| equal(value, other) == Truth::No)
}

/// Whether the two are equal as Terraform compares them: values of different types never are. Unknown when what is
/// not known decides it.
#[must_use]
pub fn equal(a: &Value, b: &Value) -> Truth {
    match (&a.kind, &b.kind) {
        (Kind::Union(alternatives), _) => of_alternatives(alternatives, b),
        (_, Kind::Union(alternatives)) => of_alternatives(alternatives, a),
        (Kind::Null(_), _) => b.is_null(),
        (_, Kind::Null(_)) => a.is_null(),
        (Kind::Unknown(x), Kind::Unknown(y)) if x.same(y) && x.ty == y.ty => Truth::Yes,
        (Kind::Unknown(x), Kind::Unknown(y)) if x.differs_from(y) => Truth::No,
        (Kind::Unknown(unknown), _) => of_types(unknown, b),
        (_, Kind::Unknown(unknown)) => of_types(unknown, a),
        (Kind::Bool(x), Kind::Bool(y)) => (x == y).into(),
        (Kind::Number(x), Kind::Number(y)) => (x == y).into(),
        (Kind::String(x), Kind::String(y)) => (x == y).into(),
        (Kind::PartialString(fragments), Kind::String(string))
        | (Kind::String(string), Kind::PartialString(fragments)) => {
            if text::may_equal(fragments, string) {
                Truth::Unknown
            } else {
                Truth::No
            }
        }
        (Kind::PartialString(x), Kind::PartialString(y)) => {
            let differ = |x: &str, y: &str, from_end: bool| {
                let length = x.len().min(y.len());
                if from_end {
                    !x.bytes()
                        .rev()
                        .take(length)
                        .eq(y.bytes().rev().take(length))
                } else {
                    !x.bytes().take(length).eq(y.bytes().take(length))
                }
            };
            if x.len() == y.len() && x.iter().zip(y.iter()).all(|(x, y)| x.same(y)) {
                Truth::Yes
            } else if differ(text::prefix(x), text::prefix(y), false)
                || differ(text::suffix(x), text::suffix(y), true)
                || differ_in_one_part(x, y)
            {
                Truth::No
            } else {
                Truth::Unknown
            }
        }
        (Kind::Sequence(_), Kind::Sequence(_)) | (Kind::Mapping(_), Kind::Mapping(_)) => {
            of_members(a, b)
        }
        _ => Truth::No,
    }
}

/// Whether two texts are the same but for one part, which differs for certain.
fn differ_in_one_part(x: &[Fragment], y: &[Fragment]) -> bool {
    let mut parts = x.iter().zip(y).filter(|(x, y)| !x.same(y));
    match (parts.next(), parts.next()) {
        _ if x.len() != y.len() => false,
        (Some((Fragment::Unknown(x), Fragment::Unknown(y))), None) => x.differs_from(y),
        _ => false,
    }
}

/// Types that are known and differ decide it, and so does a size that the unknown exceeds, even where it turns out to be null:
/// the other is not.
fn of_types(unknown: &Unknown, other: &Value) -> Truth {
    let falls_short = unknown.least.is_some_and(|least| match &other.kind {
        Kind::Number(number) => *number < Number::from(least),
        Kind::Sequence(sequence) => sequence.rest.is_none() && sequence.items.len() < least,
        Kind::Mapping(mapping) => mapping.rest.is_none() && mapping.entries.len() < least,
        _ => false,
    });
    let is_empty = other.as_str().is_some_and(|text| text.is_empty());
    if falls_short || is_empty && unknown.names_one_resource() {
        return Truth::No;
    }
    let is_open = match &other.kind {
        Kind::Unknown(_) => true,
        Kind::Sequence(sequence) => sequence.rest.is_some(),
        Kind::Mapping(mapping) => mapping.rest.is_some(),
        _ => false,
    };
    if is_open || conforms(&other.ty(), &unknown.ty) {
        Truth::Unknown
    } else {
        Truth::No
    }
}

/// Whether a type may be the other, in either of which `any` may be anything.
fn conforms(one: &Type, other: &Type) -> bool {
    match (one, other) {
        (Type::Any, _) | (_, Type::Any) => true,
        (Type::List(one), Type::List(other))
        | (Type::Set(one), Type::Set(other))
        | (Type::Map(one), Type::Map(other)) => conforms(one, other),
        (Type::Tuple(one), Type::Tuple(other)) => {
            one.len() == other.len() && one.iter().zip(other.iter()).all(|(a, b)| conforms(a, b))
        }
        (Type::Object(one), Type::Object(other)) => {
            one.keys().eq(other.keys())
                && one
                    .values()
                    .zip(other.values())
                    .all(|(a, b)| conforms(&a.ty, &b.ty))
        }
        _ => one == other,
    }
}

fn of_alternatives(alternatives: &[Value], other: &Value) -> Truth {
    let mut truths = alternatives.iter().map(|each| equal(each, other));
    let first = truths.next().unwrap_or(Truth::Unknown);
    if truths.all(|truth| truth == first) {
        first
    } else {
        Truth::Unknown
    }
}

fn of_members(a: &Value, b: &Value) -> Truth {
    let (one, other) = (a.ty(), b.ty());
    if one != other {
        // Types that are not known to the last leaf may still turn out the same.
        return if one.has_any() || other.has_any() {
            match (&a.kind, &b.kind) {
                (Kind::Sequence(x), Kind::Sequence(y))
                    if std::mem::discriminant(&x.form) != std::mem::discriminant(&y.form) =>
                {
                    Truth::No
                }
                (Kind::Mapping(x), Kind::Mapping(y))
                    if std::mem::discriminant(&x.form) != std::mem::discriminant(&y.form) =>
                {
                    Truth::No
                }
                _ => Truth::Unknown,
            }
        } else {
            Truth::No
        };
    }
    match (&a.kind, &b.kind) {
        (Kind::Sequence(x), Kind::Sequence(y)) => {
            if x.rest.is_some() || y.rest.is_some() {
                return Truth::Unknown;
            }
            if matches!(one, Type::Set(_)) {
                return of_sets(&x.items, &y.items);
            }
            if x.items.len() != y.items.len() {
                return Truth::No;
            }
            Truth::all(x.items.iter().zip(y.items.iter()).map(|(x, y)| equal(x, y)))
        }
        (Kind::Mapping(x), Kind::Mapping(y)) => {
            if x.rest.is_some() || y.rest.is_some() {
                return Truth::Unknown;
            }
            if !x.entries.keys().eq(y.entries.keys()) {
                return Truth::No;
            }
            Truth::all(
                x.entries
                    .values()
                    .zip(y.entries.values())
                    .map(|(x, y)| equal(x, y)),
            )
        }
        _ => Truth::Unknown,
    }
}

/// Sets are equal when each has every member of the other; what is not known leaves it open.
fn of_sets(x: &[Value], y: &[Value]) -> Truth {
    if !x.iter().chain(y).all(Value::is_wholly_known) {
        return if x.len() == y.len() && x.iter().zip(y).all(|(x, y)| x.same(y)) {
            Truth::Yes
        } else {
            Truth::Unknown
        };
    }
    Truth::all(
        std::iter::once(Truth::from(x.len() == y.len()))
            .chain(x.iter().zip(y).map(|(x, y)| equal(x, y))),
    )
}
