//! Models of well-known registry modules, for calls whose source is not on disk.
//!
//! They are plain Terraform, written from what the modules document and do, so that a call alone gives the VPC, its subnets, routes,
//! groups and endpoints under their real addresses. What a model cannot say stays unknown. Arguments that a model does not
//! declare change nothing that is linted.
//!
//! Where modules changed from version to version, a model asks `local.since_5_7_1`: whether all versions that the call lets in are that
//! one or later ones, none is, or some are, which is unknown.

mod address;
pub(super) mod range;
mod vpc_2;

mod models;

use std::{borrow::Cow, fmt::Write as _};

use address::Address;
use models::{MODELS, Model};
use range::Range;
pub use range::Version;

/// A model, for the versions that a call lets in.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    model: &'static Model,
    range: Range,
}

/// The model for a module call.
///
/// Takes the literal `source` and `version` of the call. Sources are read in all their forms: with or without the
/// registry's host, as git over https or ssh, with `?ref=`, with `//` and a submodule. `None` when there is no model for the
/// module, or not for the versions that the constraint lets in.
///
/// The range that the constraint lets in decides: without a constraint it is the newest, and a range that reaches across a change
/// gets a model in which what changed is unknown.
#[must_use]
pub fn find(source: &str, version: Option<&str>) -> Option<Known> {
    let address = Address::parse(source)?;
    let range = match (&address.reference, version) {
        (Some(reference), _) => Range::of_reference(reference),
        (None, Some(constraint)) => Range::of_constraint(constraint),
        (None, None) => Range::NEWEST,
    };
    let (module, submodule) = (&*address.module, &*address.submodule);
    let model = MODELS
        .iter()
        .find(|model| (model.module, model.submodule) == (module, submodule))?;
    (model.stands_for)(range).then_some(Known { model, range })
}

/// The models, each with its newest versions.
pub fn all() -> impl Iterator<Item = Known> {
    MODELS.iter().map(|model| Known {
        model,
        range: Range::NEWEST,
    })
}

impl Known {
    /// `terraform-aws-modules/vpc`.
    #[must_use]
    pub const fn module(self) -> &'static str {
        self.model.module
    }

    /// As calls have it: `terraform-aws-modules/vpc/aws//modules/vpc-endpoints`.
    #[must_use]
    pub fn source(self) -> String {
        let Model {
            module, submodule, ..
        } = self.model;
        let separator = if submodule.is_empty() { "" } else { "//" };
        format!("{module}/aws{separator}{submodule}")
    }

    /// The oldest version that it stands for.
    #[must_use]
    pub const fn since(self) -> Version {
        self.model.since
    }

    /// The newest version that it was held against.
    #[must_use]
    pub const fn checked(self) -> Version {
        self.model.checked
    }

    /// Where versions differ, and how.
    #[must_use]
    pub const fn changes(self) -> &'static [(Version, &'static str)] {
        self.model.changes
    }

    /// Whether all versions that the call lets in are newer than any that the model was held against.
    #[must_use]
    pub fn is_past(self) -> bool {
        self.range.is_past(self.model.checked)
    }

    /// The module and the versions that it is about: `terraform-aws-modules/vpc/aws since 4.0.0, before 5.7.1`. What has one
    /// name is the same.
    #[must_use]
    pub fn name(self) -> String {
        let mut name = self.source();
        let versions = || self.model.changes.iter().map(|change| change.0);
        if let Some(since) = versions().rfind(|it| self.range.starts_at(*it)) {
            let _ = write!(name, " since {since}");
        }
        if let Some(before) = versions().find(|it| !self.range.reaches(*it)) {
            let _ = write!(name, " before {before}");
        }
        name
    }

    /// Its files, by name.
    pub fn files(self) -> impl Iterator<Item = (&'static str, Cow<'static, str>)> {
        let of_all = self.model.files.iter();
        let of_these = of_all.filter(move |file| (file.holds)(self.range));
        let of_these = of_these.map(|file| (file.name, (file.text)()));
        of_these.chain([("versions.tf", self.versions().into())])
    }

    /// Which changes the call has.
    fn versions(self) -> String {
        let mut text = "# Made of the versions that a call lets in.\n\nlocals {\n".to_owned();
        for (change, _) in self.model.changes {
            let Version(major, minor, patch) = change;
            let is_made = if self.range.starts_at(*change) {
                "true"
            } else if self.range.reaches(*change) {
                "length(uuid()) > 36"
            } else {
                "false"
            };
            let _ = writeln!(text, "  since_{major}_{minor}_{patch} = {is_made}");
        }
        text + "}\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(source: &str, version: Option<&str>) -> Option<String> {
        find(source, version).map(Known::name)
    }

    #[test]
    fn the_version_decides_the_variant() {
        for (version, expected) in [
            (None, " since 5.11.0"),
            (Some("~> 6.0"), " since 5.11.0"),
            (Some("6.6.0"), " since 5.11.0"),
            (Some("~> 5.0"), " since 4.0.2"),
            (Some(">= 4.0.1, < 6.0"), " since 4.0.1"),
            (Some("5.7.0"), " since 5.1.2 before 5.7.1"),
            (Some("~> 3.0"), " since 3.0.0 before 4.0.0"),
            (Some("~> 3.14.2"), " since 3.11.3 before 3.16.0"),
            (Some(">= 3.0, < 4.0"), " since 3.0.0 before 4.0.0"),
            (Some("= 3.19.0"), " since 3.16.0 before 4.0.0"),
            (Some(">= 3.0"), " since 3.0.0"),
            (Some("~> 3"), " since 3.0.0"),
            (Some("2.78.0"), " since 2.72.0 before 3.0.0"),
            (Some("~> v2.70"), " since 2.48.0 before 3.0.0"),
            (Some("< 3"), " before 3.0.0"),
            (Some(">= 2.0"), ""),
            (Some("<= 3.0"), " before 3.7.0"),
            (Some("!= 4.0.0"), ""),
            (Some("nonsense"), ""),
        ] {
            let expected = format!("terraform-aws-modules/vpc/aws{expected}");
            assert_eq!(
                name("terraform-aws-modules/vpc/aws", version),
                Some(expected),
                "{version:?}"
            );
        }
    }

    #[test]
    fn what_changed_is_known_unless_the_range_has_both() {
        let says = |version, line: &str| {
            let known = find("terraform-aws-modules/vpc/aws", Some(version));
            known.is_some_and(|known| known.versions().contains(line))
        };
        assert!(says("5.7.0", "since_5_7_1 = false\n"));
        assert!(says("5.7.1", "since_5_7_1 = true\n"));
        assert!(says("~> 5.0", "since_5_7_1 = length(uuid()) > 36\n"));
        let has = |version, file| {
            let known = find("terraform-aws-modules/vpc/aws", Some(version));
            known.is_some_and(|known| known.files().any(|(name, _)| name == file))
        };
        for (version, before, since, any, endpoints) in [
            ("2.78.0", true, false, false, true),
            ("3.19.0", true, false, false, false),
            ("6.6.0", false, true, false, false),
            (">= 3.0", false, false, true, false),
            (">= 2.0", false, false, true, true),
        ] {
            assert_eq!(has(version, "vpc/before_4.tf"), before, "{version}");
            assert_eq!(has(version, "vpc/since_4.tf"), since, "{version}");
            assert_eq!(has(version, "vpc/any_version.tf"), any, "{version}");
            assert_eq!(has(version, "vpc/endpoints_2.tf"), endpoints, "{version}");
        }
    }

    #[test]
    fn sources_have_many_forms() {
        for (expected, sources) in [
            (
                "terraform-aws-modules/vpc/aws",
                &[
                    "terraform-aws-modules/vpc/aws",
                    "registry.terraform.io/terraform-aws-modules/vpc/aws",
                    "registry.opentofu.org/terraform-aws-modules/vpc/aws",
                    "github.com/terraform-aws-modules/terraform-aws-vpc",
                    "github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=v5.1.2",
                    "git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=v5.1.2",
                    "git::https://github.com/terraform-aws-modules/terraform-aws-vpc?depth=1&ref=v5.1.2",
                    "git::ssh://git@github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=master",
                    "git@github.com:terraform-aws-modules/terraform-aws-vpc.git",
                    "git::git@github.com:terraform-aws-modules/terraform-aws-vpc.git?ref=v4.0.0",
                    "https://github.com/terraform-aws-modules/terraform-aws-vpc",
                ][..],
            ),
            (
                "terraform-aws-modules/vpc/aws//modules/vpc-endpoints",
                &[
                    "git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git//modules/vpc-endpoints?ref=v5.1.2",
                    "terraform-aws-modules/vpc/aws//modules/vpc-endpoints",
                    "terraform-aws-modules/vpc/aws//modules/vpc-endpoints/",
                ],
            ),
            (
                "terraform-aws-modules/security-group/aws",
                &["terraform-aws-modules/security-group/aws"],
            ),
            (
                "cloudposse/vpc/aws//modules/vpc-endpoints",
                &["cloudposse/vpc/aws//modules/vpc-endpoints"],
            ),
            ("aws-ia/vpc/aws", &["aws-ia/vpc/aws"]),
        ] {
            for source in sources {
                let found = find(source, None).map(Known::source);
                assert_eq!(found.as_deref(), Some(expected), "{source}");
            }
        }
    }

    #[test]
    fn the_reference_of_a_repository_is_its_version() {
        let repository = "github.com/terraform-aws-modules/terraform-aws-vpc";
        for (reference, expected) in [
            ("v2.78.0", " since 2.72.0 before 3.0.0"),
            ("82d1929", ""),
            ("v5.1.2", " since 5.1.2 before 5.7.1"),
            ("main", " since 5.11.0"),
        ] {
            let expected = format!("terraform-aws-modules/vpc/aws{expected}");
            let found = name(&format!("{repository}?ref={reference}"), None);
            assert_eq!(found, Some(expected), "{reference}");
        }
    }

    #[test]
    fn what_has_no_model_stays_unknown() {
        for source in [
            "",
            "./modules/vpc",
            "terraform-aws-modules/vpc",
            "terraform-aws-modules/vpc/azurerm",
            "terraform-aws-modules/vpc/aws//modules/flow-log",
            "someone/vpc/aws",
            "app.terraform.io/terraform-aws-modules/vpc/aws",
            "git::https://gitlab.com/terraform-aws-modules/terraform-aws-vpc.git",
            "github.com/someone/terraform-aws-vpc",
            "https://example.com/vpc.zip",
            "terraform-aws-modules/security-group/aws//modules/https-443",
        ] {
            assert_eq!(name(source, None), None, "{source}");
        }
        assert_eq!(
            name(
                "terraform-aws-modules/vpc/aws//modules/vpc-endpoints",
                Some("~> 2.0")
            ),
            None
        );
        assert_eq!(name("aws-ia/vpc/aws", Some("~> 3.0")), None);
        assert_eq!(name("aws-ia/vpc/aws", Some(">= 3.0")), None);
    }

    #[test]
    fn names_and_changes_are_in_order() {
        for (index, model) in MODELS.iter().enumerate() {
            let mut others = MODELS.iter().skip(index + 1);
            let name = (model.module, model.submodule);
            assert!(others.all(|it| (it.module, it.submodule) != name));
            assert!(model.changes.is_sorted_by(|one, other| one.0 < other.0));
            let mut changes = model.changes.iter();
            assert!(changes.all(|it| model.since < it.0 && it.0 <= model.checked));
            for file in model.files {
                assert!((file.text)().starts_with("# "), "{}", file.name);
            }
        }
    }
}
