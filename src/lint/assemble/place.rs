//! Where reports list what was said.

use crate::{address::Address, rules::Rule, source::SourceFile, span::Span};

/// Where a report lists something. Compared by file name: ids depend on the order of reading.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    file: String,
    start: u32,
    end: u32,
    pub(super) rule: &'static str,
    address: Option<Address>,
    /// What a finding says, whichever instances it says it of: what differs is told apart.
    said: Option<String>,
}

impl Place {
    pub(super) fn new(
        file: &SourceFile,
        span: Span,
        rule: &'static Rule,
        address: Option<Address>,
    ) -> Self {
        Self {
            file: file.name.clone(),
            start: span.start,
            end: span.end,
            rule: rule.id,
            address,
            said: None,
        }
    }

    /// The same of one claim among others.
    pub(super) fn saying(self, said: String) -> Self {
        Self {
            said: Some(said),
            ..self
        }
    }
}
