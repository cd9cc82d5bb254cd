//! Patterns on texts that are known in part: where they match whatever the unknown parts turn out to be.

mod threads;

use std::collections::BTreeSet;

use regex_automata::{
    Input,
    hybrid::{
        LazyStateID,
        dfa::{Cache, DFA},
    },
    util::{alphabet::ByteClasses, look::Look},
};

use super::search::{Pattern, Stop};
use crate::{
    eval::Fuel,
    value::{Fragment, Unknown},
};
use threads::Threads;

/// With more runs at once nothing is said.
const MOST_RUNS: usize = 256;

/// Larger patterns are not followed through unknown parts.
const MOST_STATES: usize = 4096;

/// What a search has come to, with a certain text in the place of what is unknown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    state: LazyStateID,
    /// The bytes that were read, as long as all of them are known.
    at: Option<usize>,
    found: Found,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    Nothing,
    /// A match that ends there, in what is known at the start.
    Before(usize),
    /// One that ends later.
    Later,
}

impl Pattern {
    /// Whether its first match is in what is known at the start of a text, and nothing that stands behind decides where.
    pub(super) fn is_first_before(&self, fragments: &[Fragment], fuel: &Fuel) -> bool {
        let looks = self.nfa().look_set_any();
        let ends = self.ends(fragments, fuel).unwrap_or_default();
        let mut ends = ends.into_iter();
        looks.remove(Look::Start).is_empty()
            && matches!(ends.next(), Some(Found::Before(_)))
            && ends.next().is_none()
    }

    /// Whether it never matches anything that is unknown, nor across it, whatever that is: all its matches are then those in the known
    /// fragments.
    pub(super) fn misses_unknown(&self, fragments: &[Fragment], fuel: &Fuel) -> bool {
        let nfa = self.nfa();
        let looks = nfa.look_set_any();
        let has_unknown_end = |end: Option<&Fragment>, look: Look| {
            matches!(end, Some(Fragment::Unknown(_))) && looks.contains(look)
        };
        if nfa.states().len() > MOST_STATES
            || !looks.remove(Look::Start).remove(Look::End).is_empty()
            || has_unknown_end(fragments.first(), Look::Start)
            || has_unknown_end(fragments.last(), Look::End)
        {
            return false;
        }
        let Some(mut threads) = Threads::new(nfa, fuel) else {
            return false;
        };
        let last = fragments.len().saturating_sub(1);
        let mut fragments = fragments.iter().enumerate();
        fragments.all(|(index, fragment)| match fragment {
            Fragment::Known(text) => {
                let mut left = text.len();
                text.bytes().all(|byte| {
                    left -= 1;
                    threads.read(byte, index == last && left == 0)
                })
            }
            Fragment::Unknown(unknown) => threads.pass(&letters(unknown, nfa.byte_classes())),
        })
    }

    /// Where the first match may end.
    fn ends(&self, fragments: &[Fragment], fuel: &Fuel) -> Result<BTreeSet<Found>, Stop> {
        let dfa = self.finder().forward();
        let mut cache = dfa.create_cache();
        let state = dfa.start_state_forward(&mut cache, &Input::new(""))?;
        let start = Run {
            state,
            at: Some(0),
            found: Found::Nothing,
        };
        let mut search = Search {
            dfa,
            cache,
            fuel,
            ends: BTreeSet::new(),
        };
        let (mut runs, mut is_start) = (BTreeSet::from([start]), true);
        for fragment in fragments {
            match fragment {
                Fragment::Known(text) => {
                    for byte in text.bytes() {
                        let mut read = BTreeSet::new();
                        for run in runs {
                            read.extend(search.read(run, byte, is_start)?);
                        }
                        runs = read;
                    }
                }
                Fragment::Unknown(unknown) => runs = search.pass(&runs, unknown)?,
            }
            is_start = false;
        }
        for run in runs {
            search.end(run)?;
        }
        Ok(search.ends)
    }
}

/// A byte for each kind of byte that an unknown part may have.
fn letters(unknown: &Unknown, classes: &ByteClasses) -> Vec<u8> {
    let mut seen = BTreeSet::new();
    (0..=u8::MAX)
        .filter(|byte| unknown.may_have(char::from(*byte)))
        .filter(|byte| seen.insert(classes.get(*byte)))
        .collect()
}

struct Search<'a> {
    dfa: &'a DFA,
    cache: Cache,
    fuel: &'a Fuel,
    ends: BTreeSet<Found>,
}

impl Search<'_> {
    /// What a run comes to with one byte more, unless it ends there.
    fn read(&mut self, run: Run, byte: u8, is_start: bool) -> Result<Option<Run>, Stop> {
        if !self.fuel.burn(1) {
            return Err(Stop::Unpaid);
        }
        let next = self.dfa.next_state(&mut self.cache, run.state, byte);
        let state = next.map_err(|_| Stop::TooManyStates)?;
        let found = self.found(run, state)?;
        if state.is_dead() {
            self.ends.insert(found);
            return Ok(None);
        }
        let at = run.at.filter(|_| is_start).map(|at| at + 1);
        Ok(Some(Run { state, at, found }))
    }

    /// What is found in a state: a match is told one byte after its end.
    fn found(&self, run: Run, state: LazyStateID) -> Result<Found, Stop> {
        // States made anew have other numbers.
        if self.cache.clear_count() > 0 || state.is_quit() {
            return Err(Stop::TooManyStates);
        }
        Ok(match (state.is_match(), run.at) {
            (true, Some(at)) => Found::Before(at),
            (true, None) => Found::Later,
            (false, _) => run.found,
        })
    }

    fn end(&mut self, run: Run) -> Result<(), Stop> {
        let next = self.dfa.next_eoi_state(&mut self.cache, run.state);
        let found = self.found(run, next.map_err(|_| Stop::TooManyStates)?)?;
        self.ends.insert(found);
        Ok(())
    }

    /// What runs come to behind an unknown part.
    fn pass(&mut self, runs: &BTreeSet<Run>, unknown: &Unknown) -> Result<BTreeSet<Run>, Stop> {
        let letters = letters(unknown, self.dfa.byte_classes());
        let mut behind = BTreeSet::new();
        if !unknown.is_never_empty() {
            behind.extend(runs);
        }
        let mut open: Vec<Run> = runs.iter().copied().collect();
        while let Some(run) = open.pop() {
            for &byte in &letters {
                if let Some(next) = self.read(run, byte, false)?
                    && behind.insert(next)
                {
                    open.push(next);
                }
            }
            if behind.len() > MOST_RUNS {
                return Err(Stop::TooManyStates);
            }
        }
        Ok(behind)
    }
}
