//! A security group that admits everyone lets every network with a route to the VPC use the endpoint.

use crate::network::{Answer, Case, Endpoint, EndpointType, Opening, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::Interface)?;
    endpoint.every(endpoint.openings()?, |opening| claim(endpoint, &opening))
}

fn claim(endpoint: &Case<'_, Endpoint>, opening: &Opening<'_>) -> Answer {
    let (group, port, networks) = (opening.group, opening.port, opening.networks());
    let message = format!(
        "security group {group} of endpoint {endpoint} admits TCP port {port} from {networks}"
    );
    fault(opening, message)
        .fix(endpoint.narrowing(opening))
        .help(opening.advice())
}
