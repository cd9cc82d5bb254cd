//! What is certain holds whatever values replace the defaults of a root: it is found without them too, and as sure as it is there.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    in_turn::Turn,
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

/// What the defaults of a root are to be doubted in, if anything: known once the root was judged with them.
#[derive(Default)]
pub(super) struct Doubt {
    /// By rule, what is as certain as it is with defaults, and not known to be so without.
    open: OnceLock<BTreeMap<&'static str, BTreeSet<Subject>>>,
    /// Grows when nothing is to be doubted.
    idle: Arc<AtomicU64>,
}

impl Doubt {
    /// Decides it, by what was found with defaults, whether any was used that may be replaced, and what is known to hold without.
    pub(super) fn decide<'w>(
        &self,
        raw: &[RawFinding],
        used_replaceable: bool,
        held: impl FnOnce() -> Option<&'w Without>,
    ) {
        let findings = raw.iter().filter(|_| used_replaceable);
        let certain = findings.filter_map(|it| Some((it.rule, certain(it)?)));
        let mut certain = certain.peekable();
        let held = certain.peek().and_then(|_| held());
        let mut open: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (rule, finding) in certain {
            if !held.is_some_and(|it| it.holds(rule, finding)) {
                open.entry(rule.id).or_default().insert(subject(finding));
            }
        }
        if open.is_empty() {
            self.idle.fetch_add(1, Ordering::Relaxed);
        }
        let _ = self.open.set(open);
    }

    /// What is found without the defaults by the rules that it is about, or by all while that is not decided; nothing if nothing is to be
    /// doubted. That may be begun beside the judging with defaults.
    pub(super) fn without<'r>(
        &self,
        root: &Root<'r>,
        bounds: Bounds<'_>,
        turn: &mut Turn<'r>,
    ) -> Option<Without> {
        let is_idle = || self.open.get().is_some_and(BTreeMap::is_empty);
        if is_idle() {
            return None;
        }
        let begin = || root.without_defaults(bounds, &self.idle);
        let is_open = |rule: &Rule| self.open.get().is_none_or(|it| it.contains_key(rule.id));
        let is_meant = |rule: &Rule| !is_idle() && is_open(rule);
        let look = |less: &Evaluation<'r>| Without::of(root, less, is_meant);
        let without = turn.look(root.given, begin, look);
        (!is_idle()).then_some(without)
    }

    /// Makes likely what is certain only with the defaults.
    pub(super) fn settle(&self, without: &Without, raw: &mut [RawFinding]) {
        for one in raw {
            let Ok(finding) = &mut one.said else { continue };
            let open = self.open.get().and_then(|it| it.get(one.rule.id));
            let is_open = open.is_some_and(|it| it.contains(&subject(finding)));
            if is_open && !without.holds(one.rule, finding) {
                let proof = &mut finding.proof;
                proof.confidence = Confidence::Likely;
                let told = |default: &_| !proof.steps.contains(default);
                proof.steps.extend(proof.default.take().filter(told));
            }
        }
    }
}

impl Without {
    /// What all rules find; nothing if the steps do not suffice.
    pub(super) fn of_all_rules(root: &Root<'_>, bounds: Bounds<'_>) -> Option<Self> {
        let less = root.without_defaults(bounds, &Arc::default());
        let without = Self::of(root, &less, |_| true);
        (!less.fuel.is_limited()).then_some(without)
    }

    fn of(root: &Root<'_>, less: &Evaluation<'_>, is_meant: impl Fn(&Rule) -> bool) -> Self {
        let network = Network::build(less);
        let rules = RULES.iter().filter(|rule| is_meant(rule));
        Self {
            found: rules
                .map(|rule| (rule.id, of_rule(rule, root, &network, less)))
                .collect(),
            asked: less.asked(),
        }
    }

    /// Whether a rule finds the same there, and is certain of it.
    fn holds(&self, rule: &Rule, finding: &Finding) -> bool {
        let found = self.found.get(rule.id);
        found.and_then(|it| it.get(&subject(finding))) == Some(&Confidence::Certain)
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

/// What somebody is certain of.
fn certain(raw: &RawFinding) -> Option<&Finding> {
    let finding = raw.said.as_ref().ok()?;
    (finding.proof.confidence == Confidence::Certain).then_some(finding)
}

fn subject(finding: &Finding) -> Subject {
    (finding.primary, finding.addresses.first().cloned())
}
