//! Reading is relying: a rule looks at the network through a case, and what it reads there is its proof.
//!
//! A check is run once for each way that unknown conditions leave the facts it reads. In one run every fact has one answer, so
//! that a rule is written as if there were no others; a claim holds only if it holds in every run.

use std::{
    fmt,
    ops::Deref,
    sync::{Arc, OnceLock},
};

use super::{
    Fact, Identity, Located, Members, Network, Pass, Place, Resource, Set, Things,
    answer::{applies_if, fine_if, question, unknown},
    identity::Index,
    reading::Reading,
};
use crate::{address::Address, finding::Undecided, options::Options, span::Span, work};

/// What is made here: it has an address and a block.
pub trait Made {
    /// The resource instance.
    fn resource(&self) -> &Arc<Resource>;
}

/// What references name.
pub(super) trait Identified: Made + Sized + 'static {
    /// What it is called by.
    fn identities(&self) -> &[Identity];
    /// All of its kind, and by what they are found once that has been asked for.
    fn among(network: &Network) -> (&Things<Self>, &OnceLock<Index>);
}

/// What rules are asked about.
pub trait Subject: Made {
    /// The endpoints that a claim about it concerns.
    fn endpoints(&self, network: &Network) -> Vec<Address>;
}

impl<T: Made> Located for Case<'_, T> {
    fn places(&self) -> Vec<Place> {
        vec![Place::of(self.resource())]
    }
}

impl Network {
    /// By what things of a kind are found.
    pub(super) fn index_of<U: Identified>(&self) -> &Index {
        let (things, index) = U::among(self);
        index.get_or_init(|| Index::of(things.iter().map(U::identities)))
    }
}

/// One thing of the network, and what has been read about it and all that it leads to.
#[derive(Debug)]
pub struct Case<'n, T> {
    /// What it belongs to.
    pub(super) network: &'n Network,
    pub(super) it: &'n T,
    options: &'n Options,
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
    pub(super) const fn new(
        network: &'n Network,
        it: &'n T,
        options: &'n Options,
        reading: &'n Reading,
    ) -> Self {
        Self {
            network,
            it,
            options,
            reading,
        }
    }

    /// Another thing, in the same case.
    pub(super) const fn about<U>(&self, it: &'n U) -> Case<'n, U> {
        Case {
            network: self.network,
            it,
            options: self.options,
            reading: self.reading,
        }
    }

    /// What users tell the rule.
    #[must_use]
    pub const fn options(&self) -> &'n Options {
        self.options
    }

    /// What users demand by an option of the rule: where they demand nothing, it has nothing to say.
    ///
    /// # Errors
    ///
    /// [`Pass::NotApplicable`] where the option is not set.
    pub fn demanded<V>(&self, option: impl FnOnce(&'n Options) -> Option<V>) -> Result<V, Pass> {
        option(self.options).ok_or(Pass::NotApplicable)
    }

    /// Other things, in the same case.
    pub(super) fn each_of<U: 'n>(
        &self,
        things: impl IntoIterator<Item = &'n U>,
    ) -> impl Iterator<Item = Case<'n, U>> {
        let case = *self;
        things.into_iter().map(move |it| case.about(it))
    }

    /// The answer of a fact.
    ///
    /// # Errors
    ///
    /// When it is not known.
    pub fn read<A>(&self, fact: &'n Fact<A>) -> Result<&'n A, Pass> {
        work::count(1);
        let place = &fact.place;
        if self.reading.is_spent() {
            return Err(unknown(place, "is one of too many to compare"));
        }
        self.reading.rely_on(place);
        let question = || question(place, "depends on a condition that is unknown");
        let which = self.reading.one_of(fact.answers.len(), fact, question);
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
        let question = || question(&set.place, "depends on a condition that is unknown");
        let ways = set.otherwise.len() + 1;
        match self.reading.one_of(ways, set, question).checked_sub(1) {
            Some(other) => set.otherwise.get(other).unwrap_or(&set.members),
            None => &set.members,
        }
    }

    /// That a set has no other members than those that are named.
    pub(super) fn closed<A>(&self, set: &'n Set<A>) -> Result<(), Pass> {
        match &self.some(set).open {
            Some(why) => Err(unknown(&set.place, why)),
            None => Ok(()),
        }
    }

    /// Every member of a set, and no other, whether or not it is known which: what is not there for certain is looked at both ways.
    ///
    /// # Errors
    ///
    /// When there may be more.
    pub fn complete<A>(&self, set: &'n Set<A>) -> Result<Vec<&'n Fact<A>>, Pass> {
        self.closed(set)?;
        let members = self.some(set);
        let there = |item: &&'n Fact<A>| self.exists(&item.place.resource, &set.place.resource);
        Ok(members.items.iter().filter(there).collect())
    }

    /// Every member of a set, and no other.
    ///
    /// # Errors
    ///
    /// When a member is not known, or there may be more.
    pub fn all<A>(&self, set: &'n Set<A>) -> Result<Vec<&'n A>, Pass> {
        let members = self.complete(set)?;
        members.into_iter().map(|item| self.read(item)).collect()
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
        let found = self.any(&self.some(set).items, |item| {
            Ok(test(self.read(item)?)? && self.exists(&item.place.resource, &set.place.resource))
        })?;
        if !found {
            self.closed(set)?;
        }
        Ok(found)
    }

    /// The one of some things that an identity names; where it only tells the collection, each of it in its turn.
    pub(super) fn named<U: Identified>(&self, identity: &'n Identity) -> Option<Case<'n, U>> {
        let candidates = self.all_named(identity);
        let first: &Case<'n, U> = candidates.first()?;
        let which = self.reading.one_of(candidates.len(), identity, || {
            first.question(format!("{} may be another of its kind", identity.name()))
        });
        candidates.get(which).copied()
    }

    /// The first thing that is called exactly that.
    pub(super) fn called<U: Identified>(&self, identity: &Identity) -> Option<Case<'n, U>> {
        let (things, _) = U::among(self.network);
        let index = self.network.index_of::<U>();
        let called = things.get(index.first(identity)?)?;
        Some(self.about(called))
    }

    /// All things that are called exactly one of some names, in their order.
    pub(super) fn all_called<U: Identified>(
        &self,
        names: impl Iterator<Item = Identity>,
    ) -> Vec<Case<'n, U>> {
        let (things, _) = U::among(self.network);
        let index = self.network.index_of::<U>();
        let mut places: Vec<usize> = Vec::new();
        names.for_each(|name| places.extend(index.called(&name)));
        places.sort_unstable();
        places.dedup();
        let called = places.into_iter().filter_map(|place| things.get(place));
        called.map(|it| self.about(it)).collect()
    }

    /// All things that an identity may name.
    pub(super) fn all_named<U: Identified>(&self, identity: &Identity) -> Vec<Case<'n, U>> {
        let (things, _) = U::among(self.network);
        let index = self.network.index_of::<U>();
        let places = index.named(identity).into_iter();
        let named = places.filter_map(|place| things.get(place));
        named.map(|it| self.about(it)).collect()
    }

    /// Whether something is there, as far as what it belongs to is: where that is not known it is looked at both ways.
    #[must_use]
    pub fn exists(&self, resource: &'n Arc<Resource>, owner: &Arc<Resource>) -> bool {
        self.reading.rely_on_existence(resource);
        if resource.is_there_with(owner) {
            return true;
        }
        let question = || resource.question("it may not be there");
        self.reading.one_of(2, &**resource, question) == 0
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

    /// What only keeps a rule from speaking is no part of its proof.
    pub(super) fn aside<R>(&self, look: impl FnOnce() -> R) -> R {
        let start = self.reading.mark();
        let seen = look();
        self.reading.forget(start, self.reading.mark());
        seen
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
    pub fn every<U, I, R>(
        &self,
        things: impl IntoIterator<Item = U>,
        test: impl Fn(U) -> Result<I, Pass>,
    ) -> Result<Vec<R>, Pass>
    where
        I: IntoIterator<Item = R>,
    {
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
    /// That nothing out of sight can do something to it, `add rules to it`: what is missing is missing as far as this configuration goes.
    ///
    /// # Errors
    ///
    /// When a module whose source is not on disk gets hold of it, or a part of the configuration could not be read.
    pub(super) fn nothing_else_may(&self, act: &str) -> Result<(), Pass> {
        let world = &self.network.world;
        if let Some(call) = world.gets_hold_of(&self.resource().address) {
            let why = format!("{call}, whose source is not on disk, may {act}");
            return Err(self.undecided(why));
        }
        if world.unread {
            return Err(self.undecided("a part of the configuration could not be read"));
        }
        self.rest_on_absence();
        Ok(())
    }

    /// That something about it is not known.
    pub(super) fn undecided(&self, reason: impl Into<String>) -> Pass {
        Pass::Undecided(self.question(reason))
    }

    fn question(&self, reason: impl Into<String>) -> Undecided {
        self.resource().question(reason)
    }

    /// Whether other values, or whoever reads an output of the root, may well attach something to it.
    #[must_use]
    pub fn may_be_attached_to(&self) -> bool {
        self.is_left_alone() || self.network.world.hands_out(&self.resource().address)
    }

    /// Whether separate resources are written that would be attached to it, of which there are none as the values here are.
    #[must_use]
    pub fn is_left_alone(&self) -> bool {
        let left_alone = &self.network.world.left_alone;
        !left_alone.is_empty() && left_alone.contains(&self.resource().address.plain())
    }

    /// Whether the root is a module for others and exports it, so that a caller may add to it.
    #[must_use]
    pub fn is_exported(&self) -> bool {
        self.network.world.exports(&self.resource().address)
    }
}
