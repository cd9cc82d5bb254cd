//! What is sensitive is in nothing that is said: one text of a configuration after the other, and none of it is told.

use vpcelint::syntax::ExprKind;

use super::{
    is_sample, none_is_wrong, over_all,
    rewrite::{Argument, Edits, arguments, range, walk},
};
use crate::fixtures::{Case, lint_files};

/// Shorter texts stand in others.
const SHORTEST: usize = 5;

/// Of which type an endpoint is shows in what is asked of it, whatever is told.
const TYPES: [&str; 2] = ["Gateway", "Interface"];

#[test]
fn nothing_that_is_sensitive_is_told() {
    none_is_wrong(&over_all(|case| {
        let is_looked_at = case.kind() == "bad";
        let arguments = is_looked_at.then(|| arguments(&case.files));
        let told = |argument| told(case, argument);
        arguments.iter().flatten().flat_map(told).collect()
    }));
}

/// The texts of an argument that are told although they are sensitive.
fn told(case: &Case, argument: &Argument) -> Vec<String> {
    let mut told = Vec::new();
    walk(&argument.tree, &mut |expr| {
        let ExprKind::String(secret) = &expr.kind else {
            return;
        };
        let written = case.files.iter().map(|(_, text)| text.matches(&**secret));
        let is_once = written.flatten().count() == 1;
        let is_own = secret.len() >= SHORTEST && !TYPES.contains(&&**secret);
        // Addresses are what is said of most.
        let is_address = secret.starts_with(|it: char| it.is_ascii_digit());
        let is_chosen = is_address || is_sample(40, &format!("{case} {secret}"));
        if !is_own || !is_once || !is_chosen {
            return;
        }
        let line_with = |text: &str| {
            let mut files = case.files.clone();
            let mut edits = Edits::default();
            edits.replace(range(expr.span), format!("sensitive(\"{text}\")"));
            files[argument.file].1 = edits.apply(&files[argument.file].1);
            let said = lint_files(&files).all();
            let line = said.lines().find(|line| line.contains(&**secret));
            line.map(|line| line.trim().to_owned())
        };
        // What is told whatever stands there is the linter's own word.
        if let Some(line) = line_with(secret)
            && line_with("another").is_none()
        {
            told.push(format!("{case}: {secret} is told: {line}"));
        }
    });
    told
}
