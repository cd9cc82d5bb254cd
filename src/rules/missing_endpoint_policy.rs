//! Without a policy of its own, an endpoint lets any principal reach any resource of the service.

use crate::{
    network::{Answer, Case, Endpoint, EndpointType, applies_if, fault, fine_if, in_any_order},
    provider::service::{PolicySupport, Service},
};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    in_any_order(&[
        &|| {
            let kind = endpoint.read(&endpoint.kind)?;
            applies_if(matches!(
                kind,
                EndpointType::Gateway | EndpointType::Interface
            ))
        },
        &|| endpoint.aws_service().map(|_| ()),
        &|| fine_if(endpoint.has_policy()?),
    ])?;
    let (_, service) = endpoint.aws_service()?;
    let support = service.map_or(PolicySupport::Unknown, |it| it.endpoint_policy);
    applies_if(matches!(
        support,
        PolicySupport::Yes | PolicySupport::Likely | PolicySupport::Unknown
    ))?;
    endpoint.possible_if(support == PolicySupport::Unknown);
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
