//! All that can be mended safely in an open text.

use super::{document::Document, place::Places};
use crate::{
    cancellation::Cancellation,
    finding::{Edit, Fix, Safety},
    fix,
    lint::{Error, Report},
    report,
    source::Sources,
};

/// What makes of a text what all its safe fixes do, one after the other as `check --fix` makes them; nothing where that was given up.
pub(super) fn edits(
    places: &Places<'_>,
    report: &Report,
    document: &Document,
    cancellation: &Cancellation,
) -> Option<Vec<Edit>> {
    let folder = places.folder;
    let fixes = |report: &Report, sources: &Sources| -> Vec<Fix> {
        let is_here = |edit: &Edit| sources.file(edit.span.file).path == document.resolved;
        let all = report.fixes(Safety::Safe);
        let own = all.filter(|fix| fix.edits.iter().all(is_here));
        own.cloned().collect()
    };
    let mut own = fixes(report, &folder.sources);
    let mut mended: Option<Sources> = None;
    for _ in 0..fix::MOST_ROUNDS + report.findings.len() {
        let sources = mended.as_ref().unwrap_or(&folder.sources);
        let applied = fix::apply(sources, &own, |file| file.text.to_string());
        let Some((_, text)) = applied.texts.into_values().next() else {
            break;
        };
        let next = sources.with(&document.resolved, text);
        let report = places.workspace.look(folder, &next, cancellation);
        own = match report {
            Ok(report) => fixes(&report, &next),
            Err(Error::Cancelled) => return None,
            Err(_) => Vec::new(),
        };
        mended = Some(next);
    }
    let read = |sources: &Sources| sources.read(&document.resolved).ok();
    let text = mended.as_ref().and_then(read);
    let before = read(&folder.sources);
    let edits = before.zip(text);
    Some(edits.map_or_else(Vec::new, |(before, text)| {
        report::edits(&before, &text.text)
    }))
}
