//! Arguments of endpoints that only some types have.

use super::{Builder, member, set_value};
use crate::{
    eval::Instance,
    network::{Arguments, Fact, Identity, Place, Set, SubnetAddress, identity::names_nothing},
    value::{Kind, Origin, Value},
};

/// What an endpoint may lead to.
const TARGETS: [&str; 3] = [
    "service_name",
    "resource_configuration_arn",
    "service_network_arn",
];

impl<'p> Builder<'_, 'p> {
    /// Those of an endpoint.
    pub(super) fn arguments(&self, instance: &Instance<'p>) -> Arguments {
        Arguments {
            resource_configuration: self.is_set(instance, "resource_configuration_arn"),
            service_network: self.is_set(instance, "service_network_arn"),
            targets_by_default: self.targets_by_default(instance),
            addresses: self.subnet_addresses(instance),
        }
    }

    fn targets_by_default(&self, instance: &Instance<'p>) -> Vec<&'static str> {
        let by_default = |argument: &&'static str| {
            let value = set_value(instance, argument);
            let is_null = matches!(value.kind, Kind::Null(_));
            is_null && self.evaluation.origins.is_replaceable(value.origin)
        };
        TARGETS.into_iter().filter(by_default).collect()
    }

    /// Whether an argument says anything: null and the empty string do not.
    pub(super) fn is_set(&self, instance: &Instance<'p>, argument: &'static str) -> Fact<bool> {
        let value = set_value(instance, argument);
        self.settled(instance, argument, |place| {
            let is_set = |value: &Value| match &value.kind {
                Kind::Unknown(unknown) if !unknown.not_null => None,
                _ => Some(!names_nothing(value)),
            };
            Fact::read(&value, place, is_set).merged()
        })
    }

    fn subnet_addresses(&self, instance: &Instance<'p>) -> Set<SubnetAddress> {
        let mut set = self.set(instance, "subnet_configuration", |block, _| {
            let (subnet, ipv4) = (member(block, "subnet_id"), member(block, "ipv4"));
            let address = ipv4.as_str().and_then(|text| text.parse().ok());
            block.as_mapping().map(|_| SubnetAddress {
                subnet: Identity::of(&subnet),
                ipv4: address,
                is_hidden: ipv4.sensitive,
                from: vec![subnet.origin, ipv4.origin],
            })
        });
        for item in set.ways_mut().flat_map(|way| &mut way.items) {
            let span = self.block_span(instance, item.place.origin);
            let mut from = vec![item.place.origin];
            from.extend(item.possible().flat_map(|it| it.from.iter().copied()));
            let origins = &self.evaluation.origins;
            let is_hidden = item.possible().any(|it| it.is_hidden);
            item.place = Place {
                span,
                sensitive: item.place.sensitive || is_hidden,
                origin: origins.add(Origin::Operation { span, from }),
                ..item.place.clone()
            };
        }
        set
    }
}
