//! Lists whose members are known, but not their order: what functions make of them that do not ask for it.

use crate::{
    eval::convert::why_unknown,
    value::{Items, Kind, SequenceForm, Type, Unknown, Value, Why},
};

/// Functions whose result is the same in whatever order the members of their arguments stand.
const REGARDLESS: [&str; 8] = [
    "alltrue",
    "anytrue",
    "contains",
    "length",
    "setintersection",
    "setsubtract",
    "setunion",
    "toset",
];

/// Functions whose result has the same members then, in another order.
const REARRANGING: [&str; 7] = [
    "coalescelist",
    "compact",
    "concat",
    "distinct",
    "flatten",
    "reverse",
    "tolist",
];

/// The arguments with their members in some order, where any of them has none and the function does not mind.
pub(super) fn in_some_order(name: &str, arguments: &[Value]) -> Option<Vec<Value>> {
    if !REGARDLESS.contains(&name) && !REARRANGING.contains(&name) {
        return None;
    }
    let each = |value: &Value| match &value.kind {
        Kind::Sequence(sequence) if name == "flatten" => {
            let items = all_ordered(&sequence.items, ordered)?;
            let kind = Value::sequence(sequence.form.clone(), items, sequence.rest.clone()).kind;
            Some(Value {
                kind,
                ..value.clone()
            })
        }
        _ => ordered(value),
    };
    all_ordered(arguments, each)
}

/// The same values, those that can be put in order so; `None` where none can.
fn all_ordered(values: &[Value], ordered: impl Fn(&Value) -> Option<Value>) -> Option<Vec<Value>> {
    let mut is_any = false;
    let each = values.iter().map(|value| {
        let ordered = ordered(value);
        is_any |= ordered.is_some();
        ordered.unwrap_or_else(|| value.clone())
    });
    let all = each.collect();
    is_any.then_some(all)
}

/// A list of which the members are known, in some order; `None` of any other value.
pub(in crate::eval) fn ordered(value: &Value) -> Option<Value> {
    let Kind::Unknown(unknown) = &value.kind else {
        return None;
    };
    Some(Value {
        kind: unknown.in_some_order()?.kind,
        ..value.clone()
    })
}

/// The result for arguments whose members were put in some order.
pub(super) fn result(name: &str, value: Value) -> Value {
    if REARRANGING.contains(&name) {
        disordered(value)
    } else {
        value
    }
}

/// A list of which only the members are known, not their order.
pub(in crate::eval) fn disordered(value: Value) -> Value {
    let Kind::Sequence(sequence) = &value.kind else {
        return value;
    };
    let is_list = !matches!(sequence.form, SequenceForm::Set(_)) && sequence.rest.is_none();
    if !is_list || sequence.items.len() < 2 {
        return value;
    }
    let why = why_unknown(&value).unwrap_or(Why::Condition);
    let ty = match &sequence.form {
        SequenceForm::List(element) => Type::list(element.clone()),
        _ => Type::Any,
    };
    Value::from(Unknown {
        not_null: true,
        least: Some(sequence.items.len()),
        members: Some(Items::clone(&sequence.items)),
        ..Unknown::new(ty, why)
    })
    .at(value.origin)
    .hidden(value.sensitive)
}
