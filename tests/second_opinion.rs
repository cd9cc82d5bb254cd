//! The policy engine against an independent one, `@cloud-copilot/iam-simulate` of npm.
//!
//! The engine says of classes of requests whether all or any pass. Each class is stood for by requests in full, of which the simulator decides
//! one by one. What it decided of a few hundred policies is recorded in `second_opinion/answers.jsonl`; with the simulator at hand it is asked
//! anew, of as many as `VPCELINT_POLICIES` says, from the seed that `VPCELINT_SEED` says:
//!
//! `npm install --prefix DIR @cloud-copilot/iam-simulate@0.1.173`, then
//! `VPCELINT_SIMULATOR=DIR cargo test --test second_opinion -- --nocapture`. With `BLESS` the first few are recorded.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it counted"
)]

#[path = "second_opinion/policies.rs"]
mod policies;
#[path = "second_opinion/requests.rs"]
mod requests;

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    io::Write as _,
    process::{Command, Stdio},
    thread,
};

use policies::Chance;
use requests::CLASSES;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use vpcelint::{
    network::{Identity, Policy},
    value::{Truth, Value},
};

const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/second_opinion");

/// How many policies are recorded.
const RECORDED: usize = 300;

/// How many are asked about anew unless something else is asked for.
const ASKED: usize = 3000;

/// Of so many answers one may take things for such that do not hang together.
const MOST_HANGING: usize = 50;

/// A policy, whether it asks for tags, and of each request whether the simulator lets it pass.
struct Opinion {
    policy: Json,
    tagged: bool,
    passes: String,
}

#[test]
fn an_independent_evaluator_agrees() {
    let opinions = match env::var("VPCELINT_SIMULATOR") {
        Ok(_) => asked(),
        Err(_) => recorded(),
    };
    let vpc = Identity::of(&Value::string("vpc-own")).unwrap();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut said = String::new();
    for opinion in &opinions {
        let text = opinion.policy.to_string();
        let policy = Policy::parse(&Value::string(text.as_str())).unwrap();
        assert!(policy.flaws.is_empty(), "{text}");
        for class in &CLASSES {
            let ours = policy.passes(&class.question(&vpc));
            let members = class
                .members(&text, opinion.tagged)
                .zip(opinion.passes.bytes());
            let decisions: Vec<bool> = members.filter(|it| it.0).map(|it| it.1 == b'+').collect();
            assert!(!decisions.is_empty());
            let theirs = [
                ("all", ours.all, decisions.iter().all(|it| *it)),
                ("any", ours.any, decisions.iter().any(|it| *it)),
            ];
            for (question, ours, theirs) in theirs {
                let verdict = match (question, ours, theirs) {
                    (_, Truth::Unknown, _) => "unknown",
                    (_, Truth::Yes, true) | (_, Truth::No, false) => "agrees",
                    // What the engine must never say: that all pass, or none, where that is not so.
                    ("all", Truth::Yes, false) | ("any", Truth::No, true) => "wrong",
                    // Statements or parts of one that hang together, which it takes for such that do not.
                    _ if decisions.len() > 1 && policies::hangs_together(&opinion.policy) => {
                        "hangs together"
                    }
                    _ => "wrong",
                };
                *counts.entry((question, verdict)).or_default() += 1;
                if verdict == "wrong"
                    || env::var_os("VPCELINT_SHOW_HANGING").is_some() && verdict == "hangs together"
                {
                    let _ = writeln!(
                        said,
                        "{question} of {}: {verdict}: {}",
                        class.name, opinion.policy
                    );
                }
            }
        }
    }
    println!(
        "{} policies, {} requests: {counts:?}",
        opinions.len(),
        requests::all().as_array().unwrap().len()
    );
    assert!(said.is_empty(), "{said}");
    let answers: usize = counts.values().sum();
    let hanging = counts.iter().filter(|it| it.0.1 == "hangs together");
    let hanging: usize = hanging.map(|it| it.1).sum();
    assert!(hanging * MOST_HANGING <= answers, "{hanging} of {answers}");
}

/// What the simulator says now.
fn asked() -> Vec<Opinion> {
    let number = |name: &str| env::var(name).ok()?.parse::<u64>().ok();
    let mut chance = Chance(number("VPCELINT_SEED").unwrap_or(1));
    let count = number("VPCELINT_POLICIES").map_or(ASKED, |it| usize::try_from(it).unwrap());
    let policies: Vec<(Json, bool)> = (0..count).map(|_| policies::policy(&mut chance)).collect();
    let mut simulator = Command::new("node")
        .arg(format!("{DIRECTORY}/simulator.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = format!("{}\n", requests::all());
    for (policy, _) in &policies {
        let _ = writeln!(input, "{policy}");
    }
    let mut stdin = simulator.stdin.take().unwrap();
    let writer = thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = simulator.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let answers = text.lines().map(str::to_owned);
    let opinions: Vec<Opinion> = (policies.into_iter().zip(answers))
        .map(|((policy, tagged), passes)| Opinion {
            policy,
            tagged,
            passes,
        })
        .collect();
    assert_eq!(opinions.len(), count);
    if env::var_os("BLESS").is_some() {
        let mut lines = format!("{}\n", digest());
        for it in opinions.iter().take(RECORDED) {
            let passes = hexadecimal(&it.passes);
            let line = json!({"policy": it.policy, "tagged": it.tagged, "passes": passes});
            let _ = writeln!(lines, "{line}");
        }
        fs::write(format!("{DIRECTORY}/answers.jsonl"), lines).unwrap();
    }
    opinions
}

/// What it said, of the same requests.
fn recorded() -> Vec<Opinion> {
    let text = fs::read_to_string(format!("{DIRECTORY}/answers.jsonl")).unwrap();
    let mut lines = text
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).unwrap());
    assert_eq!(
        lines.next(),
        Some(digest()),
        "other requests were asked about"
    );
    let opinion = |line: Json| Opinion {
        policy: line["policy"].clone(),
        tagged: line["tagged"] == true,
        passes: signs(line["passes"].as_str().unwrap()),
    };
    let opinions: Vec<Opinion> = lines.map(opinion).collect();
    assert_eq!(opinions.len(), RECORDED);
    opinions
}

/// What tells whether answers are to the same requests.
fn digest() -> Json {
    let digest = Sha256::digest(requests::all().to_string());
    let digits: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat().into()
}

/// Four signs a digit.
fn hexadecimal(signs: &str) -> String {
    let digit = |four: &[u8]| {
        let bits = four
            .iter()
            .rev()
            .fold(0, |bits, sign| 2 * bits + u32::from(*sign == b'+'));
        char::from_digit(bits, 16).unwrap()
    };
    signs.as_bytes().chunks(4).map(digit).collect()
}

fn signs(digits: &str) -> String {
    let digits = digits.chars().map(|digit| digit.to_digit(16).unwrap());
    digits
        .flat_map(|bits| (0..4).map(move |bit| if bits >> bit & 1 == 1 { '+' } else { '-' }))
        .collect()
}
