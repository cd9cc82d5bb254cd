//! Reviewdog's diagnostics. Columns are bytes; paths are relative to the working directory, to which reviewdog adds its own
//! place in the repository.

use serde::Serialize;

use super::{advice, json::pretty, patch, site::Site, visible};
use crate::{
    finding::{Finding, Severity},
    lint::{self, Report},
    redact::Redactions,
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
    let redactions = Redactions::of(report.program());
    pretty(&DiagnosticResult {
        source: Source {
            name: env!("CARGO_PKG_NAME"),
            url: env!("CARGO_PKG_REPOSITORY"),
        },
        diagnostics: report
            .findings
            .iter()
            .map(|diagnostic| shown(diagnostic, sources, &redactions))
            .collect(),
    })
}

fn shown(diagnostic: &lint::Diagnostic, sources: &Sources, redactions: &Redactions) -> Diagnostic {
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
        suggestions: suggestion(finding, sources, redactions)
            .into_iter()
            .collect(),
        related_locations: finding.proof.steps.iter().filter_map(related).collect(),
    }
}

/// A fix in whole lines: what posts suggestions posts each of them alone, and half a fix is none. A suggestion cannot name another file
/// than its diagnostic.
fn suggestion(finding: &Finding, sources: &Sources, redactions: &Redactions) -> Option<Suggestion> {
    let fix = finding.fix.as_ref()?;
    let mut edits = fix.edits.iter();
    if !edits.all(|edit| edit.span.file == finding.primary.file) {
        return None;
    }
    let lines = patch::suggestion(fix, sources, redactions)?;
    let file = sources.file(finding.primary.file);
    let last = lines.first + lines.lines - 1;
    let of_last = file.text.split('\n').nth(last - 1)?;
    let position = |line: usize, column: usize| {
        Some(Position {
            line: u32::try_from(line).ok()?,
            column: u32::try_from(column).ok()?,
        })
    };
    Some(Suggestion {
        range: Range {
            start: position(lines.first, 1)?,
            end: position(last, without_line_end(of_last).len() + 1)?,
        },
        text: without_line_end(&lines.text).to_owned(),
    })
}

fn without_line_end(lines: &str) -> &str {
    let text = lines.strip_suffix('\n').unwrap_or(lines);
    text.strip_suffix('\r').unwrap_or(text)
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
