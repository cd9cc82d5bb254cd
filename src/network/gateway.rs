//! Whether a VPC lacks a gateway endpoint, and what its traffic does instead.

use super::{
    Endpoint, EndpointType, Evidence, Identity, NatGateway, Network, Route, RouteTable, Subnet, Vpc,
};
use crate::{
    eval::Exists,
    finding::Undecided,
    provider::service::ServiceName,
    value::{Truth, Value},
};

/// What traffic to a service does in a VPC without a gateway endpoint for it.
#[derive(Debug)]
pub enum Egress<'n> {
    /// It goes through a NAT gateway: the table, its default route and the gateway.
    Nat(&'n RouteTable, &'n Route, &'n NatGateway),
    /// It goes nowhere: these subnets follow a table without a default route.
    None(Vec<&'n Subnet>),
}

impl Network<'_> {
    /// What traffic to a service (`s3`, `dynamodb`) does in a VPC that lacks a gateway endpoint for it; `None` when the VPC has one, or
    /// needs none.
    ///
    /// # Errors
    ///
    /// When an endpoint may be there that cannot be seen: the world is not closed.
    pub fn without_gateway(
        &self,
        vpc: &Vpc,
        service: &str,
    ) -> Result<Option<Egress<'_>>, Undecided> {
        let Some(egress) = self.egress(vpc) else {
            return Ok(None);
        };
        // Clients of an interface endpoint without private DNS call it by its own names: the subnets do reach the service.
        if matches!(egress, Egress::None(_)) && self.has_interface_endpoint(vpc, service) {
            return Ok(None);
        }
        let undecided = |reason: String| Err(self.undecided(&vpc.address, vpc.header, reason));
        let judged = |endpoint| (endpoint, self.serves(endpoint, vpc, service));
        let served: Vec<(&Endpoint, Truth)> = self.endpoints.iter().map(judged).collect();
        if served
            .iter()
            .any(|(endpoint, truth)| *truth == Truth::Yes && endpoint.exists == Exists::Must)
        {
            return Ok(None);
        }
        if let Some((endpoint, _)) = served.iter().find(|(_, truth)| *truth != Truth::No) {
            return undecided(format!(
                "{} may be its {service} endpoint",
                endpoint.address
            ));
        }
        for (name, _) in self.looked_up.iter().filter(|(_, of)| may_be(vpc, of)) {
            match ServiceName::parse(name) {
                Ok(name) if name.is_aws(service) => return Ok(None),
                Ok(_) => {}
                Err(why) => return undecided(format!("it looks up an endpoint of its own: {why}")),
            }
        }
        if vpc.exists == Exists::May {
            return undecided("it may not be there".into());
        }
        if self.world.unread {
            return undecided("a part of the configuration could not be read".into());
        }
        let tables = self
            .route_tables_of(&vpc.identity)
            .into_iter()
            .map(|table| &table.address);
        for address in std::iter::once(&vpc.address).chain(tables) {
            if let Some(call) = self.world.hands_out(address) {
                return undecided(format!(
                    "{call}, whose source is not on disk, may add an endpoint to it"
                ));
            }
        }
        Ok(Some(egress))
    }

    /// Where traffic of private subnets goes.
    fn egress(&self, vpc: &Vpc) -> Option<Egress<'_>> {
        let through_nat = |table| {
            let (route, nat) = self.public_nat_of(table)?;
            Some(Egress::Nat(table, route, nat))
        };
        let mut ways: Vec<Egress<'_>> = self
            .route_tables_of(&vpc.identity)
            .into_iter()
            .filter_map(through_nat)
            .collect();
        ways.sort_by_key(|way| !self.is_own_traffic(way));
        let nat = ways.into_iter().next();
        nat.or_else(|| {
            let isolated = self.isolated_subnets(vpc);
            (!isolated.is_empty()).then_some(Egress::None(isolated))
        })
    }

    /// Whether an endpoint carries a VPC's traffic to a service: a gateway, or for S3 an interface whose private DNS is for everyone.
    fn serves(&self, endpoint: &Endpoint, vpc: &Vpc, service: &str) -> Truth {
        let here = match endpoint.vpc.answer() {
            None => Truth::Unknown,
            Some(identity) => self.is_vpc(vpc, identity),
        };
        let same = endpoint
            .service
            .holds(|name| name.as_ref().is_some_and(|name| name.is_aws(service)));
        let gateway = endpoint.kind.holds(|kind| *kind == EndpointType::Gateway);
        let for_everyone = Truth::all([
            (service == "s3").into(),
            endpoint.kind.holds(|kind| *kind == EndpointType::Interface),
            endpoint.private_dns.holds(|on| *on),
            endpoint.inbound_resolver_only.holds(|only| !only),
        ]);
        Truth::all([here, same, Truth::any([gateway, for_everyone])])
    }

    /// Whether an identity is this VPC.
    fn is_vpc(&self, vpc: &Vpc, identity: &Identity) -> Truth {
        if *identity == vpc.identity {
            return Truth::Yes;
        }
        let other = self.vpc(identity).is_some() || identity.is_foreign();
        if other { Truth::No } else { Truth::Unknown }
    }

    /// Whether there is an interface endpoint for a service in a VPC: clients that use it chose so.
    #[must_use]
    pub fn has_interface_endpoint(&self, vpc: &Vpc, service: &str) -> bool {
        self.endpoints.iter().any(|endpoint| {
            endpoint.vpc.answer() == Some(&vpc.identity)
                && endpoint.kind.answer() == Some(&EndpointType::Interface)
                && endpoint
                    .service
                    .answer()
                    .is_some_and(|name| name.as_ref().is_some_and(|name| name.is_aws(service)))
        })
    }
}

/// Whether a data source may look into this VPC: unless it names another one.
fn may_be(vpc: &Vpc, value: &Value) -> bool {
    match Identity::of(value) {
        Some(identity) => identity == vpc.identity || !identity.is_foreign(),
        None => true,
    }
}

impl Network<'_> {
    /// What to add to a VPC that lacks a gateway endpoint, in names that can be written where the VPC is declared.
    #[must_use]
    pub fn gateway_advice(&self, vpc: &Vpc, service: &str) -> String {
        let local = |address: &str| {
            address
                .rsplit_once("module.")
                .map_or(address, |(_, rest)| {
                    rest.split_once('.').map_or(rest, |(_, local)| local)
                })
                .to_owned()
        };
        let (id, tables) = if let Some(call) = &vpc.call {
            (
                format!("{call}.vpc_id"),
                format!(" ({call}.private_route_table_ids)"),
            )
        } else {
            let private = self
                .route_tables_of(&vpc.identity)
                .into_iter()
                .filter(|table| {
                    self.public_nat_of(table).is_some()
                        || !table
                            .routes
                            .iter()
                            .any(|route| route.is_default != Some(false))
                });
            let names: Vec<String> = private.map(|table| local(&table.address)).collect();
            let tables = match names.as_slice() {
                [] => String::new(),
                [first, second, third, _, ..] => format!(" ({first}, {second}, {third}, ...)"),
                some => format!(" ({})", some.join(", ")),
            };
            (format!("{}.id", local(&vpc.address)), tables)
        };
        format!(
            "add an aws_vpc_endpoint for {service} with vpc_id = {id} and route_table_ids of its private route tables{tables}"
        )
    }
}

impl Network<'_> {
    /// Whether it is traffic of the VPC's own clients that pays for a NAT gateway.
    #[must_use]
    pub fn is_own_traffic(&self, egress: &Egress<'_>) -> bool {
        match egress {
            Egress::Nat(table, ..) => !self.is_transit(table),
            Egress::None(_) => false,
        }
    }

    /// Whether a route table only serves subnets that pass on the traffic of other networks, which cannot use this VPC's
    /// gateway endpoints (AWS `PrivateLink` guide: gateway endpoint connections cannot be extended out of a VPC).
    fn is_transit(&self, table: &RouteTable) -> bool {
        let mut followers = self
            .associations
            .iter()
            .filter(|it| {
                !it.main
                    && it
                        .table
                        .as_ref()
                        .is_some_and(|it| table.identities.contains(it))
            })
            .filter_map(|it| it.of.as_ref())
            .peekable();
        followers.peek().is_some() && followers.all(|subnet| self.transit_subnets.contains(subnet))
    }
}

impl Evidence<'_, '_> {
    /// Shows what traffic to a service does instead, and says it.
    pub fn of_egress(&mut self, vpc: &Vpc, egress: &Egress<'_>, service: &str) -> String {
        match egress {
            Egress::Nat(table, route, nat) => {
                self.presuppose_all(&route.basis)
                    .presuppose_all(&nat.basis)
                    .presuppose(&nat.public);
                self.cite(
                    route.place,
                    format!(
                        "{} sends all other traffic to {}",
                        table.address, nat.address
                    ),
                );
                self.cite(nat.header, "this NAT gateway charges for every byte");
                format!(
                    "VPC {} sends {service} traffic through NAT gateway {}; a gateway endpoint for {service} is free",
                    vpc.address, nat.address
                )
            }
            Egress::None(subnets) => {
                for subnet in subnets.iter().take(2) {
                    self.presuppose_all(&subnet.basis);
                    self.cite(subnet.header, "this subnet has no route out of the VPC");
                }
                format!(
                    "private subnets of VPC {} cannot reach {service}; a gateway endpoint for {service} is free",
                    vpc.address
                )
            }
        }
    }
}
