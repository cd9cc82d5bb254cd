//! How a run ends when nobody listens any more, or nothing can be written.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod scene;
#[path = "scene/terminal.rs"]
mod terminal;

use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    process::{self, Command, Stdio},
};

use scene::Scene;
use terminal::{FAULTY, check};

/// A project whose report does not fit into a pipe.
fn large(name: &str) -> Scene {
    let scene = Scene::new(name);
    scene.write(".git/HEAD", "");
    let many: Vec<_> = (0..200)
        .map(|index| FAULTY.replace("\"sqs\"", &format!("\"sqs{index}\"")))
        .collect();
    scene.write("main.tf", many.concat());
    assert_eq!(check(&scene.0, &[], &[]).findings().len(), 400);
    scene
}

fn vpcelint(scene: &Scene, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vpcelint"));
    command
        .current_dir(&scene.0)
        .args(arguments)
        .env_clear()
        .stdin(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// `vpcelint check | head -1`: no complaint, and the status still says what was found.
#[test]
fn who_reads_one_line_has_had_enough() {
    let scene = large("head");
    for (arguments, status) in [
        (["check"].as_slice(), 1),
        (&["check", "--fail-on", "never"], 0),
        (&["check", "--output-format", "json"], 1),
        (
            &["check", "--output-format", "sarif", "--fail-on", "never"],
            0,
        ),
    ] {
        let mut child = vpcelint(&scene, arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        reader.read_line(&mut line).unwrap();
        drop(reader);
        let output = child.wait_with_output().unwrap();
        assert!(!line.is_empty());
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
        let notes = String::from_utf8(output.stderr).unwrap();
        assert!(!notes.contains("error"), "{notes}");
    }
}

#[test]
fn who_reads_no_errors_gets_the_status() {
    let scene = large("deaf");
    let mut child = vpcelint(&scene, &["check"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

/// A full disk: told, and the status is that of a run that could not be done.
#[test]
fn what_does_not_fit_is_told() {
    let scene = large("full");
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    for arguments in [
        ["check"].as_slice(),
        &["check", "--format=json"],
        &["rules"],
        &["man", "check"],
        &["config", "schema"],
    ] {
        let output = vpcelint(&scene, arguments).stdout(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let notes = String::from_utf8(output.stderr).unwrap();
        assert!(
            notes.ends_with("error: cannot write: No space left on device (os error 28)\n"),
            "{notes}"
        );
    }
    for arguments in [
        ["-o", "/dev/full"].as_slice(),
        &["--report", "sarif=/dev/full"],
        &["--write-baseline", "/dev/full"],
    ] {
        let run = check(&scene.0, arguments, &[]);
        assert_eq!(run.status, 2, "{arguments:?}");
        let told = "error: cannot write `/dev/full`: No space left on device (os error 28)\n";
        assert!(run.notes.ends_with(told), "{}", run.notes);
    }
}

/// Where nobody may write: below a file, in a directory that is not there, in `/proc`.
#[test]
fn where_nothing_can_be_written_is_told() {
    let scene = large("closed");
    for path in ["main.tf/x", "nowhere/x", "/proc/x", "."] {
        for arguments in [["-o"].as_slice(), &["--write-baseline"]] {
            let run = check(&scene.0, &[arguments, &[path]].concat(), &[]);
            assert_eq!(run.status, 2, "{arguments:?} {path}");
            let told = format!("error: cannot write `{path}`: ");
            assert!(
                run.notes.lines().last().unwrap().starts_with(&told),
                "{}",
                run.notes
            );
        }
    }
    // Nothing is left behind.
    let mut names: Vec<_> = fs::read_dir(&scene.0)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, [".git", "main.tf"]);
}

#[test]
fn without_a_directory_nothing_runs() {
    let gone = Scene::new("gone");
    let script = "rmdir \"$PWD\" && exec \"$0\" check";
    let output = Command::new("sh")
        .current_dir(&gone.0)
        .args(["-c", script, env!("CARGO_BIN_EXE_vpcelint")])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(
        output
            .stderr
            .starts_with(b"error: cannot tell the working directory"),
        "{output:?}"
    );
}

/// Nothing is known to make the program panic, so this test runs itself with a panic on threads such as those of a run.
#[test]
fn a_panic_is_told_without_its_words() {
    if env::var_os("TO_PANIC").is_some() {
        let ended = vpcelint::report::guarded(|| {
            let pool = vpcelint::pool::build(2).unwrap();
            pool.install(|| rayon::join(|| panic!("a secret"), || panic!("another secret")));
        });
        process::exit(if ended.is_none() { 2 } else { 0 });
    }
    let output = Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "a_panic_is_told_without_its_words",
            "--nocapture",
        ])
        .env("TO_PANIC", "1")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.matches("please report it").count(), 1, "{told}");
    assert!(told.contains("endings.rs:"), "{told}");
    assert!(!told.contains("secret"), "{told}");
}
