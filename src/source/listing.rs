//! What lies in a directory and below it.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use walkdir::WalkDir;

use super::{
    loaded::{is_of_tofu, is_values},
    path,
    snapshot::Sources,
    tool::{LOCK, Tool},
    unreadable::{MOST_ENTRIES, Unreadable},
};
use crate::filesystem::{self as fs, Unlisted};

impl Sources {
    /// The Terraform files of one directory by name, those that an `OpenTofu` file replaces left out; nothing if it cannot
    /// be listed or lies outside the fence.
    #[must_use]
    pub fn directory(&self, path: &Path) -> Vec<PathBuf> {
        self.directory_for(path, None)
    }

    /// Those of them that one of the tools loads, whichever recorded its providers there.
    #[must_use]
    pub fn directory_for(&self, path: &Path, tool: Option<Tool>) -> Vec<PathBuf> {
        let names = self.names_in(path).unwrap_or_default();
        let directory = self.absolute(path);
        self.loaded(path, &names, tool)
            .into_iter()
            .map(|name| directory.join(name))
            .collect()
    }

    /// The tool that is meant where a directory is run: the one that recorded its providers, else the one whose files lie there alone.
    #[must_use]
    pub fn tool(&self, path: &Path) -> Option<Tool> {
        let of_files = || {
            let is_tofu = |name: &OsString| is_of_tofu(&name.to_string_lossy());
            let names = self.names_in(path).unwrap_or_default();
            names.iter().any(is_tofu).then_some(Tool::Tofu)
        };
        self.recorded_tool(path).or_else(of_files)
    }

    /// The tool for which these files of a directory were chosen; none where both load the same.
    #[must_use]
    pub fn chosen_for(&self, path: &Path, files: &[PathBuf]) -> Option<Tool> {
        let is_tofu = |name: &OsStr| is_of_tofu(&name.to_string_lossy());
        if files.iter().filter_map(|it| it.file_name()).any(is_tofu) {
            return Some(Tool::Tofu);
        }
        // Where its own record does not tell Terraform all are among them.
        let recorded = self.recorded_tool(path);
        let recorded = recorded.filter(|it| *it == Tool::Terraform)?;
        let names = self.names_in(path).unwrap_or_default();
        names.iter().any(|it| is_tofu(it)).then_some(recorded)
    }

    /// The files with values that Terraform loads by itself from a root's directory, in its order: later ones win.
    ///
    /// # Errors
    ///
    /// When the directory is there and cannot be listed.
    pub fn variable_files(&self, path: &Path) -> Result<Vec<PathBuf>, Unreadable> {
        let names = match self.names_in(path) {
            Err(Unreadable::Missing | Unreadable::OutsideProject) => BTreeSet::new(),
            names => names?,
        };
        let directory = self.absolute(path);
        let fixed = ["terraform.tfvars", "terraform.tfvars.json"]
            .map(OsStr::new)
            .into_iter()
            .filter(|name| names.contains(*name));
        let is_automatic = |name: &&OsStr| {
            let name = name.to_string_lossy();
            name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json")
        };
        let automatic = names.iter().map(OsString::as_os_str).filter(is_automatic);
        Ok(fixed
            .chain(automatic)
            .map(|name| directory.join(name))
            .collect())
    }

    /// Whether somebody runs Terraform in a directory: it has values of variables or a record of providers.
    #[must_use]
    pub fn is_run(&self, path: &Path) -> bool {
        let names = self.names_in(path).unwrap_or_default();
        names.iter().any(|name| {
            let name = name.to_string_lossy();
            is_values(&name) || name == LOCK
        })
    }

    /// The regular files below a directory, relative to it with `/`, sorted: what `fileset` matches its pattern against.
    /// Links to directories are not entered.
    ///
    /// # Errors
    ///
    /// When the directory does not exist, lies outside the fence or holds too much.
    pub fn list_below(&self, path: &Path) -> Result<Vec<String>, Unreadable> {
        let directory = self.identity(path)?;
        let mut files = Vec::new();
        for (count, entry) in fs::walk(WalkDir::new(&directory)).enumerate() {
            if count > MOST_ENTRIES {
                return Err(Unreadable::TooMany);
            }
            let entry = entry.map_err(|error| unreadable(&error))?;
            let kind = entry.file_type();
            let regular =
                kind.is_file() || (kind.is_symlink() && self.exists(entry.path()) == Ok(true));
            if regular {
                files.push(path::relative(&directory, entry.path()));
            }
        }
        let unsaved = self.overlays.keys();
        let unsaved = unsaved.filter(|overlaid| overlaid.starts_with(&directory));
        files.extend(unsaved.map(|overlaid| path::relative(&directory, overlaid)));
        files.sort_unstable();
        files.dedup();
        Ok(files)
    }

    /// Whether something at or below a directory fulfils a condition; `None` when it cannot be told, or there is too much to look at.
    #[must_use]
    pub fn any_below(&self, directory: &Path, is_meant: impl Fn(&Path) -> bool) -> Option<bool> {
        let directory = self.identity(directory).ok()?;
        for (count, entry) in fs::walk(WalkDir::new(&directory)).enumerate() {
            if count > MOST_ENTRIES {
                return None;
            }
            if is_meant(entry.ok()?.path()) {
                return Some(true);
            }
        }
        Some(false)
    }

    pub(super) fn names_in(&self, path: &Path) -> Result<BTreeSet<OsString>, Unreadable> {
        let mut names = BTreeSet::new();
        let directory = self.identity(path)?;
        let entries = match fs::read_dir(&directory) {
            Err(_) if self.unmade(&directory).is_some() => None,
            entries => Some(entries?),
        };
        for entry in entries.into_iter().flatten().flatten() {
            let is_directory = entry.file_type().is_ok_and(|kind| {
                kind.is_dir() || (kind.is_symlink() && self.is_directory(&entry.path()))
            });
            if !is_directory {
                names.insert(entry.file_name());
            }
        }
        for overlaid in self.overlays.keys() {
            if overlaid.parent() == Some(&directory)
                && let Some(name) = overlaid.file_name()
            {
                names.insert(name.to_owned());
            }
        }
        Ok(names)
    }
}

/// Why something could not be listed.
pub(super) fn unreadable(error: &Unlisted) -> Unreadable {
    error.kind.map_or(Unreadable::Missing, Unreadable::Denied)
}
