//! Where a module comes from.

use crate::module::package::reference;

/// The source of a module that a registry or GitHub has.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// `terraform-aws-modules/vpc`: the namespace and the name, for the AWS provider.
    pub(super) module: String,
    /// What follows `//`: `modules/vpc-endpoints`, or nothing.
    pub(super) submodule: String,
    /// The `ref` of a git source: a tag, a branch or a commit; empty when there is none.
    pub(super) reference: Option<String>,
}

impl Address {
    /// Reads a source; `None` for local paths, other hosts and other providers.
    pub(super) fn parse(source: &str) -> Option<Self> {
        let (path, _) = source.split_once('?').unwrap_or((source, ""));
        let path = path.strip_prefix("git::").unwrap_or(path);
        let repository = [
            "https://github.com/",
            "http://github.com/",
            "ssh://git@github.com/",
            "git@github.com:",
            "github.com/",
        ]
        .into_iter()
        .find_map(|host| path.strip_prefix(host));
        let (package, submodule) = split_submodule(repository.unwrap_or(path));
        let module = if repository.is_some() {
            let package = package.strip_suffix(".git").unwrap_or(package);
            let (owner, name) = package.split_once('/')?;
            format!("{owner}/{}", name.strip_prefix("terraform-aws-")?)
        } else {
            let path = ["registry.terraform.io/", "registry.opentofu.org/"]
                .into_iter()
                .find_map(|host| package.strip_prefix(host))
                .unwrap_or(package);
            path.strip_suffix("/aws")?.to_owned()
        };
        // A host, a scheme or a path of another shape would leave other slashes.
        if module.matches('/').count() != 1
            || module.contains([':', '\\'])
            || module.starts_with('.')
        {
            return None;
        }
        let reference = reference(source);
        Some(Self {
            module,
            submodule: submodule.trim_matches('/').to_owned(),
            reference: repository.and(reference).map(ToOwned::to_owned),
        })
    }
}

fn split_submodule(path: &str) -> (&str, &str) {
    path.split_once("//").unwrap_or((path, ""))
}
