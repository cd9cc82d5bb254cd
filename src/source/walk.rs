//! The search of a tree for directories with Terraform files.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    path::{Path, PathBuf},
};

use globset::GlobSet;
use walkdir::{DirEntry, WalkDir};

use super::{
    gitignore::{GitIgnores, VersionControl},
    listing::unreadable,
    loaded::is_terraform,
    snapshot::Sources,
    unreadable::Unreadable,
};
use crate::filesystem as fs;

/// Below these only copies and state are found.
const NEVER_ENTERED: [&str; 2] = [".terraform", ".terragrunt-cache"];

/// The file that makes a directory a unit of Terragrunt.
pub const UNIT: &str = "terragrunt.hcl";

/// The file that makes a directory a stack of Terragrunt.
pub const STACK: &str = "terragrunt.stack.hcl";

/// What the files of Terragrunt's units and stacks are called.
const UNITS: [&str; 3] = [UNIT, "terragrunt.hcl.json", STACK];

/// A search under way.
pub(super) struct Walk<'a> {
    sources: &'a Sources,
    exclude: &'a GlobSet,
    git: GitIgnores<'a>,
    pub(super) ignored: BTreeSet<PathBuf>,
    pub(super) excluded: BTreeSet<PathBuf>,
    /// Directories whose whole tree was searched or is being searched.
    entered: BTreeSet<PathBuf>,
    pub(super) found: BTreeMap<PathBuf, Vec<PathBuf>>,
    pub(super) units: BTreeSet<PathBuf>,
    links: Vec<PathBuf>,
    pub(super) linked: BTreeSet<PathBuf>,
    pub(super) unreadable: BTreeMap<PathBuf, Unreadable>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        sources: &'a Sources,
        exclude: &'a GlobSet,
        version_control: VersionControl,
    ) -> Self {
        Self {
            sources,
            exclude,
            git: GitIgnores::new(sources, version_control),
            ignored: BTreeSet::new(),
            excluded: BTreeSet::new(),
            entered: BTreeSet::new(),
            found: BTreeMap::new(),
            units: BTreeSet::new(),
            links: Vec::new(),
            linked: BTreeSet::new(),
            unreadable: BTreeMap::new(),
        }
    }

    /// Searches a tree, then those that links in it lead to. Whether it holds anything.
    pub(super) fn tree(&mut self, root: &Path) -> bool {
        let mut anything = self.plain_tree(root, usize::MAX);
        while let Some(link) = self.links.pop() {
            anything |= self.plain_tree(&link, usize::MAX);
        }
        anything
    }

    /// Searches a directory and those right in it; no links lead there. Whether they hold anything.
    pub(super) fn around(&mut self, directory: &Path) -> bool {
        // The files in those are two steps away.
        self.plain_tree(directory, 2)
    }

    fn plain_tree(&mut self, root: &Path, most_steps: usize) -> bool {
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
        let mut entries = fs::walk(WalkDir::new(root).max_depth(most_steps));
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
    pub(super) fn directory(&mut self, directory: &Path) -> bool {
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
