//! A format read from its start to its end.

use super::{super::text, verb::Verb};
use crate::{
    eval::{Fault, Fuel, functions::LONGEST_TEXT},
    value::{Fragment, Value},
};

/// What `format` prints; `None` when that is too long. What is unknown of the format stays, and what an unknown argument prints is an
/// unknown part.
pub(super) fn printed(
    fuel: &Fuel,
    format: &[Fragment],
    arguments: &[Value],
) -> Result<Option<Value>, Fault> {
    let mut page = Page {
        fuel,
        arguments,
        parts: Vec::new(),
        run: String::new(),
        next: 1,
        highest: 0,
        bytes: 0,
    };
    for fragment in format {
        match fragment {
            Fragment::Known(text) if page.print(text)? => {}
            Fragment::Known(_) => return Ok(None),
            unknown @ Fragment::Unknown(_) => page.leave(vec![unknown.clone()]),
        }
    }
    if !fuel.write(page.bytes) {
        return Ok(None);
    }
    let (highest, count) = (page.highest, arguments.len());
    if highest < count {
        return Err(Fault::new(if highest == 0 {
            "too many arguments; no verbs in format string".to_owned()
        } else {
            format!("too many arguments; only {highest} used by format string")
        }));
    }
    page.leave(Vec::new());
    Ok(Some(text::together(page.parts)))
}

/// What has been printed.
struct Page<'a> {
    fuel: &'a Fuel,
    arguments: &'a [Value],
    parts: Vec<Fragment>,
    /// What is known since the last unknown part.
    run: String,
    next: usize,
    highest: usize,
    bytes: usize,
}

impl Page<'_> {
    /// Prints a format that is known; `false` when that is too long.
    fn print(&mut self, format: &str) -> Result<bool, Fault> {
        let mut rest = format;
        while let Some(at) = rest.find('%') {
            let (literal, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.run.push_str(literal);
            self.bytes = self.bytes.saturating_add(literal.len());
            if let Some(after) = after.strip_prefix("%%") {
                self.run.push('%');
                rest = after;
                continue;
            }
            let (verb, after) = Verb::parse(after, format.len() - after.len(), self.next)?;
            rest = after;
            if !self.print_argument(&verb)? || self.bytes > LONGEST_TEXT {
                return Ok(false);
            }
        }
        self.run.push_str(rest);
        Ok(true)
    }

    fn print_argument(&mut self, verb: &Verb<'_>) -> Result<bool, Fault> {
        self.highest = self.highest.max(verb.argument);
        self.next = verb.argument + 1;
        let index = verb.argument.checked_sub(1);
        let argument = index.and_then(|index| self.arguments.get(index));
        let argument = argument.ok_or_else(|| {
            Fault::new(format!(
                "not enough arguments for {:?} at {}: need index {} but have {} total",
                verb.raw,
                verb.offset,
                verb.argument,
                self.arguments.len()
            ))
        })?;
        let counts = verb.width.or(verb.precision).is_some();
        let is_read =
            self.fuel.read([argument]) && (!counts || self.fuel.pay_for_letters([argument]));
        if !is_read || !self.fuel.write(verb.width.max(verb.precision).unwrap_or(0)) {
            return Ok(false);
        }
        if argument.is_wholly_known() {
            let text = verb.print(argument)?;
            self.bytes = self.bytes.saturating_add(text.len());
            self.run.push_str(&text);
        } else {
            verb.check_mode()?;
            let shown = if verb.is_plain_text() {
                text::fragments(argument)
            } else {
                None
            };
            self.leave(shown.unwrap_or_else(|| vec![text::unknown_part_for(argument)]));
        }
        Ok(true)
    }

    /// Ends what is known with what is not.
    fn leave(&mut self, unknown: Vec<Fragment>) {
        if !self.run.is_empty() {
            let run = std::mem::take(&mut self.run);
            self.parts.push(text::known(run));
        }
        self.parts.extend(unknown);
    }
}
