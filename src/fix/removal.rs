//! What is taken away in native syntax, with the comments that are about it.

use super::{
    align::{Around, Cells, Group, align, around, line_of},
    draft::Draft,
    line::{chain, end_of_line, start_of_line},
};
use crate::syntax::is_in_name;

/// Takes an argument or block away, with its lines, the comments beside it and those above that are about it.
pub(super) fn remove(draft: &mut Draft<'_>, at: (usize, usize)) {
    let text = draft.text();
    let own = with_comments(text, at);
    if let Some((start, end)) = lines_of(text, own) {
        let name = text
            .get(at.0..at.1)
            .and_then(|it| it.split(|it| !is_in_name(it)).next());
        let start = start_of_comments(text, (start, end), name.unwrap_or_default());
        remove_lines(draft, (start, end));
    } else if before_on_line(text, own.0).trim().is_empty() {
        remove_before_comment(draft, own);
    } else {
        remove_in_line(draft, at);
    }
}

/// Takes a comment away, with its line if it has one for itself.
pub(super) fn uncomment(draft: &mut Draft<'_>, (from, to): (usize, usize)) {
    let text = draft.text();
    if let Some(lines) = lines_of(text, (from, to)) {
        return remove_lines(draft, lines);
    }
    let start = text.get(..from).unwrap_or_default();
    let start = start.trim_end_matches([' ', '\t']).len();
    draft.write(start, to, "");
    let Around {
        before,
        above,
        own,
        below,
    } = around(text, line_of(text, from));
    let own: Group = own.into_iter().map(Cells::without_comment).collect();
    align(draft, &before, &[[above, own, below].concat()]);
}

/// The lines of a stretch, with the end of the last, if nothing else but a comment behind it is on them.
fn lines_of(text: &str, (from, to): (usize, usize)) -> Option<(usize, usize)> {
    let (start, end) = (start_of_line(text, from), end_of_line(text, to));
    let before = text.get(start..from).unwrap_or_default();
    let before = before.trim_start_matches('\u{feff}').trim();
    let behind = text.get(to..end).unwrap_or_default().trim();
    let is_comment = behind.is_empty() || behind.starts_with('#') || behind.starts_with("//");
    (before.is_empty() && is_comment).then_some((start, (end + 1).min(text.len())))
}

/// A stretch with the comments in `/*` and `*/` behind it, and those that its line begins with. One that goes on for lines may be about
/// what follows.
fn with_comments(text: &str, (from, to): (usize, usize)) -> (usize, usize) {
    let mut behind = text.get(to..).unwrap_or_default();
    while let Some((_, rest)) = comment(behind).filter(|(it, _)| !it.contains('\n')) {
        behind = rest;
    }
    let before = before_on_line(text, from).trim_start();
    let mut rest = before;
    while let Some((_, behind)) = comment(rest) {
        rest = behind;
    }
    let is_commented = rest.trim().is_empty();
    let start = from - if is_commented { before.len() } else { 0 };
    (start, text.len() - behind.len())
}

/// The comment in `/*` and `*/` that comes next, and what is behind it.
fn comment(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches([' ', '\t']);
    text.strip_prefix("/*")?.split_once("*/")
}

fn before_on_line(text: &str, at: usize) -> &str {
    text.get(start_of_line(text, at)..at).unwrap_or_default()
}

/// Takes a line away up to a comment on several lines, which stays and parts those around it.
fn remove_before_comment(draft: &mut Draft<'_>, (from, to): (usize, usize)) {
    let text = draft.text();
    if let Some((rows, own)) = chain(text, from) {
        let cells = Cells::of_all(text, &rows);
        let (above, below) = cells.split_at(own);
        let below = below.iter().skip(1).cloned().collect();
        let after = [above.to_vec(), below];
        align(draft, &[cells], &after);
    }
    draft.write(from, to + behind_blanks(text, to), "");
}

/// Of a block in one line, the blanks go too.
fn remove_in_line(draft: &mut Draft<'_>, (from, to): (usize, usize)) {
    let text = draft.text();
    let to = to + behind_blanks(text, to);
    let before = text.get(..from).unwrap_or_default();
    let from = before.trim_end_matches([' ', '\t']).len();
    draft.write(from, to, "");
}

/// Where the comment lines begin that stand right above some lines, if they are about these and nothing else: they name what is there, or
/// nothing follows. What is commented out is about nothing.
fn start_of_comments(text: &str, (start, end): (usize, usize), name: &str) -> usize {
    let mut first = start;
    while let Some(before) = first.checked_sub(1) {
        let above = start_of_line(text, before);
        let line = text.get(above..before).unwrap_or_default().trim();
        let is_comment = line.starts_with('#') || line.starts_with("//");
        if !is_comment || line.contains("*/") {
            break;
        }
        first = above;
    }
    let comments = text.get(first..start).unwrap_or_default();
    let next = text.get(end..).and_then(|it| it.lines().next());
    let ends = next.is_none_or(|it| it.trim().is_empty() || it.trim_start().starts_with('}'));
    // Comments for linters are about what comes next.
    let is_about = ends || comments.contains(name) || comments.contains("ignore");
    if is_about && !comments.lines().any(is_code) {
        first
    } else {
        start
    }
}

/// Whether a comment is an argument, or a line of a block or of a value.
fn is_code(comment: &str) -> bool {
    let code = comment.trim_matches(|it: char| it.is_whitespace() || it == '#' || it == '/');
    let assigned = code.split_once('=').map(|(name, _)| name.trim_end());
    let is_name = |it: &str| !it.is_empty() && it.chars().all(is_in_name);
    assigned.is_some_and(is_name) || code.ends_with(['{', '}', '[', ']'])
}

/// Takes lines away, and one of two empty lines that would meet, or of one at the beginning or end of a block.
fn remove_lines(draft: &mut Draft<'_>, (mut start, mut end): (usize, usize)) {
    let text = draft.text();
    let above = text.get(..start).unwrap_or_default();
    let line_above = above.lines().next_back().unwrap_or_default().trim();
    let after_end = text.get(end..end_of_line(text, end)).unwrap_or_default();
    if after_end.trim().is_empty() && (line_above.is_empty() || line_above.ends_with('{')) {
        end = (end_of_line(text, end) + 1).min(text.len());
    } else if line_above.is_empty() && after_end.trim_start().starts_with('}') {
        start = start_of_line(text, start.saturating_sub(1));
    }
    let Around {
        before,
        above,
        below,
        ..
    } = around(text, (start, end));
    align(draft, &before, &[[above, below].concat()]);
    let mark = if start == 0 && text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        start
    };
    draft.write(mark, end, "");
}

fn behind_blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if rest.get(blanks..).is_some_and(|it| it.starts_with('}')) {
        0
    } else {
        blanks
    }
}
