//! Without private DNS, clients keep using the public address and pass the endpoint by.

use super::Judgement;
use crate::{
    network::{Endpoint, EndpointType, Network},
    provider::service::PrivateDns,
    value::Truth,
};

pub(super) fn check(network: &Network<'_>) -> Vec<Judgement> {
    network.endpoints.iter().map(|endpoint| judge(network, endpoint)).collect()
}

fn judge(network: &Network<'_>, endpoint: &Endpoint) -> Judgement {
    if *endpoint.kind.known()? != EndpointType::Interface || *endpoint.private_dns.known()? {
        return Ok(None);
    }
    let Some(service) = endpoint.service.known()? else { return Ok(None) };
    let Some(facts) = service.facts() else { return Ok(None) };
    if !matches!(facts.private_dns, PrivateDns::Yes | PrivateDns::Presumed) || *endpoint.cross_region.known()? {
        return Ok(None);
    }
    let vpc = endpoint.vpc.answer().and_then(|vpc| network.vpc(vpc));
    if vpc.is_some_and(|vpc| vpc.dns_support.answer() == Some(&false)) {
        return Ok(None);
    }
    let elsewhere = Truth::any([network.names_lead_to(endpoint, service), network.is_named_by_another(endpoint, service)]);
    match elsewhere {
        Truth::Yes => return Ok(None),
        Truth::Unknown => {
            let reason = "something else may lead clients to it";
            return Err(network.undecided(&endpoint.address, endpoint.private_dns.place, reason));
        }
        Truth::No => {}
    }
    let place = endpoint.private_dns.place;
    let mut proof = network.evidence(place);
    proof.presuppose(&endpoint.kind).presuppose_service(endpoint).presuppose_existence(endpoint.exists, &endpoint.basis);
    proof.rely_on(&endpoint.private_dns);
    if facts.private_dns == PrivateDns::Presumed || !endpoint.private_dns.written {
        proof.rest_on_absence();
    }
    let unset = if endpoint.private_dns.written { "" } else { " (private_dns_enabled is not set, so it is off)" };
    let message = format!(
        "interface endpoint {} has private DNS off{unset}, so clients of {} keep using its public address",
        endpoint.address, endpoint.service_name()
    );
    let help = "set private_dns_enabled = true; the VPC needs enable_dns_support and enable_dns_hostnames".into();
    let mut finding = network.finding((&endpoint.address, endpoint.header), (place, "private_dns_enabled"), message, help, &proof);
    finding.endpoints = vec![endpoint.address.clone()];
    Ok(Some(finding))
}
