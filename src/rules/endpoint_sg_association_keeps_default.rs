//! Associations with security groups add to the default group, unless one takes its place.

use crate::network::{Answer, Case, Endpoint, Pass, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if_guarded()?;
    let mut associations = endpoint.group_associations()?;
    associations.sort_by(|one, other| {
        one.place
            .resource
            .address
            .cmp(&other.place.resource.address)
    });
    let mut replacing = Vec::new();
    for association in &associations {
        replacing.extend(endpoint.read(association)?.then_some(*association));
    }
    match (replacing.as_slice(), associations.as_slice()) {
        ([], [first, ..]) => {
            endpoint.is_seen_whole()?;
            let message = format!(
                "the default security group of its VPC stays attached to endpoint {endpoint}: no association takes its place"
            );
            fault(*first, message)
                .help("set replace_default_association = true here, and in no other association of the endpoint")
        }
        ([_, second, ..], _) => {
            let message = format!(
                "a second association takes the place of the default security group of endpoint {endpoint}, which the first has removed"
            );
            fault(*second, message).error_if(true).help(
                "set replace_default_association = true in one association of an endpoint only",
            )
        }
        _ => Err(Pass::Fine),
    }
}
