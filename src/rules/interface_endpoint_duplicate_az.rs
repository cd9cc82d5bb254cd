//! An interface endpoint has at most one subnet in each Availability Zone.

use crate::network::{Answer, Case, Endpoint, EndpointType, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::Interface)?;
    let same = endpoint.same_zone()?;
    let message = format!(
        "interface endpoint {endpoint} is given {} subnets in {}: {}",
        same.subnets.len(),
        same.name(),
        same.list()
    );
    fault(&endpoint.subnets, message).help("give it one subnet of each Availability Zone")
}
