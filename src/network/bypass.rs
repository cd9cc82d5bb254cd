//! Traffic that pays for a NAT gateway although a gateway endpoint for its service is there, since the route table is not in it.

use super::{
    Case, Endpoint, EndpointType, Fact, NatGateway, Network, Pass, Remedy, RouteTable, Vpc,
    answer::{all_of, applies_if, fine_if},
    list::listed,
};
use crate::money::Cost;

/// A route table that leads past a gateway endpoint.
#[derive(Debug)]
pub struct Bypass<'n> {
    /// The table.
    pub table: Case<'n, RouteTable>,
    /// Where it sends what it could send to the endpoint.
    pub nat: Case<'n, NatGateway>,
}

/// All route tables of its VPC that lead past an endpoint.
#[derive(Debug)]
pub struct Bypasses<'n> {
    endpoint: Case<'n, Endpoint>,
    each: Vec<Bypass<'n>>,
}

impl Bypasses<'_> {
    /// The tables, for a message.
    #[must_use]
    pub fn tables(&self) -> String {
        let names: Vec<String> = self.each.iter().map(|it| it.table.to_string()).collect();
        let kind = if names.len() > 1 {
            "route tables"
        } else {
            "route table"
        };
        match names.as_slice() {
            [first, second, rest @ ..] if rest.len() > 1 => {
                format!("{kind} {first}, {second} and {} others", rest.len())
            }
            names => format!("{kind} {}", listed(names)),
        }
    }

    /// What pays for the detour, for a message.
    #[must_use]
    pub fn traffic(&self) -> String {
        let mut nats: Vec<String> = self.each.iter().map(|it| it.nat.to_string()).collect();
        nats.dedup();
        let service = self.endpoint.service_name();
        match nats.as_slice() {
            [nat] => format!("{service} traffic goes through NAT gateway {nat}"),
            _ => format!("{service} traffic goes through NAT gateways"),
        }
    }

    /// What the detour costs.
    #[must_use]
    pub fn cost(&self) -> Option<Cost> {
        let nat = &self.each.first()?.nat;
        let gb = self.endpoint.network.nat_gb_at(self.endpoint.it);
        Cost::of(&nat.it.resource.address, None, gb)
    }

    /// Its endpoint in these tables too.
    ///
    /// # Errors
    ///
    /// Where one of them cannot be named.
    pub fn change(&self) -> Remedy {
        let tables: Vec<_> = self.each.iter().map(|it| it.table).collect();
        self.endpoint.adding_tables(&tables)
    }

    /// What to change.
    #[must_use]
    pub fn advice(&self) -> String {
        let tables: Vec<_> = self.each.iter().map(|it| it.table).collect();
        self.endpoint.advice_to_add(&tables, "these route tables")
    }
}

impl<'n> Case<'n, Endpoint> {
    /// The route tables of its VPC that lead past it through NAT gateways; there is at least one.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] when it is no gateway endpoint, or in no route table at all, or its VPC is made elsewhere;
    /// [`Pass::Fine`] when there is none; undecided when that is not known.
    pub fn bypasses(&self) -> Result<Bypasses<'n>, Pass> {
        let service = self.gateway_service()?.suffix;
        applies_if(matches!(service, "s3" | "dynamodb"))?;
        let vpc = self.vpc()?.ok_or(Pass::NotApplicable)?;
        applies_if(self.is_in_a_table()?)?;
        fine_if(vpc.answers_by_name(service)?)?;
        let found = self.every(vpc.route_tables(), |table| {
            self.bypass(&vpc, table, service)
        })?;
        fine_if(found.is_empty())?;
        fine_if(vpc.is_looked_up(service)?)?;
        vpc.is_seen_whole()?;
        self.is_seen_whole()?;
        Ok(Bypasses {
            endpoint: *self,
            each: found,
        })
    }

    /// Whether there is one.
    pub(super) fn leads_some_past(&self) -> Result<bool, Pass> {
        match self.bypasses() {
            Ok(_) => Ok(true),
            Err(Pass::Fine | Pass::NotApplicable) => Ok(false),
            Err(pass) => Err(pass),
        }
    }

    fn bypass(
        &self,
        vpc: &Case<'n, Vpc>,
        table: Case<'n, RouteTable>,
        service: &str,
    ) -> Result<Option<Bypass<'n>>, Pass> {
        let within = self.is_in_table(&table);
        if matches!(within, Ok(true)) {
            return Ok(None);
        }
        let nat = vpc.nat_of(&table);
        if matches!(nat, Ok(None)) {
            return Ok(None);
        }
        let leads_past = all_of(&[
            &|| table.is_followed(vpc),
            &|| Ok(!self.is_others(vpc, &table, service)?),
            &|| within.clone().map(|within| !within),
        ])?;
        let bypass = |nat| Bypass { table, nat };
        Ok(nat?.filter(|_| leads_past).map(bypass))
    }

    /// Whether another gateway endpoint for the service in its VPC is in a table, or will be found to be missing there.
    fn is_others(
        &self,
        vpc: &Case<'n, Vpc>,
        table: &Case<'n, RouteTable>,
        service: &str,
    ) -> Result<bool, Pass> {
        let others = self.gateways_for(service, Some(&vpc.it.identity));
        self.any(others.filter(|it| !std::ptr::eq(it.it, self.it)), |other| {
            let takes_it = || {
                let speaks = other.it.resource.address < self.it.resource.address;
                Ok(other.is_in_table(table)? || speaks && other.is_in_a_table()?)
            };
            let holds = all_of(&[
                &|| other.is(&other.it.kind, &EndpointType::Gateway),
                &|| other.is_for(service),
                &|| other.is_in(&vpc.it.identity),
                &takes_it,
            ])?;
            Ok(holds && self.exists(&other.it.resource, &self.it.resource))
        })
    }

    /// What it means that no traffic takes it, for a message.
    #[must_use]
    pub fn cost_of_detour(&self) -> String {
        let service = self.service_name();
        // What another one serves pays nothing.
        let is_served = |table: &Case<'n, RouteTable>| {
            let mut others = self.gateways_for(service, self.it.vpc.settled());
            others.any(|other| matches!(other.is_in_table(table), Ok(true)))
        };
        let tables = self.tables_with_nat();
        let paying = self.aside(|| tables.iter().find(|(table, _)| !is_served(table)));
        match paying {
            Some((_, nat)) => {
                format!(" and {service} traffic pays for NAT gateway {nat}")
            }
            None => String::new(),
        }
    }
}

impl Network {
    /// The place of the NAT gateway to which a table certainly leads.
    pub(super) fn settled_nat(&self, table: &RouteTable) -> Option<usize> {
        let routes = table.routes.possible();
        let mut nats = routes.filter(|route| route.all_ipv4.settled() == Some(&true));
        nats.find_map(|route| {
            let identity = route.nat_gateway().and_then(Fact::settled)?.as_ref()?;
            let is_public = |at: &usize| {
                let nat = self.nat_gateways.get(*at);
                nat.is_some_and(|nat| nat.public.settled() == Some(&true))
            };
            let nats = self.index_of::<NatGateway>().named(identity);
            nats.into_iter().find(is_public)
        })
    }
}
