//! Folders, the texts that are open in them, and what was found there.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use lsp_types::{DidChangeTextDocumentParams, FileChangeType, FileEvent, TextDocumentItem, Uri};

use super::{document::Document, greeting, position::Encoding, settings::Settings, uri};
use crate::{
    cancellation::Cancellation,
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
}

/// All folders and all open texts.
pub(super) struct Workspace {
    pub(super) folders: Vec<Folder>,
    /// By path, as the client has it.
    pub(super) documents: BTreeMap<PathBuf, Document>,
    pub(super) settings: Settings,
    pub(super) encoding: Encoding,
    /// Whether the client tells what changes on disk in its folders. What it does not tell is looked at when a text is opened or
    /// saved.
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
        let paths: Vec<_> = self.documents.keys().cloned().collect();
        for path in &paths {
            self.shelter(path);
        }
        for path in &paths {
            self.overlay(path);
        }
    }

    /// Reads again what the client does not tell of: files of other names than it was asked to watch, and all that lies outside
    /// of its folders, as modules and loose texts do.
    fn read_untold(&mut self) {
        if !self.is_told {
            return self.read_again();
        }
        self.renew(|_| false);
    }

    /// Reads again what has changed, and what may have without a word of the client's.
    fn renew(&mut self, is_changed: impl Fn(&Path) -> bool) {
        let folders = self.folders.iter().filter(|it| !it.is_loose);
        let folders = folders.map(|it| it.sources.working_directory().to_path_buf());
        let folders: Vec<_> = folders.collect();
        let is_told = |path: &Path| {
            greeting::is_watched(path) && folders.iter().any(|it| path.starts_with(it))
        };
        for folder in &mut self.folders {
            let renewed = |path: &Path| is_changed(path) || !is_told(path);
            folder.change(folder.sources.renewed(renewed));
        }
    }

    /// Makes a folder for a text that lies in none.
    fn shelter(&mut self, path: &Path) {
        if self.index_of(path).is_none()
            && let Some(root) = path.parent()
        {
            let mut folder = Folder::new(root.to_path_buf(), true);
            for (path, document) in &self.documents {
                let text = document.text.as_str();
                folder.change(folder.sources.with(path, text));
            }
            self.folders.push(folder);
        }
    }

    /// The folder that is nearest around a path.
    pub(super) fn index_of(&self, path: &Path) -> Option<usize> {
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

    /// The version of an open text.
    pub(super) fn version(&self, uri: &Uri) -> Option<i32> {
        let path = uri::path_of(uri)?;
        Some(self.documents.get(&path)?.version)
    }

    /// What the client calls a file, which need not be what it resolves to: the folder nearest around it says so.
    pub(super) fn client_path(&self, resolved: &Path) -> PathBuf {
        let below = |it: &Folder| {
            let below = resolved.strip_prefix(it.sources.working_directory());
            below.ok().map(Path::to_path_buf)
        };
        let around = self.folders.iter();
        let around = around.filter_map(|it| Some((&it.root, below(it)?)));
        let nearest = around.min_by_key(|(_, below)| below.as_os_str().len());
        nearest.map_or_else(|| resolved.to_path_buf(), |(root, below)| root.join(below))
    }

    /// Lets an open text count instead of that on disk: in all folders, as modules of one are called from others.
    fn overlay(&mut self, path: &Path) {
        if let Some(document) = self.documents.get(path) {
            let text: Arc<str> = document.text.as_str().into();
            for folder in &mut self.folders {
                folder.change(folder.sources.with(path, text.clone()));
            }
        }
    }

    pub(super) fn open(&mut self, item: TextDocumentItem) {
        let Some(path) = uri::path_of(&item.uri) else {
            return;
        };
        self.read_untold();
        self.shelter(&path);
        let index = self.index_of(&path);
        let folder = index.and_then(|index| self.folders.get(index));
        let resolved = folder.map(|it| it.sources.resolved(&path));
        let document = Document {
            uri: item.uri,
            resolved: resolved.unwrap_or_else(|| path.clone()),
            version: item.version,
            text: item.text,
        };
        self.documents.insert(path.clone(), document);
        self.overlay(&path);
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
        self.overlay(&path);
    }

    pub(super) fn save(&mut self) {
        self.read_untold();
    }

    pub(super) fn close(&mut self, uri: &Uri) {
        let Some(path) = uri::path_of(uri) else {
            return;
        };
        let Some(closed) = self.documents.remove(&path) else {
            return;
        };
        for folder in &mut self.folders {
            folder.change(folder.sources.without(&closed.resolved));
        }
        let mut others = self.documents.iter();
        let other = others.find(|(_, it)| it.resolved == closed.resolved);
        if let Some(other) = other.map(|(path, _)| path.clone()) {
            self.overlay(&other);
        }
        let documents: BTreeSet<_> = self.documents.keys().filter_map(|it| it.parent()).collect();
        self.folders
            .retain(|it| !it.is_loose || documents.contains(it.root.as_path()));
    }

    /// Takes in what happened on disk.
    pub(super) fn note_files(&mut self, events: &[FileEvent]) {
        let is_change = |it: &FileEvent| it.typ == FileChangeType::CHANGED;
        if !events.iter().all(is_change) {
            // What came or went may be a link, or a directory on the way to others.
            return self.read_again();
        }
        let Some(folder) = self.folders.first() else {
            return;
        };
        let paths = events.iter().filter_map(|it| uri::path_of(&it.uri));
        let changed: BTreeSet<PathBuf> = paths.map(|it| folder.sources.resolved(&it)).collect();
        self.renew(|path| changed.contains(path));
    }

    /// Looks at every folder that has changed, unless nobody waits for it any more.
    pub(super) fn lint(&mut self, cancellation: &Cancellation) {
        for index in 0..self.folders.len() {
            let folder = self.folders.get(index).filter(|it| it.found.is_none());
            let found = folder.map(|it| self.look(it, &it.sources, cancellation));
            let found = found.filter(|it| !matches!(it, Err(Error::Cancelled)));
            if let (Some(folder), Some(found)) = (self.folders.get_mut(index), found) {
                folder.found = Some(found);
            }
        }
    }

    /// What is found in the open texts of a folder as a snapshot of it has them.
    pub(super) fn look(
        &self,
        folder: &Folder,
        sources: &Sources,
        cancellation: &Cancellation,
    ) -> Result<Report, Error> {
        let is_here = |path: &Path| {
            let around = self.index_of(path).and_then(|at| self.folders.get(at));
            around.is_some_and(|it| std::ptr::eq(it, folder))
        };
        let paths = self.documents.keys();
        let paths = paths.filter(|path| is_linted(path) && is_here(path));
        let request = Request {
            paths: paths.cloned().collect(),
            is_urgent: true,
            cancellation: cancellation.clone(),
            ..asked(&*self.asked, &self.settings, folder)?
        };
        if request.paths.is_empty() {
            return Ok(Report::default());
        }
        lint::lint(sources, &request)
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
