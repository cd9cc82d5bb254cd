//! Variable files that lie near a root and that nobody named: they would settle what is undecided in it, and a root that is never run
//! without one of them is not what its defaults make of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use super::{
    in_turn::InTurn,
    judge::{Judged, judge},
    raw::RawFinding,
    root::{Bounds, Root},
};
use crate::{
    address::Address,
    eval::InputValue,
    finding::Confidence,
    inputs::{self, Given},
    module::Module,
    rules::Rule,
    span::Span,
};

/// No more files than this are tried for one root.
const MOST_FILES: usize = 6;

/// What a finding is about: its rule and its place.
type Claim = (&'static str, Span);

/// Tries the files with values near a root which give a value to one of its variables, but for those that variants name. Without some of them
/// rules that are on decide less: those are kept. What is found by its defaults and with none of the files is undecided.
pub(super) fn hold_against_files(
    root: &Root<'_>,
    bounds: Bounds<'_>,
    judged: &mut Judged,
    named: &BTreeSet<PathBuf>,
    is_on: impl Fn(&'static Rule) -> bool,
) {
    let undecided = |judged: &Judged| undecided(judged, &is_on);
    let (module, given, sources) = (root.module(), root.given, root.sources);
    let values: &[InputValue] = &given.values;
    let mut open = undecided(judged);
    if bounds.is_urgent || !has_unset(module, values) {
        open.clear();
    }
    // Who names a file or a variant says with what it is run.
    let is_bare = values.is_empty() && given.variant.is_none() && given.unit.is_none();
    let mut refuted = by_defaults(judged, |rule| is_bare && is_on(rule));
    let is_settled = open.is_empty() && refuted.is_empty();
    if is_settled || module.variables.is_empty() || given.plan.is_some() {
        return;
    }
    let is_declared = |one: &InputValue| module.variables.contains_key(&one.name);
    let settles = |one: &InputValue| is_unset(module, values, &one.name);
    let near = sources.values_near(&module.directory).into_iter();
    let near = near.filter(|path| !named.contains(path));
    let near = near.map(|path| (inputs::in_readable(sources, &path), path));
    let near = near.filter(|(further, _)| {
        let mut further = further.iter();
        further.any(|one| settles(one) || !refuted.is_empty() && is_declared(one))
    });
    let near = near.map(|(further, path)| {
        let values = Arc::new([values, further.as_slice()].concat());
        let with = Given {
            values,
            ..given.clone()
        };
        (path, further, with)
    });
    // With what Terraform refuses nobody runs it.
    let is_accepted = |with: &Given| {
        let evaluation = with.evaluation(root.program, sources, root.id);
        evaluation.refused_inputs().is_empty()
    };
    let near = near.filter(|(_, _, with)| is_accepted(with));
    let mut near: Vec<_> = near.take(MOST_FILES + 1).collect();
    // Of files that were not tried nothing is known.
    if near.len() > MOST_FILES {
        refuted.clear();
    }
    near.truncate(MOST_FILES);
    let mut in_turn = InTurn::of(near.len());
    for (path, further, with) in &near {
        let with = Root {
            given: with,
            ..*root
        };
        let with = judge(&with, None, bounds, &mut in_turn);
        // What is not there is not judged.
        let there: BTreeSet<String> = with.endpoints.iter().map(Address::plain).collect();
        refuted.retain(|_, endpoints| endpoints.is_subset(&there));
        if further.iter().any(settles) && !open.is_subset(&undecided(&with)) {
            judged.settling.push(path.clone());
        }
        for claim in with.raw.iter().filter_map(claim) {
            refuted.remove(&claim);
        }
    }
    if let Some((path, _, _)) = near.first().filter(|_| !refuted.is_empty()) {
        let file = sources.name(path);
        let reason = format!("it is so by defaults, for which {file} has other values");
        judged.doubt(|raw, finding| {
            let is_refuted = refuted.contains_key(&(raw.rule.id, finding.primary));
            is_refuted.then(|| reason.clone())
        });
        if !judged.settling.contains(path) {
            judged.settling.push(path.clone());
        }
    }
}

/// What is claimed with less than certainty, as whatever hangs on a default is, with the endpoints that it concerns.
fn by_defaults(
    judged: &Judged,
    is_on: impl Fn(&'static Rule) -> bool,
) -> BTreeMap<Claim, BTreeSet<String>> {
    let raw = judged.raw.iter().filter(|raw| is_on(raw.rule));
    let doubtful = raw.filter(|raw| raw.confidence() != Some(Confidence::Certain));
    let claims = doubtful.filter_map(|raw| {
        let endpoints = raw.said.as_ref().ok()?.endpoints.iter();
        Some((claim(raw)?, endpoints.map(Address::plain).collect()))
    });
    claims.collect()
}

fn claim(raw: &RawFinding) -> Option<Claim> {
    let finding = raw.said.as_ref().ok()?;
    Some((raw.rule.id, finding.primary))
}

/// The rules and resources of questions without an answer; what instances there are may itself be the question.
fn undecided(
    judged: &Judged,
    is_on: impl Fn(&'static Rule) -> bool,
) -> BTreeSet<(&'static str, String)> {
    let raw = judged.raw.iter().filter(|raw| is_on(raw.rule));
    raw.filter_map(|raw| {
        let question = raw.said.as_ref().err()?;
        Some((raw.rule.id, question.address.plain()))
    })
    .collect()
}

fn has_unset(root: &Module, given: &[InputValue]) -> bool {
    root.variables
        .keys()
        .any(|name| is_unset(root, given, name))
}

/// Whether a root has a variable of that name, and nothing gives it a value.
fn is_unset(root: &Module, given: &[InputValue], name: &Arc<str>) -> bool {
    let declared = root.variables.get(name);
    declared.is_some_and(|variable| variable.default.is_none())
        && given.iter().all(|one| one.name != *name)
        && root.variable_files.iter().all(|one| one.name != *name)
}
