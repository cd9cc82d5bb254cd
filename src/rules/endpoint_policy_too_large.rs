//! An endpoint policy has room for so many characters, and no more.

use crate::network::{Answer, Case, EndpointPolicy, fault};

/// AWS PrivateLink quotas: 20,480 characters, not adjustable. The provider sends no white space.
const MOST: usize = 20_480;

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    let (size, is_all) = policy.more_than(MOST)?;
    let about = if is_all { "" } else { "more than " };
    let message =
        format!("the policy of {policy} has {about}{size} characters, and {MOST} is the most");
    fault(&policy.document, message)
        .help("say it in fewer statements: wildcards, conditions on tags or on the organization")
}
