//! Private DNS of API Gateway takes over the names of every API, public ones included.

use crate::network::{Answer, Case, Endpoint, EndpointType, applies_if, fault, in_any_order};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    in_any_order(&[
        &|| endpoint.applies_if(&endpoint.kind, &EndpointType::Interface),
        &|| applies_if(endpoint.is_for("execute-api")?),
        &|| endpoint.applies_if(&endpoint.private_dns, &true),
    ])?;
    let api = endpoint.public_api()?;
    endpoint.likely_if(true);
    let message = format!(
        "private DNS of endpoint {endpoint} takes over the names of all APIs, so {api} cannot be called from the VPC"
    );
    fault(&endpoint.private_dns, message)
        .help("call public APIs by a custom domain name, or set private_dns_enabled = false and call private ones by the endpoint's name")
}
