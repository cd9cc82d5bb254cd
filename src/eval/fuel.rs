//! The bound on the work of one root's evaluation.

use std::cell::Cell;

/// Steps of work for one root: an evaluated expression, an element made, 64 bytes of text made are one step each. About two
/// seconds of work.
const STEPS: u64 = 20_000_000;

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
        match self.left.get().checked_sub(steps) {
            Some(left) => {
                self.left.set(left);
                true
            }
            None => {
                self.left.set(0);
                false
            }
        }
    }

    /// Whether it ran dry: some values of this root are unknown for that reason.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.left.get() == 0
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
