//! Directories to programs: override files, calls in all their forms, installed modules, provider configurations, values of
//! variables. Each is asked through `eval`, as a user would.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod asked;
mod scene;

use std::{collections::BTreeSet, path::PathBuf};

use globset::GlobSet;
use scene::Scene;
use serde_json::{Value as Json, json};
use vpcelint::{
    module::{self, ModuleId, Program, Target},
    source::{Sources, VersionControl},
};

/// What an expression is worth in a root; null where it is unknown.
fn value(scene: &Scene, root: &str, expression: &str) -> Json {
    let answer = asked::answers(&scene.0, root, &[expression]).remove(0);
    assert!(
        answer.get("error").is_some_and(Json::is_null),
        "{expression}: {answer}"
    );
    answer.get("value").unwrap().clone()
}

#[test]
fn override_files_replace_arguments_and_blocks() {
    let scene = Scene::new("override");
    scene.write(
        "main.tf",
        r#"
        variable "zone" { default = "a" }
        locals {
          kept    = "kept"
          changed = "before"
        }
        resource "aws_security_group" "g" {
          name = "before"
          description = "kept"
          ingress {
            from_port = 1
            to_port = 1
            protocol = "tcp"
          }
          ingress {
            from_port = 2
            to_port = 2
            protocol = "tcp"
          }
        }
        "#,
    );
    scene.write(
        "b_override.tf",
        r#"
        variable "zone" { default = "c" }
        locals { changed = "after" }
        resource "aws_security_group" "g" {
          name = "last"
          ingress {
            from_port = 3
            to_port = 3
            protocol = "tcp"
          }
        }
        "#,
    );
    scene.write(
        "a_override.tf.json",
        r#"{"resource": {"aws_security_group": {"g": {"name": "after"}}}, "variable": {"zone": {"default": "b"}}}"#,
    );
    assert_eq!(value(&scene, ".", "var.zone"), json!("c"));
    assert_eq!(
        value(&scene, ".", "[local.kept, local.changed]"),
        json!(["kept", "after"])
    );
    assert_eq!(
        value(
            &scene,
            ".",
            "[aws_security_group.g.name, aws_security_group.g.description]"
        ),
        json!(["last", "kept"])
    );
    assert_eq!(
        value(
            &scene,
            ".",
            "[for rule in aws_security_group.g.ingress : rule.from_port]"
        ),
        json!([3])
    );
}

#[test]
fn calls_reach_local_modules_to_any_depth_each_with_its_own_arguments() {
    let scene = Scene::new("depth");
    scene.write(
        "envs/prod/main.tf",
        r#"
        module "one" {
          source = "../../modules/outer"
          name   = "one"
        }
        module "many" {
          source   = "../../modules/outer"
          for_each = { a = 1, b = 2 }
          name     = "${each.key}${each.value}"
        }
        "#,
    );
    scene.write(
        "modules/outer/main.tf",
        r#"
        variable "name" {}
        module "inner" {
          source = "./inner"
          count  = 2
          text   = "${var.name}-${count.index}"
        }
        output "texts" { value = module.inner[*].text }
        "#,
    );
    scene.write(
        "modules/outer/inner/main.tofu",
        "variable \"text\" {}\noutput \"text\" { value = upper(var.text) }\n",
    );
    scene.write(
        "modules/outer/inner/main.tf",
        "variable \"text\" {}\noutput \"text\" { value = \"the .tofu file comes first\" }\n",
    );
    assert_eq!(
        value(&scene, "envs/prod", "module.one.texts"),
        json!(["ONE-0", "ONE-1"])
    );
    assert_eq!(
        value(
            &scene,
            "envs/prod",
            "{ for key, it in module.many : key => it.texts[1] }"
        ),
        json!({"a": "A1-1", "b": "B2-1"})
    );
    assert_eq!(
        value(&scene, "envs/prod", "module.many[\"b\"].texts[0]"),
        json!("B2-0")
    );
}

/// Files of OpenTofu count where its registry is recorded, or none; not where Terraform's is.
#[test]
fn files_of_opentofu_count_where_it_is_meant() {
    let lock = |registry: &str| {
        format!("provider \"registry.{registry}/hashicorp/aws\" {{\n  version = \"5.100.0\"\n}}\n")
    };
    for (registries, expected) in [
        (&[][..], "tofu"),
        (&["opentofu.org"], "tofu"),
        (&["terraform.io"], "terraform"),
        (&["terraform.io", "opentofu.org"], "tofu"),
    ] {
        let scene = Scene::new("tools");
        scene.write("main.tf", "locals {\n  tool = \"terraform\"\n}\n");
        scene.write("main.tofu", "locals {\n  tool = \"tofu\"\n}\n");
        if !registries.is_empty() {
            let all: String = registries.iter().map(|it| lock(it)).collect();
            scene.write(".terraform.lock.hcl", all);
        }
        assert_eq!(
            value(&scene, ".", "local.tool"),
            json!(expected),
            "{registries:?}"
        );
    }
}

/// The tool of the root counts for what it calls, whoever recorded providers there.
#[test]
fn the_tool_of_the_root_chooses_the_files_of_modules() {
    let lock = |registry: &str| {
        format!(
            "provider \"registry.{registry}.org/hashicorp/aws\" {{\n  version = \"5.100.0\"\n}}\n"
        )
    };
    let (terraform, tofu) = (lock("terraform").replace(".org", ".io"), lock("opentofu"));
    let old = "terraform {\n  required_version = \"~> 1.5.0\"\n}\n";
    for (root, module, asked, expected) in [
        (Some(&terraform), None, "", "terraform"),
        (Some(&terraform), Some(&tofu), "", "terraform"),
        (Some(&tofu), Some(&terraform), "", "tofu"),
        (None, Some(&terraform), "", "tofu"),
        (None, None, old, "terraform"),
        (Some(&tofu), None, old, "tofu"),
    ] {
        let scene = Scene::new("tool_of_root");
        scene.write(
            "app/main.tf",
            format!("{asked}module \"outer\" {{\n  source = \"../outer\"\n}}\n"),
        );
        scene.write(
            "outer/main.tf",
            "module \"inner\" {\n  source = \"./inner\"\n}\noutput \"tool\" {\n  value = module.inner.tool\n}\n",
        );
        let inner = |tool: &str| format!("output \"tool\" {{\n  value = \"{tool}\"\n}}\n");
        scene.write("outer/inner/main.tf", inner("terraform"));
        scene.write("outer/inner/main.tofu", inner("tofu"));
        let locks = [("app", root), ("outer/inner", module)];
        for (directory, lock) in locks {
            if let Some(lock) = lock {
                scene.write(&format!("{directory}/.terraform.lock.hcl"), lock.clone());
            }
        }
        let found = value(&scene, "app", "module.outer.tool");
        assert_eq!(found, json!(expected), "{root:?} {module:?} {asked}");
    }
}

const WORKED_OUT: &str = r#"
variable "base" {
  default = "../modules"
}

locals {
  sources = { net = "${var.base}/net" }
}

module "net" {
  source = local.sources["net"]
}
"#;

#[test]
fn opentofu_works_sources_out() {
    let lock = "provider \"registry.terraform.io/hashicorp/aws\" {\n  version = \"5.100.0\"\n}\n";
    let other = "base = \"../others\"\n";
    for (name, text, expected) in [
        ("readme", "", json!("modules")),
        ("terraform.tfvars", other, json!("others")),
        // Terraform refuses it, and a resource has no value so early.
        (".terraform.lock.hcl", lock, json!(null)),
        (
            "base_override.tf",
            "locals {\n  sources = { net = terraform_data.x.input }\n}\nresource \"terraform_data\" \"x\" {\n  input = \"../modules/net\"\n}\n",
            json!(null),
        ),
    ] {
        let scene = Scene::new("worked_out");
        scene.write("app/main.tf", WORKED_OUT);
        scene.write(&format!("app/{name}"), text);
        for base in ["modules", "others"] {
            let output = format!("output \"from\" {{\n  value = \"{base}\"\n}}\n");
            scene.write(&format!("{base}/net/main.tf"), output);
        }
        assert_eq!(value(&scene, "app", "module.net.from"), expected, "{name}");
    }
}

/// Whoever gives the variable another value leads the call elsewhere, and sources that double end.
#[test]
fn a_source_that_opentofu_works_out_may_lead_elsewhere() {
    use std::fmt::Write as _;
    let mut doubling = String::from("locals {\n  l0 = \"x\"\n");
    for level in 1..10 {
        let before = format!("${{local.l{}}}", level - 1);
        writeln!(doubling, "  l{level} = \"{}\"", before.repeat(10)).unwrap();
    }
    doubling += "}\nmodule \"a\" {\n  source = \"./${local.l9}\"\n}\n";
    let absent = "variable \"path\" {\n  default = \"nope\"\n}\nmodule \"a\" {\n  source = \"./${var.path}\"\n}\n";
    for text in [absent, &doubling] {
        let scene = Scene::new("leads_elsewhere");
        scene.write("main.tofu", text);
        let sources = Sources::new(scene.0.clone());
        let root = [PathBuf::from(".")];
        let found = sources.discover(&root, &GlobSet::empty(), VersionControl::Respected);
        let program = module::load(&sources, &found.unwrap().directories);
        assert!(program.problems.is_empty(), "{text}");
        let root = program.module(*program.roots.first().unwrap());
        let call = root.calls.get("a").unwrap();
        assert!(matches!(call.target, Target::Unfollowed(_)), "{text}");
    }
}

#[test]
fn what_init_installed_comes_before_our_models() {
    let scene = Scene::new("installed");
    scene.write(
        "main.tf",
        r#"
        module "net" {
          source = "./net"
        }
        output "id" { value = module.net.id }
        "#,
    );
    scene.write(
        "net/main.tf",
        r#"
        module "vpc" {
          source  = "terraform-aws-modules/vpc/aws"
          version = "~> 5.0"
        }
        output "id" { value = module.vpc.azs }
        "#,
    );
    assert_eq!(value(&scene, ".", "module.net.id"), json!([]));
    scene.write(
        ".terraform/modules/modules.json",
        r#"{"Modules": [{"Key": "", "Source": "", "Dir": "."}, {"Key": "net.vpc", "Source": "x", "Dir": ".terraform/modules/net.vpc"}]}"#,
    );
    scene.write(
        ".terraform/modules/net.vpc/main.tf",
        "output \"azs\" { value = \"installed\" }\n",
    );
    assert_eq!(value(&scene, ".", "module.net.id"), json!("installed"));
}

#[test]
fn the_region_follows_provider_configurations_through_calls() {
    let scene = Scene::new("providers");
    scene.write(
        "main.tf",
        r#"
        locals { west = "us-west-2" }
        provider "aws" { region = "eu-west-1" }
        provider "aws" {
          alias  = "west"
          region = local.west
        }
        data "aws_region" "here" {}
        data "aws_region" "there" { provider = aws.west }
        module "inherits" { source = "./child" }
        module "passed" {
          source    = "./child"
          providers = { aws = aws.west }
        }
        module "renamed" {
          source    = "./aliased"
          providers = { aws.peer = aws.west }
        }
        "#,
    );
    scene.write(
        "child/main.tf",
        "data \"aws_region\" \"r\" {}\noutput \"region\" { value = data.aws_region.r.name }\n",
    );
    scene.write(
        "aliased/main.tf",
        r#"
        data "aws_region" "r" { provider = aws.peer }
        output "region" { value = data.aws_region.r.id }
        "#,
    );
    assert_eq!(
        value(
            &scene,
            ".",
            "[data.aws_region.here.name, data.aws_region.there.region]"
        ),
        json!(["eu-west-1", "us-west-2"])
    );
    assert_eq!(
        value(
            &scene,
            ".",
            "[module.inherits.region, module.passed.region, module.renamed.region]"
        ),
        json!(["eu-west-1", "us-west-2", "us-west-2"])
    );
}

#[test]
fn variables_are_converted_filled_and_may_refuse_null() {
    let scene = Scene::new("variables");
    scene.write(
        "main.tf",
        r#"
        variable "ports" { type = list(number) }
        variable "service" {
          type = map(object({
            policy = optional(string, "none")
            zones  = optional(set(string), ["b", "a"])
            port   = optional(number)
          }))
        }
        variable "name" {
          type     = string
          default  = "default"
          nullable = false
        }
        "#,
    );
    scene.write(
        "terraform.tfvars",
        "ports = [\"443\", 80]\nname = null\nservice = { s3 = { policy = null } }\n",
    );
    scene.write(
        "z.auto.tfvars.json",
        r#"{"service": {"sqs": {"port": "443", "more": 1}}}"#,
    );
    assert_eq!(value(&scene, ".", "var.ports"), json!([443, 80]));
    assert_eq!(value(&scene, ".", "var.name"), json!("default"));
    assert_eq!(
        value(&scene, ".", "var.service"),
        json!({"sqs": {"policy": "none", "port": 443, "zones": ["a", "b"]}})
    );
}

/// What is told of a program, without the ids of its modules.
fn outline(sources: &Sources, program: &Program) -> Vec<String> {
    let name = |id: &ModuleId| program.module(*id).name.clone();
    let modules = program.modules().iter().map(|module| {
        let calls = module.calls.values().map(|call| {
            let target = match &call.target {
                Target::Local(id) | Target::Known(id) => name(id),
                other => format!("{other:?}"),
            };
            format!("{} -> {target}", call.name)
        });
        let calls: Vec<_> = calls.collect();
        let installed = module.installed.iter();
        let installed: Vec<_> = installed
            .map(|(key, id)| format!("{key} -> {}", name(id)))
            .collect();
        let files = module.files.iter().map(|id| sources.file(*id).name.clone());
        let files: Vec<_> = files.collect();
        assert_eq!(program.module(module.id).name, module.name);
        format!(
            "{} {calls:?} {installed:?} {files:?} {}",
            module.name, module.complete
        )
    });
    let mut outline: Vec<String> = modules.collect();
    outline.sort();
    outline.extend(program.roots.iter().map(name));
    let mut problems: Vec<_> = program
        .problems
        .iter()
        .map(|problem| format!("{}: {}", problem.module, problem.message))
        .collect();
    problems.sort();
    outline.extend(problems);
    outline.push(program.files.to_string());
    outline
}

/// Leaving modules out of a program gives the program of the others.
#[test]
fn part_of_a_program_is_a_program() {
    let scene = Scene::new("part");
    scene.write(".git/HEAD", "");
    for (directory, sources) in [
        ("a", &["../m/one", "terraform-aws-modules/vpc/aws"][..]),
        (
            "b",
            &["../m/one", "../m/two", "../m/nowhere", "example/x/y"],
        ),
        ("c", &["../d"]),
        ("d", &["../c"]),
        ("m/one", &["../three"]),
        (
            "m/two",
            &["../three", "cloudposse/vpc/aws//modules/vpc-endpoints"],
        ),
        ("m/three", &[]),
    ] {
        let calls = sources.iter().enumerate();
        let calls: Vec<_> = calls
            .map(|(n, source)| format!("module \"m{n}\" {{\n  source = \"{source}\"\n}}\n"))
            .collect();
        scene.write(&format!("{directory}/main.tf"), calls.concat());
        scene.write(&format!("{directory}/broken.tf"), "resource {\n");
        scene.write(&format!("{directory}/latin.tf"), b"\xe9");
        scene.write(&format!("{directory}/terraform.tfvars"), "x =\n");
    }
    scene.write("b/.terraform/modules/y/main.tf", "");
    scene.write(
        "b/.terraform/modules/modules.json",
        r#"{"Modules": [{"Key": "m3", "Source": "example/x/y", "Dir": ".terraform/modules/y"}]}"#,
    );
    let sources = Sources::new(scene.0.clone());
    let found = sources.discover(
        &[PathBuf::from(".")],
        &GlobSet::empty(),
        VersionControl::Respected,
    );
    let scanned = found.unwrap().directories;
    assert_eq!(scanned.len(), 7);
    let whole = module::load(&sources, &scanned);
    assert_eq!(whole.roots.len(), 3);
    for kept in [&[0][..], &[1], &[2], &[0, 1], &[1, 2], &[0, 1, 2], &[]] {
        let needed: BTreeSet<ModuleId> = kept
            .iter()
            .flat_map(|root| whole.reach(*whole.roots.get(*root).unwrap()))
            .collect();
        let mut part = module::load(&sources, &scanned);
        part.retain(&needed);
        let directories: BTreeSet<_> = needed
            .iter()
            .map(|id| &whole.module(*id).directory)
            .collect();
        let of_part = scanned.iter().filter(|one| directories.contains(&one.path));
        let of_part: Vec<_> = of_part.cloned().collect();
        let loaded = module::load(&sources, &of_part);
        assert_eq!(
            outline(&sources, &part),
            outline(&sources, &loaded),
            "{kept:?}"
        );
    }
}

/// What it says may replace any default, so none of them counts; what later files say does.
#[test]
fn variable_files_that_cannot_be_read_leave_defaults_unknown() {
    let scene = Scene::new("unread-values");
    scene.write(
        "main.tf",
        "variable \"a\" {\n  default = 1\n}\nvariable \"b\" {\n  default = 1\n}\n",
    );
    scene.write("terraform.tfvars", b"a = \"\xe9\"\n");
    scene.write("b.auto.tfvars", "b = 2\n");
    assert_eq!(value(&scene, ".", "var.a"), Json::Null);
    assert_eq!(value(&scene, ".", "var.b"), json!(2));
}

/// Texts that are known in part are compared by what is known at both ends; whatever has one identity is equal to itself.
#[test]
fn what_is_known_in_part_is_compared_by_that_part() {
    let scene = Scene::new("compared");
    scene.write(
        "main.tf",
        "resource \"terraform_data\" \"u\" {}\nresource \"terraform_data\" \"v\" {}\nlocals {\n  u = terraform_data.u.id\n  v = terraform_data.v.id\n}\n",
    );
    for (expression, is_equal) in [
        (r#""x-${local.u}" == "y""#, json!(false)),
        (r#""x-${local.u}" == "x-1""#, Json::Null),
        (r#""x-${local.u}" == "y-${local.u}""#, json!(false)),
        (r#""x-${local.u}" == "x-${local.u}""#, json!(true)),
        (r#""${local.u}-a" == "${local.v}-b""#, json!(false)),
        (r#""x-${local.u}" == "x-${local.v}""#, json!(false)),
        (r#""x-${local.u}" == "${local.v}-x""#, Json::Null),
        ("[1, local.u] == [2, local.v]", json!(false)),
        // No two resources have one id.
        ("[local.u] == [local.v]", json!(false)),
        ("{ a = local.u } == { b = local.u }", json!(false)),
        ("[local.u] == [local.u, local.v]", json!(false)),
    ] {
        assert_eq!(value(&scene, ".", expression), is_equal, "{expression}");
    }
}
