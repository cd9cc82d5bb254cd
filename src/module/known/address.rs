//! Where a module comes from, and which versions a call lets in.

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
        let (path, query) = source.split_once('?').unwrap_or((source, ""));
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
        let reference = query.split('&').find_map(|part| part.strip_prefix("ref="));
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

/// The versions that a call lets in, as far as they decide a model: from and to, by major and minor number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    /// The oldest.
    from: (u32, u32),
    /// The first that is too new.
    before: (u32, u32),
}

impl Range {
    /// Nothing is said: Terraform takes the newest.
    pub(super) const NEWEST: Self = Self {
        from: (u32::MAX, 0),
        before: (u32::MAX, u32::MAX),
    };

    const ANY: Self = Self {
        from: (0, 0),
        before: (u32::MAX, u32::MAX),
    };

    /// Whether all of them are of that major version or a later one.
    pub(super) const fn starts_at(self, major: u32) -> bool {
        self.from.0 >= major
    }

    /// Whether any of them is of that major version or a later one.
    pub(super) const fn reaches(self, major: u32) -> bool {
        self.before.0 > major || (self.before.0 == major && self.before.1 > 0)
    }

    /// A tag is one version, the main branch the newest; other branches and commits may be anything.
    pub(super) fn of_reference(reference: &str) -> Self {
        match (reference, version(reference)) {
            ("main" | "master" | "HEAD", _) => Self::NEWEST,
            (_, Some((major, minor, _))) if reference.contains('.') => Self {
                from: (major, minor),
                before: (major, minor + 1),
            },
            _ => Self::ANY,
        }
    }

    /// `~> 5.0`, `>= 3.0, < 4.0`, `5.1.2`; what cannot be read lets anything in.
    pub(super) fn of_constraint(constraint: &str) -> Self {
        let mut range = Self::ANY;
        for part in constraint.split(',') {
            let part = part.trim();
            let number = part.trim_start_matches(['=', '>', '<', '~', '!', ' ']);
            let operator = part.strip_suffix(number).unwrap_or_default().trim();
            let Some((major, minor, parts)) = version(number) else {
                continue;
            };
            let next = (major, minor.saturating_add(1));
            let (from, before) = match operator {
                "" | "=" => ((major, minor), next),
                // Below 4.0.3 there are 4.0.0 to 4.0.2.
                "<" if parts < 3 || number.trim_end().ends_with(".0") => {
                    (Self::ANY.from, (major, minor))
                }
                "<" | "<=" => (Self::ANY.from, next),
                // The last number given may grow.
                "~>" if parts >= 3 => ((major, minor), next),
                "~>" if parts == 2 => ((major, minor), (major.saturating_add(1), 0)),
                ">" | ">=" | "~>" => ((major, minor), Self::ANY.before),
                _ => continue,
            };
            range.from = range.from.max(from);
            range.before = range.before.min(before);
        }
        range
    }
}

/// Major and minor number of `v5.1.2`, and how many numbers there are.
fn version(text: &str) -> Option<(u32, u32, usize)> {
    let text = text.trim();
    let text = text.strip_prefix('v').unwrap_or(text);
    // What follows a hyphen or a plus names a pre-release or a build.
    let text = text.split(['-', '+']).next()?;
    let mut numbers = text.split('.');
    let major = numbers.next()?.parse().ok()?;
    let minor = match numbers.next() {
        Some(minor) => minor.parse().ok()?,
        None => 0,
    };
    Some((major, minor, text.split('.').count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_constraints() {
        let range = |from, before| Range { from, before };
        let open = Range::ANY.before;
        for (constraint, expected) in [
            ("5.1.2", range((5, 1), (5, 2))),
            ("= v5.1.2", range((5, 1), (5, 2))),
            ("~> 5.1.2", range((5, 1), (5, 2))),
            ("~> 5.1", range((5, 1), (6, 0))),
            ("~> 5", range((5, 0), open)),
            (">= 3.0, < 4.0", range((3, 0), (4, 0))),
            (">=3.0,<4.0.0", range((3, 0), (4, 0))),
            ("> 3.1", range((3, 1), open)),
            ("< 4.0.3", range((0, 0), (4, 1))),
            ("<= 4", range((0, 0), (4, 1))),
            ("!= 3.0", Range::ANY),
            ("", Range::ANY),
            ("x.y", Range::ANY),
        ] {
            assert_eq!(Range::of_constraint(constraint), expected, "{constraint}");
        }
    }

    #[test]
    fn reads_references() {
        let one = Range {
            from: (5, 1),
            before: (5, 2),
        };
        assert_eq!(Range::of_reference("v5.1.2"), one);
        assert_eq!(Range::of_reference("5.1.2"), one);
        assert_eq!(Range::of_reference("main"), Range::NEWEST);
        for reference in ["", "feature/x", "82d1929", "7"] {
            assert_eq!(Range::of_reference(reference), Range::ANY, "{reference}");
        }
    }
}
