//! Changes of a text in native syntax.

use super::{
    align::{Cells, align, join},
    draft::Draft,
    line::{Row, chain, end_of_code, end_of_line, indent, line_end, row, start_of_line},
};
use crate::syntax::Block;

/// Arguments of Terraform's own, which stand apart from the others.
const META: [&str; 5] = ["count", "for_each", "provider", "providers", "source"];

/// Writes another value.
pub(super) fn set(draft: &mut Draft<'_>, (from, to): (usize, usize), value: &str) {
    let text = draft.text();
    let old = text.get(from..to).unwrap_or_default().chars().count();
    let by = value.chars().count().cast_signed() - old.cast_signed();
    draft.write(from, to, value);
    realign(draft, from, (0, by));
}

/// Writes another name in the place of one of that length.
pub(super) fn rename(draft: &mut Draft<'_>, (from, to): (usize, usize), name: &str) {
    let by = name.len().cast_signed() - (to - from).cast_signed();
    draft.write(from, to, name);
    let is_name = row(draft.text(), from).is_some_and(|it| it.name.start == from);
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
    align(draft, &before, &after);
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
    let value = lines_at(value, &inner, newline);
    let mut own = block.body.attributes.iter().filter(|attribute| {
        let at = attribute.span;
        block.span.contains(at) && !META.contains(&&*attribute.name)
    });
    let first = own.find_map(|attribute| {
        let (rows, index) = chain(text, attribute.span.start as usize)?;
        (rows.get(index)?.name.start == attribute.span.start as usize).then_some(rows)
    });
    let Some(rows) = first else {
        let opening = end_of_line(text, block.header.end as usize);
        let line = format!("{inner}{name} = {value}{newline}");
        draft.write(opening + 1, opening + 1, &line);
        return Ok(());
    };
    let last = rows
        .last()
        .map_or(end, |row| end_of_line(text, row.line.start));
    if value.contains('\n') {
        let line = format!("{newline}{inner}{name} = {value}");
        let at = last - (newline.len() - 1);
        draft.write(at, at, &line);
        return Ok(());
    }
    let before = Cells::of_all(text, &rows);
    let mut after = before.clone();
    let margin = rows
        .last()
        .map_or(&*inner, |row| indent(text, row.line.start));
    after.push(Cells::new(margin.chars().count() + name.len(), &value));
    let gaps = align(draft, &before, &after);
    let gap = " ".repeat(gaps.last().copied().unwrap_or(1));
    let at = last - (newline.len() - 1);
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
pub(super) fn remove(draft: &mut Draft<'_>, (from, to): (usize, usize)) {
    let text = draft.text();
    let Some((start, end)) = lines_of(text, (from, to)) else {
        return remove_in_line(draft, (from, to));
    };
    let first = start_of_comments(text, start);
    let upper = if first < start {
        rows_above(text, first)
    } else {
        Vec::new()
    };
    let rows = chain(text, from);
    let (rows, own) = rows.map_or((Vec::new(), 0), |(rows, own)| {
        (Cells::of_all(text, &rows), own)
    });
    if !upper.is_empty() {
        let rest = rows.get(own + 1..).unwrap_or_default();
        join(draft, &Cells::of_all(text, &upper), rest);
    } else if rows.len() > 1 {
        let mut after = rows.clone();
        after.remove(own);
        align_without(draft, &rows, &after, own);
    }
    remove_lines(draft, (first, end));
}

/// Takes a comment away, with its line if it has one for itself.
pub(super) fn uncomment(draft: &mut Draft<'_>, (from, to): (usize, usize)) {
    let text = draft.text();
    let Some((start, end)) = lines_of(text, (from, to)) else {
        let start = text.get(..from).unwrap_or_default();
        let start = start.trim_end_matches([' ', '\t']).len();
        return draft.write(start, to, "");
    };
    let lower = chain(text, end).map_or(Vec::new(), |(rows, _)| rows);
    let upper = Cells::of_all(text, &rows_above(text, start));
    join(draft, &upper, &Cells::of_all(text, &lower));
    remove_lines(draft, (start, end));
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

fn rows_above(text: &str, start: usize) -> Vec<Row> {
    let above = start.checked_sub(1).and_then(|it| chain(text, it));
    above.map_or(Vec::new(), |(rows, _)| rows)
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
    let mark = if start == 0 && text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        start
    };
    draft.write(mark, end, "");
}

/// What stays keeps its columns only if these stood without what goes.
fn align_without(draft: &mut Draft<'_>, before: &[Cells], after: &[Cells], gone: usize) {
    let mut kept = before.to_vec();
    if let Some(cells) = kept.get(gone).cloned() {
        kept.remove(gone);
        kept.push(cells);
    }
    align(draft, &kept, after);
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
    draft.write(at, at, &format!("{newline}{newline}{lines}"));
}
