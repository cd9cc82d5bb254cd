//! The thread that looks: it owns the texts, and does one thing after the other.

use std::{
    collections::BTreeSet,
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
    CodeActionOrCommand, CodeActionParams, DidChangeTextDocumentParams, FileEvent, HoverParams,
    InlayHint, InlayHintLabel, InlayHintParams, MessageType, PublishDiagnosticsParams, Range,
    TextDocumentItem, Uri, notification::PublishDiagnostics, request::InlayHintRefreshRequest,
};
use serde_json::Value as Json;

use super::{
    actions,
    client::{Client, json},
    diagnostics::{self, ByFile, OfFile},
    hover,
    place::Places,
    settings::Settings,
    workspace::{Folder, Workspace},
};
use crate::{cancellation::Cancellation, inspect::Glance, lint, span::Span};

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
    Hover(HoverParams),
    Hints(InlayHintParams),
}

impl Question {
    /// The text that it is about.
    const fn document(&self) -> &Uri {
        match self {
            Self::Actions(it) => &it.text_document.uri,
            Self::Hover(it) => &it.text_document_position_params.text_document.uri,
            Self::Hints(it) => &it.text_document.uri,
        }
    }
}

pub(super) struct Worker {
    client: Arc<Client>,
    workspace: Workspace,
    /// How many changes are taken in.
    changes: u64,
    /// When findings are to be looked for.
    due: Option<Instant>,
    /// What the client shows.
    shown: ByFile,
    /// Why nothing can be looked for, where that was told.
    told: BTreeSet<String>,
    /// What was asked while texts were looked at that are no more, with the version of the text that it was asked of.
    put_off: Vec<(RequestId, Question, Option<i32>)>,
}

impl Worker {
    pub(super) fn new(client: Arc<Client>, workspace: Workspace) -> Self {
        Self {
            client,
            workspace,
            changes: 0,
            due: None,
            shown: ByFile::new(),
            told: BTreeSet::new(),
            put_off: Vec::new(),
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
        if let Task::Ask(id, question) = task {
            return self.reply(id, question);
        }
        let pause = match task {
            Task::Change(_) => self.workspace.settings.pause,
            _ => Duration::ZERO,
        };
        self.changes += 1;
        self.due = Some(Instant::now() + pause);
        let done = guarded(|| match task {
            Task::Open(item) => self.workspace.open(item),
            Task::Change(params) => self.workspace.change(params),
            Task::Save => self.workspace.save(),
            Task::Close(uri) => self.workspace.close(&uri),
            Task::Folders { added, removed } => self.workspace.change_folders(added, &removed),
            Task::Files(events) => self.workspace.note_files(&events),
            Task::Settings(said) => self.set(&said),
            Task::Ask(..) => {}
        });
        if done.is_none() {
            self.confess();
        }
        self.catch_up();
    }

    fn set(&mut self, said: &Json) {
        let (settings, faults) = Settings::read(said);
        for fault in faults {
            self.client
                .log(MessageType::WARNING, format!("settings: {fault}"));
        }
        if settings != self.workspace.settings {
            let is_shown = settings.inlay_hints || self.workspace.settings.inlay_hints;
            self.workspace.settings = settings;
            self.workspace.doubt();
            if is_shown && self.client.can.refresh_hints {
                self.client.ask::<InlayHintRefreshRequest>(());
            }
        }
    }

    /// Answers a question about the texts as they are, or once somebody has looked at those that come.
    fn reply(&mut self, id: RequestId, question: Question) {
        if !self.client.is_waiting(&id) {
            return;
        }
        if self.due.is_some() {
            self.look();
        }
        let version = self.workspace.version(question.document());
        self.put_off.push((id, question, version));
        self.catch_up();
    }

    /// Answers what was asked, unless its text is another by now, or nobody has looked at it to the end.
    fn catch_up(&mut self) {
        let is_given_up = self.is_given_up();
        for (id, question, version) in std::mem::take(&mut self.put_off) {
            if !self.client.is_waiting(&id) {
                continue;
            }
            if self.workspace.version(question.document()) != version {
                let reason = "the text has changed".to_owned();
                self.client
                    .answer(&id, Err((ErrorCode::ContentModified, reason)));
            } else if is_given_up {
                self.put_off.push((id, question, version));
            } else {
                let cancellation = self.client.cancellation_of(&id, self.changes);
                match guarded(|| self.answer(&question, &cancellation)) {
                    Some(Some(answer)) => self.client.answer(&id, Ok(answer)),
                    // What has changed meanwhile is taken in next.
                    Some(None) => self.put_off.push((id, question, version)),
                    None => {
                        self.confess();
                        let mistake = (ErrorCode::InternalError, MISTAKE.to_owned());
                        self.client.answer(&id, Err(mistake));
                    }
                }
            }
        }
    }

    /// An answer; nothing where something has changed before it was worked out, or nobody waits for it any more.
    fn answer(&self, question: &Question, cancellation: &Cancellation) -> Option<Json> {
        let can = self.client.can;
        let workspace = &self.workspace;
        let answer = match question {
            // What comes behind it may have changed the texts already: it was asked of these.
            Question::Actions(params) => {
                let at = workspace.at(&params.text_document.uri);
                let Some((folder, document)) = at else {
                    return Some(json(Vec::<CodeActionOrCommand>::new()));
                };
                let places = Places::new(workspace, folder);
                let actions = actions::of_range(&places, document, params, can, cancellation)?;
                return Some(json(actions));
            }
            Question::Hover(params) => {
                let place = &params.text_document_position_params;
                let seen = workspace
                    .at(&place.text_document.uri)
                    .and_then(|(folder, document)| {
                        let places = Places::new(workspace, folder);
                        let at = places.bytes(document, Range::new(place.position, place.position));
                        let glance = glance(folder, cancellation)?;
                        let file = folder.sources.read(&document.resolved).ok()?;
                        let seen = glance.seen(&file, u32::try_from(at.start).ok()?)?;
                        Some(hover::of(&seen, &places, can))
                    });
                json(seen)
            }
            Question::Hints(params) => json(self.hints(params, cancellation).unwrap_or_default()),
        };
        (!cancellation.is_cancelled()).then_some(answer)
    }

    fn hints(
        &self,
        params: &InlayHintParams,
        cancellation: &Cancellation,
    ) -> Option<Vec<InlayHint>> {
        if !self.workspace.settings.inlay_hints {
            return None;
        }
        let (folder, document) = self.workspace.at(&params.text_document.uri)?;
        let places = Places::new(&self.workspace, folder);
        let bytes = places.bytes(document, params.range);
        let file = folder.sources.read(&document.resolved).ok()?;
        let bytes = u32::try_from(bytes.start).ok()?..u32::try_from(bytes.end).ok()?;
        let hints = glance(folder, cancellation)?
            .hints(&file, &bytes)
            .into_iter();
        let hint = |hint: crate::inspect::Hint| InlayHint {
            position: places.range(Span::new(file.id, hint.at, hint.at)).start,
            label: InlayHintLabel::String(hint.text),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        };
        Some(hints.map(hint).collect())
    }

    /// Whether nobody has looked at the texts to the end, which will be done soon.
    fn is_given_up(&self) -> bool {
        let mut folders = self.workspace.folders.iter();
        let is_cancelled = self.client.cancellation(self.changes).is_cancelled();
        (is_cancelled || self.due.is_some()) && folders.any(|it| it.found.is_none())
    }

    /// Looks for findings and shows them; neither as soon as something has changed that is still to be taken in: then it is done again
    /// soon.
    fn look(&mut self) {
        self.due = None;
        let cancellation = self.client.cancellation(self.changes);
        if guarded(|| self.workspace.lint(&cancellation)).is_none() {
            self.confess();
        }
        if !cancellation.is_cancelled() {
            self.show();
        }
        self.catch_up();
    }

    fn confess(&self) {
        self.client.log(MessageType::ERROR, MISTAKE);
    }

    fn show(&mut self) {
        let mut now = diagnostics::of_workspace(&self.workspace, self.client.can);
        let mut complaints = BTreeSet::new();
        for folder in &self.workspace.folders {
            if let Some(Err(error)) = &folder.found
                && !matches!(error, lint::Error::Config(_))
            {
                complaints.insert(error.to_string());
            }
        }
        for complaint in complaints.difference(&self.told) {
            self.client.log(MessageType::ERROR, complaint.as_str());
        }
        self.told = complaints;
        for document in self.workspace.documents.values() {
            let name = document.uri.as_str().to_owned();
            let nothing = || OfFile::new(document.uri.clone(), Some(document.version));
            now.entry(name).or_insert_with(nothing);
        }
        let before = std::mem::take(&mut self.shown);
        let mut news = Vec::new();
        for (name, old) in &before {
            if !now.contains_key(name) {
                news.push(OfFile::new(old.uri.clone(), None));
            }
        }
        for (name, of_file) in &now {
            let same = before.get(name);
            let is_shown = same.is_some_and(|old| old.diagnostics == of_file.diagnostics);
            if of_file.version.is_some() || !is_shown {
                news.push(OfFile {
                    uri: of_file.uri.clone(),
                    version: of_file.version,
                    diagnostics: of_file.diagnostics.clone(),
                });
            }
        }
        self.shown = now;
        // Whoever waits for those of an open text has all others by then.
        news.sort_by_key(|it| it.version.is_some());
        for one in news {
            self.publish(one);
        }
    }

    fn publish(&self, of_file: OfFile) {
        let OfFile {
            uri,
            version,
            diagnostics,
        } = of_file;
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

/// What can be looked at in what was loaded, as long as somebody waits for it.
fn glance<'f>(folder: &'f Folder, cancellation: &Cancellation) -> Option<Glance<'f>> {
    let glance = Glance::new(&folder.sources, folder.report()?);
    Some(glance.until(cancellation.clone()))
}

/// What something gives, or nothing if it panics.
fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_nothing() {
        let broken: Option<()> = guarded(|| panic!("a secret"));
        assert_eq!(broken, None);
        assert_eq!(guarded(|| 1), Some(1));
        assert!(!MISTAKE.contains("secret"));
    }
}
