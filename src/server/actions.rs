//! What can be done about findings: mend them, ignore them, read about them.

use std::collections::BTreeMap;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Diagnostic,
    DocumentChangeOperation, DocumentChanges, NumberOrString, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::{client::Abilities, diagnostics, document::Document, explain, place::Places, safe};
use crate::{
    cancellation::Cancellation,
    finding::{Edit, Safety},
    ignore,
    lint::Diagnostic as Found,
    module,
};

/// Everything that can be mended safely in a file, for editors that do so when it is saved.
const FIX_ALL: CodeActionKind = CodeActionKind::SOURCE_FIX_ALL;

/// What can be done about the findings of a range; nothing where that was given up.
pub(super) fn of_range(
    places: &Places<'_>,
    document: &Document,
    params: &CodeActionParams,
    can: Abilities,
    cancellation: &Cancellation,
) -> Option<Vec<CodeActionOrCommand>> {
    let wants = |kind: &CodeActionKind| {
        let only = params.context.only.as_ref();
        only.is_none_or(|only| only.iter().any(|it| is_part(kind, it)))
    };
    let Some(report) = places.folder.report() else {
        return Some(Vec::new());
    };
    let range = places.bytes(document, params.range);
    let is_here = |found: &&Found| {
        let span = found.finding.primary;
        let file = places.folder.sources.file(span.file);
        file.path == document.resolved
            && span.start as usize <= range.end
            && range.start <= span.end as usize
    };
    let mut actions = Vec::new();
    if wants(&CodeActionKind::QUICKFIX) {
        for found in report.findings.iter().filter(is_here) {
            if can.actions {
                actions.extend(of_finding(places, found, params, can));
            }
            let command = explain::command(found.rule);
            actions.push(if can.actions {
                CodeActionOrCommand::CodeAction(CodeAction {
                    title: command.title.clone(),
                    kind: Some(CodeActionKind::QUICKFIX),
                    diagnostics: Some(vec![asked_about(places, found, params, can)]),
                    command: Some(command),
                    ..CodeAction::default()
                })
            } else {
                CodeActionOrCommand::Command(command)
            });
        }
    }
    // Not in the menu of a range: only where it is asked for by name.
    if can.actions && params.context.only.is_some() && wants(&FIX_ALL) {
        let edits = safe::edits(places, report, document, cancellation)?;
        if !edits.is_empty() {
            actions.push(CodeActionOrCommand::CodeAction(CodeAction {
                title: "Mend all that can be mended safely".to_owned(),
                kind: Some(FIX_ALL),
                edit: edit(places, edits.iter().collect(), can),
                ..CodeAction::default()
            }));
        }
    }
    Some(actions)
}

/// Kinds are hierarchical: who asks for `source` asks for `source.fixAll` too.
fn is_part(kind: &CodeActionKind, of: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(of.as_str());
    rest.is_some_and(|rest| of.as_str().is_empty() || rest.is_empty() || rest.starts_with('.'))
}

fn of_finding(
    places: &Places<'_>,
    found: &Found,
    params: &CodeActionParams,
    can: Abilities,
) -> Vec<CodeActionOrCommand> {
    let rule = found.rule.id;
    let place = found.finding.primary;
    let sources = &places.folder.sources;
    let file = sources.file(place.file);
    let action = |title: String, edits: Vec<&Edit>, is_preferred: bool| {
        let edit = edit(places, edits, can)?;
        Some(CodeActionOrCommand::CodeAction(CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![asked_about(places, found, params, can)]),
            edit: Some(edit),
            is_preferred: is_preferred.then_some(true),
            ..CodeAction::default()
        }))
    };
    let mend = found.finding.fix.as_ref().and_then(|fix| {
        let title = capitalized(&fix.title);
        let (title, is_safe) = match fix.safety {
            Safety::Safe => (title, true),
            Safety::Unsafe => (
                format!("{title} (unsafe: may change how what is applied behaves)"),
                false,
            ),
        };
        action(title, fix.edits.iter().collect(), is_safe)
    });
    let report = places.folder.report();
    let needs_reason = report.is_some_and(|it| it.in_need_of_reasons.contains(&place.file));
    let reason = if needs_reason { "accepted" } else { "" };
    let parsed = module::parse_file(&file);
    let read = (&*file, &parsed);
    let here = ignore::ignoring(sources, read, place, rule, reason);
    let here =
        here.and_then(|it| action(format!("Ignore {rule} here"), it.iter().collect(), false));
    let in_file = ignore::ignoring_in_file(sources, read, place, rule, reason);
    let in_file =
        in_file.and_then(|it| action(format!("Ignore {rule} in this file"), vec![&it], false));
    [mend, here, in_file].into_iter().flatten().collect()
}

/// The diagnostic as the client has it.
fn asked_about(
    places: &Places<'_>,
    found: &Found,
    params: &CodeActionParams,
    can: Abilities,
) -> Diagnostic {
    let own = diagnostics::of_finding(found, places, can);
    let mut known = params.context.diagnostics.iter();
    let code = NumberOrString::String(found.rule.id.to_owned());
    let same = known.find(|it| it.range == own.range && it.code.as_ref() == Some(&code));
    same.cloned().unwrap_or(own)
}

/// Edits of files as a client makes them; none if one of the files is none of the user's.
fn edit(places: &Places<'_>, edits: Vec<&Edit>, can: Abilities) -> Option<WorkspaceEdit> {
    let mut files: BTreeMap<String, (Uri, Option<i32>, Vec<TextEdit>)> = BTreeMap::new();
    for edit in edits {
        let file = places.folder.sources.file(edit.span.file);
        let uri = places.uri(&file)?;
        let version = places.document(&file.path).map(|it| it.version);
        let of_file = files.entry(uri.as_str().to_owned());
        let (_, _, of_file) = of_file.or_insert_with(|| (uri, version, Vec::new()));
        of_file.push(TextEdit {
            range: places.range(edit.span),
            new_text: edit.text.clone(),
        });
    }
    let files = files.into_values();
    Some(if can.versioned_edits {
        let changes = files.map(|(uri, version, edits)| {
            DocumentChangeOperation::Edit(TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
                edits: edits.into_iter().map(OneOf::Left).collect(),
            })
        });
        WorkspaceEdit {
            document_changes: Some(DocumentChanges::Operations(changes.collect())),
            ..WorkspaceEdit::default()
        }
    } else {
        WorkspaceEdit::new(files.map(|(uri, _, edits)| (uri, edits)).collect())
    })
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
