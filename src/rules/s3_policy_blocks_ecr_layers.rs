//! Image layers of ECR lie in a bucket of AWS, which a policy for own buckets or principals does not let anybody fetch from.

use crate::network::{Answer, Case, EndpointPolicy, fault};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    let blocked = policy.blocked_layers()?;
    let message = format!(
        "the policy of {policy} lets nobody fetch the image layers of ECR, which {} needs",
        blocked.user
    );
    fault(&policy.document, message).help(blocked.advice())
}
