//! Comments put beside arguments that stand in columns: what was formatted stays so.

use super::{
    align::{Around, Cells, align, are_columns, around, comment_gaps, line_of},
    draft::Draft,
    line::{end_of_line, row, rows_above, rows_below, start_of_line},
};
use crate::{finding::Edit, source::SourceFile};

/// A comment where it is put, and the edits that keep the lines around it in their columns.
pub type Commented = (Edit, Vec<Edit>);

/// A comment line before what begins at a byte, with nothing but blanks before it. A line between arguments parts their columns.
#[must_use]
pub fn comment_above(file: &SourceFile, at: usize, comment: &str) -> Option<Commented> {
    let mut draft = Draft::new(file);
    let start = start_of_line(draft.text(), at);
    let Around {
        before,
        above,
        below,
        ..
    } = around(draft.text(), (start, start));
    align(&mut draft, &before, &[above, below]);
    commented(draft, at, comment)
}

/// A comment behind the line of a byte; nothing where one stands already.
#[must_use]
pub fn comment_behind(file: &SourceFile, at: usize, comment: &str) -> Option<Commented> {
    let mut draft = Draft::new(file);
    let text = draft.text();
    let line = text
        .get(start_of_line(text, at)..end_of_line(text, at))?
        .trim_end();
    let Around {
        before,
        above,
        own,
        below,
    } = around(text, line_of(text, at));
    let (end, mut cells) = match row(text, at) {
        Some(it) if it.assigns && it.comment.is_some() => return None,
        Some(it) if it.assigns => (it.value.end, own.into_iter().next()?),
        _ => {
            let end = start_of_line(text, at) + line.len();
            (end, Cells::other(line.chars().count(), None))
        }
    };
    cells.begin_comment(end);
    let own = above.len();
    let after = [above, vec![cells], below].concat();
    let is_in_columns = before.iter().all(|it| are_columns(it));
    let gaps = align(&mut draft, &before, std::slice::from_ref(&after));
    let blanks = match comment_gaps(&after, &gaps).get(own) {
        Some(gap) if is_in_columns => *gap,
        _ => 1,
    };
    commented(draft, end, &format!("{}{comment}", " ".repeat(blanks)))
}

/// The same edits with others that change nothing, in the lines that stand in columns with the first: what moves these too is not made
/// at once.
#[must_use]
pub fn apart(file: &SourceFile, mut edits: Vec<Edit>) -> Vec<Edit> {
    let mut draft = Draft::new(file);
    if let Some(at) = edits.first().map(|it| it.span.start as usize) {
        let text = draft.text();
        let start = start_of_line(text, at);
        let mut rows = rows_above(text, start);
        rows.extend(rows_below(text, start));
        if row(text, at).is_none() {
            rows.extend(rows_below(text, end_of_line(text, at) + 1));
        }
        for row in rows {
            let end = row.value.end;
            let blanks = row.comment.filter(|_| !row.assigns).map(|it| (end, it));
            let (from, to) = blanks.unwrap_or((row.name.end, row.value.start));
            draft.write(from, to, text.get(from..to).unwrap_or_default());
        }
    }
    let still = draft.finish().unwrap_or_default();
    let is_free = |it: &Edit| !edits.iter().any(|edit| edit.span == it.span);
    let still: Vec<Edit> = still.into_iter().filter(is_free).collect();
    edits.extend(still);
    edits
}

fn commented(draft: Draft<'_>, at: usize, comment: &str) -> Option<Commented> {
    let mut own = Draft::new(draft.file);
    own.write(at, at, comment);
    let edit = own.finish()?.pop()?;
    Some((edit, draft.finish()?))
}
