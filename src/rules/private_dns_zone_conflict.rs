//! A hosted zone of the same name keeps private DNS from taking it.

use crate::network::{Answer, Case, Endpoint, EndpointType, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::Interface)?;
    endpoint.applies_if(&endpoint.private_dns, &true)?;
    endpoint.applies_if(&endpoint.cross_region, &false)?;
    let taken = endpoint.taken_name()?;
    let (zone, name) = (taken.zone, &taken.name);
    let message = format!(
        "private DNS of {endpoint} and hosted zone {zone} claim the same name{name} in one VPC"
    );
    fault(&taken, message).help(format!(
        "remove {zone}, or set private_dns_enabled = false where the zone is to lead to the endpoint"
    ))
}
