//! Endpoint services that are made here: what endpoints that lead to them can tell before the apply.

use super::Builder;
use crate::{
    address::Address,
    eval::Instance,
    network::Identity,
    value::{Kind, Value},
};

impl<'p> Builder<'_, 'p> {
    /// The endpoint service whose attribute a value is: `aws_vpc_endpoint_service.x.service_name`.
    pub(super) fn service_behind(&self, value: &Value, attribute: &str) -> Option<&Instance<'p>> {
        if !matches!(value.kind, Kind::Unknown(_)) {
            return None;
        }
        let identity = Identity::of(value)?;
        self.of(&["aws_vpc_endpoint_service"]).find(|service| {
            Identity::attribute(&Address::from(&service.address), attribute) == identity
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
