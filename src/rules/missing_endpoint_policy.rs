//! Without a policy of its own, an endpoint lets any principal reach any resource of the service.

use crate::{
    network::{Answer, Case, Endpoint, EndpointType, applies_if, fault, fine_if, in_any_order},
    provider::service::{PolicySupport, Service},
};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    in_any_order(&[
        &|| applies_if(takes_policies(*endpoint.read(&endpoint.kind)?)),
        &|| applies_if(may_have_one(support(endpoint.aws_service()?.1))),
        &|| fine_if(endpoint.has_policy()?),
    ])?;
    let (_, service) = endpoint.aws_service()?;
    endpoint.possible_if(support(service) == PolicySupport::Unknown);
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

const fn takes_policies(kind: EndpointType) -> bool {
    matches!(kind, EndpointType::Gateway | EndpointType::Interface)
}

const fn may_have_one(support: PolicySupport) -> bool {
    matches!(
        support,
        PolicySupport::Yes | PolicySupport::Likely | PolicySupport::Unknown
    )
}

fn support(service: Option<&Service>) -> PolicySupport {
    service.map_or(PolicySupport::Unknown, |it| it.endpoint_policy)
}
