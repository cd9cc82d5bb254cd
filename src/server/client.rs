//! The client: what it can do, and what is said to it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI32, AtomicU64, Ordering},
    },
};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    ClientCapabilities, LogMessageParams, MarkupKind, MessageType,
    notification::{LogMessage, Notification as _, ShowMessage},
};
use serde::Serialize;
use serde_json::Value as Json;

use super::position::Encoding;
use crate::cancellation::Cancellation;

/// What a client can do beside what all can.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a capability of its own in the protocol"
)]
#[derive(Clone, Copy, Debug)]
pub(super) struct Abilities {
    pub(super) encoding: Encoding,
    /// Places beside that of a diagnostic.
    pub(super) related: bool,
    /// The version of the text that diagnostics are about.
    pub(super) versions: bool,
    /// Edits of texts of a version.
    pub(super) versioned_edits: bool,
    /// Code actions, not only commands.
    pub(super) actions: bool,
    pub(super) markdown: bool,
    /// Shows a page on the web.
    pub(super) show_document: bool,
    /// Tells what changes on disk.
    pub(super) watch: bool,
    /// Can be asked for settings.
    pub(super) configuration: bool,
    /// Tells when they change only after it was asked to.
    pub(super) register_configuration: bool,
    /// Asks for hints again when it is told to.
    pub(super) refresh_hints: bool,
}

impl Abilities {
    pub(super) fn of(client: &ClientCapabilities) -> Self {
        let general = client.general.as_ref();
        let text = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let encodings = general.and_then(|it| it.position_encodings.as_deref());
        let published = text.and_then(|it| it.publish_diagnostics.as_ref());
        let edits = workspace.and_then(|it| it.workspace_edit.as_ref());
        let action = text.and_then(|it| it.code_action.as_ref());
        let formats = text
            .and_then(|it| it.hover.as_ref())
            .and_then(|it| it.content_format.as_deref());
        let shows = client
            .window
            .as_ref()
            .and_then(|it| it.show_document.as_ref());
        let watches = workspace.and_then(|it| it.did_change_watched_files);
        let changes = workspace.and_then(|it| it.did_change_configuration);
        let hints = workspace.and_then(|it| it.inlay_hint.as_ref());
        Self {
            encoding: Encoding::chosen(encodings.unwrap_or_default()),
            related: published.and_then(|it| it.related_information) == Some(true),
            versions: published.and_then(|it| it.version_support) == Some(true),
            versioned_edits: edits.and_then(|it| it.document_changes) == Some(true),
            actions: action.is_some_and(|it| it.code_action_literal_support.is_some()),
            markdown: formats.is_none_or(|it| it.contains(&MarkupKind::Markdown)),
            show_document: shows.is_some_and(|it| it.support),
            watch: watches.and_then(|it| it.dynamic_registration) == Some(true),
            configuration: workspace.and_then(|it| it.configuration) == Some(true),
            register_configuration: changes.and_then(|it| it.dynamic_registration) == Some(true),
            refresh_hints: hints.and_then(|it| it.refresh_support) == Some(true),
        }
    }
}

type Waiting = HashMap<RequestId, Arc<AtomicU64>>;

/// The client, for all threads.
pub(super) struct Client {
    connection: Connection,
    pub(super) can: Abilities,
    /// The requests that wait for an answer, each with a counter that grows once it has one.
    waiting: Mutex<Waiting>,
    /// How many changes of texts, files or settings have come in.
    changes: Arc<AtomicU64>,
    asked: AtomicI32,
}

impl Client {
    pub(super) fn new(connection: Connection, can: Abilities) -> Self {
        Self {
            connection,
            can,
            waiting: Mutex::default(),
            changes: Arc::default(),
            asked: AtomicI32::new(0),
        }
    }

    pub(super) const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Notes that something has changed: what was asked before is about something else.
    pub(super) fn note_change(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
    }

    /// Of work on what so many changes have made.
    pub(super) fn cancellation(&self, changes: u64) -> Cancellation {
        Cancellation::default().or_past(self.changes.clone(), changes)
    }

    /// Notes that a request will be answered.
    pub(super) fn wait(&self, id: RequestId) {
        self.lock().insert(id, Arc::default());
    }

    pub(super) fn is_waiting(&self, id: &RequestId) -> bool {
        self.lock().contains_key(id)
    }

    /// Of work on what is asked of what so many changes have made.
    pub(super) fn cancellation_of(&self, id: &RequestId, changes: u64) -> Cancellation {
        let answered = self.lock().get(id).cloned();
        match answered {
            Some(answered) => self.cancellation(changes).or_past(answered, 0),
            None => self.cancellation(changes),
        }
    }

    /// Answers a request that waits; one that was cancelled is answered already.
    pub(super) fn answer(&self, id: &RequestId, answer: Result<Json, (ErrorCode, String)>) {
        let Some(answered) = self.lock().remove(id) else {
            return;
        };
        answered.fetch_add(1, Ordering::SeqCst);
        let id = id.clone();
        self.send(match answer {
            Ok(answer) => Response::new_ok(id, answer).into(),
            Err((code, message)) => Response::new_err(id, code as i32, message).into(),
        });
    }

    /// Asks for something. The answer comes with an id that begins with what is asked.
    pub(super) fn ask<R: lsp_types::request::Request>(&self, params: R::Params) {
        let number = self.asked.fetch_add(1, Ordering::SeqCst);
        let id = RequestId::from(format!("{} {number}", R::METHOD));
        self.send(Request::new(id, R::METHOD.to_owned(), params).into());
    }

    pub(super) fn notify<N: lsp_types::notification::Notification>(&self, params: N::Params) {
        self.send(Notification::new(N::METHOD.to_owned(), params).into());
    }

    /// Says something where whoever wants to know can read it.
    pub(super) fn log(&self, kind: MessageType, message: impl Into<String>) {
        self.say(LogMessage::METHOD, kind, message);
    }

    /// Says something to whoever sits there.
    pub(super) fn show(&self, kind: MessageType, message: impl Into<String>) {
        self.say(ShowMessage::METHOD, kind, message);
    }

    fn say(&self, method: &str, typ: MessageType, message: impl Into<String>) {
        // Both have the same form.
        let params = LogMessageParams {
            typ,
            message: message.into(),
        };
        self.send(Notification::new(method.to_owned(), params).into());
    }

    /// A client that is gone needs to hear nothing more.
    pub(super) fn send(&self, message: Message) {
        let _ = self.connection.sender.send(message);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As JSON; nothing that the protocol has fails to be that.
pub(super) fn json(value: impl Serialize) -> Json {
    serde_json::to_value(value).unwrap_or_default()
}
