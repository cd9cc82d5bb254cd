//! The order of the modules and what each may do.

#![expect(
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::{fs, path::Path};

use walkdir::WalkDir;

/// The longest `src/rules/<id>.rs` and `src/main.rs`: a rule reads like its sentence, its facts are computed in `network`.
const LONGEST: usize = 60;

/// One file of `src`, without comments, strings and tests.
struct Source {
    /// Relative to `src`, with `/`.
    path: String,
    /// The top-level module it belongs to.
    module: String,
    code: String,
    lines: usize,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources: Vec<_> = WalkDir::new(&root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "rs")
        })
        .map(|entry| {
            let path = entry.path().strip_prefix(&root).unwrap();
            let path = path.to_str().unwrap().replace('\\', "/");
            let text = fs::read_to_string(entry.path()).unwrap();
            Source {
                module: path.split(['/', '.']).next().unwrap().to_owned(),
                path,
                code: code_of(&text),
                lines: text.lines().count(),
            }
        })
        .collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

/// The text without what the compiler does not build into the program. Good enough for code that is formatted.
fn code_of(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut code = String::new();
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default();
        for (index, part) in line.split('"').enumerate() {
            if index % 2 == 0 {
                code.push_str(part);
            }
        }
        code.push('\n');
    }
    code
}

/// The top-level modules named after `crate::`, alone or in braces.
fn imports(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, marker) in code.match_indices("crate::") {
        let rest = &code[at + marker.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.push(word(rest));
            continue;
        };
        let mut depth = 0_i32;
        let mut expects = true;
        for (at, character) in group.char_indices() {
            match character {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => expects = true,
                other if expects && !other.is_whitespace() => {
                    found.push(word(&group[at..]));
                    expects = false;
                }
                _ => {}
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

fn word(text: &str) -> &str {
    let end = text.find(|character: char| !character.is_alphanumeric() && character != '_');
    &text[..end.unwrap_or(text.len())]
}

#[test]
fn modules_look_up_only() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let order: Vec<_> = map
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let rank = |module: &str| order.iter().position(|other| *other == module);
    let mut wrong = Vec::new();
    for source in sources() {
        if matches!(source.path.as_str(), "lib.rs" | "main.rs") {
            continue;
        }
        let own = rank(&source.module);
        assert!(
            own.is_some(),
            "src/{} is not declared in src/lib.rs",
            source.path
        );
        for import in imports(&source.code) {
            if rank(import).is_some_and(|rank| Some(rank) > own) {
                wrong.push(format!("src/{} looks down at `{import}`", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn imports_are_found() {
    let code = "use crate::a::B;\nuse crate::{\n    c::{D, E},\n    f,\n};\nlet x = crate::g::h();";
    assert_eq!(imports(code), ["a", "c", "f", "g"]);
    assert_eq!(
        code_of("a // crate::x\n\"crate::y\" b\n#[cfg(test)]\nc"),
        "a \n b\n"
    );
}

/// Fails with every file that uses one of `words` though none of `allowed` is the beginning of its path.
fn only(allowed: &[&str], words: &[&str]) {
    let mut wrong = Vec::new();
    for source in sources() {
        let may = allowed.iter().any(|prefix| source.path.starts_with(prefix));
        for word in words.iter().filter(|_| !may) {
            if source.code.contains(word) {
                wrong.push(format!("src/{} uses `{word}`", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "only {allowed:?} may: {wrong:#?}");
}

#[test]
fn only_source_reads_the_disk() {
    only(
        // Reports are written through one module, which reads none of them.
        &["source", "report/document.rs"],
        &[
            "std::fs",
            "fs::",
            "File::",
            "read_dir(",
            "WalkDir",
            "walkdir::",
            ".canonicalize(",
            ".exists()",
            ".is_file()",
            ".is_dir()",
            ".metadata()",
            ".read_link(",
        ],
    );
}

#[test]
fn only_report_and_main_write() {
    only(
        &["report", "main.rs"],
        &[
            "print!", "println!", "stdout()", "stderr()", "Stdout", "Stderr",
        ],
    );
}

#[test]
fn each_crate_has_its_place() {
    only(&["report/human"], &["miette"]);
    only(&["syntax"], &["hcl_edit", "jsonc_parser"]);
    only(&["cli", "inspect.rs", "report.rs", "main.rs"], &["clap"]);
    only(
        &["lint", "eval/functions"],
        &["sha2::", "rayon::ThreadPool"],
    );
}

#[test]
fn modules_are_named_after_what_they_hold() {
    for source in sources() {
        for part in source.path.trim_end_matches(".rs").split('/') {
            assert!(
                !["util", "utils", "helper", "helpers", "common", "misc"].contains(&part),
                "src/{}",
                source.path
            );
        }
        assert!(
            !source.path.ends_with("/mod.rs"),
            "src/{}: name it after its directory",
            source.path
        );
    }
}

#[test]
fn rules_are_short() {
    for source in sources() {
        if source.path.starts_with("rules/") || source.path == "main.rs" {
            assert!(
                source.lines <= LONGEST,
                "src/{} has {} lines",
                source.path,
                source.lines
            );
        }
    }
}
