//! Comments put beside arguments that stand in columns: what was formatted stays so.

use super::{
    align::{Cells, align, are_columns, comment_gaps},
    draft::Draft,
    line::{chain, end_of_line},
};
use crate::{finding::Edit, source::SourceFile};

/// A comment where it is put, and the edits that keep the lines around it in their columns.
pub type Commented = (Edit, Vec<Edit>);

/// A comment line before what begins at a byte, with nothing but blanks before it. A line between arguments parts their columns.
#[must_use]
pub fn comment_above(file: &SourceFile, at: usize, comment: &str) -> Option<Commented> {
    let mut draft = Draft::new(file);
    if let Some((rows, own)) = chain(draft.text(), at).filter(|(_, own)| *own > 0) {
        let cells = Cells::of_all(draft.text(), &rows);
        let (before, after) = cells.split_at_checked(own)?;
        align(&mut draft, &cells, before);
        align(&mut draft, &cells, after);
    }
    commented(draft, at, comment)
}

/// A comment behind the line of a byte; nothing where one stands already.
#[must_use]
pub fn comment_behind(file: &SourceFile, at: usize, comment: &str) -> Option<Commented> {
    let mut draft = Draft::new(file);
    let text = draft.text();
    let Some((rows, own)) = chain(text, at) else {
        let line = text.get(..end_of_line(text, at))?;
        return commented(draft, line.trim_end().len(), &format!(" {comment}"));
    };
    let before = Cells::of_all(draft.text(), &rows);
    let end = rows.get(own).filter(|it| it.comment.is_none())?.value.end;
    let mut after = before.clone();
    after.get_mut(own)?.begin_comment(end);
    let gaps = comment_gaps(&after);
    if are_columns(&before) {
        for (index, (row, gap)) in after.iter().zip(&gaps).enumerate() {
            if index != own {
                row.move_comment(&mut draft, *gap);
            }
        }
    }
    let blanks = if are_columns(&before) {
        *gaps.get(own)?
    } else {
        1
    };
    commented(draft, end, &format!("{}{comment}", " ".repeat(blanks)))
}

/// The same edits with others that change nothing, in the lines that stand in columns with the first: what moves these too is not made
/// at once.
#[must_use]
pub fn apart(file: &SourceFile, mut edits: Vec<Edit>) -> Vec<Edit> {
    let first = edits.first().map(|it| it.span.start as usize);
    let rows = first.and_then(|at| chain(&file.text, at));
    let mut draft = Draft::new(file);
    for row in rows.map(|(rows, _)| rows).unwrap_or_default() {
        let (from, to) = (row.name.end, row.value.start);
        draft.write(from, to, file.text.get(from..to).unwrap_or_default());
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
