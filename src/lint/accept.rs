//! Findings that a baseline accepts, taken out of a report.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    report::{Diagnostic, Report, SuppressedBy},
    request::Error,
};
use crate::{
    baseline::{self, Baseline, Entry},
    config::{ConfigError, SettingOrigin},
    note::Note,
    source::Sources,
};

/// A baseline without the entries that no longer occur.
#[derive(Debug)]
pub struct Pruned {
    /// Its file.
    pub path: PathBuf,
    /// What is to be in it.
    pub text: String,
    /// How many entries are gone.
    pub dropped: usize,
}

/// Takes the findings that baselines accept out of a report: a finding of several roots when the baseline of each does. Gives what
/// remains of those baselines that have entries which no longer occur.
///
/// # Errors
///
/// When a baseline cannot be read.
pub fn accept(sources: &Sources, report: &mut Report) -> Result<Vec<Pruned>, Error> {
    let of_root = std::mem::take(&mut report.baselines);
    let mut baselines: BTreeMap<&Path, Baseline> = BTreeMap::new();
    for (path, origin) in of_root.values() {
        if !baselines.contains_key(&**path) {
            baselines.insert(path, read(sources, path, *origin)?);
        }
    }
    // What is ignored or hidden by now still occurs.
    for diagnostic in report.suppressed.iter().chain(&report.hidden) {
        let entry = entry(sources, diagnostic);
        for baseline in baselines.values_mut() {
            baseline.accepts(&entry.fingerprint, &entry.file);
        }
    }
    suppress(sources, report, |diagnostic| {
        let entry = entry(sources, diagnostic);
        let accepts = |root: &Arc<str>| {
            let path = of_root.get(&**root).map(|(path, _)| &**path);
            let baseline = path.and_then(|path| baselines.get_mut(path));
            baseline.is_some_and(|baseline| baseline.accepts(&entry.fingerprint, &entry.file))
        };
        let accepted: Vec<bool> = diagnostic.roots.iter().map(accepts).collect();
        !accepted.is_empty() && accepted.into_iter().all(|accepted| accepted)
    });
    let mut pruned = Vec::new();
    for (path, baseline) in &baselines {
        let stale = baseline.stale(sources, &report.closed, report.whole);
        if stale.is_empty() {
            continue;
        }
        report.notes.extend(stale.iter().map(|entry| {
            let (rule, file) = (&entry.rule, &entry.file);
            Note::of(format!(
                "an entry of the baseline no longer occurs: {rule} in {file}"
            ))
        }));
        pruned.push(Pruned {
            path: path.to_path_buf(),
            text: baseline::document(baseline.without(&stale)),
            dropped: stale.len(),
        });
    }
    Ok(pruned)
}

/// The baseline that a setting or an option names.
fn read(sources: &Sources, path: &Path, origin: SettingOrigin) -> Result<Baseline, Error> {
    let SettingOrigin::File(span) = origin else {
        // Whoever runs the command may name what lies outside of the project; a repository's own file must not lead out of it.
        sources.allow(path);
        return Ok(Baseline::read(sources, path)?);
    };
    Baseline::read(sources, path).map_err(|unusable| {
        let name = sources.name(path);
        Error::Config(vec![ConfigError {
            span,
            message: format!("cannot use the baseline `{name}`: {}", unusable.reason),
            help: format!("`vpcelint check --write-baseline {name}` writes it"),
        }])
    })
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
            report.suppressed.push(Diagnostic {
                suppressed_by: Some(SuppressedBy::Baseline),
                ..diagnostic
            });
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
