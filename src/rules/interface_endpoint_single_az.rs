//! An endpoint in one Availability Zone fails with that zone.

use crate::network::{Answer, Case, Endpoint, EndpointType, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::Interface)?;
    let zone = endpoint.one_zone()?;
    endpoint.possible_if(endpoint.may_be_of_others());
    let message = format!(
        "interface endpoint {endpoint} has network interfaces in one Availability Zone only{zone}"
    );
    fault(&endpoint.subnets, message)
        .hint_if(endpoint.is_in_vpc_of_one_zone() || endpoint.has_sibling_elsewhere(&zone))
        .fix(endpoint.spreading(&zone))
        .help(endpoint.advice_on_zones(&zone))
}
