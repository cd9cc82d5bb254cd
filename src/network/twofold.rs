//! What is attached to endpoints both by their own arguments and by separate resources.

use super::{Case, Endpoint, Fact, Identity, Pass, Set, Twofold};

/// A separate resource that attaches to an endpoint what an argument of it claims to list in full.
#[derive(Debug)]
pub struct Conflict<'n> {
    /// The argument.
    pub listed: &'n Set<Identity>,
    /// What the separate resource attaches.
    pub attached: &'n Fact<Identity>,
    /// What that is, if the argument lists it too.
    pub twice: Option<&'n Identity>,
}

impl Conflict<'_> {
    /// The resource that attaches it, as messages name it.
    #[must_use]
    pub fn attachment(&self) -> &str {
        &self.attached.place.resource.address
    }
}

impl<'n> Case<'n, Endpoint> {
    /// For every argument that conflicts with separate resources the first of these, one that it lists too before others.
    ///
    /// # Errors
    ///
    /// When there is none that is known, and may be one.
    pub fn conflicts(&self) -> Result<Vec<Conflict<'n>>, Pass> {
        self.every(&self.it.twofold, |twofold| self.conflict(twofold))
    }

    fn conflict(&self, twofold: &'n Twofold) -> Result<Option<Conflict<'n>>, Pass> {
        if twofold.ignored || !*self.read(&twofold.lists)? {
            return Ok(None);
        }
        let Twofold {
            listed, separate, ..
        } = twofold;
        let there =
            |item: &&'n Fact<Identity>| self.exists(&item.place.resource, &separate.place.resource);
        let attached: Vec<_> = self.some(separate).items.iter().filter(there).collect();
        let Some(first) = attached.first().copied() else {
            self.closed(separate)?;
            return Ok(None);
        };
        let own = self.told(listed);
        let is_listed = |item: &Fact<Identity>| {
            let named = item.settled();
            own.iter().any(|(_, it)| Some(*it) == named)
        };
        let mut twice = attached.iter().copied().filter(|item| is_listed(item));
        let attached = twice.next().unwrap_or(first);
        Ok(Some(Conflict {
            listed,
            attached,
            twice: attached.settled().filter(|_| is_listed(attached)),
        }))
    }
}
