//! A bound on the work of one unification: types that hold a type twice, again and again, double it at every level.

use std::cell::Cell;

/// Nested steps of one unification or one test of convertibility. Types that people write take a few hundred.
const STEPS: u32 = 50_000;

thread_local! {
    /// What is left for the unification under way on this thread.
    static LEFT: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Takes one step; gives `exhausted` once there are none left.
pub(super) fn step<T>(exhausted: T, run: impl FnOnce() -> T) -> T {
    match LEFT.get() {
        Some(0) => exhausted,
        Some(left) => {
            LEFT.set(Some(left - 1));
            run()
        }
        None => {
            LEFT.set(Some(STEPS));
            let result = run();
            LEFT.set(None);
            result
        }
    }
}
