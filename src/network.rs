//! What the configuration would build, joined: the facts that rules read.
//!
//! A [`Network`] belongs to one root, and owns all it holds. Every join is done here, once, so that a rule reads like its sentence:
//! it looks at the network through a [`Case`], and what it reads there is its proof.

mod things;

mod identity;

mod identified;

pub mod policy;

mod list;

mod fact;

mod answer;

mod reading;

mod case;

mod filing;

mod site;

mod proof;

mod verdict;

mod vpc;

mod security_group;

mod dns_options;

mod particulars;

mod tags;

mod written_region;

mod endpoint;

mod route;

mod transit;

mod names;

mod private_zone;

mod order;

mod public_api;

mod world;

mod elsewhere;

mod tables;

mod twofold;

mod leads;

mod followers;

mod bypass;

mod gateway;

mod aws_buckets;

mod endpoint_policy;

mod refusal;

mod remedy;

mod own_policy;

mod additions;

mod zones;

mod reach;

mod workload;

mod barred;

mod client;

mod addresses;
mod dependency;

mod private_dns;

mod arguments;
mod endpoint_service;
mod s3_private_dns;

mod named;

mod region;

mod same_zone;

mod price;

mod bill;
mod saving;

mod demand;
mod tagging;

mod placement;

mod listed;

mod siblings;

mod candidates;

mod within;

mod changes;

mod outlines;
mod way_out;

mod topology;

mod build;

use std::{
    collections::BTreeMap,
    collections::{HashMap, HashSet},
    sync::OnceLock,
};

pub use answer::{
    Answer, Claim, Fault, Located, Pass, Remedy, all_faults, applies_if, fault, fine_if,
    in_any_order,
};
pub use arguments::Given;
pub use barred::Barred;
pub use bill::Item;
pub use bypass::{Bypass, Bypasses};
pub use case::{Case, Made, Subject};
pub use demand::{Ingress, SecurityHub};
pub use dependency::Gaps;
pub use dns_options::{DnsOptions, IpType, RecordType};
pub use elsewhere::Elsewhere;
pub use endpoint::{Endpoint, EndpointType, Twofold};
pub use endpoint_policy::{Blocked, EndpointPolicy, UnknownAction};
pub use endpoint_service::{EndpointService, Grant, LoadBalancer, Principal};
pub use fact::{Fact, Members, Place, Resource, Set};
pub use gateway::{Lack, Way};
pub use identity::Identity;
pub use leads::SeparateRoute;
pub use list::joined;
pub use named::{Prefixes, UnknownService};
pub use names::{LookedUp, Names};
pub use outlines::{Attachment, InternetGateway, Outside, Rule, Source, ZoneOf};
pub use particulars::{Arguments, Regions, SubnetAddress};
pub use placement::MOST_GATEWAYS;
pub use policy::Policy;
pub use private_zone::PrivateZone;
pub use public_api::PublicApis;
pub use reach::DefaultGroup;
pub use reading::MOST_READ;
pub use refusal::{NO_REFUSAL, Reason, Refusal, meant};
pub use route::{NatGateway, Route, RouteTable, RouteTableAssociation};
pub use same_zone::SameZone;
pub use saving::Zones;
pub use security_group::{GroupRule, Opening, PrefixList, SecurityGroup};
pub use site::written;
pub use tables::Rival;
pub use tags::{TagMap, Tags};
pub use things::{Each, Things};
pub use topology::{Edge, EdgeKind, End, Leading, Node, NodeKind, Topology, UnknownEdge};
pub use transit::Transit;
pub use twofold::Conflict;
pub use verdict::{Verdict, judge};
pub use vpc::{Subnet, Vpc, Zone};
pub use way_out::WayOut;
pub use workload::{Need, Weight, Workload};
pub use world::{Sign, World};
pub use written_region::WrittenRegion;
pub use zones::Spread;

use crate::{address::Address, eval::Evaluation};

/// The network of one root.
#[derive(Debug, Default)]
pub struct Network {
    /// VPCs made here.
    pub vpcs: Things<Vpc>,
    /// Subnets made here.
    pub subnets: Things<Subnet>,
    /// Route tables made or taken over here, with separate routes joined.
    pub route_tables: Things<RouteTable>,
    /// Which route table subnets follow.
    pub associations: Things<RouteTableAssociation>,
    /// NAT gateways made here.
    pub nat_gateways: Things<NatGateway>,
    /// Internet gateways made here.
    pub internet_gateways: Things<InternetGateway>,
    /// Security groups made or taken over here, with separate rules joined.
    pub security_groups: Things<SecurityGroup>,
    /// Prefix lists made here.
    pub prefix_lists: Things<PrefixList>,
    /// Endpoints made here, with everything that separate resources attach.
    pub endpoints: Things<Endpoint>,
    /// Their policies, and those of endpoints that are made elsewhere.
    pub policies: Things<EndpointPolicy>,
    /// Endpoint services made here.
    pub endpoint_services: Things<EndpointService>,
    /// Load balancers made here.
    pub load_balancers: Things<LoadBalancer>,
    /// Routes that are resources of their own, with what they name that may be an endpoint.
    pub separate_routes: Things<SeparateRoute>,
    /// Endpoints that data sources look up.
    pub looked_up: Things<LookedUp>,
    /// Signs that `DynamoDB` is used.
    pub dynamodb_usage: Things<Sign>,
    /// What Terraform itself refuses.
    pub refusals: Things<Refusal>,
    /// What the configuration does about names.
    pub names: Names,
    /// Hosted zones made here, with the VPCs that separate resources tie to them.
    pub private_zones: Things<PrivateZone>,
    /// VPCs that are given DHCP options, and with them perhaps other resolvers.
    pub dhcp_options: Things<Fact<Identity>>,
    /// APIs with public names.
    pub public_apis: PublicApis,
    /// What lies beyond it.
    pub world: World,
    /// What runs in subnets and needs services.
    pub workloads: Things<Workload>,
    /// What passes on the traffic of other networks.
    transit: Transit,
    /// Which endpoints Terraform makes before others.
    order: order::Order,
    /// How callers refer to what modules make.
    exports: remedy::Exports,
    /// What says in modules, by their addresses, whose account it is: `data.aws_caller_identity.current.account_id`.
    accounts: BTreeMap<String, String>,
    /// What says in them which Region they are for: `var.region`.
    said_regions: BTreeMap<String, String>,
    /// What others are asked about, by what is asked of it.
    filings: candidates::Filings,
    /// What was found by its identity, once somebody has looked.
    found: Found,
    /// Whether a route is made here of which it is not known to which table it belongs.
    loose_routes: bool,
    /// Whether one belongs to a table that is made elsewhere or looked up: it may be the main one of a VPC.
    stray_routes: bool,
    /// The first security group rule that lets its members send to port 53: to resolvers of their own.
    to_resolvers: Option<Address>,
    /// Whether virtual private gateways write routes here.
    routes_are_propagated: bool,
    /// The first thing here that may start machines.
    starts_machines: Option<Address>,
}

/// By what things are found that references name.
#[derive(Debug, Default)]
struct Found {
    vpcs: OnceLock<identity::Index>,
    subnets: OnceLock<identity::Index>,
    route_tables: OnceLock<identity::Index>,
    nat_gateways: OnceLock<identity::Index>,
    security_groups: OnceLock<identity::Index>,
    private_zones: OnceLock<private_zone::ByName>,
    endpoints_of_tables: OnceLock<identity::Index>,
    within: OnceLock<within::Within>,
    followers: OnceLock<followers::Followers>,
    leads: OnceLock<leads::Leads>,
    load_balancers: OnceLock<identity::Index>,
    gateways: OnceLock<placement::GatewaysByRegion>,
    prefix_lists: OnceLock<identity::Index>,
    endpoints_by_block: OnceLock<HashMap<String, Vec<usize>>>,
    /// Endpoints with an argument that is misspelled, and that argument.
    misspelled: OnceLock<HashSet<(String, String)>>,
    table_blocks: OnceLock<remedy::Blocks>,
    names: OnceLock<names::ByLabel>,
}

impl Network {
    /// Joins what one root would build.
    #[must_use]
    pub fn build(evaluation: &Evaluation<'_>) -> Self {
        build::network(evaluation)
    }

    /// No more of that than its VPCs and endpoints, each by itself.
    #[must_use]
    pub fn of_endpoints(evaluation: &Evaluation<'_>) -> Self {
        build::of_endpoints(evaluation)
    }
}
