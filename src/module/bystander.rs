//! Registry modules that leave endpoints alone, whatever ids they are given.

use super::{Call, Target};
use crate::syntax::Name;

/// By publisher: modules that declare no resource of the `aws_vpc_endpoint` family, in any release, nor call a module that does
/// (read in their repositories and all their tags, 2026-11). Some make endpoints of a service of their own, such as
/// `OpenSearch`; none of those carries traffic to another service.
const BYSTANDERS: [(&str, &[&str]); 3] = [
    (
        "terraform-aws-modules",
        &[
            "acm",
            "alb",
            "apigateway-v2",
            "appsync",
            "autoscaling",
            "batch",
            "cloudfront",
            "cloudwatch",
            "customer-gateway",
            "dynamodb-table",
            "ec2-instance",
            "ecr",
            "ecs",
            "efs",
            "eks",
            "elasticache",
            "elb",
            "emr",
            "eventbridge",
            "fsx",
            "iam",
            "key-pair",
            "kms",
            "lambda",
            "memory-db",
            "msk-kafka-cluster",
            "notify-slack",
            "opensearch",
            "rds",
            "rds-aurora",
            "rds-proxy",
            "redshift",
            "route53",
            "s3-bucket",
            "secrets-manager",
            "security-group",
            "sns",
            "sqs",
            "step-functions",
            "transit-gateway",
            "vpn-gateway",
        ],
    ),
    (
        "cloudposse",
        &[
            "alb",
            "dynamic-subnets",
            "ec2-bastion-server",
            "ecs-alb-service-task",
            "eks-cluster",
            "eks-node-group",
            "elasticache-redis",
            "label",
            "named-subnets",
            "rds-cluster",
            "s3-bucket",
            "security-group",
            "utils",
        ],
    ),
    ("aws-ia", &["eks-blueprints-addon", "eks-blueprints-addons"]),
];

/// Whether a call that cannot be followed leads to a registry module that leaves endpoints alone, whatever it is given.
#[must_use]
pub fn leaves_endpoints_alone(call: &Call) -> bool {
    source_out_of_sight(call).is_some_and(|source| is_bystander(source))
}

/// Whether a call that cannot be followed leads to the module that attaches the subnets it is given to a transit gateway.
#[must_use]
pub fn attaches_to_transit_gateway(call: &Call) -> bool {
    let of = |source: &Name| names(source, "terraform-aws-modules", &["transit-gateway"]);
    source_out_of_sight(call).is_some_and(of)
}

fn source_out_of_sight(call: &Call) -> Option<&Name> {
    let source = call.literal("source");
    source.filter(|_| matches!(call.target, Target::Unfollowed(_)))
}

/// Whether a source, as a call writes it, is that of one of them.
#[must_use]
pub fn is_bystander(source: &str) -> bool {
    let of = |(publisher, modules): &(&str, &[&str])| names(source, publisher, modules);
    BYSTANDERS.iter().any(of)
}

/// `publisher/name/aws` and `github.com/publisher/terraform-aws-name`, with whatever stands around them.
fn names(source: &str, publisher: &str, modules: &[&str]) -> bool {
    let source = source
        .strip_prefix("registry.terraform.io/")
        .unwrap_or(source);
    let registry = source
        .strip_prefix(publisher)
        .and_then(|rest| rest.strip_prefix('/'));
    let in_registry = registry
        .and_then(|rest| rest.split_once('/'))
        .is_some_and(|(name, rest)| {
            modules.contains(&name) && (rest.starts_with("aws") || rest.starts_with("null"))
        });
    let repository = source.split_once(&format!("{publisher}/terraform-aws-"));
    in_registry
        || repository.is_some_and(|(_, rest)| {
            modules.contains(&rest.split(['.', '/', '?']).next().unwrap_or_default())
        })
}

#[cfg(test)]
mod tests {
    use super::is_bystander;

    #[test]
    fn sources_in_all_their_forms() {
        for source in [
            "terraform-aws-modules/eks/aws",
            "terraform-aws-modules/eks/aws//modules/karpenter",
            "registry.terraform.io/terraform-aws-modules/rds/aws",
            "git::https://github.com/terraform-aws-modules/terraform-aws-eks.git?ref=v20.0.0",
            "github.com/cloudposse/terraform-aws-alb?ref=1.0",
            "cloudposse/label/null",
        ] {
            assert!(is_bystander(source), "{source}");
        }
        for source in [
            "terraform-aws-modules/vpc/aws",
            "terraform-aws-modules/datadog-forwarders/aws",
            "squareops/vpc/aws",
            "git::https://git.example.com/eks/aws",
        ] {
            assert!(!is_bystander(source), "{source}");
        }
    }
}
