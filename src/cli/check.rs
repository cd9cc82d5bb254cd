//! `vpcelint check`: from the options to a request, and from the report to what is written where.

use std::{collections::BTreeSet, mem::ManuallyDrop, path::PathBuf};

use clap::Args;

use super::{
    buffer::Files,
    fence::Fence,
    layout::Arrangement,
    mending::{Mending, Outcome},
    parse::{self, Inputs},
    search::Search,
    settings::{Decisions, Filter},
    variants::Variants,
    write::fits,
};
use crate::{
    config::{FailOn, Layer, SettingOrigin},
    lint::{self, Error, Request},
    note::{Level, Note},
    pool,
    report::{self, Document, Format, Links, Output, Over, Style},
    source::Sources,
};

/// Columns that the later rows of the count of what was found stand further in.
const SUMMARY_INDENT: usize = 4;

/// What is not in the report itself.
fn notes(report: &lint::Report) -> Vec<Note> {
    let barren = report.without_terraform.iter();
    let barren = barren.map(|path| format!("no Terraform files in `{}`", path.display()));
    let barren = barren.map(Note::warning);
    barren.chain(report.notes.iter().cloned()).collect()
}

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches of the command line, independent of each other"
)]
pub(super) struct Check {
    /// Directories, searched to any depth, and files; `-` is standard input, see --stdin-filename [default: .]
    paths: Vec<PathBuf>,

    /// How to write findings
    #[arg(
        long,
        visible_alias = "format",
        value_name = "FORMAT",
        default_value = "human",
        help_heading = "Output"
    )]
    output_format: Format,
    /// Write findings to a file instead of standard output; it appears whole or not at all
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
    /// Also write findings in this format to a file; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = parse::destination, help_heading = "Output")]
    report: Vec<(Format, PathBuf)>,
    /// Let these and --write-baseline replace what no earlier run wrote, files of Terraform too, and follow links
    #[arg(long, help_heading = "Output")]
    force: bool,
    /// Also list the questions that rules could not decide, and which fact is missing
    #[arg(long, help_heading = "Output")]
    show_undecided: bool,
    /// Also list the findings that comments, the baseline and settings keep out, and who says so
    #[arg(long, help_heading = "Output")]
    show_suppressed: bool,
    /// Also list how many subjects each rule was asked about, and what it answered
    #[arg(long, help_heading = "Output")]
    show_coverage: bool,
    /// Say what is paid for, as far as the prices of the Region are known, and what comes together in a month of 730 hours
    #[arg(long, help_heading = "Output")]
    cost: bool,
    /// The least severity that makes the exit status 1 [default: warning]
    #[arg(long, value_name = "SEVERITY", value_parser = parse::fail_on(), help_heading = "Output")]
    fail_on: Option<FailOn>,

    /// Exit with status 1 when module calls or files could not be followed
    #[arg(long, help_heading = "Output")]
    fail_on_unfollowed: bool,

    #[command(flatten)]
    pub(super) arrangement: Arrangement,

    #[command(flatten)]
    selection: Filter,

    #[command(flatten)]
    files: Files,

    #[command(flatten)]
    search: Search,

    #[command(flatten)]
    pub(super) fence: Fence,

    #[command(flatten)]
    decisions: Decisions,

    #[command(flatten)]
    mending: Mending,

    #[command(flatten)]
    inputs: Inputs,

    #[command(flatten)]
    variants: Variants,

    /// Know what a plan knows, too; FILE is what `terraform show -json` writes of a saved plan. Without Terraform files the plan is judged alone
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["variants", parse::VARIABLE, parse::VARIABLE_FILE],
        help_heading = "Variables"
    )]
    plan: Option<PathBuf>,

    /// How many threads to use [default: as many as the machine has]
    #[arg(long, value_name = "N", value_parser = parse::threads, help_heading = "Work")]
    threads: Option<usize>,
}

impl Check {
    pub(super) fn run(
        self,
        sources: &mut Sources,
        style: Style,
        links: Links,
        in_file: Style,
    ) -> Result<Output, Error> {
        self.arrangement.suits(self.output_format)?;
        self.mending.suits(self.files.reads_standard_input())?;
        let destinations = self.destinations(sources)?;
        let baseline = self.decisions.baseline()?;
        let (over_reports, over_baselines) = (self.over(Over::Reports), self.over(Over::Baselines));
        let allow_empty = self.search.allows_empty(&self.paths);
        let topologies = self.draws();
        let paths = self.files.paths(sources, self.paths)?;
        let request = self.decisions.request(
            sources,
            Request {
                paths,
                only_file: self.files.only_file,
                force_exclude: self.files.force_exclude,
                version_control: self.search.version_control(),
                allow_empty,
                topologies,
                inputs: self.inputs.0,
                plan: self.plan,
                command: Layer {
                    variants: self.variants.read(sources)?,
                    baseline: baseline.named(),
                    fail_on_unfollowed: (self.fail_on_unfollowed)
                        .then_some((true, SettingOrigin::CommandLine("--fail-on-unfollowed"))),
                    ..self.selection.layer(sources, self.fail_on)?
                },
                ..Request::default()
            },
        )?;
        let pool = pool::build(self.threads.unwrap_or(0))?;
        let lint = |sources: &Sources| pool.install(|| lint::lint(sources, &request));
        let outcome = self.mending.lint(sources, lint, |sources, report| {
            let accepted = baseline.is_read().then(|| lint::accept(sources, report));
            accepted.transpose().map(|_| ())
        })?;
        let mut report = match outcome {
            Outcome::Done(output) => return Ok(output),
            Outcome::Report(report) => ManuallyDrop::new(*report),
        };
        baseline.apply(sources, &mut report, over_baselines)?;
        report.shows_suppressed = self.show_suppressed;
        if self.cost {
            report.say_costs();
        }
        let mut notes = notes(&report);
        let summary = report::summary(&report) + "\n";
        let is_shown = self.output_file.is_none();
        // A report for people has its count, so that both go the same way, into a file or a pager.
        if !is_shown || !(self.output_format.is_for_programs() || self.output_format.has_count()) {
            notes.push(Note::new(Level::Plain, summary.trim_end()));
        }
        let quiet = self.arrangement.quiet;
        if !self.output_format.tells_left_out() && is_shown {
            notes.extend(report::left_out(&report));
        }
        let count = |format: Format, style: Style| {
            let is_wanted = format.has_count() && !quiet;
            let count = || style.hung(summary.trim_end(), SUMMARY_INDENT) + "\n";
            is_wanted.then(count).unwrap_or_default()
        };
        let render = |format: Format, style, links| {
            let layout = self.arrangement.layout(links);
            let undecided = self.show_undecided;
            let mut text = report::lay_out(&report, sources, format, style, layout, undecided);
            if self.show_coverage && format.is_lines() {
                text += &report::coverage(&report.coverage);
            }
            text + &count(format, style)
        };
        let shown = |style, links| {
            if self.arrangement.statistics {
                report::statistics(&report, style) + &count(self.output_format, style)
            } else {
                render(self.output_format, style, links)
            }
        };
        let text = || shown(style, links);
        let documents = destinations.into_iter().enumerate();
        Ok(Output {
            text: is_shown.then(text).unwrap_or_default(),
            // What a run fails for is told whatever happens.
            notes: if quiet && !report.unfollowed.iter().any(|unseen| unseen.fails) {
                Vec::new()
            } else {
                notes
            },
            documents: documents
                .map(|(index, (format, path))| Document {
                    path,
                    over: over_reports,
                    text: if index == 0 && !is_shown {
                        shown(in_file, Links::Written)
                    } else {
                        render(format, in_file, Links::Written)
                    },
                })
                .collect(),
            failed: report.fails(),
            ..Output::default()
        })
    }

    /// Whether a report has pictures: otherwise no graph is made.
    fn draws(&self) -> bool {
        let mut formats = self.report.iter().map(|(format, _)| *format);
        let statistics = self.arrangement.statistics;
        formats.any(Format::has_pictures) || self.output_format.has_pictures() && !statistics
    }

    /// What a file may take the place of.
    const fn over(&self, earlier: Over) -> Over {
        if self.force { Over::Anything } else { earlier }
    }

    /// All reports to write into files. Each file, the baseline's too, is named once, and none takes the place of what no earlier
    /// run wrote: what follows an option by mistake must not be lost.
    fn destinations(&self, sources: &Sources) -> Result<Vec<(Format, PathBuf)>, Error> {
        let to_file = self
            .output_file
            .iter()
            .map(|path| (self.output_format, path.clone()));
        let destinations: Vec<_> = to_file.chain(self.report.iter().cloned()).collect();
        let mut known = BTreeSet::new();
        let paths = destinations.iter().map(|(_, path)| (path, Over::Reports));
        let baseline = self.decisions.write_baseline().into_iter();
        for (path, earlier) in paths.chain(baseline.map(|path| (path, Over::Baselines))) {
            if !known.insert(sources.absolute(path)) {
                return Err(Error::Command(format!(
                    "two reports cannot both be written to `{}`",
                    path.display()
                )));
            }
            fits(sources, path, self.over(earlier))?;
        }
        Ok(destinations)
    }
}
