//! Texts with fixes in them.

use std::{collections::BTreeMap, ops::Range};

use super::line::{end_of_line, row, rows_above, rows_below, start_of_line};
use crate::{
    finding::{Edit, Fix},
    source::{SourceFile, Sources},
    span::FileId,
};

/// What becomes of texts.
#[derive(Debug, Default)]
pub struct Applied {
    /// The new texts.
    pub texts: BTreeMap<usize, (FileId, String)>,
    /// The files of each fix that is in them. Others change the same as one of these.
    pub fixes: Vec<Vec<FileId>>,
}

/// The edits of fixes in their order, without those of a fix that touches what an earlier one changes.
#[must_use]
pub fn chosen<'f>(sources: &Sources, fixes: impl IntoIterator<Item = &'f Fix>) -> Vec<&'f Edit> {
    let taken = taken(sources, fixes).0.into_values();
    taken.flat_map(|it| it.edits).collect()
}

/// What is changed in a file.
struct Taken<'f> {
    id: FileId,
    edits: Vec<&'f Edit>,
    stretches: Vec<Range<usize>>,
}

/// What is changed by file, and the files of each fix.
fn taken<'f>(
    sources: &Sources,
    fixes: impl IntoIterator<Item = &'f Fix>,
) -> (BTreeMap<usize, Taken<'f>>, Vec<Vec<FileId>>) {
    let mut taken = BTreeMap::<usize, Taken<'_>>::new();
    let mut places = Vec::new();
    for fix in fixes {
        let stretches: Vec<_> = (by_file(fix).into_iter())
            .map(|(id, edits)| (id, stretches(&sources.file(id), &edits)))
            .collect();
        let is_free = |(id, own): &(FileId, Vec<Range<usize>>)| {
            let others = taken.get(&id.index());
            let mut others = others.iter().flat_map(|it| &it.stretches);
            !others.any(|other| own.iter().any(|it| meet(it, other)))
        };
        if !stretches.iter().all(is_free) {
            continue;
        }
        places.push(fix.edits.iter().map(|edit| edit.span.file).collect());
        for (id, stretches) in stretches {
            let file = taken.entry(id.index()).or_insert_with(|| Taken {
                id,
                edits: Vec::new(),
                stretches: Vec::new(),
            });
            let own = fix.edits.iter().filter(|it| it.span.file == id);
            file.edits.extend(own);
            file.stretches.extend(stretches);
        }
    }
    (taken, places)
}

/// What edits, in their order, change with the lines that stand in columns with it: their blanks were counted in the text as it is.
fn stretches(file: &SourceFile, edits: &[&Edit]) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for edit in edits {
        let own = edit.span.start as usize..edit.span.end as usize;
        match all.last_mut() {
            Some(last) if own.start <= last.end => last.end = last.end.max(own.end),
            _ => all.push(in_columns(&file.text, own)),
        }
    }
    all
}

/// A stretch with the lines around it that follow each other.
fn in_columns(text: &str, own: Range<usize>) -> Range<usize> {
    let above = rows_above(text, start_of_line(text, own.start));
    let last = start_of_line(text, own.end);
    let below = match row(text, last) {
        Some(_) => last,
        None => end_of_line(text, last) + 1,
    };
    let below = rows_below(text, below);
    let line = |it: Option<Range<usize>>| it.unwrap_or_else(|| own.clone());
    let start = line(above.into_iter().next().map(|it| it.line)).start;
    let end = line(below.into_iter().next_back().map(|it| it.line)).end;
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
        known.any(|it| it.span.file == edit.span.file && touch(it, edit))
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

/// Makes fixes in their order, in texts as long as those of the files; one that touches what an earlier one changes is left out as a whole.
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

/// Edits that meet may belong together, so that one of them cannot be without the other.
fn touch(one: &Edit, other: &Edit) -> bool {
    one.span.start <= other.span.end && other.span.start <= one.span.end
}

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
