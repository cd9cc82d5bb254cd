//! The laws over rewritten fixtures: what a rule may say of a configuration follows from what it says of its relatives.

mod blocks;
mod conditions;
mod defaults;
mod hanging;
mod mending;
mod moving;
mod order;
mod pool;
mod rewrite;
mod secrets;

use std::env;

use crate::fixtures::{self, Case, each};

/// Directories of what Terraform refuses or nobody can read, as it is written.
const REFUSED: [&str; 2] = ["abandoned/", "drafts/"];

/// Every fault at once, each of which has fixtures of its own: half of the time of a law would go there.
const FAULTS_OF_OTHERS: &str = "careless_company";

/// The fixtures that laws look at.
fn cases() -> Vec<Case> {
    let mut cases = fixtures::cases().to_vec();
    cases.retain(|case| case.name != FAULTS_OF_OTHERS || in_full());
    for case in &mut cases {
        let refused = |name: &str| REFUSED.iter().any(|it| name.starts_with(it));
        case.files.retain(|(name, _)| !refused(name));
    }
    cases
}

/// Whether something is among the one in so many that are looked at; with `VPCELINT_ALL_LAWS` in the environment everything is.
fn is_sample(one_in: u64, what: &str) -> bool {
    // FNV-1a: a new fixture changes nothing about which others are looked at.
    let hash = what.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash % one_in == 0 || in_full()
}

fn in_full() -> bool {
    env::var_os("VPCELINT_ALL_LAWS").is_some()
}

/// All that a check says of all fixtures.
fn over_all(check: impl Fn(&Case) -> Vec<String> + Sync) -> Vec<String> {
    each(&cases(), check).into_iter().flatten().collect()
}

/// Fails with all that is wrong.
fn none_is_wrong(wrong: &[String]) {
    let count = wrong.len();
    assert!(wrong.is_empty(), "{count} are wrong:\n{}", wrong.join("\n"));
}
