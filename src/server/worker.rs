//! The thread that looks: it owns the texts, and does one thing after the other.

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use lsp_server::{ErrorCode, RequestId};
use lsp_types::{
    CodeAction, CodeActionParams, Diagnostic, DidChangeTextDocumentParams, FileEvent, MessageType,
    PublishDiagnosticsParams, TextDocumentItem, Uri, notification::PublishDiagnostics,
};
use serde_json::Value as Json;

use super::{
    actions,
    client::{Client, json},
    diagnostics,
    place::Places,
    settings::Settings,
    workspace::Workspace,
};
use crate::lint;

/// What is to be done.
pub(super) enum Task {
    Open(TextDocumentItem),
    Change(DidChangeTextDocumentParams),
    Save,
    Close(Uri),
    Folders {
        added: Vec<PathBuf>,
        removed: Vec<PathBuf>,
    },
    Files(Vec<FileEvent>),
    Settings(Json),
    Ask(RequestId, Question),
}

impl Task {
    /// Whether it makes something else of what was found.
    pub(super) const fn is_change(&self) -> bool {
        !matches!(self, Self::Ask(..))
    }
}

/// What a client asks.
pub(super) enum Question {
    Actions(CodeActionParams),
}

pub(super) struct Worker {
    client: Arc<Client>,
    workspace: Workspace,
    /// How many changes are taken in.
    changes: u64,
    /// When findings are to be looked for.
    due: Option<Instant>,
    /// What the client shows.
    shown: BTreeMap<Uri, Vec<Diagnostic>>,
    /// What was complained about, once each.
    told: BTreeSet<String>,
}

impl Worker {
    pub(super) fn new(client: Arc<Client>, workspace: Workspace) -> Self {
        Self {
            client,
            workspace,
            changes: 0,
            due: None,
            shown: BTreeMap::new(),
            told: BTreeSet::new(),
        }
    }

    /// Does what comes until nothing more can come.
    pub(super) fn run(mut self, tasks: &Receiver<Task>) {
        loop {
            let task = match self.due {
                None => tasks.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => tasks.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match task {
                Ok(task) => self.take(task),
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn take(&mut self, task: Task) {
        self.changes += u64::from(task.is_change());
        let pause = match task {
            Task::Change(_) => self.workspace.settings.pause,
            _ => Duration::ZERO,
        };
        if task.is_change() {
            self.due = Some(Instant::now() + pause);
        }
        let id = match &task {
            Task::Ask(id, _) => Some(id.clone()),
            _ => None,
        };
        let done = guarded(|| match task {
            Task::Open(item) => self.workspace.open(item),
            Task::Change(params) => self.workspace.change(params),
            Task::Save => self.workspace.save(),
            Task::Close(uri) => self.workspace.close(&uri),
            Task::Folders { added, removed } => self.workspace.change_folders(added, &removed),
            Task::Files(events) => self.workspace.note_files(&events),
            Task::Settings(said) => self.set(&said),
            Task::Ask(id, question) => self.reply(&id, &question),
        });
        if done.is_none() {
            self.confess();
            if let Some(id) = id {
                let fault = (ErrorCode::InternalError, MISTAKE.to_owned());
                self.client.answer(&id, Err(fault));
            }
        }
    }

    fn set(&mut self, said: &Json) {
        let (settings, faults) = Settings::read(said);
        for fault in faults {
            self.client
                .log(MessageType::WARNING, format!("settings: {fault}"));
        }
        if settings != self.workspace.settings {
            self.workspace.settings = settings;
            self.workspace.doubt();
        }
    }

    /// Answers a question about the texts as they are.
    fn reply(&mut self, id: &RequestId, question: &Question) {
        if !self.client.is_waiting(id) {
            return;
        }
        if self.due.is_some() && self.is_current() {
            self.look();
        }
        // What is to be taken in comes behind this.
        let answer = if self.is_current() {
            Ok(self.answer(question))
        } else {
            let reason = "the texts have changed".to_owned();
            Err((ErrorCode::ContentModified, reason))
        };
        self.client.answer(id, answer);
    }

    fn answer(&self, question: &Question) -> Json {
        let can = self.client.can;
        let workspace = &self.workspace;
        match question {
            Question::Actions(params) => {
                let Some((folder, document)) = workspace.at(&params.text_document.uri) else {
                    return json(Vec::<CodeAction>::new());
                };
                let places = Places::new(workspace, folder);
                json(actions::of_range(&places, document, params, can))
            }
        }
    }

    /// Whether nothing has changed that is still to be taken in.
    fn is_current(&self) -> bool {
        self.changes == self.client.changes()
    }

    /// Looks for findings and shows them; not where something has changed in the meantime: then it is done again soon.
    fn look(&mut self) {
        self.due = None;
        if guarded(|| self.workspace.lint()).is_none() {
            self.confess();
        }
        if self.is_current() {
            self.show();
        }
    }

    fn confess(&mut self) {
        self.client.log(MessageType::ERROR, MISTAKE);
    }

    fn show(&mut self) {
        let mut now = diagnostics::ByFile::new();
        for folder in &self.workspace.folders {
            let places = Places::new(&self.workspace, folder);
            for (uri, (version, found)) in diagnostics::of_folder(&places, self.client.can) {
                let (_, all) = now.entry(uri).or_insert((version, Vec::new()));
                for one in found {
                    // Folders may lie in one another.
                    if !all.contains(&one) {
                        all.push(one);
                    }
                }
            }
            if let Some(Err(error)) = &folder.found
                && !matches!(error, lint::Error::Config(_))
            {
                let error = error.to_string();
                if self.told.insert(error.clone()) {
                    self.client.log(MessageType::ERROR, error);
                }
            }
        }
        for document in self.workspace.documents.values() {
            let nothing = (Some(document.version), Vec::new());
            now.entry(document.uri.clone()).or_insert(nothing);
        }
        let gone = self.shown.keys().filter(|uri| !now.contains_key(uri));
        let gone: Vec<Uri> = gone.cloned().collect();
        for uri in gone {
            self.shown.remove(&uri);
            self.publish(uri, None, Vec::new());
        }
        // Whoever waits for those of an open text has all others by then.
        let mut now: Vec<_> = now.into_iter().collect();
        now.sort_by_key(|(_, (version, _))| version.is_some());
        for (uri, (version, found)) in now {
            let is_shown = self.shown.get(&uri) == Some(&found);
            if is_shown && version.is_none() {
                continue;
            }
            self.shown.insert(uri.clone(), found.clone());
            self.publish(uri, version, found);
        }
    }

    fn publish(&self, uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        let version = version.filter(|_| self.client.can.versions);
        self.client
            .notify::<PublishDiagnostics>(PublishDiagnosticsParams {
                uri,
                diagnostics,
                version,
            });
    }
}

/// What is said when the server itself is at fault. The words of a panic are left out, as they may quote what must not be shown.
const MISTAKE: &str = concat!(
    "vpcelint made a mistake of its own and goes on without the answer: please report it, with what it was run on, at ",
    env!("CARGO_PKG_REPOSITORY"),
    "/issues"
);

/// What something gives, or nothing if it panics.
fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}
