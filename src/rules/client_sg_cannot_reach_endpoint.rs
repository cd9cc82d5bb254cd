//! A security group that lets its members out nowhere near an endpoint cuts them off from its service.

use crate::network::{Answer, Case, Workload, fault};

pub(super) fn check(client: &Case<'_, Workload>) -> Answer {
    let barred = client.barred_endpoints()?;
    let message = format!(
        "{} of {client} lets nothing out to {}, so it cannot {}",
        barred.guards(),
        barred.names(),
        barred.purposes()
    );
    fault(&client.groups, message).concerning(barred.addresses()).help(
        "add an egress rule for the TCP port of the service to the endpoint's security group or to the VPC's CIDR block",
    )
}
