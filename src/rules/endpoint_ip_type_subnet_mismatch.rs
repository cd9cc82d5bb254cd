//! Every subnet of an endpoint must have the addresses that the endpoint is to have.

use crate::network::{Answer, Case, Endpoint, EndpointType, IpType, Pass, fault};

pub(super) fn check(endpoint: &Case<'_, Endpoint>) -> Answer {
    endpoint.applies_if(&endpoint.kind, &EndpointType::Interface)?;
    let ip = *endpoint.read(&endpoint.dns_options.ip_type)?;
    let ip = ip.filter(|ip| *ip != IpType::Other);
    let ip = ip.ok_or(Pass::NotApplicable)?;
    let unfit = endpoint.unfit_subnet(ip)?;
    let (subnet, why, name) = (unfit.subnet, unfit.why, ip.name());
    endpoint.cite(subnet.resource.at, format!("this subnet {why}"));
    let message =
        format!("ip_address_type of endpoint {endpoint} is {name}, but its subnet {subnet} {why}");
    fault(&endpoint.dns_options.ip_type, message).help(unfit.remedy)
}
