//! VPC endpoints, and what they lead to.

use std::sync::Arc;

use super::{
    Arguments, Case, DnsOptions, Fact, Identity, Network, Opening, Pass, Regions, Resource,
    SecurityGroup, Set, Tags, Vpc, WrittenRegion,
    case::{Made, Subject},
};
use crate::{
    address::Address,
    eval::Exists,
    provider::service::{Ports, Service, ServiceName},
    value::{Truth, Value, Why},
};

/// The kinds of endpoint that the AWS provider knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndpointType {
    /// Routes to S3 or DynamoDB in route tables; free.
    Gateway,
    /// Network interfaces in subnets.
    Interface,
    /// Traffic to appliances behind a load balancer.
    GatewayLoadBalancer,
    /// A resource of another account.
    Resource,
    /// A VPC Lattice service network.
    ServiceNetwork,
    /// A word the provider would refuse.
    Other,
}

impl EndpointType {
    /// The word of `vpc_endpoint_type`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gateway => "Gateway",
            Self::Interface => "Interface",
            Self::GatewayLoadBalancer => "GatewayLoadBalancer",
            Self::Resource => "Resource",
            Self::ServiceNetwork => "ServiceNetwork",
            Self::Other => "unknown",
        }
    }

    pub(super) fn parse(value: &Value) -> Option<Self> {
        Some(match &**value.as_str()? {
            "Gateway" => Self::Gateway,
            "Interface" => Self::Interface,
            "GatewayLoadBalancer" => Self::GatewayLoadBalancer,
            "Resource" => Self::Resource,
            "ServiceNetwork" => Self::ServiceNetwork,
            _ => Self::Other,
        })
    }
}

/// A VPC endpoint.
#[derive(Debug)]
pub struct Endpoint {
    /// The resource.
    pub resource: Arc<Resource>,
    /// Its id.
    pub identity: Identity,
    /// `vpc_endpoint_type`: `Gateway` unless it says otherwise.
    pub kind: Fact<EndpointType>,
    /// What it leads to; none when no service is named.
    pub service: Fact<Option<ServiceName>>,
    /// Whether that is an endpoint service of this configuration.
    pub service_is_made_here: bool,
    /// Its VPC.
    pub vpc: Fact<Identity>,
    /// Whether the names of the service lead to it: `private_dns_enabled`, or `aws_vpc_endpoint_private_dns`.
    pub private_dns: Fact<bool>,
    /// Whether private DNS of S3 is only for clients on premises; without `dns_options` it is.
    pub inbound_resolver_only: Fact<bool>,
    /// Its kind of addresses, and what it says of its names.
    pub dns_options: DnsOptions,
    /// Whether the owner of its service must accept it, where that service is made here.
    pub acceptance_required: Option<Fact<bool>>,
    /// Whether it accepts itself: its service is of the same account.
    pub auto_accept: Fact<bool>,
    /// Whether it reaches a service in another Region.
    pub cross_region: Fact<bool>,
    /// For its own argument and every separate resource that can hold a policy of it, whether that does.
    pub policies: Set<bool>,
    /// Whether changes of its own argument for it are ignored.
    pub policy_is_ignored: bool,
    /// What its own argument `policy` says, as a text to compare.
    pub policy_text: Fact<Option<Identity>>,
    /// Its tags, and those that its provider gives to all.
    pub tags: Tags,
    /// How the Region in the name of its service is written.
    pub written_region: WrittenRegion,
    /// Its subnets.
    pub subnets: Set<Identity>,
    /// Its security groups.
    pub groups: Set<Identity>,
    /// For every separate association of a security group, whether it takes the place of the VPC's default group.
    pub replacing: Set<bool>,
    /// Its route tables.
    pub route_tables: Set<Identity>,
    /// Other arguments that only some types have.
    pub arguments: Arguments,
    /// The Regions it has to do with.
    pub regions: Regions,
    /// Its arguments beside which separate resources attach the same.
    pub twofold: Vec<Twofold>,
}

/// One argument of an endpoint that lists what is attached, and the separate resources that attach more of the same.
#[derive(Debug)]
pub struct Twofold {
    /// What the argument lists.
    pub(super) listed: Set<Identity>,
    /// Whether it lists at all: an empty list does, and null does not.
    pub(super) lists: Fact<bool>,
    /// What separate resources attach.
    pub(super) separate: Set<Identity>,
    /// Whether changes of the argument are ignored, so that it takes nothing away.
    pub(super) ignored: bool,
}

impl Made for Endpoint {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

impl Subject for Endpoint {
    fn endpoints(&self, _: &Network) -> Vec<Address> {
        vec![self.resource.address.clone()]
    }
}

/// Whether two names mean the same service, in whichever Region.
#[must_use]
pub(super) fn same_service(one: &ServiceName, other: &ServiceName) -> bool {
    match (one, other) {
        (ServiceName::Aws { suffix: a, .. }, ServiceName::Aws { suffix: b, .. })
        | (ServiceName::Other(a), ServiceName::Other(b)) => a == b,
        (ServiceName::Customer { id: a, .. }, ServiceName::Customer { id: b, .. }) => a.same(b),
        _ => false,
    }
}

impl Endpoint {
    /// The suffix of its service, `ec2.messages`, unless it is not known, not one of AWS's, or sensitive.
    #[must_use]
    pub fn service_suffix(&self) -> Option<&str> {
        match self.service.settled() {
            Some(Some(ServiceName::Aws { suffix, .. })) if !self.service.place.sensitive => {
                Some(suffix)
            }
            _ => None,
        }
    }

    /// Whether it has a policy of its own, as far as is written here; nothing where that hangs on something unknown.
    #[must_use]
    pub fn holds_policy(&self) -> Option<bool> {
        let mut told = self.policies.ways().map(|way| {
            let mut holders = way.items.iter();
            let is_sure = |it: &Fact<bool>| {
                it.settled() == Some(&true) && it.place.resource.exists == Exists::Must
            };
            if holders.any(is_sure) {
                return Some(true);
            }
            let none = |it: &Fact<bool>| it.settled() == Some(&false);
            (way.open.is_none() && way.items.iter().all(none)).then_some(false)
        });
        let first = told.next()??;
        told.all(|it| it == Some(first)).then_some(first)
    }

    /// Its service as messages name it.
    #[must_use]
    pub fn service_name(&self) -> &str {
        self.service_suffix().unwrap_or("its service")
    }
}

impl<'n> Case<'n, Endpoint> {
    /// What is known of the AWS service it leads to; nothing of one that is not in the table.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when it leads to a service of a customer or to none, undecided when that is not known.
    pub fn aws_service(&self) -> Result<(&'n ServiceName, Option<&'static Service>), Pass> {
        match self.read(&self.it.service)? {
            Some(name @ ServiceName::Aws { facts, .. }) => Ok((name, *facts)),
            _ => Err(Pass::NotApplicable),
        }
    }

    /// Whether it leads to that service of AWS.
    ///
    /// # Errors
    ///
    /// When its service is not known.
    pub fn is_for(&self, suffix: &str) -> Result<bool, Pass> {
        let service = self.read(&self.it.service)?;
        Ok(service.as_ref().is_some_and(|name| name.is_aws(suffix)))
    }

    /// The TCP ports on which it is used: those of its service, else 443.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when they are not verified, undecided when its service is not known.
    pub fn ports(&self) -> Result<Vec<u16>, Pass> {
        let service = self.read(&self.it.service)?;
        let facts = service.as_ref().and_then(ServiceName::facts);
        match facts.map(|facts| &facts.ports) {
            None | Some(Ports::Https) => Ok(vec![443]),
            Some(Ports::Listed(ranges)) => Ok(ranges.iter().map(|range| *range.start()).collect()),
            Some(Ports::Unverified) => Err(Pass::NotApplicable),
        }
    }

    /// Whether it has a policy of its own, in its block or in a separate resource.
    ///
    /// # Errors
    ///
    /// When it has none that is known, and something out of sight may hold one.
    pub fn has_policy(&self) -> Result<bool, Pass> {
        let found = self.any_of(&self.it.policies, |holds| Ok(*holds))?;
        if !found {
            self.is_seen_whole()?;
        }
        Ok(found)
    }

    /// Everything that holds a policy of it and rules what that is: not its own argument where changes of that are ignored.
    ///
    /// # Errors
    ///
    /// When it is not known whether something holds one, or there may be more that does.
    pub fn policy_holders(&self) -> Result<Vec<&'n Arc<Resource>>, Pass> {
        let mut holders = Vec::new();
        let own = &self.it.resource;
        for item in self.complete(&self.it.policies)? {
            let resource = &item.place.resource;
            let is_idle = Arc::ptr_eq(resource, own) && self.it.policy_is_ignored;
            if !is_idle && *self.read(item)? {
                holders.push(resource);
            }
        }
        Ok(holders)
    }

    /// All its subnets, whether or not it is known which.
    ///
    /// # Errors
    ///
    /// When there may be more.
    pub fn subnets(&self) -> Result<Vec<&'n Fact<Identity>>, Pass> {
        let subnets = self.complete(&self.it.subnets)?;
        if !self.it.subnets.place.written {
            self.is_seen_whole()?;
        }
        for item in &self.some(&self.it.subnets).items {
            if item.place.argument == "subnet_id" {
                self.cite(item.place.resource.at, "attaches the subnet");
            }
        }
        Ok(subnets)
    }

    /// Whether it has a subnet at all.
    ///
    /// # Errors
    ///
    /// When none is named, and there may be some.
    pub fn has_subnet(&self) -> Result<bool, Pass> {
        Ok(!self.told_subnets().is_empty() || !self.subnets()?.is_empty())
    }

    /// Those of its subnets that it has for certain, where there may be more.
    pub(super) fn told_subnets(&self) -> Vec<&'n Fact<Identity>> {
        // What a data source finds may be none.
        let is_one = |named: &Identity| named.owner(&["ids"]).is_none();
        let told = self.told(&self.it.subnets).into_iter();
        let told = told.filter(|(_, named)| is_one(named));
        told.map(|(subnet, _)| subnet).collect()
    }

    /// That Terraform takes what says which VPC it is in: with the values that make it refuse that, there is no endpoint.
    ///
    /// # Errors
    ///
    /// When it does not.
    pub fn can_be_made(&self) -> Result<(), Pass> {
        let refused = |answer: &Result<Identity, Why>| matches!(answer, Err(Why::Fault(_)));
        if self.it.vpc.answers.iter().any(refused) {
            return Err(self.undecided("with these values it cannot be made"));
        }
        Ok(())
    }

    /// Its VPC, when that is made here.
    ///
    /// # Errors
    ///
    /// When it is not known which VPC it is in.
    pub fn vpc(&self) -> Result<Option<Case<'n, Vpc>>, Pass> {
        let identity = self.read(&self.it.vpc)?;
        Ok(self.network.vpc(identity).map(|vpc| self.about(vpc)))
    }

    /// Whether it belongs to a VPC.
    ///
    /// # Errors
    ///
    /// When its VPC cannot be told from that.
    pub fn is_in(&self, vpc: &Identity) -> Result<bool, Pass> {
        let own = self.read(&self.it.vpc)?;
        match self.network.is_one_vpc(own, vpc) {
            Truth::Yes => Ok(true),
            Truth::No => Ok(false),
            Truth::Unknown => Err(self.undecided("its VPC cannot be told from others")),
        }
    }

    /// That nothing out of sight can attach anything to it: what is missing is missing as far as this configuration goes.
    ///
    /// # Errors
    ///
    /// When a module whose source is not on disk gets hold of it, or a part of the configuration could not be read.
    pub fn is_seen_whole(&self) -> Result<(), Pass> {
        self.nothing_else_may("attach something to it")
    }

    /// What admits every address to one of its ports through one of its security groups; without any, through the default group of its
    /// VPC.
    ///
    /// # Errors
    ///
    /// When nothing does as far as can be seen, and a group or a rule is out of sight.
    pub fn openings(&self) -> Result<Vec<Opening<'n>>, Pass> {
        self.in_groups(Case::<SecurityGroup>::openings)
    }

    /// What is found in its security groups, the default group of its VPC where it has none, for each of its ports.
    pub(super) fn in_groups<R>(
        &self,
        find: impl Fn(&Case<'n, SecurityGroup>, u16) -> Result<Vec<R>, Pass>,
    ) -> Result<Vec<R>, Pass> {
        let ports = self.ports()?;
        let of_group = |group: Case<'n, SecurityGroup>| {
            if !self.exists(&group.it.resource, &self.it.resource) {
                return Ok(Vec::new());
            }
            let found = self.every(&ports, |port| find(&group, *port))?;
            self.cite(self.it.groups.place.span, format!("attached to {self}"));
            Ok(found)
        };
        let members = self.some(&self.it.groups);
        let there =
            |item: &&'n Fact<Identity>| self.exists(&item.place.resource, &self.it.resource);
        let items: Vec<&'n Fact<Identity>> = members.items.iter().filter(there).collect();
        if items.is_empty() && members.open.is_none() {
            return of_group(self.default_group()?);
        }
        let found = self.every(items, |item| of_group(self.group(self.read(item)?)?))?;
        if found.is_empty() {
            self.closed(&self.it.groups)?;
        }
        Ok(found)
    }

    /// A security group that it names, if rules of it are made here.
    pub(super) fn group(&self, identity: &'n Identity) -> Result<Case<'n, SecurityGroup>, Pass> {
        self.named(identity).ok_or_else(|| {
            let name = identity.name();
            self.undecided(format!(
                "the rules of security group {name} are not made here"
            ))
        })
    }

    /// The default security group of its VPC, if that is taken over here.
    pub(super) fn default_group(&self) -> Result<Case<'n, SecurityGroup>, Pass> {
        let vpc = self.read(&self.it.vpc)?;
        let named = |vpc| Identity::attribute(vpc, "default_security_group_id");
        let group = vpc.owner(&["id"]).and_then(|vpc| self.called(&named(vpc)));
        group.ok_or_else(|| {
            self.undecided("the rules of its VPC's default security group are not made here")
        })
    }
}
