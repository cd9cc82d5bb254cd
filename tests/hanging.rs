//! What a proof says that a value hangs on: the default that somebody may replace, however it decides.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scene;

use scene::Scene;
use vpcelint::{
    finding::Confidence,
    lint::{Report, Request, lint},
    pool,
    source::Sources,
};

fn report(name: &str, text: &str) -> Report {
    let scene = Scene::new(name);
    scene.write("main.tf", text);
    let request = Request {
        paths: vec![scene.0.clone()],
        ..Request::default()
    };
    let sources = Sources::new(scene.0.clone());
    let pool = pool::build(1).unwrap();
    pool.install(|| lint(&sources, &request)).unwrap()
}

/// A security group whose rule admits `cidr_blocks`, and an endpoint that has it.
fn configuration(before: &str, group: &str, cidr_blocks: &str) -> String {
    format!(
        "{before}
resource \"aws_security_group\" \"open\" {{
  {group}
  ingress {{
    protocol    = \"tcp\"
    from_port   = 443
    to_port     = 443
    cidr_blocks = {cidr_blocks}
  }}
}}
resource \"aws_vpc_endpoint\" \"sqs\" {{
  vpc_id              = \"vpc-1\"
  service_name        = \"com.amazonaws.eu-west-1.sqs\"
  vpc_endpoint_type   = \"Interface\"
  subnet_ids          = [\"subnet-1\", \"subnet-2\"]
  security_group_ids  = aws_security_group.open[*].id
  private_dns_enabled = true
}}
"
    )
}

/// Each way in which a default can decide: the finding is likely and says so, with the default.
#[test]
fn proofs_name_the_default_that_decides() {
    let world = "[\"0.0.0.0/0\"]";
    for (name, before, group, cidr_blocks) in [
        (
            "condition",
            "variable \"public\" {\n  default = true\n}",
            "",
            "var.public ? [\"0.0.0.0/0\"] : [\"10.0.0.0/8\"]",
        ),
        (
            "key",
            "variable \"stage\" {\n  default = \"dev\"\n}",
            "",
            "{ dev = [\"0.0.0.0/0\"], prod = [\"10.0.0.0/8\"] }[var.stage]",
        ),
        (
            "count",
            "variable \"on\" {\n  default = true\n}",
            "count = var.on ? 1 : 0",
            world,
        ),
        (
            "filter",
            "variable \"public\" {\n  default = true\n}",
            "",
            "[for it in [\"0.0.0.0/0\", \"10.0.0.0/8\"] : it if var.public || it != \"0.0.0.0/0\"]",
        ),
        (
            "try",
            "variable \"network\" {\n  default = {}\n}",
            "",
            "try(var.network.cidr_blocks, [\"0.0.0.0/0\"])",
        ),
        (
            "element",
            "variable \"more\" {\n  default = [\"0.0.0.0/0\"]\n}",
            "",
            "concat([\"10.0.0.0/8\"], var.more)",
        ),
    ] {
        let report = report(
            &format!("hanging_{name}"),
            &configuration(before, group, cidr_blocks),
        );
        let mut findings = report.findings.iter();
        let open = findings.find(|it| it.rule.id == "endpoint_sg_open_to_world");
        let proof = &open.unwrap().finding.proof;
        assert_eq!(proof.confidence, Confidence::Likely, "{name}");
        let told =
            |message: &str| message.ends_with("has this default, unless another value is given");
        let steps = proof.steps.iter().map(|step| step.message.as_str());
        assert!(
            steps.clone().any(told),
            "{name}: {:?}",
            steps.collect::<Vec<_>>()
        );
    }
    let certain = report("hanging_on_nothing", &configuration("", "", world));
    let mut findings = certain.findings.iter();
    let open = findings.find(|it| it.rule.id == "endpoint_sg_open_to_world");
    assert_eq!(open.unwrap().finding.proof.confidence, Confidence::Certain);
}
