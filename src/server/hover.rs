//! What stands under the cursor, in words.

use std::fmt::Write as _;

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::{client::Abilities, place::Places};
use crate::{
    inspect::{Card, Seen, Step, Whereabouts, Worth},
    report,
};

/// Values that differ from place to place: more than these nobody reads.
const MOST_WORTHS: usize = 6;

/// Places of one value.
const MOST_PLACES: usize = 8;

/// Steps of where a value comes from.
const MOST_STEPS: usize = 12;

/// What is seen, as a client shows it.
pub(super) fn of(seen: &Seen, places: &Places<'_>, can: Abilities) -> Hover {
    let mut text = Text {
        places,
        markdown: can.markdown,
        words: String::new(),
    };
    text.all(seen);
    Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: if can.markdown {
                MarkupKind::Markdown
            } else {
                MarkupKind::PlainText
            },
            value: text.words.trim_end().to_owned(),
        }),
        range: Some(places.range(seen.span)),
    }
}

struct Text<'p, 'w> {
    places: &'p Places<'w>,
    markdown: bool,
    words: String,
}

impl Text<'_, '_> {
    fn all(&mut self, seen: &Seen) {
        let is_one = seen.worths.len() + seen.cards.len() == 1;
        let first = seen.worths.first();
        let is_alike =
            |it: &Worth| first.is_some_and(|first| (&it.ty, &it.from) == (&first.ty, &first.from));
        // What all have in common is told once, below them.
        let are_alike = seen.worths.iter().all(is_alike);
        for worth in seen.worths.iter().take(MOST_WORTHS) {
            self.heading(&worth.places, is_one);
            self.value(worth);
            if !are_alike {
                self.origin(worth);
            }
        }
        let more = seen.worths.len().saturating_sub(MOST_WORTHS);
        if more > 0 {
            let _ = writeln!(self.words, "and {more} other values\n");
        }
        if let Some(first) = first.filter(|_| are_alike) {
            self.origin(first);
        }
        for (cards, places) in seen.cards.iter().take(MOST_WORTHS) {
            self.heading(places, is_one);
            // Those that stand at the same place are told together.
            let groups: Vec<_> = cards
                .chunk_by(|one, other| one.leads == other.leads)
                .collect();
            for group in groups.iter().take(MOST_WORTHS) {
                self.cards(group);
            }
            let left = groups.iter().skip(MOST_WORTHS).map(|group| group.len());
            let more: usize = left.sum();
            if more > 0 {
                let _ = writeln!(self.words, "and {more} other endpoints\n");
            }
        }
        if seen.others > 0 {
            let _ = writeln!(self.words, "not looked at in {} other roots", seen.others);
        }
    }

    /// Where it is so: nothing where that is everywhere, and one place.
    fn heading(&mut self, places: &[Whereabouts], is_one: bool) {
        let is_plain = |it: &Whereabouts| it.addresses.iter().all(|it| it.is_empty());
        if is_one && places.len() == 1 && places.iter().all(is_plain) {
            return;
        }
        let told = places.iter().take(MOST_PLACES).map(|place| {
            let root = self.code(&place.root);
            let variant = place.variant.as_deref();
            let variant = variant.map(|name| format!(" with {}", self.code(name)));
            let addresses = place.addresses.iter().filter(|it| !it.is_empty());
            let addresses: Vec<_> = addresses
                .take(MOST_PLACES)
                .map(|address| self.code(address))
                .collect();
            let more = place.addresses.len().saturating_sub(MOST_PLACES);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            let variant = variant.unwrap_or_default();
            if addresses.is_empty() {
                format!("{root}{variant}")
            } else {
                format!("{root}{variant}: {}{more}", addresses.join(", "))
            }
        });
        let told: Vec<_> = told.collect();
        let more = places.len().saturating_sub(MOST_PLACES);
        let more = if more > 0 {
            format!("; and {more} more")
        } else {
            String::new()
        };
        let _ = writeln!(self.words, "in {}{more}\n", told.join("; "));
    }

    fn value(&mut self, worth: &Worth) {
        if self.markdown {
            let fence = "`".repeat(longest_run(&worth.value).max(2) + 1);
            let _ = writeln!(self.words, "{fence}terraform\n{}\n{fence}\n", worth.value);
        } else {
            let _ = writeln!(self.words, "{}\n", worth.value);
        }
        for unknown in &worth.unknown {
            let line = self.plain(&format!("unknown: {unknown}"));
            let _ = writeln!(self.words, "- {line}");
        }
        if !worth.unknown.is_empty() {
            self.words.push('\n');
        }
    }

    fn origin(&mut self, worth: &Worth) {
        if let Some(ty) = &worth.ty {
            let ty = self.code(ty);
            let _ = writeln!(self.words, "type: {ty}\n");
        }
        for step in worth.from.iter().take(MOST_STEPS) {
            self.step(step);
        }
        self.words.push('\n');
    }

    fn step(&mut self, step: &Step) {
        let indent = "  ".repeat(step.depth);
        let message = self.plain(&step.message);
        let place = step.span.and_then(|span| {
            let name = report::place(&self.places.folder.sources, span)?;
            let location = self.places.location(span)?;
            let line = location.range.start.line + 1;
            Some(if self.markdown {
                let name = self.plain(&name);
                format!(" ([{name}]({}#L{line}))", location.uri.as_str())
            } else {
                format!(" ({name})")
            })
        });
        let _ = writeln!(
            self.words,
            "{indent}- {message}{}",
            place.unwrap_or_default()
        );
    }

    /// Endpoints that lead to the same.
    fn cards(&mut self, cards: &[Card]) {
        for card in cards.iter().take(MOST_PLACES) {
            let address = self.code(&card.address);
            let facts = self.plain(&card.facts.join(", "));
            let _ = writeln!(self.words, "{address}: {facts}\n");
        }
        let more = cards.len().saturating_sub(MOST_PLACES);
        if more > 0 {
            let _ = writeln!(self.words, "and {more} more at the same place\n");
        }
        for (kind, names) in cards.first().into_iter().flat_map(|it| &it.leads) {
            let names = self.plain(&names.join(", "));
            let _ = writeln!(self.words, "- {kind}: {names}");
        }
        self.words.push('\n');
    }

    /// A name or a piece of code.
    fn code(&self, text: &str) -> String {
        let text = report::visible(text);
        if !self.markdown {
            return text.into_owned();
        }
        match longest_run(&text) {
            0 => format!("`{text}`"),
            longest => {
                let fence = "`".repeat(longest + 1);
                format!("{fence} {text} {fence}")
            }
        }
    }

    fn plain(&self, text: &str) -> String {
        let text = report::visible(text);
        if !self.markdown {
            return text.into_owned();
        }
        let mut safe = String::with_capacity(text.len());
        for letter in text.chars() {
            // Some clients show Markdown as it is: no more of it than must be.
            if matches!(letter, '\\' | '`' | '*' | '[' | '<') {
                safe.push('\\');
            }
            safe.push(letter);
        }
        safe
    }
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    let runs = text.split(|letter| letter != '`').map(str::len);
    runs.max().unwrap_or(0)
}
