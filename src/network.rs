//! What the configuration would build, joined: the facts that rules read.
//!
//! A [`Network`] belongs to one root. Every join is done here, once, so that a rule reads like its sentence. Facts are
//! three-valued: what is not known says why, and a rule that needs it falls silent.

mod builder;
mod dns;
mod endpoint;
mod evidence;
mod fact;
mod gateway;
pub mod policy;
mod route;
mod security_group;
mod usage;
mod vpc;
mod world;
mod zones;

use std::{collections::BTreeSet, sync::Arc};

use builder::Builder;
pub use dns::Names;
pub use endpoint::{Attached, Endpoint, EndpointType, PolicyText};
pub use evidence::Evidence;
pub use fact::{Fact, Identity, Members};
pub use gateway::Egress;
pub use policy::Policy;
pub use route::{NatGateway, Route, RouteTable, RouteTableAssociation, RouteTarget};
pub use security_group::{IngressRule, Opening, SecurityGroup, Source};
pub use usage::Sign;
pub use vpc::{Subnet, Vpc, Zone};
pub use world::World;
pub use zones::Spread;

use crate::{
    eval::{Evaluation, Exists},
    finding::{Finding, Undecided},
    span::Span,
    value::{Origin, OriginId, Truth, Value, Why},
};

/// What something's existence rests on.
pub type Basis = Vec<OriginId>;

/// The network of one root.
#[derive(Debug)]
pub struct Network<'p> {
    evaluation: &'p Evaluation<'p>,
    /// VPCs made here.
    pub vpcs: Vec<Vpc>,
    /// Subnets made here.
    pub subnets: Vec<Subnet>,
    /// Route tables made or taken over here, with separate routes joined.
    pub route_tables: Vec<RouteTable>,
    /// NAT gateways made here.
    pub nat_gateways: Vec<NatGateway>,
    /// Security groups made or taken over here, with separate rules joined.
    pub security_groups: Vec<SecurityGroup>,
    /// Endpoints made here, with everything that separate resources attach.
    pub endpoints: Vec<Endpoint>,
    /// Endpoints that data sources look up: service name and VPC.
    pub looked_up: Vec<(Value, Value)>,
    /// Signs that `DynamoDB` is used.
    pub dynamodb_usage: Vec<Sign>,
    /// Customer-made endpoint services that are made here, by the reference to their name.
    pub own_services: BTreeSet<Identity>,
    /// What the configuration does about names.
    pub names: Names,
    /// What lies beyond it.
    pub world: World,
    transit_subnets: BTreeSet<Identity>,
    /// Separate policies whose endpoint is not made here.
    loose_policies: Vec<PolicyText>,
    associations: Vec<RouteTableAssociation>,
    /// Why a route table may have routes that could not be joined.
    loose_routes: Option<Why>,
}

/// Types without which there is nothing to say.
const SUBJECTS: [&str; 4] = [
    "aws_vpc",
    "aws_default_vpc",
    "aws_vpc_endpoint",
    "aws_vpc_endpoint_policy",
];

/// Whether a type is one that rules make claims about.
#[must_use]
pub fn is_subject(ty: &str) -> bool {
    SUBJECTS.contains(&ty)
}

impl<'p> Network<'p> {
    /// Joins what one root would build.
    #[must_use]
    pub fn build(evaluation: &'p Evaluation<'p>) -> Self {
        let builder = Builder::new(evaluation);
        let of = |types: &'static [&'static str]| builder.of(types);
        let mut network = Self {
            evaluation,
            vpcs: of(&["aws_vpc", "aws_default_vpc"])
                .map(|it| builder.vpc(it))
                .collect(),
            subnets: of(&["aws_subnet", "aws_default_subnet"])
                .map(|it| builder.subnet(it))
                .collect(),
            route_tables: of(&["aws_route_table", "aws_default_route_table"])
                .map(|it| builder.route_table(it))
                .collect(),
            nat_gateways: of(&["aws_nat_gateway"])
                .map(|it| builder.nat_gateway(it))
                .collect(),
            security_groups: of(&["aws_security_group", "aws_default_security_group"])
                .map(|it| builder.security_group(it))
                .collect(),
            endpoints: of(&["aws_vpc_endpoint"])
                .map(|it| builder.endpoint(it))
                .collect(),
            looked_up: builder
                .lookups()
                .map(|it| (it.attribute("service_name"), it.attribute("vpc_id")))
                .collect(),
            dynamodb_usage: builder.dynamodb_usage(),
            own_services: of(&["aws_vpc_endpoint_service"])
                .map(|it| Identity::attribute(&it.address, "service_name"))
                .collect(),
            names: builder.names(),
            world: World::survey(evaluation, &builder.scopes),
            associations: of(&[
                "aws_route_table_association",
                "aws_main_route_table_association",
            ])
            .map(Builder::route_table_association)
            .collect(),
            transit_subnets: builder.transit_subnets(),
            loose_routes: None,
            loose_policies: Vec::new(),
        };
        network.loose_policies = builder.loose_policies(&network.endpoints);
        network.join_routes(&builder);
        network.join_rules(&builder);
        network
    }

    /// Separate routes go to their tables. The main table of a VPC that nobody manages comes into being with its first route.
    fn join_routes(&mut self, builder: &Builder<'_, 'p>) {
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

    fn join_rules(&mut self, builder: &Builder<'_, 'p>) {
        for instance in builder.of(&[
            "aws_security_group_rule",
            "aws_vpc_security_group_ingress_rule",
        ]) {
            let Some((group, rule)) = builder.separate_rule(instance) else {
                continue;
            };
            let Some(identity) = group else {
                self.security_groups
                    .iter_mut()
                    .for_each(|group| group.open = Some(Why::Condition));
                continue;
            };
            let exact = self
                .security_groups
                .iter()
                .any(|group| group.identities.contains(&identity));
            for group in &mut self.security_groups {
                let same = group.identities.contains(&identity);
                let may_be = !exact
                    && group
                        .identities
                        .iter()
                        .any(|it| it.collection() == identity.collection());
                if same || may_be {
                    group.rules.push(rule.clone());
                }
            }
        }
    }

    /// The VPC of an identity, if it is made here.
    #[must_use]
    pub fn vpc(&self, identity: &Identity) -> Option<&Vpc> {
        self.vpcs.iter().find(|vpc| vpc.identity == *identity)
    }

    /// The subnet of an identity, if it is made here.
    #[must_use]
    pub fn subnet(&self, identity: &Identity) -> Option<&Subnet> {
        self.subnets
            .iter()
            .find(|subnet| subnet.identity == *identity)
    }

    /// The subnets of a VPC that are made here.
    #[must_use]
    pub fn subnets_of(&self, vpc: &Identity) -> Vec<&Subnet> {
        self.subnets
            .iter()
            .filter(|subnet| subnet.vpc.as_ref() == Some(vpc))
            .collect()
    }

    /// The route tables of a VPC that are made here.
    #[must_use]
    pub fn route_tables_of(&self, vpc: &Identity) -> Vec<&RouteTable> {
        self.route_tables
            .iter()
            .filter(|table| table.vpc.as_ref() == Some(vpc))
            .collect()
    }

    /// The endpoints a security group is attached to: those that name it, and for a default group those of its VPC that name
    /// none.
    pub fn endpoints_with<'n>(
        &'n self,
        group: &'n SecurityGroup,
    ) -> impl Iterator<Item = &'n Endpoint> {
        self.endpoints.iter().filter(move |endpoint| {
            let names_none = endpoint
                .groups
                .cases
                .iter()
                .all(|case| case.values.is_empty() && case.open.is_none());
            if names_none {
                let vpc = endpoint
                    .vpc
                    .answer()
                    .and_then(|vpc| vpc.as_str().strip_suffix(".id"));
                let default = vpc.map(|vpc| Identity::attribute(vpc, "default_security_group_id"));
                return default.is_some_and(|default| group.identities.contains(&default));
            }
            endpoint
                .groups
                .seen()
                .filter_map(Identity::of)
                .any(|named| self.is_group(group, &named))
        })
    }

    /// Whether an identity names a group: exactly, or as one of the collection it belongs to when no group is named exactly.
    fn is_group(&self, group: &SecurityGroup, named: &Identity) -> bool {
        if group.identities.contains(named) {
            return true;
        }
        let exact = self
            .security_groups
            .iter()
            .any(|group| group.identities.contains(named));
        !exact
            && group
                .identities
                .iter()
                .any(|identity| identity.collection() == named.collection())
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
            let mut candidates = self
                .nat_gateways
                .iter()
                .filter(|nat| nat.identity == *identity)
                .peekable();
            let candidates: Vec<&NatGateway> = if candidates.peek().is_some() {
                candidates.collect()
            } else {
                let like = |nat: &&NatGateway| nat.identity.collection() == identity.collection();
                self.nat_gateways.iter().filter(like).collect()
            };
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
        let tables: Vec<&RouteTable> = match association.and_then(|it| it.table.as_ref()) {
            Some(table) => {
                let named = tables_named(&self.route_tables, table);
                named
                    .iter()
                    .filter_map(|index| self.route_tables.get(*index))
                    .collect()
            }
            // A subnet that nobody associates follows the main table; only one that is managed here is known.
            None => {
                let main: Vec<Identity> = route::main_names(&vpc.identity).collect();
                self.route_tables
                    .iter()
                    .filter(|table| table.identities.iter().any(|it| main.contains(it)))
                    .collect()
            }
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

    /// All policies, with the endpoint each belongs to if that is made here.
    pub fn policies(&self) -> impl Iterator<Item = (Option<&Endpoint>, &PolicyText)> {
        let own = self.endpoints.iter().flat_map(|endpoint| {
            endpoint
                .policies
                .iter()
                .map(move |policy| (Some(endpoint), policy))
        });
        own.chain(self.loose_policies.iter().map(|policy| (None, policy)))
    }

    /// Whether the endpoint service an endpoint leads to is made here.
    #[must_use]
    pub fn makes_service_of(&self, endpoint: &Endpoint) -> bool {
        endpoint
            .service_identity
            .as_ref()
            .is_some_and(|name| self.own_services.contains(name))
    }

    /// That nothing out of sight can attach anything to an endpoint.
    ///
    /// # Errors
    ///
    /// When a module whose source is not on disk gets hold of it, or a part of the configuration could not be read.
    pub fn sees_all_of(&self, endpoint: &Endpoint) -> Result<(), Undecided> {
        let reason = match self.world.hands_out(&endpoint.address) {
            Some(call) => {
                format!("{call}, whose source is not on disk, may attach something to it")
            }
            None if self.world.unread => "a part of the configuration could not be read".into(),
            None => return Ok(()),
        };
        Err(self.undecided(&endpoint.address, endpoint.header, reason))
    }

    /// Starts the proof of a finding at a place.
    #[must_use]
    pub fn evidence<'n>(&'n self, primary: Span) -> Evidence<'n, 'p> {
        Evidence::new(self, self.clipped(primary))
    }

    /// A finding about something made here. Its proof starts at `place`, the argument at fault or `header`.
    #[must_use]
    pub fn finding(
        &self,
        (address, header): (&Arc<str>, Span),
        (place, attribute): (Span, &str),
        message: String,
        help: String,
        proof: &Evidence<'_, '_>,
    ) -> Finding {
        Finding {
            message,
            help,
            primary: self.clipped(place),
            subject: header,
            attribute: if place == header {
                String::new()
            } else {
                attribute.to_owned()
            },
            addresses: vec![address.clone()],
            endpoints: Vec::new(),
            proof: proof.proof(),
            fix: None,
        }
    }

    /// That a rule cannot say anything about something made here.
    #[must_use]
    pub fn undecided(
        &self,
        address: &Arc<str>,
        span: Span,
        reason: impl Into<String>,
    ) -> Undecided {
        Undecided {
            address: address.clone(),
            reason: reason.into(),
            span,
        }
    }

    /// The part of a place that lies on its first line.
    #[must_use]
    pub fn clipped(&self, span: Span) -> Span {
        self.evaluation.sources.file(span.file).first_line(span)
    }

    fn is_bundled(&self, span: Span) -> bool {
        self.evaluation.sources.file(span.file).bundled
    }

    fn origin(&self, id: OriginId) -> Origin {
        self.evaluation.origins.get(id)
    }
}

/// The indexes of the tables an identity names: one, or all of a collection it picks from.
fn tables_named(tables: &[RouteTable], identity: &Identity) -> Vec<usize> {
    let by = |matches: &dyn Fn(&RouteTable) -> bool| -> Vec<usize> {
        tables
            .iter()
            .enumerate()
            .filter(|(_, table)| matches(table))
            .map(|(index, _)| index)
            .collect()
    };
    let exact = by(&|table| table.identities.contains(identity));
    if exact.is_empty() {
        let collection = identity.collection();
        by(&|table| {
            table
                .identities
                .iter()
                .any(|it| it.collection() == collection)
        })
    } else {
        exact
    }
}
