//! Endpoints are for clients without a way out; in public subnets they are mostly by mistake.

use crate::network::{Answer, Case, Endpoint, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let subnets = endpoint.public_subnets()?;
    let which = match subnets.as_slice() {
        [one] => format!("subnet {one}, which is public"),
        several => format!("{} subnets, which are all public", several.len()),
    };
    let message = format!("interface endpoint {endpoint} is in {which}");
    fault(&endpoint.subnets, message).help("put it into private subnets, near its clients")
}
