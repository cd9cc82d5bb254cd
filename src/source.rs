//! File texts with ids: finds the Terraform files below some paths and is the only reader of the disk.
//!
//! Nothing outside the *fence* is ever opened: the project (the nearest enclosing directory with `.git`, else the working
//! directory) and whatever the command line names itself. The fence is checked on the resolved path, so that neither `..`
//! nor a symbolic link leads out of it. A file has one identity however it is reached: its resolved path.

mod discover;
mod fence;
mod file;
mod named;
mod path;

use std::{
    collections::{BTreeMap, HashMap},
    fs, io,
    io::Read as _,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

pub use discover::{Directory, Discovery, MissingPath, is_configuration};
pub use file::SourceFile;
pub use named::{Asked, Kind, NamedFile};

use crate::span::FileId;

/// Larger files are not read: no configuration that people write comes near, and spans stay far below 4 GiB.
pub const LARGEST_FILE: u64 = 10 * 1024 * 1024;

/// Directory listings for `fileset` end in an error beyond this many entries.
const MOST_ENTRIES: usize = 100_000;

/// Why a file cannot be used. Displayed as the end of a sentence: lower case, no full stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    /// There is nothing at this path, or a link that leads nowhere.
    #[error("it does not exist")]
    Missing,
    /// A directory, FIFO, socket or device.
    #[error("it is not a regular file")]
    NotRegular,
    /// Beyond [`LARGEST_FILE`].
    #[error("it has {bytes} bytes, more than the {LARGEST_FILE} that are read")]
    TooLarge {
        /// Its size.
        bytes: u64,
    },
    /// A directory with too many files to list.
    #[error("it has more than {MOST_ENTRIES} entries")]
    TooMany,
    /// Terraform texts are UTF-8.
    #[error("it is not UTF-8 (byte {at})")]
    NotUtf8 {
        /// Offset of the first byte that does not belong, from 0.
        at: usize,
    },
    /// Resolved, it lies neither in the project nor below a path named on the command line.
    #[error("it lies outside the project")]
    OutsideProject,
    /// Whatever else the operating system says.
    #[error("it cannot be read: {0}")]
    Denied(io::ErrorKind),
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            kind => Self::Denied(kind),
        }
    }
}

/// All texts of one run. Shared between threads by reference.
///
/// Ids are given in the order of reading; where that order depends on threads, sort by [`SourceFile::name`] instead.
#[derive(Debug)]
pub struct Sources {
    working_directory: PathBuf,
    project: PathBuf,
    state: RwLock<State>,
    nothing: Arc<SourceFile>,
}

#[derive(Debug, Default)]
struct State {
    files: Vec<Arc<SourceFile>>,
    by_path: HashMap<PathBuf, Result<Arc<SourceFile>, Unreadable>>,
    stand_ins: HashMap<PathBuf, Arc<SourceFile>>,
    directories: HashMap<PathBuf, PathBuf>,
    overlays: BTreeMap<PathBuf, Arc<str>>,
    opened: Vec<PathBuf>,
}

impl Sources {
    /// Sources of a run that was started in `working_directory`; one that does not exist gives sources in which nothing
    /// can be read.
    #[must_use]
    pub fn new(working_directory: PathBuf) -> Self {
        let working_directory = fs::canonicalize(&working_directory).unwrap_or(working_directory);
        let project =
            path::project_of(&working_directory).unwrap_or_else(|| working_directory.clone());
        Self {
            project,
            working_directory,
            state: RwLock::default(),
            nothing: Arc::new(SourceFile::new(
                FileId::new(u32::MAX),
                PathBuf::new(),
                String::new(),
                "".into(),
                false,
            )),
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
        if let Some(known) = self.read_lock().by_path.get(&asked) {
            return known.clone();
        }
        let loaded = self.load(&asked);
        self.keep(asked, loaded)
    }

    /// The texts at many paths, read in parallel; ids are given in the order of `paths`, whatever the threads do.
    pub fn read_all(&self, paths: &[PathBuf]) -> Vec<Result<Arc<SourceFile>, Unreadable>> {
        let loaded: Vec<_> = paths
            .par_iter()
            .map(|path| {
                let asked = self.absolute(path);
                let known = self.read_lock().by_path.get(&asked).cloned();
                match known {
                    Some(known) => Ok(known),
                    None => Err((self.load(&asked), asked)),
                }
            })
            .collect();
        loaded
            .into_iter()
            .map(|one| one.unwrap_or_else(|(loaded, asked)| self.keep(asked, loaded)))
            .collect()
    }

    /// The bytes of a file that need not be text; not kept.
    ///
    /// # Errors
    ///
    /// Why it cannot be used.
    pub fn read_bytes(&self, path: &Path) -> Result<Vec<u8>, Unreadable> {
        let resolved = self.resolve_file(&self.absolute(path))?;
        if let Some(text) = self.read_lock().overlays.get(&resolved) {
            return Ok(text.as_bytes().to_vec());
        }
        bytes_of(&resolved)
    }

    /// A text compiled in: reports never point at it. `name` says what it is.
    pub fn bundled(&self, name: &str, text: impl Into<Arc<str>>) -> Arc<SourceFile> {
        self.add(PathBuf::from(name), name.to_owned(), text.into(), true)
    }

    /// A text from the command line: `name` is what reports call it, `<expression>` or `--var`.
    pub fn scratch(&self, name: &str, text: impl Into<Arc<str>>) -> Arc<SourceFile> {
        self.add(PathBuf::from(name), name.to_owned(), text.into(), false)
    }

    /// An empty text in place of a file that could not be read, so that a finding can point at its first line.
    pub fn stand_in(&self, path: &Path) -> Arc<SourceFile> {
        let path = self.absolute(path);
        if let Some(known) = self.read_lock().stand_ins.get(&path) {
            return known.clone();
        }
        let name = self.name(&path);
        let mut state = self.write();
        if let Some(known) = state.stand_ins.get(&path) {
            return known.clone();
        }
        let file = state.add(path.clone(), name, "".into(), false);
        state.stand_ins.insert(path, file.clone());
        file
    }

    /// From now on the file has this text, whatever the disk says: an editor's buffer. It need not exist.
    pub fn overlay(&self, path: &Path, text: impl Into<Arc<str>>) {
        let absolute = self.absolute(path);
        let resolved = self.resolve_file(&absolute).unwrap_or(absolute);
        let mut state = self.write();
        state
            .by_path
            .retain(|_, file| file.as_ref().is_ok_and(|file| file.path != resolved));
        state.overlays.insert(resolved, text.into());
    }

    /// The file of an id. An id that no file has gives an empty one without a name.
    #[must_use]
    pub fn file(&self, id: FileId) -> Arc<SourceFile> {
        self.read_lock()
            .files
            .get(id.index())
            .unwrap_or(&self.nothing)
            .clone()
    }

    /// All files of the user's read so far, by name.
    #[must_use]
    pub fn files(&self) -> Vec<Arc<SourceFile>> {
        let mut files: Vec<_> = self
            .read_lock()
            .files
            .iter()
            .filter(|file| file.is_on_disk())
            .cloned()
            .collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
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
        let state = self.read_lock();
        std::iter::once(&self.project)
            .chain(&state.opened)
            .filter(|project| file.path.starts_with(project))
            .max_by_key(|project| project.as_os_str().len())
            .map_or_else(
                || file.name.clone(),
                |project| path::relative(project, &file.path),
            )
    }

    /// The path, absolute and without dots; a relative one starts at the working directory.
    #[must_use]
    pub fn absolute(&self, path: &Path) -> PathBuf {
        path::normal(&self.working_directory.join(path))
    }

    fn load(&self, asked: &Path) -> Result<(PathBuf, Arc<str>), Unreadable> {
        let resolved = self.resolve_file(asked)?;
        if let Some(text) = self.read_lock().overlays.get(&resolved) {
            return Ok((resolved, text.clone()));
        }
        let text =
            String::from_utf8(bytes_of(&resolved)?).map_err(|error| Unreadable::NotUtf8 {
                at: error.utf8_error().valid_up_to(),
            })?;
        Ok((resolved, text.into()))
    }

    fn keep(
        &self,
        asked: PathBuf,
        loaded: Result<(PathBuf, Arc<str>), Unreadable>,
    ) -> Result<Arc<SourceFile>, Unreadable> {
        let mut state = self.write();
        if let Some(known) = state.by_path.get(&asked) {
            return known.clone();
        }
        let file = loaded.map(|(resolved, text)| {
            if let Some(Ok(same)) = state.by_path.get(&resolved) {
                return same.clone();
            }
            let name = path::relative(&self.working_directory, &resolved);
            let file = state.add(resolved.clone(), name, text, false);
            state.by_path.insert(resolved, Ok(file.clone()));
            file
        });
        state.by_path.insert(asked, file.clone());
        file
    }

    fn add(&self, path: PathBuf, name: String, text: Arc<str>, bundled: bool) -> Arc<SourceFile> {
        self.write().add(path, name, text, bundled)
    }

    // No code runs under the lock that could leave the state half changed, so a poisoned lock is as good as any.
    fn read_lock(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn add(
        &mut self,
        path: PathBuf,
        name: String,
        text: Arc<str>,
        bundled: bool,
    ) -> Arc<SourceFile> {
        let id = FileId::new(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let file = Arc::new(SourceFile::new(id, path, name, text, bundled));
        self.files.push(file.clone());
        file
    }
}

fn bytes_of(resolved: &Path) -> Result<Vec<u8>, Unreadable> {
    let bytes = fence::regular(resolved)?;
    if bytes > LARGEST_FILE {
        return Err(Unreadable::TooLarge { bytes });
    }
    let mut content = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0));
    // It may have grown since, and some files claim to be empty.
    fs::File::open(resolved)?
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut content)?;
    let bytes = content.len() as u64;
    if bytes > LARGEST_FILE {
        return Err(Unreadable::TooLarge { bytes });
    }
    Ok(content)
}
