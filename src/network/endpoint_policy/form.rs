//! What AWS refuses of a policy.

use crate::{
    network::{
        Case, EndpointPolicy, Pass,
        policy::{Effect, Element, Flaw, Statement, Wildcard},
    },
    value::Truth,
};

impl Case<'_, EndpointPolicy> {
    /// Whether it has a statement that allows something to principals that it names.
    ///
    /// # Errors
    ///
    /// When that is not known.
    pub fn names_principals(&self) -> Result<bool, Pass> {
        let policy = self.written()?;
        let names = |it: &Statement| match &it.principals {
            Element::Only(_) => Truth::all([it.allows(), !it.is_for_everybody()]),
            Element::Unknown(_) => Truth::all([it.allows(), Truth::Unknown]),
            Element::Except(_) | Element::Absent => Truth::No,
        };
        let hidden = policy.open.as_ref().map(|_| Truth::Unknown);
        self.settled(Truth::any(
            policy.statements.iter().map(names).chain(hidden),
        ))
    }

    /// How many statements have neither `Principal` nor `NotPrincipal`.
    ///
    /// # Errors
    ///
    /// Undecided when none is known to lack it, and one may.
    pub fn lacking_principals(&self) -> Result<usize, Pass> {
        let policy = self.written()?;
        let lacks = |it: &&Statement| matches!(it.principals, Element::Absent);
        let lacking = policy.statements.iter().filter(lacks).count();
        let hides =
            |it: &Statement| matches!(it.principals, Element::Unknown(_)) && it.open.is_some();
        let hidden = policy.open.is_some() || policy.statements.iter().any(hides);
        if lacking == 0 && hidden {
            self.settled(Truth::Unknown)?;
        }
        Ok(lacking)
    }

    /// What AWS refuses of its form; what it says is left out where it must not be shown.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] where it refuses nothing, undecided where it may refuse what is not known.
    pub fn flaws(&self) -> Result<Vec<Flaw>, Pass> {
        let policy = self.written()?;
        if policy.flaws.is_empty() {
            let is_hidden = |it: &Statement| matches!(it.effect, Effect::Unknown(_));
            let may_be = policy.open.is_some() || policy.statements.iter().any(is_hidden);
            return Err(self.fine_unless(may_be));
        }
        let shown = |flaw: &Flaw| Flaw {
            fault: self.shown(flaw.fault.clone(), "has not the form of a policy"),
            advice: self.shown(
                flaw.advice.clone(),
                "compare it with the grammar of policies",
            ),
            words: flaw.words.clone(),
        };
        Ok(policy.flaws.iter().map(shown).collect())
    }

    /// Its size in characters where that is more than so many, and whether those are all.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] where it has fewer; undecided where half of them are known, and more may be hidden.
    pub fn more_than(&self, most: usize) -> Result<(usize, bool), Pass> {
        let policy = self.written()?;
        let (size, is_all) = policy.size;
        if size > most {
            return Ok((size, is_all));
        }
        // What is unknown of a policy are names and ids, unless it is whole statements.
        Err(self.fine_unless(!is_all && (size > most / 2 || policy.open.is_some())))
    }

    /// The wildcards of its conditions and ARNs that AWS does not take.
    ///
    /// # Errors
    ///
    /// [`Pass::Fine`] where there are none, undecided where one may be in what is not known.
    pub fn refused_wildcards(&self) -> Result<Vec<Wildcard>, Pass> {
        let policy = self.written()?;
        let mut found = policy.wildcards();
        if found.is_empty() {
            return Err(self.fine_unless(policy.may_have_wildcards()));
        }
        for wildcard in &mut found {
            let fault = std::mem::take(&mut wildcard.fault);
            wildcard.fault = self.shown(
                fault,
                "something is compared with a wildcard or as a number",
            );
        }
        Ok(found)
    }
}
