//! What the real `terraform` says of expressions.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use serde_json::{Value as Json, json};

use crate::terraform::terraform;

/// Expressions that Terraform refuses are left out and the rest is planned again, at most so often.
const ROUNDS: usize = 12;

/// What Terraform says of each expression in the module of `directory`, which is initialised: `{"after", "unknown", "type"}` or
/// `{"error"}`. Some hundred expressions at once: every one becomes an output, marked as sensitive so that any value may stand there.
pub(crate) fn answers(directory: &Path, expressions: &[String]) -> Vec<Json> {
    let mut found: BTreeMap<usize, Json> = BTreeMap::new();
    if expressions.is_empty() {
        return Vec::new();
    }
    for _ in 0..ROUNDS {
        let live: Vec<usize> = (0..expressions.len())
            .filter(|number| !found.contains_key(number))
            .collect();
        let mut outputs = String::new();
        let mut owners = vec![None];
        for &number in &live {
            let block = format!(
                "output \"c{number}\" {{\nsensitive = true\nvalue = {}\n}}\n",
                expressions[number]
            );
            owners.extend(block.lines().map(|_| Some(number)));
            outputs += &block;
        }
        std::fs::write(directory.join("outputs.tf"), outputs).unwrap();
        let plan = terraform(directory, &["plan", "-json", "-input=false", "-out=plan"]);
        if plan.status.success() {
            let shown = terraform(directory, &["show", "-json", "plan"]);
            if let Ok(shown) = serde_json::from_slice::<Json>(&shown.stdout) {
                for number in live {
                    found.insert(number, answer(&shown, &format!("c{number}")));
                }
            } else if let [number] = live[..] {
                found.insert(number, json!({ "error": "SERIALIZE" }));
            } else {
                // One of them holds infinity: Terraform does not say which.
                for half in live.chunks(live.len().div_ceil(2)) {
                    let texts: Vec<String> =
                        half.iter().map(|&it| expressions[it].clone()).collect();
                    found.extend(half.iter().copied().zip(answers(directory, &texts)));
                }
            }
            break;
        }
        let refused = refused(&String::from_utf8_lossy(&plan.stdout), &owners);
        assert!(
            !refused.is_empty(),
            "{}",
            String::from_utf8_lossy(&plan.stdout)
        );
        found.extend(refused);
    }
    assert_eq!(found.len(), expressions.len(), "terraform keeps refusing");
    std::fs::write(directory.join("outputs.tf"), "").unwrap();
    found.into_values().collect()
}

fn answer(shown: &Json, name: &str) -> Json {
    let change = &shown["output_changes"][name];
    json!({
        "after": change["after"],
        "unknown": change.get("after_unknown").unwrap_or(&Json::Bool(false)),
        "type": shown["planned_values"]["outputs"][name]["type"],
    })
}

/// The numbers of the expressions that Terraform refuses, each with its message.
fn refused(said: &str, owners: &[Option<usize>]) -> BTreeMap<usize, Json> {
    let mut refused = BTreeMap::new();
    for line in said.lines() {
        let Ok(event) = serde_json::from_str::<Json>(line) else {
            continue;
        };
        let problem = &event["diagnostic"];
        if problem["severity"] != "error" {
            continue;
        }
        let detail = problem["detail"].as_str().unwrap_or_default();
        let line = problem["range"]["start"]["line"].as_u64();
        let owner = line.and_then(|line| *owners.get(usize::try_from(line).ok()?)?);
        if let Some(number) = owner {
            let mut text = problem["summary"].as_str().unwrap_or_default().to_owned();
            let _ = write!(text, ": {detail}");
            refused
                .entry(number)
                .or_insert_with(|| json!({ "error": text }));
        }
        // Values that JSON cannot hold.
        for named in detail.split("output value \"c").skip(1) {
            let number = named.split('"').next().and_then(|it| it.parse().ok());
            if let Some(number) = number {
                refused.insert(number, json!({ "error": "SERIALIZE" }));
            }
        }
    }
    refused
}
