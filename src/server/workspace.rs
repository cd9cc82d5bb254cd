//! Folders, the texts that are open in them, and what was found there.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use lsp_types::{DidChangeTextDocumentParams, FileChangeType, FileEvent, TextDocumentItem, Uri};

use super::{document::Document, position::Encoding, settings::Settings, uri};
use crate::{
    config::{ConfigSource, NAMES},
    lint::{self, Error, Report, Request},
    source::{Sources, is_configuration},
};

/// What a run in a folder is asked: what the environment and the options of the process say there.
pub type Asked = dyn Fn(&Path) -> Result<Request, Error> + Send;

/// A folder of the client's, or the directory of a text that lies in none of these.
pub(super) struct Folder {
    /// As the client has it.
    pub(super) root: PathBuf,
    /// Whether it is there for texts only that are open in it.
    is_loose: bool,
    /// The files as they are now.
    pub(super) sources: Sources,
    /// What was found in them, once somebody has looked.
    pub(super) found: Option<Result<Report, Error>>,
}

impl Folder {
    fn new(root: PathBuf, is_loose: bool) -> Self {
        Self {
            sources: Sources::for_many_runs(root.clone()),
            root,
            is_loose,
            found: None,
        }
    }

    fn change(&mut self, sources: Sources) {
        self.sources = sources;
        self.found = None;
    }

    /// The report, where there is one.
    pub(super) fn report(&self) -> Option<&Report> {
        self.found.as_ref()?.as_ref().ok()
    }

    /// What the client calls a file, which need not be what it resolves to.
    pub(super) fn client_path(&self, resolved: &Path) -> PathBuf {
        let below = resolved.strip_prefix(self.sources.working_directory());
        below.map_or_else(|_| resolved.to_path_buf(), |below| self.root.join(below))
    }
}

/// All folders and all open texts.
pub(super) struct Workspace {
    pub(super) folders: Vec<Folder>,
    /// By path, as the client has it.
    pub(super) documents: BTreeMap<PathBuf, Document>,
    pub(super) settings: Settings,
    pub(super) encoding: Encoding,
    /// Whether the client tells what changes on disk. Otherwise that is looked at when a text is opened or saved.
    is_told: bool,
    asked: Box<Asked>,
}

impl Workspace {
    pub(super) fn new(encoding: Encoding, is_told: bool, asked: Box<Asked>) -> Self {
        Self {
            folders: Vec::new(),
            documents: BTreeMap::new(),
            settings: Settings::default(),
            encoding,
            is_told,
            asked,
        }
    }

    /// Takes folders in and others away. Texts that are open move to the folder that is nearest around them.
    pub(super) fn change_folders(&mut self, added: Vec<PathBuf>, removed: &[PathBuf]) {
        self.folders
            .retain(|it| !it.is_loose && !removed.contains(&it.root));
        for root in added {
            if !self.folders.iter().any(|it| it.root == root) {
                self.folders.push(Folder::new(root, false));
            }
        }
        self.read_again();
    }

    /// Forgets all that was read of the disk.
    fn read_again(&mut self) {
        for folder in &mut self.folders {
            folder.change(Sources::for_many_runs(folder.root.clone()));
        }
        let texts = self.documents.iter();
        let texts: Vec<_> = texts
            .map(|(path, document)| (path.clone(), document.text.clone()))
            .collect();
        for (path, text) in texts {
            self.overlay(&path, text);
        }
    }

    /// The folder that is nearest around a path; one is made where there is none.
    fn folder_of(&mut self, path: &Path) -> Option<&mut Folder> {
        let index = if let Some(index) = self.index_of(path) {
            index
        } else {
            let root = path.parent()?.to_path_buf();
            self.folders.push(Folder::new(root, true));
            self.folders.len() - 1
        };
        self.folders.get_mut(index)
    }

    fn index_of(&self, path: &Path) -> Option<usize> {
        let around = |(_, it): &(usize, &Folder)| {
            path.starts_with(&it.root) && (!it.is_loose || path.parent() == Some(&it.root))
        };
        let around = self.folders.iter().enumerate().filter(around);
        around
            .max_by_key(|(_, it)| it.root.as_os_str().len())
            .map(|(index, _)| index)
    }

    /// The folder around a path, and the text that is open there.
    pub(super) fn at(&self, uri: &Uri) -> Option<(&Folder, &Document)> {
        let path = uri::path_of(uri)?;
        let folder = self.folders.get(self.index_of(&path)?)?;
        Some((folder, self.documents.get(&path)?))
    }

    /// Lets a text count instead of that on disk.
    fn overlay(&mut self, path: &Path, text: String) -> Option<PathBuf> {
        let folder = self.folder_of(path)?;
        folder.change(folder.sources.with(path, text));
        let file = folder.sources.read(path);
        Some(file.map_or_else(|_| path.to_path_buf(), |file| file.path.clone()))
    }

    pub(super) fn open(&mut self, item: TextDocumentItem) {
        let Some(path) = uri::path_of(&item.uri) else {
            return;
        };
        if !self.is_told {
            self.read_again();
        }
        let resolved = self.overlay(&path, item.text.clone());
        let document = Document {
            uri: item.uri,
            resolved: resolved.unwrap_or_else(|| path.clone()),
            version: item.version,
            text: item.text,
        };
        self.documents.insert(path, document);
    }

    pub(super) fn change(&mut self, params: DidChangeTextDocumentParams) {
        let Some(path) = uri::path_of(&params.text_document.uri) else {
            return;
        };
        let encoding = self.encoding;
        let Some(document) = self.documents.get_mut(&path) else {
            return;
        };
        let version = params.text_document.version;
        document.change(version, params.content_changes, encoding);
        let text = document.text.clone();
        self.overlay(&path, text);
    }

    pub(super) fn save(&mut self) {
        if !self.is_told {
            self.read_again();
        }
    }

    pub(super) fn close(&mut self, uri: &Uri) {
        let Some(path) = uri::path_of(uri) else {
            return;
        };
        if self.documents.remove(&path).is_none() {
            return;
        }
        if let Some(folder) = self.folder_of(&path) {
            folder.change(folder.sources.without(&path));
        }
        let documents: BTreeSet<_> = self.documents.keys().filter_map(|it| it.parent()).collect();
        self.folders
            .retain(|it| !it.is_loose || documents.contains(it.root.as_path()));
    }

    /// Takes in what happened on disk.
    pub(super) fn note_files(&mut self, events: &[FileEvent]) {
        let is_open = |path: &PathBuf| self.documents.contains_key(path);
        let paths = events.iter().filter_map(|it| uri::path_of(&it.uri));
        let paths: BTreeSet<PathBuf> = paths.filter(|path| !is_open(path)).collect();
        let is_change = |it: &FileEvent| it.typ == FileChangeType::CHANGED;
        if paths.len() > 1 || !events.iter().all(is_change) {
            // What came or went may be a link, or a directory on the way to others.
            return self.read_again();
        }
        for path in paths {
            for folder in &mut self.folders {
                folder.change(folder.sources.without(&path));
            }
        }
    }

    /// Looks at every folder that has changed.
    pub(super) fn lint(&mut self) {
        let texts: Vec<(usize, PathBuf)> = (self.documents.keys())
            .filter(|path| is_linted(path))
            .filter_map(|path| Some((self.index_of(path)?, path.clone())))
            .collect();
        for (index, folder) in self.folders.iter_mut().enumerate() {
            if folder.found.is_some() {
                continue;
            }
            let of_folder = texts.iter().filter(|(at, _)| *at == index);
            let paths: Vec<_> = of_folder.map(|(_, path)| path.clone()).collect();
            let request = asked(&*self.asked, &self.settings, folder)
                .map(|request| Request { paths, ..request });
            folder.found = Some(request.and_then(|request| {
                if request.paths.is_empty() {
                    Ok(Report::default())
                } else {
                    lint::lint(&folder.sources, &request)
                }
            }));
        }
    }

    /// What a run in a folder is asked, but for the files.
    pub(super) fn request(&self, folder: &Folder) -> Result<Request, Error> {
        asked(&*self.asked, &self.settings, folder)
    }

    /// Forgets all findings: something else decides now what they are.
    pub(super) fn doubt(&mut self) {
        for folder in &mut self.folders {
            folder.found = None;
        }
    }
}

fn asked(asked: &Asked, settings: &Settings, folder: &Folder) -> Result<Request, Error> {
    let request = asked(&folder.root)?;
    let config = settings.config.as_ref();
    Ok(Request {
        config: config.map_or(request.config, |it| {
            ConfigSource::File(folder.root.join(it))
        }),
        allow_empty: true,
        force_exclude: true,
        ..request
    })
}

/// Whether findings are looked for in a file. What else is open may be read by one of these.
fn is_linted(path: &Path) -> bool {
    let name = path.file_name();
    is_configuration(path) || NAMES.iter().any(|it| name.is_some_and(|name| name == *it))
}
