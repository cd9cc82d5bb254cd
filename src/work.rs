//! Counted work: the steps that joins take, so that a test holds how they grow where no clock and no allocation tells.
//!
//! Whatever a join is made of counts by itself, so that no join is forgotten: a thing of the network that is gone through, a fact
//! that is read, two addresses, identities, references or places that are compared. Builds without debug assertions count nothing.

use std::cell::Cell;

thread_local! {
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// Counts steps.
#[inline]
pub(crate) fn count(steps: usize) {
    if cfg!(debug_assertions) {
        STEPS.set(STEPS.get().wrapping_add(steps as u64));
    }
}

/// The steps that this thread has taken so far; none where nothing is counted.
#[must_use]
pub fn steps() -> u64 {
    STEPS.get()
}
