//! A policy for a service that looks at none is refused, or says nothing.

use crate::{
    network::{Answer, Case, EndpointPolicy, fault, fine_if},
    provider::service::PolicySupport,
};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    let (endpoint, service) = policy.service()?;
    fine_if(service.endpoint_policy != PolicySupport::No)?;
    policy.written()?;
    policy.likely_if(true);
    let message = format!(
        "endpoint {endpoint} has a policy, and {} does not support endpoint policies",
        endpoint.service_name()
    );
    fault(&policy.document, message)
        .help("remove the policy, and limit access by the security group and by the roles of those who use it")
}
