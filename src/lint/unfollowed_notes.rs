//! What was not seen, for standard error: a note for each reason, with what helps against it.

use std::collections::BTreeMap;

use super::unfollowed::{Unseen, counted};
use crate::{module::Unfollowed, source::Sources};

/// More roots than this are counted instead.
const MOST_ROOTS: usize = 8;

/// More parts of one root than this are counted instead.
const MOST_PARTS: usize = 4;

/// The notes on what was not seen.
pub(super) fn notes(sources: &Sources, unseen: &[Unseen]) -> Vec<String> {
    let mut by_reason: BTreeMap<Unfollowed, Vec<&Unseen>> = BTreeMap::new();
    for one in unseen {
        by_reason.entry(one.reason).or_default().push(one);
    }
    by_reason
        .into_iter()
        .map(|(reason, all)| note(sources, reason, &all))
        .collect()
}

fn note(sources: &Sources, reason: Unfollowed, all: &[&Unseen]) -> String {
    let one = all.len() == 1;
    let why = match reason {
        Unfollowed::NotOnDisk => {
            let what = if one {
                "its source is"
            } else {
                "their sources are"
            };
            format!("{what} not on disk: run `terraform get`, or `terraform init`")
        }
        Unfollowed::OutsideProject => {
            let what = if one { "it lies" } else { "they lie" };
            let paths = all.iter().filter_map(|one| one.path.as_deref());
            let help = sources
                .project_with(paths)
                .map_or_else(String::new, |wider| {
                    format!(": allow that with --project-root {}", sources.name(&wider))
                });
            let project = sources.name(sources.project());
            format!("{what} outside the project, which is `{project}`{help}")
        }
        Unfollowed::Submodule => {
            let what = if one { "it lies" } else { "they lie" };
            format!(
                "{what} in a git submodule that is not checked out: run `git submodule update --init`"
            )
        }
        Unfollowed::MissingDirectory => {
            let what = if one {
                "its path leads"
            } else {
                "their paths lead"
            };
            format!("{what} to no module")
        }
    };
    let were = if one { "was" } else { "were" };
    let fails = if all.iter().any(|one| one.fails) {
        "; `fail-on-unfollowed` makes that an error"
    } else {
        ""
    };
    let counted = counted(all.iter().copied());
    format!("{counted} {were} not followed, {why}{fails}{}", listed(all))
}

/// Root by root, a line each.
fn listed(all: &[&Unseen]) -> String {
    let mut by_root: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in all {
        let name = one.part.address().unwrap_or(&one.source);
        by_root.entry(&one.root).or_default().push(name);
    }
    let left_out: Vec<_> = by_root.values().skip(MOST_ROOTS).map(Vec::len).collect();
    let lines = by_root.iter().take(MOST_ROOTS).map(|(root, names)| {
        let more = match names.len().saturating_sub(MOST_PARTS) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let names: Vec<_> = names.iter().take(MOST_PARTS).copied().collect();
        format!("\n  {root}: {}{more}", names.join(", "))
    });
    let mut text: String = lines.collect();
    if !left_out.is_empty() {
        let (more, roots) = (left_out.iter().sum::<usize>(), left_out.len());
        let plural = if roots == 1 { "" } else { "s" };
        text += &format!(
            "\n  and {more} more in {roots} other root{plural}: --output-format json lists them"
        );
    }
    text
}
