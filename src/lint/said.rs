//! What is said of several instances, in the same words.

use std::collections::HashSet;

use crate::{
    address::{Address, without_calls, without_keys},
    finding::Finding,
    provider::service::Service,
};

/// What a finding says, whichever of the things it concerns it says it of: without their names and those of their services. Of other
/// names keys and calls of modules are left out.
pub(super) fn claim(finding: &Finding, services: &[String]) -> String {
    let concerned = finding.addresses.iter().chain(&finding.endpoints);
    let concerned: HashSet<String> = concerned.map(Address::block).collect();
    let said = without_keys(&finding.message);
    let is_service = |word: &str| {
        let template = || format!("com.amazonaws.<region>.{word}");
        services.iter().any(|it| it == word) && Service::find(&template()).is_some()
    };
    let words = said.split(' ').map(without_calls).filter(|word| {
        let name = word.trim_matches(['(', ')', ',', ':', ';']);
        !concerned.contains(name) && !is_service(name)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A sentence about one instance as one about its block: without keys, and without calls of modules.
pub(super) fn of_block(sentence: &str) -> String {
    let plain = without_keys(sentence);
    let words: Vec<&str> = plain.split(' ').map(without_calls).collect();
    words.join(" ")
}
