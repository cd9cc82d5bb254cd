//! A security group that admits everyone lets every network with a route to the VPC use the endpoint.

use super::Judgement;
use crate::{
    eval::Exists,
    finding::Finding,
    network::{Endpoint, EndpointType, Network, Opening, SecurityGroup},
};

pub(super) fn check(network: &Network<'_>) -> Vec<Judgement> {
    let seen = network.security_groups.iter().flat_map(|group| judge(network, group));
    seen.chain(network.endpoints.iter().map(out_of_sight)).collect()
}

/// Groups that cannot be told may be open too.
fn out_of_sight(endpoint: &Endpoint) -> Judgement {
    match *endpoint.kind.known()? {
        EndpointType::Interface => endpoint.groups.all(|_| Ok(())).map(|()| None),
        _ => Ok(None),
    }
}

fn judge(network: &Network<'_>, group: &SecurityGroup) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    for endpoint in network.endpoints_with(group) {
        // An endpoint of unknown type is told of by `out_of_sight`.
        if endpoint.kind.answer() != Some(&EndpointType::Interface) {
            continue;
        }
        for port in endpoint.ports() {
            judgements.extend(group.undecided(port).map(Err));
            judgements.extend(group.openings(port).iter().map(|opening| claim(network, group, endpoint, port, opening)));
        }
    }
    judgements
}

fn claim(network: &Network<'_>, group: &SecurityGroup, endpoint: &Endpoint, port: u16, opening: &Opening<'_>) -> Judgement {
    let (rule, source) = (opening.rule, opening.source);
    if rule.exists == Exists::May && group.exists == Exists::Must {
        return Err(network.undecided(&rule.address, rule.header, "it may not be there"));
    }
    let mut proof = network.evidence(source.place);
    proof.presuppose(&endpoint.kind).presuppose_existence(endpoint.exists, &endpoint.basis).of_opening(opening);
    proof.cite(endpoint.groups.place, format!("attached to {}", endpoint.address));
    let (group, networks) = (&group.address, opening.networks());
    let message = format!("security group {group} of endpoint {} admits TCP port {port} from {networks}", endpoint.address);
    let help = "admit only the networks that use the endpoint: the VPC's own CIDR block or the clients' security groups".into();
    let finding = network.finding((&rule.address, rule.header), (source.place, source.attribute), message, help, &proof);
    Ok(Some(Finding { addresses: opening.addresses(), endpoints: vec![endpoint.address.clone()], ..finding }))
}
