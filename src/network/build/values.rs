//! The values of arguments and of nested blocks, and the expressions that a module is written in.

use crate::{
    eval::Instance,
    module::Module,
    network::fact,
    syntax::Expr,
    value::{Kind, Type, Value, Why},
};

/// Whether an attribute is left unset: null, or the unknown that the provider decides itself.
pub(super) fn is_unset(instance: &Instance<'_>, name: &str, value: &Value) -> bool {
    match &value.kind {
        Kind::Null(_) => true,
        Kind::Unknown(unknown) => unknown.symbol.as_ref().is_some_and(|symbol| {
            (symbol.as_str())
                .strip_prefix(&*instance.address)
                .and_then(|rest| rest.strip_prefix('.'))
                == Some(name)
        }),
        _ => false,
    }
}

/// The value of an attribute with everything unset as null.
pub(super) fn set_value(instance: &Instance<'_>, name: &str) -> Value {
    let value = instance.attribute(name);
    if is_unset(instance, name, &value) {
        Value::null(Type::Any).at(value.origin)
    } else {
        value
    }
}

/// A member of a nested block; null when the block lacks it.
pub(super) fn member(block: &Value, name: &str) -> Value {
    let entry = block.as_mapping().and_then(|it| it.entries.get(name));
    let value = entry.cloned().unwrap_or(Value::null(Type::Any));
    // What is part of a secret is one.
    value.hidden(block.sensitive)
}

/// The members of a list of blocks, whatever conditions say, and whether those are all.
pub(super) fn blocks(value: &Value) -> (Vec<Value>, Option<Why>) {
    let (mut found, mut open) = (Vec::new(), None);
    let ways = value.alternatives();
    for way in ways {
        fact::collect(way, &mut open, &mut |block| found.push(block.clone()));
    }
    if ways.len() > 1 {
        open = Some(Why::Condition);
    }
    (found, open)
}

/// Visits what the locals, resources, data sources and calls of a module say, but not its outputs.
pub(super) fn for_each_value(module: &Module, visit: &mut dyn FnMut(&Expr)) {
    module.locals.values().for_each(|it| visit(&it.value));
    let resources = module.resources.values().map(|it| &it.block);
    let calls = module.calls.values().map(|it| &it.block);
    for block in resources.chain(calls) {
        block.body.for_each_value(visit);
    }
}
