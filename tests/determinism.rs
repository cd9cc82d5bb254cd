//! Same input, same bytes: in every format, run after run, whatever the threads, the place and the surroundings.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scene;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use clap::ValueEnum as _;
use scene::Scene;
use vpcelint::report::Format;
use walkdir::WalkDir;

/// A repository with all projects, `directory` being where to work.
fn projects(name: &str, directory: &str) -> (Scene, PathBuf) {
    let scene = Scene::new(name);
    let root = scene.0.join(directory);
    scene.write(&format!("{directory}/.git/HEAD"), "");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/_projects");
    for entry in WalkDir::new(&from) {
        let entry = entry.unwrap();
        let target = root.join(entry.path().strip_prefix(&from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
    (scene, root)
}

fn names() -> impl Iterator<Item = String> {
    let formats = Format::value_variants().iter();
    formats.map(|format| format.to_possible_value().unwrap().get_name().to_owned())
}

/// What all formats have to say of everything in a directory, and what is said on the screen.
fn reports(
    directory: &Path,
    options: &[&str],
    variables: &[(&str, &str)],
) -> BTreeMap<String, String> {
    let thread = std::thread::current();
    let reports = Scene::new(&format!("reports-{}", thread.name().unwrap()));
    let target = reports.0.clone();
    let reports = names().map(|name| format!("--report={name}={}", target.join(&name).display()));
    let output = Command::new(env!("CARGO_BIN_EXE_vpcelint"))
        .current_dir(directory)
        .args(["check", "--show-undecided"])
        .args(reports)
        .args(options)
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let mut all: BTreeMap<_, _> = names()
        .map(|name| {
            let text = fs::read_to_string(target.join(&name)).unwrap();
            (name, text)
        })
        .collect();
    all.insert("stdout".into(), String::from_utf8(output.stdout).unwrap());
    all.insert("stderr".into(), String::from_utf8(output.stderr).unwrap());
    all
}

/// Which of the reports differ.
fn differing(first: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Vec<String> {
    let differing = first
        .iter()
        .filter(|(name, text)| other.get(*name) != Some(text));
    differing.map(|(name, _)| name.clone()).collect()
}

#[test]
fn runs_do_not_differ() {
    let (_scene, directory) = projects("same", "a");
    let first = reports(&directory, &["--threads=1"], &[]);
    // The count goes with the report, and there is nothing else to note.
    assert!(
        first
            .iter()
            .all(|(name, text)| text.is_empty() == (name == "stderr"))
    );
    for run in 0..20 {
        let threads = ["--threads=8", "--threads=1", "--threads=3"]
            .get(run % 3)
            .copied()
            .unwrap();
        let again = reports(&directory, &[threads], &[]);
        assert!(
            differing(&first, &again).is_empty(),
            "{threads}: {:?}",
            differing(&first, &again)
        );
    }
    for threads in ["1", "8"] {
        let again = reports(&directory, &[], &[("RAYON_NUM_THREADS", threads)]);
        assert!(
            differing(&first, &again).is_empty(),
            "{:?}",
            differing(&first, &again)
        );
    }
}

#[test]
fn places_do_not_differ() {
    let (_scene, directory) = projects("here", "a");
    let (_other, elsewhere) =
        projects("there", "another directory/with a longer, stranger name: é");
    let here = reports(&directory, &[], &[]);
    let there = reports(&elsewhere, &[], &[]);
    assert!(
        differing(&here, &there).is_empty(),
        "{:?}",
        differing(&here, &there)
    );
    // From below the project paths are written otherwise, and so ordered otherwise; SARIF has those of the repository.
    let below = reports(&directory.join("production"), &[".."], &[]);
    assert!(here.get("json") != below.get("json"));
    let results = |reports: &BTreeMap<String, String>| {
        let log: serde_json::Value = serde_json::from_str(reports.get("sarif").unwrap()).unwrap();
        let results = log.pointer("/runs/0/results").unwrap().as_array().unwrap();
        let mut results: Vec<_> = results.iter().map(ToString::to_string).collect();
        results.sort();
        results
    };
    assert!(results(&here) == results(&below));
}

/// Options and variables of the environment.
type FunctionContext = (
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

/// What programs read does not depend on who asks.
#[test]
fn surroundings_do_not_differ() {
    let (_scene, directory) = projects("surroundings", "a");
    let first = reports(&directory, &[], &[]);
    let people = ["human", "stdout", "stderr"];
    let surroundings: [FunctionContext; 5] = [
        (&["--width=40"], &[("TZ", "Asia/Tokyo"), ("COLUMNS", "40")]),
        (
            &["--width=200"],
            &[
                ("TZ", "America/St_Johns"),
                ("LC_ALL", "C"),
                ("COLUMNS", "200"),
            ],
        ),
        (
            &["--color=always"],
            &[
                ("LC_ALL", ""),
                ("LANG", "tr_TR.ISO-8859-9"),
                ("TERM", "dumb"),
            ],
        ),
        (
            &[],
            &[
                ("CLICOLOR_FORCE", "1"),
                ("GITHUB_ACTIONS", "true"),
                ("CI", "1"),
            ],
        ),
        (
            &["--color=never"],
            &[
                ("HOME", "/nowhere"),
                ("USER", "nobody"),
                ("TMPDIR", "/nowhere"),
            ],
        ),
    ];
    for (options, variables) in surroundings {
        let other = reports(&directory, options, variables);
        let mut differing = differing(&first, &other);
        differing.retain(|name| !people.contains(&name.as_str()));
        assert!(
            differing.is_empty(),
            "{options:?} {variables:?}: {differing:?}"
        );
    }
}
