//! The text of an ignore comment.

use super::{Date, near_miss};
use crate::{
    module::IGNORE_MARK,
    rules::{self, UNUSED_IGNORE},
    source::SourceFile,
    span::Span,
};

/// An ignore comment.
#[derive(Debug)]
pub(super) struct Comment {
    /// All of it, without blanks at its end; in JSON syntax the property.
    pub(super) span: Span,
    /// Whether it covers its whole file.
    pub(super) whole_file: bool,
    /// The rules it names.
    pub(super) ids: Vec<Id>,
    /// Until when and why.
    pub(super) terms: Terms,
    /// What is wrong with it; it then ignores nothing.
    pub(super) fault: Option<Malformed>,
}

/// A rule that a comment names.
#[derive(Debug)]
pub(super) struct Id {
    /// As written.
    pub(super) text: String,
    /// Where.
    pub(super) span: Span,
    /// Why it cannot be ignored, with what to do.
    pub(super) fault: Option<Malformed>,
}

/// What stands behind the list of a comment.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Terms {
    /// The last day on which it counts.
    pub(super) until: Option<Date>,
    /// Why, as written.
    pub(super) reason: String,
}

/// Something that cannot be followed.
#[derive(Clone, Debug)]
pub(super) struct Malformed {
    /// Lower case, no full stop.
    pub(super) message: String,
    /// What to write instead.
    pub(super) help: String,
}

const FORM: &str = "write `vpcelint: ignore[rule_id] reason`";

impl Malformed {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }
}

impl Comment {
    /// Reads a comment of which [`is_directive`] is true.
    pub(super) fn read(file: &SourceFile, span: Span) -> Self {
        let whole = file.slice(span).trim_end();
        let text = directive(whole, file.is_json());
        // Both are parts of one text.
        let offset = whole.len() - text.len() - tail(whole, file.is_json());
        let at = |part: &str, within: usize| {
            let start = span.start + u32::try_from(offset + within).unwrap_or(0);
            Span::new(
                span.file,
                start,
                start + u32::try_from(part.len()).unwrap_or(0),
            )
        };
        let mut comment = Self {
            span: Span::new(
                span.file,
                span.start,
                span.start + u32::try_from(whole.len()).unwrap_or(0),
            ),
            whole_file: false,
            ids: Vec::new(),
            terms: Terms::default(),
            fault: None,
        };
        let Some(after) = text.strip_prefix(IGNORE_MARK) else {
            let written = near_miss::of(text).unwrap_or(text);
            comment.fault = Some(Malformed::new(
                format!("`{written}` ignores nothing: ignore comments begin with `{IGNORE_MARK}`"),
                FORM,
            ));
            return comment;
        };
        let after = after.trim_start();
        let end = after
            .find(|character: char| !(character.is_ascii_alphabetic() || character == '-'))
            .unwrap_or(after.len());
        let (verb, rest) = after.split_at(end);
        comment.whole_file = verb == "ignore-file";
        if !matches!(verb, "ignore" | "ignore-file") {
            comment.fault = Some(Malformed::new(
                format!("`{verb}` is nothing that a comment can ask for"),
                FORM,
            ));
            return comment;
        }
        let Some((list, rest)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'))
        else {
            comment.fault = Some(Malformed::new(
                "this comment does not name the rules it ignores",
                FORM,
            ));
            return comment;
        };
        let mut within = text.len() - rest.len() - 1 - list.len();
        for part in list.split(',') {
            // The lines of a block comment may begin with stars.
            let around = |character: char| character.is_whitespace() || character == '*';
            let id = part.trim_matches(around);
            let lead = part.len() - part.trim_start_matches(around).len();
            if !id.is_empty() {
                comment.ids.push(Id {
                    text: id.to_owned(),
                    span: at(id, within + lead),
                    fault: fault_of(id),
                });
            }
            within += part.len() + 1;
        }
        if comment.ids.is_empty() {
            comment.fault = Some(Malformed::new(
                "this comment does not name the rules it ignores",
                FORM,
            ));
        }
        match Terms::read(rest) {
            Ok(terms) => comment.terms = terms,
            Err(fault) => comment.fault = Some(fault),
        }
        comment
    }
}

impl Terms {
    /// `until 2027-01-01: reason`. However it is written and whatever stands around it: a day that is passed over would never come.
    pub(super) fn read(rest: &str) -> Result<Self, Malformed> {
        let (rest, mut until) = (rest.trim(), None);
        let mut reason = rest;
        let around = |character: char| character.is_whitespace() || ",;:=(-".contains(character);
        let word = rest.trim_start_matches(around);
        let (first, after) = word.split_at(word.find(around).unwrap_or(word.len()));
        if first.eq_ignore_ascii_case("until") {
            let after = after.trim_start_matches(around);
            let is_of_day =
                |character: char| character.is_alphanumeric() || "-/.".contains(character);
            let end = after
                .find(|character| !is_of_day(character))
                .unwrap_or(after.len());
            let (day, tail) = after.split_at(end);
            reason = tail;
            until = Some(Date::parse(day).ok_or_else(|| {
                Malformed::new(
                    format!("`{day}` is not a date"),
                    "write `until 2027-01-31`, the last day on which the comment counts",
                )
            })?);
        }
        Ok(Self {
            until,
            reason: reason.trim_start_matches(around).to_owned(),
        })
    }

    /// Whether they say why.
    pub(super) fn has_reason(&self) -> bool {
        self.reason.contains(char::is_alphanumeric)
    }

    /// Whether its last day has passed.
    pub(super) fn is_over(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}

/// Whether a comment is for us, or was meant to be.
pub(super) fn is_directive(file: &SourceFile, span: Span) -> bool {
    let said = directive(file.slice(span).trim_end(), file.is_json());
    said.starts_with(IGNORE_MARK) || near_miss::of(said).is_some()
}

/// What a comment says, without its markers; of a JSON property the value.
fn directive(whole: &str, is_json: bool) -> &str {
    if is_json {
        return whole
            .strip_prefix("\"//\"")
            .and_then(|rest| rest.trim_start().strip_prefix(':'))
            .and_then(|rest| rest.trim_start().strip_prefix('"'))
            .and_then(|rest| rest.strip_suffix('"'))
            .map_or("", str::trim_start);
    }
    let inner = whole.strip_prefix("/*").map_or_else(
        || whole.trim_start_matches(['#', '/']),
        |rest| rest.strip_suffix("*/").unwrap_or(rest),
    );
    inner.trim_start_matches(|character: char| character.is_whitespace() || character == '*')
}

/// The length of the marker at the end of a comment.
fn tail(whole: &str, is_json: bool) -> usize {
    if is_json {
        1
    } else if whole.starts_with("/*") && whole.ends_with("*/") {
        2
    } else {
        0
    }
}

fn fault_of(id: &str) -> Option<Malformed> {
    if id == UNUSED_IGNORE {
        return Some(Malformed::new(
            format!("`{UNUSED_IGNORE}` cannot be ignored by a comment"),
            "remove the comment that has no effect instead",
        ));
    }
    let near = rules::find(id).err()?;
    let help = near.map_or_else(
        || "`vpcelint rules` lists them".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Some(Malformed::new(format!("there is no rule `{id}`"), help))
}
