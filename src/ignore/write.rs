//! Ignore comments to be written: where one covers a place, and as little else as can be.

use super::{
    comment::{Comment, is_directive},
    reach::{Reach, Reaches, line_of},
};
use crate::{
    finding::Edit,
    module::{self, IGNORE_MARK},
    source::{SourceFile, Sources},
    span::Span,
    syntax::{Body, Parsed},
};

/// How many objects around a place are tried in JSON syntax.
const MOST_OBJECTS: usize = 12;

/// The edit that lets a comment ignore a rule at a place; none where no comment could. Each is tried out before it is offered.
/// `reason` is one line, or nothing; a comment that is there already keeps its own.
#[must_use]
pub fn ignoring(
    sources: &Sources,
    file: &SourceFile,
    place: Span,
    rule: &str,
    reason: &str,
) -> Option<Edit> {
    let trial = Trial::of(sources, file, place, rule, reason);
    if let Some(edit) = trial.named_too() {
        return Some(edit);
    }
    if file.is_json() {
        let text = file.text.get(..place.start as usize)?;
        let objects = memchr::memrchr_iter(b'{', text.as_bytes()).take(MOST_OBJECTS);
        let mut tried = objects.map(|at| trial.tried(trial.property(at, "ignore")));
        return tried.find_map(|it| it.map(|(edit, _)| edit));
    }
    let item = innermost(&trial.parsed.body, place)?;
    let line = line_of(file, Span::new(file.id, item.start, item.start));
    let before = file.slice(Span::new(file.id, line.start, item.start));
    let above = before
        .trim_start_matches('\u{feff}')
        .trim_matches([' ', '\t'])
        .is_empty()
        .then(|| {
            let comment = format!("# {}{}", trial.directive("ignore"), trial.line_end());
            trial.tried(trial.insertion(item.start, &(comment + before)))
        })
        .flatten();
    let is_tight = |reach: Reach| matches!(reach, Reach::Item(it) if it.end - it.start == item.end - item.start);
    match above {
        Some((edit, reach)) if is_tight(reach) => Some(edit),
        above => {
            let line = line_of(file, Span::new(file.id, place.start, place.start));
            let text = file.slice(line);
            let end = line.start + u32::try_from(text.trim_end().len()).unwrap_or(0);
            let comment = format!(" # {}", trial.directive("ignore"));
            let behind = trial.tried(trial.insertion(end, &comment));
            behind.or(above).map(|(edit, _)| edit)
        }
    }
}

/// The edit that lets a comment ignore a rule in all of a file.
#[must_use]
pub fn ignoring_in_file(
    sources: &Sources,
    file: &SourceFile,
    place: Span,
    rule: &str,
) -> Option<Edit> {
    let trial = Trial::of(sources, file, place, rule, "");
    let edit = if file.is_json() {
        trial.property(file.text.find('{')?, "ignore-file")
    } else {
        let mark = file.text.starts_with('\u{feff}').then_some('\u{feff}');
        let start = u32::try_from(mark.map_or(0, char::len_utf8)).unwrap_or(0);
        let comment = format!("# {}{}", trial.directive("ignore-file"), trial.line_end());
        trial.insertion(start, &comment)
    };
    trial.tried(edit).map(|(edit, _)| edit)
}

/// The attribute or block that is nearest around a place.
fn innermost(body: &Body, place: Span) -> Option<Span> {
    let inner = body
        .blocks
        .iter()
        .find(|it| it.span.contains(start_of(place)));
    if let Some(block) = inner {
        return Some(innermost(&block.body, place).unwrap_or(block.span));
    }
    let mut attributes = body.attributes.iter();
    let around = attributes.find(|it| it.span.contains(start_of(place)));
    around.map(|it| it.span)
}

fn start_of(place: Span) -> Span {
    Span::new(place.file, place.start, place.start)
}

/// What is tried out.
struct Trial<'a> {
    sources: &'a Sources,
    file: &'a SourceFile,
    parsed: Parsed,
    place: Span,
    rule: &'a str,
    reason: &'a str,
}

impl<'a> Trial<'a> {
    fn of(
        sources: &'a Sources,
        file: &'a SourceFile,
        place: Span,
        rule: &'a str,
        reason: &'a str,
    ) -> Self {
        Self {
            sources,
            file,
            parsed: module::parse_file(file),
            place,
            rule,
            reason,
        }
    }

    /// `vpcelint: ignore[private_dns_disabled] being migrated`
    fn directive(&self, verb: &str) -> String {
        let directive = format!("{IGNORE_MARK} {verb}[{}] {}", self.rule, self.reason);
        directive.trim_end().to_owned()
    }

    fn line_end(&self) -> &'static str {
        let first = memchr::memchr(b'\n', self.file.text.as_bytes());
        let before = self.file.text.get(..first.unwrap_or(0)).unwrap_or_default();
        if before.ends_with('\r') { "\r\n" } else { "\n" }
    }

    fn insertion(&self, at: u32, text: &str) -> Edit {
        Edit {
            span: Span::new(self.file.id, at, at),
            text: text.to_owned(),
        }
    }

    /// A property as the first of an object in JSON syntax.
    fn property(&self, brace: usize, verb: &str) -> Edit {
        let rest = self.file.text.get(brace + 1..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start().len();
        let blanks = rest.get(..blanks).unwrap_or_default();
        let is_empty = rest.trim_start().starts_with('}');
        let comma = if is_empty { "" } else { "," };
        let directive = serde_json::Value::from(self.directive(verb));
        let property = format!("{blanks}\"//\": {directive}{comma}");
        self.insertion(u32::try_from(brace + 1).unwrap_or(u32::MAX), &property)
    }

    /// The rule among those that a comment names which covers the place already.
    fn named_too(&self) -> Option<Edit> {
        let mut reaches = Reaches::of(self.file, &self.parsed.body);
        let comments = self.parsed.comments.iter();
        let ours = comments.filter(|span| is_directive(self.file, **span));
        let mut edits = ours.filter_map(|span| {
            let comment = Comment::read(self.file, *span);
            let is_meant = comment.fault.is_none() && comment.until.is_none();
            let covers = is_meant
                && !comment.whole_file
                && covers(
                    reaches.reach(*span, &comment),
                    self.place.start,
                    &self.file.text,
                );
            let last = comment.ids.last().filter(|_| covers)?;
            let edit = self.insertion(last.span.end, &format!(", {}", self.rule));
            self.tried(edit).map(|(edit, _)| edit)
        });
        edits.next()
    }

    /// The edit with what its comment covers, if that is the place and nothing is broken by it.
    fn tried(&self, edit: Edit) -> Option<(Edit, Reach)> {
        let at = edit.span.start as usize;
        let (before, after) = (self.file.text.get(..at)?, self.file.text.get(at..)?);
        let text = [before, &edit.text, after].concat();
        let file = self.sources.scratch(&self.file.name, text);
        let parsed = module::parse_file(&file);
        if parsed.problems.len() > self.parsed.problems.len() {
            return None;
        }
        let length = u32::try_from(edit.text.len()).ok()?;
        let shift = if edit.span.start <= self.place.start {
            length
        } else {
            0
        };
        let written = Span::new(file.id, edit.span.start, edit.span.start + length);
        let mut reaches = Reaches::of(&file, &parsed.body);
        let ours = parsed.comments.iter().find(|span| {
            is_directive(&file, **span) && span.start < written.end && written.start < span.end
        })?;
        let comment = Comment::read(&file, *ours);
        let names = comment.fault.is_none() && comment.ids.iter().any(|id| id.text == self.rule);
        let reach = reaches.reach(*ours, &comment);
        let covers = names && covers(reach, self.place.start + shift, &file.text);
        covers.then_some((edit, reach))
    }
}

fn covers(reach: Reach, byte: u32, text: &str) -> bool {
    match reach {
        Reach::File => (byte as usize) <= text.len(),
        Reach::Line(span) | Reach::Item(span) => span.start <= byte && byte <= span.end,
        Reach::Nothing => false,
    }
}
