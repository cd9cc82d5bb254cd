//! What findings advise can be written where it is to be written; and what shows that `DynamoDB` is used.

use vpcelint::finding::Confidence;

use crate::fixtures::{Case, cases, lint_files, written};

fn fixture(rule: &str, name: &str) -> &'static Case {
    let mut cases = cases().iter();
    let is_it = |case: &&Case| case.rule == rule && case.name == name;
    cases.find(is_it).unwrap()
}

/// A VPC whose private subnets go through a NAT gateway, and that lacks the gateway endpoint for `DynamoDB` only.
fn vpc() -> String {
    let mut cases = cases().iter();
    let case = cases.find(|case| case.name == "bad_no_evidence").unwrap();
    case.files[0].1.clone()
}

/// A role that some principal takes, with a policy.
fn role(principal: &str, actions: &str, resources: &str) -> String {
    format!(
        "resource \"aws_iam_role\" \"r\" {{
  assume_role_policy = jsonencode({{ Statement = [{{ Effect = \"Allow\", Principal = {principal}, Action = \"sts:AssumeRole\" }}] }})
}}
resource \"aws_iam_role_policy\" \"r\" {{
  role   = aws_iam_role.r.id
  policy = jsonencode({{ Statement = [{{ Effect = \"Allow\", Action = {actions}, Resource = {resources} }}] }})
}}
"
    )
}

/// Code in some subnets with a variable in its environment.
fn function(vpc_config: &str, variable: &str) -> String {
    format!(
        "resource \"aws_lambda_function\" \"f\" {{
  function_name = \"f\"
  role          = \"arn:aws:iam::111122223333:role/f\"
  {vpc_config}
  environment {{
    variables = {{ {variable} = \"x\" }}
  }}
}}
"
    )
}

/// Code that is told of the table below.
fn told_of_table(vpc_config: &str) -> String {
    function(vpc_config, "ORDERS").replace("\"x\"", "aws_dynamodb_table.orders.name")
}

const TASKS: &str = "{ Service = \"ecs-tasks.amazonaws.com\" }";
const ANY: &str = "\"*\"";
const USE: &str = "[\"dynamodb:GetItem\", \"dynamodb:Query\"]";
const LOCKS: &str = "resource \"aws_dynamodb_table\" \"state\" {
  name     = \"state\"
  hash_key = \"LockID\"
  attribute {
    name = \"LockID\"
    type = \"S\"
  }
}
";
const TABLE: &str = "resource \"aws_dynamodb_table\" \"orders\" {
  name     = \"orders\"
  hash_key = \"id\"
}
";
const IN_VPC: &str = "vpc_config {
    subnet_ids         = [aws_subnet.private.id]
    security_group_ids = []
  }";

#[test]
fn applications_show_that_dynamodb_is_used() {
    let table = |name: &str| format!("\"arn:aws:dynamodb:eu-west-1:111122223333:table/{name}\"");
    let held = |holder: &str, resource: &str| {
        format!(
            "{}resource \"aws_iam_policy\" \"p\" {{
  policy = jsonencode({{ Statement = [{{ Effect = \"Allow\", Action = \"dynamodb:*\", Resource = {resource} }}] }})
}}
{holder}",
            role(TASKS, "\"s3:GetObject\"", ANY)
        )
    };
    let attachment = |role: &str| {
        format!(
            "resource \"aws_iam_role_policy_attachment\" \"p\" {{
  role       = {role}
  policy_arn = aws_iam_policy.p.arn
}}
"
        )
    };
    let user = "resource \"aws_iam_user_policy_attachment\" \"p\" {
  user       = \"alice\"
  policy_arn = aws_iam_policy.p.arn
}
";
    let kubernetes = "resource \"aws_iam_role\" \"r\" {
  assume_role_policy = jsonencode({ Statement = [{
    Effect    = \"Allow\"
    Principal = { Federated = var.issuer }
    Action    = \"sts:AssumeRoleWithWebIdentity\"
    Condition = { StringEquals = { \"oidc:sub\" = \"system:serviceaccount:shop:cart\" } }
  }] })
  inline_policy {
    name   = \"carts\"
    policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"dynamodb:*\", Resource = \"*\" }] })
  }
}
variable \"issuer\" {}
";
    let task = "resource \"aws_ecs_task_definition\" \"t\" {
  family                = \"t\"
  container_definitions = jsonencode([{ name = \"t\", environment = [{ name = \"ORDERS_DYNAMODB_TABLE\", value = var.table }] }])
}
variable \"table\" {}
";
    let datadog = "[\"dynamodb:List*\", \"dynamodb:Describe*\"]";
    let account = "{ AWS = \"arn:aws:iam::464622532012:root\" }";
    let on_locks = "aws_dynamodb_table.state.arn";
    for (is_sign, what) in [
        (true, role(TASKS, USE, ANY)),
        (true, role(TASKS, USE, &table("orders"))),
        // "lock" is a word of its own.
        (true, role(TASKS, USE, &table("blocklist"))),
        (false, role(TASKS, USE, &table("terraform-lock"))),
        (false, role(TASKS, USE, &table("TerraformStateLock"))),
        (false, LOCKS.to_owned()),
        (true, TABLE.to_owned()),
        // Only what runs elsewhere is told of it.
        (false, format!("{TABLE}{}", told_of_table(""))),
        (true, format!("{TABLE}{}", told_of_table(IN_VPC))),
        (false, format!("{LOCKS}{}", role(TASKS, USE, on_locks))),
        // Reading what tables there are is not using them, and people and vendors run nothing in the VPC.
        (false, role(TASKS, datadog, ANY)),
        (false, role(account, USE, ANY)),
        (
            false,
            role("{ Service = \"codebuild.amazonaws.com\" }", USE, ANY),
        ),
        (true, kubernetes.to_owned()),
        (true, held(&attachment("aws_iam_role.r.name"), ANY)),
        (false, held(&attachment("\"deploy\""), ANY)),
        (false, held(user, &table("orders"))),
        (false, held("", ANY)),
        (true, held("", &table("orders"))),
        (true, function(IN_VPC, "DYNAMODB_TABLE")),
        (true, function(IN_VPC, "ordersDdbTable")),
        (false, function(IN_VPC, "TABLE")),
        (false, function(IN_VPC, "DYNAMODB_LOCK_TABLE")),
        (false, function("", "DYNAMODB_TABLE")),
        (true, task.to_owned()),
    ] {
        let text = format!("{}{what}", vpc());
        let run = lint_files(&[("main.tf".into(), text)]);
        let (confidence, _) = run.said("missing_dynamodb_gateway_endpoint").unwrap();
        let expected = if is_sign {
            Confidence::Likely
        } else {
            Confidence::Possible
        };
        assert_eq!(confidence, expected, "{what}");
    }
}

/// What is told with others is as sure as they are: a need that only may be one is left out beside one that is.
#[test]
fn a_doubtful_need_weighs_no_more_in_company() {
    let alone = fixture("incomplete_endpoint_set", "bad_parameter_store_only");
    let run = lint_files(&alone.files);
    let (confidence, help) = run.said("incomplete_endpoint_set").unwrap();
    assert_eq!(confidence, Confidence::Possible);
    assert!(help.contains("ssmmessages"), "{help}");
    let mut files = alone.files.clone();
    files[0].1 = files[0].1.replace("[\"ssm\"", "[\"ecr.api\", \"ssm\"");
    let run = lint_files(&files);
    let (confidence, help) = run.said("incomplete_endpoint_set").unwrap();
    assert_eq!(confidence, Confidence::Likely);
    assert!(
        help.contains("ecr.dkr") && !help.contains("ssmmessages"),
        "{help}"
    );
}

/// The VPC of one root and the endpoints of another are one network, where the other may find the VPC or is handed it.
#[test]
fn what_a_neighbour_may_make_is_not_claimed() {
    let network = fixture("missing_s3_gateway_endpoint", "bad").files[0]
        .1
        .clone();
    let endpoint = |vpc: &str| {
        format!(
            "variable \"vpc_id\" {{}}
data \"aws_vpc\" \"main\" {{
  tags = {{ Name = \"main\" }}
}}
resource \"aws_vpc_endpoint\" \"s3\" {{
  vpc_id       = {vpc}
  service_name = \"com.amazonaws.eu-west-1.s3\"
}}
"
        )
    };
    let output = "output \"vpc_id\" {\n  value = aws_vpc.main.id\n}\n";
    let is_claimed = |handed_out: &str, place: &str, vpc: &str| {
        let files = [
            (
                "live/net/main.tf".to_owned(),
                format!("{network}{handed_out}"),
            ),
            (format!("{place}/main.tf"), endpoint(vpc)),
        ];
        let run = lint_files(&files);
        let is_claimed = run.said("missing_s3_gateway_endpoint").is_some();
        let open = "has endpoints for s3 in a VPC that is made elsewhere, which may be this one";
        let is_open = run.undecided().iter().any(|it| it.contains(open));
        assert_ne!(is_claimed, is_open, "{handed_out} {place} {vpc}");
        is_claimed
    };
    for place in ["live/endpoints", "live", "live/net/endpoints"] {
        assert!(!is_claimed("", place, "data.aws_vpc.main.id"), "{place}");
    }
    assert!(!is_claimed(output, "live/endpoints", "var.vpc_id"));
    assert!(is_claimed("", "live/endpoints", "var.vpc_id"));
    assert!(is_claimed(
        output,
        "other/endpoints",
        "data.aws_vpc.main.id"
    ));
    // Who knows less claims no more, be it the service or the VPC that is not known.
    let looking_up = endpoint("data.aws_vpc.main.id");
    let vpc = "values(data.aws_vpc.all)[var.vpc_id].id";
    let all = "data \"aws_vpc\" \"all\" {\n  for_each = var.vpcs\n  tags     = each.value\n}\nvariable \"vpcs\" {}\n";
    for unknown in [
        looking_up.replace("eu-west-1.s3", "eu-west-1.${var.vpc_id}"),
        endpoint(vpc) + all,
    ] {
        let files = [
            ("net/main.tf".to_owned(), network.clone()),
            ("ends/main.tf".to_owned(), unknown.clone()),
        ];
        let run = lint_files(&files);
        assert!(
            run.said("missing_s3_gateway_endpoint").is_none(),
            "{unknown}"
        );
    }
    let region = |name: &str| format!("provider \"aws\" {{\n  region = \"{name}\"\n}}\n");
    let files = [
        ("net/main.tf".to_owned(), region("eu-west-1") + &network),
        ("ends/main.tf".to_owned(), region("us-east-1") + &looking_up),
    ];
    let apart = lint_files(&files);
    assert!(apart.said("missing_s3_gateway_endpoint").is_some());
}

/// A network in a module, and what its caller makes of it.
fn called(caller: &str) -> Vec<(String, String)> {
    let network = "resource \"aws_vpc\" \"main\" {
  cidr_block = \"10.0.0.0/16\"
}
resource \"aws_subnet\" \"private\" {
  for_each          = { a = 1, b = 2 }
  vpc_id            = aws_vpc.main.id
  cidr_block        = \"10.0.${each.value}.0/24\"
  availability_zone = \"eu-west-1${each.key}\"
}
resource \"aws_nat_gateway\" \"main\" {
  subnet_id = aws_subnet.private[\"a\"].id
}
resource \"aws_route_table\" \"private\" {
  count  = 2
  vpc_id = aws_vpc.main.id
  route {
    cidr_block     = \"0.0.0.0/0\"
    nat_gateway_id = aws_nat_gateway.main.id
  }
}
output \"vpc_id\" {
  value = aws_vpc.main.id
}
output \"subnet_ids\" {
  value = [for key, subnet in aws_subnet.private : subnet.id]
}
output \"route_table_ids\" {
  value = aws_route_table.private[*].id
}
";
    vec![
        ("main.tf".into(), caller.into()),
        ("network/main.tf".into(), network.into()),
    ]
}

/// A security group that a public load balancer is in too.
const OPEN: &str = "resource \"aws_security_group\" \"web\" {
  vpc_id = module.network.vpc_id
  ingress {
    protocol    = \"tcp\"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [\"0.0.0.0/0\"]
  }
}
resource \"aws_lb\" \"web\" {
  internal        = false
  security_groups = [aws_security_group.web.id]
}
";

/// One endpoint for each zone.
const SIBLINGS: &str = "resource \"aws_vpc_endpoint\" \"sqs\" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = module.network.vpc_id
  service_name      = \"com.amazonaws.eu-west-1.sqs\"
  vpc_endpoint_type = \"Interface\"
  subnet_ids        = [module.network.subnet_ids[each.value]]
}
";

/// A VPC in one zone with an endpoint.
const ONE_ZONE: &str = "resource \"aws_vpc\" \"small\" {
  cidr_block = \"10.1.0.0/16\"
}
resource \"aws_subnet\" \"small\" {
  vpc_id            = aws_vpc.small.id
  cidr_block        = \"10.1.0.0/24\"
  availability_zone = \"eu-west-1a\"
}
resource \"aws_vpc_endpoint\" \"sqs\" {
  vpc_id            = aws_vpc.small.id
  service_name      = \"com.amazonaws.eu-west-1.sqs\"
  vpc_endpoint_type = \"Interface\"
  subnet_ids        = [aws_subnet.small.id]
}
";

#[test]
fn advice_can_be_written_where_it_is_needed() {
    let network = "module \"network\" {\n  source = \"./network\"\n}\n";
    let endpoint = |name: &str, kind: &str, rest: &str| {
        format!(
            "resource \"aws_vpc_endpoint\" \"{name}\" {{
  vpc_id            = module.network.vpc_id
  service_name      = \"com.amazonaws.eu-west-1.{name}\"
  vpc_endpoint_type = \"{kind}\"
  {rest}
}}
"
        )
    };
    let in_one = "subnet_ids = [module.network.subnet_ids[0]]";
    for (rule, caller, help) in [
        (
            "missing_s3_gateway_endpoint",
            network.to_owned(),
            "add an aws_vpc_endpoint for s3 with vpc_id = aws_vpc.main.id and route_table_ids = aws_route_table.private[*].id",
        ),
        (
            "gateway_endpoint_without_route_tables",
            format!("{network}{}", endpoint("s3", "Gateway", "")),
            "add module.network.route_table_ids to route_table_ids of aws_vpc_endpoint.s3",
        ),
        (
            "interface_endpoint_single_az",
            format!("{network}{}", endpoint("sqs", "Interface", in_one)),
            "add a subnet of another Availability Zone to subnet_ids, such as module.network.subnet_ids[1]",
        ),
        (
            "interface_endpoint_single_az",
            format!("{network}{SIBLINGS}"),
            "make one endpoint of this and aws_vpc_endpoint.sqs[\"b\"], with a subnet of each Availability Zone",
        ),
        (
            "interface_endpoint_single_az",
            ONE_ZONE.to_owned(),
            "add a subnet of another Availability Zone to VPC aws_vpc.small, whose subnets all lie in one, and then to subnet_ids",
        ),
        (
            "interface_endpoint_without_subnets",
            format!("{network}{}", endpoint("s3", "Interface", "")),
            "if a gateway endpoint for s3 is meant, which is free and takes no subnets, set vpc_endpoint_type = \"Gateway\" and route_table_ids; else list private subnets of its VPC in subnet_ids, one for each Availability Zone",
        ),
        (
            "endpoint_sg_open_to_world",
            format!(
                "{network}{OPEN}{}",
                endpoint(
                    "sqs",
                    "Interface",
                    "security_group_ids = [aws_security_group.web.id]"
                )
            ),
            "give the endpoint a security group of its own, as aws_lb.web shares this one, and admit there only the networks that use the endpoint: the VPC's own CIDR block or the clients' security groups",
        ),
    ] {
        let run = crate::fixtures::lint(&written(&called(&caller)).path);
        let said = run.said(rule).map(|(_, help)| help);
        assert_eq!(said, Some(help), "{caller}");
    }
}

/// Tables of several instances of a module are not named as if they were several of one.
#[test]
fn advice_names_nothing_twice() {
    let caller = "module \"network\" {\n  for_each = toset([\"a\", \"b\", \"c\"])\n  source = \"./network\"\n}\n";
    let run = lint_files(&called(caller));
    let (_, help) = run.said("missing_s3_gateway_endpoint").unwrap();
    assert_eq!(help.matches("aws_route_table.private").count(), 1, "{help}");
}

/// Whatever a finding is about, it lists the endpoints that it concerns.
#[test]
fn endpoints_concerned_are_listed() {
    for (rule, name, expected) in [
        (
            "client_sg_cannot_reach_endpoint",
            "bad",
            vec![
                "aws_vpc_endpoint.each[\"ecr.api\"]",
                "aws_vpc_endpoint.each[\"ecr.dkr\"]",
            ],
        ),
        (
            "client_sg_cannot_reach_gateway_service",
            "bad",
            vec!["aws_vpc_endpoint.s3"],
        ),
        (
            "incomplete_endpoint_set",
            "bad_ecr_endpoints",
            vec!["aws_vpc_endpoint.each[\"ecr.api\"]"],
        ),
    ] {
        let faults = lint_files(&fixture(rule, name).files).faults();
        let fault = faults.iter().find(|fault| fault.rule == rule).unwrap();
        assert_eq!(fault.endpoints, expected, "{rule}");
    }
}

/// One group is open and another may be: the first is told, the second is asked about.
#[test]
fn what_may_be_at_fault_beside_a_fault_is_a_question() {
    let group = |name: &str, cidr: &str| {
        format!(
            "resource \"aws_security_group\" \"{name}\" {{
  ingress {{
    protocol    = \"tcp\"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [{cidr}]
  }}
}}
"
        )
    };
    let text = "variable \"public\" {}\n".to_owned()
        + &group("open", "\"0.0.0.0/0\"")
        + &group("other", "var.public ? \"0.0.0.0/0\" : \"10.0.0.0/8\"")
        + "resource \"aws_vpc_endpoint\" \"sqs\" {
  vpc_id             = \"vpc-1\"
  service_name       = \"com.amazonaws.eu-west-1.sqs\"
  vpc_endpoint_type  = \"Interface\"
  security_group_ids = [aws_security_group.open.id, aws_security_group.other.id]
}
";
    let run = lint_files(&[("main.tf".to_owned(), text)]);
    let rule = "endpoint_sg_open_to_world";
    let faults = run.faults();
    let mut found = faults.iter().filter(|fault| fault.rule == rule);
    let addresses = found.next().map(|fault| fault.addresses.clone());
    assert_eq!(addresses, Some(vec!["aws_security_group.open".to_owned()]));
    assert!(found.next().is_none());
    let asked = run
        .questions()
        .any(|(it, address)| it == rule && address == "aws_vpc_endpoint.sqs");
    assert!(asked, "{:?}", run.undecided());
}
