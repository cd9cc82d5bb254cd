//! The evaluations of a root, which those take in turn that give it something else.

use crate::{eval::Evaluation, inputs::Given};

/// What was evaluated for the last one: the next one goes on from there.
pub(super) struct InTurn<'r> {
    /// With the defaults of variables.
    pub(super) with: Turn<'r>,
    /// Without them.
    pub(super) without: Turn<'r>,
}

impl InTurn<'_> {
    /// For so many: of the only one nothing is kept, since it would take room for nobody.
    pub(super) fn of(count: usize) -> Self {
        let turn = || Turn {
            last: None,
            is_kept: count > 1,
        };
        Self {
            with: turn(),
            without: turn(),
        }
    }
}

/// An evaluation that waits for the next one.
#[derive(Default)]
pub(super) struct Turn<'r> {
    last: Option<Evaluation<'r>>,
    /// Whether there may be a next one.
    is_kept: bool,
}

impl<'r> Turn<'r> {
    /// Looks at what a root is with what it is given now, as if nobody had had a turn before: where that cannot be told, it is begun anew.
    pub(super) fn look<T>(
        &mut self,
        given: &'r Given,
        begin: impl FnOnce() -> Evaluation<'r>,
        look: impl Fn(&Evaluation<'r>) -> T,
    ) -> T {
        let turned = self.last.take().filter(|_| has_values_only(given));
        if let Some(mut evaluation) = turned {
            evaluation.turn_to(&given.values, given.workspace.as_ref());
            let seen = look(&evaluation);
            if evaluation.is_within_bounds() {
                self.keep(given, evaluation);
                return seen;
            }
        }
        let evaluation = begin();
        let seen = look(&evaluation);
        self.keep(given, evaluation);
        seen
    }

    fn keep(&mut self, given: &Given, evaluation: Evaluation<'r>) {
        if self.is_kept && has_values_only(given) && evaluation.is_within_bounds() {
            evaluation.pause();
            self.last = Some(evaluation);
        }
    }
}

/// Whether nothing is given but what an evaluation can turn to.
fn has_values_only(given: &Given) -> bool {
    given.plan.is_none() && given.unit.is_none()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::{
        cancellation::Cancellation,
        eval::Fuel,
        module,
        source::{Directory, Sources},
    };

    #[test]
    fn nobody_is_stopped_for_what_others_took() {
        let sources = Sources::new("/".into());
        let directory = Directory {
            path: "/".into(),
            files: Vec::new(),
        };
        let program = module::load(&sources, &[directory]);
        let (given, count) = (Given::default(), Cell::new(0));
        let begin = || {
            count.set(count.get() + 1);
            let mut evaluation = given.evaluation(&program, &sources, program.roots[0]);
            evaluation.fuel = Fuel::of(1_000, Cancellation::default());
            evaluation
        };
        let mut turn = InTurn::of(8).with;
        let mut is_stopped_at =
            |steps: u64| turn.look(&given, begin, |evaluation| !evaluation.fuel.burn(steps));
        assert!((0..6).all(|_| !is_stopped_at(400)));
        assert_eq!(count.get(), 3);
        assert!(is_stopped_at(1_000));
        assert!(!is_stopped_at(400));
    }
}
