//! What starts no machines.

use super::{Builder, need::on_fargate};
use crate::{address::Address, module::Call};

/// Types of resources and data sources that show of no machine, each with all that begin with it and a `_`.
const MACHINELESS: [&str; 38] = [
    "archive_file",
    "aws_acm",
    "aws_api_gateway",
    "aws_apigatewayv2",
    "aws_appautoscaling",
    "aws_availability_zones",
    "aws_caller_identity",
    "aws_cloudwatch",
    "aws_default_network_acl",
    "aws_default_route_table",
    "aws_default_security_group",
    "aws_dynamodb",
    "aws_ecr",
    "aws_ecs_cluster",
    "aws_ecs_service",
    "aws_ecs_task_definition",
    "aws_eip",
    "aws_flow_log",
    "aws_iam_policy",
    "aws_iam_role",
    "aws_internet_gateway",
    "aws_kms",
    "aws_lambda_alias",
    "aws_lambda_function",
    "aws_lambda_permission",
    "aws_main_route_table_association",
    "aws_nat_gateway",
    "aws_network_acl",
    "aws_partition",
    "aws_region",
    "aws_route",
    "aws_s3",
    "aws_secretsmanager",
    "aws_security_group",
    "aws_sns",
    "aws_sqs",
    "aws_subnet",
    "aws_vpc",
];

impl Builder<'_, '_> {
    /// The first thing that may start machines: whatever is not known to start none, a module that is not seen, tasks that may not run on
    /// Fargate.
    pub(super) fn starts_machines(&self) -> Option<Address> {
        let by_block = self.scopes.iter().find_map(|scope| {
            let mut names = scope.module.resources.keys();
            let mut calls = scope.module.calls.values();
            let block = names.find(|it| !starts_none(&it.ty));
            let block = block.map(ToString::to_string);
            let unseen = || {
                let children = |call: &Call| self.evaluation.children(scope, &call.name);
                let call = calls.find(|it| !children(it).are_seen())?;
                Some(format!("module.{}", call.name))
            };
            Some(scope.address_of(block.or_else(unseen)?))
        });
        let by_tasks = || {
            let mut services = self.of(&["aws_ecs_service"]);
            let service = services.find(|it| !matches!(on_fargate(it), Ok(true)))?;
            Some(service.address.clone())
        };
        by_block.or_else(by_tasks).map(|it| Address::from(&it))
    }
}

fn starts_none(ty: &str) -> bool {
    let mut rest = MACHINELESS.iter().filter_map(|it| ty.strip_prefix(it));
    rest.any(|rest| rest.is_empty() || rest.starts_with('_'))
}
