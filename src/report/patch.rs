//! What edits make of texts, as a difference between lines.

use std::fmt::Write as _;

use similar::{ChangeTag, TextDiff};

use super::{Style, text::visible};
use crate::{
    finding::Fix,
    fix,
    redact::Redactions,
    source::{SourceFile, Sources},
};

/// Lines of context, as `patch` and `git apply` want them.
const CONTEXT: usize = 3;

/// A unified difference of one file, as `patch -p1` and `git apply` take it. A `*` stands for every byte of what is hidden.
#[must_use]
pub fn unified(
    (old, of_old): (&SourceFile, &Redactions),
    (new, of_new): (&SourceFile, &Redactions),
) -> String {
    let (old_text, new_text) = (of_old.shown(old), of_new.shown(new));
    let difference = TextDiff::from_lines(&*old_text, &*new_text);
    let name = visible(&old.name);
    difference
        .unified_diff()
        .context_radius(CONTEXT)
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string()
}

/// The lines that a fix changes, with their numbers, to stand below a finding.
pub(super) fn small(
    fix: &Fix,
    sources: &Sources,
    redactions: &Redactions,
    style: Style,
) -> Vec<String> {
    let mut lines = Vec::new();
    let applied = fix::apply(sources, [fix], |file| redactions.shown(file).into_owned());
    for (id, new) in applied.texts.values() {
        let file = sources.file(*id);
        let old = redactions.shown(&file);
        let difference = TextDiff::from_lines(&*old, new);
        for group in difference.grouped_ops(1) {
            let first = group.first().map_or(0, |op| op.old_range().start);
            lines.push(format!("{}:{}", visible(&file.name), first + 1));
            for change in group.iter().flat_map(|op| difference.iter_changes(op)) {
                lines.push(line(&change, style));
            }
        }
    }
    lines
}

fn line(change: &similar::Change<&str>, style: Style) -> String {
    let (mark, color) = match change.tag() {
        ChangeTag::Equal => (' ', None),
        ChangeTag::Delete => ('-', Some("\u{1b}[31m")),
        ChangeTag::Insert => ('+', Some("\u{1b}[32m")),
    };
    let text = visible(change.value().trim_end_matches(['\n', '\r']));
    let mut line = String::new();
    match color.filter(|_| style.color) {
        Some(color) => {
            let _ = write!(line, "{color}{mark} {text}\u{1b}[0m");
        }
        None => {
            let _ = write!(line, "{mark} {text}");
        }
    }
    line.trim_end().to_owned()
}
