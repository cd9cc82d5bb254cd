//! YAML as Terraform reads and writes it: the scalars of YAML 1.1, decimal numbers, every string quoted.

mod emit;
mod scalar;

use std::collections::{BTreeMap, HashMap};

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::{Call, LONGEST_TEXT};
use crate::{
    eval::{Fault, Fuel, convert::convert},
    syntax::Name,
    value::{Kind, Type, Value},
};

/// A value takes as many bytes of text, at least.
const LEAST_BYTES_OF_VALUE: u64 = 4;

/// Nested deeper than this is not read.
const DEEPEST: usize = 128;

pub(super) fn decode(call: &Call<'_>) -> Result<Value, Fault> {
    let text = call.text(0)?;
    if !call
        .host
        .fuel()
        .burn(text.len() as u64 / LEAST_BYTES_OF_VALUE)
    {
        return Ok(call.limit());
    }
    let mut reader = Reader {
        cut: cut_line(text),
        letters: text.chars().count(),
        end: 0,
        parser: Parser::new_from_str(text),
        fuel: call.host.fuel(),
        anchors: HashMap::new(),
        ends_in_block: false,
    };
    if is_doubtful(text) {
        return Ok(call.impossible());
    }
    match reader.document() {
        // The parsers differ on a block that is not ended.
        Ok(_) if reader.ends_in_block && !text.ends_with('\n') => Ok(call.impossible()),
        Ok(value) => Ok(value),
        Err(Stop::Invalid(cause)) => Err(Fault::new(cause)),
        Err(Stop::Doubt) => Ok(call.impossible()),
        Err(Stop::Limit) => Ok(call.limit()),
    }
}

pub(super) fn encode(call: &Call<'_>) -> Result<Value, Fault> {
    if let Some(unknown) = call.unless_wholly_known() {
        return Ok(unknown);
    }
    Ok(match emit::document(call.argument(0)?, LONGEST_TEXT) {
        Some(text) if call.affords(text.len()) => super::text::made(text),
        _ => call.impossible(),
    })
}

/// Texts that YAML 1.1 and 1.2 parsers take differently: tabs as indentation, an end of document before its start.
fn is_doubtful(text: &str) -> bool {
    let indented =
        |line: &str| line.trim_start_matches(' ').starts_with('\t') && !line.trim().is_empty();
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'));
    text.lines().any(indented) || first == Some("...")
}

/// What stands on a last line without end, unless it may be a comment.
fn cut_line(text: &str) -> Option<&str> {
    let (_, last) = text.rsplit_once('\n')?;
    let last = last.trim_start_matches(' ');
    (!last.trim_end().is_empty() && !last.starts_with('#')).then_some(last)
}

/// Why reading stops.
enum Stop {
    /// Terraform refuses it as well.
    Invalid(String),
    /// The two parsers may differ.
    Doubt,
    /// It is too deep, or larger than is paid for.
    Limit,
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    /// What stands on a last line without end.
    cut: Option<&'a str>,
    /// How many there are.
    letters: usize,
    /// How many were read.
    end: usize,
    fuel: &'a Fuel,
    anchors: HashMap<usize, Value>,
    /// Whether the last scalar was a block that ends in a line end.
    ends_in_block: bool,
}

impl<'a> Reader<'a> {
    fn event(&mut self) -> Result<Event<'a>, Stop> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                self.end = span.end.index();
                Ok(event)
            }
            Some(Err(error)) => Err(Stop::Invalid(error.to_string())),
            None => Ok(Event::StreamEnd),
        }
    }

    fn document(&mut self) -> Result<Value, Stop> {
        let missing = || Stop::Invalid("on line 1, column 1: missing start of document".to_owned());
        if !matches!(self.event()?, Event::StreamStart) {
            return Err(missing());
        }
        if !matches!(self.event()?, Event::DocumentStart(_)) {
            return Err(missing());
        }
        let first = self.event()?;
        let value = self.value(first, 0)?;
        if !matches!(self.event()?, Event::DocumentEnd) {
            return Err(Stop::Invalid(
                "unexpected extra content after value".to_owned(),
            ));
        }
        match self.event()? {
            Event::StreamEnd => Ok(value),
            Event::DocumentStart(_) => Err(Stop::Invalid(
                "only a single document is allowed".to_owned(),
            )),
            _ => Err(Stop::Invalid(
                "unexpected extra content after value".to_owned(),
            )),
        }
    }

    fn value(&mut self, event: Event<'a>, depth: usize) -> Result<Value, Stop> {
        if depth > DEEPEST {
            return Err(Stop::Limit);
        }
        let (anchor, value) = match event {
            Event::Alias(anchor) => {
                return self.anchors.get(&anchor).cloned().ok_or_else(|| {
                    Stop::Invalid(
                        "cannot refer to an anchor from inside its own definition".to_owned(),
                    )
                });
            }
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.as_deref().map(tag_name);
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let ended = text.strip_suffix('\n').filter(|_| is_block);
                // Terraform's parser ends no line that is not ended.
                let is_cut = |text: &&str| self.cut.is_some_and(|cut| text.ends_with(cut));
                let cut = ended.filter(|_| self.end >= self.letters).filter(is_cut);
                self.ends_in_block = ended.is_some() && cut.is_none();
                let text = cut.unwrap_or(&text);
                (anchor, scalar::resolve(text, style, tag.as_deref())?)
            }
            Event::SequenceStart(anchor, tag) => {
                check_tag(tag.as_deref(), "seq")?;
                let mut items = Vec::new();
                loop {
                    match self.event()? {
                        Event::SequenceEnd => break,
                        event => items.push(self.value(event, depth + 1)?),
                    }
                }
                (anchor, Value::tuple(items))
            }
            Event::MappingStart(anchor, tag) => {
                check_tag(tag.as_deref(), "map")?;
                (anchor, self.mapping(depth)?)
            }
            _ => return Err(Stop::Invalid("unexpected parser event".to_owned())),
        };
        // What an alias stands for is as deep and as large as if it were written out.
        if !Fuel::is_bounded(&value) || !self.fuel.burn(1) {
            return Err(Stop::Limit);
        }
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        Ok(value)
    }

    /// The pairs in order: whatever comes later wins, also what `<<` brings.
    fn mapping(&mut self, depth: usize) -> Result<Value, Stop> {
        let mut entries: BTreeMap<Name, Value> = BTreeMap::new();
        loop {
            let (text, style, tag) = match self.event()? {
                Event::MappingEnd => return Ok(Value::object(entries)),
                Event::Scalar(text, style, _, tag) => (text, style, tag),
                _ => {
                    return Err(Stop::Invalid(
                        "only strings are allowed as mapping keys".to_owned(),
                    ));
                }
            };
            let tag = tag.as_deref().map(tag_name);
            let merges = text == "<<" && tag.is_none() || tag.as_deref() == Some("merge");
            if merges {
                let next = self.event()?;
                let added = self.value(next, depth + 1)?;
                if !self.fuel.read([&added]) {
                    return Err(Stop::Limit);
                }
                merge(&mut entries, &added)?;
                continue;
            }
            let key = scalar::resolve(&text, style, tag.as_deref())?;
            let Ok(Value {
                kind: Kind::String(key),
                ..
            }) = convert(&key, &Type::String)
            else {
                return Err(Stop::Invalid("mapping key cannot be null".to_owned()));
            };
            let next = self.event()?;
            let value = self.value(next, depth + 1)?;
            entries.insert(key, value);
        }
    }
}

fn merge(entries: &mut BTreeMap<Name, Value>, value: &Value) -> Result<(), Stop> {
    match &value.kind {
        Kind::Mapping(mapping) => {
            entries.extend(
                mapping
                    .entries
                    .iter()
                    .map(|(name, value)| (name.clone(), value.clone())),
            );
            Ok(())
        }
        Kind::Sequence(sequence)
            if sequence
                .items
                .iter()
                .all(|item| item.as_mapping().is_some()) =>
        {
            sequence
                .items
                .iter()
                .try_for_each(|item| merge(entries, item))
        }
        _ => Err(Stop::Invalid(format!(
            "cannot merge {} into mapping",
            value.ty()
        ))),
    }
}

/// The name of a tag of YAML's own; other tags keep their handle.
fn tag_name(tag: &Tag) -> String {
    if tag.is_yaml_core_schema() {
        tag.suffix.clone()
    } else {
        format!("{}{}", tag.handle, tag.suffix)
    }
}

fn check_tag(tag: Option<&Tag>, wanted: &str) -> Result<(), Stop> {
    match tag.map(tag_name) {
        Some(tag) if tag != wanted => {
            Err(Stop::Invalid(format!("can't interpret {wanted} as {tag}")))
        }
        _ => Ok(()),
    }
}
