//! Edits for what rules would have changed, as far as all roots agree on them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
};

use super::{raw::RawFinding, said::claim};
use crate::{
    address::Address,
    finding::{Finding, Fix},
    fix::{Mender, differ, is_alike, joined},
    module::{ModuleId, Program, Target},
    source::Sources,
    span::Span,
};

/// What rules say of one place, root by root.
type ByRoot<'r> = BTreeMap<&'r str, Vec<Answer<'r>>>;

/// What mends instances of which the same is said: what is mended alike is one.
struct Answer<'r> {
    claim: String,
    /// The instances.
    addresses: BTreeSet<&'r Address>,
    /// The edits, or why there are none.
    mend: Result<&'r Fix, Option<&'r str>>,
}

/// Attaches to each finding the edits that mend it, or why there are none.
pub(super) fn all(program: &Program, sources: &Sources, raw: &mut [RawFinding]) {
    let has_change = |one: &RawFinding| one.said.as_ref().is_ok_and(|it| it.change.is_some());
    if !raw.iter().any(has_change) {
        return;
    }
    let mender = Mender::new(program, sources);
    for one in raw.iter_mut() {
        let Ok(finding) = &mut one.said else { continue };
        match finding.change.as_ref().map(|it| mender.fix(it)) {
            Some(Ok(fix)) => finding.fix = Some(fix),
            Some(Err(reason)) => finding.unfixed = Some(reason),
            None => {}
        }
    }
    for (at, reason) in disputed(program, &mender, raw) {
        if let Some(Ok(finding)) = raw.get_mut(at).map(|it| it.said.as_mut()) {
            finding.fix = None;
            finding.unfixed = Some(reason);
        }
    }
}

/// The findings whose texts others have too, for whom the edits are not meant, each with who that is.
fn disputed(program: &Program, mender: &Mender<'_>, raw: &[RawFinding]) -> Vec<(usize, String)> {
    let found = || {
        let all = raw.iter().enumerate();
        all.filter_map(|(at, one)| Some((at, one, one.said.as_ref().ok()?)))
    };
    let with_fix = found().filter(|(_, _, finding)| finding.fix.is_some());
    let mut answers: HashMap<(&str, Span), ByRoot<'_>> = with_fix
        .map(|(_, one, finding)| ((one.rule.id, finding.primary), ByRoot::new()))
        .collect();
    for (_, one, finding) in found() {
        if let Some(by_root) = answers.get_mut(&(one.rule.id, finding.primary)) {
            add(by_root.entry(&one.root).or_default(), one, finding);
        }
    }
    let roots = program.roots.iter();
    let reached: Vec<(&str, BTreeSet<&Path>)> = roots
        .map(|root| (&*program.module(*root).name, reached(program, *root)))
        .collect();
    let dispute = |one: &RawFinding, finding: &Finding| {
        let fix = finding.fix.as_ref()?;
        let by_root = answers.get(&(one.rule.id, finding.primary))?;
        let own = by_root.get(&*one.root)?;
        let said = claim(finding, &one.services);
        let mut alike = own.iter().filter(|it| it.claim == said);
        if let Some(other) = alike.find(|it| !it.agrees(fix)) {
            return Some(other.reason(""));
        }
        // Of one instance what is left is mended in another round.
        let mut others = own.iter().filter(|it| !it.is_of(finding));
        if let Some(other) = others.find(|it| it.mend.is_ok_and(|it| differ(it, fix))) {
            return Some(other.reason(""));
        }
        let directories = mender.directories(fix);
        let is_concerned =
            |places: &BTreeSet<&Path>| directories.iter().any(|it| places.contains(it.as_path()));
        let mut others = reached.iter().filter(|(name, _)| **name != *one.root);
        others.find_map(|(name, places)| {
            let of_root = by_root.get(name).map_or(&[][..], Vec::as_slice);
            let is_same = |it: &Answer<'_>| it.mend.is_ok_and(|it| is_alike(it, fix));
            if !is_concerned(places) || of_root.iter().any(is_same) {
                return None;
            }
            Some(of_root.first().map_or_else(
                || format!("root {name} uses the same text and was not found to have the fault"),
                |other| other.reason(&format!(" in root {name}")),
            ))
        })
    };
    found()
        .filter_map(|(at, one, finding)| Some((at, dispute(one, finding)?)))
        .collect()
}

fn add<'r>(answers: &mut Vec<Answer<'r>>, one: &'r RawFinding, finding: &'r Finding) {
    let answer = Answer {
        claim: claim(finding, &one.services),
        addresses: finding.addresses.iter().collect(),
        mend: finding.fix.as_ref().ok_or(finding.unfixed.as_deref()),
    };
    let is_same = |known: &Answer<'_>| {
        known.claim == answer.claim
            && match (known.mend, answer.mend) {
                (Ok(one), Ok(other)) => is_alike(one, other),
                (one, other) => one.is_err() && other.is_err(),
            }
    };
    match answers.iter_mut().find(|known| is_same(known)) {
        Some(known) => known.addresses.extend(answer.addresses),
        None => answers.push(answer),
    }
}

impl Answer<'_> {
    /// Whether it concerns an instance that a finding is of.
    fn is_of(&self, finding: &Finding) -> bool {
        let mut addresses = finding.addresses.iter();
        addresses.any(|it| self.addresses.contains(it))
    }

    /// Whether both can be done.
    fn agrees(&self, fix: &Fix) -> bool {
        self.mend.is_ok_and(|own| joined(own, fix).is_some())
    }

    /// Why it keeps others from being mended.
    fn reason(&self, place: &str) -> String {
        let who = self.addresses.first().map_or("another", |it| &***it);
        match self.mend {
            Ok(_) => format!("{who}{place} shares the text and would be mended otherwise"),
            Err(Some(reason)) => {
                format!("{who}{place} shares the text and cannot be mended: {reason}")
            }
            Err(None) => format!("{who}{place} shares the text and cannot be mended"),
        }
    }
}

/// The directories of all modules that a root calls, its own included.
fn reached(program: &Program, root: ModuleId) -> BTreeSet<&Path> {
    let (mut open, mut seen) = (vec![root], BTreeSet::new());
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let module = program.module(id);
        open.extend(module.calls.values().filter_map(|call| match call.target {
            Target::Local(id) => Some(id),
            _ => None,
        }));
    }
    seen.iter()
        .map(|id| program.module(*id).place.as_path())
        .collect()
}
