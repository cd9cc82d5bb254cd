//! The objects of the JSON format, one a line, for programs that read as they go.

use serde::Serialize;

use super::{
    json::{self, Finding, Summary, Suppressed, Tool, Undecided, Unfollowed},
    visible_json,
};
use crate::{lint::Report, source::Sources};

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line {
    Run {
        version: u32,
        tool: Tool,
        summary: Summary,
    },
    Finding(Box<Finding>),
    Suppressed(Box<Suppressed>),
    Undecided(Undecided),
    Unfollowed(Unfollowed),
    Note {
        text: String,
    },
}

/// The run first, then its findings, then what is suppressed and the questions without an answer if asked for, then what was not
/// seen, and notes.
pub(super) fn render(report: &Report, sources: &Sources, show_undecided: bool) -> String {
    let run = Line::Run {
        version: json::VERSION,
        tool: json::tool(),
        summary: json::summary(report),
    };
    let findings = report
        .findings
        .iter()
        .map(|diagnostic| Line::Finding(Box::new(json::finding(diagnostic, sources))));
    let suppressed = report
        .shown_suppressed()
        .map(|diagnostic| Line::Suppressed(Box::new(json::suppressed(diagnostic, sources))));
    let undecided = report
        .undecided
        .iter()
        .filter(|_| show_undecided)
        .map(|question| Line::Undecided(json::open_question(question, sources)));
    let unfollowed = report.unfollowed.iter();
    let unfollowed = unfollowed.map(|unseen| Line::Unfollowed(json::unfollowed(unseen, sources)));
    let notes = report.notes.iter().map(ToString::to_string);
    let notes = notes.map(|text| Line::Note { text });
    std::iter::once(run)
        .chain(findings)
        .chain(suppressed)
        .chain(undecided)
        .chain(unfollowed)
        .chain(notes)
        // Strings and numbers only: this cannot fail.
        .map(|line| visible_json(serde_json::to_string(&line).unwrap_or_default()) + "\n")
        .collect()
}
