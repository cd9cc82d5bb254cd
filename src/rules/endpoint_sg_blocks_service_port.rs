//! Security groups that let nobody in where the service listens make every request time out.

use crate::network::{Answer, Case, Endpoint, EndpointType, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::Interface)?;
    let ports = endpoint.barred_ports()?;
    let message = format!(
        "no security group of endpoint {endpoint} admits anybody on TCP port {ports}, where {} listens",
        endpoint.service_name()
    );
    fault(&endpoint.groups, message).help(format!(
        "admit TCP port {ports} from the VPC's CIDR block or from the security groups of the clients"
    ))
}
