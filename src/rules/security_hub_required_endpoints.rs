//! Endpoints that AWS Security Hub has a control for.

use crate::network::{Answer, Case, SecurityHub, Vpc, fault};

pub(super) fn check(vpc: &Case<'_, Vpc>) -> Answer {
    let demanded = SecurityHub::services(vpc.options());
    let missing = vpc.lacks_endpoints_for(&demanded)?;
    let controls = SecurityHub::controls(&missing);
    let missing = missing.join(", ");
    let message = format!("VPC {vpc} lacks interface endpoints for {missing} ({controls})");
    fault(vpc, message).help(format!(
        "add an aws_vpc_endpoint of type Interface for {missing} to VPC {vpc}"
    ))
}
