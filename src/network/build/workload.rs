//! Workloads: where they run, and what shows that they need a service.

use super::{
    Builder,
    around::{Around, called},
    blocks, flag,
    machine::template_of,
    member,
    need::{CALLS, Needs, is_word, of_container, of_variable, on_fargate},
    set_value,
};
use crate::{
    eval::Instance,
    network::{Identity, Place, Set, Weight, Workload, fact::unknown_part},
    provider::Json,
    value::{Kind, Type, Value, Why},
};

/// Where the arguments stand that say in which subnets and groups something is: types, the block if there is one, arguments.
const KINDS: [(&str, &str, &str, &str); 8] = [
    ("aws_autoscaling_group", "", "vpc_zone_identifier", ""),
    (
        "aws_ecs_service",
        "network_configuration",
        "subnets",
        "security_groups",
    ),
    ("aws_eks_node_group", "", "subnet_ids", ""),
    ("aws_instance", "", "subnet_id", "vpc_security_group_ids"),
    (
        "aws_lambda_function",
        "vpc_config",
        "subnet_ids",
        "security_group_ids",
    ),
    (
        "aws_msk_cluster",
        "broker_node_group_info",
        "client_subnets",
        "security_groups",
    ),
    ("aws_sagemaker_domain", "", "subnet_ids", ""),
    (
        "aws_sagemaker_notebook_instance",
        "",
        "subnet_id",
        "security_groups",
    ),
];

/// What nodes of EKS call before they join, and for every image (EKS user guide: private clusters).
const OF_NODES: [&str; 4] = ["ec2", "ecr.api", "ecr.dkr", "s3"];

/// What reads a cluster for a function has its addresses in the cluster's subnets, and calls these from there (Lambda developer guide:
/// network configuration for MSK, on-demand mode).
const OF_POLLERS: [&str; 2] = ["lambda", "sts"];

/// What notebooks need that have no other way to SageMaker.
const OF_NOTEBOOKS: [&str; 3] = ["sagemaker.api", "sagemaker.runtime", "s3"];

impl<'p> Builder<'_, 'p> {
    /// All workloads whose needs can be told.
    pub(super) fn workloads(&self) -> Vec<Workload> {
        let mut workloads = Vec::new();
        let around = Around::of(self);
        for (ty, block, subnets, groups) in KINDS {
            for instance in self.of(&[ty]) {
                let resource = self.resource(instance);
                let nothing = Value::tuple(Vec::new());
                let mut needs = Needs(Set::read(&nothing, &Place::of(&resource), |_| None));
                match ty {
                    "aws_autoscaling_group" => self.of_group(instance, &around, &mut needs),
                    "aws_ecs_service" => self.of_tasks(instance, &around, &mut needs),
                    "aws_eks_node_group" => {
                        let place = Place::of(&resource);
                        needs.add(
                            &OF_NODES,
                            "let nodes join the cluster",
                            Weight::Vital,
                            &place,
                        );
                        // Pods take on roles of their own by a token that they exchange at STS.
                        if self
                            .of(&["aws_iam_openid_connect_provider"])
                            .next()
                            .is_some()
                        {
                            needs.add(&["sts"], "give pods their roles", Weight::Used, &place);
                        }
                    }
                    "aws_instance" => self.of_machine(instance, &around, &mut needs),
                    "aws_lambda_function" => self.of_function(instance, &around, &mut needs),
                    "aws_msk_cluster" => self.of_cluster(instance, &around, &mut needs),
                    _ => self.of_notebooks(instance, &mut needs),
                }
                let machine = match ty {
                    "aws_autoscaling_group" => template_of(instance, &around).ok().flatten(),
                    "aws_instance" => Some(instance),
                    _ => None,
                };
                workloads.push(Workload {
                    packages: machine.and_then(|it| self.packages_of(it)),
                    subnets: self.named_in(instance, block, subnets),
                    groups: self.named_in(instance, block, groups),
                    needs: needs.0,
                    resource,
                });
            }
        }
        workloads
    }

    /// What an argument of a block of which there is one at most names, or an argument of the resource's own.
    fn named_in(
        &self,
        instance: &Instance<'p>,
        block: &str,
        argument: &'static str,
    ) -> Set<Identity> {
        let value = match (block, argument) {
            (_, "") => Value::null(Type::Any),
            ("", _) => set_value(instance, argument),
            _ => {
                let (found, open) = blocks(&instance.attribute(block));
                match (found.as_slice(), open) {
                    ([only], None) => member(only, argument),
                    ([], None) => Value::null(Type::Any),
                    (_, why) => Value::unknown(Type::Any, why.unwrap_or(Why::Condition)),
                }
            }
        };
        let place = self.place(instance, argument, &value);
        // One is named without a list around it.
        let list = if argument == "subnet_id" {
            Value::tuple(vec![value])
        } else {
            value
        };
        let mut named = Set::read(&list, &place, Identity::of);
        let whole = if block.is_empty() { argument } else { block };
        if instance.ignores_changes_of(whole) {
            named.leave_open(&Why::Ignored);
        }
        named
    }

    fn of_notebooks(&self, instance: &Instance<'p>, needs: &mut Needs) {
        let (argument, shut) = if instance.ty() == "aws_sagemaker_domain" {
            ("app_network_access_type", "VpcOnly")
        } else {
            ("direct_internet_access", "Disabled")
        };
        let value = set_value(instance, argument);
        let place = self.place(instance, argument, &value);
        let is_shut = is_word(&value, shut);
        needs.add_if(
            is_shut,
            &OF_NOTEBOOKS,
            "use SageMaker",
            Weight::Used,
            &place,
        );
    }

    /// What the tasks of a service need that runs on Fargate: of others the machines below need it.
    fn of_tasks(&self, service: &Instance<'p>, around: &Around<'_, 'p>, needs: &mut Needs) {
        match on_fargate(service) {
            Ok(true) => {}
            Ok(false) => return,
            Err(why) => return needs.0.leave_open(&why),
        }
        let exec = service.attribute("enable_execute_command");
        let place = self.place(service, "enable_execute_command", &exec);
        let is_on = flag(&exec).ok_or_else(|| unknown_part(&exec));
        needs.add_if(
            is_on,
            &["ssmmessages"],
            "be entered by ECS Exec",
            Weight::Used,
            &place,
        );
        let task = called(&service.attribute("task_definition"));
        let Some(task) = task.and_then(|it| around.tasks.get(&it)?.first()) else {
            let why = Why::Fault("its task definition is not made here".into());
            return needs.0.leave_open(&why);
        };
        let definitions = task.attribute("container_definitions");
        let place = self.place(task, "container_definitions", &definitions);
        match Json::parse(&definitions) {
            Ok(Json::Array(containers, open)) => {
                for container in &containers {
                    of_container(container, needs, &place);
                }
                if open.is_some() {
                    needs.0.leave_open(&Why::Condition);
                }
            }
            Ok(_) => needs.0.leave_open(&Why::Condition),
            Err(why) => needs.0.leave_open(&why),
        }
    }

    /// What a function calls, by the resources that its environment tells it of, and by what makes it rotate secrets.
    fn of_function(&self, function: &Instance<'p>, around: &Around<'_, 'p>, needs: &mut Needs) {
        let (environments, open) = blocks(&function.attribute("environment"));
        let whole = function.attribute("environment");
        let place = self.place(function, "environment", &whole);
        for environment in &environments {
            let variables = member(environment, "variables");
            let of_variables = variables.alternatives().len();
            let entries = variables.as_mapping().map(|it| &it.entries);
            for (_, value) in entries.into_iter().flat_map(|it| it.iter()) {
                of_variable(value, needs, &place);
                // The names of tables are known where they are written.
                let tables = value.as_str().and_then(|it| around.tables.get(&**it));
                let is_there = |table: &&Instance<'p>| table.exists >= function.exists;
                match tables.map(|it| it.iter().any(is_there)) {
                    Some(true) => needs.add(&["dynamodb"], CALLS, Weight::Used, &place),
                    Some(false) => needs.0.leave_open(&Why::Condition),
                    None => {}
                }
            }
            if of_variables > 1 {
                needs.0.leave_open(&Why::Condition);
            }
        }
        if let Some(why) = open {
            needs.0.leave_open(&why);
        }
        if around.loose_rotations {
            needs.0.leave_open(&Why::Condition);
        }
        let rotations = around.rotations.get(&function.address.to_string());
        for rotation in rotations.into_iter().flatten() {
            let place = Place::of(&self.resource(rotation));
            needs.add(
                &["secretsmanager"],
                "rotate the secret",
                Weight::Used,
                &place,
            );
        }
    }

    /// What reads a cluster for functions needs; those that run all the time call through Lambda's own network.
    fn of_cluster(&self, cluster: &Instance<'p>, around: &Around<'_, 'p>, needs: &mut Needs) {
        if around.loose_mappings {
            needs.0.leave_open(&Why::Condition);
        }
        let mappings = around.mappings.get(&cluster.address.to_string());
        for mapping in mappings.into_iter().flatten() {
            let place = Place::of(&self.resource(mapping));
            let (provisioned, open) = blocks(&mapping.attribute("provisioned_poller_config"));
            let on_demand = open.map_or(Ok(provisioned.is_empty()), Err);
            let purpose = "be read by a function";
            needs.add_if(on_demand, &OF_POLLERS, purpose, Weight::Used, &place);
        }
    }

    /// Whether a gateway out of sight may write routes.
    pub(super) fn routes_are_propagated(&self) -> bool {
        let separate = self.of(&["aws_vpn_gateway_route_propagation"]).next();
        let propagates = |table: &Instance<'p>| {
            let gateways = set_value(table, "propagating_vgws");
            !matches!(&gateways.kind, Kind::Null(_))
                && !matches!(&gateways.kind, Kind::Sequence(list) if list.items.is_empty() && list.rest.is_none())
        };
        let mut tables = self.of(&["aws_route_table", "aws_default_route_table"]);
        separate.is_some() || tables.any(propagates)
    }
}
