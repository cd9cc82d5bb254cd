//! What was mended: as a difference, or written into the files.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    finding::Fix,
    lint::{Diagnostic, Error, Report, SuppressedBy},
    note::Note,
    redact::Redactions,
    report::{self, Document, Output, Over, Staged, Unwritten},
    source::{SourceFile, Sources},
};

/// What was mended.
#[derive(Default)]
pub(super) struct Mended {
    /// The texts of before, with what is hidden in them.
    pub(super) before: BTreeMap<PathBuf, Arc<SourceFile>>,
    pub(super) hidden: Redactions,
    /// The files of each fix.
    pub(super) fixes: Vec<BTreeSet<PathBuf>>,
    /// The fingerprints of what was found at first.
    pub(super) found: BTreeSet<String>,
    /// What a difference cannot show.
    pub(super) unshown: BTreeSet<String>,
    /// The fingerprints of what no comment lets pass.
    pub(super) not_ignored: BTreeSet<String>,
}

/// What came of it on disk.
#[derive(Default)]
pub(super) struct Written {
    pub(super) notes: Vec<Note>,
    /// What was left as it is there.
    pub(super) left: BTreeSet<PathBuf>,
}

impl Mended {
    /// The difference that the fixes make, in which nothing is shown that is hidden; what is left out for that is told.
    pub(super) fn difference(&self, sources: &Sources, report: &Report) -> Output {
        let hidden = Redactions::of(report.program());
        let is_outside = |file: &SourceFile| Path::new(&file.name).starts_with("..");
        let is_of_project = self.before.values().any(|it| is_outside(it));
        let name = |file: &SourceFile| {
            if is_of_project {
                sources.repository_path(file)
            } else {
                file.name.clone()
            }
        };
        let mut differences = BTreeMap::new();
        let mut left = BTreeSet::new();
        let mut told = self.unshown.clone();
        for (path, before) in &self.before {
            let after = sources.read(path).unwrap_or_else(|_| before.clone());
            let name = name(before);
            let difference = report::unified(&name, (before, &self.hidden), (&after, &hidden));
            if let Some(text) = difference {
                differences.insert(path, text);
            } else {
                left.insert(path.clone());
                told.insert(format!(
                    "`{name}` is left out of the patch: it would show a secret"
                ));
            }
        }
        for before in self.leave_whole_fixes(&mut left) {
            let name = name(before);
            told.insert(format!(
                "`{name}` is left out of the patch: it is to be mended together with that"
            ));
        }
        differences.retain(|path, _| !left.contains(*path));
        let text: String = differences.into_values().collect();
        let failed = !(text.is_empty() && told.is_empty());
        let mut notes: Vec<Note> = told.into_iter().map(Note::warning).collect();
        if is_of_project && !text.is_empty() {
            let project = sources.project().display();
            notes.push(Note::of(format!(
                "the patch is to be applied in `{project}`"
            )));
        }
        Output {
            text,
            notes,
            failed,
            is_patch: true,
            ..Output::default()
        }
    }

    /// Adds what is changed together with what is left as it is: half a fix is none.
    fn leave_whole_fixes(&self, left: &mut BTreeSet<PathBuf>) -> Vec<&SourceFile> {
        let mut further = Vec::new();
        let is_cut = |files: &&BTreeSet<PathBuf>, left: &BTreeSet<PathBuf>| {
            !files.is_disjoint(left) && !files.is_subset(left)
        };
        while let Some(files) = self.fixes.iter().find(|it| is_cut(it, left)) {
            let new = files.iter().filter(|it| left.insert((*it).clone()));
            further.extend(new.filter_map(|it| self.before.get(it)).map(|it| &**it));
        }
        further
    }

    /// How many fixes are written, all but those in files that were left.
    pub(super) fn done(&self, left: &BTreeSet<PathBuf>) -> usize {
        let fixes = self.fixes.iter();
        fixes.filter(|it| it.is_disjoint(left)).count()
    }

    /// How much of what was found comments keep out of a report: one of them may cover much.
    pub(super) fn ignored(&self, report: &Report) -> usize {
        let by_comment = |it: &&Diagnostic| it.suppressed_by == Some(SuppressedBy::Comment);
        let ignored = report.suppressed.iter().filter(by_comment);
        let found = ignored.filter(|it| self.found.contains(&it.fingerprint));
        found.count()
    }

    /// Writes the mended files, each whole or not at all. One that somebody else has changed in the meantime, or that cannot be written,
    /// is left alone, and what is mended together with it.
    pub(super) fn write(&self, sources: &Sources, verb: &str) -> Result<Written, Error> {
        let mut written = Written::default();
        let disk = Sources::new(sources.working_directory().to_path_buf());
        let documents = self.before.keys().filter_map(|path| {
            Some(Document {
                path: path.clone(),
                text: sources.read(path).ok()?.text.to_string(),
                over: Over::Original,
            })
        });
        let documents: Vec<Document> = documents.collect();
        let mut staged = Vec::new();
        for (before, document) in self.before.values().zip(&documents) {
            let path = &document.path;
            disk.allow(path);
            let is_as_it_was = disk.read(path).is_ok_and(|now| now.text == before.text);
            let name = &before.name;
            let reason = match is_as_it_was.then(|| document.staged()) {
                Some(Ok(document)) => {
                    staged.push(document);
                    continue;
                }
                Some(Err(error)) => format!("`{name}` is left as it is: {error}"),
                None => format!("`{name}` was changed in the meantime: it is left as it is"),
            };
            written.notes.push(Note::warning(reason));
            written.left.insert(path.clone());
        }
        for before in self.leave_whole_fixes(&mut written.left) {
            let reason = format!(
                "`{}` is left as it is: it is to be {verb} together with that",
                before.name
            );
            written.notes.push(Note::warning(reason));
        }
        staged.retain(|it| !written.left.contains(&it.document().path));
        Staged::put_all(staged).map_err(|it| self.refused(&it))?;
        Ok(written)
    }

    fn refused(&self, unwritten: &Unwritten) -> Error {
        let name = |path: &PathBuf| {
            let name = self.before.get(path).map(|it| &it.name);
            format!("`{}`", name.unwrap_or(&path.display().to_string()))
        };
        let Unwritten { path, error, done } = unwritten;
        let mut reason = format!("cannot write {}: {error}", name(path));
        if !done.is_empty() {
            let done: Vec<String> = done.iter().map(name).collect();
            reason.extend(["; written before it: ", &done.join(", ")]);
        }
        Error::Command(reason)
    }
}

/// Says of a fix that a difference cannot show it.
pub(super) fn left_out(fix: &Fix, sources: &Sources) -> String {
    let place = fix.edits.first().map(|edit| {
        let file = sources.file(edit.span.file);
        let (line, _) = file.position(edit.span.start);
        format!("`{}`, line {line}", file.name)
    });
    let place = place.unwrap_or_default();
    format!(
        "left out of the patch, for a secret stands in {place}: {}",
        fix.title
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_somebody_else_has_changed_is_left_alone() {
        let directory = format!("vpcelint-{}-meanwhile", std::process::id());
        let directory = std::env::temp_dir().join(directory);
        fs::create_dir_all(&directory).unwrap();
        let paths = ["changed.tf", "mended.tf"].map(|name| directory.join(name));
        let mut sources = Sources::new(directory.clone());
        let mut mended = Mended::default();
        for path in &paths {
            fs::write(path, "locals {}\n").unwrap();
            mended
                .before
                .insert(path.clone(), sources.read(path).unwrap());
            sources = sources.with(path, "locals {\n}\n");
        }
        let [changed, whole] = &paths;
        mended.fixes = paths
            .iter()
            .map(|it| BTreeSet::from([it.clone()]))
            .collect();
        fs::write(changed, "# mine\n").unwrap();
        let Written { notes, left } = mended.write(&sources, "mended").unwrap();
        assert_eq!(left, BTreeSet::from([changed.clone()]));
        assert_eq!(mended.done(&left), 1);
        // What is mended in both at once is mended in none.
        mended.fixes.push(paths.iter().cloned().collect());
        fs::write(whole, "locals {}\n").unwrap();
        let together = mended.write(&sources, "mended").unwrap();
        assert_eq!(
            (together.left.len(), &*fs::read_to_string(whole).unwrap()),
            (2, "locals {}\n")
        );
        mended.fixes.pop();
        mended.write(&sources, "mended").unwrap();
        let [left, written] = [changed, whole].map(|path| fs::read_to_string(path).unwrap());
        fs::remove_dir_all(&directory).unwrap();
        assert_eq!([&*left, &*written], ["# mine\n", "locals {\n}\n"]);
        let notes: Vec<String> = notes.iter().map(ToString::to_string).collect();
        let told = "`changed.tf` was changed in the meantime: it is left as it is";
        assert!(notes.iter().any(|note| note.contains(told)), "{notes:?}");
    }
}
