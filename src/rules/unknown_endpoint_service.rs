//! A service name with a slip in it names no service.

use crate::network::{Answer, Case, Endpoint, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let unknown = endpoint.unknown_service()?;
    // Other Regions may have names that us-east-1 never had.
    endpoint.likely_if(true);
    endpoint.possible_if(unknown.meant.is_empty());
    let message = format!("{} is no endpoint service that is known", unknown.name);
    fault(&endpoint.service, message)
        .hint_if(unknown.meant.is_empty())
        .help(unknown.advice())
}
