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

    /// Those of some lines.
    pub(super) fn of_all(text: &str, rows: &[Row]) -> Vec<Self> {
        rows.iter().map(|row| Self::of(text, row)).collect()
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

    /// A comment is to stand behind it, whose end that is.
    pub(super) const fn begin_comment(&mut self, end: usize) {
        self.comment = Some((end, end));
    }

    /// Puts so many blanks before its comment.
    pub(super) fn move_comment(&self, draft: &mut Draft<'_>, gap: usize) {
        if let Some((from, to)) = self.comment.filter(|it| length(*it) != gap) {
            draft.write(from, to, &" ".repeat(gap));
        }
    }

    /// How far it goes with so many blanks before its `=`.
    const fn total(&self, gap: usize) -> usize {
        self.name + gap + self.value
    }

    /// How far it goes as it stands.
    fn width(&self) -> usize {
        self.total(self.gap.map_or(1, length))
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

const fn length((from, to): (usize, usize)) -> usize {
    to - from
}

/// Moves what stood in columns before into columns again. Gives the blanks between the name and `=` of each line.
pub(super) fn align(draft: &mut Draft<'_>, before: &[Cells], after: &[Cells]) -> Vec<usize> {
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
    let new: Vec<usize> = (after.iter().zip(&gaps))
        .map(|(row, gap)| row.total(*gap))
        .collect();
    if are_columns(before) {
        for (row, gap) in after.iter().zip(gaps_at(after, &new)) {
            row.move_comment(draft, gap);
        }
    }
    gaps
}

/// Puts lines that will follow each other into columns, where each of both groups was.
pub(super) fn join(draft: &mut Draft<'_>, one: &[Cells], other: &[Cells]) {
    let is_close = |rows: &[Cells]| {
        let widest = rows.iter().map(|it| it.name).max().unwrap_or(0);
        let mut columns = rows.iter().map(|it| it.name + it.gap.map_or(1, length));
        columns.all(|it| it == widest + 1) && are_columns(rows)
    };
    if !other.is_empty() && !one.is_empty() && is_close(one) && is_close(other) {
        align(draft, one, &[one, other].concat());
    }
}

/// The blanks before the comment of each line as these stand.
pub(super) fn comment_gaps(rows: &[Cells]) -> Vec<usize> {
    let totals: Vec<usize> = rows.iter().map(Cells::width).collect();
    gaps_at(rows, &totals)
}

/// The blanks before the comment of each line: comments of lines that follow each other stand in one column.
fn gaps_at(rows: &[Cells], totals: &[usize]) -> Vec<usize> {
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

/// Whether comments stand in their columns.
pub(super) fn are_columns(rows: &[Cells]) -> bool {
    let mut lines = rows.iter().zip(comment_gaps(rows));
    lines.all(|(row, gap)| row.comment.is_none_or(|it| length(it) == gap))
}
