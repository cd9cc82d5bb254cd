//! Which of several types is preferred as the common one.

use crate::value::Type;

/// The order in which the types themselves are tried: more general ones first, otherwise as given.
pub(super) fn preference(types: &[&Type]) -> Vec<usize> {
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
