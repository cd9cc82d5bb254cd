//! What rules answered, subject by subject: a subject that is met in several variants counts once.

use std::collections::{BTreeMap, HashMap};

use super::report::Coverage;
use crate::{address::Address, network::Verdict};

/// The kind of an answer; the greatest of several counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
    NotApplicable,
    Fine,
    Undecided,
    Fault,
}

/// The answers with the rule's id and the subject, as they were given.
#[derive(Default, Debug)]
pub(super) struct Answers(Vec<(&'static str, Address, Kind)>);

impl Answers {
    /// Takes in an answer.
    pub(super) fn add(&mut self, rule: &'static str, subject: Address, verdict: &Verdict) {
        let kind = match verdict {
            Verdict::Fault(..) => Kind::Fault,
            Verdict::Fine => Kind::Fine,
            Verdict::NotApplicable => Kind::NotApplicable,
            Verdict::Undecided(_) => Kind::Undecided,
        };
        self.0.push((rule, subject, kind));
    }

    /// Takes in that something was not decided.
    pub(super) fn doubt(&mut self, rule: &'static str, subject: Address) {
        self.0.push((rule, subject, Kind::Undecided));
    }

    /// Takes in what was answered in another variant. Where a rule is asked several times about a subject, the answers count in
    /// their order.
    pub(super) fn join(&mut self, other: Self) {
        let pairs = || self.0.iter().zip(&other.0);
        let is_same = self.0.len() == other.0.len()
            && pairs().all(|(own, other)| (own.0, &own.1) == (other.0, &other.1));
        if is_same {
            for ((_, _, own), (_, _, kind)) in self.0.iter_mut().zip(other.0) {
                *own = kind.max(*own);
            }
            return;
        }
        let mut places: HashMap<(&'static str, Address), Vec<usize>> = HashMap::new();
        for (place, (rule, subject, _)) in self.0.iter().enumerate().rev() {
            let places = places.entry((rule, subject.clone())).or_default();
            places.push(place);
        }
        for (rule, subject, kind) in other.0 {
            let known = places.get_mut(&(rule, subject.clone()));
            let place = known.and_then(Vec::pop);
            match place.and_then(|place| self.0.get_mut(place)) {
                Some((_, _, own)) => *own = kind.max(*own),
                None => self.0.push((rule, subject, kind)),
            }
        }
    }

    /// How many subjects got which answer of each rule.
    pub(super) fn coverage(&self) -> BTreeMap<&'static str, Coverage> {
        let mut all: BTreeMap<&'static str, Coverage> = BTreeMap::new();
        for (rule, _, kind) in &self.0 {
            let counts = all.entry(rule).or_default();
            match kind {
                Kind::Fault => counts.fault += 1,
                Kind::Fine => counts.fine += 1,
                Kind::NotApplicable => counts.not_applicable += 1,
                Kind::Undecided => counts.undecided += 1,
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_counts_once() {
        let answers = |all: &[(&'static str, &str, Kind)]| {
            let all = all.iter();
            Answers(
                all.map(|(rule, subject, kind)| (*rule, Address::new(*subject), *kind))
                    .collect(),
            )
        };
        let mut all = answers(&[
            ("r", "a.a", Kind::Fine),
            ("r", "a.a", Kind::NotApplicable),
            ("s", "a.a", Kind::Fault),
        ]);
        all.join(answers(&[
            ("r", "a.a", Kind::Undecided),
            ("r", "a.a", Kind::NotApplicable),
            ("s", "a.a", Kind::Fine),
        ]));
        all.join(answers(&[
            ("s", "a.b", Kind::Fine),
            ("r", "a.a", Kind::NotApplicable),
            ("r", "a.a", Kind::Fault),
            ("r", "a.a", Kind::Fine),
        ]));
        let kinds: Vec<_> = all.0.iter().map(|(rule, _, kind)| (*rule, *kind)).collect();
        assert_eq!(
            kinds,
            [
                ("r", Kind::Undecided),
                ("r", Kind::Fault),
                ("s", Kind::Fault),
                ("s", Kind::Fine),
                ("r", Kind::Fine),
            ]
        );
        let counts = all.coverage();
        assert_eq!(counts.values().map(|it| it.subjects()).sum::<usize>(), 5);
    }
}
