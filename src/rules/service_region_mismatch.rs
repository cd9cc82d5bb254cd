//! The name of a service is looked up in the Region of the endpoint, where a service of another Region is not found.

use crate::network::{Answer, Case, Endpoint, EndpointType, fault, fine_if};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let (named, own) = endpoint.regions()?;
    fine_if(named == own)?;
    let message =
        format!("endpoint {endpoint} is made in {own}, but its service is one of {named}");
    let other = if endpoint.is(&endpoint.kind, &EndpointType::Gateway)? {
        "make it with a provider of that Region"
    } else {
        "set service_region if the service can be reached from other Regions"
    };
    fault(&endpoint.service, message).help(format!("name the service of {own}, or {other}"))
}
