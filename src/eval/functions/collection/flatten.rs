//! `flatten`, also of what is known in part.

use std::sync::Arc;

use super::{Call, further};
use crate::{
    eval::Fault,
    value::{Kind, Sequence, SequenceForm, Symbol, Type, Unknown, Value},
};

/// How many alternatives of nested unions are followed.
const MOST_CHOICES: usize = 8;

pub(super) fn flatten(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let refused = || Fault::new("can only flatten lists, sets and tuples");
    match &argument.kind {
        Kind::Sequence(sequence) => {
            let mut budget = MOST_CHOICES;
            Ok(alternatives(sequence, &mut budget))
        }
        Kind::Unknown(unknown) => match &unknown.ty {
            Type::List(element) | Type::Set(element) => {
                let nested = matches!(**element, Type::List(_) | Type::Set(_) | Type::Tuple(_));
                let inner = match &**element {
                    Type::List(inner) | Type::Set(inner) => (**inner).clone(),
                    Type::Tuple(_) => Type::Any,
                    other => other.clone(),
                };
                Ok(flat(unknown, nested, Type::list(inner)))
            }
            Type::Any | Type::Tuple(_) => Ok(flat(unknown, false, Type::Any)),
            // Terraform looks at the type only once all is known.
            _ => Ok(call.unknown()),
        },
        Kind::Mapping(_) if !argument.is_wholly_known() => Ok(call.unknown()),
        _ => Err(refused()),
    }
}

/// A collection of which nothing is known: the same members, unless they are sequences themselves.
fn flat(unknown: &Unknown, nested: bool, ty: Type) -> Value {
    let symbol = if nested {
        unknown
            .symbol
            .as_ref()
            .and_then(|symbol| Symbol::call("flatten", symbol.as_str()))
    } else {
        unknown.symbol.clone()
    };
    Unknown {
        symbol,
        not_null: true,
        ..Unknown::new(ty, unknown.why.clone())
    }
    .into()
}

/// Flattened once for every combination of the unions in it.
fn alternatives(sequence: &Sequence, budget: &mut usize) -> Value {
    if let Some((path, options)) = first_choice(sequence)
        && options.len() <= *budget
    {
        *budget /= options.len().max(1);
        let results: Vec<Value> = options
            .iter()
            .map(|option| {
                let mut budget = *budget;
                alternatives(&replaced(sequence, &path, option), &mut budget)
            })
            .collect();
        return Value::union(results);
    }
    let (mut items, mut rest) = (Vec::new(), None);
    gather(sequence, &mut items, &mut rest);
    Value::sequence(SequenceForm::Tuple, items, rest).hidden(has_sensitive_sequence(sequence))
}

/// Where the first union stands of which an alternative is a sequence, and its alternatives.
fn first_choice(sequence: &Sequence) -> Option<(Vec<usize>, Vec<Value>)> {
    sequence
        .items
        .iter()
        .enumerate()
        .find_map(|(index, item)| match &item.kind {
            Kind::Union(options) if options.iter().any(may_be_sequence) => {
                let options = options
                    .iter()
                    .map(|option| option.clone().hidden(item.sensitive));
                Some((vec![index], options.collect()))
            }
            Kind::Sequence(nested) => first_choice(nested).map(|(mut path, options)| {
                path.insert(0, index);
                (path, options)
            }),
            _ => None,
        })
}

fn may_be_sequence(value: &Value) -> bool {
    match &value.kind {
        Kind::Sequence(_) => true,
        Kind::Unknown(unknown) => matches!(
            unknown.ty,
            Type::Any | Type::List(_) | Type::Set(_) | Type::Tuple(_)
        ),
        _ => false,
    }
}

/// The mark of a nested sequence goes to the whole result.
fn has_sensitive_sequence(sequence: &Sequence) -> bool {
    sequence.items.iter().any(|item| match &item.kind {
        Kind::Sequence(nested) => item.sensitive || has_sensitive_sequence(nested),
        Kind::Unknown(_) => item.sensitive && may_be_sequence(item),
        _ => false,
    })
}

fn replaced(sequence: &Sequence, path: &[usize], value: &Value) -> Sequence {
    let mut items = (*sequence.items).clone();
    if let Some((index, deeper)) = path.split_first()
        && let Some(item) = items.get_mut(*index)
    {
        if deeper.is_empty() {
            *item = value.clone();
        } else if let Kind::Sequence(nested) = &mut item.kind {
            *nested = replaced(nested, deeper, value);
        }
    }
    Sequence {
        items: items.into(),
        ..sequence.clone()
    }
}

fn gather(sequence: &Sequence, items: &mut Vec<Value>, rest: &mut Option<Arc<Unknown>>) {
    if rest.is_none() {
        rest.clone_from(&sequence.rest);
    }
    if crate::eval::convert::may_coalesce(sequence) && rest.is_none() {
        *rest = sequence
            .items
            .iter()
            .find(|item| !item.is_wholly_known())
            .map(|item| further(item, Type::Any));
    }
    for item in sequence.items.iter() {
        match &item.kind {
            Kind::Sequence(nested) => {
                gather(nested, items, rest);
            }
            Kind::Unknown(unknown) if may_be_sequence(item) => {
                if rest.is_none() {
                    *rest = Some(unknown.clone());
                }
            }
            Kind::Union(options) if options.iter().any(may_be_sequence) => {
                if rest.is_none() {
                    *rest = Some(further(item, Type::Any));
                }
            }
            _ => items.push(item.clone()),
        }
    }
}
