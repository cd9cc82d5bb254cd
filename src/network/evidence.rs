//! The proof of a finding: gathered from the facts it rests on, its confidence computed from where they came from.

use super::{Endpoint, Fact, Network, Opening};
use crate::{
    eval::Exists,
    finding::{Confidence, Proof, Step},
    span::Span,
    value::{Origin, OriginId},
};

/// More places than this nobody reads.
const MOST_STEPS: usize = 8;

/// A proof in the making.
#[derive(Debug)]
pub struct Evidence<'n, 'p> {
    network: &'n Network<'p>,
    primary: Span,
    steps: Vec<Step>,
    confidence: Confidence,
}

impl<'n, 'p> Evidence<'n, 'p> {
    pub(super) const fn new(network: &'n Network<'p>, primary: Span) -> Self {
        Self {
            network,
            primary,
            steps: Vec::new(),
            confidence: Confidence::Certain,
        }
    }

    /// The claim rests on this fact: its trail becomes part of the proof and bounds its confidence.
    pub fn rely_on<T>(&mut self, fact: &Fact<T>) -> &mut Self {
        if fact.sensitive {
            self.presuppose(fact)
        } else {
            self.follow(fact.origin)
        }
    }

    /// The claim presupposes this fact: it bounds the confidence, but its trail is not shown.
    pub fn presuppose<T>(&mut self, fact: &Fact<T>) -> &mut Self {
        self.presuppose_all(&[fact.origin])
    }

    /// The claim presupposes the service of an endpoint, whatever Region stands in its name: a name that is put together only
    /// varies by Region.
    pub fn presuppose_service(&mut self, endpoint: &Endpoint) -> &mut Self {
        let from = match self.network.origin(endpoint.service.origin) {
            Origin::Argument { from, .. } => self.network.origin(from),
            other => other,
        };
        if matches!(from, Origin::Operation { .. }) {
            self
        } else {
            self.presuppose(&endpoint.service)
        }
    }

    /// The claim presupposes that something is there: on its counts, and on a condition where it only may be.
    pub fn presuppose_existence(&mut self, exists: Exists, basis: &[OriginId]) -> &mut Self {
        if exists == Exists::May {
            self.rest_on_absence();
        }
        self.presuppose_all(basis)
    }

    /// The claim presupposes values that came from there: counts, ports.
    pub fn presuppose_all(&mut self, origins: &[OriginId]) -> &mut Self {
        for origin in origins {
            self.lower(*origin, 0);
        }
        self
    }

    /// The claim rests on where a value came from.
    pub fn follow(&mut self, origin: OriginId) -> &mut Self {
        self.walk(origin, true, 0);
        self
    }

    /// Points at a place.
    pub fn cite(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        let span = self.network.clipped(span);
        let message = message.into();
        let told = |step: &Step| {
            step.span == span || (step.message == message && step.span.contains(span))
        };
        let shown = !self.network.is_bundled(span) && !self.primary.contains(span);
        if shown && self.steps.len() < MOST_STEPS && !self.steps.iter().any(told) {
            self.steps.push(Step { span, message });
        }
        self
    }

    /// The claim rests on everything that opens a group together.
    pub fn of_opening(&mut self, opening: &Opening<'_>) -> &mut Self {
        for (rule, source) in &opening.parts {
            self.presuppose_all(&rule.basis)
                .presuppose_all(&rule.origins);
            self.cite(
                source.place,
                format!("together with {} this is the world", source.network),
            );
            for origin in source.origins {
                self.follow(origin);
            }
        }
        self
    }

    /// The claim rests on nothing outside this configuration adding what is missing.
    pub fn rest_on_absence(&mut self) -> &mut Self {
        self.confidence = self.confidence.min(Confidence::Likely);
        self
    }

    /// The claim rests on indirect evidence.
    pub fn rest_on_signs(&mut self) -> &mut Self {
        self.confidence = Confidence::Possible;
        self
    }

    /// The proof.
    #[must_use]
    pub fn proof(&self) -> Proof {
        Proof {
            steps: self.steps.clone(),
            confidence: self.confidence,
        }
    }

    /// Follows an origin to where a person would edit. The first argument is the primary place or is cited by the rule.
    fn walk(&mut self, origin: OriginId, at_start: bool, depth: usize) {
        if depth > 64 {
            return;
        }
        match self.network.origin(origin) {
            Origin::None | Origin::Block { .. } | Origin::CommandLine { .. } => {}
            Origin::Literal(span) => {
                let covered = |place: Span| place.contains(span);
                if !at_start
                    && !covered(self.primary)
                    && !self.steps.iter().any(|step| covered(step.span))
                {
                    self.cite(span, "written here");
                }
            }
            Origin::Default {
                variable,
                span,
                replaceable,
            } => {
                if replaceable {
                    self.confidence = self.confidence.min(Confidence::Likely);
                    self.cite(
                        span,
                        format!(
                            "variable {variable} has this default, unless another value is given"
                        ),
                    );
                } else {
                    self.cite(span, format!("variable {variable} takes this default here"));
                }
            }
            Origin::VariableFile { variable, span } => {
                self.cite(span, format!("variable {variable} is set here"));
            }
            Origin::Argument { name, span, from } => {
                if !at_start {
                    self.cite(span, format!("{name} is passed here"));
                }
                self.walk(from, false, depth + 1);
            }
            Origin::Local { name, span, from } => {
                self.cite(span, format!("local.{name} is defined here"));
                self.walk(from, false, depth + 1);
            }
            Origin::Output { from, .. } | Origin::ProviderDefault { from, .. } => {
                self.walk(from, false, depth + 1);
            }
            Origin::Operation { from, .. } => {
                for origin in from {
                    self.walk(origin, false, depth + 1);
                }
            }
        }
    }

    /// Lowers the confidence as an origin demands; of the places only the one that is first to lower it is shown.
    fn lower(&mut self, origin: OriginId, depth: usize) {
        if depth > 64 {
            return;
        }
        match self.network.origin(origin) {
            Origin::Default {
                variable,
                span,
                replaceable: true,
            } if self.confidence == Confidence::Certain => {
                self.confidence = Confidence::Likely;
                self.cite(
                    span,
                    format!("variable {variable} has this default, unless another value is given"),
                );
            }
            Origin::Argument { from, .. }
            | Origin::Local { from, .. }
            | Origin::Output { from, .. }
            | Origin::ProviderDefault { from, .. } => self.lower(from, depth + 1),
            Origin::Operation { from, .. } => from
                .iter()
                .for_each(|origin| self.lower(*origin, depth + 1)),
            _ => {}
        }
    }
}
