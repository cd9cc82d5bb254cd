//! AWS writes the routes of a gateway endpoint itself, and lets nobody else write any.

use crate::network::{Answer, Case, Endpoint, Fact, Identity, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.gateway_service()?;
    endpoint.every(endpoint.routes_to_it()?, |target| claim(endpoint, target))
}

fn claim(endpoint: &Case<'_, Endpoint>, target: &Fact<Option<Identity>>) -> Answer {
    let route = &target.place.resource.address;
    let message = format!(
        "{route} has a route to gateway endpoint {endpoint}, whose routes AWS writes itself"
    );
    fault(target, message).help(format!(
        "remove the route and put its route table into route_table_ids of {endpoint}, \
         or add an aws_vpc_endpoint_route_table_association"
    ))
}
