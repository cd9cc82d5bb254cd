//! Without a policy of its own, an endpoint lets any principal reach any resource of the service.

use crate::{
    network::{Answer, Case, Endpoint, applies_if, fault, fine_if, in_any_order},
    provider::service::{PolicySupport, Service},
};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    in_any_order(&[
        &|| applies_if(endpoint.read(&endpoint.kind)?.takes_policies()),
        &|| applies_if(endpoint.policy_support()?.may_be()),
        &|| fine_if(endpoint.has_policy()?),
    ])?;
    let (_, service) = endpoint.aws_service()?;
    endpoint.possible_if(endpoint.policy_support()? == PolicySupport::Unknown);
    let message = format!(
        "endpoint {endpoint} ({}) has no policy: any principal may reach any resource through it",
        endpoint.service_name()
    );
    let is_light = !service.is_some_and(Service::carries_data);
    fault(&endpoint.policies, message)
        .hint_if(is_light)
        .fix(endpoint.adding_policy())
        .help(
            "set policy to a document that allows only your principals and resources, \
         for example by aws:PrincipalOrgID and aws:ResourceOrgID",
        )
}
