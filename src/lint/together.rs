//! What was said of one root in each of its variants, as of one.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use super::{
    judge::Judged,
    share::{self, Places},
    unfollowed::Unseen,
    variants::{Names, Variants},
};
use crate::{
    inputs::Given,
    module::{ModuleId, Program},
    money::Cost,
    syntax::Name,
};

/// A root, and what is known so far of its variants.
struct OfRoot<'g> {
    given: &'g [Given],
    /// The names of all variants that are judged in its directory, if all have one.
    names: Option<Names>,
    /// Those that were judged, with the places of those that are as each is.
    judged: Vec<(Judged, Places)>,
}

/// What is said of each root: once, or once in each of its variants. A variant is not judged if nothing that it gives otherwise than one
/// that was judged was asked for there, as `is_alike` says.
pub(super) fn of_roots(
    program: &Program,
    given: &[Vec<Given>],
    judge: impl Fn(ModuleId, &[&Given], u64) -> Vec<(Judged, Places)> + Sync,
    is_alike: impl Fn(&Given, &Given, &BTreeSet<Name>) -> bool,
) -> Vec<Judged> {
    let roots = || program.roots.iter().zip(given);
    let directory = |root: &ModuleId| &*program.module(*root).directory;
    let mut names: BTreeMap<&Path, Option<Vec<Arc<str>>>> = BTreeMap::new();
    // A module with files that some units generate beside it is another root in the same directory.
    for (root, given) in roots() {
        let own: Option<Vec<_>> = given.iter().map(|one| one.variant.clone()).collect();
        let all = names.entry(directory(root));
        let all = all.or_insert_with(|| Some(Vec::new()));
        *all = all.take().zip(own).map(|(all, own)| [all, own].concat());
    }
    let names: BTreeMap<&Path, Option<Names>> = names
        .into_iter()
        .map(|(directory, names)| (directory, names.map(Names::from)))
        .collect();
    let all: Vec<(ModuleId, Vec<&Given>)> = (roots())
        .map(|(root, given)| (*root, given.iter().collect()))
        .collect();
    let judged = share::out(&all, |root, given, steps| judge(*root, given, steps));
    let all = roots().zip(judged).map(|((root, given), judged)| OfRoot {
        names: names.get(directory(root)).cloned().flatten(),
        given,
        judged: merge_alike(given, judged, &is_alike),
    });
    all.map(OfRoot::together).collect()
}

/// Takes together those that are as one before, in the order of their places.
fn merge_alike(
    given: &[Given],
    judged: Vec<(Judged, Places)>,
    is_alike: impl Fn(&Given, &Given, &BTreeSet<Name>) -> bool,
) -> Vec<(Judged, Places)> {
    let own = |places: &Places| given.get(*places.first()?);
    let mut merged: Vec<(Judged, Places)> = Vec::new();
    for (one, mut places) in judged {
        let as_one = merged.iter_mut().find(|(known, of_known)| {
            let both = own(of_known).zip(own(&places));
            both.is_some_and(|(known_as, own)| known.holds_with(known_as, own, &is_alike))
        });
        match as_one {
            Some((_, of_known)) => of_known.append(&mut places),
            None => merged.push((one, places)),
        }
    }
    for (_, places) in &mut merged {
        places.sort_unstable();
    }
    merged
}

impl OfRoot<'_> {
    /// What was said of the root in all of its variants. What does not depend on them is said once.
    fn together(mut self) -> Judged {
        let names = self.names.take();
        let given = self.given;
        let mut judged = self.judged.into_iter();
        let Some((mut all, places)) = judged.next() else {
            return Judged::default();
        };
        let Some(names) = names else {
            return all;
        };
        let among_all = |places: Places| -> Places {
            let own = |place: usize| given.get(place)?.variant.as_ref();
            let own = places.into_iter().filter_map(own);
            own.filter_map(|own| names.iter().position(|it| it == own))
                .collect()
        };
        mark(&mut all, &names, &among_all(places));
        for (mut other, places) in judged {
            mark(&mut other, &names, &among_all(places));
            add(&mut all, other);
        }
        for (rule, counts) in all.answers.coverage() {
            all.coverage.insert(rule, counts);
        }
        all
    }
}

/// Takes in what was said in another variant.
fn add(all: &mut Judged, mut other: Judged) {
    all.raw.append(&mut other.raw);
    all.answers.join(other.answers);
    let known: BTreeSet<_> = all.endpoints.iter().cloned().collect();
    let mut further = other.endpoints;
    further.retain(|address| !known.contains(address));
    all.endpoints.append(&mut further);
    all.elsewhere.join(other.elsewhere);
    all.note = all.note.take().or(other.note);
    all.network = all.network.take().or(other.network);
    all.topologies.append(&mut other.topologies);
    let same = |one: &Unseen, other: &Unseen| {
        (one.reason, &one.part, &one.source, one.span)
            == (other.reason, &other.part, &other.source, other.span)
    };
    for unseen in other.unseen {
        if !all.unseen.iter().any(|known| same(known, &unseen)) {
            all.unseen.push(unseen);
        }
    }
    // What one variant turns on is judged there.
    all.switched_off
        .retain(|block| other.switched_off.contains(block));
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

/// Notes of all that is said in which variants it is. What is paid for is paid in each.
fn mark(judged: &mut Judged, names: &Names, places: &[usize]) {
    for topology in &mut judged.topologies {
        let names = places.iter().filter_map(|place| names.get(*place));
        topology.variants = names.cloned().collect();
    }
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
