//! VPCs and their subnets.

use std::sync::Arc;

use super::{Basis, Builder, Fact, Identity, fact};
use crate::{
    eval::{Exists, Instance},
    provider::region::{self, ZoneKind},
    span::Span,
    value::{Kind, Value},
};

/// A VPC that this configuration makes.
#[derive(Debug)]
pub struct Vpc {
    /// Its address.
    pub address: Arc<str>,
    /// The header of its block, or of the call of a known registry module.
    pub header: Span,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// What that rests on.
    pub basis: Basis,
    /// The call that made it, by its local name, when that is of a known registry module.
    pub call: Option<String>,
    /// Its id.
    pub identity: Identity,
    /// `enable_dns_support`: on unless switched off.
    pub dns_support: Fact<bool>,
    /// `enable_dns_hostnames`: off in a new VPC unless switched on, on in a default VPC.
    pub dns_hostnames: Fact<bool>,
}

/// A subnet that this configuration makes.
#[derive(Debug)]
pub struct Subnet {
    /// Its address.
    pub address: Arc<str>,
    /// The header of its block, or of the call of a known registry module.
    pub header: Span,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// What that rests on.
    pub basis: Basis,
    /// Its id.
    pub identity: Identity,
    /// Its VPC.
    pub vpc: Option<Identity>,
    /// Its Availability Zone; none when AWS picks one.
    pub zone: Option<Zone>,
    /// Whether it lies in a Local Zone, a Wavelength Zone or on an Outpost, where one zone is all there is.
    pub edge: bool,
    /// Whether instances in it get public addresses by themselves.
    pub public_addresses: bool,
}

/// An Availability Zone. Names are an account's own, ids are the same everywhere: the two cannot be compared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Zone {
    /// `us-east-1a`, or the expression that gives it.
    Name(Identity),
    /// `use1-az1`, or the expression that gives it.
    Id(Identity),
}

impl Zone {
    /// As a message names it: the name or id, or nothing when it is only an expression.
    #[must_use]
    pub fn known(&self) -> Option<&str> {
        match self {
            Self::Name(identity) | Self::Id(identity) => identity.id(),
        }
    }
}

/// Local Zones and Wavelength Zones are one of a kind; Availability Zones come in groups.
fn is_edge(zone: &str) -> bool {
    region::zone(zone).is_some_and(|zone| zone.kind != ZoneKind::Availability)
}

impl<'p> Builder<'_, 'p> {
    /// `aws_vpc`, `aws_default_vpc`.
    pub(super) fn vpc(&self, instance: &Instance<'p>) -> Vpc {
        let flag = |value: &Value| match value.kind {
            Kind::Null(_) => Some(false),
            _ => value.as_bool(),
        };
        Vpc {
            address: instance.address.clone(),
            header: self.header(instance),
            exists: instance.exists,
            basis: instance.basis.clone(),
            call: instance
                .scope
                .call
                .as_ref()
                .filter(|_| instance.scope.module.bundled)
                .map(|site| format!("module.{}{}", site.call.name, site.repeated.key)),
            identity: Identity::attribute(&instance.address, "id"),
            dns_support: self.fact(instance, "enable_dns_support", flag),
            dns_hostnames: self.fact(instance, "enable_dns_hostnames", flag),
        }
    }

    /// `aws_subnet`, `aws_default_subnet`.
    pub(super) fn subnet(&self, instance: &Instance<'p>) -> Subnet {
        let zone = fact::set_value(instance, "availability_zone");
        let zone_id = fact::set_value(instance, "availability_zone_id");
        let edge = [&zone, &zone_id]
            .iter()
            .filter_map(|zone| zone.as_str())
            .any(|zone| is_edge(zone))
            || !matches!(fact::set_value(instance, "outpost_arn").kind, Kind::Null(_));
        Subnet {
            address: instance.address.clone(),
            header: self.header(instance),
            exists: instance.exists,
            basis: instance.basis.clone(),
            identity: Identity::attribute(&instance.address, "id"),
            vpc: Identity::of(&instance.attribute("vpc_id")),
            zone: Identity::of(&zone)
                .map(Zone::Name)
                .or_else(|| Identity::of(&zone_id).map(Zone::Id)),
            edge,
            public_addresses: instance.attribute("map_public_ip_on_launch").as_bool() == Some(true),
        }
    }
}
