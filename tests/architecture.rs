//! The order of the files and what each may do.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "architecture/code.rs"]
mod code;
#[path = "architecture/graph.rs"]
mod graph;
mod oracle;

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use code::{File, PROGRAM, rust_files};
use graph::Graph;

/// Where the repository's Rust is.
const RUST: [&str; 3] = ["src", "tests", "benches"];

/// The most lines of code in a rule: it reads like its sentence, its facts are computed in `network`.
const LONGEST_RULE: usize = 40;

/// The most lines of `src/main.rs`, whatever they hold.
const LONGEST_MAIN: usize = 60;

/// Files that no `mod` line declares, today: a macro does.
const UNDECLARED: &[&str] = &[];

/// Uses of what is declared further down, today.
const DOWNWARD: &[&str] = &[];

/// Rules with more than [`LONGEST_RULE`] lines, today.
const TOO_LONG: &[&str] = &[];

/// Files that rustfmt would change, today.
const UNFORMATTED: &[&str] = &[];

/// Fails when anything is found that is not known, or when what is known is not found any more: such a list only shrinks.
fn hold(law: &str, found: &BTreeSet<String>, known: &[&str]) {
    let known: BTreeSet<String> = known.iter().map(|&it| it.to_owned()).collect();
    let new: Vec<_> = found.difference(&known).collect();
    assert!(new.is_empty(), "{law}: {new:#?}");
    let gone: Vec<_> = known.difference(found).collect();
    assert!(
        gone.is_empty(),
        "{law}: mended, so strike it off the list: {gone:#?}"
    );
}

/// Only upward, file by file. Where the ways to two files part, in the `mod` list of some file, the later one may use the earlier one and
/// never the other way round: so there are no circles, neither between two files nor through others. What counts is every path that is
/// written, in `use`, in code, in the arguments of macros, followed through re-exports to the file where the thing itself is written.
///
/// A file and the files below it are one room: a parent uses its children, and they use what the parent itself defines. Methods that are
/// called on a value are no paths.
#[test]
fn files_look_up_only() {
    let graph = Graph::new(&PROGRAM);
    hold("no `mod` line declares it", &graph.undeclared(), UNDECLARED);
    hold("it takes in all of a module", &graph.globs(), &[]);
    hold(
        "a file uses what is declared further down",
        &graph.downward(),
        DOWNWARD,
    );
}

#[test]
fn uses_are_found() {
    let files = [
        File::parse("lib.rs", "mod a;\n\nmod b;\n\nmod c;"),
        File::parse(
            "a.rs",
            "mod x;\nmod y;\npub use y::Other as Renamed;\nstruct Own;",
        ),
        File::parse(
            "a/x.rs",
            "/// [`crate::c::Doc`]\nuse super::{Own, Renamed};\n#[cfg(test)]\nmod tests { use crate::c::T; }\nfn f() { g(\"crate::c\"); m!(crate::b::z(1)); }",
        ),
        File::parse(
            "a/y.rs",
            "use super::x;\nuse x::X;\nfn f() -> super::super::b::B { x::f() }",
        ),
        File::parse(
            "b.rs",
            "use std::{fs, fmt::{self as f, Debug}};\nuse crate::{a::{self, x::*}, c::C};\nstruct B;",
        ),
        File::parse(
            "c.rs",
            "use crate::b as other;\nfn f() { other::g(); a::b(); }",
        ),
        File::parse("d.rs", ""),
    ];
    let graph = Graph::new(&files);
    let downward = [
        "a/x.rs -> a/y.rs",
        "a/x.rs -> b.rs",
        "a/y.rs -> b.rs",
        "b.rs -> c.rs",
    ];
    assert_eq!(graph.downward(), downward.map(str::to_owned).into());
    assert_eq!(graph.undeclared(), ["d.rs".to_owned()].into());
    assert_eq!(graph.globs(), ["b.rs: crate::a::x::*".to_owned()].into());
    assert_eq!(files[2].tests, Vec::<String>::new());
}

#[test]
fn words_are_found() {
    let text = "//! fs::read\nuse std::{fs as disk, io};\nuse rayon::{ThreadPool, prelude::*};\n#[cfg(test)]\nmod tests;\n\n\
                impl A {\n    #[cfg(test)]\n    fn t() {\n        walkdir::x();\n    }\n    fn u(p: &P) -> bool {\n        // dbg!\n        \
                println!(\"a\nb\", x.g(disk::read(p)), p.q.exists());\n        p.is_dir(1)\n    }\n}\n";
    let file = File::parse("a.rs", text);
    for used in [
        "std::fs",
        "std::io",
        "rayon",
        "rayon::ThreadPool",
        "rayon::prelude",
        "println!",
        ".exists()",
        "P",
    ] {
        assert!(file.has(used), "{used}");
    }
    for unused in [
        "walkdir",
        "read_dir",
        "std::fs::write",
        "dbg!",
        ".is_dir()",
        "std::fsx",
        "print!",
        "rayon::Thread",
        "B",
    ] {
        assert!(!file.has(unused), "{unused}");
    }
    assert_eq!(file.tests, ["tests"]);
    assert_eq!((file.lines, file.children.len()), (9, 0));
}

/// Fails with every file that uses something of `what` though none of `allowed` is the beginning of its path.
fn only(allowed: &[&str], what: &[&str]) {
    let mut wrong = BTreeSet::new();
    for file in PROGRAM.iter() {
        let may = allowed.iter().any(|prefix| file.path.starts_with(prefix));
        for word in what.iter().filter(|word| !may && file.has(word)) {
            wrong.insert(format!("src/{} uses `{word}`", file.path));
        }
    }
    hold(&format!("only {allowed:?} may"), &wrong, &[]);
}

#[test]
fn only_source_reads_the_disk() {
    only(&["filesystem"], &["std::fs"]);
    only(
        // Reports are written through one module, which reads none of them.
        &["source", "report/document.rs"],
        &["crate::filesystem"],
    );
    only(
        &["filesystem", "source", "report/document.rs"],
        &[
            "walkdir",
            ".canonicalize()",
            ".exists()",
            ".try_exists()",
            ".is_file()",
            ".is_dir()",
            ".is_symlink()",
            ".metadata()",
            ".symlink_metadata()",
            ".read_dir()",
            ".read_link()",
        ],
    );
}

#[test]
fn only_report_and_main_write() {
    // And the language server, which speaks to whoever started it.
    only(
        &["report", "main.rs", "server/transport.rs"],
        &[
            "print!",
            "println!",
            "eprint!",
            "eprintln!",
            "dbg!",
            "stdout",
            "stderr",
            "Stdout",
            "Stderr",
        ],
    );
}

#[test]
fn each_crate_has_its_place() {
    only(&["report/human"], &["miette"]);
    only(&["report/html.rs"], &["minijinja"]);
    only(&["report/links.rs"], &["supports_hyperlinks"]);
    only(&["report/listing.rs", "report/patch.rs"], &["similar"]);
    only(&["syntax"], &["hcl_edit", "jsonc_parser"]);
    only(&["cli", "inspect.rs", "report.rs", "main.rs"], &["clap"]);
    only(&["cli"], &["clap_complete", "clap_mangen"]);
    only(&["config"], &["toml"]);
    only(&["server"], &["lsp_server", "lsp_types"]);
    only(&["eval/functions/yaml"], &["saphyr_parser"]);
    only(&["eval/functions/pattern"], &["regex"]);
    only(&["eval/functions/hash.rs"], &["md5", "sha1"]);
    only(
        &["eval/functions/hash.rs", "lint/fingerprint.rs"],
        &["sha2"],
    );
    only(
        &["pool.rs"],
        &["rayon::ThreadPool", "rayon::ThreadPoolBuilder"],
    );
}

#[test]
fn modules_are_named_after_what_they_hold() {
    for file in PROGRAM.iter() {
        for part in &file.module {
            assert!(
                !["util", "utils", "helper", "helpers", "common", "misc"].contains(&&**part),
                "src/{}",
                file.path
            );
        }
        assert!(
            !file.path.ends_with("/mod.rs"),
            "src/{}: name it after its directory",
            file.path
        );
    }
}

/// Lines of code as rustfmt sets them, imports included; comments, blank lines and tests are free.
#[test]
fn rules_are_short() {
    let long = PROGRAM
        .iter()
        .filter(|file| file.path.starts_with("rules/") && file.lines > LONGEST_RULE);
    let long = long.map(|file| file.path.clone()).collect();
    hold("a rule is too long", &long, TOO_LONG);
    let main = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs"));
    let lines = main.unwrap().lines().count();
    assert!(lines <= LONGEST_MAIN, "src/main.rs has {lines} lines");
}

/// Every file that is there, for `cargo fmt` sees only those that a `mod` line leads to.
#[test]
fn every_file_is_formatted() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("rustfmt")
        .args(["--check", "-l", "--edition", "2024"])
        .args(rust_files(&RUST))
        .current_dir(home)
        .output();
    let Some(output) = output.ok().filter(|it| it.status.code().is_some()) else {
        return oracle::skipped("every_file_is_formatted", "there is no rustfmt on PATH");
    };
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(complaints.is_empty(), "{complaints}");
    let changed = String::from_utf8(output.stdout).unwrap();
    let changed = changed.lines().map(|path| {
        let path = Path::new(path).strip_prefix(home).unwrap();
        path.to_str().unwrap().replace('\\', "/")
    });
    hold(
        "run `rustfmt --edition 2024`",
        &changed.collect(),
        UNFORMATTED,
    );
}
