//! One process, many runs, as in an editor: files that change from run to run, and threads that runs share.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod scene;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Weak},
    thread,
};

use clap::ValueEnum as _;
use scene::Scene;
use vpcelint::{
    config::SettingOrigin,
    inputs::Input,
    lint::{self, Request, lint},
    pool,
    report::{Format, Style, render, summary},
    source::Sources,
};
use walkdir::WalkDir;

/// How often a file is changed.
const EDITS: usize = 100;

/// With all that a run reads or makes up beside its modules: a template, values from a file and from the command line, a file that
/// cannot be read, comments with and without use.
fn project(name: &str) -> Scene {
    let scene = Scene::new(name);
    scene.write(".git/HEAD", "");
    scene.write(
        "main.tf",
        r#"
variable "on" {
  type = bool
}

variable "public" {
  default = false
}

module "shared" {
  source = "./shared"
  on     = var.public
}

resource "aws_vpc_endpoint" "sqs" { # vpcelint: ignore[missing_endpoint_policy] accepted
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  private_dns_enabled = var.on
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = "vpc-1"
  service_name = "com.amazonaws.eu-west-1.s3"
  policy       = templatefile("policy.tftpl", { who = "*" })
}
"#,
    );
    scene.write("terraform.tfvars", "on = false\n");
    scene.write("policy.tftpl", policy("*"));
    scene.write("latin.tf", b"# caf\xe9\n");
    scene.write(
        "shared/main.tf",
        r#"
variable "on" {}

# vpcelint: ignore[private_dns_disabled] of no use
resource "aws_vpc_endpoint" "ec2" {
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.eu-west-1.ec2"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1"]
  private_dns_enabled = var.on
}
"#,
    );
    scene
}

fn policy(action: &str) -> String {
    format!(
        r#"{{"Statement": [{{"Effect": "Allow", "Principal": "${{who}}", "Action": "{action}", "Resource": "*"}}]}}"#
    )
}

fn request(scene: &Scene) -> Request {
    Request {
        paths: vec![scene.0.clone()],
        inputs: vec![Input::Variable {
            name: "public".into(),
            value: "false".into(),
        }],
        ..Request::default()
    }
}

/// All that is said of a snapshot, in every format.
fn told(sources: &Sources, request: &Request, baseline: Option<&Path>) -> String {
    let mut request = request.clone();
    let origin = SettingOrigin::CommandLine("--baseline");
    request.command.baseline = baseline.map(|path| (path.to_path_buf(), origin));
    let mut report = lint(sources, &request).unwrap();
    lint::accept(sources, &mut report).unwrap();
    let style = Style {
        color: false,
        unicode: true,
        width: 100,
        is_screen: false,
    };
    let formats = Format::value_variants().iter();
    let rendered = formats.map(|format| render(&report, sources, *format, style, true));
    let rendered: Vec<_> = rendered.collect();
    [
        rendered.concat(),
        summary(&report),
        format!("{:?}", report.notes),
    ]
    .join("\n")
}

/// The next state of a file; nothing where it is what the disk says.
fn edit(n: usize) -> (&'static str, Option<String>) {
    let mark = format!("# edit {n}.\n");
    let endpoint = format!(
        "{mark}resource \"aws_vpc_endpoint\" \"new\" {{\n  vpc_id = \"vpc-{n}\"\n  service_name = \"com.amazonaws.eu-west-1.dynamodb\"\n}}\n"
    );
    match n % 8 {
        0 => ("extra.tf", Some(endpoint)),
        1 => ("policy.tftpl", Some(policy(&format!("s3:Get{n}")))),
        2 => ("terraform.tfvars", Some(format!("{mark}on = true\n"))),
        3 => ("shared/main.tofu", Some(endpoint)),
        4 => ("extra.tf", Some(format!("{mark}resource {{\n"))),
        5 => ("shared/main.tofu", None),
        6 => (
            "latin.tf",
            Some(format!("{mark}# vpcelint: ignore-file[no_such_rule] {n}\n")),
        ),
        _ => (["latin.tf", "policy.tftpl", "extra.tf"][n / 8 % 3], None),
    }
}

#[test]
fn a_hundred_edits_leave_nothing_behind() {
    let scene = project("edits");
    let request = request(&scene);
    let pool = pool::build(2).unwrap();
    let baseline = scene.0.join("baseline.json");
    let mut snapshot = Sources::new(scene.0.clone());
    pool.install(|| {
        let mut report = lint(&snapshot, &request).unwrap();
        let (text, count) = lint::accept_all(&snapshot, &mut report);
        assert!(count > 3, "{text}");
        fs::write(&baseline, text).unwrap();
    });
    // Half of the findings are accepted, and one that is gone.
    let text = fs::read_to_string(&baseline).unwrap();
    let mut document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let entries = document
        .get_mut("findings")
        .unwrap()
        .as_array_mut()
        .unwrap();
    entries.truncate(entries.len() / 2);
    let mut gone = entries.first().unwrap().clone();
    gone["fingerprint"] = "0".into();
    entries.push(gone);
    fs::write(&baseline, document.to_string()).unwrap();

    let mut overlays: BTreeMap<&str, String> = BTreeMap::new();
    let mut edits: Vec<Weak<str>> = Vec::new();
    let mut reports = BTreeMap::new();
    let (mut least, mut most) = (usize::MAX, 0);
    for n in 0..EDITS {
        let (file, text) = edit(n);
        let path = scene.0.join(file);
        snapshot = match &text {
            Some(text) => snapshot.with(&path, text.as_str()),
            None => snapshot.without(&path),
        };
        match text {
            Some(text) => overlays.insert(file, text),
            None => overlays.remove(file),
        };
        let fresh = overlays
            .iter()
            .fold(Sources::new(scene.0.clone()), |sources, (file, text)| {
                sources.with(&scene.0.join(file), text.as_str())
            });
        let ours = pool.install(|| told(&snapshot, &request, Some(&baseline)));
        let theirs = pool.install(|| told(&fresh, &request, Some(&baseline)));
        assert!(ours == theirs, "edit {n} of {file}");
        // The same once more: a run leaves nothing behind that another would see.
        if n % 10 == 0 {
            assert!(ours == pool.install(|| told(&snapshot, &request, Some(&baseline))));
        }
        *reports.entry(ours).or_insert(0) += 1;

        // Of each file there is one text, and it is the last: a template is held as a file and as what was rendered.
        let held = snapshot.held();
        for file in &held {
            let current = overlays.get(file.name.as_str());
            assert!(
                current.is_none_or(|text| **text == *file.text),
                "edit {n} of {}",
                file.name
            );
            let is_saved = current.is_some() || !file.text.contains("# edit ");
            assert!(is_saved, "edit {n} of {}", file.name);
        }
        let paths = held.iter().filter(|file| file.is_on_disk());
        let paths: BTreeSet<_> = paths.map(|file| &file.path).collect();
        let others = held.iter().filter(|file| !file.is_on_disk()).count();
        assert_eq!(held.len(), paths.len() + others);
        most = most.max(held.len());
        let is_held = |text: &Arc<str>| held.iter().any(|file| Arc::ptr_eq(&file.text, text));
        let alive = edits.iter().filter_map(Weak::upgrade);
        assert_eq!(alive.filter(|text| !is_held(text)).count(), 0, "edit {n}");
        edits.extend(held.iter().map(|file| Arc::downgrade(&file.text)));
        least = least.min(fresh.held().len());
    }
    // Files that others replace for a while are kept, as they come back.
    assert!(most <= least + 4, "{most} files held, {least} at least");
    assert!(reports.len() > EDITS / 4, "{} reports", reports.len());
}

#[test]
fn an_old_snapshot_says_what_it_said() {
    let scene = project("old");
    let request = request(&scene);
    let pool = pool::build(1).unwrap();
    let first = Sources::new(scene.0.clone());
    let report = pool.install(|| lint(&first, &request)).unwrap();
    let before = pool.install(|| told(&first, &request, None));
    let main = scene.0.join("main.tf");
    let second = first.with(&main, "locals {}\n");
    let after = pool.install(|| told(&second, &request, None));
    assert!(before != after);
    assert!(before == pool.install(|| told(&first, &request, None)));
    let text = &first.read(&main).unwrap().text;
    for diagnostic in &report.findings {
        let file = first.file(diagnostic.finding.primary.file);
        assert!(!file.name.is_empty());
        if file.name == "main.tf" {
            assert_eq!(&file.text, text);
            // Where the file has changed the place is gone, it does not point at something else.
            assert_eq!(second.file(file.id).name, "");
        }
    }
}

#[test]
fn runs_share_threads() {
    let scene = Scene::new("shared-threads");
    scene.write(".git/HEAD", "");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/_projects");
    for entry in WalkDir::new(&from) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(&from).unwrap().to_str().unwrap();
            scene.write(name, fs::read(entry.path()).unwrap());
        }
    }
    let request = Request {
        paths: vec![PathBuf::from(".")],
        ..Request::default()
    };
    let sources = || Sources::new(scene.0.clone());
    let alone = pool::build(1)
        .unwrap()
        .install(|| told(&sources(), &request, None));
    for threads in [1, 3] {
        let pool = pool::build(threads).unwrap();
        for _ in 0..2 {
            assert!(alone == pool.install(|| told(&sources(), &request, None)));
        }
        for _ in 0..2 {
            // One with a snapshot of its own, two that read the same one.
            let (own, shared) = (sources(), sources());
            let all: Vec<String> = thread::scope(|scope| {
                let runs = [&own, &shared, &shared]
                    .map(|sources| scope.spawn(|| pool.install(|| told(sources, &request, None))));
                runs.map(|run| run.join().unwrap()).into()
            });
            assert!(all.iter().all(|told| *told == alone), "{threads} threads");
        }
    }
}
