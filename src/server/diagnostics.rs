//! Findings as diagnostics of the files they point into.

use std::collections::BTreeMap;

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    NumberOrString, Uri,
};
use serde_json::json;

use super::{client::Abilities, place::Places};
use crate::{
    config::ConfigError,
    finding::{Confidence, Severity},
    lint,
    report::{self, advice},
    rules::UNUSED_IGNORE,
};

/// Who says so.
const SOURCE: &str = "vpcelint";

/// What is to be shown of one file.
pub(super) struct OfFile {
    pub(super) uri: Uri,
    /// The version of the text if that is open.
    pub(super) version: Option<i32>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl OfFile {
    pub(super) const fn new(uri: Uri, version: Option<i32>) -> Self {
        Self {
            uri,
            version,
            diagnostics: Vec::new(),
        }
    }
}

/// By URI.
pub(super) type ByFile = BTreeMap<String, OfFile>;

/// What is to be shown of a folder. Texts that are open are among the files, with or without a fault.
pub(super) fn of_folder(places: &Places<'_>, can: Abilities) -> ByFile {
    let mut files = ByFile::new();
    match &places.folder.found {
        Some(Ok(report)) => {
            for finding in &report.findings {
                add(&mut files, places, finding.finding.primary, || {
                    of_finding(finding, places, can)
                });
            }
        }
        Some(Err(lint::Error::Config(faults))) => {
            for fault in faults {
                add(&mut files, places, fault.span, || of_fault(fault, places));
            }
        }
        Some(Err(_)) | None => {}
    }
    files
}

fn add(
    files: &mut ByFile,
    places: &Places<'_>,
    span: crate::span::Span,
    diagnostic: impl FnOnce() -> Diagnostic,
) {
    let file = places.folder.sources.file(span.file);
    if let Some(uri) = places.uri(&file) {
        let version = places.document(&file.path).map(|it| it.version);
        let of_file = files.entry(uri.as_str().to_owned());
        let of_file = of_file.or_insert_with(|| OfFile::new(uri, version));
        of_file.diagnostics.push(diagnostic());
    }
}

/// One finding. What it was made from comes back with a code action.
pub(super) fn of_finding(
    found: &lint::Diagnostic,
    places: &Places<'_>,
    can: Abilities,
) -> Diagnostic {
    let finding = &found.finding;
    let steps = finding.proof.steps.iter().filter_map(|step| {
        Some(DiagnosticRelatedInformation {
            location: places.location(step.span)?,
            message: report::visible(&step.message).into_owned(),
        })
    });
    let href = found.rule.url().parse();
    let is_idle = found.rule.id == UNUSED_IGNORE;
    let sure = match finding.proof.confidence {
        Confidence::Certain => "",
        Confidence::Likely => " (likely)",
        Confidence::Possible => " (possible)",
    };
    Diagnostic {
        range: places.range(finding.primary),
        severity: Some(severity(found.severity)),
        code: Some(NumberOrString::String(found.rule.id.to_owned())),
        code_description: href.ok().map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: format!("{}{sure}", advice(finding)),
        related_information: can
            .related
            .then(|| steps.collect::<Vec<_>>())
            .filter(|steps| !steps.is_empty()),
        tags: is_idle.then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: Some(json!({"rule": found.rule.id, "fingerprint": found.fingerprint})),
    }
}

const fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
    }
}

/// Something in a configuration file that cannot be followed: until it can, nothing else is told.
fn of_fault(fault: &ConfigError, places: &Places<'_>) -> Diagnostic {
    let message = report::visible(&fault.message);
    Diagnostic {
        range: places.range(fault.span),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some(SOURCE.to_owned()),
        message: if fault.help.is_empty() {
            message.into_owned()
        } else {
            format!("{message}; help: {}", report::visible(&fault.help))
        },
        ..Diagnostic::default()
    }
}
