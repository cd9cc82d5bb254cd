//! An endpoint that names no security group gets the default one of its VPC, which admits its own members only.

use crate::network::{Answer, Case, DefaultGroup, Endpoint, fault, fine_if};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if_guarded()?;
    fine_if(!endpoint.groups()?.is_empty())?;
    endpoint.is_seen_whole()?;
    endpoint.possible_if(endpoint.is_exported());
    let effect = endpoint.default_group_effect();
    let means = match effect {
        Some(DefaultGroup::Shut) => ", which admits nobody here",
        Some(DefaultGroup::Open) => ", which others share",
        None => ", which admits only its own members unless somebody opened it",
    };
    let message = format!(
        "endpoint {endpoint} names no security group and gets the default one of its VPC{means}"
    );
    fault(&endpoint.groups, message)
        .error_if(effect == Some(DefaultGroup::Shut))
        .hint_if(effect == Some(DefaultGroup::Open))
        .fix(endpoint.adding_group())
        .help("give it a security group of its own in security_group_ids, which admits the clients where the service listens")
}
