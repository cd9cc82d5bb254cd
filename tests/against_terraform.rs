//! Whole modules against the real `terraform plan`: every fixture is called as a module of one root, Terraform plans that root with the
//! real AWS provider and without network, and every attribute that `inspect` shows is compared with what Terraform planned.
//!
//! It takes about a minute, so it runs only when asked for: `VPCELINT_AGAINST_TERRAFORM=1 cargo test --test against_terraform -- --nocapture`.
//! It needs `terraform` on PATH and the provider in a filesystem mirror: `/opt/tf-plugins`, or where `VPCELINT_TERRAFORM_MIRROR` says.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test fails by panicking, and says what it counted"
)]

mod agreement;
mod scene;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use agreement::{Leaf, Masked, Verdict, compare};
use regex::Regex;
use scene::Scene;
use serde_json::Value as Json;
use vpcelint::{
    inspect::{Format, Inspect, inspect},
    report::Style,
    source::Sources,
};
use walkdir::WalkDir;

/// The provider must not ask anybody who it is.
const OFFLINE: &str = "  access_key                  = \"x\"
  secret_key                  = \"y\"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
";

/// Modules that Terraform refuses are left out and the rest is planned again, at most so often.
const ROUNDS: usize = 30;

/// Less agreement than this is a step back, in per cent of the attributes that Terraform knows.
const LEAST_KNOWN: usize = 97;

/// Fewer compared instances mean that something is wrong with the comparison.
const LEAST_INSTANCES: usize = 300;

#[test]
fn modules_agree_with_terraform() {
    if env::var_os("VPCELINT_AGAINST_TERRAFORM").is_none() {
        println!("skipped: set VPCELINT_AGAINST_TERRAFORM=1 to compare with terraform");
        return;
    }
    let mirror = env::var_os("VPCELINT_TERRAFORM_MIRROR")
        .map_or_else(|| PathBuf::from("/opt/tf-plugins"), PathBuf::from);
    if Command::new("terraform").arg("version").output().is_err() {
        println!("skipped: there is no terraform on PATH");
        return;
    }
    if !mirror.join("registry.terraform.io/hashicorp/aws").is_dir() {
        println!("skipped: no AWS provider in {}", mirror.display());
        return;
    }
    let scene = Scene::new("against-terraform");
    let mut desk = Desk::new(&scene, &mirror);
    let plan = desk.plan();
    report(&scene, &plan, desk.calls.len());
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
    fn new(scene: &'a Scene, mirror: &Path) -> Self {
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        for entry in WalkDir::new(home.join("fixtures")) {
            let entry = entry.unwrap();
            let name = entry.path().strip_prefix(home).unwrap();
            if entry.file_type().is_file() {
                scene.write(name.to_str().unwrap(), fs::read(entry.path()).unwrap());
            }
        }
        scene.write(
            "terraformrc",
            format!(
                "provider_installation {{\n  filesystem_mirror {{\n    path = {:?}\n  }}\n}}\n",
                mirror.display().to_string()
            ),
        );
        let mut desk = Self {
            scene,
            calls: BTreeMap::new(),
            deferred: BTreeSet::new(),
        };
        desk.take_providers_offline();
        for (index, root) in roots(scene).into_iter().enumerate() {
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
    /// cannot be planned here: it calls what is not on disk, or wants another version of the provider.
    fn arguments(&self, root: &str) -> Option<String> {
        let directory = self.scene.0.join(root);
        let text = texts(&directory);
        let source = Regex::new(r#"(?m)^\s*source\s*=\s*"([^"]*)"|"source":\s*"([^"]*)""#).unwrap();
        let elsewhere = source.captures_iter(&text).any(|found| {
            let source = found.get(1).or_else(|| found.get(2)).unwrap().as_str();
            !source.starts_with('.') && !source.starts_with("hashicorp/")
        });
        let version = Regex::new(r#"version\s*=\s*"[^"]*(>=|~>) 6"#).unwrap();
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
        let mut main = format!(
            "terraform {{\n  required_providers {{\n    aws = {{\n      source = \"hashicorp/aws\"\n    }}\n  }}\n}}\n\
             resource \"terraform_data\" \"unknown\" {{}}\nprovider \"aws\" {{\n  region = \"eu-west-1\"\n{OFFLINE}}}\n"
        );
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
            let mut said = self.terraform(&["init", "-json", "-input=false"]);
            if said.is_ok() {
                said = self.terraform(&["plan", "-json", "-input=false", "-out=plan"]);
            }
            let Err(said) = said else {
                let shown = self.terraform(&["show", "-json", "plan"]).unwrap();
                return serde_json::from_str(&shown).unwrap();
            };
            let refused = self.refused(&said);
            assert!(!refused.is_empty(), "{said}");
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

    /// Whether a data source is to blame, and the module leaves the provider's configuration to its caller: only then may it wait.
    fn may_defer(&self, name: &str, message: &str) -> bool {
        let Some((root, _)) = self.calls.get(name) else {
            return false;
        };
        let own = self.scene.0.join(root).join("offline_override.tf").exists();
        message.contains("operation error") && !own && !self.deferred.contains(name)
    }

    /// The output, as an error when it failed.
    fn terraform(&self, arguments: &[&str]) -> Result<String, String> {
        let output = Command::new("terraform")
            .args(arguments)
            .current_dir(&self.scene.0)
            .env("TF_CLI_CONFIG_FILE", self.scene.0.join("terraformrc"))
            .env("CHECKPOINT_DISABLE", "1")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        if output.status.success() {
            Ok(text)
        } else {
            Err(text)
        }
    }

    /// The calls that Terraform complains of, with its message.
    fn refused(&self, said: &str) -> BTreeMap<String, String> {
        let address = Regex::new(r"module\.(m\d+)\b").unwrap();
        let mut refused = BTreeMap::new();
        for line in said.lines() {
            let Ok(event) = serde_json::from_str::<Json>(line) else {
                continue;
            };
            let problem = &event["diagnostic"];
            if problem["severity"] != "error" {
                continue;
            }
            let file = problem["range"]["filename"].as_str().unwrap_or_default();
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
                let line = usize::try_from(problem["range"]["start"]["line"].as_u64()?).ok()?;
                let main = fs::read_to_string(self.scene.0.join("main.tf")).ok()?;
                let call = main
                    .lines()
                    .take(line)
                    .filter_map(|line| line.strip_prefix("module \""))
                    .last()?;
                (file == "main.tf").then(|| call.split('"').next().unwrap_or_default().to_owned())
            };
            let found = address
                .captures(problem["address"].as_str().unwrap_or_default())
                .map(|found| found[1].to_owned())
                .or_else(by_file)
                .or_else(by_line)
                .or_else(|| address.captures(line).map(|found| found[1].to_owned()));
            if let Some(name) = found {
                let summary = problem["summary"].as_str().unwrap_or_default();
                let text = format!(
                    "{summary} {}",
                    problem["detail"].as_str().unwrap_or_default()
                );
                refused.insert(name, text.chars().take(200).collect());
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
        .collect()
}

fn inspected(scene: &Scene, directory: &str) -> Json {
    let sources = Sources::new(scene.0.clone());
    let request = Inspect {
        directory: PathBuf::from(directory),
        inputs: Vec::new(),
        format: Format::Json,
        config: vpcelint::config::Choice::Nothing,
        environment: vpcelint::config::Layer::default(),
    };
    let style = Style {
        color: false,
        unicode: true,
        width: 100,
    };
    let output = inspect(&sources, &request, style).unwrap();
    serde_json::from_str(&output.text).unwrap()
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

/// What Terraform planned, by address: values and the mask of what is unknown.
fn planned(plan: &Json) -> BTreeMap<String, (Json, Json)> {
    fn gather(module: &Json, into: &mut BTreeMap<String, (Json, Json)>) {
        for resource in module["resources"].as_array().into_iter().flatten() {
            let address = resource["address"].as_str().unwrap().to_owned();
            into.insert(address, (resource["values"].clone(), Json::Bool(false)));
        }
        for child in module["child_modules"].as_array().into_iter().flatten() {
            gather(child, into);
        }
    }
    let mut planned = BTreeMap::new();
    gather(&plan["prior_state"]["values"]["root_module"], &mut planned);
    gather(&plan["planned_values"]["root_module"], &mut planned);
    for change in plan["resource_changes"].as_array().into_iter().flatten() {
        let address = change["address"].as_str().unwrap().to_owned();
        let change = &change["change"];
        let entry = planned
            .entry(address)
            .or_insert_with(|| (change["after"].clone(), Json::Null));
        entry.1 = change["after_unknown"].clone();
    }
    planned
}

/// Compares, prints the figures, and fails on anything that is wrong.
fn report(scene: &Scene, plan: &Json, modules: usize) {
    let theirs = planned(plan);
    let report = inspected(scene, ".");
    let root = report["roots"]
        .as_array()
        .unwrap()
        .iter()
        .find(|root| root["dir"] == ".")
        .unwrap();
    let ours: BTreeMap<&str, &Json> = root["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| (resource["address"].as_str().unwrap(), resource))
        .collect();
    let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
    let (mut instances, mut wrong) = (0, String::new());
    for (address, (values, unknown)) in &theirs {
        let Some(resource) = ours.get(&**address) else {
            // One symbolic instance stands for those that cannot be told apart.
            if !ours.keys().any(|ours| stands_for(ours, address)) {
                let _ = writeln!(wrong, "{address}: not there");
            }
            continue;
        };
        instances += 1;
        let mut leaves: Vec<Leaf> = Vec::new();
        for name in resource["values"].as_object().unwrap().keys() {
            let ours = Masked {
                value: &resource["values"],
                unknown: &resource["unknown"],
            };
            let theirs = Masked {
                value: values,
                unknown,
            };
            compare(
                name,
                ours.attribute(name),
                theirs.attribute(name),
                &mut leaves,
            );
        }
        // What is read later is planned as it is configured, without defaults.
        let later = resource["mode"] == "data" && *unknown != Json::Bool(false);
        for leaf in leaves {
            if later && leaf.detail.ends_with(", theirs null") {
                continue;
            }
            *counts.entry(leaf.verdict).or_default() += 1;
            match leaf.verdict {
                Verdict::Wrong => {
                    let _ = writeln!(wrong, "{address} {}: {}", leaf.path, leaf.detail);
                }
                Verdict::Less => println!("less: {address} {}: {}", leaf.path, leaf.detail),
                Verdict::Same | Verdict::More => {}
            }
        }
    }
    for (address, resource) in &ours {
        let certain = resource["exists"] == "must" && resource["mode"] == "managed";
        if certain && !theirs.contains_key(*address) {
            let _ = writeln!(wrong, "{address}: only ours");
        }
    }
    println!("{modules} modules, {instances} instances, attributes: {counts:?}");
    assert!(wrong.is_empty(), "{wrong}");
    assert!(instances >= LEAST_INSTANCES, "{instances} instances");
    let count = |verdict| counts.get(&verdict).copied().unwrap_or(0);
    let (same, less) = (count(Verdict::Same), count(Verdict::Less));
    assert!(same * 100 >= (same + less) * LEAST_KNOWN, "{counts:?}");
}

/// Whether the address of a symbolic instance, with `[*]` for keys, covers an address.
fn stands_for(symbolic: &str, address: &str) -> bool {
    if !symbolic.contains("[*]") {
        return false;
    }
    let pattern: Vec<String> = symbolic.split("[*]").map(regex::escape).collect();
    Regex::new(&format!("^{}$", pattern.join(r"\[[^\]]*\]")))
        .unwrap()
        .is_match(address)
}
