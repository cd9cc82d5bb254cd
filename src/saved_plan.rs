//! Saved plans: what Terraform was going to do, as `terraform show -json` writes it.
//!
//! What the format says (Terraform documentation: JSON Output Format):
//!
//! - `variables` has the values of the root's variables, those of defaults too, as they were given: before they are converted to their types.
//! - `prior_state` has what data sources gave that were read before the plan was made, `planned_values` what will be there after the apply, and of
//!   data sources those that are read by it. What is not known yet is left out of the values, and is `true` in `after_unknown` of `resource_changes`.
//! - `configuration` has the blocks, but of expressions only constants and the names that they refer to; of locals nothing.
//! - `complete` is false where more than one round is needed: with `-target`, and with what is deferred. A plan that destroys, or only refreshes, is
//!   told by what it lacks.
//!
//! The texts of a plan are in the clear, secrets too: nothing but addresses and what is asked for by name leaves this room.

mod document;

mod error;

mod key;
mod path;
mod text;

mod json;

mod configuration;
mod expressions;
mod instances;

mod shown;

mod owners;
mod references;
mod regions;
mod values;

mod of_program;

mod modules;

mod read;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, OnceLock},
};

pub use error::Error;
pub use key::InstanceKey;
pub use of_program::Misfit;
pub use values::PlannedInstance;

use crate::{
    span::{FileId, Span},
    syntax::Name,
};
use configuration::Configured;
use instances::Instances;

/// A saved plan of one root module.
#[derive(Debug)]
pub struct SavedPlan {
    /// What reports call its file.
    pub name: String,
    /// Where its addresses stand: a text with nothing else in it, each where it is in the file.
    pub file: FileId,
    text: Arc<str>,
    variables: BTreeMap<Name, Stretch>,
    instances: Instances,
    configuration: Configured,
    /// Whether what is configured and not planned will not be there.
    is_whole: bool,
    owners: OnceLock<HashMap<String, Option<String>>>,
    regions: OnceLock<BTreeMap<String, Option<Name>>>,
}

/// A part of the text, from byte to byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stretch {
    start: u32,
    end: u32,
}

impl Stretch {
    /// The JSON that it is.
    fn json(self, text: &str) -> Option<serde_json::Value> {
        serde_json::from_str(self.of(text)).ok()
    }

    fn of(self, text: &str) -> &str {
        let range = self.start as usize..self.end as usize;
        text.get(range).unwrap_or_default()
    }

    fn span(self, file: FileId) -> Span {
        Span::new(file, self.start, self.end)
    }
}
