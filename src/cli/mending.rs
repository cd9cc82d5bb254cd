//! Fixes: the options about them, and the runs that make them.

mod comments;
mod mended;

use std::collections::BTreeSet;

use clap::Args;

use crate::{
    finding::{Fix, Safety},
    fix,
    lint::{Error, Report},
    note::{Level, Note},
    redact::Redactions,
    report::{self, Output, counted},
    source::Sources,
    span::FileId,
};
use mended::{Mended, Written, left_out};

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
        // Of changes that move the same lines one is made in a round.
        for _ in 0..fix::MOST_ROUNDS + report.findings.len() {
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

fn fingerprints(report: &Report) -> BTreeSet<String> {
    let findings = report.findings.iter();
    findings.map(|it| it.fingerprint.clone()).collect()
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, fs};

    use super::*;
    use crate::{
        lint::{Diagnostic, Request, lint},
        pool,
    };

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
        let misspelled = "resource \"aws_vpc_endpoint\" \"a\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.eu-west-1.s3\"\n  route_table_idz = [\"rtb-1\"]\n}\n";
        let without_names = |name: &str| {
            format!(
                "resource \"aws_vpc\" \"{name}\" {{\n  cidr_block = \"10.0.0.0/16\"\n  enable_dns_hostnames = local.{name}\n}}\nresource \"aws_vpc_endpoint\" \"{name}\" {{\n  vpc_id = aws_vpc.{name}.id\n  service_name = \"com.amazonaws.us-east-1.sqs\"\n  vpc_endpoint_type = \"Interface\"\n  private_dns_enabled = true\n}}\n"
            )
        };
        // Values in one column that move nothing.
        let locals = "locals {\n  a = false\n  b = false\n  c = false\n}\n".to_owned();
        let column = locals + &["a", "b", "c"].map(without_names).concat();
        let request = Request {
            paths: vec![directory.clone()],
            ..Request::default()
        };
        let kinds = [
            (false, false, false, 1),
            (false, false, true, 2),
            (false, true, false, 2),
            (true, false, false, 3),
        ];
        for (text, (fix, fix_only, diff, rounds)) in [misspelled, &column]
            .into_iter()
            .flat_map(|text| kinds.map(|it| (text, it)))
        {
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
