//! Without a policy of its own, an endpoint lets any principal reach any resource of the service.

use super::Judgement;
use crate::{
    network::{Endpoint, EndpointType, Network},
    provider::service::{PolicySupport, ServiceName},
};

pub(super) fn check(network: &Network<'_>) -> Vec<Judgement> {
    network.endpoints.iter().map(|endpoint| judge(network, endpoint)).collect()
}

fn judge(network: &Network<'_>, endpoint: &Endpoint) -> Judgement {
    if !matches!(endpoint.kind.known()?, EndpointType::Gateway | EndpointType::Interface) || *endpoint.has_policy.known()? {
        return Ok(None);
    }
    let Some(ServiceName::Aws { facts, .. }) = endpoint.service.known()? else {
        return Ok(None);
    };
    let support = facts.map_or(PolicySupport::Unknown, |facts| facts.endpoint_policy);
    let place = endpoint.has_policy.place;
    let mut proof = network.evidence(place);
    match support {
        PolicySupport::Yes | PolicySupport::Likely => proof.rest_on_absence(),
        PolicySupport::Unknown => proof.rest_on_signs(),
        PolicySupport::Conflicting | PolicySupport::NoUnconfirmed | PolicySupport::No => return Ok(None),
    };
    network.sees_all_of(endpoint)?;
    proof.presuppose(&endpoint.kind).presuppose_service(endpoint).presuppose_existence(endpoint.exists, &endpoint.basis);
    proof.rely_on(&endpoint.has_policy);
    let message = format!("endpoint {} ({}) has no policy: any principal may reach any resource through it",
        endpoint.address,
        endpoint.service_name());
    let help = "set policy to a document that allows only your principals and resources, \
                for example by aws:PrincipalOrgID and aws:ResourceOrgID"
        .into();
    let mut finding = network.finding((&endpoint.address, endpoint.header), (place, "policy"), message, help, &proof);
    finding.endpoints = vec![endpoint.address.clone()];
    Ok(Some(finding))
}
