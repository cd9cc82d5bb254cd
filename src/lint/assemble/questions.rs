//! Questions without an answer, each told once.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::place::Place;
use crate::{
    address::Address,
    finding::Undecided,
    lint::{report::Question, variants::Variants},
};

/// The questions without an answer. What is asked in several variants of a root is one question, be its reasons different.
#[derive(Default)]
pub(super) struct Questions {
    open: BTreeMap<Place, (Undecided, Variants)>,
    /// Where the first question of a root stands that a rule has about an instance, if the root is judged with variants.
    first: HashMap<(Arc<str>, &'static str, Address), Place>,
}

impl Questions {
    pub(super) fn ask(
        &mut self,
        place: Place,
        root: &Arc<str>,
        question: Undecided,
        variants: &Variants,
    ) {
        if let Some((_, known)) = self.open.get_mut(&place) {
            known.add(variants);
            return;
        }
        if !variants.is_empty() {
            let key = (root.clone(), place.rule, question.address.clone());
            let first = self.first.entry(key).or_insert_with(|| place.clone());
            if let Some((_, known)) = self.open.get_mut(first)
                && !known.hold(variants)
            {
                known.add(variants);
                return;
            }
        }
        self.open.insert(place, (question, variants.clone()));
    }

    /// All of them in the order of places; each names the variants in which it is open, unless it is in all.
    pub(super) fn open(self) -> Vec<Question> {
        let open = self.open.into_iter();
        open.map(|(place, (mut asked, variants))| {
            if let Some(only) = variants.only() {
                asked.reason.extend([" (in ", &*only, ")"]);
            }
            Question {
                rule: place.rule,
                asked,
                variants,
            }
        })
        .collect()
    }
}
