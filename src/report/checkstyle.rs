//! Checkstyle's XML: what Jenkins, reviewdog and many editors read. Columns in code points.

use std::fmt::Write as _;

use super::{advice, site::Site};
use crate::{lint::Report, source::Sources, text::escaped_xml as escaped};

/// One `file` element for each file with findings.
pub(super) fn render(report: &Report, sources: &Sources) -> String {
    let findings: Vec<_> = report
        .findings
        .iter()
        .map(|diagnostic| (Site::shown(sources, &diagnostic.finding), diagnostic))
        .collect();
    let mut text =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n");
    for of_file in findings.chunk_by(|(one, _), (next, _)| one.file.name == next.file.name) {
        if let Some((site, _)) = of_file.first() {
            let _ = writeln!(text, "  <file name=\"{}\">", escaped(&site.file.name));
        }
        for (site, diagnostic) in of_file {
            let ((line, column), _) = site.range();
            let _ = writeln!(
                text,
                "    <error line=\"{line}\" column=\"{column}\" severity=\"{}\" message=\"{}\" source=\"vpcelint.{}\"/>",
                diagnostic.severity.name(),
                escaped(&advice(&diagnostic.finding)),
                diagnostic.rule.id,
            );
        }
        text += "  </file>\n";
    }
    text + "</checkstyle>\n"
}
