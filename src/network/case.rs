//! Reading is relying: a rule looks at the network through a case, and what it reads there is its proof.
//!
//! A check is run once for each way that unknown conditions leave the facts it reads. In one run every fact has one answer, so
//! that a rule is written as if there were no others; a claim holds only if it holds in every run.

pub(super) mod reading;

use std::{fmt, ops::Deref, sync::Arc};

use super::{Fact, Identity, Members, Network, Place, Resource, Set, identity::named};
use crate::{
    address::Address,
    eval::Exists,
    finding::{Fix, Undecided},
    span::Span,
};
pub(super) use reading::Ground;
use reading::Reading;

/// What a rule answers for one subject: a fault, or why there is none.
pub type Answer = Result<Vec<Fault>, Pass>;

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
    /// Whether it weighs so little here that it is a hint, however sure it is.
    pub hint: bool,
    /// The edits that mend it.
    pub fix: Option<Fix>,
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
        hint: false,
        fix: None,
    })
}

impl Claim {
    /// The fault is a hint where that holds: it is true, but weighs little.
    pub fn hint_if(mut self, light: bool) -> Self {
        self.0.hint = light;
        self
    }

    /// The edits that mend it, where they can be said.
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.0.fix = fix;
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
pub(super) fn all_of(these: impl IntoIterator<Item = Result<bool, Pass>>) -> Result<bool, Pass> {
    let mut undecided = None;
    for holds in these {
        match holds {
            Ok(false) => return Ok(false),
            Ok(true) => {}
            Err(pass) => undecided = undecided.or(Some(pass)),
        }
    }
    undecided.map_or(Ok(true), Err)
}

/// All is well if that holds.
///
/// # Errors
///
/// [`Pass::Fine`] when it does.
pub const fn fine_if(holds: bool) -> Result<(), Pass> {
    if holds { Err(Pass::Fine) } else { Ok(()) }
}

/// What is made here: it has an address and a block.
pub trait Made {
    /// The resource instance.
    fn resource(&self) -> &Arc<Resource>;
}

/// What rules are asked about.
pub trait Subject: Made {
    /// The endpoints that a claim about it concerns.
    fn endpoints(&self, network: &Network) -> Vec<Address>;
}

/// What has a place that a fault can stand at.
pub trait Located {
    /// The place to change, then others that belong to it.
    fn places(&self) -> Vec<Place>;
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

impl<T: Made> Located for Case<'_, T> {
    fn places(&self) -> Vec<Place> {
        vec![Place::of(self.resource())]
    }
}

/// One thing of the network, and what has been read about it and all that it leads to.
#[derive(Debug)]
pub struct Case<'n, T> {
    /// What it belongs to.
    pub(super) network: &'n Network,
    pub(super) it: &'n T,
    reading: &'n Reading,
}

impl<T> Clone for Case<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Case<'_, T> {}

impl<T> Deref for Case<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.it
    }
}

/// As messages name it: by its address.
impl<T: Made> fmt::Display for Case<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.it.resource().address, f)
    }
}

impl<'n, T> Case<'n, T> {
    /// A subject, of which nothing has been read.
    pub(super) const fn new(network: &'n Network, it: &'n T, reading: &'n Reading) -> Self {
        Self {
            network,
            it,
            reading,
        }
    }

    /// Another thing, in the same case.
    pub(super) const fn about<U>(&self, it: &'n U) -> Case<'n, U> {
        Case {
            network: self.network,
            it,
            reading: self.reading,
        }
    }

    /// Other things, in the same case.
    pub(super) fn each_of<U>(&self, things: &'n [U]) -> impl Iterator<Item = Case<'n, U>> {
        let case = *self;
        things.iter().map(move |it| case.about(it))
    }

    /// The answer of a fact.
    ///
    /// # Errors
    ///
    /// When it is not known.
    pub fn read<A>(&self, fact: &'n Fact<A>) -> Result<&'n A, Pass> {
        let place = &fact.place;
        self.reading.rely_on(place);
        let why = || unknown(place, "depends on a condition that is unknown");
        let which = self.reading.one_of(fact.answers.len(), fact, why);
        match fact.answers.get(which) {
            Some(Ok(answer)) => Ok(answer),
            Some(Err(why)) => Err(unknown(place, why)),
            None => Err(unknown(place, "nothing is said")),
        }
    }

    /// Whether a fact has that answer.
    ///
    /// # Errors
    ///
    /// When it is not known.
    pub fn is<A: PartialEq>(&self, fact: &'n Fact<A>, answer: &A) -> Result<bool, Pass> {
        Ok(self.read(fact)? == answer)
    }

    /// The subject is the rule's only with that answer.
    ///
    /// # Errors
    ///
    /// Where it has another, or the answer is not known.
    pub fn applies_if<A: PartialEq>(&self, fact: &'n Fact<A>, answer: &A) -> Result<(), Pass> {
        applies_if(self.is(fact, answer)?)
    }

    /// All is well with that answer.
    ///
    /// # Errors
    ///
    /// Where it has that answer, or it is not known.
    pub fn fine_if<A: PartialEq>(&self, fact: &'n Fact<A>, answer: &A) -> Result<(), Pass> {
        fine_if(self.is(fact, answer)?)
    }

    /// The members of a set that are named, with what names each: there may be more.
    #[must_use]
    pub fn some<A>(&self, set: &'n Set<A>) -> &'n Members<A> {
        self.reading.rely_on(&set.place);
        let why = || unknown(&set.place, "depends on a condition that is unknown");
        let ways = set.otherwise.len() + 1;
        match self.reading.one_of(ways, set, why).checked_sub(1) {
            Some(other) => set.otherwise.get(other).unwrap_or(&set.members),
            None => &set.members,
        }
    }

    /// Every member of a set, and no other: what is not there for certain is looked at both ways.
    ///
    /// # Errors
    ///
    /// When a member is not known, or there may be more.
    pub fn all<A>(&self, set: &'n Set<A>) -> Result<Vec<&'n A>, Pass> {
        let members = self.some(set);
        if let Some(why) = &members.open {
            return Err(unknown(&set.place, why));
        }
        let there = |item: &&'n Fact<A>| self.exists(&item.place.resource, &set.place.resource);
        (members.items.iter())
            .filter(there)
            .map(|item| self.read(item))
            .collect()
    }

    /// Whether a test holds for any member of a set.
    ///
    /// # Errors
    ///
    /// When it holds for none, and is not known for one, or there may be more.
    pub fn any_of<A>(
        &self,
        set: &'n Set<A>,
        test: impl Fn(&'n A) -> Result<bool, Pass>,
    ) -> Result<bool, Pass> {
        let members = self.some(set);
        let holds = |item: &'n Fact<A>| {
            Ok(test(self.read(item)?)? && self.exists(&item.place.resource, &set.place.resource))
        };
        match (self.any(&members.items, holds)?, &members.open) {
            (false, Some(why)) => Err(unknown(&set.place, why)),
            (found, _) => Ok(found),
        }
    }

    /// The one of some things that an identity names; where it only tells the collection, each of it in its turn.
    pub(super) fn named<U: Made>(
        &self,
        things: &'n [U],
        identities: impl Fn(&U) -> &[Identity],
        identity: &'n Identity,
    ) -> Option<Case<'n, U>> {
        let candidates = named(things, identities, identity);
        let first = self.about(*candidates.first()?);
        let which = self.reading.one_of(candidates.len(), identity, || {
            first.undecided(format!("{} may be another of its kind", identity.name()))
        });
        candidates.get(which).map(|it| self.about(*it))
    }

    /// Whether something is there, as far as what it belongs to is: where that is not known it is looked at both ways.
    #[must_use]
    pub fn exists(&self, resource: &'n Arc<Resource>, owner: &Arc<Resource>) -> bool {
        self.reading.rely_on_existence(resource);
        if Arc::ptr_eq(resource, owner) || resource.exists == Exists::Must {
            return true;
        }
        let why = || {
            Pass::Undecided(Undecided {
                address: resource.address.clone(),
                reason: "it may not be there".to_owned(),
                span: resource.header,
            })
        };
        self.reading.one_of(2, &**resource, why) == 0
    }

    /// Points at a place of the proof.
    pub fn cite(&self, span: Span, message: impl Into<String>) {
        self.reading.cite(span, message.into());
    }

    /// The claim rests on nothing outside this configuration adding what is missing.
    pub(super) fn rest_on_absence(&self) {
        self.reading.rest_on_absence();
    }

    /// The claim rests on an assumption that nobody here can check where that holds: that nothing elsewhere sets what is left out.
    pub fn likely_if(&self, assumed: bool) {
        if assumed {
            self.reading.rest_on_absence();
        }
    }

    /// The claim rests on indirect evidence where that holds.
    pub fn possible_if(&self, indirect: bool) {
        if indirect {
            self.reading.rest_on_signs();
        }
    }

    /// Whether a test holds for any of some things. One for which it holds decides alone; else all must be known.
    ///
    /// # Errors
    ///
    /// When it holds for none, and is not known for one.
    pub fn any<U>(
        &self,
        things: impl IntoIterator<Item = U>,
        test: impl Fn(U) -> Result<bool, Pass>,
    ) -> Result<bool, Pass> {
        let found = self.first(things, |it| test(it).map(|holds| holds.then_some(())))?;
        Ok(found.is_some())
    }

    /// What a test finds first among some things; what was read of others then does not count.
    ///
    /// # Errors
    ///
    /// When it finds nothing, and is not known for one.
    pub fn first<U, R>(
        &self,
        things: impl IntoIterator<Item = U>,
        test: impl Fn(U) -> Result<Option<R>, Pass>,
    ) -> Result<Option<R>, Pass> {
        let start = self.reading.mark();
        let mut undecided = None;
        for thing in things {
            let before = self.reading.mark();
            match test(thing) {
                Ok(Some(found)) => {
                    self.reading.forget(start, before);
                    return Ok(Some(found));
                }
                Ok(None) => {}
                Err(pass @ Pass::Undecided(_)) => undecided = undecided.or(Some(pass)),
                Err(pass) => return Err(pass),
            }
        }
        undecided.map_or(Ok(None), Err)
    }

    /// What a test finds in each of some things: those that are known count in spite of others that are not.
    ///
    /// # Errors
    ///
    /// When it finds nothing, and is not known for one.
    pub fn every<U, R>(
        &self,
        things: impl IntoIterator<Item = U>,
        test: impl Fn(U) -> Result<Vec<R>, Pass>,
    ) -> Result<Vec<R>, Pass> {
        let (mut found, mut undecided) = (Vec::new(), None);
        for thing in things {
            match test(thing) {
                Ok(some) => found.extend(some),
                Err(pass @ Pass::Undecided(_)) => undecided = undecided.or(Some(pass)),
                Err(pass) => return Err(pass),
            }
        }
        match undecided {
            Some(pass) if found.is_empty() => Err(pass),
            _ => Ok(found),
        }
    }
}

impl<T: Made> Case<'_, T> {
    /// That something about it is not known.
    pub(super) fn undecided(&self, reason: impl Into<String>) -> Pass {
        let resource = self.resource();
        Pass::Undecided(Undecided {
            address: resource.address.clone(),
            reason: reason.into(),
            span: resource.header,
        })
    }
}

/// That what an argument says is not known.
pub(super) fn unknown(place: &Place, why: impl fmt::Display) -> Pass {
    let what = if place.argument.is_empty() {
        "what it says"
    } else {
        place.argument
    };
    Pass::Undecided(Undecided {
        address: place.resource.address.clone(),
        reason: format!("{what} is unknown: {why}"),
        span: place.span,
    })
}
