//! Networks beyond which users do not want endpoints to be open.

use crate::{
    network::{Answer, Case, Endpoint, EndpointType, Ingress, fault},
    options::Options,
};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let allowed = endpoint.demanded(Options::cidr_blocks)?;
    endpoint.applies_if(&endpoint.kind, &EndpointType::Interface)?;
    let beyond = endpoint.ingress_beyond(allowed)?;
    endpoint.every(beyond, |ingress| claim(endpoint, &ingress))
}

fn claim(endpoint: &Case<'_, Endpoint>, ingress: &Ingress<'_>) -> Answer {
    let (group, port, network) = (ingress.group, ingress.port, ingress.network);
    let message = format!(
        "security group {group} of endpoint {endpoint} admits TCP port {port} from {network}, which is not allowed"
    );
    fault(ingress, message).help("admit only networks in those that cidr-blocks of this rule lists")
}
