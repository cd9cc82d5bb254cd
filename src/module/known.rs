//! Models of well-known registry modules, for calls whose source is not on disk.
//!
//! They are plain Terraform, written from what the modules document and do, so that a call alone gives the VPC, its subnets, routes,
//! groups and endpoints under their real addresses. What a model cannot say stays unknown. Arguments that a model does not
//! declare change nothing that is linted.

mod address;
mod vpc_2;

use std::borrow::Cow;

use address::{Address, Range};

/// A model.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The module and the versions it stands for: `terraform-aws-modules/vpc/aws since 4.0`.
    pub name: &'static str,
    /// Its files, each with a name and what gives its text.
    pub files: &'static [(&'static str, FileText)],
}

/// What gives the text of a file.
pub type FileText = fn() -> Cow<'static, str>;

/// The model for a module call.
///
/// Takes the literal `source` and `version` of the call. Sources are read in all their forms: with or without the
/// registry's host, as git over https or ssh, with `?ref=`, with `//` and a submodule. `None` when there is no model for the
/// module, or not for the versions that the constraint lets in.
///
/// Where modules changed from version to version, the range that the constraint lets in decides: without a constraint it
/// is the newest, and a range that reaches across a change gets a model in which what changed is unknown.
#[must_use]
pub fn find(source: &str, version: Option<&str>) -> Option<Known> {
    let address = Address::parse(source)?;
    let range = match (&address.reference, version) {
        (Some(reference), _) => Range::of_reference(reference),
        (None, Some(constraint)) => Range::of_constraint(constraint),
        (None, None) => Range::NEWEST,
    };
    let (module, submodule) = (&*address.module, &*address.submodule);
    let known = MODULES
        .iter()
        .find(|known| (known.0, known.1) == (module, submodule));
    known.and_then(|(.., model)| model(range))
}

/// The modules that have models, `terraform-aws-modules/vpc`, each with its newest.
pub(super) fn modules() -> impl Iterator<Item = (&'static str, Known)> {
    let newest = MODULES
        .iter()
        .map(|(module, _, model)| Some((*module, model(Range::NEWEST)?)));
    newest.flatten()
}

/// A module, a submodule of it, and the model for the versions that a call lets in.
type Versions = (&'static str, &'static str, fn(Range) -> Option<Known>);

const MODULES: [Versions; 5] = [
    ("terraform-aws-modules/vpc", "", |range| Some(vpc(range))),
    (
        "terraform-aws-modules/vpc",
        "modules/vpc-endpoints",
        |range| range.reaches(3).then_some(VPC_ENDPOINTS),
    ),
    ("terraform-aws-modules/security-group", "", |_| {
        Some(SECURITY_GROUP)
    }),
    ("cloudposse/vpc", "modules/vpc-endpoints", |_| {
        Some(CLOUDPOSSE_VPC_ENDPOINTS)
    }),
    ("aws-ia/vpc", "", |range| {
        range.starts_at(4).then_some(AWS_IA_VPC)
    }),
];

/// Endpoints left the module in 3.0; defaults changed in 4.0.
const fn vpc(range: Range) -> Known {
    match (
        range.starts_at(4),
        range.starts_at(3),
        range.reaches(4),
        range.reaches(3),
    ) {
        (true, ..) => VPC_SINCE_4,
        (false, true, false, _) => VPC_3,
        (false, true, true, _) => VPC_SINCE_3,
        (false, false, _, false) => VPC_2,
        (false, false, _, true) => VPC_ANY,
    }
}

/// The files of a model: `files!["vpc": "vpc.tf", ...]` are in `known/vpc`, those after `made` are made by functions.
macro_rules! files {
    ($directory:literal: $($name:literal),+; $(made $made:literal by $text:path;)?) => {
        &[
            $((
                concat!($directory, "/", $name),
                || Cow::Borrowed(include_str!(concat!("known/", $directory, "/", $name))),
            ),)+
            $((concat!($directory, "/", $made), $text),)?
        ]
    };
}

const VPC_SINCE_4: Known = Known {
    name: "terraform-aws-modules/vpc/aws since 4.0",
    files: files!["vpc": "vpc.tf", "subnets.tf", "routes.tf", "acls.tf", "inputs.tf", "outputs.tf", "since_4.tf";],
};

const VPC_3: Known = Known {
    name: "terraform-aws-modules/vpc/aws 3",
    files: files!["vpc": "vpc.tf", "subnets.tf", "routes.tf", "acls.tf", "inputs.tf", "outputs.tf", "before_4.tf";],
};

const VPC_SINCE_3: Known = Known {
    name: "terraform-aws-modules/vpc/aws since 3.0",
    files: files!["vpc": "vpc.tf", "subnets.tf", "routes.tf", "acls.tf", "inputs.tf", "outputs.tf", "any_version.tf";],
};

const VPC_2: Known = Known {
    name: "terraform-aws-modules/vpc/aws before 3.0",
    files: files!["vpc": "vpc.tf", "subnets.tf", "routes.tf", "acls.tf", "inputs.tf", "outputs.tf", "before_4.tf",
        "endpoints_2.tf"; made "interface_endpoints_2.tf" by vpc_2::interface_endpoints;],
};

const VPC_ANY: Known = Known {
    name: "terraform-aws-modules/vpc/aws",
    files: files!["vpc": "vpc.tf", "subnets.tf", "routes.tf", "acls.tf", "inputs.tf", "outputs.tf", "any_version.tf",
        "endpoints_2.tf"; made "interface_endpoints_2.tf" by vpc_2::interface_endpoints;],
};

const VPC_ENDPOINTS: Known = Known {
    name: "terraform-aws-modules/vpc/aws//modules/vpc-endpoints",
    files: files!["vpc_endpoints": "endpoints.tf", "interface.tf";],
};

const SECURITY_GROUP: Known = Known {
    name: "terraform-aws-modules/security-group/aws",
    files: files!["security_group": "group.tf", "ingress.tf", "egress.tf", "rules.tf", "inputs.tf";],
};

const CLOUDPOSSE_VPC_ENDPOINTS: Known = Known {
    name: "cloudposse/vpc/aws//modules/vpc-endpoints",
    files: files!["cloudposse_vpc_endpoints": "endpoints.tf";],
};

const AWS_IA_VPC: Known = Known {
    name: "aws-ia/vpc/aws since 4.0",
    files: files!["aws_ia_vpc": "vpc.tf", "subnets.tf", "interface.tf";],
};

#[cfg(test)]
mod tests {
    use super::*;

    fn name(source: &str, version: Option<&str>) -> Option<&'static str> {
        find(source, version).map(|known| known.name)
    }

    #[test]
    fn the_version_decides_the_variant() {
        let vpc = |version| name("terraform-aws-modules/vpc/aws", version);
        for (version, expected) in [
            (None, VPC_SINCE_4),
            (Some("~> 5.0"), VPC_SINCE_4),
            (Some("6.6.0"), VPC_SINCE_4),
            (Some(">= 4.0.1, < 6.0"), VPC_SINCE_4),
            (Some("~> 3.0"), VPC_3),
            (Some("~> 3.14.2"), VPC_3),
            (Some(">= 3.0, < 4.0"), VPC_3),
            (Some("= 3.19.0"), VPC_3),
            (Some(">= 3.0"), VPC_SINCE_3),
            (Some("~> 3"), VPC_SINCE_3),
            (Some("2.78.0"), VPC_2),
            (Some("~> v2.70"), VPC_2),
            (Some("< 3"), VPC_2),
            (Some(">= 2.0"), VPC_ANY),
            (Some("<= 3.0"), VPC_ANY),
            (Some("!= 4.0.0"), VPC_ANY),
            (Some("nonsense"), VPC_ANY),
        ] {
            assert_eq!(vpc(version), Some(expected.name), "{version:?}");
        }
    }

    #[test]
    fn sources_have_many_forms() {
        for source in [
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
        ] {
            assert_eq!(name(source, None), Some(VPC_SINCE_4.name), "{source}");
        }
        for (source, expected) in [
            (
                "git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git//modules/vpc-endpoints?ref=v5.1.2",
                VPC_ENDPOINTS,
            ),
            (
                "terraform-aws-modules/vpc/aws//modules/vpc-endpoints",
                VPC_ENDPOINTS,
            ),
            (
                "terraform-aws-modules/vpc/aws//modules/vpc-endpoints/",
                VPC_ENDPOINTS,
            ),
            (
                "github.com/terraform-aws-modules/terraform-aws-vpc?ref=v2.78.0",
                VPC_2,
            ),
            (
                "github.com/terraform-aws-modules/terraform-aws-vpc?ref=82d1929",
                VPC_ANY,
            ),
            ("terraform-aws-modules/security-group/aws", SECURITY_GROUP),
            (
                "cloudposse/vpc/aws//modules/vpc-endpoints",
                CLOUDPOSSE_VPC_ENDPOINTS,
            ),
            ("aws-ia/vpc/aws", AWS_IA_VPC),
        ] {
            assert_eq!(name(source, None), Some(expected.name), "{source}");
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
    fn names_and_files_are_unique() {
        let all = [
            VPC_SINCE_4,
            VPC_3,
            VPC_SINCE_3,
            VPC_2,
            VPC_ANY,
            VPC_ENDPOINTS,
            SECURITY_GROUP,
            CLOUDPOSSE_VPC_ENDPOINTS,
            AWS_IA_VPC,
        ];
        for (index, model) in all.iter().enumerate() {
            assert!(
                all.iter()
                    .skip(index + 1)
                    .all(|other| other.name != model.name)
            );
            for (name, text) in model.files {
                assert!(text().starts_with("# "), "{name}");
            }
        }
    }
}
