//! From what is named to the things that are made here.

use super::{Case, Made};
use crate::network::{Identity, identified::Identified};

impl<'n, T> Case<'n, T> {
    /// The one of some things that an identity names; where it only tells the collection, each of it in its turn.
    pub(in crate::network) fn named<U: Identified + Made>(
        &self,
        identity: &'n Identity,
    ) -> Option<Case<'n, U>> {
        let candidates = self.all_named(identity);
        let first: &Case<'n, U> = candidates.first()?;
        let which = self.reading.one_of(candidates.len(), identity, || {
            first.question(format!("{} may be another of its kind", identity.name()))
        });
        candidates.get(which).copied()
    }

    /// The first thing that is called exactly that.
    pub(in crate::network) fn called<U: Identified>(
        &self,
        identity: &Identity,
    ) -> Option<Case<'n, U>> {
        Some(self.about(self.network.made_here(identity)?))
    }

    /// All things that are called exactly one of some names, in their order.
    pub(in crate::network) fn all_called<U: Identified>(
        &self,
        names: impl Iterator<Item = Identity>,
    ) -> Vec<Case<'n, U>> {
        let (things, _) = U::among(self.network);
        let index = self.network.index_of::<U>();
        let mut places: Vec<usize> = Vec::new();
        names.for_each(|name| places.extend(index.called(&name)));
        places.sort_unstable();
        places.dedup();
        self.each_of(things.at(places)).collect()
    }

    /// All things that an identity may name.
    pub(in crate::network) fn all_named<U: Identified>(
        &self,
        identity: &Identity,
    ) -> Vec<Case<'n, U>> {
        let (things, _) = U::among(self.network);
        let places = self.network.index_of::<U>().named(identity);
        self.each_of(things.at(places)).collect()
    }
}
