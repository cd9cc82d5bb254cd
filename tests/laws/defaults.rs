//! Laws 3 and 9 over defaults and locals: those that fixtures have, and those that their literals become.

use std::sync::{
    LazyLock,
    atomic::{AtomicUsize, Ordering},
};

use vpcelint::syntax::{Block, Expr, ExprKind};

use super::{
    cases, each, is_sample,
    moving::{MOVED, moved, moved_to_default},
    none_is_wrong, over_all,
    rewrite::{Edits, Files, called, directory, is_native, literals, other_value, parsed, range},
};
use crate::fixtures::{Run, lint_without, looked_at};

/// A local that is taken away leaves references to nothing behind.
fn lint_files(files: &Files) -> Run {
    lint_without(&["undeclared_reference"], files)
}

/// Of literals one in so many is enough.
const ONE_IN: u64 = 16;

/// A default of a root's variable, or a local.
pub(super) struct Declared {
    file: usize,
    /// The whole declaration: a `default` argument, a `locals` block.
    whole: std::ops::Range<usize>,
    value: std::ops::Range<usize>,
    /// Another value of its type.
    other: Option<String>,
}

pub(super) fn defaults(files: &Files) -> Vec<Declared> {
    let called = called(files);
    let mut found = Vec::new();
    for (file, (name, text)) in files.iter().enumerate() {
        if !is_native(name) || called.contains(directory(name)) {
            continue;
        }
        for block in parsed(text).blocks("variable") {
            if let Some(default) = block.body.attribute("default") {
                found.push(Declared {
                    file,
                    whole: range(default.span),
                    value: range(default.value.span),
                    other: other_default(text, block, &default.value),
                });
            }
        }
    }
    found
}

/// Another value of a variable's type.
fn other_default(text: &str, variable: &Block, default: &Expr) -> Option<String> {
    let ty = variable.body.attribute("type");
    let ty = ty.map_or("", |ty| &text[range(ty.value.span)]);
    let filled = match ty {
        "string" | "any" => "\"other\"",
        "bool" => "true",
        "number" => "7",
        "list(string)" | "set(string)" => "[\"other\"]",
        "map(string)" => "{ other = \"other\" }",
        _ => "null",
    };
    match &default.kind {
        ExprKind::Null => Some(filled.to_owned()),
        ExprKind::Tuple(items) if items.is_empty() => Some(filled.to_owned()),
        ExprKind::Object(items) if items.is_empty() => Some(filled.to_owned()),
        _ => other_value(default),
    }
    .filter(|other| other != "null")
}

fn locals(files: &Files) -> Vec<Declared> {
    let mut found = Vec::new();
    for (file, (name, text)) in files.iter().enumerate() {
        if is_native(name) {
            for block in parsed(text).blocks("locals") {
                found.push(Declared {
                    file,
                    whole: range(block.span),
                    value: range(block.span),
                    other: None,
                });
            }
        }
    }
    found
}

/// The files with some of their declarations edited.
fn edited(files: &Files, declared: &[&Declared], edit: impl Fn(&mut Edits, &Declared)) -> Files {
    let mut files = files.clone();
    for (number, (_, text)) in files.iter_mut().enumerate() {
        let mut edits = Edits::default();
        for it in declared.iter().filter(|it| it.file == number) {
            edit(&mut edits, it);
        }
        *text = edits.apply(text);
    }
    files
}

pub(super) fn without(files: &Files, declared: &[&Declared]) -> Files {
    edited(files, declared, |edits, it| {
        edits.replace(it.whole.clone(), "");
    })
}

fn with_others(files: &Files, declared: &[&Declared]) -> Files {
    edited(files, declared, |edits, it| {
        if let Some(other) = &it.other {
            edits.replace(it.value.clone(), other.as_str());
        }
    })
}

/// What one run adds to another, but syntax errors.
pub(super) fn added(before: &Run, after: &Run) -> Vec<(String, String)> {
    let before = before.found();
    let mut added = after.found();
    added.retain(|claim| claim.0 != "syntax" && !before.contains(claim));
    added.into_iter().collect()
}

/// Law 3: without its defaults, or its locals, a configuration has no fault that it did not have.
#[test]
fn knowing_less_never_adds_a_finding() {
    let looked = AtomicUsize::new(0);
    let wrong = over_all(|case| {
        let before = LazyLock::new(|| lint_files(&case.files));
        let mut wrong = Vec::new();
        for (what, declared) in [
            ("default", defaults(&case.files)),
            ("locals", locals(&case.files)),
        ] {
            let each = declared.iter().map(|it| vec![it]);
            let all = (declared.len() > 1).then(|| declared.iter().collect());
            for less in each.chain(all) {
                looked.fetch_add(1, Ordering::Relaxed);
                let added = added(&before, &lint_files(&without(&case.files, &less)));
                if !added.is_empty() {
                    wrong.push(format!("{case}: without {} {what}: {added:?}", less.len()));
                }
            }
        }
        wrong
    });
    let looked = looked.into_inner();
    looked_at(
        looked,
        50,
        "configurations without a default or locals of their own",
    );
    none_is_wrong(&wrong);
}

/// Law 3: the same where a literal has become a default or a local, which is then deleted; in good fixtures, where every finding
/// would be a false alarm, each literal in its turn. The faulty ones are looked at with law 9. Where a rule presumes what is usual,
/// the fixture of the unusual says so: `# presumed: <reason>`.
#[test]
fn knowing_one_literal_less_never_adds_a_finding() {
    let looked = AtomicUsize::new(0);
    let wrong = over_all(|case| {
        let is_presumed = |(_, text): &(String, String)| text.contains("# presumed: ");
        if case.files.iter().any(is_presumed) {
            return Vec::new();
        }
        let before = LazyLock::new(|| lint_files(&case.files));
        let mut wrong = Vec::new();
        for literal in literals(&case.files) {
            let reference = format!("local.{MOVED}");
            let mut ways = vec![("a local", moved(&case.files, &literal, &reference, ""))];
            if case.kind() != "bad" {
                ways.push(("a variable", moved_to_default(&case.files, &literal, None)));
            }
            for (what, less) in ways {
                if !is_sample(ONE_IN, &format!("{case} {what} {:?}", literal.range)) {
                    continue;
                }
                looked.fetch_add(1, Ordering::Relaxed);
                let added = added(&before, &lint_files(&less));
                if !added.is_empty() {
                    wrong.push(format!("{case}: {} as {what}: {added:?}", literal.text));
                }
            }
        }
        wrong
    });
    let looked = looked.into_inner();
    looked_at(looked, 2500, "configurations with one literal less");
    none_is_wrong(&wrong);
}

/// Law 9: what is certain stays found whatever the defaults of a configuration become, each alone and all together.
#[test]
fn what_is_certain_survives_every_default() {
    let looked = AtomicUsize::new(0);
    let wrong = over_all(|case| {
        let declared = defaults(&case.files);
        let certain = lint_files(&case.files).certain();
        if declared.is_empty() || certain.is_empty() {
            return Vec::new();
        }
        let mut wrong = Vec::new();
        let each = declared.iter().map(|it| vec![it]);
        for some in each.chain([declared.iter().collect()]) {
            for (what, files) in [
                ("deleted", without(&case.files, &some)),
                ("replaced", with_others(&case.files, &some)),
            ] {
                looked.fetch_add(1, Ordering::Relaxed);
                let after = lint_files(&files).found();
                let lost: Vec<_> = certain.difference(&after).collect();
                if !lost.is_empty() {
                    wrong.push(format!("{case}: {} defaults {what}: {lost:?}", some.len()));
                }
            }
        }
        wrong
    });
    let looked = looked.into_inner();
    looked_at(
        looked,
        10,
        "configurations with certain findings and another default",
    );
    none_is_wrong(&wrong);
}

/// Law 9: a literal becomes a default, which is deleted or replaced: what was certain beside it is still found. And law 3: what is
/// found without it is found with it and with the other value.
#[test]
fn what_is_certain_survives_every_literal() {
    let (looked, hung) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let wrong = over_all(|case| {
        if lint_files(&case.files).certain().is_empty() {
            return Vec::new();
        }
        let mut wrong = Vec::new();
        for literal in literals(&case.files) {
            let sample = is_sample(ONE_IN, &format!("{case} {:?}", literal.range));
            if literal.text.contains('(') || !sample {
                continue;
            }
            let run = |default: Option<&str>| {
                lint_files(&moved_to_default(&case.files, &literal, default))
            };
            let with = run(Some(&literal.text));
            let (other, none) = (run(Some(&literal.other)), run(None));
            looked.fetch_add(1, Ordering::Relaxed);
            for claim in with.certain() {
                let lost_in = |it: &Run| !it.found().contains(&claim);
                if lost_in(&other) || lost_in(&none) {
                    wrong.push(format!(
                        "{case}: {} as a default: {claim:?} is certain",
                        literal.text
                    ));
                }
            }
            if with.found() != other.found() {
                hung.fetch_add(1, Ordering::Relaxed);
            }
            for known in [&with, &other] {
                let added = added(known, &none);
                if !added.is_empty() {
                    wrong.push(format!(
                        "{case}: {} out of sight adds {added:?}",
                        literal.text
                    ));
                }
            }
        }
        wrong
    });
    let (looked, hung) = (looked.into_inner(), hung.into_inner());
    looked_at(looked, 250, "literals beside certain findings");
    looked_at(hung, 80, "of them decide");
    none_is_wrong(&wrong);
}

/// Law 9 needs something certain to look at.
#[test]
fn some_findings_are_certain() {
    let certain = each(&cases(), |case| {
        !lint_files(&case.files).certain().is_empty()
    });
    let certain = certain.into_iter().filter(|it| *it).count();
    looked_at(certain, 45, "fixtures with certain findings");
}
