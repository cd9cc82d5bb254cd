//! Own credentials may carry data to resources of other organizations where a policy does not ask whose they are.

use crate::network::{Answer, Case, EndpointPolicy, fault, fine_if};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    fine_if(!policy.admits_writing_abroad()?)?;
    let message =
        format!("the policy of {policy} lets data be written to resources of any AWS account");
    fault(&policy.document, message)
        .help("require aws:ResourceOrgID or aws:ResourceAccount, or name the resources")
}
