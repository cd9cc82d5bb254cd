//! An endpoint must lead to a service, a resource or a service network; neither validate nor plan asks to which.

use crate::network::{Answer, Case, Endpoint, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let Some(kind) = endpoint.missing_target()? else {
        let message = format!("endpoint {endpoint} leads nowhere: it names no service");
        return fault(endpoint, message)
            .help("set service_name, resource_configuration_arn or service_network_arn");
    };
    let (kind, target) = (kind.name(), kind.target());
    let message =
        format!("endpoint {endpoint} leads nowhere: its type is {kind} and {target} is not set");
    fault(endpoint, message).help(format!("set {target}, or the type of what is set instead"))
}
