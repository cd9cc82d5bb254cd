//! Facts: what an argument says, with its place and origin, or why it cannot be known.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    eval::Instance,
    finding::Undecided,
    span::Span,
    value::{Fragment, Kind, OriginId, Truth, Type, Value, Why},
};

/// The identity of something in the cloud: of what this configuration makes its reference (`aws_vpc.main.id`), of anything else
/// its id (`vpc-0a1b`). The same identity is the same thing; different ones may still be.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Identity(Arc<str>);

impl Identity {
    /// The identity a value names. An empty string or null is nothing; of a union, the one alternative that is something.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        match &value.kind {
            // A sensitive id is an identity all the same, but never shown.
            Kind::String(id) if !id.is_empty() && value.sensitive => {
                Some(Self(format!("~{id}").into()))
            }
            Kind::String(id) if !id.is_empty() => Some(Self(format!("={id}").into())),
            Kind::Unknown(unknown) => unknown
                .symbol
                .as_ref()
                .map(|symbol| Self(symbol.as_str().into())),
            Kind::Union(alternatives) => {
                let nothing = |value: &&Value| !is_nothing(value);
                let mut named: BTreeSet<Option<Self>> =
                    alternatives.iter().filter(nothing).map(Self::of).collect();
                let only = named.pop_first()?;
                if named.is_empty() { only } else { None }
            }
            _ => None,
        }
    }

    /// The identity of an attribute of something this configuration makes.
    #[must_use]
    pub fn attribute(address: &str, attribute: &str) -> Self {
        Self(format!("{address}.{attribute}").into())
    }

    /// The reference, or the id behind `=`; behind `~` when it is sensitive.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is an id that is written out: not made by this configuration.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        self.0.starts_with(['=', '~'])
    }

    /// The id, when it is not made by this configuration and may be shown.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.0.strip_prefix('=')
    }

    /// Whether it names one of a collection without saying which.
    #[must_use]
    pub fn is_vague(&self) -> bool {
        self.0.contains("[*]") || self.0.contains('(')
    }

    /// With every index replaced by `[*]`, and taken out of the functions that pick one of a collection: what all members
    /// of a collection have in common.
    #[must_use]
    pub fn collection(&self) -> Self {
        let mut text = &*self.0;
        while let Some(inner) = text
            .strip_prefix("element(")
            .or_else(|| text.strip_prefix("one("))
        {
            text = inner
                .split_once(", ")
                .map_or(inner.trim_end_matches(')'), |(collection, _)| collection);
        }
        Self(without_keys(text, "[*]").into())
    }
}

/// A reference without what stands in brackets, `mark` in place of each pair: members of a collection are not told apart.
pub(super) fn without_keys(text: &str, mark: &str) -> String {
    let (mut out, mut depth) = (String::with_capacity(text.len()), 0_usize);
    for c in text.chars() {
        match c {
            '[' => {
                if depth == 0 {
                    out.push_str(mark);
                }
                depth += 1;
            }
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The indexes of the things an identity names: those that have it, else all of the collection it picks from.
pub(super) fn named<T>(
    things: &[T],
    identities: impl Fn(&T) -> &[Identity],
    identity: &Identity,
) -> Vec<usize> {
    let collection = identity.collection();
    let that = |matches: &dyn Fn(&Identity) -> bool| -> Vec<usize> {
        let found = things
            .iter()
            .enumerate()
            .filter(|(_, thing)| identities(thing).iter().any(matches));
        found.map(|(index, _)| index).collect()
    };
    let exact = that(&|it| it == identity);
    if exact.is_empty() {
        that(&|it| it.collection() == collection)
    } else {
        exact
    }
}

/// Null and the empty string name nothing.
#[must_use]
pub(super) fn is_nothing(value: &Value) -> bool {
    match &value.kind {
        Kind::Null(_) => true,
        Kind::String(text) => text.is_empty(),
        _ => false,
    }
}

/// What an argument names several of.
#[derive(Clone, Debug, Default)]
pub struct Members {
    /// Those that are named for certain, in order; a value may itself stand for a collection (`aws_subnet.private[*].id`).
    pub values: Vec<Value>,
    /// Why there may be more, or fewer in the case of a union; absent when `values` are all.
    pub open: Option<Why>,
}

impl Members {
    /// The members of a list or set argument; null has none.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        let mut members = Self::default();
        members.add(value);
        members
    }

    fn add(&mut self, value: &Value) {
        match &value.kind {
            Kind::Null(_) => {}
            Kind::Sequence(sequence) => {
                for item in sequence.items.iter().filter(|item| !is_nothing(item)) {
                    match &item.kind {
                        Kind::Sequence(_) => self.add(item),
                        _ => self.values.push(item.clone()),
                    }
                }
                if let Some(rest) = &sequence.rest {
                    if rest.symbol.is_some() {
                        self.values.push(Value::new(Kind::Unknown(rest.clone())));
                    }
                    self.open = Some(rest.why.clone());
                }
            }
            Kind::Unknown(unknown) => {
                if unknown.symbol.is_some() {
                    self.values.push(value.clone());
                }
                self.open = Some(unknown.why.clone());
            }
            Kind::Union(alternatives) => {
                alternatives
                    .iter()
                    .for_each(|alternative| self.add(alternative));
                self.open = Some(Why::Condition);
            }
            _ => self.values.push(value.clone()),
        }
    }
}

/// The answer to one question about one instance.
#[derive(Clone, Debug)]
pub struct Fact<T> {
    answer: Result<T, Why>,
    /// The argument that answers it; the header of the block when it is not written.
    pub place: Span,
    /// Where the answer came from.
    pub origin: OriginId,
    /// Whether it is written, as opposed to left to the provider.
    pub written: bool,
    /// Whether its value must not be shown: its trail would lead to it.
    pub sensitive: bool,
    subject: Arc<str>,
    question: &'static str,
}

impl<T> Fact<T> {
    pub(super) fn new(
        answer: Result<T, Why>,
        place: Span,
        subject: &Arc<str>,
        question: &'static str,
    ) -> Self {
        Self {
            answer,
            place,
            origin: OriginId::NONE,
            written: true,
            sensitive: false,
            subject: subject.clone(),
            question,
        }
    }

    pub(super) fn at(self, value: &Value, written: bool) -> Self {
        Self {
            origin: value.origin,
            sensitive: value.sensitive,
            written,
            ..self
        }
    }

    /// The answer.
    ///
    /// # Errors
    ///
    /// When it is not known: a rule that needs it falls silent through `?`.
    pub fn known(&self) -> Result<&T, Undecided> {
        self.answer.as_ref().map_err(|why| Undecided {
            address: self.subject.clone(),
            reason: format!("{} is unknown: {why}", self.question),
            span: self.place,
        })
    }

    /// The answer, if it is known.
    pub fn answer(&self) -> Option<&T> {
        self.answer.as_ref().ok()
    }

    /// Whether the answer is of a certain kind.
    pub fn holds(&self, test: impl FnOnce(&T) -> bool) -> Truth {
        self.answer
            .as_ref()
            .map_or(Truth::Unknown, |answer| test(answer).into())
    }
}

/// Whether an attribute is left unset: null, or the unknown that the provider decides itself.
#[must_use]
pub(super) fn is_unset(instance: &Instance<'_>, name: &str, value: &Value) -> bool {
    match &value.kind {
        Kind::Null(_) => true,
        Kind::Unknown(unknown) => unknown.symbol.as_ref().is_some_and(|symbol| {
            symbol
                .as_str()
                .strip_prefix(&*instance.address)
                .and_then(|rest| rest.strip_prefix('.'))
                == Some(name)
        }),
        _ => false,
    }
}

/// The value of an attribute with everything unset as null.
#[must_use]
pub(super) fn set_value(instance: &Instance<'_>, name: &str) -> Value {
    let value = instance.attribute(name);
    if is_unset(instance, name, &value) {
        Value::null(Type::Any).at(value.origin)
    } else {
        value
    }
}

/// Reads one argument of an instance. `read` sees every alternative; when it gives different answers, or `None`, the fact is unknown.
pub(super) fn read<T: PartialEq>(
    value: &Value,
    read: impl Fn(&Value) -> Option<T>,
) -> Result<T, Why> {
    let mut answers = value.alternatives().iter().map(&read);
    let unknown = || unknown_part(value);
    let first = answers.next().flatten().ok_or_else(unknown)?;
    if answers.all(|answer| answer.as_ref() == Some(&first)) {
        Ok(first)
    } else {
        Err(unknown())
    }
}

/// Why a value does not answer: the reason of its first unknown part.
#[must_use]
pub(super) fn unknown_part(value: &Value) -> Why {
    match &value.kind {
        Kind::Unknown(unknown) => unknown.why.clone(),
        Kind::PartialString(fragments) => fragments
            .iter()
            .find_map(|fragment| match fragment {
                Fragment::Unknown(unknown) => Some(unknown.why.clone()),
                Fragment::Known(_) => None,
            })
            .unwrap_or(Why::Condition),
        Kind::Sequence(sequence) => match &sequence.rest {
            Some(rest) => rest.why.clone(),
            None => sequence
                .items
                .iter()
                .find(|item| !item.is_wholly_known())
                .map_or(Why::Condition, unknown_part),
        },
        Kind::Union(alternatives) => alternatives
            .iter()
            .find(|value| !value.is_known())
            .map_or(Why::Condition, unknown_part),
        _ => Why::Condition,
    }
}
