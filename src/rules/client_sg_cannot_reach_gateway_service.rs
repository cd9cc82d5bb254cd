//! A gateway endpoint leads to public addresses, which a locked-down security group must let its members out to.

use crate::network::{Answer, Case, Workload, fault, fine_if};

pub(super) fn check(client: &Case<'_, Workload>) -> Answer {
    let barred = client.barred_gateways()?;
    fine_if(client.has_interfaces_for(&barred)?)?;
    let message = format!(
        "{} of {client} lets no HTTPS out to the prefix list of {}, so it cannot {}",
        barred.guards(),
        barred.services(),
        barred.purposes()
    );
    fault(&client.groups, message)
        .concerning(barred.addresses())
        .help(format!(
            "add an egress rule for TCP port 443 with prefix_list_ids = [{}]",
            barred.prefix_lists()
        ))
}
