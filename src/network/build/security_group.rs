//! Security groups and their rules.

mod ports;
mod separate;

use super::{Builder, flag, member};
use crate::{
    eval::Instance,
    network::{Fact, GroupRule, Identity, Place, SecurityGroup, Set},
    value::{Kind, Value},
};

/// Which way the traffic goes that a rule is about, and what the arguments of its block are called.
#[derive(Clone, Copy)]
struct Direction {
    name: &'static str,
    separate: &'static str,
    ipv4: &'static str,
    ipv6: &'static str,
    prefix_lists: &'static str,
    groups: &'static str,
}

const INGRESS: Direction = Direction {
    name: "ingress",
    separate: "aws_vpc_security_group_ingress_rule",
    ipv4: "ingress.cidr_blocks",
    ipv6: "ingress.ipv6_cidr_blocks",
    prefix_lists: "ingress.prefix_list_ids",
    groups: "ingress.security_groups",
};

const EGRESS: Direction = Direction {
    name: "egress",
    separate: "aws_vpc_security_group_egress_rule",
    ipv4: "egress.cidr_blocks",
    ipv6: "egress.ipv6_cidr_blocks",
    prefix_lists: "egress.prefix_list_ids",
    groups: "egress.security_groups",
};

impl Direction {
    /// The rules of a group that are about it.
    const fn of(self, group: &mut SecurityGroup) -> &mut Set<GroupRule> {
        match self.name.as_bytes() {
            b"ingress" => &mut group.rules,
            _ => &mut group.egress,
        }
    }
}

impl<'p> Builder<'_, 'p> {
    /// `aws_security_group`, `aws_default_security_group`.
    pub(super) fn security_group(&self, instance: &Instance<'p>) -> SecurityGroup {
        let resource = self.resource(instance);
        let mut identities = vec![Identity::attribute(&resource.address, "id")];
        if instance.ty() == "aws_default_security_group"
            && let Some(vpc) = Identity::of(&instance.attribute("vpc_id"))
            && let Some(address) = vpc.owner(&["id"])
        {
            identities.push(Identity::attribute(address, "default_security_group_id"));
        }
        let rules = |direction: Direction| {
            self.set(instance, direction.name, |rule, place| {
                self.inline_rule(instance, rule, place, direction)
            })
        };
        SecurityGroup {
            made_here: true,
            resource,
            balancers: self.public_balancers(&identities),
            identities,
            vpc: self.identity(instance, "vpc_id"),
            rules: rules(INGRESS),
            egress: rules(EGRESS),
        }
    }

    fn inline_rule(
        &self,
        instance: &Instance<'p>,
        rule: &Value,
        fallback: &Place,
        direction: Direction,
    ) -> Option<GroupRule> {
        if !matches!(rule.kind, Kind::Mapping(_)) {
            return None;
        }
        let place = |argument: &'static str, value: &Value| Place {
            span: self
                .argument_span(instance, value.origin)
                .unwrap_or(fallback.span),
            argument,
            origin: value.origin,
            sensitive: value.sensitive,
            ..fallback.clone()
        };
        let set = |path: &'static str, name: &str| {
            let value = member(rule, name);
            self.networks(&value, &place(path, &value))
        };
        let identities = |path: &'static str, name: &str| {
            let value = member(rule, name);
            Set::read(&value, &place(path, &value), Identity::of)
        };
        let ports = ["protocol", "from_port", "to_port"].map(|name| member(rule, name));
        let of_ports = Place {
            sensitive: ports.iter().any(|it| it.sensitive),
            ..place(direction.name, rule)
        };
        Some(GroupRule {
            tcp_ports: self.tcp_ports(ports.each_ref(), of_ports),
            networks: vec![
                set(direction.ipv4, "cidr_blocks"),
                set(direction.ipv6, "ipv6_cidr_blocks"),
            ],
            prefix_lists: identities(direction.prefix_lists, "prefix_list_ids"),
            groups: identities(direction.groups, "security_groups"),
            itself: {
                let value = member(rule, "self");
                Fact::read(&value, place(direction.name, &value), flag).merged()
            },
        })
    }
}
