//! Terraform's functions: one table, each with its parameters as Terraform declares them, grouped in files by kind.
//!
//! What differs from Terraform is only that more is known: strings, sequences and mappings that are known in part reach the
//! functions that can tell something of them. `try`, `can` and templates are the evaluator's, for they take expressions.

mod signature;

mod coalesce;
mod conversion;
mod number;
mod text;

mod aws;
mod call;
mod date;
mod equality;
mod file;
mod hash;
mod json;
mod letter_case;
mod separated;
mod substring;
mod trim;
mod yaml;

mod cidr;
mod encoding;
mod length;
mod list;
mod sets;
mod string;
mod terraform;

mod unordered;

mod collection;
mod format;
mod mapping;
mod pattern;

#[cfg(test)]
mod tests;

#[cfg(test)]
mod expression;
#[cfg(test)]
mod partial;

#[cfg(test)]
mod filled;

use std::{collections::HashMap, sync::Arc, sync::LazyLock};

use call::integer;
pub use equality::{MOST_COMPARED, equal, is_apart};
pub use pattern::Patterns;
use signature::{ANY, Call, Function, Marks, NUMBER, Needs, Parameter, Reads, STRING, Takes};
pub(super) use unordered::{disordered, ordered};

use super::{Fault, Fuel, convert, distribute, fuel::LONGEST_TEXT};
use crate::value::{Kind, Mapping, Truth, Type, Value, Why};

/// The steps that asking for a file takes.
const TOUCH: u64 = 100;

/// A collection with more members than this is not made.
const LARGEST_COLLECTION: usize = 1 << 18;

/// What functions need from where they are called. Paths are as written in the call, relative to the module that is
/// evaluated where `file` and its like take them so; whoever implements it keeps them inside the project.
pub trait Host {
    /// The bound on the work.
    fn fuel(&self) -> &Fuel;
    /// The patterns that were compiled for it.
    fn patterns(&self) -> &Patterns;
    /// The text of a file, or why it cannot be had.
    ///
    /// # Errors
    /// Why it cannot be had.
    fn read(&self, path: &str) -> Result<Arc<str>, Why>;
    /// The bytes of a file.
    ///
    /// # Errors
    /// Why they cannot be had.
    fn bytes(&self, path: &str) -> Result<Arc<[u8]>, Why>;
    /// Whether there is a regular file.
    ///
    /// # Errors
    /// Why that cannot be said, for instance because the path leaves the project.
    fn exists(&self, path: &str) -> Result<bool, Why>;
    /// The regular files below a directory: paths relative to it, with `/`, sorted.
    ///
    /// # Errors
    /// Why that cannot be said.
    fn files(&self, directory: &str) -> Result<Arc<[String]>, Why>;
    /// A template with these variables: `path` names it in messages and is the base of nothing.
    ///
    /// # Errors
    /// What Terraform would refuse.
    fn render(&self, path: &str, text: &Arc<str>, variables: &Mapping) -> Result<Value, Fault>;
}

/// The value of a call. `name` may have the namespace `core::` or `provider::`.
///
/// # Errors
/// Terraform's cause when it refuses the call; an unknown name is a fault that `try` does not catch.
pub fn call(name: &str, arguments: &[Value], host: &dyn Host) -> Result<Value, Fault> {
    if let Some(provided) = name.strip_prefix("provider::")
        && !TABLE.contains_key(name)
    {
        return distribute(arguments, host.fuel(), |arguments| {
            if host.fuel().read(arguments) {
                aws::call(provided, name, arguments)
            } else {
                let is_hidden = arguments.iter().any(Value::hides);
                Ok(host.fuel().limit(Type::Any).hidden(is_hidden))
            }
        });
    }
    let bare = name.strip_prefix("core::").unwrap_or(name);
    let function = TABLE
        .get(bare)
        .ok_or_else(|| Fault::undeclared(format!("there is no function named {name:?}")))?;
    function.check_count(arguments.len())?;
    let in_order = unordered::in_some_order(bare, arguments);
    let value = distribute(
        in_order.as_deref().unwrap_or(arguments),
        host.fuel(),
        |arguments| function.apply(arguments, host),
    )?;
    let value = match in_order {
        Some(_) => unordered::result(bare, value),
        None => value,
    };
    let is_open = |argument: &Value| match argument.kind {
        Kind::Union(_) => true,
        _ => !value.is_known() && value.ty() != Type::Any && argument.has_any(),
    };
    if function.gives.ty().has_any() && arguments.iter().any(is_open) {
        // Terraform, which goes on with an unknown, has not even the type of the result.
        host.fuel().note_ahead();
    }
    Ok(value)
}

/// Whether Terraform has a function of that name. Provider functions are taken to exist.
#[must_use]
pub fn is_known(name: &str) -> bool {
    let bare = name.strip_prefix("core::").unwrap_or(name);
    name.starts_with("provider::") || TABLE.contains_key(bare) || matches!(bare, "can" | "try")
}

static TABLE: LazyLock<HashMap<&'static str, &'static Function>> = LazyLock::new(|| {
    [
        cidr::TABLE,
        collection::TABLE,
        conversion::TABLE,
        date::TABLE,
        encoding::TABLE,
        file::TABLE,
        format::TABLE,
        hash::TABLE,
        mapping::TABLE,
        number::TABLE,
        pattern::TABLE,
        sets::TABLE,
        string::TABLE,
        terraform::TABLE,
    ]
    .iter()
    .flat_map(|table| table.iter())
    .map(|function| (function.name, function))
    .collect()
});

/// The functions that refuse nothing of the right type: `try` need not doubt them when they are given something unknown.
const TOTAL: &[&str] = &[
    "abs",
    "alltrue",
    "anytrue",
    "base64encode",
    "ceil",
    "chomp",
    "compact",
    "concat",
    "contains",
    "distinct",
    "endswith",
    "flatten",
    "floor",
    "join",
    "jsonencode",
    "keys",
    "length",
    "lower",
    "max",
    "merge",
    "min",
    "reverse",
    "setintersection",
    "setsubtract",
    "setunion",
    "sha256",
    "sort",
    "split",
    "startswith",
    "strcontains",
    "title",
    "tolist",
    "toset",
    "tostring",
    "trim",
    "trimprefix",
    "trimspace",
    "trimsuffix",
    "upper",
    "values",
];

impl Function {
    fn check_count(&self, given: usize) -> Result<(), Fault> {
        let wanted = self.parameters.len();
        if given < wanted {
            return Err(Fault::new(format!(
                "not enough function arguments: function {:?} expects {}{wanted} argument(s)",
                self.name,
                if self.variadic.is_some() {
                    "at least "
                } else {
                    ""
                }
            )));
        }
        if given > wanted && self.variadic.is_none() {
            return Err(Fault::new(format!(
                "too many function arguments: function {:?} expects only {wanted} argument(s)",
                self.name
            )));
        }
        Ok(())
    }

    /// Pays for a call and what it looks at.
    fn is_paid(&self, given: &[Value], fuel: &Fuel) -> bool {
        let read = match self.reads {
            Reads::Whole => fuel.read(given),
            Reads::Letters => fuel.read(given) && fuel.pay_for_letters(given),
            Reads::Files => fuel.read(given) && fuel.burn(TOUCH),
            Reads::Members => fuel.burn(given.iter().map(size).sum()),
            // Of texts there are only letters.
            Reads::One => {
                let is_text =
                    |it: &&Value| !matches!(it.kind, Kind::Sequence(_) | Kind::Mapping(_));
                let texts = || given.iter().filter(is_text);
                fuel.read(texts()) && fuel.pay_for_letters(texts())
            }
        };
        read && fuel.burn(1)
    }

    fn apply(&self, given: &[Value], host: &dyn Host) -> Result<Value, Fault> {
        if !self.is_paid(given, host.fuel()) {
            return Ok(host
                .fuel()
                .limit(self.gives.ty())
                .hidden(given.iter().any(Value::hides)));
        }
        let parameters = self
            .parameters
            .iter()
            .chain(self.variadic.iter().cycle().take(given.len()));
        let mut arguments = Vec::with_capacity(given.len());
        let mut is_unknown = false;
        // Terraform looks no further than the first argument of unknown type.
        let mut untyped = None;
        let refused = |fault: Fault, untyped: Option<Why>| match untyped {
            Some(why) if fault.caught => Ok(Value::unknown(Type::Any, why)),
            _ => Err(fault),
        };
        for (argument, parameter) in given.iter().zip(parameters) {
            let argument = match parameter.takes {
                Takes::Any => argument.clone(),
                takes => convert::convert(argument, &takes.ty())?,
            };
            if !parameter.null && argument.is_null() == Truth::Yes {
                return refused(Fault::new("argument must not be null"), untyped);
            }
            if let Kind::Unknown(unknown) = &argument.kind
                && unknown.ty == Type::Any
                && !parameter.untyped
            {
                untyped.get_or_insert_with(|| unknown.why.clone());
            }
            is_unknown |= match &argument.kind {
                Kind::Unknown(_) | Kind::Union(_) => parameter.needs < Needs::Nothing,
                _ => parameter.needs < Needs::Part && !argument.is_known(),
            };
            arguments.push(argument);
        }
        let is_typed = untyped.is_none();
        let call = Call {
            function: self,
            arguments: &arguments,
            host,
        };
        let result = if is_unknown {
            call.unknown()
        } else {
            match (self.body)(&call) {
                Ok(result) => result,
                Err(fault) => refused(fault, untyped)?,
            }
        };
        let mut result = result;
        match &mut result.kind {
            _ if is_typed => {}
            Kind::Unknown(unknown) => Arc::make_mut(unknown).ty = Type::Any,
            // Terraform would wait for the argument.
            _ => host.fuel().note_given_up(),
        }
        let is_in_part =
            |argument: &Value| matches!(argument.kind, Kind::Unknown(_) | Kind::PartialString(_));
        if result.is_known() && arguments.iter().any(is_in_part) {
            // Terraform would wait for all of it.
            host.fuel().note_ahead();
        }
        let doubtful = |argument: &Value| {
            !argument.is_wholly_known()
                && (argument.has_any()
                    || argument.is_null() != Truth::No
                    || !TOTAL.contains(&self.name))
        };
        if arguments.iter().any(doubtful) {
            host.fuel().note_doubt();
        }
        let sensitive = match self.marks {
            Marks::Own => false,
            Marks::Members => arguments.iter().any(|argument| argument.sensitive),
            Marks::Whole => arguments.iter().any(Value::hides),
        };
        let spent = !host.fuel().burn(size(&result));
        let result = if spent { call.limit() } else { result };
        Ok(result.hidden(sensitive))
    }
}

/// The steps that making a value took.
fn size(value: &Value) -> u64 {
    let steps = match &value.kind {
        Kind::String(text) => text.len() / 64,
        Kind::PartialString(fragments) => fragments.len(),
        Kind::Sequence(sequence) => sequence.items.len(),
        Kind::Mapping(mapping) => mapping.entries.len(),
        _ => 0,
    };
    steps as u64
}
