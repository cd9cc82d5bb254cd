//! Hosted zones and the VPCs they are tied to.

use super::{Builder, blocks, member};
use crate::{
    address::Address,
    network::{Fact, Identity, PrivateZone, Set, identity::names_nothing},
    value::{Value, Why},
};

impl Builder<'_, '_> {
    /// `aws_route53_zone` with its `vpc` blocks and with `aws_route53_zone_association`, which may tie zones of elsewhere, too.
    pub(super) fn private_zones(&self) -> Vec<PrivateZone> {
        let mut zones: Vec<PrivateZone> = Vec::new();
        let mut known = std::collections::HashMap::new();
        for instance in self.of(&["aws_route53_zone"]) {
            let value = instance.attribute("name");
            let place = self.place(instance, "name", &value);
            let name = Fact::read(&value, place, |value| Some(value.clone()));
            let tied = instance.attribute("vpc");
            let place = self.place(instance, "vpc", &tied);
            let mut vpcs = Set::read(&Value::tuple(Vec::new()), &place, Identity::of);
            let (named, open) = blocks(&tied);
            for block in named {
                let id = member(&block, "vpc_id");
                if !names_nothing(&id) {
                    vpcs.add(&Fact::read(&id, place.clone(), Identity::of));
                }
            }
            let ignored = instance.ignores_changes_of("vpc").then_some(Why::Ignored);
            // Who ignores changes expects associations from elsewhere: of them nothing is known.
            if let Some(why) = open.or(ignored) {
                vpcs.leave_open(&why);
            }
            known.insert(Address::from(&instance.address), zones.len());
            zones.push(PrivateZone {
                resource: self.resource(instance),
                name: Some(name),
                vpcs,
            });
        }
        for instance in self.of(&["aws_route53_zone_association"]) {
            let vpc = self.identity(instance, "vpc_id");
            let zone = Identity::of(&instance.attribute("zone_id"));
            let zone = zone.as_ref().and_then(|it| it.owner(&["id", "zone_id"]));
            let made_here = zone.and_then(|zone| known.get(zone));
            if let Some(zone) = made_here.and_then(|at| zones.get_mut(*at)) {
                zone.vpcs.add(&vpc);
                continue;
            }
            let mut vpcs = Set::read(&Value::tuple(Vec::new()), &vpc.place, Identity::of);
            vpcs.add(&vpc);
            zones.push(PrivateZone {
                resource: self.resource(instance),
                name: None,
                vpcs,
            });
        }
        zones
    }
}
