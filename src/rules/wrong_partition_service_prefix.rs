//! In China and other partitions names of services start otherwise.

use crate::network::{Answer, Case, Endpoint, EndpointType, fault, fine_if};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::Interface)?;
    let prefixes = endpoint.prefixes()?;
    fine_if(prefixes.is_right())?;
    endpoint.likely_if(true);
    endpoint.possible_if(!prefixes.is_listed);
    let (region, right) = (prefixes.region, prefixes.right);
    let service = endpoint.service_name();
    let message = format!(
        "in {region} the name of {service} starts with {right}, not {}",
        prefixes.written
    );
    fault(&endpoint.service, message)
        .help(format!("set service_name = \"{right}.{region}.{service}\""))
}
