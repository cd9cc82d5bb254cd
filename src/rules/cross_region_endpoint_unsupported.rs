//! Few services can be reached from another Region; AWS says of the others that they do not exist there.

use crate::network::{Answer, Case, Endpoint, EndpointType, Pass, fault, fine_if, in_any_order};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    in_any_order(&[
        &|| endpoint.applies_if(&endpoint.kind, &EndpointType::Interface),
        &|| endpoint.fine_if(&endpoint.cross_region, &false),
    ])?;
    let (_, service) = endpoint.aws_service()?;
    let theirs = endpoint.service_region()?;
    let own = endpoint.region()?;
    fine_if(theirs == own || service.ok_or(Pass::NotApplicable)?.cross_region)?;
    // AWS adds to the list.
    endpoint.likely_if(true);
    let service = endpoint.service_name();
    let message = format!(
        "endpoint {endpoint} in {own} leads to {service} in {theirs}, which AWS does not list as reachable from other Regions"
    );
    fault(&endpoint.cross_region, message).help(format!(
        "use an endpoint of {service} in {own}, or one that is made in {theirs} and reached by peering"
    ))
}
