//! All things of a kind that a network has.

use std::slice;

use crate::work;

/// Things of one kind, in the order of their declaration. Going through them is counted: whoever joins by it pays for all.
#[derive(Debug)]
pub struct Things<T>(Vec<T>);

impl<T> Things<T> {
    /// All of them.
    #[must_use]
    pub fn iter(&self) -> Each<'_, T> {
        self.into_iter()
    }

    /// All of them, to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().inspect(|_| work::count(1))
    }

    /// The one at a place.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<&T> {
        work::count(1);
        self.0.get(place)
    }

    /// Those at some places.
    pub(super) fn at<I>(&self, places: I) -> impl Iterator<Item = &T> + use<'_, T, I>
    where
        I: IntoIterator<Item = usize>,
    {
        places.into_iter().filter_map(|place| self.get(place))
    }

    /// The one at a place, to be changed.
    pub(super) fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        work::count(1);
        self.0.get_mut(place)
    }

    /// Adds one after all others.
    pub(super) fn push(&mut self, thing: T) {
        self.0.push(thing);
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Things<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for Things<T> {
    fn from(things: Vec<T>) -> Self {
        Self(things)
    }
}

impl<T> FromIterator<T> for Things<T> {
    fn from_iter<I: IntoIterator<Item = T>>(things: I) -> Self {
        Self(things.into_iter().collect())
    }
}

/// Counts each that it gives.
#[derive(Debug)]
pub struct Each<'t, T>(slice::Iter<'t, T>);

impl<'t, T> IntoIterator for &'t Things<T> {
    type Item = &'t T;
    type IntoIter = Each<'t, T>;
    fn into_iter(self) -> Each<'t, T> {
        Each(self.0.iter())
    }
}

impl<'t, T> Iterator for Each<'t, T> {
    type Item = &'t T;
    fn next(&mut self) -> Option<&'t T> {
        work::count(1);
        self.0.next()
    }
}

impl<T> DoubleEndedIterator for Each<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        work::count(1);
        self.0.next_back()
    }
}
