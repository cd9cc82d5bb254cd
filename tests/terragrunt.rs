//! Units of Terragrunt: each is judged as a root of the module that it runs, with its inputs.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod scene;
#[expect(dead_code, reason = "the configurations are those of units")]
#[path = "scene/terminal.rs"]
mod terminal;

use scene::Scene;
use serde_json::Value;
use terminal::run;

/// An endpoint of which the inputs decide whether it has private DNS, and how many there are.
const MODULE: &str = r#"variable "dns" {
  type = bool
}

variable "services" {
  type    = list(string)
  default = ["sqs"]
}

variable "vpc_id" {
  type    = string
  default = "vpc-1"
}

resource "aws_vpc_endpoint" "this" {
  for_each            = toset(var.services)
  vpc_id              = var.vpc_id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = var.dns
}
"#;

fn project(name: &str, files: &[(&str, &str)]) -> Scene {
    let scene = Scene::new(name);
    scene.write(".git/HEAD", "");
    scene.write("modules/vpce/main.tf", MODULE);
    for (file, text) in files {
        scene.write(file, text);
    }
    scene
}

fn report(scene: &Scene, paths: &[&str]) -> Value {
    let options = ["check", "--output-format=json", "--show-undecided"];
    let select = ["--select=private_dns_disabled,syntax"];
    let has_own = paths.iter().any(|it| it.starts_with("--select"));
    let select = if has_own { &[][..] } else { &select };
    let run = run(&scene.0, &[&options, paths, select].concat(), &[]);
    serde_json::from_str(&run.text).unwrap_or_else(|_| panic!("{}", run.notes))
}

/// Addresses and variants of what is told.
fn told(report: &Value) -> Vec<String> {
    let of = |list: &str, address: fn(&Value) -> &Value| {
        let all = report[list].as_array().unwrap().iter();
        let told = all.map(|it| {
            let variants = it["variants"].as_array().into_iter().flatten();
            let variants: Vec<_> = variants.map(|it| it.as_str().unwrap()).collect();
            format!(
                "{list} {} in {}",
                address(it).as_str().unwrap(),
                variants.join(" ")
            )
        });
        told.collect::<Vec<_>>()
    };
    let mut told = of("findings", |it| &it["addresses"][0]);
    told.extend(of("undecided", |it| &it["address"]));
    told
}

const PROD: &str =
    "terraform {\n  source = \"../../modules//vpce\"\n}\n\ninputs = {\n  dns = false\n}\n";

#[test]
fn units_are_roots_with_inputs() {
    let dev = PROD.replace("false", "true");
    let files = [
        ("live/prod/terragrunt.hcl", PROD),
        ("live/dev/terragrunt.hcl", &dev),
    ];
    let scene = project("roots", &files);
    for paths in [&["."][..], &["live"], &["modules/vpce/main.tf"]] {
        let report = report(&scene, paths);
        assert_eq!(
            told(&report),
            ["findings aws_vpc_endpoint.this[\"sqs\"] in live/prod"]
        );
        let finding = &report["findings"][0];
        assert_eq!(finding["location"]["file"], "modules/vpce/main.tf");
        assert!(
            finding["message"]
                .as_str()
                .unwrap()
                .ends_with("(in live/prod)")
        );
        assert_eq!(
            finding["steps"][0]["location"]["file"],
            "live/prod/terragrunt.hcl"
        );
        assert_eq!(finding["steps"][0]["location"]["start"]["line"], 6);
        assert_eq!(finding["steps"][0]["message"], "dns is passed here");
    }
    // One of them alone is the only one.
    let dev = report(&scene, &["live/dev"]);
    assert_eq!(told(&dev), Vec::<String>::new());
    assert_eq!(dev["summary"]["endpoints"], 1);
}

const ROOT: &str = r#"locals {
  env    = read_terragrunt_config(find_in_parent_folders("env.hcl"))
  region = "eu-west-1"
}

inputs = {
  dns      = local.env.locals.dns
  services = ["${path_relative_to_include()}-${basename(get_terragrunt_dir())}", local.region, local.env.locals.names.first]
}
"#;

const CHILD: &str = r#"include "root" {
  path   = find_in_parent_folders("root.hcl")
  expose = true
}

terraform {
  source = "${get_repo_root()}/modules/vpce"
}

inputs = {
  vpc_id = include.root.locals.region
}
"#;

#[test]
fn includes_are_merged_and_functions_answered() {
    let env =
        "locals {\n  dns   = false\n  names = { first = basename(get_terragrunt_dir()) }\n}\n";
    let files = [
        ("live/root.hcl", ROOT),
        ("live/prod/env.hcl", env),
        ("live/prod/a/terragrunt.hcl", CHILD),
    ];
    let scene = project("includes", &files);
    let report = report(
        &scene,
        &[".", "--select=interface_endpoint_without_subnets"],
    );
    let mut addresses: Vec<String> = report["findings"][0]["addresses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap().to_owned())
        .collect();
    addresses.sort();
    assert_eq!(
        addresses,
        [
            "aws_vpc_endpoint.this[\"eu-west-1\"]",
            "aws_vpc_endpoint.this[\"prod\"]",
            "aws_vpc_endpoint.this[\"prod/a-a\"]",
        ]
    );
}

#[test]
fn each_strategy_takes_over_what_it_says() {
    let root = "inputs = {\n  dns      = false\n  services = [\"sns\"]\n}\n";
    let child = |strategy: &str, inputs: &str| {
        format!(
            "include {{\n  path           = find_in_parent_folders(\"root.hcl\")\n  merge_strategy = \"{strategy}\"\n}}\n\n\
             terraform {{\n  source = \"../../modules/vpce\"\n}}\n\ninputs = {inputs}\n"
        )
    };
    for (strategy, inputs, expected) in [
        (
            "shallow",
            "{ services = [\"sqs\"] }",
            vec!["findings aws_vpc_endpoint.this[\"sqs\"] in live/a"],
        ),
        (
            "deep",
            "{ services = [\"sqs\"] }",
            vec!["findings aws_vpc_endpoint.this[\"sns\"] in live/a"],
        ),
        // What is not taken over is not known.
        (
            "no_merge",
            "{ services = [\"sqs\"] }",
            vec!["undecided aws_vpc_endpoint.this[\"sqs\"] in live/a"],
        ),
        ("shallow", "{ dns = true }", vec![]),
        ("deep", "{ dns = true }", vec![]),
    ] {
        let unit = child(strategy, inputs);
        let scene = project(
            "strategy",
            &[("root.hcl", root), ("live/a/terragrunt.hcl", &unit)],
        );
        assert_eq!(
            told(&report(&scene, &["."])),
            expected,
            "{strategy} {inputs}"
        );
    }
}

#[test]
fn what_only_a_run_tells_is_unknown() {
    for value in [
        "dependency.vpc.outputs.dns",
        "get_env(\"DNS\")",
        "tobool(get_env(\"DNS\", \"false\"))",
        "find_in_parent_folders(\"none.hcl\", \"none\") != \"none\"",
        "null",
        "run_cmd(\"true\")",
        "local.missing",
        "sops_decrypt_file(\"x\") == \"y\"",
        "read_terragrunt_config(\"missing.hcl\").locals.dns",
        "values.dns",
        "local.circle",
        "try(yamldecode(file(\"missing.yaml\")).dns, dependency.vpc.outputs.dns)",
    ] {
        let unit = PROD.replace("false", value)
            + "\nlocals {\n  circle = local.back\n  back   = local.circle\n}\n";
        let scene = project("run", &[("live/prod/terragrunt.hcl", &unit)]);
        assert_eq!(
            told(&report(&scene, &["."])),
            ["undecided aws_vpc_endpoint.this[\"sqs\"] in live/prod"],
            "{value}"
        );
    }
}

#[test]
fn files_beside_win_over_inputs() {
    let scene = project("files", &[("live/prod/terragrunt.hcl", PROD)]);
    assert_eq!(report(&scene, &["."])["summary"]["warnings"], 1);
    scene.write("modules/vpce/terraform.tfvars", "dns = true\n");
    assert_eq!(report(&scene, &["."])["summary"]["warnings"], 0);
}

#[test]
fn what_is_no_unit_of_this_project_is_left_alone() {
    let outside = Scene::new("elsewhere");
    outside.write("main.tf", MODULE.replace("type = bool", "default = false"));
    let away = PROD.replace("../../modules//vpce", outside.0.to_str().unwrap());
    let generated = format!(
        "{PROD}\ngenerate \"more\" {{\n  path     = \"more.tf\"\n  contents = \"resource \\\"aws_vpc\\\" \\\"x\\\" {{}}\"\n}}\n"
    );
    let circle = format!("include {{\n  path = \"terragrunt.hcl\"\n}}\n\n{PROD}");
    for (unit, finds) in [
        (away.as_str(), false),
        (
            &PROD.replace("../../modules//vpce", "git::https://example.com/x.git"),
            false,
        ),
        (&PROD.replace("../../modules//vpce", "../../nothing"), false),
        (&PROD.replace("inputs = {", "inputs = {{"), false),
        (&generated, false),
        (
            &PROD.replace("\"../../modules//vpce\"", "dependency.x.outputs.y"),
            false,
        ),
        // It includes itself, which ends.
        (&circle, true),
    ] {
        let scene = project("away", &[("live/prod/terragrunt.hcl", unit)]);
        let found = report(&scene, &["."])["summary"]["warnings"] == 1;
        assert_eq!(found, finds, "{unit}");
    }
}

/// What may run something else than the module with the inputs is told, and not judged.
#[test]
fn units_that_may_run_otherwise_are_left_out() {
    let extra = |argument: &str| {
        let block = format!(
            "\n  extra_arguments \"more\" {{\n    commands = [\"plan\"]\n    {argument}\n  }}\n}}"
        );
        PROD.replacen("\n}", &block, 1)
    };
    let generate = |contents: &str| {
        format!(
            "{PROD}\ngenerate \"more\" {{\n  path     = \"more.tf\"\n  contents = {contents}\n}}\n"
        )
    };
    for (unit, reason) in [
        (
            extra("arguments = [\"-var\", \"dns=true\"]"),
            Some("extra_arguments"),
        ),
        (
            extra("required_var_files = [\"../common.tfvars\"]"),
            Some("extra_arguments"),
        ),
        (
            extra("env_vars = { TF_VAR_dns = \"true\" }"),
            Some("extra_arguments"),
        ),
        (extra("arguments = [\"-lock-timeout=20m\"]"), None),
        (generate("file(\"more.tf\")"), Some("generates files")),
        (generate("\"provider \\\"aws\\\" {}\""), None),
        (format!("{PROD}\nskip = true\n"), Some("may not be run")),
        (format!("{PROD}\nskip = false\n"), None),
        (
            format!("{PROD}\nexclude {{\n  if = true\n}}\n"),
            Some("may not be run"),
        ),
        (
            PROD.replace("inputs = {", "inputs = {{"),
            Some("cannot be read"),
        ),
    ] {
        let scene = project("otherwise", &[("live/prod/terragrunt.hcl", &unit)]);
        let report = report(&scene, &["."]);
        let judged = report["summary"]["warnings"] == 1;
        let notes = report["notes"].to_string();
        let told = reason.is_some_and(|reason| notes.contains(reason));
        assert_eq!(
            (judged, told),
            (reason.is_none(), reason.is_some()),
            "{unit}: {notes}"
        );
    }
    let scene = project("otherwise", &[("live/prod/terragrunt.hcl", PROD)]);
    scene.write("live/prod/more.tf", "locals {}\n");
    let notes = report(&scene, &["."])["notes"].to_string();
    assert!(notes.contains("its own files are added"), "{notes}");
}

/// Texts that grow with each use are not written out.
#[test]
fn long_texts_are_paid_for() {
    let first = format!("l0 = \"{}\"\n", "x".repeat(3000));
    let twice = |at: usize| {
        let before = at - 1;
        format!("  l{at} = \"${{local.l{before}}}${{local.l{before}}}\"\n")
    };
    let locals = first + &(1..40).map(twice).collect::<String>();
    let unit = PROD.replace("false", "length(local.l39) == 0") + "\nlocals {\n  " + &locals + "}\n";
    let scene = project("long", &[("live/prod/terragrunt.hcl", &unit)]);
    // What is given is too much to read, so that nothing of it is known.
    let expected = ["undecided aws_vpc_endpoint.this[*] in live/prod"];
    assert_eq!(told(&report(&scene, &["."])), expected);
}

#[test]
fn secrets_of_units_are_not_shown() {
    let module = MODULE.replace(
        "variable \"vpc_id\" {",
        "variable \"vpc_id\" {\n  sensitive = true",
    );
    let unit = PROD.replace("dns = false", "dns = false\n  vpc_id = \"vpc-5ec2e7\"");
    let scene = project("secret", &[("live/prod/terragrunt.hcl", &unit)]);
    scene.write("modules/vpce/main.tf", module);
    let run = run(&scene.0, &["check", "--show-undecided"], &[]);
    assert!(run.text.contains("is passed here"), "{}", run.text);
    assert!(!run.text.contains("5ec2e7"), "{}", run.text);
}
