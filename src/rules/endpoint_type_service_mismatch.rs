//! AWS refuses an endpoint of a type that its service does not have; left out, the type is Gateway.

use crate::network::{Answer, Case, Endpoint, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let (kind, instead) = endpoint.type_without_service()?;
    let (service, kind) = (endpoint.service_name(), kind.name());
    let why = if endpoint.kind.place.written {
        ""
    } else {
        " because vpc_endpoint_type is not set"
    };
    let message =
        format!("{service} has no endpoints of type {kind}, but endpoint {endpoint} is one{why}");
    fault(&endpoint.kind, message).help(format!("set vpc_endpoint_type = \"{}\"", instead.name()))
}
