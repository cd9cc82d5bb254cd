//! Route tables, where they send traffic, and which subnets follow them.

use std::sync::Arc;

use super::{Basis, Builder, Fact, Identity, Members, fact};
use crate::{
    eval::{Exists, Instance},
    span::Span,
    value::{Kind, Value, Why},
};

/// A route table that this configuration makes or takes over.
#[derive(Debug)]
pub struct RouteTable {
    /// Its address.
    pub address: Arc<str>,
    /// The header of its block, or of the call of a known registry module.
    pub header: Span,
    /// Its identities: its own id and, for the main table of a VPC, the VPC's name for it.
    pub identities: Vec<Identity>,
    /// Its VPC.
    pub vpc: Option<Identity>,
    /// Routes of its own and separate ones.
    pub routes: Vec<Route>,
    /// Why there may be more routes than these.
    pub open: Option<Why>,
}

/// One route.
#[derive(Clone, Debug)]
pub struct Route {
    /// The address of the resource that makes it.
    pub address: Arc<str>,
    /// Its block.
    pub place: Span,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// What that rests on.
    pub basis: Basis,
    /// Whether it is for all IPv4 or all IPv6 traffic; `None` when the destination is not known.
    pub is_default: Option<bool>,
    /// Whether it is for IPv4.
    pub is_ipv4: bool,
    /// Where it leads.
    pub target: RouteTarget,
}

/// Where a route leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RouteTarget {
    /// A NAT gateway.
    Nat(Option<Identity>),
    /// An internet gateway.
    Internet,
    /// A transit gateway, a firewall endpoint, an instance, a peering connection, ...
    Other,
}

/// A NAT gateway that this configuration makes.
#[derive(Debug)]
pub struct NatGateway {
    /// Its address.
    pub address: Arc<str>,
    /// The header of its block.
    pub header: Span,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// What that rests on.
    pub basis: Basis,
    /// Its id.
    pub identity: Identity,
    /// Whether it leads to the internet: `connectivity_type` is not `private`.
    pub public: Fact<bool>,
}

/// Which route table a subnet follows.
#[derive(Debug)]
pub struct RouteTableAssociation {
    /// The subnet, or for `aws_main_route_table_association` the VPC.
    pub of: Option<Identity>,
    /// The route table.
    pub table: Option<Identity>,
    /// Whether it makes the table the main one of a VPC.
    pub main: bool,
}

const EVERYWHERE: [&str; 2] = ["0.0.0.0/0", "::/0"];

impl<'p> Builder<'_, 'p> {
    /// `aws_route_table`, `aws_default_route_table`.
    pub(super) fn route_table(&self, instance: &Instance<'p>) -> RouteTable {
        let default = instance.ty() == "aws_default_route_table";
        let taken_over = instance.attribute("default_route_table_id");
        let mut identities = vec![Identity::attribute(&instance.address, "id")];
        let mut vpc = Identity::of(&instance.attribute("vpc_id"));
        if default {
            vpc = owner(
                &taken_over,
                &["default_route_table_id", "main_route_table_id"],
            );
            identities.extend(Identity::of(&taken_over));
            identities.extend(vpc.iter().flat_map(main_names));
        }
        let members = Members::of(&fact::set_value(instance, "route"));
        RouteTable {
            address: instance.address.clone(),
            header: self.header(instance),
            identities,
            vpc,
            routes: members
                .values
                .iter()
                .map(|route| self.inline_route(instance, route))
                .collect(),
            open: members.open,
        }
    }

    fn inline_route(&self, instance: &Instance<'p>, route: &Value) -> Route {
        let get = |name: &str| {
            route
                .as_mapping()
                .and_then(|route| route.entries.get(name))
                .cloned()
        };
        let destinations = [
            "cidr_block",
            "ipv6_cidr_block",
            "destination_prefix_list_id",
        ]
        .map(get);
        let place = self.place_of(instance, route.origin);
        Self::route_of(instance, place, destinations, &get)
    }

    /// `aws_route`: the table it belongs to, and the route.
    pub(super) fn separate_route(&self, instance: &Instance<'p>) -> (Option<Identity>, Route) {
        let get = |name: &str| Some(fact::set_value(instance, name));
        let destinations = [
            "destination_cidr_block",
            "destination_ipv6_cidr_block",
            "destination_prefix_list_id",
        ]
        .map(get);
        let table = Identity::of(&instance.attribute("route_table_id"));
        (
            table,
            Self::route_of(instance, self.header(instance), destinations, &get),
        )
    }

    fn route_of(
        instance: &Instance<'p>,
        place: Span,
        destinations: [Option<Value>; 3],
        get: &dyn Fn(&str) -> Option<Value>,
    ) -> Route {
        let written =
            |value: &Option<Value>| value.as_ref().is_some_and(|value| !fact::is_nothing(value));
        let [ipv4, ipv6, prefix_list] = destinations;
        let is_ipv4 = written(&ipv4);
        let destination = if is_ipv4 { ipv4 } else { ipv6 };
        let is_default = match destination.filter(|value| !fact::is_nothing(value)) {
            Some(value) => value.as_str().map(|cidr| EVERYWHERE.contains(&&**cidr)),
            None => written(&prefix_list).then_some(false),
        };
        let nat = get("nat_gateway_id").filter(|value| !fact::is_nothing(value));
        let gateway = get("gateway_id").filter(|value| !fact::is_nothing(value));
        let target = match (nat, gateway) {
            (Some(nat), _) => RouteTarget::Nat(Identity::of(&nat)),
            (None, Some(_)) => RouteTarget::Internet,
            (None, None) => RouteTarget::Other,
        };
        Route {
            address: instance.address.clone(),
            place,
            exists: instance.exists,
            basis: instance.basis.clone(),
            is_default,
            is_ipv4,
            target,
        }
    }

    /// `aws_nat_gateway`.
    pub(super) fn nat_gateway(&self, instance: &Instance<'p>) -> NatGateway {
        NatGateway {
            address: instance.address.clone(),
            header: self.header(instance),
            exists: instance.exists,
            basis: instance.basis.clone(),
            identity: Identity::attribute(&instance.address, "id"),
            public: self.fact(instance, "connectivity_type", |value| match &value.kind {
                Kind::Null(_) => Some(true),
                Kind::String(text) => Some(&**text != "private"),
                _ => None,
            }),
        }
    }

    /// `aws_route_table_association`, `aws_main_route_table_association`. Associations with gateways steer what comes in and
    /// have no subnet.
    pub(super) fn route_table_association(instance: &Instance<'p>) -> RouteTableAssociation {
        let main = instance.ty() == "aws_main_route_table_association";
        let of = instance.attribute(if main { "vpc_id" } else { "subnet_id" });
        RouteTableAssociation {
            of: Identity::of(&of),
            table: Identity::of(&instance.attribute("route_table_id")),
            main,
        }
    }
}

/// The names under which a VPC exports the id of its main route table.
pub(super) fn main_names(vpc: &Identity) -> impl Iterator<Item = Identity> {
    let address = vpc.as_str().strip_suffix(".id").map(ToOwned::to_owned);
    ["default_route_table_id", "main_route_table_id"]
        .into_iter()
        .filter_map(move |name| Some(Identity::attribute(address.as_deref()?, name)))
}

/// The VPC whose attribute a value is: `aws_vpc.main.default_route_table_id` belongs to `aws_vpc.main.id`.
pub(super) fn owner(value: &Value, attributes: &[&str]) -> Option<Identity> {
    let identity = Identity::of(value)?;
    attributes.iter().find_map(|attribute| {
        let address = identity
            .as_str()
            .strip_suffix(attribute)?
            .strip_suffix('.')?;
        Some(Identity::attribute(address, "id"))
    })
}
