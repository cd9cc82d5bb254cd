//! Two interface endpoints that do the same are paid for twice.

use crate::network::{Answer, Case, Endpoint, Pass, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let double = endpoint.double()?.ok_or(Pass::Fine)?;
    let service = endpoint.service_name();
    endpoint.cite(double.resource.at, "this endpoint does the same");
    let message = format!(
        "interface endpoints {double} and {endpoint} for {service} are in the same subnets with the same groups and policy: each is paid for"
    );
    fault(&endpoint.service, message)
        .cost(endpoint.cost())
        .help(format!("use {double} for both, and remove {endpoint}"))
}
