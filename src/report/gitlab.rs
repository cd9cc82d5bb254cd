//! GitLab's code quality report: a subset of Code Climate's issues. Paths are relative to the repository.

use serde::Serialize;

use super::{advice, json::pretty, site::Site};
use crate::{
    finding::Severity,
    lint::{Diagnostic, Report},
    source::Sources,
};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// An array, empty without findings: GitLab compares it with that of the target branch by fingerprint.
pub(super) fn render(report: &Report, sources: &Sources) -> String {
    let issues: Vec<_> = report
        .findings
        .iter()
        .map(|diagnostic| issue(diagnostic, sources))
        .collect();
    pretty(&issues)
}

fn issue(diagnostic: &Diagnostic, sources: &Sources) -> Issue {
    let site = Site::shown(sources, &diagnostic.finding);
    let ((begin, _), (end, _)) = site.range();
    Issue {
        description: advice(&diagnostic.finding),
        check_name: diagnostic.rule.id,
        fingerprint: diagnostic.fingerprint.clone(),
        severity: match diagnostic.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Info => "info",
        },
        location: Location {
            path: sources.repository_path(&site.file),
            lines: Lines { begin, end },
        },
    }
}
