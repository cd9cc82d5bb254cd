//! Reviewdog's diagnostics. Columns are bytes; paths are relative to the working directory, to which reviewdog adds its own
//! place in the repository.

use serde::Serialize;

use super::{advice, json::pretty, site::Site, visible};
use crate::{
    finding::{Finding, Severity},
    lint::{self, Report},
    source::Sources,
};

#[derive(Serialize)]
struct DiagnosticResult {
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<RelatedLocation>,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
    url: String,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct RelatedLocation {
    message: String,
    location: Location,
}

/// One object: `reviewdog -f=rdjson`.
pub(super) fn render(report: &Report, sources: &Sources) -> String {
    pretty(&DiagnosticResult {
        source: Source {
            name: env!("CARGO_PKG_NAME"),
            url: env!("CARGO_PKG_REPOSITORY"),
        },
        diagnostics: report
            .findings
            .iter()
            .map(|diagnostic| shown(diagnostic, sources))
            .collect(),
    })
}

fn shown(diagnostic: &lint::Diagnostic, sources: &Sources) -> Diagnostic {
    let finding = &diagnostic.finding;
    let related = |step: &crate::finding::Step| {
        Some(RelatedLocation {
            message: visible(&step.message).into_owned(),
            location: location(&Site::of(sources, step.span)?),
        })
    };
    Diagnostic {
        message: advice(finding),
        location: location(&Site::shown(sources, finding)),
        severity: match diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        code: Code {
            value: diagnostic.rule.id,
            url: diagnostic.rule.url(),
        },
        suggestions: suggestions(finding, sources),
        related_locations: finding.proof.steps.iter().filter_map(related).collect(),
    }
}

/// A suggestion cannot name another file than its diagnostic, and half a fix is none.
fn suggestions(finding: &Finding, sources: &Sources) -> Vec<Suggestion> {
    let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
    let is_here = edits
        .clone()
        .all(|edit| edit.span.file == finding.primary.file);
    edits
        .filter(|_| is_here)
        .filter_map(|edit| {
            Some(Suggestion {
                range: range(&Site::of_edit(sources, edit)?),
                text: edit.text.clone(),
            })
        })
        .collect()
}

fn location(site: &Site) -> Location {
    Location {
        path: site.file.name.clone(),
        range: range(site),
    }
}

fn range(site: &Site) -> Range {
    let position = |(line, column)| Position { line, column };
    let (start, end) = site.byte_range();
    Range {
        start: position(start),
        end: position(end),
    }
}
