//! AWS refuses a policy whose form is not that of a policy.

use crate::network::{Answer, Case, EndpointPolicy, all_faults, fault};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    let flaws = policy.flaws()?;
    all_faults(flaws.into_iter().map(|flaw| {
        let message = format!("the policy of {policy} {}", flaw.fault);
        fault(&policy.document, message)
            .at(flaw.words)
            .help(flaw.advice)
    }))
}
