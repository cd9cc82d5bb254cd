//! Some services have no private DNS name, and enabling it fails.

use crate::{
    network::{Answer, Case, Endpoint, EndpointType, applies_if, fault},
    provider::service::PrivateDns,
};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::Interface)?;
    endpoint.applies_if(&endpoint.private_dns, &true)?;
    let (_, service) = endpoint.aws_service()?;
    let service = service.filter(|it| it.private_dns == PrivateDns::No && it.interface);
    applies_if(service.is_some())?;
    // For the others it is documented, but nobody has tried it.
    endpoint.likely_if(!endpoint.service_name().starts_with("dynamodb"));
    let name = endpoint.service_name();
    let message =
        format!("endpoint {endpoint} enables private DNS, but {name} has no private DNS name");
    fault(&endpoint.private_dns, message).help(
        "set private_dns_enabled = false, and give clients the endpoint's own name as the endpoint URL",
    )
}
