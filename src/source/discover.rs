//! Which directories hold Terraform files.

use std::path::{Path, PathBuf};

use globset::GlobSet;

use super::{
    gitignore::VersionControl, loaded::is_configuration, snapshot::Sources, unreadable::Unreadable,
    walk::Walk,
};
use crate::filesystem as fs;

/// A path of the command line at which there is nothing.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{}`: no such file or directory", .0.display())]
pub struct MissingPath(pub PathBuf);

/// What was found below the paths of the command line.
#[derive(Clone, Default, Debug)]
pub struct Discovery {
    /// The directories with Terraform files, sorted by path.
    pub directories: Vec<Directory>,
    /// Paths of the command line, as written, that led to no Terraform file.
    pub without_terraform: Vec<PathBuf>,
    /// The files of Terragrunt's units, sorted by path.
    pub units: Vec<PathBuf>,
    /// Directories that could not be listed, sorted by path.
    pub unreadable: Vec<(PathBuf, Unreadable)>,
    /// Directories that links lead to, which calls may name differently, sorted by path.
    pub linked: Vec<PathBuf>,
    /// What was left out since version control ignores it, sorted: directories that were not entered or whose files are ignored.
    pub ignored: Vec<PathBuf>,
    /// How many directories were left out since a pattern excludes them, those below them not counted.
    pub excluded: usize,
}

/// A directory with Terraform files: a module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Directory {
    /// Absolute and resolved.
    pub path: PathBuf,
    /// Its Terraform files by name, those that an `OpenTofu` file replaces left out.
    pub files: Vec<PathBuf>,
}

impl Sources {
    /// The directories with Terraform files at or below the paths: a directory is searched to any depth, of a file its
    /// directory alone is taken. Directories that are hidden, Terraform's own, excluded or ignored by version control are not
    /// entered, unless they are among the paths; a link is followed when it leads to a place inside the fence, and every
    /// directory is met once.
    ///
    /// Patterns are compared with names relative to the working directory. An excluded file does not make its directory a
    /// module; if others do, it is still part of it, since leaving it out would make the others say something else.
    ///
    /// # Errors
    ///
    /// The first path at which there is nothing.
    pub fn discover(
        &self,
        paths: &[PathBuf],
        exclude: &GlobSet,
        version_control: VersionControl,
    ) -> Result<Discovery, MissingPath> {
        let mut walk = Walk::new(self, exclude, version_control);
        let mut without_terraform = Vec::new();
        for given in paths {
            let absolute = self.absolute(given);
            let on_disk = fs::canonicalize(&absolute).ok();
            let Some(resolved) = on_disk.or_else(|| self.unmade(&absolute)) else {
                return Err(MissingPath(given.clone()));
            };
            self.allow(&absolute);
            let anything = if self.is_directory(&resolved) {
                walk.tree(&resolved)
            } else {
                // Of a linked file the directory of the link counts: it is the module that has the file.
                absolute
                    .parent()
                    .filter(|_| is_configuration(&absolute))
                    .and_then(|parent| fs::canonicalize(parent).ok())
                    .is_some_and(|parent| walk.directory(&parent))
            };
            if !anything {
                without_terraform.push(given.clone());
            }
        }
        let directories = walk
            .found
            .into_iter()
            .map(|(path, files)| Directory { path, files })
            .collect();
        Ok(Discovery {
            directories,
            without_terraform,
            units: walk.units.into_iter().collect(),
            unreadable: walk.unreadable.into_iter().collect(),
            linked: walk.linked.into_iter().collect(),
            ignored: walk.ignored.into_iter().collect(),
            excluded: walk.excluded.len(),
        })
    }

    /// The directories with Terraform files among one and those right in it, as a search for all that lie below finds them. What links there
    /// lead to lies elsewhere.
    #[must_use]
    pub fn around(
        &self,
        directory: &Path,
        exclude: &GlobSet,
        version_control: VersionControl,
    ) -> Vec<Directory> {
        let mut walk = Walk::new(self, exclude, version_control);
        walk.around(directory);
        let found = walk.found.into_iter();
        found
            .map(|(path, files)| Directory { path, files })
            .collect()
    }
}
