//! Endpoints in VPCs that other roots make, and VPCs whose endpoints other roots make.

use std::collections::BTreeSet;

use super::{Case, Endpoint, Fact, Identity, Network, Vpc};
use crate::{finding::Missing, provider::service::ServiceName, value::Truth};

/// The services of endpoints in VPCs that are made elsewhere.
#[derive(Default, Debug)]
pub struct Elsewhere {
    /// Of those in VPCs that a data source looks up in the account, or of which nothing is known.
    looked_up: BTreeSet<Service>,
    /// Of those in VPCs that the root is given in another way: by a variable, from a state, by an id.
    given: BTreeSet<Service>,
}

/// The service of an endpoint and its Region, each if it is known.
type Service = (Option<String>, Option<String>);

impl Elsewhere {
    /// Those of a root of which too little is known: it may look up any VPC, and have endpoints for anything in it.
    #[must_use]
    pub fn anything() -> Self {
        Self {
            looked_up: [(None, None)].into(),
            given: BTreeSet::new(),
        }
    }

    /// Whether all endpoints that are missing are among these, in a VPC that may be the same: who looks up a VPC may find any, others must
    /// be handed it.
    #[must_use]
    pub fn has(&self, missing: &Missing) -> Truth {
        let given = self.given.iter().filter(|_| missing.of_vpc_handed_out);
        let in_region = self.looked_up.iter().chain(given).filter(|(_, region)| {
            region.is_none() || missing.region.is_none() || *region == missing.region
        });
        let own: Vec<Option<&str>> = in_region.map(|(name, _)| name.as_deref()).collect();
        let has = |service: &String| {
            Truth::any(own.iter().map(|own| match own {
                Some(name) => Truth::from(name == service),
                None => Truth::Unknown,
            }))
        };
        Truth::all(missing.services.iter().map(has))
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
            let vpcs = endpoint.vpc.possible();
            let foreign: Vec<_> = vpcs.filter(|it| self.vpc(it).is_none()).collect();
            // What is made here in every case is nobody else's.
            let is_unknown = endpoint.vpc.reasons().next().is_some();
            if foreign.is_empty() && !is_unknown {
                continue;
            }
            let is_looked_up = is_unknown
                || foreign.iter().any(|it| {
                    let owner = it.owner(&["id", "vpc_id"]);
                    owner.is_some_and(|it| it.own().starts_with("data.aws_"))
                });
            let services = if is_looked_up {
                &mut all.looked_up
            } else {
                &mut all.given
            };
            let region = known(&endpoint.regions.own);
            services.extend(possible(endpoint).map(|it| (it, region.clone())));
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

/// The services of AWS that an endpoint may be for; none for one that is not known.
fn possible(endpoint: &Endpoint) -> impl Iterator<Item = Option<String>> {
    let is_hidden = endpoint.service.place.sensitive;
    let known = endpoint.service.possible().filter_map(move |it| match it {
        Some(ServiceName::Aws { suffix, .. }) => Some((!is_hidden).then(|| suffix.to_string())),
        _ => None,
    });
    known.chain(endpoint.service.reasons().map(|_| None))
}

fn known(region: &Fact<Identity>) -> Option<String> {
    let id = region.settled().and_then(Identity::id);
    id.map(str::to_owned)
}
