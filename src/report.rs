//! A report as text, in one format each; where the text goes is `main`'s business.

mod concise;
mod human;
mod json;
mod listing;
mod screen;
mod text;

use crate::{
    config::Fault,
    finding::Severity,
    lint::{Report, Summary},
    source::Sources,
    span::Span,
};

pub(crate) use json::{Location, location};
pub(crate) use listing::bold;
pub use listing::{explain, rules};
pub use screen::{Output, Style};
pub(crate) use text::visible;

/// The formats of `check`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Format {
    /// Source excerpts with the places of each proof.
    Human,
    /// One line each: `path:line:column: severity[rule]: message`.
    Concise,
    /// One object, version 1: an interface.
    Json,
}

/// The report in a format, ending with a newline if there is anything at all. What could not be decided is listed only when
/// asked for.
#[must_use]
pub fn render(
    report: &Report,
    sources: &Sources,
    format: Format,
    style: Style,
    show_undecided: bool,
) -> String {
    match format {
        Format::Human => human::render(report, sources, style, show_undecided),
        Format::Concise => concise::render(report, sources, show_undecided),
        Format::Json => json::render(report, sources, show_undecided),
    }
}

/// What is wrong with a configuration file, for people: a headline, then each mistake with its place.
#[must_use]
pub fn faults(faults: &[Fault], sources: &Sources, style: Style) -> String {
    human::faults(faults, sources, style)
}

/// The line at the end: how much was found in how much.
#[must_use]
pub fn summary(summary: &Summary) -> String {
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
    let mut parts = vec![format!(
        "{found} in {} ({}, {}, {})",
        counted(summary.modules, "module"),
        counted(summary.roots, "root"),
        counted(summary.files, "file"),
        counted(summary.endpoints, "endpoint"),
    )];
    if summary.suppressed > 0 {
        parts.push(format!("{} suppressed", summary.suppressed));
    }
    if summary.undecided > 0 {
        let questions = counted(summary.undecided, "question");
        parts.push(format!("{questions} undecided (see --show-undecided)"));
    }
    parts.join(", ")
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// `path:line:column` of a place in a file of the user; of any other text nothing.
pub(crate) fn place(sources: &Sources, span: Span) -> Option<String> {
    let file = sources.file(span.file);
    let (line, column) = file.position(span.start);
    file.is_on_disk()
        .then(|| format!("{}:{line}:{column}", visible(&file.name)))
}
