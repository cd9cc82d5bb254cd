//! Findings that a baseline accepts, taken out of a report.

use std::path::Path;

use super::report::{Diagnostic, Report};
use crate::{
    baseline::{self, Baseline, Entry, Unusable},
    source::Sources,
};

/// Takes the findings that a baseline accepts out of a report, and notes which of its entries no longer occur.
///
/// # Errors
///
/// When the baseline cannot be read.
pub fn accept(sources: &Sources, report: &mut Report, path: &Path) -> Result<(), Unusable> {
    let mut baseline = Baseline::read(sources, path)?;
    // What is ignored or hidden by now still occurs.
    for diagnostic in report.suppressed.iter().chain(&report.hidden) {
        let entry = entry(sources, diagnostic);
        baseline.accepts(&entry.fingerprint, &entry.file);
    }
    suppress(sources, report, |diagnostic| {
        let entry = entry(sources, diagnostic);
        baseline.accepts(&entry.fingerprint, &entry.file)
    });
    for entry in baseline.stale(sources, &report.closed, report.whole) {
        report.notes.push(format!(
            "an entry of the baseline no longer occurs: {} in {}",
            entry.rule, entry.file
        ));
    }
    Ok(())
}

/// Takes all findings out of a report and gives the text of a baseline that accepts them, and how many there are; those that
/// a comment ignores need no entry.
pub fn accept_all(sources: &Sources, report: &mut Report) -> (String, usize) {
    let entries: Vec<_> = report
        .findings
        .iter()
        .map(|diagnostic| entry(sources, diagnostic))
        .collect();
    let count = entries.len();
    suppress(sources, report, |_| true);
    (baseline::document(entries), count)
}

/// Moves findings to those that are suppressed, which stay in the order of findings.
fn suppress(sources: &Sources, report: &mut Report, mut accepts: impl FnMut(&Diagnostic) -> bool) {
    for diagnostic in std::mem::take(&mut report.findings) {
        if accepts(&diagnostic) {
            report.suppressed.push(diagnostic);
        } else {
            report.findings.push(diagnostic);
        }
    }
    report.suppressed.sort_by_cached_key(|diagnostic| {
        let span = diagnostic.finding.primary;
        let name = sources.file(span.file).name.clone();
        (name, span.start, span.end, diagnostic.rule.id)
    });
    report.count();
}

fn entry(sources: &Sources, diagnostic: &Diagnostic) -> Entry {
    let finding = &diagnostic.finding;
    let file = sources.file(finding.primary.file);
    Entry {
        file: sources.repository_path(&file),
        rule: diagnostic.rule.id.to_owned(),
        address: finding
            .addresses
            .first()
            .map_or_else(String::new, ToString::to_string),
        fingerprint: diagnostic.fingerprint.clone(),
    }
}
