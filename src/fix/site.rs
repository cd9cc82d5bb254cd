//! The places that changes name: where what stands there is written, if it is written where a person would change it.

use super::{Mender, json};
use crate::{
    finding::{Act, Site, Term},
    span::{FileId, Span},
    syntax::{Block, is_in_name},
};

impl<'a> Mender<'a> {
    /// Where an act writes.
    pub(super) fn place_of(&self, act: &Act<Site>) -> Result<Span, String> {
        match act {
            Act::Set(site, _) | Act::Add(site, _) if self.argument(site).is_none() => {
                self.open(site)
            }
            Act::Set(site, _) | Act::Replace(site, _) => self.value(site),
            Act::Add(site, _) => self.value(site).or_else(|_| self.written(site)),
            Act::Remove(site) | Act::Rename(site, _) => self.written(site),
            Act::Respell(span, _) | Act::Uncomment(span) => Ok(*span),
            Act::Insert(site, _) => self.open(site),
        }
    }

    /// The block of a place, if it can be written into.
    pub(super) fn block(&self, site: &Site) -> Result<&'a Block, String> {
        if let Some(reason) = &site.closed {
            return Err(reason.clone());
        }
        let block = self.blocks.get(&site.header).copied();
        block.ok_or_else(|| "its block is written elsewhere".to_owned())
    }

    fn open(&self, site: &Site) -> Result<Span, String> {
        Ok(self.block(site)?.header)
    }

    fn written(&self, site: &Site) -> Result<Span, String> {
        if let Some(reason) = &site.closed {
            return Err(reason.clone());
        }
        let span = self
            .argument(site)
            .ok_or("it is not written in its block")?;
        Ok(span)
    }

    /// The argument, where it is written, be it as null.
    pub(super) fn argument(&self, site: &Site) -> Option<Span> {
        let as_null = || {
            let block = self.blocks.get(&site.header)?;
            Some(block.body.attribute(site.argument)?.span)
        };
        site.written.or_else(as_null)
    }

    /// A term for where the value of an argument is written: outside of its block there may be no references.
    pub(super) fn term_at(
        &self,
        term: &Term,
        site: &Site,
        is_json: bool,
    ) -> Result<String, String> {
        match (&term.constant, self.is_own(site)) {
            (_, true) => text_of(term, is_json),
            (Some(constant), false) => text_of(&Term::constant(constant), is_json),
            (None, false) => {
                let is_short = !term.text.contains('\n');
                let text = if is_short {
                    &term.text
                } else {
                    "what it names"
                };
                Err(format!(
                    "the value comes from elsewhere, and {text} cannot be named there"
                ))
            }
        }
    }

    /// The terms of an act in the place of which constants are written, with these.
    pub(super) fn constants_in<'t>(&self, act: &'t Act<Site>) -> Vec<(&'t str, &'t str)> {
        let (site, terms) = match act {
            Act::Set(site, term) => (site, std::slice::from_ref(term)),
            Act::Add(site, terms) | Act::Replace(site, terms) => (site, terms.as_slice()),
            _ => return Vec::new(),
        };
        if self.is_own(site) {
            return Vec::new();
        }
        let pair =
            |term: &'t Term| Some((&*term.text, term.constant.as_deref()?.trim_matches('"')));
        let pairs = terms.iter().filter_map(pair);
        pairs.filter(|(text, constant)| text != constant).collect()
    }

    /// Whether the value of an argument is written in its block.
    fn is_own(&self, site: &Site) -> bool {
        let block = self.blocks.get(&site.header);
        let is_inside = |span| block.is_some_and(|it| it.span.contains(span));
        (site.value.as_ref()).map_or(true, |written| is_inside(written.span))
    }

    pub(super) fn members_of(
        &self,
        terms: &[Term],
        site: &Site,
        is_json: bool,
    ) -> Result<Vec<String>, String> {
        let member = |term| self.term_at(term, site, is_json);
        terms.iter().map(member).collect()
    }

    /// Where a value is written out, if nothing else takes it from there.
    fn value(&self, site: &Site) -> Result<Span, String> {
        let written = site.value.as_ref().map_err(Clone::clone)?;
        for (file, name) in &written.names {
            if self.uses_of(*file, name) != 1 {
                return Err(format!(
                    "{name}, which it is, is used for something else too"
                ));
            }
        }
        Ok(written.span)
    }

    /// How often a name stands in the texts of the module that a file belongs to.
    fn uses_of(&self, file: FileId, name: &str) -> usize {
        let mut modules = self.program.modules().iter();
        let Some(module) = modules.find(|it| it.files.contains(&file)) else {
            return 0;
        };
        let key = (module.id, name.to_owned());
        if let Some(known) = self.uses.borrow().get(&key) {
            return *known;
        }
        let texts = module.files.iter().map(|id| self.file(*id));
        let uses = texts.map(|file| count(&file.text, name)).sum();
        self.uses.borrow_mut().insert(key, uses);
        uses
    }
}

/// How often a name stands in a text, as a whole.
fn count(text: &str, name: &str) -> usize {
    let stands = |at: &usize| {
        let before = text.get(..*at).and_then(|it| it.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|it| it.chars().next());
        !before.is_some_and(|it| is_in_name(it) || it == '.') && !after.is_some_and(is_in_name)
    };
    text.match_indices(name)
        .map(|(at, _)| at)
        .filter(stands)
        .count()
}

/// A term as it is written.
pub(super) fn text_of(term: &Term, is_json: bool) -> Result<String, String> {
    if is_json {
        json::term(&term.text)
    } else {
        Ok(term.text.clone())
    }
}
