//! What the configuration would build, joined: the facts that rules read.
//!
//! A [`Network`] belongs to one root. Every join is done here, once, so that a rule reads like its sentence. Facts are
//! three-valued: what is not known says why, and a rule that needs it falls silent.

mod attached;
mod attachment;
mod builder;
mod bystander;
mod dns;
mod endpoint;
mod evidence;
mod fact;
mod gateway;
mod own_service;
pub mod policy;
mod route;
mod routing;
mod security_group;
mod usage;
mod vpc;
mod world;
mod zones;

use std::{collections::BTreeSet, sync::Arc};

pub use attached::Attached;
use builder::Builder;
pub use dns::Names;
pub use endpoint::{Endpoint, EndpointType, PolicyText};
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
    eval::Evaluation,
    finding::{Finding, Undecided},
    span::Span,
    value::{Origin, OriginId, Value, Why},
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
