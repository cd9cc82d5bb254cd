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
        "tobool(get_env(\"DNS\"))",
        "[for each in [false] : tobool(get_env(\"DNS\", each))][0]",
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
        "{PROD}\ngenerate \"more\" {{\n  path     = \"more.tf\"\n  contents = \"module \\\"x\\\" {{}}\"\n}}\n"
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

/// What decides about the endpoint of [`MODULE`], as outputs of another module.
const NET: &str = r#"variable "dns" {
  type    = bool
  default = false
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

output "private_dns" {
  value = var.dns
}

output "vpc_id" {
  value = aws_vpc.this.id
}

output "services" {
  value = ["kms", "sts"]
}
"#;

const NET_UNIT: &str = "terraform {\n  source = \"../../modules//net\"\n}\n";

const DEPENDENT: &str = r#"terraform {
  source = "../../modules//vpce"
}

dependency "net" {
  config_path = "../net"
  mock_outputs = {
    private_dns = true
  }
}

inputs = {
  vpc_id   = dependency.net.outputs.vpc_id
  dns      = dependency.net.outputs.private_dns
  services = dependency.net.outputs.services
}
"#;

fn dependent(name: &str, files: &[(&str, &str)]) -> Scene {
    let own = [
        ("modules/net/main.tf", NET),
        ("live/net/terragrunt.hcl", NET_UNIT),
        ("live/vpce/terragrunt.hcl", DEPENDENT),
    ];
    project(name, &[&own, files].concat())
}

/// Outputs of a dependency are what its unit would make, whether or not anybody asked about that unit; mocks are not.
#[test]
fn outputs_of_dependencies_are_evaluated() {
    let scene = dependent("outputs", &[]);
    for (paths, roots) in [(&["."][..], 2), (&["live/vpce"], 1)] {
        let report = report(&scene, paths);
        let both = ["kms", "sts"]
            .map(|key| format!("findings aws_vpc_endpoint.this[\"{key}\"] in live/vpce"));
        assert_eq!(told(&report)[..1], both[..1]);
        assert_eq!(report["summary"]["endpoints"], 2);
        assert_eq!(report["summary"]["roots"], roots);
        let finding = &report["findings"][0];
        // The other unit may have been applied otherwise.
        assert_eq!(finding["confidence"], "likely");
        let steps = finding["steps"].to_string();
        assert!(steps.contains("the unit live/net gives this"), "{steps}");
    }
    // So they are where a file of the module is named.
    let named = report(&scene, &["modules/vpce/main.tf"]);
    assert_eq!(named["summary"]["warnings"], 1);
    // With what its own unit gives it.
    let on = NET_UNIT.to_owned() + "inputs = { dns = true }\n";
    let scene = dependent("outputs", &[("live/net/terragrunt.hcl", &on)]);
    assert_eq!(told(&report(&scene, &["."])), Vec::<String>::new());
    // The block may stand in what is included, and the path may name the file.
    let (above, rest) = DEPENDENT.split_at(DEPENDENT.find("inputs").unwrap());
    let root = above
        .replace("terraform {\n  source = \"../../modules//vpce\"\n}\n", "")
        .replace("../net", "../net/terragrunt.hcl");
    let unit = format!(
        "terraform {{\n  source = \"../../modules//vpce\"\n}}\ninclude \"root\" {{\n  path = \"../root.hcl\"\n}}\n{rest}"
    );
    let files = [
        ("live/root.hcl", &*root),
        ("live/vpce/terragrunt.hcl", &*unit),
    ];
    let scene = dependent("outputs", &files);
    assert_eq!(report(&scene, &["live/vpce"])["summary"]["warnings"], 1);
}

/// Where nobody here can tell what a dependency gives, nothing is claimed of it.
#[test]
fn what_a_dependency_gives_may_be_unknown() {
    let off = DEPENDENT.replace("config_path", "enabled = false\n  config_path");
    let nowhere = DEPENDENT.replace("../net", "../nothing");
    let away = NET_UNIT.replace("../../modules//net", "git::https://example.com/net.git");
    let back = NET_UNIT.to_owned()
        + "dependency \"vpce\" {\n  config_path = \"../vpce\"\n}\n"
        + "inputs = { dns = dependency.vpce.outputs.dns }\n";
    let known = NET.replace("value = var.dns", "value = var.dns == null");
    for (what, files) in [
        ("off", &[("live/vpce/terragrunt.hcl", &*off)][..]),
        ("nowhere", &[("live/vpce/terragrunt.hcl", &*nowhere)]),
        ("away", &[("live/net/terragrunt.hcl", &*away)]),
        (
            "circle",
            &[
                ("live/net/terragrunt.hcl", &*back),
                ("modules/net/main.tf", &*known),
            ],
        ),
    ] {
        let scene = dependent("no-outputs", files);
        let told = told(&report(&scene, &["live/vpce"]));
        assert!(
            told.iter().all(|it| it.starts_with("undecided")),
            "{what}: {told:?}"
        );
        assert!(!told.is_empty(), "{what}");
    }
}

/// The same resource of another unit is one thing, and no resource of this one.
#[test]
fn ids_of_another_unit_are_theirs() {
    let (_, endpoint) = MODULE.split_once("resource").unwrap();
    let again = endpoint.replace("\"this\"", "\"again\"");
    let vpc = "resource \"aws_vpc\" \"this\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n";
    let module = format!("{MODULE}\nresource{again}\n{vpc}");
    let net = NET.replace("default = false", "default = true");
    let files = [
        ("modules/vpce/main.tf", &*module),
        ("modules/net/main.tf", &*net),
    ];
    let scene = dependent("ids", &files);
    let report = report(&scene, &["live/vpce", "--select=private_dns_conflict"]);
    let message = report["findings"][0]["message"].as_str().unwrap();
    assert!(message.contains("aws_vpc_endpoint.this"), "{message}");
    let whole = report.to_string();
    assert!(!whole.contains("VPC aws_vpc.this"), "{whole}");
}

#[test]
fn secrets_of_other_units_are_not_shown() {
    let net = NET.replace(
        "value = [\"kms\", \"sts\"]",
        "value     = [\"5ec2e7\"]\n  sensitive = true",
    );
    let scene = dependent("secret-outputs", &[("modules/net/main.tf", &net)]);
    let run = run(&scene.0, &["check", "live/vpce", "--show-undecided"], &[]);
    assert!(!run.text.contains("5ec2e7"), "{}", run.text);
}

/// A source may be worked out, may name the repository itself, and may hang on what only a run knows, where all ways lead to one module.
#[test]
fn sources_are_worked_out() {
    let own = "git::https://github.com/acme/infra.git//modules/vpce?ref=v${get_env(\"VERSION\")}";
    let either =
        |other: &str| format!("${{get_env(\"STAGE\") == \"prod\" ? \"{own}\" : \"{other}\"}}");
    for (source, is_judged) in [
        (
            "${dirname(find_in_parent_folders(\"root.hcl\"))}/../modules/vpce",
            true,
        ),
        ("${format(\"%s/modules\", get_repo_root())}//vpce", true),
        (own, true),
        (&either("../../modules//vpce"), true),
        (&either("../../modules//other"), false),
        (&own.replace("acme/infra", "acme/other"), false),
        ("../../modules/${get_env(\"MODULE\")}", false),
    ] {
        let unit = PROD.replace("../../modules//vpce", source);
        let files = [
            (
                ".git/config",
                "[remote \"origin\"]\n\turl = git@github.com:acme/infra.git\n",
            ),
            ("live/root.hcl", ""),
            ("modules/other/main.tf", MODULE),
            ("live/prod/terragrunt.hcl", &unit),
        ];
        let scene = project("worked-out", &files);
        let judged = report(&scene, &["live", "--allow-empty"])["summary"]["endpoints"] == 1;
        assert_eq!(judged, is_judged, "{source}");
    }
}

/// Files with values that a unit names win over its inputs; those that may be missing are passed over.
#[test]
fn named_files_with_values_are_given() {
    let unit = |arguments: &str| {
        let block = format!(
            "\n  extra_arguments \"values\" {{\n    commands = get_terraform_commands_that_need_vars()\n    {arguments}\n  }}\n}}"
        );
        PROD.replacen("\n}", &block, 1)
    };
    let here = "${get_terragrunt_dir()}/..";
    for (arguments, finds) in [
        (
            format!("optional_var_files = [\"{here}/on.tfvars\"]"),
            Some(false),
        ),
        (
            "required_var_files = [find_in_parent_folders(\"on.tfvars\")]".to_owned(),
            Some(false),
        ),
        (
            format!("arguments = [\"-var-file={here}/on.tfvars\", \"-input=false\"]"),
            Some(false),
        ),
        (
            format!("optional_var_files = [\"{here}/nothing.tfvars\"]"),
            Some(true),
        ),
        (
            format!("optional_var_files = [\"{here}/on.tfvars\", \"{here}/off.tfvars\"]"),
            Some(true),
        ),
        (
            format!("required_var_files = [\"{here}/nothing.tfvars\"]"),
            None,
        ),
        // It starts where Terraform runs: in a copy of the module.
        ("required_var_files = [\"../on.tfvars\"]".to_owned(), None),
        (
            "arguments = [\"-exclude=aws_vpc_endpoint.this\"]".to_owned(),
            None,
        ),
        (
            "optional_var_files = [\"${get_env(\"STAGE\")}.tfvars\"]".to_owned(),
            None,
        ),
    ] {
        let unit = unit(&arguments);
        let files = [
            ("live/on.tfvars", "dns = true\n"),
            ("live/off.tfvars", "dns = false\n"),
            ("live/prod/terragrunt.hcl", &unit),
        ];
        let scene = project("named-values", &files);
        let report = report(&scene, &["live"]);
        let found = report["summary"]["warnings"] == 1;
        let is_left_out = report["notes"].to_string().contains("extra_arguments");
        assert_eq!(
            (found, is_left_out),
            (finds == Some(true), finds.is_none()),
            "{arguments}"
        );
    }
    let read = PROD.replace(
        "false",
        "jsondecode(read_tfvars_file(\"../on.tfvars\")).dns",
    );
    let files = [
        ("live/on.tfvars", "dns = true\n"),
        ("live/prod/terragrunt.hcl", &*read),
    ];
    assert_eq!(
        told(&report(&project("named-values", &files), &["live"])),
        Vec::<String>::new()
    );
    // Of another command they are no concern.
    let other = unit("arguments = [\"-var\", \"dns=true\"]")
        .replace("get_terraform_commands_that_need_vars()", "[\"init\"]");
    let scene = project("named-values", &[("live/prod/terragrunt.hcl", &other)]);
    assert_eq!(report(&scene, &["live"])["summary"]["warnings"], 1);
}

/// What a unit generates is part of the module that it runs, and of no other.
#[test]
fn generated_files_are_read() {
    let module = MODULE.replace("variable \"dns\" {\n  type = bool\n}\n", "");
    let generate = |name: &str, contents: &str| {
        format!(
            "\ngenerate \"{name}\" {{\n  path      = \"{name}.tf\"\n  if_exists = \"overwrite\"\n  contents  = {contents}\n}}\n"
        )
    };
    let provider = generate(
        "provider",
        "<<EOT\nprovider \"aws\" {\n  region = \"${local.region}\"\n}\nEOT",
    );
    let root = generate("common", "file(\"common.tf\")") + &provider;
    let unit = |region: &str| {
        format!(
            "include \"root\" {{\n  path = find_in_parent_folders(\"root.hcl\")\n}}\n{PROD}\n{provider}locals {{\n  region = \"{region}\"\n}}\n"
        )
    };
    let (west, east) = (unit("eu-west-1"), unit("us-east-1"));
    let files = [
        ("live/root.hcl", &*root),
        ("live/common.tf", "variable \"dns\" {\n  type = bool\n}\n"),
        ("live/west/terragrunt.hcl", &west),
        ("live/east/terragrunt.hcl", &east),
        ("modules/vpce/main.tf", &module),
    ];
    let scene = project("generated", &files);
    let select = "--select=private_dns_disabled,service_region_mismatch";
    let whole = report(&scene, &[".", select]);
    assert_eq!(whole["summary"]["roots"], 2, "{}", whole["notes"]);
    let findings = whole["findings"].as_array().unwrap();
    let told: Vec<_> = findings
        .iter()
        .map(|it| (it["rule"].as_str().unwrap(), it["variants"].to_string()))
        .collect();
    for rule in ["service_region_mismatch", "private_dns_disabled"] {
        let is_it = |it: &&(&str, String)| it.0 == rule && it.1.contains("\"live/east\"");
        assert!(told.iter().any(|it| is_it(&it)), "{rule}: {told:?}");
    }
    let wrong = told.iter().filter(|it| it.0 == "service_region_mismatch");
    assert_eq!(wrong.count(), 1, "{told:?}");
    // It holds in one of the units, though each is a root of its own.
    let message = findings
        .iter()
        .find(|it| it["rule"] == "service_region_mismatch");
    let message = message.unwrap()["message"].as_str().unwrap();
    assert!(message.ends_with("(in live/east)"), "{message}");
}

/// What lies there of an earlier run is replaced as the block says.
#[test]
fn generated_files_replace_others_as_they_say() {
    let stale = "provider \"aws\" {\n  region = \"us-east-1\"\n}\n";
    let signed = format!("# Generated by Terragrunt. Sig: nIlQXj57tbuaRZEa\n{stale}");
    for (exists, text, is_judged, is_wrong) in [
        ("overwrite", stale, true, false),
        ("overwrite_terragrunt", &*signed, true, false),
        ("overwrite_terragrunt", stale, false, false),
        ("skip", stale, true, true),
        ("error", stale, false, false),
    ] {
        let unit = format!(
            "{PROD}\ngenerate \"provider\" {{\n  path      = \"provider.tf\"\n  if_exists = \"{exists}\"\n  contents  = \"provider \\\"aws\\\" {{\\n  region = \\\"eu-west-1\\\"\\n}}\\n\"\n}}\n"
        );
        let files = [
            ("live/prod/terragrunt.hcl", &*unit),
            ("modules/vpce/provider.tf", text),
        ];
        let scene = project("stale", &files);
        let report = report(&scene, &["live", "--select=service_region_mismatch"]);
        let notes = report["notes"].to_string();
        assert_eq!(
            !notes.contains("may replace"),
            is_judged,
            "{exists}: {notes}"
        );
        let wrong = report["findings"].as_array().unwrap().len();
        assert_eq!(wrong, usize::from(is_wrong), "{exists}: {notes}");
    }
}

/// A hook may write files of the module before it is run.
#[test]
fn hooks_may_change_a_module() {
    let hook = |kind: &str, commands: &str, execute: &str| {
        let block = format!(
            "\n  {kind} \"more\" {{\n    commands = [{commands}]\n    execute  = [{execute}]\n  }}\n}}"
        );
        PROD.replacen("\n}", &block, 1)
    };
    let before = |execute: &str| hook("before_hook", "\"plan\"", execute);
    for (unit, notes) in [
        (before("\"echo\", \"planned\""), ""),
        (
            before("\"cp\", \"../common.tf\", \".\""),
            "its hooks write files",
        ),
        (before("\"cp\", \"app.zip\", \"build\""), ""),
        (before("\"rm\", \"-rf\", \"/elsewhere/x\""), ""),
        (
            before("\"bash\", \"-c\", \"echo x; terraform graph > '/tmp/a.dot'\""),
            "",
        ),
        (
            before("\"bash\", \"-c\", \"echo 'locals {}' > more.tf\""),
            "its hooks write files",
        ),
        (
            before("\"./make.sh\""),
            "1 unit of Terragrunt has hooks that may change its module",
        ),
        (
            before("\"cp\", \"net.tpl\", \"main.tf\""),
            "its hooks write files",
        ),
        (
            before("\"mv\", \"main.tf\", \"/tmp/\""),
            "its hooks write files",
        ),
        (before("\"cp\", \"main.tf\", \"/tmp/main.tf\""), ""),
        (
            before("\"aws\", \"s3\", \"cp\", \"s3://b/main.tf\", \"main.tf\""),
            "its hooks write files",
        ),
        (
            before("\"sed\", \"-i\", \"s/a/b/\", \"main.tf\""),
            "its hooks write files",
        ),
        (
            before("\"bash\", \"-c\", \"cat a > main.tf 2>/dev/null\""),
            "its hooks write files",
        ),
        (
            before("\"bash\", \"-c\", \"cat a >| main.tf\""),
            "its hooks write files",
        ),
        (
            before("\"bash\", \"-c\", \"terraform graph > /tmp/a 2>&1\""),
            "",
        ),
        (before("run_cmd(\"x\")"), "has hooks that may change"),
        (hook("after_hook", "\"apply\"", "\"./make.sh\""), ""),
        (
            hook("after_hook", "\"init\"", "\"./make.sh\""),
            "has hooks that may change",
        ),
        (hook("before_hook", "\"destroy\"", "\"./make.sh\""), ""),
    ] {
        let scene = project("hooks", &[("live/prod/terragrunt.hcl", &unit)]);
        let report = report(&scene, &["live"]);
        let said = report["notes"].to_string();
        let is_said = if notes.is_empty() {
            said == "[]"
        } else {
            said.contains(notes)
        };
        assert!(is_said, "{unit}: {said}");
        // What is there is judged unless the files are others.
        let judged = u64::from(!notes.starts_with("its"));
        assert_eq!(report["summary"]["warnings"], judged, "{unit}");
    }
    // What is not there may be there then.
    let absent = |unit: &str| {
        let module = "resource \"aws_vpc\" \"a\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n\nresource \"aws_vpc_endpoint\" \"a\" {\n  vpc_id            = aws_vpc.a.id\n  service_name      = \"com.amazonaws.eu-west-1.s3\"\n  vpc_endpoint_type = \"Gateway\"\n}\n";
        let unit = unit.replace("vpce", "net");
        let files = [
            ("live/prod/terragrunt.hcl", &*unit),
            ("modules/net/main.tf", module),
        ];
        let select = "--select=gateway_endpoint_without_route_tables";
        report(&project("absent", &files), &["live", select])["findings"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(absent(PROD), 1);
    assert_eq!(absent(&before("\"./make.sh\"")), 0);
}

/// A unit that a stack made lies there with the values that it was given.
#[test]
fn made_units_have_their_values_beside_them() {
    let unit = PROD.replace("dns = false", "dns = values.dns");
    for (values, expected) in [
        ("dns = false\n", 1),
        ("dns = true\n", 0),
        ("dns = run\n", 0),
    ] {
        let files = [
            ("live/prod/terragrunt.hcl", &*unit),
            ("live/prod/terragrunt.values.hcl", values),
        ];
        let report = report(&project("made", &files), &["live"]);
        assert_eq!(report["summary"]["warnings"], expected, "{values}");
    }
}

/// A stack makes units of copies, with values of its own, which depend on each other where they are put.
#[test]
fn stacks_make_units() {
    let unit = "terraform {\n  source = \"${get_repo_root()}//modules/vpce\"\n}\n";
    let net = unit.replace("vpce", "net") + "inputs = { dns = values.dns }\n";
    let vpce = unit.to_owned()
        + "dependency \"net\" {\n  config_path = values.net_path\n}\n"
        + "inputs = {\n  dns      = dependency.net.outputs.private_dns\n  services = values.services\n}\n";
    let stack = r#"locals {
  units = "${get_repo_root()}/units"
}

unit "net" {
  source = "${local.units}/net"
  path   = "net"
  values = { dns = false }
}

unit "vpce" {
  source = "${local.units}/vpce"
  path   = "vpce"
  values = {
    net_path = "../net"
    services = ["kms"]
  }
}

unit "away" {
  source = "git::https://example.com/units.git//away"
  path   = "away"
}
"#;
    let outer = "stack \"inner\" {\n  source = \"../stacks/all\"\n  path   = \"inner\"\n}\n";
    let files = [
        ("modules/net/main.tf", NET),
        ("units/net/terragrunt.hcl", &*net),
        ("units/vpce/terragrunt.hcl", &*vpce),
        ("live/terragrunt.stack.hcl", stack),
    ];
    let scene = project("stack", &files);
    let expected = |place: &str| {
        [format!(
            "findings aws_vpc_endpoint.this[\"kms\"] in {place}"
        )]
        .to_vec()
    };
    let whole = report(&scene, &["live"]);
    assert_eq!(told(&whole), expected("live/.terragrunt-stack/vpce"));
    assert_eq!(whole["summary"]["roots"], 2);
    // What Terragrunt has put there already is judged once.
    let beside = stack.replace("  path ", "  no_dot_terragrunt_stack = true\n  path ");
    scene.write("live/terragrunt.stack.hcl", beside);
    assert_eq!(told(&report(&scene, &["live"])), expected("live/vpce"));
    let on = vpce.replace("dependency.net.outputs.private_dns", "true");
    scene.write("live/vpce/terragrunt.hcl", on);
    assert_eq!(report(&scene, &["live"])["summary"]["warnings"], 0);
    // A stack of a stack.
    let files = [
        &files[..3],
        &[
            ("stacks/all/terragrunt.stack.hcl", stack),
            ("live/terragrunt.stack.hcl", outer),
        ],
    ];
    let scene = project("stack-of-stacks", &files.concat());
    let place = "live/.terragrunt-stack/inner/.terragrunt-stack/vpce";
    assert_eq!(told(&report(&scene, &["live"])), expected(place));
    // Files that are no units are told.
    scene.write("units/vpce/terragrunt.hcl", "inputs = {{\n");
    let notes = report(&scene, &["live"])["notes"].to_string();
    assert!(notes.contains("cannot be read"), "{notes}");
}

/// What is included last wins, in what it generates and depends on as in its inputs; what takes the place of a block is all that counts.
#[test]
fn the_last_include_wins() {
    let above = |dns: bool| {
        format!(
            "generate \"more\" {{\n  path     = \"more.tf\"\n  contents = \"locals {{\\n  dns = {dns}\\n}}\"\n}}\n"
        )
    };
    let module = MODULE.replace("= var.dns", "= local.dns");
    let unit = format!(
        "{PROD}\ninclude \"one\" {{\n  path = \"../one.hcl\"\n}}\ninclude \"two\" {{\n  path = \"../two.hcl\"\n}}\n"
    );
    for (one, two) in [(true, false), (false, true)] {
        let (first, second) = (above(one), above(two));
        let files = [
            ("modules/vpce/main.tf", &*module),
            ("live/one.hcl", &first),
            ("live/two.hcl", &second),
            ("live/prod/terragrunt.hcl", &unit),
        ];
        let report = report(&project("last", &files), &["live"]);
        assert_eq!(
            report["summary"]["warnings"],
            u64::from(!two),
            "{}",
            report["notes"]
        );
    }
}

/// What adds to a module, and cannot be read as a file of it, leaves its unit out.
#[test]
fn generated_files_of_which_too_little_is_known_leave_a_unit_out() {
    for (path, contents, is_judged) in [
        ("./more.tf", "\"locals {}\"", true),
        (
            "more.tf",
            "\"resource \\\"aws_vpc\\\" \\\"x\\\" {}\"",
            false,
        ),
        ("sub/more.tf", "\"locals {}\"", false),
        ("more_override.tf", "\"locals {}\"", false),
        ("more.auto.tfvars", "\"dns = true\"", false),
        ("backend.hcl", "\"\"", true),
        ("more.tf", "\"${get_env(\\\"MORE\\\")}\"", false),
        (
            "more.tf",
            "<<EOT\nprovider \"aws\" {\n  region = \"${get_env(\"REGION\")}\"\n}\nEOT",
            true,
        ),
        (
            "more.tf",
            "<<EOT\n${get_env(\"MORE\")}\nprovider \"aws\" {}\nEOT",
            false,
        ),
    ] {
        let unit = format!(
            "{PROD}\ngenerate \"more\" {{\n  path     = \"{path}\"\n  contents = {contents}\n}}\n"
        );
        let scene = project("too-little", &[("live/prod/terragrunt.hcl", &unit)]);
        let judged = report(&scene, &["live"])["summary"]["warnings"] == 1;
        assert_eq!(judged, is_judged, "{path}: {contents}");
    }
}

/// A stack of itself ends, and says so.
#[test]
fn stacks_of_themselves_end() {
    let stacks = (0..12)
        .map(|at| format!("stack \"s{at}\" {{\n  source = \"${{get_repo_root()}}/live\"\n  path   = \"s{at}\"\n}}\n"))
        ;
    let stack = stacks.collect::<Vec<_>>().concat();
    let scene = project("itself", &[("live/terragrunt.stack.hcl", &stack)]);
    let notes = report(&scene, &["live"])["notes"].to_string();
    assert!(notes.contains("or itself"), "{notes}");
}

/// What is put in whole again and again is paid for; Terraform keeps no output that is null.
#[test]
fn values_of_stacks_and_outputs_are_bounded_and_there() {
    let big = format!("[{}]", "1, ".repeat(20_000));
    let stack = format!(
        "unit \"u\" {{\n  source = \"../units/u\"\n  path   = \"u\"\n  values = {{ big = {big} }}\n}}\n"
    );
    let unit = PROD
        .replace("../../modules", "${get_repo_root()}/modules")
        .replace(
            "false",
            &format!("length([{}]) == 0", "values.big, ".repeat(2_000)),
        );
    let files = [
        ("live/terragrunt.stack.hcl", &*stack),
        ("units/u/terragrunt.hcl", &unit),
    ];
    let told = told(&report(&project("big", &files), &["live"]));
    assert!(
        told.iter().all(|it| it.starts_with("undecided")),
        "{told:?}"
    );
    let net = NET.replace("value = var.dns", "value = null");
    let unit = DEPENDENT.replace(
        "dependency.net.outputs.private_dns",
        "try(dependency.net.outputs.private_dns, true)",
    );
    let files = [
        ("modules/net/main.tf", &*net),
        ("live/vpce/terragrunt.hcl", &unit),
    ];
    let report = report(&dependent("null", &files), &["live/vpce"]);
    assert_eq!(report["summary"]["warnings"], 0, "{report}");
}

/// What a unit generates is made of its literals: none is shown where something is sensitive.
#[test]
fn secrets_in_generated_files_are_not_shown() {
    let module = MODULE.replace(
        "variable \"vpc_id\" {",
        "variable \"vpc_id\" {\n  sensitive = true",
    );
    let module = module.replace("eu-west-1", "us-east-1");
    let unit = format!(
        "{PROD}\nlocals {{\n  token = \"5ec2e7\"\n}}\ngenerate \"provider\" {{\n  path     = \"provider.tf\"\n  contents = <<EOT\nprovider \"aws\" {{\n  region = \"eu-west-1\"\n  default_tags {{\n    tags = {{ token = \"${{local.token}}\" }}\n  }}\n}}\nEOT\n}}\n"
    )
    .replace("dns = false", "dns = false\n  vpc_id = local.token");
    let files = [
        ("modules/vpce/main.tf", &*module),
        ("live/prod/terragrunt.hcl", &unit),
    ];
    let scene = project("generated-secret", &files);
    let run = run(
        &scene.0,
        &["check", "live", "--select=service_region_mismatch"],
        &[],
    );
    assert!(run.text.contains("is made in eu-west-1"), "{}", run.text);
    assert!(!run.text.contains("5ec2e7"), "{}", run.text);
}

/// A path needs no dot before it where the directory is there; what is written in JSON is told, and so are inputs that are not used.
#[test]
fn what_is_passed_over_is_told() {
    let unit = PROD.replace("../../modules//vpce", "own/vpce");
    let files = [
        ("live/prod/terragrunt.hcl", &*unit),
        ("live/prod/own/vpce/main.tf", MODULE),
    ];
    let scene = project("plain-path", &files);
    assert_eq!(report(&scene, &["live"])["summary"]["warnings"], 1);
    let json = r#"{"terraform": {"source": "../../modules/vpce"}}"#;
    let scene = project("json-unit", &[("live/prod/terragrunt.hcl.json", json)]);
    let notes = report(&scene, &["."])["notes"].to_string();
    assert!(notes.contains("cannot be read"), "{notes}");
    let settings = "[[variants]]\nname = \"dev\"\nworkspace = \"dev\"\n";
    let files = [
        ("modules/vpce/vpcelint.toml", settings),
        ("live/prod/terragrunt.hcl", PROD),
    ];
    let notes = report(&project("variants-of-units", &files), &["."])["notes"].to_string();
    assert!(notes.contains("without its inputs"), "{notes}");
}

/// Units that depend on each other in many ways are evaluated once each, however long the chain.
#[test]
fn long_chains_of_units_are_followed() {
    const UNITS: usize = 80;
    let modules = [("modules/net/main.tf", NET)];
    let scene = project("chain", &modules);
    for at in 0..UNITS {
        let above: String = (at + 1..UNITS.min(at + 3))
            .map(|it| {
                let last = at + 1 == it;
                let name = if last { "next" } else { "other" };
                format!("dependency \"{name}\" {{\n  config_path = \"../u{it}\"\n}}\n")
            })
            .collect::<Vec<_>>()
            .concat();
        let inputs = match UNITS - at {
            1 => "inputs = { dns = false }\n",
            2 => "inputs = { dns = dependency.next.outputs.private_dns }\n",
            _ => {
                "inputs = { dns = dependency.next.outputs.private_dns && dependency.other.outputs.private_dns }\n"
            }
        };
        let unit = format!("{NET_UNIT}{above}{inputs}");
        scene.write(&format!("live/u{at}/terragrunt.hcl"), unit);
    }
    let first = DEPENDENT.replace("../net", "../u0");
    scene.write("live/vpce/terragrunt.hcl", first);
    assert_eq!(report(&scene, &["live/vpce"])["summary"]["warnings"], 1);
}

const OF_REGISTRY: &str = r#"terraform {
  source = "tfr:///terraform-aws-modules/vpc/aws//modules/vpc-endpoints?version=5.8.1"
}

dependency "vpc" {
  config_path = "../vpc"
}

inputs = {
  vpc_id = dependency.vpc.outputs.vpc_id
  endpoints = {
    sqs = {
      service             = "sqs"
      private_dns_enabled = false
      subnet_ids          = dependency.vpc.outputs.private_subnets
    }
  }
}
"#;

const VPC_OF_REGISTRY: &str = r#"terraform {
  source = "git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=v5.8.1"
}

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = <<EOF
provider "aws" {
  region = "eu-west-1"
}
EOF
}

inputs = {
  cidr            = "10.0.0.0/16"
  azs             = ["eu-west-1a"]
  private_subnets = ["10.0.1.0/24"]
}
"#;

/// A unit whose module is one that we have a model of is a root of that, wherever it is to be had, and what is found stands in its inputs.
#[test]
fn modules_of_the_registry_are_read_by_their_models() {
    let vpc = ("live/vpc/terragrunt.hcl", VPC_OF_REGISTRY);
    let select = "--select=private_dns_disabled,interface_endpoint_single_az";
    let address = "findings aws_vpc_endpoint.this[\"sqs\"] in live/vpce";
    for source in [
        "tfr:///terraform-aws-modules/vpc/aws//modules/vpc-endpoints?version=5.8.1",
        "tfr://registry.terraform.io/terraform-aws-modules/vpc/aws//modules/vpc-endpoints?version=5.8.1",
        "git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git//modules/vpc-endpoints?ref=v5.8.1",
        "git::git@github.com:terraform-aws-modules/terraform-aws-vpc.git//modules/vpc-endpoints?ref=v5.8.1",
    ] {
        let own = "tfr:///terraform-aws-modules/vpc/aws//modules/vpc-endpoints?version=5.8.1";
        let unit = OF_REGISTRY.replace(own, source);
        let scene = project("registry", &[("live/vpce/terragrunt.hcl", &unit), vpc]);
        let report = report(&scene, &["live", select]);
        assert_eq!(told(&report), [address, address], "{source}");
        assert_eq!(report["summary"]["endpoints"], 1);
        let lines = report["findings"].as_array().unwrap().iter();
        let lines = lines.map(|it| {
            assert_eq!(it["location"]["file"], "live/vpce/terragrunt.hcl");
            assert_eq!(it["addresses"][0], "aws_vpc_endpoint.this[\"sqs\"]");
            (
                &it["rule"],
                &it["confidence"],
                &it["location"]["start"]["line"],
            )
        });
        let lines: Vec<_> = lines.map(|(a, b, c)| format!("{a} {b} {c}")).collect();
        assert_eq!(
            lines,
            [
                "\"interface_endpoint_single_az\" \"likely\" 12",
                "\"private_dns_disabled\" \"certain\" 14"
            ]
        );
    }
    let ignored = OF_REGISTRY.replace(
        "      private_dns",
        "      # vpcelint: ignore[private_dns_disabled] as it is\n      private_dns",
    );
    let scene = project("registry", &[("live/vpce/terragrunt.hcl", &ignored)]);
    let report = report(&scene, &["live"]);
    assert_eq!(told(&report), Vec::<String>::new());
    assert_eq!(report["summary"]["suppressed"], 1);
}

/// What a model cannot stand for is left out and told.
#[test]
fn modules_of_registries_without_a_model_are_left_out() {
    let known = "terraform-aws-modules/vpc/aws//modules/vpc-endpoints";
    let main = |argument: &str| {
        format!(
            "{OF_REGISTRY}\ngenerate \"x\" {{\n  path      = \"main.tf\"\n  {argument}\n  contents  = \"\"\n}}\n"
        )
    };
    for (unit, is_left_out) in [
        (OF_REGISTRY.replace("///", "//registry.example.com/"), true),
        (OF_REGISTRY.replace(known, "acme/vpc/aws"), true),
        (OF_REGISTRY.replace("version=5.8.1", "version=1.0.0"), true),
        (OF_REGISTRY.replace("5.8.1", "${get_env(\"X\")}"), true),
        (main("if_exists = \"overwrite\""), true),
        (main("if_exists = \"skip\""), false),
    ] {
        let scene = project("no-model", &[("live/vpce/terragrunt.hcl", &unit)]);
        let report = report(&scene, &["."]);
        let notes = report["notes"].to_string();
        assert_eq!(notes.contains("left out"), is_left_out, "{unit} {notes}");
        let judged = told(&report).iter().any(|it| it.contains("live/vpce"));
        assert_eq!(judged, !is_left_out, "{unit}");
    }
}

/// The default of an environment variable counts as one of an input variable does; without one nothing is known of it.
#[test]
fn defaults_of_the_environment_count_as_those_of_variables() {
    let given = |dns: &str| PROD.replace("dns = false", &format!("dns = {dns}"));
    for (unit, expected) in [
        (given("get_env(\"DNS\", false)"), Some("likely")),
        // No name that a loop binds is meant.
        (
            given("[for environment in [[true]] : get_env(\"DNS\", false)][0]"),
            Some("likely"),
        ),
        (given("get_env(\"DNS\", \"false\")"), Some("likely")),
        (given("get_env(\"DNS\", \"true\")"), None),
        (given("get_env(\"DNS\")"), None),
        (
            given("get_env(\"DNS\", \"false\") == \"false\" ? false : true"),
            Some("likely"),
        ),
    ] {
        let scene = project("environment", &[("live/prod/terragrunt.hcl", &unit)]);
        let report = report(&scene, &["."]);
        let confidence = report["findings"][0]["confidence"].as_str();
        assert_eq!(confidence, expected, "{unit}");
    }
    let decides = "terraform {\n  source = get_env(\"SOURCE\", \"../../modules//vpce\")\n}\n\ninputs = {\n  dns = false\n}\n";
    let scene = project("environment", &[("live/prod/terragrunt.hcl", decides)]);
    assert_eq!(report(&scene, &["."])["summary"]["warnings"], 0);
}

/// Of a generated file of which some is not known the rest is what it is.
#[test]
fn generated_files_that_are_known_in_part_are_read() {
    let provider = r#"
locals {
  region  = "us-east-1"
  account = get_env("ACCOUNT")
}

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = <<EOT
# data of the provider
provider "aws" {
  region              = "REGION"
  allowed_account_ids = [${local.account}]
  max_retries         = ${get_env("RETRIES")}

  assume_role {
    role_arn = "arn:aws:iam::${local.account}:role/${get_env("ROLE", "x")}"
  }
}
EOT
}
"#;
    for (region, is_wrong) in [
        ("us-east-1", true),
        ("${local.region}", true),
        ("eu-west-1", false),
        ("${local.account}", false),
        ("eu-${get_env(\"REGION\")}", false),
    ] {
        let unit = PROD.to_owned() + &provider.replace("REGION\"\n", &format!("{region}\"\n"));
        let scene = project("in-part", &[("live/prod/terragrunt.hcl", &unit)]);
        let report = report(&scene, &["live", "--select=service_region_mismatch"]);
        let found = report["findings"].as_array().unwrap().len() == 1;
        assert_eq!(found, is_wrong, "{region}: {}", report["notes"]);
        assert_eq!(report["summary"]["roots"], 1, "{region}");
    }
}
