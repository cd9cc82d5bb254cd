//! Private DNS works only once the owner of the service has accepted the endpoint.

use crate::network::{Answer, Case, Endpoint, EndpointType, Pass, applies_if, fault, fine_if};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::Interface)?;
    let required = endpoint.acceptance_required.as_ref();
    endpoint.applies_if(required.ok_or(Pass::NotApplicable)?, &true)?;
    endpoint.applies_if(&endpoint.private_dns, &true)?;
    applies_if(endpoint.is_own(&endpoint.private_dns))?;
    fine_if(endpoint.is(&endpoint.auto_accept, &true)?)?;
    endpoint.likely_if(true);
    let message = format!(
        "endpoint {endpoint} enables private DNS as it is made, before its service can accept it"
    );
    fault(&endpoint.private_dns, message).help(
        "set auto_accept = true where the service is of the same account, or leave private_dns_enabled out \
         and enable it by an aws_vpc_endpoint_private_dns that depends on the acceptance",
    )
}
