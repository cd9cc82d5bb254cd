//! A policy that allows everything is as good as none.

use crate::network::{Answer, Case, EndpointPolicy, fault, fine_if};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    fine_if(!policy.grants_everything()?)?;
    let message = format!(
        "the policy of {policy} allows every action on every resource to anyone, as if there were none"
    );
    let instead = "limit Principal, Action or Resource, or add conditions such as aws:PrincipalOrgID and aws:ResourceOrgID";
    fault(&policy.document, message).help(match policy.idle_conditions().as_slice() {
        [] => instead.to_owned(),
        [key, ..] => {
            format!("{instead}: every request through the endpoint meets its condition on {key}")
        }
    })
}
