//! Only gateway endpoints are routes, so AWS refuses route tables of any other.

use crate::network::{Answer, Case, Endpoint, EndpointType, applies_if, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let kind = *endpoint.read(&endpoint.kind)?;
    applies_if(!matches!(kind, EndpointType::Gateway | EndpointType::Other))?;
    let given = endpoint.given_route_tables()?;
    let message = format!(
        "endpoint {endpoint} is given {}, which only gateway endpoints can have; its type is {}",
        given.argument,
        kind.name()
    );
    fault(&given, message)
        .fix(given.removal())
        .help(endpoint.advice_on_route_tables(&given)?)
}
