//! What was said of one root in each of its variants, as of one.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use super::{
    judge::Judged,
    share,
    unfollowed::Unseen,
    variants::{Names, Variants},
};
use crate::{
    inputs::Given,
    module::{ModuleId, Program},
    money::Cost,
    syntax::Name,
};

/// A root with what it is given once.
pub(super) type Job<'g> = (ModuleId, &'g Given);

/// A root, and what is known so far of its variants.
struct OfRoot<'g> {
    root: ModuleId,
    given: &'g [Given],
    /// The names of all variants that are judged in its directory, if all have one.
    names: Option<Names>,
    judged: Vec<(Judged, Places)>,
    /// Those that nothing is known of.
    open: Places,
}

/// Places of variants among those of their root.
type Places = Vec<usize>;

/// What is said of each root: once, or once in each of its variants. A variant is not judged if nothing that it gives otherwise than one
/// that was judged was asked for there, as `is_alike` says.
pub(super) fn of_roots(
    program: &Program,
    given: &[Vec<Given>],
    judge: impl Fn(&Job<'_>, u64) -> Judged + Sync,
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
    let mut all: Vec<OfRoot<'_>> = roots()
        .map(|(root, given)| OfRoot {
            root: *root,
            given,
            names: names.get(directory(root)).cloned().flatten(),
            judged: Vec::new(),
            open: (0..given.len()).collect(),
        })
        .collect();
    loop {
        let next: Vec<Vec<(usize, Job<'_>)>> = all.iter().map(|it| it.next(&is_alike)).collect();
        let jobs: Vec<Job<'_>> = next.iter().flatten().map(|(_, job)| *job).collect();
        if jobs.is_empty() {
            break;
        }
        let mut judged = share::out(&jobs, &judge).into_iter();
        for (of_root, next) in all.iter_mut().zip(next) {
            let places = next.into_iter().map(|(place, _)| vec![place]);
            let own = places.zip(judged.by_ref());
            let own = own.map(|(places, judged)| (judged, places));
            of_root.judged.extend(own);
            of_root.settle(&is_alike);
        }
    }
    all.into_iter().map(OfRoot::together).collect()
}

impl<'g> OfRoot<'g> {
    /// Who is to be judged next: the first one, and then one of those that are alike in all that was asked for so far.
    fn next(
        &self,
        is_alike: impl Fn(&Given, &Given, &BTreeSet<Name>) -> bool,
    ) -> Vec<(usize, Job<'g>)> {
        let asked = self.judged.iter().flat_map(|(judged, _)| &judged.asked);
        let asked: BTreeSet<Name> = asked.cloned().collect();
        let mut next: Vec<(usize, Job<'g>)> = Vec::new();
        for place in &self.open {
            let Some(given) = self.given.get(*place) else {
                continue;
            };
            let mut known = next.iter();
            let is_known = known.any(|(_, (_, known))| is_alike(known, given, &asked));
            if !is_known || next.is_empty() {
                next.push((*place, (self.root, given)));
            }
        }
        next
    }

    /// Strikes off those that were judged, and those that are as one that was.
    fn settle(&mut self, is_alike: impl Fn(&Given, &Given, &BTreeSet<Name>) -> bool) {
        let Self {
            given,
            judged,
            open,
            ..
        } = self;
        open.retain(|place| {
            let own = given.get(*place);
            let as_one = judged.iter_mut().find(|(judged, places)| {
                let first = places.first().and_then(|first| given.get(*first));
                let both = first.zip(own);
                places.contains(place)
                    || both.is_some_and(|(first, own)| is_alike(first, own, &judged.asked))
            });
            let Some((_, places)) = as_one else {
                return true;
            };
            if !places.contains(place) {
                places.push(*place);
            }
            false
        });
    }

    /// What was said of the root in all of its variants. What does not depend on them is said once.
    fn together(mut self) -> Judged {
        let names = self.names.take();
        let given = self.given;
        self.judged
            .sort_by_key(|(_, places)| places.first().copied());
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
