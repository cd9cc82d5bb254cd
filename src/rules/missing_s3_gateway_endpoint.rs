//! S3 traffic that pays for a NAT gateway, or finds no way at all, although a gateway endpoint is free.

use crate::network::{Answer, Case, Vpc, fault};

pub(super) fn check(vpc: &Case<'_, Vpc>) -> Answer {
    let lack = vpc.lack_of_gateway("s3")?;
    vpc.possible_if(!lack.costs() || vpc.is_exported() || vpc.is_left_to_others(&lack));
    fault(vpc, lack.message(vpc, "S3"))
        .cost(lack.cost(vpc))
        .lacking(vpc.missing(["s3"]))
        .fix(vpc.adding_gateway(&lack, "s3"))
        .help(vpc.gateway_advice(&lack, "s3"))
}
