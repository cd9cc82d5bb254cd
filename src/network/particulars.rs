//! What only some endpoints are given, and in which Regions they and their services are.

use std::net::Ipv4Addr;

use super::{Fact, Identity, Set};
use crate::value::OriginId;

/// Arguments that only some types of endpoint have.
#[derive(Debug)]
pub struct Arguments {
    /// Whether `resource_configuration_arn` is set.
    pub resource_configuration: Fact<bool>,
    /// Whether `service_network_arn` is set.
    pub service_network: Fact<bool>,
    /// Arguments for what it leads to that only a default leaves out, which whoever runs the configuration may replace.
    pub targets_by_default: Vec<&'static str>,
    /// The addresses that `subnet_configuration` picks in subnets.
    pub addresses: Set<SubnetAddress>,
}

/// One `subnet_configuration`.
#[derive(Clone, Debug)]
pub struct SubnetAddress {
    /// Its subnet, if that is known.
    pub subnet: Option<Identity>,
    /// The IPv4 address, if one is picked and known.
    pub ipv4: Option<Ipv4Addr>,
    /// Whether that address must not be shown.
    pub(super) is_hidden: bool,
    pub(super) from: Vec<OriginId>,
}

/// The Regions that an endpoint has to do with: ids, or the expressions that give them.
#[derive(Debug)]
pub struct Regions {
    /// The one it is made in: its own `region`, else that of its provider.
    pub own: Fact<Identity>,
    /// The one that the name of its service names; none of names without Region.
    pub named: Fact<Option<Identity>>,
    /// What that name starts with: `com.amazonaws`; none of names that are not AWS's.
    pub family: Fact<Option<&'static str>>,
    /// `service_region`: the one its service is in, where that is said.
    pub service: Fact<Option<Identity>>,
}
