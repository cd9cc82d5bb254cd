//! Paths of the command line: directories to search and files that stand for modules.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{
    discover::MissingPath,
    foreign::Foreign,
    loaded::{is_terraform, is_values},
    path,
    snapshot::Sources,
    walk::is_copy,
};
use crate::filesystem as fs;

/// The paths of a command line, told apart.
#[derive(Clone, Default, Debug)]
pub struct Asked {
    /// Directories to search to any depth, as written.
    pub directories: Vec<PathBuf>,
    /// Files, in the order given, each once.
    pub files: Vec<NamedFile>,
    /// Files that say nothing of a configuration, as written, and what they are.
    pub foreign: Vec<(PathBuf, Foreign)>,
}

/// A file that the command line names. Paths are absolute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamedFile {
    /// As written.
    pub given: PathBuf,
    /// Its directory, resolved: of a linked file the directory of the link, since that is the module that has the file. It
    /// need not exist.
    pub directory: PathBuf,
    /// The file itself, resolved.
    pub path: PathBuf,
    /// What its name says it is.
    pub kind: Kind,
    /// Whether it is there. One that was deleted stands for its module all the same.
    pub exists: bool,
    /// Whether it lies where only copies are found, which are searched for nothing.
    pub is_copy: bool,
}

/// What the name of a file says it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Part of a module.
    Module,
    /// Values of variables.
    Values,
    /// Anything else.
    Other,
}

impl Sources {
    /// Tells directories from files, and lets both lie outside the project.
    ///
    /// # Errors
    ///
    /// The first path at which there is nothing, unless its name is one of Terraform's: a list of changed files has deleted
    /// ones too.
    pub fn asked(&self, paths: &[PathBuf]) -> Result<Asked, MissingPath> {
        let mut asked = Asked::default();
        let mut known = BTreeSet::new();
        for given in paths {
            let absolute = self.absolute(given);
            let resolved = fs::canonicalize(&absolute).ok();
            if resolved.as_deref().is_some_and(fs::is_dir) {
                self.allow(&absolute);
                asked.directories.push(given.clone());
                continue;
            }
            let directory = path::resolved(absolute.parent().unwrap_or(&absolute));
            let direct = directory.join(absolute.file_name().unwrap_or_default());
            let overlaid = self.overlays.contains_key(&direct);
            let kind = kind(&absolute);
            if resolved.is_none() && !overlaid && kind == Kind::Other {
                return Err(MissingPath(given.clone()));
            }
            self.allow(if resolved.is_some() {
                &absolute
            } else {
                &directory
            });
            if kind == Kind::Other
                && let Ok(bytes) = self.read_bytes(&absolute)
                && let Some(foreign) = Foreign::of(&absolute, &bytes)
            {
                asked.foreign.push((given.clone(), foreign));
                continue;
            }
            let file = NamedFile {
                given: given.clone(),
                exists: resolved.is_some() || overlaid,
                is_copy: is_copy(&directory),
                path: resolved.unwrap_or(direct),
                directory,
                kind,
            };
            if known.insert((file.directory.clone(), file.path.clone())) {
                asked.files.push(file);
            }
        }
        Ok(asked)
    }

    /// The same sources for a project that is another directory than the nearest with `.git`: nothing outside of that is read.
    ///
    /// # Errors
    ///
    /// [`MissingPath`] when there is no such directory.
    pub fn with_project(mut self, directory: &Path) -> Result<Self, MissingPath> {
        let resolved = fs::canonicalize(self.absolute(directory)).ok();
        let project = resolved.filter(|path| fs::is_dir(path));
        self.project = project.ok_or_else(|| MissingPath(directory.to_path_buf()))?;
        Ok(self)
    }

    /// The directory in which the callers of a directory's modules are to be found: its repository, or outside of all
    /// repositories the working directory. A directory that lies in neither has none.
    #[must_use]
    pub fn surroundings(&self, directory: &Path) -> Option<PathBuf> {
        let in_project = directory.starts_with(&self.project);
        if in_project && path::project_of(&self.project).as_ref() == Some(&self.project) {
            return Some(self.project.clone());
        }
        path::project_of(directory).or_else(|| in_project.then(|| self.project.clone()))
    }
}

fn kind(path: &Path) -> Kind {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if is_terraform(&name) {
        Kind::Module
    } else if is_values(&name) {
        Kind::Values
    } else {
        Kind::Other
    }
}
