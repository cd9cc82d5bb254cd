//! Comments that let findings pass, for `--add-ignores`.

use std::collections::{BTreeSet, HashMap};

use crate::{
    finding::{Fix, Safety},
    fix,
    ignore::{self, Date},
    lint::{Diagnostic, Report},
    module,
    note::Note,
    rules::UNUSED_IGNORE,
    source::Sources,
};

/// A comment is one line, and whoever reads it later is told why.
pub(super) fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    if !text.contains(char::is_alphanumeric) {
        return Err("say why".to_owned());
    }
    if text.contains(char::is_control) {
        return Err("a reason is one line".to_owned());
    }
    ignore::terms(text, Date::today())?;
    Ok(text.to_owned())
}

/// Says of findings of which comments let none pass that it is so.
pub(super) fn not_ignored(
    sources: &Sources,
    report: &Report,
    fingerprints: &BTreeSet<String>,
) -> Vec<Note> {
    let note = |one: &Diagnostic| {
        let file = sources.file(one.finding.primary.file);
        let (line, _) = file.position(one.finding.primary.start);
        let rule = one.rule.id;
        let name = &file.name;
        let about = match fix::editable(sources, &file) {
            Err(reason) => format!(": {reason}"),
            Ok(()) if rule == UNUSED_IGNORE => ": it is about a comment".to_owned(),
            Ok(()) => String::new(),
        };
        Note::warning(format!(
            "no comment can ignore {rule} in `{name}`, line {line}{about}"
        ))
    };
    let left = report.findings.iter();
    let left = left.filter(|it| fingerprints.contains(&it.fingerprint));
    left.map(note).collect()
}

/// Findings, each with a comment that lets it pass, if there can be one.
pub(super) fn each<'r>(
    sources: &Sources,
    findings: impl Iterator<Item = &'r Diagnostic>,
    reason: &str,
) -> Vec<(&'r Diagnostic, Option<Fix>)> {
    let mut read = HashMap::new();
    let mut comment = |one: &Diagnostic| {
        let place = one.finding.primary;
        let (file, parsed) = read.entry(place.file).or_insert_with(|| {
            let file = sources.file(place.file);
            let parsed = module::parse_file(&file);
            (file, parsed)
        });
        fix::editable(sources, file).ok()?;
        let edits = ignore::ignoring(sources, (file, parsed), place, one.rule.id, reason)?;
        Some(Fix {
            title: format!("ignore {}", one.rule.id),
            safety: Safety::Safe,
            edits,
        })
    };
    findings.map(|one| (one, comment(one))).collect()
}
