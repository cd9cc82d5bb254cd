//! What `inspect --network` shows of the joined network, and what `check` counts of what it asked about it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod scene;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use scene::Scene;
use serde_json::{Value as Json, json};
use vpcelint::rules::Check;
use vpcelint::{
    config::ConfigSource,
    inspect::{Format, Inspect, Values, inspect},
    lint::{self, Request},
    network::{EdgeKind, End, Network, Topology},
    pool,
    report::Style,
    source::Sources,
};

fn shown(directory: &Path, format: Format) -> String {
    let sources = Sources::new(directory.to_path_buf());
    let request = Inspect {
        directory: PathBuf::from("."),
        format,
        network: true,
        values: Values {
            config: ConfigSource::Nothing,
            ..Values::default()
        },
    };
    let style = Style {
        color: false,
        unicode: true,
        width: 100,
        is_screen: false,
    };
    let pool = pool::build(1).unwrap();
    let output = pool.install(|| inspect(&sources, &request, style));
    output.unwrap().text
}

/// What the program writes to standard output.
fn run(directory: &Path, arguments: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_vpcelint"));
    let output = program.args(arguments).current_dir(directory).output();
    String::from_utf8(output.unwrap().stdout).unwrap()
}

#[test]
fn projects_have_a_network() {
    for project in ["hub_and_spoke", "module_library", "production", "small_vpc"] {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/_projects");
        let directory = directory.join(project);
        insta::assert_snapshot!(project, shown(&directory, Format::Human));
        let graph: Json = serde_json::from_str(&shown(&directory, Format::Json)).unwrap();
        assert_eq!(graph["version"], 1);
        for root in graph["roots"].as_array().unwrap() {
            let nodes = root["nodes"].as_array().unwrap();
            let is_node = |address: &Json| nodes.iter().any(|node| node["address"] == *address);
            for edge in root["edges"].as_array().unwrap() {
                assert!(is_node(&edge["from"]) || edge["kind"] == "route", "{edge}");
                assert_eq!(edge["node"], is_node(&edge["to"]), "{edge}");
            }
        }
    }
}

const CONDITIONS: &str = r#"
variable "public" { type = bool }
variable "more" { type = set(string) }
data "terraform_remote_state" "network" { backend = "s3" }
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "open" { vpc_id = aws_vpc.main.id }
resource "aws_security_group" "closed" {
  vpc_id = aws_vpc.main.id
  ingress {
    protocol        = "tcp"
    from_port       = 443
    to_port         = 443
    security_groups = [aws_security_group.open.id]
  }
}
resource "aws_vpc_endpoint" "sqs" {
  vpc_id             = aws_vpc.main.id
  service_name       = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = [aws_subnet.a.id, "subnet-1"]
  route_table_ids    = data.terraform_remote_state.network.outputs.tables
  security_group_ids = var.public ? [aws_security_group.open.id] : [aws_security_group.closed.id]
}
resource "aws_vpc_endpoint_subnet_association" "more" {
  for_each        = var.more
  vpc_endpoint_id = aws_vpc_endpoint.sqs.id
  subnet_id       = each.value
}
"#;

/// Alternatives and what only may be there are edges that may be; what is out of sight is said.
#[test]
fn edges_know_how_sure_they_are() {
    let scene = Scene::new("conditions");
    scene.write("main.tf", CONDITIONS);
    let graph: Json = serde_json::from_str(&shown(&scene.0, Format::Json)).unwrap();
    let root = &graph["roots"][0];
    let edges = root["edges"].as_array().unwrap();
    let edge = |kind: &str, from: &str, to: &str| {
        let found = edges
            .iter()
            .find(|edge| edge["kind"] == kind && edge["from"] == from && edge["to"] == to);
        found.map(|edge| (edge["node"].clone(), edge["exists"].clone()))
    };
    let sqs = "aws_vpc_endpoint.sqs";
    let (must, may) = (json!("must"), json!("may"));
    for (kind, to, node, exists) in [
        ("vpc", "aws_vpc.main", true, &must),
        ("subnet", "aws_subnet.a", true, &must),
        ("subnet", "subnet-1", false, &must),
        ("subnet", "var.more[*]", false, &may),
        ("security_group", "aws_security_group.open", true, &may),
        ("security_group", "aws_security_group.closed", true, &may),
    ] {
        let expected = Some((json!(node), exists.clone()));
        assert_eq!(edge(kind, sqs, to), expected, "{kind} {to}");
    }
    let closed = "aws_security_group.closed";
    let admits = edge("admits", closed, "aws_security_group.open");
    assert_eq!(admits, Some((json!(true), must)));
    assert_eq!(root["unknown"][0]["from"], sqs);
    assert_eq!(root["unknown"][0]["kind"], "route_table");
    let endpoint = root["nodes"].as_array().unwrap().last().unwrap();
    assert_eq!(
        endpoint["facts"],
        json!({"type": "Interface", "service": "sqs", "private_dns": "false"})
    );
}

/// The networks of a run are its report's own, and can go to another thread.
#[test]
fn a_report_owns_its_networks() {
    fn is_send<T: Send>() {}
    is_send::<Network>();
    let scene = Scene::new("owned");
    scene.write("main.tf", CONDITIONS);
    let request = Request {
        paths: vec![scene.0.clone()],
        networks: true,
        ..Request::default()
    };
    let report = {
        let sources = Sources::new(scene.0.clone());
        let pool = pool::build(1).unwrap();
        pool.install(|| lint::lint(&sources, &request)).unwrap()
    };
    let (root, network) = &report.networks[0];
    assert_eq!(&**root, ".");
    let topology = Topology::of(network);
    let to_vpc = topology.edges.iter().filter(|it| it.kind == EdgeKind::Vpc);
    assert_eq!(to_vpc.clone().count(), 4);
    assert!(
        to_vpc
            .clone()
            .all(|it| matches!(&it.to, End::Node(to) if to.own() == "aws_vpc.main"))
    );
}

/// Every rule answers for every subject, and the answers are counted.
#[test]
fn what_was_looked_at_is_counted() {
    let scene = Scene::new("coverage");
    scene.write("main.tf", CONDITIONS);
    let arguments = [
        "check",
        "--format",
        "concise",
        "--show-coverage",
        "--fail-on",
        "never",
    ];
    insta::assert_snapshot!(run(&scene.0, &arguments));
    let off = [&arguments[..], &["--ignore", "private_dns_disabled"]].concat();
    assert!(!run(&scene.0, &off).contains("\nprivate_dns_disabled "));
    let json = run(
        &scene.0,
        &["check", "--format", "json", "--fail-on", "never"],
    );
    let report: Json = serde_json::from_str(&json).unwrap();
    let coverage = report["coverage"].as_object().unwrap();
    let on = vpcelint::rules::RULES.iter();
    let on = on.filter(|rule| rule.page.on_by_default).count();
    assert_eq!(coverage.len(), on);
    for (rule, answers) in coverage {
        let counts = ["fault", "fine", "not_applicable", "undecided"].map(|it| &answers[it]);
        let total: u64 = counts.iter().map(|count| count.as_u64().unwrap()).sum();
        let check = vpcelint::rules::find(rule).unwrap().check.unwrap();
        let subjects = u64::from(matches!(check, Check::Endpoint(_) | Check::Vpc(_)));
        assert_eq!(total, subjects, "{rule}: {answers}");
    }
}
