//! Credentials of other organizations may use an endpoint whose policy does not ask who they are.

use crate::network::{Answer, Case, EndpointPolicy, fault, fine_if};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    fine_if(!policy.admits_foreign_principals()?)?;
    let message =
        format!("the policy of {policy} lets principals of any AWS account use the endpoint");
    fault(&policy.document, message)
        .help("require aws:PrincipalOrgID or aws:PrincipalAccount, or name the resources")
}
