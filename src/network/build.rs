//! Instances to facts: which arguments say what, where they stand, what separate resources belong to them.

mod managed;

mod values;

mod call;

mod places;

mod facts;

mod addresses;
mod arguments;
mod around;
mod attachment;
mod awscc;
mod dns_options;
mod endpoint;
mod endpoint_service;
mod entries;
mod leads;
mod load_balancer;
mod names;
mod order;
mod own_service;
mod prefix_list;
mod private_zone;
mod public_api;
mod refusal;
mod region;
mod resolvers;
mod route;
mod security_group;
mod sources;
mod tags;
mod twofold;
mod vpc;
mod words;
mod world;
mod written_region;
mod zone_list;

mod exports;

mod environment;

mod iam;

mod usage;

mod transit;

mod need;

mod packages;

mod machine;

mod machineless;

mod workload;

use std::{
    cell::{OnceCell, RefCell},
    collections::{BTreeMap, HashMap, HashSet},
    rc::Rc,
    sync::Arc,
};

use super::{Identity, Network, Resource, Things, candidates::Filings};
use crate::{
    address::Address,
    eval::{Evaluation, Instance, ModuleInstance},
    module::Mode,
    provider,
    value::Symbol,
    work,
};
use attachment::Attachments;
use facts::{flag, identity_or_nothing, or_nothing};
use managed::MANAGED;
use places::local_name;
use sources::Sources;
use values::{blocks, is_unset, member, set_value};

/// The types of VPCs.
const VPCS: &[&str] = &["aws_vpc", "aws_default_vpc"];

/// The type of endpoints.
const ENDPOINTS: &[&str] = &["aws_vpc_endpoint"];

/// The network of what one root would build.
pub(super) fn network(evaluation: &Evaluation<'_>) -> Network {
    let builder = Builder::new(evaluation);
    let mut network = Network {
        vpcs: builder.each(VPCS, Builder::vpc),
        subnets: builder.each(&["aws_subnet", "aws_default_subnet"], Builder::subnet),
        route_tables: builder.each(
            &["aws_route_table", "aws_default_route_table"],
            Builder::route_table,
        ),
        associations: builder.each(
            &[
                "aws_route_table_association",
                "aws_main_route_table_association",
            ],
            Builder::route_table_association,
        ),
        nat_gateways: builder.each(&["aws_nat_gateway"], Builder::nat_gateway),
        internet_gateways: builder.each(&["aws_internet_gateway"], Builder::internet_gateway),
        security_groups: builder.each(
            &["aws_security_group", "aws_default_security_group"],
            Builder::security_group,
        ),
        endpoints: builder.each(ENDPOINTS, Builder::endpoint),
        ..Network::default()
    };
    network.policies = builder.policies(&network.endpoints).into();
    network.endpoint_services = builder.endpoint_services().into();
    network.load_balancers = builder.each(&["aws_lb", "aws_alb"], Builder::load_balancer);
    network.separate_routes = builder.each(&["aws_route"], Builder::lead);
    network.looked_up = builder.looked_up().into();
    network.names = builder.names();
    network.private_zones = builder.private_zones().into();
    network.dhcp_options = builder.each(&["aws_vpc_dhcp_options_association"], |it, instance| {
        it.identity(instance, "vpc_id")
    });
    network.public_apis = builder.public_apis();
    network.order = builder.order(&network.endpoints);
    let iam_policies = builder.iam_policies();
    network.dynamodb_usage = builder.dynamodb_usage(&iam_policies).into();
    network.transit = builder.transit(&iam_policies);
    network.exports = builder.exports();
    network.accounts = builder.accounts();
    network.said_regions = builder.said_regions();
    network.workloads = builder.workloads().into();
    network.to_resolvers = builder.to_resolvers();
    network.routes_are_propagated = builder.routes_are_propagated();
    network.starts_machines = builder.starts_machines();
    network.world = world::survey(evaluation, &builder.scopes);
    network.refusals = builder.refusals().into();
    network.prefix_lists = builder.prefix_lists().into();
    builder.join_routes(&mut network);
    transit::join_firewalls(&mut network);
    builder.join_rules(&mut network);
    network.filings = Filings::of(&network, &evaluation.origins);
    network
}

/// No more of that than the VPCs and the endpoints, each by itself.
pub(super) fn of_endpoints(evaluation: &Evaluation<'_>) -> Network {
    let builder = Builder::new(evaluation);
    Network {
        vpcs: builder.each(VPCS, Builder::vpc),
        endpoints: builder.each(ENDPOINTS, Builder::endpoint),
        ..Network::default()
    }
}

/// The instances of a root by type.
struct Builder<'a, 'p> {
    evaluation: &'a Evaluation<'p>,
    scopes: Vec<Rc<ModuleInstance<'p>>>,
    managed: BTreeMap<&'static str, Vec<Rc<Instance<'p>>>>,
    lookups: Vec<Rc<Instance<'p>>>,
    /// Data sources, once one has been asked for.
    sources: OnceCell<Sources<'p>>,
    resources: RefCell<HashMap<Arc<str>, Arc<Resource>>>,
    /// What belongs to endpoints, by type, once that has been asked for.
    attached: RefCell<BTreeMap<(&'static str, &'static str), Attachments>>,
    /// The blocks of VPCs and subnets that are not known, once one has been asked for.
    blocks: OnceCell<HashSet<Symbol>>,
    /// Endpoint services by their addresses, once one has been asked for.
    services: OnceCell<HashMap<Arc<str>, usize>>,
    /// Load balancers that are not internal, each with its groups, once one has been asked for.
    balancers: OnceCell<Vec<(Vec<Identity>, Address)>>,
}

impl<'a, 'p> Builder<'a, 'p> {
    fn new(evaluation: &'a Evaluation<'p>) -> Self {
        let scopes = evaluation.module_instances();
        let mut managed: BTreeMap<&'static str, Vec<Rc<Instance<'p>>>> = BTreeMap::new();
        let mut lookups = Vec::new();
        for scope in &scopes {
            for name in scope.module.resources.keys() {
                if name.mode == Mode::Data {
                    if &*name.ty == "aws_vpc_endpoint" {
                        lookups.extend(evaluation.expansion(scope, name).instances.iter().cloned());
                    }
                } else if let Some(ty) = MANAGED.iter().find(|ty| **ty == &*name.ty) {
                    let expansion = evaluation.expansion(scope, name);
                    let of_type = managed.entry(ty).or_default();
                    of_type.extend(expansion.instances.iter().cloned());
                } else if let Some(twin) = provider::awscc::twin(&name.ty) {
                    let expansion = evaluation.expansion(scope, name);
                    let of_type = managed.entry(twin.ty).or_default();
                    let instances = expansion.instances.iter();
                    of_type.extend(instances.map(|it| awscc::as_aws(it, twin)));
                }
            }
        }
        Self {
            evaluation,
            scopes,
            managed,
            lookups,
            sources: OnceCell::new(),
            resources: RefCell::default(),
            attached: RefCell::default(),
            blocks: OnceCell::new(),
            services: OnceCell::new(),
            balancers: OnceCell::new(),
        }
    }

    /// All instances of some types, type by type.
    fn of<'s>(&'s self, types: &'s [&str]) -> impl Iterator<Item = &'s Instance<'p>> {
        let of_type = types.iter().filter_map(|ty| self.managed.get(*ty));
        of_type
            .flatten()
            .inspect(|_| work::count(1))
            .map(|instance| &**instance)
    }

    fn each<T>(&self, types: &[&str], make: impl Fn(&Self, &Instance<'p>) -> T) -> Things<T> {
        self.of(types).map(|it| make(self, it)).collect()
    }
}
