//! What a rule claims, and its proof.

mod change;

pub use change::{Act, Change, Site, Term, Written};

use crate::{address::Address, money::Cost, span::Span};

/// A claim about one place, with its proof. The rule that made it, its severity and its URL are attached by `lint`.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The thing at fault and the fact: lower case, no full stop.
    pub message: String,
    /// What to change, with the user's own names.
    pub help: String,
    /// The attribute at fault, or the block header when an attribute is missing.
    pub primary: Span,
    /// The header of the block of the instance at fault.
    pub subject: Span,
    /// The path of the attribute at fault inside its block, `ingress.cidr_blocks`, or empty: part of the fingerprint.
    pub attribute: String,
    /// The instances at fault.
    pub addresses: Vec<Address>,
    /// The endpoint instances concerned, whatever the block at fault.
    pub endpoints: Vec<Address>,
    /// Why it holds.
    pub proof: Proof,
    /// Whether it weighs so little where it was found that it is a hint, however sure it is.
    pub hint: bool,
    /// Whether it weighs so much where it was found that it is an error.
    pub grave: bool,
    /// What would mend it, as its rule says it.
    pub change: Option<Change<Site>>,
    /// The same in edits, once somebody has looked at the texts.
    pub fix: Option<Fix>,
    /// Why there are none although there is a change.
    pub unfixed: Option<String>,
    /// Words that stand where it is written, each behind the one before: the last is what is wrong.
    pub words: Vec<String>,
    /// What is paid for, as far as prices are known.
    pub costs: Vec<Cost>,
    /// The endpoints that are missing, where that is the fault.
    pub missing: Option<Missing>,
}

/// Endpoints that a VPC has none of, as far as its root goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    /// Their services: `s3`.
    pub services: Vec<String>,
    /// The Region of the VPC, if it is known.
    pub region: Option<String>,
    /// Whether the root has an output of the VPC.
    pub of_vpc_handed_out: bool,
}

impl Finding {
    /// A certain claim about the place itself, which no instance and no proof belongs to: what is said of a text.
    #[must_use]
    pub fn at(place: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
            primary: place,
            subject: place,
            attribute: String::new(),
            addresses: Vec::new(),
            endpoints: Vec::new(),
            proof: Proof {
                steps: Vec::new(),
                confidence: Confidence::Certain,
                default: None,
            },
            hint: false,
            grave: false,
            change: None,
            fix: None,
            unfixed: None,
            words: Vec::new(),
            costs: Vec::new(),
            missing: None,
        }
    }
}

/// Why a finding holds: the places it was read from, in the order a reader should follow them.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The places. None is the primary place itself.
    pub steps: Vec<Step>,
    /// How sure the claim is.
    pub confidence: Confidence,
    /// The first replaceable default that it hangs on, if it hangs on one.
    pub default: Option<Step>,
}

/// One place of a proof.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The place.
    pub span: Span,
    /// What is to be seen there: lower case, no full stop.
    pub message: String,
}

/// How sure a claim is. Computed from what it rests on, never chosen by a rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Confidence {
    /// Indirect evidence.
    Possible,
    /// Rests on a default that whoever runs the configuration may replace, or on nothing outside it adding what is missing.
    Likely,
    /// Follows from what is written, whatever the inputs.
    Certain,
}

impl Confidence {
    /// Its name in every output and option.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// A hint.
    Info,
    /// Security, cost or resilience suffers.
    Warning,
    /// The apply fails, traffic cannot flow, or it is open to the world.
    Error,
}

impl Severity {
    /// Its name in every output and option.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A mend: edits on the original text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does: `set private_dns_enabled to true`.
    pub title: String,
    /// Whether it may be applied without a second thought.
    pub safety: Safety,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
}

/// Whether a fix may be applied without a second thought.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Safety {
    /// Changes nothing of an applied network except as the rule promises.
    Safe,
    /// May change how an applied network behaves.
    Unsafe,
}

impl Safety {
    /// Its name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// Replaces a byte range.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// A question a rule could not answer because a fact is out of sight.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Undecided {
    /// The instance in question.
    pub address: Address,
    /// Which fact is missing and why: lower case, no full stop.
    pub reason: String,
    /// Where the fact would be.
    pub span: Span,
}
