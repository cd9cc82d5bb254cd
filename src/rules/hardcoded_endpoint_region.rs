//! A Region that is spelt out does not follow the module to another one.

use crate::network::{Answer, Case, Endpoint, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let region = endpoint.spelt_region()?;
    let written = &endpoint.written_region;
    let message = match &written.said_by {
        Some(other) => format!(
            "the name of the service of endpoint {endpoint} spells out {region}, though {other} says which Region it is"
        ),
        None => format!(
            "the name of the service of endpoint {endpoint} spells out {region}, so the module is for that Region only"
        ),
    };
    fault(&written.place, message)
        .help("take the Region from a variable or the data source aws_region: com.amazonaws.${var.region}.s3")
}
