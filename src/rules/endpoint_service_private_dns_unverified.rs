//! Nobody can use the private name of an endpoint service before its owner has proved that it is theirs.

use crate::network::{Answer, Case, EndpointService, fault, fine_if};

pub(super) fn check(service: &Case<'_, EndpointService>) -> Answer {
    service.applies_if(&service.has_private_name, &true)?;
    fine_if(service.proof_is_read || service.has(&service.verifications)?)?;
    service.is_seen_whole()?;
    service.possible_if(service.is_exported());
    let message = format!(
        "nothing proves the private name of endpoint service {service}, so its consumers cannot use it"
    );
    fault(&service.has_private_name, message).help(
        "publish private_dns_name_configuration in an aws_route53_record, \
         and add an aws_vpc_endpoint_service_private_dns_verification",
    )
}
