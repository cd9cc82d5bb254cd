//! Agents and package managers fetch from buckets of AWS, which a policy for own buckets or principals keeps them from.

use crate::network::{Answer, Case, EndpointPolicy, all_faults, fault};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    let blocked = policy.blocked_buckets()?;
    policy.possible_if(true);
    all_faults(blocked.into_iter().map(|blocked| {
        let message = format!(
            "the policy of {policy} lets nobody fetch from the buckets of {}, which {} needs",
            blocked.owner, blocked.user
        );
        fault(&policy.document, message).help(blocked.advice())
    }))
}
