//! What `.gitignore` files leave out.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use ignore::{
    Match,
    gitignore::{Gitignore, GitignoreBuilder},
};

use super::{loaded::is_terraform, snapshot::Sources};
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

impl Sources {
    /// Whether version control ignores files of Terraform in a directory, by their names: something makes them there. What people put
    /// aside for themselves, such as `override.tf`, is not made.
    #[must_use]
    pub fn are_files_made(&self, directory: &Path) -> bool {
        let inside = directory.ancestors().take_while(|it| self.is_inside(it));
        let mut listing = inside.map(|it| (it, it.join(".gitignore")));
        listing.any(|(listing, file)| {
            let text = self.read_bytes(&file).unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            let mut names = text.lines().filter_map(made_file);
            names.any(|(line, name)| {
                let mut builder = GitignoreBuilder::new(listing);
                let _ = builder.add_line(None, line);
                let patterns = builder.build().unwrap_or_else(|_| Gitignore::empty());
                patterns.matched(directory.join(name), false).is_ignore()
            })
        })
    }
}

/// The name of a file of Terraform that a line of `.gitignore` is about, with something for what its pattern leaves open.
fn made_file(line: &str) -> Option<(&str, String)> {
    let line = line.trim();
    let (_, name) = line.rsplit_once('/').unwrap_or(("", line));
    let name = name.replace('*', "made");
    let is_meant = !line.starts_with(['#', '!'])
        && is_terraform(&name)
        && !["override.tf", "override.tofu"]
            .iter()
            .any(|it| name.contains(it));
    is_meant.then_some((line, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_about_files_of_terraform_are_told_from_others() {
        for (line, name) in [
            ("/terraform/variables.tf", Some("variables.tf")),
            ("modules/*/chalice.tf.json", Some("chalice.tf.json")),
            ("*_gen.tf", Some("made_gen.tf")),
            ("override.tf", None),
            ("*_override.tf.json", None),
            ("made.tofu.json", Some("made.tofu.json")),
            ("override.tofu", None),
            ("# backend.tf", None),
            ("!kept.tf", None),
            ("*.tfvars", None),
            (".terraform/", None),
            ("", None),
        ] {
            let found = made_file(line).map(|(_, name)| name);
            assert_eq!(found.as_deref(), name, "{line}");
        }
    }
}
