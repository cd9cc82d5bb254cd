//! Native syntax: scan, parse item by item, lower.

use std::collections::HashSet;
use std::ops::Range;

use hcl_edit::parser;

use super::lower::{Lowering, span};
use super::message::explain;
use super::names::Names;
use super::scan::{Chain, Item, Scan, Start, SyntaxError, scan, starts_like_block};
use super::template::Form;
use super::{Body, Expr, ExprKind, Name, Parsed, Problem};
use crate::span::{FileId, Span};

/// How many keys that only hcl-edit takes for repeated are renamed one at a time.
const RENAMES: usize = 32;

/// Reads a file in native syntax (`.tf`, `.tofu`, `.tfvars`).
///
/// What cannot be read is a problem; every other top-level block and attribute is in the body. Takes time and memory
/// linear in the length of the text, except that an object of n keys (at most 20,000) takes n². Needs 2 MiB of stack
/// in a debug build for 64 levels of nesting: call it on a thread with an explicit, larger one.
#[must_use]
pub fn parse_native(file: FileId, text: &str) -> Parsed {
    parse_items(file, text, |_| true)
}

/// Reads the blocks of some kinds and nothing else: what is wrong elsewhere is not told. Stack as for [`parse_native`].
#[must_use]
pub fn parse_blocks(file: FileId, text: &str, kinds: &[&str]) -> Parsed {
    parse_items(file, text, |item| {
        kinds.iter().any(|kind| item.starts_with(kind))
    })
}

fn parse_items(file: FileId, text: &str, is_wanted: impl Fn(&str) -> bool) -> Parsed {
    let scan = scan(text, Start::File, false);
    let mut reader = Reader {
        file,
        text,
        names: Names::default(),
        fixed: None,
    };
    let mut parsed = Parsed {
        comments: scan
            .comments
            .iter()
            .map(|comment| span(file, comment.clone()))
            .collect(),
        ..Parsed::default()
    };
    let mut attributes: HashSet<Name> = HashSet::new();
    let mut after_problem = false;
    for item in &scan.items {
        let start = text.get(item.range.start..).unwrap_or_default();
        if !is_wanted(start.trim_start()) {
            continue;
        }
        match reader.item(&scan, item) {
            Ok(body) => {
                for attribute in &body.attributes {
                    if !attributes.insert(attribute.name.clone()) {
                        parsed.problems.push(Problem {
                            span: attribute.name_span,
                            message: format!("`{}` is set twice in this file", attribute.name),
                        });
                    }
                }
                parsed.body.attributes.extend(body.attributes);
                parsed.body.blocks.extend(body.blocks);
                after_problem = false;
            }
            Err(fault) => {
                // One slip often spoils the lines after it: only what looks like a block of its own is reported again.
                if !after_problem || starts_like_block(start) {
                    parsed.problems.push(problem(file, text, fault));
                }
                after_problem = true;
            }
        }
    }
    parsed.problems.sort_by_key(|problem| problem.span);
    parsed
}

/// Reads one expression, with blanks, newlines and comments around it allowed.
///
/// # Errors
///
/// Gives the first thing in it that Terraform would reject. Stack as for [`parse_native`].
pub fn parse_expression(file: FileId, text: &str) -> Result<Expr, Problem> {
    whole_expression(file, text, None).map_err(|fault| problem(file, text, fault))
}

/// Reads one expression that stands inside a string of a file, as types do in JSON syntax: everything in it has the span
/// of that string.
///
/// # Errors
///
/// Points at the string when Terraform would reject the expression. Stack as for [`parse_native`].
pub fn parse_expression_within(span: Span, text: &str) -> Result<Expr, Problem> {
    whole_expression(span.file, text, Some(span)).map_err(|fault| Problem {
        span,
        ..problem(span.file, text, fault)
    })
}

fn whole_expression(file: FileId, text: &str, fixed: Option<Span>) -> Result<Expr, SyntaxError> {
    let scan = scan(text, Start::Expression, false);
    let mut reader = Reader {
        file,
        text,
        names: Names::default(),
        fixed,
    };
    let item = sound(&scan)?;
    let range = trimmed(&scan.copy, item.range.clone());
    if range.is_empty() {
        return Err(SyntaxError::new(range, "expected a value, found nothing"));
    }
    let retry = |copy: &str| parser::parse_expr(copy);
    let (expr, chains) = reader.parse(&scan, &range, Start::Expression, retry)?;
    reader.lower(&scan, range.start, &chains, |lowering| lowering.expr(&expr))
}

/// Reads a whole text as a template: what `templatefile` does with a file.
///
/// # Errors
///
/// Gives the first thing in it that Terraform would reject. Stack as for [`parse_native`].
pub fn parse_template(file: FileId, text: &str) -> Result<Expr, Problem> {
    let whole = span(file, 0..text.len());
    template_of(file, text, whole, None, &mut Names::default())
        .map_err(|fault| problem(file, text, fault))
}

/// As [`parse_template`]; with `fixed`, everything in it has that span.
pub(super) fn template_of(
    file: FileId,
    text: &str,
    whole: Span,
    fixed: Option<Span>,
    names: &mut Names,
) -> Result<Expr, SyntaxError> {
    if !text.contains("${") && !text.contains("%{") {
        return Ok(Expr {
            kind: ExprKind::String(names.string(text)),
            span: whole,
        });
    }
    let scan = scan(text, Start::Template, false);
    let mut reader = Reader {
        file,
        text,
        names: std::mem::take(names),
        fixed,
    };
    let range = sound(&scan)?.range.clone();
    let retry = |copy: &str| parser::parse_template(copy);
    let (template, chains) = reader.parse(&scan, &range, Start::Template, retry)?;
    let result = reader.lower(&scan, range.start, &chains, |lowering| {
        lowering.template(template.iter(), Form::Lines, whole)
    });
    *names = reader.names;
    result
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    names: Names,
    fixed: Option<Span>,
}

impl Reader<'_> {
    fn item(&mut self, scan: &Scan, item: &Item) -> Result<Body, SyntaxError> {
        if let Some(fault) = &item.fault {
            return Err(self.cause(scan, item, fault));
        }
        let retry = |copy: &str| parser::parse_body(copy);
        let (body, chains) = self.parse(scan, &item.range, Start::File, retry)?;
        self.lower(scan, item.range.start, &chains, |lowering| {
            lowering.body(&body)
        })
    }

    /// What is wrong with an item that has a fault: of a bracket that does not fit, what hcl-edit finds before it.
    fn cause(&self, scan: &Scan, item: &Item, fault: &SyntaxError) -> SyntaxError {
        let copy = scan.copy.get(item.range.clone()).unwrap_or_default();
        if let Some(noticed) = fault.noticed
            && let Err(error) = parser::parse_body(copy)
            && item.range.start + place(copy, &error) < noticed
            && !is_repeated_key(&error)
        {
            return self.explain(scan, &item.range, &error);
        }
        fault.clone()
    }

    fn explain(&self, scan: &Scan, range: &Range<usize>, error: &parser::Error) -> SyntaxError {
        let copy = scan.copy.get(range.clone()).unwrap_or_default();
        let at = range.start + place(copy, error);
        explain(self.text, &scan.copy, at..range.end, error.message())
    }

    /// Parses a part of the copy, again where Terraform takes what hcl-edit does not: keys that repeat in an object are told
    /// apart then, and long chains of operators cut out.
    fn parse<T>(
        &self,
        scan: &Scan,
        range: &Range<usize>,
        start: Start,
        parse: impl Fn(&str) -> Result<T, parser::Error>,
    ) -> Result<(T, Vec<Chain>), SyntaxError> {
        let copy = scan.copy.get(range.clone()).unwrap_or_default();
        let mut error = match parse(copy) {
            Ok(tree) => return Ok((tree, Vec::new())),
            Err(error) => error,
        };
        if is_repeated_key(&error) || is_too_long(&error) {
            let original = self.text.get(range.clone()).unwrap_or_default();
            let mut apart = super::scan::scan(original, start, true);
            if start == Start::Expression {
                apart.copy.truncate(apart.copy.trim_end().len());
            }
            for _ in 0..RENAMES {
                match parse(&apart.copy) {
                    Ok(tree) => {
                        let moved = apart.chains.into_iter();
                        return Ok((tree, moved.map(|chain| chain.moved(range.start)).collect()));
                    }
                    Err(next) => error = next,
                }
                if !is_repeated_key(&error) || !rename(&mut apart.copy, error.location().offset()) {
                    break;
                }
            }
        }
        Err(self.explain(scan, range, &error))
    }

    fn lower<T>(
        &mut self,
        scan: &Scan,
        base: usize,
        chains: &[Chain],
        lower: impl FnOnce(&mut Lowering<'_>) -> T,
    ) -> Result<T, SyntaxError> {
        let mut lowering = Lowering {
            file: self.file,
            text: self.text,
            base,
            literals: &scan.literals,
            chains,
            chain: None,
            levels: 0,
            fixed: self.fixed,
            names: &mut self.names,
            fault: None,
        };
        let tree = lower(&mut lowering);
        lowering.fault.map_or(Ok(tree), Err)
    }
}

/// The only item of a text that is not a file.
fn sound(scan: &Scan) -> Result<&Item, SyntaxError> {
    let Some(item) = scan.items.first() else {
        return Err(SyntaxError::new(0..0, "expected a value, found nothing"));
    };
    item.fault
        .as_ref()
        .map_or(Ok(item), |fault| Err(fault.clone()))
}

/// Where an error is in what was parsed. hcl-edit moves one at the end back by a byte, and only its column tells.
fn place(parsed: &str, error: &parser::Error) -> usize {
    let location = error.location();
    let offset = location.offset();
    let last = offset + 1 == parsed.len();
    let before = parsed.get(..=offset).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    if last && location.column() > line.chars().count() {
        parsed.len()
    } else {
        offset
    }
}

fn is_repeated_key(error: &parser::Error) -> bool {
    error.message().contains("redefined object key")
}

fn is_too_long(error: &parser::Error) -> bool {
    ["invalid nesting depth", "chained binary operators"]
        .iter()
        .any(|words| error.message().contains(words))
}

/// Changes one character of a key that is neither a name nor a plain string; whether there was one to change.
fn rename(copy: &mut String, key: usize) -> bool {
    let Some(rest) = copy.get(key..) else {
        return false;
    };
    let mut escaped = false;
    let found = rest.char_indices().find(|(_, character)| {
        let fits = character.is_ascii_alphanumeric() && !escaped;
        escaped = *character == '\\';
        fits || matches!(character, '=' | ':')
    });
    let Some((at, character)) = found else {
        return false;
    };
    let other = match character {
        '=' | ':' => return false,
        'z' => 'A',
        'Z' => 'a',
        '9' => '1',
        _ => char::from_u32(u32::from(character) + 1).unwrap_or('a'),
    };
    copy.replace_range(key + at..=key + at, other.encode_utf8(&mut [0; 4]));
    true
}

fn trimmed(copy: &str, range: Range<usize>) -> Range<usize> {
    let text = copy.get(range.clone()).unwrap_or_default();
    let start = range.start + text.len() - text.trim_start().len();
    start..(range.start + text.trim_end().len()).max(start)
}

fn problem(file: FileId, text: &str, fault: SyntaxError) -> Problem {
    let end = fault.at.end.min(text.len());
    Problem {
        span: span(file, fault.at.start.min(end)..end),
        message: fault.message,
    }
}
