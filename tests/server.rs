//! The language server, as an editor meets it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod editor;
mod scene;

use std::{
    io::{Read as _, Write as _},
    process::{Command, Stdio},
};

use editor::{Editor, capabilities, uri};
use lsp_server::{Notification, RequestId};
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
    scene.write("main.tf", &WRONG.replace("= false", "= var.dns"));
    scene.write("variables.tf", "variable \"dns\" {\n  default = true\n}\n");
    let mut editor = Editor::new(&scene.0);
    editor.open("main.tf");
    editor.settle();
    let watched = editor.asked.iter().any(|(method, params)| {
        method == "client/registerCapability"
            && params
                .to_string()
                .contains("workspace/didChangeWatchedFiles")
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
    scene.write("main.tf", &WRONG.replace("= false", "= var.dns"));
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
    editor.initialize(json!([]));
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
    let project =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/_projects/small_vpc");
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
