//! What traffic to a service does in a VPC without a gateway endpoint for it.

use super::{
    Case, Endpoint, EndpointType, NatGateway, Pass, Route, RouteTable, Subnet, Vpc,
    answer::{all_of, fine_if},
};
use crate::value::Truth;

/// What private traffic to a service does.
#[derive(Debug)]
pub enum Way<'n> {
    /// It goes through a NAT gateway, by that route table.
    Nat(Case<'n, RouteTable>, Case<'n, NatGateway>),
    /// It goes nowhere: these subnets follow a table without a default route.
    Nowhere(Vec<Case<'n, Subnet>>),
}

impl Way<'_> {
    /// Whether it is traffic of the VPC's own clients that pays for a NAT gateway.
    #[must_use]
    pub fn is_own_traffic(&self) -> bool {
        match self {
            Self::Nat(table, _) => !table.is_transit(),
            Self::Nowhere(_) => false,
        }
    }

    /// What it means for a VPC, for a message.
    #[must_use]
    pub fn without_gateway(&self, vpc: &Case<'_, Vpc>, service: &str) -> String {
        let free = format!("a gateway endpoint for {service} is free");
        match self {
            Self::Nat(_, nat) => {
                format!("VPC {vpc} sends {service} traffic through NAT gateway {nat}; {free}")
            }
            Self::Nowhere(_) => {
                format!("private subnets of VPC {vpc} cannot reach {service}; {free}")
            }
        }
    }
}

impl<'n> Case<'n, Vpc> {
    /// What private traffic to a service (`s3`, `dynamodb`) does for want of a gateway endpoint.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when there is no private traffic that could use one, [`Pass::Fine`] when an endpoint carries it,
    /// undecided when either is not known.
    pub fn way_without_gateway(&self, service: &str) -> Result<Way<'n>, Pass> {
        let way = self.way_out();
        if let Err(Pass::NotApplicable) = &way {
            return way;
        }
        // Clients of an interface endpoint without private DNS call it by its own names: the subnets do reach the service.
        if let Ok(Way::Nowhere(_)) = &way {
            fine_if(self.has_interface_endpoint(service)?)?;
        }
        fine_if(self.is_served(service)?)?;
        way
    }

    /// Where traffic of private subnets to everywhere goes.
    fn way_out(&self) -> Result<Way<'n>, Pass> {
        let mut tables: Vec<Case<'n, RouteTable>> = self.route_tables().collect();
        tables.sort_by_key(Case::is_transit);
        let by_nat = |table: Case<'n, RouteTable>| {
            let nat = table.nat_gateway()?;
            let nat = nat.filter(|_| self.exists(&table.it.resource, &self.it.resource));
            Ok(nat.map(|nat| Way::Nat(table, nat)))
        };
        if let Some(way) = self.first(tables, by_nat)? {
            return Ok(way);
        }
        let isolated = self.every(self.subnets(), |subnet| {
            let isolated =
                subnet.is_isolated(self)? && self.exists(&subnet.it.resource, &self.it.resource);
            Ok(isolated.then_some(subnet))
        })?;
        if isolated.is_empty() {
            return Err(Pass::NotApplicable);
        }
        for subnet in isolated.iter().take(2) {
            let at = subnet.it.resource.at;
            self.cite(at, "this subnet has no route out of the VPC");
        }
        Ok(Way::Nowhere(isolated))
    }

    /// Its route tables that are made here.
    pub fn route_tables(&self) -> impl Iterator<Item = Case<'n, RouteTable>> {
        let vpc = &self.it.identity;
        let own = move |it: &Case<'n, RouteTable>| it.it.vpc.settled() == Some(vpc);
        self.each_of(&self.network.route_tables).filter(own)
    }

    /// Its subnets that are made here.
    pub fn subnets(&self) -> impl Iterator<Item = Case<'n, Subnet>> {
        let vpc = &self.it.identity;
        let own = move |it: &Case<'n, Subnet>| it.it.vpc.settled() == Some(vpc);
        self.each_of(&self.network.subnets).filter(own)
    }

    /// Whether an endpoint carries its traffic to a service: a gateway, or for S3 an interface whose private DNS is for everyone.
    fn is_served(&self, service: &str) -> Result<bool, Pass> {
        let endpoints = self.each_of(&self.network.endpoints);
        let made_here = self.any(endpoints, |endpoint| self.serves(endpoint, service))?;
        if made_here || self.is_looked_up(service)? {
            return Ok(true);
        }
        self.is_seen_whole()?;
        Ok(false)
    }

    fn serves(&self, endpoint: Case<'n, Endpoint>, service: &str) -> Result<bool, Pass> {
        let kind = |kind| endpoint.is(&endpoint.it.kind, &kind);
        let by_gateway = || kind(EndpointType::Gateway);
        let by_name = || {
            all_of(&[
                &|| Ok(service == "s3"),
                &|| kind(EndpointType::Interface),
                &|| endpoint.is(&endpoint.it.private_dns, &true),
                &|| endpoint.is(&endpoint.it.inbound_resolver_only, &false),
            ])
        };
        let carries = || match by_gateway() {
            Ok(true) => Ok(true),
            Ok(false) => by_name(),
            Err(pass) => match by_name() {
                Ok(true) => Ok(true),
                _ => Err(pass),
            },
        };
        let serves = all_of(&[
            &|| endpoint.is_for(service),
            &|| endpoint.is_in(&self.it.identity),
            &carries,
        ]);
        match serves {
            Err(Pass::Undecided(_)) => {
                Err(self.undecided(format!("{endpoint} may be its {service} endpoint")))
            }
            Ok(true) => Ok(self.exists(&endpoint.it.resource, &self.it.resource)),
            other => other,
        }
    }

    /// Whether a data source looks up an endpoint of its own for a service.
    fn is_looked_up(&self, service: &str) -> Result<bool, Pass> {
        self.any(&self.network.looked_up, |it| {
            let is_for = || {
                let name = self.read(&it.service)?.as_ref();
                Ok(name.is_none_or(|name| name.is_aws(service)))
            };
            // A reference to what is not made here may well be to this VPC.
            let in_it = || match self.read(&it.vpc)? {
                Some(vpc) => Ok(self.network.is_one_vpc(vpc, &self.it.identity) != Truth::No),
                None => Ok(true),
            };
            let found = all_of(&[&is_for, &in_it])?;
            Ok(found && self.exists(&it.vpc.place.resource, &self.it.resource))
        })
    }

    /// That nothing out of sight can add an endpoint to it.
    fn is_seen_whole(&self) -> Result<(), Pass> {
        let world = &self.network.world;
        if world.unread {
            return Err(self.undecided("a part of the configuration could not be read"));
        }
        let own = std::iter::once(&self.it.resource.address);
        let tables = self.route_tables().map(|table| &table.it.resource.address);
        for address in own.chain(tables) {
            if let Some(call) = world.gets_hold_of(address) {
                let why = "whose source is not on disk, may add an endpoint to it";
                return Err(self.undecided(format!("{call}, {why}")));
            }
        }
        self.rest_on_absence();
        Ok(())
    }

    /// Whether there is an interface endpoint for a service in it: clients that use it chose so.
    ///
    /// # Errors
    ///
    /// When that is not known.
    pub fn has_interface_endpoint(&self, service: &str) -> Result<bool, Pass> {
        self.any(self.each_of(&self.network.endpoints), |endpoint| {
            let holds = all_of(&[
                &|| endpoint.is_for(service),
                &|| endpoint.is(&endpoint.it.kind, &EndpointType::Interface),
                &|| endpoint.is_in(&self.it.identity),
            ])?;
            Ok(holds && self.exists(&endpoint.it.resource, &self.it.resource))
        })
    }

    /// Whether nothing shows that `DynamoDB` is used from here; what shows it is cited.
    #[must_use]
    pub fn lacks_signs_of_dynamodb(&self) -> bool {
        for sign in self.network.dynamodb_usage.iter().take(2) {
            self.cite(sign.place, &*sign.message);
        }
        self.network.dynamodb_usage.is_empty()
    }

    /// What to add to it for want of a gateway endpoint, in names that can be written where it is declared.
    #[must_use]
    pub fn gateway_advice(&self, service: &str) -> String {
        let (id, tables) = if let Some(call) = &self.it.call {
            let tables = format!(" ({call}.private_route_table_ids)");
            (format!("{call}.vpc_id"), tables)
        } else {
            let is_private = |table: &Case<'n, RouteTable>| {
                let routes = &table.it.routes.members.items;
                let to_everywhere = routes.iter().filter_map(super::Fact::settled).any(|route| {
                    route.all_ipv4.settled() == Some(&true)
                        || route.all_ipv6.settled() == Some(&true)
                });
                let by_nat = |route: &&Route| {
                    let nat = route.nat_gateway().and_then(super::Fact::settled);
                    nat.is_some_and(Option::is_some)
                };
                let mut settled = routes.iter().filter_map(super::Fact::settled);
                !to_everywhere || settled.any(|route| by_nat(&route))
            };
            let private = self.route_tables().filter(is_private);
            let names: Vec<String> =
                (private.map(|it| it.it.resource.address.own().to_owned())).collect();
            let tables = match names.as_slice() {
                [] => String::new(),
                [first, second, third, _, ..] => format!(" ({first}, {second}, {third}, ...)"),
                some => format!(" ({})", some.join(", ")),
            };
            (format!("{}.id", self.it.resource.address.own()), tables)
        };
        format!(
            "add an aws_vpc_endpoint for {service} with vpc_id = {id} and route_table_ids of its private route tables{tables}"
        )
    }
}
