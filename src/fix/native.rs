//! Changes of a text in native syntax.

use super::{
    align::{Around, Cells, Group, align, around, line_of},
    draft::Draft,
    line::{chain, end_of_code, end_of_line, indent, line_end, row, start_of_line},
};
use crate::syntax::Block;

/// Arguments of Terraform's own, which stand apart from the others.
const META: [&str; 5] = ["count", "for_each", "provider", "providers", "source"];

/// Writes another value.
pub(super) fn set(draft: &mut Draft<'_>, (from, to): (usize, usize), value: &str) {
    let text = draft.text();
    let old = text.get(from..to).unwrap_or_default();
    draft.write(from, to, value);
    if old.contains('\n') || value.contains('\n') {
        return reshape(draft, (from, to), value);
    }
    let by = value.chars().count().cast_signed() - old.chars().count().cast_signed();
    realign(draft, from, (0, by));
}

/// Puts lines into columns again around a value that takes other lines than before.
fn reshape(draft: &mut Draft<'_>, (from, to): (usize, usize), value: &str) {
    let text = draft.text();
    let (start, end) = (start_of_line(text, from), end_of_line(text, to) + 1);
    let Around {
        before,
        above,
        below,
        ..
    } = around(text, (start, end));
    let head = text.get(start..from).unwrap_or_default().trim_end();
    let is_whole = text.get(to..end).is_some_and(|it| it.trim().is_empty());
    let name = head.strip_suffix('=').map(str::trim_end);
    let after = match name.filter(|_| is_whole && !value.contains('\n')) {
        Some(name) => {
            let gap = (start + name.len(), start + head.len() - 1);
            let own = Cells::new(name.chars().count(), value).at(gap);
            vec![[above, vec![own], below].concat()]
        }
        None => vec![above, below],
    };
    align(draft, &before, &after);
}

/// Writes another name in the place of one of that length.
pub(super) fn rename(draft: &mut Draft<'_>, (from, to): (usize, usize), name: &str) {
    let by = name.len().cast_signed() - (to - from).cast_signed();
    draft.write(from, to, name);
    let is_name = row(draft.text(), from).is_some_and(|it| it.name.start == from || !it.assigns);
    if is_name {
        realign(draft, from, (by, 0));
    }
}

/// Puts the lines around one into columns again that grows by so much in its name and its value.
fn realign(draft: &mut Draft<'_>, at: usize, (name, value): (isize, isize)) {
    let text = draft.text();
    let Some((rows, own)) = chain(text, at) else {
        return;
    };
    let before = Cells::of_all(text, &rows);
    let mut after = before.clone();
    if let Some(cells) = after.get_mut(own) {
        *cells = cells.longer(name, value);
    }
    align(draft, &[before], &[after]);
}

/// Gives a block another argument: behind the first lines that give arguments.
///
/// # Errors
///
/// Why that cannot be done.
pub(super) fn insert(
    draft: &mut Draft<'_>,
    block: &Block,
    name: &str,
    value: &str,
) -> Result<(), String> {
    let text = draft.text();
    let (start, end) = (block.span.start as usize, block.span.end as usize);
    let written = text.get(start..end).unwrap_or_default();
    let margin = indent(text, start);
    let inner = format!("{margin}  ");
    if !written.contains('\n') {
        return insert_in_line(draft, block, name, value, &inner);
    }
    let newline = line_end(text, start);
    let mut own = block.body.attributes.iter().filter(|attribute| {
        let at = attribute.span;
        block.span.contains(at) && !META.contains(&&*attribute.name)
    });
    // The last of the lines that give arguments and follow each other.
    let last = own.find_map(|attribute| {
        let (rows, index) = chain(text, attribute.span.start as usize)?;
        let (_, rows) = rows.split_at_checked(index)?;
        let is_own = rows.first()?.name.start == attribute.span.start as usize;
        let last = rows.iter().take_while(|it| it.assigns).last()?;
        is_own.then(|| {
            (
                indent(text, last.line.start),
                end_of_line(text, last.line.end),
            )
        })
    });
    let (margin, at) = last.unwrap_or((&inner, end_of_line(text, block.header.end as usize)));
    let value = lines_at(value, margin, newline);
    let Around {
        before,
        above,
        below,
        ..
    } = around(text, (at + 1, at + 1));
    let (new, after) = if value.contains('\n') {
        (0, vec![above, below])
    } else {
        let cells = Cells::new(margin.chars().count() + name.len(), &value);
        (above.len(), vec![[above, vec![cells], below].concat()])
    };
    let gaps = align(draft, &before, &after);
    let is_short = !value.contains('\n');
    let gap = gaps.get(new).copied().filter(|_| is_short).unwrap_or(1);
    let at = at - (newline.len() - 1);
    let gap = " ".repeat(gap);
    draft.write(at, at, &format!("{newline}{margin}{name}{gap}= {value}"));
    Ok(())
}

/// Opens a block that stands in one line.
fn insert_in_line(
    draft: &mut Draft<'_>,
    block: &Block,
    name: &str,
    value: &str,
    inner: &str,
) -> Result<(), String> {
    let text = draft.text();
    let end = block.span.end as usize - 1;
    let open = text
        .get(block.header.end as usize..end)
        .and_then(|it| it.find('{'));
    let open =
        open.ok_or("its block is written in an unusual way")? + block.header.end as usize + 1;
    let newline = line_end(text, open);
    let margin = indent(text, open);
    let held = text.get(open..end).unwrap_or_default().trim();
    let value = lines_at(value, inner, newline);
    let line = if held.is_empty() {
        format!("{newline}{inner}{name} = {value}{newline}{margin}")
    } else {
        let (own, rest) = held
            .split_once('=')
            .ok_or("its block is written in one line")?;
        let (own, rest) = (own.trim(), rest.trim());
        let widest = own.len().max(name.len());
        format!(
            "{newline}{inner}{own:widest$} = {rest}{newline}{inner}{name:widest$} = {value}{newline}{margin}"
        )
    };
    draft.write(open, end, &line);
    Ok(())
}

/// Lines from the left margin on, moved to an indent; the first goes on where something stands already.
fn lines_at(value: &str, indent: &str, newline: &str) -> String {
    let mut lines = value.lines();
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |all, line| match line {
        "" => all + newline,
        line => all + newline + indent + line,
    })
}

/// Takes an argument or block away, with its lines, the comment behind it and those above it, which would describe what comes next.
pub(super) fn remove(draft: &mut Draft<'_>, at: (usize, usize)) {
    let text = draft.text();
    let own = with_comments(text, at);
    if let Some((start, end)) = lines_of(text, own) {
        remove_lines(draft, (start_of_comments(text, start), end));
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

/// Where the comment lines begin that stand right above a line.
fn start_of_comments(text: &str, mut start: usize) -> usize {
    while let Some(before) = start.checked_sub(1) {
        let above = start_of_line(text, before);
        let line = text.get(above..before).unwrap_or_default().trim();
        let is_comment = line.starts_with('#') || line.starts_with("//");
        if !is_comment || line.contains("*/") {
            break;
        }
        start = above;
    }
    start
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

/// Adds members to a list that is written out.
pub(super) fn add(draft: &mut Draft<'_>, (from, to): (usize, usize), members: &[String]) {
    let text = draft.text();
    let (open, close) = (from + 1, to - 1);
    let last = end_of_code(text, open..close);
    let own = members.join(", ");
    let is_empty = last == open;
    let ends_with_comma = text.get(..last).is_some_and(|it| it.ends_with(','));
    let is_in_lines = text.get(last..close).is_some_and(|it| it.contains('\n'));
    if is_empty {
        set(draft, (from, to), &format!("[{own}]"));
    } else if is_in_lines {
        let newline = line_end(text, last);
        let margin = indent(text, last);
        if !ends_with_comma {
            draft.write(last, last, ",");
        }
        let mut lines = String::new();
        for (index, member) in members.iter().enumerate() {
            let comma = if ends_with_comma || index + 1 < members.len() {
                ","
            } else {
                ""
            };
            lines.extend([newline, margin, member, comma]);
        }
        let end = end_of_line(text, last) - (newline.len() - 1);
        draft.write(end, end, &lines);
    } else {
        let between = if ends_with_comma { " " } else { ", " };
        let grown = format!("{between}{own}");
        draft.write(last, last, &grown);
        realign(draft, from, (0, grown.chars().count().cast_signed()));
    }
}

/// Writes members in the place of one, or takes it away.
pub(super) fn replace(draft: &mut Draft<'_>, (from, to): (usize, usize), members: &[String]) {
    let text = draft.text();
    if !members.is_empty() {
        set(draft, (from, to), &members.join(", "));
        return;
    }
    let behind = text.get(to..).unwrap_or_default();
    let skipped = behind.len() - behind.trim_start().len();
    let (start, end) = if behind.trim_start().starts_with(',') {
        let rest = behind.get(skipped + 1..).unwrap_or_default();
        (
            from,
            to + skipped + 1 + rest.len() - rest.trim_start().len(),
        )
    } else {
        let kept = text.get(..from).unwrap_or_default().trim_end();
        (kept.strip_suffix(',').map_or(from, str::len), to)
    };
    let gone = text.get(start..end).unwrap_or_default().chars().count();
    draft.write(start, end, "");
    realign(draft, from, (0, -gone.cast_signed()));
}

/// Puts a block behind another one.
pub(super) fn append(draft: &mut Draft<'_>, block: &Block, lines: &str) {
    let text = draft.text();
    let end = end_of_line(text, block.span.end as usize);
    let newline = line_end(text, block.span.start as usize);
    let at = end - usize::from(text.get(..end).is_some_and(|it| it.ends_with('\r')));
    let lines = lines_at(lines.trim_end(), "", newline);
    let behind = text.get(end + 1..).and_then(|it| it.lines().next());
    let is_tight = behind.is_some_and(|it| !it.trim().is_empty());
    let apart = if is_tight { newline } else { "" };
    draft.write(at, at, &format!("{newline}{newline}{lines}{apart}"));
}
