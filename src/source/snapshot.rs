//! A snapshot: what the project's files say, the texts of an editor included.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::{
    cache::Cache,
    disk::{self, Found},
    file::SourceFile,
    path,
    unreadable::Unreadable,
};
use crate::{filesystem as fs, span::FileId};

/// The files of a project at one moment. Shared between threads by reference.
///
/// A text is read when it is first asked for and never changes afterwards. What differs, an editor's buffer or a file that was
/// saved, is in another snapshot, [`with`](Self::with) it; the two share all other texts, and each can be used as long as it is
/// wanted. An id names the same text in every snapshot that has it. Listings of directories are not kept.
///
/// Ids are given in the order of reading; where that order depends on threads, sort by [`SourceFile::name`] instead.
#[derive(Debug)]
pub struct Sources {
    working_directory: PathBuf,
    pub(super) project: PathBuf,
    /// Texts that count instead of those on disk, by resolved path.
    pub(super) overlays: BTreeMap<PathBuf, Arc<str>>,
    cache: RwLock<Cache>,
    nothing: Arc<SourceFile>,
}

impl Sources {
    /// Sources of a run that was started in `working_directory`; in one that does not exist nothing can be read but the texts of editors.
    #[must_use]
    pub fn new(working_directory: PathBuf) -> Self {
        let working_directory = fs::canonicalize(&working_directory).unwrap_or(working_directory);
        // Of one that is not there yet what is above it may be a link.
        let working_directory = path::resolved(&working_directory);
        let project =
            path::project_of(&working_directory).unwrap_or_else(|| working_directory.clone());
        Self {
            project,
            working_directory,
            overlays: BTreeMap::new(),
            cache: RwLock::default(),
            nothing: Arc::new(SourceFile::new(
                FileId::new(u32::MAX),
                PathBuf::new(),
                String::new(),
                "".into(),
                false,
            )),
        }
    }

    /// Sources for many runs, one after another: what is made of a text alone is kept with it, in all snapshots that have it.
    #[must_use]
    pub fn for_many_runs(working_directory: PathBuf) -> Self {
        let sources = Self::new(working_directory);
        sources.cache_mut().keep_derived();
        sources
    }

    /// The snapshot in which the file has this text, whatever the disk says: an editor's buffer. The file need not exist.
    #[must_use]
    pub fn with(&self, path: &Path, text: impl Into<Arc<str>>) -> Self {
        let resolved = self.resolved(path);
        let mut overlays = self.overlays.clone();
        overlays.insert(resolved.clone(), text.into());
        self.next(overlays, |path| path == resolved)
    }

    /// The snapshot in which the file is what the disk says now: a buffer was closed, or the file was changed by others.
    #[must_use]
    pub fn without(&self, path: &Path) -> Self {
        let resolved = self.resolved(path);
        let mut overlays = self.overlays.clone();
        overlays.remove(&resolved);
        self.next(overlays, |path| path == resolved)
    }

    /// The snapshot in which the files at some resolved paths, and directories too, are what the disk says now. Buffers stay.
    #[must_use]
    pub fn renewed(&self, is_changed: impl Fn(&Path) -> bool) -> Self {
        self.next(self.overlays.clone(), |path| {
            is_changed(path) && !self.overlays.contains_key(path)
        })
    }

    fn next(
        &self,
        overlays: BTreeMap<PathBuf, Arc<str>>,
        is_changed: impl Fn(&Path) -> bool,
    ) -> Self {
        Self {
            working_directory: self.working_directory.clone(),
            project: self.project.clone(),
            overlays,
            cache: RwLock::new(self.cache().without(is_changed)),
            nothing: self.nothing.clone(),
        }
    }

    /// The directory the run was started in, resolved: names are relative to it.
    #[must_use]
    pub fn working_directory(&self) -> &Path {
        &self.working_directory
    }

    /// The nearest enclosing directory with `.git`, else the working directory; resolved.
    #[must_use]
    pub fn project(&self) -> &Path {
        &self.project
    }

    /// The text at a path, which is read once. A relative path starts at the working directory.
    ///
    /// # Errors
    ///
    /// Why it cannot be used; [`Sources::stand_in`] then gives a finding something to point at.
    pub fn read(&self, path: &Path) -> Result<Arc<SourceFile>, Unreadable> {
        let asked = self.absolute(path);
        if let Some(known) = self.cache().at(&asked) {
            return known.clone();
        }
        let loaded = self.load(&asked);
        self.cache_mut().keep(&asked, loaded)
    }

    /// The texts at many paths, read in parallel; ids are given in the order of `paths`, whatever the threads do.
    pub fn read_all(&self, paths: &[PathBuf]) -> Vec<Result<Arc<SourceFile>, Unreadable>> {
        let loaded: Vec<_> = paths
            .par_iter()
            .map(|path| {
                let asked = self.absolute(path);
                let known = self.cache().at(&asked).cloned();
                match known {
                    Some(known) => Ok(known),
                    None => Err((self.load(&asked), asked)),
                }
            })
            .collect();
        loaded
            .into_iter()
            .map(|one| one.unwrap_or_else(|(loaded, asked)| self.cache_mut().keep(&asked, loaded)))
            .collect()
    }

    /// The bytes of a file that need not be text; not kept.
    ///
    /// # Errors
    ///
    /// Why it cannot be used.
    pub fn read_bytes(&self, path: &Path) -> Result<Vec<u8>, Unreadable> {
        match self.resolve_file(&self.absolute(path))? {
            Found::Overlaid(_, text) => Ok(text.as_bytes().to_vec()),
            Found::OnDisk(resolved, metadata) => disk::bytes_of(&resolved, &metadata),
        }
    }

    /// The bytes of a document that programs write, which may be larger than what people do; not kept.
    ///
    /// # Errors
    ///
    /// Why it cannot be used.
    pub fn read_document(&self, path: &Path, largest: u64) -> Result<Vec<u8>, Unreadable> {
        match self.resolve_file(&self.absolute(path))? {
            Found::Overlaid(_, text) => Ok(text.as_bytes().to_vec()),
            Found::OnDisk(resolved, metadata) => disk::bytes_up_to(largest, &resolved, &metadata),
        }
    }

    /// The same for whoever may ask for the same file many times: it is read once, as long as there is room to keep it.
    ///
    /// # Errors
    ///
    /// Why it cannot be used.
    pub fn kept_bytes(&self, path: &Path) -> Result<Arc<[u8]>, Unreadable> {
        let asked = self.absolute(path);
        if let Some(known) = self.cache().bytes(&asked) {
            return known.clone();
        }
        let read: Result<Arc<[u8]>, _> = self.read_bytes(&asked).map(Into::into);
        self.cache_mut().keep_bytes(asked, read.clone());
        read
    }

    /// [`Sources::list_below`] for whoever may ask for the same directory many times.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn kept_list_below(&self, path: &Path) -> Result<Arc<[String]>, Unreadable> {
        let asked = self.absolute(path);
        if let Some(known) = self.cache().below(&asked) {
            return known.clone();
        }
        let listing: Result<Arc<[String]>, _> = self.list_below(&asked).map(Into::into);
        self.cache_mut().keep_below(asked, listing.clone());
        listing
    }

    /// A text compiled in: reports never point at it. `name` says what it is.
    pub fn bundled(&self, name: &str, text: impl Into<Arc<str>>) -> Arc<SourceFile> {
        self.cache_mut().named(name, text.into(), true)
    }

    /// A text from the command line: `name` is what reports call it, `<expression>` or `--var`.
    pub fn scratch(&self, name: &str, text: impl Into<Arc<str>>) -> Arc<SourceFile> {
        self.cache_mut().named(name, text.into(), false)
    }

    /// A text in place of a file's own: all that may be shown of it, everything where it is there. Reports point into the file.
    pub fn outline(&self, path: &Path, text: impl Into<Arc<str>>) -> Arc<SourceFile> {
        let path = self.absolute(path);
        let name = self.name(&path);
        self.cache_mut().add_outline(path, name, text.into())
    }

    /// An empty text in place of a file that could not be read, so that a finding can point at its first line.
    pub fn stand_in(&self, path: &Path) -> Arc<SourceFile> {
        let path = self.absolute(path);
        if let Some(known) = self.cache().stand_in(&path) {
            return known.clone();
        }
        let name = self.name(&path);
        self.cache_mut().add_stand_in(path, name)
    }

    /// The file of an id. An id that no file has gives an empty one without a name.
    #[must_use]
    pub fn file(&self, id: FileId) -> Arc<SourceFile> {
        self.cache().file(id).unwrap_or(&self.nothing).clone()
    }

    /// All texts that this snapshot holds, by name: what was read of it, and what of those it was made from is still true. What
    /// counts must not be told from this, as it depends on what was asked before.
    #[must_use]
    pub fn held(&self) -> Vec<Arc<SourceFile>> {
        let mut files: Vec<_> = self.cache().files().cloned().collect();
        files.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        files
    }

    /// What a report calls a path: relative to the working directory, with `/`.
    #[must_use]
    pub fn name(&self, path: &Path) -> String {
        path::relative(&self.working_directory, &self.absolute(path))
    }

    /// The path of a file in its repository, with `/`: what code scanning and merge requests call it, wherever the run was
    /// started. Of a text that no disk holds, and of a file outside every project, its name.
    #[must_use]
    pub fn repository_path(&self, file: &SourceFile) -> String {
        std::iter::once(&self.project)
            .chain(self.cache().allowed())
            .filter(|project| file.path.starts_with(project))
            .max_by_key(|project| project.as_os_str().len())
            .map_or_else(
                || file.name.clone(),
                |project| path::relative(project, &file.path),
            )
    }

    /// The path with links resolved as far as it exists; a relative one starts at the working directory.
    #[must_use]
    pub fn resolved(&self, path: &Path) -> PathBuf {
        path::resolved(&self.absolute(path))
    }

    /// The path, absolute and without dots; a relative one starts at the working directory.
    #[must_use]
    pub fn absolute(&self, path: &Path) -> PathBuf {
        path::normal(&self.working_directory.join(path))
    }

    /// The resolved path of a file, its name and its text.
    fn load(&self, asked: &Path) -> Result<(PathBuf, String, Arc<str>), Unreadable> {
        let (resolved, text) = match self.resolve_file(asked)? {
            Found::Overlaid(resolved, text) => (resolved, text.clone()),
            Found::OnDisk(resolved, metadata) => {
                let bytes = disk::bytes_of(&resolved, &metadata)?;
                let text = str::from_utf8(&bytes).map_err(|error| Unreadable::NotUtf8 {
                    at: error.valid_up_to(),
                })?;
                (resolved, text.into())
            }
        };
        let name = path::relative(&self.working_directory, &resolved);
        Ok((resolved, name, text))
    }

    // No code runs under the lock that could leave the cache half changed, so a poisoned lock is as good as any.
    pub(super) fn cache(&self) -> RwLockReadGuard<'_, Cache> {
        self.cache.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn cache_mut(&self) -> RwLockWriteGuard<'_, Cache> {
        self.cache.write().unwrap_or_else(PoisonError::into_inner)
    }
}
