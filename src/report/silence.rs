//! What settings, comments and baselines keep out of a report, so that nobody takes silence for a clean result.

use super::{counted, visible};
use crate::{
    lint::{Diagnostic, Report, Silence, SuppressedBy},
    source::Sources,
};

/// `3 left out by settings (see --show-suppressed)`, `2 paths excluded` and the like: what settings are silent about.
pub(super) fn counts(report: &Report) -> Vec<String> {
    let summary = &report.summary;
    let mut counts = Vec::new();
    if summary.left_out > 0 {
        let count = summary.left_out;
        counts.push(format!(
            "{count} left out by settings (see --show-suppressed)"
        ));
    }
    if summary.excluded > 0 {
        counts.push(format!("{} excluded", counted(summary.excluded, "path")));
    }
    if summary.unsure > 0 {
        let count = summary.unsure;
        counts.push(format!("{count} too unsure to show (see --min-confidence)"));
    }
    counts
}

/// The same as a line, for formats without a place for counts.
pub(super) fn sentence(report: &Report) -> Option<String> {
    let counts = counts(report);
    (!counts.is_empty()).then(|| format!("not in this report: {}", counts.join(", ")))
}

/// Who decided not to see a finding: `comment`, `baseline`, `rule is off: vpcelint.toml:2:11`.
pub(super) fn decider(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let Some(by) = diagnostic.suppressed_by else {
        return String::new();
    };
    let what = match by {
        SuppressedBy::Comment | SuppressedBy::Baseline => return by.name().to_owned(),
        SuppressedBy::Setting(Silence::Rule, _) => "rule is off",
        SuppressedBy::Setting(Silence::Service, _) => "service is excepted",
        SuppressedBy::Setting(Silence::Path, _) => "path is excluded",
        SuppressedBy::Setting(Silence::Unsure, _) => "too unsure",
    };
    let origin = by.origin().map(|origin| origin.shown(sources));
    origin.map_or_else(
        || what.to_owned(),
        |origin| format!("{what}: {}", visible(&origin)),
    )
}
