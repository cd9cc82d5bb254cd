//! Which directories hold Terraform files.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use globset::GlobSet;
use walkdir::{DirEntry, WalkDir};

use super::{
    gitignore::{GitIgnores, VersionControl},
    loaded::{is_configuration, is_of_tofu, is_terraform, is_values},
    path,
    snapshot::Sources,
    tool::{LOCK, Tool},
    unreadable::{MOST_ENTRIES, Unreadable},
};
use crate::filesystem::{self as fs, Unlisted};

/// Below these only copies and state are found.
const NEVER_ENTERED: [&str; 2] = [".terraform", ".terragrunt-cache"];

/// The file that makes a directory a unit of Terragrunt.
pub const UNIT: &str = "terragrunt.hcl";

/// The file that makes a directory a stack of Terragrunt.
pub const STACK: &str = "terragrunt.stack.hcl";

/// What the files of Terragrunt's units and stacks are called.
const UNITS: [&str; 3] = [UNIT, "terragrunt.hcl.json", STACK];

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
        let mut walk = Walk {
            sources: self,
            exclude,
            git: GitIgnores::new(self, version_control),
            ignored: BTreeSet::new(),
            excluded: BTreeSet::new(),
            entered: BTreeSet::new(),
            found: BTreeMap::new(),
            units: BTreeSet::new(),
            links: Vec::new(),
            linked: BTreeSet::new(),
            unreadable: BTreeMap::new(),
        };
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

    fn names_in(&self, path: &Path) -> Result<BTreeSet<OsString>, Unreadable> {
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

struct Walk<'a> {
    sources: &'a Sources,
    exclude: &'a GlobSet,
    git: GitIgnores<'a>,
    ignored: BTreeSet<PathBuf>,
    excluded: BTreeSet<PathBuf>,
    /// Directories whose whole tree was searched or is being searched.
    entered: BTreeSet<PathBuf>,
    found: BTreeMap<PathBuf, Vec<PathBuf>>,
    units: BTreeSet<PathBuf>,
    links: Vec<PathBuf>,
    linked: BTreeSet<PathBuf>,
    unreadable: BTreeMap<PathBuf, Unreadable>,
}

impl Walk<'_> {
    /// Searches a tree, then those that links in it lead to. Whether it holds anything.
    fn tree(&mut self, root: &Path) -> bool {
        let mut anything = self.plain_tree(root);
        while let Some(link) = self.links.pop() {
            anything |= self.plain_tree(&link);
        }
        anything
    }

    fn plain_tree(&mut self, root: &Path) -> bool {
        let mut anything = self
            .found
            .range(root.to_path_buf()..)
            .next()
            .is_some_and(|(first, _)| first.starts_with(root));
        let mut names: BTreeMap<PathBuf, BTreeSet<OsString>> = BTreeMap::new();
        let is_unmade = self.sources.unmade(root).is_some();
        if is_unmade {
            self.entered.insert(root.to_path_buf());
        }
        let mut entries = fs::walk(WalkDir::new(root));
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(_) if is_unmade => continue,
                Err(error) => {
                    let reason = unreadable(&error);
                    let path = error.path.unwrap_or_else(|| root.to_path_buf());
                    self.unreadable.insert(path, reason);
                    continue;
                }
            };
            let kind = entry.file_type();
            if kind.is_dir() {
                let skipped =
                    entry.depth() > 0 && (self.skips(&entry) || self.ignores(entry.path()));
                if skipped || !self.entered.insert(entry.path().to_path_buf()) {
                    entries.skip_current_dir();
                }
                continue;
            }
            if kind.is_symlink() && fs::is_dir(entry.path()) {
                self.note_link(&entry);
                continue;
            }
            let name = entry.file_name();
            if UNITS.iter().any(|it| name == *it) && !self.ignores(entry.path()) {
                self.units.insert(entry.path().to_path_buf());
            }
            if is_terraform(&name.to_string_lossy())
                && let Some(parent) = entry.path().parent()
            {
                match names.get_mut(parent) {
                    Some(names) => {
                        names.insert(name.to_owned());
                    }
                    None => {
                        names.insert(parent.to_path_buf(), BTreeSet::from([name.to_owned()]));
                    }
                }
            }
        }
        self.add_unsaved(root, &mut names);
        for (directory, names) in names {
            let mut files = names.iter().map(|name| directory.join(name));
            if directory != root && files.all(|file| self.git.cover(&file, false)) {
                self.ignored.insert(directory);
            } else {
                anything |= self.keep(directory, &names);
            }
        }
        anything
    }

    /// Files that only editors have are found as those on disk are.
    fn add_unsaved(&mut self, root: &Path, names: &mut BTreeMap<PathBuf, BTreeSet<OsString>>) {
        let sources = self.sources;
        for overlaid in sources.overlays.keys() {
            let (Some(directory), Some(name)) = (overlaid.parent(), overlaid.file_name()) else {
                continue;
            };
            let is_new_here = directory.starts_with(root)
                && self.enters(directory)
                && (names.contains_key(directory) || !self.found.contains_key(directory));
            if is_new_here && is_terraform(&name.to_string_lossy()) {
                let names = names.entry(directory.to_path_buf()).or_default();
                names.insert(name.to_owned());
            }
        }
    }

    /// Whether a directory was entered, or would be if it were there.
    fn enters(&mut self, directory: &Path) -> bool {
        for ancestor in directory.ancestors() {
            if self.entered.contains(ancestor) {
                return true;
            }
            let name = ancestor.file_name().unwrap_or_default();
            let is_hidden = name.to_string_lossy().starts_with('.');
            if is_hidden
                || fs::exists(ancestor)
                || self.excludes(ancestor)
                || self.ignores(ancestor)
            {
                return false;
            }
        }
        false
    }

    /// Takes one directory without what is below it. Whether it holds anything.
    fn directory(&mut self, directory: &Path) -> bool {
        let names = self.sources.names_in(directory).unwrap_or_default();
        self.keep(directory.to_path_buf(), &names)
    }

    fn keep(&mut self, directory: PathBuf, names: &BTreeSet<OsString>) -> bool {
        let names = self.sources.loaded(&directory, names, None);
        let all_excluded = names
            .iter()
            .all(|name| self.excludes(&directory.join(name)));
        if all_excluded {
            if !names.is_empty() {
                self.excluded.insert(directory);
            }
            return false;
        }
        let files = names.iter().map(|name| directory.join(name)).collect();
        if self.sources.unmade(&directory).is_none() {
            // No link was followed on the way.
            let resolved = directory.as_path().into();
            self.sources.cache_mut().add_directory(&directory, resolved);
        }
        self.found.insert(directory, files);
        true
    }

    fn skips(&mut self, entry: &DirEntry) -> bool {
        if entry.file_name().to_string_lossy().starts_with('.') {
            return true;
        }
        let excludes = self.excludes(entry.path());
        if excludes {
            self.excluded.insert(entry.path().to_path_buf());
        }
        excludes
    }

    fn ignores(&mut self, directory: &Path) -> bool {
        let ignores = self.git.cover(directory, true);
        if ignores {
            self.ignored.insert(directory.to_path_buf());
        }
        ignores
    }

    fn excludes(&self, path: &Path) -> bool {
        !self.exclude.is_empty() && self.exclude.is_match(self.sources.name(path))
    }

    fn note_link(&mut self, entry: &DirEntry) {
        let Ok(target) = fs::canonicalize(entry.path()) else {
            return;
        };
        if !is_copy(&target)
            && self.sources.is_inside(&target)
            && !self.skips(entry)
            && !self.excludes(&target)
            && !self.git.cover(entry.path(), false)
            && !self.ignores(&target)
        {
            self.linked.insert(target.clone());
            self.links.push(target);
        }
    }
}

/// Whether a directory lies where only copies and state are found.
pub(super) fn is_copy(directory: &Path) -> bool {
    directory
        .components()
        .any(|part| NEVER_ENTERED.iter().any(|never| part.as_os_str() == *never))
}

fn unreadable(error: &Unlisted) -> Unreadable {
    error.kind.map_or(Unreadable::Missing, Unreadable::Denied)
}
