//! A policy that speaks of other services' actions only, or of actions that there are not, lets nothing of its own through.

use crate::network::{Answer, Case, EndpointPolicy, Pass, all_faults, fault};

pub(super) fn check(policy: &Case<'_, EndpointPolicy>) -> Answer {
    let endpoint = policy.endpoint().ok_or(Pass::NotApplicable)?;
    match policy.other_services() {
        Ok(others) => {
            let (service, own) = (endpoint.service_name(), policy.own_actions());
            let message = format!(
                "the policy of {policy} allows only actions of {others}, and those of {service} begin with {own}"
            );
            return fault(&policy.document, message)
                .help(format!("allow actions that begin with {own}"));
        }
        Err(Pass::Fine) => {}
        Err(pass) => return Err(pass),
    }
    let unknown = policy.unknown_actions()?;
    policy.likely_if(true);
    all_faults(unknown.into_iter().map(|action| {
        let message = format!(
            "the policy of {policy} names {}, which is no action",
            action.name
        );
        fault(&policy.document, message)
            .at([action.name])
            .hint_if(action.near.is_none())
            .help(match action.near {
                Some(near) => format!("did you mean {near}?"),
                None => "look the action up in the Service Authorization Reference".to_owned(),
            })
    }))
}
