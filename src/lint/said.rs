//! What is said of several instances, in the same words.

use std::collections::HashSet;

use crate::{
    address::{Address, without_calls, without_keys, words},
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

/// What is said of two instances in different words, as said of their block: names that differ without keys, and without calls of
/// modules. What both name is meant as it is.
pub(super) fn of_both(one: &str, other: &str) -> String {
    let known: HashSet<&str> = words(other).collect();
    let of_block = |word| without_calls(&without_keys(word)).to_owned();
    let said = words(one).map(|word| {
        if known.contains(word) {
            word.to_owned()
        } else {
            of_block(word)
        }
    });
    said.collect::<Vec<_>>().join(" ")
}
