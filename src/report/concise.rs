//! `path:line:column: severity[rule]: message`: for editors, problem matchers and `grep`.

use super::{GroupBy, arrangement, directory_of, place, silence, visible};
use crate::{
    finding::Confidence,
    lint::{Diagnostic, Question, Report},
    source::Sources,
    text::and_more,
};

/// One line a finding, then one a question without an answer if asked for.
pub(super) fn render(
    report: &Report,
    sources: &Sources,
    group_by: Option<GroupBy>,
    show_undecided: bool,
) -> String {
    let line = |diagnostic: &Diagnostic| {
        let place = place(sources, diagnostic.finding.primary).unwrap_or_default();
        let severity = diagnostic.severity.name();
        let rule = diagnostic.rule.id;
        let message = visible(&diagnostic.finding.message);
        let reservations = reservations(diagnostic, report, sources);
        format!("{place}: {severity}[{rule}]: {message}{reservations}\n")
    };
    // Programs that read lines expect those of one file in a row.
    let mut lines: Vec<_> = if group_by.is_some() {
        let chapters = arrangement::chapters(report, sources, group_by);
        let findings = chapters.into_iter().flat_map(|chapter| chapter.findings);
        findings.map(line).collect()
    } else {
        report.findings.iter().map(line).collect()
    };
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
        let by = silence::decider(diagnostic, sources);
        format!("{place}: suppressed[{rule}]: {message} ({by})\n")
    };
    report.shown_suppressed().map(line).collect()
}

/// How sure a finding is unless it is certain, and where else it holds: ` (likely; also at ...; in ...)`.
fn reservations(diagnostic: &Diagnostic, report: &Report, sources: &Sources) -> String {
    let finding = &diagnostic.finding;
    let mut parts = Vec::new();
    if finding.proof.confidence != Confidence::Certain {
        parts.push(finding.proof.confidence.name().to_owned());
    }
    if let [_, second, more @ ..] = finding.addresses.as_slice() {
        parts.push(format!(
            "also at {}{}",
            visible(second),
            and_more(more.len())
        ));
    }
    let file = sources.file(finding.primary.file);
    if let [first, more @ ..] = diagnostic.roots.as_slice()
        && report.summary.roots > 1
        && diagnostic
            .roots
            .iter()
            .any(|root| &**root != directory_of(&file))
    {
        parts.push(format!("in {}{}", visible(first), and_more(more.len())));
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!(" ({})", parts.join("; "))
    }
}

/// The questions without an answer, one line each.
pub(super) fn undecided(report: &Report, sources: &Sources) -> String {
    report
        .undecided
        .iter()
        .map(|Question { rule, asked, .. }| {
            let place = place(sources, asked.span).map_or(String::new(), |place| place + ": ");
            let address = visible(&asked.address);
            let reason = visible(&asked.reason);
            format!("{place}undecided[{rule}]: {address}: {reason}\n")
        })
        .collect::<Vec<_>>()
        .concat()
}
