//! S3 traffic that pays for a NAT gateway, or finds no way at all, although a gateway endpoint is free.

use crate::network::{Answer, Case, Vpc, fault};

pub(super) fn check(vpc: &Case<'_, Vpc>) -> Answer {
    let way = vpc.way_without_gateway("s3")?;
    vpc.possible_if(!way.is_own_traffic() || vpc.is_exported());
    fault(vpc, way.without_gateway(vpc, "S3")).help(vpc.gateway_advice("s3"))
}
