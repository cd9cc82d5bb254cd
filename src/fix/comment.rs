//! Comments put beside arguments that stand in columns: what was formatted stays so.

use super::{
    align::{Around, Cells, align, are_columns, around, comment_gaps, line_of},
    draft::Draft,
    line::{end_of_line, row, start_of_line},
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

fn commented(draft: Draft<'_>, at: usize, comment: &str) -> Option<Commented> {
    let mut own = Draft::new(draft.file);
    own.write(at, at, comment);
    let edit = own.finish()?.pop()?;
    Some((edit, draft.finish()?))
}
