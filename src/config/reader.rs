//! Values of a configuration file, each as what it must be: whatever else it is, is a fault at its place.

use std::{ops::Range, path::PathBuf};

use toml::{Spanned, de::DeValue};

use super::{ConfigError, Pattern, Selector, SettingOrigin};
use crate::{
    near::{LIKE, nearest},
    rules::{self, Rule},
    source::SourceFile,
    span::Span,
};

/// A file while it is read.
pub(super) struct Reader<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) base: PathBuf,
    pub(super) faults: Vec<ConfigError>,
}

/// A value with its place.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

impl Reader<'_> {
    pub(super) fn selectors(&mut self, value: &Value<'_>) -> Vec<Selector> {
        let mut selectors = Vec::new();
        for (name, span) in self.texts(value) {
            match Selector::named(&name) {
                Ok(selector) => selectors.push(selector),
                Err(near) => {
                    let message = format!("there is no rule or category `{name}`");
                    self.faults.push(ConfigError {
                        span,
                        message,
                        help: guess(near),
                    });
                }
            }
        }
        selectors
    }

    pub(super) fn rule(&mut self, id: &str, place: Range<usize>) -> Option<&'static Rule> {
        rules::find(id)
            .map_err(|near| {
                let fault = self.fault_at(place, format!("there is no rule `{id}`"), &guess(near));
                self.faults.push(fault);
            })
            .ok()
    }

    pub(super) fn patterns(&mut self, value: &Value<'_>) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        for (text, span) in self.texts(value) {
            match Pattern::new(&text, &self.base, SettingOrigin::File(span)) {
                Ok(_) if text.split('/').any(|part| part == "..") => {
                    self.faults.push(ConfigError {
                        span,
                        message: "this pattern cannot be read: it leads out of the directory"
                            .to_owned(),
                        help: "the file says something of what lies below it only".to_owned(),
                    });
                }
                Ok(pattern) => patterns.push(pattern),
                Err(reason) => self.faults.push(ConfigError {
                    span,
                    message: format!("this pattern cannot be read: {reason}"),
                    help: String::new(),
                }),
            }
        }
        patterns
    }

    pub(super) fn texts(&mut self, value: &Value<'_>) -> Vec<(String, Span)> {
        let mut texts = Vec::new();
        for one in self.list(value, "a list of strings") {
            if let Some(text) = self.text(one) {
                texts.push((text.to_owned(), self.span(one.span())));
            }
        }
        texts
    }

    pub(super) fn list<'v, 't>(&mut self, value: &'v Value<'t>, what: &str) -> &'v [Value<'t>] {
        if let DeValue::Array(list) = value.get_ref() {
            return list;
        }
        self.expected(value, what);
        &[]
    }

    pub(super) fn truth(&mut self, value: &Value<'_>) -> Option<bool> {
        if let DeValue::Boolean(truth) = value.get_ref() {
            return Some(*truth);
        }
        self.expected(value, "`true` or `false`");
        None
    }

    pub(super) fn text<'v>(&mut self, value: &'v Value<'_>) -> Option<&'v str> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(text);
        }
        self.expected(value, "a string");
        None
    }

    pub(super) fn one_of<'v>(
        &mut self,
        value: &'v Value<'_>,
        names: &[&'static str],
    ) -> Option<&'v str> {
        let text = self.text(value)?;
        if names.contains(&text) {
            return Some(text);
        }
        let message = format!("unknown value `{text}`");
        self.unknown(value.span(), message, text, names);
        None
    }

    pub(super) fn unknown(
        &mut self,
        place: Range<usize>,
        message: String,
        name: &str,
        known: &[&str],
    ) {
        let help = match nearest(known.iter().copied(), name, LIKE) {
            Some(near) => format!("did you mean `{near}`?"),
            None => match known {
                [one] => format!("expected `{one}`"),
                _ => format!("expected one of `{}`", known.join("`, `")),
            },
        };
        let fault = self.fault_at(place, message, &help);
        self.faults.push(fault);
    }

    pub(super) fn expected(&mut self, value: &Value<'_>, what: &str) {
        let fault = self.fault_at(value.span(), format!("expected {what}"), "");
        self.faults.push(fault);
    }

    pub(super) fn fault_at(
        &self,
        place: Range<usize>,
        message: impl Into<String>,
        help: &str,
    ) -> ConfigError {
        ConfigError {
            span: self.span(place),
            message: message.into(),
            help: help.to_owned(),
        }
    }

    pub(super) fn span(&self, place: Range<usize>) -> Span {
        let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Span::new(self.file.id, at(place.start), at(place.end))
    }
}

/// What helps whoever named a rule that there is not.
fn guess(near: Option<&str>) -> String {
    near.map_or_else(
        || "`vpcelint rules` lists them".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}
