//! Which paths may be read: those in the project, and those that the command line names.

use std::path::{Path, PathBuf};

use super::{
    disk::{self, Found},
    path,
    snapshot::Sources,
    unreadable::Unreadable,
};
use crate::filesystem as fs;

impl Sources {
    /// Lets a path that the command line names lie outside the project: it is allowed with the project it belongs
    /// to, without one with the directory itself. A path that does not exist allows nothing.
    pub fn allow(&self, path: &Path) {
        let absolute = self.absolute(path);
        let on_disk = fs::canonicalize(&absolute).ok();
        let Some(resolved) = on_disk.or_else(|| self.unmade(&absolute)) else {
            return;
        };
        if self.is_inside(&resolved) {
            return;
        }
        let directory = if fs::is_dir(&resolved) || self.unmade(&resolved).is_some() {
            resolved.as_path()
        } else {
            resolved.parent().unwrap_or(&resolved)
        };
        let project = path::project_of(directory);
        self.cache_mut()
            .allow(project.unwrap_or_else(|| directory.to_path_buf()));
    }

    /// The least project that has these paths as well; none where that would be all of the disk.
    #[must_use]
    pub fn project_with<'p>(&self, paths: impl Iterator<Item = &'p Path>) -> Option<PathBuf> {
        let mut project = self.project.clone();
        for path in paths {
            let path = path::resolved(&self.absolute(path));
            while !path.starts_with(&project) {
                project.pop();
            }
        }
        project.parent().is_some().then_some(project)
    }

    /// Whether there is a regular file at the path, as `fileexists` asks.
    ///
    /// # Errors
    ///
    /// [`Unreadable::NotRegular`] for anything else that is there, [`Unreadable::OutsideProject`] when the answer is none of
    /// our business.
    pub fn exists(&self, path: &Path) -> Result<bool, Unreadable> {
        let is_regular = match self.resolve_file(&self.absolute(path)) {
            Ok(Found::Overlaid(..)) => Ok(()),
            Ok(Found::OnDisk(_, metadata)) => disk::regular(&metadata).map(|_| ()),
            Err(reason) => Err(reason),
        };
        match is_regular {
            Ok(()) => Ok(true),
            Err(Unreadable::Missing) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Whether there is a link at the path that leads to nothing.
    #[must_use]
    pub fn is_dangling(&self, path: &Path) -> bool {
        let path = self.absolute(path);
        fs::is_symlink(&path) && !fs::exists(&path)
    }

    /// Whether there is a directory at the path, inside the fence.
    #[must_use]
    pub fn is_directory(&self, path: &Path) -> bool {
        self.resolve_directory(&self.absolute(path))
            .is_ok_and(|resolved| fs::is_dir(&resolved) || self.unmade(&resolved).is_some())
    }

    /// The resolved path of a directory that is not there, if editors have files at or below it: it will be when these are saved.
    pub(super) fn unmade(&self, absolute: &Path) -> Option<PathBuf> {
        if self.overlays.is_empty() || fs::exists(absolute) {
            return None;
        }
        let resolved = path::resolved(absolute);
        let mut directories = self.overlays.keys().filter_map(|it| it.parent());
        let has_files = directories.any(|it| it.starts_with(&resolved));
        has_files.then_some(resolved)
    }

    /// The one name of a directory, however it is written or linked: absolute and resolved.
    ///
    /// # Errors
    ///
    /// When it does not exist or lies outside the project.
    pub fn identity(&self, path: &Path) -> Result<PathBuf, Unreadable> {
        let resolved = self.resolve_directory(&self.absolute(path))?;
        if !self.is_inside(&resolved) {
            return Err(Unreadable::OutsideProject);
        }
        if fs::is_dir(&resolved) || self.unmade(&resolved).is_some() {
            Ok(resolved)
        } else {
            Err(Unreadable::NotRegular)
        }
    }

    pub(super) fn is_inside(&self, resolved: &Path) -> bool {
        resolved.starts_with(&self.project)
            || self
                .cache()
                .allowed()
                .iter()
                .any(|allowed| resolved.starts_with(allowed))
    }

    /// Resolving a directory costs a system call for each component, and thousands of files share few directories.
    fn resolve_directory(&self, absolute: &Path) -> Result<PathBuf, Unreadable> {
        if let Some(known) = self.cache().directory(absolute) {
            return Ok(known.to_path_buf());
        }
        let resolved = match fs::canonicalize(absolute) {
            Ok(resolved) => resolved,
            // Nothing is kept of it: it may be made any time.
            Err(error) => return self.unmade(absolute).ok_or_else(|| error.into()),
        };
        self.cache_mut()
            .add_directory(absolute, resolved.as_path().into());
        Ok(resolved)
    }

    /// Where the path of a file leads inside the fence; an overlaid file need not exist.
    pub(super) fn resolve_file(&self, absolute: &Path) -> Result<Found<'_>, Unreadable> {
        let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
            return Err(Unreadable::NotRegular);
        };
        let parent = match self.resolve_directory(parent) {
            Ok(parent) => parent,
            // Whether something exists out there is not told.
            Err(Unreadable::Missing) if !self.is_inside(absolute) => {
                return Err(Unreadable::OutsideProject);
            }
            Err(other) => return Err(other),
        };
        let direct = parent.join(name);
        if let Some(text) = self.overlays.get(&direct) {
            return Ok(Found::Overlaid(direct, text));
        }
        if !self.is_inside(&parent) {
            // The project's own directory is named by one outside.
            return Err(if self.is_inside(&direct) {
                Unreadable::NotRegular
            } else {
                Unreadable::OutsideProject
            });
        }
        let metadata = fs::symlink_metadata(&direct)?;
        if !metadata.is_symlink() {
            return Ok(Found::OnDisk(direct, metadata));
        }
        let resolved = fs::canonicalize(&direct)?;
        if !self.is_inside(&resolved) {
            return Err(Unreadable::OutsideProject);
        }
        if let Some(text) = self.overlays.get(&resolved) {
            return Ok(Found::Overlaid(resolved, text));
        }
        let metadata = fs::metadata(&resolved)?;
        Ok(Found::OnDisk(resolved, metadata))
    }
}
