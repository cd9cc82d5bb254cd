//! One verdict of a rule about one subject, from all the ways that unknown conditions leave.

use super::{
    Answer, Case, Fault, Made, Network, Pass, Subject, proof,
    reading::{self, Reading},
};
use crate::{
    eval::Exists,
    finding::{Finding, Undecided},
    value::Origins,
};

/// More ways than this are not gone: what depends on so many conditions is undecided.
const MOST_WAYS: usize = 128;

/// What a rule says of a subject in the end.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It is at fault, in every way, at these places.
    Fault(Vec<Finding>),
    /// All is well.
    Fine,
    /// The subject is none of the rule's.
    NotApplicable,
    /// Not known.
    Undecided(Undecided),
}

/// Runs a check on one subject.
pub fn judge<T: Subject>(
    network: &Network,
    origins: &Origins,
    subject: &T,
    check: impl for<'n> Fn(&Case<'n, T>) -> Answer,
) -> Verdict {
    let (mut joined, mut gone) = run(network, origins, subject, &check, Vec::new());
    for _ in 0..MOST_WAYS {
        // Nothing that comes can decide what is undecided.
        if let Verdict::Undecided(question) = joined {
            return Verdict::Undecided(about(subject, question));
        }
        let Some((forks, turned)) = reading::next(gone) else {
            return grounded(subject, joined);
        };
        let verdict;
        (verdict, gone) = run(network, origins, subject, &check, forks);
        joined = join(joined, verdict, turned);
    }
    undecided(
        subject,
        "it depends on too many conditions that are unknown",
    )
}

/// One way: in it every fact that is read has one answer.
fn run<T: Subject>(
    network: &Network,
    origins: &Origins,
    subject: &T,
    check: &impl for<'n> Fn(&Case<'n, T>) -> Answer,
    forks: Vec<reading::Fork>,
) -> (Verdict, Vec<reading::Fork>) {
    let reading = Reading::following(forks);
    let answer = check(&Case::new(network, subject, &reading));
    let (grounds, forks) = reading.finish();
    let verdict = match answer {
        Ok(faults) if faults.is_empty() => Verdict::Fine,
        Ok(faults) => {
            let finding = |fault: Fault| {
                let finding = proof::finding(fault, &grounds, origins)?;
                let endpoints = subject.endpoints(network);
                Some(Finding {
                    endpoints,
                    ..finding
                })
            };
            Verdict::Fault(faults.into_iter().filter_map(finding).collect())
        }
        Err(Pass::Fine) => Verdict::Fine,
        Err(Pass::NotApplicable) => Verdict::NotApplicable,
        Err(Pass::Undecided(question)) => Verdict::Undecided(question),
    };
    (verdict, forks)
}

/// A fault holds if it holds in both ways, at the same place; else it hangs on the question that was answered differently.
fn join(before: Verdict, now: Verdict, turned: Undecided) -> Verdict {
    match (before, now) {
        (Verdict::Undecided(question), _) | (_, Verdict::Undecided(question)) => {
            Verdict::Undecided(question)
        }
        (Verdict::Fault(before), Verdict::Fault(now)) => {
            let mut common = Vec::new();
            for one in before {
                if let Some(other) = now.iter().find(|other| same_place(&one, other)) {
                    common.push(weaker(one, other));
                }
            }
            if common.is_empty() {
                Verdict::Undecided(turned)
            } else {
                Verdict::Fault(common)
            }
        }
        (Verdict::Fault(_), _) | (_, Verdict::Fault(_)) => Verdict::Undecided(turned),
        (Verdict::NotApplicable, Verdict::NotApplicable) => Verdict::NotApplicable,
        _ => Verdict::Fine,
    }
}

/// What holds in both ways is as sure as in the less sure one, and weighs as little as in the lighter.
fn weaker(mut one: Finding, other: &Finding) -> Finding {
    one.proof.confidence = one.proof.confidence.min(other.proof.confidence);
    one.hint |= other.hint;
    one
}

fn same_place(one: &Finding, other: &Finding) -> bool {
    one.primary == other.primary && one.addresses.first() == other.addresses.first()
}

/// Of what only may be there nothing is claimed.
fn grounded<T: Made>(subject: &T, verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Fault(_) if subject.resource().exists == Exists::May => {
            undecided(subject, "it may not be there")
        }
        other => other,
    }
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
