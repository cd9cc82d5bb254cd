//! A route table has one route for each prefix list, so it takes one gateway endpoint for each service.

use crate::network::{Answer, Case, Endpoint, Pass, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let rival = endpoint.rival_in_tables()?.ok_or(Pass::Fine)?;
    let (first, service) = (rival.endpoint, endpoint.service_name());
    endpoint.cite(first.resource.at, "this gateway endpoint is in it too");
    let message = format!(
        "gateway endpoints {first} and {endpoint} for {service} are both in route table {}: AWS rejects the second",
        rival.name
    );
    fault(rival.table, message).help(format!(
        "keep one of the two, and list there all route tables that lead to {service}"
    ))
}
