//! Endpoint services that are made here: what stands behind them, who may use them, under which name.

use std::sync::Arc;

use super::{
    Case, Fact, Identity, Located, Network, Pass, Place, Resource, Set, Spread,
    answer::applies_if,
    case::{Made, Subject},
    identified::Identified,
    identity::Index,
};
use crate::address::Address;

/// An endpoint service.
#[derive(Debug)]
pub struct EndpointService {
    /// The resource.
    pub resource: Arc<Resource>,
    /// `acceptance_required`: whether somebody has to accept each connection.
    pub acceptance: Fact<bool>,
    /// Who may ask for connections, in its own argument and in separate resources.
    pub principals: Set<Principal>,
    /// Its Network Load Balancers.
    pub network_balancers: Set<Identity>,
    /// Its Gateway Load Balancers.
    pub gateway_balancers: Set<Identity>,
    /// Whether `private_dns_name` gives it a name of its owner's.
    pub has_private_name: Fact<bool>,
    /// What proves that the name is its owner's: verifications of it.
    pub verifications: Set<Identity>,
    /// Whether the configuration reads what has to be published for that: `private_dns_name_configuration`.
    pub proof_is_read: bool,
    /// Whether something accepts connections to it one by one.
    pub accepters: Set<Identity>,
}

/// Whom an ARN names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Principal {
    /// `*`
    Everyone,
    /// A member of the account that owns the service.
    Own,
    /// Somebody else, or somebody of whom that is not known.
    Other,
}

/// A load balancer that is made here.
#[derive(Debug)]
pub struct LoadBalancer {
    /// The resource.
    pub resource: Arc<Resource>,
    /// Its ARN, which is its id too.
    pub identities: Vec<Identity>,
    /// Its subnets.
    pub subnets: Set<Identity>,
}

/// What lets somebody ask for connections to a service.
#[derive(Debug)]
pub struct Grant<'n> {
    service: &'n EndpointService,
    principal: &'n Fact<Principal>,
}

impl Made for EndpointService {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

/// It concerns no endpoint that is there: those who use it are others.
impl Subject for EndpointService {
    fn endpoints(&self, _: &Network) -> Vec<Address> {
        Vec::new()
    }
}

impl Made for LoadBalancer {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

impl Identified for LoadBalancer {
    fn identities(&self) -> &[Identity] {
        &self.identities
    }

    fn among(network: &Network) -> (&super::Things<Self>, &std::sync::OnceLock<Index>) {
        (&network.load_balancers, &network.found.load_balancers)
    }
}

/// The argument that names everybody, and the service.
impl Located for Grant<'_> {
    fn places(&self) -> Vec<Place> {
        vec![
            self.principal.place.clone(),
            Place::of(&self.service.resource),
        ]
    }
}

impl<'n> Case<'n, EndpointService> {
    /// Whether a set has a member, whatever that is.
    ///
    /// # Errors
    ///
    /// When it has none that is known, and may have one.
    pub fn has(&self, set: &'n Set<Identity>) -> Result<bool, Pass> {
        Ok(!self.told(set).is_empty() || !self.complete(set)?.is_empty())
    }

    /// What lets everybody ask for connections.
    ///
    /// # Errors
    ///
    /// When nothing does that is known, and something may.
    pub fn grants_to_everyone(&self) -> Result<Vec<Grant<'n>>, Pass> {
        let set = &self.it.principals;
        let found = self.every(&self.some(set).items, |principal| {
            let is_everyone = *self.read(principal)? == Principal::Everyone;
            let there = is_everyone && self.exists(&principal.place.resource, &self.it.resource);
            Ok(there.then_some(Grant {
                service: self.it,
                principal,
            }))
        })?;
        if found.is_empty() {
            self.closed(set)?;
        }
        Ok(found)
    }

    /// Whether anybody but its owner may ask for connections.
    ///
    /// # Errors
    ///
    /// When nobody may who is known, and somebody may be.
    pub fn has_other_principals(&self) -> Result<bool, Pass> {
        self.any_of(&self.it.principals, |it| Ok(*it != Principal::Own))
    }

    /// That nothing out of sight can add to it.
    ///
    /// # Errors
    ///
    /// When a module whose source is not on disk gets hold of it, or a part of the configuration could not be read.
    pub fn is_seen_whole(&self) -> Result<(), Pass> {
        self.nothing_else_may("add something to it")
    }

    /// The one zone in which all its Network Load Balancers are.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when it has none or one is made elsewhere, [`Pass::Fine`] when they are in several zones; undecided
    /// when that is not known.
    pub fn one_zone(&self) -> Result<Spread<'n>, Pass> {
        let balancers = self.all(&self.it.network_balancers)?;
        applies_if(!balancers.is_empty())?;
        let mut subnets = Vec::new();
        for named in balancers {
            let Some(balancer) = self.named::<LoadBalancer>(named) else {
                applies_if(!named.is_foreign())?;
                let why = format!("the subnets of {} are not known", named.name());
                return Err(self.undecided(why));
            };
            if !self.exists(&balancer.it.resource, &self.it.resource) {
                return Err(self.undecided(format!("{balancer} may not be there")));
            }
            subnets.extend(balancer.complete(&balancer.it.subnets)?);
        }
        let spread = self.spread_of(&subnets)?.ok_or(Pass::Fine)?;
        for subnet in &spread.subnets {
            let at = subnet.it.resource.at;
            self.cite(at, format!("{subnet} is one of its subnets"));
        }
        Ok(spread)
    }
}
