//! Which routes a table has, which table a subnet follows, and where its traffic goes.

use std::slice;

use super::{
    Identity, NatGateway, Network, Route, RouteTable, RouteTableAssociation, RouteTarget, Subnet,
    Vpc, builder::Builder, fact::named, route,
};
use crate::{
    eval::Exists,
    value::{Truth, Why},
};

impl<'p> Network<'p> {
    /// Separate routes go to their tables. The main table of a VPC that nobody manages comes into being with its first route.
    pub(super) fn join_routes(&mut self, builder: &Builder<'_, 'p>) {
        for instance in builder.of(&["aws_route"]) {
            let (table, route) = builder.separate_route(instance);
            let Some(identity) = table else {
                self.loose_routes = Some(Why::Condition);
                continue;
            };
            let known = tables_named(&self.route_tables, &identity);
            for index in &known {
                if let Some(table) = self.route_tables.get_mut(*index) {
                    table.routes.push(route.clone());
                }
            }
            let main_of = self
                .vpcs
                .iter()
                .find(|vpc| route::main_names(&vpc.identity).any(|name| name == identity));
            if let (true, Some(vpc)) = (known.is_empty(), main_of) {
                self.route_tables.push(RouteTable {
                    address: vpc.address.clone(),
                    header: route.place,
                    identities: route::main_names(&vpc.identity).collect(),
                    vpc: Some(vpc.identity.clone()),
                    routes: vec![route],
                    open: None,
                });
            }
        }
    }

    /// The NAT gateway a default route of a table leads to, when it is there for certain and leads to the internet.
    #[must_use]
    pub fn public_nat_of<'n>(
        &'n self,
        table: &'n RouteTable,
    ) -> Option<(&'n Route, &'n NatGateway)> {
        table.routes.iter().find_map(|route| {
            let RouteTarget::Nat(Some(identity)) = &route.target else {
                return None;
            };
            if route.exists != Exists::Must || route.is_default != Some(true) || !route.is_ipv4 {
                return None;
            }
            let candidates: Vec<&NatGateway> = named(
                &self.nat_gateways,
                |nat| slice::from_ref(&nat.identity),
                identity,
            )
            .into_iter()
            .filter_map(|index| self.nat_gateways.get(index))
            .collect();
            let usable = |nat: &&NatGateway| {
                nat.exists == Exists::Must && nat.public.answer() == Some(&true)
            };
            let all = !candidates.is_empty() && candidates.iter().all(usable);
            all.then(|| candidates.first().map(|nat| (route, *nat)))
                .flatten()
        })
    }

    /// The subnets of a VPC that follow a route table without a default route.
    #[must_use]
    pub fn isolated_subnets(&self, vpc: &Vpc) -> Vec<&Subnet> {
        self.subnets_of(&vpc.identity)
            .into_iter()
            .filter(|subnet| subnet.exists == Exists::Must && !subnet.public_addresses)
            .filter(|subnet| self.has_default_route(vpc, subnet) == Truth::No)
            .collect()
    }

    /// Whether traffic of a subnet to anywhere has a route.
    #[must_use]
    pub fn has_default_route(&self, vpc: &Vpc, subnet: &Subnet) -> Truth {
        if self.loose_routes.is_some()
            || self
                .associations
                .iter()
                .any(|it| it.of.is_none() || it.table.is_none())
        {
            return Truth::Unknown;
        }
        let collection = subnet.identity.collection();
        let exact =
            |it: &&RouteTableAssociation| !it.main && it.of.as_ref() == Some(&subnet.identity);
        let like = |it: &&RouteTableAssociation| {
            !it.main
                && it
                    .of
                    .as_ref()
                    .is_some_and(|of| of.collection() == collection)
        };
        let association = self
            .associations
            .iter()
            .find(exact)
            .or_else(|| self.associations.iter().find(like));
        let tables: Vec<&RouteTable> =
            if let Some(table) = association.and_then(|it| it.table.as_ref()) {
                let named = tables_named(&self.route_tables, table);
                named
                    .iter()
                    .filter_map(|index| self.route_tables.get(*index))
                    .collect()
            } else {
                // A subnet that nobody associates follows the main table; only one that is managed here is known.
                let main: Vec<Identity> = route::main_names(&vpc.identity).collect();
                self.route_tables
                    .iter()
                    .filter(|table| table.identities.iter().any(|it| main.contains(it)))
                    .collect()
            };
        if tables.is_empty() {
            return Truth::Unknown;
        }
        Truth::any(tables.iter().map(|table| match &table.open {
            Some(_) => Truth::Unknown,
            None => Truth::any(table.routes.iter().map(|route| match route.is_default {
                Some(true) if route.exists == Exists::May => Truth::Unknown,
                Some(is_default) => is_default.into(),
                None => Truth::Unknown,
            })),
        }))
    }
}

/// The indexes of the tables an identity names.
fn tables_named(tables: &[RouteTable], identity: &Identity) -> Vec<usize> {
    named(tables, |table| &table.identities, identity)
}
