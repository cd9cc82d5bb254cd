//! What is not seen is said: module calls that lead nowhere, files outside the project, questions that a file nearby would settle.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod scene;
#[path = "scene/terminal.rs"]
mod terminal;

use std::{os::unix::fs::symlink, path::Path};

use scene::Scene;
use serde_json::{Value, json};
use terminal::{FAULTY, check, run};

const DNS: &str = "warning[private_dns_disabled]";

/// An endpoint whose private DNS a variable decides, off by default.
const ENDPOINT: &str = r#"variable "dns" { default = false }
resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  private_dns_enabled = var.dns
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "*", Resource = "*" }] })
  security_group_ids  = ["sg-1"]
}
"#;

fn call(name: &str, arguments: &str) -> String {
    format!("module \"{name}\" {{\n  {arguments}\n}}\n")
}

/// A project with these files.
fn project(name: &str, files: &[(&str, &str)]) -> Scene {
    let scene = Scene::new(&format!("unfollowed-{name}"));
    scene.write(".git/HEAD", "");
    for (file, text) in files {
        scene.write(file, text);
    }
    scene
}

fn link(scene: &Scene, target: &str, link: &str) {
    symlink(target, scene.0.join(link)).unwrap();
}

fn report(directory: &Path, arguments: &[&str]) -> Value {
    let all = [&["check", "--format", "json"], arguments].concat();
    serde_json::from_str(&run(directory, &all, &[]).text).unwrap()
}

/// Reason, root and address, or of a file its source, of all that was not followed.
fn unfollowed(directory: &Path, arguments: &[&str]) -> Vec<String> {
    let report = report(directory, arguments);
    let list = report["unfollowed"].as_array().unwrap();
    assert_eq!(report["summary"]["unfollowed"], list.len());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    list.iter()
        .map(|one| {
            let name = one.get("address").filter(|address| !address.is_null());
            let name = text(name.unwrap_or(&one["source"]));
            format!("{} {} {name}", text(&one["reason"]), text(&one["root"]))
        })
        .collect()
}

/// A variable that a source is worked out of, and a call for each of some sources.
fn early(sources: &[&str]) -> String {
    let calls = sources.iter().enumerate();
    let calls = calls.map(|(at, it)| call(&format!("m{at}"), &format!("source = \"{it}\"")));
    "variable \"version\" {\n  default = \"v1\"\n}\n".to_owned() + &calls.collect::<String>()
}

#[test]
fn what_helps_is_a_command_of_the_tool_that_is_meant() {
    let sources = [
        "git::https://git.example.com/net?ref=${var.version}",
        "./modules/${var.version}",
    ];
    let lock = |registry: &str| format!("provider \"registry.{registry}/hashicorp/aws\" {{\n}}\n");
    for (text, registry, expected) in [
        (
            early(&sources),
            "opentofu.org",
            "note: 2 module calls were not followed, their sources hang on variables: run `tofu init` with their values\n",
        ),
        // Terraform has no command for such sources.
        (
            early(&sources),
            "terraform.io",
            "note: 2 module calls were not followed, their sources hang on variables\n",
        ),
        (
            early(&["acme/net/aws"]),
            "opentofu.org",
            "note: 1 module call was not followed, its source is not on disk: run `tofu get`, or `tofu init`\n",
        ),
        (
            early(&["acme/net/aws"]),
            "terraform.io",
            "note: 1 module call was not followed, its source is not on disk: run `terraform get`, or `terraform init`\n",
        ),
    ] {
        let lock = lock(registry);
        let files = [("main.tf", &*text), (".terraform.lock.hcl", &*lock)];
        let scene = project("tool", &files);
        let told = check(&scene.0, &[], &[]).notes;
        assert!(told.starts_with(expected), "{registry}: {told}");
    }
    let scene = project("early", &[("main.tf", &early(&sources[..1]))]);
    assert_eq!(unfollowed(&scene.0, &[]), ["early_source . module.m0"]);
}

#[test]
fn a_call_that_leads_nowhere_is_told_in_every_summary() {
    let calls = call("net", "source  = \"acme/net/aws\"\n  version = \"~> 2.1\"")
        + &call(
            "tags",
            "source = \"git::https://git.example.com/tags?ref=v1\"",
        );
    let scene = project("told", &[("envs/prod/main.tf", &calls)]);
    let told = check(&scene.0, &[], &[]);
    assert_eq!((told.status, told.text.as_str()), (0, ""));
    insta::assert_snapshot!(told.notes, @r"
    note: 2 module calls were not followed, their sources are not on disk: run `terraform get`, or `terraform init`
      envs/prod: module.net, module.tags
    found nothing wrong in 1 module (0 roots, 1 file, 0 endpoints), 2 module calls not followed
    ");
    assert_eq!(
        report(&scene.0, &[])["unfollowed"][0],
        json!({
            "reason": "not_on_disk",
            "root": "envs/prod",
            "address": "module.net",
            "source": "acme/net/aws",
            "version": "~> 2.1",
            "location": {
                "file": "envs/prod/main.tf",
                "start": {"line": 2, "column": 3, "byte": 17},
                "end": {"line": 2, "column": 27, "byte": 41},
            },
        })
    );
    for format in ["jsonl", "markdown", "junit", "sarif"] {
        let text = run(&scene.0, &["check", "--format", format], &[]).text;
        assert!(text.contains("acme/net/aws"), "{format}: {text}");
    }
    let markdown = run(&scene.0, &["check", "--format", "markdown"], &[]).text;
    assert!(markdown.contains("found nothing wrong in 1 module (0 roots, 1 file, 0 endpoints), 2 module calls not followed"));
}

#[test]
fn who_insists_gets_a_failure() {
    let scene = project(
        "fails",
        &[("main.tf", &call("net", "source = \"acme/net/aws\""))],
    );
    let status = |arguments: &[&str], variables| check(&scene.0, arguments, variables).status;
    assert_eq!(status(&[], &[]), 0);
    assert_eq!(status(&["--fail-on-unfollowed"], &[]), 1);
    assert_eq!(status(&[], &[("VPCELINT_FAIL_ON_UNFOLLOWED", "true")]), 1);
    scene.write("vpcelint.toml", "fail-on-unfollowed = true\n");
    let run = check(&scene.0, &[], &[]);
    assert_eq!(run.status, 1);
    assert!(run.notes.contains("makes that an error"), "{}", run.notes);
    let quiet = check(&scene.0, &["--quiet"], &[]);
    assert_eq!((quiet.status, &quiet.notes), (1, &run.notes));
    assert_eq!(status(&[], &[("VPCELINT_FAIL_ON_UNFOLLOWED", "false")]), 0);
    scene.write("main.tf", "");
    assert_eq!(status(&[], &[]), 0);
}

#[test]
fn of_modules_that_leave_endpoints_alone_nothing_is_missed() {
    let label = call("label", "source = \"cloudposse/label/null\"");
    let eks = call("eks", "source = \"terraform-aws-modules/eks/aws\"");
    let scene = project("bystanders", &[("main.tf", &(label + &eks))]);
    let run = check(&scene.0, &["--fail-on-unfollowed"], &[]);
    assert_eq!(run.status, 0, "{}", run.notes);
}

/// What is known is followed, and what is not made need not be.
#[test]
fn only_what_is_out_of_sight_is_told() {
    let manifest = r#"{"Modules": [{"Key": "", "Dir": "."}, {"Key": "net.one", "Dir": "got"}]}"#;
    let scene = project(
        "known",
        &[
            (
                "a/main.tf",
                &call("vpc", "source = \"terraform-aws-modules/vpc/aws\""),
            ),
            (
                "b/main.tf",
                &call(
                    "group",
                    "source = \"terraform-aws-modules/security-group/aws\"",
                ),
            ),
            ("c/main.tf", &call("net", "source = \"../net\"")),
            ("c/.terraform/modules/modules.json", manifest),
            ("c/got/main.tf", "locals {}\n"),
            (
                "d/main.tf",
                &(FAULTY.to_owned() + &call("off", "source = \"acme/net/aws\"\n  count = 0")),
            ),
            (
                "net/main.tf",
                &(call("one", "source = \"acme/one/aws\"")
                    + &call("two", "source = \"acme/two/aws\"")),
            ),
            (
                "e/main.tf",
                "terraform {\n  required_providers {\n    aws = {\n      source = \"hashicorp/aws\"\n    }\n  }\n}\n",
            ),
        ],
    );
    assert_eq!(
        unfollowed(&scene.0, &[]),
        ["not_on_disk c module.net.module.two"]
    );
}

/// Nothing else is told of a root that concerns no endpoint as far as can be seen.
#[test]
fn a_root_of_which_nothing_is_seen_is_told() {
    let broken = "locals {\n";
    let gone = call("gone", "source = \"./gone\"");
    let scene = project(
        "blind",
        &[
            ("a/main.tf", &gone),
            ("a/broken.tf", broken),
            (
                "b/main.tf.json",
                r#"{"module": {"net": {"source": "acme\/net\/aws"}}}"#,
            ),
            ("c/main.tf", &(FAULTY.to_owned() + &gone)),
            (
                "d/main.tf",
                &call("shared", "source = \"../shared\"\n  for_each = var.all"),
            ),
            ("shared/main.tf", &call("net", "source = var.source")),
            ("broken/main.tf", broken),
        ],
    );
    assert_eq!(
        unfollowed(&scene.0, &[]),
        [
            "missing_directory a module.gone",
            "not_on_disk b module.net",
            "early_source d module.shared.module.net",
        ]
    );
    let run = check(&scene.0, &[], &[]);
    assert_eq!(
        run.findings(),
        [
            "warning[missing_endpoint_policy]",
            DNS,
            "error[module_source]"
        ]
    );
    // Of a directory that is named everything is told, and once.
    assert!(check(&scene.0, &["a"], &[]).text.contains("module_source"));
    assert!(unfollowed(&scene.0, &["a"]).is_empty());
}

#[test]
fn many_are_one_note() {
    let calls: String = (0..6)
        .map(|number| call(&format!("m{number}"), "source = \"acme/net/aws\""))
        .collect();
    let scene = project("many", &[]);
    for number in 0..10 {
        scene.write(&format!("r{number}/main.tf"), &calls);
    }
    let notes = check(&scene.0, &[], &[]).notes;
    assert_eq!(notes.lines().count(), 11, "{notes}");
    assert!(notes.contains("note: 60 module calls were not followed"));
    assert!(notes.contains("\n  r0: module.m0, module.m1, module.m2, module.m3 and 2 more\n"));
    assert!(notes.contains("\n  and 12 more in 2 other roots\n"));
}

#[test]
fn a_repository_that_calls_itself_is_followed() {
    let config = "[remote \"origin\"]\n\turl = git@github.com:acme/terraform-aws-net.git\n";
    let readme =
        "# AWS Net Terraform module\n\n```hcl\n  source = \"acme/net/aws//modules/dns\"\n```\n";
    let ways = [
        ("acme/net/aws//modules/dns", ".git/config", config),
        (
            "git::https://github.com/acme/terraform-aws-net.git//modules/dns?ref=v1",
            ".git/config",
            config,
        ),
        (
            "git@github.com:Acme/terraform-aws-net//modules/dns",
            ".git/config",
            config,
        ),
        ("acme/net/aws//modules/dns", "README.md", readme),
    ];
    for (number, (source, file, text)) in ways.into_iter().enumerate() {
        let on = call("dns", &format!("source = \"{source}\"\n  dns = true"));
        let scene = project(
            &format!("own-{number}"),
            &[
                ("examples/on/main.tf", &on),
                ("modules/dns/main.tf", ENDPOINT),
                (file, text),
            ],
        );
        let run = check(&scene.0, &[], &[]);
        assert_eq!(run.text, "", "{source}: {}", run.notes);
        assert!(unfollowed(&scene.0, &[]).is_empty(), "{source}");
        scene.write("examples/on/main.tf", on.replace("true", "false"));
        assert_eq!(check(&scene.0, &[], &[]).findings(), [DNS], "{source}");
        // Without its name it is another's.
        scene.write(file, "");
        assert_eq!(unfollowed(&scene.0, &[]).len(), 1, "{source}");
    }
    // A module that calls its own repository means an earlier version.
    let scene = project(
        "own-circle",
        &[
            (".git/config", config),
            (
                "main.tf",
                &(call("it", "source = \"acme/net/aws\"") + &call("a", "source = \"./a\"")),
            ),
            (
                "a/main.tf",
                &(ENDPOINT.to_owned() + &call("it", "source = \"acme/net/aws\"")),
            ),
        ],
    );
    assert_eq!(
        unfollowed(&scene.0, &[]),
        [
            "not_on_disk . module.it",
            "not_on_disk . module.a.module.it"
        ]
    );
    assert_eq!(check(&scene.0, &[], &[]).findings(), [DNS]);
}

#[test]
fn a_submodule_that_is_not_checked_out_is_one_note() {
    let calls = (0..3).map(|number| {
        call(
            &format!("m{number}"),
            &format!("source = \"../lib/net{number}\""),
        )
    });
    let scene = project(
        "submodule",
        &[
            (
                ".gitmodules",
                "[submodule \"lib\"]\n\tpath = lib\n\turl = ../lib.git\n",
            ),
            (
                "prod/main.tf",
                &(FAULTY.to_owned() + &calls.collect::<String>()),
            ),
        ],
    );
    std::fs::create_dir(scene.0.join("lib")).unwrap();
    let run = check(&scene.0, &[], &[]);
    assert_eq!(run.findings(), ["warning[missing_endpoint_policy]", DNS]);
    insta::assert_snapshot!(run.notes.lines().take(2).collect::<Vec<_>>().join("\n"), @r"
    note: 3 module calls were not followed, they lie in a git submodule that is not checked out: run `git submodule update --init`
      prod: module.m0, module.m1, module.m2
    ");
    assert_eq!(unfollowed(&scene.0, &[])[0], "submodule prod module.m0");
    // Checked out, it must have what is called.
    scene.write("lib/.git", "gitdir: ../.git/modules/lib\n");
    assert_eq!(check(&scene.0, &[], &[]).findings().len(), 5);
}

/// As with findings, only what touches the module of a file that is named.
#[test]
fn of_a_named_file_its_module_counts() {
    let scene = project(
        "named",
        &[
            (
                "a/main.tf",
                &(FAULTY.to_owned()
                    + &call("m", "source = \"../m\"")
                    + &call("b", "source = \"acme/b/aws\"")),
            ),
            ("m/main.tf", &call("c", "source = \"acme/c/aws\"")),
            ("z/main.tf", &call("d", "source = \"acme/d/aws\"")),
        ],
    );
    assert_eq!(
        unfollowed(&scene.0, &["m/main.tf"]),
        ["not_on_disk a module.m.module.c"]
    );
    assert_eq!(
        unfollowed(&scene.0, &["m/main.tf", "z"]).len(),
        2,
        "what a directory calls counts too"
    );
}

/// As in a working directory deep in a repository without `.git`, and in a submodule, which has its own.
#[test]
fn what_lies_outside_the_project_is_told_and_can_be_allowed() {
    let scene = Scene::new("unfollowed-outside");
    scene.write("modules/net/main.tf", ENDPOINT);
    scene.write("shared/variables.tf", "variable \"on\" {}\n");
    scene.write("shared/values.tfvars", "on = true\n");
    scene.write("shared/policy.json", "{}");
    let main = call("net", "source = \"../../modules/net\"\n  dns = var.on")
        + &call("out", "source = \"acme/out/aws\"");
    scene.write("live/prod/main.tf", &main);
    link(
        &scene,
        "../../shared/variables.tf",
        "live/prod/variables.tf",
    );
    link(
        &scene,
        "../../shared/values.tfvars",
        "live/prod/terraform.tfvars",
    );
    let manifest = r#"{"Modules": [{"Key": "out", "Dir": "../../modules/net"}]}"#;
    scene.write("live/prod/.terraform/modules/modules.json", manifest);
    let prod = scene.0.join("live/prod");
    let told = [
        "outside_project . module.net",
        "outside_project . module.out",
        "outside_project . variables.tf",
        "outside_project . terraform.tfvars",
    ];
    for _ in 0..2 {
        let run = check(&prod, &[], &[]);
        assert_eq!((run.status, run.text.as_str()), (0, ""));
        assert!(
            run.notes.contains("2 module calls and 2 files were not followed, they lie outside the project: allow that with --project-root ../..\n"),
            "{}",
            run.notes
        );
        assert_eq!(unfollowed(&prod, &[]), told);
        let whole = ["--project-root", "../.."];
        assert!(unfollowed(&prod, &whole).is_empty());
        // One endpoint is on by its value, the other off by its default.
        assert_eq!(report(&prod, &whole)["summary"]["endpoints"], 2);
        // Both ways of drawing the fence too narrowly.
        scene.write("live/prod/.git", "gitdir: ../../.git/modules/prod\n");
    }
    assert!(unfollowed(&scene.0, &["--project-root", ".", "live"]).is_empty());
    let missing = check(&prod, &["--project-root", "nowhere"], &[]);
    assert_eq!(missing.status, 2);
    assert_eq!(
        missing.notes,
        "error: `nowhere`: no such file or directory\n"
    );
}

/// Values that were not read may replace every default.
#[test]
fn values_outside_the_project_replace_defaults() {
    let scene = Scene::new("unfollowed-values");
    scene.write("shared/values.tfvars", "dns = true\n");
    scene.write("prod/main.tf", ENDPOINT);
    assert_eq!(check(&scene.0.join("prod"), &[], &[]).findings(), [DNS]);
    link(&scene, "../shared/values.tfvars", "prod/terraform.tfvars");
    assert!(check(&scene.0.join("prod"), &[], &[]).findings().is_empty());
}

#[test]
fn a_file_that_a_function_reads_is_told() {
    let scene = Scene::new("unfollowed-function");
    scene.write("policy.json", "{}");
    scene.write(
        "prod/main.tf",
        FAULTY.replace(
            "private_dns_enabled = false",
            "policy = file(\"../policy.json\")",
        ),
    );
    let prod = scene.0.join("prod");
    assert_eq!(unfollowed(&prod, &[]), ["outside_project . ../policy.json"]);
    let notes = check(&prod, &[], &[]).notes;
    assert!(notes.contains("1 file was not followed, it lies outside the project: allow that with --project-root ..\n"), "{notes}");
}

#[test]
fn a_directory_called_through_a_link_is_no_root() {
    let scene = project(
        "link",
        &[
            ("modules/net/main.tf", ENDPOINT),
            (
                "live/prod/main.tf",
                &call("net", "source = \"./net\"\n  dns = true"),
            ),
        ],
    );
    link(&scene, "../../modules/net", "live/prod/net");
    let whole = report(&scene.0, &[]);
    assert_eq!(whole["findings"], json!([]));
    assert_eq!(
        [
            &whole["summary"]["roots"],
            &whole["summary"]["modules"],
            &whole["summary"]["files"]
        ],
        [1, 2, 2]
    );
    // A comment in it is used through the link.
    scene.write(
        "modules/net/main.tf",
        ENDPOINT.replace(
            "  private_dns",
            "  # vpcelint: ignore[private_dns_disabled] own names\n  private_dns",
        ),
    );
    scene.write("live/prod/main.tf", call("net", "source = \"./net\""));
    assert_eq!(check(&scene.0, &[], &[]).text, "");
}

#[test]
fn files_that_others_link_to_make_no_root() {
    let main = format!(
        "variable \"dns\" {{ type = bool }}\n{}",
        call("app", "source = \"../../config\"\n  dns = var.dns")
    );
    let scene = project(
        "lent",
        &[
            ("app/config/main.tf", ENDPOINT),
            ("app/env/main.tf", &main),
            ("app/env/dev/terraform.tfvars", "dns = false\n"),
            ("app/env/prod/terraform.tfvars", "dns = true\n"),
        ],
    );
    link(&scene, "../main.tf", "app/env/dev/main.tf");
    link(&scene, "../main.tf", "app/env/prod/app.tf");
    for paths in [&[][..], &["app/env"], &["app/env/main.tf"]] {
        let report = report(&scene.0, paths);
        assert_eq!(report["summary"]["roots"], 2, "{paths:?}");
        let findings = report["findings"].as_array().unwrap();
        let found: Vec<_> = findings
            .iter()
            .map(|it| (&it["rule"], &it["root"]))
            .collect();
        assert_eq!(
            found,
            [(&json!("private_dns_disabled"), &json!("app/env/dev"))]
        );
    }
    // Where it has values of its own, somebody runs it.
    scene.write("app/env/env.tfvars", "dns = true\n");
    assert_eq!(
        unfollowed(&scene.0, &[]),
        ["missing_directory app/env module.app"]
    );
}

#[test]
fn files_that_would_settle_a_question_are_named() {
    let endpoint = ENDPOINT.replace("{ default = false }", "{}\nvariable \"name\" {}");
    let scene = project(
        "settling",
        &[
            ("a/main.tf", &endpoint),
            ("a/prod.tfvars", "dns = false\n"),
            ("a/envs/test.tfvars", "dns = true\n"),
            ("a/other.tfvars", "else = 1\n"),
            ("a/names.tfvars", "name = \"a\"\n"),
            ("a/module/main.tf", "locals {}\n"),
            ("a/module/own.tfvars", "dns = false\n"),
            ("b/main.tf", ENDPOINT),
            ("b/prod.tfvars", "dns = true\n"),
        ],
    );
    let notes = check(&scene.0, &[], &[]).notes;
    insta::assert_snapshot!(notes.lines().take(3).collect::<Vec<_>>().join("\n"), @r"
    note: variable files that nobody named would settle undecided questions: give them with --var-file, or as `var-files` in vpcelint.toml
      a: a/envs/test.tfvars, a/prod.tfvars
      b: b/prod.tfvars
    ");
    let named = check(&scene.0, &["--var-file", "a/prod.tfvars"], &[]);
    assert!(!named.notes.contains("would settle"), "{}", named.notes);
    let of_no_rule = check(&scene.0, &["--select", "missing_endpoint_policy"], &[]);
    let notes = of_no_rule.notes;
    assert!(!notes.contains("would settle"), "{notes}");
}

/// A root that is never run without one of its variable files is not what its defaults make of it.
#[test]
fn what_holds_by_defaults_and_with_no_file_is_undecided() {
    let endpoint = ENDPOINT.replace(
        "{ default = false }",
        "{\n  type    = bool\n  default = false\n}",
    );
    let scene = project(
        "by-defaults",
        &[("main.tf", &endpoint), ("envs/prod.tfvars", "dns = true\n")],
    );
    let found = |options: &[&str]| {
        let asked = ["--select", "private_dns_disabled", "--show-undecided"];
        check(&scene.0, &[&asked[..], options].concat(), &[]).text
    };
    let open = "it is so by defaults, for which envs/prod.tfvars has other values";
    assert!(found(&[]).contains(open), "{}", found(&[]));
    // Who names values says with what it is run.
    assert!(found(&["--var=dns=false"]).contains("has private DNS off"));
    scene.write(
        "vpcelint.toml",
        "[[variants]]\nname = \"bare\"\nvar-files = []\n",
    );
    assert!(found(&[]).contains("has private DNS off"));
    std::fs::remove_file(scene.0.join("vpcelint.toml")).unwrap();
    // In one of them it holds.
    scene.write("envs/dev.tfvars", "dns = false\n");
    assert!(found(&[]).contains("has private DNS off"));
    // With this one nobody runs it.
    scene.write("envs/dev.tfvars", "dns = [\"no\"]\n");
    assert!(found(&[]).contains(open));
    std::fs::remove_file(scene.0.join("envs/prod.tfvars")).unwrap();
    assert!(found(&[]).contains("has private DNS off"));
    // Of files beyond those that are tried nothing is known.
    for number in 0..7 {
        scene.write(&format!("envs/{number}.tfvars"), "dns = true\n");
    }
    scene.write("envs/dev.tfvars", "dns = true\n");
    assert!(found(&[]).contains("has private DNS off"));
}
