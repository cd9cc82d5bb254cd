//! Only the route tables that a gateway endpoint is in use it; what the others send goes on through the NAT gateway.

use crate::network::{Answer, Case, Endpoint, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let bypasses = endpoint.bypasses()?;
    endpoint.possible_if(endpoint.is_exported());
    let message = format!(
        "gateway endpoint {endpoint} is not in {}, where {}",
        bypasses.tables(),
        bypasses.traffic()
    );
    fault(&endpoint.route_tables, message)
        .cost(bypasses.cost())
        .fix(bypasses.change())
        .help(bypasses.advice())
}
