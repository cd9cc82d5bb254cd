//! Law 6: where a value is written, and what its name is, changes no finding but in its proof.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::{
    defaults::{added, defaults, without},
    none_is_wrong, over_all,
    rewrite::{Edits, Files, Literal, is_native, literals, parsed, range},
};
use crate::fixtures::{Run, SETTINGS, lint_without, looked_at};

/// Whether files belong together, and whether a caller may still say what an endpoint leads to, hangs on whether a module is called;
/// and what is declared twice is told by its name.
fn lint_files(files: &Files) -> Run {
    const LEFT_OUT: [&str; 4] = [
        "duplicate_declaration",
        "endpoint_without_target",
        // About how it is written: a literal that is moved is no literal there.
        "hardcoded_endpoint_region",
        "region_attribute_deprecated",
    ];
    lint_without(&LEFT_OUT, files)
}

/// The variable or local that a literal becomes.
pub(super) const MOVED: &str = "moved_by_the_test";

/// The files with one literal read from somewhere else, which `declaration` adds to its file.
pub(super) fn moved(files: &Files, literal: &Literal, reference: &str, declaration: &str) -> Files {
    let mut files = files.clone();
    let text = &mut files[literal.file].1;
    text.replace_range(literal.range.clone(), reference);
    text.push_str(declaration);
    files
}

/// The files with one literal read from a variable.
pub(super) fn moved_to_default(files: &Files, literal: &Literal, default: Option<&str>) -> Files {
    let default = default.map_or(String::new(), |it| format!("  default = {it}\n"));
    let declaration = format!("\nvariable \"{MOVED}\" {{\n{default}}}\n");
    moved(files, literal, &format!("var.{MOVED}"), &declaration)
}

/// Literals that lie in no other. Defaults may call no function.
fn outermost(mut literals: Vec<Literal>) -> Vec<Literal> {
    literals.retain(|it| !it.text.contains('('));
    literals.sort_by_key(|it| (it.file, it.range.start, std::cmp::Reverse(it.range.end)));
    let mut outermost: Vec<Literal> = Vec::new();
    for literal in literals {
        let within =
            |last: &Literal| last.file == literal.file && literal.range.end <= last.range.end;
        if !outermost.last().is_some_and(within) {
            outermost.push(literal);
        }
    }
    outermost
}

/// All literals of a configuration become defaults, and then locals, at once. And law 3: without any of them there is no other
/// fault.
#[test]
fn moving_all_literals_changes_only_the_proof() {
    let looked = AtomicUsize::new(0);
    let wrong = over_all(|case| {
        let all = outermost(literals(&case.files));
        if all.is_empty() {
            return Vec::new();
        }
        let before = lint_files(&case.files);
        looked.fetch_add(1, Ordering::Relaxed);
        let mut wrong = Vec::new();
        for kind in ["var", "local"] {
            let mut files = case.files.clone();
            for (number, (_, text)) in files.iter_mut().enumerate() {
                let (mut edits, mut declarations) = (Edits::default(), String::new());
                for (index, it) in all.iter().enumerate().filter(|(_, it)| it.file == number) {
                    let name = format!("{MOVED}_{number}_{index}");
                    edits.replace(it.range.clone(), format!("{kind}.{name}"));
                    let (header, name) = match kind {
                        "var" => (format!("variable \"{name}\""), "default"),
                        _ => ("locals".to_owned(), name.as_str()),
                    };
                    let _ = writeln!(declarations, "\n{header} {{\n  {name} = {}\n}}", it.text);
                }
                *text = edits.apply(text) + &declarations;
            }
            let after = lint_files(&files);
            if after.claims() != before.claims() {
                wrong.push(format!(
                    "{case}: all literals as {kind}:\n  {:?}\n  {:?}",
                    before.claims(),
                    after.claims()
                ));
            }
            if kind == "var" {
                let declared = defaults(&files);
                let less = without(&files, &declared.iter().collect::<Vec<_>>());
                let added = added(&before, &lint_files(&less));
                if !added.is_empty() {
                    wrong.push(format!("{case}: without any literal: {added:?}"));
                }
            }
        }
        wrong
    });
    let looked = looked.into_inner();
    looked_at(looked, 200, "configurations with all literals moved");
    none_is_wrong(&wrong);
}

/// What a configuration hands out, so that it does when it is called.
fn handed_on(files: &Files) -> String {
    let lines = files.iter().flat_map(|(_, text)| text.lines());
    let names = lines.filter_map(|line| line.strip_prefix("output \"")?.split('"').next());
    let mut outputs = String::new();
    for name in names {
        let _ = writeln!(
            outputs,
            "output \"{name}\" {{\n  value = module.called.{name}\n}}"
        );
    }
    outputs
}

/// A configuration that is called as a module, with literals passed as arguments, each in its turn, has the same faults.
#[test]
fn moving_a_literal_into_a_module_argument_changes_only_the_proof() {
    let looked = AtomicUsize::new(0);
    let wrong = over_all(|case| {
        let is_root = |(name, _): &(String, String)| name.contains("tfvars");
        if !case.is_one_directory() || case.files.iter().any(is_root) {
            return Vec::new();
        }
        let before = lint_files(&case.files).claims();
        let mut wrong = Vec::new();
        for literal in outermost(literals(&case.files)).iter().step_by(5) {
            looked.fetch_add(1, Ordering::Relaxed);
            let call = format!(
                "module \"called\" {{\n  source = \"./called\"\n  {MOVED} = {}\n}}\n",
                literal.text
            );
            let call = call + &handed_on(&case.files);
            let mut files = vec![("main.tf".to_owned(), call)];
            for (name, text) in moved_to_default(&case.files, literal, None) {
                // Settings stay with the root.
                let stays = name == SETTINGS;
                files.push((
                    if stays {
                        name
                    } else {
                        format!("called/{name}")
                    },
                    text,
                ));
            }
            let after = lint_files(&files).claims_inside("module.called.");
            if after != before {
                wrong.push(format!(
                    "{case}: {} passed as an argument:\n  {before:?}\n  {after:?}",
                    literal.text
                ));
            }
        }
        wrong
    });
    let looked = looked.into_inner();
    looked_at(looked, 500, "configurations called with a literal");
    none_is_wrong(&wrong);
}

/// The names of locals do not matter, but for what is said of a local itself.
#[test]
fn renaming_locals_changes_nothing() {
    let wrong = over_all(|case| {
        let renamed: Files = case
            .files
            .iter()
            .map(|(name, text)| {
                if is_native(name) {
                    (name.clone(), with_renamed_locals(text))
                } else {
                    (name.clone(), text.clone())
                }
            })
            .collect();
        if renamed == case.files {
            return Vec::new();
        }
        let after = lint_files(&renamed).claims().into_iter();
        let named_before = |address: String| address.replace("local.renamed_", "local.");
        let after: BTreeSet<_> = after
            .map(|(rule, severity, addresses)| {
                let addresses: Vec<_> = addresses.into_iter().map(named_before).collect();
                (rule, severity, addresses)
            })
            .collect();
        if after == lint_files(&case.files).claims() {
            Vec::new()
        } else {
            vec![format!("{case}: {after:?}")]
        }
    });
    none_is_wrong(&wrong);
}

/// The text with every local called otherwise.
fn with_renamed_locals(text: &str) -> String {
    let mut out = text.to_owned();
    let body = parsed(text);
    let locals = body
        .blocks("locals")
        .flat_map(|block| &block.body.attributes);
    let mut names: Vec<_> = locals.map(|it| range(it.name_span)).collect();
    names.sort_by_key(|name| name.start);
    for name in names.into_iter().rev() {
        out.insert_str(name.start, "renamed_");
    }
    out.replace("local.", "local.renamed_")
}
