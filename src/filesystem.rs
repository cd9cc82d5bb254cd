//! The one room that touches the disk: for `source`, which reads, and for `report`, which writes its documents.
//!
//! What is here is called as in [`std::fs`] and does the same. Tests of the library can make each operation fail: see `mishap`. Of that
//! nothing is left in the program.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

#[cfg(unix)]
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};

pub(crate) use std::fs::{Metadata, ReadDir};

mod access;

#[cfg(test)]
mod mishap;

#[cfg(test)]
mod tests;

#[cfg(test)]
use mishap::strike;

/// Where a test would have an operation fail.
#[cfg(not(test))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "what stands in its place in tests fails"
)]
const fn strike(_operation: &'static str, _path: &Path) -> io::Result<()> {
    Ok(())
}

pub(crate) fn canonicalize(path: impl AsRef<Path>) -> io::Result<PathBuf> {
    strike("canonicalize", path.as_ref())?;
    fs::canonicalize(path)
}

pub(crate) fn metadata(path: impl AsRef<Path>) -> io::Result<Metadata> {
    strike("metadata", path.as_ref())?;
    fs::metadata(path)
}

pub(crate) fn symlink_metadata(path: impl AsRef<Path>) -> io::Result<Metadata> {
    strike("symlink_metadata", path.as_ref())?;
    fs::symlink_metadata(path)
}

pub(crate) fn read_dir(path: impl AsRef<Path>) -> io::Result<ReadDir> {
    strike("read_dir", path.as_ref())?;
    fs::read_dir(path)
}

pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    strike("rename", to)?;
    fs::rename(from, to)
}

pub(crate) fn remove_file(path: &Path) -> io::Result<()> {
    strike("remove_file", path)?;
    fs::remove_file(path)
}

/// Whether there is anything, links followed.
pub(crate) fn exists(path: &Path) -> bool {
    metadata(path).is_ok()
}

/// Whether there is a directory, links followed.
pub(crate) fn is_dir(path: &Path) -> bool {
    metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// Whether there is a link, wherever it leads.
pub(crate) fn is_symlink(path: &Path) -> bool {
    symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}

/// Whether a file has other names, which would keep the text of before if another file took the place of one of them.
pub(crate) fn has_other_names(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    let names = metadata.nlink();
    #[cfg(not(unix))]
    let names = u64::from(metadata.is_file());
    names > 1
}

/// An open file.
#[derive(Debug)]
pub(crate) struct File {
    file: fs::File,
    #[cfg(test)]
    path: PathBuf,
}

impl File {
    pub(crate) fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        Self::opened(path.as_ref(), fs::File::options().read(true))
    }

    pub(crate) fn create_new(path: impl AsRef<Path>) -> io::Result<Self> {
        let mut options = fs::File::options();
        Self::opened(path.as_ref(), options.write(true).create_new(true))
    }

    /// The same that nobody else may read or write.
    pub(crate) fn create_new_private(path: impl AsRef<Path>) -> io::Result<Self> {
        let mut options = fs::File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        Self::opened(path.as_ref(), &options)
    }

    /// One that is there, to write what comes after what is in it.
    pub(crate) fn append(path: impl AsRef<Path>) -> io::Result<Self> {
        Self::opened(path.as_ref(), fs::File::options().append(true))
    }

    /// Gives it the owner, the group and the rights of the file at a path; an error where this user may not.
    pub(crate) fn take_after(&self, path: &Path, other: &Metadata) -> io::Result<()> {
        self.strike("set_permissions")?;
        access::take_after(&self.file, path, other)
    }

    /// The same as far as this user may.
    pub(crate) fn succeed(&self, path: &Path, other: &Metadata) -> io::Result<()> {
        self.strike("set_permissions")?;
        access::succeed(&self.file, path, other)
    }

    pub(crate) fn sync_all(&self) -> io::Result<()> {
        self.strike("sync_all")?;
        self.file.sync_all()
    }

    fn opened(path: &Path, options: &fs::OpenOptions) -> io::Result<Self> {
        strike("open", path)?;
        Ok(Self {
            file: options.open(path)?,
            #[cfg(test)]
            path: path.to_path_buf(),
        })
    }

    #[cfg(test)]
    fn strike(&self, operation: &'static str) -> io::Result<()> {
        strike(operation, &self.path)
    }

    #[cfg(not(test))]
    #[expect(
        clippy::unused_self,
        reason = "what stands in its place in tests knows the path"
    )]
    fn strike(&self, operation: &'static str) -> io::Result<()> {
        strike(operation, Path::new(""))
    }
}

impl Read for File {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.strike("read")?;
        self.file.read(buffer)
    }
}

impl Write for File {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.strike("write")?;
        self.file.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Everything below a directory, itself included, as [`WalkDir`] meets it.
pub(crate) struct Walk(walkdir::IntoIter);

/// What could not be looked into, and why if the system said so.
#[derive(Debug)]
pub(crate) struct Unlisted {
    pub(crate) path: Option<PathBuf>,
    pub(crate) kind: Option<io::ErrorKind>,
}

pub(crate) fn walk(walk: WalkDir) -> Walk {
    Walk(walk.into_iter())
}

impl Walk {
    /// Enters the directory that was met last no further.
    pub(crate) fn skip_current_dir(&mut self) {
        self.0.skip_current_dir();
    }
}

impl Iterator for Walk {
    type Item = Result<DirEntry, Unlisted>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = match self.0.next()? {
            Ok(entry) => entry,
            Err(error) => {
                return Some(Err(Unlisted {
                    path: error.path().map(Path::to_path_buf),
                    kind: error.io_error().map(io::Error::kind),
                }));
            }
        };
        let Err(error) = strike("walk", entry.path()) else {
            return Some(Ok(entry));
        };
        if entry.file_type().is_dir() {
            self.skip_current_dir();
        }
        Some(Err(Unlisted {
            path: Some(entry.into_path()),
            kind: Some(error.kind()),
        }))
    }
}
