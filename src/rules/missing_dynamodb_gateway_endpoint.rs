//! `DynamoDB` traffic that pays for a NAT gateway, or finds no way at all, although a gateway endpoint is free.

use crate::network::{Answer, Case, Vpc, fault};

pub(super) fn check(vpc: &Case<'_, Vpc>) -> Answer {
    let lack = vpc.lack_of_gateway("dynamodb")?;
    // Not every VPC uses DynamoDB, and clients of an interface endpoint have chosen it by name.
    vpc.possible_if(vpc.lacks_signs_of_dynamodb() || vpc.has_interface_endpoint("dynamodb")?);
    vpc.possible_if(!lack.costs() || vpc.is_exported() || vpc.is_left_to_others(&lack));
    fault(vpc, lack.message(vpc, "DynamoDB"))
        .cost(lack.cost(vpc))
        .lacking(vpc.missing(["dynamodb"]))
        .fix(vpc.adding_gateway(&lack, "dynamodb"))
        .help(vpc.gateway_advice(&lack, "dynamodb"))
}
