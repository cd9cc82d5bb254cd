//! The bound on the work of one root's evaluation.

use std::cell::Cell;

use crate::value::{Kind, Value};

/// Steps of work for one root: an evaluated expression, an element made, 64 bytes of text made are one step each. About two
/// seconds of work.
const STEPS: u64 = 20_000_000;

/// Values with more members than this, members of members counted, are not made. Values that share parts are counted as often as
/// they are written out: a list that holds another twice, again and again, doubles each time.
const LARGEST_VALUE: usize = 1 << 15;

/// Values nested deeper than this are not made: whoever walks them does so by recursion, and readers of JSON give up at 128 levels,
/// of which the type of a tuple takes two for each of ours.
const DEEPEST_VALUE: usize = 50;

/// Longer strings are not made.
pub(super) const LONGEST_TEXT: usize = 4 << 20;

/// The number of members of a value; `None` when there are too many or they are nested too deep.
pub(super) fn members(value: &Value) -> Option<usize> {
    fn count(value: &Value, depth: usize, left: &mut usize) -> Option<()> {
        *left = left.checked_sub(1)?;
        let depth = depth.checked_sub(1)?;
        match &value.kind {
            Kind::Sequence(sequence) => sequence
                .items
                .iter()
                .try_for_each(|item| count(item, depth, left)),
            Kind::Mapping(mapping) => mapping
                .entries
                .values()
                .try_for_each(|member| count(member, depth, left)),
            Kind::Choice(alternatives) => alternatives
                .iter()
                .try_for_each(|each| count(each, depth, left)),
            _ => Some(()),
        }
    }
    let mut left = LARGEST_VALUE;
    count(value, DEEPEST_VALUE, &mut left)?;
    Some(LARGEST_VALUE - left)
}

/// A counter that runs dry.
#[derive(Debug)]
pub struct Fuel {
    left: Cell<u64>,
    dropped: Cell<bool>,
}

impl Default for Fuel {
    fn default() -> Self {
        Self {
            left: Cell::new(STEPS),
            dropped: Cell::new(false),
        }
    }
}

impl Fuel {
    /// Takes steps; `false` once there are not enough left, and from then on.
    #[must_use]
    pub fn burn(&self, steps: u64) -> bool {
        let left = self.left.get().checked_sub(steps);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Remembers that an alternative of a choice was given up because Terraform would refuse it.
    pub fn note_dropped(&self) {
        self.dropped.set(true);
    }

    /// Whether an alternative was given up since the last call: `try` then keeps its fallback as an alternative.
    pub fn take_dropped(&self) -> bool {
        self.dropped.replace(false)
    }
}
