//! Policies of gateway endpoints are for everybody, and say by conditions whom they mean.

use crate::network::{Answer, Case, EndpointPolicy, EndpointType, Pass, fault, fine_if};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    let endpoint = policy.endpoint().ok_or(Pass::NotApplicable)?;
    endpoint.applies_if(&endpoint.kind, &EndpointType::Gateway)?;
    fine_if(!policy.names_principals()?)?;
    let message = format!(
        "the policy of {policy} names principals, and that of a gateway endpoint must be for all of them"
    );
    fault(&policy.document, message).at(["Principal"]).help(
        "set Principal to \"*\" and name roles and users in a condition on aws:PrincipalArn, \
             accounts in one on aws:PrincipalAccount",
    )
}
