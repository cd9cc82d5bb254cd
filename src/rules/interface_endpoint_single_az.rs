//! An endpoint in one Availability Zone fails with that zone.

use super::Judgement;
use crate::{
    network::{Endpoint, EndpointType, Network, Zone},
    provider::service::ServiceName,
};

pub(super) fn check(network: &Network<'_>) -> Vec<Judgement> {
    network.endpoints.iter().map(|endpoint| judge(network, endpoint)).collect()
}

fn judge(network: &Network<'_>, endpoint: &Endpoint) -> Judgement {
    if *endpoint.kind.known()? != EndpointType::Interface {
        return Ok(None);
    }
    let Some(spread) = network.one_zone(endpoint)? else {
        return Ok(None);
    };
    if !endpoint.subnets.written {
        network.sees_all_of(endpoint)?;
    }
    let place = endpoint.subnets.place;
    let mut proof = network.evidence(place);
    proof.presuppose(&endpoint.kind).presuppose_existence(endpoint.exists, &endpoint.basis).follow(endpoint.subnets.origin);
    for association in &endpoint.subnets.by {
        proof.cite(*association, "attaches the subnet");
    }
    for subnet in &spread.subnets {
        proof.presuppose_all(&subnet.basis).cite(subnet.header, format!("{} is one of its subnets", subnet.address));
    }
    match endpoint.vpc.answer().and_then(|vpc| network.zones_of_vpc(vpc)) {
        Some(0 | 1) => proof.rest_on_signs(),
        Some(_) => &mut proof,
        None => proof.rest_on_absence(),
    };
    if is_of_others(network, endpoint) || network.has_sibling_elsewhere(endpoint, &spread) {
        proof.rest_on_signs();
    }
    let zone = spread.zone.as_ref().and_then(Zone::known).map(|zone| format!(" ({zone})")).unwrap_or_default();
    let message = format!("interface endpoint {} has network interfaces in one Availability Zone only{zone}", endpoint.address);
    let help = match network.subnet_elsewhere(endpoint, &spread) {
        Some(subnet) => format!("add a subnet of another Availability Zone, such as {}", subnet.address),
        None if endpoint.subnets.by.is_empty() => "add a subnet of another Availability Zone to subnet_ids".into(),
        None => "add a subnet of another Availability Zone by another aws_vpc_endpoint_subnet_association".into(),
    };
    let mut finding = network.finding((&endpoint.address, endpoint.header), (place, "subnet_ids"), message, help, &proof);
    finding.endpoints = vec![endpoint.address.clone()];
    Ok(Some(finding))
}

/// A service of another account may be offered in one zone only, and a service that is not known may be one.
fn is_of_others(network: &Network<'_>, endpoint: &Endpoint) -> bool {
    match endpoint.service.answer() {
        None | Some(Some(ServiceName::Customer { .. })) => !network.makes_service_of(endpoint),
        _ => false,
    }
}
