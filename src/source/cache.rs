//! What a snapshot has read so far.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use super::{file::SourceFile, unreadable::Unreadable};
use crate::span::FileId;

/// The bytes of files that are kept beside texts. What is more is read again.
const MOST_BYTES: usize = 64 << 20;

/// The files below a directory.
pub(super) type Listing = Result<Arc<[String]>, Unreadable>;

/// Files are never taken out: what was read stays as it was. A later snapshot begins with a copy that shares the texts.
#[derive(Debug, Default)]
pub(super) struct Cache {
    files: HashMap<FileId, Arc<SourceFile>>,
    /// By every path that was asked for, and by the resolved one.
    by_path: HashMap<Arc<Path>, Result<Arc<SourceFile>, Unreadable>>,
    stand_ins: HashMap<PathBuf, Arc<SourceFile>>,
    /// Texts that no disk holds, by whether they are compiled in and what they are called.
    named: HashMap<(bool, String, Arc<str>), Arc<SourceFile>>,
    /// The bytes of files that functions asked for, up to [`MOST_BYTES`].
    bytes: HashMap<PathBuf, Result<Arc<[u8]>, Unreadable>>,
    kept_bytes: usize,
    /// What lies below directories that functions asked for.
    below: HashMap<PathBuf, Listing>,
    /// Resolved directories.
    directories: HashMap<Arc<Path>, Arc<Path>>,
    /// Places outside the project that may be read.
    allowed: Vec<PathBuf>,
    /// Whether files keep what is made of their texts.
    keeps: bool,
    /// All snapshots that were made from one another count together, so that an id names one text, whichever of them is asked.
    next: Arc<AtomicU32>,
}

impl Cache {
    /// What remains true when the files at some resolved paths have become others. What could not be read is tried again, and
    /// texts of one run, such as rendered templates, are left to that run.
    pub(super) fn without(&self, is_changed: impl Fn(&Path) -> bool) -> Self {
        let stays = |asked: &Path, path: &Path| !is_changed(path) && !is_changed(asked);
        let by_path: HashMap<_, _> = self
            .by_path
            .iter()
            .filter(|(asked, file)| file.as_ref().is_ok_and(|file| stays(asked, &file.path)))
            .map(|(path, file)| (path.clone(), file.clone()))
            .collect();
        let named: HashMap<_, _> = self
            .named
            .iter()
            .filter(|(_, file)| file.bundled)
            .map(|(key, file)| (key.clone(), file.clone()))
            .collect();
        let directories = self.directories.iter();
        let directories = directories.filter(|(asked, resolved)| stays(asked, resolved));
        let of_disk = by_path.values().flatten();
        let files = of_disk.chain(named.values());
        Self {
            files: files.map(|file| (file.id, file.clone())).collect(),
            by_path,
            stand_ins: HashMap::new(),
            named,
            bytes: HashMap::new(),
            kept_bytes: 0,
            below: HashMap::new(),
            directories: directories
                .map(|(asked, resolved)| (asked.clone(), resolved.clone()))
                .collect(),
            allowed: self.allowed.clone(),
            keeps: self.keeps,
            next: self.next.clone(),
        }
    }

    pub(super) fn file(&self, id: FileId) -> Option<&Arc<SourceFile>> {
        self.files.get(&id)
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.files.values()
    }

    /// What is known of a path that was asked for.
    pub(super) fn at(&self, asked: &Path) -> Option<&Result<Arc<SourceFile>, Unreadable>> {
        self.by_path.get(asked)
    }

    /// Keeps what was read at a path, unless something else was faster: the resolved path, what reports call it, its text.
    pub(super) fn keep(
        &mut self,
        asked: &Path,
        loaded: Result<(PathBuf, String, Arc<str>), Unreadable>,
    ) -> Result<Arc<SourceFile>, Unreadable> {
        if let Some(known) = self.by_path.get(asked) {
            return known.clone();
        }
        let file = loaded.map(|(resolved, name, text)| {
            if let Some(Ok(same)) = self.by_path.get(&*resolved) {
                return same.clone();
            }
            let key: Arc<Path> = resolved.as_path().into();
            let file = self.add(resolved, name, text, false);
            self.by_path.insert(key, Ok(file.clone()));
            file
        });
        self.by_path.insert(asked.into(), file.clone());
        file
    }

    pub(super) fn bytes(&self, asked: &Path) -> Option<&Result<Arc<[u8]>, Unreadable>> {
        self.bytes.get(asked)
    }

    pub(super) fn keep_bytes(&mut self, asked: PathBuf, read: Result<Arc<[u8]>, Unreadable>) {
        let size = read.as_ref().map_or(0, |bytes| bytes.len());
        if self.kept_bytes + size <= MOST_BYTES {
            self.kept_bytes += size;
            self.bytes.insert(asked, read);
        }
    }

    pub(super) fn below(&self, asked: &Path) -> Option<&Listing> {
        self.below.get(asked)
    }

    pub(super) fn keep_below(&mut self, asked: PathBuf, listing: Listing) {
        self.below.insert(asked, listing);
    }

    /// A text that no disk holds; the same one if there is one of that name already.
    pub(super) fn named(&mut self, name: &str, text: Arc<str>, bundled: bool) -> Arc<SourceFile> {
        let key = (bundled, name.to_owned(), text.clone());
        if let Some(known) = self.named.get(&key) {
            return known.clone();
        }
        let file = self.add(name.into(), name.to_owned(), text, bundled);
        self.named.insert(key, file.clone());
        file
    }

    /// An outline of a file, which stands for no text that is read.
    pub(super) fn add_outline(
        &mut self,
        path: PathBuf,
        name: String,
        text: Arc<str>,
    ) -> Arc<SourceFile> {
        let id = FileId::new(self.next.fetch_add(1, Ordering::Relaxed));
        let file = SourceFile::new(id, path, name, text, false).outline();
        let file = Arc::new(file);
        self.files.insert(id, file.clone());
        file
    }

    pub(super) fn stand_in(&self, path: &Path) -> Option<&Arc<SourceFile>> {
        self.stand_ins.get(path)
    }

    pub(super) fn add_stand_in(&mut self, path: PathBuf, name: String) -> Arc<SourceFile> {
        if let Some(known) = self.stand_ins.get(&path) {
            return known.clone();
        }
        let file = self.add(path.clone(), name, "".into(), false);
        self.stand_ins.insert(path, file.clone());
        file
    }

    pub(super) fn directory(&self, absolute: &Path) -> Option<&Arc<Path>> {
        self.directories.get(absolute)
    }

    pub(super) fn add_directory(&mut self, absolute: &Path, resolved: Arc<Path>) {
        self.directories.insert(absolute.into(), resolved);
    }

    pub(super) fn keep_derived(&mut self) {
        self.keeps = true;
    }

    pub(super) fn allowed(&self) -> &[PathBuf] {
        &self.allowed
    }

    /// What was refused before may be read from now on.
    pub(super) fn allow(&mut self, directory: PathBuf) {
        self.allowed.push(directory);
        self.by_path.retain(|_, file| file.is_ok());
        self.bytes.retain(|_, file| file.is_ok());
        self.below.retain(|_, listing| listing.is_ok());
    }

    fn add(
        &mut self,
        path: PathBuf,
        name: String,
        text: Arc<str>,
        bundled: bool,
    ) -> Arc<SourceFile> {
        let id = FileId::new(self.next.fetch_add(1, Ordering::Relaxed));
        let file = SourceFile::new(id, path, name, text, bundled);
        // Texts that no disk has are those of one run.
        let is_kept = self.keeps && (bundled || file.is_on_disk());
        let file = Arc::new(if is_kept { file.keeping() } else { file });
        self.files.insert(id, file.clone());
        file
    }
}
