//! What edits make of texts, as a difference between lines.

mod line;
mod unified;

mod edits;

use std::ops::Range;

use similar::{Change, ChangeTag, DiffOp, DiffTag, TextDiff};

pub use edits::edits;
pub use unified::{can_be_shown, unified};

use super::{Style, visible};
use crate::{finding::Fix, fix, redact::Redactions, source::Sources};

/// Lines of context, as `patch` and `git apply` want them.
const CONTEXT: usize = 3;

/// The lines that a fix changes, with their numbers, to stand below a finding: as the screen has room for them, if it has a width.
pub(super) fn small(
    fix: &Fix,
    sources: &Sources,
    redactions: &Redactions,
    style: Style,
) -> Vec<String> {
    let mut lines = Vec::new();
    for (id, edits) in fix::by_file(fix) {
        let file = sources.file(id);
        let text = redactions.shown_again(&file);
        let fix::Part { before, old, new } = fix::part(&text, &edits, CONTEXT);
        let difference = TextDiff::from_lines(old, &*new);
        for group in difference.grouped_ops(1) {
            let first = before + group.first().map_or(0, |op| op.old_range().start);
            lines.push(format!("{}:{}", visible(&file.name), first + 1));
            for op in &group {
                for change in difference.iter_changes(op) {
                    let mark = mark(change.tag());
                    let instead = instead(&difference, op, &change).unwrap_or_default();
                    lines.extend(line::rows(mark, change.value(), instead, style));
                }
            }
        }
    }
    lines
}

const fn mark(tag: ChangeTag) -> char {
    match tag {
        ChangeTag::Equal => ' ',
        ChangeTag::Delete => '-',
        ChangeTag::Insert => '+',
    }
}

/// A line, the mark that a difference gives it, and where it stands in the old and in the new text.
type Compared<'t> = (char, &'t str, (Option<usize>, Option<usize>));

/// All lines of two texts in the order of a difference.
fn compared<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<Compared<'t>> {
    let difference = TextDiff::from_slices(old, new);
    let changes = difference.iter_all_changes();
    let line = changes.map(|it| {
        let places = (it.old_index(), it.new_index());
        (mark(it.tag()), it.value(), places)
    });
    line.collect()
}

/// The line that another takes the place of, or that takes its place.
fn instead<'t>(
    difference: &TextDiff<'t, 't, 't, str>,
    op: &DiffOp,
    change: &Change<&'t str>,
) -> Option<&'t str> {
    let (old, new) = (op.old_range(), op.new_range());
    let (from, to, lines) = match (change.old_index(), change.new_index()) {
        (Some(index), None) => (index - old.start, new, difference.new_slices()),
        (None, Some(index)) => (index - new.start, old, difference.old_slices()),
        _ => return None,
    };
    lines.get(to)?.get(from).copied()
}

/// What review comments of GitHub and GitLab take over at a press of a button: lines in the place of others.
pub(super) struct Suggestion {
    /// The first line that is replaced, from 1.
    pub(super) first: usize,
    /// How many are.
    pub(super) lines: usize,
    /// The lines in their place, each with its end.
    pub(super) text: String,
}

/// A fix as a suggestion, if it changes one stretch of one file in which nothing is hidden.
pub(super) fn suggestion(
    fix: &Fix,
    sources: &Sources,
    redactions: &Redactions,
) -> Option<Suggestion> {
    let applied = fix::apply(sources, [fix], |file| file.text.to_string());
    let mut texts = applied.texts.values();
    let (id, mended) = texts.next().filter(|_| texts.len() == 0)?;
    let file = sources.file(*id);
    let (before, old, new) = unlike(&file.text, mended);
    let difference = TextDiff::from_lines(old, new);
    let mut changed = (difference.ops().iter()).filter(|op| op.tag() != DiffTag::Equal);
    let (first, last) = (changed.next()?, changed.next_back());
    let (mut old, mut new) = (first.old_range(), first.new_range());
    if let Some(last) = last {
        (old.end, new.end) = (last.old_range().end, last.new_range().end);
    }
    for range in [&mut old, &mut new] {
        (range.start, range.end) = (range.start + before, range.end + before);
    }
    // A comment belongs to a line that is there, and a suggestion without lines would leave an empty one: the line before stands with
    // what is new or gone, at the beginning of a file the one behind.
    if old.is_empty() || new.is_empty() {
        if let (Some(of_old), Some(of_new)) = (old.start.checked_sub(1), new.start.checked_sub(1)) {
            (old.start, new.start) = (of_old, of_new);
        } else {
            (old.end, new.end) = (old.end + 1, new.end + 1);
        }
        file.text
            .split_inclusive('\n')
            .nth(old.end.checked_sub(1)?)?;
    }
    let lines = |text: &str, range: &Range<usize>| -> String {
        let lines = text.split_inclusive('\n').skip(range.start);
        lines.take(range.len()).collect()
    };
    let shown = redactions.shown_again(&file);
    (lines(&shown, &old) == lines(&file.text, &old)).then(|| Suggestion {
        first: old.start + 1,
        lines: old.len(),
        text: lines(mended, &new),
    })
}

/// What two texts are without the lines that they begin and end with alike, but for some context, and how many lines come before:
/// many fixes of a large file are each compared in a few lines of it.
fn unlike<'t>(old: &'t str, new: &'t str) -> (usize, &'t str, &'t str) {
    let alike = |pairs: &mut dyn Iterator<Item = (&'t str, &'t str)>| {
        let lines: Vec<usize> = (pairs.take_while(|(old, new)| old == new))
            .map(|(line, _)| line.len())
            .collect();
        // With some context a difference looks as it does in the whole.
        let kept = lines.len().saturating_sub(CONTEXT);
        let bytes: usize = lines.iter().take(kept).sum();
        (kept, bytes)
    };
    let (before, start) = alike(&mut (old.split_inclusive('\n')).zip(new.split_inclusive('\n')));
    let (old, new) = (
        old.get(start..).unwrap_or(old),
        new.get(start..).unwrap_or(new),
    );
    let ends = |text: &'t str| text.split_inclusive('\n').rev();
    let (_, end) = alike(&mut ends(old).zip(ends(new)));
    let without = |text: &'t str| text.get(..text.len() - end).unwrap_or(text);
    (before, without(old), without(new))
}
