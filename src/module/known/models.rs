//! The models: for which versions of which module they stand, what they are made of, and where versions differ.

use std::borrow::Cow;

use super::{
    range::{Range, Version},
    vpc_2,
};

/// A model.
#[derive(Debug)]
pub(super) struct Model {
    /// `terraform-aws-modules/vpc`.
    pub(super) module: &'static str,
    /// `modules/vpc-endpoints`, or nothing.
    pub(super) submodule: &'static str,
    /// The oldest version that it stands for.
    pub(super) since: Version,
    /// The newest that it was held against.
    pub(super) checked: Version,
    /// Whether it says something of these versions.
    pub(super) stands_for: fn(Range) -> bool,
    /// The versions that changed what it says, and what each brought, in order.
    pub(super) changes: &'static [(Version, &'static str)],
    pub(super) files: &'static [File],
}

impl Model {
    /// Who has its module.
    pub(super) fn owner(&self) -> &'static str {
        self.module.split('/').next().unwrap_or_default()
    }

    /// What the repository of its module is called.
    pub(super) fn repository(&self) -> String {
        let name = self.module.split('/').next_back().unwrap_or_default();
        format!("terraform-aws-{name}")
    }
}

/// A file of a model.
#[derive(Debug)]
pub(super) struct File {
    pub(super) name: &'static str,
    pub(super) text: fn() -> Cow<'static, str>,
    /// Whether it belongs to the model for these versions.
    pub(super) holds: fn(Range) -> bool,
}

/// The files of a model: `files!["vpc": "vpc.tf", ...; "before_4.tf" if |range| ...]` are in `known/vpc`.
macro_rules! files {
    ($directory:literal: $($name:literal),+
        $(; $($other:literal if $holds:expr),+)?
        $(; made $made:literal: $text:expr, $made_holds:expr)?
    ) => {
        &[
            $(files!(@ $directory, $name, |_| true),)+
            $($(files!(@ $directory, $other, $holds),)+)?
            $(File {
                name: concat!($directory, "/", $made),
                text: $text,
                holds: $made_holds,
            },)?
        ]
    };
    (@ $directory:literal, $name:literal, $holds:expr) => {
        File {
            name: concat!($directory, "/", $name),
            text: || Cow::Borrowed(include_str!(concat!($directory, "/", $name))),
            holds: $holds,
        }
    };
}

pub(super) static MODELS: [Model; 5] = [
    Model {
        module: "terraform-aws-modules/vpc",
        submodule: "",
        since: Version(2, 25, 0),
        checked: Version(6, 6, 0),
        stands_for: |range| range.reaches(Version(2, 25, 0)),
        changes: &[
            (
                Version(2, 48, 0),
                "the way of database subnets to NAT gateways is in their own route table",
            ),
            (
                Version(2, 72, 0),
                "each database subnet has a route table of its own, unless one NAT gateway serves all",
            ),
            (
                Version(3, 0, 0),
                "endpoints are made by the submodule, no longer here",
            ),
            (Version(3, 7, 0), "groups of ElastiCache subnets have tags"),
            (Version(3, 11, 0), "the policy of flow logs has tags"),
            (
                Version(3, 11, 3),
                "the default security group, network ACL and route table are named after the VPC",
            ),
            (
                Version(3, 16, 0),
                "a VPC without IPv6 leaves `assign_generated_ipv6_cidr_block` out, instead of `false`",
            ),
            (
                Version(4, 0, 0),
                "DNS host names are on, and public subnets give no public addresses; the default security group, network ACL and route \
                 table are taken over; each tier says for itself whether its subnets assign IPv6 addresses; public subnets alone make \
                 NAT gateways, private ones alone do not",
            ),
            (
                Version(4, 0, 1),
                "private and intra subnets alone make NAT gateways, too",
            ),
            (Version(4, 0, 2), "routes for DNS64 where there is IPv6"),
            (
                Version(5, 1, 2),
                "intra subnets alone make no NAT gateways any more",
            ),
            (
                Version(5, 7, 1),
                "one route to the egress-only gateway a private route table, instead of one a private subnet",
            ),
            (
                Version(5, 7, 2),
                "no such route where there are no private subnets",
            ),
            (
                Version(5, 11, 0),
                "every one of several public route tables leads to the internet",
            ),
        ],
        files: files!["vpc": "vpc.tf", "subnets.tf", "routes.tf", "acls.tf", "flow_log.tf", "inputs.tf", "outputs.tf";
            "since_4.tf" if |range| range.starts_at(Version(4, 0, 0)),
            "before_4.tf" if |range| !range.reaches(Version(4, 0, 0)),
            "any_version.tf" if |range| range.reaches(Version(4, 0, 0)) && !range.starts_at(Version(4, 0, 0)),
            "endpoints_2.tf" if |range| !range.starts_at(Version(3, 0, 0));
            made "interface_endpoints_2.tf": vpc_2::interface_endpoints, |range| !range.starts_at(Version(3, 0, 0))],
    },
    Model {
        module: "terraform-aws-modules/vpc",
        submodule: "modules/vpc-endpoints",
        since: Version(3, 0, 0),
        checked: Version(6, 6, 0),
        stands_for: |range| range.reaches(Version(3, 0, 0)),
        changes: &[
            (Version(3, 14, 0), "endpoints can be left out with `create`"),
            (Version(5, 5, 0), "`dns_options`"),
            (Version(5, 5, 1), "`dns_options` are read where they stand"),
            (
                Version(5, 7, 0),
                "services can be named in full with `service_endpoint`",
            ),
            (Version(5, 13, 0), "`ip_address_type`"),
            (
                Version(5, 17, 0),
                "endpoints have a tag `Name`, made of their keys",
            ),
            (Version(5, 18, 0), "`service_region`"),
            (Version(5, 21, 0), "`subnet_configurations`"),
        ],
        files: files!["vpc_endpoints": "endpoints.tf", "interface.tf"],
    },
    Model {
        module: "terraform-aws-modules/security-group",
        submodule: "",
        since: Version(3, 6, 0),
        checked: Version(5, 3, 1),
        stands_for: |range| range.reaches(Version(3, 6, 0)),
        changes: &[
            (Version(3, 16, 0), "a tag `Name` that is given is kept"),
            (
                Version(5, 2, 0),
                "rules with CIDR blocks are without the prefix lists of all rules; rules with prefix lists name their own",
            ),
        ],
        files: files!["security_group": "group.tf", "ingress.tf", "egress.tf", "rules.tf", "inputs.tf"],
    },
    Model {
        module: "cloudposse/vpc",
        submodule: "modules/vpc-endpoints",
        since: Version(2, 0, 0),
        checked: Version(3, 0, 0),
        stands_for: |range| range.reaches(Version(2, 0, 0)),
        changes: &[
            (
                Version(2, 2, 0),
                "all security groups of an endpoint are its argument, instead of being joined by resources of their own",
            ),
            (
                Version(2, 3, 0),
                "the first security group is its argument, the others are joined by resources of their own",
            ),
        ],
        files: files!["cloudposse_vpc_endpoints": "endpoints.tf"],
    },
    Model {
        module: "aws-ia/vpc",
        submodule: "",
        since: Version(4, 0, 0),
        checked: Version(4, 7, 3),
        stands_for: |range| range.starts_at(Version(4, 0, 0)),
        changes: &[
            (
                Version(4, 1, 0),
                "`appliance_mode_support` of a core network",
            ),
            (
                Version(4, 2, 0),
                "IPv6; public subnets give public addresses",
            ),
            (Version(4, 2, 1), "`connect_to_igw`"),
            (Version(4, 3, 0), "VPC Lattice"),
            (
                Version(4, 3, 2),
                "`map_public_ip_on_launch`; the attachment to a transit gateway has tags",
            ),
            (Version(4, 4, 3), "`create_vpc` and `azs`"),
            (
                Version(4, 5, 0),
                "the internet gateway's name ends in `-igw`; security groups can be referenced through a transit gateway",
            ),
            (Version(4, 7, 0), "zones are sorted"),
            (Version(4, 7, 3), "private tiers can assign IPv6 addresses"),
        ],
        files: files!["aws_ia_vpc": "vpc.tf", "subnets.tf", "interface.tf"],
    },
];
