//! Work that nobody waits for any more, and that is told so while it is done.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Whether work is in vain by now. What was done until then is no answer: it may be anything.
#[derive(Clone, Default, Debug)]
pub struct Cancellation(Vec<Watched>);

/// A counter that only grows, and what it was when the work began.
#[derive(Clone, Debug)]
struct Watched {
    counter: Arc<AtomicU64>,
    was: u64,
}

impl Cancellation {
    /// The same for work that is in vain, too, as soon as a counter, which only grows, is past what it `was`.
    #[must_use]
    pub fn or_past(mut self, counter: Arc<AtomicU64>, was: u64) -> Self {
        self.0.push(Watched { counter, was });
        self
    }

    /// Whether it is in vain: once it is, it stays so.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        let mut watched = self.0.iter();
        watched.any(|it| it.counter.load(Ordering::Relaxed) > it.was)
    }
}
