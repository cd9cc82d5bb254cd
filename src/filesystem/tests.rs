//! Every operation fails once in turn.

use std::{collections::BTreeSet, fs, path::Path, process::ExitCode};

use clap::Parser as _;

use super::mishap;
use crate::{
    cli::Arguments,
    report::{Output, Style},
};

const STYLE: Style = Style {
    color: false,
    unicode: true,
    width: 100,
    is_screen: false,
};

/// A module with variable files, settings, a baseline, files that functions read, a module that is called and one that is installed.
const FILES: &[(&str, &str)] = &[
    (".git/HEAD", ""),
    (".gitignore", "ignored/\n"),
    (
        "vpcelint.toml",
        "baseline = \"accepted.json\"\n[rules.private_dns_disabled]\nseverity = \"error\"\n",
    ),
    ("accepted.json", "{\"version\": 1, \"findings\": []}\n"),
    (
        "main.tf",
        "variable \"dns\" {\n  default = true\n}\nmodule \"m\" {\n  source = \"./m\"\n  dns = var.dns\n  policy = file(\"policy.json\")\n}\nmodule \"n\" {\n  source = \"example/m/aws\"\n  dns = tobool(templatefile(\"dns.tftpl\", {}))\n  policy = length(fileset(\"texts\", \"*\")) == 1 ? null : \"x\"\n}\n",
    ),
    ("terraform.tfvars", "dns = false\n"),
    (
        "policy.json",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"*\", \"Resource\": \"*\"}]}",
    ),
    ("dns.tftpl", "${false}"),
    ("texts/a.txt", "a"),
    ("prod/a.tfvars", "dns = true\n"),
    ("m/main.tf", MODULE),
    (
        ".terraform/modules/modules.json",
        "{\"Modules\": [{\"Key\": \"n\", \"Source\": \"registry.terraform.io/example/m/aws\", \"Dir\": \".terraform/modules/n\"}]}",
    ),
    (".terraform/modules/n/main.tf", MODULE),
    (
        "other/main.tf",
        "module \"m\" {\n  source = \"../m\"\n  dns = false\n  policy = null\n}\n",
    ),
    (
        "ignored/main.tf",
        "module \"m\" {\n  source = \"../m\"\n  dns = false\n  policy = null\n}\n",
    ),
];

const MODULE: &str = "variable \"dns\" {}\nvariable \"policy\" {}\nresource \"aws_vpc_endpoint\" \"e\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.sqs\"\n  vpc_endpoint_type = \"Interface\"\n  subnet_ids = [\"subnet-1\", \"subnet-2\"]\n  private_dns_enabled = var.dns\n  policy = var.policy\n}\n";

/// A project that is gone afterwards.
struct Project(std::path::PathBuf);

impl Project {
    fn new(name: &str) -> Self {
        let project = Self::of(name, FILES);
        #[cfg(unix)]
        std::os::unix::fs::symlink("m", project.0.join("link")).unwrap();
        project
    }

    fn of(name: &str, files: &[(&str, &str)]) -> Self {
        let path =
            std::env::temp_dir().join(format!("vpcelint-{}-mishap-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        for (file, text) in files {
            let path = path.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(fs::canonicalize(path).unwrap())
    }

    /// The names of its files, but of those that are in directories, sorted.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a run says, or why it could not be done.
fn run(directory: &Path, arguments: &[&str]) -> Result<Output, Output> {
    let command = ["vpcelint", "check"].iter().copied();
    let path = directory.to_str().unwrap();
    let all = command.chain(arguments.iter().copied());
    let all = all.chain(["--threads=1", path]);
    let arguments = Arguments::try_parse_from(all).unwrap();
    arguments
        .run(STYLE)
        .map_err(|error| Output::refused(&error))
}

/// Operations after which nothing need be said: what `.gitignore` says of a directory is passed over, as Git passes over it.
const UNSAID: [&str; 4] = [
    "canonicalize ",
    "symlink_metadata .gitignore",
    "open .gitignore",
    "read .gitignore",
];

/// The places of a concise report with their rules, but those about what could not be read.
fn found(output: &Output) -> BTreeSet<&str> {
    let heads = output
        .text
        .lines()
        .filter_map(|line| Some(line.split_once("]: ")?.0));
    heads
        .filter(|head| !is_about_reading(head) && !head.contains("undecided["))
        .collect()
}

fn is_about_reading(line: &str) -> bool {
    let rules = ["[syntax", "[module_source", "[unreadable_file"];
    rules.iter().any(|rule| line.contains(rule))
}

/// Whether a run says that it missed something: in a finding, in a note, or by what it could not decide or follow.
fn says_what_it_missed(output: &Output, whole: &Output) -> bool {
    let undecided = |output: &Output| output.text.matches("undecided[").count();
    output.text.lines().any(is_about_reading)
        || output.notes.len() > whole.notes.len()
        || undecided(output) > undecided(whole)
}

/// Of what is to take the place of a file nobody else sees anything before it has the permissions of that.
#[cfg(unix)]
#[test]
fn private_files_are_private_from_the_beginning() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::of("private", &[("a", "")]);
    let path = project.0.join("b");
    super::File::create_new_private(&path).unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o177, 0);
}

#[test]
fn no_read_that_fails_goes_unsaid() {
    let project = Project::new("reads");
    let arguments = ["--format=concise", "--show-undecided"];
    let check = |fails| mishap::with(&project.0, fails, || run(&project.0, &arguments));
    let (whole, done) = check(None);
    let whole = whole.unwrap();
    let mut unsaid = BTreeSet::new();
    for (number, operation) in done.iter().enumerate() {
        match check(Some(number)).0 {
            Ok(output) if output == whole => {}
            Ok(output) => {
                let new: Vec<_> = found(&output).difference(&found(&whole)).copied().collect();
                assert!(new.is_empty(), "{operation}: {new:#?}");
                if !says_what_it_missed(&output, &whole) && !UNSAID.contains(&operation.as_str()) {
                    unsaid.insert(format!("{operation}\n{}{}", output.text, output.told()));
                }
            }
            Err(refused) => assert!(refused.told().starts_with("error: "), "{operation}"),
        }
    }
    assert!(
        unsaid.is_empty(),
        "{unsaid:#?} instead of\n{}{}",
        whole.text,
        whole.told()
    );
    for operation in [
        "read main.tf",
        "read terraform.tfvars",
        "read policy.json",
        "walk texts/a.txt",
        "read m/main.tf",
    ] {
        assert!(done.iter().any(|done| done == operation), "{operation}");
    }
}

#[test]
fn no_write_that_fails_leaves_anything_half_written() {
    let project = Project::new("writes");
    let file = project.0.join("report.json");
    let destination = format!("--report=json={}", file.display());
    let output =
        |arguments: &[&str]| run(&project.0, &[arguments, &[&destination]].concat()).unwrap();
    // The one of before is another one, or there is none.
    let before = output(&["--ignore=private_dns_disabled"]);
    let after = output(&[]);
    for existed in [false, true] {
        let mut done = Vec::new();
        for number in 0.. {
            let _ = fs::remove_file(&file);
            if existed {
                before
                    .documents
                    .iter()
                    .for_each(|document| document.write().unwrap());
            }
            let names = project.names();
            let text = fs::read(&file).ok();
            let [document] = after.documents.as_slice() else {
                panic!("there is one report");
            };
            let (written, operations) = mishap::with(&project.0, Some(number), || document.write());
            done = operations;
            if number >= done.len() {
                assert_eq!(fs::read_to_string(&file).unwrap(), document.text);
                break;
            }
            let operation = &done[number];
            assert!(!written.unwrap_err().to_string().is_empty(), "{operation}");
            assert_eq!(project.names(), names, "{operation}");
            assert_eq!(fs::read(&file).ok(), text, "{operation}");
        }
        for operation in ["open", "write", "sync_all", "rename"] {
            assert!(
                done.iter().any(|done| done.starts_with(operation)),
                "{operation} {done:?}"
            );
        }
    }
}

#[test]
fn a_write_that_fails_is_told_by_the_status() {
    let project = Project::new("status");
    let destination = project.0.join("report.json");
    let output = run(&project.0, &["-o", destination.to_str().unwrap()]).unwrap();
    let (status, _) = mishap::with(&project.0, Some(0), || output.write(STYLE));
    assert_eq!(status, ExitCode::from(2));
    let baseline = project.0.join("new.json");
    let arguments = ["--write-baseline", baseline.to_str().unwrap()];
    let (_, done) = mishap::with(&project.0, None, || run(&project.0, &arguments));
    let last = done
        .iter()
        .rposition(|operation| operation.starts_with("rename"));
    fs::remove_file(&baseline).unwrap();
    let (refused, _) = mishap::with(&project.0, last, || run(&project.0, &arguments));
    let told = refused.unwrap_err().told();
    assert!(
        told.starts_with("error: cannot write `") && told.ends_with("permission denied\n"),
        "{told}"
    );
    assert!(!baseline.exists());
}

/// What is mended in two files is mended in both or in none; where the second is not put in its place, the first is named.
#[test]
fn half_a_fix_is_none_or_told() {
    let call = "  source = \"./net\"\n  dns    = false\n}\n";
    let files = ["a", "b"].map(|name| format!("module \"{name}\" {{\n{call}"));
    let net = "variable \"dns\" {\n  type = bool\n}\nresource \"aws_vpc\" \"v\" {\n  cidr_block = \"10.0.0.0/16\"\n  enable_dns_hostnames = var.dns\n}\nresource \"aws_vpc_endpoint\" \"e\" {\n  vpc_id = aws_vpc.v.id\n  service_name = \"com.amazonaws.us-east-1.sqs\"\n  vpc_endpoint_type = \"Interface\"\n  subnet_ids = [\"subnet-1\", \"subnet-2\"]\n  private_dns_enabled = true\n}\n";
    let [a, b] = &files;
    let all = [("a.tf", &**a), ("b.tf", b), ("net/main.tf", net)];
    let texts = |project: &Project| {
        ["a.tf", "b.tf"].map(|name| fs::read_to_string(project.0.join(name)).unwrap())
    };
    let mended = files.clone().map(|text| text.replace("false", "true"));
    let fails = |number: Option<usize>| {
        let project = Project::of("half", &all);
        let names = project.names();
        let arguments = ["--fix-only", "--project-root", project.0.to_str().unwrap()];
        let (written, done) = mishap::with(&project.0, number, || run(&project.0, &arguments));
        assert_eq!(project.names(), names, "{number:?} {done:?}");
        (written, done, texts(&project))
    };
    let (written, done, after) = fails(None);
    assert!(written.is_ok() && after == mended, "{after:?}");
    let first = done.iter().position(|it| it.contains(".tmp")).unwrap();
    let (mut none, mut half) = (0, 0);
    for (number, operation) in done.iter().enumerate().skip(first) {
        let (written, _, after) = fails(Some(number));
        if after == files {
            none += 1;
            let told = match &written {
                Ok(left) => left.told(),
                Err(refused) => refused.told(),
            };
            assert!(!told.contains("written"), "{told}");
            assert!(written.map_or(true, |left| left.failed), "{told}");
            let is_told = told.contains("cannot write") || told.contains("left as it is");
            assert!(is_told, "{told}");
        } else if after == mended {
            // What is there is asked for in more than one way.
            let is_write = operation.contains(".tmp") || operation.starts_with("rename");
            assert!(written.is_ok() && !is_write, "{operation}");
        } else {
            let told = written.unwrap_err().told();
            half += 1;
            assert_eq!(after, [&*mended[0], b], "{told}");
            let (unwritten, written) = told.split_once("; written before it: `").unwrap();
            assert!(unwritten.ends_with("/b.tf`: permission denied"), "{told}");
            assert!(written.ends_with("/a.tf`\n"), "{told}");
        }
    }
    // Only the last step, of two that are ready, can be half done.
    assert!(none > 4 && half == 1, "{none} {half}: {done:?}");
}
