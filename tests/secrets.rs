//! What Terraform hides is in no output of any command, in whatever format: not in excerpts, not on standard error, not in baselines.

#![expect(
    clippy::indexing_slicing,
    clippy::format_push_string,
    clippy::format_collect,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod called;
mod canary;
mod mended;
mod scene;

use std::{
    fs,
    process::{Command, Stdio},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use canary::{CANARY, Kept, NUMBER, kept};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use scene::Scene;

/// Something to complain of on every line around a secret.
const FAULTY: &str = r#"
resource "aws_security_group" "open" {
  vpc_id = "vpc-1"
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = local.open
  }
}
resource "aws_vpc_endpoint" "e" {
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.us-east-1.ssm"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1"]
  security_group_ids  = [aws_security_group.open.id]
  private_dns_enabled = false
}
"#;

/// A secret with neighbours that are at fault: the files of a project.
type Place = (&'static str, &'static [(&'static str, &'static str)]);

const PLACES: &[Place] = &[
    (
        "default of a sensitive variable",
        &[(
            "main.tf",
            "variable \"s\" {\n  sensitive = true\n  default = \"qZ7hiddenXw\"\n}\nlocals {\n  open = [\"0.0.0.0/0\"]\n}\n",
        )],
    ),
    (
        "sensitive in other words",
        &[(
            "main.tf",
            "variable \"s\" {\n  sensitive = \"true\"\n  default = { a = \"qZ7hiddenXw\", (\"b\") = [\"qZ7hiddenXw\"] }\n}\nlocals {\n  open = [\"0.0.0.0/0\"]\n  s = var.s\n}\n",
        )],
    ),
    (
        "keys of an object in a list",
        &[(
            "main.tf",
            "variable \"s\" {\n  sensitive = true\n  default = { \"qZ7hiddenXw\" = \"b\" }\n}\nlocals {\n  open = [\"0.0.0.0/0\"]\n  s = [var.s]\n}\n",
        )],
    ),
    (
        "ephemeral",
        &[(
            "main.tf",
            "variable \"s\" {\n  ephemeral = true\n  default = <<-X\n    qZ7hiddenXw\n  X\n}\nlocals {\n  open = [\"0.0.0.0/0\"]\n  s = var.s\n}\n",
        )],
    ),
    (
        "variable file",
        &[
            (
                "main.tf",
                "variable \"s\" {\n  sensitive = true\n}\nvariable \"open\" {}\nlocals {\n  open = var.open\n}\n",
            ),
            (
                "terraform.tfvars",
                "s = \"qZ7hiddenXw\"\nopen = [\"0.0.0.0/0\"]\nother = \"qZ7hiddenXw\"\n",
            ),
            ("prod.tfvars", "s = \"qZ7hiddenXw\"\nbroken = \n"),
        ],
    ),
    (
        "variable file in JSON",
        &[
            (
                "main.tf",
                "variable \"s\" {\n  sensitive = true\n}\nvariable \"open\" {}\nlocals {\n  open = var.open\n}\n",
            ),
            (
                "terraform.tfvars.json",
                "{\"s\": \"qZ7hiddenXw\", \"open\": [\"0.0.0.0/0\"]}",
            ),
        ],
    ),
    (
        "argument of a call",
        &[
            (
                "main.tf",
                "module \"m\" {\n  source = \"./m\"\n  s = \"qZ7hiddenXw\"\n  open = [\"0.0.0.0/0\"]\n}\nlocals {\n  open = [\"0.0.0.0/0\"]\n}\n",
            ),
            (
                "m/main.tf",
                "variable \"s\" {\n  sensitive = true\n}\nvariable \"open\" {}\nlocals {\n  open = var.open\n}\n",
            ),
            ("m/faulty.tf", FAULTY),
        ],
    ),
    (
        "what leads to an argument of a call",
        &[
            (
                "main.tf",
                "module \"m\" {\n  source = \"./m\"\n  s = local.s\n  open = var.open\n}\nvariable \"s\" {\n  default = \"qZ7hiddenXw\"\n}\nvariable \"open\" {\n  default = [\"0.0.0.0/0\"]\n}\nlocals {\n  s = \"${var.s}-qZ7hiddenXw\"\n  open = [\"0.0.0.0/0\"]\n}\n",
            ),
            (
                "m/main.tf",
                "variable \"s\" {}\nvariable \"open\" {}\nmodule \"n\" {\n  source = \"./n\"\n  s = var.s\n}\nlocals {\n  open = var.open\n}\n",
            ),
            ("m/faulty.tf", FAULTY),
            ("m/n/main.tf", "variable \"s\" {\n  sensitive = true\n}\n"),
        ],
    ),
    (
        "operand of sensitive",
        &[(
            "main.tf",
            "locals {\n  s = sensitive(\"qZ7hiddenXw\")\n  open = [\"0.0.0.0/0\"]\n  t = { a = sensitive(\"qZ7hiddenXw\") }\n}\n",
        )],
    ),
    (
        "attributes that are sensitive",
        &[(
            "main.tf",
            "locals {\n  p = \"qZ7hiddenXw\"\n  open = [\"0.0.0.0/0\"]\n}\nresource \"aws_db_instance\" \"d\" {\n  password = local.p\n  cidr_block = \"x\"\n}\nresource \"aws_db_instance\" \"e\" {\n  password = \"qZ7hiddenXw\"\n}\n",
        )],
    ),
    (
        "keys of a dynamic block",
        &[(
            "main.tf",
            "variable \"s\" {\n  sensitive = true\n  default = \"qZ7hiddenXw\"\n}\nresource \"aws_security_group\" \"g\" {\n  dynamic \"ingress\" {\n    for_each = { (var.s) = 1 }\n    content {\n      description = ingress.key\n      from_port = 443\n      to_port = 443\n      protocol = \"tcp\"\n      cidr_blocks = [\"0.0.0.0/0\"]\n    }\n  }\n}\nresource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.ssm\"\n  vpc_endpoint_type = \"Interface\"\n  security_group_ids = [aws_security_group.g.id]\n}\nlocals {\n  open = [\"0.0.0.0/0\"]\n}\n",
        )],
    ),
    (
        "keys of for_each",
        &[(
            "main.tf",
            "locals {\n  open = [\"0.0.0.0/0\"]\n  s = sensitive(\"qZ7hiddenXw\")\n}\nresource \"aws_vpc_endpoint\" \"f\" {\n  for_each = { (local.s) = 1 }\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.ssm\"\n  vpc_endpoint_type = \"Interface\"\n}\nresource \"aws_vpc_endpoint\" \"g\" {\n  for_each = toset([local.s])\n  vpc_id = \"vpc-1\"\n  service_name = each.key\n}\n",
        )],
    ),
    (
        "beside a syntax error",
        &[(
            "main.tf",
            "variable \"s\" {\n  sensitive = true\n  default = \"qZ7hiddenXw\"\n  x = \n}\nlocals {\n  open = [\"0.0.0.0/0\"]\n}\n",
        )],
    ),
    (
        "in a syntax error",
        &[(
            "main.tf",
            "locals {\n  open = [\"0.0.0.0/0\"]\n}\nvariable \"s\" {\n  sensitive = true\n  default = \"qZ7hiddenXw\n}\n",
        )],
    ),
    (
        "JSON on one line",
        &[(
            "main.tf.json",
            "{\"variable\":{\"s\":{\"sensitive\":\"${true}\",\"default\":\"qZ7hiddenXw\"}},\"locals\":{\"open\":[\"0.0.0.0/0\"],\"t\":\"${sensitive(\\\"qZ7hiddenXw\\\")}\"}}",
        )],
    ),
    (
        "outputs and providers",
        &[(
            "main.tf",
            "output \"o\" {\n  sensitive = true\n  value = \"qZ7hiddenXw\"\n}\nprovider \"aws\" {\n  secret_key = \"qZ7hiddenXw\"\n  token = local.t\n}\nlocals {\n  t = \"qZ7hiddenXw\"\n  open = [\"0.0.0.0/0\"]\n}\n",
        )],
    ),
    (
        "values of endpoints themselves",
        &[(
            "main.tf",
            "locals {\n  open = [\"0.0.0.0/0\"]\n  s = sensitive(\"qZ7hiddenXw\")\n}\nresource \"aws_vpc\" \"v\" {\n  cidr_block = \"10.0.0.0/16\"\n  tags = { Name = local.s }\n}\nresource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = local.s\n  service_name = sensitive(\"com.amazonaws.us-east-1.qZ7hiddenXw\")\n  vpc_endpoint_type = \"Interface\"\n  subnet_ids = [local.s]\n  policy = sensitive(jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"qZ7hiddenXw:*\", Resource = \"*\", Principal = \"*\" }] }))\n}\nresource \"aws_vpc_endpoint\" \"g\" {\n  vpc_id = aws_vpc.v.id\n  service_name = local.s\n  route_table_ids = [local.s]\n}\n",
        )],
    ),
    (
        "functions that refuse it",
        &[(
            "main.tf",
            "locals {\n  open = [\"0.0.0.0/0\"]\n  s = sensitive(\"qZ7hiddenXw\")\n  a = tonumber(local.s)\n  b = file(local.s)\n  c = regex(local.s, \"x\")\n  d = { (local.s) = 1 }[\"x\"]\n  e = jsondecode(local.s)\n}\nresource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = local.a\n  service_name = local.b\n  vpc_endpoint_type = local.c\n  subnet_ids = [local.d, local.e]\n}\n",
        )],
    ),
    (
        "names of secrets in variable files",
        &[
            (
                "main.tf",
                "variable \"cidrs\" {}\nvariable \"nested\" {}\nvariable \"api_key\" {}\nlocals {\n  open = var.cidrs\n}\n",
            ),
            (
                "terraform.tfvars",
                "nested = [{ user = \"u\", deep = { \"secret_key\" = \"qZ7hiddenXw\" } }]\ncidrs = [\"0.0.0.0/0\"]\napi_key = \"qZ7hiddenXw\"\n",
            ),
        ],
    ),
    (
        "names of secrets in JSON values",
        &[
            (
                "main.tf",
                "variable \"cidrs\" {}\nvariable \"nested\" {}\nlocals {\n  open = var.cidrs\n}\n",
            ),
            (
                "terraform.tfvars.json",
                "{\n\"nested\": [{\"user\": \"u\", \"password\": \"qZ7hiddenXw\"}],\n\"cidrs\": [\"0.0.0.0/0\"]\n}\n",
            ),
        ],
    ),
    (
        "names of secrets in locals",
        &[(
            "main.tf",
            "variable \"nested\" {\n  default = { token = \"qZ7hiddenXw\" }\n}\nlocals {\n  conf = { (\"a_password\") = \"qZ7hiddenXw\", all = merge({ \"${local.n}_token\" = \"qZ7hiddenXw\" }, {}), b = [{ passphrase = local.fed }] }\n  open = [\"0.0.0.0/0\"]\n  my_token = \"qZ7hiddenXw\"\n}\nlocals {\n  fed = \"qZ7hiddenXw\"\n  n = \"n\"\n}\n",
        )],
    ),
    (
        "names of secrets in calls",
        &[
            (
                "main.tf",
                "module \"m\" {\n  source = \"./m\"\n  settings = [{ deep = { password = \"qZ7hiddenXw\" } }]\n  open = [\"0.0.0.0/0\"]\n  db_secret = \"qZ7hiddenXw\"\n}\nlocals {\n  open = []\n}\n",
            ),
            (
                "m/main.tf",
                "variable \"settings\" {}\nvariable \"open\" {}\nvariable \"db_secret\" {\n  default = \"qZ7hiddenXw\"\n}\nresource \"aws_security_group\" \"g\" {\n  vpc_id = \"vpc-1\"\n  ingress {\n    from_port = 443\n    to_port = 443\n    protocol = \"tcp\"\n    cidr_blocks = var.open\n  }\n}\nresource \"aws_vpc_endpoint\" \"e\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.sqs\"\n  vpc_endpoint_type = \"Interface\"\n  subnet_ids = [\"subnet-1\"]\n  security_group_ids = [aws_security_group.g.id]\n}\n",
            ),
        ],
    ),
    (
        "names of secrets in units",
        &[
            ("main.tf", "locals {\n  open = []\n}\n"),
            (
                "live/terragrunt.hcl",
                "terraform {\n  source = \"../net\"\n}\ninputs = {\n  settings = { password = \"qZ7hiddenXw\" }\n  open = [\"0.0.0.0/0\"]\n  some_token = \"qZ7hiddenXw\"\n}\n",
            ),
            (
                "net/main.tf",
                "variable \"settings\" {}\nvariable \"open\" {}\nresource \"aws_security_group\" \"g\" {\n  vpc_id = \"vpc-1\"\n  ingress {\n    from_port = 443\n    to_port = 443\n    protocol = \"tcp\"\n    cidr_blocks = var.open\n  }\n}\nresource \"aws_vpc_endpoint\" \"e\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.sqs\"\n  vpc_endpoint_type = \"Interface\"\n  subnet_ids = [\"subnet-1\"]\n  security_group_ids = [aws_security_group.g.id]\n}\n",
            ),
        ],
    ),
    (
        "names of secrets in any case",
        &[
            (
                "main.tf",
                "variable \"cidrs\" {}\nvariable \"dbPassword\" {\n  default = \"qZ7hiddenXw\"\n}\nvariable \"env\" {}\nlocals {\n  ApiToken = \"qZ7hiddenXw\"\n  open = var.cidrs\n  x = { DB_PASSWORD = \"qZ7hiddenXw\" }\n}\n",
            ),
            (
                "terraform.tfvars",
                "env = { DB_PASSWORD = \"qZ7hiddenXw\" }\ncidrs = [\"0.0.0.0/0\"]\ndbPassword = \"qZ7hiddenXw\"\n",
            ),
        ],
    ),
    (
        "names of secrets in texts",
        &[
            (
                "main.tf",
                "variable \"cidrs\" {}\nvariable \"script\" {}\nlocals {\n  a = \"qZ7hiddenXw\"\n  open = var.cidrs\n  b = <<-X\n    user: me\n    password: ${local.a}\n  X\n}\n",
            ),
            (
                "terraform.tfvars",
                "script = <<-X\n  export DB_PASSWORD=qZ7hiddenXw\n  X\ncidrs = [\"0.0.0.0/0\"]\njson = \"{\\\"token\\\": \\\"qZ7hiddenXw\\\"}\"\n",
            ),
        ],
    ),
    (
        "names of secrets in what units generate",
        &[
            ("main.tf", "locals {\n  open = []\n}\n"),
            (
                "live/terragrunt.hcl",
                "terraform {\n  source = \"../net\"\n}\nlocals {\n  p = \"qZ7hiddenXw\"\n}\ngenerate \"provider\" {\n  path = \"provider.tf\"\n  if_exists = \"overwrite\"\n  contents = <<-X\n    provider \"other\" {\n      password = \"${local.p}\"\n    }\n  X\n}\ninputs = {\n  open = [\"0.0.0.0/0\"]\n}\n",
            ),
            (
                "more/terragrunt.hcl",
                "terraform {\n  source = \"../net\"\n}\ninputs = {\n  open = [\"0.0.0.0/0\"]\n}\ngenerate \"group\" {\n  path = \"group.tf\"\n  if_exists = \"overwrite\"\n  contents = <<-X\n    provider \"other\" {\n      password = \"qZ7hiddenXw\"\n    }\n    resource \"aws_vpc_endpoint\" \"f\" {\n      vpc_id = \"vpc-1\"\n      service_name = \"com.amazonaws.us-east-1.sns\"\n      vpc_endpoint_type = \"Interface\"\n      subnet_ids = [\"subnet-1\"]\n      tags = { x = <<-Y\n        token: qZ7hiddenXw\n      Y\n      }\n    }\n  X\n}\n",
            ),
            (
                "net/main.tf",
                "variable \"open\" {}\nresource \"aws_security_group\" \"g\" {\n  vpc_id = \"vpc-1\"\n  ingress {\n    from_port = 443\n    to_port = 443\n    protocol = \"tcp\"\n    cidr_blocks = var.open\n  }\n}\nresource \"aws_vpc_endpoint\" \"e\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.sqs\"\n  vpc_endpoint_type = \"Interface\"\n  subnet_ids = [\"subnet-1\"]\n  security_group_ids = [aws_security_group.g.id]\n}\n",
            ),
        ],
    ),
    (
        "an override file",
        &[
            (
                "main.tf",
                "variable \"s\" {\n  default = \"qZ7hiddenXw\"\n}\nlocals {\n  open = [\"0.0.0.0/0\"]\n}\n",
            ),
            (
                "override.tf",
                "variable \"s\" {\n  sensitive = true\n  default = \"qZ7hiddenXw2\"\n}\n",
            ),
        ],
    ),
    (
        "environment of a container",
        &[(
            "main.tf",
            "locals {\n  a = jsonencode([{ name = \"DB_PASSWORD\", value = \"qZ7hiddenXw\" }])\n  open = [\"0.0.0.0/0\"]\n  b = { Key = \"${var.x}_TOKEN\", Value = \"qZ7hiddenXw\" }\n}\n",
        )],
    ),
    (
        "environment in texts",
        &[(
            "main.tf",
            "locals {\n  a = \"qZ7hiddenXw\"\n  open = [\"0.0.0.0/0\"]\n  b = \"[{\\\"name\\\":\\\"DB_PASSWORD\\\",\\\"value\\\":\\\"qZ7hiddenXw\\\"}]\"\n  c = <<-X\n    - name: DB_PASSWORD\n      value: ${local.a}\n  X\n}\n",
        )],
    ),
    (
        "one of several secrets",
        &[(
            "main.tf",
            "locals {\n  DB_PASSWORD_PROD = \"qZ7hiddenXw\"\n  open = [\"0.0.0.0/0\"]\n  db_pass2 = \"qZ7hiddenXw\"\n}\n",
        )],
    ),
];

/// All that says anything.
const COMMANDS: &[&[&str]] = &[
    &["check"],
    &[
        "check",
        "--min-confidence",
        "possible",
        "--show-undecided",
        "--show-suppressed",
        "--show-coverage",
    ],
    &["check", "--group-by", "rule", "--width", "200"],
    &["check", "--statistics"],
    &["check", "--format", "concise", "--show-undecided"],
    &["check", "--format", "json", "--show-undecided"],
    &["check", "--format", "jsonl"],
    &["check", "--format", "sarif"],
    &["check", "--format", "github"],
    &["check", "--format", "gitlab"],
    &["check", "--format", "junit"],
    &["check", "--format", "checkstyle"],
    &["check", "--format", "rdjson"],
    &["check", "--format", "markdown", "--show-undecided"],
    &["check", "--format", "html", "--show-undecided"],
    &["check", "--write-baseline", "accepted.json"],
    &["check", "--var-file", "prod.tfvars"],
    &["check", "--var", "s=qZ7hiddenXw"],
    &["inspect"],
    &["inspect", "--format", "json"],
    &["inspect", "--network"],
    &["inspect", "--network", "--format", "json"],
    &["graph"],
    &["graph", "--format", "json"],
    &["graph", "--format", "mermaid"],
    &["graph", "--format", "dot"],
    &[
        "eval",
        "var.s",
        "local.s",
        "local.t",
        "{ a = var.s }",
        "[local.s][0]",
        "module.m",
        "aws_db_instance.e.password",
        "tonumber(var.s)",
        "upper(var.s)",
        "length(local.s)",
    ],
    &[
        "eval",
        "--format",
        "json",
        "var.s",
        "local.s",
        "local.t",
        "{ a = var.s }",
        "aws_db_instance.e.password",
        "aws_vpc_endpoint.f",
        "tonumber(local.s)",
    ],
    &["config", "show"],
];

/// Places of which nobody but whoever reads on knows that they are secret: Terraform shows their values too.
const ONLY_LEADING: [&str; 11] = [
    "what leads to an argument of a call",
    "attributes that are sensitive",
    "outputs and providers",
    "names of secrets in variable files",
    "names of secrets in JSON values",
    "names of secrets in locals",
    "names of secrets in calls",
    "names of secrets in units",
    "names of secrets in any case",
    "names of secrets in texts",
    "names of secrets in what units generate",
];

/// What a command says, on both streams.
fn said(scene: &Scene, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vpcelint"));
    let output = command
        .current_dir(&scene.0)
        .args(arguments)
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn hold(scene: &Scene, about: &str) {
    let is_asked = |arguments: &&&[&str]| arguments[0] == "check" || !ONLY_LEADING.contains(&about);
    for arguments in COMMANDS.iter().filter(is_asked) {
        let said = said(scene, arguments);
        let line = said.lines().find(|line| line.contains(CANARY));
        assert_eq!(line, None, "{about}: {arguments:?} shows it");
        assert!(!said.is_empty(), "{about}: {arguments:?} says nothing");
    }
    let accepted = fs::read_to_string(scene.0.join("accepted.json")).unwrap_or_default();
    assert!(!accepted.contains(CANARY), "{about}: the baseline shows it");
}

#[test]
fn no_output_shows_what_is_sensitive() {
    for (about, files) in PLACES {
        let scene = Scene::new("secrets");
        scene.write("faulty.tf", FAULTY);
        for (path, text) in *files {
            scene.write(path, text);
        }
        hold(&scene, about);
    }
}

/// What leads through all that shows values and lines; other commands and formats share it.
const ASKED: &[&[&str]] = &[
    &[
        "check",
        "--min-confidence",
        "possible",
        "--show-undecided",
        "--show-suppressed",
        "--width",
        "400",
    ],
    &["check", "--format", "json", "--show-undecided"],
    &["check", "--format", "sarif"],
    &["check", "--format", "markdown", "--show-undecided"],
    &["check", "--format", "html", "--show-undecided"],
    &["graph", "--format", "json"],
    &["check", "--format", "rdjson"],
    &[
        "check",
        "--write-baseline",
        "accepted.json",
        "--var-file",
        "prod.tfvars",
    ],
    &["inspect", "--format", "json"],
    &["inspect", "--network", "--format", "json"],
    &["inspect"],
    &[
        "eval",
        "--format",
        "json",
        "var.s",
        "local.s",
        "local.u0",
        "local.u1",
        "local.u2",
        "aws_db_instance.d",
        "module.o",
        "module.m",
        "{ (var.s) = local.u0 }",
        "aws_vpc_endpoint.f0",
        "aws_security_group.g",
    ],
    &[
        "eval",
        "var.s",
        "local.s",
        "local.u0",
        "tonumber(local.u1)",
        "aws_vpc_endpoint.f1",
    ],
];

/// What shows the secret, in whatever disguise: the command and the line.
fn shown(scene: &Scene, kept: &Kept) -> Option<String> {
    let disguises = [
        CANARY.to_lowercase(),
        NUMBER.to_string(),
        BASE64_STANDARD.encode(CANARY).to_lowercase(),
    ];
    let shows = |line: &str| {
        let line = line.to_lowercase();
        disguises.iter().any(|it| line.contains(it))
    };
    let is_asked = |arguments: &&&[&str]| arguments[0] == "check" || !kept.only_leads();
    for arguments in ASKED.iter().filter(is_asked) {
        let said = said(scene, arguments);
        if let Some(line) = said.lines().find(|line| shows(line)) {
            return Some(format!("{arguments:?} shows it: {line}"));
        }
        if said.contains("panicked") {
            return Some(format!("{arguments:?}: {said}"));
        }
    }
    let accepted = fs::read_to_string(scene.0.join("accepted.json")).unwrap_or_default();
    shows(&accepted).then(|| "the baseline shows it".to_owned())
}

/// The same wherever and however a secret is written, by whatever ways it goes. `VPCELINT_CANARIES` says how many configurations
/// are made, `VPCELINT_SEED` which.
#[test]
fn no_secret_is_shown_wherever_it_is_written() {
    let asked = |name: &str| std::env::var(name).ok()?.parse::<u32>().ok();
    let mut runner = TestRunner::new(Config {
        cases: asked("VPCELINT_CANARIES").unwrap_or(24),
        failure_persistence: None,
        max_shrink_iters: 300,
        rng_seed: RngSeed::Fixed(asked("VPCELINT_SEED").unwrap_or(1).into()),
        ..Config::default()
    });
    let held = runner.run(&kept(), |kept| {
        let scene = Scene::new("secrets-kept");
        for (path, text) in kept.files() {
            scene.write(&path, text);
        }
        let Some(shown) = shown(&scene, &kept) else {
            return Ok(());
        };
        let files: String = (kept.files().iter())
            .map(|(path, text)| format!("--- {path}\n{text}\n"))
            .collect();
        Err(TestCaseError::fail(format!("{shown}\n{files}")))
    });
    assert!(held.is_ok(), "{}", held.unwrap_err());
}

/// What is part of a secret is one.
#[test]
fn members_of_a_sensitive_list_are_not_named() {
    let scene = Scene::new("members");
    scene.write(
        "main.tf",
        "variable \"subnets\" {\n  sensitive = true\n  default   = [\"subnet-qZ7hidden1\", \"subnet-qZ7hidden2\"]\n}\n\n\
         resource \"aws_vpc_endpoint\" \"e\" {\n  vpc_id            = \"vpc-1\"\n  \
         service_name      = \"com.amazonaws.us-east-1.ssm\"\n  vpc_endpoint_type = \"Interface\"\n  subnet_ids        = var.subnets\n}\n",
    );
    let said = said(
        &scene,
        &["check", "--show-undecided", "--output-format=concise"],
    );
    assert!(said.contains("interface_endpoint_duplicate_az"), "{said}");
    assert!(!said.contains("hidden"), "{said}");
}

/// Ports of blocks, and what stands in blocks that are made of a secret.
#[test]
fn blocks_made_of_secrets_are_not_drawn() {
    let scene = Scene::new("blocks");
    scene.write(
        "main.tf",
        r#"
variable "port" {
  sensitive = true
  default   = 44771
}
variable "peers" {
  sensitive = true
  default   = [{ id = "tgw-0aaaqZ7hidden", cidr = "10.66.1.0/24" }]
}
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "s" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_route_table" "t" {
  vpc_id = aws_vpc.v.id
  route  = [for peer in var.peers : { cidr_block = "0.0.0.0/0", transit_gateway_id = peer.id }]
}
resource "aws_route_table_association" "t" {
  subnet_id      = aws_subnet.s.id
  route_table_id = aws_route_table.t.id
}
resource "aws_security_group" "block" {
  vpc_id = aws_vpc.v.id
  ingress {
    from_port   = var.port
    to_port     = var.port
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}
resource "aws_security_group" "list" {
  vpc_id  = aws_vpc.v.id
  ingress = [for peer in var.peers : { from_port = 81, to_port = 81, protocol = "tcp", cidr_blocks = [peer.cidr] }]
}
resource "aws_vpc_endpoint" "e" {
  vpc_id             = aws_vpc.v.id
  service_name       = "com.amazonaws.us-east-1.ssm"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = [aws_subnet.s.id]
  security_group_ids = [aws_security_group.block.id, aws_security_group.list.id]
}
"#,
    );
    for arguments in COMMANDS {
        let said = said(&scene, arguments);
        for secret in ["44771", "tgw-0aaaqZ7hidden", "10.66.1.0"] {
            let line = said.lines().find(|line| line.contains(secret));
            assert_eq!(line, None, "{arguments:?} shows {secret}");
        }
    }
    assert!(said(&scene, &["graph"]).contains("10.0.0.0/24"));
}

/// What surrounds a secret is shown all the same.
#[test]
fn excerpts_show_what_is_not_sensitive() {
    let scene = Scene::new("secrets-shown");
    scene.write("faulty.tf", FAULTY);
    let (_, files) = PLACES[0];
    for (path, text) in files {
        scene.write(path, text);
    }
    let output = Command::new(env!("CARGO_BIN_EXE_vpcelint"))
        .current_dir(&scene.0)
        .args(["check", "--select", "endpoint_sg_open_to_world"])
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("open = [\"0.0.0.0/0\"]"), "{text}");
    assert!(text.contains("protocol    = \"tcp\""), "{text}");
}

/// What rules quote of a policy they do not quote where it is sensitive.
#[test]
fn rules_quote_nothing_of_a_sensitive_policy() {
    let endpoint = |service: &str, policy: &str| {
        format!(
            "resource \"aws_vpc_endpoint\" \"{service}\" {{\n  vpc_id = \"vpc-1\"\n  vpc_endpoint_type = \"Interface\"\n  service_name = \"com.amazonaws.us-east-1.{service}\"\n  policy = sensitive(jsonencode({{ Statement = [{{ Effect = \"Allow\", Principal = \"*\", {policy} }}] }}))\n}}\n"
        )
    };
    let scene = Scene::new("sensitive-policies");
    let main = [
        endpoint("sqs", "Action = \"qZ7hidden:Get\", Resource = \"*\""),
        endpoint("sns", "Action = \"sns:qZ7hidden\", Resource = \"*\""),
        endpoint(
            "kms",
            "Action = \"kms:Encrypts\", Resource = \"*\", Sid = \"qZ7hidden\"",
        ),
        endpoint("sts", "Action = \"sts:*\", Resource = \"qZ7hidden\""),
        endpoint(
            "logs",
            "Action = \"logs:*\", Resource = \"*\", Condition = { StringLike = { \"aws:PrincipalAccount\" = \"qZ7hidden*\" } }",
        ),
    ];
    scene.write("main.tf", main.concat());
    let output = Command::new(env!("CARGO_BIN_EXE_vpcelint"))
        .current_dir(&scene.0)
        .args([
            "check",
            "--format",
            "concise",
            "--min-confidence",
            "possible",
        ])
        .output();
    let told = String::from_utf8(output.unwrap().stdout).unwrap();
    for rule in [
        "endpoint_policy_wrong_service_actions",
        "endpoint_policy_malformed",
        "endpoint_policy_invalid_wildcard",
    ] {
        assert!(told.contains(rule), "{rule} says nothing: {told}");
    }
    for word in ["qZ7hidden", "Encrypts"] {
        assert!(!told.contains(word), "{word} is shown: {told}");
    }
}

/// What a password reads is secret, also where it is read by the prefix that Terraform has since 0.15.
#[test]
fn what_is_read_by_the_prefix_resource_is_hidden_too() {
    for reference in ["aws_vpc_endpoint.r", "resource.aws_vpc_endpoint.r"] {
        let scene = Scene::new("prefix");
        scene.write(
            "main.tf",
            format!(
                "resource \"aws_vpc_endpoint\" \"r\" {{\n  service_region = \"{CANARY}\"\n  vpc_id         = \"vpc-1\"\n  \
                 service_name   = \"com.amazonaws.us-east-1.ssm\"\n}}\nresource \"aws_db_instance\" \"d\" {{\n  \
                 password = {reference}.service_region\n}}\n"
            ),
        );
        let said = said(&scene, &["check", "--select", "missing_endpoint_policy"]);
        assert!(said.contains("service_region = ***"), "{said}");
    }
}
