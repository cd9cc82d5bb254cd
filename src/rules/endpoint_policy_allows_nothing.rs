//! A policy of which no Allow survives lets nothing through.

use crate::network::{Answer, Case, EndpointPolicy, applies_if, fault, fine_if};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    fine_if(!policy.grants_nothing()?)?;
    // What allows actions of other services only is told for itself.
    applies_if(policy.other_services().is_err())?;
    let document = policy.in_force()?;
    let (why, advice) = if document.allowing().next().is_none() {
        (
            "has no statement with Effect Allow",
            "add a statement that allows what is to pass: a policy grants nothing that it does not say",
        )
    } else if document.denies() {
        (
            "denies all that it allows",
            "narrow its Deny to what must not pass: it wins over every Allow",
        )
    } else {
        (
            "asks for what no request has",
            "change the condition to one that requests through the endpoint can meet",
        )
    };
    let message = format!("the policy of {policy} {why}: nothing passes through the endpoint");
    fault(&policy.document, message).help(advice)
}
