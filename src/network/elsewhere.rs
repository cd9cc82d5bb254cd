//! Endpoints in VPCs that other roots make, and VPCs whose endpoints other roots make.

use std::collections::BTreeSet;

use super::{Case, Network, Vpc};
use crate::finding::Missing;

/// The services of endpoints in VPCs that are made elsewhere.
#[derive(Clone, Default, Debug)]
pub struct Elsewhere {
    /// Of those in VPCs that a data source looks up in the account.
    looked_up: BTreeSet<String>,
    /// Of those in VPCs that the root is given in another way: by a variable, from a state, by an id.
    given: BTreeSet<String>,
}

impl Elsewhere {
    /// The first service of missing endpoints that one of these may be: who looks up may find any VPC, others must be handed it.
    #[must_use]
    pub fn may_have<'m>(&self, missing: &'m Missing) -> Option<&'m String> {
        let is_given = |service: &str| missing.of_vpc_handed_out && self.given.contains(service);
        let mut services = missing.services.iter();
        services.find(|it| self.looked_up.contains(*it) || is_given(it))
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
            let vpc = endpoint.vpc.settled();
            let Some(service) = endpoint.service_suffix() else {
                continue;
            };
            if vpc.is_some_and(|vpc| self.vpc(vpc).is_some()) {
                continue;
            }
            let owner = vpc.and_then(|vpc| vpc.owner(&["id"]));
            let is_looked_up = owner.is_some_and(|it| it.own().starts_with("data.aws_vpc"));
            let services = if is_looked_up {
                &mut all.looked_up
            } else {
                &mut all.given
            };
            services.insert(service.to_owned());
        }
        all
    }
}

impl Case<'_, Vpc> {
    /// That endpoints for some services are missing in it.
    pub fn missing(&self, services: impl IntoIterator<Item = impl Into<String>>) -> Missing {
        Missing {
            services: services.into_iter().map(Into::into).collect(),
            of_vpc_handed_out: self.network.world.hands_out(&self.it.resource.address),
        }
    }
}
