//! How values are made: with what their kind demands, and never in two forms for one thing.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Fragment, Items, Kind, MOST_ALTERNATIVES, Mapping, MappingForm, Number, OriginId, Sequence,
    SequenceForm, Truth, Type, Unknown, Value, Why, order::ordered_set,
};
use crate::syntax::Name;

impl Value {
    /// A value without origin that is not sensitive.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self {
            kind,
            origin: OriginId::NONE,
            sensitive: false,
        }
    }

    /// `null` of a type.
    #[must_use]
    pub const fn null(ty: Type) -> Self {
        Self::new(Kind::Null(ty))
    }

    /// `true` or `false`
    #[must_use]
    pub const fn bool(value: bool) -> Self {
        Self::new(Kind::Bool(value))
    }

    /// What is true, false, or unknown for that reason.
    #[must_use]
    pub fn truth(truth: Truth, why: Why) -> Self {
        match truth {
            Truth::Yes => Self::bool(true),
            Truth::No => Self::bool(false),
            Truth::Unknown => Self::unknown(Type::Bool, why),
        }
    }

    /// A number.
    #[must_use]
    pub fn number(value: impl Into<Number>) -> Self {
        Self::new(Kind::Number(value.into()))
    }

    /// A known string.
    #[must_use]
    pub fn string(value: impl Into<Name>) -> Self {
        Self::new(Kind::String(value.into()))
    }

    /// A string made of fragments: neighbours are merged; without an unknown part it is a known string, a lone unknown part is an unknown.
    #[must_use]
    pub fn from_fragments(fragments: impl IntoIterator<Item = Fragment>) -> Self {
        let mut merged: Vec<Fragment> = Vec::new();
        let mut known = String::new();
        for fragment in fragments {
            match fragment {
                Fragment::Known(text) => known.push_str(&text),
                unknown_part @ Fragment::Unknown(_) => {
                    if !known.is_empty() {
                        merged.push(Fragment::Known(std::mem::take(&mut known).into()));
                    }
                    merged.push(unknown_part);
                }
            }
        }
        if !known.is_empty() {
            merged.push(Fragment::Known(known.into()));
        }
        match merged.as_slice() {
            [] => Self::string(""),
            [Fragment::Known(text)] => Self::string(text.clone()),
            [Fragment::Unknown(unknown)] => Self::new(Kind::Unknown(unknown.clone())),
            _ => Self::new(Kind::PartialString(merged.into())),
        }
    }

    /// `list(element)`; the items must be of that type already.
    #[must_use]
    pub fn list(element: Type, items: Vec<Self>) -> Self {
        Self::sequence(SequenceForm::List(element), items, None)
    }

    /// `set(element)`; the items must be of that type already. They are sorted as Terraform iterates them and
    /// repetitions are dropped.
    #[must_use]
    pub fn set(element: Type, items: Vec<Self>) -> Self {
        Self::sequence(SequenceForm::Set(element), items, None)
    }

    /// A tuple.
    #[must_use]
    pub fn tuple(items: Vec<Self>) -> Self {
        Self::sequence(SequenceForm::Tuple, items, None)
    }

    /// Any sequence; `rest` as in [`Sequence`].
    #[must_use]
    pub fn sequence(form: SequenceForm, mut items: Vec<Self>, rest: Option<Arc<Unknown>>) -> Self {
        if matches!(form, SequenceForm::Set(_)) {
            items = ordered_set(items);
        }
        Self::new(Kind::Sequence(Sequence {
            form,
            items: items.into(),
            rest,
        }))
    }

    /// `map(element)`; the values must be of that type already.
    #[must_use]
    pub fn map(element: Type, entries: BTreeMap<Name, Self>) -> Self {
        Self::mapping(MappingForm::Map(element), entries, None)
    }

    /// An object.
    #[must_use]
    pub fn object(entries: BTreeMap<Name, Self>) -> Self {
        Self::mapping(MappingForm::Object, entries, None)
    }

    /// Any mapping; `rest` as in [`Mapping`].
    #[must_use]
    pub fn mapping(
        form: MappingForm,
        entries: BTreeMap<Name, Self>,
        rest: Option<Arc<Unknown>>,
    ) -> Self {
        Self::new(Kind::Mapping(Mapping {
            form,
            entries: entries.into(),
            keyed: None,
            rest,
        }))
    }

    /// An unknown without identity.
    #[must_use]
    pub fn unknown(ty: Type, why: Why) -> Self {
        Unknown::new(ty, why).into()
    }

    /// One of several: nested unions are flattened, equal alternatives merged. One alternative is just that value; more
    /// than [`MOST_ALTERNATIVES`] are an unknown; none is an unknown too.
    #[must_use]
    pub fn union(alternatives: impl IntoIterator<Item = Self>) -> Self {
        let mut kept: Vec<Self> = Vec::new();
        let (mut is_of_one_type, mut is_sensitive) = (true, false);
        let mut add = |value: Self| {
            if let Some(same) = kept.iter_mut().find(|other| other.same(&value)) {
                same.sensitive |= value.sensitive;
            } else if kept.len() <= MOST_ALTERNATIVES {
                kept.push(value);
            } else {
                // What is unknown anyway needs no more of them than to know its type.
                let first = kept.first();
                is_of_one_type &= first.is_some_and(|first| first.ty() == value.ty());
                is_sensitive |= value.sensitive;
            }
        };
        for alternative in alternatives {
            match &alternative.kind {
                Kind::Union(nested) => nested.iter().for_each(|value| {
                    add(Self {
                        sensitive: value.sensitive || alternative.sensitive,
                        ..value.clone()
                    });
                }),
                _ => add(alternative),
            }
        }
        if kept.len() == 1
            && let Some(only) = kept.pop()
        {
            return only;
        }
        let sensitive = is_sensitive || kept.iter().any(|value| value.sensitive);
        let kind = if kept.is_empty() || kept.len() > MOST_ALTERNATIVES {
            let ty = kept.first().map_or(Type::Any, Self::ty);
            let ty = if is_of_one_type && kept.iter().all(|value| value.ty() == ty) {
                ty
            } else {
                Type::Any
            };
            Kind::Unknown(Arc::new(Unknown::new(ty, Why::Condition)))
        } else {
            Kind::Union(Items::of_alternatives(kept))
        };
        Self {
            kind,
            origin: OriginId::NONE,
            sensitive,
        }
    }
}
