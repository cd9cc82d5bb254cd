//! What of a text must not be shown: values that Terraform hides, wherever they are written.
//!
//! The only room that decides it. Whoever shows lines of a file, in whatever format, shows them as they are here.

mod bindings;
mod literals;
mod names;
mod unparsed;
mod words;

mod objects;
mod texts;

mod secrets;

mod called;

mod feeds;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    module::{self, ModuleId, Program},
    source::{SourceFile, is_values},
    span::{FileId, Span},
    syntax::{Attribute, Name},
};
use feeds::Feeds;
pub(crate) use names::is_called_secret;
use secrets::each_hidden_in;

/// Everything in a program that is hidden, or that something hidden is made of.
#[derive(Default, Debug)]
pub struct Redactions {
    feeds: Feeds,
    /// The modules that a file is part of; more than one where links lead to it.
    modules: BTreeMap<FileId, BTreeSet<ModuleId>>,
    /// Texts as they are shown, once somebody has asked for them.
    known: Mutex<BTreeMap<FileId, Arc<str>>>,
}

impl Redactions {
    /// What a program hides: the values of variables that are sensitive or ephemeral, of attributes that the provider says are
    /// sensitive, operands of `sensitive`, and all that these come from: defaults, lines of variable files, arguments of calls, locals.
    #[must_use]
    pub fn of(program: &Program) -> Self {
        let mut modules: BTreeMap<FileId, BTreeSet<ModuleId>> = BTreeMap::new();
        for module in program.modules() {
            for file in &module.files {
                modules.entry(*file).or_default().insert(module.id);
            }
        }
        Self {
            feeds: Feeds::of(program),
            modules,
            known: Mutex::default(),
        }
    }

    /// The same as [`Self::shown`] for whoever asks again and again.
    #[must_use]
    pub fn shown_again(&self, file: &SourceFile) -> Arc<str> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = || Arc::from(&*self.shown(file));
        known.entry(file.id).or_insert_with(shown).clone()
    }

    /// A text with a `*` for every byte of what is hidden in it, so that places stay where they are. Of what cannot be parsed
    /// nothing is sure: all literals are hidden there.
    #[must_use]
    pub fn shown<'t>(&self, file: &'t SourceFile) -> Cow<'t, str> {
        let without_literals = || Cow::Owned(blanked(&file.text, &unparsed::literals(&file.text)));
        let is_generated = !file.is_on_disk() && file.path.extension().is_some_and(|it| it == "tf");
        if is_generated && self.feeds.hides_anything() {
            // It is made of literals of a unit.
            return without_literals();
        }
        // A variable file may be called anything, and lie among the files of a module.
        let modules = self.modules.get(&file.id);
        if file.outlined || !file.is_on_disk() && modules.is_none() {
            return Cow::Borrowed(&file.text);
        }
        let name = file.path.file_name().unwrap_or_default();
        let is_of_none = file.is_on_disk() && !self.modules.is_empty() && modules.is_none();
        let is_settings = file.path.extension().is_some_and(|it| it == "toml");
        let is_values = is_of_none && !is_settings || is_values(&name.to_string_lossy());
        // What the inputs of a unit are made of is not followed.
        let is_unit = file.path.extension().is_some_and(|it| it == "hcl");
        if is_unit && self.feeds.hides_anything() {
            return without_literals();
        }
        let parsed = if is_values {
            module::parse_values(file)
        } else {
            module::parse_file(file)
        };
        let may_hold_values = is_values || modules.is_some();
        let mut spans: Vec<Span> = Vec::new();
        for Attribute { name, value, .. } in &parsed.body.attributes {
            if may_hold_values && !is_unit && self.feeds.hides_value_of(name) {
                spans.push(value.span);
            } else {
                let refers = |_: &str, _: &Name| false;
                each_hidden_in(name, value, &refers, &mut |hidden| {
                    literals::of(hidden, &mut spans);
                });
            }
        }
        spans.extend(
            self.feeds
                .hidden_in(&parsed.body, modules.unwrap_or(&BTreeSet::new())),
        );
        let mut hidden = Vec::new();
        parsed
            .body
            .for_each_value(&mut |value| texts::of(value, &file.text, &mut hidden));
        let is_made_of_others = |text: &Range<usize>| {
            file.text
                .get(text.clone())
                .is_some_and(|it| it.contains("${"))
        };
        if is_unit && hidden.iter().any(is_made_of_others) {
            return without_literals();
        }
        hidden.extend(ranges(&spans));
        if !parsed.problems.is_empty() {
            let attributes = parsed.body.attributes.iter().map(|it| it.span);
            let read: Vec<Span> = attributes
                .chain(parsed.body.blocks.iter().map(|it| it.span))
                .collect();
            let mut read = ranges(&read);
            read.sort_unstable_by_key(|it| it.start);
            let is_read = |literal: &Range<usize>| {
                let before = read.partition_point(|it| it.start <= literal.start);
                let last = before.checked_sub(1).and_then(|at| read.get(at));
                last.is_some_and(|it| literal.end <= it.end)
            };
            if is_values {
                // Somebody's secrets, however they are written.
                hidden.extend(between(&read, file.text.len()));
            } else {
                let unread = unparsed::literals(&file.text).into_iter();
                hidden.extend(unread.filter(|literal| !is_read(literal)));
            }
        }
        if hidden.is_empty() {
            Cow::Borrowed(&file.text)
        } else {
            Cow::Owned(blanked(&file.text, &hidden))
        }
    }
}

/// What lies between ranges that are sorted by their start.
fn between(ranges: &[Range<usize>], end: usize) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut gaps = Vec::new();
    for range in ranges {
        gaps.push(at..range.start.max(at));
        at = at.max(range.end);
    }
    gaps.push(at..end.max(at));
    gaps
}

fn ranges(spans: &[Span]) -> Vec<Range<usize>> {
    let range = |span: &Span| span.start as usize..span.end as usize;
    spans.iter().map(range).collect()
}

/// The text with the ranges, in any order, replaced; lines stay lines.
fn blanked(text: &str, hidden: &[Range<usize>]) -> String {
    let mut hidden: Vec<_> = hidden.to_vec();
    hidden.sort_unstable_by_key(|range| range.start);
    let (mut shown, mut at) = (String::with_capacity(text.len()), 0);
    for range in hidden {
        let start = range.start.max(at);
        let Some(secret) = text.get(start..range.end) else {
            continue;
        };
        shown.push_str(text.get(at..start).unwrap_or_default());
        for character in secret.chars() {
            if matches!(character, '\n' | '\r') {
                shown.push(character);
            } else {
                (0..character.len_utf8()).for_each(|_| shown.push('*'));
            }
        }
        at = range.end;
    }
    shown.push_str(text.get(at..).unwrap_or_default());
    shown
}
