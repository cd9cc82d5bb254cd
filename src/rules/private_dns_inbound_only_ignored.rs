//! A flag that the provider sends for S3 only.

use crate::network::{Answer, Case, Endpoint, EndpointType, applies_if, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.dns_options.inbound_flag, &true)?;
    // Of gateway endpoints another rule speaks, since AWS rejects them.
    applies_if(!endpoint.is(&endpoint.kind, &EndpointType::Gateway)?)?;
    let why = endpoint.why_inbound_flag_is_ignored()?;
    let message = format!(
        "private_dns_only_for_inbound_resolver_endpoint of endpoint {endpoint} has no effect: {why}"
    );
    fault(&endpoint.dns_options.inbound_flag, message)
        .help("remove private_dns_only_for_inbound_resolver_endpoint")
}
