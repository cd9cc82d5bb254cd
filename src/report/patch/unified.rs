//! A difference as programs take it that make it: `git apply` and `patch`. Nothing in it is false, and nothing that is hidden is in it.

use std::{fmt::Write as _, ops::Range};

use super::{CONTEXT, compared};
use crate::{
    finding::Fix,
    fix,
    redact::Redactions,
    source::{SourceFile, Sources},
};

/// A text, and what is shown of it.
type Shown<'t> = (&'t str, &'t str);

/// A line with its mark, as in [`compared`].
struct Line<'t> {
    mark: char,
    text: &'t str,
    is_hidden: bool,
}

/// A unified difference of one file under a name. Context ends at a line that hides something; if what changes is such a line, or stands
/// right above one, there is none: `git apply` wants a line below it.
#[must_use]
pub fn unified(
    name: &str,
    (old, of_old): (&SourceFile, &Redactions),
    (new, of_new): (&SourceFile, &Redactions),
) -> Option<String> {
    let (old_shown, new_shown) = (of_old.shown(old), of_new.shown(new));
    let lines = lines((&old.text, &old_shown), (&new.text, &new_shown));
    let hunks = hunks(&lines)?;
    let mut text = String::new();
    for hunk in hunks {
        if text.is_empty() {
            let [a, b] = ["a", "b"].map(|side| quoted(&format!("{side}/{name}")));
            let _ = write!(text, "--- {a}\n+++ {b}\n");
        }
        write_hunk(&lines, hunk, &mut text);
    }
    Some(text)
}

/// Whether a difference can show what a fix changes, as far as that is known before it is made.
#[must_use]
pub fn can_be_shown(fix: &Fix, sources: &Sources, redactions: &Redactions) -> bool {
    fix::by_file(fix).into_iter().all(|(id, edits)| {
        let file = sources.file(id);
        let shown = redactions.shown_again(&file);
        let [real, seen] = [&*file.text, &*shown].map(|text| fix::part(text, &edits, CONTEXT));
        hunks(&lines((real.old, seen.old), (&real.new, &seen.new))).is_some()
    })
}

/// All lines of both texts, in their order.
fn lines<'t>((old, old_shown): Shown<'t>, (new, new_shown): Shown<'t>) -> Vec<Line<'t>> {
    let [of_old, of_new] = [old, new].map(split);
    let hidden = |text: &[&str], shown: &str| {
        let shown = split(shown);
        let lines = text.iter().enumerate();
        let is_hidden = |(at, line): (usize, &&str)| shown.get(at) != Some(line);
        lines.map(is_hidden).collect::<Vec<_>>()
    };
    let old_hidden = hidden(&of_old, old_shown);
    let new_hidden = hidden(&of_new, new_shown);
    let is_in = |hidden: &[bool], at: Option<usize>| {
        at.is_some_and(|at| hidden.get(at).copied().unwrap_or_default())
    };
    let compared = compared(&of_old, &of_new).into_iter();
    let line = compared.map(|(mark, text, (of_old, of_new))| Line {
        mark,
        text,
        is_hidden: is_in(&old_hidden, of_old) || is_in(&new_hidden, of_new),
    });
    line.collect()
}

/// The lines of a text as Git has them: a carriage return alone ends none.
pub(super) fn split(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// What changes, each with its context; nothing where that cannot be shown.
fn hunks(lines: &[Line<'_>]) -> Option<Vec<Range<usize>>> {
    let is_context = |line: &&Line<'_>| line.mark == ' ' && !line.is_hidden;
    let mut hunks: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(found) = lines.get(at..)?.iter().position(|it| it.mark != ' ') {
        let start = at + found;
        let changed = lines.get(start..)?.iter();
        let end = start + changed.take_while(|it| it.mark != ' ').count();
        let (above, changed, below) = (
            lines.get(..start)?,
            lines.get(start..end)?,
            lines.get(end..)?,
        );
        if changed.iter().any(|it| it.is_hidden) {
            return None;
        }
        let above = above
            .iter()
            .rev()
            .take(CONTEXT)
            .take_while(is_context)
            .count();
        let below = below.iter().take(CONTEXT).take_while(is_context).count();
        match hunks.last_mut().filter(|last| start - above <= last.end) {
            Some(last) => last.end = end + below,
            None => hunks.push(start - above..end + below),
        }
        at = end;
    }
    for hunk in hunks.iter_mut().filter(|it| it.end < lines.len()) {
        let mut inside = lines.get(hunk.clone())?.iter();
        let is_equal = |line: &&Line<'_>| line.mark == ' ';
        let below = inside.clone().rev().take_while(is_equal).count();
        let above = inside.by_ref().take_while(is_equal).count();
        // With less below than above, `patch` would look for it at the end of the file.
        hunk.start += above.saturating_sub(below);
        if below == 0 {
            return None;
        }
    }
    Some(hunks)
}

fn write_hunk(lines: &[Line<'_>], hunk: Range<usize>, into: &mut String) {
    let count = |lines: Option<&[Line<'_>]>, other: char| {
        let lines = lines.unwrap_or_default().iter();
        lines.filter(|it| it.mark != other).count()
    };
    let side = |other: char| {
        let before = count(lines.get(..hunk.start), other);
        let length = count(lines.get(hunk.clone()), other);
        // Of no lines the one before is named.
        format!("{},{length}", before + usize::from(length > 0))
    };
    let (old, new) = (side('+'), side('-'));
    let _ = writeln!(into, "@@ -{old} +{new} @@");
    for Line { mark, text, .. } in lines.get(hunk.clone()).unwrap_or_default() {
        let _ = write!(into, "{mark}{text}");
        if !text.ends_with('\n') {
            *into += "\n\\ No newline at end of file\n";
        }
    }
}

/// A name as Git writes it: in quotes where it has letters that could be taken for something else, and with a tab behind spaces.
fn quoted(name: &str) -> String {
    if !name.contains(|it: char| it.is_control() || matches!(it, '"' | '\\')) {
        let end = if name.contains(' ') { "\t" } else { "" };
        return format!("{name}{end}");
    }
    let mut quoted = String::from("\"");
    for letter in name.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            _ if letter.is_control() => {
                let mut bytes = [0; 4];
                for byte in letter.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(quoted, "\\{byte:03o}");
                }
            }
            _ => quoted.push(letter),
        }
    }
    quoted + "\""
}
