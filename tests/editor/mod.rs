//! An editor: a client of the server in this process, which knows no more of it than the protocol.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    thread::{self, JoinHandle},
    time::Duration,
};

use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::{Value as Json, json};
use vpcelint::{lint, server};

/// Longer than this nothing takes.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) struct Editor {
    pub(crate) connection: Option<Connection>,
    server: Option<JoinHandle<Result<bool, lint::Error>>>,
    pub(crate) root: PathBuf,
    pub(crate) capabilities: Json,
    /// What `initialize` was answered.
    pub(crate) hello: Json,
    /// By URI: the version and the diagnostics that are shown.
    pub(crate) shown: BTreeMap<String, (Option<i64>, Vec<Json>)>,
    /// What was logged or shown.
    pub(crate) said: Vec<String>,
    /// The requests of the server, by method.
    pub(crate) asked: Vec<(String, Json)>,
    /// What to answer to `workspace/configuration`.
    pub(crate) settings: Json,
    texts: BTreeMap<String, (i64, String)>,
    next: i32,
    answers: BTreeMap<RequestId, Result<Json, i32>>,
}

/// All that a client of today can.
pub(crate) fn capabilities() -> Json {
    json!({
        "general": {"positionEncodings": ["utf-16"]},
        "workspace": {
            "configuration": true,
            "workspaceFolders": true,
            "workspaceEdit": {"documentChanges": true},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
            "didChangeConfiguration": {"dynamicRegistration": true},
            "inlayHint": {"refreshSupport": true},
        },
        "window": {"showDocument": {"support": true}},
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true, "versionSupport": true},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
        },
    })
}

impl Editor {
    /// A server that knows no client yet.
    pub(crate) fn begun(root: &Path) -> Self {
        let (ours, theirs) = Connection::memory();
        let asked = |_: &Path| Ok(lint::Request::default());
        let server = thread::spawn(move || server::serve(theirs, Box::new(asked)));
        Self {
            connection: Some(ours),
            server: Some(server),
            root: root.to_path_buf(),
            capabilities: capabilities(),
            hello: Json::Null,
            shown: BTreeMap::new(),
            said: Vec::new(),
            asked: Vec::new(),
            settings: json!({"debounce": 0}),
            texts: BTreeMap::new(),
            next: 0,
            answers: BTreeMap::new(),
        }
    }

    /// A server with one folder.
    pub(crate) fn new(root: &Path) -> Self {
        Self::with(root, capabilities(), json!({"debounce": 0}))
    }

    pub(crate) fn with(root: &Path, capabilities: Json, settings: Json) -> Self {
        let mut editor = Self::begun(root);
        editor.capabilities = capabilities;
        editor.settings = settings;
        editor.initialize(&json!([{"uri": uri(root), "name": "root"}]));
        editor
    }

    pub(crate) fn initialize(&mut self, folders: &Json) {
        let params = json!({
            "processId": null,
            "capabilities": self.capabilities,
            "workspaceFolders": folders,
            "initializationOptions": self.settings,
        });
        self.hello = self.ask("initialize", params).unwrap();
        self.tell("initialized", json!({}));
    }

    pub(crate) fn tell(&self, method: &str, params: Json) {
        self.send(Notification::new(method.to_owned(), params).into());
    }

    pub(crate) fn send(&self, message: Message) {
        self.connection
            .as_ref()
            .unwrap()
            .sender
            .send(message)
            .unwrap();
    }

    /// Sends a request and goes on.
    pub(crate) fn begin(&mut self, method: &str, params: Json) -> RequestId {
        self.next += 1;
        let id = RequestId::from(self.next);
        self.send(Request::new(id.clone(), method.to_owned(), params).into());
        id
    }

    /// The answer to a request, or the code of the error.
    pub(crate) fn ask(&mut self, method: &str, params: Json) -> Result<Json, i32> {
        let id = self.begin(method, params);
        self.answer(&id)
    }

    pub(crate) fn answer(&mut self, id: &RequestId) -> Result<Json, i32> {
        self.until(|it| it.answers.contains_key(id));
        self.answers.remove(id).unwrap()
    }

    /// Takes in messages until something holds.
    pub(crate) fn until(&mut self, holds: impl Fn(&Self) -> bool) {
        while !holds(self) {
            let receiver = &self.connection.as_ref().unwrap().receiver;
            let message = receiver.recv_timeout(PATIENCE).expect("an answer");
            self.take(message);
        }
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Response(Response {
                id,
                response_result,
            }) => {
                let answer = response_result.map_err(|error| error.code);
                self.answers.insert(id, answer);
            }
            Message::Request(request) => {
                let answer = match request.method.as_str() {
                    "workspace/configuration" => json!([self.settings]),
                    "window/showDocument" => json!({"success": true}),
                    _ => Json::Null,
                };
                self.asked.push((request.method, request.params));
                self.send(Response::new_ok(request.id, answer).into());
            }
            Message::Notification(it) if it.method == "textDocument/publishDiagnostics" => {
                let uri = it.params["uri"].as_str().unwrap().to_owned();
                let found = it.params["diagnostics"].as_array().unwrap().clone();
                self.shown
                    .insert(uri, (it.params["version"].as_i64(), found));
            }
            Message::Notification(it) => {
                self.said.push(it.params["message"].to_string());
            }
        }
    }

    pub(crate) fn uri(&self, file: &str) -> String {
        uri(&self.root.join(file))
    }

    /// Opens a file as it is on disk.
    pub(crate) fn open(&mut self, file: &str) {
        let text = fs::read_to_string(self.root.join(file)).unwrap();
        self.open_with(file, &text);
    }

    pub(crate) fn open_with(&mut self, file: &str, text: &str) {
        let uri = self.uri(file);
        self.texts.insert(uri.clone(), (1, text.to_owned()));
        let document = json!({"uri": uri, "languageId": "terraform", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    pub(crate) fn text(&self, file: &str) -> &str {
        &self.texts[&self.uri(file)].1
    }

    /// Replaces bytes of an open text.
    pub(crate) fn replace(&mut self, file: &str, bytes: std::ops::Range<usize>, with: &str) {
        let range = json!({"start": self.position(file, bytes.start), "end": self.position(file, bytes.end)});
        let change = json!({"range": range, "text": with});
        let mut text = self.text(file).to_owned();
        text.replace_range(bytes, with);
        self.changed(file, text, &change);
    }

    /// Replaces all of an open text.
    pub(crate) fn rewrite(&mut self, file: &str, text: &str) {
        self.changed(file, text.to_owned(), &json!({"text": text}));
    }

    /// Writes something in the place of something that stands there once.
    pub(crate) fn retype(&mut self, file: &str, old: &str, new: &str) {
        let at = self.at(file, old);
        self.replace(file, at..at + old.len(), new);
    }

    fn changed(&mut self, file: &str, text: String, change: &Json) {
        let uri = self.uri(file);
        let document = self.texts.get_mut(&uri).unwrap();
        *document = (document.0 + 1, text);
        let document = json!({"uri": uri, "version": document.0});
        self.tell(
            "textDocument/didChange",
            json!({"textDocument": document, "contentChanges": [change]}),
        );
    }

    pub(crate) fn save(&mut self, file: &str) {
        let uri = self.uri(file);
        fs::write(self.root.join(file), &self.texts[&uri].1).unwrap();
        self.tell(
            "textDocument/didSave",
            json!({"textDocument": {"uri": uri}}),
        );
    }

    pub(crate) fn close(&mut self, file: &str) {
        let uri = self.uri(file);
        self.texts.remove(&uri);
        self.tell(
            "textDocument/didClose",
            json!({"textDocument": {"uri": uri}}),
        );
    }

    /// The byte at which something begins that stands in a text once.
    pub(crate) fn at(&self, file: &str, words: &str) -> usize {
        let text = self.text(file);
        let found: Vec<_> = text.match_indices(words).collect();
        assert_eq!(found.len(), 1, "`{words}` in {text}");
        found[0].0
    }

    fn is_utf8(&self) -> bool {
        self.hello["capabilities"]["positionEncoding"] == "utf-8"
    }

    pub(crate) fn position(&self, file: &str, byte: usize) -> Json {
        let before = &self.text(file)[..byte];
        let line = before.matches('\n').count();
        let column = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let length = if self.is_utf8() {
            column.len()
        } else {
            column.encode_utf16().count()
        };
        json!({"line": line, "character": length})
    }

    pub(crate) fn byte(&self, text: &str, position: &Json) -> usize {
        let line = usize::try_from(position["line"].as_u64().unwrap()).unwrap();
        let column = usize::try_from(position["character"].as_u64().unwrap()).unwrap();
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut left = column;
        for (at, character) in text[start..].char_indices() {
            if left == 0 {
                return start + at;
            }
            left -= if self.is_utf8() {
                character.len_utf8()
            } else {
                character.len_utf16()
            };
        }
        text.len()
    }

    /// What a range of an open text covers.
    pub(crate) fn covered(&self, file: &str, range: &Json) -> String {
        let text = self.text(file);
        text[self.byte(text, &range["start"])..self.byte(text, &range["end"])].to_owned()
    }

    /// Waits until what is shown is about the texts as they are.
    pub(crate) fn settle(&mut self) {
        let texts = self.texts.clone();
        self.until(|it| {
            let is_new = |(uri, (version, _)): (&String, &(i64, String))| {
                it.shown
                    .get(uri)
                    .is_some_and(|(at, _)| *at == Some(*version))
            };
            texts.iter().all(is_new)
        });
    }

    /// The diagnostics of a file.
    pub(crate) fn found(&self, file: &str) -> &[Json] {
        self.shown.get(&self.uri(file)).map_or(&[], |it| &it.1)
    }

    /// Their rules.
    pub(crate) fn rules(&self, file: &str) -> Vec<String> {
        let codes = self
            .found(file)
            .iter()
            .map(|it| it["code"].as_str().unwrap().to_owned());
        codes.collect()
    }

    /// Says goodbye. Whether the server found it polite.
    pub(crate) fn end(mut self) -> bool {
        assert_eq!(self.ask("shutdown", Json::Null), Ok(Json::Null));
        self.tell("exit", Json::Null);
        self.join()
    }

    /// Waits until the server has ended.
    pub(crate) fn join(mut self) -> bool {
        let server = self.server.take().unwrap();
        drop(self.connection.take());
        server.join().unwrap().unwrap()
    }
}

pub(crate) fn uri(path: &Path) -> String {
    let mut text = String::from("file://");
    for byte in path.to_str().unwrap().bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            write!(text, "%{byte:02x}").unwrap();
        }
    }
    text
}

/// What can be done about a range, by title.
impl Editor {
    pub(crate) fn actions(&mut self, file: &str, range: &Json, only: Option<&str>) -> Vec<Json> {
        let range = range.clone();
        let diagnostics: Vec<_> = (self.found(file).iter())
            .filter(|it| it["range"] == range)
            .cloned()
            .collect();
        let mut context = json!({"diagnostics": diagnostics});
        if let Some(only) = only {
            context["only"] = json!([only]);
        }
        let params =
            json!({"textDocument": {"uri": self.uri(file)}, "range": range, "context": context});
        let answer = self.ask("textDocument/codeAction", params).unwrap();
        answer.as_array().unwrap().clone()
    }

    /// Makes the edits of an action in the open texts.
    pub(crate) fn make(&mut self, action: &Json) {
        let mut by_file: Vec<(String, Vec<Json>)> = Vec::new();
        for change in action["edit"]["documentChanges"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let (uri, version) = (
                &change["textDocument"]["uri"],
                &change["textDocument"]["version"],
            );
            let uri = uri.as_str().unwrap();
            if let Some(known) = self.texts.get(uri) {
                assert_eq!(version.as_i64(), Some(known.0));
            }
            by_file.push((uri.to_owned(), change["edits"].as_array().unwrap().clone()));
        }
        for (uri, edits) in action["edit"]["changes"].as_object().into_iter().flatten() {
            by_file.push((uri.clone(), edits.as_array().unwrap().clone()));
        }
        assert!(!by_file.is_empty(), "{action}");
        for (uri, mut edits) in by_file {
            let file = self.file(&uri);
            // All are of the text as it was.
            edits.sort_by_key(|it| self.byte(self.text(&file), &it["range"]["start"]));
            for edit in edits.iter().rev() {
                let text = self.text(&file);
                let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
                let bytes = self.byte(text, start)..self.byte(text, end);
                self.replace(&file, bytes, edit["newText"].as_str().unwrap());
            }
        }
    }

    fn file(&self, uri: &str) -> String {
        let files = self.texts.keys().find(|it| *it == uri);
        let file = files.unwrap_or_else(|| panic!("{uri} is not open"));
        file[self.uri("").len()..].replace("%20", " ")
    }
}

/// What stands at a place of an open text.
impl Editor {
    /// The words of a hover at the byte behind the beginning of something, and what they are about.
    pub(crate) fn hover(
        &mut self,
        file: &str,
        words: &str,
        behind: usize,
    ) -> Option<(String, String)> {
        let place = self.position(file, self.at(file, words) + behind);
        let params = json!({"textDocument": {"uri": self.uri(file)}, "position": place});
        let answer = self.ask("textDocument/hover", params).unwrap();
        if answer.is_null() {
            return None;
        }
        let text = answer["contents"]["value"].as_str().unwrap().to_owned();
        Some((text, self.covered(file, &answer["range"])))
    }

    /// The hints of a file: what stands before each on its line, and its label.
    pub(crate) fn hints(&mut self, file: &str) -> Vec<(String, String)> {
        let all =
            json!({"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}});
        let params = json!({"textDocument": {"uri": self.uri(file)}, "range": all});
        let answer = self.ask("textDocument/inlayHint", params).unwrap();
        let hints = answer.as_array().unwrap().iter();
        let hint = |hint: &Json| {
            let text = self.text(file);
            let before = &text[..self.byte(text, &hint["position"])];
            let line = before.rsplit('\n').next().unwrap();
            (
                line.trim().to_owned(),
                hint["label"].as_str().unwrap().to_owned(),
            )
        };
        hints.map(hint).collect()
    }
}
