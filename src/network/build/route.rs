//! Route tables, routes, NAT gateways and associations.

use ipnet::IpNet;

use super::{Builder, identity_or_nothing, member, set_value};
use crate::{
    eval::Instance,
    network::{
        Fact, Identity, InternetGateway, NatGateway, Network, Place, Route, RouteTable,
        RouteTableAssociation, Set,
        fact::unknown_part,
        identified::Identified as _,
        identity::{Index, names_nothing},
        route::{MAIN, main_names},
    },
    value::{Kind, Type, Value, Why},
};

/// The arguments of a route that say where it leads.
const TARGETS: [&str; 10] = [
    "nat_gateway_id",
    "gateway_id",
    "transit_gateway_id",
    "vpc_endpoint_id",
    "vpc_peering_connection_id",
    "network_interface_id",
    "egress_only_gateway_id",
    "carrier_gateway_id",
    "local_gateway_id",
    "core_network_arn",
];

impl<'p> Builder<'_, 'p> {
    /// `aws_route_table`, `aws_default_route_table`.
    pub(super) fn route_table(&self, instance: &Instance<'p>) -> RouteTable {
        let resource = self.resource(instance);
        let mut identities = vec![Identity::attribute(&resource.address, "id")];
        let mut vpc = self.identity(instance, "vpc_id");
        if instance.ty() == "aws_default_route_table" {
            let taken_over = self.identity(instance, "default_route_table_id");
            identities.extend(taken_over.settled().cloned());
            let owner = taken_over.settled().and_then(|it| it.owner(&MAIN).cloned());
            if let Some(address) = &owner {
                identities.extend(main_names(address));
            }
            let identity = owner.map(|address| Identity::attribute(&address, "id"));
            vpc = Fact::new(identity.ok_or(Why::Condition), taken_over.place);
        }
        let mut routes = self.set(instance, "route", |route, _| {
            self.inline_route(instance, route)
        });
        for item in routes.ways_mut().flat_map(|way| &mut way.items) {
            item.place.span = self.block_span(instance, item.place.origin);
        }
        RouteTable {
            resource,
            identities,
            vpc,
            routes,
        }
    }

    fn inline_route(&self, instance: &Instance<'p>, route: &Value) -> Option<Route> {
        if !matches!(route.kind, Kind::Mapping(_)) {
            return None;
        }
        let span = self.block_span(instance, route.origin);
        let place = |argument: &'static str, value: &Value| Place {
            span,
            ..self.place(instance, argument, value)
        };
        let [ipv4, ipv6] = ["cidr_block", "ipv6_cidr_block"].map(|name| member(route, name));
        Some(Route {
            all_ipv4: is_everywhere(&ipv4, place("route.cidr_block", &ipv4)),
            all_ipv6: is_everywhere(&ipv6, place("route.ipv6_cidr_block", &ipv6)),
            networks: [
                network(&ipv4, place("route.cidr_block", &ipv4)),
                network(&ipv6, place("route.ipv6_cidr_block", &ipv6)),
            ],
            targets: TARGETS
                .into_iter()
                .map(|name| {
                    let value = member(route, name);
                    Fact::parse(&value, place(name, &value), identity_or_nothing)
                })
                .collect(),
        })
    }

    fn separate_route(&self, instance: &Instance<'p>) -> Fact<Route> {
        let destination = |name: &'static str| {
            let value = set_value(instance, name);
            is_everywhere(&value, self.place(instance, name, &value))
        };
        let names = ["destination_cidr_block", "destination_ipv6_cidr_block"];
        let networks = names.map(|name| {
            let value = set_value(instance, name);
            network(&value, self.place(instance, name, &value))
        });
        let [ipv4, ipv6] = names;
        let route = Route {
            all_ipv4: destination(ipv4),
            all_ipv6: destination(ipv6),
            networks,
            targets: (TARGETS.into_iter())
                .map(|name| self.naming(instance, name))
                .collect(),
        };
        Fact::new(Ok(route), Place::of(&self.resource(instance)))
    }

    /// `aws_nat_gateway`.
    pub(super) fn nat_gateway(&self, instance: &Instance<'p>) -> NatGateway {
        let resource = self.resource(instance);
        NatGateway {
            identity: Identity::attribute(&resource.address, "id"),
            subnet: self.naming(instance, "subnet_id"),
            public: self.fact(instance, "connectivity_type", |value| match &value.kind {
                Kind::Null(_) => Some(true),
                Kind::String(text) => Some(&**text != "private"),
                _ => None,
            }),
            resource,
        }
    }

    /// `aws_internet_gateway`.
    pub(super) fn internet_gateway(&self, instance: &Instance<'p>) -> InternetGateway {
        let resource = self.resource(instance);
        InternetGateway {
            identity: Identity::attribute(&resource.address, "id"),
            vpc: self.naming(instance, "vpc_id"),
            resource,
        }
    }

    /// `aws_route_table_association`, `aws_main_route_table_association`. Associations with gateways steer what comes in and
    /// have no subnet.
    pub(super) fn route_table_association(&self, instance: &Instance<'p>) -> RouteTableAssociation {
        let main = instance.ty() == "aws_main_route_table_association";
        RouteTableAssociation {
            resource: self.resource(instance),
            of: self.naming(instance, if main { "vpc_id" } else { "subnet_id" }),
            table: self.identity(instance, "route_table_id"),
            main,
        }
    }

    /// Separate routes go to their tables. The main table of a VPC that nobody manages comes into being with its first route.
    pub(super) fn join_routes(&self, network: &mut Network) {
        let tables = network.route_tables.iter();
        let mut index = Index::of(tables.map(RouteTable::identities));
        for instance in self.of(&["aws_route"]) {
            let table = self.naming(instance, "route_table_id");
            let identity = match table.settled() {
                // Terraform refuses it once it is to be made.
                Some(None) => continue,
                named => named.and_then(Option::as_ref),
            };
            let route = self.separate_route(instance);
            let Some(identity) = identity else {
                network.loose_routes = true;
                for table in network.route_tables.iter_mut() {
                    table.routes.leave_open(&Why::Condition);
                }
                continue;
            };
            let taken = index.named(identity);
            let certain = index.has(identity);
            let any = taken.is_empty() && identity.is_vague();
            network.loose_routes |= any;
            network.stray_routes |= taken.is_empty() && identity.owner(&MAIN).is_none();
            let places = if any {
                (0..network.route_tables.len()).collect()
            } else {
                taken.clone()
            };
            for place in places {
                match network.route_tables.get_mut(place) {
                    Some(table) if certain => table.routes.add(&route),
                    Some(table) => table.routes.leave_open(&Why::Condition),
                    None => {}
                }
            }
            let vpc = identity.owner(&MAIN).filter(|_| taken.is_empty());
            let vpc = vpc.map(|address| Identity::attribute(address, "id"));
            if let Some(vpc) = vpc.and_then(|vpc| network.vpc(&vpc)) {
                let place = Place::of(&vpc.resource);
                let mut routes = Set::read(&Value::null(Type::Any), &place, |_| None);
                routes.add(&route);
                let table = RouteTable {
                    identities: main_names(&vpc.resource.address).collect(),
                    vpc: Fact::new(Ok(vpc.identity.clone()), place),
                    resource: vpc.resource.clone(),
                    routes,
                };
                index.add(network.route_tables.len(), &table.identities);
                network.route_tables.push(table);
            }
        }
    }
}

/// The network that a destination is; one that is not written is none.
fn network(value: &Value, place: Place) -> Fact<Option<IpNet>> {
    Fact::parse(value, place, |value| match value.as_str() {
        Some(cidr) if !cidr.is_empty() => cidr.parse().map(Some).map_err(|_| Why::Condition),
        _ if names_nothing(value) => Ok(None),
        _ => Err(unknown_part(value)),
    })
}

/// Whether a destination is all of IPv4 or of IPv6; one that is not written is none.
fn is_everywhere(value: &Value, place: Place) -> Fact<bool> {
    Fact::parse(value, place, |value| match value.as_str() {
        Some(cidr) => Ok(matches!(&**cidr, "0.0.0.0/0" | "::/0")),
        None if names_nothing(value) => Ok(false),
        None => Err(unknown_part(value)),
    })
    .merged()
}
