//! What a data source may find: something that is made here, or what AWS makes with a VPC.

use std::collections::BTreeMap;

use super::{
    Exists, Instance, Room, equal, is_same_place, planned,
    query::{Filter, Query},
};
use crate::{
    eval::Key,
    module::ResourceName,
    provider,
    syntax::{Expr, ExprKind, Name},
    value::{Kind, Truth, Value},
};

/// The types that data sources find, and what adds to what these have.
pub(super) const CONCERNED: [&str; 8] = [
    "aws_default_route_table",
    "aws_default_security_group",
    "aws_ec2_tag",
    "aws_route_table",
    "aws_route_table_association",
    "aws_security_group",
    "aws_subnet",
    "aws_vpc",
];

/// Something that a data source may find.
pub(super) enum Candidate<'a, 'p> {
    /// An instance of a resource.
    Made(&'a Instance<'p>),
    /// What AWS makes with a VPC: the attribute of the VPC that is its id, and the type that takes it over.
    Default {
        vpc: &'a Instance<'p>,
        id: &'static str,
        taken_over_by: (&'static str, &'static str),
    },
}

impl<'a, 'p> Candidate<'a, 'p> {
    pub(super) fn made(instance: &'a Instance<'p>) -> Self {
        Self::Made(instance)
    }

    /// What AWS makes of a type with a VPC.
    pub(super) fn by_default(vpc: &'a Instance<'p>, ty: &str) -> Option<Self> {
        let (id, taken_over_by) = match ty {
            "aws_security_group" => (
                "default_security_group_id",
                ("aws_default_security_group", "vpc_id"),
            ),
            "aws_route_table" => (
                "default_route_table_id",
                ("aws_default_route_table", "default_route_table_id"),
            ),
            _ => return None,
        };
        Some(Self::Default {
            vpc,
            id,
            taken_over_by,
        })
    }

    /// Its id.
    pub(super) fn id(&self) -> Value {
        let id = match self {
            Self::Made(instance) => instance.attribute("id"),
            Self::Default { vpc, id, .. } => vpc.attribute(id),
        };
        Value::new(id.kind)
    }

    /// Whether it is there for certain.
    pub(super) fn is_certain(&self) -> bool {
        let (Self::Made(instance) | Self::Default { vpc: instance, .. }) = self;
        instance.exists == Exists::Must && !matches!(instance.key, Key::Any { .. })
    }

    /// Whether a data source is read only once it is there: `depends_on` names it, or the call of a module that it is in.
    pub(super) fn is_awaited_by(&self, source: &Instance<'p>) -> bool {
        let Self::Made(instance) = self else {
            return false;
        };
        let scope = &source.scope;
        let leads = |expr: &Expr| {
            ResourceName::named_by(expr).is_some_and(|name| match &*name.ty {
                "module" => {
                    let call = scope.address_of(format_args!("module.{}", name.name));
                    let rest = instance.scope.address.strip_prefix(&*call);
                    rest.is_some_and(|it| it.is_empty() || it.starts_with(['.', '[']))
                }
                _ => instance.scope.address == scope.address && instance.resource.name == name,
            })
        };
        let awaited = source.resource.block.body.attribute("depends_on");
        awaited.is_some_and(|it| match &it.value.kind {
            ExprKind::Tuple(items) => items.iter().any(leads),
            _ => false,
        })
    }

    /// Whether it is what a data source asks for.
    pub(super) fn answers(
        &self,
        query: &Query,
        source: &Instance<'p>,
        room: &Room<'_, 'p>,
    ) -> Truth {
        let (Self::Made(instance) | Self::Default { vpc: instance, .. }) = self;
        let is_there = if is_same_place(room.evaluation, source, instance) {
            Truth::Yes
        } else {
            Truth::Unknown
        };
        let filters = query.filters().map(|filter| self.meets(filter, room));
        Truth::all(filters.chain([is_there]))
    }

    fn meets(&self, filter: &Filter, room: &Room<'_, 'p>) -> Truth {
        if let Some(key) = filter.name.strip_prefix("tag:") {
            return self.is_tagged(key, filter, room);
        }
        match self {
            Self::Made(instance) => {
                let Some(attribute) = attribute(instance.ty(), &filter.name) else {
                    return Truth::Unknown;
                };
                match attribute {
                    Is::Attribute(name) if !is_told(instance, name) => Truth::Unknown,
                    Is::Always(value) => filter.is_met_by(&Value::string(value)),
                    Is::Attribute(name) if instance.ignores_changes_within(name) => Truth::Unknown,
                    Is::Attribute(name) => filter.is_met_by(&instance.attribute(name)),
                }
            }
            Self::Default { vpc, id, .. } => match &*filter.name {
                "vpc-id" => filter.is_met_by(&vpc.attribute("id")),
                "group-name" if *id == "default_security_group_id" => {
                    filter.is_met_by(&Value::string("default"))
                }
                "group-id" | "route-table-id" => filter.is_met_by(&vpc.attribute(id)),
                _ => Truth::Unknown,
            },
        }
    }

    /// Whether it has a tag with one of the values.
    fn is_tagged(&self, key: &str, filter: &Filter, room: &Room<'_, 'p>) -> Truth {
        // Services of AWS and controllers of Kubernetes add tags of their own.
        let is_of_others = key.starts_with("aws:") || key.starts_with("kubernetes.io/");
        if is_of_others || self.may_be_tagged_apart(room) {
            return Truth::Unknown;
        }
        let instance = match self {
            Self::Made(instance) => instance,
            Self::Default { .. } if self.may_be_taken_over(room) => return Truth::Unknown,
            Self::Default { .. } => return Truth::No,
        };
        let mut arguments = ["tags", "tags_all"].iter();
        if arguments.any(|it| instance.ignores_changes_within(it)) || !is_told(instance, "tags") {
            return Truth::Unknown;
        }
        let own = instance.attribute("tags");
        match tag(&own, key) {
            Ok(Some(value)) => return filter.is_met_by(value),
            Ok(None) => {}
            Err(()) => return Truth::Unknown,
        }
        let evaluation = room.evaluation;
        let by_default = evaluation.provider_default_tags(instance);
        let Some(by_default) = by_default else {
            // Of a module for others the caller says what its provider is.
            return if evaluation.root.module.runs {
                Truth::No
            } else {
                Truth::Unknown
            };
        };
        match tag(&by_default, key) {
            Ok(Some(value)) => filter.is_met_by(value),
            Ok(None) => Truth::No,
            Err(()) => Truth::Unknown,
        }
    }

    /// Whether an `aws_ec2_tag` may be about it.
    fn may_be_tagged_apart(&self, room: &Room<'_, 'p>) -> bool {
        let mut tags = room.instances("aws_ec2_tag");
        tags.any(|it| equal(&it.attribute("resource_id"), &self.id()) != Truth::No)
    }

    /// Whether a resource that is made here may take over what AWS made.
    fn may_be_taken_over(&self, room: &Room<'_, 'p>) -> bool {
        let Self::Default {
            vpc,
            id,
            taken_over_by: (ty, argument),
        } = self
        else {
            return false;
        };
        let named = if *argument == "vpc_id" { "id" } else { id };
        let mut others = room.instances(ty);
        others.any(|it| equal(&it.attribute(argument), &vpc.attribute(named)) != Truth::No)
    }

    /// What a data source that finds it has of it: what its own block does not say.
    pub(super) fn attributes(&self, source: &Instance<'p>) -> BTreeMap<Name, Value> {
        let mut attributes = BTreeMap::new();
        let mut add = |name: &str, value: &Value| {
            if !source.sets(name) && is_shown(value) {
                attributes.insert(name.into(), Value::new(value.kind.clone()));
            }
        };
        let schema = provider::data_source(source.ty());
        match self {
            Self::Made(instance) => {
                let name = &instance.resource.name;
                let seen = planned::referenced(name, &instance.value, planned::schema(name));
                let entries = seen
                    .as_mapping()
                    .into_iter()
                    .flat_map(|it| it.entries.iter());
                for (name, value) in entries {
                    let is_read = schema.is_some_and(|it| it.attributes.contains_key(&**name));
                    if is_read && &**name != "region" && !instance.ignores_changes_within(name) {
                        add(name, value);
                    }
                }
            }
            Self::Default { vpc, id, .. } => {
                add("vpc_id", &vpc.attribute("id"));
                if *id == "default_security_group_id" {
                    add("name", &Value::string("default"));
                }
            }
        }
        add("id", &self.id());
        if source.ty() == "aws_route_table" {
            add("route_table_id", &self.id());
        }
        attributes
    }
}

/// Whether all that is said of an attribute is seen: our models of modules leave out what no rule asks for.
fn is_told(instance: &Instance<'_>, name: &str) -> bool {
    name == "id" || !instance.scope.module.bundled || instance.sets(name)
}

/// Whether a data source surely reads what a resource is planned to be.
fn is_shown(value: &Value) -> bool {
    let is_plain = matches!(
        value.kind,
        Kind::Bool(_)
            | Kind::Number(_)
            | Kind::String(_)
            | Kind::PartialString(_)
            | Kind::Unknown(_)
    );
    is_plain && !value.sensitive
}

/// The value of a tag; an error where it may have one that is not known.
fn tag<'v>(tags: &'v Value, key: &str) -> Result<Option<&'v Value>, ()> {
    match &tags.kind {
        Kind::Null(_) => Ok(None),
        Kind::Mapping(mapping) => match (mapping.entries.get(key), &mapping.rest) {
            (Some(value), _) => Ok(Some(value)),
            (None, None) => Ok(None),
            (None, Some(_)) => Err(()),
        },
        _ => Err(()),
    }
}

/// What a filter is compared with.
enum Is {
    Attribute(&'static str),
    Always(&'static str),
}

/// What a filter of the EC2 API is about (API reference: `DescribeVpcs`, `DescribeSubnets`, `DescribeRouteTables`,
/// `DescribeSecurityGroups`).
fn attribute(ty: &str, filter: &str) -> Option<Is> {
    let name = match (ty, filter) {
        ("aws_vpc", "vpc-id")
        | ("aws_subnet", "subnet-id")
        | ("aws_route_table", "route-table-id")
        | ("aws_security_group", "group-id") => "id",
        (_, "vpc-id") => "vpc_id",
        ("aws_subnet", "availability-zone" | "availabilityZone") => "availability_zone",
        ("aws_subnet", "availability-zone-id" | "availabilityZoneId") => "availability_zone_id",
        ("aws_subnet", "cidr-block" | "cidr" | "cidrBlock") | ("aws_vpc", "cidr") => "cidr_block",
        ("aws_subnet", "map-public-ip-on-launch") => "map_public_ip_on_launch",
        ("aws_security_group", "group-name") => "name",
        // A VPC that is made is none that AWS made, and neither are its subnets.
        ("aws_subnet", "default-for-az" | "defaultForAz")
        | ("aws_vpc", "is-default" | "isDefault") => {
            return Some(Is::Always("false"));
        }
        ("aws_subnet" | "aws_vpc", "state") => return Some(Is::Always("available")),
        _ => return None,
    };
    Some(Is::Attribute(name))
}
