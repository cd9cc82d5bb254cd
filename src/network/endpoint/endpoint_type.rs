//! The types of endpoints.

use crate::value::Value;

/// The kinds of endpoint that the AWS provider knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndpointType {
    /// Routes to S3 or DynamoDB in route tables; free.
    Gateway,
    /// Network interfaces in subnets.
    Interface,
    /// Traffic to appliances behind a load balancer.
    GatewayLoadBalancer,
    /// A resource of another account.
    Resource,
    /// A VPC Lattice service network.
    ServiceNetwork,
    /// A word the provider would refuse.
    Other,
}

impl EndpointType {
    /// Whether endpoints of the type take policies, where their service does.
    #[must_use]
    pub const fn takes_policies(self) -> bool {
        matches!(self, Self::Gateway | Self::Interface)
    }

    /// The word of `vpc_endpoint_type`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gateway => "Gateway",
            Self::Interface => "Interface",
            Self::GatewayLoadBalancer => "GatewayLoadBalancer",
            Self::Resource => "Resource",
            Self::ServiceNetwork => "ServiceNetwork",
            Self::Other => "unknown",
        }
    }

    pub(in crate::network) fn parse(value: &Value) -> Option<Self> {
        Some(match &**value.as_str()? {
            "Gateway" => Self::Gateway,
            "Interface" => Self::Interface,
            "GatewayLoadBalancer" => Self::GatewayLoadBalancer,
            "Resource" => Self::Resource,
            "ServiceNetwork" => Self::ServiceNetwork,
            _ => Self::Other,
        })
    }
}
