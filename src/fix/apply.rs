//! Texts with fixes in them.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    ops::Range,
};

use super::line::{Row, end_of_line, row, rows_above, rows_below, start_of_line};
use crate::{
    finding::{Edit, Fix},
    source::{SourceFile, Sources},
    span::FileId,
};

/// A fix may bring another to light, and wait until one that moves the same lines is made; so many rounds more than there are findings
/// are not gone.
pub const MOST_ROUNDS: usize = 10;

/// What becomes of texts.
#[derive(Debug, Default)]
pub struct Applied {
    /// The new texts.
    pub texts: BTreeMap<usize, (FileId, String)>,
    /// The files of each fix that is in them. Others meet one of these, or move the same lines.
    pub fixes: Vec<Vec<FileId>>,
}

/// What is changed in a file.
struct Taken<'f> {
    id: FileId,
    edits: Vec<&'f Edit>,
    stretches: Vec<Range<usize>>,
}

impl<'f> Taken<'f> {
    /// What edits change there, in their order.
    fn of(sources: &Sources, id: FileId, edits: Vec<&'f Edit>) -> Self {
        let stretches = stretches(&sources.file(id), &edits);
        Self {
            id,
            edits,
            stretches,
        }
    }

    fn meets(&self, other: &Self) -> bool {
        let mut own = self.stretches.iter();
        own.any(|it| other.stretches.iter().any(|other| meet(it, other)))
    }
}

/// What fixes change by file, in their order, and the files of each: one that meets an earlier one, or moves the same lines, is left
/// out as a whole.
fn taken<'f>(
    sources: &Sources,
    fixes: impl IntoIterator<Item = &'f Fix>,
) -> (BTreeMap<usize, Taken<'f>>, Vec<Vec<FileId>>) {
    let mut taken = BTreeMap::<usize, Taken<'_>>::new();
    let mut places = Vec::new();
    for fix in fixes {
        let of_fix = by_file(fix).into_iter();
        let of_fix: Vec<_> = of_fix
            .map(|(id, edits)| Taken::of(sources, id, edits))
            .collect();
        let is_free = |own: &Taken<'_>| {
            let others = taken.get(&own.id.index());
            others.is_none_or(|others| !others.meets(own))
        };
        if !of_fix.iter().all(is_free) {
            continue;
        }
        places.push(of_fix.iter().map(|it| it.id).collect());
        for own in of_fix {
            match taken.entry(own.id.index()) {
                Entry::Vacant(free) => {
                    free.insert(own);
                }
                Entry::Occupied(mut others) => {
                    let others = others.get_mut();
                    others.edits.extend(own.edits);
                    others.stretches.extend(own.stretches);
                }
            }
        }
    }
    (taken, places)
}

/// What edits, in their order, change with the lines that stand in columns with it: their blanks were counted in the text as it is.
fn stretches(file: &SourceFile, edits: &[&Edit]) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for edit in edits {
        let own = stretch(edit);
        match all.last_mut() {
            Some(last) if own.start <= last.end => last.end = last.end.max(own.end),
            _ => all.push(in_columns(&file.text, edit)),
        }
    }
    all
}

/// The stretch of an edit with the lines around it that follow each other. Another value moves none of them if no comment stands behind
/// one.
fn in_columns(text: &str, edit: &Edit) -> Range<usize> {
    let own = stretch(edit);
    let mut rows = rows_above(text, start_of_line(text, own.start));
    let last = start_of_line(text, own.end);
    let below = match row(text, last) {
        Some(_) => last,
        None => end_of_line(text, last) + 1,
    };
    rows.extend(rows_below(text, below));
    let old = text.get(own.clone()).unwrap_or_default();
    let is_value = |it: &Row| {
        let value = it.value.start + 1..it.value.end;
        value.contains(&own.start) && own.end <= value.end
    };
    let is_one_line = !old.contains('\n') && !edit.text.contains('\n');
    let has_comment = rows.iter().any(|it| it.comment.is_some());
    if is_one_line && !has_comment && rows.iter().any(is_value) {
        return own;
    }
    let start = rows.first().map_or(own.start, |it| it.line.start);
    let end = rows.last().map_or(own.end, |it| it.line.end);
    start.min(own.start)..end.max(own.end)
}

/// Whether two fixes do the same, whatever they say of it.
#[must_use]
pub fn is_alike(one: &Fix, other: &Fix) -> bool {
    (one.safety, &one.edits) == (other.safety, &other.edits)
}

/// Whether one fix changes what another does, in another way.
#[must_use]
pub fn differ(one: &Fix, other: &Fix) -> bool {
    let meets = |edit: &Edit| {
        let mut known = one.edits.iter();
        known.any(|it| it.span.file == edit.span.file && meet(&stretch(it), &stretch(edit)))
    };
    further(one, other).any(meets)
}

/// What a fix changes beside another.
fn further<'f>(one: &'f Fix, other: &'f Fix) -> impl Iterator<Item = &'f Edit> {
    let edits = other.edits.iter();
    edits.filter(|edit| !one.edits.contains(edit))
}

/// Two fixes as one, with the title of the first; nothing where one changes what the other does, in another way.
#[must_use]
pub fn joined(one: &Fix, other: &Fix) -> Option<Fix> {
    if is_alike(one, other) {
        return Some(one.clone());
    }
    if one.safety != other.safety || differ(one, other) {
        return None;
    }
    let further = further(one, other).cloned().collect();
    let mut edits = [one.edits.clone(), further].concat();
    edits.sort_by_key(|edit| (edit.span.file.index(), edit.span.start, edit.span.end));
    Some(Fix {
        edits,
        ..one.clone()
    })
}

/// Makes fixes in their order, in texts as long as those of the files; one that meets an earlier one, or moves the same lines, is left
/// out as a whole.
#[must_use]
pub fn apply<'f>(
    sources: &Sources,
    fixes: impl IntoIterator<Item = &'f Fix>,
    text: impl Fn(&SourceFile) -> String,
) -> Applied {
    let (taken, places) = taken(sources, fixes);
    let mut applied = Applied {
        fixes: places,
        ..Applied::default()
    };
    for (index, Taken { id, mut edits, .. }) in taken {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let text = edited(&text(&sources.file(id)), &edits);
        applied.texts.insert(index, (id, text));
    }
    applied
}

/// Lines of a text, and what a fix makes of them.
#[derive(Debug)]
pub struct Part<'t> {
    /// How many lines come before them.
    pub before: usize,
    /// The lines.
    pub old: &'t str,
    /// What becomes of them.
    pub new: String,
}

/// The edits of a fix by the files that they are in, in their order.
#[must_use]
pub fn by_file(fix: &Fix) -> Vec<(FileId, Vec<&Edit>)> {
    let mut files = BTreeMap::<usize, (FileId, Vec<&Edit>)>::new();
    for edit in &fix.edits {
        let id = edit.span.file;
        let (_, edits) = (files.entry(id.index())).or_insert_with(|| (id, Vec::new()));
        edits.push(edit);
    }
    let mut all: Vec<_> = files.into_values().collect();
    for (_, edits) in &mut all {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    }
    all
}

/// The lines of a text that edits, in their order, change, with so many around them. Of a large file no more is copied than these.
#[must_use]
pub fn part<'t>(text: &'t str, edits: &[&Edit], context: usize) -> Part<'t> {
    let start = edits.first().map_or(0, |edit| edit.span.start as usize);
    let end = edits.iter().map(|edit| edit.span.end as usize).max();
    let (start, end) = (start.min(text.len()), end.unwrap_or(start).min(text.len()));
    let above = text.get(..start).unwrap_or_default();
    let from = (above.rmatch_indices('\n').nth(context)).map_or(0, |(at, _)| at + 1);
    let below = text.get(end..).unwrap_or_default();
    let to = (below.match_indices('\n').nth(context)).map_or(text.len(), |(at, _)| end + at + 1);
    let old = text.get(from..to).unwrap_or_default();
    let (mut new, mut done) = (String::with_capacity(old.len()), from);
    for edit in edits {
        new += text.get(done..edit.span.start as usize).unwrap_or_default();
        new += &edit.text;
        done = edit.span.end as usize;
    }
    new += text.get(done..to).unwrap_or_default();
    let before = text.get(..from).unwrap_or_default();
    Part {
        before: before.matches('\n').count(),
        old,
        new,
    }
}

const fn stretch(edit: &Edit) -> Range<usize> {
    edit.span.start as usize..edit.span.end as usize
}

/// Stretches that meet may belong together, so that what is done in one of them cannot be without the other.
const fn meet(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start <= other.end && other.start <= one.end
}

fn edited(text: &str, edits: &[&Edit]) -> String {
    let (mut new, mut done) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        new += text.get(done..start).unwrap_or_default();
        new += &edit.text;
        done = end;
    }
    new + text.get(done..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::{finding::Safety, span::Span};

    const TEXT: &str = "a {\n  on   = true\n  size = 1\n  b    = 2\n}\n";

    /// How many fixes are made at once, each one edit that writes something in the place of the first of what is there.
    fn made(text: &str, edits: &[(&str, &str)]) -> usize {
        let directory = PathBuf::from("/columns");
        let path = directory.join("main.tf");
        let sources = Sources::new(directory).with(&path, text);
        let file = sources.read(&path).unwrap();
        let fix = |(old, new): &(&str, &str)| {
            let at = text.find(old).unwrap();
            let [start, end] = [at, at + old.len()].map(|it| u32::try_from(it).unwrap());
            Fix {
                title: String::new(),
                safety: Safety::Safe,
                edits: vec![Edit {
                    span: Span::new(file.id, start, end),
                    text: (*new).to_owned(),
                }],
            }
        };
        let fixes: Vec<Fix> = edits.iter().map(fix).collect();
        apply(&sources, &fixes, |it| it.text.to_string())
            .fixes
            .len()
    }

    #[test]
    fn only_what_moves_the_same_lines_waits() {
        assert_eq!(made(TEXT, &[("true", "false"), ("1", "10")]), 2);
        assert_eq!(made(TEXT, &[("true", "false"), ("2", "null")]), 2);
        assert_eq!(made(TEXT, &[("true", "false"), ("rue", "ue")]), 1);
        // Another name moves `=`, other lines part a column, and a comment has a column of its own.
        assert_eq!(made(TEXT, &[("true", "false"), ("size", "sizes")]), 1);
        assert_eq!(made(TEXT, &[("true", "[\n  ]"), ("1", "10")]), 1);
        let commented = TEXT.replace("2\n", "2 # b\n");
        assert_eq!(made(&commented, &[("true", "false"), ("1", "10")]), 1);
        // Where they stand in none, nothing is moved.
        let apart = TEXT.replace('1', "1\n\n");
        assert_eq!(made(&apart, &[("size", "sizes"), ("2", "3")]), 2);
    }
}
