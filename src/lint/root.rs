//! A root that is to be judged: what it is given, and how long it may be looked at.

use std::sync::{Arc, atomic::AtomicU64};

use super::request::Request;
use crate::{
    cancellation::Cancellation,
    config::OptionsByRule,
    eval::{Evaluation, Fuel},
    inputs::Given,
    module::{Module, ModuleId, Program},
    source::Sources,
};

/// A root with what is given once.
#[derive(Clone, Copy)]
pub(super) struct Root<'r> {
    pub(super) program: &'r Program,
    pub(super) sources: &'r Sources,
    pub(super) id: ModuleId,
    pub(super) given: &'r Given,
    /// What rules are told there.
    pub(super) options: &'r OptionsByRule,
}

impl<'r> Root<'r> {
    pub(super) fn module(&self) -> &'r Module {
        self.program.module(self.id)
    }

    /// Its evaluation.
    pub(super) fn evaluation(&self, bounds: Bounds<'_>) -> Evaluation<'r> {
        let mut evaluation = (self.given).evaluation(self.program, self.sources, self.id);
        evaluation.fuel = Fuel::of(bounds.steps, bounds.cancellation.clone());
        evaluation
    }

    /// The same without the defaults of its variables, which is in vain once a counter has grown.
    pub(super) fn without_defaults(
        &self,
        bounds: Bounds<'_>,
        idle: &Arc<AtomicU64>,
    ) -> Evaluation<'r> {
        let values = &self.given.values;
        let mut less = Evaluation::without_defaults(self.program, self.sources, self.id, values);
        let cancellation = bounds.cancellation.clone().or_past(idle.clone(), 0);
        less.fuel = Fuel::of(bounds.steps, cancellation);
        self.given.tell(&mut less);
        less
    }
}

/// How long a root may be looked at.
#[derive(Clone, Copy)]
pub(super) struct Bounds<'r> {
    /// The steps of an evaluation.
    pub(super) steps: u64,
    /// What tells that nobody waits for it any more.
    pub(super) cancellation: &'r Cancellation,
    /// Whether somebody waits for it: what may be needed is begun before it is known to be, where a thread is idle.
    pub(super) is_urgent: bool,
}

impl<'r> Bounds<'r> {
    /// As a run is asked for.
    pub(super) const fn of(request: &'r Request, steps: u64) -> Self {
        Self {
            steps,
            cancellation: &request.cancellation,
            is_urgent: request.is_urgent,
        }
    }
}
