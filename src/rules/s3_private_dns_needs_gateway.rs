//! Private DNS of S3 that is for clients on premises only needs a gateway endpoint for all others.

use crate::network::{Answer, Case, Endpoint, fault, fine_if};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if_s3_is_for_inbound_only()?;
    fine_if(endpoint.has_s3_gateway()?)?;
    let message = format!(
        "interface endpoint {endpoint} for S3 has private DNS for inbound resolver endpoints only, \
         and its VPC has no gateway endpoint for S3"
    );
    fault(&endpoint.private_dns, message).help(
        "add an aws_vpc_endpoint of type Gateway for S3 and name it in depends_on, \
         or set dns_options { private_dns_only_for_inbound_resolver_endpoint = false }",
    )
}
