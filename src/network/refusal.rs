//! What Terraform itself refuses in the blocks that are judged: in a hook or an editor nobody has run `terraform validate`.

use std::{collections::HashMap, sync::Arc};

use super::{
    Answer, Case, Endpoint, Network, Pass, Place, Resource,
    case::{Made, Subject},
};
use crate::{address::Address, span::Span};

/// Something that Terraform refuses.
#[derive(Debug)]
pub struct Refusal {
    /// The block it stands in.
    pub resource: Arc<Resource>,
    /// Where in that.
    pub place: Place,
    /// What is refused.
    pub reason: Reason,
    /// Why it may be right in spite of that, if it may be.
    pub(super) doubt: Option<&'static str>,
    /// Whether a newer provider, which may be asked for, may take it.
    pub(super) may_be_newer: bool,
    /// Whether what is called alike can stand in its place as it is.
    pub(super) fits: bool,
}

/// What Terraform refuses.
#[derive(Debug)]
pub enum Reason {
    /// A reference, `var.regoin`, to what no file declares, and what is that is called alike.
    Undeclared(String, Option<String>),
    /// An argument or block that the type does not have, and one that it has and that is called alike.
    UnknownArgument(String, Option<String>),
    /// A second declaration, `variable region`, and where the first is.
    Repeated(String, Span),
    /// A value of an argument that cannot be.
    Value {
        /// The path of the argument in its block.
        argument: String,
        /// What is wrong with the value: it "is ...".
        fault: String,
        /// What to write.
        instead: String,
    },
}

impl Made for Refusal {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

impl Subject for Refusal {
    fn endpoints(&self, network: &Network) -> Vec<Address> {
        let by_block = network.found.endpoints_by_block.get_or_init(|| {
            let mut by_block: HashMap<String, Vec<usize>> = HashMap::new();
            for (place, it) in network.endpoints.iter().enumerate() {
                let of_block = by_block.entry(it.resource.address.block()).or_default();
                of_block.push(place);
            }
            by_block
        });
        let own = by_block.get(&self.resource.address.block());
        let places = own.into_iter().flatten().copied();
        let endpoints = network.endpoints.at(places);
        endpoints.map(|it| it.resource.address.clone()).collect()
    }
}

impl Case<'_, Refusal> {
    /// Claims what is refused, unless something out of sight may make it right.
    ///
    /// # Errors
    ///
    /// Undecided when something may.
    pub fn is_final(&self) -> Result<(), Pass> {
        self.likely_if(self.may_be_newer);
        match self.doubt {
            Some(doubt) => Err(self.undecided(doubt)),
            None => Ok(()),
        }
    }
}

impl Case<'_, Endpoint> {
    /// That no misspelled argument of it was meant for one that is missing: of that, the misspelling is told.
    ///
    /// # Errors
    ///
    /// Undecided when one probably was.
    pub fn spells(&self, argument: &str) -> Result<(), Pass> {
        let own = self.resource().address.plain();
        let meant = self.network.found.misspelled.get_or_init(|| {
            let refusals = self.network.refusals.iter();
            let meant = refusals.filter_map(|it| match &it.reason {
                Reason::UnknownArgument(_, Some(near)) => {
                    Some((it.resource.address.plain(), near.clone()))
                }
                _ => None,
            });
            meant.collect()
        });
        if !meant.is_empty() && meant.contains(&(own, argument.to_owned())) {
            return Err(self.undecided(format!("{argument} is misspelled")));
        }
        Ok(())
    }
}

/// What may have been meant, as help says it.
#[must_use]
pub fn meant(near: Option<&String>, otherwise: &str) -> String {
    near.map_or_else(
        || otherwise.to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}

/// For rules about another kind of refusal.
pub const NO_REFUSAL: Answer = Err(Pass::NotApplicable);
