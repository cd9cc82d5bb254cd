//! Which values in a text have the name of a secret beside them: `{"name": "DB_PASSWORD", "value": ...}`, in whatever language. Braces and
//! items of lists as YAML has them say what stands together; where they do not match, everything does.

use std::{collections::BTreeSet, mem};

use super::{
    names::{gives_name, gives_value, is_called_secret},
    words::{self, is_around_word, is_part_of_word},
};

/// What stands together.
#[derive(Default)]
struct Group {
    is_secret: bool,
    /// The signs behind what is called `value`.
    values: Vec<usize>,
}

/// What has begun and has not ended yet.
struct Open {
    /// How far in the item of a list begins; `None` of braces.
    indent: Option<usize>,
    group: Group,
}

/// A string that has begun.
struct Quote {
    /// How many strings it is in, by the backslashes before it.
    level: u32,
    /// What had begun before it.
    below: usize,
}

/// A walk through a text.
#[derive(Default)]
struct Walk {
    /// What is in neither braces nor items.
    rest: Group,
    open: Vec<Open>,
    quotes: Vec<Quote>,
    ended: Vec<Group>,
    /// Whether braces do not match.
    is_uneven: bool,
}

/// The signs of all values in a text beside which the name of a secret stands.
pub(super) fn named(text: &str) -> BTreeSet<usize> {
    let mut walk = Walk::default();
    let (mut backslashes, mut is_first) = (0_u32, true);
    for (at, letter) in text.char_indices() {
        if mem::take(&mut is_first) {
            walk.line(text.get(at..).unwrap_or_default());
        }
        match letter {
            '\n' => {
                walk.end_strings();
                is_first = true;
            }
            '"' => walk.quote(backslashes.trailing_ones()),
            '{' => walk.open.push(Open {
                indent: None,
                group: Group::default(),
            }),
            '}' => walk.close(),
            '=' | ':' => walk.sign(text, at),
            _ => {}
        }
        backslashes = if letter == '\\' { backslashes + 1 } else { 0 };
    }
    walk.end()
}

impl Walk {
    fn group(&mut self) -> &mut Group {
        let last = self.open.last_mut();
        last.map_or(&mut self.rest, |it| &mut it.group)
    }

    /// At a sign behind a name.
    fn sign(&mut self, text: &str, at: usize) {
        let (before, behind) = text.split_at_checked(at).unwrap_or_default();
        let words = words::before(before.trim_end_matches(is_around_word));
        if words.iter().any(|it| gives_value(it)) {
            self.group().values.push(at);
        } else if words.iter().any(|it| gives_name(it)) {
            let is_before = |it| is_around_word(it) || matches!(it, '=' | ':' | '>');
            let name = behind.trim_start_matches(is_before);
            let end = name.find(|it| !(is_part_of_word(it) || matches!(it, '/' | '[' | ']')));
            let name = name.get(..end.unwrap_or(name.len()));
            self.group().is_secret |= name.is_some_and(is_called_secret);
        }
    }

    /// At the beginning of a line: what stands no further in than an item is none of it.
    fn line(&mut self, text: &str) {
        let line = text.trim_start_matches([' ', '\t']);
        let indent = text.len() - line.len();
        if line.starts_with(['\n', '\r']) {
            return;
        }
        while let Some(Open {
            indent: Some(of_item),
            ..
        }) = self.open.last()
            && *of_item >= indent
        {
            self.end_last();
        }
        let in_braces = self.open.last().is_some_and(|it| it.indent.is_none());
        if !in_braces && ["- ", "-\n", "-\r"].iter().any(|it| line.starts_with(it)) {
            self.open.push(Open {
                indent: Some(indent),
                group: Group::default(),
            });
        }
    }

    /// At a quote: braces in a string are closed in it, or are none.
    fn quote(&mut self, level: u32) {
        match self.quotes.iter().rposition(|it| it.level == level) {
            Some(at) => self.end_from(at),
            None => self.quotes.push(Quote {
                level,
                below: self.open.len(),
            }),
        }
    }

    fn end_strings(&mut self) {
        self.end_from(0);
    }

    fn end_from(&mut self, at: usize) {
        let Some(below) = self.quotes.get(at).map(|it| it.below) else {
            return;
        };
        self.quotes.truncate(at);
        while self.open.len() > below {
            let Some(Open { group, .. }) = self.open.pop() else {
                return;
            };
            let around = self.group();
            around.is_secret |= group.is_secret;
            around.values.extend(group.values);
        }
    }

    /// At a closing brace.
    fn close(&mut self) {
        let below = self.quotes.last().map_or(0, |it| it.below);
        let is_open = self.open.last().is_some_and(|it| it.indent.is_none());
        if is_open && self.open.len() > below {
            self.end_last();
        } else {
            self.is_uneven |= self.quotes.is_empty();
        }
    }

    fn end_last(&mut self) {
        self.ended.extend(self.open.pop().map(|it| it.group));
    }

    fn end(mut self) -> BTreeSet<usize> {
        self.end_strings();
        self.is_uneven |= self.open.iter().any(|it| it.indent.is_none());
        self.ended.extend(self.open.into_iter().map(|it| it.group));
        self.ended.push(self.rest);
        let is_all = self.is_uneven && self.ended.iter().any(|it| it.is_secret);
        let secret = self.ended.into_iter().filter(|it| is_all || it.is_secret);
        secret.flat_map(|it| it.values).collect()
    }
}
