//! What `inspect` shows, for people and for programs.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod asked;
mod scene;

use std::path::{Path, PathBuf};

use scene::Scene;
use serde_json::{Value as Json, json};
use vpcelint::{
    config::ConfigSource,
    inputs::Input,
    inspect::{Format, Inspect, Values, inspect},
    pool,
    report::{Output, Style},
    source::Sources,
};

const MAIN: &str = r#"
variable "zones" {
  default = ["a", "b"]
}

variable "on" {
  type = bool
}

variable "rules" {
  type    = set(string)
  default = ["10.1.0.0/16", "10.0.0.0/16"]
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "private" {
  count             = length(var.zones)
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = "eu-west-1${var.zones[count.index]}"
}

resource "aws_security_group" "endpoints" {
  vpc_id = aws_vpc.main.id

  dynamic "ingress" {
    for_each = var.rules
    content {
      protocol    = "tcp"
      from_port   = 443
      to_port     = 443
      cidr_blocks = [ingress.value]
    }
  }
}

resource "aws_vpc_endpoint" "maybe" {
  count        = var.on ? 1 : 0
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.s3"
  policy       = <<-JSON
    { "Version": "2012-10-17", "Statement": [] }
  JSON
  timeouts {
    create = "10m"
  }
}

data "aws_iam_policy_document" "all" {
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
}

module "net" {
  source = "./net"
  names  = ["x", "y"]
}
"#;

const NET: &str = r#"
variable "names" {}

resource "aws_internet_gateway" "each" {
  for_each = toset(var.names)
  tags     = { Name = each.key }
}
"#;

fn scene(name: &str) -> Scene {
    let scene = Scene::new(name);
    scene.write("main.tf", MAIN);
    scene.write("net/main.tf", NET);
    scene
}

fn ask(scene: &Scene, directory: &str, inputs: Vec<Input>, format: Format) -> Output {
    let sources = Sources::new(scene.0.clone());
    let pool = pool::build(1).unwrap();
    let request = Inspect {
        directory: PathBuf::from(directory),
        format,
        network: false,
        values: Values {
            inputs,
            config: ConfigSource::Nothing,
            ..Values::default()
        },
    };
    let style = Style {
        color: false,
        unicode: true,
        width: 80,
        is_screen: false,
    };
    pool.install(|| inspect(&sources, &request, style)).unwrap()
}

fn report(scene: &Scene, directory: &str) -> Json {
    serde_json::from_str(&ask(scene, directory, Vec::new(), Format::Json).text).unwrap()
}

fn resource<'a>(report: &'a Json, address: &str) -> &'a Json {
    report["roots"][0]["resources"]
        .as_array()
        .unwrap()
        .iter()
        .find(|resource| resource["address"] == address)
        .unwrap()
}

#[test]
fn people_see_a_table_by_address() {
    let scene = scene("table");
    insta::assert_snapshot!(ask(&scene, ".", Vec::new(), Format::Human).text);
}

#[test]
fn programs_see_planned_values() {
    let scene = scene("planned");
    let report = report(&scene, ".");
    assert_eq!(report["version"], 1);
    assert_eq!(report["roots"][0]["dir"], ".");
    let subnet = resource(&report, "aws_subnet.private[1]");
    assert_eq!(
        subnet["values"],
        json!({
            "availability_zone": "eu-west-1b",
            "cidr_block": "10.0.1.0/24",
            "vpc_id": null,
        })
    );
    assert_eq!(
        subnet["unknown"],
        json!({ "availability_zone": false, "cidr_block": false, "vpc_id": true })
    );
    assert_eq!(
        (
            &subnet["mode"],
            &subnet["type"],
            &subnet["name"],
            &subnet["index"],
            &subnet["exists"]
        ),
        (
            &json!("managed"),
            &json!("aws_subnet"),
            &json!("private"),
            &json!(1),
            &json!("must")
        )
    );
    assert_eq!(subnet["location"]["start"]["line"], 19);
    // Sets of objects come in Terraform's order, with the provider's empty values.
    let group = resource(&report, "aws_security_group.endpoints");
    assert_eq!(
        group["values"]["ingress"][0]["cidr_blocks"],
        json!(["10.0.0.0/16"])
    );
    assert_eq!(group["values"]["ingress"][0]["self"], json!(false));
    assert_eq!(
        group["values"]["ingress"][1]["cidr_blocks"],
        json!(["10.1.0.0/16"])
    );
    // What a condition decides may exist; the provider normalizes policies.
    let endpoint = resource(&report, "aws_vpc_endpoint.maybe[0]");
    assert_eq!(endpoint["exists"], "may");
    assert_eq!(
        endpoint["values"]["policy"],
        "{\"Statement\":[],\"Version\":\"2012-10-17\"}"
    );
    assert_eq!(endpoint["values"]["timeouts"]["create"], "10m");
    let document = resource(&report, "data.aws_iam_policy_document.all");
    assert_eq!(document["mode"], "data");
    assert_eq!(document["values"]["statement"][0]["effect"], "Allow");
    let gateway = resource(&report, "module.net.aws_internet_gateway.each[\"y\"]");
    assert_eq!(gateway["index"], "y");
    assert_eq!(gateway["values"]["tags"], json!({ "Name": "y" }));
    assert_eq!(gateway["location"]["file"], "net/main.tf");
}

#[test]
fn variables_can_be_given() {
    let scene = scene("given");
    let off = Input::Variable {
        name: "on".to_owned(),
        value: "false".to_owned(),
    };
    let text = ask(&scene, ".", vec![off], Format::Json).text;
    assert!(!text.contains("aws_vpc_endpoint.maybe"), "{text}");
}

#[test]
fn models_of_registry_modules_are_located_at_the_call() {
    let scene = Scene::new("registry");
    scene.write(
        "main.tf",
        r#"module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.0.0"
  cidr    = "10.0.0.0/16"
}
"#,
    );
    let report = report(&scene, ".");
    for resource in report["roots"][0]["resources"].as_array().unwrap() {
        assert_eq!(resource["location"]["file"], "main.tf", "{resource}");
        assert_eq!(resource["location"]["start"]["line"], 1);
    }
}

#[test]
fn what_cannot_be_read_is_said() {
    let scene = Scene::new("broken");
    scene.write(
        "main.tf",
        "resource \"aws_vpc\" \"a\" {\n  cidr_block = \n}\nresource \"aws_vpc\" \"b\" {}\n",
    );
    scene.write("empty/README", "");
    let output = ask(&scene, ".", Vec::new(), Format::Json);
    assert!(
        output.told().starts_with("warning: main.tf:2"),
        "{}",
        output.told()
    );
    assert!(output.text.contains("aws_vpc.b"));
    let output = ask(&scene, "empty", Vec::new(), Format::Json);
    assert_eq!(output.told(), "warning: no Terraform files in `empty`\n");
    let sources = Sources::new(scene.0.clone());
    let pool = pool::build(1).unwrap();
    let request = Inspect {
        directory: Path::new("missing").into(),
        format: Format::Json,
        network: false,
        values: Values {
            config: ConfigSource::Nothing,
            ..Values::default()
        },
    };
    let style = Style {
        color: false,
        unicode: true,
        width: 80,
        is_screen: false,
    };
    assert!(pool.install(|| inspect(&sources, &request, style)).is_err());
}

/// What the provider fills in is there for expressions too, in the order of a set.
#[test]
fn expressions_see_rules_and_tags_as_they_are_planned() {
    let scene = Scene::new("as-planned");
    scene.write(
        "main.tf",
        r#"
resource "aws_security_group" "x" {
  tags = {}
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "TCP"
    description = "z"
  }
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "6"
    cidr_blocks = ["10.0.0.0/8"]
  }
}

resource "aws_route_table" "x" {
  vpc_id = "vpc-1"
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = "igw-1"
  }
}

resource "terraform_data" "seen" {
  input = [
    [for rule in aws_security_group.x.ingress : [rule.protocol, rule.description, rule.cidr_blocks, rule.self]],
    [for route in aws_route_table.x.route : [route.gateway_id, route.nat_gateway_id]],
    aws_security_group.x.tags,
  ]
}
"#,
    );
    let report = report(&scene, ".");
    let seen = resource(&report, "terraform_data.seen");
    assert_eq!(
        seen["values"]["input"],
        json!([
            [["tcp", "", ["10.0.0.0/8"], false], ["tcp", "z", [], false]],
            [["igw-1", ""]],
            null,
        ])
    );
}

/// An argument wins over blocks of its name, whichever of them is in the override file.
#[test]
fn overrides_do_not_mix_an_argument_with_blocks() {
    let scene = Scene::new("mixed");
    let block = "ingress {\n from_port = 1\n to_port = 2\n protocol = \"tcp\"\n}\n";
    for (file, first, second) in [
        ("main.tf", "ingress = []\n", block),
        ("override.tf", block, "ingress = []\n"),
    ] {
        let group =
            |name, body| format!("resource \"aws_security_group\" \"{name}\" {{\n{body}}}\n");
        scene.write(file, group("a", first) + &group("b", second));
    }
    let report = report(&scene, ".");
    for address in ["aws_security_group.a", "aws_security_group.b"] {
        assert_eq!(resource(&report, address)["values"]["ingress"], json!([]));
    }
}

/// Nested blocks in JSON syntax are blocks: filled in, converted, with `dynamic` among them.
#[test]
fn nested_blocks_in_json_are_blocks() {
    let scene = Scene::new("json-blocks");
    scene.write(
        "main.tf.json",
        r#"{
  "resource": {"aws_vpc_endpoint": {"x": {
    "vpc_id": "vpc-1",
    "service_name": "s",
    "timeouts": [{"create": 10}],
    "dns_options": {"private_dns_only_for_inbound_resolver_endpoint": "true"}
  }}},
  "data": {"aws_iam_policy_document": {"d": {"statement": [{
    "actions": ["s3:*"],
    "dynamic": {"condition": [{
      "for_each": {"a": "b"},
      "content": {"test": "StringEquals", "variable": "${condition.key}", "values": ["${condition.value}"]}
    }]}
  }]}}}
}"#,
    );
    let report = report(&scene, ".");
    let endpoint = &resource(&report, "aws_vpc_endpoint.x")["values"];
    assert_eq!(
        endpoint["timeouts"],
        json!({ "create": "10", "delete": null, "update": null })
    );
    let private = "private_dns_only_for_inbound_resolver_endpoint";
    assert_eq!(endpoint["dns_options"][0][private], true);
    let statement = &resource(&report, "data.aws_iam_policy_document.d")["values"]["statement"][0];
    assert_eq!(statement["effect"], "Allow");
    assert_eq!(
        statement["condition"],
        json!([{ "test": "StringEquals", "variable": "a", "values": ["b"] }])
    );
}

/// Where neither number nor keys are known, an instance is joined with that of the same key.
#[test]
fn instances_that_cannot_be_told_apart_keep_their_links() {
    let scene = Scene::new("links");
    scene.write(
        "main.tf",
        r#"
variable "names" {
  type = set(string)
}
data "aws_availability_zones" "here" {}
locals {
  zones = { for index, zone in data.aws_availability_zones.here.names : zone => index }
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "each" {
  for_each          = local.zones
  vpc_id            = aws_vpc.main.id
  availability_zone = each.key
}
resource "aws_route_table" "each" {
  for_each = aws_subnet.each
  vpc_id   = each.value.vpc_id
}
resource "aws_route_table_association" "each" {
  for_each       = local.zones
  subnet_id      = aws_subnet.each[each.key].id
  route_table_id = aws_route_table.each[each.key].id
}
resource "aws_route_table_association" "other" {
  for_each       = var.names
  subnet_id      = aws_subnet.each[each.key].id
  route_table_id = aws_route_table.each["a"].id
}
resource "aws_subnet" "count" {
  count  = length(data.aws_availability_zones.here.names)
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table_association" "count" {
  count          = length(aws_subnet.count[*].id)
  subnet_id      = aws_subnet.count[count.index].id
  route_table_id = module.table[count.index].id
}
module "table" {
  source = "./table"
  count  = length(aws_subnet.count)
}
"#,
    );
    scene.write(
        "table/main.tf",
        "resource \"aws_route_table\" \"it\" {}\noutput \"id\" {\n  value = aws_route_table.it.id\n}\n",
    );
    let table = ask(&scene, ".", Vec::new(), Format::Human).text;
    let of = |address: &str| {
        let blocks = table.split("\n\n");
        let mut own = blocks.filter(|block| block.trim_start().starts_with(address));
        own.next().unwrap().to_owned()
    };
    for (address, links) in [
        (
            "aws_route_table_association.each[*]",
            ["aws_route_table.each[*].id", "aws_subnet.each[*].id"],
        ),
        (
            "aws_route_table_association.count[0]",
            [
                "module.table[0].aws_route_table.it.id",
                "aws_subnet.count[0].id",
            ],
        ),
        (
            "aws_route_table_association.count[*]",
            [
                "module.table[*].aws_route_table.it.id",
                "aws_subnet.count[*].id",
            ],
        ),
    ] {
        let block = of(address);
        for link in links {
            assert!(block.contains(&format!("(unknown {link})")), "{block}");
        }
    }
    let other = of("aws_route_table_association.other[*]");
    assert!(!other.contains("each[*]"), "{other}");
}

/// A count that is known at the least makes the first instances, and perhaps more.
#[test]
fn what_is_counted_at_the_least_is_no_whole() {
    let scene = Scene::new("least");
    scene.write(
        "main.tf",
        r#"
data "aws_availability_zones" "here" {}
resource "aws_subnet" "a" {
  count  = length(data.aws_availability_zones.here.names)
  vpc_id = "vpc-1"
}
"#,
    );
    let expressions = [
        "length(aws_subnet.a)",
        "length(aws_subnet.a) == 2",
        "aws_subnet.a[2].id",
        "aws_subnet.a[1].vpc_id",
    ];
    let answers = asked::answers(&scene.0, ".", &expressions);
    for (expression, answer) in expressions.iter().zip(&answers).take(3) {
        assert_eq!(answer["unknown"], true, "{expression}: {answer}");
    }
    assert_eq!(answers[3]["value"], "vpc-1");
}
