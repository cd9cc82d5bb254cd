//! A Region takes 20 gateway endpoints unless AWS has raised its quota.

use crate::network::{Answer, Case, Endpoint, MOST_GATEWAYS, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let count = endpoint.gateways_beyond_quota()?;
    let message = format!(
        "{count} gateway endpoints are made in one Region, of which {endpoint} is the first beyond the quota of {MOST_GATEWAYS}"
    );
    fault(endpoint, message)
        .help("ask AWS for a higher quota of gateway VPC endpoints per Region, or share VPCs")
}
