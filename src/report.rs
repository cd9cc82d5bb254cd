//! A report as text, in one format each; where the text goes is `main`'s business.

mod earlier;

mod document;
mod panic;

pub(crate) mod json;

mod arrangement;
mod screen;

mod links;

mod patch;
mod silence;

mod concise;
mod jsonl;
mod site;
mod unfollowed;

mod checkstyle;
mod github;
mod gitlab;
mod html;
mod human;
mod junit;
mod listing;
mod markdown;
mod rdjson;
mod sarif;
mod statistics;

use std::collections::BTreeMap;

use crate::{
    config::ConfigError,
    finding::{Finding, Severity},
    lint::{Coverage, Report},
    money,
    note::Note,
    source::{SourceFile, Sources},
    span::Span,
};

pub(crate) use crate::text::{visible, visible_json};
pub use document::{Document, Over, Staged, Unwritten};
pub(crate) use json::pretty as pretty_json;
pub(crate) use json::{Location, location};
pub use links::Links;
pub use listing::{explain, rules};
pub(crate) use markdown::escaped as escaped_markdown;
pub use panic::guarded;
pub use patch::{can_be_shown, edits, unified};
pub(crate) use screen::bold;
pub use screen::{Output, Style};
pub use statistics::statistics;

/// The formats of `check`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Format {
    /// Source excerpts with the places of each proof.
    Human,
    /// One line each: `path:line:column: severity[rule]: message`.
    Concise,
    /// One object, version 1: an interface.
    Json,
    /// The same in lines: the run, then each finding.
    Jsonl,
    /// SARIF 2.1.0, as GitHub code scanning wants it.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// A code quality report of GitLab.
    Gitlab,
    /// Test results: a failure for each error and warning.
    Junit,
    /// Checkstyle's XML.
    Checkstyle,
    /// Reviewdog's JSON.
    Rdjson,
    /// A table and the proofs, as for a job summary.
    Markdown,
    /// One page with pictures, findings and filters, which loads nothing.
    Html,
}

impl Format {
    /// Whether it is lines for people: tables can stand below or in place of them.
    #[must_use]
    pub const fn is_lines(self) -> bool {
        matches!(self, Self::Human | Self::Concise)
    }

    /// Whether the count of what was found stands at its end.
    #[must_use]
    pub const fn has_count(self) -> bool {
        matches!(self, Self::Human)
    }

    /// Whether it has a place for the count of what settings leave out.
    #[must_use]
    pub const fn tells_left_out(self) -> bool {
        !matches!(self, Self::Gitlab | Self::Checkstyle | Self::Rdjson)
    }

    /// Whether it shows pictures of the networks.
    #[must_use]
    pub const fn has_pictures(self) -> bool {
        matches!(self, Self::Markdown | Self::Html)
    }

    /// Whether programs parse it: then nothing is written beside it.
    #[must_use]
    pub const fn is_for_programs(self) -> bool {
        match self {
            Self::Human | Self::Concise | Self::Github | Self::Markdown => false,
            Self::Json
            | Self::Jsonl
            | Self::Sarif
            | Self::Gitlab
            | Self::Junit
            | Self::Checkstyle
            | Self::Rdjson
            | Self::Html => true,
        }
    }
}

/// What findings of a report for people are gathered by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum GroupBy {
    /// The file they point into.
    File,
    /// The rule that made them, the gravest first.
    Rule,
    /// The root module in which they hold, the first of several.
    Root,
}

/// How lines for people are laid out.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Layout {
    /// What findings are gathered by; by nothing, the gravest come first.
    pub group_by: Option<GroupBy>,
    /// How rules lead to their pages.
    pub links: Links,
}

/// The report in a format, ending with a newline if there is anything at all. What could not be decided is listed only when
/// asked for, and only in formats that have a place for it: human, concise, json, jsonl, markdown, html. Only the human format
/// depends on the style.
#[must_use]
pub fn render(
    report: &Report,
    sources: &Sources,
    format: Format,
    style: Style,
    show_undecided: bool,
) -> String {
    let layout = Layout::default();
    lay_out(report, sources, format, style, layout, show_undecided)
}

/// The same with the findings of the human and the concise format laid out as asked.
#[must_use]
pub fn lay_out(
    report: &Report,
    sources: &Sources,
    format: Format,
    style: Style,
    layout: Layout,
    show_undecided: bool,
) -> String {
    match format {
        Format::Human => human::render(report, sources, style, layout, show_undecided),
        Format::Concise => concise::render(report, sources, layout.group_by, show_undecided),
        Format::Json => json::render(report, sources, show_undecided),
        Format::Jsonl => jsonl::render(report, sources, show_undecided),
        Format::Sarif => sarif::render(report, sources),
        Format::Github => github::render(report, sources),
        Format::Gitlab => gitlab::render(report, sources),
        Format::Junit => junit::render(report, sources),
        Format::Checkstyle => checkstyle::render(report, sources),
        Format::Rdjson => rdjson::render(report, sources),
        Format::Markdown => markdown::render(report, sources, show_undecided),
        Format::Html => html::render(report, sources, show_undecided),
    }
}

/// What is wrong with a configuration file, for people: a headline, then each mistake with its place.
#[must_use]
pub fn faults(faults: &[ConfigError], sources: &Sources, style: Style) -> String {
    human::faults(faults, sources, style)
}

/// The line at the end: how much was found in how much.
#[must_use]
pub fn summary(report: &Report) -> String {
    let summary = &report.summary;
    let levels = [
        (summary.errors, Severity::Error),
        (summary.warnings, Severity::Warning),
        (summary.infos, Severity::Info),
    ];
    let found: Vec<_> = levels
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, severity)| counted(count, severity.name()))
        .collect();
    let found = if found.is_empty() {
        "found nothing wrong".to_owned()
    } else {
        format!("found {}", found.join(", "))
    };
    let mut parts = vec![if summary.modules == 0 && report.findings.is_empty() {
        "found nothing to lint".to_owned()
    } else {
        format!(
            "{found} in {} ({}, {}, {})",
            counted(summary.modules, "module"),
            counted(summary.roots, "root"),
            counted(summary.files, "file"),
            counted(summary.endpoints, "endpoint"),
        )
    }];
    if summary.suppressed > 0 {
        parts.push(format!("{} suppressed", summary.suppressed));
    }
    parts.extend(silence::counts(report));
    let per_month = report.per_month.as_deref().map(money::listed);
    parts.extend(
        per_month
            .filter(|it| !it.is_empty())
            .map(|it| format!("{it} a month")),
    );
    let asked = report
        .coverage
        .values()
        .map(|counts| counts.subjects())
        .sum();
    if asked > 0 {
        parts.push(format!("{} asked", counted(asked, "question")));
    }
    if summary.undecided > 0 {
        let questions = counted(summary.undecided, "question");
        parts.push(format!("{questions} undecided (see --show-undecided)"));
    }
    if !report.unfollowed.is_empty() {
        parts.push(format!("{} not followed", report.counted_unfollowed()));
    }
    parts.join(", ")
}

/// What settings leave out, for whoever reads a format that does not say it.
#[must_use]
pub fn left_out(report: &Report) -> Option<Note> {
    silence::sentence(report).map(Note::of)
}

/// A table of what every rule answered.
#[must_use]
pub fn coverage(coverage: &BTreeMap<&'static str, Coverage>) -> String {
    let widest = coverage.keys().map(|rule| rule.len()).max().unwrap_or(0);
    let row = |rule: &str, cells: [String; 4]| {
        let [fault, fine, not_applicable, undecided] = cells;
        format!("{rule:widest$}  {fault:>5}  {fine:>5}  {not_applicable:>14}  {undecided:>9}\n")
    };
    let heads = ["fault", "fine", "not applicable", "undecided"].map(ToOwned::to_owned);
    let head = row("rule", heads);
    let rows = coverage.iter().map(|(rule, counts)| {
        let Coverage {
            fault,
            fine,
            not_applicable,
            undecided,
        } = counts;
        row(
            rule,
            [fault, fine, not_applicable, undecided].map(ToString::to_string),
        )
    });
    std::iter::once(head).chain(rows).collect()
}

/// `1 finding`, `2 findings`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// The directory of a file, as reports name it.
fn directory_of(file: &SourceFile) -> &str {
    let split = file.name.rsplit_once('/');
    split.map_or(".", |(directory, _)| directory)
}

/// What a finding says in one line: the fault, and what to do about it.
pub(crate) fn advice(finding: &Finding) -> String {
    let message = visible(&finding.message);
    if finding.help.is_empty() {
        message.into_owned()
    } else {
        format!("{message}; help: {}", visible(&finding.help))
    }
}

/// `path:line:column` of a place in a file of the user; of any other text nothing.
pub(crate) fn place(sources: &Sources, span: Span) -> Option<String> {
    let file = sources.file(span.file);
    let (line, column) = file.position(span.start);
    file.is_on_disk()
        .then(|| format!("{}:{line}:{column}", visible(&file.name)))
}
