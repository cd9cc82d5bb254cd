//! Tags that users demand of endpoints.

use crate::{
    network::{Answer, Case, Endpoint, fault, fine_if},
    options::Options,
};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let demanded = endpoint.demanded(Options::tags)?;
    let faults = endpoint.faults_of_tags(demanded)?;
    fine_if(faults.is_empty())?;
    let message = format!("endpoint {endpoint} {}", faults.join(", and "));
    fault(&endpoint.tags.own, message).help("set it in tags, or in default_tags of the provider")
}
