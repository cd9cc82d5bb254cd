//! Random expressions against the real `terraform`, where one is on PATH: a few hundred at each run, or as many as
//! `VPCELINT_RANDOM_EXPRESSIONS` says, from the seed that `VPCELINT_SEED` says. Functions that go on with texts which are known in part are
//! called `VPCELINT_WEIGHT` times as often as others.
//!
//! What we know and Terraform does not is held against what Terraform says once the unknown is known.
//!
//! `VPCELINT_RANDOM_EXPRESSIONS=20000 cargo test --test random_expressions -- --nocapture` takes some minutes and prints, for each
//! disagreement, the smallest expression that still shows it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it counted"
)]

mod agreement;
#[path = "terraform/answers.rs"]
mod answers;
mod asked;
mod grammar;
mod judgement;
mod oracle;
mod refinement;
mod scene;
mod terraform;

use std::{collections::BTreeMap, env, fmt::Write as _, str::FromStr};

use grammar::{Chance, Grammar, Node};
use judgement::{has_unknown, judge};
use refinement::refines;
use scene::Scene;
use serde_json::Value as Json;

/// How many unless something else is asked for: some seconds.
const FEW: usize = 300;

/// Expressions planned at once.
const BATCH: usize = 250;

/// Candidates asked about in one step of shrinking.
const CANDIDATES: usize = 150;

/// What the unknown of the module may turn out to be.
const GIVEN: [&str; 8] = [
    "0",
    "true",
    "a,b",
    "[\\\"a\\\", \\\"b\\\"]",
    "{\\\"a\\\": \\\"1\\\"}",
    "{\\\"b\\\": 2}",
    "{\\\"a\\\": 1, \\\"b\\\": \\\"x\\\"}",
    "[1, \\\"x\\\"]",
];

/// The functions that go on with texts which are known in part.
const OF_PARTS: [&str; 18] = [
    "chomp",
    "coalesce",
    "format",
    "formatlist",
    "join",
    "lower",
    "regex",
    "regexall",
    "replace",
    "split",
    "substr",
    "templatefile",
    "title",
    "trim",
    "trimprefix",
    "trimspace",
    "trimsuffix",
    "upper",
];

/// Of so many expressions one may have a value for us that Terraform refuses, mostly for want of knowledge.
const MOST_UNREFUSED: usize = 300;

/// Disagreements made small, of the many there may be.
const SHRUNK: usize = 40;

#[test]
fn random_expressions_agree_with_terraform() {
    if !terraform::is_at_hand() {
        return oracle::skipped(
            "random_expressions_agree_with_terraform",
            "there is no terraform on PATH",
        );
    }
    let count = setting("VPCELINT_RANDOM_EXPRESSIONS").unwrap_or(FEW);
    let mut chance = Chance(setting("VPCELINT_SEED").unwrap_or(1));
    let desk = Desk::new();
    let grammar = Grammar::new(&OF_PARTS, setting("VPCELINT_WEIGHT").unwrap_or(1));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong: Vec<(Node, String)> = Vec::new();
    let mut left = count;
    while left > 0 {
        let size = left.min(BATCH);
        left -= size;
        let nodes: Vec<Node> = (0..size).map(|_| grammar.expression(&mut chance)).collect();
        for (node, (verdict, detail)) in nodes.iter().zip(desk.verdicts(&nodes)) {
            *counts.entry(verdict).or_default() += 1;
            if verdict == "less" || verdict == "unrefused" {
                println!("{verdict}: {}\n    {detail}", node.text());
            }
            if verdict == "wrong" {
                wrong.push((node.clone(), detail));
            }
        }
    }
    println!("of {count} expressions: {counts:?}");
    let mut said = String::new();
    for (node, detail) in wrong.into_iter().take(SHRUNK) {
        let (node, detail) = desk.shrink(&grammar, node, detail);
        let _ = writeln!(said, "{}\n    {detail}", node.text());
    }
    assert!(said.is_empty(), "{said}");
    // What Terraform refuses has no value that ours could differ from, but to refuse it too is the rule.
    let unrefused = counts.get("unrefused").copied().unwrap_or(0);
    assert!(
        unrefused * MOST_UNREFUSED <= count,
        "{unrefused} not refused"
    );
}

fn setting<T: FromStr>(name: &str) -> Option<T> {
    env::var(name).ok()?.parse().ok()
}

fn given_directory(index: usize) -> String {
    format!("given/{index}")
}

/// The module that the expressions are written into, for both sides.
struct Desk(Scene);

impl Desk {
    fn new() -> Self {
        let scene = Scene::new("random");
        let modules = GIVEN.iter().enumerate().map(|(index, given)| {
            let variable = format!("variable \"given\" {{\n  default = \"{given}\"\n}}\n");
            (
                given_directory(index),
                variable + &grammar::complete(grammar::MODULE),
            )
        });
        for (directory, main) in modules.chain([(".".to_owned(), grammar::MODULE.to_owned())]) {
            scene.write(&format!("{directory}/main.tf"), main);
            for (name, text) in grammar::FILES {
                scene.write(&format!("{directory}/{name}"), text);
            }
            let said = terraform::terraform(&scene.0.join(directory), &["init", "-no-color"]);
            assert!(said.status.success(), "{said:?}");
        }
        Self(scene)
    }

    /// For each expression how the two answers compare, and where they differ.
    fn verdicts(&self, nodes: &[Node]) -> Vec<(&'static str, String)> {
        let texts: Vec<String> = nodes.iter().map(Node::text).collect();
        let truth = answers::answers(&self.0.0, &texts);
        let ours = asked::answers(&self.0.0, ".", &texts);
        assert_eq!(ours.len(), truth.len());
        let both = ours.iter().zip(&truth);
        let mut verdicts: Vec<_> = both.map(|(ours, truth)| judge(ours, truth)).collect();
        // Before it plans, Terraform checks every expression as if no variable had a value: what it refuses then it may not refuse
        // for the values there are.
        for (index, verdict) in verdicts.iter_mut().enumerate() {
            if matches!(verdict.0, "wrong" | "unrefused") && texts[index].contains("var.") {
                let text = texts[index].replace("var.", "local.var_");
                *verdict = judge(&ours[index], &answers::answers(&self.0.0, &[text])[0]);
            }
            // Knowing more of the parts can settle the type of the whole.
            let has_unknown = ["unknown_", "terraform_data"]
                .iter()
                .any(|name| texts[index].contains(name));
            if verdict.1.starts_with("type ") && has_unknown {
                verdict.0 = "more";
            }
        }
        // What is not known to both is held against what Terraform says once everything is known.
        let open: Vec<usize> = (0..texts.len())
            .filter(|&index| {
                let wrong = verdicts[index].0 == "wrong";
                verdicts[index].0 == "more" || wrong && has_unknown(&truth[index]["unknown"])
            })
            .collect();
        let completed: Vec<String> = open
            .iter()
            .map(|&index| grammar::complete(&texts[index]))
            .collect();
        for &index in &open {
            verdicts[index].0 = "more";
        }
        for (number, given) in GIVEN.iter().enumerate() {
            let truth = answers::answers(&self.0.0.join(given_directory(number)), &completed);
            for (&index, truth) in open.iter().zip(truth) {
                if let Err(why) = holds(&ours[index], &truth) {
                    verdicts[index] = ("wrong", format!("given {given}: {why}"));
                }
            }
        }
        verdicts
    }

    /// The smallest expression found that is still wrong, with what differs.
    fn shrink(&self, grammar: &Grammar, node: Node, detail: String) -> (Node, String) {
        let (mut node, mut detail) = (node, detail);
        loop {
            let mut smaller = grammar.smaller(&node);
            smaller.truncate(CANDIDATES);
            let verdicts = self.verdicts(&smaller);
            let found = verdicts.into_iter().zip(smaller);
            let Some(((_, why), less)) = { found }.find(|((verdict, _), _)| *verdict == "wrong")
            else {
                return (node, detail);
            };
            (node, detail) = (less, why);
        }
    }
}

/// Whether what was answered before the apply holds for what Terraform says once everything is known. What it then refuses, or
/// still does not know, says nothing.
fn holds(before: &Json, truth: &Json) -> Result<(), String> {
    if truth["error"] != Json::Null || has_unknown(&truth["unknown"]) {
        return Ok(());
    }
    if let Some(error) = before["error"].as_str() {
        return Err(format!("refused: {error}"));
    }
    if refines(&before["value"], &before["unknown"], &truth["after"]) {
        Ok(())
    } else {
        Err(format!(
            "ours {}, theirs {}",
            before["value"], truth["after"]
        ))
    }
}
