//! The variants of a root one after the other: none is judged that is as one that was, and what is evaluated for one serves the next.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{in_turn::InTurn, judge::Judged, share::Places};
use crate::{inputs::Given, syntax::Name};

/// Judges what a root is given, one way after the other, and gives each that was judged with the places of those that are as it is, in the
/// order of their own, which come first.
///
/// Whoever is idle takes some: two may be judged that are alike.
pub(super) fn judge<'g>(
    given: &[&'g Given],
    is_alike: impl Fn(&Given, &Given, &BTreeSet<Name>) -> bool + Sync,
    judge: impl Fn(&'g Given, &mut InTurn<'g>) -> Judged + Sync,
) -> Vec<(Judged, Places)> {
    let Some((first, others)) = given.split_first() else {
        return Vec::new();
    };
    let is_as = |judged: &Judged, own: usize, other: &Given| {
        let own = given.get(own);
        own.is_some_and(|own| judged.holds_with(own, other, &is_alike))
    };
    let mut in_turn = InTurn::of(given.len());
    let of_first = judge(first, &mut in_turn);
    let others = (1..).zip(others);
    let (as_first, open): (Vec<_>, Vec<_>) = others.partition(|(_, it)| is_as(&of_first, 0, it));
    let as_first = as_first.into_iter().map(|(place, _)| place);
    let all = Mutex::new(vec![(
        of_first,
        std::iter::once(0).chain(as_first).collect(),
    )]);
    let next = AtomicUsize::new(0);
    let take_some = |mut in_turn: InTurn<'g>| {
        let mut judged: Vec<(Judged, Places)> = Vec::new();
        while let Some((place, one)) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut known = judged.iter_mut();
            let known =
                known.find(|(it, places)| places.first().is_some_and(|own| is_as(it, *own, one)));
            match known {
                Some((_, places)) => places.push(*place),
                None => judged.push((judge(one, &mut in_turn), vec![*place])),
            }
        }
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        all.append(&mut judged);
    };
    rayon::in_place_scope(|scope| {
        for _ in 1..rayon::current_num_threads().min(open.len()) {
            scope.spawn(|_| take_some(InTurn::of(open.len())));
        }
        take_some(in_turn);
    });
    let mut all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    all.sort_by_key(|(_, places)| places.first().copied());
    all
}
