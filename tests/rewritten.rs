//! Files that are rewritten, by fixes, ignore comments, baselines and reports, on a real file system: what they were but for their text
//! they remain.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it could not ask"
)]

mod scene;

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _, chown, symlink},
        process::CommandExt as _,
    },
    path::Path,
    process::{Command, Stdio},
};

use scene::Scene;

/// Somebody who is neither root nor whoever runs the tests.
const NOBODY: u32 = 65534;

/// A gateway endpoint with an argument that AWS refuses of it.
const FAULTY: &str = "resource \"aws_vpc_endpoint\" \"s3\" {\n  vpc_id              = \"vpc-1\"\n  service_name        = \"com.amazonaws.us-east-1.s3\"\n  route_table_ids     = [\"rtb-1\"]\n  private_dns_enabled = true\n}\n";

/// What rewrites a file: the arguments and the file.
const REWRITING: [(&[&str], &str); 5] = [
    (&["--fix"], "main.tf"),
    (&["--fix-only"], "main.tf"),
    (&["--add-ignores", "being migrated"], "main.tf"),
    (&["--write-baseline", "accepted.json"], "accepted.json"),
    (&["-o", "report.json", "--format", "json"], "report.json"),
];

fn command(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vpcelint"));
    command
        .arg("check")
        .current_dir(directory)
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null());
    command
}

/// The status and what is said on standard error.
fn check(directory: &Path, arguments: &[&str]) -> (i32, String) {
    let output = command(directory).args(arguments).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), told)
}

/// A project with a file of what it takes to have something rewritten.
fn project() -> Scene {
    let scene = Scene::new("rewritten");
    scene.write(".git/HEAD", "");
    scene.write("main.tf", FAULTY);
    for (arguments, file) in REWRITING {
        if file != "main.tf" {
            // What is replaced must be an earlier one, of other findings.
            let others = ["--ignore", "gateway_endpoint_interface_arguments"];
            check(&scene.0, &[arguments, &others].concat());
        }
    }
    scene
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

fn is_root(scene: &Scene) -> bool {
    fs::metadata(&scene.0).unwrap().uid() == 0
}

#[test]
fn modes_and_owners_stay() {
    for (arguments, file) in REWRITING {
        for mode in [0o600, 0o640, 0o664, 0o666, 0o755] {
            let scene = project();
            let path = scene.0.join(file);
            let before = text(&path);
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let is_given_away = is_root(&scene);
            if is_given_away {
                chown(&path, Some(NOBODY), Some(NOBODY)).unwrap();
            }
            let (status, told) = check(&scene.0, arguments);
            assert!(status < 2, "{arguments:?}: {told}");
            assert_ne!(text(&path), before, "{arguments:?}: {told}");
            let after = fs::metadata(&path).unwrap();
            assert_eq!(after.mode() & 0o7777, mode, "{arguments:?}");
            if is_given_away {
                assert_eq!(
                    (after.uid(), after.gid()),
                    (NOBODY, NOBODY),
                    "{arguments:?}"
                );
            }
        }
    }
}

#[test]
fn links_stay_links() {
    for (arguments, file) in REWRITING {
        let scene = project();
        let (path, target) = (scene.0.join(file), scene.0.join("target.txt"));
        fs::rename(&path, &target).unwrap();
        symlink("target.txt", &path).unwrap();
        let before = text(&target);
        let (status, told) = check(&scene.0, arguments);
        assert!(status < 2, "{arguments:?}: {told}");
        assert!(
            fs::symlink_metadata(&path).unwrap().is_symlink(),
            "{arguments:?}"
        );
        assert_eq!(fs::read_link(&path).unwrap(), Path::new("target.txt"));
        assert_ne!(text(&target), before, "{arguments:?}: {told}");
    }
}

/// One name would have the new text and the other the old one.
#[test]
fn what_has_other_names_is_left_and_told() {
    for (arguments, file) in REWRITING {
        let scene = project();
        let path = scene.0.join(file);
        fs::hard_link(&path, scene.0.join("other.txt")).unwrap();
        let before = text(&path);
        let (status, told) = check(&scene.0, arguments);
        assert!(status > 0, "{arguments:?}: {told}");
        assert!(
            told.contains("it has other names, by hard links"),
            "{arguments:?}: {told}"
        );
        assert_eq!(text(&path), before, "{arguments:?}");
        assert_eq!(fs::metadata(&path).unwrap().nlink(), 2, "{arguments:?}");
    }
}

/// A new file could take its place, but that is not what was said of it.
#[test]
fn what_is_read_only_is_left_and_told() {
    for (arguments, file) in REWRITING {
        let scene = project();
        let path = scene.0.join(file);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        let before = text(&path);
        let (status, told) = check(&scene.0, arguments);
        assert!(status > 0, "{arguments:?}: {told}");
        assert!(told.contains("it is read-only"), "{arguments:?}: {told}");
        assert_eq!(text(&path), before, "{arguments:?}");
    }
}

/// Others are mended nevertheless.
#[test]
fn what_is_left_keeps_nothing_else_from_being_mended() {
    let scene = project();
    scene.write(
        "other.tf",
        FAULTY
            .replace("\"s3\"", "\"other\"")
            .replace("rtb-1", "rtb-2"),
    );
    let path = scene.0.join("main.tf");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let (status, told) = check(&scene.0, &["--fix-only"]);
    assert_eq!(status, 1, "{told}");
    assert!(
        told.contains("`main.tf` is left as it is: it is read-only"),
        "{told}"
    );
    assert!(told.contains("mended 1 finding in 1 file"), "{told}");
    assert_eq!(text(&path), FAULTY);
    assert!(!text(&scene.0.join("other.tf")).contains("private_dns_enabled"));
}

/// What somebody may not write, or where he may make no file, is told, and nothing is left behind.
#[test]
fn what_is_somebody_elses_is_left_and_told() {
    for (mode_of_directory, mode_of_file, owner, reason) in [
        (0o555, 0o666, NOBODY, "Permission denied"),
        (0o777, 0o644, 0, "you may not write to it"),
        (0o777, 0o666, 0, "its owner and its group cannot be kept"),
    ] {
        for (arguments, file) in REWRITING {
            let scene = project();
            let path = scene.0.join(file);
            let is_root = is_root(&scene);
            if is_root {
                for entry in fs::read_dir(&scene.0).unwrap() {
                    chown(entry.unwrap().path(), Some(owner), Some(owner)).unwrap();
                }
            } else if owner == 0 {
                println!("skipped: only root can give files to others");
                continue;
            }
            let set = |path: &Path, mode| {
                fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
            };
            set(&path, mode_of_file);
            set(&scene.0, mode_of_directory);
            let (before, names) = (text(&path), names(&scene.0));
            let mut command = command(&scene.0);
            command.args(arguments);
            if is_root {
                command.uid(NOBODY).gid(NOBODY);
            }
            let output = command.output();
            set(&scene.0, 0o755);
            let Ok(output) = output else {
                println!("skipped: others cannot run this program");
                continue;
            };
            let told = String::from_utf8(output.stderr).unwrap();
            assert!(!output.status.success(), "{arguments:?}: {told}");
            assert!(told.contains(reason), "{arguments:?}: {told}");
            assert_eq!(text(&path), before, "{arguments:?}");
            assert_eq!(self::names(&scene.0), names, "{arguments:?}");
        }
    }
}

fn names(directory: &Path) -> Vec<std::ffi::OsString> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name()).collect();
    names.sort();
    names
}
