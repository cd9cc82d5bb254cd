//! One verdict of a rule about one subject, from all the ways that unknown conditions leave.

use std::collections::{HashMap, HashSet};

use super::{
    Answer, Case, Fault, Made, Network, Pass, Subject,
    proof::{self, Basis},
    reading::{self, Reading},
};
use crate::{
    address::Address,
    eval::Exists,
    finding::{Finding, Undecided},
    options::Options,
    span::Span,
    value::Origins,
};

/// More ways than this are not gone: what depends on so many conditions is undecided.
const MOST_WAYS: usize = 128;

/// What a rule says of a subject in the end.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It is at fault, in every way, at these places. With a question where other places are at fault in some ways only.
    Fault(Vec<Finding>, Option<Undecided>),
    /// All is well.
    Fine,
    /// The subject is none of the rule's.
    NotApplicable,
    /// Not known.
    Undecided(Undecided),
}

/// Runs a check on one subject, with what users tell its rule. `left` is how much it may read, and then how much is left of that.
pub fn judge<T: Subject>(
    network: &Network,
    origins: &Origins,
    options: &Options,
    subject: &T,
    check: impl for<'n> Fn(&Case<'n, T>) -> Answer,
    left: &mut usize,
) -> Verdict {
    let (mut joined, mut gone) = run(
        (network, origins, options),
        subject,
        &check,
        Vec::new(),
        left,
    );
    for _ in 0..MOST_WAYS {
        // Nothing that comes can decide what is undecided.
        if let Verdict::Undecided(question) = joined {
            return Verdict::Undecided(about(subject, question));
        }
        let Some((junctions, turned)) = reading::next(gone) else {
            return grounded(subject, joined);
        };
        let verdict;
        (verdict, gone) = run(
            (network, origins, options),
            subject,
            &check,
            junctions,
            left,
        );
        joined = join(joined, verdict, turned);
    }
    undecided(
        subject,
        "it depends on too many conditions that are unknown",
    )
}

/// One way: in it every fact that is read has one answer.
fn run<T: Subject>(
    (network, origins, options): (&Network, &Origins, &Options),
    subject: &T,
    check: &impl for<'n> Fn(&Case<'n, T>) -> Answer,
    junctions: Vec<reading::Junction>,
    left: &mut usize,
) -> (Verdict, Vec<reading::Junction>) {
    let reading = Reading::following(junctions, *left);
    let answer = check(&Case::new(network, subject, options, &reading));
    let (grounds, junctions);
    (grounds, junctions, *left) = reading.finish();
    let verdict = match answer {
        Ok(faults) if faults.is_empty() => Verdict::Fine,
        Ok(faults) => {
            let basis = Basis::of(&grounds, origins);
            let finding = |fault: Fault| {
                let finding = proof::finding(fault, &basis)?;
                let mut endpoints = subject.endpoints(network);
                endpoints.extend(finding.endpoints);
                Some(Finding {
                    endpoints,
                    ..finding
                })
            };
            Verdict::Fault(faults.into_iter().filter_map(finding).collect(), None)
        }
        Err(Pass::Fine) => Verdict::Fine,
        Err(Pass::NotApplicable) => Verdict::NotApplicable,
        Err(Pass::Undecided(question)) => Verdict::Undecided(question),
    };
    (verdict, junctions)
}

/// A fault holds if it holds in both ways, at the same place; else it hangs on the question that was answered differently.
fn join(before: Verdict, now: Verdict, turned: Undecided) -> Verdict {
    match (before, now) {
        (Verdict::Undecided(question), _) | (_, Verdict::Undecided(question)) => {
            Verdict::Undecided(question)
        }
        (Verdict::Fault(before, asked), Verdict::Fault(now, also_asked)) => {
            let mut common = Vec::new();
            let all = before.len().max(now.len());
            for one in before {
                if let Some(other) = now.iter().find(|other| same_place(&one, other)) {
                    common.push(weaker(one, other));
                }
            }
            if common.is_empty() {
                return Verdict::Undecided(turned);
            }
            let asked = asked.or(also_asked);
            let asked = asked.or_else(|| (common.len() < all).then_some(turned));
            Verdict::Fault(common, asked)
        }
        (Verdict::Fault(..), _) | (_, Verdict::Fault(..)) => Verdict::Undecided(turned),
        (Verdict::NotApplicable, Verdict::NotApplicable) => Verdict::NotApplicable,
        _ => Verdict::Fine,
    }
}

/// What holds in both ways is as sure as in the less sure one, and weighs as little as in the lighter.
fn weaker(mut one: Finding, other: &Finding) -> Finding {
    one.proof.confidence = one.proof.confidence.min(other.proof.confidence);
    one.hint |= other.hint;
    one.grave &= other.grave;
    one
}

fn same_place(one: &Finding, other: &Finding) -> bool {
    one.primary == other.primary && one.addresses.first() == other.addresses.first()
}

/// Of what only may be there nothing is claimed.
fn grounded<T: Made>(subject: &T, verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Fault(..) if subject.resource().exists == Exists::May => {
            undecided(subject, "it may not be there")
        }
        Verdict::Fault(findings, asked) => {
            let asked = asked.map(|question| about(subject, question));
            Verdict::Fault(together(findings), asked)
        }
        other => other,
    }
}

/// Findings at one place, about things of one module, are one about all of these; in a text each word is a place.
fn together(findings: Vec<Finding>) -> Vec<Finding> {
    let mut apart: Vec<Finding> = Vec::new();
    let mut told: Vec<HashSet<Address>> = Vec::new();
    let mut known: HashMap<(Span, Span, String, Vec<String>), usize> = HashMap::new();
    for mut finding in findings {
        let module = finding.addresses.first().map_or("", Address::module);
        let words = finding.words.clone();
        let key = (finding.primary, finding.subject, module.to_owned(), words);
        let next = apart.len();
        let place = *known.entry(key).or_insert(next);
        if let (Some(first), Some(told)) = (apart.get_mut(place), told.get_mut(place)) {
            let addresses = finding.addresses.into_iter();
            let addresses = addresses.filter(|address| told.insert(address.clone()));
            first.addresses.extend(addresses);
            first.costs.append(&mut finding.costs);
        } else {
            told.push(finding.addresses.iter().cloned().collect());
            apart.push(finding);
        }
    }
    apart
}

/// A question is about the subject, whatever the fact is about that is missing.
fn about<T: Made>(subject: &T, question: Undecided) -> Undecided {
    let address = &subject.resource().address;
    if question.address == *address {
        return question;
    }
    Undecided {
        reason: format!("of {}, {}", question.address, question.reason),
        address: address.clone(),
        span: question.span,
    }
}

fn undecided<T: Made>(subject: &T, reason: &str) -> Verdict {
    Verdict::Undecided(subject.resource().question(reason))
}
