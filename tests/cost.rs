//! What endpoints cost: held against sums that were made by hand.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod scene;
#[path = "scene/terminal.rs"]
mod terminal;

use std::path::Path;

use scene::Scene;
use serde_json::Value;
use terminal::{FAULTY, check, run};

/// Interface endpoints in one or two zones, a gateway, one whose subnets are unknown and one that may not be there.
fn configuration(region: &str) -> String {
    let endpoint = |name: &str, subnets: &str, more: &str| {
        format!(
            "resource \"aws_vpc_endpoint\" \"{name}\" {{
  {more}
  vpc_id              = \"vpc-1\"
  service_name        = \"com.amazonaws.{region}.{name}\"
  vpc_endpoint_type   = \"Interface\"
  private_dns_enabled = true
  subnet_ids          = {subnets}
  security_group_ids  = [\"sg-1\"]
}}
"
        )
    };
    [
        format!("provider \"aws\" {{\n  region = \"{region}\"\n}}\nvariable \"ids\" {{}}\n"),
        endpoint("sqs", "[\"subnet-1\", \"subnet-2\"]", ""),
        endpoint("sns", "[\"subnet-1\"]", ""),
        endpoint("kms", "var.ids", ""),
        endpoint("ssm", "[\"subnet-1\"]", "count = var.ids == null ? 1 : 0"),
        format!(
            "resource \"aws_vpc_endpoint\" \"s3\" {{\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.{region}.s3\"\n  route_table_ids = [\"rtb-1\"]\n}}\n"
        ),
    ]
    .concat()
}

fn json(directory: &Path) -> Value {
    let run = run(directory, &["cost", "--output-format", "json"], &[]);
    assert_eq!(run.status, 0, "{}", run.notes);
    serde_json::from_str(&run.text).unwrap()
}

/// In us-east-1: 0.01 an hour and zone, times 730, is 7.30; a GB costs 0.01, by NAT 0.045. 7.30 / 0.035 = 208.6, 14.60 / 0.035 = 417.1.
#[test]
fn amounts_are_those_of_the_price_list() {
    let scene = Scene::new("cost-amounts");
    scene.write("main.tf", configuration("us-east-1"));
    let report = json(&scene.0);
    let vpc = &report["roots"][0]["vpcs"][0];
    let amounts: Vec<_> = vpc["endpoints"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["service"].as_str().unwrap(),
                it["zones"].as_u64(),
                it["per_month"]["amount"].as_str(),
                it["break_even_gb"].as_u64(),
            )
        })
        .collect();
    let expected = [
        ("kms", None, None, None),
        ("s3", None, None, None),
        ("sns", Some(1), Some("7.30"), Some(209)),
        ("sqs", Some(2), Some("14.60"), Some(418)),
        ("ssm", Some(1), Some("7.30"), Some(209)),
    ];
    assert_eq!(amounts, expected);
    // One is not known, and one may not be there.
    assert_eq!(vpc["per_month"][0]["amount"], "21.90");
    assert_eq!(report["unknown"], 2);
    assert_eq!(report["hours_a_month"], 730);
}

#[test]
fn people_see_what_is_not_known() {
    let scene = Scene::new("cost-table");
    scene.write("main.tf", configuration("us-east-1"));
    let text = run(&scene.0, &["cost"], &[]).text;
    insta::assert_snapshot!(text, @r"
    .

      VPC vpc-1

        service  endpoint                                zones  a zone, a month  a month   a GB  a GB by NAT  even with NAT at
        kms      aws_vpc_endpoint.kms                        ?            $7.30        ?  $0.01       $0.045                 ?
        s3       aws_vpc_endpoint.s3                                                free   free       $0.045      the first GB
        sns      aws_vpc_endpoint.sns                        1            $7.30    $7.30  $0.01       $0.045            209 GB
        sqs      aws_vpc_endpoint.sqs                        2            $7.30   $14.60  $0.01       $0.045            418 GB
        ssm      aws_vpc_endpoint.ssm[0] (may be there)      1            $7.30    $7.30  $0.01       $0.045            209 GB

        together $21.90 a month, without 2 endpoints

      not in these sums:
        aws_vpc_endpoint.kms: its subnets are unknown: variable ids has no value here
        aws_vpc_endpoint.ssm[0]: it may not be there
    ");
    // Of us-west-2 no price is known, and none is taken over.
    scene.write("main.tf", configuration("us-west-2"));
    let text = run(&scene.0, &["cost"], &[]).text;
    assert!(
        text.contains("together nothing that is known, without 4 endpoints"),
        "{text}"
    );
    assert!(
        text.contains(
            "aws_vpc_endpoint.sqs: the price of type Interface in us-west-2 is not known"
        ),
        "{text}"
    );
    assert!(!text.contains('$'), "{text}");
}

#[test]
fn a_review_gets_markdown() {
    let scene = Scene::new("cost-markdown");
    scene.write("main.tf", configuration("eu-west-1"));
    let text = run(&scene.0, &["cost", "--format", "markdown"], &[]).text;
    let row =
        "| sqs | aws\\_vpc\\_endpoint.sqs | 2 | \\$8.03 | \\$16.06 | \\$0.01 | \\$0.048 | 423 GB |";
    assert!(text.contains(row), "{text}");
    assert!(
        text.contains("Together \\$24.09 a month, without 2 endpoints."),
        "{text}"
    );
}

/// Without a Region of its provider an endpoint is in that of its service.
#[test]
fn the_name_of_the_service_tells_the_region() {
    let scene = Scene::new("cost-region");
    scene.write("main.tf", FAULTY);
    let report = json(&scene.0);
    let endpoint = &report["roots"][0]["vpcs"][0]["endpoints"][0];
    assert_eq!(endpoint["region"], "eu-west-1");
    assert_eq!(endpoint["per_month"]["amount"], "16.06");
    let run = check(&scene.0, &["--cost"], &[]);
    assert_eq!(
        run.findings(),
        [
            "warning[missing_endpoint_policy]",
            "warning[private_dns_disabled]"
        ]
    );
    assert!(run.text.contains("(costs $16.06 a month"), "{}", run.text);
}

/// 0.012 an hour in eu-central-1: 8.76 a zone and month; seven endpoints in three zones, and four in one.
#[test]
fn the_production_project_costs_what_a_person_makes_of_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/_projects/production");
    let report = json(&root);
    let sums: Vec<_> = report["roots"]
        .as_array()
        .unwrap()
        .iter()
        .map(|root| root["per_month"][0]["amount"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(sums, ["183.96", "35.04"]);
    assert_eq!(report["per_month"][0]["amount"], "219.00");
    assert_eq!(report["unknown"], 0);
}

#[test]
fn findings_say_what_is_paid_for() {
    let scene = Scene::new("cost-findings");
    let off = configuration("us-east-1")
        .replace("private_dns_enabled = true", "private_dns_enabled = false");
    scene.write("main.tf", off);
    let plain = check(&scene.0, &[], &[]);
    assert!(!plain.text.contains("costs"), "{}", plain.text);
    let run = check(
        &scene.0,
        &["--cost", "--select", "private_dns_disabled"],
        &[],
    );
    let costs = |service: &str| {
        let of_it = |line: &&str| line.contains(&format!("aws_vpc_endpoint.{service} "));
        let line = run.text.lines().find(of_it).unwrap();
        line.split_once("(costs ")
            .unwrap()
            .1
            .split_once(')')
            .unwrap()
            .0
    };
    assert_eq!(costs("sqs"), "$14.60 a month and $0.01 a GB");
    assert_eq!(costs("kms"), "$0.01 a GB");
    assert!(run.notes.contains(", $21.90 a month,"), "{}", run.notes);
    let json = terminal::run(&scene.0, &["check", "--cost", "--format", "json"], &[]).text;
    let report: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["summary"]["per_month"][0]["amount"], "21.90");
    let costs = report["findings"].as_array().unwrap().iter();
    let costs = costs.filter_map(|it| it["cost"]["per_month"][0]["amount"].as_str());
    assert_eq!(costs.collect::<Vec<_>>(), ["14.60", "7.30"]);
}
