//! Whole modules against the real `terraform plan`: every fixture is called as a module of one root, Terraform plans that root with the
//! real AWS provider and without network, and every attribute that `inspect` shows is compared with what Terraform planned.
//!
//! It needs `terraform` on PATH and the provider in a filesystem mirror: `/opt/tf-plugins`, or where `VPCELINT_TERRAFORM_MIRROR` says.
//! All fixtures take about a minute, so usually it is the projects and every tenth of the others:
//! `VPCELINT_AGAINST_TERRAFORM=1 cargo test --test against_terraform -- --nocapture` takes all.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test fails by panicking, and says what it counted"
)]

mod agreement;
#[path = "terraform/cut.rs"]
mod cut;
#[path = "terraform/later.rs"]
mod later;
#[path = "terraform/mend.rs"]
mod mend;
#[path = "terraform/models.rs"]
mod models;
mod oracle;
#[path = "terraform/plan.rs"]
mod plan;
#[path = "terraform/plausible.rs"]
mod plausible;
#[path = "terraform/real_roots.rs"]
mod real_roots;
mod scene;
#[path = "terraform/shape.rs"]
mod shape;
#[path = "terraform/stand_in.rs"]
mod stand_in;
mod terraform;
#[path = "terraform/wanted.rs"]
mod wanted;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use plan::{OFFLINE, Refusal, inspected};
use regex::Regex;
use scene::Scene;
use serde_json::Value as Json;
use walkdir::WalkDir;

/// Modules that Terraform refuses are left out and the rest is planned again, at most so often.
const ROUNDS: usize = 30;

/// Fewer compared instances mean that something is wrong with the comparison: of all fixtures, and of some.
const LEAST_INSTANCES: (usize, usize) = (300, 100);

/// Of the fixtures that are no projects, one in so many is taken when not all are asked for.
const ONE_IN: usize = 10;

/// Of these Terraform refuses to read the faulty ones, and the others are what other fixtures are, too.
const OF_READING: [&str; 3] = [
    "fixtures/module_source/",
    "fixtures/syntax/",
    "fixtures/unused_ignore/",
];

/// What Terraform refuses of those that are taken when not all are asked for: of each round of such refusals another plan comes.
const REFUSED: [&str; 8] = [
    "fixtures/_projects/careless_company/abandoned",
    "fixtures/_projects/careless_company/drafts",
    "fixtures/duplicate_declaration/bad",
    "fixtures/duplicate_declaration/unknown_examples",
    "fixtures/interface_endpoint_duplicate_az/good_each_zone_of_region",
    "fixtures/invalid_argument_value/bad_list_in_list",
    "fixtures/missing_endpoint_policy/bad_service_names_in_set",
    "fixtures/undeclared_reference/bad_data_source",
];

#[test]
fn modules_agree_with_terraform() {
    let mirror = match plan::mirror() {
        Ok(mirror) => mirror,
        Err(why) => return oracle::skipped("modules_agree_with_terraform", &why),
    };
    let all = env::var_os("VPCELINT_AGAINST_TERRAFORM").is_some();
    let scene = Scene::new("against-terraform");
    let mut desk = Desk::new(&scene, &mirror, all);
    let plan = desk.plan();
    println!("{} modules", desk.calls.len());
    let (of_all, of_some) = LEAST_INSTANCES;
    let tally = plan::tally(&scene, &plan, "");
    tally.show();
    tally.hold(if all { of_all } else { of_some });
}

/// The root that calls all fixtures.
struct Desk<'a> {
    scene: &'a Scene,
    /// By name: the fixture's directory and the call's arguments.
    calls: BTreeMap<String, (String, String)>,
    /// The calls whose data sources cannot be read offline: they are planned as if to be read later.
    deferred: BTreeSet<String>,
}

impl<'a> Desk<'a> {
    fn new(scene: &'a Scene, mirror: &Path, all: bool) -> Self {
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        for entry in WalkDir::new(home.join("fixtures")) {
            let entry = entry.unwrap();
            let name = entry.path().strip_prefix(home).unwrap();
            if entry.file_type().is_file() {
                scene.write(name.to_str().unwrap(), fs::read(entry.path()).unwrap());
            }
        }
        plan::take_providers_from(mirror, scene);
        let mut desk = Self {
            scene,
            calls: BTreeMap::new(),
            deferred: BTreeSet::new(),
        };
        desk.take_providers_offline();
        for (index, root) in roots(scene).into_iter().enumerate() {
            let project = root.starts_with("fixtures/_projects/");
            if !all && !project && index % ONE_IN != 0 {
                continue;
            }
            // Every refusal costs another plan: what is not all keeps away from those that are known to come.
            if !all && REFUSED.contains(&&*root) {
                continue;
            }
            if !all && desk.asks_somebody(&root) {
                if desk.is_own(&root) {
                    continue;
                }
                desk.deferred.insert(format!("m{index}"));
            }
            if !all && root.contains("/unknown_") && root.contains("count") {
                continue;
            }
            // One installation has one version of the provider for all.
            if !all && desk.asks_for_another_version(&root) {
                continue;
            }
            if let Some(arguments) = desk.arguments(&root) {
                desk.calls.insert(format!("m{index}"), (root, arguments));
            }
        }
        desk
    }

    /// Override files for the modules that configure providers themselves.
    fn take_providers_offline(&self) {
        let block = Regex::new(r#"(?ms)^provider "aws" \{(?:\s*\}|(.*?)^\})"#).unwrap();
        let alias = Regex::new(r#"alias\s*=\s*"(.*?)""#).unwrap();
        for entry in WalkDir::new(self.scene.0.join("fixtures")) {
            let entry = entry.unwrap();
            if !entry.file_type().is_dir() {
                continue;
            }
            let text = texts(entry.path());
            let mut over = String::new();
            for found in block.captures_iter(&text) {
                over += "provider \"aws\" {\n";
                let body = found.get(1).map_or("", |body| body.as_str());
                if let Some(alias) = alias.captures(body) {
                    let _ = writeln!(over, "  alias = {:?}", &alias[1]);
                }
                let _ = writeln!(over, "{OFFLINE}}}");
            }
            if !over.is_empty() {
                fs::write(entry.path().join("offline_override.tf"), over).unwrap();
            }
        }
    }

    /// What a call of the module gives it: its variable files, and for variables without value something unknown. `None` when it
    /// cannot be planned here: it calls what is not on disk, or wants another provider or version of it.
    fn arguments(&self, root: &str) -> Option<String> {
        let directory = self.scene.0.join(root);
        let text = texts(&directory);
        let source = Regex::new(r#"(?m)^\s*source\s*=\s*"([^"]*)"|"source":\s*"([^"]*)""#).unwrap();
        let elsewhere = source.captures_iter(&text).any(|found| {
            let source = found.get(1).or_else(|| found.get(2)).unwrap().as_str();
            !source.starts_with('.') && source != "hashicorp/aws"
        });
        let version = Regex::new(r#"version"?\s*[=:]\s*"[^"]*(>=|~>) 6"#).unwrap();
        if elsewhere || version.is_match(&text) {
            return None;
        }
        let mut arguments = String::new();
        let mut given: BTreeSet<String> = BTreeSet::new();
        let name = Regex::new(r"(?m)^(\w+)\s*=").unwrap();
        for path in files(&directory) {
            if path.extension().is_some_and(|it| it == "tfvars") {
                let text = fs::read_to_string(&path).unwrap();
                let names: Vec<String> = name
                    .captures_iter(&text)
                    .map(|it| it[1].to_owned())
                    .collect();
                // The same variable in two files cannot be written as two arguments.
                if names.iter().any(|name| given.contains(name)) {
                    return None;
                }
                given.extend(names);
                arguments += &text;
            }
        }
        for variable in required(&directory) {
            if !given.contains(&variable) {
                let _ = writeln!(
                    arguments,
                    "  {variable} = jsondecode(terraform_data.unknown.id)"
                );
            }
        }
        Some(arguments)
    }

    fn write(&self) {
        let mut main = plan::preamble() + "resource \"terraform_data\" \"unknown\" {}\n";
        for (name, (root, arguments)) in &self.calls {
            let _ = writeln!(
                main,
                "module {name:?} {{\n  source = \"./{root}\"\n{arguments}"
            );
            if self.deferred.contains(name) {
                main += "  depends_on = [terraform_data.unknown]\n";
            }
            main += "}\n";
        }
        self.scene.write("main.tf", main);
    }

    /// Terraform's plan of what it does not refuse.
    fn plan(&mut self) -> Json {
        for _ in 0..ROUNDS {
            self.write();
            let refusals = match plan::plan(&self.scene.0, true) {
                Ok(plan) => return plan,
                Err(refusals) => refusals,
            };
            let refused = self.refused(&refusals);
            assert!(!refused.is_empty(), "{refusals:?}");
            for (name, message) in refused {
                if self.may_defer(&name, &message) {
                    self.deferred.insert(name);
                } else if let Some((root, _)) = self.calls.remove(&name) {
                    println!("left out: {root}: {message}");
                }
            }
        }
        panic!("terraform keeps refusing modules");
    }

    fn asks_for_another_version(&self, root: &str) -> bool {
        let bound = Regex::new(r#"version"?\s*[=:]\s*"[^"]*(<|6)"#).unwrap();
        bound.is_match(&texts(&self.scene.0.join(root)))
    }

    /// Whether the fixture, or the project it belongs to, reads data sources that cannot be read offline.
    fn asks_somebody(&self, root: &str) -> bool {
        let directory: PathBuf = Path::new(root).iter().take(3).collect();
        let data = Regex::new(r#"data "aws_(\w+)""#).unwrap();
        let offline = ["region", "partition", "iam_policy_document"];
        WalkDir::new(self.scene.0.join(directory))
            .into_iter()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().is_dir())
            .any(|entry| {
                let text = texts(entry.path());
                let mut read = data.captures_iter(&text);
                read.any(|found| !offline.contains(&&found[1]))
            })
    }

    /// Whether it configures its provider itself.
    fn is_own(&self, root: &str) -> bool {
        let over = self.scene.0.join(root).join("offline_override.tf");
        over.exists()
    }

    /// Whether a data source is to blame, and the module leaves the provider's configuration to its caller: only then may it wait.
    fn may_defer(&self, name: &str, message: &str) -> bool {
        let Some((root, _)) = self.calls.get(name) else {
            return false;
        };
        let own = self.is_own(root);
        message.contains("operation error") && !own && !self.deferred.contains(name)
    }

    /// The calls that Terraform complains of, with its message.
    fn refused(&self, refusals: &[Refusal]) -> BTreeMap<String, String> {
        let address = Regex::new(r"module\.(m\d+)\b").unwrap();
        let mut refused = BTreeMap::new();
        for refusal in refusals {
            let file = &refusal.file;
            let by_file = || {
                let mut roots: Vec<_> = self
                    .calls
                    .iter()
                    .filter(|(_, (root, _))| file.starts_with(&format!("{root}/")))
                    .collect();
                roots.sort_by_key(|(_, (root, _))| root.len());
                roots.last().map(|(name, _)| (*name).clone())
            };
            let by_line = || {
                let main = fs::read_to_string(self.scene.0.join("main.tf")).ok()?;
                let call = main
                    .lines()
                    .take(refusal.line)
                    .filter_map(|line| line.strip_prefix("module \""))
                    .last()?;
                (*file == "main.tf").then(|| call.split('"').next().unwrap_or_default().to_owned())
            };
            let found = address
                .captures(&refusal.address)
                .map(|found| found[1].to_owned())
                .or_else(by_file)
                .or_else(by_line)
                .or_else(|| {
                    let found = address.captures(&refusal.message);
                    found.map(|found| found[1].to_owned())
                });
            if let Some(name) = found {
                refused.insert(name, refusal.message.chars().take(200).collect());
            }
        }
        refused
    }
}

/// The roots among the fixtures, as the linter sees them.
fn roots(scene: &Scene) -> Vec<String> {
    let report = inspected(scene, "fixtures");
    let roots = report["roots"].as_array().unwrap();
    roots
        .iter()
        .map(|root| root["dir"].as_str().unwrap().to_owned())
        .filter(|root| !OF_READING.iter().any(|it| root.starts_with(it)))
        .collect()
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

/// All configuration files of a directory, one after the other.
fn texts(directory: &Path) -> String {
    let read = |path: &PathBuf| {
        let name = path.to_str().unwrap();
        (name.ends_with(".tf") || name.ends_with(".tf.json"))
            .then(|| fs::read_to_string(path).unwrap())
    };
    files(directory).iter().filter_map(read).collect()
}

/// The variables of a module that have no default.
fn required(directory: &Path) -> Vec<String> {
    let block = Regex::new(r#"(?ms)^variable "(\w+)" \{(?:\s*\}|([^\n]*)\}$|(.*?)^\})"#).unwrap();
    let default = Regex::new(r"(?m)^\s*default\s*=").unwrap();
    let mut required = Vec::new();
    for path in files(directory) {
        let name = path.to_str().unwrap();
        if name.ends_with(".tf.json") {
            let json: Json = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            for (name, variable) in json["variable"].as_object().into_iter().flatten() {
                if variable.get("default").is_none() {
                    required.push(name.clone());
                }
            }
        } else if name.ends_with(".tf") {
            let text = fs::read_to_string(&path).unwrap();
            for found in block.captures_iter(&text) {
                let body = found.get(2).or_else(|| found.get(3));
                if !body.is_some_and(|body| default.is_match(body.as_str())) {
                    required.push(found[1].to_owned());
                }
            }
        }
    }
    required
}
