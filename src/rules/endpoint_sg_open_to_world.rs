//! A security group that admits everyone lets every network with a route to the VPC use the endpoint.

use super::Judgement;
use crate::{
    eval::Exists,
    finding::Finding,
    network::{Endpoint, EndpointType, Network, Opening, SecurityGroup},
};

pub(super) fn check(network: &Network<'_>) -> Vec<Judgement> {
    network.security_groups.iter().flat_map(|group| judge(network, group)).collect()
}

fn judge(network: &Network<'_>, group: &SecurityGroup) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    for endpoint in network.endpoints_with(group) {
        match endpoint.kind.known() {
            Ok(EndpointType::Interface) => {}
            Ok(_) => continue,
            Err(undecided) => {
                judgements.push(Err(undecided));
                continue;
            }
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
    proof.presuppose(&endpoint.kind).presuppose_all(&endpoint.basis);
    for (rule, source) in &opening.parts {
        proof.presuppose_all(&rule.basis).presuppose_all(&rule.origins);
        proof.cite(source.place, format!("together with {} this is the world", source.network));
        source.origins.iter().for_each(|origin| {
            proof.follow(*origin);
        });
    }
    proof.cite(endpoint.groups.place, format!("attached to {}", endpoint.address));
    let from: Vec<String> = opening.parts.iter().map(|(_, source)| source.network.to_string()).collect();
    let message = format!(
        "security group {} of endpoint {} admits TCP port {port} from {}",
        group.address,
        endpoint.address,
        from.join(" and ")
    );
    let help = "admit only the networks that use the endpoint: the VPC's own CIDR block or the clients' security groups".into();
    let subject = (&rule.address, rule.header);
    let finding = network.finding(subject, (source.place, source.attribute), message, help, &proof);
    Ok(Some(Finding { endpoints: vec![endpoint.address.clone()], ..finding }))
}
