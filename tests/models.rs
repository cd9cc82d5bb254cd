//! Calls of registry modules whose sources are not on disk: what vpcelint's models of them say, version by version. Terraform's own answers,
//! for any version, are asked by `against_terraform`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod scene;
#[path = "scene/terminal.rs"]
mod terminal;

use std::{collections::BTreeMap, thread};

use scene::Scene;
use serde_json::{Value as Json, json};
use terminal::{FAULTY, check, run};

const VPC: &str = "terraform-aws-modules/vpc/aws";
const VPC_ENDPOINTS: &str = "terraform-aws-modules/vpc/aws//modules/vpc-endpoints";

/// Three private subnets with IPv6, and one NAT gateway for all.
const DUAL: &str = r#"
  name                            = "x"
  cidr                            = "10.0.0.0/16"
  azs                             = ["us-east-1a", "us-east-1b", "us-east-1c"]
  public_subnets                  = ["10.0.1.0/24"]
  private_subnets                 = ["10.0.2.0/24", "10.0.3.0/24", "10.0.4.0/24"]
  enable_ipv6                     = true
  single_nat_gateway              = true
"#;

/// The instances that a call makes, by address below `module.m`.
struct Made(BTreeMap<String, Json>);

fn made(source: &str, version: &str, arguments: &str) -> Made {
    // Each test has a thread of its own.
    let scene = Scene::new(thread::current().name().unwrap());
    let version = format!("  version = {version:?}\n");
    scene.write(
        "main.tf",
        format!("module \"m\" {{\n  source = {source:?}\n{version}{arguments}\n}}\n"),
    );
    let shown = run(&scene.0, &["inspect", "--output-format", "json"], &[]).text;
    let shown: Json = serde_json::from_str(&shown).unwrap();
    let resources = shown["roots"][0]["resources"].as_array().unwrap();
    let resources = resources.iter().map(|resource| {
        let address = resource["address"].as_str().unwrap();
        let address = address.strip_prefix("module.m.").unwrap().to_owned();
        (address, resource.clone())
    });
    Made(resources.collect())
}

impl Made {
    fn count(&self, name: &str) -> usize {
        let begin = format!("{name}[");
        self.0.keys().filter(|it| it.starts_with(&begin)).count()
    }

    fn value(&self, address: &str, attribute: &str) -> &Json {
        &self.0[address]["values"][attribute]
    }

    fn is_unknown(&self, address: &str, attribute: &str) -> bool {
        self.0[address]["unknown"][attribute] == json!(true)
    }
}

#[test]
fn before_4_one_argument_makes_all_subnets_assign_ipv6() {
    let arguments = format!("{DUAL}  assign_ipv6_address_on_creation = true\n");
    for version in ["2.78.0", "3.19.0"] {
        let made = made(VPC, version, &arguments);
        for subnet in ["aws_subnet.private[2]", "aws_subnet.public[0]"] {
            let assigns = made.value(subnet, "assign_ipv6_address_on_creation");
            assert_eq!(*assigns, json!(true), "{version} {subnet}");
        }
    }
    let made = made(VPC, "5.21.0", &arguments);
    let assigns = made.value("aws_subnet.private[2]", "assign_ipv6_address_on_creation");
    assert_eq!(*assigns, json!(false));
}

#[test]
fn routes_to_the_egress_only_gateway_are_one_a_subnet_or_one_a_table() {
    let routes = |version| made(VPC, version, DUAL).count("aws_route.private_ipv6_egress");
    for (version, expected) in [("3.19.0", 3), ("5.7.0", 3), ("5.7.1", 1), ("6.6.0", 1)] {
        assert_eq!(routes(version), expected, "{version}");
    }
    // What lets both in makes one for all that is not known.
    let made = made(VPC, "~> 5.0", DUAL);
    let certain = |it: &&String| made.0[*it]["exists"] == "must";
    let routes = made
        .0
        .keys()
        .filter(|it| it.starts_with("aws_route.private_ipv6_egress"));
    assert!(routes.filter(certain).count() <= 1);
}

#[test]
fn a_vpc_without_ipv6_says_so_before_3_16() {
    let attribute = "assign_generated_ipv6_cidr_block";
    let vpc = |version| made(VPC, version, "  cidr = \"10.0.0.0/16\"\n");
    for version in ["2.78.0", "3.15.0"] {
        let made = vpc(version);
        assert_eq!(*made.value("aws_vpc.this[0]", attribute), json!(false));
    }
    let made = vpc("3.16.0");
    assert_eq!(*made.value("aws_vpc.this[0]", attribute), Json::Null);
    // Where both are let in, nothing is known.
    assert!(vpc(">= 3.0, < 4.0").is_unknown("aws_vpc.this[0]", attribute));
}

#[test]
fn subnets_of_an_outpost_leave_customer_owned_addresses_alone_before_4() {
    let arguments = r#"
  cidr            = "10.0.0.0/16"
  azs             = ["us-east-1a"]
  private_subnets = ["10.0.1.0/24"]
  outpost_subnets = ["10.0.2.0/24"]
  outpost_az      = "us-east-1a"
  outpost_arn     = "arn:aws:outposts:us-east-1:123456789012:outpost/op-1"
"#;
    let made = made(VPC, "3.19.0", arguments);
    let maps = made.value("aws_subnet.outpost[0]", "map_customer_owned_ip_on_launch");
    assert_eq!(*maps, Json::Null);
}

#[test]
fn endpoints_are_named_after_their_keys_from_5_17() {
    let arguments = r#"
  vpc_id    = "vpc-1"
  endpoints = { "ecr.api" = { service = "ecr.api" } }
"#;
    let tags = |version| {
        let made = made(VPC_ENDPOINTS, version, arguments);
        let address = "aws_vpc_endpoint.this[\"ecr.api\"]";
        made.value(address, "tags").clone()
    };
    assert_eq!(tags("3.19.0"), Json::Null);
    assert_eq!(tags("5.16.0"), Json::Null);
    assert_eq!(tags("5.17.0"), json!({ "Name": "ecr-api" }));
}

#[test]
fn public_subnets_with_ipv6_of_aws_ia_lead_to_the_internet() {
    let arguments = r#"
  name                                 = "dual"
  cidr_block                           = "10.0.0.0/16"
  vpc_assign_generated_ipv6_cidr_block = true
  azs                                  = ["us-east-1a", "us-east-1b"]
  subnets = {
    public  = { netmask = 24, assign_ipv6_cidr = true }
    private = { netmask = 24 }
  }
"#;
    let made = made("aws-ia/vpc/aws", "4.7.3", arguments);
    assert_eq!(made.count("aws_route.public_ipv6_to_igw"), 2);
    let route = "aws_route.public_ipv6_to_igw[\"us-east-1b\"]";
    assert_eq!(
        *made.value(route, "destination_ipv6_cidr_block"),
        json!("::/0")
    );
}

#[test]
fn a_version_that_is_newer_than_the_model_is_told() {
    let scene = Scene::new("models-newer");
    let call = |name: &str, source: &str, version: &str| {
        let cidr = "  cidr = \"10.0.0.0/16\"\n";
        format!("module \"{name}\" {{\n  source = {source:?}\n  version = {version:?}\n{cidr}}}\n")
    };
    let repository =
        "git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=v99.0.0";
    let git = format!("module \"git\" {{\n  source = {repository:?}\n}}\n");
    let calls = [
        call("new", VPC, "~> 98.0"),
        call("maybe", VPC, ">= 5.0"),
        call("old", VPC, "5.8.1"),
        git,
        FAULTY.to_owned(),
    ];
    scene.write("main.tf", calls.concat());
    let told = check(&scene.0, &[], &[]);
    let note = "note: 2 module calls are of newer versions than vpcelint knows, what they make may differ: \
                run `terraform get`, or `terraform init`\n  .: module.git (terraform-aws-modules/vpc/aws, known up to ";
    assert!(told.notes.contains(note), "{}", told.notes);
    assert!(!told.notes.contains("module.maybe") && !told.notes.contains("module.old"));
    // It is no finding, and the findings go on.
    let findings = told.findings().len();
    assert_eq!((told.status, findings), (1, 2), "{}", told.text);
    let report = run(&scene.0, &["check", "--format", "json"], &[]).text;
    let report: Json = serde_json::from_str(&report).unwrap();
    assert!(report["notes"][0].as_str().unwrap().contains("module.new"));
    assert_eq!(report["unfollowed"], json!([]));
}

#[test]
fn a_fork_is_read_as_its_original_and_makes_nothing_certain() {
    let scene = Scene::new("models-fork");
    let configuration = |source: &str| {
        format!(
            r#"
module "vpc" {{
  source = {source:?}

  name            = "x"
  cidr            = "10.0.0.0/16"
  azs             = ["eu-west-1a", "eu-west-1a"]
  private_subnets = ["10.0.1.0/24", "10.0.2.0/24"]
}}

resource "aws_vpc_endpoint" "crowded" {{
  vpc_id             = module.vpc.vpc_id
  service_name       = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = [module.vpc.private_subnets[0], module.vpc.private_subnets[1]]
  security_group_ids = ["sg-1"]
}}

resource "aws_vpc_endpoint" "mistyped" {{
  vpc_id            = module.vpc.vpc_id
  service_name      = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type = "Gateway"
}}
"#
        )
    };
    let findings = |source: &str| {
        scene.write("main.tf", configuration(source));
        let report = run(&scene.0, &["check", "--format", "json"], &[]).text;
        let report: Json = serde_json::from_str(&report).unwrap();
        let findings = report["findings"].as_array().unwrap().clone();
        move |rule: &str| findings.iter().find(|it| it["rule"] == rule).cloned()
    };
    let (crowded, mistyped) = (
        "interface_endpoint_duplicate_az",
        "endpoint_type_service_mismatch",
    );
    let of_original = findings("github.com/terraform-aws-modules/terraform-aws-vpc?ref=v5.8.1");
    assert_eq!(of_original(crowded).unwrap()["confidence"], "certain");
    let of_fork = findings("github.com/acme/terraform-aws-vpc?ref=v5.8.1");
    let found = of_fork(crowded).unwrap();
    assert_eq!(found["confidence"], "likely");
    let steps = found["steps"].as_array().unwrap();
    let told = "taken for a fork of terraform-aws-modules/vpc/aws, for its name and version";
    assert!(steps.iter().any(|it| it["message"] == told), "{steps:?}");
    // What does not rest on it stays as sure as it was.
    assert_eq!(of_fork(mistyped).unwrap()["confidence"], "certain");
    // Another repository of that name is out of sight.
    let of_other = findings("github.com/acme/terraform-aws-vpc?ref=v1.0.0");
    assert!(of_other(crowded).is_none());
}
