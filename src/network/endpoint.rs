//! VPC endpoints, and what they lead to.

use std::sync::Arc;

use super::{
    Arguments, Case, DnsOptions, Fact, Identity, Network, Opening, Pass, Policy, Regions, Resource,
    SecurityGroup, Set, Vpc,
    answer::unknown,
    case::{Made, Subject},
};
use crate::{
    address::Address,
    provider::service::{Ports, Service, ServiceName},
    value::{Truth, Value},
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

/// A policy of an endpoint as it is written.
#[derive(Debug)]
pub struct EndpointPolicy {
    /// The resource that holds it: the endpoint, or an `aws_vpc_endpoint_policy`.
    pub resource: Arc<Resource>,
    /// The document; none where the argument is null.
    pub document: Fact<Option<Policy>>,
    /// The endpoint it belongs to, by its number, if that is made here.
    pub(super) endpoint: Option<usize>,
}

impl Made for Endpoint {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

impl Made for EndpointPolicy {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

impl Subject for Endpoint {
    fn endpoints(&self, _: &Network) -> Vec<Address> {
        vec![self.resource.address.clone()]
    }
}

impl Subject for EndpointPolicy {
    fn endpoints(&self, network: &Network) -> Vec<Address> {
        let endpoint = self.endpoint.and_then(|index| network.endpoints.get(index));
        endpoint
            .iter()
            .map(|it| it.resource.address.clone())
            .collect()
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
        let ports = self.ports()?;
        let of_group = |group: Case<'n, SecurityGroup>| {
            if !self.exists(&group.it.resource, &self.it.resource) {
                return Ok(Vec::new());
            }
            let openings = self.every(&ports, |port| group.openings(*port))?;
            self.cite(self.it.groups.place.span, format!("attached to {self}"));
            Ok(openings)
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

impl<'n> Case<'n, EndpointPolicy> {
    /// The endpoint it belongs to, when that is made here.
    #[must_use]
    pub fn endpoint(&self) -> Option<Case<'n, Endpoint>> {
        let endpoint = self.network.endpoints.get(self.it.endpoint?)?;
        Some(self.about(endpoint))
    }

    /// Whether it lets everything through, as if there were no policy.
    ///
    /// # Errors
    ///
    /// When that is not known; [`Pass::NotApplicable`] where the argument is null.
    pub fn grants_everything(&self) -> Result<bool, Pass> {
        let document = self.read(&self.it.document)?.as_ref();
        let document = document.ok_or(Pass::NotApplicable)?;
        let endpoint = self.endpoint();
        let service = endpoint.and_then(|it| it.it.service.settled()?.as_ref());
        let prefixes = service.map(ServiceName::action_prefixes);
        if let Some(endpoint) = endpoint {
            let at = endpoint.it.resource.at;
            self.cite(at, "the endpoint it belongs to");
        }
        match document.grants_everything(&prefixes.unwrap_or_default()) {
            Truth::Yes => Ok(true),
            Truth::No => Ok(false),
            Truth::Unknown => Err(unknown(
                &self.it.document.place,
                "a part of it is not known",
            )),
        }
    }
}
