//! Which arguments an endpoint is given, where its type decides which it may have.

use super::{
    Case, Endpoint, EndpointType, Fact, Identity, Located, Pass, Place, Set, SubnetAddress,
};
use crate::{
    provider::service::{Service, ServiceName},
    value::Why,
};

/// An argument that an endpoint is given.
#[derive(Debug)]
pub struct Given {
    pub(super) place: Place,
    /// As a message names it: `subnet_ids`.
    pub argument: &'static str,
}

impl Located for Given {
    fn places(&self) -> Vec<Place> {
        vec![self.place.clone()]
    }
}

impl EndpointType {
    /// The argument that says what an endpoint of the type leads to.
    #[must_use]
    pub const fn target(self) -> &'static str {
        match self {
            Self::Resource => "resource_configuration_arn",
            Self::ServiceNetwork => "service_network_arn",
            _ => "service_name",
        }
    }
}

impl<'n> Case<'n, Endpoint> {
    /// Whether its service has endpoints of type Gateway.
    ///
    /// # Errors
    ///
    /// When its service is not known.
    pub fn is_of_gateway_service(&self) -> Result<bool, Pass> {
        let service = self.read(&self.it.service)?.as_ref();
        Ok(match service {
            Some(ServiceName::Aws { facts, suffix, .. }) => {
                // A name that is wrong elsewhere still says which service is meant.
                let named = || Service::find(&format!("com.amazonaws.<region>.{suffix}"));
                facts.or_else(named).is_some_and(|it| it.gateway)
            }
            _ => false,
        })
    }

    /// The type it has although its service has no endpoints of it, with the one to use instead.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when the service has them, [`Pass::NotApplicable`] when it leads to no service or there is no saying; undecided when
    /// its type or its service is not known.
    pub fn type_without_service(&self) -> Result<(EndpointType, EndpointType), Pass> {
        let kind = *self.read(&self.it.kind)?;
        let service = self.read(&self.it.service)?.as_ref();
        let name = service.ok_or(Pass::NotApplicable)?;
        let by_gateway = self.is_of_gateway_service()?;
        match (kind, name) {
            (_, ServiceName::Other(_)) => Err(Pass::NotApplicable),
            (EndpointType::Gateway, _) if by_gateway => Err(Pass::Fine),
            (EndpointType::Gateway, _) => Ok((kind, EndpointType::Interface)),
            (EndpointType::Interface, ServiceName::Aws { facts, .. }) => match facts {
                Some(facts) if facts.interface => Err(Pass::Fine),
                Some(_) => Ok((kind, EndpointType::Gateway)),
                None => Err(Pass::NotApplicable),
            },
            (EndpointType::GatewayLoadBalancer, ServiceName::Aws { .. }) => {
                Ok((kind, EndpointType::Interface))
            }
            (EndpointType::Interface | EndpointType::GatewayLoadBalancer, _) => Err(Pass::Fine),
            _ => Err(Pass::NotApplicable),
        }
    }

    /// The argument that says what it leads to, where that is left out: the one that its type needs, or any.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when it is set, undecided when that is not known.
    pub fn missing_target(&self) -> Result<Option<EndpointType>, Pass> {
        let arguments = &self.it.arguments;
        let service = || Ok(self.read(&self.it.service)?.is_some());
        let configuration = || self.is(&arguments.resource_configuration, &true);
        let network = || self.is(&arguments.service_network, &true);
        let kind = match self.read(&self.it.kind) {
            Ok(EndpointType::Other) => Err(Pass::NotApplicable),
            Ok(kind) => Ok(*kind),
            Err(pass) => Err(pass),
        };
        let set = match kind {
            Ok(EndpointType::Resource) => configuration()?,
            Ok(EndpointType::ServiceNetwork) => network()?,
            Ok(_) => service()?,
            Err(pass) if service()? || configuration()? || network()? => return Err(pass),
            Err(_) => false,
        };
        if set {
            return Err(Pass::Fine);
        }
        // Of a module for others, callers are to say what its defaults leave open.
        let open = &arguments.targets_by_default;
        let is_open = match kind {
            Ok(kind) => open.contains(&kind.target()),
            Err(_) => !open.is_empty(),
        };
        if is_open && self.network.world.library {
            return Err(self.undecided("callers are to say what it leads to"));
        }
        Ok(kind.ok())
    }

    /// What it is given that only endpoints with network interfaces have.
    ///
    /// # Errors
    ///
    /// When it is given none, and it is not known of one.
    pub fn interface_arguments(&self) -> Result<Vec<Given>, Pass> {
        let it = self.it;
        let on = |fact: &'n Fact<bool>, argument| {
            let place = self.is(fact, &true)?.then(|| fact.place.clone());
            Ok(place.map(|place| Given { place, argument }))
        };
        // Without `subnet_ids`, the blocks of `subnet_configuration` are what gives it subnets.
        let questions: [&dyn Fn() -> Result<Option<Given>, Pass>; 5] = [
            &|| self.given(&it.subnets, "subnet_ids"),
            &|| self.given(&it.groups, "security_group_ids"),
            &|| on(&it.private_dns, "private_dns_enabled"),
            &|| on(&it.cross_region, "service_region"),
            &|| {
                let argument = "private_dns_only_for_inbound_resolver_endpoint";
                let given = on(&it.dns_options.inbound_flag, argument)?;
                // Since version 6.28 the provider leaves it out.
                self.likely_if(given.is_some());
                Ok(given)
            },
        ];
        self.every(questions, |question| question())
    }

    /// The route tables it is given.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] when it is given none, undecided when that is not known.
    pub fn given_route_tables(&self) -> Result<Given, Pass> {
        let given = self.given(&self.it.route_tables, "route_table_ids")?;
        given.ok_or(Pass::Fine)
    }

    /// What to change where it is given route tables.
    ///
    /// # Errors
    ///
    /// When its service is not known.
    pub fn advice_on_route_tables(&self, given: &Given) -> Result<String, Pass> {
        let argument = given.argument;
        let service = self.read(&self.it.service);
        let offers = service.is_ok() && self.is_of_gateway_service()?;
        Ok(if offers {
            format!("remove {argument}, or set vpc_endpoint_type = \"Gateway\"")
        } else {
            format!("remove {argument}")
        })
    }

    /// How many subnets it has at least, that are certainly different.
    ///
    /// # Errors
    ///
    /// When there may be more than one, and that is not known.
    pub fn count_of_subnets(&self) -> Result<usize, Pass> {
        let members = self.listed(&self.it.subnets)?;
        let (mut apart, mut others): (Vec<&Identity>, Vec<Pass>) = (Vec::new(), Vec::new());
        let is_there = |identity: &Identity| {
            let subnet = self.network.subnet(identity);
            subnet.is_none_or(|it| self.exists(&it.resource, &self.it.resource))
        };
        for item in &members {
            match self.read(item) {
                Ok(identity) if !is_there(identity) => {}
                Ok(identity) if apart.contains(&identity) => {}
                Ok(identity) if apart.is_empty() || self.is_told(identity) => apart.push(identity),
                Ok(_) => others.push(self.undecided("two of its subnets may be the same")),
                Err(pass) => others.push(pass),
            }
        }
        let first_is_told = apart.first().is_none_or(|first| self.is_told(first));
        if apart.len() > 1 && !first_is_told {
            // The others are apart from each other, not from the first.
            apart.remove(0);
        }
        if apart.len() > 1 {
            return Ok(apart.len());
        }
        self.closed(&self.it.subnets)?;
        if members.len() > 1 {
            let same = || self.undecided("two of its subnets may be the same");
            return match others.pop() {
                Some(pass) => Err(pass),
                None if first_is_told => Ok(apart.len()),
                None => Err(same()),
            };
        }
        Ok(members.len())
    }

    /// The `subnet_configuration` blocks, each with its subnet, if it is known.
    ///
    /// # Errors
    ///
    /// When one is not known.
    pub fn subnet_addresses(&self) -> Result<Vec<&'n Fact<SubnetAddress>>, Pass> {
        self.listed(&self.it.arguments.addresses)
    }

    /// What is wrong with the subnet or the address of a `subnet_configuration`, if anything is.
    ///
    /// # Errors
    ///
    /// When nothing is as far as can be seen, and something is not known.
    pub fn misplaced(&self, address: &'n Fact<SubnetAddress>) -> Result<Option<String>, Pass> {
        let is_hidden = address.place.sensitive;
        let address = self.read(address)?;
        let unknown = || self.undecided("the subnet of a subnet_configuration is not known");
        let subnet = address.subnet.as_ref().ok_or_else(unknown)?;
        let made = self.network.subnet(subnet);
        if made.is_some_and(|it| !self.exists(&it.resource, &self.it.resource)) {
            return Ok(None);
        }
        if !self.is_listed(subnet)? {
            return Ok(Some(format!(
                "has subnet {}, which is not in subnet_ids",
                subnet.name()
            )));
        }
        let (Some(ipv4), Some(made)) = (address.ipv4, made) else {
            return Ok(None);
        };
        let subnet = self.about(made);
        let Some(range) = subnet.read(&made.cidr_block)? else {
            return Ok(None);
        };
        let offset = u32::from(ipv4).wrapping_sub(u32::from(range.network()));
        let place = &made.cidr_block.place;
        let within = if place.sensitive {
            "the range".to_owned()
        } else {
            self.cite(place.span, format!("{subnet} is {range}"));
            range.to_string()
        };
        let picked = if is_hidden {
            "an address".to_owned()
        } else {
            ipv4.to_string()
        };
        Ok(if !range.contains(&ipv4) {
            Some(format!(
                "picks {picked}, which is not in {within} of subnet {subnet}"
            ))
        } else if offset < 4 || ipv4 == range.broadcast() {
            Some(format!(
                "picks {picked}, which AWS keeps to itself in subnet {subnet}"
            ))
        } else {
            None
        })
    }

    /// Whether a subnet is one of those it is given by their ids.
    fn is_listed(&self, subnet: &'n Identity) -> Result<bool, Pass> {
        let set = &self.it.subnets;
        let is_it = |other: &'n Identity| match other == subnet {
            true => Ok(true),
            false if self.is_told(other) && self.is_told(subnet) => Ok(false),
            false => Err(self.undecided("a subnet cannot be told from another")),
        };
        self.any_of(set, is_it)
    }

    /// Whether a subnet is another than all that are called otherwise.
    fn is_told(&self, subnet: &Identity) -> bool {
        subnet.is_foreign() || !subnet.is_vague() && self.network.subnet(subnet).is_some()
    }

    /// The members of a set that are certainly there, whatever else may be.
    ///
    /// # Errors
    ///
    /// When somebody else sets it once it exists.
    pub(super) fn listed<A>(&self, set: &'n Set<A>) -> Result<Vec<&'n Fact<A>>, Pass> {
        let members = self.some(set);
        if members.open == Some(Why::Ignored) {
            self.closed(set)?;
        }
        let there = |item: &&'n Fact<A>| self.exists(&item.place.resource, &set.place.resource);
        Ok(members.items.iter().filter(there).collect())
    }

    /// The place where a set is given members, if it is.
    fn given(&self, set: &'n Set<Identity>, argument: &'static str) -> Result<Option<Given>, Pass> {
        let members = self.some(set);
        if members.open == Some(Why::Ignored) {
            self.closed(set)?;
        }
        let owner = &set.place.resource;
        let mut ones = members.items.iter().filter(|item| {
            // Where there may be more, what names no one thing may stand for a list without members.
            members.open.is_none() || item.possible().all(is_one)
        });
        let is_certain = |item: &&'n Fact<Identity>| {
            let resource = &item.place.resource;
            resource.is_there_with(owner)
        };
        let there = |item: &&'n Fact<Identity>| self.exists(&item.place.resource, owner);
        // What certainly is there leaves no question about the rest.
        let found = ones.clone().find(is_certain).filter(there);
        let found = found.or_else(|| ones.find(there));
        let Some(item) = found else {
            self.closed(set)?;
            return Ok(None);
        };
        let is_own = item.place.resource.address == owner.address;
        let (place, argument) = if is_own && set.place.written {
            (set.place.clone(), argument)
        } else {
            (item.place.clone(), item.place.argument)
        };
        Ok(Some(Given { place, argument }))
    }
}

/// Whether an identity is of one thing, not of a list.
fn is_one(identity: &Identity) -> bool {
    identity.is_foreign() || identity.owner(&["id"]).is_some() && !identity.is_vague()
}
