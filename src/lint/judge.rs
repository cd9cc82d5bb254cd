//! One root to what all rules say of it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
    sync::Arc,
};

use super::{
    agreed::Agreed,
    answers::Answers,
    doubt::Doubt,
    in_turn::{InTurn, Turn},
    newer,
    raw::RawFinding,
    report::Coverage,
    request::Request,
    root::{Bounds, Root},
    share::Spent,
    switched_off, twins,
    unfollowed::{self, Unseen},
    variants::Variants,
    word,
};
use crate::{
    address::Address,
    eval::Evaluation,
    finding::{Finding, Missing, Undecided},
    inputs::Given,
    module::Module,
    network::{Elsewhere, Network, Topology, Verdict},
    rules::RULES,
    source::Sources,
    span::Span,
    syntax::Name,
};

/// More places of a proof than this nobody reads.
const MOST_STEPS: usize = 8;

/// What all rules say of one root.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) raw: Vec<RawFinding>,
    pub(super) coverage: BTreeMap<&'static str, Coverage>,
    /// The same subject by subject, if the root is judged with variants.
    pub(super) answers: Answers,
    pub(super) endpoints: Vec<Address>,
    pub(super) network: Option<Network>,
    /// What it has endpoints for in VPCs that are made elsewhere.
    pub(super) elsewhere: Elsewhere,
    /// Those of its variants, where they are asked for.
    pub(super) topologies: Vec<Topology>,
    pub(super) note: Option<String>,
    pub(super) unseen: Vec<Unseen>,
    /// The calls of registry modules that are newer than what is known of them.
    pub(super) newer: Vec<String>,
    /// The endpoints that the defaults of variables turn off.
    pub(super) switched_off: Vec<String>,
    /// What was asked for of all that the root is given.
    pub(super) asked: BTreeSet<Name>,
    /// The steps that its evaluation took, and whether these were all it had.
    spent: (u64, bool),
    /// Variable files that nobody named and that would settle what is undecided.
    pub(super) settling: Vec<PathBuf>,
}

impl Spent for Judged {
    fn spent(&self) -> (u64, bool) {
        self.spent
    }
}

impl Judged {
    /// The endpoints that are missing, by findings that are shown.
    pub(super) fn missing(
        &self,
        is_shown: impl Fn(&RawFinding, &Finding) -> bool,
    ) -> impl Iterator<Item = &Missing> {
        self.raw.iter().filter_map(move |raw| {
            let finding = raw.said.as_ref().ok()?;
            let missing = finding.missing.as_ref()?;
            is_shown(raw, finding).then_some(missing)
        })
    }

    /// Whether what is said of a root with what it was given holds with another way, too, as that gives the same of all that was asked for.
    pub(super) fn holds_with(
        &self,
        own: &Given,
        other: &Given,
        is_alike: impl Fn(&Given, &Given, &BTreeSet<Name>) -> bool,
    ) -> bool {
        // Who was stopped may have more to ask.
        !self.spent.1 && is_alike(own, other, &self.asked)
    }

    /// Keeps of its network what is asked for.
    pub(super) fn keep_of_network(&mut self, request: &Request) {
        let drawn = self.network.as_ref().filter(|_| request.topologies);
        self.topologies = drawn.map(Topology::of).into_iter().collect();
        self.network = self.network.take().filter(|_| request.networks);
    }

    /// Makes questions of findings, where there is a reason to.
    pub(super) fn doubt(&mut self, why: impl Fn(&RawFinding, &Finding) -> Option<String>) {
        for raw in &mut self.raw {
            let Ok(finding) = &raw.said else { continue };
            let address = finding.addresses.first().cloned();
            let Some((address, reason)) = address.zip(why(raw, finding)) else {
                continue;
            };
            raw.said = Err(Undecided {
                address,
                reason,
                span: finding.primary,
            });
            if let Some(counts) = self.coverage.get_mut(raw.rule.id)
                && counts.fault > 0
            {
                counts.fault -= 1;
                counts.undecided += 1;
            }
        }
    }

    /// Past a bound there may be more than was seen: a rule that has an answer to all that it was asked was not asked all.
    fn doubt_unseen(&mut self, root: &Module, name: &Arc<str>, given: &Given) {
        let Some(file) = root.files.first() else {
            return;
        };
        for rule in RULES.iter() {
            let Some(counts) = self.coverage.get_mut(rule.id) else {
                continue;
            };
            if counts.undecided > 0 {
                continue;
            }
            counts.undecided += 1;
            if given.variant.is_some() {
                self.answers.doubt(rule.id, Address::new(name.clone()));
            }
            self.raw.push(RawFinding {
                rule,
                root: name.clone(),
                services: Vec::new(),
                variants: Variants::default(),
                said: Err(Undecided {
                    address: Address::new(name.clone()),
                    reason: "some values of this root module are too large to evaluate".to_owned(),
                    span: Span::new(*file, 0, 0),
                }),
            });
        }
    }
}

/// Runs all rules on one root; on one that reaches nothing that they speak of, none. What is cancelled says nothing.
///
/// Of one of its variants it is told what is certain in all, and each takes its turn.
pub(super) fn judge<'r>(
    root: &Root<'r>,
    agreed: Option<&Agreed>,
    bounds: Bounds<'_>,
    in_turn: &mut InTurn<'r>,
) -> Judged {
    let concerns = root.program.concerns(root.id);
    let is_seen = !concerns && unfollowed::is_all_seen(root.program, root.id);
    if is_seen || bounds.cancellation.is_cancelled() {
        return Judged::default();
    }
    let begin = || root.evaluation(bounds);
    if !concerns {
        let look = |evaluation: &Evaluation<'r>| Judged {
            unseen: unfollowed::untold_of_root(evaluation),
            asked: evaluation.asked(),
            ..Judged::default()
        };
        return in_turn.with.look(root.given, begin, look);
    }
    let doubt = Doubt::default();
    let with = |turn: &mut Turn<'r>| {
        let look = |evaluation: &Evaluation<'r>| with_defaults(evaluation, root, bounds);
        let (judged, used_replaceable) = turn.look(root.given, begin, look);
        let held = || agreed.and_then(|it| it.found(root, bounds));
        doubt.decide(&judged.raw, used_replaceable, held);
        judged
    };
    let without = |turn: &mut Turn<'r>| doubt.without(root, bounds, turn);
    let mut variables = root.module().variables.values();
    let is_begun_at_once =
        bounds.is_urgent && agreed.is_none() && variables.any(|it| it.default.is_some());
    // Who works for another thread cannot hand on what was evaluated.
    let (mut judged, without) = if is_begun_at_once {
        rayon::join(
            || with(&mut Turn::default()),
            || without(&mut Turn::default()),
        )
    } else {
        (with(&mut in_turn.with), without(&mut in_turn.without))
    };
    if let Some(mut without) = without {
        doubt.settle(&without, &mut judged.raw);
        judged.asked.append(&mut without.asked);
    }
    let findings = judged
        .raw
        .iter_mut()
        .filter_map(|raw| raw.said.as_mut().ok().map(|it| (it, &raw.root)));
    for (finding, name) in findings {
        shorten(finding, root.sources);
        word::narrow(finding, root.sources);
        for cost in &mut finding.costs {
            cost.root = name.clone();
        }
    }
    judged
}

/// What all rules say of one root with its defaults, and whether any was used that may be replaced.
fn with_defaults(
    evaluation: &Evaluation<'_>,
    root: &Root<'_>,
    bounds: Bounds<'_>,
) -> (Judged, bool) {
    let (module, given) = (root.module(), root.given);
    let network = Network::build(evaluation);
    let services = Services::of(&network);
    let name: Arc<str> = module.name.as_str().into();
    let mut judged = Judged::default();
    for rule in RULES.iter() {
        if bounds.cancellation.is_cancelled() {
            return (Judged::default(), false);
        }
        let Some(check) = rule.check else { continue };
        let counts = judged.coverage.entry(rule.id).or_default();
        let verdicts = check.verdicts(&network, &evaluation.origins, root.options.of(rule));
        for (subject, endpoints, verdict) in verdicts {
            counts.add(&verdict);
            if given.variant.is_some() {
                judged.answers.add(rule.id, subject, &verdict);
            }
            let said = match verdict {
                Verdict::Fault(findings, asked) => {
                    let asked = asked.into_iter().map(Err);
                    findings.into_iter().map(Ok).chain(asked).collect()
                }
                Verdict::Undecided(question) => vec![Err(question)],
                Verdict::Fine | Verdict::NotApplicable => continue,
            };
            judged.raw.extend(said.into_iter().map(|said| RawFinding {
                rule,
                root: name.clone(),
                services: services.of_all(&endpoints),
                variants: Variants::default(),
                said,
            }));
        }
    }
    if evaluation.fuel.is_limited() {
        judged.doubt_unseen(module, &name, given);
    }
    let used_replaceable = evaluation.origins.used_replaceable();
    twins::spare(evaluation, &mut judged.raw);
    judged.note = evaluation
        .fuel
        .is_limited()
        .then(|| format!("`{name}`: some values are too large to evaluate; they count as unknown"));
    judged.spent = (evaluation.fuel.spent(), evaluation.fuel.is_spent());
    judged.unseen = unfollowed::untold_of_root(evaluation);
    judged.newer = newer::of_root(evaluation);
    judged.switched_off = switched_off::of_root(evaluation);
    let endpoints = network.endpoints.iter();
    judged.endpoints = endpoints
        .map(|endpoint| endpoint.resource.address.clone())
        .collect();
    judged.asked = evaluation.asked();
    judged.elsewhere = network.elsewhere();
    judged.network = Some(network);
    (judged, used_replaceable)
}

/// Nobody can mend what is compiled in: a proof does not lead there. More places than a reader follows are left out.
fn shorten(finding: &mut Finding, sources: &Sources) {
    let steps = &mut finding.proof.steps;
    steps.retain(|step| !sources.file(step.span.file).bundled);
    steps.truncate(MOST_STEPS);
}

/// The services of endpoints by address, by their suffixes.
struct Services<'n>(HashMap<&'n Address, Option<&'n str>>);

impl<'n> Services<'n> {
    fn of(network: &'n Network) -> Self {
        let endpoints = network.endpoints.iter();
        Self(
            endpoints
                .map(|endpoint| (&endpoint.resource.address, endpoint.service_suffix()))
                .collect(),
        )
    }

    /// Those of some endpoints; none when one of them is not known.
    fn of_all(&self, addresses: &[Address]) -> Vec<String> {
        let service = |address: &Address| self.0.get(address).copied().flatten();
        let services: Option<BTreeSet<_>> = addresses.iter().map(service).collect();
        let services = services.unwrap_or_default().into_iter();
        services.map(str::to_owned).collect()
    }
}
