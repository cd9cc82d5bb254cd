//! Endpoints in VPCs that other roots make, and VPCs whose endpoints other roots make.

use std::collections::BTreeSet;

use super::{Case, Fact, Identity, Network, Vpc};
use crate::finding::Missing;

/// The services of endpoints in VPCs that are made elsewhere.
#[derive(Default, Debug)]
pub struct Elsewhere {
    /// Of those in VPCs that a data source looks up in the account.
    looked_up: BTreeSet<Service>,
    /// Of those in VPCs that the root is given in another way: by a variable, from a state, by an id.
    given: BTreeSet<Service>,
}

/// A service, and the Region of the endpoint for it, if that is known.
type Service = (String, Option<String>);

impl Elsewhere {
    /// Whether these may be all endpoints that are missing: who looks up a VPC may find any, others must be handed it.
    #[must_use]
    pub fn may_have(&self, missing: &Missing) -> bool {
        let has = |all: &BTreeSet<Service>, service: &String| {
            let mut own = all.iter().filter(|(name, _)| name == service);
            own.any(|(_, region)| {
                region.is_none() || missing.region.is_none() || *region == missing.region
            })
        };
        let is_given = |service| missing.of_vpc_handed_out && has(&self.given, service);
        let mut services = missing.services.iter();
        services.all(|it| has(&self.looked_up, it) || is_given(it))
    }

    /// Takes in those of another variant.
    pub fn join(&mut self, mut other: Self) {
        self.looked_up.append(&mut other.looked_up);
        self.given.append(&mut other.given);
    }
}

impl Network {
    /// What it has endpoints for in VPCs that are made elsewhere.
    #[must_use]
    pub fn elsewhere(&self) -> Elsewhere {
        let mut all = Elsewhere::default();
        for endpoint in &self.endpoints {
            let Some(service) = endpoint.service_suffix() else {
                continue;
            };
            let vpcs = endpoint.vpc.possible();
            let foreign: Vec<_> = vpcs.filter(|it| self.vpc(it).is_none()).collect();
            // What is made here in every case is nobody else's.
            if foreign.is_empty() && endpoint.vpc.reasons().next().is_none() {
                continue;
            }
            let is_looked_up = foreign.iter().any(|it| {
                let owner = it.owner(&["id", "vpc_id"]);
                owner.is_some_and(|it| it.own().starts_with("data.aws_"))
            });
            let services = if is_looked_up {
                &mut all.looked_up
            } else {
                &mut all.given
            };
            services.insert((service.to_owned(), known(&endpoint.regions.own)));
        }
        all
    }
}

impl Case<'_, Vpc> {
    /// That endpoints for some services are missing in it.
    pub fn missing(&self, services: impl IntoIterator<Item = impl Into<String>>) -> Missing {
        Missing {
            services: services.into_iter().map(Into::into).collect(),
            region: known(&self.it.region),
            of_vpc_handed_out: self.network.world.hands_out(&self.it.resource.address),
        }
    }
}

fn known(region: &Fact<Identity>) -> Option<String> {
    let id = region.settled().and_then(Identity::id);
    id.map(str::to_owned)
}
