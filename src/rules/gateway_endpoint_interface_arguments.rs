//! A gateway endpoint has no network interfaces, and AWS refuses arguments that are about them.

use crate::network::{Answer, Case, Endpoint, EndpointType, Given, applies_if, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::Gateway)?;
    // Of other services another rule says that the type is wrong, and the arguments may be right.
    applies_if(endpoint.is_of_gateway_service()?)?;
    endpoint.every(endpoint.interface_arguments()?, |it| claim(endpoint, &it))
}

fn claim(endpoint: &Case<'_, Endpoint>, given: &Given) -> Answer {
    let argument = given.argument;
    let message = format!(
        "gateway endpoint {endpoint} is given {argument}, which only {}",
        { "endpoints with network interfaces can have" }
    );
    fault(given, message).fix(given.removal()).help(format!(
        "remove {argument}, or set vpc_endpoint_type = \"Interface\" if you want network interfaces"
    ))
}
