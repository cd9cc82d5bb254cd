//! One root to what all rules say of it.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
    sync::Arc,
};

use super::{
    answers::Answers,
    newer,
    raw::RawFinding,
    report::Coverage,
    share::Spent,
    twins,
    unfollowed::{self, Unseen},
    variants::Variants,
    word,
};
use crate::{
    address::Address,
    config::OptionsByRule,
    eval::{Evaluation, Fuel},
    finding::{Confidence, Finding, Undecided},
    inputs::Given,
    module::{Module, ModuleId, Program},
    network::{Network, Topology, Verdict},
    options::Options,
    rules::{RULES, Rule},
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
    pub(super) topology: Option<Topology>,
    pub(super) note: Option<String>,
    pub(super) unseen: Vec<Unseen>,
    /// The calls of registry modules that are newer than what is known of them.
    pub(super) newer: Vec<String>,
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

/// Runs all rules on one root; on one that reaches nothing that they speak of, none.
pub(super) fn judge(
    program: &Program,
    sources: &Sources,
    root: ModuleId,
    given: &Given,
    options: &OptionsByRule,
    steps: u64,
) -> Judged {
    let concerns = program.concerns(root);
    if !concerns && unfollowed::is_all_seen(program, root) {
        return Judged::default();
    }
    let mut evaluation = Evaluation::new(program, sources, root, &given.values);
    evaluation.fuel = Fuel::of(steps);
    given.tell(&mut evaluation);
    if !concerns {
        return Judged {
            unseen: unfollowed::untold_of_root(&evaluation),
            asked: evaluation.asked.take(),
            ..Judged::default()
        };
    }
    let network = Network::build(&evaluation);
    let services = Services::of(&network);
    let name: Arc<str> = program.module(root).name.as_str().into();
    let mut judged = Judged::default();
    for rule in RULES.iter() {
        let Some(check) = rule.check else { continue };
        let counts = judged.coverage.entry(rule.id).or_default();
        let verdicts = check.verdicts(&network, &evaluation.origins, options.of(rule));
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
        judged.doubt_unseen(program.module(root), &name, given);
    }
    let asked = RefCell::new(BTreeSet::new());
    if evaluation.origins.used_replaceable() {
        doubt_defaults(&mut judged.raw, || {
            let mut less = Evaluation::without_defaults(program, sources, root, &given.values);
            less.fuel = Fuel::of(steps);
            given.tell(&mut less);
            let network = Network::build(&less);
            asked.borrow_mut().append(&mut less.asked.borrow_mut());
            move |rule: &Rule| found(rule, options.of(rule), &network, &less)
        });
    }
    twins::spare(&evaluation, &mut judged.raw);
    let findings = judged
        .raw
        .iter_mut()
        .filter_map(|raw| raw.said.as_mut().ok());
    findings.for_each(|finding| {
        shorten(finding, sources);
        word::narrow(finding, sources);
        for cost in &mut finding.costs {
            cost.root = name.clone();
        }
    });
    judged.note = evaluation
        .fuel
        .is_limited()
        .then(|| format!("`{name}`: some values are too large to evaluate; they count as unknown"));
    judged.spent = (evaluation.fuel.spent(), evaluation.fuel.is_spent());
    judged.unseen = unfollowed::untold_of_root(&evaluation);
    judged.newer = newer::of_root(&evaluation);
    let endpoints = network.endpoints.iter();
    judged.asked = asked.into_inner();
    judged.asked.append(&mut evaluation.asked.borrow_mut());
    judged.endpoints = endpoints
        .map(|endpoint| endpoint.resource.address.clone())
        .collect();
    judged.network = Some(network);
    judged
}

/// What a finding is about: the place and the instance at fault.
type Subject = (Span, Option<Address>);

/// What is certain holds whatever values replace the defaults: it is found without them too, and as sure as it is there.
fn doubt_defaults<F>(raw: &mut [RawFinding], without: impl FnOnce() -> F)
where
    F: Fn(&Rule) -> BTreeMap<Subject, Confidence>,
{
    let mut findings = (raw.iter_mut())
        .filter_map(|raw| Some((raw.rule, raw.said.as_mut().ok()?)))
        .filter(|(_, finding)| finding.proof.confidence == Confidence::Certain)
        .peekable();
    if findings.peek().is_none() {
        return;
    }
    let without = without();
    let mut known: BTreeMap<&str, BTreeMap<Subject, Confidence>> = BTreeMap::new();
    for (rule, finding) in findings {
        let found = known.entry(rule.id).or_insert_with(|| without(rule));
        let sure = found.get(&subject(finding)) == Some(&Confidence::Certain);
        let proof = &mut finding.proof;
        if !sure && proof.confidence == Confidence::Certain {
            proof.confidence = Confidence::Likely;
            let told = |default: &_| !proof.steps.contains(default);
            proof.steps.extend(proof.default.take().filter(told));
        }
    }
}

/// Nobody can mend what is compiled in: a proof does not lead there. More places than a reader follows are left out.
fn shorten(finding: &mut Finding, sources: &Sources) {
    let steps = &mut finding.proof.steps;
    steps.retain(|step| !sources.file(step.span.file).bundled);
    steps.truncate(MOST_STEPS);
}

/// What a rule finds in a network.
fn found(
    rule: &Rule,
    options: &Options,
    network: &Network,
    evaluation: &Evaluation<'_>,
) -> BTreeMap<Subject, Confidence> {
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
