//! Workflow commands of GitHub Actions, equal to what `@actions/core` writes.

use super::{advice, site::Site, visible};
use crate::{
    finding::Severity,
    lint::{Diagnostic, Report},
    source::Sources,
};

/// The runner cuts longer messages.
const LONGEST: usize = 4096;

/// One annotation a line, the worst first: the runner shows ten of each severity in a step. Paths are relative to the
/// repository; each message repeats its place, which is not shown outside a diff.
pub(super) fn render(report: &Report, sources: &Sources) -> String {
    let mut findings: Vec<_> = report.findings.iter().collect();
    findings.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
    findings
        .into_iter()
        .map(|diagnostic| annotation(diagnostic, sources))
        .collect()
}

fn annotation(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let site = Site::shown(sources, &diagnostic.finding);
    let path = sources.repository_path(&site.file);
    let ((line, column), (end_line, end_column)) = site.range();
    let title = property(diagnostic.rule.id);
    let path = visible(&path);
    let file = property(&path);
    let message = format!("{path}:{line}:{column}: {}", advice(&diagnostic.finding));
    let message: String = message.chars().take(LONGEST).collect();
    let message = data(&message);
    format!(
        "::{command} title={title},file={file},line={line},endLine={end_line},col={column},endColumn={end_column}::{message}\n"
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_escaped() {
        assert_eq!(data("100%\r\na,b:c"), "100%25%0D%0Aa,b:c");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
