//! What one run of a check has read, and the answers that it was given where there are several.

use std::{cell::RefCell, sync::Arc};

use super::{Place, Resource};
use crate::{finding::Undecided, span::Span};

/// What a claim rests on.
#[derive(Clone, Debug)]
pub(super) enum Ground {
    /// What an argument says, and that it is there.
    Argument(Place),
    /// That something is there.
    Existence(Arc<Resource>),
    /// A place to show.
    Cited(Span, String),
    /// Nothing outside this configuration adds what is missing.
    Absence,
    /// Indirect evidence.
    Sign,
}

/// A point at which a run can go on in several ways.
#[derive(Clone, Debug)]
pub(super) struct Junction {
    /// The fact it is about, by where it lies in memory: read twice, it has the same answer.
    fact: usize,
    chosen: usize,
    of: usize,
    /// What to say when the ways lead to different answers.
    pub(super) question: Undecided,
}

/// How much one rule reads in one root, over all its subjects. Where thousands of things are held against thousands, what comes
/// after that is undecided.
pub const MOST_READ: usize = 20_000_000;

/// How much one run reads.
const MOST_READ_AT_ONCE: usize = 1_000_000;

/// One run of a check.
#[derive(Debug, Default)]
pub(super) struct Reading {
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    grounds: Vec<Ground>,
    junctions: Vec<Junction>,
    /// How many of the junctions this run has met; the rest comes from the run before.
    met: usize,
    /// How much may still be read.
    left: usize,
}

impl Reading {
    /// A run that takes these ways first, and may read so much.
    pub(super) fn following(junctions: Vec<Junction>, left: usize) -> Self {
        Self {
            state: RefCell::new(State {
                junctions,
                left,
                ..State::default()
            }),
        }
    }

    /// What it rested on, the ways it took, and how much may still be read.
    pub(super) fn finish(self) -> (Vec<Ground>, Vec<Junction>, usize) {
        let State {
            grounds,
            mut junctions,
            met,
            left,
        } = self.state.into_inner();
        junctions.truncate(met);
        (grounds, junctions, left)
    }

    /// Whether no more may be read.
    pub(super) fn is_spent(&self) -> bool {
        let state = self.state.borrow();
        state.left == 0 || state.grounds.len() >= MOST_READ_AT_ONCE
    }

    pub(super) fn rely_on(&self, place: &Place) {
        self.add(Ground::Argument(place.clone()));
    }

    pub(super) fn rely_on_existence(&self, resource: &Arc<Resource>) {
        self.add(Ground::Existence(resource.clone()));
    }

    pub(super) fn cite(&self, span: Span, message: String) {
        self.add(Ground::Cited(span, message));
    }

    pub(super) fn rest_on_absence(&self) {
        self.add(Ground::Absence);
    }

    pub(super) fn rest_on_signs(&self) {
        self.add(Ground::Sign);
    }

    fn add(&self, ground: Ground) {
        let mut state = self.state.borrow_mut();
        state.left = state.left.saturating_sub(1);
        state.grounds.push(ground);
    }

    /// How much has been read so far.
    pub(super) fn mark(&self) -> usize {
        self.state.borrow().grounds.len()
    }

    /// What was read between two marks does not count.
    pub(super) fn forget(&self, from: usize, to: usize) {
        let mut state = self.state.borrow_mut();
        let to = to.min(state.grounds.len());
        if from < to {
            state.grounds.drain(from..to);
        }
    }

    /// Which of several answers a fact has in this run. It lies in the network, which outlives the run.
    pub(super) fn one_of<F>(
        &self,
        answers: usize,
        fact: &F,
        question: impl Fn() -> Undecided,
    ) -> usize {
        if answers < 2 {
            return 0;
        }
        let fact = std::ptr::from_ref(fact).addr();
        let mut state = self.state.borrow_mut();
        let met = state.met;
        if let Some(known) = state
            .junctions
            .iter()
            .take(met)
            .find(|junction| junction.fact == fact)
        {
            return known.chosen;
        }
        if state.junctions.len() == met {
            state.junctions.push(Junction {
                fact,
                chosen: 0,
                of: answers,
                question: question(),
            });
        }
        state.met += 1;
        state
            .junctions
            .get(met)
            .map_or(0, |junction| junction.chosen)
    }
}

/// The ways of the next run: the last junction that has another way takes it. The junction that turned, and all before it, with the question
/// of that junction; nothing when all ways have been gone.
pub(super) fn next(mut junctions: Vec<Junction>) -> Option<(Vec<Junction>, Undecided)> {
    while let Some(last) = junctions.last_mut() {
        if last.chosen + 1 < last.of {
            last.chosen += 1;
            let question = last.question.clone();
            return Some((junctions, question));
        }
        junctions.pop();
    }
    None
}
