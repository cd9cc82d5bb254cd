//! Laws 8 and 9 over conditions, keys, elements and counts. Every configuration here hangs on one variable, and is judged three
//! times: with either value, and with none. What the linter cannot know may make no finding that one of the values does not
//! give, what one value gives is asked about, and what is certain under one value is there under the other.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::LazyLock,
};

use super::{
    cases, each,
    hanging::{self, Hanging, VARIABLE, Way},
    is_sample,
    pool::Pool,
    rewrite::{Files, spread, with_variable},
};
use crate::fixtures::{Case, Fault, Run, lint_without, looked_at};

/// A value that Terraform refuses is no alternative to another, and what it refuses in a module it refuses also where no call is made.
const REFUSED: [&str; 2] = ["invalid_argument_value", "undeclared_reference"];

fn lint_files(files: &Files) -> Run {
    lint_without(&REFUSED, files)
}

/// What a finding points at is looked at in full in the plainest fixture of each rule. Of the same elsewhere, and of what none
/// points at, one in so many is enough.
const ONE_FAULTY_IN: u64 = 5;
const ONE_IN: u64 = 50;

/// What three runs over one configuration say.
struct Trial {
    way: Way,
    /// Whether one value gives a finding that the other does not give.
    settles: bool,
    /// Whether some finding is certain with the first value.
    certain: bool,
    /// Findings without a value that one of the values does not give, about a block that may not be there, or for an endpoint that
    /// may not be there.
    guesses_of_itself: Vec<String>,
    /// The same about anything else.
    guesses: Vec<String>,
    /// Findings of one value that are not asked about.
    silent: Vec<String>,
    /// Findings that are certain with the first value and missing otherwise.
    overconfident: Vec<String>,
}

static TRIALS: LazyLock<Vec<Trial>> = LazyLock::new(|| {
    let all: Vec<Case> = each(&cases(), spread);
    let pool = each(&[()], |()| Pool::of(&all)).remove(0);
    let mut bad = all.clone();
    bad.retain(|case| case.kind() == "bad" || case.rule == "_projects");
    bad.retain(|case| !REFUSED.contains(&&*case.rule));
    let made = each(&bad, |case| {
        let faults = lint_files(&case.files).faults();
        let made = hanging::all(case, &faults, &pool).into_iter();
        let looked_at = made.filter(|hanging| {
            let one_in = match hanging.at_fault {
                true if case.name == "bad" && !case.is_twin => return true,
                true => ONE_FAULTY_IN,
                false => ONE_IN,
            };
            is_sample(one_in, &format!("{case} {}", hanging.what))
        });
        looked_at
            .map(|hanging| (case.clone(), hanging))
            .collect::<Vec<_>>()
    });
    let made: Vec<(Case, Hanging)> = made.into_iter().flatten().collect();
    each(&made, |(case, hanging)| tried(case, hanging))
});

fn tried(case: &Case, hanging: &Hanging) -> Trial {
    let run = |default| lint_files(&with_variable(&hanging.files, VARIABLE, default));
    let [yes, no] = hanging.values.map(|value| run(Some(value)));
    let unset = run(None);
    let by_index = hanging.block.is_some();
    let [in_yes, in_no, in_unset] = [&yes, &no, &unset].map(|run| claims(run, by_index));
    let mut trial = Trial {
        way: hanging.way,
        settles: false,
        certain: false,
        guesses_of_itself: Vec::new(),
        guesses: Vec::new(),
        silent: Vec::new(),
        overconfident: Vec::new(),
    };
    let said = |what: &str, (rule, address): &Claim| {
        format!("{case}: {}: {rule} {what} {address}", hanging.what)
    };
    for claim in in_unset.keys() {
        if in_yes.contains_key(claim) && in_no.contains_key(claim) {
            continue;
        }
        let itself = hanging.block.as_ref().is_some_and(|block| {
            let concerned = in_unset[claim].endpoints.iter().map(|it| plain(it));
            let mut concerned = concerned.chain([claim.1.clone()]);
            concerned.any(|address| format!(".{address}.").contains(&format!(".{block}.")))
        });
        if itself {
            trial.guesses_of_itself.push(said("found at", claim));
        } else {
            trial.guesses.push(said("found at", claim));
        }
    }
    let questions: BTreeSet<Claim> = unset
        .questions()
        .map(|(rule, address)| (rule.to_owned(), plain(&address)))
        .collect();
    for (one, other) in [(&in_yes, &in_no), (&in_no, &in_yes)] {
        for (claim, fault) in one {
            if other.contains_key(claim) {
                continue;
            }
            trial.settles = true;
            let concerned = fault.addresses.iter().chain(&fault.endpoints);
            let asked = concerned
                .map(|address| (claim.0.clone(), plain(address)))
                .any(|question| questions.contains(&question));
            // What is found all the same is a guess.
            if !asked && !in_unset.contains_key(claim) {
                trial.silent.push(said("is silent about", claim));
            }
        }
    }
    for (claim, fault) in &in_yes {
        if fault.is_certain {
            trial.certain = true;
            if !in_no.contains_key(claim) || !in_unset.contains_key(claim) {
                trial.overconfident.push(said("is certain of", claim));
            }
        }
    }
    trial
}

/// A rule and an address.
type Claim = (String, String);

fn claims(run: &Run, without_index: bool) -> BTreeMap<Claim, Fault> {
    let mut claims = BTreeMap::new();
    for fault in run.faults() {
        for address in &fault.addresses {
            let address = if without_index {
                plain(address)
            } else {
                address.clone()
            };
            claims.insert((fault.rule.clone(), address), fault.clone());
        }
    }
    claims
}

/// An address without its indices.
fn plain(address: &str) -> String {
    let mut depth = 0;
    address
        .chars()
        .filter(|character| {
            match character {
                '[' => depth += 1,
                ']' => {
                    depth -= 1;
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// Fails with what is wrong, the first of each kind in full.
fn none_of(of: impl Fn(&Trial) -> &Vec<String>) {
    let mut by_way: BTreeMap<Way, Vec<&String>> = BTreeMap::new();
    for trial in TRIALS.iter() {
        by_way.entry(trial.way).or_default().extend(of(trial));
    }
    by_way.retain(|_, wrong| !wrong.is_empty());
    let mut told = String::new();
    for (way, wrong) in &by_way {
        let _ = writeln!(told, "{} by {way:?}:", wrong.len());
        for line in wrong {
            let _ = writeln!(told, "  {line}");
        }
    }
    assert!(by_way.is_empty(), "{told}");
}

/// Law 8: what hangs on a value that is not known is no finding.
#[test]
fn what_hangs_on_an_unknown_is_no_finding() {
    none_of(|trial| &trial.guesses);
}

/// Law 8: what may not be there at all is no finding either.
#[test]
fn what_may_not_be_there_is_no_finding() {
    none_of(|trial| &trial.guesses_of_itself);
}

/// Law 8: what hangs on a value that is not known is said to be undecided.
#[test]
fn what_hangs_on_an_unknown_is_undecided() {
    none_of(|trial| &trial.silent);
}

/// Law 9: what hangs on a default that can be replaced is not certain.
#[test]
fn what_hangs_on_a_default_is_not_certain() {
    none_of(|trial| &trial.overconfident);
}

/// The laws above look at many configurations that are faulty with one value and not with the other, in each way.
#[test]
fn conditions_are_many() {
    for (way, least) in [
        (Way::Condition, 75),
        (Way::Turned, 75),
        (Way::Key, 75),
        (Way::Missing, 7),
        (Way::Element, 17),
        (Way::Count, 60),
        (Way::ForEach, 60),
    ] {
        let of_way = || TRIALS.iter().filter(|trial| trial.way == way);
        println!("{way:?}:");
        looked_at(of_way().count(), least, "configurations");
        looked_at(
            of_way().filter(|trial| trial.settles).count(),
            least,
            "of them are faulty with one value only",
        );
    }
    let certain = TRIALS.iter().filter(|trial| trial.certain).count();
    looked_at(certain, 50, "configurations have certain findings");
}
