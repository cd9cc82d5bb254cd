//! A gateway endpoint works by routes: without a route table nothing takes it.

use crate::network::{Answer, Case, Endpoint, fault, fine_if};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.gateway_service()?;
    fine_if(endpoint.is_in_a_table()?)?;
    endpoint.spells("route_table_ids")?;
    endpoint.can_be_made()?;
    endpoint.is_seen_whole()?;
    endpoint.possible_if(endpoint.may_be_attached_to());
    let message = format!(
        "gateway endpoint {endpoint} is in no route table, so nothing takes it{}",
        endpoint.cost_of_detour()
    );
    fault(&endpoint.route_tables, message).help(endpoint.advice_on_tables())
}
