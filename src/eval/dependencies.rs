//! What of all that a root is given a value was computed from: with that as it is, the value is what it was.

use std::cell::Cell;

/// Some of the things that a root is given: its variables, the workspace.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Dependencies(u128);

impl Dependencies {
    /// `terraform.workspace`
    pub(super) const WORKSPACE: Self = Self(1);
    /// What was asked for while it was being computed: what that gives hangs on who asked first.
    pub(super) const CYCLE: Self = Self(1 << 1);
    /// The place that those variables share for which there is no other.
    const LAST: u32 = u128::BITS - 1;

    /// The variable of the root that is declared at that place, from 0.
    pub(super) fn variable(place: usize) -> Self {
        let bit = u32::try_from(place).map_or(Self::LAST, |it| it.saturating_add(2));
        Self(1 << bit.min(Self::LAST))
    }

    /// These and others.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those of them that are among others.
    pub(super) const fn only(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// Whether any of these are among others.
    pub(super) const fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The dependencies of the computation that is going on.
#[derive(Default, Debug)]
pub(super) struct Tracker(Cell<Dependencies>);

impl Tracker {
    /// Notes that it depends on these.
    pub(super) fn note(&self, read: Dependencies) {
        self.0.set(self.0.get().and(read));
    }

    /// What it depends on so far.
    pub(super) fn so_far(&self) -> Dependencies {
        self.0.get()
    }

    /// Runs a part of it, and gives what that depends on: so does the whole.
    pub(super) fn of<T>(&self, part: impl FnOnce() -> T) -> (T, Dependencies) {
        let outer = self.0.take();
        let result = part();
        let own = self.0.get();
        self.0.set(outer.and(own));
        (result, own)
    }

    /// Runs something, and gives what that depends on: the computation that is going on does not.
    pub(super) fn apart<T>(&self, run: impl FnOnce() -> T) -> (T, Dependencies) {
        let outer = self.0.take();
        let result = run();
        (result, self.0.replace(outer))
    }

    /// Begins anew.
    pub(super) fn reset(&self) {
        self.0.take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_depends_on_what_a_part_depends_on() {
        let (tracker, [one, two]) = (Tracker::default(), [0, 1].map(Dependencies::variable));
        tracker.note(one);
        let ((), of_part) = tracker.of(|| tracker.note(two));
        assert_eq!(of_part, two);
        assert_eq!(tracker.so_far(), one.and(two));
    }

    #[test]
    fn no_variable_is_taken_for_something_else() {
        let own = [Dependencies::WORKSPACE, Dependencies::CYCLE];
        let mut variables = (0..300).map(Dependencies::variable);
        assert!(variables.all(|it| own.iter().all(|own| !own.meet(it))));
        let [first, second, beyond] = [0, 1, 200].map(Dependencies::variable);
        assert!(!first.meet(second));
        assert!(beyond.meet(Dependencies::variable(usize::MAX)));
    }
}
