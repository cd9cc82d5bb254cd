//! Security groups, their rules, prefix lists.

use std::{collections::HashMap, ops::RangeInclusive, sync::Arc};

use ipnet::IpNet;

use super::{Builder, blocks, flag, member, set_value};
use crate::{
    address::Address,
    eval::{Exists, Instance},
    network::{
        Fact, GroupRule, Identity, Network, Place, PrefixList, Resource, SecurityGroup, Set,
        fact::unknown_part, identified::Identified as _, identity::Index,
    },
    value::{Kind, Number, Type, Value, Why},
};

/// Where resolvers listen.
const DNS: usize = 53;

/// Which way the traffic goes that a rule is about, and what the arguments of its block are called.
#[derive(Clone, Copy)]
pub(super) struct Direction {
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

/// More combinations of protocol and ports than this are not told apart.
const MOST_COMBINATIONS: usize = 16;

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

    /// The load balancers in a group, unless they are internal.
    fn public_balancers(&self, group: &[Identity]) -> Vec<Address> {
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

    /// The first rule that lets members of its group send to port 53, and to little else.
    pub(super) fn to_resolvers(&self) -> Option<Address> {
        let is_dns = |from: &Value, to: &Value| {
            let port = |it: &Value| it.as_number().and_then(Number::as_index);
            port(from) == Some(DNS) && port(to) == Some(DNS)
        };
        let inline = self.of(&["aws_security_group"]).filter(|group| {
            let (rules, _) = blocks(&group.attribute("egress"));
            let mut rules = rules.iter();
            rules.any(|it| is_dns(&member(it, "from_port"), &member(it, "to_port")))
        });
        let separate = [
            "aws_security_group_rule",
            "aws_vpc_security_group_egress_rule",
        ];
        let separate = self.of(&separate).filter(|rule| {
            let ty = rule.attribute("type");
            let is_egress = ty.as_str().is_none_or(|it| &**it == EGRESS.name);
            is_egress && is_dns(&rule.attribute("from_port"), &rule.attribute("to_port"))
        });
        inline
            .chain(separate)
            .map(|it| Address::from(&it.address))
            .next()
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
    pub(super) fn join_rules(&self, network: &mut Network) {
        network.prefix_lists = self.prefix_lists().into();
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

    /// Managed prefix lists with nested entries and separate ones.
    fn prefix_lists(&self) -> Vec<PrefixList> {
        let separate = ["aws_ec2_managed_prefix_list_entry"];
        let mut named: HashMap<Identity, Vec<&Instance<'p>>> = HashMap::new();
        let mut of_any = false;
        for entry in self.of(&separate) {
            match Identity::of(&entry.attribute("prefix_list_id")) {
                Some(list) => {
                    of_any |= list.is_vague();
                    named.entry(list).or_default().push(entry);
                }
                None => of_any = true,
            }
        }
        let of_list = |instance: &Instance<'p>| {
            let resource = self.resource(instance);
            let identity = Identity::attribute(&resource.address, "id");
            let (nested, open) = blocks(&set_value(instance, "entry"));
            let place = self.place(instance, "entry", &instance.attribute("entry"));
            let cidrs = nested.iter().map(|entry| member(entry, "cidr")).collect();
            let mut entries = self.networks(&Value::tuple(cidrs), &place);
            let ignored = instance.ignores_changes_of("entry").then_some(Why::Ignored);
            if let Some(why) = open.or(ignored) {
                entries.leave_open(&why);
            }
            for entry in named.get(&identity).into_iter().flatten() {
                entries.add(&self.fact(entry, "cidr", network));
            }
            if of_any {
                entries.leave_open(&Why::Condition);
            }
            PrefixList { identity, entries }
        };
        let lists = self.of(&["aws_ec2_managed_prefix_list"]);
        lists.map(of_list).collect()
    }

    /// The TCP ports of a rule, from its protocol, its first and its last port. `-1` and `all` mean every protocol and every port.
    fn tcp_ports(&self, values: [&Value; 3], place: Place) -> Fact<Option<RangeInclusive<u16>>> {
        let place = Place {
            origin: self.joined(place.span, &values),
            ..place
        };
        let [protocol, from, to] = values;
        let mut answers = Vec::new();
        for protocol in protocol.alternatives() {
            for from in from.alternatives() {
                for to in to.alternatives() {
                    answers.push(tcp_ports(protocol, from, to));
                }
            }
        }
        if answers.len() > MOST_COMBINATIONS {
            return Fact::new(Err(Why::Condition), place);
        }
        Fact { answers, place }.merged()
    }
}

/// A group that is made elsewhere, of which rules made here are all that is seen.
fn elsewhere(identity: &Identity, rule: &Fact<GroupRule>, direction: Direction) -> SecurityGroup {
    let first = &rule.place.resource;
    let resource = Arc::new(Resource {
        call: None,
        written_in: first.written_in.clone(),
        address: Address::new(identity.name()),
        header: first.header,
        at: first.at,
        exists: Exists::Must,
        exists_in_module: Exists::Must,
        keys: None,
        hangs_on: Vec::new(),
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

fn network(value: &Value) -> Option<IpNet> {
    value.as_str()?.parse().ok()
}

fn tcp_ports(
    protocol: &Value,
    from: &Value,
    to: &Value,
) -> Result<Option<RangeInclusive<u16>>, Why> {
    let named = match &protocol.kind {
        Kind::String(text) => text.to_ascii_lowercase(),
        Kind::Number(number) => number.to_string(),
        _ => return Err(unknown_part(protocol)),
    };
    match &*named {
        "-1" | "all" => Ok(Some(0..=u16::MAX)),
        "tcp" | "6" => {
            let port = |value: &Value| {
                let port = match &value.kind {
                    Kind::Number(number) => number.as_integer().and_then(|it| it.try_into().ok()),
                    Kind::String(text) => text.parse().ok(),
                    _ => None,
                };
                port.ok_or_else(|| unknown_part(value))
            };
            Ok(Some(port(from)?..=port(to)?))
        }
        _ => Ok(None),
    }
}
