//! The XML of `JUnit`, as Jenkins' schema allows it: it has no attributes for places, so these are in names and texts.

use super::{advice, silence, site::Site, unfollowed, visible};
use crate::{
    finding::Severity,
    lint::{Diagnostic, Report},
    source::Sources,
    text::escaped_xml as escaped,
};

/// One suite with a test for each finding: errors and warnings fail, hints pass with a text. Without findings one test that
/// passes, since a suite without tests is a mistake to its readers.
pub(super) fn render(report: &Report, sources: &Sources) -> String {
    let failures = report.summary.errors + report.summary.warnings;
    let tests = report.findings.len().max(1);
    let counts =
        format!("name=\"vpcelint\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {counts}>\n  <testsuite {counts}>\n"
    );
    for diagnostic in &report.findings {
        text += &test(diagnostic, sources);
    }
    if report.findings.is_empty() {
        text += "    <testcase classname=\"vpcelint\" name=\"nothing found\"/>\n";
    }
    let lines = silence::sentence(report).into_iter();
    let lines: Vec<_> = lines
        .chain(unfollowed::lines(report))
        .map(|line| escaped(&line))
        .collect();
    if !lines.is_empty() {
        text.extend(["    <system-out>", &lines.join("\n"), "</system-out>\n"]);
    }
    text + "  </testsuite>\n</testsuites>\n"
}

fn test(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let finding = &diagnostic.finding;
    let place = Site::shown(sources, finding).place();
    let rule = diagnostic.rule.id;
    let name = escaped(&place);
    let mut lines = vec![format!("{place}: {}", advice(finding))];
    for step in &finding.proof.steps {
        let message = visible(&step.message);
        lines.push(Site::of(sources, step.span).map_or_else(
            || format!("- {message}"),
            |site| format!("- {}: {message}", site.place()),
        ));
    }
    lines.push(diagnostic.rule.url());
    let lines: Vec<_> = lines.iter().map(|line| escaped(line)).collect();
    let body = lines.join("\n");
    let result = if diagnostic.severity == Severity::Info {
        format!("<system-out>{body}</system-out>")
    } else {
        let severity = diagnostic.severity.name();
        let message = escaped(&finding.message);
        format!("<failure type=\"{severity}\" message=\"{message}\">{body}</failure>")
    };
    format!(
        "    <testcase classname=\"vpcelint.{rule}\" name=\"{name}\">\n      {result}\n    </testcase>\n"
    )
}
