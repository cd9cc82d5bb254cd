//! Changes of a text in native syntax.

use super::{
    align::{Around, Cells, align, around},
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
