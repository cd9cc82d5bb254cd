//! Searches that take no more time than is paid for, whatever the pattern: an automaton goes through the text once for each match,
//! and gives up where it would have to be built anew at every step.

use std::ops::Range;

use regex_automata::{
    Anchored, Input, MatchError, PatternID,
    hybrid::{dfa, regex as hybrid},
    nfa::thompson::{self, pikevm},
    util::{captures::Captures, interpolate, iter::Searcher, primitives::NonMaxUsize},
};

use crate::eval::Fuel;

/// Bytes that a compiled pattern may take.
pub(super) const LARGEST_PATTERN: usize = 1 << 20;

/// Bytes that the automaton may take while it is built.
const AUTOMATON: usize = 2 << 20;

/// When it was thrown away so often, and few bytes were read with each state, it gives up.
const MOST_CLEARINGS: usize = 3;
const LEAST_BYTES_PER_STATE: usize = 10;

/// So many states are followed through a byte, to find groups, in the time of a step.
const STATES: usize = 16;

/// A pattern ready for use.
pub(super) struct Pattern {
    finder: hybrid::Regex,
    groups: pikevm::PikeVM,
}

/// Why a search stops.
pub(super) enum Stop {
    /// It is not paid for.
    Unpaid,
    /// The automaton gave up.
    TooManyStates,
}

impl From<MatchError> for Stop {
    fn from(_: MatchError) -> Self {
        Self::TooManyStates
    }
}

impl Pattern {
    /// `None` when it is too large, or wrong.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let thompson = || thompson::Config::new().nfa_size_limit(Some(LARGEST_PATTERN));
        let automaton = dfa::Config::new()
            .cache_capacity(AUTOMATON)
            .skip_cache_capacity_check(true)
            .minimum_cache_clear_count(Some(MOST_CLEARINGS))
            .minimum_bytes_per_state(Some(LEAST_BYTES_PER_STATE));
        Some(Self {
            finder: hybrid::Regex::builder()
                .thompson(thompson())
                .dfa(automaton)
                .build(pattern)
                .ok()?,
            groups: pikevm::PikeVM::builder()
                .thompson(thompson())
                .build(pattern)
                .ok()?,
        })
    }

    /// The bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        self.groups.get_nfa().memory_usage()
    }

    /// The names of the groups after the first, which is the whole; those that have none among them.
    pub(super) fn group_names(&self) -> impl Iterator<Item = Option<&str>> {
        let info = self.groups.get_nfa().group_info();
        info.pattern_names(PatternID::ZERO).skip(1)
    }

    pub(super) const fn finder(&self) -> &hybrid::Regex {
        &self.finder
    }

    pub(super) fn nfa(&self) -> &thompson::NFA {
        self.groups.get_nfa()
    }

    /// Hands over what matches in a part of a text, from the left, until it says to stop.
    pub(super) fn each(
        &self,
        text: &str,
        within: Range<usize>,
        fuel: &Fuel,
        mut take: impl FnMut(&Groups<'_>) -> bool,
    ) -> Result<(), Stop> {
        let has_groups = self.group_names().next().is_some();
        let states = self.groups.get_nfa().states().len();
        let mut finder_cache = self.finder.create_cache();
        let mut groups_cache = has_groups.then(|| self.groups.create_cache());
        let mut searcher = Searcher::new(Input::new(text).range(within.clone()));
        loop {
            let left = within.end.saturating_sub(searcher.input().start());
            if !fuel.pay_for_text(left) {
                return Err(Stop::Unpaid);
            }
            let find = |input: &Input<'_>| self.finder.try_search(&mut finder_cache, input);
            let Some(found) = searcher.try_advance(find)? else {
                return Ok(());
            };
            let mut captures = self.groups.create_captures();
            if let Some(cache) = &mut groups_cache {
                let work = found.len().saturating_mul(states) / STATES;
                if !fuel.burn(work as u64 + 1) {
                    return Err(Stop::Unpaid);
                }
                let input = Input::new(text).range(found.range());
                self.groups
                    .captures(cache, input.anchored(Anchored::Yes), &mut captures);
            } else {
                captures.set_pattern(Some(found.pattern()));
                let ends = [found.start(), found.end()].map(NonMaxUsize::new);
                let slots = captures.slots_mut().iter_mut().zip(ends);
                slots.for_each(|(slot, end)| *slot = end);
            }
            if !take(&Groups { text, captures }) {
                return Ok(());
            }
        }
    }
}

/// One match.
pub(super) struct Groups<'t> {
    text: &'t str,
    captures: Captures,
}

impl<'t> Groups<'t> {
    /// Where the whole begins and ends.
    pub(super) fn range(&self) -> Range<usize> {
        self.captures.get_group(0).map_or(0..0, |span| span.range())
    }

    /// A group, the whole with 0; `None` when it took no part.
    pub(super) fn get(&self, index: usize) -> Option<&'t str> {
        self.text.get(self.captures.get_group(index)?.range())
    }

    /// The bytes of all groups together.
    pub(super) fn bytes(&self) -> usize {
        self.captures.iter().flatten().map(|span| span.len()).sum()
    }

    /// Appends a replacement with its `$1` and `${name}` filled in.
    pub(super) fn expand(&self, replacement: &str, into: &mut String) {
        interpolate::string(
            replacement,
            |index, into| into.push_str(self.get(index).unwrap_or_default()),
            |name| self.captures.group_info().to_index(PatternID::ZERO, name),
            into,
        );
    }
}
