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

/// A group that nobody belongs to.
const GROUP: u32 = 61234;

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
            // Reports and baselines are new ones every time.
            if reason.starts_with("its owner") && file != "main.tf" {
                continue;
            }
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

/// The status and what is said when somebody else asks.
fn as_somebody(scene: &Scene, user: u32, arguments: &[&str]) -> Option<(i32, String)> {
    let mut command = command(&scene.0);
    command.args(arguments).uid(user).gid(user);
    let Ok(output) = command.output() else {
        println!("skipped: others cannot run this program");
        return None;
    };
    let told = String::from_utf8(output.stderr).unwrap();
    Some((output.status.code().unwrap(), told))
}

/// Gives all files of a project to somebody, and its directory, whose group is that of all that is made in it.
fn share(scene: &Scene, user: u32, group: u32, mode: u32) {
    for entry in fs::read_dir(&scene.0).unwrap() {
        let path = entry.unwrap().path();
        chown(&path, Some(user), Some(group)).unwrap();
        if path.is_file() {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        }
    }
    chown(&scene.0, Some(user), Some(group)).unwrap();
    fs::set_permissions(&scene.0, fs::Permissions::from_mode(0o2777)).unwrap();
}

/// Nobody need belong to the group that a directory gives to what is made in it.
#[test]
fn a_group_that_is_given_anyway_stays() {
    for (arguments, file) in REWRITING {
        let scene = project();
        if !is_root(&scene) {
            return println!("skipped: only root can give files to others");
        }
        share(&scene, NOBODY, GROUP, 0o644);
        let path = scene.0.join(file);
        let before = text(&path);
        let Some((status, told)) = as_somebody(&scene, NOBODY, arguments) else {
            return;
        };
        assert!(status < 2, "{arguments:?}: {told}");
        assert_ne!(text(&path), before, "{arguments:?}: {told}");
        let after = fs::metadata(&path).unwrap();
        let owners = (after.uid(), after.gid(), after.mode() & 0o7777);
        assert_eq!(owners, (NOBODY, GROUP, 0o644), "{arguments:?}");
    }
}

/// Reports and baselines are made anew by whoever asks for them; in another group nobody may do more with them than everybody.
#[test]
fn reports_pass_into_other_hands() {
    for (is_of_group, mode, left) in [(true, 0o666, 0o666), (false, 0o676, 0o666)] {
        for (arguments, file) in REWRITING {
            let scene = project();
            if !is_root(&scene) {
                return println!("skipped: only root can give files to others");
            }
            share(&scene, NOBODY - 1, GROUP, mode);
            if !is_of_group {
                fs::set_permissions(&scene.0, fs::Permissions::from_mode(0o777)).unwrap();
            }
            let path = scene.0.join(file);
            let before = text(&path);
            for force in [&[][..], &["--force"]] {
                if file == "main.tf" && !force.is_empty() {
                    continue;
                }
                let arguments = [arguments, force].concat();
                let Some((status, told)) = as_somebody(&scene, NOBODY, &arguments) else {
                    return;
                };
                let after = fs::metadata(&path).unwrap();
                let owners = (after.uid(), after.gid(), after.mode() & 0o7777);
                if file == "main.tf" {
                    let reason = "its owner and its group cannot be kept";
                    assert!(status > 0 && told.contains(reason), "{arguments:?}: {told}");
                    assert_eq!(owners, (NOBODY - 1, GROUP, mode), "{arguments:?}");
                    assert_eq!(text(&path), before, "{arguments:?}");
                } else {
                    let group = if is_of_group { GROUP } else { NOBODY };
                    assert!(status < 2, "{arguments:?}: {told}");
                    assert_eq!(owners, (NOBODY, group, left), "{arguments:?}");
                    assert_ne!(text(&path), before, "{arguments:?}: {told}");
                }
            }
        }
    }
}

/// Where no file can be made beside one, others are mended nevertheless.
#[test]
fn a_directory_that_cannot_be_written_to_keeps_nothing_else_from_being_mended() {
    let scene = project();
    if !is_root(&scene) {
        return println!("skipped: only root can give files to others");
    }
    share(&scene, NOBODY, NOBODY, 0o644);
    for directory in ["closed", "open"] {
        scene.write(&format!("{directory}/main.tf"), FAULTY);
        chown(scene.0.join(directory), Some(NOBODY), None).unwrap();
        let file = scene.0.join(directory).join("main.tf");
        chown(file, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    let closed = scene.0.join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    let done = as_somebody(&scene, NOBODY, &["--fix-only"]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    let Some((status, told)) = done else { return };
    assert_eq!(status, 1, "{told}");
    let reason = "`closed/main.tf` is left as it is: Permission denied";
    assert!(told.contains(reason), "{told}");
    assert!(told.contains("mended 2 findings in 2 files"), "{told}");
    assert_eq!(text(&closed.join("main.tf")), FAULTY);
    for path in ["main.tf", "open/main.tf"] {
        assert!(!text(&scene.0.join(path)).contains("private_dns_enabled"));
    }
}

/// See acl(5) for what they mean, and `posix_acl_xattr.h` of Linux for how they are written.
#[cfg(target_os = "linux")]
mod lists {
    use rustix::{
        buffer::spare_capacity,
        fs::{XattrFlags, getxattr, setxattr},
    };

    use super::*;

    const OF_FILE: &str = "system.posix_acl_access";
    const OF_NEW_FILES: &str = "system.posix_acl_default";

    /// A list by which somebody may read and write, beside the owner, and the group may not.
    fn list() -> Vec<u8> {
        let mut list = 2_u32.to_le_bytes().to_vec();
        let entries = [
            (0x01_u16, 6_u16, u32::MAX),
            (0x02, 6, NOBODY),
            (0x04, 0, u32::MAX),
            (0x10, 6, u32::MAX),
            (0x20, 0, u32::MAX),
        ];
        for (tag, rights, id) in entries {
            list.extend(tag.to_le_bytes());
            list.extend(rights.to_le_bytes());
            list.extend(id.to_le_bytes());
        }
        list
    }

    fn set(path: &Path, name: &str) -> bool {
        let set = setxattr(path, name, &list(), XattrFlags::empty());
        if set.is_err() {
            println!("skipped: there are no such lists here");
        }
        set.is_ok()
    }

    fn found(path: &Path) -> Option<Vec<u8>> {
        let mut list = Vec::with_capacity(1 << 10);
        getxattr(path, OF_FILE, spare_capacity(&mut list)).ok()?;
        Some(list)
    }

    #[test]
    fn access_control_lists_stay() {
        for (arguments, file) in REWRITING {
            let scene = project();
            let path = scene.0.join(file);
            if !set(&path, OF_FILE) {
                return;
            }
            let before = text(&path);
            let (status, told) = check(&scene.0, arguments);
            assert!(status < 2, "{arguments:?}: {told}");
            assert_ne!(text(&path), before, "{arguments:?}: {told}");
            assert_eq!(found(&path), Some(list()), "{arguments:?}");
            let mode = fs::metadata(&path).unwrap().mode();
            assert_eq!(mode & 0o777, 0o660, "{arguments:?}");
        }
    }

    /// A directory may have one for all that is made in it.
    #[test]
    fn no_access_control_list_comes_of_itself() {
        for (arguments, file) in REWRITING {
            let scene = project();
            let path = scene.0.join(file);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            if !set(&scene.0, OF_NEW_FILES) {
                return;
            }
            let before = text(&path);
            let (status, told) = check(&scene.0, arguments);
            assert!(status < 2, "{arguments:?}: {told}");
            assert_ne!(text(&path), before, "{arguments:?}: {told}");
            assert_eq!(found(&path), None, "{arguments:?}");
            let mode = fs::metadata(&path).unwrap().mode();
            assert_eq!(mode & 0o777, 0o640, "{arguments:?}");
        }
    }
}

fn names(directory: &Path) -> Vec<std::ffi::OsString> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name()).collect();
    names.sort();
    names
}
