//! Private DNS cannot be enabled in a VPC that does not resolve and give out DNS names.

use crate::network::{Answer, Case, Endpoint, EndpointType, Pass, applies_if, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::Interface)?;
    endpoint.applies_if(&endpoint.private_dns, &true)?;
    let vpc = endpoint.vpc()?.ok_or(Pass::NotApplicable)?;
    applies_if(endpoint.exists(&vpc.resource, &endpoint.resource))?;
    endpoint.every(vpc.dns_attributes_off()?, |off| {
        let name = off.place.argument;
        let unset = if off.place.written {
            ""
        } else {
            " (it is not set)"
        };
        let message =
            format!("{name} of VPC {vpc} is off{unset}, so private DNS of endpoint {endpoint} cannot be enabled");
        endpoint.cite(endpoint.private_dns.place.span, "private DNS is on here");
        fault(off, message)
            .fix(vpc.turning_on(off))
            .help(format!("set {name} = true in {vpc}"))
    })
}
