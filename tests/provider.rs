//! What the provider makes of arguments: read back, they have the values that Terraform 1.11 plans with hashicorp/aws 5.100.0.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod asked;
mod scene;

use scene::Scene;
use serde_json::{Value as Json, json};

/// What an expression is worth in a module.
enum Planned {
    Known(Json),
    Unknown,
}

use Planned::{Known, Unknown};

fn hold(name: &str, main: &str, expected: Vec<(&str, Planned)>) {
    let scene = Scene::new(name);
    scene.write("main.tf", main);
    let expressions: Vec<&str> = expected.iter().map(|(expr, _)| *expr).collect();
    let answers = asked::answers(&scene.0, ".", &expressions);
    for ((expression, planned), answer) in expected.into_iter().zip(answers) {
        assert_eq!(answer["error"], Json::Null, "{expression}: {answer}");
        match planned {
            Known(value) => {
                assert_eq!(answer["value"], value, "{expression}: {answer}");
                assert_eq!(answer["unknown"], false, "{expression}: {answer}");
            }
            Unknown => assert_eq!(answer["unknown"], true, "{expression}: {answer}"),
        }
    }
}

#[test]
fn null_is_what_the_provider_makes_of_it() {
    let main = r#"
resource "aws_kms_key" "k" {
  is_enabled               = null
  customer_master_key_spec = null
}
resource "aws_iam_role" "r" {
  name               = null
  path               = null
  assume_role_policy = "{}"
}
resource "aws_lb_target_group" "t" {
  port       = 80
  protocol   = "HTTP"
  vpc_id     = "vpc-1"
  slow_start = null
}
resource "aws_instance" "i" {
  ami           = "ami-1"
  instance_type = "t3.micro"
}
"#;
    hold(
        "null",
        main,
        vec![
            ("aws_kms_key.k.is_enabled", Known(json!(true))),
            (
                "aws_kms_key.k.customer_master_key_spec",
                Known(json!("SYMMETRIC_DEFAULT")),
            ),
            ("aws_kms_key.k.description", Unknown),
            ("aws_iam_role.r.path", Known(json!("/"))),
            ("aws_iam_role.r.max_session_duration", Known(json!(3600))),
            ("aws_iam_role.r.description", Known(Json::Null)),
            ("aws_iam_role.r.name", Unknown),
            ("aws_iam_role.r.name == null", Unknown),
            ("aws_lb_target_group.t.slow_start", Known(json!(0))),
            ("aws_instance.i.root_block_device", Unknown),
            ("aws_instance.i.tags", Known(Json::Null)),
        ],
    );
}

#[test]
fn values_have_the_types_of_the_schema() {
    let main = r#"
resource "aws_ecs_task_definition" "t" {
  family                = "f"
  cpu                   = 256
  container_definitions = "[]"
}
resource "aws_db_subnet_group" "g" {
  name       = "g"
  subnet_ids = ["subnet-1", "subnet-1", "subnet-0"]
  tags       = { n = 1 }
}
resource "aws_cloudwatch_log_group" "l" {
  name              = "l"
  retention_in_days = "30"
}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = "{}"
}
resource "aws_eks_cluster" "c" {
  name     = "c"
  role_arn = "arn:aws:iam::111111111111:role/c"
  vpc_config {
    subnet_ids = ["subnet-b", "subnet-a"]
  }
}
"#;
    hold(
        "types",
        main,
        vec![
            ("aws_ecs_task_definition.t.cpu", Known(json!("256"))),
            (
                "aws_ecs_task_definition.t.cpu == \"256\"",
                Known(json!(true)),
            ),
            ("length(aws_db_subnet_group.g.subnet_ids)", Known(json!(2))),
            (
                "tolist(aws_db_subnet_group.g.subnet_ids)[0]",
                Known(json!("subnet-0")),
            ),
            ("aws_db_subnet_group.g.tags", Known(json!({"n": "1"}))),
            (
                "aws_cloudwatch_log_group.l.retention_in_days",
                Known(json!(30)),
            ),
            (
                "length(flatten([\"a\", aws_iam_policy.p.arn]))",
                Known(json!(2)),
            ),
            (
                "aws_eks_cluster.c.vpc_config[0].subnet_ids",
                Known(json!(["subnet-a", "subnet-b"])),
            ),
            (
                "aws_eks_cluster.c.vpc_config[0].cluster_security_group_id",
                Unknown,
            ),
            (
                "aws_eks_cluster.c.vpc_config[0].vpc_id == aws_eks_cluster.c.vpc_config[0].vpc_id",
                Known(json!(true)),
            ),
            (
                "try(aws_eks_cluster.c.vpc_config[1].subnet_ids, \"none\")",
                Known(json!("none")),
            ),
        ],
    );
}

#[test]
fn empty_collections_are_dropped_where_the_provider_drops_them() {
    let main = r#"
resource "aws_acm_certificate" "c" {
  domain_name               = "example.com"
  validation_method         = "DNS"
  subject_alternative_names = []
}
resource "aws_default_route_table" "d" {
  default_route_table_id = "rtb-1"
  propagating_vgws       = []
  route                  = []
}
resource "aws_route_table" "r" {
  vpc_id           = "vpc-1"
  propagating_vgws = []
}
resource "aws_vpc_endpoint" "e" {
  vpc_id          = "vpc-1"
  service_name    = "com.amazonaws.us-east-1.s3"
  route_table_ids = []
}
data "aws_iam_policy_document" "d" {
  source_policy_documents = []
}
"#;
    hold(
        "empty",
        main,
        vec![
            (
                "length(aws_acm_certificate.c.subject_alternative_names)",
                Unknown,
            ),
            (
                "aws_default_route_table.d.propagating_vgws",
                Known(Json::Null),
            ),
            ("aws_default_route_table.d.route", Known(json!([]))),
            ("aws_route_table.r.propagating_vgws", Unknown),
            ("aws_vpc_endpoint.e.route_table_ids", Unknown),
            (
                "data.aws_iam_policy_document.d.source_policy_documents",
                Known(Json::Null),
            ),
        ],
    );
}

#[test]
fn texts_are_rewritten_as_the_provider_rewrites_them() {
    let main = r#"
resource "aws_route53_zone" "z" {
  name = "Internal.Cloud."
}
resource "aws_lb" "application" {
  name                             = "a"
  subnets                          = ["subnet-1", "subnet-2"]
  enable_cross_zone_load_balancing = true
  idle_timeout                     = 30
}
resource "aws_lb" "network" {
  name                             = "n"
  load_balancer_type               = "network"
  subnets                          = ["subnet-1", "subnet-2"]
  enable_cross_zone_load_balancing = true
  idle_timeout                     = 30
}
"#;
    hold(
        "rewritten",
        main,
        vec![
            ("aws_route53_zone.z.name", Known(json!("internal.cloud"))),
            ("aws_lb.application.idle_timeout", Known(json!(30))),
            (
                "aws_lb.application.enable_cross_zone_load_balancing",
                Known(Json::Null),
            ),
            ("aws_lb.network.idle_timeout", Known(Json::Null)),
            (
                "aws_lb.network.enable_cross_zone_load_balancing",
                Known(json!(true)),
            ),
        ],
    );
}

#[test]
fn what_is_kept_nowhere_is_null() {
    let main = r#"
variable "token" {
  type      = string
  ephemeral = true
  default   = "tok"
}
resource "aws_ssm_parameter" "p" {
  name             = "x"
  type             = "SecureString"
  value_wo         = var.token
  value_wo_version = 1
}
"#;
    hold(
        "write-only",
        main,
        vec![
            ("aws_ssm_parameter.p.value_wo", Known(Json::Null)),
            ("aws_ssm_parameter.p.value_wo_version", Known(json!(1))),
            ("ephemeralasnull(var.token)", Known(Json::Null)),
            (
                "ephemeralasnull({ t = var.token, k = 1 })",
                Known(json!({"t": null, "k": 1})),
            ),
            ("var.token", Unknown),
        ],
    );
}

#[test]
fn references_may_begin_with_resource() {
    let main = r#"
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "s" {
  count      = resource.aws_vpc.v.cidr_block == "10.0.0.0/16" ? 2 : 1
  vpc_id     = resource.aws_vpc.v.id
  cidr_block = cidrsubnet(resource.aws_vpc.v.cidr_block, 8, count.index)
}
"#;
    hold(
        "resource",
        main,
        vec![
            ("resource.aws_vpc.v.cidr_block", Known(json!("10.0.0.0/16"))),
            ("resource.aws_vpc.v.id == aws_vpc.v.id", Known(json!(true))),
            (
                "resource.aws_subnet.s[1].cidr_block",
                Known(json!("10.0.1.0/24")),
            ),
            ("length(aws_subnet.s)", Known(json!(2))),
            ("aws_subnet.s[0].vpc_id == aws_vpc.v.id", Known(json!(true))),
        ],
    );
}

#[test]
fn what_the_provider_may_change_is_not_taken_as_written() {
    let main = r#"
data "aws_vpc" "v" {
  tags = { Name = "main" }
}
data "aws_vpc" "by_id" {
  id = "vpc-1"
}
resource "aws_sns_topic_policy" "b" {
  arn    = "x"
  policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
}
resource "aws_lb" "n" {
  name               = "n"
  load_balancer_type = "network"
  subnets            = ["subnet-1", "subnet-2"]
}
resource "aws_security_group" "s" {
  vpc_id = "vpc-1"
  dynamic "ingress" {
    for_each = []
    content {
      protocol  = "tcp"
      from_port = 443
      to_port   = 443
    }
  }
  egress = []
}
resource "aws_subnet" "s" {
  vpc_id            = "vpc-1"
  cidr_block        = "10.0.0.0/24"
  availability_zone = ""
}
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = "arn:aws:iam::111111111111:role/f"
  vpc_config {
    subnet_ids         = []
    security_group_ids = []
  }
}
"#;
    hold(
        "changed",
        main,
        vec![
            ("lookup(data.aws_vpc.v.tags, \"Env\", \"none\")", Unknown),
            ("data.aws_vpc.by_id.id", Known(json!("vpc-1"))),
            ("aws_sns_topic_policy.b.policy == \"{}\"", Unknown),
            ("aws_lb.n.enable_cross_zone_load_balancing", Unknown),
            ("length(aws_security_group.s.ingress)", Unknown),
            ("length(aws_security_group.s.egress)", Known(json!(0))),
            ("aws_subnet.s.availability_zone", Unknown),
            (
                "aws_lambda_function.f.vpc_config[0].security_group_ids",
                Known(Json::Null),
            ),
        ],
    );
}

#[test]
fn logs_that_are_not_kept_go_nowhere() {
    let main = r#"
variable "on" {
  type = bool
}
resource "aws_lb" "off" {
  subnets = ["subnet-1"]
  access_logs {
    bucket = "logs"
    prefix = "lb"
  }
  connection_logs {
    bucket  = "logs"
    enabled = true
  }
}
resource "aws_lb" "either" {
  subnets = ["subnet-1"]
  access_logs {
    bucket  = "logs"
    enabled = var.on
  }
}
"#;
    hold(
        "logs",
        main,
        vec![
            ("aws_lb.off.access_logs[0].bucket", Known(json!(""))),
            ("aws_lb.off.access_logs[0].prefix", Known(Json::Null)),
            ("aws_lb.off.connection_logs[0].bucket", Known(json!("logs"))),
            ("aws_lb.either.access_logs[0].bucket", Unknown),
        ],
    );
}

#[test]
fn a_single_block_that_is_not_made_is_null() {
    let main = r#"
variable "timeouts" {
  type    = map(string)
  default = {}
}
resource "aws_vpc_endpoint" "e" {
  vpc_id       = "vpc-1"
  service_name = "com.amazonaws.us-east-1.s3"
  dynamic "timeouts" {
    for_each = length(var.timeouts) > 0 ? [var.timeouts] : []
    content {
      create = timeouts.value.create
    }
  }
}
"#;
    hold(
        "single",
        main,
        vec![("aws_vpc_endpoint.e.timeouts", Known(Json::Null))],
    );
}

#[test]
fn members_of_sets_that_are_known_in_part_have_no_order() {
    let main = r#"
variable "name" {
  type = string
}
resource "aws_autoscaling_group" "p" {
  max_size = 1
  min_size = 1
  tag {
    key = var.name
    value = "1"
    propagate_at_launch = true
  }
  tag {
    key = "b"
    value = "2"
    propagate_at_launch = true
  }
}
resource "aws_autoscaling_group" "q" {
  max_size = 1
  min_size = 1
  tag {
    key = "b"
    value = "2"
    propagate_at_launch = true
  }
  tag {
    key = "a"
    value = "1"
    propagate_at_launch = true
  }
}
"#;
    hold(
        "order",
        main,
        vec![
            (
                "[for it in aws_autoscaling_group.p.tag : it.value][0]",
                Unknown,
            ),
            ("(aws_autoscaling_group.p.tag[*].value)[1]", Unknown),
            (
                "(aws_autoscaling_group.p.tag[*].propagate_at_launch)[1]",
                Known(json!(true)),
            ),
            (
                "aws_autoscaling_group.q.tag[*].value",
                Known(json!(["1", "2"])),
            ),
        ],
    );
}

#[test]
fn a_certificate_is_for_its_own_domain_too() {
    let main = r#"
variable "domain" {
  type = string
}
resource "aws_acm_certificate" "c" {
  domain_name               = "example.com"
  validation_method         = "DNS"
  subject_alternative_names = ["*.example.com"]
}
resource "aws_acm_certificate" "d" {
  domain_name               = var.domain
  validation_method         = "DNS"
  subject_alternative_names = ["*.example.com"]
}
"#;
    hold(
        "certificate",
        main,
        vec![
            (
                "aws_acm_certificate.c.subject_alternative_names",
                Known(json!(["*.example.com", "example.com"])),
            ),
            (
                "length(aws_acm_certificate.d.subject_alternative_names)",
                Unknown,
            ),
        ],
    );
}

#[test]
fn texts_are_spelt_as_the_provider_spells_them() {
    let main = r#"
resource "aws_lb_target_group" "t" {
  port     = 80
  protocol = "TCP"
  vpc_id   = "vpc-1"
  health_check {
    protocol = "tcp"
  }
  stickiness {
    type            = "source_ip"
    cookie_duration = 100
  }
}
resource "aws_lb_target_group" "cookie" {
  port     = 80
  protocol = "HTTP"
  vpc_id   = "vpc-1"
  stickiness {
    type = "lb_cookie"
  }
}
resource "aws_iam_group_policy" "g" {
  group  = "g"
  policy = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Resource\": \"*\", \"Effect\": \"Allow\"}]}"
}
resource "aws_db_instance" "d" {
  instance_class     = "db.t3.micro"
  maintenance_window = "Tue:02:00-Tue:02:30"
}
resource "aws_s3_bucket_policy" "none" {
  bucket = "b"
  policy = "{}"
}
resource "aws_glue_resource_policy" "g" {
  policy = "{\"Version\": \"2012-10-17\", \"Statement\": []}"
}
resource "aws_lb_listener" "l" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/1"
  protocol          = "https"
  alpn_policy       = "HTTP2Only"
  default_action {
    type             = "fixed-response"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/1"
  }
}
"#;
    hold(
        "spelling",
        main,
        vec![
            (
                "aws_lb_target_group.t.health_check[0].protocol",
                Known(json!("TCP")),
            ),
            (
                "aws_lb_target_group.t.stickiness[0].cookie_duration",
                Known(Json::Null),
            ),
            (
                "aws_lb_target_group.cookie.stickiness[0].cookie_duration",
                Known(json!(86400)),
            ),
            (
                "aws_iam_group_policy.g.policy",
                Known(json!(
                    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*"}]}"#
                )),
            ),
            (
                "aws_glue_resource_policy.g.policy",
                Known(json!(r#"{"Statement":[],"Version":"2012-10-17"}"#)),
            ),
            ("aws_db_instance.d.maintenance_window", Unknown),
            ("aws_s3_bucket_policy.none.policy", Unknown),
            ("aws_lb_listener.l.protocol", Known(json!("HTTPS"))),
            ("aws_lb_listener.l.alpn_policy", Known(json!("HTTP2Only"))),
            (
                "aws_lb_listener.l.default_action[0].target_group_arn",
                Unknown,
            ),
        ],
    );
}

#[test]
fn blocks_in_which_nothing_is_may_be_gone() {
    let main = r#"
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = "arn:aws:iam::111111111111:role/f"
  environment {
    variables = {}
  }
  dead_letter_config {
    target_arn = "arn:aws:sqs:eu-west-1:111111111111:q"
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "l" {
  bucket = "b"
  rule {
    id     = "r"
    status = "Enabled"
    filter {}
  }
}
"#;
    hold(
        "hollow",
        main,
        vec![
            ("aws_lambda_function.f.environment", Unknown),
            (
                "aws_lambda_function.f.dead_letter_config[0].target_arn",
                Known(json!("arn:aws:sqs:eu-west-1:111111111111:q")),
            ),
            (
                "aws_s3_bucket_lifecycle_configuration.l.rule[0].filter",
                Unknown,
            ),
            (
                "aws_s3_bucket_lifecycle_configuration.l.rule[0].id",
                Known(json!("r")),
            ),
        ],
    );
}

#[test]
fn sets_are_sensitive_as_a_whole() {
    let main = r#"
data "aws_iam_policy_document" "d" {
  statement {
    actions = ["sts:AssumeRole"]
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [sensitive("id")]
    }
  }
  statement {
    actions = ["sts:AssumeRole"]
  }
}
"#;
    hold(
        "sensitive",
        main,
        vec![
            (
                "issensitive(data.aws_iam_policy_document.d.statement[0].condition)",
                Known(json!(true)),
            ),
            (
                "issensitive(data.aws_iam_policy_document.d.statement[1].condition)",
                Known(json!(false)),
            ),
        ],
    );
}
