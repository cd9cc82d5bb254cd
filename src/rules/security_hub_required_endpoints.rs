//! Endpoints that AWS Security Hub has a control for.

use crate::network::{Answer, Case, SecurityHub, Vpc, fault};

pub(super) fn check(vpc: &Case<'_, Vpc>) -> Answer {
    let demanded = SecurityHub::services(vpc.options());
    let lacking = vpc.lacks_endpoints_for(&demanded)?;
    let controls = SecurityHub::controls(&lacking);
    let missing = lacking.join(", ");
    let message = format!("VPC {vpc} lacks interface endpoints for {missing} ({controls})");
    fault(vpc, message)
        .lacking(vpc.missing(lacking))
        .help(format!(
            "add an aws_vpc_endpoint of type Interface for {missing} to VPC {vpc}"
        ))
}
