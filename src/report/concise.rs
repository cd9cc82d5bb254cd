//! `path:line:column: severity[rule]: message`: for editors, problem matchers and `grep`.

use super::{place, text::visible};
use crate::{
    lint::{Diagnostic, Report, SuppressedBy},
    source::Sources,
};

/// One line a finding, then one a question without an answer if asked for.
pub(super) fn render(report: &Report, sources: &Sources, show_undecided: bool) -> String {
    let mut lines: Vec<_> = report
        .findings
        .iter()
        .map(|diagnostic| {
            let place = place(sources, diagnostic.finding.primary).unwrap_or_default();
            let severity = diagnostic.severity.name();
            let rule = diagnostic.rule.id;
            let message = visible(&diagnostic.finding.message);
            format!("{place}: {severity}[{rule}]: {message}\n")
        })
        .collect();
    lines.push(suppressed(report, sources));
    if show_undecided {
        lines.push(undecided(report, sources));
    }
    lines.concat()
}

/// What is suppressed, if that is asked for, one line each.
pub(super) fn suppressed(report: &Report, sources: &Sources) -> String {
    let line = |diagnostic: &Diagnostic| {
        let place = place(sources, diagnostic.finding.primary).unwrap_or_default();
        let rule = diagnostic.rule.id;
        let message = visible(&diagnostic.finding.message);
        let by = diagnostic.suppressed_by.map_or("", SuppressedBy::name);
        format!("{place}: suppressed[{rule}]: {message} ({by})\n")
    };
    report.shown_suppressed().map(line).collect()
}

/// The questions without an answer, one line each.
pub(super) fn undecided(report: &Report, sources: &Sources) -> String {
    report
        .undecided
        .iter()
        .map(|(rule, question)| {
            let place = place(sources, question.span).map_or(String::new(), |place| place + ": ");
            let address = visible(&question.address);
            let reason = visible(&question.reason);
            format!("{place}undecided[{rule}]: {address}: {reason}\n")
        })
        .collect::<Vec<_>>()
        .concat()
}
