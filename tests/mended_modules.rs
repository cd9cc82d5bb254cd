//! Mended modules against the real Terraform: what `terraform validate` accepted before `--fix --unsafe-fixes` it accepts afterwards, and
//! what `terraform fmt` left alone it leaves alone.
//!
//! It needs `terraform` on PATH and the provider in a filesystem mirror: `/opt/tf-plugins`, or where `VPCELINT_TERRAFORM_MIRROR` says.
//! Terraform is asked about all modules at once, as modules of one root. Usually it is some of the fixtures:
//! `VPCELINT_AGAINST_TERRAFORM=1 cargo test --test mended_modules -- --nocapture` takes all.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test fails by panicking, and says what it counted"
)]

mod oracle;
mod scene;
mod terraform;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use regex::Regex;
use scene::Scene;
use serde_json::Value as Json;
use terraform::{SETTINGS, terraform};
use vpcelint::{span::FileId, syntax::parse_native};
use walkdir::WalkDir;

/// Modules that Terraform refuses are left out and the rest is asked about again, at most so often.
const ROUNDS: usize = 12;

/// Of the fixtures that are mended one in so many is taken when not all are asked for.
const ONE_IN: usize = 2;

/// Fewer modules that Terraform accepts and that are mended mean that something is wrong with the test.
const LEAST: usize = 20;

/// The modules of one root, by the directories of fixtures.
struct Root {
    scene: Scene,
    modules: BTreeSet<String>,
}

#[test]
fn what_terraform_accepts_it_accepts_mended() {
    let mirror = env::var_os("VPCELINT_TERRAFORM_MIRROR")
        .map_or_else(|| PathBuf::from("/opt/tf-plugins"), PathBuf::from);
    let is_there = mirror.join("registry.terraform.io/hashicorp/aws").is_dir();
    if !terraform::is_at_hand() || !is_there {
        let why = "there is no terraform on PATH, or no AWS provider in a mirror";
        return oracle::skipped("what_terraform_accepts_it_accepts_mended", why);
    }
    let mut root = Root::new(&mirror);
    let before = root.texts();
    root.mend();
    let after = root.texts();
    root.keep_changed(&before, &after);
    let mended = root.modules.len();
    root.write(&before);
    root.keep_accepted();
    let unformatted = root.unformatted();
    println!(
        "{mended} modules are mended, {} of them accepted before",
        root.modules.len()
    );
    root.write(&after);
    let mut wrong = String::new();
    for (module, reason) in root.errors().1 {
        let _ = writeln!(wrong, "{module}: {reason}");
        for (name, text) in after.iter().filter(|(name, _)| is_in(name, &module)) {
            let _ = writeln!(wrong, "--- {name}\n{text}");
        }
    }
    for file in root.unformatted().difference(&unformatted) {
        let _ = writeln!(wrong, "terraform fmt changes {file}:\n{}", after[file]);
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(root.modules.len() >= LEAST, "{mended}");
}

/// Whether a file is one of a module.
fn is_in(file: &str, module: &str) -> bool {
    file.strip_prefix(module)
        .is_some_and(|it| it.starts_with('/'))
}

impl Root {
    /// The fixtures of faults that can be mended, each as a module.
    fn new(mirror: &Path) -> Self {
        let scene = Scene::new("mended-modules");
        let settings = format!(
            "provider_installation {{\n  filesystem_mirror {{\n    path = {:?}\n  }}\n}}\n",
            mirror.display().to_string()
        );
        scene.write(SETTINGS, settings);
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut modules = BTreeSet::new();
        for page in sorted(&home.join("rules")) {
            if !fs::read_to_string(&page).is_ok_and(|it| it.contains("\nfix: ")) {
                continue;
            }
            let rule = page.file_stem().unwrap().to_str().unwrap().to_owned();
            for case in sorted(&home.join("fixtures").join(&rule)) {
                let name = case.file_name().unwrap().to_str().unwrap().to_owned();
                if !name.starts_with("bad") || !may_be_called(&case) {
                    continue;
                }
                let module = format!("{rule}/{name}");
                copy(&case, &scene, &module);
                modules.insert(module);
            }
        }
        Self { scene, modules }
    }

    /// The root that calls the modules: what has no value is unknown.
    fn main(&self) -> String {
        let mut main = "terraform {\n  required_providers {\n    aws = {\n      source = \"hashicorp/aws\"\n    }\n  }\n}\nprovider \"aws\" {\n  region = \"eu-west-1\"\n}\nvariable \"unknown\" {}\n".to_owned();
        for (index, module) in self.modules.iter().enumerate() {
            let _ = writeln!(main, "module \"m{index}\" {{\n  source = \"./{module}\"");
            for name in required(&self.scene.0.join(module)) {
                let _ = writeln!(main, "  {name} = var.unknown");
            }
            main += "}\n";
        }
        main
    }

    /// Leaves out what is the same in both, and of the rest what is not asked for.
    fn keep_changed(
        &mut self,
        before: &BTreeMap<String, String>,
        after: &BTreeMap<String, String>,
    ) {
        let changed: BTreeSet<&String> = before
            .iter()
            .filter(|(name, text)| after.get(*name) != Some(text))
            .map(|(name, _)| name)
            .collect();
        self.modules
            .retain(|module| changed.iter().any(|it| is_in(it, module)));
        if env::var_os("VPCELINT_AGAINST_TERRAFORM").is_none() {
            let mut count = 0;
            self.modules.retain(|_| {
                count += 1;
                count % ONE_IN == 0
            });
        }
    }

    /// Leaves out what Terraform refuses, until it refuses nothing: one error may hide another.
    fn keep_accepted(&mut self) {
        for _ in 0..ROUNDS {
            let (said, errors) = self.errors();
            if errors.is_empty() {
                return;
            }
            for (module, reason) in errors {
                let module = self.modules.take(&module);
                println!(
                    "left out: {}: {reason}",
                    module.unwrap_or_else(|| panic!("{said}"))
                );
            }
        }
        panic!("terraform keeps refusing modules");
    }

    /// The modules that `terraform validate` refuses, with why, and all that it says.
    fn errors(&self) -> (String, BTreeMap<String, String>) {
        let main = self.main();
        self.scene.write("main.tf", &main);
        let init = terraform(&self.scene.0, &["init", "-json", "-input=false"]);
        let is_ready = init.status.success();
        let said = if is_ready {
            terraform(&self.scene.0, &["validate", "-json"]).stdout
        } else {
            init.stdout
        };
        let said = String::from_utf8(said).unwrap();
        let read = |text: &str| serde_json::from_str::<Json>(text).ok();
        let diagnostics: Vec<Json> = if is_ready {
            read(&said).unwrap()["diagnostics"]
                .as_array()
                .cloned()
                .unwrap_or_default()
        } else {
            said.lines()
                .filter_map(read)
                .map(|it| it["diagnostic"].clone())
                .collect()
        };
        let mut errors = BTreeMap::new();
        for error in diagnostics.iter().filter(|it| it["severity"] == "error") {
            let text = format!("{} {}", error["summary"], error["detail"]);
            let module = self
                .module_of(error, &main)
                .unwrap_or_else(|| panic!("{said}"));
            errors.insert(module, text);
        }
        (said, errors)
    }

    /// The module that an error is about: the one of its file, or whose call it is, or that it names.
    fn module_of(&self, error: &Json, main: &str) -> Option<String> {
        let file = error["range"]["filename"].as_str().unwrap_or_default();
        let line = error["range"]["start"]["line"].as_u64().unwrap_or_default();
        if let Some(own) = self.modules.iter().find(|it| is_in(file, it)) {
            return Some(own.clone());
        }
        if file == "main.tf" {
            let lines = main.lines().take(usize::try_from(line).unwrap() + 1);
            let source = lines
                .filter_map(|it| it.strip_prefix("  source = \"./"))
                .last()?;
            return Some(source.trim_end_matches('"').to_owned());
        }
        let index = Regex::new(r"module\.m(\d+)\b").unwrap();
        let text = error.to_string();
        let index = index.captures(&text)?.get(1)?.as_str().parse().ok()?;
        self.modules.iter().nth(index).cloned()
    }

    fn write(&self, texts: &BTreeMap<String, String>) {
        for (name, text) in texts {
            self.scene.write(name, text);
        }
    }

    fn mend(&self) {
        let output = Command::new(env!("CARGO_BIN_EXE_vpcelint"))
            .current_dir(&self.scene.0)
            .args(["check", "--fix-only", "--unsafe-fixes"])
            .env_clear()
            .output()
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{told}");
    }

    /// The files that `terraform fmt` would change.
    fn unformatted(&self) -> BTreeSet<String> {
        let output = terraform(
            &self.scene.0,
            &["fmt", "-check", "-list=true", "-recursive"],
        );
        let listed = String::from_utf8(output.stdout).unwrap();
        listed.lines().map(str::to_owned).collect()
    }

    /// All files of the modules.
    fn texts(&self) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        for module in &self.modules {
            for entry in WalkDir::new(self.scene.0.join(module)) {
                let path = entry.unwrap().into_path();
                if let Ok(text) = fs::read_to_string(&path) {
                    let name = path.strip_prefix(&self.scene.0).unwrap();
                    texts.insert(name.to_str().unwrap().to_owned(), text);
                }
            }
        }
        texts
    }
}

/// Whether it is a module that needs nothing but our version of the provider.
fn may_be_called(directory: &Path) -> bool {
    let mut own = 0;
    let elsewhere = Regex::new(r#"\bsource"?\s*[=:]\s*"[^."]"#).unwrap();
    let version = Regex::new(r#"version"?\s*[=:]\s*"[^"]*(<|\b6\.)"#).unwrap();
    for entry in WalkDir::new(directory) {
        let path = entry.unwrap().into_path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !(name.ends_with(".tf") || name.ends_with(".tf.json")) {
            continue;
        }
        let text = fs::read_to_string(&path)
            .unwrap()
            .replace("\"hashicorp/aws\"", "\".\"");
        if elsewhere.is_match(&text)
            || version.is_match(&text)
            || text.contains("backend \"")
            || text.contains("\"variable\":")
        {
            return false;
        }
        own += usize::from(path.parent() == Some(directory));
    }
    own > 0
}

/// The variables of a module in native syntax that have no default.
fn required(directory: &Path) -> BTreeSet<String> {
    let mut required = BTreeSet::new();
    for path in sorted(directory) {
        if path.extension().is_some_and(|it| it == "tf") {
            let text = fs::read_to_string(&path).unwrap();
            let parsed = parse_native(FileId::new(0), &text);
            let variables = parsed.body.blocks("variable");
            let variables = variables.filter(|it| it.body.attribute("default").is_none());
            required.extend(
                variables
                    .filter_map(|it| it.label(0))
                    .map(ToString::to_string),
            );
        }
    }
    required
}

fn copy(from: &Path, scene: &Scene, to: &str) {
    for entry in WalkDir::new(from) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(from).unwrap().to_str().unwrap();
            scene.write(&format!("{to}/{name}"), fs::read(entry.path()).unwrap());
        }
    }
}

fn sorted(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten();
    let mut paths: Vec<_> = entries.map(|it| it.unwrap().path()).collect();
    paths.sort();
    paths
}
