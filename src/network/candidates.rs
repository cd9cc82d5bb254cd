//! What is looked at where something is looked for: endpoints for a service in a VPC, associations of a subnet.

use std::collections::HashMap;

use super::{
    Case, Endpoint, EndpointType, Fact, Identity, LookedUp, Network, RouteTableAssociation, Subnet,
    Vpc,
    filing::{Filed, Says, is_replaceable, merged},
    listed::Lists,
    siblings::{Siblings, key},
};
use crate::{provider::service::ServiceName, value::Origins};

/// Endpoints by their services, those of each by their VPCs.
#[derive(Debug, Default)]
pub(super) struct ByService {
    known: HashMap<String, Filed<Identity>>,
    open: Filed<Identity>,
    /// Those that have their service by a default that may be replaced, as in [`Filed`].
    replaceable: Filed<String>,
}

impl ByService {
    fn add(
        &mut self,
        place: usize,
        service: &Says<String>,
        (vpc, is_replaceable): (Says<Identity>, bool),
        has_replaceable_service: bool,
    ) {
        match service {
            Says::This(key) => {
                let of_service = self.known.entry(key.clone()).or_default();
                of_service.add(place, vpc, is_replaceable);
            }
            Says::Nothing => {}
            Says::Unknown => self.open.add(place, vpc, is_replaceable),
        }
        if *service != Says::Unknown && has_replaceable_service {
            self.replaceable.add(place, service.clone(), true);
        }
    }

    /// Whether there are none, whatever defaults say.
    fn is_empty(&self) -> bool {
        let has_none = |it: &Filed<Identity>| it.rows(None).concat().is_empty();
        has_none(&self.open)
            && self.known.values().all(has_none)
            && self.replaceable.rows(None).concat().is_empty()
    }

    /// Those that may be for a service, and in a VPC where that is told.
    fn rows(&self, key: &str, vpc: Option<&Identity>) -> Vec<&[usize]> {
        let mut rows = self.open.rows(vpc);
        if let Some(of_service) = self.known.get(key) {
            rows.extend(of_service.rows(vpc));
        }
        rows
    }
}

/// What others are asked about, by what is asked of it.
#[derive(Debug, Default)]
pub(super) struct Filings {
    /// Endpoints by their VPCs.
    vpcs: Filed<Identity>,
    /// Endpoints by their services.
    services: ByService,
    /// Of those by services, those that may have private DNS.
    named: ByService,
    /// Of those by services, those that may be gateways.
    gateways: ByService,
    /// Associations of subnets with route tables, by the subnet.
    associations: Filed<Identity>,
    /// The same, by the collection that the subnet is one of.
    associations_of_collections: Filed<String>,
    /// VPCs that are given DHCP options.
    dhcp_options: Filed<Identity>,
    /// Endpoints that are looked up, by their services.
    looked_up: Filed<String>,
    /// Endpoints that may lie in another zone than one of the same service and VPC.
    pub(super) siblings: Siblings,
    /// Long lists.
    pub(super) lists: Lists,
}

impl Filings {
    /// Files the endpoints of a network.
    pub(super) fn of(network: &Network, origins: &Origins) -> Self {
        let mut filings = Self {
            siblings: Siblings::of(network, origins),
            lists: Lists::of(network, origins),
            ..Self::default()
        };
        for (place, it) in network.endpoints.iter().enumerate() {
            let says_vpc = match it.vpc.settled() {
                Some(vpc) if network.is_told(vpc) => Says::This(vpc.clone()),
                _ => Says::Unknown,
            };
            let service = match it.service.settled().map(|name| name.as_ref().map(key)) {
                Some(Some(key)) => Says::This(key.to_owned()),
                Some(None) => Says::Nothing,
                None => Says::Unknown,
            };
            let has_replaceable_service = is_replaceable(&it.service, origins);
            let has_replaceable_vpc = is_replaceable(&it.vpc, origins);
            let has_replaceable_kind = is_replaceable(&it.kind, origins);
            let vpc = (says_vpc, has_replaceable_vpc);
            filings.vpcs.add(place, vpc.0.clone(), has_replaceable_vpc);
            let file = |by: &mut ByService, may_be: bool, is_replaceable: bool| {
                let vpc = if may_be {
                    vpc.clone()
                } else {
                    (Says::Nothing, is_replaceable)
                };
                by.add(place, &service, vpc, has_replaceable_service);
            };
            file(&mut filings.services, true, false);
            let is_kind = |kind| it.kind.settled().is_none_or(|it| *it == kind);
            let may_be_named =
                is_kind(EndpointType::Interface) && it.private_dns.settled() != Some(&false);
            let is_so_by_default = has_replaceable_kind || is_replaceable(&it.private_dns, origins);
            file(&mut filings.named, may_be_named, is_so_by_default);
            file(
                &mut filings.gateways,
                is_kind(EndpointType::Gateway),
                has_replaceable_kind,
            );
        }
        filings.file_others(network, origins);
        filings
    }

    fn file_others(&mut self, network: &Network, origins: &Origins) {
        for (place, it) in network.associations.iter().enumerate() {
            if it.main {
                continue;
            }
            let says = match it.of.settled() {
                Some(Some(subnet)) => Says::This(subnet),
                Some(None) => Says::Nothing,
                None => Says::Unknown,
            };
            let is_replaceable = is_replaceable(&it.of, origins);
            let of_collection = says.map(|it| it.collection());
            self.associations_of_collections
                .add(place, of_collection, is_replaceable);
            self.associations
                .add(place, says.map(|it| (*it).clone()), is_replaceable);
        }
        for (place, vpc) in network.dhcp_options.iter().enumerate() {
            let says = match vpc.settled() {
                Some(vpc) if network.is_told(vpc) => Says::This(vpc.clone()),
                _ => Says::Unknown,
            };
            let is_replaceable = is_replaceable(vpc, origins);
            self.dhcp_options.add(place, says, is_replaceable);
        }
        for (place, it) in network.looked_up.iter().enumerate() {
            let says = match it.service.settled() {
                Some(Some(ServiceName::Aws { suffix, .. })) => Says::This(suffix.to_string()),
                Some(Some(_)) => Says::Nothing,
                // One that says no service may be for any.
                Some(None) | None => Says::Unknown,
            };
            let is_replaceable = is_replaceable(&it.service, origins);
            self.looked_up.add(place, says, is_replaceable);
        }
    }
}

impl Network {
    /// Whether some endpoint may be a gateway.
    pub(super) fn may_have_gateways(&self) -> bool {
        !self.filings.gateways.is_empty()
    }

    /// Whether some endpoint may have private DNS.
    pub(super) fn may_have_named_endpoints(&self) -> bool {
        !self.filings.named.is_empty()
    }
}

impl<'n, T> Case<'n, T> {
    fn endpoints_at(
        &self,
        rows: Vec<&'n [usize]>,
    ) -> impl Iterator<Item = Case<'n, Endpoint>> + use<'n, T> {
        self.each_of(self.network.endpoints.at(merged(rows)))
    }

    /// All endpoints that may be in a VPC.
    pub(super) fn endpoints_of_vpc(
        &self,
        vpc: &Identity,
    ) -> impl Iterator<Item = Case<'n, Endpoint>> + use<'n, T> {
        let filed = &self.network.filings.vpcs;
        let vpc = Some(vpc).filter(|it| self.network.is_told(it));
        self.endpoints_at(filed.rows(vpc))
    }

    fn filed(
        &self,
        by: &'n ByService,
        service: &str,
        vpc: Option<&Identity>,
        whatever_defaults_say: bool,
    ) -> impl Iterator<Item = Case<'n, Endpoint>> + use<'n, T> {
        let vpc = vpc.filter(|it| self.network.is_told(it));
        let mut rows = by.rows(service, vpc);
        if whatever_defaults_say {
            let service = service.to_owned();
            rows.extend(by.replaceable.otherwise(Some(&service)));
        }
        self.endpoints_at(rows)
    }

    /// All endpoints that may lead to a service of AWS, in a VPC where that is told.
    pub(super) fn endpoints_for(
        &self,
        service: &str,
        vpc: Option<&Identity>,
    ) -> impl Iterator<Item = Case<'n, Endpoint>> + use<'n, T> {
        self.filed(&self.network.filings.services, service, vpc, true)
    }

    /// Endpoints that lead to a service, of AWS or another, as far as their services are told.
    pub(super) fn endpoints_alike(
        &self,
        service: &ServiceName,
        vpc: Option<&Identity>,
    ) -> impl Iterator<Item = Case<'n, Endpoint>> + use<'n, T> {
        self.filed(&self.network.filings.services, key(service), vpc, false)
    }

    /// Those of them that may be gateways.
    pub(super) fn gateways_for(
        &self,
        service: &str,
        vpc: Option<&Identity>,
    ) -> impl Iterator<Item = Case<'n, Endpoint>> + use<'n, T> {
        self.filed(&self.network.filings.gateways, service, vpc, true)
    }

    /// Those of them that may have private DNS.
    pub(super) fn named_endpoints_for(
        &self,
        service: &str,
        vpc: Option<&Identity>,
    ) -> impl Iterator<Item = Case<'n, Endpoint>> + use<'n, T> {
        self.filed(&self.network.filings.named, service, vpc, true)
    }

    /// Endpoints that lead to a service and may have private DNS, as far as their services are told.
    pub(super) fn rivals_for(
        &self,
        service: &ServiceName,
        vpc: Option<&Identity>,
    ) -> impl Iterator<Item = Case<'n, Endpoint>> + use<'n, T> {
        self.filed(&self.network.filings.named, key(service), vpc, false)
    }
}

impl<'n> Case<'n, Vpc> {
    /// Which VPCs are given DHCP options, of those that may be this one.
    pub(super) fn dhcp_options(&self) -> impl Iterator<Item = &'n Fact<Identity>> + use<'n> {
        let network = self.network;
        let own = Some(&self.it.identity).filter(|it| network.is_told(it));
        let places = merged(network.filings.dhcp_options.rows(own));
        network.dhcp_options.at(places)
    }

    /// Endpoints that are looked up and may be for a service.
    pub(super) fn looked_up_for(
        &self,
        service: &str,
    ) -> impl Iterator<Item = &'n LookedUp> + use<'n> {
        let rows = self
            .network
            .filings
            .looked_up
            .rows(Some(&service.to_owned()));
        self.network.looked_up.at(merged(rows))
    }
}

impl<'n> Case<'n, Subnet> {
    /// The associations with route tables that may be its own; where none is known to be, those that may be of its collection.
    pub(super) fn associations(
        &self,
    ) -> impl Iterator<Item = Case<'n, RouteTableAssociation>> + use<'n> {
        let filings = &self.network.filings;
        let own = &self.it.identity;
        let rows = if filings.associations.is_said(own) {
            filings.associations.rows(Some(own))
        } else {
            let collections = &filings.associations_of_collections;
            collections.rows(Some(&own.collection()))
        };
        self.each_of(self.network.associations.at(merged(rows)))
    }
}
