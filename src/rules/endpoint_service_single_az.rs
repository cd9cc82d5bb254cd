//! A service whose load balancers lie in one Availability Zone fails with that zone, and can be reached from there only.

use crate::network::{Answer, Case, EndpointService, fault};

pub(super) fn check(service: &Case<'_, EndpointService>) -> Answer {
    let zone = service.one_zone()?;
    let message = format!(
        "endpoint service {service} has load balancers in one Availability Zone only{zone}"
    );
    fault(&service.network_balancers, message)
        .help("give its load balancers subnets of other Availability Zones too")
}
