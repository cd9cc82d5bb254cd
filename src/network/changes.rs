//! What mends a fault, as changes of the configuration.

use super::{
    Case, Endpoint, Fact, Given, Place, Reason, Refusal, Remedy, Spread, Vpc,
    remedy::{may_be_missing, nameless},
};
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
    ///
    /// # Errors
    ///
    /// Where it is none.
    pub fn removal(&self) -> Remedy {
        // A resource of its own, such as aws_vpc_endpoint_private_dns, is nothing without its arguments.
        let ty = self.place.resource.address.ty();
        let is_endpoint = matches!(ty, "aws_vpc_endpoint" | "awscc_ec2_vpc_endpoint");
        let is_own = is_endpoint && self.place.written && OWN.contains(&self.place.argument);
        let title = format!(
            "remove {} from {}",
            self.argument, self.place.resource.address
        );
        let remove = Act::Remove(self.place.clone());
        if !is_own {
            let argument = self.argument;
            return Err(format!(
                "{argument} is not an argument of the endpoint's own block: what gives it may be meant for something else"
            ));
        }
        Ok(Change::new(Safety::Safe, title).with(remove))
    }
}

impl Case<'_, Vpc> {
    /// Turning on what is off in it.
    ///
    /// # Errors
    ///
    /// Never: it can always be said.
    pub fn turning_on(&self, off: &Fact<bool>) -> Remedy {
        Ok(turning_on(Safety::Safe, off))
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
    ///
    /// # Errors
    ///
    /// Where that is not known, or cannot stand there as it is.
    pub fn renaming(&self, near: Option<&String>) -> Remedy {
        let (Reason::UnknownArgument(name, _), Some(near)) = (&self.it.reason, near) else {
            return Err("nothing that its type has is called alike".to_owned());
        };
        let title = format!("call it {near} instead of {name}");
        let rename = Act::Rename(self.it.place.clone(), near.clone());
        if !self.it.fits {
            return Err(format!("{near} takes another value than is written"));
        }
        Ok(Change::new(Safety::Safe, title).with(rename))
    }
}

impl<'n> Case<'n, Endpoint> {
    /// Turning its private DNS on.
    ///
    /// # Errors
    ///
    /// Where nothing would answer at the names, or more is to be decided.
    pub fn turning_private_dns_on(&self) -> Remedy {
        if self.it.service_suffix() == Some("s3") {
            let reason = "for S3 it is to be decided too whether names are for inbound resolver endpoints only";
            return Err(reason.to_owned());
        }
        let is_nowhere = self.aside(|| self.subnets().is_ok_and(|it| it.is_empty()));
        if is_nowhere {
            return Err("it has no subnets, so nothing would answer at its names".to_owned());
        }
        if let Some(sibling) = self.sibling() {
            return Err(format!(
                "{sibling} is for the same service in its VPC, and private DNS can be on for one of them only"
            ));
        }
        if let Some(client) = self.would_bar() {
            return Err(format!(
                "the security groups of {client} let nothing out to it, so {client} would lose the service"
            ));
        }
        Ok(turning_on(Safety::Unsafe, &self.it.private_dns))
    }

    /// Adding a subnet of another zone, the one most like its own by name.
    ///
    /// # Errors
    ///
    /// Where there is none that can be named there.
    pub fn spreading(&self, spread: &Spread<'n>) -> Remedy {
        let to = &self.it.subnets.place;
        let resource = &self.it.resource;
        if !to.written {
            return Err("its subnets are not written in its own block".to_owned());
        }
        if self.has_sibling_elsewhere(spread) {
            let reason = "another endpoint for its service is in another Availability Zone: the two are to be made one";
            return Err(reason.to_owned());
        }
        let subnet = self.subnets_elsewhere(spread).into_iter().next();
        let subnet = subnet
            .ok_or("no subnet of its VPC is known here to lie in another Availability Zone")?;
        let made = &subnet.it.resource;
        let name = (self.network).reference(made, &subnet.it.identity, &resource.written_in);
        let name = name.ok_or_else(|| nameless(subnet))?;
        let title = format!("add {name} to subnet_ids of {}", resource.address);
        let add = Act::Add(to.clone(), vec![Term::expression(name)]);
        if made.exists != Exists::Must {
            return Err(may_be_missing(subnet));
        }
        Ok(Change::new(Safety::Unsafe, title).with(add))
    }
}
