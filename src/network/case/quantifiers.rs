//! Any, the first, every one of some things: what is found in spite of what is not known.

use super::Case;
use crate::network::Pass;

impl<T> Case<'_, T> {
    /// Whether a test holds for any of some things. One for which it holds decides alone; else all must be known.
    ///
    /// # Errors
    ///
    /// When it holds for none, and is not known for one.
    pub fn any<U>(
        &self,
        things: impl IntoIterator<Item = U>,
        test: impl Fn(U) -> Result<bool, Pass>,
    ) -> Result<bool, Pass> {
        let found = self.first(things, |it| test(it).map(|holds| holds.then_some(())))?;
        Ok(found.is_some())
    }

    /// What a test finds first among some things; what was read of others then does not count.
    ///
    /// # Errors
    ///
    /// When it finds nothing, and is not known for one.
    pub fn first<U, R>(
        &self,
        things: impl IntoIterator<Item = U>,
        test: impl Fn(U) -> Result<Option<R>, Pass>,
    ) -> Result<Option<R>, Pass> {
        let start = self.reading.mark();
        let mut undecided = None;
        for thing in things {
            let before = self.reading.mark();
            match test(thing) {
                Ok(Some(found)) => {
                    self.reading.forget(start, before);
                    return Ok(Some(found));
                }
                Ok(None) => {}
                Err(pass @ Pass::Undecided(_)) => undecided = undecided.or(Some(pass)),
                Err(pass) => return Err(pass),
            }
        }
        undecided.map_or(Ok(None), Err)
    }

    /// What a test finds in each of some things: those that are known count in spite of others that are not.
    ///
    /// # Errors
    ///
    /// When it finds nothing, and is not known for one.
    pub fn every<U, I, R>(
        &self,
        things: impl IntoIterator<Item = U>,
        test: impl Fn(U) -> Result<I, Pass>,
    ) -> Result<Vec<R>, Pass>
    where
        I: IntoIterator<Item = R>,
    {
        let (mut found, mut undecided) = (Vec::new(), None);
        for thing in things {
            match test(thing) {
                Ok(some) => found.extend(some),
                Err(pass @ Pass::Undecided(_)) => undecided = undecided.or(Some(pass)),
                Err(pass) => return Err(pass),
            }
        }
        match undecided {
            Some(pass) if found.is_empty() => Err(pass),
            _ => Ok(found),
        }
    }
}
