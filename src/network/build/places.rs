//! Where what is said stands: the instance, the argument, the span.

use std::sync::Arc;

use super::{Builder, call::call_of};
use crate::{
    address::Address,
    eval::{CallSite, Instance},
    network::{Place, Resource},
    span::Span,
    value::{Origin, OriginId, Value},
};

impl<'p> Builder<'_, 'p> {
    /// What every thing made here has; the same for all facts of one instance.
    pub(super) fn resource(&self, instance: &Instance<'p>) -> Arc<Resource> {
        let mut resources = self.resources.borrow_mut();
        let make = || {
            let site = call_of(&instance.scope);
            let writer = site.map_or(&instance.scope, |site| &site.parent);
            let body = &instance.resource.block.body;
            let asks = |name| body.attribute(name).is_some();
            Arc::new(Resource {
                address: Address::from(&instance.address),
                call: site.map(local_name),
                written_in: writer.address.to_string(),
                header: self.lifted(&instance.scope, instance.header()),
                at: self.asked_for(instance),
                asks_for_region: site.is_some() || asks("provider") || asks("region"),
                exists: instance.exists,
                exists_in_module: instance.exists_in_module,
                keys: instance.keys.clone(),
                hangs_on: instance.basis.clone(),
            })
        };
        resources
            .entry(instance.address.clone())
            .or_insert_with(make)
            .clone()
    }

    /// The place of an argument with that value.
    pub(super) fn place(
        &self,
        instance: &Instance<'p>,
        argument: &'static str,
        value: &Value,
    ) -> Place {
        let resource = self.resource(instance);
        let span = self.argument_span(instance, value.origin);
        let at = match span.or_else(|| self.in_call(&instance.scope, value.origin)) {
            // What only our model marks as a secret may be written in the call.
            _ if value.sensitive && instance.scope.module.bundled => resource.header,
            at => at.unwrap_or(resource.at),
        };
        Place {
            argument,
            span: at,
            origin: value.origin,
            within: OriginId::NONE,
            written: span.is_some(),
            sensitive: value.sensitive,
            resource,
        }
    }

    /// The place where an argument is written; `None` when its value stands for something unwritten.
    pub(super) fn argument_span(&self, instance: &Instance<'p>, origin: OriginId) -> Option<Span> {
        match self.evaluation.origins.get(origin) {
            Origin::Argument { .. } if instance.scope.module.bundled => Some(
                self.in_call(&instance.scope, origin)
                    .unwrap_or_else(|| self.resource(instance).at),
            ),
            Origin::Argument { span, .. } => Some(span),
            Origin::ProviderDefault { from, .. } => self.argument_span(instance, from),
            _ => None,
        }
    }

    /// The span of a nested block or argument by its origin, or the header.
    pub(super) fn block_span(&self, instance: &Instance<'p>, origin: OriginId) -> Span {
        match self.evaluation.origins.get(origin) {
            Origin::Block { span } => self.lifted(&instance.scope, span),
            _ => self
                .argument_span(instance, origin)
                .unwrap_or_else(|| self.resource(instance).at),
        }
    }

    /// One origin for what is worked out from several values.
    pub(super) fn joined(&self, span: Span, values: &[&Value]) -> OriginId {
        let from = values.iter().map(|value| value.origin).collect();
        self.evaluation
            .origins
            .add(Origin::Operation { span, from })
    }
}

/// A call as its own module names it: `module.net["a"]`.
pub(super) fn local_name(site: &CallSite<'_>) -> String {
    format!("module.{}{}", site.call.name, site.repeated.key)
}
