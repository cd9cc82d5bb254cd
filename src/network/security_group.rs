//! Security groups with everything that lets traffic into them and out of them, however it is written.

use std::{
    ops::RangeInclusive,
    slice,
    sync::{Arc, OnceLock},
};

use ipnet::IpNet;

use super::{
    Case, Fact, Identity, Network, Pass, Place, Resource, Set, Things, answer::Located, case::Made,
    identified::Identified, identity::Index,
};
use crate::{address::Address, value::Why};

/// A security group that this configuration makes or takes over, or that is made elsewhere and has a rule here.
#[derive(Debug)]
pub struct SecurityGroup {
    /// The resource; of a group that is made elsewhere its name, and the place of its first rule here.
    pub resource: Arc<Resource>,
    /// Whether it is made or taken over here.
    pub made_here: bool,
    /// Its id and, for the default group of a VPC, the VPC's name for it.
    pub identities: Vec<Identity>,
    /// Its VPC.
    pub vpc: Fact<Identity>,
    /// Load balancers in it that are open to the internet.
    pub balancers: Vec<Address>,
    /// What lets traffic in: nested blocks, the attribute form and separate rule resources.
    pub rules: Set<GroupRule>,
    /// What lets traffic out, in all of these forms. A group that says nothing lets nothing out: the provider takes away the rule that
    /// AWS makes.
    pub egress: Set<GroupRule>,
}

/// One rule: whom it admits, or where it lets members of the group send.
#[derive(Clone, Debug)]
pub struct GroupRule {
    /// Its TCP ports; none when it is for another protocol.
    pub tcp_ports: Fact<Option<RangeInclusive<u16>>>,
    /// The other side, argument by argument, as far as that is given in addresses.
    pub networks: Vec<Set<IpNet>>,
    /// The prefix lists whose entries are on the other side.
    pub prefix_lists: Set<Identity>,
    /// The security groups whose members are on the other side.
    pub groups: Set<Identity>,
    /// Whether the members of its own group are.
    pub itself: Fact<bool>,
}

/// A prefix list that this configuration makes.
#[derive(Debug)]
pub struct PrefixList {
    /// Its id.
    pub identity: Identity,
    /// Its entries, of its own and separate ones.
    pub entries: Set<IpNet>,
}

impl Made for SecurityGroup {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

impl Identified for SecurityGroup {
    fn identities(&self) -> &[Identity] {
        &self.identities
    }

    fn among(network: &Network) -> (&Things<Self>, &OnceLock<Index>) {
        (&network.security_groups, &network.found.security_groups)
    }
}

impl Identified for PrefixList {
    fn identities(&self) -> &[Identity] {
        slice::from_ref(&self.identity)
    }

    fn among(network: &Network) -> (&Things<Self>, &OnceLock<Index>) {
        (&network.prefix_lists, &network.found.prefix_lists)
    }
}

/// Networks that a rule admits, or several rules together, and that are the whole world.
#[derive(Debug)]
pub struct Opening<'n> {
    /// The group.
    pub group: &'n Address,
    /// The TCP port.
    pub port: u16,
    /// A load balancer that the group must stay open for.
    pub(super) balancer: Option<&'n Address>,
    /// The networks, each with the argument that admits it: the first is to be changed first.
    pub(super) parts: Admitted,
}

impl Located for Opening<'_> {
    fn places(&self) -> Vec<Place> {
        self.parts.iter().map(|(_, place)| place.clone()).collect()
    }
}

impl Opening<'_> {
    /// What is admitted, as a message names it: `0.0.0.0/1 and 128.0.0.0/1`.
    #[must_use]
    pub fn networks(&self) -> String {
        let networks: Vec<String> = (self.parts.iter())
            .map(|(network, _)| network.to_string())
            .collect();
        networks.join(" and ")
    }

    /// What to change.
    #[must_use]
    pub fn advice(&self) -> String {
        let clients = "only the networks that use the endpoint: the VPC's own CIDR block or the clients' security groups";
        match self.balancer {
            Some(balancer) => format!(
                "give the endpoint a security group of its own, as {balancer} shares this one, and admit there {clients}"
            ),
            None => format!("admit {clients}"),
        }
    }
}

/// What one rule admits on a port.
pub(super) type Admitted = Vec<(IpNet, Place)>;

impl<'n> Case<'n, SecurityGroup> {
    /// What admits every address to a TCP port: each rule that does so alone, else the rules that do so together.
    ///
    /// # Errors
    ///
    /// When nothing does as far as can be seen, and a rule is out of sight.
    pub fn openings(&self, port: u16) -> Result<Vec<Opening<'n>>, Pass> {
        let members = self.some(&self.it.rules);
        let alone = |rule: &'n Fact<GroupRule>| {
            let admitted = self.admitted(rule, port, |it| it.is_some_and(is_whole))?;
            Ok(self.opening(port, &admitted))
        };
        let found = self.every(&members.items, alone);
        if !matches!(&found, Ok(none) if none.is_empty()) {
            return found;
        }
        let every = self.every(&members.items, |rule| {
            self.admitted(rule, port, |it| it.is_some())
        })?;
        match (self.opening(port, &every), &members.open) {
            (Some(opening), _) => Ok(vec![opening]),
            (None, Some(why)) => Err(self.undecided(format!("it may have further rules: {why}"))),
            (None, None) => Ok(Vec::new()),
        }
    }

    /// The networks that a rule admits to a port, of those that matter.
    pub(super) fn admitted(
        &self,
        rule: &'n Fact<GroupRule>,
        port: u16,
        matters: impl Fn(Option<&IpNet>) -> bool + Copy,
    ) -> Result<Admitted, Pass> {
        let of_rule = self.read(rule)?;
        let lists = of_rule.prefix_lists.may_hold(|_| true);
        let may_matter = |set: &Set<IpNet>| set.may_hold(|network| matters(Some(network)));
        if !lists && !of_rule.networks.iter().any(may_matter) {
            return Ok(Vec::new());
        }
        let ports = self.read(&of_rule.tcp_ports)?;
        if !ports.as_ref().is_some_and(|ports| ports.contains(&port)) {
            return Ok(Vec::new());
        }
        let named = of_rule.networks.iter().filter(|set| may_matter(set));
        let mut admitted = self.every(named, |set| self.networks(set, None, matters))?;
        if lists {
            admitted.extend(self.listed(&of_rule.prefix_lists, matters)?);
        }
        if admitted.is_empty() || !self.exists(&rule.place.resource, &self.it.resource) {
            return Ok(Vec::new());
        }
        Ok(admitted)
    }

    /// The members of a set of networks that matter, each where it is written, or all at the place that leads to the set.
    fn networks(
        &self,
        set: &'n Set<IpNet>,
        by: Option<&Place>,
        matters: impl Fn(Option<&IpNet>) -> bool,
    ) -> Result<Admitted, Pass> {
        let members = self.some(set);
        let is_idle = |why: &Why| matches!(why, Why::Narrow(_)) && !matters(None);
        let idle = |it: &Result<IpNet, Why>| it.as_ref().is_err_and(is_idle);
        let items = members
            .items
            .iter()
            .filter(|it| !it.answers.iter().all(idle));
        let networks = self.every(items, |item| {
            let network = *self.read(item)?;
            let place = by.map_or_else(
                || item.place.clone(),
                |by| Place {
                    within: by.origin,
                    origin: item.place.origin,
                    ..by.clone()
                },
            );
            let there = self.exists(&item.place.resource, &self.it.resource);
            Ok((matters(Some(&network)) && there).then_some((network, place)))
        })?;
        if networks.is_empty() && !members.open.as_ref().is_some_and(is_idle) {
            self.closed(set)?;
        }
        Ok(networks)
    }

    /// What the prefix lists made here hold; of others nothing is known.
    fn listed(
        &self,
        lists: &'n Set<Identity>,
        matters: impl Fn(Option<&IpNet>) -> bool + Copy,
    ) -> Result<Admitted, Pass> {
        self.every(self.all(lists)?, |list| {
            match self.network.made_here::<PrefixList>(list) {
                Some(list) => self.networks(&list.entries, Some(&lists.place), matters),
                None if is_of_service(list) && !matters(None) => Ok(Vec::new()),
                None => Err(self.undecided(format!(
                    "the entries of prefix list {} are not in this configuration",
                    list.name()
                ))),
            }
        })
    }

    /// The admitted networks that are all of IPv4 or all of IPv6 together.
    fn opening(&self, port: u16, admitted: &Admitted) -> Option<Opening<'n>> {
        for ipv6 in [false, true] {
            let of_family: Admitted = (admitted.iter())
                .filter(|(network, _)| network.addr().is_ipv6() == ipv6)
                .cloned()
                .collect();
            let all: Vec<IpNet> = of_family.iter().map(|(network, _)| *network).collect();
            if !IpNet::aggregate(&all).iter().any(is_whole) {
                continue;
            }
            // One that is the world alone says it best; else every part is needed.
            let parts = match of_family.iter().find(|(network, _)| is_whole(network)) {
                Some(whole) => vec![whole.clone()],
                None => of_family,
            };
            for (network, place) in &parts {
                let message = format!("together with {network} this is the world");
                self.cite(place.span, message);
            }
            return Some(Opening {
                group: &self.it.resource.address,
                port,
                balancer: self.it.balancers.first(),
                parts,
            });
        }
        None
    }
}

/// A security group as messages name it: `security group aws_security_group.a`, or the default one of a VPC.
pub(super) fn named_group(group: &Identity) -> String {
    match group.owner(&["default_security_group_id"]) {
        Some(vpc) => format!("the default security group of {vpc}"),
        None => format!("security group {}", group.name()),
    }
}

/// Whether a prefix list holds the networks of one of AWS's services: `aws_prefix_list` looks up no others, and a gateway endpoint has that of
/// its own. They are far from the world.
fn is_of_service(list: &Identity) -> bool {
    match list {
        Identity::Attribute(address, attribute) => {
            address.own().starts_with("data.aws_prefix_list.")
                || address.ty() == "aws_vpc_endpoint" && **attribute == *"prefix_list_id"
        }
        Identity::Id { .. } | Identity::Reference(_) => false,
    }
}

/// Whether it is all of its family.
fn is_whole(network: &IpNet) -> bool {
    network.prefix_len() == 0
}
