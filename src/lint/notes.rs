//! What is told on standard error of what was not seen or not decided, with what helps against it.

use std::collections::BTreeMap;

use super::unfollowed::{Unseen, counted};
use crate::{
    config::Variant,
    inputs::Given,
    module::Unfollowed,
    note::Note,
    source::{Sources, Tool},
};

/// More roots than this are counted instead.
const MOST_ROOTS: usize = 8;

/// More parts of one root than this are counted instead.
const MOST_PARTS: usize = 4;

/// A note for each reason for which something was not seen.
pub(super) fn unfollowed(sources: &Sources, unseen: &[Unseen]) -> Vec<Note> {
    let mut by_reason: BTreeMap<Unfollowed, Vec<&Unseen>> = BTreeMap::new();
    for one in unseen {
        by_reason.entry(one.reason).or_default().push(one);
    }
    by_reason
        .into_iter()
        .map(|(reason, all)| note(sources, reason, &all))
        .collect()
}

fn note(sources: &Sources, reason: Unfollowed, all: &[&Unseen]) -> Note {
    let one = all.len() == 1;
    let why = if one {
        reason.about()
    } else {
        reason.about_many()
    };
    let are_of = |tool: Tool| all.iter().all(|one| one.tool == Some(tool));
    let help = match reason {
        Unfollowed::NotOnDisk if are_of(Tool::Tofu) => {
            ": run `tofu get`, or `tofu init`".to_owned()
        }
        Unfollowed::NotOnDisk => ": run `terraform get`, or `terraform init`".to_owned(),
        // Terraform takes no such source.
        Unfollowed::EarlySource if are_of(Tool::Terraform) => String::new(),
        Unfollowed::EarlySource => ": run `tofu init` with their values".to_owned(),
        Unfollowed::OutsideProject => {
            let paths = all.iter().filter_map(|one| one.path.as_deref());
            let wider = sources.project_with(paths);
            let wider = wider.map(|wider| sources.name(&wider));
            wider.map_or_else(String::new, |wider| {
                format!(": allow that with --project-root {wider}")
            })
        }
        Unfollowed::Submodule => ": run `git submodule update --init`".to_owned(),
        Unfollowed::MissingDirectory => String::new(),
    };
    let were = if one { "was" } else { "were" };
    let fails = if all.iter().any(|one| one.fails) {
        "; `fail-on-unfollowed` makes that an error"
    } else {
        ""
    };
    let counted = counted(all.iter().copied());
    let mut by_root: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in all {
        let name = one.part.address().unwrap_or(&one.source);
        by_root.entry(&one.root).or_default().push(name);
    }
    Note::of(format!("{counted} {were} not followed, {why}{help}{fails}")).with(listed(&by_root))
}

/// A note that variants which the command line names are for no root: what is told holds for none of them.
pub(super) fn idle(given: &[Vec<Given>], named: &[Variant]) -> Option<Note> {
    let is_taken = given.iter().flatten().any(|one| one.variant.is_some());
    let is_idle = !named.is_empty() && !given.is_empty() && !is_taken;
    is_idle.then(|| {
        Note::warning(
            "--variants: none of the files is for one of these root modules, which are judged without",
        )
    })
}

/// A note that names files with values which would settle open questions, by root.
pub(super) fn settling(files: &BTreeMap<String, Vec<String>>) -> Option<Note> {
    let note = "variable files that nobody named would settle undecided questions: \
                give them with --var-file, or as `var-files` in vpcelint.toml";
    (!files.is_empty()).then(|| Note::of(note).with(listed(files)))
}

/// A note that names calls of versions that models were not held against, by root.
pub(super) fn newer(calls: &BTreeMap<String, Vec<String>>) -> Option<Note> {
    let note = match calls.values().map(Vec::len).sum::<usize>() {
        0 => return None,
        1 => "1 module call is of a newer version than vpcelint knows, what it makes may differ"
            .to_owned(),
        count => format!(
            "{count} module calls are of newer versions than vpcelint knows, what they make may differ"
        ),
    };
    let help = "run `terraform get`, or `terraform init`";
    Some(Note::of(format!("{note}: {help}")).with(listed(calls)))
}

/// A note that names endpoints which nobody judged, since the defaults of variables turn them off, by root.
pub(super) fn switched_off(blocks: &BTreeMap<String, Vec<String>>) -> Option<Note> {
    let note = match blocks.values().map(Vec::len).sum::<usize>() {
        0 => return None,
        1 => "1 block of endpoints makes none, as the default of a variable turns it off: \
              turn it on with --var, or in a variant, to have it judged"
            .to_owned(),
        count => format!(
            "{count} blocks of endpoints make none, as the defaults of variables turn them off: \
             turn them on with --var, or in a variant, to have them judged"
        ),
    };
    Some(Note::of(note).with(listed(blocks)))
}

/// Root by root, a line each.
fn listed<R: AsRef<str> + Ord, N: AsRef<str>>(by_root: &BTreeMap<R, Vec<N>>) -> Vec<String> {
    let left_out: Vec<_> = by_root.values().skip(MOST_ROOTS).map(Vec::len).collect();
    let lines = by_root.iter().take(MOST_ROOTS).map(|(root, names)| {
        let more = match names.len().saturating_sub(MOST_PARTS) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let names: Vec<_> = names.iter().take(MOST_PARTS).map(AsRef::as_ref).collect();
        format!("  {}: {}{more}", root.as_ref(), names.join(", "))
    });
    let mut lines: Vec<String> = lines.collect();
    if !left_out.is_empty() {
        let (more, roots) = (left_out.iter().sum::<usize>(), left_out.len());
        let plural = if roots == 1 { "" } else { "s" };
        lines.push(format!("  and {more} more in {roots} other root{plural}"));
    }
    lines
}
