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
    /// What its remotes say it is.
    remotes: Vec<Package>,
    /// What its README says, which counts where there are no remotes.
    readme: Option<Readme>,
    /// The directories of its git submodules.
    submodules: Vec<PathBuf>,
}

/// The beginning of a README.
#[derive(Debug)]
struct Readme {
    /// The words of its title.
    title: String,
    text: String,
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
        let remotes: Vec<_> = text(".git/config")
            .iter()
            .flat_map(|config| values(config, "url"))
            .filter_map(Package::parse)
            .collect();
        let readme = remotes.is_empty().then(|| text("README.md")).flatten();
        let submodules = text(".gitmodules")
            .iter()
            .flat_map(|file| values(file, "path"))
            .map(|path| directory.join(path))
            .collect();
        Self {
            remotes,
            readme: readme.and_then(Readme::of),
            submodules,
            directory,
        }
    }

    /// The directory of the repository that a source names, if it names the repository itself.
    pub(super) fn leads_to(&self, source: &str) -> Option<PathBuf> {
        let package = Package::parse(source)?;
        let is_own = self.remotes.iter().any(|own| own.is(&package))
            || self.readme.iter().any(|readme| readme.names(&package));
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

impl Readme {
    fn of(text: String) -> Option<Self> {
        let title = words(text.lines().find_map(|line| line.strip_prefix("# "))?);
        (!title.is_empty()).then_some(Self { title, text })
    }

    /// Whether its title is that of a module whose address it gives.
    fn names(&self, package: &Package) -> bool {
        let titles = [words(&package.module), words(&package.repository())];
        titles.contains(&self.title)
            && package
                .addresses()
                .iter()
                .any(|address| self.text.contains(address.as_str()))
    }
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
pub(super) struct Repositories(Mutex<BTreeMap<PathBuf, Arc<Repository>>>);

impl Repositories {
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
            remotes: remotes
                .iter()
                .filter_map(|url| Package::parse(url))
                .collect(),
            readme: Readme::of(readme.to_owned()),
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
        let wrapper = repository(&[], "# terraform-aws-net\n\nbuilt on acme/vpc/aws\n");
        assert_eq!(wrapper.leads_to("acme/vpc/aws"), None);
    }

    #[test]
    fn values_of_git_are_read() {
        let text = "[remote \"origin\"]\n\turl = a\n\tfetch = b\n[remote \"x\"]\n\turl=c\n";
        assert_eq!(values(text, "url").collect::<Vec<_>>(), ["a", "c"]);
    }
}
