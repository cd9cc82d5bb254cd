//! The binary as users meet it: exit status, both streams, and whole reports as snapshots.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

#[path = "scene/odd_files.rs"]
mod odd_files;
mod scene;

use std::{
    collections::BTreeSet,
    env, fmt, fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use scene::Scene;
use vpcelint::rules;

/// What a run left behind.
struct Run {
    status: i32,
    text: String,
    notes: String,
}

impl fmt::Display for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            status,
            text,
            notes,
        } = self;
        write!(
            formatter,
            "exit status: {status}\n--- stdout\n{text}--- stderr\n{notes}"
        )
    }
}

/// The binary in a directory, with an environment that is the same everywhere.
fn vpcelint(directory: impl AsRef<Path>, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vpcelint"));
    command
        .current_dir(directory)
        .args(arguments)
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null());
    command
}

fn run(directory: impl AsRef<Path>, arguments: &[&str]) -> Run {
    finish(vpcelint(directory, arguments))
}

fn finish(mut command: Command) -> Run {
    left_by(command.output().unwrap())
}

fn left_by(output: Output) -> Run {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run {
        status: output.status.code().unwrap(),
        text: text(output.stdout),
        notes: text(output.stderr),
    }
}

fn home(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

const FAULTLESS: &str = "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n";

#[test]
fn help_tells_the_exit_status() {
    insta::assert_snapshot!("help", run(".", &["--help"]));
    insta::assert_snapshot!("check_help", run(".", &["check", "--help"]));
    assert!(run(".", &["check", "-h"]).text.contains("Exit status:"));
}

#[test]
fn help_is_as_wide_as_the_terminal_and_no_wider_than_one_reads() {
    for (columns, widest) in [("60", 60), ("80", 80), ("200", 100)] {
        for arguments in [&["--help"][..], &["check", "--help"], &["graph", "-h"]] {
            let mut command = vpcelint(".", arguments);
            command.env("COLUMNS", columns);
            let help = finish(command).text;
            let width = help.lines().map(|line| line.chars().count()).max();
            let width = width.unwrap();
            assert!(width <= widest && width + 20 > widest, "{width}: {help}");
        }
    }
}

#[test]
fn wrong_usage_is_explained() {
    let scene = Scene::new("usage");
    scene.write("main.tf", FAULTLESS);
    let arguments: [&[&str]; 30] = [
        &[],
        &["chekc"],
        &["."],
        &["lint"],
        &["mian/main.tf"],
        &["config", "."],
        &["--select=syntax"],
        &["check", "--unsafe-fixes"],
        &["check", "--json"],
        &["check", "--recursive"],
        &["check", "--chdir=x"],
        &["check", "--selct", "syntax"],
        &["check", "--select", "PRIVATE_DNS_DISABLED"],
        &["check", "--select", "Securty"],
        &["check", "--fail-on", "fatal"],
        &["check", "--output-format", "jsn"],
        &["check", "--report", "sarif"],
        &["check", "--report", "xml=a"],
        &["check", "--report", "sarif="],
        &["check", "--config", "nowhere.toml"],
        &["check", "--select", "private_dns_disable"],
        &["check", "--ignore", "syntax,qqq"],
        &["check", "--min-confidence", "sure"],
        &["check", "--exclude", "a["],
        &["check", "--var", "name"],
        &["check", "--threads", "0"],
        &["check", "--width", "1"],
        &["check", "nowhere"],
        &["check", "--var-file", "nowhere.tfvars"],
        &["explain", "private_dns"],
    ];
    let all: Vec<_> = arguments
        .into_iter()
        .map(|arguments| {
            let run = run(&scene.0, arguments);
            assert_eq!((run.status, run.text.as_str()), (2, ""), "{arguments:?}");
            format!("$ vpcelint {}\n{}\n", arguments.join(" "), run.notes)
        })
        .collect();
    insta::assert_snapshot!("wrong_usage", all.concat());
}

#[test]
fn nothing_to_lint_is_an_error_where_it_was_named() {
    let scene = Scene::new("barren");
    scene.write("docs/README.md", "# Terraform");
    insta::assert_snapshot!(run(&scene.0, &["check", "docs"]), @"
    exit status: 2
    --- stdout
    --- stderr
    error: no Terraform files in `docs`; --allow-empty lets that pass
    ");
    insta::assert_snapshot!(run(&scene.0, &["check"]), @"
    exit status: 0
    --- stdout
    found nothing to lint
    --- stderr
    warning: no Terraform files in `.`
    ");
}

#[test]
fn options_may_follow_the_expression() {
    let scene = Scene::new("after");
    scene.write("main.tf", "variable \"x\" {\n  type = number\n}\n");
    let value = |arguments: &[&str]| {
        let run = run(&scene.0, arguments);
        assert_eq!(run.status, 0, "{run}");
        run.text.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(value(&["eval", "var.x", "--var", "x=3"]), "3");
    assert_eq!(value(&["eval", "-3"]), "-3");
    assert_eq!(value(&["eval", "--var=x=3", "--", "-var.x"]), "-3");
    assert_eq!(value(&["inspect", ".", "--var", "x=3", "--network"]), ".");
}

#[test]
fn an_expression_that_is_refused_fails() {
    let scene = Scene::new("refused");
    scene.write("main.tf", FAULTLESS);
    for (expressions, status) in [
        (&["1 + 1"][..], 0),
        (&["aws_vpc.main.id"], 0),
        (&["foo("], 1),
        (&["1 + 1", "[][0]"], 1),
        (&["--output-format=json", "tonumber(\"a\")"], 1),
    ] {
        let run = run(&scene.0, &[&["eval"], expressions].concat());
        assert_eq!(run.status, status, "{expressions:?}: {run}");
    }
}

#[test]
fn rules_are_listed_and_explained() {
    let listed = run(".", &["rules"]);
    assert_eq!((listed.status, listed.notes.as_str()), (0, ""));
    for rule in rules::all() {
        assert!(listed.text.contains(rule.page.title));
        let page = run(".", &["explain", rule.id, "--width", "80"]);
        assert_eq!((page.status, page.notes.as_str()), (0, ""));
        assert!(page.text.contains(rule.page.title) && page.text.contains(&rule.url()));
        assert!(!page.text.contains("```"), "{page}");
    }
    insta::assert_snapshot!("explain", run(".", &["explain", "syntax"]));
}

/// What programs make of them, tests/consumers tells.
#[test]
fn shells_and_the_manual_know_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(".", &["completions", shell]);
        assert_eq!((script.status, script.notes.as_str()), (0, ""));
        for word in ["check", "write-baseline", "completions"] {
            assert!(script.text.contains(word), "{shell} does not know {word}");
        }
    }
    for words in [
        &[][..],
        &["check"],
        &["explain"],
        &["rules"],
        &["config"],
        &["config", "show"],
        &["config", "schema"],
        &["config", "init"],
        &["eval"],
        &["inspect"],
        &["completions"],
        &["man"],
    ] {
        let page = run(".", &[&["man"], words].concat());
        assert_eq!((page.status, page.notes.as_str()), (0, ""));
        let name = [&["vpcelint"], words].concat().join("-");
        let title = format!(
            ".TH {name} 1 \"\" \"vpcelint {}\"",
            env!("CARGO_PKG_VERSION")
        );
        assert!(page.text.contains(&title), "{page}");
        assert!(!page.text.contains(".br\n\n.br"), "{page}");
    }
    for (words, message) in [
        (
            &["chekc"][..],
            "error: there is no command `chekc`; did you mean `check`?\n",
        ),
        (&["config", "qqq"], "error: there is no command `qqq`\n"),
        (&["check", "check"], "error: there is no command `check`\n"),
    ] {
        let page = run(".", &[&["man"], words].concat());
        assert_eq!((page.status, page.notes.as_str()), (2, message));
    }
    assert_eq!(run(".", &["completions", "tcsh"]).status, 2);
}

#[test]
fn colours_are_the_users_choice() {
    let is_colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = vpcelint(".", arguments);
        command.envs(variables.iter().copied());
        finish(command).text.contains('\u{1b}')
    };
    assert!(!is_colored(&["rules"], &[]));
    assert!(is_colored(
        &["rules", "--color", "always"],
        &[("NO_COLOR", "1")]
    ));
    assert!(is_colored(&["rules"], &[("CLICOLOR_FORCE", "1")]));
    assert!(is_colored(&["rules"], &[("FORCE_COLOR", "1")]));
    assert!(!is_colored(&["rules"], &[("FORCE_COLOR", "0")]));
    assert!(!is_colored(&["rules"], &[("FORCE_COLOR", "")]));
    assert!(!is_colored(
        &["rules"],
        &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]
    ));
    assert!(!is_colored(
        &["rules"],
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]
    ));
    assert!(!is_colored(
        &["rules", "--color", "never"],
        &[("CLICOLOR_FORCE", "1")]
    ));
}

/// Three endpoints with the same fault, one of them with a second and graver one.
const ENDPOINTS: &str = r#"resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  private_dns_enabled = true
  security_group_ids  = ["sg-1"]
}

resource "aws_vpc_endpoint" "sns" {
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.eu-west-1.sns"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  private_dns_enabled = false
  security_group_ids  = ["sg-1"]
}

resource "aws_vpc_endpoint" "kms" {
  for_each            = toset(["a", "b"])
  vpc_id              = "vpc-${each.key}"
  service_name        = "com.amazonaws.eu-west-1.kms"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  security_group_ids  = ["sg-1"]
}
"#;

#[test]
fn what_is_the_same_is_told_once_and_errors_come_first() {
    let scene = Scene::new("the-same");
    scene.write("main.tf", ENDPOINTS);
    scene.write("other/main.tf", ENDPOINTS);
    let one = run(scene.0.join("other"), &["check", "--width", "80"]);
    insta::assert_snapshot!("blocks", one);
    let gathered = ["file", "rule", "root"].map(|by| {
        let heads = |line: &&str| line.starts_with(|first: char| first.is_alphanumeric());
        let text = run(&scene.0, &["check", "--group-by", by]).text;
        let lines: Vec<_> = text.lines().filter(heads).collect();
        format!("$ vpcelint check --group-by {by}\n{}\n", lines.join("\n"))
    });
    insta::assert_snapshot!("gathered", gathered.concat());
    // One line each, with no headings between them.
    let concise = run(
        &scene.0,
        &["check", "--format", "concise", "--group-by", "rule"],
    );
    let rule = |line: &str| line.split_once('[').map(|(_, rest)| rest.to_owned());
    let rules: Vec<_> = concise
        .text
        .lines()
        .map(|line| rule(line).unwrap())
        .collect();
    assert_eq!(rules.len(), 10, "{concise}");
    assert!(
        rules
            .iter()
            .take(2)
            .all(|rule| rule.starts_with("interface_endpoint_without"))
    );
}

#[test]
fn rules_are_counted_on_demand() {
    let scene = Scene::new("statistics");
    scene.write("main.tf", ENDPOINTS);
    insta::assert_snapshot!(run(&scene.0, &["check", "--statistics"]), @r#"
    exit status: 1
    --- stdout
    3  warning  missing_endpoint_policy             endpoint has no policy, so it lets every principal reach every resource
    1  error    interface_endpoint_without_subnets  endpoint has no subnet, so it has no network interface
    1  warning  private_dns_disabled                interface endpoint has private DNS off, so clients pass it by
    found 1 error, 4 warnings in 1 module (1 root, 1 file, 4 endpoints), 160 questions asked, 14 questions undecided (see --show-undecided)
    --- stderr
    "#);
    let clean = run(
        &scene.0,
        &["check", "--statistics", "--quiet", "--exclude", "*.tf"],
    );
    assert_eq!(
        clean.to_string(),
        "exit status: 0\n--- stdout\n--- stderr\n"
    );
    let written = [
        "check",
        "--statistics",
        "-o",
        "counts",
        "--report",
        "concise=lines",
    ];
    assert_eq!(run(&scene.0, &written).status, 1);
    let read = |name| fs::read_to_string(scene.0.join(name)).unwrap();
    assert!(read("counts").starts_with("3  warning  missing_endpoint_policy"));
    assert!(read("lines").starts_with("main.tf:"));
    for option in ["--statistics", "--group-by=file"] {
        let refused = run(&scene.0, &["check", "--format", "json", option]);
        assert_eq!((refused.status, refused.text.as_str()), (2, ""));
        assert!(
            refused
                .notes
                .contains("is for reports in the human or the concise format")
        );
    }
}

#[test]
fn quiet_shows_findings_alone() {
    let scene = Scene::new("quiet");
    scene.write("main.tf", ENDPOINTS);
    scene.write("docs/README.md", "");
    let paths = ["check", "main.tf", "docs", "--allow-empty"];
    let (loud, quiet) = (
        run(&scene.0, &paths),
        run(&scene.0, &[&paths[..], &["-q"]].concat()),
    );
    assert_eq!((quiet.status, quiet.notes.as_str()), (loud.status, ""));
    let (findings, count) = loud.text.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(findings.trim_end(), quiet.text.trim_end());
    assert!(count.starts_with("found 1 error, 4 warnings in "), "{loud}");
}

#[test]
fn the_syntax_errors_of_a_file_are_counted_after_the_first_few() {
    let scene = Scene::new("errors");
    let wrong = |number: usize| format!("resource \"a\" \"b{number}\" {{\n  x = = 1\n}}\n\n");
    scene.write("many.tf", (0..25).map(wrong).collect::<String>());
    scene.write("some.tf", (0..4).map(wrong).collect::<String>());
    insta::assert_snapshot!(run(&scene.0, &["check", "--format", "concise"]), @r#"
    exit status: 1
    --- stdout
    many.tf:2:7: error[syntax]: expected a value, found `=`
    many.tf:6:7: error[syntax]: expected a value, found `=`
    many.tf:10:7: error[syntax]: expected a value, found `=`
    many.tf:14:7: error[syntax]: 22 more syntax errors in this file, from here on
    some.tf:2:7: error[syntax]: expected a value, found `=`
    some.tf:6:7: error[syntax]: expected a value, found `=`
    some.tf:10:7: error[syntax]: expected a value, found `=`
    some.tf:14:7: error[syntax]: expected a value, found `=`
    --- stderr
    found 8 errors in 1 module (1 root, 2 files, 0 endpoints)
    "#);
}

#[test]
fn rules_are_links_where_they_can_be_clicked() {
    let scene = Scene::new("links");
    scene.write("main.tf", ENDPOINTS);
    let shown = |arguments: &[&str], can: &str| {
        let mut command = vpcelint(&scene.0, arguments);
        command.env("FORCE_HYPERLINK", can);
        command.args(["--color", "always"]);
        finish(command)
    };
    let link = |id: &str| {
        let url = rules::find(id).unwrap().url();
        format!("\u{1b}]8;;{url}\u{1b}\\{id}\u{1b}]8;;\u{1b}\\")
    };
    for arguments in [
        &["check"][..],
        &["rules"],
        &["explain", "private_dns_disabled"],
    ] {
        let clickable = shown(arguments, "1");
        assert!(
            clickable.text.contains(&link("private_dns_disabled")),
            "{clickable}"
        );
        assert!(
            !clickable.text.contains(" https://github.com/vpcelint"),
            "{clickable}"
        );
        let written = shown(arguments, "0");
        assert!(!written.text.contains("\u{1b}]8;"), "{written}");
        let has_url = written.text.contains("rules/private_dns_disabled.md");
        assert_eq!(has_url, arguments != ["rules"], "{written}");
    }
    // In a file nothing can be clicked, and whoever wants no colours gets no commands to the terminal.
    let mut plain = vpcelint(&scene.0, &["check"]);
    plain.envs([("FORCE_HYPERLINK", "1"), ("NO_COLOR", "1")]);
    assert!(!finish(plain).text.contains('\u{1b}'));
}

#[test]
fn long_lines_are_shown_around_what_is_at_fault() {
    let scene = Scene::new("long");
    let entries = |name: &str| {
        let entry = |number| format!("{name}{number} = {{ dns = true }}, ");
        (0..40).map(entry).collect::<Vec<_>>().concat()
    };
    let long = format!(
        "locals {{ services = {{ {} sns = {{ dns = false }}, {} }} }}\n",
        entries("a"),
        entries("b")
    );
    let policy = "  policy = jsonencode({ Statement = [] })\n}\n";
    let endpoint = ENDPOINTS
        .split("\n\n")
        .nth(1)
        .unwrap()
        .trim_end_matches('}');
    let endpoint = endpoint.replace("= false", "= local.services.sns.dns");
    scene.write("main.tf", format!("{long}\n{endpoint}{policy}"));
    insta::assert_snapshot!("long_lines", run(&scene.0, &["check", "--width", "80"]));
}

#[test]
fn examples_are_one_difference() {
    insta::assert_snapshot!(
        "explain_difference",
        run(".", &["explain", "endpoint_sg_open_to_world"])
    );
}

/// Each fault of a known module stands at the argument, or the entry, that makes it.
#[test]
fn calls_of_known_modules_are_pointed_into() {
    let scene = Scene::new("known");
    scene.write(
        "main.tf",
        r#"module "endpoints" {
  source  = "terraform-aws-modules/vpc/aws//modules/vpc-endpoints"
  version = "5.21.0"

  vpc_id             = "vpc-1"
  subnet_ids         = ["subnet-1"]
  security_group_ids = ["sg-1"]

  endpoints = merge({
    kms = {
      service = "kms"
    }
    }, {
    sqs = {
      service             = "sqs"
      private_dns_enabled = false
      policy              = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }] })
    }
  })
}
"#,
    );
    insta::assert_snapshot!(run(&scene.0, &["check", "--format", "concise"]), @r#"
    exit status: 1
    --- stdout
    main.tf:6:3: warning[interface_endpoint_single_az]: interface endpoint module.endpoints.aws_vpc_endpoint.this["kms"] has network interfaces in one Availability Zone only (likely; also at module.endpoints.aws_vpc_endpoint.this["sqs"])
    main.tf:10:5: warning[missing_endpoint_policy]: endpoint module.endpoints.aws_vpc_endpoint.this["kms"] (kms) has no policy: any principal may reach any resource through it (likely)
    main.tf:10:5: warning[private_dns_disabled]: interface endpoint module.endpoints.aws_vpc_endpoint.this["kms"] has private DNS off (private_dns_enabled is not set, so it is off), so clients of kms keep using its public address (likely)
    main.tf:16:7: warning[private_dns_disabled]: interface endpoint module.endpoints.aws_vpc_endpoint.this["sqs"] has private DNS off, so clients of sqs keep using its public address
    main.tf:17:7: warning[endpoint_policy_full_access]: the policy of module.endpoints.aws_vpc_endpoint.this["sqs"] allows every action on every resource to anyone, as if there were none
    --- stderr
    found 5 warnings in 1 module (1 root, 1 file, 2 endpoints), 90 questions asked, 5 questions undecided (see --show-undecided)
    "#);
}

#[test]
fn another_locale_gets_ascii() {
    let scene = Scene::new("ascii");
    scene.write("main.tf", b"\xff");
    let mut command = vpcelint(&scene.0, &["check"]);
    command.env("LC_ALL", "C");
    let run = finish(command);
    assert!(run.text.is_ascii() && run.status == 1, "{run}");
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut child = vpcelint(".", &["rules"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_full_disk_is_told() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let asked: [&[&str]; 6] = [
        &["--help"],
        &["check", "-h"],
        &["--version"],
        &["rules"],
        &["man"],
        &["completions", "bash"],
    ];
    for arguments in asked {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = vpcelint(".", arguments);
        let output = command.stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let told = str::from_utf8(&output.stderr).unwrap();
        assert!(told.starts_with("error: cannot write: "), "{told}");
    }
}

#[test]
fn what_cannot_be_read_is_a_finding() {
    let scene = Scene::new("unreadable");
    scene.write("latin.tf", b"# caf\xe9\n");
    scene.write("binary.tf", [0, 159, 146, 150]);
    scene.write("empty.tf", "");
    scene.write("large.tf", vec![b'#'; 20 * 1024 * 1024]);
    scene.link("b.tf", "a.tf");
    scene.link("a.tf", "b.tf");
    scene.link("/etc/hostname", "outside.tf");
    scene.link(".", "loop");
    fs::create_dir(scene.0.join("directory.tf")).unwrap();
    let has_fifo = scene.fifo("fifo.tf");
    let run = run(&scene.0, &["check", "--output-format", "concise"]);
    assert_eq!(run.status, 1);
    let told: Vec<_> = run
        .text
        .lines()
        .map(|line| line.split(':').next().unwrap())
        .collect();
    let mut expected = vec![
        "a.tf",
        "b.tf",
        "binary.tf",
        "fifo.tf",
        "large.tf",
        "latin.tf",
    ];
    expected.retain(|name| has_fifo || *name != "fifo.tf");
    assert_eq!(told, expected, "{run}");
    assert!(
        run.text
            .lines()
            .all(|line| line.contains(" error[unreadable_file]: ")),
        "{run}"
    );
    // What Terraform would read is no error.
    assert!(run.notes.contains("1 file was not followed"), "{run}");
}

/// Far more than any case takes, in a debug build on a busy machine: a hang is what is looked for.
const PATIENCE: Duration = Duration::from_secs(30);

/// The run if it ends in time; otherwise it is killed. What it writes must fit into a pipe.
fn patiently(mut command: Command) -> Option<Run> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        thread::sleep(Duration::from_millis(5));
    }
    Some(left_by(child.wait_with_output().unwrap()))
}

#[test]
fn hostile_configurations_end() {
    let deep = |open: &str, middle: &str, close: &str| {
        format!(
            "x = {}{middle}{}\n",
            open.repeat(100_000),
            close.repeat(100_000)
        )
    };
    let cases = [
        ("brackets", deep("[", "", "]")),
        ("parentheses", deep("(", "1", ")")),
        ("objects", deep("{a=", "1", "}")),
        ("calls", deep("f(", "1", ")")),
        ("loops", deep("[for a in ", "b", " : a]")),
        ("conditions", deep("a ? b : ", "c", "")),
        ("operators", deep("a || ", "a", "")),
        ("attributes", deep("", "a", ".b")),
        ("indexes", deep("", "a", "[0]")),
        ("templates", deep("\"${", "1", "}\"")),
        ("unclosed", format!("x = {}", "[".repeat(100_000))),
        ("minus", format!("x = {}1\n", "-".repeat(100_000))),
        ("blocks", format!("{}{}", "a {\n".repeat(20_000), "}\n".repeat(20_000))),
        ("null_bytes", "\0".repeat(1000)),
        ("itself", "module \"m\" {\n  source = \"./.\"\n}\n".to_owned()),
        (
            "million",
            "resource \"aws_vpc_endpoint\" \"x\" {\n  for_each = toset([for i in range(1000000) : tostring(i)])\n}\n".to_owned(),
        ),
        (
            "bomb",
            format!(
                "locals {{\n  a0 = [1]\n{}}}\nresource \"aws_vpc\" \"x\" {{\n  cidr_block = jsonencode(local.a40)\n}}\n",
                (1..=40).map(|n| format!("  a{n} = concat(local.a{0}, local.a{0})\n", n - 1)).collect::<Vec<_>>().concat()
            ),
        ),
        ("circle", "locals {\n  a = local.b\n  b = local.a\n}\nresource \"aws_vpc\" \"x\" {\n  cidr_block = local.a\n}\n".to_owned()),
    ];
    let mut hanging = Vec::new();
    for (name, text) in cases {
        let scene = Scene::new(name);
        scene.write("main.tf", text);
        let Some(run) = patiently(vpcelint(&scene.0, &["check", "--output-format", "concise"]))
        else {
            hanging.push(name);
            continue;
        };
        assert!(matches!(run.status, 0 | 1), "{name}: {run}");
        assert!(!run.notes.contains("panicked"), "{name}: {run}");
    }
    assert!(
        hanging.is_empty(),
        "not done after {PATIENCE:?}: {hanging:?}"
    );
}

/// Every kind of bad input gets its message and its exit status.
#[test]
fn bad_input_is_told() {
    let scene = Scene::new("told");
    scene.write("empty/main.tf", "");
    scene.write("binary/main.tf", [0xff, 0xfe, 0x00, 0x9f]);
    scene.write("large/main.tf", format!("# {}\n", "x".repeat(20_000_000)));
    scene.write("deep/main.tf", format!("x = {}", "[".repeat(100_000)));
    scene.write("itself/main.tf", "module \"m\" {\n  source = \"./.\"\n}\n");
    scene.write(
        "million/main.tf",
        "resource \"aws_vpc_endpoint\" \"x\" {\n  for_each = toset([for i in range(1000000) : tostring(i)])\n}\n",
    );
    scene.write("links/keep", "");
    scene.link("b", "links/a");
    scene.link("a", "links/b");
    for (arguments, status, told) in [
        (
            ["check", "empty"].as_slice(),
            0,
            "found nothing wrong in 1 module",
        ),
        (
            &["check", "binary"],
            1,
            "error[unreadable_file]: `binary/main.tf` was not read: it is not UTF-8",
        ),
        (
            &["check", "large"],
            1,
            "error[unreadable_file]: `large/main.tf` was not read: it has 20000003 bytes",
        ),
        (
            &["check", "deep"],
            1,
            "error[syntax]: nested more than 64 levels deep",
        ),
        (
            &["check", "itself"],
            1,
            "error[module_source]: module m leads back to the module that calls it",
        ),
        (&["check", "million"], 0, "1 endpoint"),
        (
            &["check", "links"],
            2,
            "error: no Terraform files in `links`",
        ),
        (
            &["check", "missing"],
            2,
            "error: `missing`: no such file or directory",
        ),
        (
            &["check", "--fial-on"],
            2,
            "a similar argument exists: '--fail-on'",
        ),
        (
            &["check", "--select", "private_dns_disable"],
            2,
            "private_dns_disabled",
        ),
    ] {
        let mut command = vpcelint(&scene.0, arguments);
        if status != 2 {
            command.args(["--output-format", "concise"]);
        }
        let Some(run) = patiently(command) else {
            panic!("{arguments:?} did not end within {PATIENCE:?}");
        };
        assert_eq!(run.status, status, "{arguments:?}: {run}");
        let said = run.to_string();
        assert!(
            said.contains(told),
            "{arguments:?} does not say {told:?}: {said}"
        );
    }
}

/// A module outside the project is not read, which is no fault of the configuration.
#[test]
fn modules_outside_the_project_are_unresolved() {
    let scene = Scene::new("outside");
    scene.write("project/.git/HEAD", "");
    scene.write(
        "project/main.tf",
        "module \"m\" {\n  source = \"../elsewhere\"\n}\n",
    );
    scene.write("elsewhere/main.tf", "");
    let run = run(scene.0.join("project"), &["check"]);
    assert_eq!(run.status, 0, "{run}");
}

#[test]
fn a_configuration_without_faults_is_silent() {
    let scene = Scene::new("faultless");
    scene.write("main.tf", FAULTLESS);
    insta::assert_snapshot!(run(&scene.0, &["check"]), @"
    exit status: 0
    --- stdout
    found nothing wrong in 1 module (1 root, 1 file, 0 endpoints), 3 questions asked
    --- stderr
    ");
    let json = run(&scene.0, &["check", "--format", "json"]);
    assert_eq!((json.status, json.notes.as_str()), (0, ""));
    assert!(json.text.contains("\"findings\": []"), "{json}");
}

#[test]
fn severity_decides_the_exit_status() {
    let scene = Scene::new("status");
    scene.write("main.tf", b"\xff");
    let status = |arguments: &[&str]| run(&scene.0, &[&["check"], arguments].concat()).status;
    assert_eq!(status(&[]), 1);
    assert_eq!(status(&["--fail-on", "error"]), 1);
    assert_eq!(status(&["--fail-on", "info"]), 1);
    assert_eq!(status(&["--fail-on", "never"]), 0);
    assert_eq!(status(&["--ignore", "unreadable_file"]), 0);
    assert_eq!(status(&["--exclude", "*.tf"]), 0);
}

/// The whole report of every shipped configuration, in every format for people.
#[test]
fn projects_are_reported() {
    for project in projects() {
        let name = project.file_name().unwrap().to_str().unwrap();
        insta::assert_snapshot!(format!("project_{name}"), run(&project, &["check"]));
        let concise = run(&project, &["check", "--format", "concise"]);
        insta::assert_snapshot!(format!("project_{name}_concise"), concise);
    }
}

/// Same input, same bytes, whatever the number of threads.
#[test]
fn reports_do_not_depend_on_threads() {
    for project in projects() {
        let arguments = ["check", "--show-undecided", "--format", "json", "--threads"];
        let report = |threads: &str| run(&project, &[&arguments[..], &[threads]].concat()).text;
        let first = report("1");
        for _ in 0..3 {
            assert_eq!(first, report("8"), "{}", project.display());
        }
    }
}

fn projects() -> Vec<PathBuf> {
    let mut projects: Vec<_> = fs::read_dir(home("fixtures/_projects"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    projects.sort();
    projects
}

/// The finding that the README shows is what its command prints; mended by `BLESS=1 cargo test --test cli`.
#[test]
fn the_readme_shows_a_real_report() {
    const START: &str = "<!-- report: generated by BLESS=1 cargo test --test cli -->\n";
    const END: &str = "<!-- end of report -->";
    let report = run(home("."), &["check", "-q", "fixtures/_projects/small_vpc"]).text;
    let Some(finding) = most_telling(&report) else {
        panic!("there is no finding to show")
    };
    let text = fs::read_to_string(home("README.md")).unwrap();
    let (before, rest) = text.split_once(START).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let fresh = format!("{before}{START}```text\n{finding}\n```\n{END}{after}");
    if env::var_os("BLESS").is_some() {
        fs::write(home("README.md"), fresh).unwrap();
    } else {
        assert!(
            text == fresh,
            "the report in README.md is stale: run `BLESS=1 cargo test --test cli`"
        );
    }
}

/// The finding whose proof leads through the most files, the first of equals.
fn most_telling(report: &str) -> Option<&str> {
    let heads = ["error[", "warning[", "info["];
    let mut starts: Vec<_> = heads
        .iter()
        .flat_map(|head| report.match_indices(head))
        .map(|(at, _)| at)
        .filter(|at| *at == 0 || report[..*at].ends_with('\n'))
        .collect();
    starts.sort_unstable();
    let ends = starts.iter().skip(1).copied().chain([report.len()]);
    let findings = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| report[*start..end].trim_end());
    findings
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .max_by_key(|finding| {
            let places = finding.split("╭─[").skip(1);
            let files: BTreeSet<_> = places.filter_map(|place| place.split(':').next()).collect();
            files.len()
        })
}

#[test]
fn calls_that_lead_nowhere_are_told() {
    let scene = Scene::new("calls");
    let call =
        |name: &str, source: &str| format!("module \"{name}\" {{\n  source = \"{source}\"\n}}\n");
    scene.write(
        "main.tf",
        [
            call("itself", "./"),
            call("gone", "./gone"),
            call("empty", "./empty").replace('}', "  size = 1\n}"),
        ]
        .concat(),
    );
    scene.write("empty/README.md", "");
    scene.write("a/main.tf", call("b", "../b"));
    scene.write("b/main.tf", call("a", "../a"));
    insta::assert_snapshot!(run(&scene.0, &["check", "--format", "concise", ".", "a", "b"]), @"
    exit status: 1
    --- stdout
    b/main.tf:2:3: error[module_source]: module a leads back to the module that calls it
    main.tf:2:3: error[module_source]: module itself leads back to the module that calls it
    main.tf:5:3: error[module_source]: the source ./gone of module gone does not exist
    main.tf:8:3: error[module_source]: the source ./empty of module empty has no Terraform files
    --- stderr
    found 4 errors in 3 modules (2 roots, 3 files, 0 endpoints)
    ");
}

#[test]
fn variables_are_set_in_order() {
    let scene = Scene::new("variables");
    scene.write("on.tfvars", "private_dns = true\n");
    scene.write(
        "main.tf",
        "
variable \"private_dns\" {
  type    = bool
  default = true
}

variable \"vpc_id\" {
  type = string
}

resource \"aws_vpc_endpoint\" \"sqs\" {
  vpc_id              = var.vpc_id
  service_name        = \"com.amazonaws.eu-west-1.sqs\"
  vpc_endpoint_type   = \"Interface\"
  private_dns_enabled = var.private_dns
}
",
    );
    let status = |inputs: &[&str]| {
        let select = ["check", "--select", "private_dns_disabled"];
        run(&scene.0, &[&select, inputs].concat()).status
    };
    let (off, on) = (["--var", "private_dns=false"], ["--var-file", "on.tfvars"]);
    assert_eq!(status(&[]), 0);
    assert_eq!(status(&off), 1);
    assert_eq!(status(&[off, on].concat()), 0);
    assert_eq!(status(&[on, off].concat()), 1);
}
