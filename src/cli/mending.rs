//! Fixes: the options about them, and the runs that make them.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use clap::Args;

use crate::{
    finding::{Fix, Safety},
    fix, ignore,
    lint::{Diagnostic, Error, Report},
    note::{Level, Note},
    redact::Redactions,
    report::{self, Document, Output, Over, counted},
    source::{SourceFile, Sources},
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
    /// The same without the report: whatever remains, the exit status is 0
    #[arg(long)]
    fix_only: bool,
    /// Write what would be mended as a unified diff, change nothing, and exit with status 1 if there is anything
    #[arg(long, conflicts_with_all = ["fix", "fix_only"])]
    diff: bool,
    /// Ignore what is found by comments that give this reason; with --diff show them only
    #[arg(long, value_name = "REASON", value_parser = reason, conflicts_with_all = ["fix", "fix_only", "unsafe_fixes", "show_fixes"])]
    add_ignores: Option<String>,
    /// Show all changes below findings, in whole, or why there are none [default: the first of findings alike, its first lines]
    #[arg(long)]
    show_fixes: bool,
    /// With one of these: take fixes too that may change how what is applied behaves
    #[arg(long)]
    unsafe_fixes: bool,
}

/// A comment is one line, and whoever reads it later is told why.
fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    if !text.contains(char::is_alphanumeric) {
        return Err("say why".to_owned());
    }
    if text.contains(char::is_control) {
        return Err("a reason is one line".to_owned());
    }
    Ok(text.to_owned())
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
    fixes: usize,
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

    /// What is to be changed: the faults, or comments that let them pass.
    fn changes(&self, sources: &Sources, report: &Report) -> Vec<Fix> {
        let Some(reason) = &self.add_ignores else {
            return report.fixes(self.safety()).cloned().collect();
        };
        let comment = |one: &Diagnostic| {
            let place = one.finding.primary;
            let file = sources.file(place.file);
            let edit = ignore::ignoring(sources, &file, place, one.rule.id, reason)?;
            Some(Fix {
                title: format!("ignore {}", one.rule.id),
                safety: Safety::Safe,
                edits: vec![edit],
            })
        };
        report.findings.iter().filter_map(comment).collect()
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
        let (mut report, mended) = self.settle(sources, lint, leave_out)?;
        if self.diff {
            return Ok(Outcome::Done(mended.difference(sources, &report)));
        }
        let verb = self.add_ignores.as_ref().map_or("mended", |_| "ignored");
        let mut notes = mended.write(sources, verb)?;
        if self.fix_only {
            return Ok(Outcome::Done(Output {
                notes,
                ..Output::default()
            }));
        }
        notes.extend(self.remaining(&report));
        report.notes.splice(0..0, notes);
        report.shows_fixes = self.show_fixes;
        Ok(Outcome::Report(Box::new(report)))
    }

    /// Lints, and again with what was found to be mended, until nothing is left to mend. Nothing is written: the texts are in the
    /// snapshot, and the report is of that.
    fn settle(
        &self,
        sources: &mut Sources,
        lint: impl Fn(&Sources) -> Result<Report, Error>,
        leave_out: impl Fn(&Sources, &mut Report) -> Result<(), Error>,
    ) -> Result<(Report, Mended), Error> {
        let mut report = lint(sources)?;
        let mut mended = Mended::default();
        if !self.writes() && !self.diff {
            return Ok((report, mended));
        }
        mended.hidden = Redactions::of(report.program());
        for _ in 0..MOST_ROUNDS {
            leave_out(sources, &mut report)?;
            let changes = self.changes(sources, &report);
            let applied = fix::apply(sources, &changes, |file| file.text.to_string());
            if applied.fixes == 0 {
                break;
            }
            let mut next = None;
            for (id, text) in applied.texts.values() {
                let file = sources.file(*id);
                next = Some(
                    next.as_ref()
                        .unwrap_or(&*sources)
                        .with(&file.path, text.as_str()),
                );
                mended.before.entry(file.path.clone()).or_insert(file);
            }
            let Some(next) = next else { break };
            report = lint(&next)?;
            *sources = next;
            mended.fixes += applied.fixes;
        }
        Ok((lint(sources)?, mended))
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

impl Mended {
    /// The difference that the fixes make.
    fn difference(&self, sources: &Sources, report: &Report) -> Output {
        let hidden = Redactions::of(report.program());
        let mut text = String::new();
        for (path, before) in &self.before {
            if let Ok(after) = sources.read(path) {
                text += &report::unified((before, &self.hidden), (&after, &hidden));
            }
        }
        Output {
            failed: !text.is_empty(),
            text,
            ..Output::default()
        }
    }

    /// Writes the mended files, each whole or not at all. One that somebody else has changed in the meantime is left alone.
    fn write(&self, sources: &Sources, verb: &str) -> Result<Vec<Note>, Error> {
        let mut notes = Vec::new();
        let mut written = 0;
        let disk = Sources::new(sources.working_directory().to_path_buf());
        for (path, before) in &self.before {
            disk.allow(path);
            let is_same = disk.read(path).is_ok_and(|now| now.text == before.text);
            if !is_same {
                let reason = format!(
                    "`{}` was changed in the meantime: it is left as it is",
                    before.name
                );
                notes.push(Note::warning(reason));
                continue;
            }
            let Ok(after) = sources.read(path) else {
                continue;
            };
            let document = Document {
                path: path.clone(),
                text: after.text.to_string(),
                over: Over::Anything,
            };
            document.write().map_err(|error| {
                Error::Command(format!("cannot write `{}`: {error}", before.name))
            })?;
            written += 1;
        }
        if self.fixes > 0 {
            let findings = counted(self.fixes, "finding");
            let files = counted(written, "file");
            notes.push(Note::new(
                Level::Plain,
                format!("{verb} {findings} in {files}"),
            ));
        }
        Ok(notes)
    }
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
        mended.fixes = 2;
        let [changed, whole] = &paths;
        fs::write(changed, "# mine\n").unwrap();
        let notes = mended.write(&sources, "mended").unwrap();
        let [left, written] = [changed, whole].map(|path| fs::read_to_string(path).unwrap());
        fs::remove_dir_all(&directory).unwrap();
        assert_eq!([&*left, &*written], ["# mine\n", "locals {\n}\n"]);
        let notes: Vec<String> = notes.iter().map(ToString::to_string).collect();
        let told = "`changed.tf` was changed in the meantime: it is left as it is";
        assert!(notes.iter().any(|note| note.contains(told)), "{notes:?}");
        assert!(
            notes.iter().any(|note| note.contains("in 1 file")),
            "{notes:?}"
        );
    }
}
