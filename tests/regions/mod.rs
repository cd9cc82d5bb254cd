//! Regions as version 6 of the AWS provider has them, and what was asked in public about types, subnets and Regions.

use std::collections::BTreeSet;

use vpcelint::finding::Confidence;

use crate::fixtures::{Run, lint, lint_files, written};

const MISMATCH: &str = "service_region_mismatch";

/// An endpoint with that head, service and `service_region`.
fn endpoint(head: &str, service: &str) -> String {
    format!(
        "resource \"aws_vpc_endpoint\" \"e\" {{
  {head}
  vpc_id             = \"vpc-1\"
  service_name       = {service}
  vpc_endpoint_type  = \"Interface\"
  subnet_ids         = [\"subnet-1\", \"subnet-2\"]
  security_group_ids = [\"sg-1\"]
}}
"
    )
}

fn run(text: &str) -> Run {
    lint_files(&[("main.tf".to_owned(), text.to_owned())])
}

/// `region` of a resource goes before its provider, and is part of what it reads there.
#[test]
fn a_resource_has_a_region_of_its_own() {
    let provider = "provider \"aws\" {\n  region = \"us-east-1\"\n}\n";
    let named = "\"com.amazonaws.eu-west-1.ssm\"";
    for (what, head, service, is_wrong) in [
        (provider, "", named, true),
        (provider, "region = \"eu-west-1\"", named, false),
        (provider, "region = null", named, true),
        ("", "region = \"us-east-1\"", named, true),
        ("", "region = var.region", named, false),
        (
            provider,
            "",
            "\"com.amazonaws.${data.aws_region.r.region}.ssm\"",
            false,
        ),
        (
            provider,
            "",
            "\"com.amazonaws.${data.aws_region.eu.region}.ssm\"",
            true,
        ),
        (
            provider,
            "region = \"eu-west-1\"",
            "data.aws_vpc_endpoint_service.ssm.service_name",
            false,
        ),
        (
            provider,
            "",
            "data.aws_vpc_endpoint_service.ssm.service_name",
            true,
        ),
    ] {
        let data = "variable \"region\" {}
data \"aws_region\" \"r\" {}
data \"aws_region\" \"eu\" {
  region = \"eu-west-1\"
}
data \"aws_vpc_endpoint_service\" \"ssm\" {
  region  = \"eu-west-1\"
  service = \"ssm\"
}
";
        let text = format!("{what}{data}{}", endpoint(head, service));
        let found = run(&text).rules().contains(MISMATCH);
        assert_eq!(found, is_wrong, "{what} {head} {service}");
    }
}

/// What names the Region of a provider that comes from the environment cannot name anything else.
#[test]
fn the_region_of_a_provider_is_no_part_of_a_suffix() {
    let data = "data \"aws_region\" \"r\" {}\nvariable \"region\" {}\n";
    for (region, is_known) in [("data.aws_region.r.name", true), ("var.region", false)] {
        let service = format!("\"com.amazonaws.${{{region}}}.secretmanager\"");
        let run = run(&format!("{data}{}", endpoint("", &service)));
        let said = run.said("unknown_endpoint_service");
        assert_eq!(said.is_some(), is_known, "{region}");
        if let Some((confidence, help)) = said {
            assert_eq!(confidence, Confidence::Likely);
            assert_eq!(help, "did you mean com.amazonaws.<region>.secretsmanager?");
        }
    }
}

/// Questions that people asked in public: what is wrong with each is found at the line that says so.
#[test]
fn what_was_asked_is_answered() {
    let vpc = "resource \"aws_vpc\" \"v\" {
  cidr_block           = \"10.61.0.0/16\"
  enable_dns_hostnames = true
}
";
    let interface = |service: &str, subnets: &str, more: &str| {
        format!(
            "resource \"aws_vpc_endpoint\" \"e\" {{
  vpc_id              = aws_vpc.v.id
  service_name        = \"{service}\"
  vpc_endpoint_type   = \"Interface\"
  subnet_ids          = {subnets}
  private_dns_enabled = true
  {more}
}}
"
        )
    };
    let subnets = |count: &str, zone: &str| {
        format!(
            "variable \"azs\" {{
  default = [\"eu-west-1a\", \"eu-west-1b\", \"eu-west-1c\"]
}}
resource \"aws_subnet\" \"s\" {{
  count             = {count}
  vpc_id            = aws_vpc.v.id
  cidr_block        = cidrsubnet(\"10.61.0.0/16\", 8, count.index)
  availability_zone = {zone}
}}
"
        )
    };
    let all = "aws_subnet.s[*].id";
    let api = "com.amazonaws.eu-west-1.ecr.api";
    for (what, expected) in [
        (
            subnets("6", "element(var.azs, count.index)") + &interface(api, all, ""),
            "interface_endpoint_duplicate_az",
        ),
        (
            subnets(
                "4",
                "[\"eu-west-1a\", \"eu-west-1b\"][floor(count.index / 2)]",
            ) + &interface(api, "slice(aws_subnet.s[*].id, 0, 2)", ""),
            "interface_endpoint_duplicate_az",
        ),
        (
            "resource \"aws_vpc_endpoint\" \"objects\" {
  vpc_id          = aws_vpc.v.id
  service_name    = \"com.amazonaws.eu-west-1.s3\"
  ip_address_type = \"dualstack\"
  route_table_ids = [\"rtb-1\"]
  dns_options {
    dns_record_ip_type                             = \"dualstack\"
    private_dns_only_for_inbound_resolver_endpoint = true
  }
}
"
            .to_owned(),
            "gateway_endpoint_interface_arguments",
        ),
        (
            "provider \"aws\" {\n  region = \"us-east-1\"\n}\n".to_owned()
                + &subnets("2", "\"us-east-1${substr(\"ab\", count.index, 1)}\"")
                + &interface("com.amazonaws.eu-west-1.ssm", all, ""),
            MISMATCH,
        ),
        (
            subnets("2", "\"eu-west-1${substr(\"ab\", count.index, 1)}\"")
                + &interface(
                    "com.amazonaws.us-east-1.bedrock",
                    all,
                    "service_region = \"us-east-1\"",
                ),
            "cross_region_endpoint_unsupported",
        ),
    ] {
        let run = lint(&written(&[("main.tf", &format!("{vpc}{what}"))]).path);
        let own: BTreeSet<String> = run.rules();
        assert!(
            own.contains(expected),
            "{expected} is not in {own:?}:\n{what}"
        );
    }
}
