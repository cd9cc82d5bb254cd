//! What `check --diff` writes, given to the programs that make it: it must do what `--fix-only` does.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and says what it could not ask"
)]

mod scene;

use std::{
    collections::BTreeMap,
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use scene::Scene;
use walkdir::WalkDir;

/// Of the rules that mend, the fixtures of one in so many are taken; with `VPCELINT_ALL_LAWS` in the environment all are.
const ONE_IN: usize = 4;

/// Programs that make a difference, in the directory where they are started.
const PROGRAMS: [&[&str]; 2] = [
    &["git", "apply", "--verbose"],
    &["patch", "-p1", "--fuzz=0", "--no-backup-if-mismatch"],
];

/// Exit status, standard output and standard error of `vpcelint check`.
fn check(directory: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_vpcelint"))
        .current_dir(directory)
        .arg("check")
        .args(arguments)
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let status = output.status.code().unwrap();
    (status, text(output.stdout), text(output.stderr))
}

/// The texts below a directory.
fn texts(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = WalkDir::new(directory).into_iter().map(Result::unwrap);
    let files = entries.filter(|it| it.file_type().is_file());
    files
        .map(|it| {
            (
                it.path().strip_prefix(directory).unwrap().to_path_buf(),
                fs::read(it.path()).unwrap(),
            )
        })
        .collect()
}

fn written(texts: &BTreeMap<PathBuf, Vec<u8>>) -> Scene {
    let scene = Scene::new("patches");
    for (path, text) in texts {
        scene.write(path.to_str().unwrap(), text);
    }
    scene
}

/// What each program that is there makes of texts by a difference.
fn made(texts: &BTreeMap<PathBuf, Vec<u8>>, difference: &str) -> Vec<BTreeMap<PathBuf, Vec<u8>>> {
    let mut made = Vec::new();
    for program in PROGRAMS {
        let scene = written(texts);
        let Some((name, arguments)) = program.split_first() else {
            continue;
        };
        let child = Command::new(name)
            .args(arguments)
            .current_dir(&scene.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = child else {
            println!("skipped: there is no {name}");
            continue;
        };
        let mut input = child.stdin.take().unwrap();
        let text = difference.to_owned();
        let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap().unwrap();
        let told = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap());
        assert!(
            output.status.success(),
            "{program:?}: {told:?}\n{difference}"
        );
        let is_sure = !told
            .iter()
            .any(|it| it.contains("offset") || it.contains("fuzz"));
        assert!(is_sure, "{program:?}: {told:?}\n{difference}");
        made.push(self::texts(&scene.0));
    }
    made
}

/// The difference that `--diff` gives, once all programs have made of it what `--fix-only` writes.
fn applied(files: &[(&str, &str)]) -> String {
    let texts: BTreeMap<_, _> = files
        .iter()
        .map(|(name, text)| (name.into(), text.as_bytes().to_vec()))
        .collect();
    let scene = written(&texts);
    let (status, difference, told) = check(&scene.0, &["--diff"]);
    assert_eq!((status, &*told), (1, ""), "{difference}{files:?}");
    for made in made(&texts, &difference) {
        check(&scene.0, &["--fix-only"]);
        assert!(made == self::texts(&scene.0), "{difference}");
    }
    difference
}

#[test]
fn all_fixtures_are_mended_by_their_patch() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = texts(&home.join("fixtures")).into_iter();
    let is_mended = |path: &Path| {
        let mut parts = path.iter().map(|it| it.to_string_lossy());
        let (rule, case) = (parts.next().unwrap(), parts.next().unwrap_or_default());
        let page = fs::read_to_string(home.join("rules").join(format!("{rule}.md")));
        let has_fix = page.is_ok_and(|it| it.contains("\nfix: "));
        rule == "_projects" || has_fix && case.starts_with("bad")
    };
    let all: BTreeMap<_, _> = all.filter(|(path, _)| is_mended(path)).collect();
    let is_taken = |path: &Path| {
        let rule = path.iter().next().unwrap().to_string_lossy();
        let sum: usize = rule.bytes().map(usize::from).sum();
        rule == "_projects"
            || sum.is_multiple_of(ONE_IN)
            || env::var_os("VPCELINT_ALL_LAWS").is_some()
    };
    let all: BTreeMap<_, _> = all.into_iter().filter(|(path, _)| is_taken(path)).collect();
    for arguments in [
        &["--unsafe-fixes"][..],
        &["--add-ignores", "being migrated"],
    ] {
        let mut before = all.clone();
        let is_fix = arguments.len() == 1;
        // Comments take a round for each of what they cover.
        before.retain(|path, _| is_fix || path.starts_with("_projects"));
        let scene = written(&before);
        let (status, difference, told) = check(&scene.0, &[&["--diff"], arguments].concat());
        assert_eq!(status, 1, "{told}");
        assert!(!told.contains("left out of the patch"), "{told}");
        let writing = if is_fix { &["--fix-only"][..] } else { &[] };
        let (_, _, told) = check(&scene.0, &[writing, arguments].concat());
        let after = texts(&scene.0);
        let changed: Vec<_> = after
            .iter()
            .filter(|(path, text)| before.get(*path) != Some(text))
            .collect();
        let least = if is_fix { 30 } else { 3 };
        assert!(changed.len() > least, "{}: {told}", changed.len());
        for made in made(&before, &difference) {
            for (path, text) in &after {
                let made = made.get(path).map(|it| String::from_utf8_lossy(it));
                assert_eq!(
                    made,
                    Some(String::from_utf8_lossy(text)),
                    "{}",
                    path.display()
                );
            }
            assert_eq!(made.len(), after.len());
        }
    }
}

const ENDPOINT: &str = r#"resource "aws_vpc_endpoint" "e" {
  vpc_id             = aws_vpc.v.id
  service_name       = "com.amazonaws.us-east-1.sqs"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = ["subnet-1", "subnet-2"]
  security_group_ids = ["sg-1"]
  private_dns_enabled = true
}
"#;

fn vpc(before: &str, after: &str) -> String {
    format!(
        "resource \"aws_vpc\" \"v\" {{\n  cidr_block = \"10.0.0.0/16\"\n{before}  enable_dns_hostnames = false\n{after}}}\n"
    )
}

const SECRET: &str = "  password = \"hunter2\"\n";
const NAMED_SECRET: &str =
    "  environment {\n    name = \"DB_PASSWORD\"\n    value = \"hunter2\"\n  }\n";
const OTHER_SECRET: &str = "  token = \"hunter2\"\n";

/// Context ends where something is hidden, on both sides and between two changes.
#[test]
fn context_ends_at_secrets() {
    for (before, after) in [
        (SECRET.to_owned(), String::new()),
        (NAMED_SECRET.to_owned(), "  b = 1\n".to_owned()),
        (SECRET.to_owned() + "  a = 1\n", "  b = 1\n".to_owned()),
        (String::new(), "  b = 1\n".to_owned() + SECRET),
        (SECRET.to_owned(), "  b = 1\n".to_owned() + OTHER_SECRET),
        (
            "  a = 1\n  b = 1\n  c = 1\n".to_owned(),
            "  d = 1\n".to_owned() + SECRET,
        ),
        (
            format!("  enable_dns_support = false\n  a = 1\n{SECRET}"),
            String::new(),
        ),
    ] {
        let main = vpc(&before, &after) + ENDPOINT;
        let difference = applied(&[("main.tf", &main)]);
        assert!(
            !difference.contains("hunter2") && !difference.contains('*'),
            "{difference}"
        );
        assert!(
            difference.contains("+  enable_dns_hostnames = true"),
            "{difference}"
        );
    }
}

/// What is at the beginning or the end of a file, in whatever line ends, under whatever names.
#[test]
fn odd_files_are_patched() {
    let variable = "variable \"dns\" {\n  type = bool\n}\n";
    let main = vpc("", "").replace("false", "var.dns") + ENDPOINT;
    let with_values = |text: &str| {
        applied(&[
            ("main.tf", &main),
            ("variables.tf", variable),
            ("terraform.tfvars", text),
        ])
    };
    for values in [
        "dns = false",
        "dns = false\n",
        "password = \"hunter2\"\ndns = false",
        "password = \"hunter2\"\ndns = false\n",
        "# a\rb\r\ndns = false\r\n# c\r\n",
        "a = <<X\n  token: hunter2\nX\ndns = false\n",
    ] {
        let difference = with_values(values);
        assert!(
            !difference.contains("hunter2") && !difference.contains('*'),
            "{difference}"
        );
    }
    let whole = vpc("", "") + ENDPOINT;
    for name in [
        "a name.tf",
        "ünicode.tf",
        "quote\".tf",
        "back\\slash.tf",
        "tab\tin.tf",
    ] {
        if cfg!(windows) && name.contains(['"', '\\', '\t']) {
            continue;
        }
        applied(&[(name, &whole)]);
    }
}

/// Lines around a change are as they are in the file, or no program finds them.
#[test]
fn context_keeps_its_control_characters() {
    let comment = "  # \u{1b}[31mred\u{1b}[0m \u{b} \u{c} \u{7f} \u{202e}\r\r\n";
    let main = vpc(comment, comment) + ENDPOINT;
    let difference = applied(&[("main.tf", &main)]);
    assert_eq!(difference.matches(comment).count(), 2, "{difference}");
}

/// What cannot be shown is told, and its status is that of something to be done; what else is to be mended is in the patch.
#[test]
fn what_a_patch_cannot_show_is_told() {
    let main = vpc("", SECRET)
        + ENDPOINT
        + &ENDPOINT
            .replace("\"e\"", "\"f\"")
            .replace("aws_vpc.v.", "aws_vpc.w.")
        + &vpc("", "").replace("\"v\"", "\"w\"");
    let texts = BTreeMap::from([(PathBuf::from("main.tf"), main.clone().into_bytes())]);
    let scene = written(&texts);
    let (status, difference, told) = check(&scene.0, &["--diff"]);
    assert_eq!(status, 1, "{told}");
    let reason = "left out of the patch, for a secret stands in `main.tf`, line 3: set enable_dns_hostnames = true";
    assert!(told.contains(reason), "{told}");
    assert_eq!(
        difference.matches("+  enable_dns_hostnames = true").count(),
        1
    );
    for made in made(&texts, &difference) {
        let mended = main.replace("false\n}", "true\n}");
        assert_eq!(String::from_utf8_lossy(&made[Path::new("main.tf")]), mended);
    }
    // A line that is changed and hides something itself.
    let scene = Scene::new("patches-line");
    scene.write(
        "main.tf",
        vpc("", "").replace("false\n", "false # no\n") + ENDPOINT + "variable \"v\" {}\n",
    );
    let oneline = "module \"m\" {\n  source = \"./m\"\n  settings = { dns = false, password = \"hunter2\" }\n}\n";
    scene.write("main.tf", oneline);
    scene.write(
        "m/main.tf",
        "variable \"settings\" {}\n".to_owned()
            + &vpc("", "").replace("false", "var.settings.dns")
            + ENDPOINT,
    );
    let (status, difference, told) = check(&scene.0, &["--diff"]);
    assert_eq!((status, &*difference), (1, ""), "{told}");
    assert!(told.contains("left out of the patch"), "{told}");
    assert!(!told.contains("hunter2"), "{told}");
}

/// Names lead from where the patch is to be applied, and where that is elsewhere it is said.
#[test]
fn a_patch_of_files_outside_is_applied_in_the_project() {
    let scene = Scene::new("patches-outside");
    scene.write(".git/HEAD", "");
    scene.write("live/main.tf", "module \"m\" {\n  source = \"../net\"\n}\n");
    scene.write("net/main.tf", vpc("", "") + ENDPOINT);
    let before = texts(&scene.0);
    let (status, difference, told) = check(&scene.0.join("live"), &["--diff"]);
    assert_eq!(status, 1, "{told}");
    assert!(
        difference.starts_with("--- a/net/main.tf\n"),
        "{difference}"
    );
    assert!(told.contains("the patch is to be applied in `"), "{told}");
    for made in made(&before, &difference) {
        assert!(
            String::from_utf8_lossy(&made[Path::new("net/main.tf")]).contains("hostnames = true")
        );
    }
}
