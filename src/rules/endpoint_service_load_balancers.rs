//! An endpoint service stands on Network Load Balancers or on Gateway Load Balancers: on one of the two kinds.

use crate::network::{Answer, Case, EndpointService, Pass, fault};

pub(super) fn check(service: &Case<'_, EndpointService>) -> Answer {
    let network = service.has(&service.network_balancers)?;
    let gateway = service.has(&service.gateway_balancers)?;
    let (set, message) = match (network, gateway) {
        (false, false) => (
            &service.network_balancers,
            format!("endpoint service {service} has no load balancer"),
        ),
        (true, true) => (
            &service.gateway_balancers,
            format!("endpoint service {service} has both Network and Gateway Load Balancers"),
        ),
        _ => return Err(Pass::Fine),
    };
    fault(set, message).help(
        "name load balancers of one kind, in network_load_balancer_arns or in gateway_load_balancer_arns",
    )
}
