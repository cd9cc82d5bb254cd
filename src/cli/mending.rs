//! Fixes: the options about them, and the runs that make them.

mod comments;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;

use crate::{
    finding::{Fix, Safety},
    fix,
    lint::{Diagnostic, Error, Report, SuppressedBy},
    note::{Level, Note},
    redact::Redactions,
    report::{self, Document, Output, Over, Unwritten, counted},
    source::{SourceFile, Sources},
    span::FileId,
};

/// A fix may bring another to light; more rounds than this are not gone.
const MOST_ROUNDS: usize = 10;

/// What becomes of fixes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fixes")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches of the command line, independent of each other"
)]
pub(super) struct Mending {
    /// Mend what can be mended safely, in the files themselves, then report what remains
    #[arg(long)]
    fix: bool,
    /// The same without the report: say how much was mended, and exit with status 0 whatever remains, 1 if a file was left as it is
    #[arg(long)]
    fix_only: bool,
    /// Write what would be mended as a unified diff, change nothing, and exit with status 1 if there is anything
    #[arg(long, conflicts_with_all = ["fix", "fix_only"])]
    diff: bool,
    /// Ignore what is found by comments that give this reason; with --diff show them only
    #[arg(long, value_name = "REASON", value_parser = comments::reason, conflicts_with_all = ["fix", "fix_only", "unsafe_fixes", "show_fixes", "no_ignores"])]
    add_ignores: Option<String>,
    /// Show all changes below findings, in whole, or why there are none [default: the first of findings alike, its first lines]
    #[arg(long)]
    show_fixes: bool,
    /// With one of these: take fixes too that may change how what is applied behaves
    #[arg(long)]
    unsafe_fixes: bool,
}

/// What comes of a run.
pub(super) enum Outcome {
    /// All that was asked for.
    Done(Output),
    /// A report, still to be written.
    Report(Box<Report>),
}

/// What was mended.
#[derive(Default)]
struct Mended {
    /// The texts of before, with what is hidden in them.
    before: BTreeMap<PathBuf, Arc<SourceFile>>,
    hidden: Redactions,
    /// The files of each fix.
    fixes: Vec<BTreeSet<PathBuf>>,
    /// The fingerprints of what was found at first.
    found: BTreeSet<String>,
    /// What a difference cannot show.
    unshown: BTreeSet<String>,
    /// The fingerprints of what no comment lets pass.
    not_ignored: BTreeSet<String>,
}

/// What came of it on disk.
#[derive(Default)]
struct Written {
    notes: Vec<Note>,
    /// What was left as it is there.
    left: BTreeSet<PathBuf>,
}

impl Mending {
    /// Refuses what cannot be together.
    pub(super) fn suits(&self, reads_standard_input: bool) -> Result<(), Error> {
        let refused = |reason: &str| Err(Error::Command(reason.to_owned()));
        if self.unsafe_fixes && !(self.writes() || self.diff || self.show_fixes) {
            return refused("--unsafe-fixes goes with --fix, --fix-only, --diff or --show-fixes");
        }
        if self.writes() && reads_standard_input {
            return refused("standard input cannot be changed: ask for the change with --diff");
        }
        Ok(())
    }

    /// Whether files are to be changed.
    const fn writes(&self) -> bool {
        self.fix || self.fix_only || (self.add_ignores.is_some() && !self.diff)
    }

    /// What is to be changed: the faults, or comments that let them pass. What no comment covers is noted, and tried once; so is what a
    /// difference that is asked for cannot show.
    fn changes(&self, sources: &Sources, report: &Report, mended: &mut Mended) -> Vec<Fix> {
        let changes: Vec<Fix> = match &self.add_ignores {
            None => report.fixes(self.safety()).cloned().collect(),
            Some(reason) => {
                let known = &mended.not_ignored;
                let findings = report.findings.iter();
                let untried = findings.filter(|it| !known.contains(&it.fingerprint));
                let tried = comments::each(sources, untried, reason);
                let hopeless = tried.iter().filter(|(_, fix)| fix.is_none());
                let hopeless: Vec<_> = hopeless.map(|(it, _)| it.fingerprint.clone()).collect();
                mended.not_ignored.extend(hopeless);
                tried.into_iter().filter_map(|(_, fix)| fix).collect()
            }
        };
        if !self.diff {
            return changes;
        }
        let hidden = Redactions::of(report.program());
        let changes = changes.into_iter();
        let (shown, unshown): (Vec<Fix>, Vec<Fix>) =
            changes.partition(|fix| report::can_be_shown(fix, sources, &hidden));
        mended.unshown = unshown.iter().map(|fix| left_out(fix, sources)).collect();
        shown
    }

    const fn safety(&self) -> Safety {
        if self.unsafe_fixes {
            Safety::Unsafe
        } else {
            Safety::Safe
        }
    }

    /// Lints and mends as asked. `leave_out` takes what is accepted out of a report: it is not mended.
    pub(super) fn lint(
        &self,
        sources: &mut Sources,
        lint: impl Fn(&Sources) -> Result<Report, Error>,
        leave_out: impl Fn(&Sources, &mut Report) -> Result<(), Error>,
    ) -> Result<Outcome, Error> {
        if !self.writes() && !self.diff {
            let mut report = lint(sources)?;
            report.shows_fixes = self.show_fixes;
            return Ok(Outcome::Report(Box::new(report)));
        }
        let (rest, mended) = self.settle(sources, &lint, &leave_out)?;
        let not_ignored = comments::not_ignored(sources, &rest, &mended.not_ignored);
        if self.diff {
            let mut output = mended.difference(sources, &rest);
            output.notes.extend(not_ignored);
            return Ok(Outcome::Done(output));
        }
        let verb = self.add_ignores.as_ref().map_or("mended", |_| "ignored");
        let Written { mut notes, left } = mended.write(sources, verb)?;
        let say = |done: usize| {
            let files = counted(mended.before.len() - left.len(), "file");
            let note = format!("{verb} {} in {files}", counted(done, "finding"));
            (!mended.fixes.is_empty()).then(|| Note::new(Level::Plain, note))
        };
        if self.fix_only {
            notes.extend(say(mended.done(&left)));
            return Ok(Outcome::Done(Output {
                notes,
                failed: !left.is_empty(),
                ..Output::default()
            }));
        }
        // The report is of what is on disk, whoever wrote it, and has what is accepted.
        for path in &left {
            *sources = sources.without(path);
        }
        let mut report = lint(sources)?;
        notes.extend(say(match self.add_ignores {
            Some(_) => mended.ignored(&report),
            None => mended.done(&left),
        }));
        notes.extend(self.remaining(&report));
        notes.extend(not_ignored);
        report.notes.splice(0..0, notes);
        report.shows_fixes = self.show_fixes;
        Ok(Outcome::Report(Box::new(report)))
    }

    /// Lints, and again with what was found to be mended, until nothing is left to mend. Nothing is written: the texts are in the
    /// snapshot, and the report is of that, without what is accepted.
    fn settle(
        &self,
        sources: &mut Sources,
        lint: impl Fn(&Sources) -> Result<Report, Error>,
        leave_out: impl Fn(&Sources, &mut Report) -> Result<(), Error>,
    ) -> Result<(Report, Mended), Error> {
        let lint = |sources: &Sources| -> Result<Report, Error> {
            let mut report = lint(sources)?;
            leave_out(sources, &mut report)?;
            Ok(report)
        };
        let mut report = lint(sources)?;
        let mut mended = Mended {
            hidden: Redactions::of(report.program()),
            found: fingerprints(&report),
            ..Mended::default()
        };
        // Of comments that move the same lines one is made in a round.
        let comments = self
            .add_ignores
            .as_ref()
            .map_or(0, |_| report.findings.len());
        for _ in 0..MOST_ROUNDS + comments {
            let changes = self.changes(sources, &report, &mut mended);
            let applied = fix::apply(sources, &changes, |file| file.text.to_string());
            let mut next = None;
            let mut texts = Vec::new();
            for (id, text) in applied.texts.values() {
                let file = sources.file(*id);
                let earlier = next.as_ref().unwrap_or(&*sources);
                next = Some(earlier.with(&file.path, text.as_str()));
                texts.push(file);
            }
            let Some(next) = next else { break };
            let then = lint(&next)?;
            // Where nobody reads comments they help nothing.
            if self.add_ignores.is_some() && fingerprints(&report).is_subset(&fingerprints(&then)) {
                break;
            }
            report = then;
            for file in texts {
                mended.before.entry(file.path.clone()).or_insert(file);
            }
            let path = |id: &FileId| sources.file(*id).path.clone();
            let files = applied.fixes.iter();
            let files = files.map(|files| files.iter().map(path).collect());
            mended.fixes.extend(files);
            *sources = next;
        }
        Ok((report, mended))
    }

    /// What could be mended too.
    fn remaining(&self, report: &Report) -> Vec<Note> {
        let more = report.fixes(Safety::Unsafe).count() - report.fixes(self.safety()).count();
        let is_asked = self.fix && more > 0;
        let note = || {
            format!(
                "{} more can be mended with --unsafe-fixes",
                counted(more, "finding")
            )
        };
        is_asked.then(|| Note::of(note())).into_iter().collect()
    }
}

/// Says of a fix that a difference cannot show it.
fn left_out(fix: &Fix, sources: &Sources) -> String {
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

fn fingerprints(report: &Report) -> BTreeSet<String> {
    let findings = report.findings.iter();
    findings.map(|it| it.fingerprint.clone()).collect()
}

impl Mended {
    /// The difference that the fixes make, in which nothing is shown that is hidden; what is left out for that is told.
    fn difference(&self, sources: &Sources, report: &Report) -> Output {
        let hidden = Redactions::of(report.program());
        let is_outside = |file: &SourceFile| Path::new(&file.name).starts_with("..");
        let is_of_project = self.before.values().any(|it| is_outside(it));
        let name = |file: &SourceFile| match is_of_project {
            true => sources.repository_path(file),
            false => file.name.clone(),
        };
        let mut differences = BTreeMap::new();
        let mut left = BTreeSet::new();
        let mut told = self.unshown.clone();
        for (path, before) in &self.before {
            let after = sources.read(path).unwrap_or_else(|_| before.clone());
            let name = name(before);
            match report::unified(&name, (before, &self.hidden), (&after, &hidden)) {
                Some(text) => _ = differences.insert(path, text),
                None => {
                    left.insert(path.clone());
                    told.insert(format!(
                        "`{name}` is left out of the patch: it would show a secret"
                    ));
                }
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
    fn done(&self, left: &BTreeSet<PathBuf>) -> usize {
        let fixes = self.fixes.iter();
        fixes.filter(|it| it.is_disjoint(left)).count()
    }

    /// How much of what was found comments keep out of a report: one of them may cover much.
    fn ignored(&self, report: &Report) -> usize {
        let by_comment = |it: &&Diagnostic| it.suppressed_by == Some(SuppressedBy::Comment);
        let ignored = report.suppressed.iter().filter(by_comment);
        let found = ignored.filter(|it| self.found.contains(&it.fingerprint));
        found.count()
    }

    /// Writes the mended files, each whole or not at all. One that somebody else has changed in the meantime is left alone, and what
    /// is mended together with it.
    fn write(&self, sources: &Sources, verb: &str) -> Result<Written, Error> {
        let mut written = Written::default();
        let disk = Sources::new(sources.working_directory().to_path_buf());
        for (path, before) in &self.before {
            disk.allow(path);
            let is_as_it_was = disk.read(path).is_ok_and(|now| now.text == before.text);
            let name = &before.name;
            let reason = match Document::fits(path, Over::Anything) {
                Ok(()) if is_as_it_was => continue,
                Err(error) if is_as_it_was => format!("`{name}` is left as it is: {error}"),
                _ => format!("`{name}` was changed in the meantime: it is left as it is"),
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
        let after = |path: &PathBuf| {
            let after = sources.read(path).ok();
            after.filter(|_| !written.left.contains(path))
        };
        let documents = self.before.keys().filter_map(|path| {
            Some(Document {
                path: path.clone(),
                text: after(path)?.text.to_string(),
                over: Over::Anything,
            })
        });
        let documents: Vec<Document> = documents.collect();
        Document::write_all(&documents).map_err(|it| self.refused(&it))?;
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

#[cfg(test)]
mod tests {
    use std::{cell::Cell, fs};

    use super::*;
    use crate::{
        lint::{Request, lint},
        pool,
    };

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

    /// The report is of what is on disk in the end, and so is what is counted.
    #[test]
    fn what_was_not_written_is_reported() {
        let directory = format!("vpcelint-{}-reported", std::process::id());
        let directory = std::env::temp_dir().join(directory);
        fs::create_dir_all(&directory).unwrap();
        let path = directory.join("main.tf");
        let text = "resource \"aws_vpc_endpoint\" \"a\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.eu-west-1.s3\"\n  route_table_idz = [\"rtb-1\"]\n}\n";
        fs::write(&path, text).unwrap();
        let request = Request {
            paths: vec![directory.clone()],
            ..Request::default()
        };
        let run = |fix_only: bool| {
            let mending = Mending {
                fix: !fix_only,
                fix_only,
                diff: false,
                add_ignores: None,
                show_fixes: false,
                unsafe_fixes: false,
            };
            let mut sources = Sources::new(directory.clone());
            // Somebody writes while the work is done.
            let lint = |sources: &Sources| -> Result<Report, Error> {
                let report = lint(sources, &request);
                let now = fs::read_to_string(&path).unwrap();
                fs::write(&path, format!("{now}# mine\n")).unwrap();
                report
            };
            let pool = pool::build(1).unwrap();
            pool.install(|| mending.lint(&mut sources, lint, |_, _| Ok(())).unwrap())
        };
        let Outcome::Report(report) = run(false) else {
            panic!("a report is asked for");
        };
        let misspelled = |it: &Diagnostic| it.rule.id == "unknown_argument";
        assert!(report.findings.iter().any(misspelled));
        let notes: Vec<String> = report.notes.iter().map(ToString::to_string).collect();
        assert!(
            notes
                .iter()
                .any(|it| it.contains("mended 0 findings in 0 files")),
            "{notes:?}"
        );
        let Outcome::Done(output) = run(true) else {
            panic!("no report is asked for");
        };
        assert!(output.failed);
        let left = fs::read_to_string(&path).unwrap();
        fs::remove_dir_all(&directory).unwrap();
        assert!(left.starts_with(text), "{left}");
    }

    /// A report of what remains costs one more, as it has what is accepted.
    #[test]
    fn no_more_is_linted_than_is_asked_for() {
        let directory = format!("vpcelint-{}-rounds", std::process::id());
        let directory = std::env::temp_dir().join(directory);
        fs::create_dir_all(&directory).unwrap();
        let path = directory.join("main.tf");
        let text = "resource \"aws_vpc_endpoint\" \"a\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.eu-west-1.s3\"\n  route_table_idz = [\"rtb-1\"]\n}\n";
        let request = Request {
            paths: vec![directory.clone()],
            ..Request::default()
        };
        for (fix, fix_only, diff, rounds) in [
            (false, false, false, 1),
            (false, false, true, 2),
            (false, true, false, 2),
            (true, false, false, 3),
        ] {
            fs::write(&path, text).unwrap();
            let mending = Mending {
                fix,
                fix_only,
                diff,
                add_ignores: None,
                show_fixes: false,
                unsafe_fixes: false,
            };
            let mut sources = Sources::new(directory.clone());
            let count = Cell::new(0);
            let lint = |sources: &Sources| -> Result<Report, Error> {
                count.set(count.get() + 1);
                lint(sources, &request)
            };
            let outcome = mending.lint(&mut sources, lint, |_, _| Ok(()));
            assert!(outcome.is_ok());
            assert_eq!(count.get(), rounds, "{fix} {fix_only} {diff}");
        }
        fs::remove_dir_all(&directory).unwrap();
    }
}
