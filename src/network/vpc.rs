//! VPCs and their subnets.

use std::{
    slice,
    sync::{Arc, OnceLock},
};

use ipnet::Ipv4Net;

use super::{
    Fact, Identity, Network, Resource, Things,
    case::{Made, Subject},
    identified::Identified,
    identity::Index,
};
use crate::{address::Address, value::Truth};

/// A VPC that this configuration makes.
#[derive(Debug)]
pub struct Vpc {
    /// The resource.
    pub resource: Arc<Resource>,
    /// Its id.
    pub identity: Identity,
    /// The Region it is made in.
    pub region: Fact<Identity>,
    /// Its IPv4 range, where that is written out and no caller may replace it.
    pub cidr_block: Option<Ipv4Net>,
    /// `enable_dns_support`: on unless switched off.
    pub dns_support: Fact<bool>,
    /// `enable_dns_hostnames`: off in a new VPC unless switched on, on in a default VPC.
    pub dns_hostnames: Fact<bool>,
}

/// A subnet that this configuration makes.
#[derive(Debug)]
pub struct Subnet {
    /// The resource.
    pub resource: Arc<Resource>,
    /// Its id.
    pub identity: Identity,
    /// Its VPC.
    pub vpc: Fact<Identity>,
    /// Its Availability Zone; none when AWS picks one.
    pub zone: Fact<Option<Zone>>,
    /// Its IPv4 range; none when it is not written.
    pub cidr_block: Fact<Option<Ipv4Net>>,
    /// Whether it lies in a Local Zone, a Wavelength Zone or on an Outpost, where one zone is all there is.
    pub edge: Fact<bool>,
    /// Whether its zone has no known name, and is one of a list of those that the account uses.
    pub(super) in_used_zone: bool,
    /// Whether it has an IPv6 range.
    pub ipv6: Fact<bool>,
    /// Whether it has no IPv4 range.
    pub ipv6_native: Fact<bool>,
    /// Whether instances in it get public addresses by themselves.
    pub public_addresses: Fact<bool>,
}

/// An Availability Zone. Names are an account's own, ids are the same everywhere: the two cannot be compared.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Zone {
    /// `us-east-1a`, or the expression that gives it.
    Name(Identity),
    /// `use1-az1`, or the expression that gives it.
    Id(Identity),
}

impl Zone {
    /// What gives it.
    pub(super) const fn identity(&self) -> &Identity {
        match self {
            Self::Name(identity) | Self::Id(identity) => identity,
        }
    }

    /// The list of which it is an element that is not known, where a data source lists each zone once:
    /// `data.aws_availability_zones.a`.
    pub(super) fn list(&self) -> Option<&str> {
        let name = self.identity().name().strip_suffix(']')?;
        let (list, index) = name.rsplit_once(".names[")?;
        let is_listed = list.contains("data.aws_availability_zones.")
            && index.bytes().all(|it| it.is_ascii_digit());
        is_listed.then_some(list)
    }

    /// The Region whose name and a letter are its own, where that is not known: `${var.region}` of `${var.region}a`.
    pub(super) fn region(&self) -> Option<&str> {
        let (region, letter) = self.identity().name().rsplit_once('}')?;
        (letter.len() == 1 && !region.contains('(')).then_some(region)
    }

    /// As a message names it: the name or id, or nothing when it is only an expression.
    #[must_use]
    pub fn known(&self) -> Option<&str> {
        self.identity().id()
    }
}

impl Made for Vpc {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

/// What is missing from a VPC concerns no endpoint that is there.
impl Subject for Vpc {
    fn endpoints(&self, _: &Network) -> Vec<Address> {
        Vec::new()
    }
}

impl Made for Subnet {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

impl Identified for Vpc {
    fn identities(&self) -> &[Identity] {
        slice::from_ref(&self.identity)
    }

    fn among(network: &Network) -> (&Things<Self>, &OnceLock<Index>) {
        (&network.vpcs, &network.found.vpcs)
    }
}

impl Identified for Subnet {
    fn identities(&self) -> &[Identity] {
        slice::from_ref(&self.identity)
    }

    fn among(network: &Network) -> (&Things<Self>, &OnceLock<Index>) {
        (&network.subnets, &network.found.subnets)
    }
}

impl Network {
    /// The VPC of an identity, if it is made here.
    pub(super) fn vpc(&self, identity: &Identity) -> Option<&Vpc> {
        self.made_here(identity)
    }

    /// The subnet of an identity, if it is made here.
    #[must_use]
    pub fn subnet(&self, identity: &Identity) -> Option<&Subnet> {
        self.made_here(identity)
    }

    /// Whether it is told of an identity which VPC it is: one that is made here, or one that is named by an id.
    pub(super) fn is_told(&self, vpc: &Identity) -> bool {
        vpc.is_foreign() || self.index_of::<Vpc>().has(vpc)
    }

    /// Whether two identities are of one VPC. One that is made here is no other, and none that is named by an id.
    #[must_use]
    pub(super) fn is_one_vpc(&self, one: &Identity, other: &Identity) -> Truth {
        if one == other {
            return Truth::Yes;
        }
        if self.is_told(one) && self.is_told(other) {
            Truth::No
        } else {
            Truth::Unknown
        }
    }
}
