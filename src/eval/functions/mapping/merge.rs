//! `merge`: of entries with one key the last stays.

use std::{collections::BTreeMap, sync::Arc};

use super::super::{Call, LARGEST_COLLECTION, MOST_COMPARED, is_apart};
use crate::{
    eval::{
        Fault,
        convert::{element_type, softened},
    },
    syntax::Name,
    value::{Kind, Mapping, MappingForm, Type, Unknown, Value},
};

/// What one argument of `merge` adds.
enum Added<'a> {
    Nothing,
    Known(&'a Mapping),
    Unknown(&'a Arc<Unknown>),
}

impl<'a> Added<'a> {
    const fn known(&self) -> Option<&'a Mapping> {
        match self {
            Self::Known(mapping) => Some(mapping),
            Self::Nothing | Self::Unknown(_) => None,
        }
    }
}

pub(super) fn merge(call: &Call<'_>) -> Result<Value, Fault> {
    let (mut first, mut matching, mut total): (Option<Type>, bool, usize) = (None, true, 0);
    let mut saw_any = false;
    let mut added = Vec::with_capacity(call.arguments.len());
    for argument in call.arguments {
        let (ty, adds) = match &argument.kind {
            // A null without a type makes the result an object.
            Kind::Null(Type::Any) => {
                matching = false;
                (Type::Any, Added::Nothing)
            }
            Kind::Null(Type::Object(_)) => (Type::object([]), Added::Nothing),
            Kind::Null(ty @ Type::Map(_)) => (ty.clone(), Added::Nothing),
            Kind::Mapping(mapping) => {
                total = total.saturating_add(mapping.entries.len());
                (argument.ty(), Added::Known(mapping))
            }
            Kind::Unknown(unknown)
                if matches!(unknown.ty, Type::Any | Type::Map(_) | Type::Object(_)) =>
            {
                (unknown.ty.clone(), Added::Unknown(unknown))
            }
            // Terraform stops looking at types behind one that is not known.
            _ if first.is_some() && saw_any => return Ok(call.unknown()),
            _ => {
                return Err(Fault::new(format!(
                    "arguments must be maps or objects, got \"{}\"",
                    argument.ty()
                )));
            }
        };
        saw_any |= ty == Type::Any;
        matching &= first.get_or_insert_with(|| ty.clone()) == &ty;
        added.push(adds);
    }
    if let [only] = call.arguments
        && !matches!(only.kind, Kind::Null(_))
    {
        return Ok(only.clone());
    }
    if total > LARGEST_COLLECTION {
        return Ok(call.limit());
    }
    let form = match first {
        Some(Type::Map(element)) if matching => MappingForm::Map((*element).clone()),
        _ => MappingForm::Object,
    };
    let (mut entries, mut rest): (BTreeMap<Name, Value>, Option<Arc<Unknown>>) =
        (BTreeMap::new(), None);
    if let Some(keyed) = told_apart(&added) {
        let known = added.iter().filter_map(Added::known);
        rest = known.clone().find_map(|it| it.rest.clone());
        for mapping in known {
            entries.extend(copies(mapping));
        }
        return Ok(Value::mapping(form, entries, rest).with_keyed(keyed, true));
    }
    for adds in added {
        match adds {
            Added::Nothing => {}
            Added::Known(mapping) => {
                if let Some(open) = &mapping.rest {
                    overwrite(&mut entries, &mut rest, open);
                }
                entries.extend(copies(mapping));
            }
            Added::Unknown(unknown) => match &unknown.ty {
                Type::Object(fields) if unknown.not_null => entries.extend(
                    fields
                        .keys()
                        .map(|name| (name.clone(), unknown.attribute(name).into())),
                ),
                _ => overwrite(&mut entries, &mut rest, unknown),
            },
        }
    }
    Ok(Value::mapping(form, entries, rest))
}

/// Any key so far may get another value, and there may be more keys.
fn overwrite(
    entries: &mut BTreeMap<Name, Value>,
    rest: &mut Option<Arc<Unknown>>,
    unknown: &Arc<Unknown>,
) {
    for value in entries.values_mut() {
        *value = Value {
            origin: value.origin,
            sensitive: value.sensitive,
            ..Value::unknown(
                match softened(value).ty() {
                    ty if element_type(&unknown.ty) == ty => ty,
                    _ => Type::Any,
                },
                unknown.why.clone(),
            )
        };
    }
    *rest = Some(match rest {
        // A key may come from either.
        Some(earlier) if !earlier.same(unknown) => Arc::new(Unknown {
            symbol: None,
            not_null: true,
            ..Unknown::new(
                if earlier.ty == unknown.ty {
                    unknown.ty.clone()
                } else {
                    Type::Any
                },
                earlier.why.clone(),
            )
        }),
        _ => unknown.clone(),
    });
}

/// The entries of which the keys are known.
fn copies(mapping: &Mapping) -> impl Iterator<Item = (Name, Value)> {
    let entries = mapping.entries.iter();
    entries.map(|(name, value)| (name.clone(), value.clone()))
}

/// All entries whose keys are not known to the letter, where there are some, nothing else is unknown, and none of them can take the
/// place of one of another argument.
fn told_apart(added: &[Added<'_>]) -> Option<Vec<(Value, Value)>> {
    let mut all: Vec<(Value, Value)> = Vec::new();
    let mut named: Vec<Value> = Vec::new();
    for adds in added {
        let mapping = match adds {
            Added::Nothing => continue,
            Added::Known(mapping) => mapping,
            Added::Unknown(_) => return None,
        };
        let (_, is_closed) = mapping.count();
        let keyed = mapping.keyed.iter().flat_map(|it| it.entries());
        let own: Vec<(Value, Value)> = keyed.map(|(key, it)| (key.clone(), it.clone())).collect();
        let known: Vec<Value> = (mapping.entries.keys().take(MOST_COMPARED + 1))
            .map(|name| Value::string(name.clone()))
            .collect();
        if all.len() + named.len() + own.len() + known.len() > MOST_COMPARED {
            return None;
        }
        let before = || all.iter().map(|(key, _)| key);
        let are_apart = (own.iter()).all(|(key, _)| is_apart(key, before().chain(&named)))
            && known.iter().all(|name| is_apart(name, before()));
        if !is_closed || !are_apart {
            return None;
        }
        all.extend(own);
        named.extend(known);
    }
    (!all.is_empty()).then_some(all)
}
