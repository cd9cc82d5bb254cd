//! A subnet configuration picks addresses in a subnet that the endpoint is given, and none that AWS keeps to itself.

use crate::network::{Answer, Case, Endpoint, Pass, applies_if, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let addresses = endpoint.subnet_addresses()?;
    applies_if(!addresses.is_empty() && endpoint.subnets.place.written)?;
    endpoint.every(addresses, |address| {
        let wrong = endpoint.misplaced(address)?.ok_or(Pass::Fine);
        let Ok(wrong) = wrong else {
            return Ok(Vec::new());
        };
        let message = format!("subnet_configuration of endpoint {endpoint} {wrong}");
        fault(address, message).help(
            "pick an address for subnets of subnet_ids only, from the fifth of the subnet to the last but one",
        )
    })
}
