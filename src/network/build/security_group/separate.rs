//! Rules that are resources of their own, and the groups that they go to.

use std::sync::Arc;

use super::{Direction, EGRESS, INGRESS};
use crate::{
    address::Address,
    eval::Instance,
    network::{
        Fact, GroupRule, Identity, Network, Place, Resource, SecurityGroup, Set,
        build::{Builder, flag, set_value},
        fact::unknown_part,
        identified::Identified as _,
        identity::Index,
    },
    value::{Type, Value, Why},
};

impl<'p> Builder<'_, 'p> {
    /// `aws_security_group_rule` of one type, `aws_vpc_security_group_ingress_rule` or `_egress_rule`: the group and the rule.
    fn separate_rule(
        &self,
        instance: &Instance<'p>,
        direction: Direction,
    ) -> Option<(Fact<Identity>, Fact<GroupRule>)> {
        let older = instance.ty() == "aws_security_group_rule";
        let ty = instance.attribute("type");
        let is_other = |way: &Value| way.as_str().is_some_and(|it| &**it != direction.name);
        if older && ty.alternatives().iter().all(is_other) {
            return None;
        }
        let [protocol, ipv4, ipv6, lists, groups] = if older {
            [
                "protocol",
                "cidr_blocks",
                "ipv6_cidr_blocks",
                "prefix_list_ids",
                "source_security_group_id",
            ]
        } else {
            [
                "ip_protocol",
                "cidr_ipv4",
                "cidr_ipv6",
                "prefix_list_id",
                "referenced_security_group_id",
            ]
        };
        let get = |name: &'static str| set_value(instance, name);
        let set = |name: &'static str| {
            let value = get(name);
            self.networks(&value, &self.place(instance, name, &value))
        };
        let identities = |name: &'static str| {
            let value = get(name);
            let place = self.place(instance, name, &value);
            // Unlike the list of the older resource, this names one.
            let list = if older && name == "prefix_list_ids" {
                value
            } else {
                Value::tuple(vec![value])
            };
            Set::read(&list, &place, Identity::of)
        };
        let mut tcp_ports = self.tcp_ports(
            [&get(protocol), &get("from_port"), &get("to_port")],
            self.place(instance, "from_port", &get("from_port")),
        );
        if older && !ty.alternatives().iter().all(|way| way.as_str().is_some()) {
            tcp_ports = tcp_ports.hidden(unknown_part(&ty));
        } else if older && ty.alternatives().iter().any(is_other) {
            tcp_ports.answers.push(Ok(None));
        }
        let rule = GroupRule {
            tcp_ports,
            networks: vec![set(ipv4), set(ipv6)],
            prefix_lists: identities(lists),
            groups: identities(groups),
            itself: if older {
                self.fact(instance, "self", flag)
            } else {
                Fact::new(
                    Ok(false),
                    self.place(instance, groups, &Value::null(Type::Any)),
                )
            },
        };
        let place = Place::of(&self.resource(instance));
        Some((
            self.identity(instance, "security_group_id"),
            Fact::new(Ok(rule), place),
        ))
    }

    /// Separate rules go to their groups. Where it is not known to which, any may have it.
    pub(in crate::network::build) fn join_rules(&self, network: &mut Network) {
        let groups = network.security_groups.iter();
        let mut index = Index::of(groups.map(SecurityGroup::identities));
        for direction in [INGRESS, EGRESS] {
            self.join_rules_of(direction, network, &mut index);
        }
    }

    fn join_rules_of(&self, direction: Direction, network: &mut Network, index: &mut Index) {
        for instance in self.of(&["aws_security_group_rule", direction.separate]) {
            let Some((group, rule)) = self.separate_rule(instance, direction) else {
                continue;
            };
            let settled = group.settled().cloned();
            let Some(identity) = settled else {
                let why = group.answers.into_iter().find_map(Result::err);
                for group in network.security_groups.iter_mut() {
                    let rules = direction.of(group);
                    rules.leave_open(why.as_ref().unwrap_or(&Why::Condition));
                }
                continue;
            };
            let mut taken = index.named(&identity);
            let exact = index.has(&identity);
            if taken.is_empty() && identity.is_vague() {
                taken = (0..network.security_groups.len()).collect();
            } else if taken.is_empty() {
                let group = elsewhere(&identity, &rule, direction);
                index.add(network.security_groups.len(), &group.identities);
                network.security_groups.push(group);
            }
            for place in taken {
                match network.security_groups.get_mut(place) {
                    Some(group) if exact => direction.of(group).add(&rule),
                    Some(group) => direction.of(group).leave_open(&Why::Condition),
                    None => {}
                }
            }
        }
    }
}

/// A group that is made elsewhere, of which rules made here are all that is seen.
fn elsewhere(identity: &Identity, rule: &Fact<GroupRule>, direction: Direction) -> SecurityGroup {
    let first = &rule.place.resource;
    let resource = Arc::new(Resource {
        written_in: first.written_in.clone(),
        at: first.at,
        ..Resource::certain(Address::new(identity.name()), first.header)
    });
    let mut rules = Set::read(&Value::tuple(Vec::new()), &Place::of(&resource), |_| None);
    let elsewhere = Why::Fault("it is made elsewhere".into());
    rules.leave_open(&elsewhere);
    let mut group = SecurityGroup {
        made_here: false,
        balancers: Vec::new(),
        vpc: Fact::new(Err(elsewhere), Place::of(&resource)),
        resource,
        identities: vec![identity.clone()],
        egress: rules.clone(),
        rules,
    };
    direction.of(&mut group).add(rule);
    group
}
