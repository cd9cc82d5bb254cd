//! A service that AWS no longer offers gets no new endpoints.

use crate::{
    network::{Answer, Case, Endpoint, Pass, fault},
    provider::service::Status,
};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let (_, service) = endpoint.aws_service()?;
    let Status::Withdrawn(day) = service.ok_or(Pass::NotApplicable)?.status else {
        return Err(Pass::Fine);
    };
    // The list is of us-east-1: in other Regions it may still be there.
    endpoint.likely_if(true);
    let service = endpoint.service_name();
    let message = format!("endpoint {endpoint} leads to {service}, which AWS no longer offers");
    fault(&endpoint.service, message).help(format!(
        "remove the endpoint: {service} was last listed in us-east-1 on {day}"
    ))
}
