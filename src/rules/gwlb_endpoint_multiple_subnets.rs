//! A Gateway Load Balancer endpoint is in one subnet; AWS refuses more.

use crate::network::{Answer, Case, Endpoint, EndpointType, fault, fine_if};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::GatewayLoadBalancer)?;
    let subnets = endpoint.count_of_subnets()?;
    fine_if(subnets < 2)?;
    let message =
        format!("Gateway Load Balancer endpoint {endpoint} has {subnets} subnets; AWS allows one");
    fault(&endpoint.subnets, message)
        .help("make an endpoint for each subnet, for example with for_each, and route each zone to its own")
}
