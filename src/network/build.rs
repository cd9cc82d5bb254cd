//! Instances to facts: which arguments say what, where they stand, what separate resources belong to them.

mod addresses;
mod arguments;
mod around;
mod attachment;
mod awscc;
mod call;
mod dns_options;
mod endpoint;
mod endpoint_service;
mod entries;
mod leads;
mod names;
mod order;
mod own_service;
mod private_zone;
mod public_api;
mod refusal;
mod region;
mod route;
mod security_group;
mod tags;
mod twofold;
mod vpc;
mod words;
mod world;
mod written_region;

mod exports;

mod usage;

mod transit;

mod need;

mod machine;

mod workload;

use std::{
    cell::{OnceCell, RefCell},
    collections::{BTreeMap, HashMap, HashSet},
    rc::Rc,
    sync::Arc,
};

use super::{
    Fact, Identity, Network, Place, Resource, Set, Things, candidates::Filings, fact::unknown_part,
    identity::names_nothing,
};
use crate::{
    address::Address,
    eval::{CallSite, Evaluation, Instance, ModuleInstance},
    module::Mode,
    provider,
    span::Span,
    value::{Kind, Origin, OriginId, Symbol, Type, Value, Why},
    work,
};
use attachment::Attachments;
use call::call_of;

/// Types that the network is made of; a root that has none of them needs no evaluation.
const MANAGED: [&str; 70] = [
    "aws_ec2_tag",
    "aws_networkmanager_vpc_attachment",
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_networkfirewall_firewall",
    "aws_vpc",
    "aws_default_vpc",
    "aws_subnet",
    "aws_default_subnet",
    "aws_route_table",
    "aws_default_route_table",
    "aws_route",
    "aws_route_table_association",
    "aws_main_route_table_association",
    "aws_nat_gateway",
    "aws_security_group",
    "aws_default_security_group",
    "aws_security_group_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_ec2_managed_prefix_list",
    "aws_ec2_managed_prefix_list_entry",
    "aws_vpc_endpoint",
    "aws_vpc_endpoint_policy",
    "aws_vpc_endpoint_private_dns",
    "aws_vpc_endpoint_route_table_association",
    "aws_vpc_endpoint_subnet_association",
    "aws_vpc_endpoint_security_group_association",
    "aws_vpc_endpoint_service",
    "aws_vpc_endpoint_service_allowed_principal",
    "aws_vpc_endpoint_service_private_dns_verification",
    "aws_vpc_endpoint_connection_accepter",
    "aws_route53_zone",
    "aws_route53_record",
    "aws_route53_zone_association",
    "aws_route53profiles_association",
    "aws_route53profiles_resource_association",
    "aws_api_gateway_rest_api",
    "aws_apigatewayv2_api",
    "aws_api_gateway_domain_name",
    "aws_apigatewayv2_domain_name",
    "aws_dynamodb_table",
    "aws_lambda_event_source_mapping",
    "aws_lambda_function",
    "aws_ecs_task_definition",
    "aws_ecs_service",
    "aws_eks_node_group",
    "aws_autoscaling_group",
    "aws_launch_template",
    "aws_msk_cluster",
    "aws_instance",
    "aws_network_interface",
    "aws_lb",
    "aws_alb",
    "aws_elb",
    "aws_iam_role_policy_attachment",
    "aws_iam_policy_attachment",
    "aws_iam_group_policy_attachment",
    "aws_iam_user_policy_attachment",
    "aws_iam_openid_connect_provider",
    "aws_iam_policy",
    "aws_iam_role_policy",
    "aws_iam_role",
    "aws_iam_instance_profile",
    "aws_sagemaker_domain",
    "aws_sagemaker_notebook_instance",
    "aws_secretsmanager_secret_rotation",
    "aws_vpn_gateway_route_propagation",
    "aws_internet_gateway",
    "aws_vpc_dhcp_options",
    "aws_vpc_dhcp_options_association",
];

/// The network of what one root would build.
pub(super) fn network(evaluation: &Evaluation<'_>) -> Network {
    let builder = Builder::new(evaluation);
    let mut network = Network {
        vpcs: builder.each(&["aws_vpc", "aws_default_vpc"], Builder::vpc),
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
        endpoints: builder.each(&["aws_vpc_endpoint"], Builder::endpoint),
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
    network.dynamodb_usage = builder.dynamodb_usage().into();
    network.transit = builder.transit();
    network.exports = builder.exports();
    network.accounts = builder.accounts();
    network.said_regions = builder.said_regions();
    network.workloads = builder.workloads().into();
    network.to_resolvers = builder.to_resolvers();
    network.routes_are_propagated = builder.routes_are_propagated();
    network.world = world::survey(evaluation, &builder.scopes);
    network.refusals = builder.refusals().into();
    builder.join_routes(&mut network);
    transit::join_firewalls(&mut network);
    builder.join_rules(&mut network);
    network.filings = Filings::of(&network, &evaluation.origins);
    network
}

/// The instances of a root by type.
struct Builder<'a, 'p> {
    evaluation: &'a Evaluation<'p>,
    scopes: Vec<Rc<ModuleInstance<'p>>>,
    managed: BTreeMap<&'static str, Vec<Rc<Instance<'p>>>>,
    lookups: Vec<Rc<Instance<'p>>>,
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

    /// What every thing made here has; the same for all facts of one instance.
    fn resource(&self, instance: &Instance<'p>) -> Arc<Resource> {
        let mut resources = self.resources.borrow_mut();
        let make = || {
            let site = call_of(&instance.scope);
            let writer = site.map_or(&instance.scope, |site| &site.parent);
            Arc::new(Resource {
                address: Address::from(&instance.address),
                call: site.map(local_name),
                written_in: writer.address.to_string(),
                header: self.lifted(&instance.scope, instance.header()),
                at: self.asked_for(instance),
                exists: instance.exists,
                exists_in_module: instance.exists_in_module,
                keys: instance.keys.clone(),
                hangs_on: instance.basis.clone(),
            })
        };
        resources
            .entry(instance.address.clone())
            .or_insert_with(make)
            .clone()
    }

    /// The place of an argument with that value.
    fn place(&self, instance: &Instance<'p>, argument: &'static str, value: &Value) -> Place {
        let resource = self.resource(instance);
        let span = self.argument_span(instance, value.origin);
        let at = match span.or_else(|| self.in_call(&instance.scope, value.origin)) {
            // What only our model marks as a secret may be written in the call.
            _ if value.sensitive && instance.scope.module.bundled => resource.header,
            at => at.unwrap_or(resource.at),
        };
        Place {
            argument,
            span: at,
            origin: value.origin,
            within: OriginId::NONE,
            written: span.is_some(),
            sensitive: value.sensitive,
            resource,
        }
    }

    /// What one argument says: `read` sees every alternative, and gives `None` for one of which nothing is known.
    fn fact<T: PartialEq>(
        &self,
        instance: &Instance<'p>,
        argument: &'static str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Fact<T> {
        let value = instance.attribute(argument);
        self.settled(instance, argument, |place| {
            Fact::read(&value, place, read).merged()
        })
    }

    /// The members of a list or set argument; more if somebody else changes it once the resource exists.
    fn set<T: Clone>(
        &self,
        instance: &Instance<'p>,
        argument: &'static str,
        read: impl Fn(&Value, &Place) -> Option<T>,
    ) -> Set<T> {
        let value = set_value(instance, argument);
        let place = self.place(instance, argument, &value);
        let mut set = Set::read(&value, &place, |item| read(item, &place));
        if instance.ignores_changes_of(argument) {
            set.leave_open(&Why::Ignored);
        }
        set
    }

    /// A fact about an argument, unless somebody else sets that once the resource exists.
    fn settled<T>(
        &self,
        instance: &Instance<'p>,
        argument: &'static str,
        fact: impl FnOnce(Place) -> Fact<T>,
    ) -> Fact<T> {
        let fact = fact(self.place(instance, argument, &instance.attribute(argument)));
        if instance.ignores_changes_of(argument) {
            fact.hidden(Why::Ignored)
        } else {
            fact
        }
    }

    /// What an argument names; null and the empty string name nothing.
    fn naming(&self, instance: &Instance<'p>, argument: &'static str) -> Fact<Option<Identity>> {
        let value = set_value(instance, argument);
        let place = self.place(instance, argument, &value);
        Fact::parse(&value, place, identity_or_nothing)
    }

    /// The one thing that an argument names.
    fn identity(&self, instance: &Instance<'p>, argument: &'static str) -> Fact<Identity> {
        let value = instance.attribute(argument);
        let place = self.place(instance, argument, &value);
        match Identity::of(&value) {
            Some(identity) => Fact::new(Ok(identity), place),
            None => Fact::read(&value, place, Identity::of),
        }
    }

    /// The place where an argument is written; `None` when its value stands for something unwritten.
    fn argument_span(&self, instance: &Instance<'p>, origin: OriginId) -> Option<Span> {
        match self.evaluation.origins.get(origin) {
            Origin::Argument { .. } if instance.scope.module.bundled => Some(
                self.in_call(&instance.scope, origin)
                    .unwrap_or_else(|| self.resource(instance).at),
            ),
            Origin::Argument { span, .. } => Some(span),
            Origin::ProviderDefault { from, .. } => self.argument_span(instance, from),
            _ => None,
        }
    }

    /// The span of a nested block or argument by its origin, or the header.
    fn block_span(&self, instance: &Instance<'p>, origin: OriginId) -> Span {
        match self.evaluation.origins.get(origin) {
            Origin::Block { span } => self.lifted(&instance.scope, span),
            _ => self
                .argument_span(instance, origin)
                .unwrap_or_else(|| self.resource(instance).at),
        }
    }

    /// One origin for what is worked out from several values.
    fn joined(&self, span: Span, values: &[&Value]) -> OriginId {
        let from = values.iter().map(|value| value.origin).collect();
        self.evaluation
            .origins
            .add(Origin::Operation { span, from })
    }
}

/// A call as its own module names it: `module.net["a"]`.
fn local_name(site: &CallSite<'_>) -> String {
    format!("module.{}{}", site.call.name, site.repeated.key)
}

/// What a value says that may say nothing: null and the empty string do.
fn or_nothing<T>(
    value: &Value,
    parse: impl FnOnce(&Value) -> Result<T, Why>,
) -> Result<Option<T>, Why> {
    if names_nothing(value) {
        Ok(None)
    } else {
        parse(value).map(Some)
    }
}

/// What a value names, if anything.
fn identity_or_nothing(value: &Value) -> Result<Option<Identity>, Why> {
    or_nothing(value, |value| {
        Identity::of(value).ok_or_else(|| unknown_part(value))
    })
}

/// A flag that is off when it is null.
fn flag(value: &Value) -> Option<bool> {
    match value.kind {
        Kind::Null(_) => Some(false),
        _ => value.as_bool(),
    }
}

/// Whether an attribute is left unset: null, or the unknown that the provider decides itself.
fn is_unset(instance: &Instance<'_>, name: &str, value: &Value) -> bool {
    match &value.kind {
        Kind::Null(_) => true,
        Kind::Unknown(unknown) => unknown.symbol.as_ref().is_some_and(|symbol| {
            (symbol.as_str())
                .strip_prefix(&*instance.address)
                .and_then(|rest| rest.strip_prefix('.'))
                == Some(name)
        }),
        _ => false,
    }
}

/// The value of an attribute with everything unset as null.
fn set_value(instance: &Instance<'_>, name: &str) -> Value {
    let value = instance.attribute(name);
    if is_unset(instance, name, &value) {
        Value::null(Type::Any).at(value.origin)
    } else {
        value
    }
}

/// A member of a nested block; null when the block lacks it.
fn member(block: &Value, name: &str) -> Value {
    let entry = block.as_mapping().and_then(|it| it.entries.get(name));
    let value = entry.cloned().unwrap_or(Value::null(Type::Any));
    // What is part of a secret is one.
    value.hidden(block.sensitive)
}

/// The members of a list of blocks, whatever conditions say, and whether those are all.
fn blocks(value: &Value) -> (Vec<Value>, Option<Why>) {
    let (mut found, mut open) = (Vec::new(), None);
    let ways = value.alternatives();
    for way in ways {
        super::fact::collect(way, &mut open, &mut |block| found.push(block.clone()));
    }
    if ways.len() > 1 {
        open = Some(Why::Condition);
    }
    (found, open)
}
