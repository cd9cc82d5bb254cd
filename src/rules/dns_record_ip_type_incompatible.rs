//! The records that name an endpoint must go with the addresses that it has.

use crate::network::{Answer, Case, Endpoint, fault, fine_if};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let (ip, record) = endpoint.addresses_and_records()?;
    let fitting = endpoint.records_for(ip)?;
    fine_if(fitting.contains(&record))?;
    let (ip, record) = (ip.name(), record.name());
    let message = format!(
        "dns_record_ip_type {record} of endpoint {endpoint} does not go with ip_address_type {ip}"
    );
    let words: Vec<&str> = fitting.iter().map(|record| record.name()).collect();
    let words = words.join(" or ");
    fault(&endpoint.dns_options.record_type, message).help(format!(
        "set dns_record_ip_type to {words}, or leave it out"
    ))
}
