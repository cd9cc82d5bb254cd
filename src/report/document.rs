//! A report in a file of its own.

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
    process,
};

use crate::filesystem::{self as fs, File};

/// A text and where it belongs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// The file; it need not exist, its directory must.
    pub path: PathBuf,
    /// All of its text.
    pub text: String,
}

impl Document {
    /// Writes it. Readers see the file of before or the whole new one, even if the run is interrupted; links are followed
    /// and permissions stay. Devices and pipes, which cannot be replaced, are written to.
    ///
    /// # Errors
    ///
    /// When it cannot be written; then a file of before is as it was.
    pub fn write(&self) -> io::Result<()> {
        Self::has_directory(&self.path)?;
        let before = match fs::metadata(&self.path) {
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if let Some(metadata) = &before
            && !metadata.is_file()
        {
            return File::append(&self.path)?.write_all(self.text.as_bytes());
        }
        let target = if before.is_some() {
            fs::canonicalize(&self.path)?
        } else {
            self.path.clone()
        };
        let name = target
            .file_name()
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?;
        let mut temporary = name.to_os_string();
        temporary.push(format!(".{}.tmp", process::id()));
        let temporary = target.with_file_name(temporary);
        let permissions = before.map(|metadata| metadata.permissions());
        let written = self
            .fill(&temporary, permissions)
            .and_then(|()| fs::rename(&temporary, &target));
        if written.is_err() {
            // The first error says more than this one could.
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    /// Whether a document can lie there: asked before a run, so that its work is not lost.
    ///
    /// # Errors
    ///
    /// When there is no such directory.
    pub fn has_directory(path: &Path) -> io::Result<()> {
        let directory = path.parent().filter(|path| !path.as_os_str().is_empty());
        if directory.is_some_and(|path| !fs::is_dir(path)) {
            return Err(io::Error::other("there is no such directory"));
        }
        Ok(())
    }

    fn fill(&self, path: &Path, permissions: Option<fs::Permissions>) -> io::Result<()> {
        let mut file = File::create_new(path)?;
        file.write_all(self.text.as_bytes())?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.sync_all()
    }
}
