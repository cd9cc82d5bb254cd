//! A policy that allows everything is as good as none.

use super::Judgement;
use crate::{
    network::{Endpoint, Network, PolicyText},
    value::Truth,
};

pub(super) fn check(network: &Network<'_>) -> Vec<Judgement> {
    network.policies().map(|(endpoint, policy)| judge(network, endpoint, policy)).collect()
}

fn judge(network: &Network<'_>, endpoint: Option<&Endpoint>, policy: &PolicyText) -> Judgement {
    let undecided = |reason: String| network.undecided(&policy.address, policy.place, reason);
    match policy.grants_everything(endpoint) {
        Ok(Truth::Yes) => {}
        Ok(Truth::No) => return Ok(None),
        Ok(Truth::Unknown) => return Err(undecided("parts of its policy are unknown".into())),
        Err(why) => return Err(undecided(format!("its policy is unknown: {why}"))),
    }
    let mut proof = network.evidence(policy.place);
    proof.follow(policy.value.origin);
    if let Some(endpoint) = endpoint {
        proof.presuppose_existence(endpoint.exists, &endpoint.basis).cite(endpoint.header, "the endpoint it belongs to");
    }
    let message = format!("the policy of {} allows every action on every resource to anyone, as if there were none", policy.address);
    let help = "limit Principal, Action or Resource, or add conditions such as aws:PrincipalOrgID and aws:ResourceOrgID".into();
    let mut finding = network.finding((&policy.address, policy.header), (policy.place, "policy"), message, help, &proof);
    finding.endpoints = endpoint.iter().map(|endpoint| endpoint.address.clone()).collect();
    Ok(Some(finding))
}
