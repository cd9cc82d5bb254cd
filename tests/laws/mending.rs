//! Law 4: a fix silences its rule, adds no finding, leaves what parses, and is no more to be done when it is done.

use std::{collections::BTreeSet, fs, process::Command};

use super::{
    cases, each, none_is_wrong,
    rewrite::{is_native, parsed, range},
};
use crate::fixtures::{Case, Claims, Mend, lint_files, looked_at, pages, written};

/// The fixtures, and the bad examples of pages.
fn all() -> Vec<Case> {
    let mut all = cases();
    all.extend(pages().iter().filter_map(Case::of_bad_example));
    all
}

#[test]
fn a_fix_mends_what_it_is_for_and_nothing_else() {
    let cases = all();
    let looked = each(&cases, |case| {
        let run = lint_files(&case.files);
        let before = run.claims_by_attribute();
        let mends = run.mends();
        let faults = mends.iter().flat_map(|mend| {
            let said = faults_of(case, &before, mend);
            said.map(|it| format!("{case}: {}: {it}\n{}", mend.title, mend.lines(&case.files)))
        });
        (faults.collect::<Vec<_>>(), mends)
    });
    let fixes = looked.iter().map(|(_, mends)| mends.len()).sum();
    let fixtures = looked.iter().filter(|(_, mends)| !mends.is_empty()).count();
    let mut wrong: Vec<String> = Vec::new();
    wrong.extend(looked.iter().flat_map(|(wrong, _)| wrong.clone()));
    let mends = cases
        .iter()
        .zip(&looked)
        .flat_map(|(case, (_, mends))| mends.iter().map(move |mend| (case, mend)));
    wrong.extend(unformatted(&mends.collect::<Vec<_>>()));
    none_is_wrong(&wrong);
    looked_at(fixes, 40, "fixes");
    looked_at(fixtures, 30, "fixtures with fixes");
}

fn faults_of(case: &Case, before: &Claims, mend: &Mend) -> impl Iterator<Item = String> {
    let run = lint_files(&mend.applied_to(&case.files));
    let after = run.claims_by_attribute();
    let count = |claims: &Claims, claim| claims.get(claim).copied().unwrap_or(0);
    let mut wrong = Vec::new();
    for claim in &mend.claims {
        if count(&after, claim) >= count(before, claim) {
            wrong.push(format!("its rule still says {claim:?}"));
        }
    }
    for claim in after
        .keys()
        .filter(|it| count(&after, it) > count(before, it))
    {
        wrong.push(format!("it brings {claim:?}"));
    }
    for (name, text) in mend.texts.iter().filter(|(name, _)| is_native(name)) {
        let blocks = parsed(text).blocks;
        let defaults = blocks.iter().filter(|block| &*block.kind == "variable");
        let defaults = defaults.filter_map(|block| block.body.attribute("default"));
        let refers = |text: &str| {
            ["aws_", "var.", "local."]
                .iter()
                .any(|it| text.contains(it))
        };
        for default in defaults.filter(|it| refers(&text[range(it.value.span)])) {
            wrong.push(format!(
                "{name}: a default refers: {}",
                &text[range(default.span)]
            ));
        }
    }
    let same = |other: &&Mend| other.title == mend.title && other.claims == mend.claims;
    if run.mends().iter().filter(same).count() > 1 {
        wrong.push("it is to be done again".to_owned());
    }
    wrong.into_iter()
}

/// The files that Terraform's own formatter, where there is one, changes although it leaves them alone as they were.
fn unformatted(mends: &[(&Case, &Mend)]) -> Vec<String> {
    let mut files = Vec::new();
    for (index, (case, mend)) in mends.iter().enumerate() {
        for (name, text) in &mend.texts {
            let before = case.files.iter().find(|(it, _)| it == name);
            files.extend(before.map(|(_, old)| (format!("{index}/before/{name}"), old.clone())));
            files.push((format!("{index}/after/{name}"), text.clone()));
        }
    }
    let directory = written(&files);
    let output = Command::new("terraform")
        .args(["fmt", "-list=true", "-write=true", "-recursive"])
        .current_dir(&directory.path)
        .output();
    let Ok(output) = output else {
        return Vec::new();
    };
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    let changed: BTreeSet<&str> = listed.lines().collect();
    let is_new = |name: &&&str| {
        let before = name.replacen("/after/", "/before/", 1);
        name.contains("/after/") && !changed.contains(&*before)
    };
    let wrong = changed.iter().filter(is_new).map(|name| {
        let (index, _) = name.split_once('/').unwrap();
        let (case, mend) = mends[index.parse::<usize>().unwrap()];
        let wanted = fs::read_to_string(directory.path.join(name)).unwrap();
        format!(
            "{case}: {}: terraform fmt makes of it\n{wanted}",
            mend.title
        )
    });
    wrong.collect()
}

/// All fixes that are made one after the other end, and what is left then has none.
#[test]
fn fixes_come_to_an_end() {
    let wrong = each(&all(), |case| {
        let mut files = case.files.clone();
        for _ in 0..20 {
            let mend = lint_files(&files).mends().into_iter().next()?;
            files = mend.applied_to(&files);
        }
        Some(format!("{case} is mended for ever"))
    });
    none_is_wrong(&wrong.into_iter().flatten().collect::<Vec<_>>());
}
