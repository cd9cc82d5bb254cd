//! From what a claim rests on to its proof: the places a reader should follow, and how sure it is.

use std::{collections::BTreeSet, sync::Arc};

use super::{Resource, answer::Fault, reading::Ground, site::site};
use crate::{
    address::Address,
    finding::{Confidence, Finding, Proof, Step},
    span::Span,
    value::{Origin, OriginId, Origins},
};

/// More places than this nobody follows.
const MOST_STEPS: usize = 64;

/// Chains of origins longer than this are not followed.
const LONGEST: usize = 64;

/// What all claims of one run rest on alike.
pub(super) struct Basis<'o> {
    origins: &'o Origins,
    /// The places that were cited, each once.
    cited: Vec<(Span, String)>,
    confidence: Confidence,
    /// The first default that may be replaced.
    default: Option<Step>,
}

impl<'o> Basis<'o> {
    pub(super) fn of(grounds: &[Ground], origins: &'o Origins) -> Self {
        let (mut cited, mut known) = (Vec::new(), BTreeSet::new());
        let mut confidence = Confidence::Certain;
        for ground in grounds {
            match ground {
                Ground::Cited(span, message) => {
                    if known.insert((*span, message)) {
                        cited.push((*span, message.clone()));
                    }
                }
                Ground::Absence => confidence = confidence.min(Confidence::Likely),
                Ground::Sign => confidence = Confidence::Possible,
                Ground::Argument(_) | Ground::Existence(_) => {}
            }
        }
        let resources = grounds.iter().filter_map(resource_of);
        let forks = resources.flat_map(|it| &it.hangs_on);
        let forks: BTreeSet<(Span, String)> = forks.filter_map(|it| fork(*it, origins)).collect();
        cited.extend(forks);
        Self {
            origins,
            cited,
            confidence,
            default: if origins.used_replaceable() {
                first_default(grounds.iter().flat_map(origins_of), origins)
            } else {
                None
            },
        }
    }
}

/// The finding that a fault is, given all that was read before it was claimed.
pub(super) fn finding(fault: Fault, basis: &Basis<'_>) -> Option<Finding> {
    let origins = basis.origins;
    let place = fault.places.first()?;
    let mut trail = Trail {
        origins,
        primary: place.span,
        steps: Vec::new(),
    };
    for place in fault.places.iter().filter(|place| !place.sensitive) {
        trail.follow(place.within, true, 0);
        trail.follow(place.origin, place.within == OriginId::NONE, 0);
    }
    for (span, message) in &basis.cited {
        trail.cite(*span, message.clone());
    }
    let own = fault.places.iter().flat_map(|it| [it.within, it.origin]);
    let default = first_default(own, origins).or_else(|| basis.default.clone());
    let mut addresses: Vec<Address> = Vec::new();
    for place in &fault.places {
        if !addresses.contains(&place.resource.address) {
            addresses.push(place.resource.address.clone());
        }
    }
    let (change, unfixed) = match fault.remedy {
        Some(Ok(change)) => (Some(change.at(|it| site(&it, origins))), None),
        Some(Err(reason)) => (None, Some(reason)),
        None => (None, None),
    };
    Some(Finding {
        message: fault.message,
        help: fault.help,
        primary: place.span,
        subject: place.resource.header,
        attribute: if place.span == place.resource.at {
            String::new()
        } else {
            place.argument.to_owned()
        },
        addresses,
        endpoints: fault.endpoints,
        proof: Proof {
            steps: trail.steps,
            confidence: basis.confidence,
            default,
        },
        hint: fault.hint,
        grave: fault.grave,
        change,
        fix: None,
        unfixed,
        words: fault.words,
        costs: fault.costs,
        missing: fault.missing,
    })
}

/// The resource that is read.
const fn resource_of(ground: &Ground) -> Option<&Arc<Resource>> {
    match ground {
        Ground::Argument(place) => Some(&place.resource),
        Ground::Existence(resource) => Some(resource),
        Ground::Cited(..) | Ground::Absence | Ground::Sign => None,
    }
}

/// The place and the words for what is taken for a fork.
fn fork(origin: OriginId, origins: &Origins) -> Option<(Span, String)> {
    match origins.get(origin) {
        Origin::Fork { of, span } => Some((span, taken_for(&of))),
        _ => None,
    }
}

/// What a ground hangs on.
fn origins_of(ground: &Ground) -> Vec<OriginId> {
    match ground {
        Ground::Argument(place) => [place.within, place.origin]
            .into_iter()
            .chain(place.resource.hangs_on.iter().copied())
            .collect(),
        Ground::Existence(resource) => resource.hangs_on.clone(),
        Ground::Cited(..) | Ground::Absence | Ground::Sign => Vec::new(),
    }
}

/// The first default that whoever runs the configuration may replace, fork that may be none, or unit that may be applied otherwise, among all that some values hang on.
fn first_default(read: impl Iterator<Item = OriginId>, origins: &Origins) -> Option<Step> {
    let mut open: Vec<OriginId> = Vec::new();
    let mut seen = BTreeSet::new();
    for start in read {
        open.push(start);
        while let Some(id) = open.pop() {
            if !origins.is_replaceable(id) || !seen.insert(id) {
                continue;
            }
            match origins.get(id) {
                Origin::Default {
                    variable,
                    span,
                    replaceable: true,
                } => {
                    return Some(Step {
                        span,
                        message: default_of(&variable),
                    });
                }
                Origin::Fork { of, span } => {
                    let message = taken_for(&of);
                    return Some(Step { span, message });
                }
                Origin::UnitOutput { unit, span } => {
                    let message = given_by(&unit);
                    return Some(Step { span, message });
                }
                Origin::LookUp { what, span, .. } => {
                    let message = found_by(&what, true);
                    return Some(Step { span, message });
                }
                other => open.extend(other.from().iter().rev()),
            }
        }
    }
    None
}

fn default_of(variable: &str) -> String {
    format!("variable {variable} has this default, unless another value is given")
}

fn taken_for(original: &str) -> String {
    format!("taken for a fork of {original}, for its name and version")
}

fn given_by(unit: &str) -> String {
    format!("the unit {unit} gives this, as it is written")
}

fn found_by(source: &str, is_all: bool) -> String {
    if is_all {
        format!("{source} finds what is made here, unless somebody else makes more")
    } else {
        format!("{source} finds what is made here")
    }
}

/// The places of a proof in the making.
struct Trail<'o> {
    origins: &'o Origins,
    primary: Span,
    steps: Vec<Step>,
}

impl Trail<'_> {
    fn cite(&mut self, span: Span, message: String) {
        if self.steps.len() >= MOST_STEPS {
            return;
        }
        let told = |step: &Step| {
            step.span == span || (step.message == message && step.span.contains(span))
        };
        if !self.primary.contains(span) && !self.steps.iter().any(told) {
            self.steps.push(Step { span, message });
        }
    }

    /// Follows an origin to where a person would edit. The first argument is the primary place.
    fn follow(&mut self, origin: OriginId, at_start: bool, depth: usize) {
        if depth > LONGEST {
            return;
        }
        match self.origins.get(origin) {
            Origin::None
            | Origin::Block { .. }
            | Origin::CommandLine { .. }
            | Origin::Workspace => {}
            Origin::Fork { of, span } => self.cite(span, taken_for(&of)),
            Origin::UnitOutput { unit, span } => self.cite(span, given_by(&unit)),
            Origin::LookUp { what, span, is_all } => self.cite(span, found_by(&what, is_all)),
            Origin::Literal(span) => {
                let covered = |place: Span| place.contains(span);
                if !at_start && !self.steps.iter().any(|step| covered(step.span)) {
                    self.cite(span, "written here".to_owned());
                }
            }
            Origin::Default {
                variable,
                span,
                replaceable,
            } => {
                let message = if replaceable {
                    default_of(&variable)
                } else {
                    format!("variable {variable} takes this default here")
                };
                self.cite(span, message);
            }
            Origin::VariableFile { variable, span } => {
                self.cite(span, format!("variable {variable} is set here"));
            }
            Origin::Plan { what, span, from } => {
                self.cite(span, format!("the plan has this value of {what}"));
                self.follow(from, false, depth + 1);
            }
            Origin::Argument { name, span, from } => {
                if !at_start {
                    self.cite(span, format!("{name} is passed here"));
                }
                self.follow(from, false, depth + 1);
            }
            Origin::Local { name, span, from } => {
                self.cite(span, format!("local.{name} is defined here"));
                self.follow(from, false, depth + 1);
            }
            Origin::Output { from, .. } | Origin::ProviderDefault { from, .. } => {
                self.follow(from, false, depth + 1);
            }
            Origin::Operation { from, .. } => {
                for origin in from {
                    self.follow(origin, false, depth + 1);
                }
            }
        }
    }
}
