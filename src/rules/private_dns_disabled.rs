//! Without private DNS, clients keep using the public address and pass the endpoint by.

use crate::{
    network::{Answer, Case, Endpoint, EndpointType, applies_if, fault, fine_if, in_any_order},
    provider::service::PrivateDns,
};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    in_any_order(&[
        &|| endpoint.applies_if(&endpoint.kind, &EndpointType::Interface),
        &|| endpoint.fine_if(&endpoint.private_dns, &true),
        &|| endpoint.applies_if(&endpoint.cross_region, &false),
        &|| {
            let (name, service) = endpoint.aws_service()?;
            let is_offered = service.is_some_and(|it| it.private_dns.is_offered());
            applies_if(is_offered || name.is_aws("s3"))
        },
    ])?;
    let (name, service) = endpoint.aws_service()?;
    let is_presumed = service.is_some_and(|it| it.private_dns == PrivateDns::Presumed);
    let is_s3 = name.is_aws("s3");
    applies_if(endpoint.vpc_resolves_names()?)?;
    fine_if(endpoint.has_other_names(name)?)?;
    fine_if(is_s3 && endpoint.has_s3_gateway()?)?;
    let unset = !endpoint.private_dns.place.written;
    endpoint.likely_if(unset || is_presumed);
    let message = format!(
        "interface endpoint {endpoint} has private DNS off{}, so clients of {} keep using its public address",
        if unset {
            " (private_dns_enabled is not set, so it is off)"
        } else {
            ""
        },
        endpoint.service_name()
    );
    fault(&endpoint.private_dns, message)
        .cost(endpoint.cost())
        .fix(endpoint.turning_private_dns_on())
        .help(endpoint.advice_on_private_dns())
}
