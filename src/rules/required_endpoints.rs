//! Endpoints that users demand of their VPCs.

use crate::{
    network::{Answer, Case, Vpc, fault},
    options::Options,
};

pub(super) fn check(vpc: &Case<'_, Vpc>) -> Answer {
    let services = vpc.demanded(Options::services)?;
    vpc.applies_if_demanded()?;
    let missing = vpc.lacks_endpoints_for(services)?.join(", ");
    fault(
        vpc,
        format!("VPC {vpc} lacks endpoints that are required: {missing}"),
    )
    .help(format!(
        "add an aws_vpc_endpoint for {missing} to VPC {vpc}"
    ))
}
