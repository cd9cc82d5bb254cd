//! Reports for programs, as the binary writes them: whole ones as snapshots, what their readers demand, and the files they
//! go to. What programs that read them make of them is asked by `tests/consumers/run.sh`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod scene;

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use clap::ValueEnum as _;
use scene::Scene;
use serde_json::Value;
use vpcelint::{report::Format, rules};

/// A directory whose name every format has to write in its own way.
const DIRECTORY: &str = "net, é:50% \"a\" <b>&c";

/// A repository with a shipped project in a directory of that name.
fn repository(name: &str) -> (Scene, PathBuf) {
    let scene = Scene::new(name);
    fs::create_dir(scene.0.join(".git")).unwrap();
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/_projects/small_vpc");
    for entry in fs::read_dir(project).unwrap().map(Result::unwrap) {
        let file = Path::new(DIRECTORY).join(entry.file_name());
        scene.write(file.to_str().unwrap(), fs::read(entry.path()).unwrap());
    }
    let directory = scene.0.join(DIRECTORY);
    (scene, directory)
}

fn vpcelint(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vpcelint"));
    command
        .current_dir(directory)
        .arg("check")
        .args(arguments)
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null());
    command
}

fn run(directory: &Path, arguments: &[&str]) -> Output {
    vpcelint(directory, arguments).output().unwrap()
}

fn notes(output: &Output) -> &str {
    str::from_utf8(&output.stderr).unwrap()
}

/// The name of every format, `human` first.
fn names() -> Vec<String> {
    Format::value_variants()
        .iter()
        .map(|format| format.to_possible_value().unwrap().get_name().to_owned())
        .collect()
}

/// The report in a format, from the standard output of a run of its own.
fn report(directory: &Path, format: &str) -> String {
    let output = run(directory, &["--show-undecided", "--format", format]);
    assert_eq!(output.status.code(), Some(1), "{}", notes(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn every_format_is_written_as_before() {
    let (_scene, directory) = repository("snapshots");
    // Those for people are in `cli.rs`.
    let is_for_people = |name: &String| ["human", "concise"].contains(&name.as_str());
    for format in names().into_iter().filter(|name| !is_for_people(name)) {
        let mut text = report(&directory, &format);
        if format == "sarif" {
            // The pages are tested elsewhere.
            let mut log = json(&text);
            let rules = &mut log["runs"][0]["tool"]["driver"]["rules"];
            let rules = rules.as_array_mut().unwrap();
            rules.retain(|rule| rule["id"] == "syntax" || rule["id"] == "missing_endpoint_policy");
            for rule in rules {
                rule["help"] = "its page".into();
            }
            text = serde_json::to_string_pretty(&log).unwrap();
        }
        insta::assert_snapshot!(format, text);
    }
}

#[test]
fn all_reports_of_a_run_are_what_single_runs_write() {
    let (scene, directory) = repository("together");
    let reports: Vec<_> = names()
        .iter()
        .map(|name| format!("--report={name}=../{name}.out"))
        .collect();
    let arguments: Vec<_> = ["--show-undecided", "-o", "../first.json", "--format=json"]
        .into_iter()
        .chain(reports.iter().map(String::as_str))
        .collect();
    let output = run(&directory, &arguments);
    assert_eq!((output.status.code(), output.stdout), (Some(1), Vec::new()));
    for name in names() {
        let written = fs::read_to_string(scene.0.join(format!("{name}.out"))).unwrap();
        assert_eq!(written, report(&directory, &name), "{name}");
    }
    let first = fs::read_to_string(scene.0.join("first.json")).unwrap();
    assert_eq!(first, report(&directory, "json"));
    let left = fs::read_dir(&scene.0).unwrap().count();
    assert_eq!(left, names().len() + 3, "nothing temporary stays");
}

#[test]
fn surroundings_change_nothing() {
    let (_scene, directory) = repository("surroundings");
    let (_other_scene, elsewhere) = repository("surroundings-elsewhere");
    for format in names().iter().filter(|name| *name != "human") {
        let first = report(&directory, format);
        assert_eq!(report(&elsewhere, format), first);
        let surroundings: [&[(&str, &str)]; 3] = [
            &[("TZ", "Asia/Tokyo"), ("LC_ALL", "C"), ("COLUMNS", "40")],
            &[
                ("LANG", "tr_TR.ISO-8859-9"),
                ("LC_ALL", ""),
                ("TERM", "dumb"),
            ],
            &[
                ("CLICOLOR_FORCE", "1"),
                ("GITHUB_ACTIONS", "true"),
                ("CI", "1"),
            ],
        ];
        for (variables, width) in surroundings.into_iter().zip(["40", "77", "200"]) {
            let arguments = [
                "--show-undecided",
                "--threads=8",
                "--format",
                format,
                "--width",
                width,
            ];
            let mut command = vpcelint(&directory, &arguments);
            let output = command.envs(variables.iter().copied()).output().unwrap();
            assert_eq!(
                String::from_utf8(output.stdout).unwrap(),
                first,
                "{variables:?}"
            );
        }
    }
}

#[test]
fn a_clean_report_is_complete() {
    let scene = Scene::new("clean");
    scene.write(
        "main.tf",
        "resource \"aws_vpc\" \"a\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n",
    );
    let clean = |format: &str| {
        let output = run(&scene.0, &["--format", format]);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(clean("github"), "");
    assert_eq!(clean("gitlab"), "[]\n");
    assert_eq!(clean("jsonl").lines().count(), 1);
    assert_eq!(json(&clean("rdjson"))["diagnostics"], json("[]"));
    assert_eq!(json(&clean("sarif"))["runs"][0]["results"], json("[]"));
    assert!(clean("markdown").ends_with(
        "found nothing wrong in 1 module (1 root, 1 file, 0 endpoints), 3 questions asked\n"
    ));
    for (format, element, count) in [("junit", "testcase", 1), ("checkstyle", "error", 0)] {
        let text = clean(format);
        let document = roxmltree::Document::parse(&text).unwrap();
        let found = document
            .descendants()
            .filter(|node| node.has_tag_name(element));
        assert_eq!(found.count(), count, "{text}");
    }
}

#[test]
fn sarif_is_as_code_scanning_wants_it() {
    let (_scene, directory) = repository("sarif");
    let log = json(&report(&directory, "sarif"));
    assert_eq!(list(&log["runs"]).len(), 1);
    let run = &log["runs"][0];
    let rules = list(&run["tool"]["driver"]["rules"]);
    assert_eq!(rules.len(), rules::all().count());
    for rule in rules {
        let is_security = list(&rule["properties"]["tags"]).contains(&"security".into());
        let properties = rule["properties"].as_object().unwrap();
        assert_eq!(properties.contains_key("security-severity"), is_security);
        assert_eq!(properties.contains_key("problem.severity"), !is_security);
        for description in ["shortDescription", "fullDescription"] {
            let length = rule[description]["text"].as_str().unwrap().chars().count();
            assert!((1..=1024).contains(&length), "{rule}");
        }
    }
    let mut fingerprints = BTreeSet::new();
    assert!(!list(&run["results"]).is_empty());
    for result in list(&run["results"]) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["region"]["startLine"], place["region"]["endLine"]);
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(
            uri.starts_with("net%2C%20%C3%A9%3A50%25%20%22a%22%20%3Cb%3E%26c/"),
            "{uri}"
        );
        let message = result["message"]["text"].as_str().unwrap();
        for related in list(&result["relatedLocations"]) {
            let link = format!(
                "[{}]({})",
                related["message"]["text"].as_str().unwrap(),
                related["id"]
            );
            assert!(message.contains(&link), "{link} is not in {message}");
        }
        let steps = list(&result["codeFlows"][0]["threadFlows"][0]["locations"]);
        let last = steps.last().unwrap();
        assert_eq!(&last["location"]["physicalLocation"], place);
        let prints = result["partialFingerprints"].as_object().unwrap();
        assert_eq!(prints.len(), 2);
        assert!(fingerprints.insert(prints["vpcelint/v1"].to_string()));
    }
}

#[test]
fn unread_files_are_notifications_and_results() {
    let scene = Scene::new("notifications");
    scene.write("broken/main.tf", "resource \"aws_vpc\" {\n");
    // A comment without effect was read all right.
    let comment = "# vpcelint: ignore[private_dns_disabled] nothing to ignore\n";
    let vpc = "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n";
    scene.write("whole/main.tf", comment.to_owned() + vpc);
    let log = json(&report(&scene.0, "sarif"));
    let run = &log["runs"][0];
    let [notification] = list(&run["invocations"][0]["toolExecutionNotifications"]) else {
        unreachable!("{run}")
    };
    assert_eq!(notification["associatedRule"]["id"], "syntax");
    let results = list(&run["results"]).iter();
    let ids: Vec<_> = results.map(|result| &result["ruleId"]).collect();
    assert_eq!(ids, ["syntax", "unused_ignore"]);
}

#[test]
fn files_are_replaced_whole() {
    let (scene, directory) = repository("files");
    let target = scene.0.join("report.json");
    fs::write(&target, report(&directory, "sarif")).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("report.json", scene.0.join("link.json")).unwrap();
    let output = run(&directory, &["--format=json", "-o", "../link.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(notes(&output).starts_with("found 3 warnings"));
    assert!(scene.0.join("link.json").is_symlink());
    assert_eq!(
        fs::read_to_string(&target).unwrap(),
        report(&directory, "json")
    );
    let mode = fs::metadata(&target).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    // What is no file cannot be replaced.
    let output = run(&directory, &["--format=json", "-o", "/dev/stdout"]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        report(&directory, "json")
    );
}

#[test]
fn a_report_that_cannot_be_written_is_told() {
    let (scene, directory) = repository("unwritable");
    scene.write("file", "");
    fs::create_dir(scene.0.join("folder")).unwrap();
    let told: Vec<_> = [
        "../nowhere/a.sarif",
        "../file/a.sarif",
        "../folder",
        "/proc/a.sarif",
    ]
    .into_iter()
    .map(|path| {
        let good = "--report=concise=../good";
        let output = run(&directory, &["--report", &format!("sarif={path}"), good]);
        assert_eq!(output.status.code(), Some(2), "{path}");
        // Either nothing is done yet, or neither what is shown nor what can be written is lost.
        let is_foreseen = notes(&output).contains("no such directory");
        assert_eq!(output.stdout.is_empty(), is_foreseen, "{path}");
        assert_eq!(fs::read(scene.0.join("good")).is_err(), is_foreseen);
        notes(&output).lines().last().unwrap().to_owned() + "\n"
    })
    .collect();
    insta::assert_snapshot!(told.concat(), @r"
    error: cannot write `../nowhere/a.sarif`: there is no such directory
    error: cannot write `../file/a.sarif`: there is no such directory
    error: cannot write `../folder`: Is a directory (os error 21)
    error: cannot write `/proc/a.sarif`: No such file or directory (os error 2)
    ");
}

#[test]
fn nothing_is_written_over_another() {
    let scene = Scene::new("clobber");
    scene.write("main.tf", "locals {}\n");
    let told = [
        ["-o", "same", "--report=sarif=./same"].as_slice(),
        &["--write-baseline", "same", "--report=sarif=same"],
        &["--write-baseline", "main.tf"],
        &["-o", "new.tofu"],
        &["--report=json=main.auto.tfvars"],
        &["--report=json=MAIN.TF"],
        &["-o", "terraform.tfstate"],
        &["-o", ".terraform.lock.hcl"],
        &["-o", "vpcelint.toml"],
    ]
    .map(|arguments| {
        let output = run(&scene.0, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        notes(&output).to_owned()
    });
    insta::assert_snapshot!(told.concat(), @r"
    error: two reports cannot both be written to `./same`
    error: two reports cannot both be written to `same`
    error: cannot write `main.tf`: that is the name of a Terraform file; see --force
    error: cannot write `new.tofu`: that is the name of a Terraform file; see --force
    error: cannot write `main.auto.tfvars`: that is the name of a Terraform file; see --force
    error: cannot write `MAIN.TF`: that is the name of a Terraform file; see --force
    error: cannot write `terraform.tfstate`: that is the name of a Terraform file; see --force
    error: cannot write `.terraform.lock.hcl`: that is the name of a Terraform file; see --force
    error: cannot write `vpcelint.toml`: that is the name of a settings file; see --force
    ");
    let left: Vec<_> = fs::read_dir(&scene.0).unwrap().collect();
    assert_eq!(left.len(), 1);
}

/// What is in a directory, by name.
fn all_in(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
    let text = |path: PathBuf| fs::read(path).unwrap_or_default();
    let mut all: Vec<_> = entries
        .map(|entry| (entry.file_name().into_string().unwrap(), text(entry.path())))
        .collect();
    all.sort();
    all
}

#[test]
fn what_no_run_wrote_is_replaced_on_demand_only() {
    let scene = Scene::new("foreign");
    fs::create_dir_all(scene.0.join("a/.git")).unwrap();
    fs::create_dir(scene.0.join("outside")).unwrap();
    let directory = scene.0.join("a");
    scene.write(
        "a/main.tf",
        "resource \"aws_vpc\" \"a\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n",
    );
    scene.write(
        "a/package.json",
        "{\"version\": 1, \"name\": \"vpcelint\"}\n",
    );
    let earlier = run(&directory, &["--format=json"]).stdout;
    scene.write("outside/notes.json", &earlier);
    scene.write("a/baseline.json", "{\"version\": 1, \"findings\": []}\n");
    scene.write("a/report.json", &earlier);
    let links = [
        ("main.tf", "link.sarif"),
        ("package.json", "near.json"),
        ("../outside/notes.json", "far.json"),
        ("/dev/null", "device.json"),
        ("../outside", "out"),
    ];
    for (to, from) in links {
        symlink(to, directory.join(from)).unwrap();
    }
    let attempts: [&[&str]; 10] = [
        &["-o", "link.sarif"],
        &["-o", "package.json"],
        &["-o", "near.json"],
        &["--report=json=far.json"],
        &["-o", "device.json"],
        &["-o", "out/new.json"],
        &["-o", "baseline.json"],
        &["--write-baseline", "package.json"],
        &["--write-baseline", "report.json"],
        &["--write-baseline", "far.json"],
    ];
    let before = (all_in(&directory), all_in(&scene.0.join("outside")));
    let told = attempts.map(|arguments| {
        let output = run(&directory, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        notes(&output).replace(scene.0.to_str().unwrap(), "SCENE")
    });
    let after = (all_in(&directory), all_in(&scene.0.join("outside")));
    assert_eq!(before, after);
    insta::assert_snapshot!(told.concat());
    for arguments in attempts {
        let output = run(&directory, &[arguments, &["--force"]].concat());
        assert_ne!(output.status.code(), Some(2), "{}", notes(&output));
    }
}

#[test]
fn a_run_replaces_what_an_earlier_one_wrote() {
    let (scene, directory) = repository("again");
    scene.write("clean/main.tf", "locals {}\n");
    scene.write("clean/out", "");
    let clean = scene.0.join("clean");
    let of_formats = names().into_iter().flat_map(|name| {
        let layouts: &[&[&str]] = match name.as_str() {
            "human" => &[
                &[],
                &["--group-by=file"],
                &["--color=always"],
                &["--statistics"],
            ],
            "concise" => &[&[], &["--show-coverage"], &["--show-undecided"]],
            _ => &[&[]],
        };
        let format = format!("--format={name}");
        layouts
            .iter()
            .map(move |layout| [&[&*format], *layout].concat().join(" "))
            .collect::<Vec<_>>()
    });
    for layout in of_formats {
        for directory in [&directory, &clean] {
            let arguments: Vec<_> = layout.split(' ').chain(["-o", "out"]).collect();
            for _ in 0..2 {
                let output = run(directory, &arguments);
                assert_ne!(
                    output.status.code(),
                    Some(2),
                    "{layout}: {}",
                    notes(&output)
                );
            }
        }
    }
    for _ in 0..2 {
        let output = run(&directory, &["--write-baseline", "baseline.json"]);
        assert_eq!(output.status.code(), Some(0), "{}", notes(&output));
    }
}

#[test]
fn no_file_that_was_left_over_stops_a_run() {
    let scene = Scene::new("left-over");
    scene.write("main.tf", "locals {}\n");
    // As earlier versions and runs of number 1, in a container, named it.
    scene.write("out.json.1.tmp", "left");
    for _ in 0..2 {
        let arguments = ["--format=json", "-o", "out.json"];
        let mut command = vpcelint(&scene.0, &arguments);
        let child = command.stderr(Stdio::piped()).spawn().unwrap();
        scene.write(&format!("out.json.{}.tmp", child.id()), "left");
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", notes(&output));
    }
    let left = fs::read(scene.0.join("out.json.1.tmp")).unwrap();
    assert_eq!(left, b"left");
}
