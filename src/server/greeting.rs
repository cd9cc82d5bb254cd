//! How a client and the server meet: what each can do.

use std::path::{Path, PathBuf};

use lsp_server::{Connection, ErrorCode, Message, RequestId, Response};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability,
    DidChangeWatchedFilesRegistrationOptions, ExecuteCommandOptions, FileSystemWatcher,
    GlobPattern, HoverProviderCapability, OneOf, Registration, SaveOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
    notification::{DidChangeConfiguration, DidChangeWatchedFiles, Exit, Notification as _},
    request::{Initialize, Request as _},
};
use serde_json::Value as Json;

use super::{
    client::{Abilities, json},
    explain,
    settings::SECTION,
    uri,
};

/// The files that may change what is found, by name or ending. Functions may read any other; these are the usual ones.
const WATCHED: [&str; 16] = [
    "*.tf",
    "*.tf.json",
    "*.tofu",
    "*.tofu.json",
    "*.tfvars",
    "*.tfvars.json",
    "*.tftpl",
    "*.tpl",
    "*.json",
    "*.yaml",
    "*.yml",
    "vpcelint.toml",
    ".vpcelint.toml",
    ".gitignore",
    "*.hcl",
    ".terraform.lock.hcl",
];

/// The request that comes first; nothing if the client leaves before.
pub(super) fn first(connection: &Connection) -> Option<(RequestId, Json)> {
    for message in &connection.receiver {
        match message {
            Message::Request(request) if request.method == Initialize::METHOD => {
                return Some((request.id, request.params));
            }
            Message::Request(request) => {
                let reason = "the first request must be `initialize`".to_owned();
                let code = ErrorCode::ServerNotInitialized as i32;
                let refused = Response::new_err(request.id, code, reason);
                if connection.sender.send(refused.into()).is_err() {
                    return None;
                }
            }
            Message::Notification(it) if it.method == Exit::METHOD => return None,
            Message::Notification(_) | Message::Response(_) => {}
        }
    }
    None
}

/// What the server can do.
pub(super) fn abilities(can: Abilities) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(can.encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(SaveOptions::default().into()),
                ..TextDocumentSyncOptions::default()
            },
        )),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![
                CodeActionKind::QUICKFIX,
                CodeActionKind::SOURCE_FIX_ALL,
            ]),
            ..CodeActionOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        inlay_hint_provider: Some(OneOf::Left(true)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![explain::COMMAND.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    }
}

/// The folders that a client begins with; older ones have one at most.
pub(super) fn folders(params: &Json) -> Vec<PathBuf> {
    let path = |uri: &Json| uri::path_of_text(uri.as_str()?);
    let several = params.get("workspaceFolders").and_then(Json::as_array);
    let several = several.into_iter().flatten();
    let several: Vec<_> = several
        .filter_map(|folder| path(folder.get("uri")?))
        .collect();
    if !several.is_empty() {
        return several;
    }
    let root = params.get("rootUri").and_then(path);
    let older = || Some(Path::new(params.get("rootPath")?.as_str()?).to_path_buf());
    root.or_else(older).into_iter().collect()
}

/// Whether a client that watches a folder tells of changes of a file there that has this path.
pub(super) fn is_watched(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    WATCHED.iter().any(|it| match it.strip_prefix('*') {
        Some(ending) => name.ends_with(ending),
        None => name == *it,
    })
}

/// What a client is asked to tell: changes on disk, and of settings.
pub(super) fn registrations(can: Abilities) -> Vec<Registration> {
    let watched = DidChangeWatchedFilesRegistrationOptions {
        watchers: vec![FileSystemWatcher {
            glob_pattern: GlobPattern::String(format!("**/{{{}}}", WATCHED.join(","))),
            kind: None,
        }],
    };
    let section = serde_json::json!({"section": SECTION});
    let wanted = [
        (can.watch, DidChangeWatchedFiles::METHOD, json(watched)),
        (
            can.register_configuration,
            DidChangeConfiguration::METHOD,
            section,
        ),
    ];
    let wanted = wanted.into_iter().filter(|(can, ..)| *can);
    wanted
        .map(|(_, method, options)| Registration {
            id: method.to_owned(),
            method: method.to_owned(),
            register_options: Some(options),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_is_watched() {
        for name in [
            "main.tf",
            "a.auto.tfvars.json",
            "terragrunt.hcl",
            "terragrunt.stack.hcl",
            "terragrunt.hcl.json",
            "region.hcl",
            ".terraform.lock.hcl",
            ".vpcelint.toml",
        ] {
            assert!(is_watched(&Path::new("/live/eu").join(name)), "{name}");
        }
        for name in ["main.tf.bak", "vpcelint.toml.orig", "README.md", "hcl"] {
            assert!(!is_watched(&Path::new("/live/eu").join(name)), "{name}");
        }
    }
}
