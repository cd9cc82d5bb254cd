//! Endpoint services that are made here: what endpoints that lead to them can tell before the apply.

use super::{Builder, flag};
use crate::{
    eval::Instance,
    network::{Fact, Identity},
    value::{Kind, Value, Why},
};

impl<'p> Builder<'_, 'p> {
    /// The endpoint service whose attribute a value is: `aws_vpc_endpoint_service.x.service_name`.
    pub(super) fn service_behind(&self, value: &Value, attribute: &str) -> Option<&Instance<'p>> {
        if !matches!(value.kind, Kind::Unknown(_)) {
            return None;
        }
        let identity = Identity::of(value)?;
        let address = identity.owner(&[attribute])?;
        let services = self.managed.get("aws_vpc_endpoint_service")?;
        let by_address = self.services.get_or_init(|| {
            let places = services.iter().zip(0..);
            places.map(|(it, at)| (it.address.clone(), at)).collect()
        });
        let service = services.get(*by_address.get(address.as_str())?)?;
        Some(service)
    }

    /// Whether the service of a name is made here and accepts endpoints one by one; not known where the name may also be another's.
    pub(super) fn acceptance_required(&self, name: &Value) -> Option<Fact<bool>> {
        let ways = name.alternatives();
        let behind = |way: &Value| self.service_behind(way, "service_name");
        let service = ways.iter().find_map(behind)?;
        let fact = self.fact(service, "acceptance_required", flag);
        let is_one = ways.iter().all(|way| behind(way).is_some());
        Some(if is_one {
            fact
        } else {
            fact.hidden(Why::Condition)
        })
    }

    /// The type of an endpoint, also where it is that of a service made here: its load balancers decide
    /// (`aws_vpc_endpoint_service.x.service_type`).
    pub(super) fn settled_type(&self, value: Value) -> Value {
        let Some(service) = self.service_behind(&value, "service_type") else {
            return value;
        };
        let some = |argument: &str| match &service.attribute(argument).kind {
            Kind::Null(_) => Some(false),
            Kind::Sequence(balancers) if !balancers.items.is_empty() => Some(true),
            Kind::Sequence(balancers) if balancers.rest.is_none() => Some(false),
            _ => None,
        };
        let ty = match (
            some("gateway_load_balancer_arns"),
            some("network_load_balancer_arns"),
        ) {
            (Some(true), Some(false)) => "GatewayLoadBalancer",
            (Some(false), Some(true)) => "Interface",
            _ => return value,
        };
        Value::string(ty).at(value.origin).hidden(value.sensitive)
    }
}
