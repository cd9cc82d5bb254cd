//! Clients find a gateway endpoint by resolving the name of its service.

use crate::network::{Answer, Case, Endpoint, EndpointType, Pass, applies_if, fault, fine_if};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::Gateway)?;
    let vpc = endpoint.vpc()?.ok_or(Pass::NotApplicable)?;
    applies_if(endpoint.exists(&vpc.resource, &endpoint.resource))?;
    applies_if(vpc.is(&vpc.dns_support, &false)?)?;
    fine_if(vpc.may_have_other_resolvers()?)?;
    endpoint.is_seen_whole()?;
    endpoint.cite(endpoint.resource.at, "this gateway endpoint is in the VPC");
    let message = format!(
        "VPC {vpc} has DNS resolution off, so clients of gateway endpoint {endpoint} cannot resolve the names of its service"
    );
    fault(&vpc.dns_support, message).help(format!(
        "set enable_dns_support = true in {vpc}, or tie aws_vpc_dhcp_options with resolvers of your own to it"
    ))
}
