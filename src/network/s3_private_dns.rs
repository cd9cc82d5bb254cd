//! Private DNS of S3 and the gateway endpoint that it needs beside it.

use std::sync::Arc;

use super::{
    Case, Endpoint, EndpointType, Pass, Resource,
    answer::{all_of, applies_if},
};
use crate::provider::service::ServiceName;

impl Case<'_, Endpoint> {
    /// The rule is about an interface endpoint for S3 whose private DNS is for clients on premises only: AWS wants a gateway endpoint
    /// beside it.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] where it is another, undecided when that is not known.
    pub fn applies_if_s3_is_for_inbound_only(&self) -> Result<(), Pass> {
        self.applies_if(&self.it.kind, &EndpointType::Interface)?;
        self.applies_if(&self.it.private_dns, &true)?;
        let service = self.read(&self.it.service)?.as_ref();
        // The provider sends the flag for names of this form only.
        let is_sent = |name: &ServiceName| name.is_aws("s3") && name.is_usual();
        applies_if(service.is_some_and(is_sent))?;
        // What a separate resource switches on is switched on later.
        applies_if(self.is_own(&self.it.private_dns))?;
        self.applies_if(&self.it.inbound_resolver_only, &true)?;
        self.applies_if(&self.it.cross_region, &false)
    }

    /// The gateway endpoint for S3 in its VPC, if one is made here.
    ///
    /// # Errors
    ///
    /// When that is not known.
    pub fn s3_gateway(&self) -> Result<Option<Self>, Pass> {
        let own = self.read(&self.it.vpc)?;
        self.first(self.gateways_for("s3", self.it.vpc.settled()), |other| {
            let holds = all_of(&[
                &|| other.is_for("s3"),
                &|| other.is(&other.it.kind, &EndpointType::Gateway),
                &|| other.is_in(own),
            ]);
            match holds {
                Ok(true) => {
                    let is_there = self.exists(&other.it.resource, &self.it.resource);
                    Ok(is_there.then_some(other))
                }
                Ok(false) => Ok(None),
                Err(Pass::Undecided(_)) => {
                    let why = format!("{other} may be the gateway endpoint for S3 in its VPC");
                    Err(self.undecided(why))
                }
                Err(pass) => Err(pass),
            }
        })
    }

    /// Whether a gateway endpoint for S3 serves its VPC, as far as can be seen: one is made or looked up here.
    ///
    /// # Errors
    ///
    /// When one may be out of sight.
    pub fn has_s3_gateway(&self) -> Result<bool, Pass> {
        if self.s3_gateway()?.is_some() {
            return Ok(true);
        }
        match self.vpc()? {
            Some(vpc) => {
                if vpc.is_looked_up("s3")? {
                    return Ok(true);
                }
                vpc.is_seen_whole()?;
                self.possible_if(vpc.is_exported());
            }
            None if !self.network.looked_up.is_empty() => {
                return Err(self.undecided("an endpoint that is looked up here may serve its VPC"));
            }
            // Whoever makes the VPC may have made one.
            None => self.possible_if(true),
        }
        self.is_seen_whole()?;
        Ok(false)
    }

    /// Whether Terraform is told to make it after another, or that is for a module out of our hands to say.
    #[must_use]
    pub fn is_made_after(&self, other: &Self) -> bool {
        let (one, before) = (&self.it.resource, &other.it.resource);
        let by_module = |resource: &Arc<Resource>| {
            let call = resource.call.clone();
            call.map(|call| (resource.written_in.clone(), call))
        };
        let of_one_module = by_module(one).is_some() && by_module(one) == by_module(before);
        of_one_module && !self.is_of_block_of(other)
            || self.network.order.follows(&one.address, &before.address)
    }

    /// Whether one block makes both.
    #[must_use]
    pub fn is_of_block_of(&self, other: &Self) -> bool {
        let (one, other) = (&self.it.resource.address, &other.it.resource.address);
        one.plain() == other.plain()
    }

    /// What to write so that another is made before it.
    #[must_use]
    pub fn advice_on_order(&self, other: &Self) -> String {
        let (own, theirs) = (&self.it.resource, &other.it.resource);
        let (at, address) = (own.address.module(), &theirs.address);
        if self.is_of_block_of(other) {
            return "make the gateway endpoint in a block of its own, and name that in depends_on"
                .to_owned();
        }
        if own.call.is_none() && address.module() == at {
            return format!("add depends_on = [{}]", address.block());
        }
        let depth = own.address.calls().count();
        let call = address.calls().nth(depth);
        match call.filter(|_| own.call.is_none() && address.module().starts_with(at)) {
            Some(call) => format!("add depends_on = [module.{call}]"),
            None => format!(
                "name {other}, or the module that makes it, in depends_on of the module that makes {self}"
            ),
        }
    }
}
