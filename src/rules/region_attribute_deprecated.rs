//! `name` of the data source `aws_region` is given up since version 6 of the provider.

use crate::network::{Answer, Case, Endpoint, Pass, applies_if, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    let written = &endpoint.written_region;
    let old = written.by_old_name.as_ref();
    let (source, fix) = old.ok_or(Pass::NotApplicable)?;
    applies_if(endpoint.asks_for_new_provider()?)?;
    let message = format!(
        "the name of the service of endpoint {endpoint} reads {source}.name, which is deprecated since version 6 of the AWS provider"
    );
    fault(&written.place, message)
        .fix(fix.clone())
        .help(format!("read {source}.region"))
}
