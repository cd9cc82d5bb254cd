//! What is paid for without need: endpoints that do the same, and more zones than one can fail of.

use std::collections::BTreeSet;

use super::{
    Case, Endpoint, EndpointType, Identity, Pass, Set,
    answer::{all_of, applies_if, fine_if},
    endpoint::same_service,
};
use crate::money::Cost;

/// So many zones carry the failure of one.
const ENOUGH: usize = 2;

/// The zones that an endpoint is in.
#[derive(Debug)]
pub struct Zones {
    /// How many.
    pub count: usize,
    /// What those cost that are not needed to carry the failure of one.
    pub cost: Option<Cost>,
}

/// No endpoint is compared with more others for its service in its VPC.
const MOST_TWINS: usize = 16;

impl Case<'_, Endpoint> {
    /// Another interface endpoint, before it by its address, that does the same for the same clients: of the same service, in the same
    /// subnets, with the same groups and policy.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] where it leads to no service of AWS in its Region; when there is none that is known, and may be one.
    pub fn double(&self) -> Result<Option<Self>, Pass> {
        self.applies_if(&self.it.kind, &EndpointType::Interface)?;
        self.applies_if(&self.it.cross_region, &false)?;
        let (service, _) = self.aws_service()?;
        let others = self.endpoints_alike(service, self.it.vpc.settled());
        let mut others: Vec<Self> = others.take(MOST_TWINS + 1).collect();
        let are_all = others.len() <= MOST_TWINS;
        others.truncate(MOST_TWINS);
        others.retain(|other| other.it.resource.address < self.it.resource.address);
        let twin = self.first(others, |other| {
            let holds = all_of(&[
                &|| {
                    let theirs = other.read(&other.it.service)?.as_ref();
                    Ok(theirs.is_some_and(|theirs| same_service(service, theirs)))
                },
                &|| other.is(&other.it.kind, &EndpointType::Interface),
                &|| other.is(&other.it.cross_region, &false),
                &|| other.is_in(self.read(&self.it.vpc)?),
                &|| self.shares(&other, |it| &it.subnets),
                &|| self.shares(&other, |it| &it.groups),
                &|| self.has_policy_of(&other),
            ])?;
            let there = holds && self.exists(&other.it.resource, &self.it.resource);
            Ok(there.then_some(other))
        })?;
        if twin.is_none() && !are_all {
            return Err(self.undecided("it is one of too many for its service to compare"));
        }
        Ok(twin)
    }

    /// Whether both are attached to the same things.
    fn shares(&self, other: &Self, of: fn(&Endpoint) -> &Set<Identity>) -> Result<bool, Pass> {
        let (one, another) = (self.some(of(self.it)), other.some(of(other.it)));
        // A collection that is not known is the same as itself.
        if one.open.is_some()
            && another.open.is_some()
            && let ([own], [theirs]) = (one.items.as_slice(), another.items.as_slice())
            && self.read(own)? == other.read(theirs)?
        {
            return Ok(true);
        }
        let own: BTreeSet<_> = self.all(of(self.it))?.into_iter().collect();
        let theirs: BTreeSet<_> = other.all(of(other.it))?.into_iter().collect();
        if own.iter().chain(&theirs).any(|it| it.is_vague()) {
            return Err(self.undecided("what it is attached to is not known one by one"));
        }
        Ok(own == theirs)
    }

    fn has_policy_of(&self, other: &Self) -> Result<bool, Pass> {
        match (self.has_policy()?, other.has_policy()?) {
            (false, false) => Ok(true),
            (true, true) => {
                let own = self.read(&self.it.policy_text)?.as_ref();
                let theirs = other.read(&other.it.policy_text)?.as_ref();
                if own.is_none() || theirs.is_none() {
                    return Err(self.undecided("its policy is a resource of its own"));
                }
                Ok(own == theirs)
            }
            _ => Ok(false),
        }
    }

    /// That it may carry traffic, and be paid for: it is not known to be without subnets.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] where it is.
    pub fn may_carry_traffic(&self) -> Result<(), Pass> {
        let subnets = self.aside(|| self.subnets());
        fine_if(subnets.is_ok_and(|subnets| subnets.is_empty()))
    }

    /// That something shows that the VPC it is in, which is made here, uses `DynamoDB`. Where nothing is seen to run, the endpoint may well
    /// be for clients elsewhere.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] where its VPC is made elsewhere, undecided where nothing is seen to use it.
    pub fn serves_dynamodb_of_its_vpc(&self) -> Result<(), Pass> {
        let vpc = self.vpc()?.ok_or(Pass::NotApplicable)?;
        if vpc.lacks_signs_of_dynamodb() {
            return Err(self.undecided("nothing is seen in its VPC that uses DynamoDB"));
        }
        self.possible_if(self.network.workloads.is_empty());
        Ok(())
    }

    /// In how many zones it is, where these are more than carry the failure of one.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] where they are not, undecided when its subnets are not all known.
    pub fn many_zones(&self) -> Result<Zones, Pass> {
        self.applies_if(&self.it.kind, &EndpointType::Interface)?;
        let subnets: Vec<&Identity> = (self.subnets()?.into_iter())
            .map(|item| self.read(item))
            .collect::<Result<_, _>>()?;
        applies_if(!subnets.is_empty())?;
        let named: BTreeSet<&Identity> = subnets.into_iter().collect();
        // What is not told may be one of the others.
        let is_told = |it: &&&Identity| it.is_foreign() || self.network.subnet(it).is_some();
        let count = named.iter().filter(is_told).count();
        if count <= ENOUGH && named.len() > ENOUGH {
            return Err(self.undecided("some of its subnets may be the same"));
        }
        let spare = u64::try_from(count.saturating_sub(ENOUGH)).unwrap_or(0);
        if spare == 0 {
            return Err(Pass::Fine);
        }
        let cost = self.cost_of_zones(Some(spare));
        let cost = cost.map(|cost| Cost {
            per_gb: None,
            ..cost
        });
        Ok(Zones { count, cost })
    }
}
