//! Lines of source texts as they may be shown.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use super::view::Line;
use crate::{
    redact::Redactions,
    source::{SourceFile, Sources},
    span::{FileId, Span},
    text::same_length,
};

/// Lines of context.
const CONTEXT: usize = 1;

/// More of a line is not shown.
const LONGEST_LINE: usize = 300;

/// The texts that findings point into, with what must not be shown blotted out; each is made once.
pub(super) struct Texts<'s> {
    sources: &'s Sources,
    redactions: &'s Redactions,
    known: RefCell<HashMap<FileId, Rc<str>>>,
}

impl<'s> Texts<'s> {
    pub(super) fn new(sources: &'s Sources, redactions: &'s Redactions) -> Self {
        Self {
            sources,
            redactions,
            known: RefCell::default(),
        }
    }

    fn shown(&self, file: &SourceFile) -> Rc<str> {
        let mut known = self.known.borrow_mut();
        let make = || Rc::from(&*same_length(&self.redactions.shown_again(file)));
        known.entry(file.id).or_insert_with(make).clone()
    }

    /// The line of a place with those around it, and the place marked.
    pub(super) fn excerpt(&self, span: Span) -> Vec<Line> {
        let file = self.sources.file(span.file);
        if !file.is_on_disk() {
            return Vec::new();
        }
        let span = file.first_line(span);
        let text = self.shown(&file);
        let (line, _) = file.position(span.start);
        let at = (line as usize).saturating_sub(1);
        let around = at.saturating_sub(CONTEXT)..=at + CONTEXT;
        let starts = file.line_starts();
        let lines = around.filter_map(|place| {
            let start = *starts.get(place)? as usize;
            let end = starts
                .get(place + 1)
                .map_or(text.len(), |end| *end as usize);
            let whole = text.get(start..end)?.trim_end_matches(['\n', '\r']);
            if place != at {
                return Some(Line {
                    number: place + 1,
                    before: cut(whole),
                    marked: String::new(),
                    after: String::new(),
                });
            }
            let from = (span.start as usize).saturating_sub(start).min(whole.len());
            let to = (span.end as usize).saturating_sub(start).min(whole.len());
            Some(Line {
                number: place + 1,
                before: cut(whole.get(..from)?),
                marked: cut(whole.get(from..to)?),
                after: cut(whole.get(to..)?),
            })
        });
        lines.collect()
    }

    /// The line of a place.
    pub(super) fn line(&self, span: Span) -> String {
        let lines = self.excerpt(span);
        let of_place = lines.into_iter().find(|line| !line.marked.is_empty());
        of_place.map_or_else(String::new, |line| {
            let whole = line.before + &line.marked + &line.after;
            whole.trim().to_owned()
        })
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST_LINE {
        return text.to_owned();
    }
    let kept = text.chars().take(LONGEST_LINE);
    kept.chain(['…']).collect()
}
