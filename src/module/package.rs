//! What a source or the URL of a remote names.

/// The directory of a package that a registry or a git host has.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Package {
    host: Host,
    owner: String,
    /// The name of the module: `vpc` of `terraform-aws-vpc`; of another repository all of its name.
    pub(super) module: String,
    /// `aws`; nothing where the name of the repository does not say it.
    provider: String,
    /// What is wanted of the package: `modules/vpc-endpoints`, or nothing.
    pub(super) directory: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Host {
    /// The public registries have what GitHub has.
    Public,
    /// Another registry.
    Registry(String),
    /// Another git host.
    Git(String),
}

/// The `ref` of a git source: a tag, a branch or a commit.
pub(super) fn reference(source: &str) -> Option<&str> {
    let (_, query) = source.split_once('?')?;
    query.split('&').find_map(|part| part.strip_prefix("ref="))
}

impl Package {
    /// Reads a source in all its forms; `None` for local paths and for what is neither a registry's nor a git host's.
    pub(super) fn parse(source: &str) -> Option<Self> {
        let (path, _) = source.split_once('?').unwrap_or((source, ""));
        let path = path.strip_prefix("git::").unwrap_or(path);
        if let Some((scheme, rest)) = path.split_once("://") {
            let is_git = matches!(scheme, "https" | "http" | "ssh" | "git");
            let (host, path) = rest.split_once('/')?;
            return is_git.then(|| Self::of_git(host, path)).flatten();
        }
        if let Some((user, rest)) = path.split_once('@')
            && !user.contains('/')
        {
            let (host, path) = rest.split_once(':')?;
            return Self::of_git(host, path);
        }
        if let Some(("github.com", path)) = path.split_once('/') {
            return Self::of_git("github.com", path);
        }
        Self::of_registry(path)
    }

    fn of_git(host: &str, path: &str) -> Option<Self> {
        let (_, host) = host.rsplit_once('@').unwrap_or(("", host));
        let (host, _) = host.split_once(':').unwrap_or((host, ""));
        let (repository, directory) = path.split_once("//").unwrap_or((path, ""));
        let (owner, name) = repository.trim_matches('/').split_once('/')?;
        // GitHub's repositories have one owner, and what follows their name lies in them.
        let (owner, name, below) = if host == "github.com" {
            let (name, below) = name.split_once('/').unwrap_or((name, ""));
            (owner, name, below)
        } else {
            let whole = repository.trim_matches('/').rsplit_once('/');
            let (owner, name) = whole.unwrap_or((owner, name));
            (owner, name, "")
        };
        let name = name.strip_suffix(".git").unwrap_or(name);
        let (provider, module) = name
            .strip_prefix("terraform-")
            .and_then(|rest| rest.split_once('-'))
            .unwrap_or(("", name));
        Some(Self {
            host: match host {
                "github.com" => Host::Public,
                other => Host::Git(other.to_owned()),
            },
            owner: owner.to_owned(),
            module: module.to_owned(),
            provider: provider.to_owned(),
            directory: [below, directory].concat(),
        })
    }

    fn of_registry(path: &str) -> Option<Self> {
        let (address, directory) = path.split_once("//").unwrap_or((path, ""));
        let parts: Vec<&str> = address.split('/').collect();
        let (host, [owner, module, provider]) = match parts[..] {
            [owner, module, provider]
            | [
                "registry.terraform.io" | "registry.opentofu.org",
                owner,
                module,
                provider,
            ] => (Host::Public, [owner, module, provider]),
            [host, owner, module, provider] if host.contains('.') => {
                (Host::Registry(host.to_owned()), [owner, module, provider])
            }
            _ => return None,
        };
        let is_name = |part: &str| !part.is_empty() && !part.contains(['.', '\\', ' ', '$', '~']);
        let are_names = [owner, module, provider].into_iter().all(is_name);
        are_names.then(|| Self {
            host,
            owner: owner.to_owned(),
            module: module.to_owned(),
            provider: provider.to_owned(),
            directory: directory.to_owned(),
        })
    }

    /// What the public registries call it: `terraform-aws-modules/vpc/aws`.
    pub(super) fn public(&self) -> Option<String> {
        let Self {
            owner,
            module,
            provider,
            ..
        } = self;
        let is_public = self.host == Host::Public && !provider.is_empty();
        is_public.then(|| format!("{owner}/{module}/{provider}"))
    }

    /// Whether somebody has it where the public registries have what they have.
    pub(super) fn is_of(&self, owner: &str) -> bool {
        self.host == Host::Public && self.owner.eq_ignore_ascii_case(owner)
    }

    /// Whether both are in one package. Hosts take no notice of case.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.host == other.host
            && self.owner.eq_ignore_ascii_case(&other.owner)
            && self.module.eq_ignore_ascii_case(&other.module)
            && self.provider.eq_ignore_ascii_case(&other.provider)
    }

    /// The name of its repository.
    pub(super) fn repository(&self) -> String {
        let Self {
            module, provider, ..
        } = self;
        if provider.is_empty() {
            module.clone()
        } else {
            format!("terraform-{provider}-{module}")
        }
    }
}
