//! Separate routes, with what they name that may be an endpoint.

use super::Builder;
use crate::{eval::Instance, network::SeparateRoute};

impl<'p> Builder<'_, 'p> {
    /// `aws_route`.
    pub(super) fn lead(&self, instance: &Instance<'p>) -> SeparateRoute {
        let targets = ["vpc_endpoint_id", "gateway_id"].map(|name| self.naming(instance, name));
        SeparateRoute {
            resource: self.resource(instance),
            targets: targets.into(),
        }
    }
}
