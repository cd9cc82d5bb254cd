//! Security groups with everything that lets traffic into them, however it is written.

use std::{ops::RangeInclusive, sync::Arc};

use ipnet::IpNet;

use super::{Basis, Builder, Identity, Members, fact};
use crate::{
    eval::{Exists, Instance},
    finding::Undecided,
    span::Span,
    value::{Kind, OriginId, Value, Why},
};

/// A security group that this configuration makes or takes over.
#[derive(Debug)]
pub struct SecurityGroup {
    /// Its address.
    pub address: Arc<str>,
    /// The header of its block, or of the call of a known registry module.
    pub header: Span,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// Its id and, for the default group of a VPC, the VPC's name for it.
    pub identities: Vec<Identity>,
    /// Its VPC.
    pub vpc: Option<Identity>,
    /// What lets traffic in: nested blocks, the attribute form and separate rule resources.
    pub rules: Vec<IngressRule>,
    /// Why there may be more rules than these.
    pub open: Option<Why>,
}

/// One ingress rule.
#[derive(Clone, Debug)]
pub struct IngressRule {
    /// The resource that makes it: the group or a rule resource.
    pub address: Arc<str>,
    /// The header of that resource's block.
    pub header: Span,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// What that rests on.
    pub basis: Basis,
    /// The TCP ports it admits, empty when it is for another protocol; or why they are not known.
    pub tcp_ports: Result<Option<RangeInclusive<u16>>, Why>,
    /// Where ports and protocol came from.
    pub origins: Vec<OriginId>,
    /// Whom it admits, as far as that is given in addresses.
    pub sources: Vec<Source>,
}

/// Addresses that a rule admits.
#[derive(Clone, Debug)]
pub struct Source {
    /// The addresses.
    pub network: IpNet,
    /// The argument that says so.
    pub place: Span,
    /// The path of that argument in its block.
    pub attribute: &'static str,
    /// Where the addresses came from: the argument and the element.
    pub origins: [OriginId; 2],
}

/// A rule, or several together, that admit the whole world.
#[derive(Debug)]
pub struct Opening<'a> {
    /// The rule to change first.
    pub rule: &'a IngressRule,
    /// The argument to change first.
    pub source: &'a Source,
    /// All rules and arguments that it takes, this one included.
    pub parts: Vec<(&'a IngressRule, &'a Source)>,
}

impl SecurityGroup {
    /// A group that is made elsewhere, of which a rule made here is all that is seen.
    pub(super) fn elsewhere(identity: &Identity, rule: &IngressRule) -> Self {
        let reference = identity
            .as_str()
            .strip_suffix(".id")
            .unwrap_or(identity.as_str());
        let name = match identity.id() {
            Some(id) => id,
            None if identity.is_foreign() => "made elsewhere",
            None => reference,
        };
        Self {
            address: name.into(),
            header: rule.header,
            exists: rule.exists,
            identities: vec![identity.clone()],
            vpc: None,
            rules: vec![rule.clone()],
            open: Some(Why::Condition),
        }
    }

    /// What admits every address to a TCP port: each rule that does so alone, else the rules that do so together.
    #[must_use]
    pub fn openings(&self, port: u16) -> Vec<Opening<'_>> {
        let covering: Vec<&IngressRule> = self
            .rules
            .iter()
            .filter(|rule| rule.admits(port) == Some(true))
            .collect();
        let alone: Vec<Opening<'_>> = covering
            .iter()
            .filter_map(|rule| opening(std::slice::from_ref(rule)))
            .collect();
        if alone.is_empty() {
            opening(&covering).into_iter().collect()
        } else {
            alone
        }
    }

    /// Rules that might admit the port, if only their ports were known.
    pub fn undecided(&self, port: u16) -> impl Iterator<Item = Undecided> {
        self.rules
            .iter()
            .filter_map(move |rule| match &rule.tcp_ports {
                Err(why) if rule.admits(port).is_none() => Some(Undecided {
                    address: rule.address.clone(),
                    reason: format!("its ports are unknown: {why}"),
                    span: rule.header,
                }),
                _ => None,
            })
    }
}

impl Opening<'_> {
    /// What is admitted, as a message names it: `0.0.0.0/1 and 128.0.0.0/1`.
    #[must_use]
    pub fn networks(&self) -> String {
        let networks: Vec<String> = self
            .parts
            .iter()
            .map(|(_, source)| source.network.to_string())
            .collect();
        networks.join(" and ")
    }

    /// The resources that make the rules.
    #[must_use]
    pub fn addresses(&self) -> Vec<Arc<str>> {
        let mut addresses: Vec<Arc<str>> = self
            .parts
            .iter()
            .map(|(rule, _)| rule.address.clone())
            .collect();
        addresses.dedup();
        addresses
    }
}

impl IngressRule {
    /// Whether it admits a TCP port; `None` when its ports are not known.
    #[must_use]
    pub fn admits(&self, port: u16) -> Option<bool> {
        self.tcp_ports
            .as_ref()
            .ok()
            .map(|ports| ports.as_ref().is_some_and(|ports| ports.contains(&port)))
    }
}

/// The sources of some rules that together are all of IPv4 or all of IPv6.
fn opening<'a>(rules: &[&'a IngressRule]) -> Option<Opening<'a>> {
    let sources = || {
        rules
            .iter()
            .flat_map(|rule| rule.sources.iter().map(move |source| (*rule, source)))
    };
    for ipv6 in [false, true] {
        let of_family =
            || sources().filter(move |(_, source)| source.network.addr().is_ipv6() == ipv6);
        let all: Vec<IpNet> = of_family().map(|(_, source)| source.network).collect();
        if !IpNet::aggregate(&all)
            .iter()
            .any(|network| network.prefix_len() == 0)
        {
            continue;
        }
        // One that is the world alone says it best; else every part is needed.
        let whole: Vec<_> = of_family()
            .filter(|(_, source)| source.network.prefix_len() == 0)
            .collect();
        let parts: Vec<_> = if whole.is_empty() {
            of_family().collect()
        } else {
            whole
        };
        let (rule, source) = *parts.first()?;
        return Some(Opening {
            rule,
            source,
            parts,
        });
    }
    None
}

impl<'p> Builder<'_, 'p> {
    /// `aws_security_group`, `aws_default_security_group`.
    pub(super) fn security_group(&self, instance: &Instance<'p>) -> SecurityGroup {
        let mut identities = vec![Identity::attribute(&instance.address, "id")];
        let vpc = Identity::of(&instance.attribute("vpc_id"));
        if instance.ty() == "aws_default_security_group"
            && let Some(address) = vpc
                .as_ref()
                .and_then(|vpc| vpc.as_str().strip_suffix(".id"))
        {
            identities.push(Identity::attribute(address, "default_security_group_id"));
        }
        let ingress = instance.attribute("ingress");
        let unset = fact::is_unset(instance, "ingress", &ingress);
        let members = if unset {
            Members::default()
        } else {
            Members::of(&ingress)
        };
        let place = self.place(instance, "ingress");
        SecurityGroup {
            address: instance.address.clone(),
            header: self.header(instance),
            exists: instance.exists,
            identities,
            vpc,
            rules: members
                .values
                .iter()
                .map(|rule| self.inline_rule(instance, rule, place))
                .collect(),
            open: members.open,
        }
    }

    fn inline_rule(&self, instance: &Instance<'p>, rule: &Value, fallback: Span) -> IngressRule {
        let get = |name: &str| {
            rule.as_mapping()
                .and_then(|rule| rule.entries.get(name))
                .cloned()
        };
        let lists = [
            ("ingress.cidr_blocks", "cidr_blocks"),
            ("ingress.ipv6_cidr_blocks", "ipv6_cidr_blocks"),
        ];
        let mut made = self.rule(instance, &get, "protocol");
        for (path, name) in lists {
            if let Some(value) = get(name) {
                self.add_sources(instance, &value, path, fallback, &mut made.sources);
            }
        }
        if let Some(value) = get("prefix_list_ids") {
            self.add_prefix_lists(
                instance,
                &value,
                "ingress.prefix_list_ids",
                fallback,
                &mut made.sources,
            );
        }
        made
    }

    /// `aws_security_group_rule` of type ingress, `aws_vpc_security_group_ingress_rule`: the group and the rule.
    pub(super) fn separate_rule(
        &self,
        instance: &Instance<'p>,
    ) -> Option<(Option<Identity>, IngressRule)> {
        let get = |name: &str| Some(fact::set_value(instance, name));
        let group = Identity::of(&instance.attribute("security_group_id"));
        let older = instance.ty() == "aws_security_group_rule";
        if older
            && instance
                .attribute("type")
                .as_str()
                .is_some_and(|direction| &**direction != "ingress")
        {
            return None;
        }
        let mut rule = self.rule(
            instance,
            &get,
            if older { "protocol" } else { "ip_protocol" },
        );
        if older && instance.attribute("type").as_str().is_none() {
            rule.tcp_ports = Err(Why::Condition);
        }
        let (lists, prefix_lists): (&[&'static str], &'static str) = if older {
            (&["cidr_blocks", "ipv6_cidr_blocks"], "prefix_list_ids")
        } else {
            (&["cidr_ipv4", "cidr_ipv6"], "prefix_list_id")
        };
        let header = self.header(instance);
        for name in lists {
            let value = fact::set_value(instance, name);
            self.add_sources(instance, &value, name, header, &mut rule.sources);
        }
        let value = fact::set_value(instance, prefix_lists);
        self.add_prefix_lists(instance, &value, prefix_lists, header, &mut rule.sources);
        Some((group, rule))
    }

    fn rule(
        &self,
        instance: &Instance<'p>,
        get: &dyn Fn(&str) -> Option<Value>,
        protocol: &str,
    ) -> IngressRule {
        let values = [protocol, "from_port", "to_port"]
            .map(|name| get(name).unwrap_or(Value::null(crate::value::Type::Any)));
        let origins = values.iter().map(|value| value.origin).collect();
        let [protocol, from, to] = values;
        IngressRule {
            address: instance.address.clone(),
            header: self.header(instance),
            exists: instance.exists,
            basis: instance.basis.clone(),
            tcp_ports: tcp_ports(&protocol, &from, &to),
            origins,
            sources: Vec::new(),
        }
    }

    fn add_sources(
        &self,
        instance: &Instance<'p>,
        value: &Value,
        attribute: &'static str,
        fallback: Span,
        into: &mut Vec<Source>,
    ) {
        let place = self
            .argument_place(instance, value.origin)
            .unwrap_or(fallback);
        // What is sensitive would be named in the message.
        for member in Members::of(value)
            .values
            .iter()
            .filter(|it| !it.sensitive && !value.sensitive)
        {
            if let Some(network) = member.as_str().and_then(|cidr| cidr.parse::<IpNet>().ok()) {
                into.push(Source {
                    network,
                    place,
                    attribute,
                    origins: [value.origin, member.origin],
                });
            }
        }
    }

    /// A managed prefix list admits what its entries say, if it is made here.
    fn add_prefix_lists(
        &self,
        instance: &Instance<'p>,
        value: &Value,
        attribute: &'static str,
        fallback: Span,
        into: &mut Vec<Source>,
    ) {
        let place = self
            .argument_place(instance, value.origin)
            .unwrap_or(fallback);
        for identity in Members::of(value).values.iter().filter_map(Identity::of) {
            for (network, origin) in self.prefix_list(&identity) {
                into.push(Source {
                    network,
                    place,
                    attribute,
                    origins: [value.origin, origin],
                });
            }
        }
    }

    /// The entries of a managed prefix list: nested blocks and separate resources.
    fn prefix_list(&self, list: &Identity) -> Vec<(IpNet, OriginId)> {
        let mut entries = Vec::new();
        for instance in self.of(&["aws_ec2_managed_prefix_list"]) {
            if Identity::attribute(&instance.address, "id") == *list {
                let inline = Members::of(&instance.attribute("entry")).values;
                entries.extend(
                    inline
                        .iter()
                        .filter_map(|entry| entry.as_mapping()?.entries.get("cidr").cloned()),
                );
            }
        }
        for instance in self.of(&["aws_ec2_managed_prefix_list_entry"]) {
            if Identity::of(&instance.attribute("prefix_list_id")).as_ref() == Some(list) {
                entries.push(instance.attribute("cidr"));
            }
        }
        entries
            .iter()
            .filter_map(|cidr| Some((cidr.as_str()?.parse().ok()?, cidr.origin)))
            .collect()
    }
}

/// The TCP ports of a rule. `-1` and `all` mean every protocol and every port.
fn tcp_ports(
    protocol: &Value,
    from: &Value,
    to: &Value,
) -> Result<Option<RangeInclusive<u16>>, Why> {
    let protocol = fact::read(protocol, |value| match &value.kind {
        Kind::String(text) => Some(text.to_ascii_lowercase()),
        Kind::Number(number) => Some(number.to_string()),
        _ => None,
    })?;
    match &*protocol {
        "-1" | "all" => Ok(Some(0..=u16::MAX)),
        "tcp" | "6" => {
            let port = |value: &Value| {
                fact::read(value, |value| match &value.kind {
                    Kind::Number(number) => number
                        .as_integer()
                        .and_then(|port| u16::try_from(port).ok()),
                    Kind::String(text) => text.parse().ok(),
                    _ => None,
                })
            };
            Ok(Some(port(from)?..=port(to)?))
        }
        _ => Ok(None),
    }
}
