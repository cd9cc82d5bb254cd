//! What is attached to an endpoint.

use std::sync::Arc;

use super::Members;
use crate::{
    finding::Undecided,
    span::Span,
    value::{OriginId, Value, Why},
};

/// What is attached to an endpoint: by an argument, by nested blocks, by separate resources.
#[derive(Debug)]
pub struct Attached {
    /// What there is in each case that an unknown condition allows; one case when there is no such condition.
    pub cases: Vec<Members>,
    /// The argument; the header of the endpoint when it is not written.
    pub place: Span,
    /// Whether the argument is written.
    pub written: bool,
    /// Where the argument's value came from.
    pub origin: OriginId,
    /// The separate resources that attach.
    pub by: Vec<Span>,
    pub(super) address: Arc<str>,
    pub(super) question: &'static str,
}

impl Attached {
    /// Everything attached, when that is known to be all; the same in all cases.
    ///
    /// # Errors
    ///
    /// When something is out of sight.
    pub fn all<T: PartialEq>(
        &self,
        read: impl Fn(&[Value]) -> Result<T, Undecided>,
    ) -> Result<T, Undecided> {
        let mut answers = self.cases.iter().map(|case| match &case.open {
            Some(why) => Err(self.undecided(why)),
            None => read(&case.values),
        });
        let first = answers
            .next()
            .unwrap_or_else(|| Err(self.undecided(&Why::Condition)))?;
        for answer in answers {
            if answer? != first {
                return Err(self.undecided(&Why::Condition));
            }
        }
        Ok(first)
    }

    /// What is attached for certain or in some case: for faults that one member alone makes.
    pub fn seen(&self) -> impl Iterator<Item = &Value> {
        self.cases.iter().flat_map(|case| &case.values)
    }

    /// That a fact about it is not known.
    #[must_use]
    pub fn undecided(&self, why: &Why) -> Undecided {
        Undecided {
            address: self.address.clone(),
            reason: format!("{} is unknown: {why}", self.question),
            span: self.place,
        }
    }
}
