//! Things that references name, and by what they are found.

use std::sync::OnceLock;

use super::{Identity, Network, Things, identity::Index};

/// What references name.
pub(super) trait Identified: Sized + 'static {
    /// What it is called by.
    fn identities(&self) -> &[Identity];
    /// All of its kind, and by what they are found once that has been asked for.
    fn among(network: &Network) -> (&Things<Self>, &OnceLock<Index>);
}

impl Network {
    /// By what things of a kind are found.
    pub(super) fn index_of<U: Identified>(&self) -> &Index {
        let (things, index) = U::among(self);
        index.get_or_init(|| Index::of(things.iter().map(U::identities)))
    }

    /// The first thing that is called exactly that, if it is made here.
    pub(super) fn made_here<U: Identified>(&self, identity: &Identity) -> Option<&U> {
        let (things, _) = U::among(self);
        things.get(self.index_of::<U>().first(identity)?)
    }
}
