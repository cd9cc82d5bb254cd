//! A statement of an endpoint policy says whom it is for.

use crate::network::{Answer, Case, EndpointPolicy, fault, fine_if};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    let lacking = policy.lacking_principals()?;
    fine_if(lacking == 0)?;
    let which = match lacking {
        1 => "a statement".to_owned(),
        several => format!("{several} statements"),
    };
    let message = format!("the policy of {policy} has {which} without Principal");
    fault(&policy.document, message).help("add Principal = \"*\", or the principals that it is for")
}
