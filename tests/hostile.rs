//! Configurations that want more than there is: each ends in bounded time and memory, says so where a value was past a bound, and
//! shows nothing from outside the project.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "scene/odd_files.rs"]
mod odd_files;
mod oracle;
mod scene;

use std::{
    fmt::Write as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use scene::Scene;

/// Far more than any of them needs, even in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a run may map, in KiB: most of it are the stacks of its threads, which it hardly touches.
const MEMORY: &str = "4000000";

/// What no output may contain.
const SECRET: &str = "the-secret-outside";

/// A resource whose attribute is that expression.
fn asks(expression: &str) -> String {
    format!(
        "resource \"aws_vpc\" \"main\" {{\n  cidr_block = {expression}\n}}\n\
         resource \"aws_vpc_endpoint\" \"s3\" {{\n  vpc_id       = aws_vpc.main.id\n  service_name = {expression}\n}}\n"
    )
}

/// Locals that each use the one before twice.
fn doubling(double: &str) -> String {
    let mut text = String::from("locals {\n  l0 = [\"x\"]\n");
    for index in 1..=40 {
        let before = format!("local.l{}", index - 1);
        let _ = writeln!(text, "  l{index} = {}", double.replace('@', &before));
    }
    text + "}\n" + &asks("jsonencode(local.l40)")
}

/// The binary with bounded memory; one thread, so that the stacks of many do not count.
fn vpcelint(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("ulimit -v {MEMORY} && exec \"$@\""), "sh"])
        .arg(env!("CARGO_BIN_EXE_vpcelint"))
        .args(arguments)
        .current_dir(directory)
        .env("RAYON_NUM_THREADS", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn ends_in_time(child: &mut Child) -> bool {
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            return false;
        }
        thread::sleep(Duration::from_millis(5));
    }
    true
}

/// What is written to both streams by `check`, `eval` and `inspect` of the project in `inside`; its status must be 0 or 1.
fn told(scene: &Scene, name: &str, expression: &str) -> String {
    let directory = scene.0.join("inside");
    let runs: [&[&str]; 3] = [
        &["check", "--show-undecided"],
        &["inspect", "--output-format", "json"],
        &["eval", "--output-format", "json", expression],
    ];
    let mut told = String::new();
    for arguments in runs {
        let mut child = vpcelint(&directory, arguments).spawn().unwrap();
        assert!(ends_in_time(&mut child), "{name}: {arguments:?} hangs");
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let notes = String::from_utf8(output.stderr).unwrap();
        let status = output.status.code();
        assert!(
            matches!(status, Some(0 | 1)) && !notes.contains("panicked"),
            "{name}: {arguments:?}: {status:?} {notes}"
        );
        assert!(text.len() < 1 << 20, "{name}: {} bytes", text.len());
        told += &text;
        told += &notes;
    }
    told
}

#[test]
fn values_past_a_bound_are_unknown_and_a_note_says_so_once() {
    let large = [
        ("doubling lists", doubling("concat(@, @)")),
        ("doubling objects", doubling("[{ a = @, b = @ }]")),
        ("doubling strings", doubling("[\"${@[0]}${@[0]}\"]")),
        (
            "product",
            asks(
                "join(\"\", setproduct(range(200), range(200), range(200), range(200), range(200))[0])",
            ),
        ),
        (
            "text",
            asks("join(\"\", [for i in range(1000) : format(\"%0100000d\", i)])"),
        ),
        (
            "template",
            asks("templatefile(\"${path.module}/itself.tftpl\", { n = 1 })"),
        ),
        (
            "separators",
            asks("join(format(\"%04000000d\", 1), range(1000))"),
        ),
        (
            "templates",
            asks(
                "join(\"\", flatten([for i in range(100) : [for j in range(1000) : templatestring(\"${i}-${j}${join(\"\", [for k in range(1000) : \"%%{ if true }x%%{ endif }\"])}\", {})]]))",
            ),
        ),
        (
            "label",
            format!(
                "resource \"aws_vpc_endpoint\" \"{}\" {{\n  count = 1000\n}}\n",
                "e".repeat(1 << 20)
            ),
        ),
        (
            "keys",
            "module \"m\" {\n  source   = \"./m\"\n  for_each = { (format(\"%04000000d\", 1)) = 1 }\n}\n".to_owned(),
        ),
        (
            "instances",
            "resource \"aws_vpc_endpoint\" \"x\" {\n  count = 1000000000\n}\n".to_owned(),
        ),
    ];
    for (name, main) in large {
        let scene = Scene::new(&format!("large-{}", name.replace(' ', "-")));
        scene.write("inside/.git/HEAD", "");
        scene.write(
            "inside/itself.tftpl",
            "${n}${templatefile(\"itself.tftpl\", { n = n + 1 })}",
        );
        scene.write("inside/main.tf", &main);
        if name == "keys" {
            let called = "resource \"aws_vpc_endpoint\" \"x\" {\n  count = 1000\n}\n";
            scene.write("inside/m/main.tf", called);
        }
        let told = told(&scene, name, "1");
        let notes = told.matches("too large to evaluate; they count as unknown");
        assert_eq!(notes.count(), 1, "{name}: {told}");
    }
}

/// Whatever a bound keeps from being seen is a question without an answer: a group, a module, what came after a long loop.
#[test]
fn what_lies_past_a_bound_is_undecided() {
    let endpoint = "resource \"aws_vpc_endpoint\" \"e\" {
  vpc_id              = \"vpc-1\"
  service_name        = \"com.amazonaws.eu-west-1.sqs\"
  vpc_endpoint_type   = \"Interface\"
  private_dns_enabled = true
  policy              = \"{}\"
  security_group_ids  = [aws_security_group.g.id]
}
";
    let group = |blocks: &str| {
        format!(
            "resource \"aws_security_group\" \"g\" {{\n  ingress {{\n    from_port   = 443\n    to_port     = 443\n    \
             protocol    = \"tcp\"\n    cidr_blocks = {blocks}\n  }}\n}}\n"
        )
    };
    let long = "[join(\"\", [for i in range(1000) : format(\"%0100000d\", i)])]";
    let after = format!(
        "locals {{\n  long = length([for i in range(1000) : sha512(format(\"%01000000d\", i))])\n}}\n{endpoint}{}",
        group("[local.long > 5 ? \"0.0.0.0/0\" : \"10.0.0.0/8\"]")
    );
    let call = |name: &str, source: &str, count: u32| {
        format!("module \"{name}\" {{\n  source = \"./{source}\"\n  count  = {count}\n}}\n")
    };
    let mut calls: String = (0..6)
        .map(|at| call(&format!("a{at}"), "empty", 1000))
        .collect();
    calls += &call("z", "m", 1);
    for (name, main) in [
        ("attribute", endpoint.to_owned() + &group(long)),
        ("after", after),
        ("modules", calls),
    ] {
        let scene = Scene::new(&format!("past-{name}"));
        scene.write("inside/.git/HEAD", "");
        scene.write("inside/main.tf", &main);
        scene.write("inside/empty/main.tf", "locals {}\n");
        scene.write("inside/m/main.tf", endpoint.to_owned() + &group("[]"));
        let mut child = vpcelint(&scene.0.join("inside"), &["check", "."])
            .spawn()
            .unwrap();
        assert!(ends_in_time(&mut child), "{name} hangs");
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let summary = text.lines().last().unwrap();
        assert!(
            summary.contains(" undecided (see --show-undecided)"),
            "{name}: {text}"
        );
    }
}

/// Terraform makes no more than 1,024 numbers, and says so.
#[test]
fn a_long_range_is_refused() {
    let scene = Scene::new("range");
    scene.write("inside/.git/HEAD", "");
    scene.write("inside/main.tf", asks("join(\"\", range(1000000000))"));
    let told = told(&scene, "range", "range(1000000000)");
    assert!(told.contains("more than 1024 values"), "{told}");
}

#[test]
fn a_pattern_that_backtracks_elsewhere_takes_linear_time() {
    let scene = Scene::new("backtracking");
    let text = "a".repeat(50_000);
    let expression = format!("regexall(\"(a+)+(a|aa)+(.*a){{20}}$\", \"{text}!\")");
    scene.write("inside/.git/HEAD", "");
    scene.write(
        "inside/main.tf",
        format!(
            "locals {{\n  x = {expression}\n}}\n{}",
            asks("tostring(length(local.x))")
        ),
    );
    told(&scene, "backtracking", "length(local.x)");
}

#[test]
fn cycles_are_unknown() {
    let scene = Scene::new("circle");
    scene.write("inside/.git/HEAD", "");
    scene.write(
        "inside/main.tf",
        "locals {\n  a = module.child.b\n}\nmodule \"child\" {\n  source = \"./child\"\n  a      = local.a\n}\n".to_owned()
            + &asks("local.a"),
    );
    scene.write(
        "inside/child/main.tf",
        "variable \"a\" {}\nlocals {\n  b = var.a\n}\noutput \"b\" {\n  value = local.b\n}\n",
    );
    let told = told(&scene, "circle", "local.a");
    assert!(told.contains("\"unknown\":true"), "{told}");
}

#[test]
fn nothing_outside_the_project_is_read() {
    let scene = Scene::new("outside");
    scene.write("outside", SECRET);
    scene.write("inside/.git/HEAD", "");
    scene.write("inside/within", "10.0.0.0/16");
    let linked = {
        scene.link("../outside", "inside/link");
        scene.link("..", "inside/up");
        scene.fifo("inside/fifo")
    };
    if !linked {
        oracle::skipped("reading a pipe", "there is no mkfifo");
    }
    let outside = scene.0.join("outside");
    let calls = [
        "file(\"/etc/passwd\")".to_owned(),
        "file(\"../outside\")".to_owned(),
        format!("file({:?})", outside.to_str().unwrap()),
        "file(\"link\")".to_owned(),
        "file(\"up/outside\")".to_owned(),
        "file(\"./sub/../../outside\")".to_owned(),
        "templatefile(\"../outside\", {})".to_owned(),
        "filebase64(\"link\")".to_owned(),
        "filesha256(\"../outside\")".to_owned(),
        "join(\",\", fileset(\"..\", \"*\"))".to_owned(),
        "join(\",\", fileset(\".\", \"../*\"))".to_owned(),
        "tostring(fileexists(\"/etc/passwd\"))".to_owned(),
        "file(\"fifo\")".to_owned(),
        "file(\"/dev/zero\")".to_owned(),
        "file(\"/proc/self/environ\")".to_owned(),
        "file(\".\")".to_owned(),
    ];
    for call in calls {
        scene.write("inside/main.tf", asks(&call));
        let told = told(&scene, &call, &call);
        let is_hidden = ["root:", SECRET, "dGhlLXNlY3JldC1vdXRzaWRl"];
        for text in is_hidden {
            assert!(!told.contains(text), "{call}: {told}");
        }
        let answer = told
            .lines()
            .find(|line| line.starts_with("{\"expr\""))
            .unwrap();
        let answer: serde_json::Value = serde_json::from_str(answer).unwrap();
        assert!(
            answer["unknown"] == true || answer["error"].is_string(),
            "{call}: {answer}"
        );
    }
    scene.write("inside/main.tf", asks("file(\"within\")"));
    assert!(told(&scene, "within", "file(\"within\")").contains("\"value\":\"10.0.0.0/16\""));
}

/// One line of JSON on which something is at fault and a secret stands.
fn beside_a_fault(resource: &str, more: &str) -> String {
    format!(
        "{{\"locals\":[{{\"open\":[\"0.0.0.0/0\"]}}],\"resource\":[{{\"aws_vpc_endpoint\":{{\"e\":{{\"vpc_id\":\"vpc-1\",\
         \"service_name\":\"com.amazonaws.us-east-1.ssm\",\"vpc_endpoint_type\":\"Interface\",\"subnet_ids\":[\"subnet-1\"],\
         \"private_dns_enabled\":false}}}}}},{{{resource}}}]{more}}}"
    )
}

/// What a name stands for that is bound near a secret is as secret.
#[test]
fn what_secrets_are_taken_from_is_not_shown() {
    let resource =
        |ty: &str, body: &str| beside_a_fault(&format!("\"{ty}\":{{\"b\":{{{body}}}}}"), "");
    let places = [
        resource(
            "aws_db_instance",
            "\"for_each\":{\"x\":\"the-secret-outside\"},\"password\":\"${each.value}\"",
        ),
        resource(
            "aws_mq_broker",
            "\"user\":[{\"password\":\"the-secret-outside\"}]",
        ),
        resource(
            "aws_mq_broker",
            "\"dynamic\":{\"user\":{\"for_each\":[\"the-secret-outside\"],\"content\":{\"password\":\"${user.value}\"}}}",
        ),
        beside_a_fault(
            "",
            ",\"module\":{\"m\":{\"source\":\"./m\",\"for_each\":{\"x\":\"the-secret-outside\"},\"s\":\"${each.value}\"}}",
        ),
        beside_a_fault(
            "",
            ",\"output\":{\"o\":{\"value\":\"${[for x in [\\\"the-secret-outside\\\"] : sensitive(x)]}\"}}",
        ),
        beside_a_fault(
            "",
            ",\"output\":{\"o\":{\"value\":\"%{ for x in [\\\"the-secret-outside\\\"] }${sensitive(x)}%{ endfor }\"}}",
        ),
        beside_a_fault(
            "\"terraform_data\":{\"t\":{\"input\":\"the-secret-outside\"}}",
            ",\"output\":{\"o\":{\"sensitive\":true,\"value\":\"${terraform_data.t.output}\"}}",
        ),
    ];
    for main in places {
        let scene = Scene::new("taken-from");
        scene.write("inside/.git/HEAD", "");
        scene.write("inside/main.tf.json", &main);
        scene.write(
            "inside/m/main.tf",
            "variable \"s\" {\n  sensitive = true\n}\n",
        );
        let output = vpcelint(&scene.0.join("inside"), &["check", "--width", "120"])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("main.tf.json:1:"), "{main}: {text}");
        assert!(!text.contains(SECRET), "{main}: {text}");
    }
}

/// A variable file is one whatever it is called, and however broken it is.
#[test]
fn secrets_of_variable_files_are_not_shown() {
    let main = "variable \"s\" {\n  sensitive = true\n}\nvariable \"off\" {\n  default = false\n}\n\
                resource \"aws_vpc_endpoint\" \"e\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.ssm\"\n  \
                vpc_endpoint_type = \"Interface\"\n  subnet_ids = [\"subnet-1\"]\n  private_dns_enabled = var.off\n}\n";
    for (name, text) in [
        ("prod.vars", "s = \"the-secret-outside\"\noff = false\n"),
        (
            "prod.json",
            "{\"s\": \"the-secret-outside\", \"off\": false}\n",
        ),
        ("m/prod.tf", "s = \"the-secret-outside\"\noff = false\n"),
        ("prod.vars", "s = { the-secret-outside = 1 }\noff = false\n"),
        (
            "terraform.tfvars",
            "s = 'the-secret-outside'\noff = false\n",
        ),
        ("terraform.tfvars", "s = the-secret-outside\noff = false\n"),
        ("terraform.tfvars", "s = the-secret-outside!\noff = false\n"),
    ] {
        let scene = Scene::new("variable-files");
        scene.write("inside/.git/HEAD", "");
        scene.write("inside/main.tf", main);
        scene.write("inside/m/other.tf", "");
        scene.write(&format!("inside/{name}"), text);
        let directory = scene.0.join("inside");
        let mut arguments = vec!["check"];
        if name != "terraform.tfvars" {
            arguments.extend(["--var-file", name]);
        }
        let output = vpcelint(&directory, &arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(name), "{name}: {said}");
        assert!(!said.contains(SECRET), "{name}: {text}: {said}");
    }
}

/// Mistakes by the thousand, each among thousands of names that it could be a slip of.
#[test]
fn mistakes_among_many_names_are_found_in_time() {
    let scene = Scene::new("many-mistakes");
    let (mut main, mut tags) = (String::new(), String::new());
    for at in 0..8_000 {
        let _ = writeln!(main, "variable \"name_of_thing_{at}\" {{}}");
        let _ = writeln!(tags, "    t{at} = var.other_thing_{at}");
    }
    let _ = writeln!(
        main,
        "resource \"aws_vpc_endpoint\" \"e\" {{\n  vpc_id = \"v\"\n  tags = {{\n{tags}  }}\n}}"
    );
    // A second file that repeats all of the first.
    scene.write("inside/again.tf", &main);
    scene.write("inside/main.tf", &main);
    let directory = scene.0.join("inside");
    let arguments = ["check", "-q", "--format", "jsonl", "-o", "found"];
    let mut child = vpcelint(&directory, &arguments).spawn().unwrap();
    assert!(ends_in_time(&mut child), "it hangs");
    let output = std::fs::read_to_string(directory.join("found")).unwrap();
    assert!(output.contains("var.other_thing_7999"), "all are told");
}

#[test]
fn long_baselines_and_settings_end() {
    let scene = Scene::new("long");
    scene.write("inside/.git/HEAD", "");
    scene.write("inside/main.tf", asks("\"x\""));
    let entry = |at: u32| {
        format!(
            "{{\"file\":\"main.tf\",\"rule\":\"private_dns_disabled\",\"address\":\"a\",\"fingerprint\":\"{at:032x}\"}}"
        )
    };
    let entries: Vec<String> = (0..60_000).map(entry).collect();
    scene.write(
        "inside/b.json",
        format!("{{\"version\":1,\"findings\":[{}]}}", entries.join(",")),
    );
    let directory = scene.0.join("inside");
    let mut child = vpcelint(&directory, &["check", "-q", "--baseline", "b.json"])
        .spawn()
        .unwrap();
    assert!(ends_in_time(&mut child), "the baseline hangs");
    scene.write("inside/vpcelint.toml", "# long\n".repeat(20_000));
    let output = vpcelint(&directory, &["check"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("more than the 131072 that are read"),
        "{said}"
    );
}

/// Names of files come to the command line from whoever wrote them.
#[test]
fn arguments_begin_no_line() {
    let scene = Scene::new("arguments");
    let wrong: [&[&str]; 5] = [
        &["check", "--x\n::error::y\u{1b}[31m"],
        &["check", "--output-format", "x\n::error::y"],
        &["check", "--exclude", "{\n::error::y"],
        &["explain", "x\n::error::y"],
        &["x\n::error::y"],
    ];
    for arguments in wrong {
        let output = vpcelint(&scene.0, arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("::error::y"), "{said}");
        let begins = said.lines().any(|line| line.starts_with("::"));
        assert!(!begins && !said.contains('\u{1b}'), "{said}");
    }
}
