//! Edits for what rules would have changed, as far as all roots agree on them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
    sync::Arc,
};

use super::raw::RawFinding;
use crate::{
    finding::Fix,
    fix::Mender,
    module::{ModuleId, Program, Target},
    source::Sources,
    span::Span,
};

/// What each root makes of one place.
type FixByRoot = BTreeMap<Arc<str>, Option<Fix>>;

/// Attaches to each finding the edits that mend it, or why there are none.
pub(super) fn all(program: &Program, sources: &Sources, raw: &mut [RawFinding]) {
    let has_change = |one: &RawFinding| one.said.as_ref().is_ok_and(|it| it.change.is_some());
    if !raw.iter().any(has_change) {
        return;
    }
    let mender = Mender::new(program, sources);
    let mut fixes: HashMap<(&str, Span), FixByRoot> = HashMap::new();
    for one in raw.iter_mut() {
        let Ok(finding) = &mut one.said else { continue };
        let Some(change) = &finding.change else {
            continue;
        };
        match mender.fix(change) {
            Ok(fix) => finding.fix = Some(fix),
            Err(reason) => finding.unfixed = Some(reason),
        }
        let of_root = fixes.entry((one.rule.id, finding.primary)).or_default();
        of_root.insert(one.root.clone(), finding.fix.clone());
    }
    let reached: Vec<(Arc<str>, BTreeSet<&Path>)> = (program.roots.iter())
        .map(|root| {
            (
                program.module(*root).name.as_str().into(),
                reached(program, *root),
            )
        })
        .collect();
    for one in raw {
        let Ok(finding) = &mut one.said else { continue };
        let Some(fix) = &finding.fix else { continue };
        let Some(known) = fixes.get(&(one.rule.id, finding.primary)) else {
            continue;
        };
        let directories = mender.directories(fix);
        let disagrees = reached.iter().find(|(name, places)| {
            let is_concerned = directories.iter().any(|it| places.contains(it.as_path()));
            is_concerned && known.get(name).and_then(Option::as_ref) != Some(fix)
        });
        if let Some((name, _)) = disagrees {
            finding.unfixed = Some(format!(
                "root {name} uses the same text, and has no such fault or another fix"
            ));
            finding.fix = None;
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
