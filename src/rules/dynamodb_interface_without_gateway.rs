//! `DynamoDB` traffic that pays for an interface endpoint, though a gateway endpoint carries that of the VPC for free.

use crate::network::{
    Answer, Case, Endpoint, EndpointType, applies_if, fault, fine_if, in_any_order,
};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    in_any_order(&[
        &|| endpoint.applies_if(&endpoint.kind, &EndpointType::Interface),
        &|| applies_if(endpoint.is_for("dynamodb")?),
        &|| endpoint.applies_if(&endpoint.cross_region, &false),
    ])?;
    fine_if(endpoint.has_gateway_for("dynamodb")?)?;
    endpoint.may_carry_traffic()?;
    // It has no private DNS: whoever uses it names it, and may be on premises.
    endpoint.serves_dynamodb_of_its_vpc()?;
    let message = format!(
        "clients of DynamoDB in the VPC have interface endpoint {endpoint} only, which is paid for: a gateway endpoint is free"
    );
    fault(&endpoint.kind, message).cost(endpoint.cost()).help(
        "add an aws_vpc_endpoint of type Gateway for dynamodb, and keep this one for clients on premises",
    )
}
