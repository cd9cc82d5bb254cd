//! Ignore comments to be written: where one covers a place, and as little else as can be.

use super::{
    Date,
    comment::{Comment, Id, Terms, is_directive},
    piece::Piece,
    reach::{Reach, Reaches, line_of},
};
use crate::{
    finding::Edit,
    fix::{self, Commented},
    module::{self, IGNORE_MARK},
    source::{SourceFile, Sources},
    span::Span,
    syntax::{Body, Parsed},
};

/// The edits that let a comment ignore a rule at a place; none where no comment could. Each is tried out before it is offered.
/// `reason` is one line, or nothing; a comment that is there already takes the rule too where it gives the same.
#[must_use]
pub fn ignoring(
    sources: &Sources,
    (file, parsed): (&SourceFile, &Parsed),
    place: Span,
    rule: &str,
    reason: &str,
) -> Option<Vec<Edit>> {
    let Some(piece) = Piece::around(sources, file, parsed, place) else {
        return Trial::of(sources, (file, parsed), place, rule, reason).edits();
    };
    let (inside, parsed) = (piece.inside(place), module::parse_file(&piece.file));
    let edits = Trial::of(sources, (&piece.file, &parsed), inside, rule, reason).edits()?;
    let edits = edits.into_iter().map(|it| piece.outside(file, it));
    Some(edits.collect())
}

/// Whether a comment that gives a reason, until a day or not, would count today.
///
/// # Errors
///
/// Why not.
pub fn terms(reason: &str, today: Date) -> Result<(), String> {
    let terms = Terms::read(reason).map_err(|it| format!("{}: {}", it.message, it.help))?;
    if let (true, Some(until)) = (terms.is_over(today), terms.until) {
        return Err(format!(
            "{until} is past: the comments would ignore nothing"
        ));
    }
    if !terms.has_reason() {
        return Err("say why".to_owned());
    }
    Ok(())
}

/// The edit that lets a comment ignore a rule in all of a file.
#[must_use]
pub fn ignoring_in_file(
    sources: &Sources,
    (file, parsed): (&SourceFile, &Parsed),
    place: Span,
    rule: &str,
    reason: &str,
) -> Option<Edit> {
    let trial = Trial::of(sources, (file, parsed), place, rule, reason);
    let edit = if file.is_json() {
        let brace = file.text.find('{')?;
        trial.property(&trial.parsed.body, None, brace, "ignore-file")?
    } else {
        let mark = file.text.starts_with('\u{feff}').then_some('\u{feff}');
        let start = u32::try_from(mark.map_or(0, char::len_utf8)).unwrap_or(0);
        let comment = format!("# {}{}", trial.directive("ignore-file"), trial.line_end());
        trial.insertion(start, &comment)
    };
    trial.tried(edit).map(|(edit, _)| edit)
}

/// The attribute, where these count, or block that is nearest around a place.
fn innermost(body: &Body, place: Span, with_attributes: bool) -> Option<Span> {
    let mut blocks = body.blocks.iter();
    if let Some(block) = blocks.find(|it| it.span.contains(start_of(place))) {
        let inner = innermost(&block.body, place, with_attributes);
        return Some(inner.unwrap_or(block.span));
    }
    let mut attributes = body.attributes.iter().filter(|_| with_attributes);
    let around = attributes.find(|it| it.span.contains(start_of(place)));
    around.map(|it| it.span)
}

/// Whether two texts of which one was grown elsewhere hold the same item.
const fn is_alike(one: Span, other: Span) -> bool {
    one.end - one.start == other.end - other.start
}

fn start_of(place: Span) -> Span {
    Span::new(place.file, place.start, place.start)
}

/// What is tried out.
struct Trial<'a> {
    sources: &'a Sources,
    file: &'a SourceFile,
    parsed: &'a Parsed,
    place: Span,
    rule: &'a str,
    reason: &'a str,
}

impl<'a> Trial<'a> {
    fn of(
        sources: &'a Sources,
        (file, parsed): (&'a SourceFile, &'a Parsed),
        place: Span,
        rule: &'a str,
        reason: &'a str,
    ) -> Self {
        Self {
            sources,
            file,
            parsed,
            place,
            rule,
            reason,
        }
    }

    /// The edits that write the comment: into one that is there, above what it is about, or behind.
    fn edits(&self) -> Option<Vec<Edit>> {
        if let Some(edit) = self.named_too() {
            return Some(vec![edit]);
        }
        if self.file.is_json() {
            return self.in_object(&self.parsed.body).map(|edit| vec![edit]);
        }
        let item = self.item()?;
        let is_tight = |reach: Reach| matches!(reach, Reach::Item(it) if is_alike(it, item));
        let is_best = |(edits, reach): &(Vec<Edit>, Reach)| edits.len() == 1 && is_tight(*reach);
        let comment = format!("# {}", self.directive("ignore"));
        let behind = || {
            self.tried_beside(fix::comment_behind(
                self.file,
                self.place.start as usize,
                &comment,
            )?)
        };
        let tried = match self.above(item) {
            Some(above) if is_best(&above) => Some(above),
            above => behind().or(above),
        };
        tried.map(|(edits, _)| edits)
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

    /// A comment line before an attribute or block that has its first line for itself.
    fn above(&self, item: Span) -> Option<(Vec<Edit>, Reach)> {
        let line = line_of(self.file, Span::new(item.file, item.start, item.start));
        let before = self
            .file
            .slice(Span::new(item.file, line.start, item.start));
        let blanks = before.trim_start_matches('\u{feff}');
        let is_alone = blanks.trim_matches([' ', '\t']).is_empty();
        let comment = format!("# {}{}{blanks}", self.directive("ignore"), self.line_end());
        let commented = fix::comment_above(self.file, item.start as usize, &comment);
        self.tried_beside(commented.filter(|_| is_alone)?)
    }

    /// A property of the innermost block around the place that one in it covers, in JSON syntax.
    fn in_object(&self, body: &Body) -> Option<Edit> {
        let mut blocks = body.blocks.iter();
        let block = blocks.find(|it| it.span.contains(start_of(self.place)))?;
        self.in_object(&block.body).or_else(|| {
            let from = block.span.start.max(block.header.end);
            let inside = Span::new(self.file.id, from, block.span.end);
            let brace = from as usize + self.file.slice(inside).find('{')?;
            let property = self.property(&block.body, Some(block.span), brace, "ignore");
            let (edit, _) = self.tried(property?)?;
            Some(edit)
        })
    }

    /// A comment that is tried out, with what keeps lines in their columns.
    fn tried_beside(&self, (edit, mut others): Commented) -> Option<(Vec<Edit>, Reach)> {
        let (edit, reach) = self.tried(edit)?;
        others.insert(0, edit);
        Some((others, reach))
    }

    /// A property as the first of an object in JSON syntax; of a block or the whole file. Nothing where it has a comment already:
    /// of keys that are the same many programs keep only the last.
    fn property(&self, body: &Body, block: Option<Span>, brace: usize, verb: &str) -> Option<Edit> {
        let is_own = |comment: &Span| {
            let mut inner = body.blocks.iter();
            block.is_none_or(|it| it.contains(*comment))
                && !inner.any(|it| it.span.contains(*comment))
        };
        if self.parsed.comments.iter().any(is_own) {
            return None;
        }
        let rest = self.file.text.get(brace + 1..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start().len();
        let blanks = rest.get(..blanks).unwrap_or_default();
        let is_empty = rest.trim_start().starts_with('}');
        let comma = if is_empty { "" } else { "," };
        let directive = serde_json::Value::from(self.directive(verb));
        let property = format!("{blanks}\"//\": {directive}{comma}");
        Some(self.insertion(u32::try_from(brace + 1).ok()?, &property))
    }

    /// What a comment for the place is about: in JSON syntax always a block.
    fn item(&self) -> Option<Span> {
        innermost(&self.parsed.body, self.place, !self.file.is_json())
    }

    /// The rule among those that a comment names which covers the place already, and no more than one of its own would.
    fn named_too(&self) -> Option<Edit> {
        let mut reaches = Reaches::of(self.file, &self.parsed.body);
        let (own, item) = (self.terms()?, self.item());
        let comments = self.parsed.comments.iter();
        let ours = comments.filter(|span| is_directive(self.file, **span));
        let mut edits = ours.filter_map(|span| {
            let comment = Comment::read(self.file, *span);
            let is_meant = comment.fault.is_none() && comment.terms == own;
            let reach = reaches.reach(*span, &comment);
            let is_near = match reach {
                Reach::Line(_) => true,
                Reach::Item(it) => item.is_some_and(|item| is_alike(it, item)),
                Reach::File | Reach::Nothing => false,
            };
            let covers = is_near && covers(reach, self.place.start, &self.file.text);
            let last = comment.ids.last().filter(|_| is_meant && covers)?;
            let edit = self.insertion(last.span.end, &format!(", {}", self.rule));
            self.tried(edit).map(|(edit, _)| edit)
        });
        edits.next()
    }

    /// What the comment that is to be written says behind its list, as it would stand in the file.
    fn terms(&self) -> Option<Terms> {
        let written = serde_json::Value::from(self.reason).to_string();
        let written = written.strip_prefix('"')?.strip_suffix('"')?;
        let is_json = self.file.is_json();
        Terms::read(if is_json { written } else { self.reason }).ok()
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
        let is_named = |id: &Id| id.text == self.rule && id.fault.is_none();
        let names = comment.fault.is_none() && comment.ids.iter().any(is_named);
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
