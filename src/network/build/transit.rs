//! Subnets that only pass traffic on, subnets with machines in them, and machines that may write routes of their own.

use std::collections::BTreeSet;

use super::{Builder, blocks, iam::IamPolicy, member, set_value};
use crate::{
    address::Address,
    eval::{Exists, Instance},
    module::{self, Mode},
    network::{
        Identity, Network, Route, Transit,
        identity::names_nothing,
        policy::{Element, Policy, Statement},
        transit::{Holder, Tie},
    },
    value::{Kind, Truth, Type, Value, Why},
};

/// The actions by which NAT instances take over each other's routes.
const WRITES_ROUTES: [&str; 2] = ["ec2:createroute", "ec2:replaceroute"];

/// What runs in subnets: the type, the block if there is one, and the argument that names them.
const OCCUPANTS: [(&str, &str, &str); 6] = [
    ("aws_autoscaling_group", "", "vpc_zone_identifier"),
    ("aws_ecs_service", "network_configuration", "subnets"),
    ("aws_eks_node_group", "", "subnet_ids"),
    ("aws_instance", "", "subnet_id"),
    ("aws_lambda_function", "vpc_config", "subnet_ids"),
    ("aws_launch_template", "network_interfaces", "subnet_id"),
];

/// What joins VPCs to other networks, and the arguments that name them.
const TIES: [(&str, &[&str]); 6] = [
    ("aws_ec2_transit_gateway_vpc_attachment", &["vpc_id"]),
    ("aws_networkmanager_vpc_attachment", &["vpc_arn"]),
    ("aws_vpc_peering_connection", &["vpc_id", "peer_vpc_id"]),
    ("aws_vpc_peering_connection_accepter", &[]),
    ("aws_vpn_gateway", &["vpc_id"]),
    ("aws_vpn_gateway_attachment", &["vpc_id"]),
];

impl<'p> Builder<'_, 'p> {
    /// Transit gateway attachments, firewalls and Gateway Load Balancer endpoints, and what else matters to the traffic of a VPC.
    pub(super) fn transit(&self, policies: &[IamPolicy<'_, 'p>]) -> Transit {
        let mut transit = Transit {
            occupants: self.occupants(),
            route_writers: self.route_writers(policies),
            ..Transit::default()
        };
        let mut holds = |holder: &Instance<'_>, vpc: Value, named: &[Value]| {
            let vpc = Identity::of(&vpc).map(by_id);
            let held = held(holder, named);
            transit.holders.push(Holder { vpc, ..held });
        };
        for attachment in self.of(&["aws_ec2_transit_gateway_vpc_attachment"]) {
            let subnets = [attachment.attribute("subnet_ids")];
            holds(attachment, attachment.attribute("vpc_id"), &subnets);
        }
        for attachment in self.of(&["aws_networkmanager_vpc_attachment"]) {
            let subnets = [attachment.attribute("subnet_arns")];
            holds(attachment, attachment.attribute("vpc_arn"), &subnets);
        }
        for firewall in self.of(&["aws_networkfirewall_firewall"]) {
            let subnets = members(&firewall.attribute("subnet_mapping"), "subnet_id");
            holds(firewall, firewall.attribute("vpc_id"), &subnets);
        }
        for endpoint in self.of(&["aws_vpc_endpoint"]) {
            let kind = self.settled_type(endpoint.attribute("vpc_endpoint_type"));
            let balances = |kind: &Value| {
                kind.as_str()
                    .is_some_and(|it| &**it == "GatewayLoadBalancer")
            };
            if kind.alternatives().iter().any(balances) {
                let subnets = [endpoint.attribute("subnet_ids")];
                holds(endpoint, endpoint.attribute("vpc_id"), &subnets);
            }
        }
        for scope in &self.scopes {
            let calls = scope.module.calls.values();
            for call in calls.filter(|call| module::attaches_to_transit_gateway(call)) {
                let address = scope.address_of(format_args!("module.{}", call.name));
                for (_, argument) in self.evaluation.arguments(scope, call) {
                    given_subnets(&argument, &Address::from(&*address), &mut transit.holders);
                }
            }
        }
        transit.ties = self.ties();
        transit
    }

    fn ties(&self) -> Vec<Tie> {
        let mut ties = Vec::new();
        for scope in &self.scopes {
            for name in scope.module.resources.keys() {
                let arguments = TIES.iter().find(|(ty, _)| *name.ty == **ty);
                let Some((_, arguments)) = arguments.filter(|_| name.mode == Mode::Managed) else {
                    continue;
                };
                for instance in &self.evaluation.expansion(scope, name).instances {
                    let vpcs = arguments
                        .iter()
                        .map(|argument| instance.attribute(argument));
                    let vpcs = vpcs.filter(|vpc| !names_nothing(vpc));
                    let mut vpcs: Vec<_> = vpcs.map(|vpc| Identity::of(&vpc).map(by_id)).collect();
                    // The accepter of a peering connection does not say of which.
                    if arguments.is_empty() {
                        vpcs.push(None);
                    }
                    let address = Address::from(&instance.address);
                    ties.push(Tie { address, vpcs });
                }
            }
            let calls = scope.module.calls.values();
            for call in calls.filter(|call| module::attaches_to_transit_gateway(call)) {
                let address = scope.address_of(format_args!("module.{}", call.name));
                ties.push(Tie {
                    address: Address::from(&*address),
                    vpcs: vec![None],
                });
            }
        }
        ties
    }

    fn occupants(&self) -> Vec<Holder> {
        let mut occupants = Vec::new();
        for (ty, block, argument) in OCCUPANTS {
            for occupant in self.of(&[ty]) {
                let named = if block.is_empty() {
                    vec![set_value(occupant, argument)]
                } else {
                    members(&occupant.attribute(block), argument)
                };
                occupants.push(held(occupant, &named));
            }
        }
        occupants
    }

    /// Machines that forward what is not for them, and policies that let some change routes.
    fn route_writers(&self, policies: &[IamPolicy<'_, 'p>]) -> Vec<Address> {
        let forwards = |it: &&Instance<'_>| {
            let check = set_value(it, "source_dest_check");
            !matches!(check.kind, Kind::Null(_)) && check.as_bool() != Some(true)
        };
        let machines = self
            .of(&["aws_instance", "aws_network_interface"])
            .filter(forwards);
        let policies = policies
            .iter()
            .filter(|policy| policy.says.iter().any(lets_write_routes));
        let policies = policies.map(|policy| policy.instance);
        let address = |it: &Instance<'_>| Address::from(&it.address);
        machines.chain(policies).map(address).collect()
    }
}

/// Whether a policy lets somebody write routes, or may: what is not known of it may say so.
fn lets_write_routes(said: &Result<Policy, Why>) -> bool {
    let Ok(policy) = said else {
        return true;
    };
    let writes = |statement: &Statement| {
        let is_it = |action: &Value| {
            let action = action.as_str().map(|it| it.to_ascii_lowercase());
            action.is_none_or(|action| WRITES_ROUTES.contains(&&*action))
        };
        statement.allows() != Truth::No
            && match &statement.actions {
                Element::Only(actions) => actions.open.is_some() || actions.items.iter().any(is_it),
                Element::Unknown(_) => true,
                Element::Except(_) | Element::Absent => false,
            }
    };
    policy.open.is_some() || policy.statements.iter().any(writes)
}

/// The subnets in which something is, by what its arguments name.
fn held(holder: &Instance<'_>, named: &[Value]) -> Holder {
    let mut held = subnets_of(Address::from(&holder.address), named);
    held.certain &= holder.exists == Exists::Must;
    held
}

fn subnets_of(holder: Address, lists: &[Value]) -> Holder {
    let (mut certain, mut complete, mut subnets) = (true, true, BTreeSet::new());
    for list in lists {
        for way in list.alternatives() {
            let (names, open) = blocks(way);
            complete &= open.is_none();
            for identity in names.iter().map(Identity::of) {
                complete &= match &identity {
                    Some(Identity::Attribute(address, _)) => !address.own().starts_with("data."),
                    Some(Identity::Id { .. }) => true,
                    Some(Identity::Reference(_)) | None => false,
                };
                subnets.extend(identity.map(by_id));
            }
        }
        certain &= list.alternatives().len() == 1;
    }
    Holder {
        address: holder,
        vpc: None,
        subnets,
        certain,
        complete,
    }
}

/// Where a table sends all traffic to an endpoint that nobody here makes, a firewall is in its VPC, in subnets that are not known.
pub(super) fn join_firewalls(network: &mut Network) {
    let is_made_here = |named: &Identity| {
        let endpoints = network.endpoints.iter();
        endpoints.map(|it| &it.identity).any(|it| it == named)
    };
    let leads_away = |route: &Route| {
        let mut all = [&route.all_ipv4, &route.all_ipv6].into_iter();
        let targets = route.targets.iter();
        let mut named = targets.filter(|it| it.place.argument.ends_with("vpc_endpoint_id"));
        all.any(|it| it.settled() == Some(&true))
            && named.any(|it| match it.settled() {
                Some(Some(named)) => !is_made_here(named),
                Some(None) => false,
                None => true,
            })
    };
    let tables = network.route_tables.iter();
    let leading = tables.filter(|table| table.routes.possible().any(leads_away));
    let firewalls = leading.map(|table| Holder {
        address: table.resource.address.clone(),
        vpc: table.vpc.settled().cloned(),
        subnets: BTreeSet::new(),
        certain: false,
        complete: false,
    });
    let firewalls: Vec<Holder> = firewalls.collect();
    // One that is made here has its subnets written.
    let is_firewall = |it: &Holder| {
        let own = it.address.own();
        own.starts_with("aws_networkfirewall_firewall.") || own.starts_with("aws_vpc_endpoint.")
    };
    if !network.transit.holders.iter().any(is_firewall) {
        network.transit.holders.extend(firewalls);
    }
}

/// An argument of every nested block; the blocks themselves where there may be more.
fn members(value: &Value, argument: &str) -> Vec<Value> {
    let (blocks, open) = blocks(value);
    let mut members: Vec<Value> = blocks.iter().map(|it| member(it, argument)).collect();
    members.extend(open.map(|why| Value::unknown(Type::Any, why)));
    members
}

/// What holds the members of every `subnet_ids` in an argument: `vpc_attachments = { a = { vpc_id = ..., subnet_ids = [...] } }`.
fn given_subnets(value: &Value, call: &Address, holders: &mut Vec<Holder>) {
    match &value.kind {
        Kind::Mapping(mapping) => {
            for (name, entry) in mapping.entries.iter() {
                if &**name == "subnet_ids" {
                    let vpc = mapping.entries.get("vpc_id").and_then(Identity::of);
                    let held = subnets_of(call.clone(), std::slice::from_ref(entry));
                    holders.push(Holder { vpc, ..held });
                } else {
                    given_subnets(entry, call, holders);
                }
            }
        }
        Kind::Union(alternatives) => {
            for alternative in alternatives.iter() {
                given_subnets(alternative, call, holders);
            }
        }
        _ => {}
    }
}

/// What an ARN names, by its id.
fn by_id(named: Identity) -> Identity {
    match named.owner(&["arn"]) {
        Some(address) => Identity::attribute(address, "id"),
        None => named,
    }
}
