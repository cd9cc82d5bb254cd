//! What is certain holds whatever values replace the defaults of a root: it is found without them too, and as sure as it is there.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    raw::RawFinding,
    root::{Bounds, Root},
};
use crate::{
    address::Address,
    eval::Evaluation,
    finding::{Confidence, Finding},
    network::{Network, Verdict},
    rules::{RULES, Rule},
    span::Span,
    syntax::Name,
};

/// What a finding is about: the place and the instance at fault.
type Subject = (Span, Option<Address>);

/// What rules find in a root without its defaults.
pub(super) struct Without {
    found: BTreeMap<&'static str, BTreeMap<Subject, Confidence>>,
    /// What was asked for of all that the root is given.
    pub(super) asked: BTreeSet<Name>,
}

/// Whether the defaults are to be doubted at all, and in what: known once the root was judged with them.
#[derive(Default)]
pub(super) struct Doubt {
    rules: OnceLock<BTreeSet<&'static str>>,
    /// Grows when nothing is to be doubted.
    idle: Arc<AtomicU64>,
}

impl Doubt {
    /// Decides it.
    pub(super) fn decide(&self, raw: &[RawFinding], used_replaceable: bool) {
        let findings = raw.iter().filter(|_| used_replaceable);
        let certain = findings.filter(|it| it.confidence() == Some(Confidence::Certain));
        let rules: BTreeSet<_> = certain.map(|it| it.rule.id).collect();
        if rules.is_empty() {
            self.idle.fetch_add(1, Ordering::Relaxed);
        }
        let _ = self.rules.set(rules);
    }

    /// Whether anything is to be doubted.
    pub(super) fn is_due(&self) -> bool {
        self.rules.get().is_some_and(|it| !it.is_empty())
    }

    /// What is found without the defaults by the rules that it is about, or by all while that is not decided; nothing if nothing is to be
    /// doubted. That may be begun beside the judging with defaults.
    pub(super) fn without(&self, root: &Root<'_>, bounds: Bounds<'_>) -> Option<Without> {
        let is_idle = || self.rules.get().is_some_and(BTreeSet::is_empty);
        if is_idle() {
            return None;
        }
        let less = root.without_defaults(bounds, &self.idle);
        let network = Network::build(&less);
        let mut found = BTreeMap::new();
        for rule in RULES.iter() {
            if is_idle() {
                return None;
            }
            let is_meant = self.rules.get().is_none_or(|it| it.contains(rule.id));
            if is_meant {
                found.insert(rule.id, of_rule(rule, root, &network, &less));
            }
        }
        Some(Without {
            found,
            asked: less.asked.take(),
        })
    }
}

impl Without {
    /// Makes likely what is certain only with the defaults.
    pub(super) fn doubt(&self, raw: &mut [RawFinding]) {
        for one in raw {
            let Ok(finding) = &mut one.said else { continue };
            if finding.proof.confidence != Confidence::Certain {
                continue;
            }
            let found = self.found.get(one.rule.id);
            let confidence = found.and_then(|it| it.get(&subject(finding)));
            if confidence != Some(&Confidence::Certain) {
                let proof = &mut finding.proof;
                proof.confidence = Confidence::Likely;
                let told = |default: &_| !proof.steps.contains(default);
                proof.steps.extend(proof.default.take().filter(told));
            }
        }
    }
}

/// What a rule finds in a network.
fn of_rule(
    rule: &Rule,
    root: &Root<'_>,
    network: &Network,
    evaluation: &Evaluation<'_>,
) -> BTreeMap<Subject, Confidence> {
    let options = root.options.of(rule);
    let verdicts = rule
        .check
        .map(|check| check.verdicts(network, &evaluation.origins, options));
    let mut found = BTreeMap::new();
    for (_, _, verdict) in verdicts.unwrap_or_default() {
        if let Verdict::Fault(findings, _) = verdict {
            found.extend((findings.iter()).map(|it| (subject(it), it.proof.confidence)));
        }
    }
    found
}

fn subject(finding: &Finding) -> Subject {
    (finding.primary, finding.addresses.first().cloned())
}
