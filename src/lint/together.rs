//! What was said of one root in each of its variants, as of one.

use std::collections::BTreeSet;

use super::{
    judge::Judged,
    unfollowed::Unseen,
    variants::{Names, Variants},
};
use crate::inputs::Given;

/// What was said of each root: once, or once in each of its variants.
pub(super) fn of_roots(given: &[Vec<Given>], judged: Vec<Judged>) -> Vec<Judged> {
    let mut judged = judged.into_iter();
    let of_root = |given: &Vec<Given>| {
        let of_variants: Vec<_> = judged.by_ref().take(given.len()).collect();
        let names: Option<Vec<_>> = given.iter().map(|one| one.variant.clone()).collect();
        match names {
            Some(names) => together(of_variants, &names.into()),
            None => of_variants.into_iter().next().unwrap_or_default(),
        }
    };
    given.iter().map(of_root).collect()
}

/// What was said of a root in all of its variants, whose names stand in the same order. What does not depend on them is said once.
fn together(of_variants: Vec<Judged>, names: &Names) -> Judged {
    let mut of_variants = of_variants.into_iter().enumerate();
    let Some((_, mut all)) = of_variants.next() else {
        return Judged::default();
    };
    mark(&mut all, names, 0);
    for (place, mut other) in of_variants {
        mark(&mut other, names, place);
        all.raw.append(&mut other.raw);
        all.answers.join(other.answers);
        let known: BTreeSet<_> = all.endpoints.iter().cloned().collect();
        let mut further = other.endpoints;
        further.retain(|address| !known.contains(address));
        all.endpoints.append(&mut further);
        all.note = all.note.or(other.note);
        all.network = all.network.or(other.network);
        let same = |one: &Unseen, other: &Unseen| {
            (one.reason, &one.part, &one.source, one.span)
                == (other.reason, &other.part, &other.source, other.span)
        };
        for unseen in other.unseen {
            if !all.unseen.iter().any(|known| same(known, &unseen)) {
                all.unseen.push(unseen);
            }
        }
        for call in other.newer {
            if !all.newer.contains(&call) {
                all.newer.push(call);
            }
        }
        for path in other.settling {
            if !all.settling.contains(&path) {
                all.settling.push(path);
            }
        }
    }
    for (rule, counts) in all.answers.coverage() {
        all.coverage.insert(rule, counts);
    }
    all
}

/// Notes of all that is said in which variant it is. What is paid for is paid in each.
fn mark(judged: &mut Judged, names: &Names, place: usize) {
    for raw in &mut judged.raw {
        raw.variants = Variants::one(&raw.root, names, place);
        let costs = raw.said.iter_mut().flat_map(|finding| &mut finding.costs);
        for cost in costs {
            cost.variant = names.get(place).cloned();
        }
    }
}
