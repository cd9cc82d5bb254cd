//! The repository that a module lies in: what it is called elsewhere, and which parts of it are repositories of their own.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::package::Package;
use crate::source::Sources;

/// A repository.
#[derive(Default, Debug)]
pub(super) struct Repository {
    directory: PathBuf,
    /// What its remotes say it is; where there are none, what its README says.
    names: Vec<Package>,
    /// The directories of its git submodules.
    submodules: Vec<PathBuf>,
}

/// Words of titles that are not part of the name of a module.
const TITLE_WORDS: [&str; 8] = [
    "a",
    "amazon",
    "aws",
    "for",
    "module",
    "modules",
    "terraform",
    "the",
];

impl Repository {
    fn of(sources: &Sources, directory: PathBuf) -> Self {
        let text = |name: &str| {
            let bytes = sources.read_bytes(&directory.join(name)).ok()?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        };
        let mut names: Vec<_> = text(".git/config")
            .iter()
            .flat_map(|config| values(config, "url"))
            .filter_map(Package::parse)
            .collect();
        if names.is_empty() {
            names.extend(text("README.md").and_then(|readme| named_by(&readme)));
        }
        let submodules = text(".gitmodules")
            .iter()
            .flat_map(|file| values(file, "path"))
            .map(|path| directory.join(path))
            .collect();
        Self {
            directory,
            names,
            submodules,
        }
    }

    /// The directory of the repository that a source names, if it names the repository itself.
    pub(super) fn leads_to(&self, source: &str) -> Option<PathBuf> {
        let package = Package::parse(source)?;
        let is_own = self.names.iter().any(|own| own.is(&package));
        let parts = package.directory.split('/');
        let is_inside = parts.clone().all(|part| part != "..");
        (is_own && is_inside).then(|| {
            let mut directory = self.directory.clone();
            directory.extend(parts.filter(|part| !matches!(*part, "" | ".")));
            directory
        })
    }

    /// Whether a path lies in a submodule that is not checked out.
    pub(super) fn lacks(&self, sources: &Sources, path: &Path) -> bool {
        let mut submodules = self.submodules.iter();
        submodules.any(|submodule| {
            path.starts_with(submodule) && sources.exists(&submodule.join(".git")) == Ok(false)
        })
    }
}

/// The values of a key in git's own format.
fn values<'t>(text: &'t str, key: &str) -> impl Iterator<Item = &'t str> {
    text.lines().filter_map(move |line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == key).then(|| value.trim().trim_matches('"'))
    })
}

/// What a README says its repository is: the first source in its examples that is called as its title says.
fn named_by(readme: &str) -> Option<Package> {
    let title = words(readme.lines().find_map(|line| line.strip_prefix("# "))?);
    let sources = readme
        .lines()
        .filter(|line| line.trim_start().starts_with("source"))
        .filter_map(|line| line.split('"').nth(1));
    sources.filter_map(Package::parse).find(|package| {
        let names = [words(&package.module), words(&package.repository())];
        !title.is_empty() && names.contains(&title)
    })
}

/// The words of a title or a name that tell modules apart.
fn words(text: &str) -> String {
    let words = text
        .split(|character: char| !character.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty() && !TITLE_WORDS.contains(&word.as_str()));
    words.collect::<Vec<_>>().join("-")
}

/// Repositories, each read when it is first asked for.
#[derive(Default, Debug)]
pub struct Repositories(Mutex<BTreeMap<PathBuf, Arc<Repository>>>);

impl Repositories {
    /// The directory that a source leads to which names the repository around a directory itself, whatever the version.
    #[must_use]
    pub fn leads_to(&self, sources: &Sources, from: &Path, source: &str) -> Option<PathBuf> {
        self.around(sources, from).leads_to(source)
    }

    /// The one around a directory; one of nothing where there is none.
    pub(super) fn around(&self, sources: &Sources, directory: &Path) -> Arc<Repository> {
        let Some(home) = sources.surroundings(directory) else {
            return Arc::default();
        };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || Arc::new(Repository::of(sources, home.clone()));
        known.entry(home.clone()).or_insert_with(read).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository(remotes: &[&str], readme: &str) -> Repository {
        Repository {
            directory: "/r".into(),
            names: remotes
                .iter()
                .filter_map(|url| Package::parse(url))
                .chain(named_by(readme))
                .collect(),
            submodules: Vec::new(),
        }
    }

    #[test]
    fn a_repository_knows_its_own_names() {
        let own = repository(&["git@github.com:acme/terraform-aws-net.git"], "");
        for (source, directory) in [
            ("acme/net/aws", "/r"),
            ("Acme/net/aws//modules/x", "/r/modules/x"),
            ("registry.opentofu.org/acme/net/aws", "/r"),
            (
                "github.com/acme/terraform-aws-net//modules/x?ref=v1",
                "/r/modules/x",
            ),
            (
                "github.com/acme/terraform-aws-net/modules/x",
                "/r/modules/x",
            ),
            (
                "git::https://github.com/acme/terraform-aws-net.git?ref=v1",
                "/r",
            ),
            ("git::ssh://git@github.com/acme/terraform-aws-net.git", "/r"),
            ("git@github.com:acme/terraform-aws-net.git//a//b", "/r/a/b"),
        ] {
            assert_eq!(own.leads_to(source), Some(directory.into()), "{source}");
        }
        for source in [
            "acme/nat/aws",
            "other/net/aws",
            "acme/net/google",
            "app.example.com/acme/net/aws",
            "git::https://gitlab.com/acme/terraform-aws-net.git",
            "github.com/acme/terraform-aws-net//../x",
            "./net",
            "",
        ] {
            assert_eq!(own.leads_to(source), None, "{source}");
        }
    }

    #[test]
    fn a_readme_says_it_where_no_remote_does() {
        let text =
            "# AWS VPC Endpoints Terraform module\n\n  source = \"acme/vpc-endpoints/aws\"\n";
        let own = repository(&[], text);
        assert_eq!(own.leads_to("acme/vpc-endpoints/aws"), Some("/r".into()));
        for source in ["other/vpc-endpoints/aws", "acme/vpc/aws"] {
            assert_eq!(own.leads_to(source), None, "{source}");
        }
        // One that builds on another of the same name.
        let text =
            "# terraform-aws-net\n\n  source = \"acme/net/aws\"\n  source = \"other/net/aws\"\n";
        assert_eq!(repository(&[], text).leads_to("other/net/aws"), None);
    }

    #[test]
    fn values_of_git_are_read() {
        let text = "[remote \"origin\"]\n\turl = a\n\tfetch = b\n[remote \"x\"]\n\turl=c\n";
        assert_eq!(values(text, "url").collect::<Vec<_>>(), ["a", "c"]);
    }
}
