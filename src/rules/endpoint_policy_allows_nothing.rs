//! A policy of which no Allow survives lets nothing through.

use crate::network::{Answer, Case, EndpointPolicy, applies_if, fault, fine_if};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    fine_if(!policy.grants_nothing()?)?;
    // What allows actions of other services only is told for itself.
    applies_if(policy.other_services().is_err())?;
    let document = policy.in_force()?;
    let why = if document.allowing().next().is_none() {
        "has no statement with Effect Allow"
    } else if document.denies() {
        "denies all that it allows"
    } else {
        "asks for what no request has"
    };
    let message = format!("the policy of {policy} {why}: nothing passes through the endpoint");
    fault(&policy.document, message).help(
        "add a statement that allows what is to pass: a policy grants nothing that it does not say",
    )
}
