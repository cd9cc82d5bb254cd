//! In one VPC only one endpoint of a service can have private DNS.

use crate::{
    network::{Answer, Case, Endpoint, EndpointType, applies_if, fault},
    provider::service::{PrivateDns, ServiceName},
};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::Interface)?;
    endpoint.applies_if(&endpoint.private_dns, &true)?;
    endpoint.applies_if(&endpoint.cross_region, &false)?;
    let service = endpoint.read(&endpoint.service)?.as_ref();
    let offered = service
        .and_then(ServiceName::facts)
        .map(|it| it.private_dns);
    applies_if(offered != Some(PrivateDns::No))?;
    let rival = endpoint.rival()?;
    let service = endpoint.service_suffix().unwrap_or("one service");
    let message = format!(
        "endpoints {rival} and {endpoint} both enable private DNS of {service} in one VPC, which only one can"
    );
    fault(&endpoint.private_dns, message).help(format!(
        "make one endpoint with the subnets of both, or set private_dns_enabled = false in {rival} or {endpoint}"
    ))
}
