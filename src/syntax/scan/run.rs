//! What a scan knows of the operators between two brackets.

use std::ops::Range;

use crate::syntax::tree::BinaryOperator;

/// Operators and operands between two brackets, and what stands there in the copy from then on: a name at the first byte.
#[derive(Clone, Debug)]
pub(in crate::syntax) struct Chain {
    /// From the first operand to the end of the last one.
    pub(in crate::syntax) range: Range<usize>,
    /// Operand, operator, operand, ...: complete, with a `:` for each `?`.
    pub(in crate::syntax) links: Vec<Link>,
    /// What stood in the copy; chains inside of operands are cut out of it already.
    pub(in crate::syntax) copy: String,
}

impl Chain {
    /// The same chain in a text that has so many bytes more before it.
    pub(in crate::syntax) fn moved(mut self, by: usize) -> Self {
        let moved = |range: &mut Range<usize>| *range = range.start + by..range.end + by;
        moved(&mut self.range);
        for link in &mut self.links {
            if let Link::Operand(range) = link {
                moved(range);
            }
        }
        self
    }
}

/// A part of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::syntax) enum Link {
    /// Where an operand stands, with its unary operators.
    Operand(Range<usize>),
    /// What stands between two operands.
    Operator(Operator),
}

/// What may stand between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) enum Operator {
    /// `?`
    Question,
    /// The `:` of a conditional.
    Colon,
    /// Any other.
    Binary(BinaryOperator),
}

/// The expression that a scan is in, at one level of brackets.
#[derive(Default)]
pub(super) struct Run {
    pub(super) links: Vec<Link>,
    /// Where the operand that is being read starts.
    pub(super) operand: Option<usize>,
    /// Whether that operand is more than unary operators.
    pub(super) complete: bool,
    /// How many `?` wait for their `:`.
    pub(super) pending: usize,
}
