//! What is not parsed: it makes no difference to what rules find, and nothing is told of it unless it is named.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod scene;
#[path = "bench/tree.rs"]
mod tree;

use std::path::{Path, PathBuf};

use globset::GlobSet;
use scene::Scene;
use serde_json::Value;
use vpcelint::{
    lint::{Request, lint},
    pool,
    report::{Format, Style, render},
    source::{Sources, VersionControl},
};

/// An endpoint without a policy, on which private DNS is off.
const ENDPOINT: &str = r#"resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  private_dns_enabled = false
}
"#;

/// The rules about what could not be read.
const READING: [&str; 3] = ["syntax", "module_source", "unreadable_file"];

/// The JSON report of `vpcelint check PATHS` in a directory.
fn check(directory: &Path, paths: Vec<PathBuf>) -> Value {
    let sources = Sources::new(directory.to_owned());
    let request = Request {
        paths,
        ..Request::default()
    };
    let pool = pool::build(0).unwrap();
    let report = pool.install(|| lint(&sources, &request)).unwrap();
    let style = Style {
        color: false,
        unicode: true,
        width: 100,
        is_screen: false,
    };
    serde_json::from_str(&render(&report, &sources, Format::Json, style, true)).unwrap()
}

/// What is reported when the directory alone is named, and when every module in it is.
fn lazily_and_wholly(directory: &Path) -> [Value; 2] {
    let sources = Sources::new(directory.to_owned());
    let all = [PathBuf::from(".")];
    let found = sources
        .discover(&all, &GlobSet::empty(), VersionControl::Respected)
        .unwrap();
    let modules = found.directories.into_iter().map(|module| module.path);
    let every = all.iter().cloned().chain(modules).collect();
    [check(directory, all.to_vec()), check(directory, every)]
}

/// The findings and questions of all rules but those about reading, each as its text.
fn said(report: &Value) -> Vec<String> {
    let lists = ["findings", "undecided"].map(|list| report[list].as_array().unwrap());
    let is_reading = |one: &&Value| READING.iter().any(|rule| one["rule"] == *rule);
    lists
        .into_iter()
        .flatten()
        .filter(|one| !is_reading(one))
        .map(ToString::to_string)
        .collect()
}

/// Rule and file of each finding about what could not be read.
fn unread(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .filter(|one| READING.iter().any(|rule| one["rule"] == *rule))
        .map(|one| {
            let [rule, file] = [&one["rule"], &one["location"]["file"]].map(Value::as_str);
            format!("{} {}", rule.unwrap(), file.unwrap())
        })
        .collect()
}

fn call(source: &str) -> String {
    format!("module \"m\" {{\n  source = \"{source}\"\n}}\n")
}

#[test]
fn rules_find_the_same_in_all_fixtures() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let [lazily, wholly] = lazily_and_wholly(&fixtures);
    assert!(said(&wholly).len() > 200);
    assert!(said(&lazily) == said(&wholly));
}

#[test]
fn rules_find_the_same_in_generated_repositories() {
    for files in [30, 300] {
        let scene = Scene::new(&format!("tree-{files}"));
        tree::write(&scene.0, files);
        let [lazily, wholly] = lazily_and_wholly(&scene.0);
        assert!(!said(&wholly).is_empty());
        assert!(said(&lazily) == said(&wholly), "{files}");
        let counted = |what: &str| [&lazily, &wholly].map(|it| it["summary"][what].as_u64());
        let [ours, all] = counted("roots");
        assert!(ours < all, "nothing was passed over");
        for what in ["modules", "files", "endpoints"] {
            let [ours, all] = counted(what);
            assert_eq!(ours, all, "{what}");
        }
    }
}

/// Everything by which a root that does not name an endpoint itself may have one.
#[test]
fn every_way_to_an_endpoint_is_seen() {
    let json = ENDPOINT_IN_JSON;
    let manifest =
        r#"{"Modules": [{"Key": "", "Dir": "."}, {"Key": "m", "Dir": ".terraform/modules/m"}]}"#;
    let registry = "terraform-aws-modules/vpc/aws";
    let settings = "  azs             = [\"eu-west-1a\"]\n  private_subnets = [\"10.0.0.0/24\"]\n  public_subnets = [\"10.0.1.0/24\"]\n  enable_nat_gateway = true\n  cidr = \"10.0.0.0/16\"\n}";
    let known = |source: &str| call(source).replace('}', settings);
    let ways: [(&str, &[(&str, String)]); 13] = [
        ("itself", &[("a/main.tf", ENDPOINT.into())]),
        (
            "bare labels",
            &[("a/main.tf", ENDPOINT.replacen('"', "", 4))],
        ),
        (
            "an escape",
            &[("a/main.tf", ENDPOINT.replacen("_vpc", r"_\u0076pc", 1))],
        ),
        ("JSON", &[("a/main.tf.json", json.into())]),
        (
            "JSON with escapes",
            &[("a/main.tf.json", json.replacen("_vpc", r"\u005fvpc", 1))],
        ),
        ("OpenTofu", &[("a/main.tofu", ENDPOINT.into())]),
        (
            "a module",
            &[
                ("a/main.tf", call("../b")),
                ("b/main.tf", call("./c/../c")),
                ("b/c/main.tf", ENDPOINT.into()),
            ],
        ),
        (
            "a module above",
            &[("a/main.tf", call("..")), ("main.tf", ENDPOINT.into())],
        ),
        (
            "a module in JSON",
            &[
                (
                    "a/main.tf.json",
                    r#"{"module": {"m": {"source": "..\/b"}}}"#.into(),
                ),
                ("b/main.tf", ENDPOINT.into()),
            ],
        ),
        (
            "a module by an escape",
            &[
                ("a/main.tf", call(r"../\u0062")),
                ("b/main.tf", ENDPOINT.into()),
            ],
        ),
        (
            "a hidden module",
            &[
                ("a/main.tf", call("../.b")),
                (".b/main.tf", ENDPOINT.into()),
            ],
        ),
        (
            "an installed module",
            &[
                ("a/main.tf", call("example/endpoints/aws")),
                ("a/.terraform/modules/modules.json", manifest.into()),
                ("a/.terraform/modules/m/main.tf", ENDPOINT.into()),
            ],
        ),
        ("a registry module", &[("a/main.tf", known(registry))]),
    ];
    for (way, files) in ways {
        let scene = Scene::new(&format!("way-{}", way.replace(' ', "-")));
        for (file, text) in files {
            scene.write(file, text);
        }
        let [lazily, wholly] = lazily_and_wholly(&scene.0);
        assert!(!said(&wholly).is_empty(), "{way}: {wholly}");
        assert_eq!(said(&lazily), said(&wholly), "{way}");
    }
}

const ENDPOINT_IN_JSON: &str = r#"{"resource": {"aws_vpc_endpoint": {"sqs": {
  "vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-west-1.sqs", "vpc_endpoint_type": "Interface",
  "subnet_ids": ["subnet-1", "subnet-2"], "private_dns_enabled": false
}}}}
"#;

#[cfg(unix)]
#[test]
fn links_to_an_endpoint_are_seen() {
    let scene = Scene::new("links");
    scene.write("shared/endpoint.tf", ENDPOINT);
    scene.write("a/main.tf", call("../link"));
    scene.write("b/main.tf", "locals {}\n");
    for (target, link) in [
        ("shared", "link"),
        ("../shared/endpoint.tf", "b/endpoint.tf"),
    ] {
        std::os::unix::fs::symlink(target, scene.0.join(link)).unwrap();
    }
    let [lazily, wholly] = lazily_and_wholly(&scene.0);
    assert!(said(&wholly).len() > 1);
    assert_eq!(said(&lazily), said(&wholly));
}

#[test]
fn errors_are_told_where_an_endpoint_is_concerned() {
    let scene = Scene::new("errors");
    scene.write("elsewhere/main.tf", "locals {\n");
    scene.write("elsewhere/calls.tf", call("./gone"));
    scene.write("elsewhere/latin.tf", b"# \xe9\n");
    scene.write("root/main.tf", ENDPOINT.to_owned() + &call("../tags"));
    scene.write("root/calls.tf", call("./gone").replace("\"m\"", "\"gone\""));
    scene.write("tags/main.tf", "locals {\n");
    scene.write("latin/main.tf", [ENDPOINT.as_bytes(), b"# \xe9\n"].concat());
    let utf_16 = ENDPOINT.bytes().flat_map(|byte| [byte, 0]);
    scene.write(
        "wide/main.tf",
        utf_16.chain(*b"\xff\xff").collect::<Vec<_>>(),
    );
    scene.write(
        "ignoring/main.tf",
        "locals { # vpcelint: ignore[private_dns_disabled] a template\n",
    );
    let concerned = [
        "syntax ignoring/main.tf",
        "unreadable_file latin/main.tf",
        "module_source root/calls.tf",
        "syntax tags/main.tf",
        "unreadable_file wide/main.tf",
    ];
    let elsewhere = [
        "module_source elsewhere/calls.tf",
        "unreadable_file elsewhere/latin.tf",
        "syntax elsewhere/main.tf",
    ];
    let told = |paths: &[&str]| {
        let paths = paths.iter().map(PathBuf::from).collect();
        unread(&check(&scene.0, paths))
    };
    assert_eq!(told(&["."]), concerned);
    assert_eq!(told(&["elsewhere"]), elsewhere);
    assert_eq!(told(&["elsewhere/main.tf"]), elsewhere);
    assert_eq!(
        told(&[".", "elsewhere"]),
        [&elsewhere[..], &concerned].concat()
    );
    assert_eq!(
        told(&["root"]),
        ["module_source root/calls.tf", "syntax tags/main.tf"]
    );
}
