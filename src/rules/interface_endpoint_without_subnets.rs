//! An endpoint without subnets has no network interface, so nothing reaches it.

use crate::network::{Answer, Case, Endpoint, EndpointType, applies_if, fault, fine_if};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let kind = *endpoint.read(&endpoint.kind)?;
    let balances = kind == EndpointType::GatewayLoadBalancer;
    applies_if(balances || kind == EndpointType::Interface)?;
    fine_if(endpoint.has_subnet()?)?;
    endpoint.can_be_made()?;
    endpoint.is_seen_whole()?;
    endpoint.possible_if(endpoint.is_exported() || endpoint.is_left_alone());
    let message = format!(
        "{} {endpoint} has no subnet, so it has no network interface",
        if balances {
            "Gateway Load Balancer endpoint"
        } else {
            "interface endpoint"
        }
    );
    fault(&endpoint.subnets, message).help(endpoint.advice_on_subnets(kind))
}
