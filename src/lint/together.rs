//! What was said of one root in each of its variants, as of one.

use std::collections::BTreeSet;

use super::{
    judge::Judged,
    share,
    unfollowed::Unseen,
    variants::{Names, Variants},
};
use crate::{
    eval::{InputValue, WORKSPACE},
    inputs::Given,
    module::ModuleId,
    money::Cost,
    source::Sources,
    syntax::Name,
};

/// A root with what it is given once.
pub(super) type Job<'g> = (ModuleId, &'g Given);

/// What is said of each root: once, or once in each of its variants. A variant is not judged if nothing that it gives otherwise than the
/// first one was asked for there, as `is_alike` says.
pub(super) fn of_roots(
    roots: &[ModuleId],
    given: &[Vec<Given>],
    judge: impl Fn(&Job<'_>, u64) -> Judged + Sync,
    is_alike: impl Fn(&Given, &Given, &BTreeSet<Name>) -> bool,
) -> Vec<Judged> {
    let of_roots = || roots.iter().copied().zip(given);
    let firsts = of_roots().filter_map(|(root, given)| Some((root, given.first()?)));
    let firsts: Vec<Job<'_>> = firsts.collect();
    let firsts = share::out(&firsts, &judge);
    let mut jobs: Vec<Job<'_>> = Vec::new();
    let mut alike = Vec::new();
    for ((root, given), judged) in of_roots().zip(&firsts) {
        let Some((first, others)) = given.split_first() else {
            continue;
        };
        for other in others {
            let as_first = is_alike(first, other, &judged.asked);
            alike.push(as_first);
            jobs.extend((!as_first).then_some((root, other)));
        }
    }
    let mut judged = share::out(&jobs, &judge).into_iter();
    let mut alike = alike.into_iter();
    let of_root = |(first, given): (Judged, &Vec<Given>)| {
        let names: Option<Vec<_>> = given.iter().map(|one| one.variant.clone()).collect();
        let Some(names) = names else {
            return first;
        };
        let others = alike.by_ref().take(names.len().saturating_sub(1));
        let others = others.map(|as_first| if as_first { None } else { judged.next() });
        let others = others.collect();
        together(first, others, &names.into())
    };
    firsts.into_iter().zip(given).map(of_root).collect()
}

/// What was said of a root in all of its variants, whose names stand in the same order. What does not depend on them is said once; of the
/// others that are none the same holds as of the first.
fn together(mut all: Judged, others: Vec<Option<Judged>>, names: &Names) -> Judged {
    let as_first = others.iter().enumerate();
    let as_first = as_first.filter(|(_, own)| own.is_none());
    let places = std::iter::once(0).chain(as_first.map(|(place, _)| place + 1));
    mark(&mut all, names, &places.collect::<Vec<_>>());
    for (place, own) in others.into_iter().enumerate() {
        let Some(mut other) = own else { continue };
        mark(&mut other, names, &[place + 1]);
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

/// Notes of all that is said in which variants it is. What is paid for is paid in each.
fn mark(judged: &mut Judged, names: &Names, places: &[usize]) {
    for raw in &mut judged.raw {
        for place in places {
            let one = Variants::one(&raw.root, names, *place);
            raw.variants.add(&one);
        }
        let Ok(finding) = &mut raw.said else { continue };
        let in_each = |cost: Cost| {
            let variants = places.iter().map(|place| names.get(*place).cloned());
            variants.map(move |variant| Cost {
                variant,
                ..cost.clone()
            })
        };
        let costs = std::mem::take(&mut finding.costs);
        finding.costs = costs.into_iter().flat_map(in_each).collect();
    }
}

/// Whether two variants give the same of what was asked for. What stands at two places is the same if it is written alike in a way that
/// nothing but its value can be told of.
pub(super) fn is_alike(
    sources: &Sources,
    one: &Given,
    other: &Given,
    asked: &BTreeSet<Name>,
) -> bool {
    let text = |value: &InputValue| {
        let span = value.value.span;
        let file = sources.file(span.file);
        let text = file.slice(span);
        (!text.contains(['\\', '<', '$', '%'])).then(|| text.to_owned())
    };
    let is_same = |one: &InputValue, other: &InputValue| {
        let is_plain = || text(one).is_some_and(|it| text(other) == Some(it));
        one.value.span == other.value.span || is_plain()
    };
    let last = |given: &Given, name: &Name| {
        let values = given.values.iter();
        values.rev().find(|value| value.name == *name).cloned()
    };
    asked.iter().all(|name| {
        if **name == *WORKSPACE {
            return one.workspace == other.workspace;
        }
        match (last(one, name), last(other, name)) {
            (Some(one), Some(other)) => is_same(&one, &other),
            (None, None) => true,
            _ => false,
        }
    })
}
