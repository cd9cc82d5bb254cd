//! The language server under an editor that types: what it shows in the end is what `check` says, and nobody waits for what is no more.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[expect(dead_code, reason = "this editor only types")]
mod editor;
#[path = "scene/roots.rs"]
mod roots;
mod scene;

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::Path,
    process::{ChildStdin, ChildStdout, Command, Stdio},
    sync::{Arc, atomic::AtomicU64},
    thread,
    time::{Duration, Instant},
};

use editor::{Editor, uri};
use roots::two_roots;
use scene::Scene;
use serde_json::{Value as Json, json};
use vpcelint::{
    cancellation::Cancellation,
    lint::{self, Request},
    pool,
    report::{Format, Style, render},
    source::Sources,
};

const WRONG: &str = r#"resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  security_group_ids  = ["sg-1"]
  policy              = "{}"
  private_dns_enabled = false
}
"#;
/// What `check` says of the saved files, as an editor would show it: file, place, rule, words.
fn checked(root: &Path, files: &[&str]) -> BTreeSet<String> {
    let sources = Sources::new(root.to_path_buf());
    let request = Request {
        paths: files.iter().map(|file| root.join(file)).collect(),
        ..Request::default()
    };
    let pool = pool::build(1).unwrap();
    let report = pool.install(|| lint::lint(&sources, &request)).unwrap();
    let said = report.findings.iter().map(|found| {
        let file = sources.file(found.finding.primary.file);
        let before = &file.text[..found.finding.primary.start as usize];
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap().encode_utf16().count();
        let message = &found.finding.message;
        format!(
            "{} {line}:{column} {} {message}",
            uri(&file.path),
            found.rule.id
        )
    });
    said.collect()
}

/// What an editor shows.
fn shown(editor: &Editor) -> BTreeSet<String> {
    let said = editor.shown.iter().flat_map(|(uri, (_, found))| {
        found.iter().map(move |it| {
            let start = &it["range"]["start"];
            let message = it["message"].as_str().unwrap();
            let message = message.split("; help: ").next().unwrap();
            let message = message.split(" (likely)").next().unwrap();
            let rule = it["code"].as_str().unwrap();
            format!(
                "{uri} {}:{} {rule} {message}",
                start["line"], start["character"]
            )
        })
    });
    said.collect()
}

/// Numbers without a pattern that matters here, the same each time.
fn random(state: &mut u64) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1);
    usize::try_from(*state >> 33).unwrap()
}

/// Rounds of random edits in all open texts, each compared with what `check` says of the files when they are saved.
fn typed(scene: &Scene, editor: &mut Editor, files: &[&str], rounds: usize, edits: usize) {
    let pieces = [
        "",
        "",
        " ",
        "\n",
        "\"",
        "}",
        "{",
        "# vpcelint: ignore[private_dns_disabled]\n",
        "é😀",
        "false",
        "true",
        "null",
        "resource \"aws_vpc_endpoint\" \"x\" {\n  vpc_id = \"vpc-1\"\n}\n",
        "private_dns_enabled = false\n",
        "var.x",
        "[0]",
        "${",
        "<<EOT\n",
        "subnet_ids = []\n",
        "[",
        "]",
        "=",
        "a",
    ];
    let mut state = 7;
    let mut ever = BTreeSet::new();
    let originals: Vec<String> = files
        .iter()
        .map(|file| editor.text(file).to_owned())
        .collect();
    for round in 0..rounds {
        for _ in 0..edits {
            let file = files[random(&mut state) % files.len()];
            let text = editor.text(file);
            let boundary = |at: usize| {
                (0..=at)
                    .rev()
                    .find(|at| text.is_char_boundary(*at))
                    .unwrap()
            };
            let start = boundary(random(&mut state) % (text.len() + 1));
            let end = boundary((start + random(&mut state) % 12).min(text.len()));
            let piece = pieces[random(&mut state) % pieces.len()];
            editor.replace(file, start..end.max(start), piece);
        }
        // Broken texts have few faults: every other round begins with whole ones, of which single letters are changed.
        if round % 2 == 0 {
            for (file, original) in files.iter().zip(&originals) {
                editor.rewrite(file, original);
                let at = random(&mut state) % original.len();
                if original.is_char_boundary(at) && original.is_char_boundary(at + 1) {
                    editor.replace(file, at..at + 1, "");
                }
            }
        }
        editor.settle();
        for file in files {
            editor.save(file);
        }
        editor.settle();
        let expected = checked(&scene.0, files);
        assert_eq!(shown(editor), expected, "round {round}");
        ever.extend(expected);
    }
    assert!(ever.len() > 10, "{ever:?}");
}

#[test]
fn random_edits_end_as_a_check_of_the_saved_files() {
    let scene = two_roots("random");
    let files = [
        "net/main.tf",
        "envs/dev/main.tf",
        "envs/prod/main.tf",
        "extra.tf",
    ];
    scene.write("extra.tf", WRONG);
    let mut editor = Editor::new(&scene.0);
    for file in files {
        editor.open(file);
    }
    typed(&scene, &mut editor, &files, 20, 50);
    for file in files {
        editor.close(file);
    }
    editor.until(|it| it.shown.values().all(|(_, found)| found.is_empty()));
    assert!(editor.end());
}

/// A root that calls a module so many times.
fn many_calls(name: &str, calls: usize) -> Scene {
    let scene = Scene::new(name);
    let call = |at: usize| {
        let dns = if at.is_multiple_of(3) {
            "var.dns"
        } else {
            "true"
        };
        format!(
            "module \"vpc_{at}\" {{\n  source = \"./vpc\"\n  cidr   = \"10.{at}.0.0/16\"\n  dns    = {dns}\n}}\n\n"
        )
    };
    let calls: String = (0..calls).map(call).collect();
    let variable = "variable \"dns\" {\n  type    = bool\n  default = false\n}\n\n";
    scene.write("main.tf", variable.to_owned() + &calls);
    scene.write("vpc/main.tf", VPC);
    scene.write("vpc/endpoints.tf", ENDPOINTS);
    scene
}

const VPC: &str = r#"variable "cidr" {}

variable "dns" {}

resource "aws_vpc" "main" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  for_each          = toset(["eu-west-1a", "eu-west-1b"])
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(var.cidr, 8, index(["eu-west-1a", "eu-west-1b"], each.key))
  availability_zone = each.key
}
"#;

const ENDPOINTS: &str = r#"resource "aws_security_group" "endpoints" {
  vpc_id = aws_vpc.main.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.main.cidr_block]
  }
}

resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [for subnet in aws_subnet.private : subnet.id]
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = var.dns
}
"#;

#[test]
fn random_edits_below_a_root_with_many_calls_end_as_a_check() {
    let scene = many_calls("many", 50);
    let files = ["main.tf", "vpc/main.tf", "vpc/endpoints.tf"];
    let mut editor = Editor::new(&scene.0);
    for file in files {
        editor.open(file);
    }
    typed(&scene, &mut editor, &files, 20, 50);
    assert!(editor.end());
}

/// A text that takes long to look at: a million turns of loops.
fn heavy() -> String {
    let loops = "[for i in range(1000) : [for j in range(1000) : i * j]]";
    WRONG.replace("\"{}\"", &format!("jsonencode({loops})"))
}

/// A hover over what is worth so much.
fn ask(editor: &mut Editor, file: &str) -> lsp_server::RequestId {
    let place = editor.position(file, editor.at(file, "jsonencode"));
    let params = json!({"textDocument": {"uri": editor.uri(file)}, "position": place});
    editor.begin("textDocument/hover", params)
}

#[test]
fn what_is_typed_overtakes_what_is_looked_at() {
    let scene = Scene::new("overtake");
    scene.write("main.tf", WRONG);
    scene.write("heavy/main.tf", heavy());
    let began = Instant::now();
    checked(&scene.0, &["heavy/main.tf"]);
    let long = began.elapsed();
    let mut editor = Editor::new(&scene.0);
    editor.open("main.tf");
    editor.settle();
    editor.rewrite("main.tf", &heavy());
    let asked = ask(&mut editor, "main.tf");
    thread::sleep(long / 8);
    let typed = Instant::now();
    editor.rewrite("main.tf", WRONG);
    let file = editor.uri("main.tf");
    editor.until(|it| {
        let version = it.shown[&file].0;
        assert_ne!(version, Some(2), "nobody waits for that any more");
        version == Some(3)
    });
    let waited = typed.elapsed();
    assert!(waited < long / 2, "{waited:?} of {long:?}");
    let rules = editor.rules("main.tf");
    assert!(rules.contains(&"private_dns_disabled".to_owned()));
    // What was asked of a text that is no more has no answer.
    assert_eq!(editor.answer(&asked), Err(-32801));
    assert!(editor.end());
}

/// What is asked of a text holds nobody up: neither who types on, nor who takes it back and asks something else.
#[test]
fn what_is_asked_gives_way() {
    let scene = Scene::new("give-way");
    scene.write("main.tf", heavy());
    scene.write("other/main.tf", WRONG);
    let mut editor = Editor::new(&scene.0);
    editor.open("main.tf");
    editor.open("other/main.tf");
    editor.settle();
    let began = Instant::now();
    let asked = ask(&mut editor, "main.tf");
    assert!(editor.answer(&asked).unwrap().is_object());
    let long = began.elapsed();

    let asked = ask(&mut editor, "main.tf");
    thread::sleep(long / 8);
    let typed = Instant::now();
    editor.rewrite("main.tf", WRONG);
    assert_eq!(editor.answer(&asked), Err(-32801));
    let waited = typed.elapsed();
    assert!(waited < long / 2, "{waited:?} of {long:?}");

    editor.rewrite("main.tf", &heavy());
    editor.settle();
    let asked = ask(&mut editor, "main.tf");
    thread::sleep(long / 8);
    let taken_back = Instant::now();
    editor.tell("$/cancelRequest", json!({"id": asked}));
    let place = editor.position("other/main.tf", editor.at("other/main.tf", "false"));
    let params = json!({"textDocument": {"uri": editor.uri("other/main.tf")}, "position": place});
    assert!(editor.ask("textDocument/hover", params).is_ok());
    let waited = taken_back.elapsed();
    assert!(waited < long / 2, "{waited:?} of {long:?}");
    assert_eq!(editor.answer(&asked), Err(-32800));
    assert!(editor.end());
}

#[test]
fn a_question_outlives_a_change_of_another_text() {
    let scene = Scene::new("outlive");
    scene.write("main.tf", heavy());
    scene.write("other/main.tf", WRONG);
    let mut editor = Editor::new(&scene.0);
    editor.open("main.tf");
    editor.open("other/main.tf");
    editor.settle();
    editor.retype("main.tf", "\"vpc-1\"", "\"vpc-2\"");
    let asked = ask(&mut editor, "main.tf");
    thread::sleep(Duration::from_millis(100));
    editor.retype("other/main.tf", "= false", "= true");
    let answer = editor.answer(&asked).unwrap();
    assert!(answer["contents"]["value"].is_string(), "{answer}");
    assert!(editor.end());
}

#[test]
fn a_file_of_a_directory_that_is_not_there_yet_is_looked_at() {
    for is_project in [true, false] {
        for is_in_folder in [true, false] {
            let scene = Scene::new("unmade");
            if is_project {
                scene.write(".git/HEAD", "");
            }
            let call = "module \"new\" {\n  source = \"./not/there\"\n}\n";
            scene.write("main.tf", call);
            let mut editor = Editor::begun(&scene.0);
            let folder = json!([{"uri": uri(&scene.0), "name": "root"}]);
            let none = json!([]);
            editor.initialize(if is_in_folder { &folder } else { &none });
            let file = "not/there/main.tf";
            let is_wrong = |it: &Editor| {
                let rules = it.rules(file);
                rules.contains(&"private_dns_disabled".to_owned())
            };
            editor.open_with(file, WRONG);
            editor.settle();
            assert!(is_wrong(&editor), "{is_project} {is_in_folder}");
            editor.retype(file, "= false", "= true");
            editor.settle();
            assert!(!is_wrong(&editor), "{is_project} {is_in_folder}");
            editor.retype(file, "= true", "= false");
            editor.settle();
            // Saved, it is the same.
            scene.write(file, editor.text(file));
            editor.save(file);
            editor.retype(file, "vpc-1", "vpc-2");
            editor.settle();
            assert!(is_wrong(&editor), "{is_project} {is_in_folder}");
            assert!(editor.end());
        }
    }
}

/// A server of its own, spoken to in bytes.
struct Line {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Line {
    fn send(&mut self, message: impl AsRef<[u8]>) {
        let message = message.as_ref();
        write!(self.input, "Content-Length: {}\r\n\r\n", message.len()).unwrap();
        self.input.write_all(message).unwrap();
        self.input.flush().unwrap();
    }

    fn receive(&mut self) -> Json {
        let mut header = String::new();
        self.output.read_line(&mut header).unwrap();
        self.output.read_line(&mut String::new()).unwrap();
        let length = header.strip_prefix("Content-Length: ").unwrap();
        let mut body = vec![0; length.trim().parse().unwrap()];
        self.output.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }
}

#[test]
fn half_a_pair_loses_no_edit() {
    let scene = Scene::new("half");
    let mut program = Command::new(env!("CARGO_BIN_EXE_vpcelint"));
    let program = program.args(["server", "--stdio"]).current_dir(&scene.0);
    let program = program.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut process = program.spawn().unwrap();
    let mut line = Line {
        input: process.stdin.take().unwrap(),
        output: BufReader::new(process.stdout.take().unwrap()),
    };
    let file = uri(&scene.0.join("main.tf"));
    let can = json!({"textDocument": {"publishDiagnostics": {"versionSupport": true}}});
    let tell = |line: &mut Line, method: &str, params: Json| {
        line.send(json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string());
    };
    let begin =
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": can}});
    line.send(begin.to_string());
    tell(&mut line, "initialized", json!({}));
    let text = WRONG.replace("  private", "  /**/ private");
    let document = json!({"uri": file, "languageId": "terraform", "version": 1, "text": text});
    tell(
        &mut line,
        "textDocument/didOpen",
        json!({"textDocument": document}),
    );
    let mut version = 1;
    let mut edit = |at: usize, to: usize, text: &[u8]| {
        version += 1;
        let range =
            json!({"start": {"line": 7, "character": at}, "end": {"line": 7, "character": to}});
        let document = json!({"uri": file, "version": version});
        let params =
            json!({"textDocument": document, "contentChanges": [{"range": range, "text": "TEXT"}]});
        let message =
            json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params});
        let message = message.to_string();
        let (before, after) = message.split_once("TEXT").unwrap();
        line.send([before.as_bytes(), text, after.as_bytes()].concat());
    };
    // Escaped, as bytes, and of a whole pair one half goes.
    edit(4, 4, br"\ud83d");
    edit(5, 5, b"\xed\xb8\x80");
    edit(6, 6, br"\ud83d\ude00");
    edit(7, 8, b"");
    // Behind them a letter goes and comes again: `private_dns_enabled` is at fault only if it is the first of these.
    edit(10, 11, b"");
    edit(10, 10, b"p");
    let found = loop {
        let message = line.receive();
        if message["params"]["version"] == version {
            break message["params"]["diagnostics"].clone();
        }
    };
    let mut found = found.as_array().unwrap().iter();
    let of_dns = found.find(|it| it["code"] == "private_dns_disabled");
    let start = &of_dns.expect("what was typed")["range"]["start"];
    assert_eq!(*start, json!({"line": 7, "character": 10}));
    line.send(r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#);
    line.send(r#"{"jsonrpc":"2.0","method":"exit"}"#);
    assert!(process.wait().unwrap().success());
}

#[test]
fn haste_changes_nothing() {
    let pool = pool::build(2).unwrap();
    let projects = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/_projects");
    let said = |is_urgent| {
        let sources = Sources::new(projects.clone());
        let request = Request {
            paths: vec![".".into()],
            is_urgent,
            ..Request::default()
        };
        let mut report = pool.install(|| lint::lint(&sources, &request)).unwrap();
        // Only these may be fewer.
        report.notes.clear();
        render(&report, &sources, Format::Json, Style::PLAIN, true)
    };
    let calm = said(false);
    for rule in ["\"certain\"", "\"likely\"", "\"undecided\""] {
        assert!(calm.contains(rule), "{calm}");
    }
    for _ in 0..3 {
        assert_eq!(said(true), calm);
    }
}

#[test]
fn what_is_cancelled_says_nothing() {
    let scene = Scene::new("cancelled");
    scene.write("main.tf", WRONG);
    let pool = pool::build(1).unwrap();
    let counter = Arc::new(AtomicU64::new(1));
    let found = |was| {
        let sources = Sources::new(scene.0.clone());
        let request = Request {
            paths: vec![".".into()],
            cancellation: Cancellation::default().or_past(counter.clone(), was),
            ..Request::default()
        };
        let report = pool.install(|| lint::lint(&sources, &request));
        report.map(|report| report.findings.len())
    };
    assert!(found(1).is_ok_and(|found| found > 0));
    assert!(matches!(found(0), Err(lint::Error::Cancelled)));
}
