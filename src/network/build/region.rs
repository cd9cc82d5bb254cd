//! The Regions of endpoints.

use super::{Builder, or_nothing, set_value};
use crate::{
    eval::Instance,
    network::{Fact, Identity, Place, Regions, fact::unknown_part},
    provider::service::ServiceName,
    span::Span,
    value::{Origin, OriginId, Value, Why},
};

impl<'p> Builder<'_, 'p> {
    /// Those of an endpoint with that service.
    pub(super) fn regions(&self, instance: &Instance<'p>, service: &Value) -> Regions {
        let region = set_value(instance, "service_region");
        Regions {
            own: self.own_region(instance),
            named: self.settled(instance, "service_name", |place| {
                // One that is made here is where its endpoints are.
                if self.service_behind(service, "service_name").is_some() {
                    return Fact::new(Ok(None), place);
                }
                Fact::parse(service, place, |it| Ok(or_nothing(it, named)?.flatten())).merged()
            }),
            family: self.settled(instance, "service_name", |place| {
                Fact::parse(service, place, |it| {
                    Ok(match or_nothing(it, ServiceName::parse)? {
                        Some(ServiceName::Aws { prefix, .. }) => Some(prefix),
                        _ => None,
                    })
                })
                .merged()
            }),
            service: self.settled(instance, "service_region", |place| {
                Fact::parse(&region, place, |it| or_nothing(it, identity)).merged()
            }),
        }
    }

    /// The `region` of a resource (version 6 of the provider), else that of its provider configuration.
    pub(super) fn own_region(&self, instance: &Instance<'p>) -> Fact<Identity> {
        let own = set_value(instance, "region");
        let place = self.place(instance, "region", &own);
        let own = Fact::parse(&own, place, |it| or_nothing(it, identity)).merged();
        let provider = self.provider_region(instance);
        let mut answers = Vec::new();
        for answer in own.answers {
            match answer {
                Ok(None) => answers.extend(provider.answers.iter().cloned()),
                Ok(Some(region)) => answers.push(Ok(region)),
                Err(why) => answers.push(Err(why)),
            }
        }
        let place = if own.place.written {
            own.place
        } else {
            provider.place
        };
        Fact { answers, place }.merged()
    }

    fn provider_region(&self, instance: &Instance<'p>) -> Fact<Identity> {
        let value = self.evaluation.provider_region(instance);
        let resource = self.resource(instance);
        let place = Place {
            span: self.written_at(value.origin).unwrap_or(resource.at),
            origin: value.origin,
            sensitive: value.sensitive,
            ..Place::of(&resource)
        };
        Fact::parse(&value, place, identity).merged()
    }

    /// Where a value was written last.
    fn written_at(&self, origin: OriginId) -> Option<Span> {
        match self.evaluation.origins.get(origin) {
            Origin::None | Origin::CommandLine { .. } | Origin::Workspace => None,
            Origin::ProviderDefault { from, .. } => self.written_at(from),
            Origin::Plan { span, .. }
            | Origin::Literal(span)
            | Origin::Block { span }
            | Origin::Default { span, .. }
            | Origin::VariableFile { span, .. }
            | Origin::Argument { span, .. }
            | Origin::Local { span, .. }
            | Origin::Output { span, .. }
            | Origin::Fork { span, .. }
            | Origin::UnitOutput { span, .. }
            | Origin::LookUp { span, .. }
            | Origin::Operation { span, .. } => Some(span),
        }
    }
}

fn identity(value: &Value) -> Result<Identity, Why> {
    Identity::of(value).ok_or_else(|| unknown_part(value))
}

/// The Region that the name of a service names.
fn named(name: &Value) -> Result<Option<Identity>, Why> {
    let region = match ServiceName::parse(name)? {
        ServiceName::Aws { region, .. } => region,
        ServiceName::Customer { region, .. } => Some(region),
        ServiceName::Other(_) => None,
    };
    let region = region.map(|region| region.hidden(name.sensitive));
    region.as_ref().map(identity).transpose()
}
