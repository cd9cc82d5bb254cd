//! What private DNS of an endpoint needs, and who else claims its name.

use std::sync::Arc;

use super::{
    Case, Endpoint, EndpointType, Fact, Pass, Vpc, answer::all_of, endpoint::same_service,
};
use crate::{provider::service::ServiceName, value::Truth};

impl<'n> Case<'n, Vpc> {
    /// Those of the two attributes about DNS that are off.
    ///
    /// # Errors
    ///
    /// When neither is known to be off, and one is not known.
    pub fn dns_attributes_off(&self) -> Result<Vec<&'n Fact<bool>>, Pass> {
        let off = |fact| Ok(self.is(fact, &false)?.then_some(fact));
        let off = self.every([&self.it.dns_support, &self.it.dns_hostnames], off)?;
        self.likely_if(off.iter().any(|fact| !fact.place.written));
        Ok(off)
    }

    /// Whether DHCP options are tied to it, and with them perhaps resolvers of its own. Where groups let their members send to port 53,
    /// these may be tied out of sight: AWS's own resolver needs no rule (Amazon VPC user guide: security group rules).
    ///
    /// # Errors
    ///
    /// When that is not known.
    pub fn may_have_other_resolvers(&self) -> Result<bool, Pass> {
        let tied = self.are_options_tied()?;
        match &self.network.to_resolvers {
            Some(rule) if !tied => Err(self.undecided(format!("{rule} leads to resolvers"))),
            _ => Ok(tied),
        }
    }

    fn are_options_tied(&self) -> Result<bool, Pass> {
        self.any(self.dhcp_options(), |vpc| {
            let resource = &vpc.place.resource;
            match self.network.is_one_vpc(self.read(vpc)?, &self.it.identity) {
                Truth::Yes => Ok(self.exists(resource, &self.it.resource)),
                Truth::No => Ok(false),
                Truth::Unknown => {
                    let address = &resource.address;
                    Err(self.undecided(format!("{address} may be about it")))
                }
            }
        })
    }
}

impl Case<'_, Endpoint> {
    /// Another endpoint that takes the same names in the same VPC, and comes before it by its address: one of the two speaks.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when it leads to no service, [`Pass::Fine`] when there is none, undecided when there may be one.
    pub fn rival(&self) -> Result<Self, Pass> {
        let service = self.read(&self.it.service)?.as_ref();
        let service = service.ok_or(Pass::NotApplicable)?;
        let others = self.rivals_for(service, self.it.vpc.settled());
        let before = others.filter(|other| other.it.resource.address < self.it.resource.address);
        let rival = self.first(before, |other| {
            let claims = self.is_claimed_by(&other, service)?;
            Ok((claims && self.exists(&other.it.resource, &self.it.resource)).then_some(other))
        })?;
        let rival = rival.ok_or(Pass::Fine)?;
        let at = rival.it.private_dns.place.span;
        self.cite(at, format!("{rival} has private DNS of the same service"));
        Ok(rival)
    }

    fn is_claimed_by(&self, other: &Self, service: &ServiceName) -> Result<bool, Pass> {
        let one_vpc = || {
            let (own, theirs) = (self.read(&self.it.vpc)?, other.read(&other.it.vpc)?);
            match self.network.is_one_vpc(own, theirs) {
                // Which one of several it is may differ from endpoint to endpoint.
                Truth::Yes if own.is_vague() => {
                    Err(self.undecided("which VPC it is in is unknown"))
                }
                Truth::Unknown => Err(self.undecided(format!("{other} may be in its VPC"))),
                one => Ok(one == Truth::Yes),
            }
        };
        all_of(&[
            &one_vpc,
            &|| {
                let named = other.read(&other.it.service)?.as_ref();
                Ok(named.is_some_and(|named| takes_same_names(named, service)))
            },
            &|| other.is(&other.it.kind, &EndpointType::Interface),
            &|| other.is(&other.it.private_dns, &true),
            &|| other.is(&other.it.cross_region, &false),
        ])
    }

    /// Whether a fact is set in its own block.
    #[must_use]
    pub fn is_own<A>(&self, fact: &Fact<A>) -> bool {
        Arc::ptr_eq(&fact.place.resource, &self.it.resource)
    }

    /// What to change where its private DNS is off.
    #[must_use]
    pub fn advice_on_private_dns(&self) -> &'static str {
        if self.it.service_suffix() == Some("s3") {
            "set private_dns_enabled = true and dns_options { private_dns_only_for_inbound_resolver_endpoint = false }, \
             or add a gateway endpoint for S3, which is free"
        } else {
            "set private_dns_enabled = true; the VPC needs enable_dns_support and enable_dns_hostnames"
        }
    }
}

/// Whether private DNS of two services takes the same names in one VPC.
fn takes_same_names(one: &ServiceName, other: &ServiceName) -> bool {
    if let (
        ServiceName::Aws {
            prefix: family,
            region,
            ..
        },
        ServiceName::Aws {
            prefix: other_family,
            region: other_region,
            ..
        },
    ) = (one, other)
    {
        let known = |region: &Option<crate::value::Value>| Some(region.as_ref()?.as_str()?.clone());
        let differ = match (known(region), known(other_region)) {
            (Some(one), Some(other)) => one != other,
            _ => false,
        };
        if family != other_family || differ {
            return false;
        }
    }
    same_service(one, other)
}
