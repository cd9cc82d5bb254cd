//! Lines that stand in columns, put in columns again when one of them has changed: `=` and the comments behind.

use std::collections::BTreeMap;

use super::{
    draft::Draft,
    line::{Row, end_of_line, rows_above, rows_below, start_of_line},
};

/// A line as it is to be: of one that is there already, where its blanks are.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    name: usize,
    value: usize,
    /// The blanks before `=`; nothing of a new line, or of one without it.
    gap: Option<(usize, usize)>,
    /// The blanks before a comment.
    comment: Option<(usize, usize)>,
    /// Whether it gives a name a value; such lines that follow each other have one column.
    assigns: bool,
}

/// Lines that follow each other.
pub(super) type Group = Vec<Cells>;

impl Cells {
    pub(super) fn of(text: &str, row: &Row) -> Self {
        let width = |from, to| text.get(from..to).map_or(0, |it: &str| it.chars().count());
        let comment = row.comment.map(|comment| (row.value.end, comment));
        if !row.assigns {
            return Self::other(width(row.line.start, row.name.end), comment);
        }
        Self {
            name: width(row.line.start, row.name.end),
            value: width(row.value.start, row.value.end),
            gap: Some((row.name.end, row.value.start)),
            comment,
            assigns: true,
        }
    }

    /// Those of some lines.
    pub(super) fn of_all(text: &str, rows: &[Row]) -> Group {
        rows.iter().map(|row| Self::of(text, row)).collect()
    }

    /// A new line: its name with the indent, and its value.
    pub(super) fn new(name: usize, value: &str) -> Self {
        Self {
            name,
            value: value.chars().count() + "= ".len(),
            gap: None,
            comment: None,
            assigns: true,
        }
    }

    /// Code that gives no name a value, with the blanks before the comment behind it.
    pub(super) const fn other(width: usize, comment: Option<(usize, usize)>) -> Self {
        Self {
            name: 0,
            value: width,
            gap: None,
            comment,
            assigns: false,
        }
    }

    /// The same where its name and `=` are there already, with these blanks between them.
    pub(super) const fn at(mut self, gap: (usize, usize)) -> Self {
        self.gap = Some(gap);
        self
    }

    /// The same when the comment behind it is gone.
    pub(super) const fn without_comment(mut self) -> Self {
        self.comment = None;
        self
    }

    /// A comment is to stand behind it, whose end that is.
    pub(super) const fn begin_comment(&mut self, end: usize) {
        self.comment = Some((end, end));
    }

    /// Puts so many blanks before its comment; one that is still to be written has none.
    fn move_comment(&self, draft: &mut Draft<'_>, gap: usize) {
        let is_old = |it: &(usize, usize)| length(*it) > 0 && length(*it) != gap;
        if let Some((from, to)) = self.comment.filter(is_old) {
            draft.write(from, to, &" ".repeat(gap));
        }
    }

    /// The blanks before `=` as it stands.
    fn own_gap(&self) -> usize {
        self.gap.map_or(usize::from(self.assigns), length)
    }

    /// How far it goes with so many blanks before its `=`.
    const fn total(&self, gap: usize) -> usize {
        self.name + gap + self.value
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

/// Lines that follow each other before and behind a stretch of whole lines, as they stand with it and as they will stand around what
/// takes its place.
pub(super) struct Around {
    /// As they stand.
    pub(super) before: Vec<Group>,
    /// Those above the stretch.
    pub(super) above: Group,
    /// Those in it, if it is nothing else.
    pub(super) own: Group,
    /// Those below it.
    pub(super) below: Group,
}

/// The lines around a stretch, from where its first line begins to where the one behind it does.
pub(super) fn around(text: &str, (start, end): (usize, usize)) -> Around {
    let cells = |rows: &[Row]| Cells::of_all(text, rows);
    let above = cells(&rows_above(text, start));
    let below = cells(&rows_below(text, end));
    let is_inside = |it: &Row| end_of_line(text, it.line.end) < end.max(1);
    let own: Vec<Row> = rows_below(text, start)
        .into_iter()
        .take_while(is_inside)
        .collect();
    let covered = own
        .last()
        .map_or(start, |it| end_of_line(text, it.line.end) + 1);
    let own = if start == end {
        Vec::new()
    } else {
        cells(&own)
    };
    if covered >= end {
        return Around {
            before: vec![[above.clone(), own.clone(), below.clone()].concat()],
            above,
            own,
            below,
        };
    }
    let inside = rows_above(text, end).into_iter();
    let inside: Vec<Row> = inside.filter(|it| it.line.start >= covered).collect();
    Around {
        before: vec![
            [above.clone(), own].concat(),
            [cells(&inside), below.clone()].concat(),
        ],
        above,
        own: Vec::new(),
        below,
    }
}

/// The stretch of the whole line of a byte.
pub(super) fn line_of(text: &str, at: usize) -> (usize, usize) {
    (start_of_line(text, at), end_of_line(text, at) + 1)
}

/// How the `=` of lines that follow each other stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    /// Right behind the longest name.
    Close,
    /// In a column further to the right, where it stays.
    At(usize),
    /// In none: everyone stays where it is.
    None,
}

fn column(run: &[Cells]) -> Column {
    let mut columns = run.iter().map(|it| it.name + it.own_gap());
    let first = columns.next().unwrap_or(0);
    if !columns.all(|it| it == first) {
        Column::None
    } else if first == widest(run) + 1 {
        Column::Close
    } else {
        Column::At(first)
    }
}

fn widest(run: &[Cells]) -> usize {
    run.iter().map(|it| it.name).max().unwrap_or(0)
}

/// The lines of a group that follow each other and give names values, or do not.
fn runs(group: &[Cells]) -> impl Iterator<Item = &[Cells]> {
    group.chunk_by(|one, other| one.assigns == other.assigns)
}

/// Moves what stood in columns before into columns again. Gives the blanks before the `=` of each line.
pub(super) fn align(draft: &mut Draft<'_>, before: &[Group], after: &[Group]) -> Vec<usize> {
    let mut known = BTreeMap::new();
    for run in before.iter().flat_map(|it| runs(it)) {
        let column = column(run);
        known.extend(run.iter().filter_map(|it| Some((it.gap?, column))));
    }
    let is_in_columns = before.iter().all(|it| are_columns(it));
    let mut all = Vec::new();
    for group in after {
        let gaps: Vec<usize> = runs(group).flat_map(|run| gaps_of(run, &known)).collect();
        for (row, gap) in group.iter().zip(&gaps) {
            if let Some(span) = row.gap.filter(|it| length(*it) != *gap) {
                draft.write(span.0, span.1, &" ".repeat(*gap));
            }
        }
        if is_in_columns {
            for (row, gap) in group.iter().zip(comment_gaps(group, &gaps)) {
                row.move_comment(draft, gap);
            }
        }
        all.extend(gaps);
    }
    all
}

/// The blanks before `=` in lines that follow each other, by how each stood before.
fn gaps_of(run: &[Cells], known: &BTreeMap<(usize, usize), Column>) -> Vec<usize> {
    let stood = run.iter().filter_map(|it| known.get(&it.gap?));
    let mut columns: Vec<Column> = stood.copied().collect();
    columns.dedup();
    let least = widest(run) + 1;
    let column = match *columns.as_slice() {
        [] | [Column::Close] => least,
        [Column::At(column)] => column.max(least),
        _ => return run.iter().map(Cells::own_gap).collect(),
    };
    let gap = |it: &Cells| if it.assigns { column - it.name } else { 0 };
    run.iter().map(gap).collect()
}

/// The blanks before the comment of each line: comments of lines that follow each other stand in one column.
pub(super) fn comment_gaps(rows: &[Cells], gaps: &[usize]) -> Vec<usize> {
    let totals: Vec<usize> = rows
        .iter()
        .zip(gaps)
        .map(|(row, gap)| row.total(*gap))
        .collect();
    let mut wanted = vec![0; rows.len()];
    let mut run = Vec::new();
    let lines = rows.iter().zip(&totals).enumerate();
    for (index, (row, total)) in lines {
        if row.comment.is_some() {
            run.push((index, *total));
        }
        if row.comment.is_none() || index + 1 == rows.len() {
            let widest = run.iter().map(|(_, total)| *total).max().unwrap_or(0);
            for (index, total) in run.drain(..) {
                if let Some(gap) = wanted.get_mut(index) {
                    *gap = widest - total + 1;
                }
            }
        }
    }
    wanted
}

/// Whether comments stand in their columns.
pub(super) fn are_columns(rows: &[Cells]) -> bool {
    let own: Vec<usize> = rows.iter().map(Cells::own_gap).collect();
    let mut lines = rows.iter().zip(comment_gaps(rows, &own));
    lines.all(|(row, gap)| row.comment.is_none_or(|it| length(it) == gap))
}
