//! Endpoints that users demand of their VPCs.

use crate::{
    network::{Answer, Case, Vpc, fault},
    options::Options,
};

pub(super) fn check(vpc: &Case<'_, Vpc>) -> Answer {
    let services = vpc.demanded(Options::services)?;
    vpc.applies_if_demanded()?;
    let lacking = vpc.lacks_endpoints_for(services)?;
    let missing = lacking.join(", ");
    fault(
        vpc,
        format!("VPC {vpc} lacks endpoints that are required: {missing}"),
    )
    .lacking(vpc.missing(lacking))
    .help(format!(
        "add an aws_vpc_endpoint for {missing} to VPC {vpc}"
    ))
}
