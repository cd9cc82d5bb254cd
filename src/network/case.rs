//! Reading is relying: a rule looks at the network through a case, and what it reads there is its proof.
//!
//! A check is run once for each way that unknown conditions leave the facts it reads. In one run every fact has one answer, so
//! that a rule is written as if there were no others; a claim holds only if it holds in every run.

mod facts;
mod quantifiers;
mod references;

use std::{fmt, ops::Deref, sync::Arc};

use super::{Located, Network, Pass, Place, Resource, reading::Reading};
use crate::{address::Address, finding::Undecided, options::Options, span::Span};

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
    pub(super) fn each_of<U: 'n, I: IntoIterator<Item = &'n U>>(
        &self,
        things: I,
    ) -> impl Iterator<Item = Case<'n, U>> + use<'n, T, U, I> {
        let case = *self;
        things.into_iter().map(move |it| case.about(it))
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
}

impl<T: Made> Case<'_, T> {
    /// That something about it is not known.
    pub(super) fn undecided(&self, reason: impl Into<String>) -> Pass {
        Pass::Undecided(self.question(reason))
    }

    fn question(&self, reason: impl Into<String>) -> Undecided {
        self.resource().question(reason)
    }
}
