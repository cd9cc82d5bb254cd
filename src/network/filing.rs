//! Things filed by what a fact of each says, so that only those are looked at that may say what is asked for.
//!
//! A claim that nothing says something rests on what all others say, as far as whoever runs the configuration may have them say it:
//! of those that a default keeps from it, the first is given too.

use std::{collections::HashMap, hash::Hash, iter::from_fn};

use super::Fact;
use crate::{value::Origins, work};

/// What a thing says in answer to one question.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Says<K> {
    /// That.
    This(K),
    /// Nothing that anybody asks for.
    Nothing,
    /// It is not settled what.
    Unknown,
}

impl<K> Says<K> {
    /// The same in other words.
    pub(super) fn map<L>(&self, word: impl FnOnce(&K) -> L) -> Says<L> {
        match self {
            Self::This(said) => Says::This(word(said)),
            Self::Nothing => Says::Nothing,
            Self::Unknown => Says::Unknown,
        }
    }
}

/// Things by what they say.
#[derive(Debug)]
pub(super) struct Filed<K> {
    by_word: HashMap<K, Vec<usize>>,
    open: Vec<usize>,
    /// Of those that say it only by a default that may be replaced the first, and the first that says another thing.
    replaceable: Vec<(usize, Option<K>)>,
    /// All that say anything.
    all: Vec<usize>,
}

impl<K> Default for Filed<K> {
    fn default() -> Self {
        Self {
            by_word: HashMap::new(),
            open: Vec::new(),
            replaceable: Vec::new(),
            all: Vec::new(),
        }
    }
}

impl<K: Clone + Eq + Hash> Filed<K> {
    /// Adds what comes after all others.
    pub(super) fn add(&mut self, place: usize, says: Says<K>, is_replaceable: bool) {
        let word = match says {
            Says::This(word) => {
                self.by_word.entry(word.clone()).or_default().push(place);
                Some(word)
            }
            Says::Nothing => None,
            Says::Unknown => {
                self.open.push(place);
                self.all.push(place);
                return;
            }
        };
        if word.is_some() {
            self.all.push(place);
        }
        let is_other = |first: &(usize, Option<K>)| first.1 != word;
        if is_replaceable && self.replaceable.len() < 2 && self.replaceable.iter().all(is_other) {
            self.replaceable.push((place, word));
        }
    }

    /// Whether something is known to say a word.
    pub(super) fn is_said(&self, word: &K) -> bool {
        self.by_word.contains_key(word)
    }

    /// Those that may say a word; without one, those that may say any.
    pub(super) fn rows(&self, word: Option<&K>) -> Vec<&[usize]> {
        let mut rows = Vec::with_capacity(3);
        match word {
            Some(word) => {
                rows.extend(self.by_word.get(word).map(Vec::as_slice));
                rows.push(&self.open);
            }
            None => rows.push(&self.all),
        }
        rows.extend(self.otherwise(word));
        rows
    }

    /// The first that says another thing than a word, and says it only by a default that may be replaced.
    pub(super) fn otherwise(&self, word: Option<&K>) -> Option<&[usize]> {
        let is_other =
            |it: &&(usize, Option<K>)| word.is_none_or(|word| it.1.as_ref() != Some(word));
        let other = self.replaceable.iter().find(is_other);
        other.map(|(place, _)| std::slice::from_ref(place))
    }
}

/// All places in some rows, each once, in their order.
pub(super) fn merged<R: AsRef<[usize]>>(rows: Vec<R>) -> impl Iterator<Item = usize> {
    let mut rows: Vec<(R, usize)> = rows.into_iter().map(|row| (row, 0)).collect();
    from_fn(move || {
        work::count(1);
        let first = |(row, at): &(R, usize)| row.as_ref().get(*at).copied();
        let next = rows.iter().filter_map(first).min()?;
        for row in &mut rows {
            while first(row) == Some(next) {
                row.1 += 1;
            }
        }
        Some(next)
    })
}

/// Whether what a fact says hangs on a default that may be replaced.
pub(super) fn is_replaceable<A>(fact: &Fact<A>, origins: &Origins) -> bool {
    let place = &fact.place;
    let own = [place.origin, place.within].into_iter();
    let mut behind = own.chain(place.resource.hangs_on.iter().copied());
    behind.any(|it| origins.is_replaceable(it))
}
