//! Baselines: findings that were accepted stay out of reports, new ones do not.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scene;
#[path = "scene/terminal.rs"]
mod terminal;

use std::fs;

use scene::Scene;
use terminal::{FAULTY, check, run};

const DNS: &str = "warning[private_dns_disabled]";

/// A project whose faults are all accepted in `base.json`.
fn accepted(name: &str) -> Scene {
    let scene = Scene::new(name);
    scene.write(".git/HEAD", "");
    scene.write("a/main.tf", FAULTY);
    let run = check(&scene.0, &["--write-baseline", "base.json"], &[]);
    assert_eq!((run.status, run.text.as_str()), (0, ""), "{}", run.notes);
    assert!(
        run.notes
            .contains("note: wrote 2 findings to `base.json`\n"),
        "{}",
        run.notes
    );
    scene
}

const WITH: [&str; 2] = ["--baseline", "base.json"];

#[test]
fn accepted_findings_are_suppressed_and_counted() {
    let scene = accepted("baseline-accepted");
    let run = check(&scene.0, &WITH, &[]);
    assert_eq!((run.status, run.text.as_str()), (0, ""));
    assert!(run.notes.contains("2 suppressed"), "{}", run.notes);
    // Whatever the working directory.
    let inner = check(&scene.0.join("a"), &["--baseline", "../base.json"], &[]);
    assert_eq!((inner.status, inner.text.as_str()), (0, ""));
}

#[test]
fn a_moved_line_changes_nothing() {
    let scene = accepted("baseline-moved");
    let moved = format!(
        "# one\n\n# two\n{}",
        FAULTY.replace("  private", "\n\n  private")
    );
    scene.write("a/main.tf", moved);
    let run = check(&scene.0, &WITH, &[]);
    assert_eq!((run.status, run.text.as_str()), (0, ""));
    assert!(!run.notes.contains("no longer"), "{}", run.notes);
}

#[test]
fn the_same_fault_in_another_file_is_new() {
    let scene = accepted("baseline-file");
    fs::rename(scene.0.join("a/main.tf"), scene.0.join("a/other.tf")).unwrap();
    assert_eq!(check(&scene.0, &WITH, &[]).findings().len(), 2);
    let scene = accepted("baseline-directory");
    scene.write("b/main.tf", FAULTY);
    let run = check(&scene.0, &WITH, &[]);
    assert_eq!(run.findings().len(), 2);
    assert!(
        run.text.lines().all(|line| line.starts_with("b/main.tf:")),
        "{}",
        run.text
    );
}

#[test]
fn another_fault_in_the_same_file_is_new() {
    let scene = accepted("baseline-new");
    let second = FAULTY.replace("\"sqs\"", "\"sns\"").replace(".sqs", ".sns");
    scene.write("a/main.tf", format!("{second}{FAULTY}"));
    let run = check(&scene.0, &WITH, &[]);
    assert_eq!((run.status, run.findings().len()), (1, 2));
    assert!(run.text.contains("aws_vpc_endpoint.sns"), "{}", run.text);
}

#[test]
fn entries_that_no_longer_occur_are_told() {
    let scene = accepted("baseline-stale");
    let note =
        "note: an entry of the baseline no longer occurs: private_dns_disabled in a/main.tf\n";
    scene.write("a/main.tf", FAULTY.replace("= false", "= true"));
    let run = check(&scene.0, &WITH, &[]);
    assert_eq!(run.status, 0);
    assert_eq!(run.notes.matches("no longer").count(), 1);
    assert!(run.notes.contains(note), "{}", run.notes);
    fs::remove_file(scene.0.join("a/main.tf")).unwrap();
    let gone = check(&scene.0, &WITH, &[]);
    assert_eq!(gone.notes.matches("no longer").count(), 2, "{}", gone.notes);
}

#[test]
fn what_was_not_looked_at_is_not_stale() {
    let scene = accepted("baseline-partial");
    scene.write("b/main.tf", "");
    for arguments in [
        &["b"][..],
        &["--ignore", "private_dns_disabled"],
        &["--select", "syntax"],
    ] {
        let run = check(&scene.0, &[&WITH, arguments].concat(), &[]);
        assert!(
            !run.notes.contains("no longer"),
            "{arguments:?}: {}",
            run.notes
        );
    }
    let ignored = FAULTY.replace(
        "= false",
        "= false # vpcelint: ignore[private_dns_disabled] why",
    );
    scene.write("a/main.tf", ignored);
    let run = check(&scene.0, &WITH, &[]);
    assert!(!run.notes.contains("no longer"), "{}", run.notes);
}

#[test]
fn writing_again_accepts_what_there_is() {
    let scene = accepted("baseline-again");
    let first = fs::read_to_string(scene.0.join("base.json")).unwrap();
    assert_eq!(
        check(&scene.0, &["--write-baseline", "base.json"], &[]).status,
        0
    );
    assert_eq!(
        fs::read_to_string(scene.0.join("base.json")).unwrap(),
        first
    );
    scene.write("a/main.tf", FAULTY.replace("= false", "= true"));
    assert_eq!(
        check(&scene.0, &["--write-baseline", "base.json"], &[]).status,
        0
    );
    let left = fs::read_to_string(scene.0.join("base.json")).unwrap();
    assert!(
        left.contains("missing_endpoint_policy") && !left.contains("private_dns"),
        "{left}"
    );
    // Nothing else was left behind.
    let names: Vec<_> = fs::read_dir(&scene.0)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("base"))
        .collect();
    assert_eq!(names, ["base.json"]);
}

#[test]
fn a_baseline_that_cannot_be_used_is_an_error() {
    let scene = accepted("baseline-bad");
    scene.write("text.json", "no json");
    scene.write("future.json", "{\"version\": 2, \"entries\": {\"a\": 1}}");
    scene.write("binary.json", [0xff, 0xfe, 0x00, 0x9f]);
    scene.write("empty.json", "");
    scene.write("other.json", "[1, 2]");
    fs::create_dir(scene.0.join("directory")).unwrap();
    for (name, reason) in [
        ("nowhere.json", "it does not exist"),
        ("directory", "it is not a regular file"),
        ("text.json", "it is no baseline: "),
        ("binary.json", "it is no baseline: "),
        ("empty.json", "it is no baseline: "),
        ("other.json", "it is no baseline: "),
        ("future.json", "it has version 2, but 1 is expected"),
    ] {
        let run = check(&scene.0, &["--baseline", name], &[]);
        assert_eq!((run.status, run.text.as_str()), (2, ""), "{name}");
        let message = format!("error: cannot use the baseline `{name}`: {reason}");
        assert!(run.notes.starts_with(&message), "{}", run.notes);
    }
    for name in ["nowhere/base.json", "directory", "base.json/x", "/dev/full"] {
        let run = check(&scene.0, &["--write-baseline", name], &[]);
        assert_eq!((run.status, run.text.as_str()), (2, ""), "{name}");
        let message = format!("error: cannot write `{name}`: ");
        assert!(run.notes.starts_with(&message), "{}", run.notes);
    }
}

#[test]
fn the_summary_of_json_counts_what_is_suppressed() {
    let scene = accepted("baseline-json");
    let arguments = [&["check", "--output-format", "json"], &WITH[..]].concat();
    let json: serde_json::Value =
        serde_json::from_str(&run(&scene.0, &arguments, &[]).text).unwrap();
    assert_eq!(json.pointer("/summary/suppressed"), Some(&2.into()));
    assert_eq!(json.pointer("/summary/warnings"), Some(&0.into()));
    let plain = check(&scene.0, &[], &[]).findings();
    assert!(plain.contains(&DNS.to_owned()));
}

#[test]
fn pruning_only_drops() {
    let scene = accepted("baseline-prune");
    let before = fs::read_to_string(scene.0.join("base.json")).unwrap();
    // One fault is gone, another is new.
    scene.write("a/main.tf", FAULTY.replace("= false", "= true"));
    scene.write("b/main.tf", FAULTY.replace("sqs", "sns"));
    let prune = [&WITH[..], &["--prune"]].concat();
    let run = check(&scene.0, &prune, &[]);
    assert_eq!((run.status, run.findings().len()), (1, 2), "{run:?}");
    let note = "note: dropped 1 entry from `base.json`\n";
    assert!(run.notes.contains(note), "{}", run.notes);
    let after = fs::read_to_string(scene.0.join("base.json")).unwrap();
    assert!(before.contains("private_dns") && !after.contains("private_dns"));
    assert!(after.contains("a/main.tf") && !after.contains("b/main.tf"));
    // What was not looked at stays, and so does all that still occurs.
    let part = check(&scene.0, &[&prune[..], &["b"]].concat(), &[]);
    assert!(!part.notes.contains("dropped"), "{}", part.notes);
    let run = check(&scene.0, &prune, &[]);
    assert!(!run.notes.contains("dropped"), "{}", run.notes);
    assert_eq!(
        fs::read_to_string(scene.0.join("base.json")).unwrap(),
        after
    );
}

#[test]
fn pruning_and_accepting_do_not_mix() {
    let scene = accepted("baseline-mixed");
    for (arguments, message) in [
        (
            &["--baseline", "base.json", "--write-baseline", "base.json"][..],
            "--write-baseline accepts all findings, whatever --baseline lists: ",
        ),
        (
            &["--prune", "--write-baseline", "base.json"],
            "--write-baseline leaves nothing for --prune to drop",
        ),
        (
            &["--prune"],
            "--prune needs a baseline: --baseline FILE, or the setting `baseline`",
        ),
    ] {
        let run = check(&scene.0, arguments, &[]);
        assert_eq!((run.status, run.text.as_str()), (2, ""), "{arguments:?}");
        let start = format!("error: {message}");
        assert!(run.notes.starts_with(&start), "{}", run.notes);
    }
}

#[test]
fn a_baseline_is_a_setting() {
    let scene = accepted("baseline-setting");
    scene.write("vpcelint.toml", "baseline = \"base.json\"\n");
    for (directory, path) in [("", "."), ("", "a"), ("a", "."), ("a", "main.tf")] {
        let run = check(&scene.0.join(directory), &[path], &[]);
        assert_eq!(
            (run.status, run.text.as_str()),
            (0, ""),
            "{directory} {path}"
        );
        assert!(run.notes.contains("2 suppressed"), "{}", run.notes);
    }
    assert_eq!(check(&scene.0, &["--no-config"], &[]).findings().len(), 2);
    // The option comes before the setting.
    scene.write("empty.json", "{\"version\": 1, \"findings\": []}");
    let run = check(&scene.0, &["--baseline", "empty.json"], &[]);
    assert_eq!(run.findings().len(), 2);
    // What is accepted anew does not depend on what was accepted before.
    let before = fs::read_to_string(scene.0.join("base.json")).unwrap();
    check(&scene.0, &["--write-baseline", "base.json"], &[]);
    assert_eq!(
        fs::read_to_string(scene.0.join("base.json")).unwrap(),
        before
    );
    scene.write("a/main.tf", FAULTY.replace("= false", "= true"));
    let run = check(&scene.0, &["--prune"], &[]);
    assert!(
        run.notes.contains("note: dropped 1 entry from `base.json`"),
        "{}",
        run.notes
    );
    let shown = run_in(&scene, &["config", "show", "a"]);
    assert!(
        shown.contains("baseline = \"base.json\" # vpcelint.toml:1:1\n"),
        "{shown}"
    );
}

fn run_in(scene: &Scene, arguments: &[&str]) -> String {
    run(&scene.0, arguments, &[]).text
}

#[test]
fn each_root_has_the_baseline_of_its_settings() {
    let scene = accepted("baseline-roots");
    scene.write("a/vpcelint.toml", "baseline = \"../base.json\"\n");
    scene.write("b/main.tf", FAULTY);
    let run = check(&scene.0, &[], &[]);
    assert_eq!(run.findings().len(), 2);
    assert!(
        run.text.lines().all(|line| line.starts_with("b/")),
        "{}",
        run.text
    );
    assert!(run.notes.contains("2 suppressed"), "{}", run.notes);
}

#[test]
fn a_setting_that_cannot_be_followed_points_at_its_place() {
    let scene = accepted("baseline-setting-bad");
    for (path, reason) in [
        ("nowhere.json", "it does not exist"),
        ("a/main.tf", "it is no baseline"),
        ("../../outside.json", "it lies outside the project"),
    ] {
        scene.write("vpcelint.toml", format!("baseline = \"{path}\"\n"));
        let run = check(&scene.0, &[], &[]);
        assert_eq!((run.status, run.text.as_str()), (2, ""), "{path}");
        assert!(run.notes.contains("vpcelint.toml:1:1"), "{}", run.notes);
        let notes = run.notes.replace("\n  │ ", " ");
        assert!(notes.contains(reason), "{notes}");
    }
}

#[test]
fn what_is_suppressed_can_be_listed() {
    let scene = accepted("baseline-listed");
    let ignored = "= false # vpcelint: ignore[private_dns_disabled] why";
    scene.write("a/main.tf", FAULTY.replace("= false", ignored));
    let arguments = [&WITH[..], &["--show-suppressed"]].concat();
    let run = check(&scene.0, &arguments, &[]);
    assert_eq!(run.status, 0);
    insta::assert_snapshot!(run.text, @"
    a/main.tf:1:1: suppressed[missing_endpoint_policy]: endpoint aws_vpc_endpoint.sqs (sqs) has no policy: any principal may reach any resource through it (baseline)
    a/main.tf:6:3: suppressed[private_dns_disabled]: interface endpoint aws_vpc_endpoint.sqs has private DNS off, so clients of sqs keep using its public address (comment)
    ");
    let human = [&["check", "--show-suppressed"], &WITH[..]].concat();
    assert!(run_in(&scene, &human).starts_with(&run.text));
    for (format, pointer) in [("json", "/suppressed/0/by"), ("json", "/suppressed/1/by")] {
        let all = [
            &["check", "--format", format, "--show-suppressed"],
            &WITH[..],
        ]
        .concat();
        let json: serde_json::Value = serde_json::from_str(&run_in(&scene, &all)).unwrap();
        let by = json.pointer(pointer).and_then(serde_json::Value::as_str);
        assert!(matches!(by, Some("baseline" | "comment")), "{json}");
        assert_eq!(json.pointer("/findings"), Some(&serde_json::json!([])));
    }
    let lines = run_in(
        &scene,
        &[
            &["check", "--format", "jsonl", "--show-suppressed"],
            &WITH[..],
        ]
        .concat(),
    );
    assert_eq!(
        lines.matches("\"type\":\"suppressed\"").count(),
        2,
        "{lines}"
    );
    let markdown = run_in(
        &scene,
        &[
            &["check", "--format", "markdown", "--show-suppressed"],
            &WITH[..],
        ]
        .concat(),
    );
    assert_eq!(markdown.matches("(baseline)").count(), 1, "{markdown}");
    // Otherwise nothing of it is told.
    let plain = run_in(
        &scene,
        &[&["check", "--format", "json"], &WITH[..]].concat(),
    );
    let json: serde_json::Value = serde_json::from_str(&plain).unwrap();
    assert_eq!(json.pointer("/suppressed"), Some(&serde_json::json!([])));
}
