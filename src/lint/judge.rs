//! One root to what all rules say of it.

use std::sync::Arc;

use super::raw::RawFinding;
use crate::{
    eval::{Evaluation, InputValue},
    module::{ModuleId, Program},
    network::Network,
    provider::service::ServiceName,
    rules::RULES,
    source::Sources,
};

/// What all rules say of one root.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) raw: Vec<RawFinding>,
    pub(super) endpoints: usize,
    pub(super) note: Option<String>,
}

/// Runs all rules on one root; on one that reaches nothing that they speak of, none.
pub(super) fn judge(
    program: &Program,
    sources: &Sources,
    root: ModuleId,
    given: &[InputValue],
) -> Judged {
    if !program.concerns(root) {
        return Judged::default();
    }
    let evaluation = Evaluation::new(program, sources, root, given);
    let network = Network::build(&evaluation);
    let name: Arc<str> = program.module(root).name.as_str().into();
    let mut raw = Vec::new();
    for rule in RULES.iter() {
        let Some(check) = rule.check else { continue };
        for judgement in check(&network) {
            let said = match judgement {
                Ok(Some(finding)) => Ok(finding),
                Ok(None) => continue,
                Err(undecided) => Err(undecided),
            };
            let endpoints = match &said {
                Ok(finding) => finding.endpoints.as_slice(),
                Err(question) => std::slice::from_ref(&question.address),
            };
            raw.push(RawFinding {
                rule,
                root: name.clone(),
                services: services(&network, endpoints),
                said,
            });
        }
    }
    let limited = evaluation.fuel.is_limited();
    Judged {
        raw,
        endpoints: network.endpoints.len(),
        note: limited.then(|| {
            format!("`{name}`: some values are too large to evaluate; they count as unknown")
        }),
    }
}

/// The services of endpoints, by their suffixes; none when one of them is not known.
fn services(network: &Network<'_>, addresses: &[Arc<str>]) -> Vec<String> {
    let service = |address: &Arc<str>| {
        let endpoint = network
            .endpoints
            .iter()
            .find(|endpoint| endpoint.address == *address)?;
        match endpoint.service.answer()? {
            Some(ServiceName::Aws { suffix, .. }) if !endpoint.service.sensitive => {
                Some(suffix.to_string())
            }
            _ => None,
        }
    };
    addresses
        .iter()
        .map(service)
        .collect::<Option<_>>()
        .unwrap_or_default()
}
