//! A report in a file of its own.

use std::{
    hash::{BuildHasher as _, RandomState},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use super::earlier;
use crate::{
    config,
    filesystem::{self as fs, File},
    source::is_configuration,
};

/// What tells a file of ours is within its first bytes.
const HEAD: u64 = 64 << 10;

/// So many names that are all taken are no accident.
const MOST_ATTEMPTS: usize = 16;

/// A text and where it belongs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// The file; it need not exist, its directory must.
    pub path: PathBuf,
    /// All of its text.
    pub text: String,
    /// What may be lost for it.
    pub over: Over,
}

/// What a document may take the place of, beside nothing and what is empty. Devices and pipes, in which nothing is lost, always
/// take it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Over {
    /// Nothing else.
    Nothing,
    /// Earlier reports.
    Reports,
    /// Earlier baselines.
    Baselines,
    /// Whatever is there, through links too.
    Anything,
    /// The same, but it remains whose it is, or nothing is written: a document that somebody works on.
    Original,
}

/// What kept documents that belong together from being written.
#[derive(Debug)]
pub struct Unwritten {
    /// The one that could not be written.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
    /// Those that are in their places nevertheless.
    pub done: Vec<PathBuf>,
}

/// A document that is on disk, but not in its place yet; if it is not put there, nothing of it is left.
#[derive(Debug)]
pub struct Staged<'d> {
    document: &'d Document,
    /// Where it is and where it belongs; a device or a pipe has no such places.
    places: Option<(PathBuf, PathBuf)>,
}

/// Where a document goes.
enum Target {
    /// A device or a pipe.
    Stream,
    /// A file, and what the one is like that is there.
    File(PathBuf, Option<fs::Metadata>),
}

impl Document {
    /// Writes it. Readers see the file of before or the whole new one, even if the run is interrupted; permissions stay, and
    /// so do owner and group if this user may. Devices and pipes, which cannot be replaced, are written to.
    ///
    /// # Errors
    ///
    /// When it cannot be written, or what is there may not be lost; then a file of before is as it was.
    pub fn write(&self) -> io::Result<()> {
        self.staged()?.put()
    }

    /// Writes it to disk, but not into its place.
    ///
    /// # Errors
    ///
    /// When it cannot be written, or what is there may not be lost.
    pub fn staged(&self) -> io::Result<Staged<'_>> {
        let mut staged = Staged {
            document: self,
            places: None,
        };
        if let Target::File(target, before) = Target::of(&self.path, self.over)? {
            let (temporary, file) = beside(&target, before.is_some())?;
            let (_, target) = &*staged.places.insert((temporary, target));
            let before = before.as_ref();
            fill(file, self, before.map(|it| (target, it)))?;
        }
        Ok(staged)
    }

    /// Whether a document can lie there: asked before a run, so that its work is not lost.
    ///
    /// # Errors
    ///
    /// When there is no such directory, or what is there may not be lost.
    pub fn fits(path: &Path, over: Over) -> io::Result<()> {
        Target::of(path, over).map(|_| ())
    }
}

impl Staged<'_> {
    /// The document.
    #[must_use]
    pub const fn document(&self) -> &Document {
        self.document
    }

    /// Puts several that belong together in their places.
    ///
    /// # Errors
    ///
    /// When one cannot be put there, with those that are in their places nevertheless.
    pub fn put_all(staged: Vec<Self>) -> Result<(), Unwritten> {
        let mut done = Vec::new();
        for it in staged {
            let path = it.document.path.clone();
            match it.put() {
                Ok(()) => done.push(path),
                Err(error) => return Err(Unwritten { path, error, done }),
            }
        }
        Ok(())
    }

    fn put(mut self) -> io::Result<()> {
        let Some((temporary, target)) = &self.places else {
            let text = self.document.text.as_bytes();
            return File::append(&self.document.path)?.write_all(text);
        };
        fs::rename(temporary, target)?;
        self.places = None;
        Ok(())
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        if let Some((temporary, _)) = &self.places {
            // What went wrong before says more than this could.
            let _ = fs::remove_file(temporary);
        }
    }
}

impl Target {
    fn of(path: &Path, over: Over) -> io::Result<Self> {
        let directory = path.parent().filter(|path| !path.as_os_str().is_empty());
        let directory = directory.unwrap_or(Path::new("."));
        if !directory.is_dir() {
            return Err(io::Error::other("there is no such directory"));
        }
        if is_descriptor(path) {
            return Ok(Self::Stream);
        }
        over.allows_name(path)?;
        let found = |metadata: io::Result<fs::Metadata>| match metadata {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            other => other.map(Some),
        };
        // What a link leads to that is not there is not made: the file takes the place of the link.
        let Some(metadata) = found(fs::metadata(path))? else {
            return Ok(Self::File(path.to_path_buf(), None));
        };
        let mut target = path.to_path_buf();
        if fs::symlink_metadata(path)?.is_symlink() {
            target = fs::canonicalize(path)?;
            let is_near = target.parent() == Some(&fs::canonicalize(directory)?);
            if !is_near || over.allows_name(&target).is_err() {
                let leads = format!("it is a link that leads to `{}`", target.display());
                over.refuses(leads)?;
            }
        }
        if !metadata.is_file() {
            return Ok(Self::Stream);
        }
        over.allows_text_of(&target)?;
        is_to_be_replaced(&target, &metadata)?;
        Ok(Self::File(target, Some(metadata)))
    }
}

impl Over {
    fn refuses(self, reason: impl Into<String>) -> io::Result<()> {
        match self {
            Self::Anything | Self::Original => Ok(()),
            Self::Nothing | Self::Reports | Self::Baselines => {
                let reason = reason.into();
                Err(io::Error::other(format!("{reason}; see --force")))
            }
        }
    }

    fn allows_name(self, path: &Path) -> io::Result<()> {
        if self == Self::Nothing {
            // A new settings file is such a file.
            Ok(())
        } else if is_of_terraform(path) {
            self.refuses("that is the name of a Terraform file")
        } else if is_settings(path) {
            self.refuses("that is the name of a settings file")
        } else {
            Ok(())
        }
    }

    fn allows_text_of(self, path: &Path) -> io::Result<()> {
        if matches!(self, Self::Anything | Self::Original) {
            return Ok(());
        }
        let mut head = Vec::new();
        File::open(path)?.take(HEAD).read_to_end(&mut head)?;
        if head.is_empty() {
            return Ok(());
        }
        let head = String::from_utf8_lossy(&head);
        match self {
            Self::Nothing => self.refuses("there is a file already"),
            Self::Reports if !earlier::is_report(&head) => {
                self.refuses("there is a file that is no earlier report")
            }
            Self::Baselines if !earlier::is_baseline(&head) => {
                self.refuses("there is a file that is no earlier baseline")
            }
            _ => Ok(()),
        }
    }
}

/// Refuses to replace what this user may not write, though a new file could take its place, and what has other names.
fn is_to_be_replaced(path: &Path, metadata: &fs::Metadata) -> io::Result<()> {
    if metadata.permissions().readonly() {
        return Err(io::Error::other("it is read-only"));
    }
    if fs::has_other_names(metadata) {
        return Err(io::Error::other("it has other names, by hard links"));
    }
    match File::append(path) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            Err(io::Error::other("you may not write to it"))
        }
        opened => opened.map(|_| ()),
    }
}

/// Whether it stands for something that is open already, which was checked by whoever opened it.
fn is_descriptor(path: &Path) -> bool {
    let streams = ["/dev/stdout", "/dev/stderr"].map(Path::new);
    let tables = ["/dev/fd", "/proc/self/fd"].map(Path::new);
    streams.contains(&path) || path.parent().is_some_and(|above| tables.contains(&above))
}

/// Whether a name is that of a file that Terraform reads or writes.
fn is_of_terraform(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_lowercase();
    let kept = [".hcl", ".tfstate", ".tfstate.backup", ".tfplan"];
    is_configuration(Path::new(&name))
        || kept.iter().any(|ending| name.ends_with(ending))
        || path.iter().any(|part| part == ".terraform")
}

fn is_settings(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    config::NAMES.contains(&name.to_lowercase().as_str())
}

/// A new file in the directory of another one, under a name that nobody can foresee. Nobody may read it who could not read the one of
/// before, at no time.
fn beside(target: &Path, replaces: bool) -> io::Result<(PathBuf, File)> {
    let name = target
        .file_name()
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?;
    let mut attempts = 0;
    loop {
        // Its keys are random.
        let number = RandomState::new().hash_one(attempts);
        let mut temporary = name.to_os_string();
        temporary.push(format!(".{number:016x}.tmp"));
        let temporary = target.with_file_name(temporary);
        let made = if replaces {
            File::create_new_private(&temporary)
        } else {
            File::create_new(&temporary)
        };
        match made {
            Err(error)
                if error.kind() == io::ErrorKind::AlreadyExists && attempts < MOST_ATTEMPTS =>
            {
                attempts += 1;
            }
            made => return made.map(|file| (temporary, file)),
        }
    }
}

fn fill(
    mut file: File,
    document: &Document,
    before: Option<(&PathBuf, &fs::Metadata)>,
) -> io::Result<()> {
    match before {
        Some((path, before)) if document.over == Over::Original => file.take_after(path, before)?,
        Some((path, before)) => file.succeed(path, before)?,
        None => {}
    }
    file.write_all(document.text.as_bytes())?;
    file.sync_all()
}
