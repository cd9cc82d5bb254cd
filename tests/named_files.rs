//! Files among the paths: which roots are linted for them and which findings are reported.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod scene;
#[path = "scene/terminal.rs"]
mod terminal;

use std::{
    collections::BTreeSet,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use scene::Scene;
use terminal::{FAULTY, Run, check};
use vpcelint::{
    lint::{Report, Request, lint},
    pool,
    source::Sources,
    work,
};
use walkdir::WalkDir;

/// An endpoint that is at fault if the caller says so.
const SHARED: &str = r#"variable "private_dns" {
  type = bool
}

resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  private_dns_enabled = var.private_dns
  policy              = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:eu-west-1:111111111111:a" }] })
  security_group_ids  = ["sg-1"]
}
"#;

/// Where the fault shows.
const AT_ENDPOINT: &str = "modules/endpoint/main.tf:10:3";

fn call(source: &str, private_dns: &str) -> String {
    format!("module \"m\" {{\n  source      = \"{source}\"\n  private_dns = {private_dns}\n}}\n")
}

/// Two roots reach an endpoint through another module; one of them makes it faulty. Two more are faulty by themselves.
fn repository(name: &str) -> Scene {
    let scene = Scene::new(name);
    fs::create_dir(scene.0.join(".git")).unwrap();
    scene.write("modules/endpoint/main.tf", SHARED);
    scene.write(
        "modules/between/main.tf",
        "variable \"private_dns\" {}\n".to_owned() + &call("../endpoint", "var.private_dns"),
    );
    scene.write("roots/good/main.tf", call("../../modules/between", "true"));
    scene.write("roots/bad/main.tf", call("../../modules/between", "false"));
    scene.write("roots/alone/main.tf", FAULTY);
    scene.write("roots/broken/main.tf", "resource {");
    scene
}

/// The places of the findings.
fn places(run: &Run) -> Vec<&str> {
    run.text
        .lines()
        .map(|line| line.split_once(": ").unwrap().0)
        .collect()
}

/// What is told beside the summary.
fn notes(run: &Run) -> Vec<&str> {
    let lines = run.notes.lines();
    lines.filter(|line| !line.starts_with("found ")).collect()
}

/// How many roots were evaluated.
fn roots(scene: &Scene, file: &str) -> u64 {
    let run = terminal::run(&scene.0, &["check", "--output-format=json", file], &[]);
    let report: serde_json::Value = serde_json::from_str(&run.text).unwrap();
    report["summary"]["roots"].as_u64().unwrap()
}

fn places_of(scene: &Scene, paths: &[&str]) -> Vec<String> {
    let run = check(&scene.0, paths, &[]);
    let places: Vec<_> = places(&run).into_iter().map(str::to_owned).collect();
    assert_eq!(
        run.status,
        i32::from(!places.is_empty()),
        "{paths:?}: {run:?}"
    );
    places
}

#[test]
fn a_fault_is_found_from_every_module_on_its_way() {
    let scene = repository("ways");
    for file in [
        "modules/endpoint/main.tf",
        "modules/between/main.tf",
        "roots/bad/main.tf",
    ] {
        assert_eq!(places_of(&scene, &[file]), [AT_ENDPOINT], "{file}");
    }
    assert!(places_of(&scene, &["roots/good/main.tf"]).is_empty());
    assert_eq!(
        places_of(&scene, &["roots/alone/main.tf"]),
        ["roots/alone/main.tf:1:1", "roots/alone/main.tf:6:3"]
    );
}

#[test]
fn only_roots_that_reach_the_files_are_evaluated() {
    let scene = repository("roots");
    for (file, summary) in [
        (
            "roots/good/main.tf",
            "found nothing wrong in 3 modules (1 root, 3 files, 1 endpoint)",
        ),
        (
            "modules/endpoint/main.tf",
            "found 1 warning in 4 modules (2 roots, 4 files, 2 endpoints)",
        ),
        (
            "roots/broken/main.tf",
            "found 1 error in 1 module (1 root, 1 file, 0 endpoints)",
        ),
    ] {
        let run = terminal::run(&scene.0, &["check", file], &[]);
        assert!(run.text.contains(summary), "{}", run.text);
    }
}

#[test]
fn a_clean_change_passes_beside_faults() {
    let scene = repository("clean");
    // The shared module is at fault for another root, and something was broken elsewhere.
    for paths in [
        &["roots/good/main.tf"][..],
        &["roots/good/main.tf", "roots/good/new.tf"],
    ] {
        assert!(places_of(&scene, paths).is_empty());
    }
}

/// What makes a finding that finding.
fn identities<'a>(
    report: &'a Report,
    sources: &'a Sources,
) -> impl Iterator<Item = (String, u32, String, String)> + 'a {
    report.findings.iter().map(|one| {
        let finding = &one.finding;
        let file = sources.file(finding.primary.file);
        let told = format!(
            "{} {:?} {} {:?} {:?} {:?}",
            one.rule.id,
            one.severity,
            finding.message,
            finding.addresses,
            finding.proof.confidence,
            one.roots,
        );
        (
            file.name.clone(),
            finding.primary.start,
            told,
            one.fingerprint.clone(),
        )
    })
}

#[test]
fn findings_are_those_of_the_whole_repository() {
    let scene = Scene::new("whole");
    fs::create_dir(scene.0.join(".git")).unwrap();
    let projects = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/_projects");
    let mut files: Vec<String> = Vec::new();
    for entry in WalkDir::new(&projects).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(&projects).unwrap();
            scene.write(name.to_str().unwrap(), fs::read(entry.path()).unwrap());
            files.push(name.to_str().unwrap().to_owned());
        }
    }
    let pool = pool::build(0).unwrap();
    let report = |paths: &[&str]| {
        let sources = Sources::new(scene.0.clone());
        let request = Request {
            paths: paths.iter().map(PathBuf::from).collect(),
            ..Request::default()
        };
        let report = pool.install(|| lint(&sources, &request)).unwrap();
        let identities: BTreeSet<_> = identities(&report, &sources).collect();
        assert_eq!(identities.len(), report.findings.len());
        identities
    };
    let whole = report(&["."]);
    assert!(whole.len() > 10);
    let directory = |file: &str| Path::new(file).parent().map(Path::to_path_buf);
    let mut compared = 0;
    for file in files.iter().filter(|file| {
        Path::new(file)
            .extension()
            .is_some_and(|extension| extension == "tf")
    }) {
        let named = report(&[file]);
        // All that calls a module is linted for its file, so nothing in it is told otherwise.
        let in_module = |one: &&(String, u32, String, String)| directory(&one.0) == directory(file);
        let (theirs, ours): (Vec<_>, Vec<_>) = (
            whole.iter().filter(in_module).collect(),
            named.iter().filter(in_module).collect(),
        );
        assert_eq!(theirs, ours, "{file}");
        compared += ours.len();
        // Elsewhere instances in other roots may be missing, but nothing is added.
        for (name, start, told, fingerprint) in &named {
            let known = |one: &(String, u32, String, String)| {
                (&one.0, one.1, &one.3) == (name, *start, fingerprint)
            };
            assert!(whole.iter().any(known), "{file}: {told}");
        }
    }
    assert!(compared > 10);
    let all: Vec<&str> = files.iter().map(String::as_str).collect();
    assert_eq!(report(&all), whole);
}

#[test]
fn files_of_all_kinds_stand_for_modules() {
    let scene = repository("kinds");
    scene.write(
        "roots/bad/main.tf",
        "variable \"on\" {}\n".to_owned() + &call("../../modules/between", "var.on"),
    );
    scene.write("roots/bad/terraform.tfvars", "on = false\n");
    scene.write(
        "roots/json/main.tf.json",
        r#"{"module": {"m": {"source": "..\/..\/modules\/endpoint", "private_dns": false}}}"#,
    );
    scene.write("roots/override/main.tf", call("./nowhere", "true"));
    scene.write(
        "roots/override/x_override.tf",
        call("../../modules/endpoint", "false"),
    );
    scene.write(
        "roots/tofu/main.tofu",
        call("../../modules/endpoint", "false"),
    );
    scene.write("roots/bad/policies/a.json", "{}");
    scene.write("notes/README.md", "");
    for file in [
        "roots/bad/terraform.tfvars",
        "roots/bad/none.auto.tfvars.json",
        "roots/json/main.tf.json",
        "roots/override/x_override.tf",
        "roots/override/main.tf",
        "roots/tofu/main.tofu",
        "roots/bad/policies/a.json",
    ] {
        assert_eq!(places_of(&scene, &[file]), [AT_ENDPOINT], "{file}");
    }
    assert_eq!(roots(&scene, "modules/endpoint/main.tf"), 5);
}

#[test]
fn files_that_cannot_be_linted_are_refused_unless_others_are_named() {
    let scene = repository("foreign");
    scene.write("notes/README.md", "");
    scene.write(
        "roots/bad/planned.json",
        r#"{"format_version": "1.2", "planned_values": {}}"#,
    );
    scene.write(
        "roots/bad/state.json",
        r#"{"version": 4, "terraform_version": "1.9.0", "lineage": "a"}"#,
    );
    scene.write("roots/bad/terragrunt.hcl", "terraform {}\n");
    scene.write("roots/bad/network.png", b"\x89PNG\x00");
    scene.write("roots/bad/.terraform.lock.hcl", "provider \"a\" {}\n");
    let name_another = "name a directory with Terraform files; --allow-empty lets that pass";
    scene.write("roots/bad/plan.json", "{}");
    scene.write("roots/bad/terraform.tfstate", "{}");
    for (file, is) in [
        (
            "roots/bad/plan.json",
            "is a plan, not the configuration it was made from",
        ),
        (
            "roots/bad/terraform.tfstate",
            "is a state, not a configuration",
        ),
        (
            "roots/bad/planned.json",
            "is a plan, not the configuration it was made from",
        ),
        ("roots/bad/state.json", "is a state, not a configuration"),
        (
            "roots/bad/terragrunt.hcl",
            "is a file of Terragrunt: name its directory instead",
        ),
        ("roots/bad/network.png", "is no text"),
    ] {
        let run = check(&scene.0, &[file], &[]);
        assert_eq!((run.status, run.text.as_str()), (2, ""), "{file}");
        assert_eq!(run.notes, format!("error: `{file}` {is}: {name_another}\n"));
        // Among others, and in hooks, it is told.
        let run = check(&scene.0, &["roots/alone/main.tf", file], &[]);
        assert_eq!((run.status, run.findings().len()), (1, 2), "{file}");
        assert_eq!(notes(&run), [format!("note: `{file}` {is}")]);
        let run = check(&scene.0, &["--allow-empty", file], &[]);
        assert_eq!((run.status, run.text.as_str()), (0, ""), "{file}");
        assert_eq!(notes(&run), [format!("note: `{file}` {is}")]);
    }
    assert_eq!(
        places_of(&scene, &["roots/bad/.terraform.lock.hcl"]),
        [AT_ENDPOINT]
    );
    // Another text is said to stand for its module.
    scene.write("roots/bad/policies/a.json", "{}");
    let run = check(&scene.0, &["roots/bad/policies/a.json"], &[]);
    assert_eq!(
        notes(&run),
        [
            "note: `roots/bad/policies/a.json` declares nothing itself: the module it may belong to is linted"
        ]
    );
    let stray = check(&scene.0, &["notes/README.md"], &[]);
    assert_eq!((stray.status, stray.text.as_str()), (2, ""));
    let message = "`notes/README.md` belongs to no module";
    assert_eq!(
        stray.notes,
        format!("error: {message}; --allow-empty lets that pass\n")
    );
    for arguments in [
        &["--allow-empty", "notes/README.md"][..],
        &["roots/good/main.tf", "notes/README.md"],
    ] {
        let run = check(&scene.0, arguments, &[]);
        assert_eq!(
            (run.status, notes(&run)),
            (0, vec![&*format!("note: {message}")])
        );
    }
}

#[test]
fn a_mistyped_path_is_no_clean_run() {
    let scene = repository("mistyped");
    scene.write("docs/README.md", "");
    let run = check(&scene.0, &["roots/god/main.tf"], &[]);
    assert_eq!(run.status, 2, "{run:?}");
    let run = check(&scene.0, &["roots/good", "docs"], &[]);
    assert_eq!((run.status, run.text.as_str()), (2, ""));
    assert_eq!(
        run.notes,
        "error: no Terraform files in `docs`; --allow-empty lets that pass\n"
    );
    // What is excluded was found.
    let run = check(&scene.0, &["--exclude=roots/good", "roots/good"], &[]);
    assert_eq!((run.status, run.text.as_str()), (0, ""), "{run:?}");
    let run = check(&scene.0, &["--allow-empty", "roots/good", "docs"], &[]);
    assert_eq!(
        (run.status, notes(&run)),
        (0, vec!["warning: no Terraform files in `docs`"])
    );
}

/// tests/consumers runs it under pre-commit and prek.
#[test]
fn the_hook_passes_over_what_it_cannot_lint() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    let manifest = fs::read_to_string(manifest).unwrap();
    let mut entries = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("  entry: vpcelint check "));
    let hook: Vec<&str> = entries.next().unwrap().split(' ').collect();
    let scene = repository("hook");
    scene.write("notes/README.md", "");
    scene.write("notes/network.png", b"\x89PNG\x00");
    scene.write("vpcelint.toml", "exclude = [\"roots/alone\"]\n");
    for (files, status) in [
        (&["notes/README.md", "notes/network.png"][..], 0),
        (&["gone/main.tf"], 0),
        (&["roots/alone/main.tf", "gone/main.tf"], 0),
        (&["roots/good/gone.tf", "notes/README.md"], 0),
        (
            &["roots/bad/main.tf", "gone/main.tf", "notes/network.png"],
            1,
        ),
    ] {
        let run = check(&scene.0, &[&hook[..], &["--"], files].concat(), &[]);
        assert_eq!(run.status, status, "{files:?}: {run:?}");
    }
    // The one for the whole repository names nothing, so that a repository without Terraform passes.
    let empty = Scene::new("hook-empty");
    assert_eq!(check(&empty.0, &[], &[]).status, 0);
}

#[test]
fn what_version_control_ignores_is_linted_only_when_named() {
    let scene = repository("gitignored");
    scene.write(
        ".gitignore",
        "/roots/al*/\n!/roots/allowed/\ngenerated.tf\n",
    );
    scene.write("roots/allowed/main.tf", FAULTY);
    scene.write(".git/info/exclude", "scratch\n");
    scene.write("roots/generated/generated.tf", FAULTY);
    scene.write("roots/scratch/main.tf", FAULTY);
    scene.write("roots/nested/.gitignore", "main.tf\n");
    scene.write("roots/nested/main.tf", FAULTY);
    let shown = [
        AT_ENDPOINT,
        "roots/allowed/main.tf:1:1",
        "roots/allowed/main.tf:6:3",
    ];
    assert_eq!(places_of(&scene, &["."]), shown);
    assert_eq!(places_of(&scene, &["--no-ignore-vcs", "."]).len(), 11);
    for path in [
        "roots/alone/main.tf",
        "roots/alone",
        "roots/generated/generated.tf",
        "roots/generated",
        "roots/scratch",
        "roots/nested",
    ] {
        assert_eq!(places_of(&scene, &[path]).len(), 2, "{path}");
    }
    // A module that is called is loaded, and an ignored file is part of its module.
    scene.write(".gitignore", "/modules/\nmain.tf\n");
    scene.write("roots/bad/extra.tf", "");
    assert_eq!(places_of(&scene, &["roots/bad"]), [AT_ENDPOINT]);
    assert_eq!(
        places_of(&scene, &["modules/endpoint/main.tf"]),
        [AT_ENDPOINT]
    );
    // Of a directory with nothing else that is said.
    scene.write("roots/deep/below/main.tf", FAULTY);
    let run = check(&scene.0, &["roots/deep"], &[]);
    assert_eq!(run.status, 2);
    assert_eq!(
        run.notes,
        "error: no Terraform files in `roots/deep` but what `.gitignore` names, see --no-ignore-vcs; --allow-empty lets that pass\n"
    );
    let inside = scene.0.join("roots/deep");
    let run = check(&inside, &[], &[]);
    assert_eq!(run.status, 0);
    let note = "note: no Terraform files in `.` but what `.gitignore` names, see --no-ignore-vcs";
    assert!(notes(&run).contains(&note), "{run:?}");
    // A repository inside has its own files.
    scene.write("roots/deep/below/.git/HEAD", "");
    assert_eq!(places_of(&scene, &["roots/deep"]).len(), 2);
}

#[test]
fn settings_and_values_stand_for_what_they_govern() {
    let scene = repository("settings");
    scene.write(
        "roots/bad/main.tf",
        "variable \"on\" {}\n".to_owned() + &call("../../modules/between", "var.on"),
    );
    scene.write("values/all.tfvars", "on = false\n");
    scene.write(
        "roots/vpcelint.toml",
        "var-files = [\"../values/all.tfvars\"]\n",
    );
    let all = [
        "modules/endpoint/main.tf:10:3",
        "roots/alone/main.tf:1:1",
        "roots/alone/main.tf:6:3",
        "roots/broken/main.tf:1:1",
    ];
    assert_eq!(places_of(&scene, &["roots/vpcelint.toml"]), all);
    assert_eq!(places_of(&scene, &["values/all.tfvars"]), all);
    // Named by a pattern, also one that is gone.
    scene.write(
        "roots/vpcelint.toml",
        "var-files = [\"../values/*.tfvars\"]\n",
    );
    assert_eq!(places_of(&scene, &["values/all.tfvars"]), all);
    assert_eq!(places_of(&scene, &["values/gone.tfvars"]), all);
}

#[test]
fn deleted_files_stand_for_their_modules() {
    let scene = repository("deleted");
    let gone = check(&scene.0, &["modules/endpoint/old name é.tf"], &[]);
    assert_eq!(places(&gone), [AT_ENDPOINT]);
    assert_eq!(
        notes(&gone),
        ["note: `modules/endpoint/old name é.tf` does not exist: its module is linted without it"]
    );
    fs::remove_dir_all(scene.0.join("modules/endpoint")).unwrap();
    let gone = check(&scene.0, &["modules/endpoint/main.tf"], &[]);
    assert_eq!(gone.findings(), ["error[module_source]"]);
    assert_eq!(places(&gone), ["modules/between/main.tf:3:3"]);
    assert_eq!(
        notes(&gone),
        [
            "note: `modules/endpoint/main.tf` does not exist, nor does its module: what calls that is linted"
        ]
    );
    let unknown = check(&scene.0, &["modules/endpoint/notes.md"], &[]);
    assert_eq!(unknown.status, 2);
    assert_eq!(
        unknown.notes,
        "error: `modules/endpoint/notes.md`: no such file or directory\n"
    );
}

#[test]
fn names_may_be_odd() {
    let scene = repository("odd");
    for directory in ["roots/a b", "roots/é😀", "-roots"] {
        let source = "../".repeat(directory.split('/').count()) + "modules/endpoint";
        scene.write(&format!("{directory}/-a b é.tf"), call(&source, "false"));
    }
    scene.write("modules/e é/main.tf", SHARED);
    scene.write("roots/more/main.tf", call("../../modules/e é", "false"));
    for file in [
        "roots/a b/-a b é.tf",
        "roots/é😀/-a b é.tf",
        "-roots/-a b é.tf",
    ] {
        assert_eq!(places_of(&scene, &["--", file]), [AT_ENDPOINT], "{file}");
    }
    let inside = scene.0.join("-roots");
    let run = check(
        &inside,
        &["--", "-a b é.tf", "-a b é.tf", "../-roots/-a b é.tf"],
        &[],
    );
    assert_eq!(places(&run), [format!("../{AT_ENDPOINT}")]);
    assert_eq!(
        places_of(&scene, &["modules/e é/main.tf"]),
        ["modules/e é/main.tf:10:3"]
    );
}

#[test]
fn a_module_may_have_several_names() {
    let scene = repository("names");
    scene.write(
        "roots/escaped/main.tf",
        call("../../modules/e\\u006edpoint", "false"),
    );
    fs::remove_file(scene.0.join("roots/bad/main.tf")).unwrap();
    assert_eq!(
        places_of(&scene, &["modules/endpoint/main.tf"]),
        [AT_ENDPOINT]
    );
    // Of a module below that calls the one above there is no name to be seen.
    scene.write("library/main.tf", SHARED);
    scene.write("library/examples/all/main.tf", call("../..", "false"));
    assert_eq!(
        places_of(&scene, &["library/main.tf"]),
        ["library/main.tf:10:3"]
    );
}

#[cfg(unix)]
#[test]
fn links_lead_to_modules() {
    let scene = repository("links");
    let link = |target: &str, link: &str| {
        std::os::unix::fs::symlink(target, scene.0.join(link)).unwrap();
    };
    scene.write("shared/endpoint.tf", FAULTY);
    fs::create_dir(scene.0.join("roots/linking")).unwrap();
    link("../../shared/endpoint.tf", "roots/linking/endpoint.tf");
    let both = ["shared/endpoint.tf:1:1", "shared/endpoint.tf:6:3"];
    assert_eq!(places_of(&scene, &["roots/linking/endpoint.tf"]), both);
    // It is there for others.
    assert_eq!(roots(&scene, "shared/endpoint.tf"), 1);
    link("../modules/endpoint", "roots/other_name");
    scene.write("roots/bad/main.tf", call("../other_name", "false"));
    assert_eq!(
        places_of(&scene, &["modules/endpoint/main.tf"]),
        [AT_ENDPOINT]
    );
}

#[test]
fn directories_and_files_mix() {
    let scene = repository("mix");
    assert_eq!(
        places_of(&scene, &["roots/good", "roots/alone/main.tf"]),
        ["roots/alone/main.tf:1:1", "roots/alone/main.tf:6:3"]
    );
    // What a directory calls belongs to it.
    assert_eq!(
        places_of(&scene, &["roots/bad", "roots/broken/main.tf"]),
        [AT_ENDPOINT, "roots/broken/main.tf:1:1"]
    );
}

#[test]
fn files_outside_the_project_have_their_own() {
    let scene = repository("outside");
    let elsewhere = Scene::new("elsewhere");
    let file = scene.0.join("modules/endpoint/main.tf");
    let run = check(&elsewhere.0, &[file.to_str().unwrap()], &[]);
    assert!(places(&run)[0].ends_with(AT_ENDPOINT), "{run:?}");
    // Without a repository the directory of the file is all there is.
    let alone = Scene::new("alone");
    alone.write("main.tf", SHARED);
    alone.write("below/main.tf", call("../", "false"));
    let file = alone.0.join("main.tf");
    let run = check(&elsewhere.0, &[file.to_str().unwrap()], &[]);
    assert_eq!((run.status, run.text.as_str()), (0, ""));
    // Without a repository the working directory is the project.
    assert_eq!(places_of(&alone, &["main.tf"]), ["main.tf:10:3"]);
}

#[test]
fn excluded_files_count_only_when_named() {
    let scene = repository("excluded");
    scene.write("vpcelint.toml", "exclude = [\"alone\", \"modules/**\"]\n");
    scene.write("roots/alone/more.tf", FAULTY.replace("sqs", "sns"));
    let alone = ["roots/alone/main.tf:1:1", "roots/alone/main.tf:6:3"];
    assert!(places_of(&scene, &["."]).is_empty());
    assert_eq!(
        places_of(&scene, &["roots/broken"]),
        ["roots/broken/main.tf:1:1"]
    );
    assert_eq!(places_of(&scene, &["roots/alone/main.tf"]), alone);
    for option in ["--force-exclude", "--exclude=x"] {
        let forced = option == "--force-exclude";
        let run = check(&scene.0, &[option, "roots/alone/main.tf"], &[]);
        assert_eq!((run.status, notes(&run).len()), (i32::from(!forced), 0));
    }
    let run = check(
        &scene.0,
        &["--exclude=roots/alone", "roots/alone/more.tf"],
        &[],
    );
    assert_eq!(places(&run).len(), 2);
    // Excluded modules are still on the way to others, and their callers are still found.
    assert_eq!(
        places_of(&scene, &["modules/endpoint/main.tf"]),
        [AT_ENDPOINT]
    );
    assert!(places_of(&scene, &["--force-exclude", "modules/endpoint/main.tf"]).is_empty());
}

#[test]
fn copies_count_only_when_named() {
    let scene = repository("copies");
    let file = "roots/good/.terraform/modules/x/main.tf";
    scene.write(file, FAULTY);
    assert_eq!(places_of(&scene, &[file]).len(), 2);
    assert!(places_of(&scene, &["--force-exclude", file]).is_empty());
}

#[test]
fn ignore_comments_are_judged_where_all_callers_are_seen() {
    let scene = repository("ignores");
    let comment = "# vpcelint: ignore[private_dns_disabled] on purpose\n  private_dns_enabled";
    scene.write(
        "modules/endpoint/main.tf",
        SHARED.replacen("private_dns_enabled", comment, 1),
    );
    for file in [
        "modules/endpoint/main.tf",
        "modules/between/main.tf",
        "roots/bad/main.tf",
        "roots/good/main.tf",
    ] {
        assert!(places_of(&scene, &[file]).is_empty(), "{file}");
    }
    scene.write("roots/bad/main.tf", call("../../modules/between", "true"));
    for (file, unused) in [
        ("modules/endpoint/main.tf", true),
        ("roots/good/main.tf", false),
    ] {
        let run = check(&scene.0, &[file], &[]);
        assert_eq!(
            run.findings()
                .contains(&"warning[unused_ignore]".to_owned()),
            unused,
            "{file}: {run:?}"
        );
    }
}

#[test]
fn a_baseline_fits_named_files() {
    let scene = repository("baseline");
    assert_eq!(
        check(&scene.0, &["--write-baseline=accepted.json"], &[]).status,
        0
    );
    for file in [
        "modules/endpoint/main.tf",
        "roots/bad/main.tf",
        "roots/good/main.tf",
        "roots/alone/main.tf",
    ] {
        let run = check(&scene.0, &["--baseline=accepted.json", file], &[]);
        assert_eq!(
            (run.status, run.text.as_str(), notes(&run).len()),
            (0, "", 0),
            "{file}"
        );
    }
}

/// `check --stdin-filename` with a text on standard input.
fn check_text(directory: &Path, arguments: &[&str], text: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vpcelint"))
        .current_dir(directory)
        .arg("check")
        .args(arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Wrong usage ends before anything is read.
    let _ = child.stdin.take().unwrap().write_all(text);
    let output = child.wait_with_output().unwrap();
    Run {
        status: output.status.code().unwrap(),
        text: String::from_utf8(output.stdout).unwrap(),
        notes: String::from_utf8(output.stderr).unwrap(),
    }
}

const CONCISE: &str = "--output-format=concise";

#[test]
fn a_text_stands_in_for_its_file() {
    let scene = repository("text");
    let off = SHARED.replace("var.private_dns", "false");
    let file = "modules/endpoint/main.tf";
    let run = check_text(
        &scene.0,
        &[CONCISE, "--stdin-filename", file, "-"],
        off.as_bytes(),
    );
    assert_eq!((run.status, places(&run)), (1, vec![AT_ENDPOINT]));
    // It is told through a root elsewhere, from any directory and however the path is written.
    for (directory, file, place) in [
        ("", scene.0.join(file).to_str().unwrap(), AT_ENDPOINT),
        (
            "roots",
            "./../modules/endpoint/main.tf",
            "../modules/endpoint/main.tf:10:3",
        ),
        ("modules/endpoint", "main.tf", "main.tf:10:3"),
    ] {
        let run = check_text(
            &scene.0.join(directory),
            &[CONCISE, "-", "--stdin-filename", file],
            off.as_bytes(),
        );
        assert_eq!(places(&run), [place], "{run:?}");
        assert!(
            run.text.contains("module.m.module.m.aws_vpc_endpoint.sqs"),
            "{run:?}"
        );
    }
    // The disk does not count: there it is still at fault.
    let on = SHARED.replace("var.private_dns", "true");
    let run = check_text(
        &scene.0,
        &[CONCISE, "--stdin-filename", file, "-"],
        on.as_bytes(),
    );
    assert_eq!((run.status, run.text.as_str()), (0, ""));
}

#[test]
fn a_text_needs_no_file() {
    let scene = repository("new_text");
    let arguments = [CONCISE, "--stdin-filename", "roots/good/neu é.tf", "-"];
    let run = check_text(&scene.0, &arguments, FAULTY.as_bytes());
    assert_eq!(places(&run), ["roots/good/neu é.tf:1:1"], "{run:?}");
    fs::create_dir(scene.0.join("roots/new")).unwrap();
    let arguments = [CONCISE, "--stdin-filename", "roots/new/main.tf", "-"];
    let run = check_text(
        &scene.0,
        &arguments,
        call("../../modules/endpoint", "false").as_bytes(),
    );
    assert_eq!(places(&run), [AT_ENDPOINT]);
    let arguments = [CONCISE, "--stdin-filename", "roots/new/main.tf.json", "-"];
    let run = check_text(&scene.0, &arguments, b"{");
    assert_eq!(
        (places(&run), run.findings()),
        (
            vec!["roots/new/main.tf.json:1:1"],
            vec!["error[syntax]".to_owned()]
        )
    );
}

#[test]
fn a_text_may_be_of_any_kind() {
    let scene = repository("text_kinds");
    scene.write(
        "roots/bad/main.tf",
        "variable \"on\" {}\n".to_owned() + &call("../../modules/between", "var.on"),
    );
    for (file, text) in [
        ("roots/bad/terraform.tfvars", "on = false"),
        ("roots/bad/x.auto.tfvars.json", r#"{"on": false}"#),
        (
            "roots/bad/a_override.tf",
            "module \"m\" {\n private_dns = false\n}\n",
        ),
    ] {
        let run = check_text(
            &scene.0,
            &[CONCISE, "--stdin-filename", file, "-"],
            text.as_bytes(),
        );
        assert_eq!(places(&run), [AT_ENDPOINT], "{file}: {run:?}");
    }
    // Settings and comments of a text count as those of a file do.
    let run = check_text(
        &scene.0,
        &[CONCISE, "--stdin-filename", "roots/vpcelint.toml", "-"],
        b"ignore = [1]",
    );
    assert_eq!(run.status, 2);
    assert!(run.notes.contains("roots/vpcelint.toml:1"), "{run:?}");
    scene.write(
        "roots/bad/vpcelint.toml",
        "ignore = [\"private_dns_disabled\"]",
    );
    let ignored = FAULTY.replace(
        "resource",
        "# vpcelint: ignore[missing_endpoint_policy] known\nresource",
    );
    for (file, places) in [("roots/bad/more.tf", 0), ("roots/alone/main.tf", 1)] {
        let run = check_text(
            &scene.0,
            &[CONCISE, "--stdin-filename", file, "-"],
            ignored.as_bytes(),
        );
        assert_eq!(run.findings().len(), places, "{run:?}");
    }
}

#[test]
fn every_format_tells_of_a_text() {
    let scene = repository("text_formats");
    let off = SHARED.replace("var.private_dns", "false");
    for format in [
        "human",
        "concise",
        "json",
        "jsonl",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "checkstyle",
        "rdjson",
        "markdown",
    ] {
        let format = format!("--output-format={format}");
        let arguments = [
            &format,
            "--stdin-filename",
            "modules/endpoint/new é.tf",
            "-",
        ];
        let text = off
            .replace("\"sqs\"", "\"sns\"")
            .replace("variable \"private_dns\" {\n  type = bool\n}\n", "");
        let run = check_text(&scene.0, &arguments, text.as_bytes());
        assert_eq!(run.status, 1, "{run:?}");
        assert!(run.text.contains("modules/endpoint/new"), "{run:?}");
        assert!(!run.text.contains("stdin"), "{run:?}");
    }
}

#[test]
fn only_the_file_is_reported_if_so_asked() {
    let scene = repository("only");
    let all = [AT_ENDPOINT];
    assert_eq!(places_of(&scene, &["roots/bad/main.tf"]), all);
    assert!(places_of(&scene, &["--only-file", "roots/bad/main.tf"]).is_empty());
    assert_eq!(
        places_of(&scene, &["--only-file", "modules/endpoint/main.tf"]),
        all
    );
    scene.write("roots/alone/more.tf", FAULTY.replace("sqs", "sns"));
    let arguments = [
        "--only-file",
        CONCISE,
        "--stdin-filename",
        "roots/alone/more.tf",
        "-",
        "roots",
    ];
    let run = check_text(
        &scene.0,
        &arguments,
        FAULTY.replace("sqs", "sns").as_bytes(),
    );
    assert_eq!(
        places(&run),
        ["roots/alone/more.tf:1:1", "roots/alone/more.tf:6:3"]
    );
    let excluded = [
        "--only-file",
        "--force-exclude",
        "--exclude=more.tf",
        CONCISE,
        "roots/alone/more.tf",
    ];
    assert_eq!(check_text(&scene.0, &excluded, b"").status, 0);
}

#[test]
fn bad_uses_of_standard_input_are_explained() {
    let scene = repository("bad_uses");
    let file = "modules/endpoint/main.tf";
    for (arguments, text, message) in [
        (
            &["-"][..],
            &b""[..],
            "`-` stands for standard input: say which file that is with --stdin-filename PATH",
        ),
        (
            &["--stdin-filename", file],
            b"",
            "--stdin-filename needs `-` among the paths, where standard input is to be read",
        ),
        (
            &["--stdin-filename", file, file],
            b"",
            "--stdin-filename needs `-` among the paths, where standard input is to be read",
        ),
        (
            &["--stdin-filename", file, "-", "-"],
            b"",
            "`-` is given twice, but standard input can be read only once",
        ),
        (
            &["--stdin-filename", "roots", "-"],
            b"",
            "--stdin-filename: `roots` cannot be a file: it is a directory",
        ),
        (
            &["--stdin-filename", "roots/no/a.tf", "-"],
            b"",
            "--stdin-filename: `roots/no/a.tf` cannot be a file: its directory does not exist",
        ),
        (
            &["--stdin-filename", file, "-"],
            b"a\xff",
            "standard input is not UTF-8 (byte 1)",
        ),
        (
            &["--only-file"],
            b"",
            "--only-file needs a file among the paths",
        ),
        (
            &["--only-file", "roots"],
            b"",
            "--only-file needs a file among the paths",
        ),
    ] {
        let run = check_text(&scene.0, arguments, text);
        assert_eq!((run.status, run.text.as_str()), (2, ""), "{arguments:?}");
        assert_eq!(run.notes, format!("error: {message}\n"), "{arguments:?}");
    }
    let large = vec![b' '; 11 * 1024 * 1024];
    let run = check_text(&scene.0, &["--stdin-filename", file, "-"], &large);
    assert_eq!(run.status, 2);
    assert_eq!(
        run.notes,
        "error: standard input has more than the 10485760 bytes that are read\n"
    );
}

/// A VPC in which an endpoint for S3 is missing, and that others are told of, in a project.
fn lacking(name: &str, directory: &str) -> Scene {
    let scene = Scene::new(name);
    fs::create_dir(scene.0.join(".git")).unwrap();
    let network = include_str!("../fixtures/missing_s3_gateway_endpoint/bad/main.tf");
    let of_root = "provider \"aws\" {
  region = \"eu-west-1\"
}
output \"vpc_id\" {
  value = aws_vpc.main.id
}
";
    scene.write(
        &format!("{directory}/main.tf"),
        format!("{network}{of_root}"),
    );
    scene
}

/// An endpoint for a service in a VPC that is looked up.
fn looking_up(service: &str) -> String {
    format!(
        "data \"aws_vpc\" \"main\" {{
  tags = {{ Name = \"main\" }}
}}
resource \"aws_vpc_endpoint\" \"it\" {{
  vpc_id       = data.aws_vpc.main.id
  service_name = \"com.amazonaws.eu-west-1.{service}\"
}}
"
    )
}

/// Whether a run over a path says that an endpoint for S3 is missing.
fn is_claimed(scene: &Scene, options: &[&str]) -> bool {
    let options = [&["--select=missing_s3_gateway_endpoint"], options].concat();
    let run = check(&scene.0, &options, &[]);
    assert!(run.status < 2, "{run:?}");
    run.text.contains("[missing_s3_gateway_endpoint]")
}

/// Whichever way a root is asked for, what it lacks may be in the root beside it.
#[test]
fn roots_beside_those_that_are_asked_for_are_heeded() {
    let scene = lacking("named-beside", "live/net");
    let endpoint = looking_up("s3");
    scene.write("live/endpoints/main.tf", &endpoint);
    let is_claimed = |path: &str| is_claimed(&scene, &[path]);
    let ways = [".", "live", "live/net", "live/net/main.tf"];
    for path in ways {
        assert!(!is_claimed(path), "{path}");
    }
    // What is wrong with settings elsewhere is nothing to those who ask for one root.
    scene.write("live/endpoints/vpcelint.toml", "exclude = 1\n");
    assert!(!is_claimed("live/net"));
    fs::remove_file(scene.0.join("live/endpoints/vpcelint.toml")).unwrap();
    // Values of the command line are for all roots.
    let counted = endpoint.replace("vpc_id ", "count = var.on ? 1 : 0\n  vpc_id ");
    let variable = "variable \"on\" {\n  default = false\n}\n";
    scene.write("live/endpoints/main.tf", format!("{variable}{counted}"));
    assert!(is_claimed("live/net"));
    let options = [
        "--select=missing_s3_gateway_endpoint",
        "--var=on=true",
        "live/net",
    ];
    let given = check(&scene.0, &options, &[]);
    assert!(!given.text.contains("net/main.tf"), "{}", given.text);
    scene.write("live/endpoints/main.tf", &endpoint);
    scene.write("vpcelint.toml", "exclude = [\"live/endpoints\"]\n");
    for path in ways {
        assert!(is_claimed(path), "{path}");
    }
}

/// What units and callers give a root beside is not seen: it may be anything.
#[test]
fn what_others_give_a_root_beside_is_not_ruled_out() {
    let scene = lacking("named-beside-given", "modules/vpc");
    let variables = "variable \"vpc_id\" {}\nvariable \"services\" {\n  default = []\n}\n";
    let endpoint = looking_up("${each.key}")
        .replace("vpc_id  ", "for_each = toset(var.services)\n  vpc_id")
        .replace("data.aws_vpc.main.id", "var.vpc_id");
    scene.write(
        "modules/endpoints/main.tf",
        format!("{variables}{endpoint}"),
    );
    assert!(is_claimed(&scene, &["modules/vpc"]));
    let run = "terraform {\n  source = \"../../modules/endpoints\"\n}\n";
    let inputs = "inputs = {\n  vpc_id   = \"vpc-0123456789abcdef0\"\n  services = [\"s3\"]\n}\n";
    scene.write("live/endpoints/terragrunt.hcl", format!("{run}{inputs}"));
    scene.write("live/vpc/terragrunt.hcl", run.replace("endpoints", "vpc"));
    let ways = [".", "live", "live/vpc"];
    for path in ways.iter().chain(&["modules/vpc", "modules/vpc/main.tf"]) {
        assert!(!is_claimed(&scene, &[path]), "{path}");
    }
    fs::remove_dir_all(scene.0.join("live")).unwrap();
    assert!(is_claimed(&scene, &["modules/vpc"]));
    let call = call("../../modules/endpoints", "false");
    scene.write("live/endpoints/main.tf", call);
    assert!(!is_claimed(&scene, &["modules/vpc"]));
    // One that is for something else is that whoever calls it.
    let other = endpoint.replace("${each.key}", "sqs");
    scene.write("modules/endpoints/main.tf", format!("{variables}{other}"));
    assert!(is_claimed(&scene, &["modules/vpc"]));
}

/// Settings of a root beside that cannot be read say nothing of it, and leave the others as they are.
#[test]
fn settings_of_each_root_beside_are_its_own() {
    let scene = lacking("named-beside-settings", "net");
    let counted = looking_up("s3").replace("vpc_id  ", "count = var.on ? 1 : 0\n  vpc_id");
    let variable = "variable \"on\" {\n  default = false\n}\n";
    let counted = format!("{variable}{counted}");
    scene.write("ends/main.tf", &counted);
    scene.write("ends/prod.tfvars", "on = true\n");
    scene.write("other/main.tf", looking_up("sqs"));
    for broken in ["var-files = [\"gone.tfvars\"]\n", "exclude = 1\n"] {
        scene.write("other/vpcelint.toml", broken);
        scene.write("ends/vpcelint.toml", "var-files = [\"prod.tfvars\"]\n");
        assert!(!is_claimed(&scene, &["net"]), "{broken}");
        scene.write("ends/vpcelint.toml", "exclude = [\"*\"]\n");
        assert!(is_claimed(&scene, &["net"]), "{broken}");
        fs::remove_file(scene.0.join("ends/vpcelint.toml")).unwrap();
        assert!(is_claimed(&scene, &["net"]), "{broken}");
        // That it makes none is no more than the default says.
        scene.write("other/main.tf", &counted);
        assert!(!is_claimed(&scene, &["net"]), "{broken}");
        scene.write("other/main.tf", looking_up("sqs"));
    }
}

/// A look beside a root passes over what a run over the project does.
#[test]
fn what_a_whole_run_does_not_see_beside_a_root_does_not_count() {
    let scene = lacking("named-beside-unseen", "net");
    scene.write("far/away/main.tf", looking_up("s3"));
    scene.write(".gitignore", "made/\n");
    scene.write("made/main.tf", looking_up("s3"));
    scene.write(".hidden/main.tf", looking_up("s3"));
    #[cfg(unix)]
    for (target, link) in [("far/away", "near"), ("net", "net-too")] {
        std::os::unix::fs::symlink(target, scene.0.join(link)).unwrap();
    }
    for path in [".", "net", "net/main.tf"] {
        assert!(is_claimed(&scene, &[path]), "{path}");
        assert!(!is_claimed(&scene, &["--no-ignore-vcs", path]), "{path}");
    }
    scene.write("ends/main.tf", looking_up("s3"));
    for path in [".", "net", "net/main.tf"] {
        assert!(!is_claimed(&scene, &[path]), "{path}");
    }
    for path in [".", "net"] {
        assert!(is_claimed(&scene, &["--exclude=ends", path]), "{path}");
    }
}

/// Roots beside are not evaluated for findings that nobody sees.
#[test]
fn what_is_not_shown_is_not_asked_about() {
    let scene = lacking("named-beside-hidden", "net");
    let pool = pool::build(1).unwrap();
    let steps = || {
        let request = Request {
            paths: vec!["net".into()],
            ..Request::default()
        };
        pool.install(|| {
            let before = work::steps();
            lint(&Sources::new(scene.0.clone()), &request).unwrap();
            work::steps() - before
        })
    };
    let alone = steps();
    scene.write("ends/main.tf", looking_up("s3"));
    let beside = steps();
    assert!(beside > alone, "{beside} > {alone}");
    scene.write(
        "net/vpcelint.toml",
        "ignore = [\"missing_s3_gateway_endpoint\"]\n",
    );
    let unshown = steps();
    fs::remove_dir_all(scene.0.join("ends")).unwrap();
    assert_eq!(unshown, steps());
}
