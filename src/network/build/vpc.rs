//! VPCs, subnets.

use super::{Builder, flag, identity_or_nothing, set_value};
use crate::{
    eval::Instance,
    network::{Fact, Identity, Subnet, Vpc, Zone, identity::names_nothing},
    provider::region::{self, ZoneKind},
    redact::is_called_secret,
    value::{Kind, Value, Why},
};

/// Local Zones and Wavelength Zones are one of a kind; Availability Zones come in groups.
fn is_edge(zone: &str) -> bool {
    region::zone(zone).is_some_and(|zone| zone.kind != ZoneKind::Availability)
}

impl<'p> Builder<'_, 'p> {
    /// `aws_vpc`, `aws_default_vpc`.
    pub(super) fn vpc(&self, instance: &Instance<'p>) -> Vpc {
        let resource = self.resource(instance);
        let block = instance.attribute("cidr_block");
        let origins = &self.evaluation.origins;
        // What it is may be written elsewhere.
        let is_hidden = block.sensitive || origins.any_name(block.origin, is_called_secret);
        let is_fixed = !origins.is_replaceable(block.origin);
        let block = block.as_str().filter(|_| is_fixed && !is_hidden);
        Vpc {
            cidr_block: block.and_then(|it| it.parse().ok()),
            identity: Identity::attribute(&resource.address, "id"),
            region: self.own_region(instance),
            // Null is the provider's default, which is on.
            dns_support: self.fact(instance, "enable_dns_support", |value| match value.kind {
                Kind::Null(_) => Some(true),
                _ => value.as_bool(),
            }),
            dns_hostnames: self.fact(instance, "enable_dns_hostnames", flag),
            resource,
        }
    }

    /// `aws_subnet`, `aws_default_subnet`.
    pub(super) fn subnet(&self, instance: &Instance<'p>) -> Subnet {
        let resource = self.resource(instance);
        Subnet {
            identity: Identity::attribute(&resource.address, "id"),
            vpc: self.identity(instance, "vpc_id"),
            zone: self.zone(instance),
            cidr_block: self.fact(instance, "cidr_block", |value| match &value.kind {
                Kind::String(text) => Some(text.parse().ok()),
                Kind::Null(_) => Some(None),
                _ => None,
            }),
            edge: self.edge(instance),
            in_used_zone: self.is_in_used_zone(instance),
            ipv6: self.ipv6(instance),
            ipv6_native: self.fact(instance, "ipv6_native", flag),
            public_addresses: self.fact(instance, "map_public_ip_on_launch", flag),
            resource,
        }
    }

    /// A range that AWS or a pool of addresses gives is one, whichever it is.
    fn ipv6(&self, instance: &Instance<'p>) -> Fact<bool> {
        let fact = self.fact(instance, "ipv6_cidr_block", |value| match &value.kind {
            Kind::Unknown(unknown) if !unknown.not_null => None,
            _ => Some(!names_nothing(value)),
        });
        if instance.sets("ipv6_ipam_pool_id") || instance.sets("ipv6_netmask_length") {
            fact.hidden(Why::Condition)
        } else {
            fact
        }
    }

    fn zone(&self, instance: &Instance<'p>) -> Fact<Option<Zone>> {
        let name = set_value(instance, "availability_zone");
        let id = set_value(instance, "availability_zone_id");
        let by_name = !names_nothing(&name);
        let (argument, value) = match in_one_of(&name, &id) {
            Some(zone) => ("availability_zone", zone.clone()),
            None if by_name => ("availability_zone", name),
            None => ("availability_zone_id", id),
        };
        let kind = if by_name { Zone::Name } else { Zone::Id };
        self.settled(instance, argument, |place| {
            Fact::parse(&value, place, |value| {
                Ok(identity_or_nothing(value)?.map(kind))
            })
        })
    }

    fn edge(&self, instance: &Instance<'p>) -> Fact<bool> {
        let outpost = set_value(instance, "outpost_arn");
        if !matches!(outpost.kind, Kind::Null(_)) {
            let place = self.place(instance, "outpost_arn", &outpost);
            return Fact::read(&outpost, place, |value| Some(!names_nothing(value)));
        }
        let zones = ["availability_zone", "availability_zone_id"]
            .map(|argument| (argument, set_value(instance, argument)));
        let [name, id] = zones;
        let (argument, value) = if names_nothing(&name.1) { id } else { name };
        let place = self.place(instance, argument, &value);
        Fact::read(&value, place, |value| match value.as_str() {
            Some(zone) => Some(is_edge(zone)),
            None if names_nothing(value) => Some(false),
            None if self.is_of_own_region(instance, value) => Some(false),
            None => self.zones_beside(value)?.are_edge(),
        })
        .merged()
    }
}

/// What stands in one of two arguments, or in the other: whoever does not know whether a zone is called by its name or its id writes
/// `is_name ? zone : null` and `is_name ? null : zone`.
fn in_one_of<'v>(name: &'v Value, id: &Value) -> Option<&'v Value> {
    let only = |value: &'_ Value| -> Option<usize> {
        let ways = value.alternatives();
        let mut set = ways.iter().enumerate().filter(|(_, it)| !names_nothing(it));
        let (at, _) = set.next()?;
        (ways.len() == 2 && set.next().is_none()).then_some(at)
    };
    let zone = name.alternatives().get(only(name)?)?;
    let other = id.alternatives().get(only(id)?)?;
    (Identity::of(zone)? == Identity::of(other)?).then_some(zone)
}
