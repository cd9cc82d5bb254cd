//! S3 traffic that pays for a NAT gateway, or finds no way at all, although a gateway endpoint is free.

use super::Judgement;
use crate::network::{Network, Vpc};

pub(super) fn check(network: &Network<'_>) -> Vec<Judgement> {
    network.vpcs.iter().map(|vpc| judge(network, vpc)).collect()
}

fn judge(network: &Network<'_>, vpc: &Vpc) -> Judgement {
    let Some(egress) = network.without_gateway(vpc, "s3")? else {
        return Ok(None);
    };
    let mut proof = network.evidence(vpc.header);
    proof.presuppose_all(&vpc.basis).rest_on_absence();
    let message = proof.of_egress(vpc, &egress, "S3");
    if !network.is_own_traffic(&egress) || network.world.exports(&vpc.address) {
        proof.rest_on_signs();
    }
    let help = network.gateway_advice(vpc, "s3");
    let subject = (&vpc.address, vpc.header);
    Ok(Some(network.finding(subject, (vpc.header, ""), message, help, &proof)))
}
