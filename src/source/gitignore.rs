//! What `.gitignore` files leave out.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use ignore::{
    Match,
    gitignore::{Gitignore, GitignoreBuilder},
};

use super::snapshot::Sources;
use crate::filesystem as fs;

/// Whether what version control ignores is searched. Git's settings of a user do not count: they differ from machine to machine.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum VersionControl {
    /// What `.gitignore` and `.git/info/exclude` name is left out, unless it is named itself.
    #[default]
    Respected,
    /// They say nothing.
    Disregarded,
}

/// The `.gitignore` files on the way to what is searched, each read once.
pub(super) struct GitIgnores<'a> {
    sources: &'a Sources,
    version_control: VersionControl,
    directories: HashMap<PathBuf, Listed>,
}

/// What one directory says of those below it.
struct Listed {
    patterns: Gitignore,
    /// Whether a repository begins here: those around it have no say.
    is_repository: bool,
}

impl<'a> GitIgnores<'a> {
    pub(super) fn new(sources: &'a Sources, version_control: VersionControl) -> Self {
        Self {
            sources,
            version_control,
            directories: HashMap::new(),
        }
    }

    /// Whether a path, resolved, is ignored by itself; directories above it are asked for themselves. The nearest file that says
    /// something counts.
    pub(super) fn cover(&mut self, path: &Path, is_directory: bool) -> bool {
        if self.version_control == VersionControl::Disregarded {
            return false;
        }
        for directory in path.ancestors().skip(1) {
            if !self.sources.is_inside(directory) {
                break;
            }
            let sources = self.sources;
            let listed = (self.directories.entry(directory.to_path_buf()))
                .or_insert_with(|| Listed::of(sources, directory));
            match listed.patterns.matched(path, is_directory) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None if listed.is_repository => return false,
                Match::None => {}
            }
        }
        false
    }
}

impl Listed {
    fn of(sources: &Sources, directory: &Path) -> Self {
        let is_repository = fs::exists(&directory.join(".git"));
        let mut builder = GitignoreBuilder::new(directory);
        // Later lines win: those of the directory itself come before those that only this clone has.
        let of_clone = is_repository.then_some(".git/info/exclude");
        for name in of_clone.into_iter().chain([".gitignore"]) {
            let text = sources
                .read_bytes(&directory.join(name))
                .unwrap_or_default();
            for line in String::from_utf8_lossy(&text).lines() {
                // Git passes over what it cannot read, too.
                let _ = builder.add_line(None, line);
            }
        }
        Self {
            patterns: builder.build().unwrap_or_else(|_| Gitignore::empty()),
            is_repository,
        }
    }
}
