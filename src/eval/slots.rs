//! Values that are computed once, when they are first asked for, each with how it was computed.

use std::{cell::RefCell, collections::HashMap, hash::Hash};

use super::dependencies::{Computed, Dependencies, Tracker};

/// Values by what they are called; nothing while one is being computed.
#[derive(Debug)]
pub(super) struct Slots<K, T>(RefCell<HashMap<K, Option<(T, Computed)>>>);

impl<K, T> Default for Slots<K, T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<K, T> Slots<K, T> {
    /// Lets go of all.
    pub(super) fn take(&self) -> Vec<T> {
        let all = self.0.take().into_values().flatten();
        all.map(|(value, _)| value).collect()
    }

    /// Lets go of what was computed from something that has changed.
    pub(super) fn outdate(&self, changed: Dependencies) -> Vec<T> {
        let mut slots = self.0.borrow_mut();
        let is_outdated = |_: &K, slot: &mut Option<(T, Computed)>| {
            (slot.as_ref()).is_none_or(|(_, computed)| computed.from.meet(changed))
        };
        let outdated = slots.extract_if(is_outdated).filter_map(|(_, slot)| slot);
        outdated.map(|(value, _)| value).collect()
    }

    /// Visits each that is there.
    pub(super) fn each(&self, mut visit: impl FnMut(&T)) {
        for (value, _) in self.0.borrow().values().flatten() {
            visit(value);
        }
    }
}

impl<K: Hash + Eq + Clone, T: Clone> Slots<K, T> {
    /// What was computed before, or is computed now; `cycle` when it is asked for while it is being computed.
    pub(super) fn get(
        &self,
        tracker: &Tracker,
        key: &K,
        compute: impl FnOnce() -> T,
        cycle: impl FnOnce() -> T,
    ) -> T {
        if let Some(slot) = self.0.borrow().get(key) {
            let Some((value, computed)) = slot else {
                tracker.note(Dependencies::CYCLE);
                return cycle();
            };
            tracker.take(*computed);
            return value.clone();
        }
        self.0.borrow_mut().insert(key.clone(), None);
        let (value, computed) = tracker.of(compute);
        let slot = Some((value.clone(), computed));
        self.0.borrow_mut().insert(key.clone(), slot);
        value
    }
}
