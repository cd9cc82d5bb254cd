//! Endpoint policies do not take wildcards everywhere.

use crate::network::{Answer, Case, EndpointPolicy, all_faults, fault};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    let wildcards = policy.refused_wildcards()?;
    policy.likely_if(true);
    policy.possible_if(wildcards.iter().all(|it| it.is_doubtful));
    all_faults(wildcards.into_iter().map(|wildcard| {
        let message = format!("in the policy of {policy}, {}", wildcard.fault);
        fault(&policy.document, message)
            .at([wildcard.word])
            .help(wildcard.advice)
    }))
}
