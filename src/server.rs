//! The language server: findings while one types.
//!
//! One thread takes in what the client says and answers what needs no looking; another owns the texts and looks. So a request can
//! be cancelled, and the server can be ended, whatever is being looked at.

mod position;
mod settings;
mod surrogate;
mod uri;

mod transport;

mod client;
mod document;

mod explain;

mod greeting;

mod workspace;

mod place;

mod diagnostics;

mod safe;

mod actions;
mod hover;

mod worker;

use std::{
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    CancelParams, ClientCapabilities, ConfigurationItem, ConfigurationParams,
    DidChangeConfigurationParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, ExecuteCommandParams, InitializeResult,
    MessageType, NumberOrString, RegistrationParams, ServerInfo,
    notification::{
        Cancel, DidChangeConfiguration, DidChangeTextDocument, DidChangeWatchedFiles,
        DidChangeWorkspaceFolders, DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument,
        Exit, Initialized, Notification as _,
    },
    request::{
        CodeActionRequest, ExecuteCommand, HoverRequest, Initialize, InlayHintRequest,
        RegisterCapability, Request as _, Shutdown, WorkspaceConfiguration,
    },
};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::{lint::Error, pool};
use client::{Abilities, Client};
use settings::SECTION;
use worker::{Question, Task, Worker};
use workspace::Workspace;

pub use workspace::Asked;

/// How long may be finished what is begun when the client leaves.
const FAREWELL: Duration = Duration::from_secs(2);

/// Serves whoever started the process, until that ends it. Whether it was ended as the protocol wants.
///
/// # Errors
///
/// When the system gives no threads.
pub fn serve_stdio(asked: Box<Asked>) -> Result<bool, Error> {
    let (connection, carrier) = transport::stdio();
    let ended = serve(connection, asked);
    carrier.finish(FAREWELL);
    ended
}

/// Serves a client, until that ends it or is gone. Whether it was ended as the protocol wants. `asked` is called for each folder.
///
/// # Errors
///
/// When the system gives no threads.
pub fn serve(connection: Connection, asked: Box<Asked>) -> Result<bool, Error> {
    let Some((id, params)) = greeting::first(&connection) else {
        return Ok(false);
    };
    let capabilities = params.get("capabilities").cloned().unwrap_or_default();
    // Whatever of it cannot be read, the client can do nothing more than all can.
    let capabilities: ClientCapabilities = serde_json::from_value(capabilities).unwrap_or_default();
    let can = Abilities::of(&capabilities);
    let client = Arc::new(Client::new(connection, can));
    let result = InitializeResult {
        capabilities: greeting::abilities(can),
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    };
    client.send(Response::new_ok(id, result).into());
    let (tasks, receiver) = mpsc::channel();
    let server = Server {
        client: client.clone(),
        tasks,
    };
    server.change(Task::Folders {
        added: greeting::folders(&params),
        removed: Vec::new(),
    });
    if let Some(options) = params.get("initializationOptions") {
        server.change(Task::Settings(options.clone()));
    }
    let pool = pool::build(0)?;
    let workspace = Workspace::new(can.encoding, can.watch, asked);
    let worker = Worker::new(client, workspace);
    let (done, is_done) = mpsc::channel::<()>();
    // What looks needs the stack of the pool's threads, and is one of them.
    thread::spawn(move || {
        pool.install(move || worker.run(&receiver));
        drop(done);
    });
    let ended = server.run();
    drop(server);
    // What is still looked at, nobody waits for.
    let _ = is_done.recv_timeout(FAREWELL);
    Ok(ended)
}

/// The thread that takes in what the client says.
struct Server {
    client: Arc<Client>,
    tasks: mpsc::Sender<Task>,
}

impl Server {
    /// Whether the client said goodbye as the protocol wants.
    fn run(&self) -> bool {
        let mut is_over = false;
        for message in &self.client.connection().receiver {
            match message {
                Message::Request(request) if is_over => {
                    let reason = "the server was shut down".to_owned();
                    self.refuse(request.id, ErrorCode::InvalidRequest, reason);
                }
                Message::Request(request) if request.method == Shutdown::METHOD => {
                    is_over = true;
                    self.client
                        .send(Response::new_ok(request.id, Json::Null).into());
                }
                Message::Request(request) => self.request(request),
                Message::Notification(it) if it.method == Exit::METHOD => return is_over,
                Message::Notification(it) => self.notification(it),
                Message::Response(response) => self.response(response),
            }
        }
        false
    }

    fn refuse(&self, id: RequestId, code: ErrorCode, reason: String) {
        self.client
            .send(Response::new_err(id, code as i32, reason).into());
    }

    fn request(&self, request: Request) {
        let Request { id, method, params } = request;
        if method == Initialize::METHOD {
            let reason = "the server is initialized already".to_owned();
            return self.refuse(id, ErrorCode::InvalidRequest, reason);
        }
        let question = match method.as_str() {
            CodeActionRequest::METHOD => read(params).map(Question::Actions),
            HoverRequest::METHOD => read(params).map(Question::Hover),
            InlayHintRequest::METHOD => read(params).map(Question::Hints),
            ExecuteCommand::METHOD => return self.execute(id, params),
            _ => {
                let reason = format!("there is no method `{method}`");
                return self.refuse(id, ErrorCode::MethodNotFound, reason);
            }
        };
        match question {
            Ok(question) => {
                self.client.wait(id.clone());
                let _ = self.tasks.send(Task::Ask(id, question));
            }
            Err(reason) => self.refuse(id, ErrorCode::InvalidParams, reason),
        }
    }

    fn execute(&self, id: RequestId, params: Json) {
        let explained = read(params).and_then(|it: ExecuteCommandParams| {
            if it.command == explain::COMMAND {
                explain::explain(&self.client, &it.arguments)
            } else {
                Err(format!("there is no command `{}`", it.command))
            }
        });
        match explained {
            Ok(page) => self.client.send(Response::new_ok(id, page).into()),
            Err(reason) => self.refuse(id, ErrorCode::InvalidParams, reason),
        }
    }

    fn notification(&self, notification: Notification) {
        let Notification { method, params } = notification;
        let task =
            match method.as_str() {
                DidOpenTextDocument::METHOD => read(params)
                    .map(|it: DidOpenTextDocumentParams| Some(Task::Open(it.text_document))),
                DidChangeTextDocument::METHOD => read(params).map(|it| Some(Task::Change(it))),
                DidSaveTextDocument::METHOD => Ok(Some(Task::Save)),
                DidCloseTextDocument::METHOD => read(params)
                    .map(|it: DidCloseTextDocumentParams| Some(Task::Close(it.text_document.uri))),
                DidChangeWorkspaceFolders::METHOD => {
                    read(params).map(|it: DidChangeWorkspaceFoldersParams| {
                        let paths = |folders: Vec<lsp_types::WorkspaceFolder>| {
                            let folders = folders.iter();
                            folders.filter_map(|it| uri::path_of(&it.uri)).collect()
                        };
                        Some(Task::Folders {
                            added: paths(it.event.added),
                            removed: paths(it.event.removed),
                        })
                    })
                }
                DidChangeWatchedFiles::METHOD => read(params)
                    .map(|it: DidChangeWatchedFilesParams| Some(Task::Files(it.changes))),
                DidChangeConfiguration::METHOD => read(params)
                    .map(|it: DidChangeConfigurationParams| self.configured(it.settings)),
                Cancel::METHOD => read(params).map(|it: CancelParams| {
                    self.cancel(it.id);
                    None
                }),
                Initialized::METHOD => {
                    self.register();
                    self.ask_for_settings();
                    Ok(None)
                }
                // Whatever else a client tells needs no answer.
                _ => Ok(None),
            };
        match task {
            Ok(Some(task)) => self.change(task),
            Ok(None) => {}
            Err(reason) => self
                .client
                .log(MessageType::WARNING, format!("`{method}`: {reason}")),
        }
    }

    fn response(&self, response: Response) {
        let is_for = |method: &str| response.id.to_string().contains(method);
        match response.response_result {
            Ok(result) if is_for(WorkspaceConfiguration::METHOD) => {
                let first = result.get(0).cloned().unwrap_or_default();
                // A client without a section for us may have told more when it began.
                if !first.is_null() {
                    self.change(Task::Settings(first));
                }
            }
            Ok(_) => {}
            Err(error) => {
                let reason = format!("{}: {}", response.id, error.message);
                self.client.log(MessageType::WARNING, reason);
            }
        }
    }

    fn change(&self, task: Task) {
        if task.is_change() {
            self.client.note_change();
        }
        let _ = self.tasks.send(task);
    }

    fn cancel(&self, id: NumberOrString) {
        let id = match id {
            NumberOrString::Number(id) => RequestId::from(id),
            NumberOrString::String(id) => RequestId::from(id),
        };
        let cancelled = (ErrorCode::RequestCanceled, "cancelled".to_owned());
        self.client.answer(&id, Err(cancelled));
    }

    /// Clients that can be asked for settings may send none.
    fn configured(&self, said: Json) -> Option<Task> {
        if self.client.can.configuration {
            self.ask_for_settings();
            return None;
        }
        (!said.is_null()).then_some(Task::Settings(said))
    }

    fn ask_for_settings(&self) {
        if self.client.can.configuration {
            self.client
                .ask::<WorkspaceConfiguration>(ConfigurationParams {
                    items: vec![ConfigurationItem {
                        scope_uri: None,
                        section: Some(SECTION.to_owned()),
                    }],
                });
        }
    }

    /// Asks to be told of changes on disk and of settings.
    fn register(&self) {
        let registrations = greeting::registrations(self.client.can);
        if !registrations.is_empty() {
            self.client
                .ask::<RegisterCapability>(RegistrationParams { registrations });
        }
    }
}

/// What a message holds, or what is wrong with it.
fn read<T: DeserializeOwned>(params: Json) -> Result<T, String> {
    serde_json::from_value(params).map_err(|error| error.to_string())
}
