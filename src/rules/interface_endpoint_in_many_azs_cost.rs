//! Every Availability Zone of an interface endpoint is paid for by the hour, and two carry the failure of one.

use crate::network::{Answer, Case, Endpoint, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let zones = endpoint.many_zones()?;
    let message = format!(
        "interface endpoint {endpoint} is in {} Availability Zones, and each is paid for by the hour",
        zones.count
    );
    fault(&endpoint.subnets, message).cost(zones.cost).help(
        "two zones carry the failure of one: leave out those with few clients, whose traffic to others is charged by the GB",
    )
}
