//! Raw findings to whether they count: where they lie, and what comments say of them.

use std::collections::BTreeMap;

use super::{
    closed::ClosedWorld, raw::RawFinding, request::Request, selection::Selection,
    settings::SettingsByModule, variants::Variants,
};
use crate::{
    ignore::{Date, Ignores},
    module::{ModuleId, Program},
    rules::{self, UNUSED_IGNORE},
    source::Sources,
};

/// What is known of a raw finding before settings are asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Suppression {
    /// It lies outside of what the run is about.
    Elsewhere,
    /// A comment ignores it.
    Ignored,
    /// It counts.
    Counts,
}

/// The raw findings with what suppresses them, and further ones about comments that have no effect.
pub(super) fn suppress(
    sources: &Sources,
    request: &Request,
    program: &Program,
    selection: &Selection,
    closed: &ClosedWorld,
    settings: &SettingsByModule,
    raw: Vec<RawFinding>,
) -> Vec<(Suppression, RawFinding)> {
    let ignored = if request.no_ignores {
        raw.into_iter().map(|raw| (raw, false)).collect()
    } else {
        let today = request.today.unwrap_or_else(Date::today);
        let ignores = Ignores::collect(sources, program, &closed.directories, today);
        ignoring(ignores, program, settings, raw)
    };
    let suppression = |(raw, is_ignored)| {
        let suppression = match (selection.covers(&raw), is_ignored) {
            (false, _) => Suppression::Elsewhere,
            (true, true) => Suppression::Ignored,
            (true, false) => Suppression::Counts,
        };
        (suppression, raw)
    };
    ignored.into_iter().map(suppression).collect()
}

/// The raw findings with whether a comment ignores them, and further ones about comments without effect.
fn ignoring(
    mut ignores: Ignores,
    program: &Program,
    settings: &SettingsByModule,
    raw: Vec<RawFinding>,
) -> Vec<(RawFinding, bool)> {
    if ignores.is_empty() {
        return raw.into_iter().map(|raw| (raw, false)).collect();
    }
    let roots: BTreeMap<&str, ModuleId> = program
        .roots
        .iter()
        .map(|root| (program.module(*root).name.as_str(), *root))
        .collect();
    let mut settled: Vec<(RawFinding, bool)> = raw
        .into_iter()
        .map(|raw| {
            let root = roots.get(&*raw.root).copied();
            let is_ignored = match &raw.said {
                Ok(finding) => ignores.cover(program, root, raw.rule, finding),
                Err(question) => {
                    ignores.doubt(program, root, raw.rule, question);
                    false
                }
            };
            (raw, is_ignored)
        })
        .collect();
    if let Ok(rule) = rules::find(UNUSED_IGNORE) {
        let unused = ignores.unused(|file| settings.needs_reason(program, file));
        settled.extend(unused.into_iter().map(|unused| {
            let raw = RawFinding {
                rule,
                root: program.module(unused.module).name.as_str().into(),
                services: Vec::new(),
                variants: Variants::default(),
                said: Ok(unused.finding),
            };
            (raw, false)
        }));
    }
    settled
}
