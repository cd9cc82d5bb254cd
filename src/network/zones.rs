//! How an endpoint is spread over Availability Zones.

use std::collections::BTreeSet;

use super::{Endpoint, Identity, Network, Subnet, Zone, endpoint::same_service};
use crate::{finding::Undecided, value::Value};

/// The subnets of an endpoint that all lie in one zone.
#[derive(Debug)]
pub struct Spread<'n> {
    /// Those of its subnets that are made here.
    pub subnets: Vec<&'n Subnet>,
    /// The zone, if it is known which.
    pub zone: Option<Zone>,
}

impl Network<'_> {
    /// The one zone an endpoint is in; `None` when it is in several, or in none, or where one is all there is.
    ///
    /// Subnets of one endpoint lie in pairwise different zones, or the apply fails: two of which nothing else is known are not one
    /// zone.
    ///
    /// # Errors
    ///
    /// When its subnets are not all known.
    pub fn one_zone(&self, endpoint: &Endpoint) -> Result<Option<Spread<'_>>, Undecided> {
        if !endpoint
            .subnets
            .all(|values| Ok(self.is_one_zone(values)))?
        {
            return Ok(None);
        }
        let named = endpoint.subnets.seen().filter_map(Identity::of);
        let subnets: Vec<&Subnet> = named
            .filter_map(|identity| self.subnet(&identity))
            .collect();
        let zone = subnets.first().and_then(|subnet| subnet.zone.clone());
        Ok(Some(Spread { subnets, zone }))
    }

    fn is_one_zone(&self, subnets: &[Value]) -> bool {
        let identities: BTreeSet<Identity> = subnets.iter().filter_map(Identity::of).collect();
        let made_here: Vec<&Subnet> = identities
            .iter()
            .filter_map(|identity| self.subnet(identity))
            .collect();
        if made_here.iter().any(|subnet| subnet.edge) {
            return false;
        }
        match subnets {
            [] => false,
            [_] => true,
            _ if identities.len() == 1
                && subnets.iter().all(|subnet| Identity::of(subnet).is_some()) =>
            {
                true
            }
            _ => {
                let zones: BTreeSet<Option<&Zone>> = made_here
                    .iter()
                    .map(|subnet| subnet.zone.as_ref())
                    .collect();
                made_here.len() == subnets.len() && zones.len() == 1 && !zones.contains(&None)
            }
        }
    }

    /// Whether another endpoint of the same service in the same VPC lies in another zone: one endpoint for each zone.
    #[must_use]
    pub fn has_sibling_elsewhere(&self, endpoint: &Endpoint, spread: &Spread<'_>) -> bool {
        let service = endpoint.service.answer().and_then(Option::as_ref);
        let same = |other: &&Endpoint| {
            other.address != endpoint.address
                && other
                    .vpc
                    .answer()
                    .is_some_and(|vpc| Some(vpc) == endpoint.vpc.answer())
                && match (service, other.service.answer().and_then(Option::as_ref)) {
                    (Some(one), Some(other)) => same_service(one, other),
                    _ => false,
                }
        };
        self.endpoints
            .iter()
            .filter(same)
            .any(|other| match self.one_zone(other) {
                Ok(Some(theirs)) => {
                    theirs.zone.is_some() && spread.zone.is_some() && theirs.zone != spread.zone
                }
                Ok(None) => true,
                Err(_) => false,
            })
    }

    /// In how many zones a VPC has subnets: the zones that differ for certain; `None` when the VPC is not made here or a zone is
    /// left to AWS.
    #[must_use]
    pub fn zones_of_vpc(&self, vpc: &Identity) -> Option<usize> {
        self.vpc(vpc)?;
        let zones: Vec<Option<&Zone>> = self
            .subnets_of(vpc)
            .into_iter()
            .map(|subnet| subnet.zone.as_ref())
            .collect();
        let known: BTreeSet<&Zone> = zones.iter().copied().flatten().collect();
        if known.len() < 2 && zones.contains(&None) {
            None
        } else {
            Some(known.len())
        }
    }

    /// A subnet of the endpoint's VPC in another zone than its own, the one most like its own by name: what could be added.
    #[must_use]
    pub fn subnet_elsewhere(&self, endpoint: &Endpoint, spread: &Spread<'_>) -> Option<&Subnet> {
        let vpc = endpoint.vpc.answer()?;
        let zone = spread.zone.as_ref()?;
        let own = spread.subnets.first()?;
        let elsewhere = |subnet: &&Subnet| {
            !subnet.edge && subnet.zone.as_ref().is_some_and(|other| other != zone)
        };
        let shared = |subnet: &Subnet| {
            own.address
                .bytes()
                .zip(subnet.address.bytes())
                .take_while(|(a, b)| a == b)
                .count()
        };
        // Of equally like ones the first declared.
        self.subnets_of(vpc)
            .into_iter()
            .filter(elsewhere)
            .rev()
            .max_by_key(|subnet| shared(subnet))
    }
}
