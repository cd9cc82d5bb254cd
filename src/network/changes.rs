//! What mends a fault, as changes of the configuration.

use super::{Case, Endpoint, Fact, Given, Place, Reason, Refusal, Spread, Vpc};
use crate::{
    eval::Exists,
    finding::{Act, Change, Safety, Term},
};

/// The arguments of an endpoint that only some types may have.
const OWN: [&str; 5] = [
    "subnet_ids",
    "security_group_ids",
    "private_dns_enabled",
    "service_region",
    "route_table_ids",
];

impl Given {
    /// Taking it away, where it is an argument of the endpoint itself.
    #[must_use]
    pub fn removal(&self) -> Option<Change<Place>> {
        // A resource of its own, such as aws_vpc_endpoint_private_dns, is nothing without its arguments.
        let ty = self.place.resource.address.ty();
        let is_endpoint = matches!(ty, "aws_vpc_endpoint" | "awscc_ec2_vpc_endpoint");
        let is_own = is_endpoint && self.place.written && OWN.contains(&self.place.argument);
        let title = format!(
            "remove {} from {}",
            self.argument, self.place.resource.address
        );
        let remove = Act::Remove(self.place.clone());
        is_own.then(|| Change::new(Safety::Safe, title).with(remove))
    }
}

impl Case<'_, Vpc> {
    /// Turning on what is off in it.
    #[must_use]
    pub fn turning_on(&self, off: &Fact<bool>) -> Change<Place> {
        turning_on(Safety::Safe, off)
    }
}

fn turning_on(safety: Safety, off: &Fact<bool>) -> Change<Place> {
    let place = &off.place;
    let title = format!(
        "set {} = true in {}",
        place.argument, place.resource.address
    );
    Change::new(safety, title).with(Act::Set(place.clone(), Term::constant("true")))
}

impl Case<'_, Refusal> {
    /// Calling an argument as what was probably meant.
    #[must_use]
    pub fn renaming(&self, near: Option<&String>) -> Option<Change<Place>> {
        let (Reason::UnknownArgument(name, _), Some(near)) = (&self.it.reason, near) else {
            return None;
        };
        let title = format!("call it {near} instead of {name}");
        let rename = Act::Rename(self.it.place.clone(), near.clone());
        self.it
            .fits
            .then(|| Change::new(Safety::Safe, title).with(rename))
    }
}

impl<'n> Case<'n, Endpoint> {
    /// Turning its private DNS on. For S3 more is to be said.
    #[must_use]
    pub fn turning_private_dns_on(&self) -> Option<Change<Place>> {
        let is_s3 = self.it.service_suffix() == Some("s3");
        (!is_s3).then(|| turning_on(Safety::Unsafe, &self.it.private_dns))
    }

    /// Adding a subnet of another zone, the one most like its own by name.
    #[must_use]
    pub fn spreading(&self, spread: &Spread<'n>) -> Option<Change<Place>> {
        let to = &self.it.subnets.place;
        let resource = &self.it.resource;
        if !to.written || self.has_sibling_elsewhere(spread) {
            return None;
        }
        let subnet = self.subnets_elsewhere(spread).into_iter().next()?;
        let made = &subnet.it.resource;
        let name = (self.network).reference(made, &subnet.it.identity, &resource.written_in)?;
        let title = format!("add {name} to subnet_ids of {}", resource.address);
        let add = Act::Add(to.clone(), vec![Term::expression(name)]);
        (made.exists == Exists::Must).then(|| Change::new(Safety::Unsafe, title).with(add))
    }
}
