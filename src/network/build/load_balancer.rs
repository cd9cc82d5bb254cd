//! Load balancers: where they stand, and which may be reached from outside.

use super::{Builder, blocks, member, set_value};
use crate::{
    address::Address,
    eval::Instance,
    network::{Fact, Identity, LoadBalancer},
    value::Why,
};

impl<'p> Builder<'_, 'p> {
    /// `aws_lb`.
    pub(super) fn load_balancer(&self, instance: &Instance<'p>) -> LoadBalancer {
        let resource = self.resource(instance);
        let mut subnets = self.set(instance, "subnets", |it, _| Identity::of(it));
        let (mapped, open) = blocks(&set_value(instance, "subnet_mapping"));
        for mapping in mapped {
            let id = member(&mapping, "subnet_id");
            let place = self.place(instance, "subnet_mapping", &mapping);
            subnets.add(&Fact::read(&id, place, Identity::of));
        }
        let ignored = instance.ignores_changes_of("subnet_mapping");
        if let Some(why) = open.or(ignored.then_some(Why::Ignored)) {
            subnets.leave_open(&why);
        }
        let names = ["arn", "id"];
        LoadBalancer {
            identities: names
                .map(|name| Identity::attribute(&resource.address, name))
                .into(),
            subnets,
            resource,
        }
    }

    /// The load balancers in a group, unless they are internal.
    pub(super) fn public_balancers(&self, group: &[Identity]) -> Vec<Address> {
        let all = self.balancers.get_or_init(|| self.all_public_balancers());
        let is_in = |groups: &[Identity]| groups.iter().any(|it| group.contains(it));
        let own = all.iter().filter(|(groups, _)| is_in(groups));
        own.map(|(_, address)| address.clone()).collect()
    }

    /// All of them, with the groups that they are in.
    fn all_public_balancers(&self) -> Vec<(Vec<Identity>, Address)> {
        let is_public = |balancer: &&Instance<'p>| {
            let ty = set_value(balancer, "load_balancer_type");
            let is_gateway = ty.as_str().is_some_and(|ty| &**ty == "gateway");
            set_value(balancer, "internal").as_bool() != Some(true) && !is_gateway
        };
        let public = self.of(&["aws_lb", "aws_alb", "aws_elb"]).filter(is_public);
        let with_groups = public.map(|balancer| {
            let (groups, _) = blocks(&balancer.attribute("security_groups"));
            let groups = groups.iter().filter_map(Identity::of).collect();
            (groups, Address::from(&balancer.address))
        });
        with_groups.collect()
    }
}
