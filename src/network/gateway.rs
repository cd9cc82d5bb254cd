//! What traffic to a service does in a VPC that has no gateway endpoint for it, or none that traffic could take.

use super::{
    Case, Endpoint, EndpointType, Fact, NatGateway, Pass, RouteTable, Sign, Subnet, Vpc,
    answer::{all_of, fine_if},
};
use crate::{address::Address, money::Cost, value::Truth};

/// That traffic to a service finds no gateway endpoint.
#[derive(Debug)]
pub struct Lack<'n> {
    /// What it does instead.
    pub way: Way<'n>,
    /// The route tables that a gateway endpoint is to be in.
    pub(super) tables: Vec<Case<'n, RouteTable>>,
    /// A gateway endpoint of the service that none of the tables leads to which need it.
    pub idle: Option<Case<'n, Endpoint>>,
}

/// What private traffic to a service does.
#[derive(Debug)]
pub enum Way<'n> {
    /// It goes through a NAT gateway.
    Nat(Case<'n, NatGateway>),
    /// It goes nowhere: these tables, which private subnets follow, have no default route.
    Nowhere(Vec<Case<'n, RouteTable>>),
}

impl<'n> Case<'n, Vpc> {
    /// Whether a root makes nothing but the network, and hands out all that another would need to add an endpoint to it: the VPC and
    /// the route tables.
    #[must_use]
    pub fn is_left_to_others(&self, lack: &Lack<'n>) -> bool {
        let hands_out = |it: &Address| self.network.world.hands_out(it);
        let mut tables = lack.tables.iter();
        hands_out(&self.it.resource.address)
            && tables.all(|it| hands_out(&it.it.resource.address))
            && self.network.transit.occupants.is_empty()
            && self.endpoints_of_vpc(&self.it.identity).next().is_none()
    }
}

impl<'n> Lack<'n> {
    /// Whether it is known that traffic goes out, and pays for a NAT gateway.
    #[must_use]
    pub const fn costs(&self) -> bool {
        matches!(self.way, Way::Nat(_))
    }

    /// What the NAT gateway asks for it.
    #[must_use]
    pub fn cost(&self, vpc: &Case<'n, Vpc>) -> Option<Cost> {
        match &self.way {
            Way::Nat(nat) => vpc.cost_of_nat(nat),
            Way::Nowhere(_) => None,
        }
    }

    /// What it means for a VPC, for a message.
    #[must_use]
    pub fn message(&self, vpc: &Case<'n, Vpc>, service: &str) -> String {
        let (what, tables) = match &self.way {
            Way::Nat(nat) => (
                format!("VPC {vpc} may send {service} traffic through NAT gateway {nat}"),
                "in none of the route tables that lead there",
            ),
            Way::Nowhere(_) => (
                format!("private subnets of VPC {vpc} have no route to {service}"),
                "in none of their route tables",
            ),
        };
        match &self.idle {
            Some(idle) => format!("{what}: gateway endpoint {idle} is {tables}"),
            None => format!("{what}; a gateway endpoint for {service} is free"),
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
    pub fn lack_of_gateway(&self, service: &str) -> Result<Lack<'n>, Pass> {
        let way = self.way_out();
        if let Err(Pass::NotApplicable) = &way {
            return Err(Pass::NotApplicable);
        }
        let is_nowhere = matches!(way, Ok(Way::Nowhere(_)));
        // Clients of an interface endpoint without private DNS call it by its own names: the subnets do reach the service.
        let is_reached = || Ok(is_nowhere && self.has_interface_endpoint(service)?);
        let is_served = || self.is_served(service, way.as_ref().ok());
        let is_lacking = || Ok(is_nowhere && self.is_lacking(service)?);
        let whys: [&dyn Fn() -> Result<bool, Pass>; 3] = [&is_reached, &is_served, &is_lacking];
        fine_if(self.any(whys, |why| why())?)?;
        let idle = self.gateway_endpoint(service)?;
        if let Some(idle) = &idle {
            // Where the endpoint itself is to be mended, its own rules speak.
            fine_if(!idle.is_in_a_table()?)?;
            if let Ok(Way::Nat(_)) = &way {
                fine_if(idle.leads_some_past()?)?;
            }
            let header = idle.it.resource.at;
            self.cite(header, "this gateway endpoint is in no such route table");
            self.possible_if(idle.is_exported());
        }
        let way = way?;
        let tables = self.tables_in_need(&way);
        Ok(Lack { way, tables, idle })
    }

    /// Where traffic of private subnets to everywhere goes.
    fn way_out(&self) -> Result<Way<'n>, Pass> {
        let nat = self.first(self.route_tables(), |table| self.nat_of(&table))?;
        if let Some(nat) = nat {
            return Ok(Way::Nat(nat));
        }
        let isolated = self.every(self.subnets(), |subnet| {
            let isolated = subnet.is_isolated()?
                && !self.passes_on(&subnet.it.identity)?
                && self.exists(&subnet.it.resource, &self.it.resource);
            Ok(isolated.then_some(subnet))
        })?;
        if isolated.is_empty() {
            return Err(Pass::NotApplicable);
        }
        self.routes_are_seen()?;
        for subnet in isolated.iter().take(2) {
            let at = subnet.it.resource.at;
            self.cite(at, "this subnet has no route out of the VPC");
        }
        let tables = |subnet: &Case<'n, Subnet>| subnet.route_tables();
        let tables = self.every(&isolated, tables)?;
        Ok(Way::Nowhere(tables))
    }

    /// The NAT gateway through which a table sends what its subnets send to everywhere.
    pub(super) fn nat_of(
        &self,
        table: &Case<'n, RouteTable>,
    ) -> Result<Option<Case<'n, NatGateway>>, Pass> {
        let Some((route, nat)) = table.nat_gateway()? else {
            return Ok(None);
        };
        if self.is_for_transit(table)? || !self.exists(&table.it.resource, &self.it.resource) {
            return Ok(None);
        }
        self.cite(route, format!("{table} sends all other traffic to {nat}"));
        let header = nat.it.resource.at;
        self.cite(header, "this NAT gateway charges for every byte");
        Ok(Some(nat))
    }

    /// Its route tables that are made here.
    pub fn route_tables(&self) -> impl Iterator<Item = Case<'n, RouteTable>> {
        self.tables_of(&self.it.identity)
    }

    /// Its subnets that are made here.
    pub fn subnets(&self) -> impl Iterator<Item = Case<'n, Subnet>> {
        self.subnets_of(&self.it.identity)
    }

    /// Whether an endpoint carries its traffic to a service: a gateway, or for S3 an interface whose private DNS is for everyone.
    fn is_served(&self, service: &str, way: Option<&Way<'n>>) -> Result<bool, Pass> {
        let endpoints = self.endpoints_for(service, Some(&self.it.identity));
        let made_here = self.any(endpoints, |endpoint| self.serves(endpoint, service, way))?;
        if made_here || self.is_looked_up(service)? {
            return Ok(true);
        }
        self.is_seen_whole()?;
        Ok(false)
    }

    fn serves(
        &self,
        endpoint: Case<'n, Endpoint>,
        service: &str,
        way: Option<&Way<'n>>,
    ) -> Result<bool, Pass> {
        let kind = |kind| endpoint.is(&endpoint.it.kind, &kind);
        let by_gateway = || {
            all_of(&[&|| kind(EndpointType::Gateway), &|| {
                self.is_taken(&endpoint, way)
            }])
        };
        let by_name = || endpoint.answers_everyone(service);
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

    /// Whether an interface endpoint takes over the names of a service for everyone in it.
    pub(super) fn answers_by_name(&self, service: &str) -> Result<bool, Pass> {
        let endpoints = self.named_endpoints_for(service, Some(&self.it.identity));
        self.any(endpoints, |endpoint| {
            let answers = all_of(&[
                &|| endpoint.is_for(service),
                &|| endpoint.is_in(&self.it.identity),
                &|| endpoint.answers_everyone(service),
            ])?;
            Ok(answers && self.exists(&endpoint.it.resource, &self.it.resource))
        })
    }

    /// Whether traffic that goes that way would take a gateway endpoint: it is in one of the tables by which it goes. That it is in
    /// all of them is another question.
    fn is_taken(&self, endpoint: &Case<'n, Endpoint>, way: Option<&Way<'n>>) -> Result<bool, Pass> {
        let needs_it = |table: Case<'n, RouteTable>| match way {
            Some(Way::Nat(_)) => Ok(self.nat_of(&table)?.is_some()),
            // Whether isolated subnets need it only their owner knows: any table of private subnets will do.
            Some(Way::Nowhere(_)) => Ok(!table.is_public()?),
            None => Ok(true),
        };
        let is_taken = endpoint.any_of(&endpoint.it.route_tables, |named| {
            match self.named::<RouteTable>(named) {
                Some(table) => needs_it(table),
                None if endpoint.is_made_elsewhere(named) => Ok(false),
                None => {
                    let why = format!("which route table {} is, is unknown", named.name());
                    Err(endpoint.undecided(why))
                }
            }
        })?;
        if !is_taken {
            endpoint.is_seen_whole()?;
        }
        Ok(is_taken)
    }

    /// A gateway endpoint for a service in it.
    fn gateway_endpoint(&self, service: &str) -> Result<Option<Case<'n, Endpoint>>, Pass> {
        let endpoints = self.gateways_for(service, Some(&self.it.identity));
        self.first(endpoints, |endpoint| {
            let is_it = all_of(&[
                &|| endpoint.is(&endpoint.it.kind, &EndpointType::Gateway),
                &|| endpoint.is_for(service),
                &|| endpoint.is_in(&self.it.identity),
            ]);
            match is_it {
                Ok(is_it) => {
                    let there = is_it && self.exists(&endpoint.it.resource, &self.it.resource);
                    Ok(there.then_some(endpoint))
                }
                Err(Pass::Undecided(_)) => {
                    Err(self.undecided(format!("{endpoint} may be its {service} endpoint")))
                }
                Err(pass) => Err(pass),
            }
        })
    }

    /// Whether a data source looks up an endpoint of its own for a service.
    pub(super) fn is_looked_up(&self, service: &str) -> Result<bool, Pass> {
        self.any(self.looked_up_for(service), |it| {
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
    pub(super) fn is_seen_whole(&self) -> Result<(), Pass> {
        let act = "add an endpoint to it";
        self.nothing_else_may(act)?;
        self.route_tables()
            .try_for_each(|table| table.nothing_else_may(act))
    }

    /// Whether there is an interface endpoint for a service in it: clients that use it chose so.
    ///
    /// # Errors
    ///
    /// When that is not known.
    pub fn has_interface_endpoint(&self, service: &str) -> Result<bool, Pass> {
        let endpoints = self.endpoints_for(service, Some(&self.it.identity));
        self.any(endpoints, |endpoint| {
            let holds = all_of(&[
                &|| endpoint.is_for(service),
                &|| endpoint.is(&endpoint.it.kind, &EndpointType::Interface),
                &|| endpoint.is_in(&self.it.identity),
            ])?;
            Ok(holds && self.exists(&endpoint.it.resource, &self.it.resource))
        })
    }

    /// Whether nothing shows that `DynamoDB` is used from here; what shows it is cited. A gateway endpoint serves its own Region only.
    #[must_use]
    pub fn lacks_signs_of_dynamodb(&self) -> bool {
        let is_near = |sign: &&Sign| {
            let region = sign.region.as_ref().and_then(Fact::settled);
            let both = region.zip(self.it.region.settled());
            both.is_none_or(|(of_sign, own)| of_sign == own)
        };
        let mut signs = self
            .network
            .dynamodb_usage
            .iter()
            .filter(is_near)
            .take(2)
            .peekable();
        let lacks = signs.peek().is_none();
        for sign in signs {
            self.cite(sign.place, &*sign.message);
        }
        lacks
    }
}

impl Case<'_, Endpoint> {
    /// Whether it takes over the names of a service in its VPC, for others than resolvers on premises: only that of S3 may.
    ///
    /// # Errors
    ///
    /// When that is not known.
    pub fn answers_everyone(&self, service: &str) -> Result<bool, Pass> {
        all_of(&[
            &|| Ok(service == "s3"),
            &|| self.is(&self.it.kind, &EndpointType::Interface),
            &|| self.is(&self.it.private_dns, &true),
            &|| self.is(&self.it.inbound_resolver_only, &false),
        ])
    }
}
