//! Whether security groups let workloads out to the endpoints of the services that they need.

use std::ops::RangeInclusive;

use ipnet::IpNet;

use super::{
    Case, Endpoint, EndpointType, Fact, GroupRule, Identity, Need, Pass, RouteTable, SecurityGroup,
    Workload,
    answer::{all_of, applies_if},
    barred::Barred,
    security_group::named_group,
};
use crate::{address::Address, value::Truth};

/// Where gateway endpoints lead, and nearly all others.
const HTTPS: [RangeInclusive<u16>; 1] = [443..=443];

/// Networks that no public service has addresses in.
const PRIVATE: [&str; 4] = [
    "10.0.0.0/8",
    "100.64.0.0/10",
    "172.16.0.0/12",
    "192.168.0.0/16",
];

impl<'n> Case<'n, Workload> {
    /// The interface endpoints of services that it needs and that its groups let nothing out to.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when it needs none that is here, or has no group; [`Pass::Fine`] when its groups let it out; undecided
    /// when that is not known.
    pub fn barred_endpoints(&self) -> Result<Barred<'n>, Pass> {
        self.unless_let_out(|| {
            self.barred(EndpointType::Interface, |group, endpoint| {
                group.lets_out_to(endpoint)
            })
        })
    }

    /// The same of gateway endpoints in the route tables of its subnets, which lead to public addresses.
    ///
    /// # Errors
    ///
    /// As for interface endpoints.
    pub fn barred_gateways(&self) -> Result<Barred<'n>, Pass> {
        self.unless_let_out(|| {
            self.barred(EndpointType::Gateway, |group, _| {
                group.lets_out_to_public_addresses()
            })
        })
    }

    /// An answer, or that all is well where it is not known, but one of its groups lets it out to everything.
    fn unless_let_out<R>(&self, answer: impl FnOnce() -> Result<R, Pass>) -> Result<R, Pass> {
        let answer = answer();
        if !matches!(answer, Err(Pass::Undecided(_))) {
            return answer;
        }
        let groups = &self.some(&self.it.groups).items;
        match self.any(groups, |named| self.group(named)?.lets_out_to_everything()) {
            Ok(true) => Err(Pass::Fine),
            _ => answer,
        }
    }

    fn barred(
        &self,
        kind: EndpointType,
        lets_out: impl Fn(&Case<'n, SecurityGroup>, &Case<'n, Endpoint>) -> Result<bool, Pass>,
    ) -> Result<Barred<'n>, Pass> {
        // Whatever it needs, there is nothing to be barred from.
        applies_if(match kind {
            EndpointType::Gateway => self.network.may_have_gateways(),
            _ => self.network.may_have_named_endpoints(),
        })?;
        let named = self.complete(&self.it.groups)?;
        applies_if(!named.is_empty())?;
        let mut endpoints = Vec::new();
        for need in self.needs()? {
            let found = self.first(self.ways_to(need, kind), |endpoint| {
                Ok(self.uses(&endpoint, need, kind)?.then_some(endpoint))
            })?;
            endpoints.extend(found.map(|endpoint| (endpoint, need)));
        }
        if endpoints.is_empty() {
            self.closed(&self.it.needs)?;
            return Err(Pass::NotApplicable);
        }
        let groups = named.iter().map(|it| self.group(it));
        let groups = groups.collect::<Result<Vec<_>, Pass>>()?;
        let mut barred = Vec::new();
        for (endpoint, need) in endpoints {
            if !self.any(&groups, |group| lets_out(group, &endpoint))? {
                let at = endpoint.it.resource.at;
                self.cite(at, format!("this endpoint is for {}", need.service));
                barred.push((endpoint, need));
            }
        }
        if barred.is_empty() {
            self.closed(&self.it.needs)?;
            return Err(Pass::Fine);
        }
        self.possible_if(groups.iter().any(|it| it.is_bare(&it.it.egress)));
        for group in &groups {
            group.is_seen_whole()?;
            let at = group.it.resource.at;
            self.cite(at, format!("no egress rule of {group} leads there"));
        }
        Ok(Barred {
            endpoints: barred,
            groups,
        })
    }

    /// Whether its groups let nothing out to an endpoint of a service that it needs, which its names do not lead to yet.
    fn would_be_barred(&self, endpoint: &Case<'n, Endpoint>) -> Result<bool, Pass> {
        let is_near = all_of(&[
            &|| self.any(self.needs()?, |need| endpoint.is_for(need.service)),
            &|| {
                let places = self.places()?;
                self.any(places, |subnet| endpoint.is_in(self.read(&subnet.it.vpc)?))
            },
        ])?;
        let named = self.complete(&self.it.groups)?;
        if !is_near || named.is_empty() {
            return Ok(false);
        }
        let groups = named.iter().map(|it| self.group(it));
        let groups = groups.collect::<Result<Vec<_>, Pass>>()?;
        Ok(!self.any(&groups, |group| group.lets_out_to(endpoint))?)
    }

    fn group(&self, named: &'n Fact<Identity>) -> Result<Case<'n, SecurityGroup>, Pass> {
        let identity = self.read(named)?;
        let name = named_group(identity);
        let group = self.named::<SecurityGroup>(identity);
        let Some(group) = group.filter(|group| group.it.made_here) else {
            let why = format!("the rules of {name} are not made here");
            return Err(self.undecided(why));
        };
        if self.exists(&group.it.resource, &self.it.resource) {
            Ok(group)
        } else {
            Err(self.undecided(format!("{name} may not be there")))
        }
    }

    /// Whether an endpoint is the one through which it would reach a service that it needs.
    fn uses(
        &self,
        endpoint: &Case<'n, Endpoint>,
        need: &Need,
        kind: EndpointType,
    ) -> Result<bool, Pass> {
        let reaches = || match kind {
            EndpointType::Gateway => self.is_led_to(endpoint),
            _ => endpoint.is(&endpoint.it.private_dns, &true),
        };
        let uses = all_of(&[
            &|| endpoint.is_for(need.service),
            &|| endpoint.is(&endpoint.it.kind, &kind),
            &|| {
                let places = self.places()?;
                self.any(places, |subnet| endpoint.is_in(self.read(&subnet.it.vpc)?))
            },
            &reaches,
        ]);
        match uses {
            Ok(true) => Ok(self.exists(&endpoint.it.resource, &self.it.resource)),
            Err(Pass::Undecided(_)) => {
                let service = need.service;
                Err(self.undecided(format!("{endpoint} may be its way to {service}")))
            }
            other => other,
        }
    }

    /// Whether a route table that one of its subnets follows leads to a gateway endpoint.
    pub(super) fn is_led_to(&self, endpoint: &Case<'n, Endpoint>) -> Result<bool, Pass> {
        self.any(self.places()?, |subnet| {
            let tables = subnet.route_tables()?;
            let names = tables.iter().flat_map(|it| it.it.identities.clone());
            let names: Vec<Identity> = names.collect();
            endpoint.holds(&endpoint.it.route_tables, &names, |named| {
                let own = self.named::<RouteTable>(named);
                Ok(own.is_some_and(|own| tables.iter().any(|it| std::ptr::eq(it.it, own.it))))
            })
        })
    }

    /// Whether interface endpoints serve what gateways would: their addresses are private.
    ///
    /// # Errors
    ///
    /// When that is not known.
    pub fn has_interfaces_for(&self, barred: &Barred<'n>) -> Result<bool, Pass> {
        let kind = EndpointType::Interface;
        let unserved = self.any(&barred.endpoints, |(_, need)| {
            let endpoints = self.ways_to(need, kind);
            let served = self.any(endpoints, |endpoint| self.uses(&endpoint, need, kind))?;
            Ok(!served)
        })?;
        Ok(!unserved)
    }

    /// The endpoints of a type that may be its way to a service.
    fn ways_to(&self, need: &Need, kind: EndpointType) -> impl Iterator<Item = Case<'n, Endpoint>> {
        let vpc = self.only_vpc();
        let is_gateway = kind == EndpointType::Gateway;
        let gateways = is_gateway.then(|| self.gateways_for(need.service, vpc));
        let named = (!is_gateway).then(|| self.named_endpoints_for(need.service, vpc));
        let named = named.into_iter().flatten();
        gateways.into_iter().flatten().chain(named)
    }

    /// The VPC of all its subnets, as far as these are settled and made here.
    fn only_vpc(&self) -> Option<&'n Identity> {
        let subnets = &self.it.subnets;
        let all_told = subnets
            .ways()
            .all(|way| way.open.is_none() && way.items.iter().all(|it| it.settled().is_some()));
        let vpc_of = |it| self.network.subnet(it)?.vpc.settled();
        let mut vpcs = subnets.possible().map(vpc_of);
        let first = vpcs.next().flatten().filter(|_| all_told)?;
        vpcs.all(|it| it == Some(first)).then_some(first)
    }
}

impl<'n> Case<'n, Endpoint> {
    /// A workload that would lose the service if the names of that led to the endpoint.
    pub(super) fn would_bar(&self) -> Option<Case<'n, Workload>> {
        let service = self.it.service_suffix()?;
        let needs_it = |it: &&Workload| it.needs.possible().any(|need| need.service == service);
        let workloads = self.network.workloads.iter().filter(needs_it);
        self.aside(|| {
            let mut workloads = self.each_of(workloads);
            workloads.find(|it| matches!(it.would_be_barred(self), Ok(true)))
        })
    }
}

impl<'n> Case<'n, SecurityGroup> {
    /// Whether it lets its members out to an interface endpoint.
    fn lets_out_to(&self, endpoint: &Case<'n, Endpoint>) -> Result<bool, Pass> {
        let ports = endpoint.listens_on()?;
        self.any_of(&self.it.egress, |rule| {
            all_of(&[&|| self.is_about(rule, ports), &|| {
                self.leads_to(rule, endpoint)
            }])
        })
    }

    /// Whether it lets its members out to all addresses by HTTPS, which all services answer that workloads are seen to need.
    fn lets_out_to_everything(&self) -> Result<bool, Pass> {
        let is_all = |network: &IpNet| network.prefix_len() == 0 && network.addr().is_ipv4();
        self.any_of(&self.it.egress, |rule| {
            let to_all = || self.leads_into(rule, is_all);
            all_of(&[&|| self.is_about(rule, &HTTPS), &to_all])
        })
    }

    /// Whether a rule leads into a network that is meant.
    fn leads_into(
        &self,
        rule: &'n GroupRule,
        is_meant: impl Fn(&IpNet) -> bool,
    ) -> Result<bool, Pass> {
        self.any(&rule.networks, |networks| {
            self.any_of(networks, |network| Ok(is_meant(network)))
        })
    }

    fn leads_to(&self, rule: &'n GroupRule, endpoint: &Case<'n, Endpoint>) -> Result<bool, Pass> {
        let to_networks = || {
            self.any(&rule.networks, |networks| {
                self.any_of(networks, |network| self.is_of(network, endpoint))
            })
        };
        let to_groups = || {
            self.any_of(&rule.groups, |group| {
                endpoint.any_of(&endpoint.it.groups, |own| self.is_one(group, own))
            })
        };
        let to_members = || {
            Ok(*self.read(&rule.itself)?
                && endpoint.any_of(&endpoint.it.groups, |own| {
                    self.any(&self.it.identities, |it| self.is_one(it, own))
                })?)
        };
        let to_lists = || {
            self.any_of(&rule.prefix_lists, |list| {
                if is_of_aws(list) {
                    return Ok(false);
                }
                let name = list.name();
                Err(self.undecided(format!(
                    "prefix list {name} may hold the endpoint's addresses"
                )))
            })
        };
        let ways: [&dyn Fn() -> Result<bool, Pass>; 4] =
            [&to_networks, &to_groups, &to_members, &to_lists];
        self.any(ways, |way| way())
    }

    /// Whether two groups are one.
    fn is_one(&self, one: &Identity, other: &Identity) -> Result<bool, Pass> {
        match one_thing(one, other) {
            Truth::Yes => Ok(true),
            Truth::No => Ok(false),
            Truth::Unknown => {
                let (one, other) = (one.name(), other.name());
                Err(self.undecided(format!("whether {one} is {other} is unknown")))
            }
        }
    }

    /// Whether an endpoint has addresses in a network.
    fn is_of(&self, network: &IpNet, endpoint: &Case<'n, Endpoint>) -> Result<bool, Pass> {
        if network.prefix_len() == 0 {
            return Ok(true);
        }
        if network.addr().is_ipv6() {
            return Err(self.undecided(format!(
                "whether the endpoint has addresses in {network} is unknown"
            )));
        }
        let subnets = endpoint.all(&endpoint.it.subnets)?;
        self.any(subnets, |identity| {
            let subnet = self.network.subnet(identity).ok_or_else(|| {
                let name = identity.name();
                self.undecided(format!("the addresses of {name} are not known here"))
            })?;
            let own = self.read(&subnet.cidr_block)?;
            Ok(own.is_some_and(|own| overlap(&own.into(), network)))
        })
    }

    /// Whether it lets its members out to public addresses by HTTPS: to all, to some, or to those of a prefix list.
    fn lets_out_to_public_addresses(&self) -> Result<bool, Pass> {
        let is_public = |network: &IpNet| {
            let mut private = PRIVATE.iter().filter_map(|it| it.parse::<IpNet>().ok());
            !private.any(|it| it.contains(network))
        };
        self.any_of(&self.it.egress, |rule| {
            let leads_out = || {
                let to_network = self.leads_into(rule, is_public);
                if matches!(to_network, Ok(true)) {
                    return to_network;
                }
                Ok(self.any_of(&rule.prefix_lists, |_| Ok(true))? || to_network?)
            };
            all_of(&[&|| self.is_about(rule, &HTTPS), &leads_out])
        })
    }
}

fn overlap(one: &IpNet, other: &IpNet) -> bool {
    one.contains(other) || other.contains(one)
}

/// Whether a prefix list is one of AWS's own, of a service's public addresses.
fn is_of_aws(list: &Identity) -> bool {
    match list {
        Identity::Attribute(address, attribute) => {
            let own = address.own();
            own.starts_with("aws_vpc_endpoint.") && &**attribute == "prefix_list_id"
                || own.starts_with("data.aws_prefix_list.")
        }
        Identity::Id { .. } | Identity::Reference(_) => false,
    }
}

/// Whether two identities name one thing: of those that are made here each is another, and none is one that is written out.
fn one_thing(one: &Identity, other: &Identity) -> Truth {
    let is_told = |it: &Identity| {
        let made_here = |it: &Address| !it.own().starts_with("data.");
        it.is_foreign() || !it.is_vague() && it.owner(&["id"]).is_some_and(made_here)
    };
    if one == other {
        Truth::Yes
    } else if is_told(one) && is_told(other) {
        Truth::No
    } else {
        Truth::Unknown
    }
}
