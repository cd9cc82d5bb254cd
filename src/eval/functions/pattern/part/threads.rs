//! All matches of a pattern at once: whether one of them has anything of an unknown part in it.

use regex_automata::{
    nfa::thompson::{NFA, State},
    util::{
        look::{Look, LookSet},
        primitives::StateID,
    },
};

use crate::eval::Fuel;

/// The matches that have begun, those that met something unknown apart.
pub(super) struct Threads<'a> {
    nfa: &'a NFA,
    fuel: &'a Fuel,
    /// Where a match begins at this place of the text.
    start: States,
    clean: States,
    touched: States,
}

/// States of a pattern, and whether a match is complete in one of them.
#[derive(Default)]
struct States {
    is_in: Vec<bool>,
    list: Vec<StateID>,
    matches: bool,
}

impl States {
    /// Adds a state with all that it leads to without reading, at a place where these assertions hold.
    fn add(&mut self, nfa: &NFA, id: StateID, holding: LookSet) {
        let mut open = vec![id];
        self.is_in.resize(nfa.states().len(), false);
        while let Some(id) = open.pop() {
            match self.is_in.get_mut(id.as_usize()) {
                Some(is_in) if !*is_in => *is_in = true,
                _ => continue,
            }
            match nfa.state(id) {
                State::ByteRange { .. } | State::Sparse(_) | State::Dense(_) => self.list.push(id),
                State::Look { look, next } => open.extend(holding.contains(*look).then_some(*next)),
                State::Capture { next, .. } => open.push(*next),
                State::Union { alternates } => open.extend(alternates.iter()),
                State::BinaryUnion { alt1, alt2 } => open.extend([*alt1, *alt2]),
                State::Fail => {}
                State::Match { .. } => self.matches = true,
            }
        }
    }
}

impl<'a> Threads<'a> {
    /// At the start of a text; `None` of a pattern that may match without reading anything.
    pub(super) fn new(nfa: &'a NFA, fuel: &'a Fuel) -> Option<Self> {
        let mut start = States::default();
        start.add(nfa, nfa.start_anchored(), LookSet::full());
        let matches_nothing = start.matches;
        let mut threads = Self {
            nfa,
            fuel,
            start,
            clean: States::default(),
            touched: States::default(),
        };
        threads.begin(LookSet::singleton(Look::Start));
        (!matches_nothing).then_some(threads)
    }

    /// Lets matches begin at a place where these assertions hold.
    fn begin(&mut self, holding: LookSet) {
        self.start = States::default();
        let start = self.nfa.start_anchored();
        self.start.add(self.nfa, start, holding);
    }

    fn step(&self, from: [&States; 2], byte: u8, holding: LookSet, into: &mut States) -> bool {
        for id in from.iter().flat_map(|states| &states.list) {
            let next = match self.nfa.state(*id) {
                State::ByteRange { trans } => trans.matches_byte(byte).then_some(trans.next),
                State::Sparse(transitions) => transitions.matches_byte(byte),
                State::Dense(transitions) => transitions.matches_byte(byte),
                _ => None,
            };
            if let Some(next) = next {
                into.add(self.nfa, next, holding);
            }
        }
        let states: usize = from.iter().map(|states| states.list.len()).sum();
        self.fuel.burn(states as u64 + 1)
    }

    /// Reads a known byte, perhaps the last one; `false` when a match is complete that met something unknown, or that takes too long.
    pub(super) fn read(&mut self, byte: u8, is_last: bool) -> bool {
        let holding = if is_last {
            LookSet::singleton(Look::End)
        } else {
            LookSet::empty()
        };
        let (mut clean, mut touched, none) = <(States, States, States)>::default();
        let is_paid = self.step([&self.start, &self.clean], byte, holding, &mut clean)
            && self.step([&self.touched, &none], byte, holding, &mut touched);
        (self.clean, self.touched) = (clean, touched);
        self.begin(LookSet::empty());
        is_paid && !self.touched.matches
    }

    /// Goes past an unknown part that has only these bytes in it.
    pub(super) fn pass(&mut self, letters: &[u8]) -> bool {
        for id in std::mem::take(&mut self.clean).list {
            self.touched.add(self.nfa, id, LookSet::empty());
        }
        self.begin(LookSet::empty());
        loop {
            let before = self.touched.list.len();
            let mut more = States::default();
            for &byte in letters {
                let from = [&self.start, &self.touched];
                if !self.step(from, byte, LookSet::empty(), &mut more) {
                    return false;
                }
            }
            self.touched.matches |= more.matches;
            for id in more.list {
                self.touched.add(self.nfa, id, LookSet::empty());
            }
            if self.touched.matches || self.touched.list.len() == before {
                return !self.touched.matches;
            }
        }
    }
}
