//! The language server, as an editor meets it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod editor;
#[path = "scene/roots.rs"]
mod roots;
mod scene;

use std::{
    io::{Read as _, Write as _},
    path::Path,
    process::{Command, Stdio},
};

use editor::{Editor, capabilities, uri};
use lsp_server::{Notification, RequestId};
use roots::two_roots;
use scene::Scene;
use serde_json::{Value as Json, json};

const RIGHT: &str = "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n";

/// `é` and `😀` before what is at fault: two and four bytes, one and two units of UTF-16.
const WRONG: &str = r#"/* é😀 */ resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  security_group_ids  = ["sg-1"]
  policy              = "{}"
  /* é😀 */ private_dns_enabled = false
}
"#;

#[test]
fn an_editor_sees_faults_come_and_go() {
    let scene = Scene::new("see");
    scene.write("a b é/main.tf", RIGHT);
    let file = "a b é/main.tf";
    let mut editor = Editor::new(&scene.0);
    editor.open(file);
    editor.settle();
    assert_eq!(editor.rules(file), [""; 0]);
    editor.rewrite(file, WRONG);
    editor.settle();
    assert!(
        editor
            .rules(file)
            .contains(&"private_dns_disabled".to_owned())
    );
    editor.retype(
        file,
        "private_dns_enabled = false",
        "private_dns_enabled = true",
    );
    editor.settle();
    assert!(
        !editor
            .rules(file)
            .contains(&"private_dns_disabled".to_owned())
    );
    editor.retype(file, "enabled = true", "enabled = false");
    editor.settle();
    editor.close(file);
    let uri = editor.uri(file);
    editor.until(|it| it.shown[&uri].1.is_empty());
    assert!(editor.end());
}

#[test]
fn positions_are_counted_as_agreed() {
    for (offered, chosen) in [
        (json!(["utf-16", "utf-8"]), "utf-8"),
        (json!(["utf-16"]), "utf-16"),
        (Json::Null, "utf-16"),
    ] {
        let scene = Scene::new("encoding");
        scene.write("main.tf", WRONG);
        let mut can = capabilities();
        can["general"]["positionEncodings"] = offered;
        let mut editor = Editor::with(&scene.0, can, json!({"debounce": 0}));
        assert_eq!(editor.hello["capabilities"]["positionEncoding"], chosen);
        editor.open("main.tf");
        editor.settle();
        let of_dns = |editor: &Editor| {
            let mut found = editor.found("main.tf").iter();
            let found = found
                .find(|it| it["code"] == "private_dns_disabled")
                .unwrap();
            editor.covered("main.tf", &found["range"])
        };
        assert_eq!(of_dns(&editor), "private_dns_enabled = false");
        // Both sides still have the same text when something is typed between such letters.
        let at = editor.at("main.tf", "/* é😀 */ private");
        editor.replace("main.tf", at + 3..at + 5, "𝕏ü");
        editor.settle();
        assert_eq!(of_dns(&editor), "private_dns_enabled = false");
        assert!(editor.end());
    }
}

#[test]
fn a_diagnostic_has_all_that_a_report_has() {
    let scene = Scene::new("whole");
    scene.write(
        "main.tf",
        "module \"net\" {\n  source = \"./net\"\n  dns = false\n}\n",
    );
    scene.write(
        "net/main.tf",
        WRONG.replace(
            "private_dns_enabled = false",
            "private_dns_enabled = var.dns",
        ) + "variable \"dns\" {}\n",
    );
    let mut editor = Editor::new(&scene.0);
    editor.open("main.tf");
    editor.settle();
    // Where the fault is, nothing is open.
    let found = editor.found("net/main.tf").to_vec();
    let found = found
        .iter()
        .find(|it| it["code"] == "private_dns_disabled")
        .unwrap();
    assert_eq!(found["severity"], 2);
    assert_eq!(found["source"], "vpcelint");
    let href = found["codeDescription"]["href"].as_str().unwrap();
    assert!(href.ends_with("/rules/private_dns_disabled.md"), "{href}");
    assert!(found["message"].as_str().unwrap().contains("; help: "));
    assert_eq!(found["data"]["rule"], "private_dns_disabled");
    let related = found["relatedInformation"].as_array().unwrap();
    assert!(related.iter().any(|it| {
        it["location"]["uri"] == editor.uri("main.tf")
            && editor
                .covered("main.tf", &it["location"]["range"])
                .contains("dns = false")
    }));
    editor.retype("main.tf", "dns = false", "dns = true");
    editor.settle();
    let uri = editor.uri("net/main.tf");
    assert!(
        !editor.shown[&uri]
            .1
            .iter()
            .any(|it| it["code"] == "private_dns_disabled")
    );
    assert!(editor.end());
}

#[test]
fn what_changes_on_disk_counts() {
    let scene = Scene::new("disk");
    scene.write("main.tf", WRONG.replace("= false", "= var.dns"));
    scene.write("variables.tf", "variable \"dns\" {\n  default = true\n}\n");
    let mut editor = Editor::new(&scene.0);
    editor.open("main.tf");
    editor.settle();
    let watched = editor.asked.iter().any(|(method, params)| {
        method == "client/registerCapability"
            && params
                .to_string()
                .contains("workspace/didChangeWatchedFiles")
            && params.to_string().contains(",*.hcl,")
    });
    assert!(watched, "{:?}", editor.asked);
    let is_wrong = |it: &Editor| {
        it.rules("main.tf")
            .contains(&"private_dns_disabled".to_owned())
    };
    assert!(!is_wrong(&editor));
    let tell = |editor: &Editor, file: &str, kind: u8| {
        let change = json!({"uri": editor.uri(file), "type": kind});
        editor.tell(
            "workspace/didChangeWatchedFiles",
            json!({"changes": [change]}),
        );
    };
    scene.write("variables.tf", "variable \"dns\" {\n  default = false\n}\n");
    tell(&editor, "variables.tf", 2);
    editor.until(is_wrong);
    scene.write("a.auto.tfvars", "dns = true\n");
    tell(&editor, "a.auto.tfvars", 1);
    editor.until(|it| !is_wrong(it));
    std::fs::remove_file(scene.0.join("a.auto.tfvars")).unwrap();
    tell(&editor, "a.auto.tfvars", 3);
    editor.until(is_wrong);
    assert!(editor.end());
}

#[test]
fn without_watching_the_disk_is_looked_at_when_something_is_saved() {
    let scene = Scene::new("unwatched");
    scene.write("main.tf", WRONG.replace("= false", "= var.dns"));
    scene.write("variables.tf", "variable \"dns\" {\n  default = true\n}\n");
    let mut editor = Editor::with(&scene.0, json!({}), json!({"debounce": 0}));
    assert!(editor.asked.is_empty());
    editor.open("main.tf");
    let file = editor.uri("main.tf");
    editor.until(|it| it.shown.contains_key(&file));
    let is_wrong = |it: &Editor| {
        it.rules("main.tf")
            .contains(&"private_dns_disabled".to_owned())
    };
    assert!(!is_wrong(&editor));
    scene.write("variables.tf", "variable \"dns\" {\n  default = false\n}\n");
    editor.save("main.tf");
    editor.until(is_wrong);
    assert!(editor.end());
}

#[test]
fn folders_come_and_go() {
    let (first, second) = (Scene::new("first"), Scene::new("second"));
    for scene in [&first, &second] {
        scene.write("main.tf", WRONG);
    }
    let mut editor = Editor::new(&first.0);
    editor.open("main.tf");
    editor.settle();
    assert!(!editor.found("main.tf").is_empty());
    let folder = json!({"uri": uri(&second.0), "name": "second"});
    editor.tell(
        "workspace/didChangeWorkspaceFolders",
        json!({"event": {"added": [folder], "removed": []}}),
    );
    let inside = second.0.join("main.tf");
    let text = std::fs::read_to_string(&inside).unwrap();
    let document =
        json!({"uri": uri(&inside), "languageId": "terraform", "version": 1, "text": text});
    editor.tell("textDocument/didOpen", json!({"textDocument": document}));
    let of_second = uri(&inside);
    editor.until(|it| it.shown.get(&of_second).is_some_and(|it| !it.1.is_empty()));
    // A text outside of all folders is looked at all the same.
    editor.tell(
        "workspace/didChangeWorkspaceFolders",
        json!({"event": {"added": [], "removed": [folder]}}),
    );
    let close = json!({"textDocument": {"uri": of_second}});
    editor.tell("textDocument/didClose", close);
    editor.until(|it| it.shown.get(&of_second).is_some_and(|it| it.1.is_empty()));
    assert!(!editor.found("main.tf").is_empty());
    assert!(editor.end());
}

#[test]
fn what_the_protocol_forbids_is_refused() {
    let scene = Scene::new("refuse");
    scene.write("main.tf", RIGHT);
    let mut editor = Editor::begun(&scene.0);
    editor.tell("textDocument/didOpen", json!({"textDocument": 3}));
    let early = editor.ask("textDocument/hover", json!({}));
    assert_eq!(early, Err(-32002));
    editor.initialize(&json!([]));
    assert_eq!(editor.ask("initialize", json!({})), Err(-32600));
    assert_eq!(editor.ask("vpcelint/nothing", json!({})), Err(-32601));
    assert_eq!(editor.ask("$/nothing", json!({})), Err(-32601));
    editor.tell("$/nothing", json!({}));
    editor.tell("vpcelint/nothing", json!(7));
    for method in [
        "textDocument/didOpen",
        "textDocument/didChange",
        "$/cancelRequest",
    ] {
        editor.tell(method, json!({"textDocument": []}));
    }
    let unknown =
        json!({"textDocument": {"uri": editor.uri("none.tf"), "version": 2}, "contentChanges": []});
    editor.tell("textDocument/didChange", unknown);
    editor.tell(
        "textDocument/didClose",
        json!({"textDocument": {"uri": "untitled:1"}}),
    );
    editor.open("main.tf");
    editor.settle();
    assert_eq!(editor.ask("shutdown", Json::Null), Ok(Json::Null));
    assert_eq!(editor.ask("textDocument/hover", json!({})), Err(-32600));
    editor.tell("exit", Json::Null);
    assert!(editor.join());
}

#[test]
fn who_leaves_without_a_word_ends_it() {
    let scene = Scene::new("leave");
    let editor = Editor::new(&scene.0);
    editor.tell("exit", Json::Null);
    assert!(!editor.join());
    assert!(!Editor::new(&scene.0).join());
    assert!(!Editor::begun(&scene.0).join());
}

#[test]
fn broken_messages_do_not_end_the_process() {
    let scene = Scene::new("process");
    let mut program = Command::new(env!("CARGO_BIN_EXE_vpcelint"));
    let program = program.args(["server", "--stdio"]).current_dir(&scene.0);
    let mut process = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = process.stdin.take().unwrap();
    for text in [
        "{\"jsonrpc\": \"2.0\", \"id\": 1, ",
        r#"{"jsonrpc":"2.0","id":2,"method":"initialize","params":{"capabilities":{}}}"#,
        "\u{0}\u{0}",
        r#"{"jsonrpc":"2.0","id":3,"method":"shutdown"}"#,
        r#"{"jsonrpc":"2.0","method":"exit"}"#,
    ] {
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
    }
    let status = process.wait().unwrap();
    let mut output = String::new();
    process.stdout.unwrap().read_to_string(&mut output).unwrap();
    let mut errors = String::new();
    process.stderr.unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!((status.code(), errors.as_str()), (Some(0), ""));
    assert_eq!(output.matches("-32700").count(), 2, "{output}");
    let mut rest = output.as_str();
    while !rest.is_empty() {
        let length = rest
            .strip_prefix("Content-Length: ")
            .expect("nothing but messages");
        let (length, body) = length.split_once("\r\n\r\n").unwrap();
        let length: usize = length.parse().unwrap();
        let _: Json = serde_json::from_str(&body[..length]).unwrap();
        rest = &body[length..];
    }
}

#[test]
fn a_cancelled_request_is_answered() {
    let scene = Scene::new("cancel");
    scene.write("main.tf", WRONG);
    let mut editor = Editor::new(&scene.0);
    editor.open("main.tf");
    let place = json!({"textDocument": {"uri": editor.uri("main.tf")}, "position": {"line": 0, "character": 0}});
    let id = editor.begin("textDocument/hover", place);
    editor.send(Notification::new("$/cancelRequest".to_owned(), json!({"id": 2})).into());
    assert_eq!(id, RequestId::from(2));
    // It may have been answered just before.
    assert!(matches!(editor.answer(&id), Err(-32800 | -32601) | Ok(_)));
    assert!(editor.end());
}

fn titled<'a>(actions: &'a [Json], title: &str) -> &'a Json {
    let mut found = actions
        .iter()
        .filter(|it| it["title"].as_str().unwrap().contains(title));
    let first = found.next();
    first.unwrap_or_else(|| panic!("no `{title}` in {actions:#?}"))
}

fn of_rule(editor: &Editor, file: &str, rule: &str) -> Json {
    let mut found = editor.found(file).iter().filter(|it| it["code"] == rule);
    found.next().unwrap_or_else(|| panic!("no {rule}")).clone()
}

#[test]
fn a_fault_is_mended_where_it_is_shown() {
    let scene = Scene::new("mend");
    scene.write("main.tf", WRONG);
    for edits in [true, false] {
        let mut can = capabilities();
        can["workspace"]["workspaceEdit"]["documentChanges"] = edits.into();
        let mut editor = Editor::with(&scene.0, can, json!({"debounce": 0}));
        editor.open("main.tf");
        editor.settle();
        let found = of_rule(&editor, "main.tf", "private_dns_disabled");
        let actions = editor.actions("main.tf", &found["range"], None);
        let action = titled(&actions, "private_dns_enabled = true");
        assert_eq!(action["kind"], "quickfix");
        assert!(
            action["title"].as_str().unwrap().contains("unsafe"),
            "{action}"
        );
        assert!(action["isPreferred"].is_null());
        assert_eq!(action["diagnostics"], json!([found]));
        assert_eq!(action["edit"]["documentChanges"].is_array(), edits);
        editor.make(&action.clone());
        editor.settle();
        assert!(
            editor
                .text("main.tf")
                .contains("/* é😀 */ private_dns_enabled = true\n")
        );
        assert!(
            !editor
                .rules("main.tf")
                .contains(&"private_dns_disabled".to_owned())
        );
        let nothing = editor.actions(
            "main.tf",
            &json!({"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 3}}),
            None,
        );
        assert_eq!(nothing, Vec::<Json>::new());
        let refactor = editor.actions("main.tf", &found["range"], Some("refactor"));
        assert_eq!(refactor, Vec::<Json>::new());
        assert!(editor.end());
    }
}

#[test]
fn what_is_safe_is_preferred_and_mended_on_saving() {
    let scene = Scene::new("safe");
    let text = "# vpcelint: ignore[private_dns_disabled] no more\nresource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n";
    scene.write("main.tf", text);
    let mut editor = Editor::new(&scene.0);
    editor.open("main.tf");
    editor.settle();
    let found = of_rule(&editor, "main.tf", "unused_ignore");
    assert_eq!(found["tags"], json!([1]));
    let actions = editor.actions("main.tf", &found["range"], None);
    let safe: Vec<_> = actions
        .iter()
        .filter(|it| it["isPreferred"] == true)
        .collect();
    assert_eq!(safe.len(), 1, "{actions:#?}");
    assert!(!safe[0]["title"].as_str().unwrap().contains("unsafe"));
    let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    let on_save = editor.actions("main.tf", &all, Some("source.fixAll"));
    assert_eq!(on_save.len(), 1);
    editor.make(&on_save[0]);
    editor.settle();
    assert_eq!(editor.found("main.tf"), Vec::<Json>::new());
    assert_eq!(
        editor.actions("main.tf", &all, Some("source")),
        Vec::<Json>::new()
    );
    assert!(editor.end());
}

/// Fixes that move the same lines are made one after the other, as `check --fix` makes them, and what is between them stays.
#[test]
fn all_that_is_safe_is_mended_at_once() {
    let endpoint = "  vpc_id               = aws_vpc.main.id\n  service_name         = \"com.amazonaws.us-east-1.sqs\"\n  vpc_endpoint_type    = \"Interface\"\n  subnet_ids           = [\"subnet-1\", \"subnet-2\"]\n  security_group_ids   = [\"sg-1\"]\n  route_table_ids      = [\"rtb-1\"]\n  private_dns_enabledd = true\n";
    let vpc = "resource \"aws_vpc\" \"main\" {\n  cidr_block           = \"10.0.0.0/16\"\n  enable_dns_support   = false\n  enable_dns_hostnames = false\n}\n";
    let text = format!(
        "# vpcelint: ignore[private_dns_disabled] no more\n{vpc}\nresource \"aws_vpc_endpoint\" \"é\" {{\n{endpoint}}}\n"
    );
    let scene = Scene::new("at_once");
    scene.write(".git/HEAD", "");
    scene.write("main.tf", &text);
    let mut editor = Editor::new(&scene.0);
    editor.open("main.tf");
    editor.settle();
    let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let on_save = editor.actions("main.tf", &all, Some("source.fixAll"));
    let edits = &on_save[0]["edit"]["documentChanges"][0]["edits"];
    let lines: Vec<_> = (edits.as_array().unwrap().iter())
        .map(|it| it["range"]["start"]["line"].as_u64().unwrap())
        .collect();
    assert!(lines.len() > 1 && !lines.contains(&2), "{edits:#}");
    editor.make(&on_save[0]);
    editor.settle();
    let made = editor.text("main.tf").to_owned();
    assert_eq!(
        editor.actions("main.tf", &all, Some("source.fixAll")),
        Vec::<Json>::new()
    );
    assert!(editor.end());
    for gone in ["route_table_ids", "enabledd", "no more"] {
        assert!(text.contains(gone) && !made.contains(gone), "{made}");
    }
    let fixed = Command::new(env!("CARGO_BIN_EXE_vpcelint"))
        .args(["check", "--fix-only"])
        .current_dir(&scene.0)
        .env_clear()
        .status()
        .unwrap();
    assert!(fixed.success());
    let fixed = std::fs::read_to_string(scene.0.join("main.tf")).unwrap();
    assert_eq!(made, fixed);
}

/// Opens all files of a project, and has each finding ignored on its own: it goes, and nothing else comes.
fn ignored(scene: &Scene, files: &[&str]) {
    let mut editor = Editor::new(&scene.0);
    for file in files {
        editor.open(file);
    }
    editor.settle();
    let all = |editor: &Editor| -> Vec<String> {
        let found = files.iter().flat_map(|file| {
            let of_file = editor.found(file).iter();
            of_file.map(move |it| format!("{file} {} {}", it["code"], it["data"]["fingerprint"]))
        });
        found.collect()
    };
    let before = all(&editor);
    assert!(!before.is_empty());
    for file in files {
        let text = editor.text(file).to_owned();
        for found in editor.found(file).to_vec() {
            let rule = found["code"].as_str().unwrap();
            for title in ["here", "in this file"] {
                let actions = editor.actions(file, &found["range"], None);
                let action = titled(&actions, &format!("Ignore {rule} {title}")).clone();
                editor.make(&action);
                editor.settle();
                let after = all(&editor);
                let gone = format!("{file} \"{rule}\" {}", found["data"]["fingerprint"]);
                assert!(!after.contains(&gone), "{gone}\n{}", editor.text(file));
                let new: Vec<_> = after.iter().filter(|it| !before.contains(it)).collect();
                assert!(new.is_empty(), "{new:?}\n{}", editor.text(file));
                editor.rewrite(file, &text);
                editor.settle();
            }
        }
    }
    assert_eq!(all(&editor), before);
    assert!(editor.end());
}

#[test]
fn every_finding_can_be_ignored() {
    let scene = Scene::new("ignore");
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/_projects/small_vpc");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(project).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        scene.write(&name, std::fs::read_to_string(entry.path()).unwrap());
        files.push(name);
    }
    files.sort();
    ignored(
        &scene,
        &files.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let json = Scene::new("ignore-json");
    json.write(
        "main.tf.json",
        r#"{"resource": {"aws_vpc_endpoint": {"sqs": {
  "vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-west-1.sqs", "vpc_endpoint_type": "Interface",
  "subnet_ids": ["subnet-1", "subnet-2"], "security_group_ids": ["sg-1"], "private_dns_enabled": false
}}}}
"#,
    );
    json.write("first.tf", WRONG.replace('\n', "\r\n"));
    json.write(
        "second.tf",
        WRONG
            .replace("\"sqs\"", "\"sns\"")
            .replace("sqs\"", "sns\"")
            .replace(
                "  /* é😀 */ private",
                "  # vpcelint: ignore[private_dns_conflict] since\n  private",
            ),
    );
    ignored(&json, &["first.tf", "main.tf.json"]);
    // Where comments must say why, a new one does.
    json.write("vpcelint.toml", "require-ignore-reason = true\n");
    json.write("second.tf", "");
    ignored(&json, &["first.tf", "main.tf.json"]);
}

#[test]
fn a_rule_is_explained() {
    let scene = Scene::new("explain");
    scene.write("main.tf", WRONG);
    for shows in [true, false] {
        let mut can = capabilities();
        can["window"]["showDocument"]["support"] = shows.into();
        let mut editor = Editor::with(&scene.0, can, json!({"debounce": 0}));
        editor.open("main.tf");
        editor.settle();
        let found = of_rule(&editor, "main.tf", "private_dns_disabled");
        let actions = editor.actions("main.tf", &found["range"], None);
        let action = titled(&actions, "Explain private_dns_disabled");
        let command = json!({"command": action["command"]["command"], "arguments": action["command"]["arguments"]});
        let page = editor.ask("workspace/executeCommand", command).unwrap();
        assert!(page.as_str().unwrap().contains("## Bad"), "{page}");
        if shows {
            editor.until(|it| {
                it.asked.iter().any(|(method, params)| {
                    method == "window/showDocument" && params["external"] == true
                })
            });
        } else {
            editor.until(|it| it.said.iter().any(|it| it.contains("private_dns_disabled")));
        }
        for wrong in [
            json!({"command": "x", "arguments": []}),
            json!({"command": "vpcelint.explain", "arguments": ["nothing"]}),
            json!(3),
        ] {
            assert_eq!(editor.ask("workspace/executeCommand", wrong), Err(-32602));
        }
        assert!(editor.end());
    }
}

#[test]
fn an_expression_tells_what_it_is_worth() {
    let scene = two_roots("worth");
    let file = "net/main.tf";
    let mut editor = Editor::new(&scene.0);
    editor.open(file);
    let mut seen = |words: &str, behind: usize| editor.hover(file, words, behind);
    let (text, about) = seen("\"com.amazonaws.${var.region}.sqs\"", 3).unwrap();
    assert_eq!(about, "\"com.amazonaws.${var.region}.sqs\"");
    assert!(
        text.contains("```terraform\n\"com.amazonaws.eu-west-1.sqs\"\n```"),
        "{text}"
    );
    assert!(text.contains("type: `string`"), "{text}");
    assert!(text.contains("default of variable region"), "{text}");
    assert!(text.contains("net/main.tf#L2)"), "{text}");
    assert!(
        text.contains("`envs/dev`") && text.contains("`envs/prod` with `east`"),
        "{text}"
    );
    // Where roots and variants differ, each is named.
    let (text, about) = seen("cidr_block = var.cidr", 18).unwrap();
    assert_eq!(about, "var.cidr");
    for (place, cidr) in [
        ("`envs/dev`:", "10.7.0.0/16"),
        ("`envs/prod` with `east`:", "10.8.0.0/16"),
        ("`envs/prod` with `west`:", "10.9.0.0/16"),
    ] {
        let place = text
            .find(place)
            .unwrap_or_else(|| panic!("{place}\n{text}"));
        let after: String = text[place..].lines().take(4).collect();
        assert!(after.contains(cidr), "{text}");
    }
    for (words, behind, about, values) in [
        ("cidr_block = var.cidr", 3, "var.cidr", &["10.7.0.0/16"][..]),
        ("cidr_block = var.cidr", 14, "var.cidr", &["10.7.0.0/16"]),
        (
            "8, count.index",
            5,
            "count.index",
            &["0\n", "1\n", "aws_subnet.private[1]"],
        ),
        (
            "count             = length",
            1,
            "length(local.zones)",
            &["2\n"],
        ),
        (
            "from_port   = each.value",
            16,
            "each.value",
            &["443", "53", "clients[\"dns\"]"],
        ),
        (
            "[ingress.value]",
            12,
            "ingress.value",
            &["\"10.1.0.0/16\"", "\"10.2.0.0/16\""],
        ),
        ("${zone}-", 3, "zone", &["\"a\"", "\"b\""]),
        ("upper(zone)", 2, "upper(zone)", &["\"A\"", "\"B\""]),
        ("upper(zone)", 7, "zone", &["\"a\"", "\"b\""]),
        (
            "first   = aws_subnet.private[*].cidr_block",
            33,
            "aws_subnet.private[*].cidr_block",
            &["\"10.7.1.0/24\""],
        ),
        ("zones[count.index]}", 7, "count.index", &["0\n"]),
        (
            "variable \"cidr\"",
            11,
            "variable \"cidr\"",
            &["\"10.8.0.0/16\""],
        ),
    ] {
        let (text, of) = seen(words, behind).unwrap_or_else(|| panic!("{words}"));
        assert_eq!(of, about, "{text}");
        for value in values {
            assert!(text.contains(value), "{words}: {value} in {text}");
        }
    }
    for (words, behind) in [
        ("protocol    = \"tcp\"", 16),
        ("resource \"aws_vpc\" \"main\"", 3),
        ("sensitive = true", 13),
    ] {
        assert_eq!(seen(words, behind), None, "{words}");
    }
    assert!(editor.end());
}

#[test]
fn a_loop_shows_only_the_elements_that_it_keeps() {
    let scene = Scene::new("kept");
    scene.write(
        "main.tf",
        r#"variable "unknown" {
  type = bool
}

variable "secret" {
  default   = 8
  sensitive = true
}

locals {
  odd    = [for number in range(1, 100) : number * 1000 if number % 49 == 1]
  pairs  = { for key, size in { a = 6, b = 7 } : upper(key) => size if size > 6 }
  nested = [for x in [1, 2] : [for y in [1, 2] : "${x}-${y}" if y > x] if x < 2]
  open   = [for item in ["p", "q"] : item if var.unknown]
  hidden = [for value in [7, 8] : value + 0 if value == var.secret]
}

resource "aws_vpc_endpoint" "sqs" {
  vpc_id       = "vpc-1"
  service_name = "com.amazonaws.eu-west-1.sqs"
}
"#,
    );
    let file = "main.tf";
    let mut editor = Editor::new(&scene.0);
    editor.open(file);
    for (words, behind, about, kept, left_out) in [
        // However many are passed over before it.
        (
            "number * 1000",
            7,
            "number * 1000",
            &["1000\n", "50000\n", "99000\n"][..],
            &["2000\n"][..],
        ),
        ("number % 49", 1, "number", &["\n2\n", "\n3\n"], &[]),
        ("upper(key)", 7, "key", &["\"b\""], &["\"a\""]),
        ("=> size if", 4, "size", &["\n7\n"], &["\n6\n"]),
        ("size > 6", 1, "size", &["\n7\n", "\n6\n"], &[]),
        (
            "\"${x}-${y}\"",
            0,
            "\"${x}-${y}\"",
            &["\"1-2\""],
            &["\"1-1\"", "\"2-"],
        ),
        (": item if", 3, "item", &["\"p\"", "\"q\""], &[]),
        // What is left out would tell the secret.
        ("value + 0", 7, "value + 0", &["\n7\n", "\n8\n"], &[]),
    ] {
        let (text, of) = editor.hover(file, words, behind).unwrap();
        assert_eq!(of, about, "{text}");
        for value in kept {
            assert!(text.contains(value), "{words}: {value:?} in {text}");
        }
        for value in left_out {
            assert!(!text.contains(value), "{words}: {value:?} in {text}");
        }
    }
    assert!(editor.end());
}

#[test]
fn what_is_sensitive_is_never_shown() {
    let scene = two_roots("secret");
    let file = "net/main.tf";
    let mut editor = Editor::with(
        &scene.0,
        capabilities(),
        json!({"debounce": 0, "inlayHints": true}),
    );
    editor.open(file);
    let text = editor.text(file).to_owned();
    let mut shown = 0;
    for byte in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        let place = editor.position(file, byte);
        let params = json!({"textDocument": {"uri": editor.uri(file)}, "position": place});
        let answer = editor.ask("textDocument/hover", params).unwrap();
        shown += usize::from(!answer.is_null());
        let words = answer["contents"]["value"].to_string();
        assert!(
            !words.contains("hunter2") && !words.contains("swordfish"),
            "{words}"
        );
    }
    assert!(shown > 100, "{shown}");
    let (text, _) = editor.hover(file, "-${var.password}", 5).unwrap();
    assert!(
        text.contains("(sensitive)") && !text.contains("type:"),
        "{text}"
    );
    let (text, _) = editor.hover(file, "${local.feeds}", 5).unwrap();
    assert!(text.contains("(sensitive)"), "{text}");
    let hints = format!("{:?}", editor.hints(file));
    assert!(
        !hints.contains("hunter2") && !hints.contains("swordfish"),
        "{hints}"
    );
    assert!(editor.end());
}

#[test]
fn an_endpoint_tells_where_it_stands() {
    let scene = two_roots("card");
    let mut editor = Editor::new(&scene.0);
    editor.open("net/main.tf");
    let (text, about) = editor
        .hover("net/main.tf", "\"aws_vpc_endpoint\" \"sqs\"", 3)
        .unwrap();
    assert_eq!(about, "resource \"aws_vpc_endpoint\" \"sqs\"");
    for words in [
        "`module.net.aws_vpc_endpoint.sqs`: Interface, sqs, no private DNS",
        "- VPC: module.net.aws_vpc.main\n",
        "module.net.aws_subnet.private\\[0] in eu-west-1a, module.net.aws_subnet.private\\[1] in eu-west-1b\n",
        "- security groups: module.net.aws_security_group.clients\\[\"web\"]\n",
        "- policy: none of its own",
        "`envs/dev`; `envs/prod` with `east`",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    // Without Markdown the same in plain words.
    let mut can = capabilities();
    can["textDocument"]["hover"]["contentFormat"] = json!(["plaintext"]);
    let mut plain = Editor::with(&scene.0, can, json!({"debounce": 0}));
    plain.open("net/main.tf");
    let (text, _) = plain
        .hover("net/main.tf", "\"aws_vpc_endpoint\" \"sqs\"", 3)
        .unwrap();
    assert!(
        text.contains("aws_subnet.private[0] in eu-west-1a") && !text.contains('`'),
        "{text}"
    );
    assert!(plain.end());
    assert!(editor.end());
}

#[test]
fn what_several_have_in_common_is_told_once() {
    let scene = Scene::new("alike");
    scene.write(
        "main.tf",
        r#"variable "region" {
  default = "eu-west-1"
}

resource "aws_vpc_endpoint" "all" {
  for_each           = toset(["sns", "sqs"])
  vpc_id             = "vpc-1"
  service_name       = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = ["subnet-1"]
  security_group_ids = ["sg-1"]
}
"#,
    );
    let mut editor = Editor::new(&scene.0);
    editor.open("main.tf");
    let (text, _) = editor.hover("main.tf", "service_name", 1).unwrap();
    assert!(text.contains(".sns\"") && text.contains(".sqs\""), "{text}");
    assert_eq!(text.matches("type: `string`").count(), 1, "{text}");
    assert_eq!(
        text.matches("default of variable region").count(),
        1,
        "{text}"
    );
    let (text, _) = editor.hover("main.tf", "\"all\"", 1).unwrap();
    assert!(
        text.contains("[\"sns\"]`: Interface, sns") && text.contains("[\"sqs\"]`: Interface, sqs"),
        "{text}"
    );
    assert_eq!(text.matches("- subnets: subnet-1").count(), 1, "{text}");
    assert!(editor.end());
}

#[test]
fn values_of_files_are_those_of_the_root() {
    let scene = Scene::new("values");
    scene.write(
        "main.tf",
        "variable \"cidr\" {}\nresource \"aws_vpc\" \"a\" {\n  cidr_block = var.cidr\n}\n",
    );
    scene.write("terraform.tfvars", "cidr = \"10.0.0.0/16\"\n");
    scene.write("z.auto.tfvars", "cidr = \"10.9.0.0/16\"\n");
    let mut editor = Editor::new(&scene.0);
    editor.open("terraform.tfvars");
    let (text, _) = editor.hover("terraform.tfvars", "cidr", 1).unwrap();
    assert!(
        text.contains("10.9.0.0/16") && text.contains("z.auto.tfvars"),
        "{text}"
    );
    assert!(editor.end());
}

#[test]
fn what_a_unit_gives_is_shown() {
    let scene = Scene::new("unit");
    scene.write(".git/HEAD", "");
    let file = "modules/ep/main.tf";
    scene.write(
        file,
        WRONG.replace("= false", "= var.dns")
            + "variable \"dns\" {\n  type    = bool\n  default = false\n}\n",
    );
    let unit = "terraform {\n  source = \"../../modules//ep\"\n}\n\ninputs = {\n  dns = true\n}\n";
    scene.write("live/prod/terragrunt.hcl", unit);
    let mut editor = Editor::new(&scene.0);
    editor.open(file);
    editor.settle();
    let is_wrong = |it: &Editor| it.rules(file).contains(&"private_dns_disabled".to_owned());
    assert!(!is_wrong(&editor), "the default is not what the unit gives");
    let (text, about) = editor.hover(file, "= var.dns", 3).unwrap();
    assert_eq!(about, "var.dns");
    assert!(
        text.contains("\ntrue\n") && !text.contains("false"),
        "{text}"
    );
    assert!(text.contains("`modules/ep` with `live/prod`"), "{text}");
    assert!(text.contains("live/prod/terragrunt.hcl#L6)"), "{text}");
    // The unit is a text like others.
    editor.open("live/prod/terragrunt.hcl");
    editor.retype("live/prod/terragrunt.hcl", "dns = true", "dns = false");
    editor.until(is_wrong);
    let (text, _) = editor.hover(file, "= var.dns", 3).unwrap();
    assert!(
        text.contains("\nfalse\n") && !text.contains("true"),
        "{text}"
    );
    assert!(editor.end());
}

#[test]
fn hints_come_when_they_are_asked_for() {
    let scene = two_roots("hints");
    let file = "net/main.tf";
    let mut editor = Editor::new(&scene.0);
    editor.open(file);
    assert_eq!(editor.hints(file), []);
    editor.settings = json!({"debounce": 0, "inlayHints": true});
    editor.tell(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    editor.until(|it| {
        it.asked
            .iter()
            .any(|(method, _)| method == "workspace/inlayHint/refresh")
    });
    let hint = |before: &str, label: &str| (before.to_owned(), label.to_owned());
    let expected = [
        hint("count             = length(local.zones)", "= 2"),
        hint(
            "cidr_block        = cidrsubnet(var.cidr, 8, count.index)",
            "= \"10.7.0.0/24\" | \"10.7.1.0/24\" | \"10.8.0.0/24\" | ...",
        ),
        hint(
            "service_name       = \"com.amazonaws.${var.region}.sqs\"",
            "= \"com.amazonaws.eu-west-1.sqs\"",
        ),
    ];
    assert_eq!(editor.hints(file), expected);
    // What cannot be followed is told, and the rest counts.
    editor.settings = json!({"inlayHints": "yes", "debounce": 0, "nothing": 1});
    editor.tell(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    editor.until(|it| it.said.iter().any(|it| it.contains("no setting `nothing`")));
    assert!(
        editor
            .said
            .iter()
            .any(|it| it.contains("`inlayHints` cannot be that"))
    );
    editor.open_with("other.tf", "");
    editor.settle();
    assert_eq!(editor.hints(file), []);
    assert!(editor.end());
}

#[test]
fn a_configuration_file_is_checked_too() {
    let scene = Scene::new("settings");
    scene.write("main.tf", WRONG);
    scene.write(
        "vpcelint.toml",
        "[rules.private_dns_disabled]\nseverity = \"info\"\n",
    );
    let mut editor = Editor::new(&scene.0);
    editor.open("main.tf");
    editor.open("vpcelint.toml");
    editor.settle();
    assert_eq!(
        of_rule(&editor, "main.tf", "private_dns_disabled")["severity"],
        3
    );
    editor.retype("vpcelint.toml", "\"info\"", "\"infos\"");
    editor.settle();
    let faults = editor.found("vpcelint.toml");
    assert_eq!(faults.len(), 1);
    assert_eq!(
        editor.covered("vpcelint.toml", &faults[0]["range"]),
        "\"infos\""
    );
    assert_eq!(editor.found("main.tf"), Vec::<Json>::new());
    assert_eq!(editor.hover("main.tf", "\"com.amazonaws", 2), None);
    editor.retype("vpcelint.toml", "\"infos\"", "\"off\"");
    editor.settle();
    assert!(
        !editor
            .rules("main.tf")
            .contains(&"private_dns_disabled".to_owned())
    );
    assert!(editor.end());
}

/// A root in one directory that calls a module in another, whose only fault depends on a variable of the module.
fn root_and_module(name: &str) -> Scene {
    let scene = Scene::new(name);
    scene.write(
        "live/main.tf",
        "module \"ep\" {\n  source = \"../modules/ep\"\n}\n",
    );
    scene.write(MODULE, WRONG.replace("= false", "= var.dns"));
    scene.write(VARIABLES, dns(true));
    scene
}

const MODULE: &str = "modules/ep/main.tf";
const VARIABLES: &str = "modules/ep/variables.tf";

fn dns(default: bool) -> String {
    format!("variable \"dns\" {{\n  default = {default}\n}}\n")
}

/// An editor with some folders of a scene.
fn with_folders(scene: &Scene, folders: &[&str]) -> Editor {
    let mut editor = Editor::begun(&scene.0);
    let folders = folders.iter().map(|it| {
        let path = scene.0.join(it);
        json!({"uri": uri(&path), "name": it})
    });
    editor.initialize(&folders.collect());
    editor
}

/// How often the fault of the module is shown.
fn faults(editor: &Editor) -> usize {
    let rules = editor.rules(MODULE);
    rules
        .iter()
        .filter(|it| *it == "private_dns_disabled")
        .count()
}

#[test]
fn an_open_text_counts_in_every_folder() {
    let folders: [&[&str]; 5] = [
        &["live", "modules"],
        &["modules", "live"],
        &["", "modules"],
        &["live"],
        &[],
    ];
    for is_project in [true, false] {
        for folders in folders {
            let scene = root_and_module("everywhere");
            if is_project {
                scene.write(".git/HEAD", "");
            }
            let mut editor = with_folders(&scene, folders);
            editor.open("live/main.tf");
            editor.open(MODULE);
            editor.settle();
            assert_eq!(faults(&editor), 0, "{folders:?}");
            for _ in 0..2 {
                // Both folders see it, and it is shown once.
                editor.retype(MODULE, "enabled = var.dns", "enabled = false");
                editor.settle();
                assert_eq!(faults(&editor), 1, "{folders:?}");
                editor.retype(MODULE, "enabled = false", "enabled = var.dns");
                editor.settle();
                assert_eq!(faults(&editor), 0, "{folders:?}");
            }
            // What another text of the module says counts as well.
            editor.open(VARIABLES);
            editor.rewrite(VARIABLES, &dns(false));
            editor.settle();
            assert_eq!(faults(&editor), 1, "{folders:?}");
            editor.close(VARIABLES);
            editor.until(|it| faults(it) == 0);
            assert!(editor.end());
        }
    }
}

#[test]
fn a_change_on_disk_counts_in_every_folder() {
    for folders in [&["live", "modules"][..], &["", "modules"]] {
        let scene = root_and_module("every-disk");
        scene.write(".git/HEAD", "");
        let mut editor = with_folders(&scene, folders);
        editor.open("live/main.tf");
        editor.open(MODULE);
        editor.settle();
        for default in [false, true] {
            scene.write(VARIABLES, dns(default));
            // The open text is newer than what was written in its place.
            scene.write(MODULE, RIGHT);
            for file in [MODULE, VARIABLES] {
                let change = json!({"uri": editor.uri(file), "type": 2});
                editor.tell(
                    "workspace/didChangeWatchedFiles",
                    json!({"changes": [change]}),
                );
            }
            editor.until(|it| faults(it) == usize::from(!default));
        }
        assert!(editor.end());
    }
}

#[test]
fn what_no_folder_holds_is_read_again_when_something_is_saved() {
    for folders in [&["live"][..], &[]] {
        let scene = root_and_module("outside");
        scene.write(".git/HEAD", "");
        let call = "module \"ep\" {\n  source = \"../modules/ep\"\n  dns = false\n}\n";
        scene.write("live/main.tf", call);
        scene.write(MODULE, WRONG.replace("= false", "= true"));
        let mut editor = with_folders(&scene, folders);
        editor.open("live/main.tf");
        editor.settle();
        assert_eq!(faults(&editor), 0);
        // A client tells only of what lies in its folders.
        for value in ["var.dns", "true", "var.dns"] {
            scene.write(MODULE, WRONG.replace("= false", &format!("= {value}")));
            editor.save("live/main.tf");
            editor.until(|it| faults(it) == usize::from(value == "var.dns"));
        }
        editor.open(MODULE);
        editor.retype(MODULE, "enabled = var.dns", "enabled = true");
        editor.settle();
        assert_eq!(faults(&editor), 0);
        editor.close(MODULE);
        editor.until(|it| faults(it) == 1);
        scene.write(MODULE, RIGHT);
        let change = json!({"uri": editor.uri("live/main.tf"), "type": 2});
        editor.tell(
            "workspace/didChangeWatchedFiles",
            json!({"changes": [change]}),
        );
        editor.until(|it| faults(it) == 0);
        assert!(editor.end());
    }
}

#[cfg(unix)]
#[test]
fn files_are_called_as_the_client_calls_its_folder() {
    let scene = Scene::new("link");
    scene.write("real/main.tf", WRONG);
    scene.write("real/other.tf", RIGHT);
    let link = scene.0.join("link");
    std::os::unix::fs::symlink(scene.0.join("real"), &link).unwrap();
    let mut editor = Editor::new(&link);
    editor.open("other.tf");
    editor.settle();
    assert!(
        !editor.found("main.tf").is_empty(),
        "{:?}",
        editor.shown.keys()
    );
    // The same file by another name is the same file.
    editor.open("main.tf");
    editor.retype("main.tf", "enabled = false", "enabled = true");
    editor.settle();
    assert!(
        !editor
            .rules("main.tf")
            .contains(&"private_dns_disabled".to_owned())
    );
    assert_eq!(editor.shown.len(), 2);
    assert!(editor.end());
}
