//! Arguments of endpoints that only some types have.

use super::{Builder, flag, member, set_value};
use crate::{
    eval::Instance,
    network::{
        Arguments, Fact, Identity, Place, Set, SubnetAddress,
        fact::{collect, unknown_part},
        identity::names_nothing,
    },
    value::{Kind, Origin, Value, Why},
};

/// What an endpoint may lead to.
const TARGETS: [&str; 3] = [
    "service_name",
    "resource_configuration_arn",
    "service_network_arn",
];

const INBOUND_ONLY: &str = "private_dns_only_for_inbound_resolver_endpoint";

impl<'p> Builder<'_, 'p> {
    /// Those of an endpoint.
    pub(super) fn arguments(&self, instance: &Instance<'p>) -> Arguments {
        Arguments {
            inbound_resolver_only: self.written_inbound_only(instance),
            resource_configuration: self.is_set(instance, "resource_configuration_arn"),
            service_network: self.is_set(instance, "service_network_arn"),
            target_by_default: TARGETS.iter().any(|argument| {
                let value = set_value(instance, argument);
                let is_null = matches!(value.kind, Kind::Null(_));
                is_null && self.evaluation.origins.is_replaceable(value.origin)
            }),
            addresses: self.subnet_addresses(instance),
        }
    }

    /// Whether a `dns_options` block says so itself: at the block.
    fn written_inbound_only(&self, instance: &Instance<'p>) -> Fact<bool> {
        let options = instance.attribute("dns_options");
        let mut fact = self.settled(instance, "dns_options", |place| {
            inbound_only(&options, place)
        });
        if let [block] = super::blocks(&options).0.as_slice() {
            let only = member(block, INBOUND_ONLY);
            fact.place.span = self.block_span(instance, block.origin);
            fact.place.origin = self.joined(fact.place.span, &[block, &only]);
        }
        fact
    }

    fn is_set(&self, instance: &Instance<'p>, argument: &'static str) -> Fact<bool> {
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
                from: vec![subnet.origin, ipv4.origin],
            })
        });
        for item in set.ways_mut().flat_map(|way| &mut way.items) {
            let span = self.block_span(instance, item.place.origin);
            let mut from = vec![item.place.origin];
            from.extend(item.possible().flat_map(|it| it.from.iter().copied()));
            let origins = &self.evaluation.origins;
            item.place = Place {
                span,
                origin: origins.add(Origin::Operation { span, from }),
                ..item.place.clone()
            };
        }
        set
    }
}

/// Whether a block says so.
fn inbound_only(options: &Value, place: Place) -> Fact<bool> {
    let of_way = |options: &Value| {
        let (mut block, mut open) = (None, None);
        collect(options, &mut open, &mut |it| block = Some(it.clone()));
        match (open, block) {
            (Some(why), _) => Err::<bool, Why>(why),
            (None, None) => Ok(false),
            (None, Some(block)) => {
                let only = member(&block, INBOUND_ONLY);
                flag(&only).ok_or_else(|| unknown_part(&only))
            }
        }
    };
    Fact::parse(options, place, of_way).merged()
}
