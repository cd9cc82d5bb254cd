//! Private DNS of an S3 interface endpoint that answers everyone takes the traffic of the VPC too, which a gateway endpoint carries for free.

use crate::network::{Answer, Case, Endpoint, applies_if, fault, fine_if, in_any_order};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    in_any_order(&[
        &|| applies_if(endpoint.is_for("s3")?),
        &|| applies_if(endpoint.answers_everyone("s3")?),
        &|| endpoint.applies_if(&endpoint.cross_region, &false),
    ])?;
    fine_if(endpoint.has_gateway_for("s3")?)?;
    endpoint.may_carry_traffic()?;
    let message = format!(
        "S3 traffic of the VPC pays for interface endpoint {endpoint}, whose private DNS answers everyone: a gateway endpoint is free"
    );
    fault(&endpoint.inbound_resolver_only, message)
        .cost(endpoint.cost())
        .help(
            "add an aws_vpc_endpoint of type Gateway for S3, name it in depends_on, \
             and set private_dns_only_for_inbound_resolver_endpoint = true",
        )
}
