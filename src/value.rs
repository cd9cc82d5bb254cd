//! What an expression is worth: known, known in part, one of several, or unknown with a reason; and where it came from.
//!
//! The law of everything built on it: whenever Terraform knows a value, ours equals it or is less known; whenever
//! ours is known, Terraform's equals it or is unknown.

mod json;
mod members;
mod number;
mod origin;
mod symbol;
mod truth;
mod types;

mod keyed;
mod order;
mod unknown;

mod constructors;

mod elsewhere;

use std::sync::Arc;

pub use keyed::Keyed;
pub(crate) use members::live_bytes;
pub use members::{Entries, Extent, Gathered, Items, Members};
pub use number::Number;
pub use origin::{Origin, OriginId, Origins};
pub use symbol::{Symbol, quoted_key};
pub use truth::Truth;
pub use types::{Field, Type};
pub use unknown::{Unknown, Why};

use crate::syntax::Name;

/// More alternatives than this are not followed: the value is unknown instead.
pub const MOST_ALTERNATIVES: usize = 8;

/// A value with its origin. Cloning is cheap: everything large is shared.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it came from.
    pub origin: OriginId,
    /// Whether Terraform would hide it; such a value never reaches any output.
    pub sensitive: bool,
}

/// The forms a value can take.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `null` of a type.
    Null(Type),
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string that is known to the last letter.
    String(Name),
    /// A string of which some stretches are unknown: at least one unknown part, adjacent known fragments merged.
    PartialString(Arc<[Fragment]>),
    /// A list, set or tuple.
    Sequence(Sequence),
    /// A map or object.
    Mapping(Mapping),
    /// Nothing is known but what [`Unknown`] says.
    Unknown(Arc<Unknown>),
    /// One of these, depending on a condition that is unknown. Two to [`MOST_ALTERNATIVES`], none itself a union.
    Union(Items),
}

/// A stretch of a string that is known in part.
#[derive(Clone, Debug)]
pub enum Fragment {
    /// Known text, not empty.
    Known(Name),
    /// An unknown string of any length.
    Unknown(Arc<Unknown>),
}

/// A list, set or tuple.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// Which of the three.
    pub form: SequenceForm,
    /// The elements; of a set in Terraform's order, without repetition.
    pub items: Items,
    /// When present, there may be more elements than `items`, at unknown places: `items` are members for certain, their
    /// positions are not. The unknown says why.
    pub rest: Option<Arc<Unknown>>,
}

/// The three kinds of sequence.
#[derive(Clone, Debug, PartialEq)]
pub enum SequenceForm {
    /// `list(type)`
    List(Type),
    /// `set(type)`
    Set(Type),
    /// `tuple([...])`: every element has its own type.
    Tuple,
}

/// A map or object.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// Which of the two.
    pub form: MappingForm,
    /// The entries, sorted by key bytes as Terraform iterates them.
    pub entries: Entries,
    /// Further entries, whose keys are not known to the letter. Where there are some, there is a `rest` too.
    pub keyed: Option<Arc<Keyed>>,
    /// When present, there may be more keys than `entries`; looking one up gives this unknown, narrowed to the key.
    pub rest: Option<Arc<Unknown>>,
}

/// The two kinds of mapping.
#[derive(Clone, Debug, PartialEq)]
pub enum MappingForm {
    /// `map(type)`
    Map(Type),
    /// `object({...})`
    Object,
}

impl Value {
    /// The same value from another place.
    #[must_use]
    pub fn at(self, origin: OriginId) -> Self {
        Self { origin, ..self }
    }

    /// The same value, hidden if `sensitive`.
    #[must_use]
    pub fn hidden(self, sensitive: bool) -> Self {
        Self {
            sensitive: self.sensitive || sensitive,
            ..self
        }
    }

    /// All that it may be: itself, or the alternatives of a union.
    #[must_use]
    pub fn alternatives(&self) -> &[Self] {
        match &self.kind {
            Kind::Union(alternatives) => alternatives,
            _ => std::slice::from_ref(self),
        }
    }

    /// Whether it is known at its own level: elements may still be unknown. Strings known in part, sequences and mappings
    /// that may have more members, and unions are not.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        match &self.kind {
            Kind::Unknown(_) | Kind::Union(_) | Kind::PartialString(_) => false,
            Kind::Sequence(sequence) => sequence.rest.is_none(),
            Kind::Mapping(mapping) => mapping.rest.is_none(),
            Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => true,
        }
    }

    /// Whether it is known to the last leaf.
    #[must_use]
    pub fn is_wholly_known(&self) -> bool {
        self.is_known()
            && match &self.kind {
                Kind::Sequence(sequence) => !sequence.items.extent().is_open,
                Kind::Mapping(mapping) => !mapping.entries.extent().is_open,
                _ => true,
            }
    }

    /// Whether it or anything in it is sensitive.
    #[must_use]
    pub fn hides(&self) -> bool {
        self.extent().is_sensitive
    }

    /// Whether it is `null`: unknown when an alternative or the refinement of an unknown leaves it open.
    #[must_use]
    pub fn is_null(&self) -> Truth {
        match &self.kind {
            Kind::Null(_) => Truth::Yes,
            Kind::Unknown(unknown) if !unknown.not_null => Truth::Unknown,
            Kind::Union(alternatives) => {
                let mut truths = alternatives.iter().map(Self::is_null);
                let first = truths.next().unwrap_or(Truth::Unknown);
                if truths.all(|truth| truth == first) {
                    first
                } else {
                    Truth::Unknown
                }
            }
            _ => Truth::No,
        }
    }

    /// Its type: of a tuple or object made from the members' types.
    #[must_use]
    pub fn ty(&self) -> Type {
        match &self.kind {
            Kind::Null(ty) => ty.clone(),
            Kind::Bool(_) => Type::Bool,
            Kind::Number(_) => Type::Number,
            Kind::String(_) | Kind::PartialString(_) => Type::String,
            Kind::Sequence(sequence) => match &sequence.form {
                SequenceForm::List(element) => Type::list(element.clone()),
                SequenceForm::Set(element) => Type::set(element.clone()),
                SequenceForm::Tuple if sequence.rest.is_some() => Type::Any,
                SequenceForm::Tuple => Type::Tuple(sequence.items.iter().map(Self::ty).collect()),
            },
            Kind::Mapping(mapping) => match &mapping.form {
                MappingForm::Map(element) => Type::map(element.clone()),
                MappingForm::Object if mapping.rest.is_some() => Type::Any,
                MappingForm::Object => Type::object(
                    mapping
                        .entries
                        .iter()
                        .map(|(key, value)| (key.clone(), value.ty())),
                ),
            },
            Kind::Unknown(unknown) => unknown.ty.clone(),
            Kind::Union(alternatives) => {
                let first = alternatives.first().map_or(Type::Any, Self::ty);
                if alternatives.iter().all(|value| value.ty() == first) {
                    first
                } else {
                    Type::Any
                }
            }
        }
    }

    /// Whether its [type](Self::ty) is, or has in it, one that is not known: without making that of a large object.
    #[must_use]
    pub fn has_any(&self) -> bool {
        match &self.kind {
            Kind::Bool(_) | Kind::Number(_) | Kind::String(_) | Kind::PartialString(_) => false,
            Kind::Null(ty) => ty.has_any(),
            Kind::Unknown(unknown) => unknown.ty.has_any(),
            Kind::Sequence(sequence) => match &sequence.form {
                SequenceForm::List(element) | SequenceForm::Set(element) => element.has_any(),
                SequenceForm::Tuple => sequence.rest.is_some() || sequence.items.extent().has_any,
            },
            Kind::Mapping(mapping) => match &mapping.form {
                MappingForm::Map(element) => element.has_any(),
                MappingForm::Object => mapping.rest.is_some() || mapping.entries.extent().has_any,
            },
            Kind::Union(alternatives) => alternatives.extent().has_any,
        }
    }

    /// The known string, if it is one.
    #[must_use]
    pub const fn as_str(&self) -> Option<&Name> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The known bool, if it is one.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The known number, if it is one.
    #[must_use]
    pub const fn as_number(&self) -> Option<&Number> {
        match &self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The sequence, if it is one.
    #[must_use]
    pub const fn as_sequence(&self) -> Option<&Sequence> {
        match &self.kind {
            Kind::Sequence(sequence) => Some(sequence),
            _ => None,
        }
    }

    /// The mapping, if it is one.
    #[must_use]
    pub const fn as_mapping(&self) -> Option<&Mapping> {
        match &self.kind {
            Kind::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The identity of an unknown, if it has one.
    #[must_use]
    pub fn symbol(&self) -> Option<&Symbol> {
        match &self.kind {
            Kind::Unknown(unknown) => unknown.symbol.as_ref(),
            _ => None,
        }
    }

    /// Whether the two are the same value for certain: equal in type and in every leaf, unknowns by identity. Origins do
    /// not count.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        let all =
            |a: &[Self], b: &[Self]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b));
        match (&self.kind, &other.kind) {
            (Kind::Null(a), Kind::Null(b)) => a == b,
            (Kind::Bool(a), Kind::Bool(b)) => a == b,
            (Kind::Number(a), Kind::Number(b)) => a == b,
            (Kind::String(a), Kind::String(b)) => a == b,
            (Kind::PartialString(a), Kind::PartialString(b)) => {
                a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.same(b))
            }
            (Kind::Sequence(a), Kind::Sequence(b)) => {
                a.form == b.form && a.rest.is_none() && b.rest.is_none() && all(&a.items, &b.items)
            }
            (Kind::Mapping(a), Kind::Mapping(b)) => {
                a.form == b.form
                    && rests_are_same(a.rest.as_deref(), b.rest.as_deref())
                    && a.entries.len() == b.entries.len()
                    && a.entries
                        .iter()
                        .zip(b.entries.iter())
                        .all(|((k, v), (l, w))| k == l && v.same(w))
            }
            (Kind::Unknown(a), Kind::Unknown(b)) => a.same(b),
            // Two unions may fall differently, however alike they look.
            (Kind::Union(a), Kind::Union(b)) => a.is(b),
            _ => false,
        }
    }
}

/// Mappings are closed, or open over the same thing: two references to one resource.
fn rests_are_same(a: Option<&Unknown>, b: Option<&Unknown>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => a.same(b),
        _ => false,
    }
}

impl Fragment {
    /// The bytes of its text.
    fn bytes(&self) -> usize {
        match self {
            Self::Known(text) => text.len(),
            Self::Unknown(_) => 0,
        }
    }

    /// Whether both are the same text.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => a == b,
            (Self::Unknown(a), Self::Unknown(b)) => a.same(b),
            _ => false,
        }
    }
}
