//! What the configuration does about names: zones, records, uses of `dns_entry`.

use super::{Builder, or_nothing, set_value};
use crate::{
    network::{Fact, LookedUp, Names, filing::is_replaceable, names::NamedZone},
    provider::service::ServiceName,
};

impl Builder<'_, '_> {
    /// Collects the names of zones and records and the uses of `dns_entry`.
    pub(super) fn names(&self) -> Names {
        let mut names = Names::default();
        for instance in self.of(&["aws_route53_zone", "aws_route53_record"]) {
            let value = instance.attribute("name");
            let place = self.place(instance, "name", &value);
            let name = Fact::read(&value, place, |value| Some(value.clone()));
            if names.by_default.is_empty() && is_replaceable(&name, &self.evaluation.origins) {
                names.by_default.push(names.zones.len());
            }
            names.zones.push(NamedZone {
                resource: self.resource(instance),
                name,
            });
        }
        names.shared_zones = self
            .of(&[
                "aws_route53_zone_association",
                "aws_route53profiles_association",
                "aws_route53profiles_resource_association",
            ])
            .next()
            .is_some();
        names.entries_used = self.entries_used();
        names
    }

    /// Endpoints that data sources look up.
    pub(super) fn looked_up(&self) -> Vec<LookedUp> {
        let mut looked_up = Vec::new();
        for instance in &self.lookups {
            let value = set_value(instance, "service_name");
            let service = self.place(instance, "service_name", &value);
            looked_up.push(LookedUp {
                service: Fact::parse(&value, service, |it| or_nothing(it, ServiceName::parse)),
                vpc: self.naming(instance, "vpc_id"),
            });
        }
        looked_up
    }
}
