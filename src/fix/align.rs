//! Lines that stand in columns, put in columns again when one of them has changed: `=` and the comments behind.

use super::{draft::Draft, line::Row};

/// A line as it is to be: of one that is there already, where its blanks are.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    name: usize,
    value: usize,
    /// The blanks before `=`; nothing of a new line.
    gap: Option<(usize, usize)>,
    /// The blanks before a comment.
    comment: Option<(usize, usize)>,
}

impl Cells {
    pub(super) fn of(text: &str, row: &Row) -> Self {
        let width = |from, to| text.get(from..to).map_or(0, |it: &str| it.chars().count());
        Self {
            name: width(row.line.start, row.name.end),
            value: width(row.value.start, row.value.end),
            gap: Some((row.name.end, row.value.start)),
            comment: row.comment.map(|comment| (row.value.end, comment)),
        }
    }

    /// A new line: its name with the indent, and its value.
    pub(super) fn new(name: usize, value: &str) -> Self {
        Self {
            name,
            value: value.chars().count() + "= ".len(),
            gap: None,
            comment: None,
        }
    }

    /// The same with another name or value.
    pub(super) fn longer(&self, name: isize, value: isize) -> Self {
        Self {
            name: self.name.saturating_add_signed(name),
            value: self.value.saturating_add_signed(value),
            ..self.clone()
        }
    }
}

/// Moves what stood in columns before into columns again. Gives the blanks between the name and `=` of each line.
pub(super) fn align(draft: &mut Draft<'_>, before: &[Cells], after: &[Cells]) -> Vec<usize> {
    let length = |(from, to): (usize, usize)| to - from;
    let widest = |rows: &[Cells]| rows.iter().map(|it| it.name).max().unwrap_or(0);
    let mut columns = before
        .iter()
        .map(|row| row.name + row.gap.map_or(0, length));
    let column = columns.next().unwrap_or(0);
    let is_column = columns.all(|it| it == column);
    // A column further to the right than it must be stays there.
    let is_close = is_column && column == widest(before) + 1;
    let own = if is_close { 0 } else { column };
    let new_column = own.max(widest(after) + 1);
    let gaps: Vec<usize> = if is_column {
        after.iter().map(|row| new_column - row.name).collect()
    } else {
        let own = after.iter().map(|row| row.gap.map_or(1, length));
        own.collect()
    };
    for (row, gap) in after.iter().zip(&gaps) {
        if let Some(span) = row.gap.filter(|it| length(*it) != *gap) {
            draft.write(span.0, span.1, &" ".repeat(*gap));
        }
    }
    let total = |row: &Cells, gap: usize| row.name + gap + row.value;
    let old: Vec<usize> = (before.iter())
        .map(|row| total(row, row.gap.map_or(1, length)))
        .collect();
    let new: Vec<usize> = (after.iter().zip(&gaps))
        .map(|(row, gap)| total(row, *gap))
        .collect();
    if are_columns(before, &old) {
        for (row, gap) in after.iter().zip(comment_gaps(after, &new)) {
            if let Some(span) = row.comment.filter(|it| length(*it) != gap) {
                draft.write(span.0, span.1, &" ".repeat(gap));
            }
        }
    }
    gaps
}

/// The blanks before the comment of each line: comments of lines that follow each other stand in one column.
fn comment_gaps(rows: &[Cells], totals: &[usize]) -> Vec<usize> {
    let mut gaps = vec![0; rows.len()];
    let mut run = Vec::new();
    let lines = rows.iter().zip(totals).enumerate();
    for (index, (row, total)) in lines {
        if row.comment.is_some() {
            run.push((index, *total));
        }
        if row.comment.is_none() || index + 1 == rows.len() {
            let widest = run.iter().map(|(_, total)| *total).max().unwrap_or(0);
            for (index, total) in run.drain(..) {
                if let Some(gap) = gaps.get_mut(index) {
                    *gap = widest - total + 1;
                }
            }
        }
    }
    gaps
}

fn are_columns(rows: &[Cells], totals: &[usize]) -> bool {
    let gaps = comment_gaps(rows, totals);
    let mut lines = rows.iter().zip(gaps);
    lines.all(|(row, gap)| row.comment.is_none_or(|(from, to)| to - from == gap))
}
