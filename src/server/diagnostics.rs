//! Findings as diagnostics of the files they point into.

use std::collections::{BTreeMap, btree_map::Entry};

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    NumberOrString, Uri,
};
use serde_json::json;

use super::{client::Abilities, place::Places, uri, workspace::Workspace};
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

/// What is to be shown of all folders. What two of them see is shown once, as the folder nearest around the file has it: actions
/// are about what that one found.
pub(super) fn of_workspace(workspace: &Workspace, can: Abilities) -> ByFile {
    let mut found = Vec::new();
    for (index, folder) in workspace.folders.iter().enumerate() {
        let places = Places::new(workspace, folder);
        for (name, of_file) in of_folder(&places, can) {
            let path = uri::path_of(&of_file.uri);
            let nearest = path.and_then(|path| workspace.index_of(&path));
            found.push((nearest != Some(index), name, of_file));
        }
    }
    found.sort_by_key(|(is_other, ..)| *is_other);
    let mut files = ByFile::new();
    for (_, name, of_file) in found {
        match files.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(of_file);
            }
            Entry::Occupied(mut entry) => {
                let known = &mut entry.get_mut().diagnostics;
                let mut news = of_file.diagnostics;
                news.retain(|one| !known.iter().any(|it| is_same(it, one)));
                known.append(&mut news);
            }
        }
    }
    files
}

/// Whether two folders mean the same. Their words may differ, as they know different callers.
fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    let is_finding = one.code.is_some();
    one.range == other.range
        && one.code == other.code
        && (is_finding || one.message == other.message)
}

/// What is to be shown of a folder.
fn of_folder(places: &Places<'_>, can: Abilities) -> ByFile {
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
        let one = diagnostic();
        if !of_file.diagnostics.contains(&one) {
            of_file.diagnostics.push(one);
        }
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
