//! What rules answer: a fault with its place, message and help, or why there is none.

use std::fmt;

use super::{Fact, Place, Set};
use crate::{
    address::Address,
    finding::{Change, Missing, Undecided},
    money::Cost,
};

/// What a rule answers for one subject: a fault, or why there is none.
pub type Answer = Result<Vec<Fault>, Pass>;

/// What mends a fault, or why nothing does: lower case, no full stop.
pub type Remedy = Result<Change<Place>, String>;

/// Why a rule raises no fault.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Pass {
    /// It looked, and all is well.
    Fine,
    /// The subject is none of its.
    NotApplicable,
    /// A fact that it needs is out of sight.
    Undecided(Undecided),
}

/// What a rule claims. Its proof, its confidence and the instances concerned come from what the rule has read.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The argument at fault, then others that it takes.
    pub places: Vec<Place>,
    /// The thing at fault and the fact: lower case, no full stop.
    pub message: String,
    /// What to change, with the user's own names.
    pub help: String,
    /// The endpoints that it concerns beside its subject.
    pub endpoints: Vec<Address>,
    /// Whether it weighs so little here that it is a hint, however sure it is.
    pub hint: bool,
    /// Whether it weighs so much here that it is an error.
    pub grave: bool,
    /// What mends it, or why nothing does, if its rule mends anything.
    pub remedy: Option<Remedy>,
    /// Words that stand where it is written, each behind the one before: the last is what is wrong.
    pub words: Vec<String>,
    /// What is paid for, as far as prices are known.
    pub costs: Vec<Cost>,
    /// The endpoints that are missing, where that is the fault.
    pub missing: Option<Missing>,
}

/// A fault without help.
#[derive(Debug)]
#[must_use]
pub struct Claim(Fault);

/// Claims a fault: at a fact, a set, or a thing as a whole.
pub fn fault(at: &impl Located, message: impl Into<String>) -> Claim {
    Claim(Fault {
        places: at.places(),
        message: message.into(),
        help: String::new(),
        endpoints: Vec::new(),
        hint: false,
        grave: false,
        remedy: None,
        words: Vec::new(),
        costs: Vec::new(),
        missing: None,
    })
}

impl Claim {
    /// The fault concerns these endpoints, whatever its subject is.
    pub fn concerning(mut self, endpoints: impl IntoIterator<Item = Address>) -> Self {
        self.0.endpoints.extend(endpoints);
        self
    }

    /// The fault is a hint where that holds: it is true, but weighs little.
    pub fn hint_if(mut self, light: bool) -> Self {
        self.0.hint = light;
        self
    }

    /// The fault is an error where that holds, whatever its rule weighs elsewhere.
    pub fn error_if(mut self, grave: bool) -> Self {
        self.0.grave = grave;
        self
    }

    /// What mends it, or why nothing does.
    pub fn fix(mut self, remedy: Remedy) -> Self {
        self.0.remedy = Some(remedy);
        self
    }

    /// The words that lead to it where it is written, for a fault inside of a text: the last is what is wrong.
    pub fn at(mut self, words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.0.words = words.into_iter().map(Into::into).collect();
        self
    }

    /// What is paid for, where prices are known.
    pub fn cost(mut self, costs: impl IntoIterator<Item = Cost>) -> Self {
        self.0.costs.extend(costs);
        self
    }

    /// The fault is that these endpoints are missing, which another root may make.
    pub fn lacking(mut self, missing: Missing) -> Self {
        self.0.missing = Some(missing);
        self
    }

    /// What to change. With it the claim is an answer.
    ///
    /// # Errors
    ///
    /// Never: an answer is a result so that `?` ends a rule.
    pub fn help(self, help: impl Into<String>) -> Answer {
        Ok(vec![Fault {
            help: help.into(),
            ..self.0
        }])
    }
}

/// Several faults of one subject.
///
/// # Errors
///
/// The first reason why one of them is none.
pub fn all_faults(answers: impl IntoIterator<Item = Answer>) -> Answer {
    let answers: Result<Vec<Vec<Fault>>, Pass> = answers.into_iter().collect();
    Ok(answers?.into_iter().flatten().collect())
}

/// The subject is the rule's only if that holds.
///
/// # Errors
///
/// [`Pass::NotApplicable`] when it does not.
pub const fn applies_if(holds: bool) -> Result<(), Pass> {
    if holds {
        Ok(())
    } else {
        Err(Pass::NotApplicable)
    }
}

/// Whether all of these hold: one that does not decides alone, else all must be known.
///
/// # Errors
///
/// When one is not known, and none is known not to hold.
pub(super) fn all_of(these: &[&dyn Fn() -> Result<bool, Pass>]) -> Result<bool, Pass> {
    let mut undecided = None;
    for holds in these {
        match holds() {
            Ok(false) => return Ok(false),
            Ok(true) => {}
            Err(pass) => undecided = undecided.or(Some(pass)),
        }
    }
    undecided.map_or(Ok(true), Err)
}

/// Takes the steps of a rule whose order is all one: one that ends the rule decides alone, else all must be known.
///
/// # Errors
///
/// What ends the rule, or that a step is not known.
pub fn in_any_order(steps: &[&dyn Fn() -> Result<(), Pass>]) -> Result<(), Pass> {
    let mut undecided = None;
    for step in steps {
        match step() {
            Ok(()) => {}
            Err(pass @ Pass::Undecided(_)) => undecided = undecided.or(Some(pass)),
            Err(pass) => return Err(pass),
        }
    }
    undecided.map_or(Ok(()), Err)
}

/// All is well if that holds.
///
/// # Errors
///
/// [`Pass::Fine`] when it does.
pub const fn fine_if(holds: bool) -> Result<(), Pass> {
    if holds { Err(Pass::Fine) } else { Ok(()) }
}

/// What has a place that a fault can stand at.
pub trait Located {
    /// The place to change, then others that belong to it.
    fn places(&self) -> Vec<Place>;
}

impl Located for Place {
    fn places(&self) -> Vec<Place> {
        vec![self.clone()]
    }
}

impl<A> Located for Fact<A> {
    fn places(&self) -> Vec<Place> {
        vec![self.place.clone()]
    }
}

impl<A> Located for Set<A> {
    fn places(&self) -> Vec<Place> {
        vec![self.place.clone()]
    }
}

/// That what an argument says is not known.
pub(super) fn unknown(place: &Place, why: impl fmt::Display) -> Pass {
    Pass::Undecided(question(place, why))
}

/// What an argument says.
pub(super) fn question(place: &Place, why: impl fmt::Display) -> Undecided {
    let what = if place.argument.is_empty() {
        "the block"
    } else {
        place.argument
    };
    Undecided {
        address: place.resource.address.clone(),
        reason: format!("{what} is unknown: {why}"),
        span: place.span,
    }
}
