//! Reading facts and sets: each read is something that the claim rests on.

use std::sync::Arc;

use super::Case;
use crate::{
    network::{
        Fact, Members, Pass, Resource, Set,
        answer::{applies_if, fine_if, question, unknown},
    },
    work,
};

impl<'n, T> Case<'n, T> {
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
    pub(in crate::network) fn closed<A>(&self, set: &'n Set<A>) -> Result<(), Pass> {
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
}
