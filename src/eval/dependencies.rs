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

    /// Whether any of these are among others.
    pub(super) const fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// How a value was computed.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Computed {
    /// From what.
    pub(super) from: Dependencies,
    /// How many evaluations lie in each other in there, those of what it was computed from counted as if they were its own.
    pub(super) height: u32,
}

/// The computation that is going on: how deep it is in others, and how it is made.
#[derive(Default, Debug)]
pub(super) struct Tracker {
    depth: Cell<u32>,
    from: Cell<Dependencies>,
    /// The depth that was reached in it.
    reached: Cell<u32>,
}

impl Tracker {
    /// How many evaluations it lies in.
    pub(super) fn depth(&self) -> u32 {
        self.depth.get()
    }

    /// Goes on at another depth.
    pub(super) fn set_depth(&self, depth: u32) {
        self.depth.set(depth);
        self.reached.set(self.reached.get().max(depth));
    }

    /// Notes that it depends on these.
    pub(super) fn note(&self, from: Dependencies) {
        self.from.set(self.from.get().and(from));
    }

    /// Notes that it takes what was computed before, and reaches the depth that it would have reached by computing that itself.
    pub(super) fn take(&self, computed: Computed) {
        self.note(computed.from);
        let reached = self.depth.get().saturating_add(computed.height);
        self.reached.set(self.reached.get().max(reached));
    }

    /// The depth that was reached so far.
    pub(super) fn reached(&self) -> u32 {
        self.reached.get()
    }

    /// What it depends on so far.
    pub(super) fn so_far(&self) -> Dependencies {
        self.from.get()
    }

    /// Runs a part of it, and gives how that was computed.
    pub(super) fn of<T>(&self, part: impl FnOnce() -> T) -> (T, Computed) {
        let (from, reached) = (self.from.take(), self.reached.replace(self.depth.get()));
        let result = part();
        let computed = Computed {
            from: self.from.replace(from),
            height: self
                .reached
                .replace(reached)
                .saturating_sub(self.depth.get()),
        };
        self.take(computed);
        (result, computed)
    }

    /// Begins anew.
    pub(super) fn reset(&self) {
        self.from.take();
        self.reached.set(self.depth.get());
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
        assert_eq!(of_part.from, two);
        assert_eq!(tracker.so_far(), one.and(two));
    }

    #[test]
    fn parts_are_as_high_as_all_that_they_are_made_of() {
        let tracker = Tracker::default();
        let down = |by: u32, part: &dyn Fn()| {
            let depth = tracker.depth();
            tracker.set_depth(depth + by);
            part();
            tracker.set_depth(depth);
        };
        let ((), low) = tracker.of(|| down(3, &|| {}));
        assert_eq!(low.height, 3);
        let ((), high) = tracker.of(|| {
            down(4, &|| tracker.take(low));
        });
        assert_eq!(high.height, 7);
        let ((), none) = tracker.of(|| {});
        assert_eq!(none, Computed::default());
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
