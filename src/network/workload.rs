//! What runs in subnets, and the services of AWS that it is seen to need.

use std::sync::Arc;

use super::{
    Case, Identity, Network, Pass, Resource, Set, Subnet, Vpc,
    answer::all_of,
    case::{Made, Subject},
};
use crate::address::Address;

/// Tasks, machines or functions in subnets of a VPC.
#[derive(Debug)]
pub struct Workload {
    /// The resource.
    pub resource: Arc<Resource>,
    /// The subnets it runs in.
    pub subnets: Set<Identity>,
    /// Its security groups.
    pub groups: Set<Identity>,
    /// The services that it is seen to need.
    pub needs: Set<Need>,
    /// Whose packages it is seen to install.
    pub packages: Option<&'static str>,
}

/// That a workload needs a service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Need {
    /// The service: `ecr.api`.
    pub service: &'static str,
    /// What it cannot do without: `pull its image`.
    pub purpose: &'static str,
    /// How much hangs on it.
    pub weight: Weight,
}

/// How much hangs on a service that a workload needs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Weight {
    /// No more is seen than that it may be used.
    Permitted,
    /// Something that it does fails without.
    Used,
    /// It does not even start without.
    Vital,
}

impl Made for Workload {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

/// Which endpoints it concerns the claim says.
impl Subject for Workload {
    fn endpoints(&self, _: &Network) -> Vec<Address> {
        Vec::new()
    }
}

impl<'n, T: Made> Case<'n, T> {
    /// All subnets of a set, which are made here.
    ///
    /// # Errors
    ///
    /// When one is not known, or made elsewhere.
    pub(super) fn made_here(
        &self,
        subnets: &'n Set<Identity>,
    ) -> Result<Vec<Case<'n, Subnet>>, Pass> {
        let named = self.all(subnets)?;
        let place = |identity: &&'n Identity| match self.network.subnet(identity) {
            Some(subnet) => Ok(self.about(subnet)),
            None => Err(self.undecided(format!("{} is not made here", identity.name()))),
        };
        named.iter().map(place).collect()
    }
}

impl Case<'_, Subnet> {
    /// Whether no route leads out of it: neither to the internet nor to other networks, where endpoints may be shared.
    ///
    /// # Errors
    ///
    /// When that is not known.
    pub(super) fn is_shut_in(&self) -> Result<bool, Pass> {
        let leads_on = || {
            let tables = self.route_tables()?;
            self.any(tables, |table| {
                table.any_of(&table.it.routes, |route| {
                    table.any(&route.targets, |target| {
                        let target = table.read(target)?.as_ref();
                        Ok(target.is_some_and(|it| it.id() != Some("local")))
                    })
                })
            })
        };
        let is_isolated = || {
            if self.follows_bare_table()? {
                Ok(!*self.read(&self.it.public_addresses)?)
            } else {
                self.is_isolated()
            }
        };
        let shut = all_of(&[&is_isolated, &|| Ok(!leads_on()?)])?;
        if shut && self.network.routes_are_propagated {
            return Err(self.undecided("a virtual private gateway writes routes of its own"));
        }
        Ok(shut)
    }
}

impl<'n> Case<'n, Workload> {
    /// The subnets it runs in, as far as these are made here.
    ///
    /// # Errors
    ///
    /// When one is not known, or made elsewhere.
    pub(super) fn places(&self) -> Result<Vec<Case<'n, Subnet>>, Pass> {
        self.made_here(&self.it.subnets)
    }

    /// Whether all its subnets are of a VPC, and none has a way out.
    ///
    /// # Errors
    ///
    /// When that is not known.
    pub(super) fn is_shut_in(&self, vpc: &Case<'n, Vpc>) -> Result<bool, Pass> {
        let own = &vpc.it.identity;
        let mut named = self.it.subnets.possible();
        if !named.any(|it| {
            self.network
                .subnet(it)
                .is_some_and(|it| it.vpc.settled() == Some(own))
        }) {
            return Ok(false);
        }
        let places = self.places()?;
        let open = self.any(&places, |subnet| {
            Ok(!subnet.is(&subnet.it.vpc, own)? || !subnet.is_shut_in()?)
        })?;
        Ok(!open && self.exists(&self.it.resource, &vpc.it.resource))
    }

    /// The services that it is seen to need; there may be more.
    ///
    /// # Errors
    ///
    /// When none is seen, and there may be one.
    pub(super) fn needs(&self) -> Result<Vec<&'n Need>, Pass> {
        let members = self.some(&self.it.needs);
        let needs = self.every(&members.items, |item| {
            let there = self.exists(&item.place.resource, &self.it.resource);
            Ok(there.then_some(self.read(item)?))
        })?;
        if needs.is_empty() {
            self.closed(&self.it.needs)?;
        }
        Ok(needs)
    }
}
