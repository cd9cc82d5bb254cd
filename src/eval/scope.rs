//! Where names get their meaning: a module with its arguments, and what loops bind inside it.

use std::{cell::RefCell, collections::HashMap, hash::Hash, rc::Rc, sync::Arc};

use super::{Children, Expansion};
use crate::{
    module::{Call, Module, ResourceName},
    span::Span,
    syntax::Name,
    value::{OriginId, Value},
};

/// One evaluation of a module: the root, or one instance of a call. The same module called twice has two scopes.
#[derive(Debug)]
pub struct Scope<'p> {
    /// The module.
    pub module: &'p Module,
    /// `module.net[0].module.endpoints`, empty for the root.
    pub address: Arc<str>,
    /// The call that made it; none for the root.
    pub call: Option<Site<'p>>,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// What that rests on: the counts of the calls above.
    pub basis: Vec<OriginId>,
    pub(super) variables: Slots<Name, Value>,
    pub(super) locals: Slots<Name, Value>,
    pub(super) outputs: Slots<Name, Value>,
    pub(super) regions: Slots<Name, Value>,
    pub(super) resources: Slots<ResourceName, Rc<Expansion<'p>>>,
    pub(super) children: Slots<Name, Rc<Children<'p>>>,
}

/// Where a scope was called from.
#[derive(Debug)]
pub struct Site<'p> {
    /// The module block.
    pub call: &'p Call,
    /// The calling scope.
    pub parent: Rc<Scope<'p>>,
    /// Which instance of the call it is.
    pub repeated: Repeated,
}

/// Whether something is there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Exists {
    /// It depends on something unknown.
    May,
    /// For certain.
    Must,
}

impl Exists {
    /// Its name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::May => "may",
            Self::Must => "must",
        }
    }
}

/// What `count` or `for_each` makes of a block: one of its instances.
#[derive(Clone, Debug)]
pub struct Repeated {
    /// What the address ends with.
    pub key: Key,
    /// `each.value`; null without `for_each`.
    pub value: Value,
    /// Whether this instance is there for certain.
    pub exists: Exists,
}

/// What an instance's address ends with.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Key {
    /// Nothing: neither `count` nor `for_each`.
    Single,
    /// A number: `[0]`.
    Index(usize),
    /// A key: `["a"]`.
    Name(Name),
    /// Every instance that cannot be told apart: `[*]`. Of `count` or of `for_each`.
    Any {
        /// Whether `count` made it.
        counted: bool,
    },
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Single => Ok(()),
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Name(name) => write!(f, "[{name:?}]"),
            Self::Any { .. } => f.write_str("[*]"),
        }
    }
}

impl<'p> Scope<'p> {
    /// The scope of a root module.
    #[must_use]
    pub fn root(module: &'p Module) -> Self {
        Self::new(module, "".into(), None, Exists::Must, Vec::new())
    }

    pub(super) fn new(
        module: &'p Module,
        address: Arc<str>,
        call: Option<Site<'p>>,
        exists: Exists,
        basis: Vec<OriginId>,
    ) -> Self {
        Self {
            module,
            address,
            call,
            exists,
            basis,
            variables: Slots::default(),
            locals: Slots::default(),
            outputs: Slots::default(),
            regions: Slots::default(),
            resources: Slots::default(),
            children: Slots::default(),
        }
    }

    /// The address of something declared in this module: `module.net.aws_vpc.main`.
    #[must_use]
    pub fn address_of(&self, name: impl std::fmt::Display) -> Arc<str> {
        if self.address.is_empty() {
            name.to_string().into()
        } else {
            format!("{}.{name}", self.address).into()
        }
    }
}

/// Values that are computed once, when they are first asked for.
#[derive(Debug)]
pub(super) struct Slots<K, T>(RefCell<HashMap<K, Option<T>>>);

impl<K, T> Default for Slots<K, T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<K: Hash + Eq + Clone, T: Clone> Slots<K, T> {
    /// What was computed before, or is computed now; `cycle` when it is asked for while it is being computed.
    pub(super) fn get(&self, key: &K, compute: impl FnOnce() -> T, cycle: impl FnOnce() -> T) -> T {
        if let Some(slot) = self.0.borrow().get(key) {
            return slot.clone().unwrap_or_else(cycle);
        }
        self.0.borrow_mut().insert(key.clone(), None);
        let value = compute();
        self.0.borrow_mut().insert(key.clone(), Some(value.clone()));
        value
    }
}

/// What an expression sees: its scope and what the blocks and loops around it bind. Inner bindings come first.
#[derive(Clone, Copy, Debug)]
pub struct Env<'a, 'p> {
    /// The module's names.
    pub scope: &'a Rc<Scope<'p>>,
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
    pub const fn new(scope: &'a Rc<Scope<'p>>) -> Self {
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
