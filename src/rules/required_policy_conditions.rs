//! Each policy asks for the conditions that its users demand.

use crate::{
    network::{Answer, Case, EndpointPolicy, fault},
    options::Options,
};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    let demanded = policy.demanded(Options::conditions)?;
    let key = policy.missing_condition(demanded)?;
    let message =
        format!("the policy of {policy} does not ask for {key}, which these settings demand");
    let values = demanded.get(key).map(|it| it.join(" or "));
    fault(&policy.document, message).help(match values.as_deref() {
        None | Some("*") => {
            format!("add a condition on {key} to each statement that allows something")
        }
        Some(values) => {
            format!("compare {key} with {values} in each statement that allows something")
        }
    })
}
