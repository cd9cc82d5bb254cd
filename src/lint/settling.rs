//! Variable files that lie near a root and would settle what is undecided in it, if they were named.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use super::{
    judge::{Judged, judge},
    root::{Bounds, Root},
};
use crate::{
    eval::InputValue,
    inputs::{self, Given},
    module::Module,
    rules::Rule,
};

/// No more files than this are tried for one root.
const MOST_FILES: usize = 6;

/// The files with values near a root without which rules that are on decide less than with them. Only those are tried that give a value to a
/// variable that has none, and none that variants name.
pub(super) fn files(
    root: &Root<'_>,
    bounds: Bounds<'_>,
    judged: &Judged,
    named: &BTreeSet<PathBuf>,
    is_on: impl Fn(&'static Rule) -> bool,
) -> Vec<PathBuf> {
    let undecided = |judged: &Judged| undecided(judged, &is_on);
    let open = undecided(judged);
    let (module, given, sources) = (root.module(), root.given, root.sources);
    let values: &[InputValue] = &given.values;
    if open.is_empty() || given.plan.is_some() || !has_unset(module, values) {
        return Vec::new();
    }
    let settles = |further: &[InputValue]| {
        let mut further = further.iter();
        further.any(|one| is_unset(module, values, &one.name))
    };
    sources
        .values_near(&module.directory)
        .into_iter()
        .map(|path| (inputs::in_readable(sources, &path), path))
        .filter(|(further, path)| settles(further) && !named.contains(path))
        .take(MOST_FILES)
        .filter(|(further, _)| {
            let with = Given {
                values: Arc::new([values, further.as_slice()].concat()),
                ..given.clone()
            };
            let with = Root {
                given: &with,
                ..*root
            };
            let still_open = undecided(&judge(&with, bounds));
            !open.is_subset(&still_open)
        })
        .map(|(_, path)| path)
        .collect()
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
