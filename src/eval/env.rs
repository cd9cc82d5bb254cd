//! What an expression sees: the names of its module, and what blocks and loops bind around it.

use std::rc::Rc;

use super::ModuleInstance;
use crate::{span::Span, syntax::Name, value::Value};

/// What an expression sees: its scope and what the blocks and loops around it bind. Inner bindings come first.
#[derive(Clone, Copy, Debug)]
pub struct Env<'a, 'p> {
    /// The module's names.
    pub scope: &'a Rc<ModuleInstance<'p>>,
    /// What literals are, for their origin.
    pub literals: &'a Literals,
    /// Where literals are said to stand instead of where they do: the header of a sensitive variable, whose value no excerpt may
    /// show.
    pub cover: Option<Span>,
    binding: Option<&'a Binding>,
    outer: Option<&'a Self>,
}

/// What a block or loop binds.
#[derive(Clone, Debug)]
pub enum Binding {
    /// The variable of a `for`, the iterator of a `dynamic` block, a variable of a template file.
    Name(Name, Value),
    /// The current element of a splat.
    Element(Value),
    /// The instance of `count` or `for_each`.
    Instance {
        /// `count.index` or `each.key`.
        key: Value,
        /// `each.value`; none with `count`.
        value: Option<Value>,
    },
}

/// What a literal's origin is.
#[derive(Clone, Debug)]
pub enum Literals {
    /// Written where it is used.
    Written,
    /// A part of a variable's default.
    Default {
        /// The variable.
        variable: Name,
        /// Whether a caller outside this configuration may replace it.
        replaceable: bool,
    },
    /// A part of a variable file.
    VariableFile(Name),
    /// Given on the command line.
    CommandLine(Name),
}

impl<'a, 'p> Env<'a, 'p> {
    /// Nothing but the module's names.
    #[must_use]
    pub const fn new(scope: &'a Rc<ModuleInstance<'p>>) -> Self {
        Self {
            scope,
            literals: &Literals::Written,
            cover: None,
            binding: None,
            outer: None,
        }
    }

    /// The same with literals of another origin.
    #[must_use]
    pub const fn with_literals(self, literals: &'a Literals) -> Self {
        Self { literals, ..self }
    }

    /// The same with literals that stand under a cover.
    #[must_use]
    pub const fn covered(self, cover: Option<Span>) -> Self {
        Self { cover, ..self }
    }

    /// The same with one more binding.
    #[must_use]
    pub const fn bind<'b>(&'b self, binding: &'b Binding) -> Env<'b, 'p> {
        Env {
            scope: self.scope,
            literals: self.literals,
            cover: self.cover,
            binding: Some(binding),
            outer: Some(self),
        }
    }

    /// The value of a bound name.
    #[must_use]
    pub fn name(&self, name: &str) -> Option<&Value> {
        self.find(|binding| match binding {
            Binding::Name(bound, value) if &**bound == name => Some(value),
            _ => None,
        })
    }

    /// The current element of the innermost splat.
    #[must_use]
    pub fn element(&self) -> Option<&Value> {
        self.find(|binding| match binding {
            Binding::Element(value) => Some(value),
            _ => None,
        })
    }

    /// The innermost instance: key, and value when `for_each` made it.
    #[must_use]
    pub fn instance(&self) -> Option<(&Value, Option<&Value>)> {
        self.find(|binding| match binding {
            Binding::Instance { key, value } => Some((key, value.as_ref())),
            _ => None,
        })
    }

    fn find<'s, T>(&'s self, pick: impl Fn(&'s Binding) -> Option<T>) -> Option<T> {
        let mut env: &'s Env<'s, 'p> = self;
        loop {
            if let Some(found) = env.binding.and_then(&pick) {
                return Some(found);
            }
            env = env.outer?;
        }
    }
}
