//! Without acceptance whoever may ask for a connection has it.

use crate::network::{Answer, Case, EndpointService, applies_if, fault, fine_if};

pub(super) fn check(service: &Case<'_, EndpointService>) -> Answer {
    service.fine_if(&service.acceptance, &true)?;
    applies_if(service.grants_to_everyone()?.is_empty())?;
    fine_if(!service.has_other_principals()?)?;
    fine_if(service.has(&service.accepters)?)?;
    let message = format!(
        "endpoint service {service} accepts the connections of other accounts without asking"
    );
    fault(&service.acceptance, message)
        .help("set acceptance_required = true, and accept each connection when it is asked for")
}
