//! An endpoint without subnets has no network interface, so nothing reaches it.

use super::Judgement;
use crate::network::{Endpoint, EndpointType, Network};

pub(super) fn check(network: &Network<'_>) -> Vec<Judgement> {
    network.endpoints.iter().map(|endpoint| judge(network, endpoint)).collect()
}

fn judge(network: &Network<'_>, endpoint: &Endpoint) -> Judgement {
    let kind = *endpoint.kind.known()?;
    if !matches!(kind, EndpointType::Interface | EndpointType::GatewayLoadBalancer) {
        return Ok(None);
    }
    if !endpoint.subnets.all(|subnets| Ok(subnets.is_empty()))? {
        return Ok(None);
    }
    network.sees_all_of(endpoint)?;
    let place = endpoint.subnets.place;
    let mut proof = network.evidence(place);
    proof.presuppose(&endpoint.kind).presuppose_existence(endpoint.exists, &endpoint.basis).follow(endpoint.subnets.origin);
    proof.rest_on_absence();
    if network.world.exports(&endpoint.address) {
        proof.rest_on_signs();
    }
    let message = format!("{} endpoint {} has no subnet, so it has no network interface", kind.name(), endpoint.address);
    let help = match kind {
        EndpointType::GatewayLoadBalancer => "name one subnet of its VPC in subnet_ids: it takes exactly one",
        _ => "list private subnets of its VPC in subnet_ids, one for each Availability Zone",
    };
    let mut finding = network.finding((&endpoint.address, endpoint.header), (place, "subnet_ids"), message, help.into(), &proof);
    finding.endpoints = vec![endpoint.address.clone()];
    Ok(Some(finding))
}
