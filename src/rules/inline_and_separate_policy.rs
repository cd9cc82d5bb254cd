//! Two policies of one endpoint overwrite each other.

use crate::network::{Answer, Case, Endpoint, fault, fine_if};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let holders = endpoint.policy_holders()?;
    fine_if(holders.len() < 2)?;
    for holder in &holders {
        endpoint.cite(holder.at, format!("{} holds a policy", holder.address));
    }
    let message = format!(
        "endpoint {endpoint} has {} policies, which overwrite each other with every apply",
        holders.len()
    );
    fault(&endpoint.policies, message)
        .help("keep one: the policy argument or one aws_vpc_endpoint_policy")
}
