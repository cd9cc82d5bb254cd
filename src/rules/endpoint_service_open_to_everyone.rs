//! A service that everybody may use, and that accepts everybody, is public.

use crate::network::{Answer, Case, EndpointService, Grant, fault};

pub(super) fn check(service: &Case<'_, EndpointService>) -> Answer {
    let grants = service.grants_to_everyone()?;
    service.every(grants, |grant| claim(service, &grant))
}

fn claim(service: &Case<'_, EndpointService>, grant: &Grant<'_>) -> Answer {
    let asks_first = *service.read(&service.acceptance)?;
    let (message, more) = if asks_first {
        (
            format!("any AWS account may ask for connections to endpoint service {service}"),
            "",
        )
    } else {
        (
            format!("endpoint service {service} accepts connections from any AWS account"),
            ", and set acceptance_required = true",
        )
    };
    let help = format!("name the accounts, users or roles that may connect instead of *{more}");
    fault(grant, message).hint_if(asks_first).help(help)
}
