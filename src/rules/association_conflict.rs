//! What an argument lists is all there is: it takes away what separate resources attach, and they attach it again.

use crate::network::{Answer, Case, Conflict, Endpoint, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.every(endpoint.conflicts()?, |conflict| claim(endpoint, &conflict))
}

fn claim(endpoint: &Case<'_, Endpoint>, conflict: &Conflict<'_>) -> Answer {
    let (argument, attachment) = (conflict.listed.place.argument, conflict.attachment());
    endpoint.cite(conflict.attached.place.resource.at, "attaches it");
    let message = match conflict.twice {
        Some(twice) => {
            let name = twice.name();
            format!("{argument} of endpoint {endpoint} and {attachment} both attach {name}")
        }
        None => format!(
            "{argument} of endpoint {endpoint} is the whole list, so it takes away what {attachment} attaches"
        ),
    };
    fault(conflict.listed, message).help(format!(
        "keep one of the two: leave {argument} out, or list all there and remove {attachment}"
    ))
}
