//! The gateway endpoint that private DNS of S3 needs must be there first.

use crate::network::{Answer, Case, Endpoint, Pass, fault, fine_if};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if_s3_is_for_inbound_only()?;
    let gateway = endpoint.s3_gateway()?.ok_or(Pass::NotApplicable)?;
    fine_if(endpoint.is_made_after(&gateway))?;
    let at = gateway.resource.at;
    endpoint.cite(at, "the gateway endpoint that must come first");
    let message = if endpoint.is_of_block_of(&gateway) {
        format!(
            "one block makes gateway endpoint {gateway} and {endpoint}, so nothing makes the gateway first"
        )
    } else {
        format!(
            "nothing makes Terraform create gateway endpoint {gateway} before {endpoint}, whose private DNS needs it"
        )
    };
    fault(endpoint, message).help(endpoint.advice_on_order(&gateway))
}
