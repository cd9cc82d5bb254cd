//! Where names get their meaning: a module with its arguments, and what is evaluated in it, once.
//!
//! A module instance holds the instances of its resources and calls, and they hold it: their types stand together, and what is done with each
//! in a file of its own. To what is evaluated in it, it is the scope.

use std::{cell::OnceCell, rc::Rc, sync::Arc};

use super::{Fuel, slots::Slots};
use crate::{
    module::{Call, Module, Resource, ResourceName},
    syntax::Name,
    value::{OriginId, Symbol, Type, Unknown, Value, Why, quoted_key},
};

/// One evaluation of a module: the root, or one instance of a call. The same module called twice has two instances.
#[derive(Debug)]
pub struct ModuleInstance<'p> {
    /// The module.
    pub module: &'p Module,
    /// `module.net[0].module.endpoints`, empty for the root.
    pub address: Arc<str>,
    /// The call that made it; none for the root.
    pub call: Option<CallSite<'p>>,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// What that rests on: the counts of the calls above.
    pub basis: Vec<OriginId>,
    pub(super) variables: Slots<Name, Value>,
    pub(super) locals: Slots<Name, Value>,
    pub(super) outputs: Slots<Name, Value>,
    pub(super) regions: Slots<ProviderName, Value>,
    pub(super) resources: Slots<ResourceName, Rc<Expansion<'p>>>,
    pub(super) children: Slots<Name, Rc<Children<'p>>>,
}

/// Where a module instance was called from.
#[derive(Debug)]
pub struct CallSite<'p> {
    /// The module block.
    pub call: &'p Call,
    /// The calling module.
    pub parent: Rc<ModuleInstance<'p>>,
    /// Which instance of the call it is.
    pub repeated: Repeated,
    /// That the module is read as what it seems to be a fork of, if it is.
    pub taken_for: Option<OriginId>,
}

/// Whether something is there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
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
    /// `count.index` or `each.key`; null of a single one.
    pub index: Value,
    /// `each.value`; null without `for_each`.
    pub value: Value,
    /// Whether this instance is there for certain.
    pub exists: Exists,
    /// Of one that may not be there, or stands for all that cannot be told apart: what tells which. Two blocks with the same have the
    /// same instances.
    pub keys: Option<Symbol>,
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
    /// A key that is not known to the letter, by what it is made of: `["private-${data.aws_availability_zones.a.names[0]}"]`.
    Template(Name),
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
            Self::Name(name) => write!(f, "[{}]", quoted_key(name)),
            Self::Template(name) => write!(f, "[{name:?}]"),
            Self::Any { .. } => f.write_str("[*]"),
        }
    }
}

/// What `count` or `for_each` says.
#[derive(Debug)]
pub(super) struct Repetition {
    /// All instances that may be there.
    pub(super) repeated: Vec<Repeated>,
    /// The origin of the count or collection.
    pub(super) basis: OriginId,
    /// What the instances can be: one entry for every alternative of an unknown condition.
    pub(super) alternatives: Vec<Alternative>,
}

impl Repetition {
    /// Pays for the addresses of all instances below one; `false`, and remembered, when they are too long.
    pub(super) fn pay_for_addresses(&self, fuel: &Fuel, below: &str) -> bool {
        let is_paid = self.repeated.iter().all(|repeated| {
            let key = match &repeated.key {
                Key::Name(key) | Key::Template(key) => key.len(),
                Key::Single | Key::Index(_) | Key::Any { .. } => 0,
            };
            fuel.pay_for_address(below.len().saturating_add(key))
        });
        if !is_paid {
            fuel.note_limit();
        }
        is_paid
    }
}

/// One way for the instances to be.
#[derive(Debug)]
pub(super) struct Alternative {
    pub(super) items: Vec<Item>,
    pub(super) rest: Option<Arc<Unknown>>,
    pub(super) form: Form,
}

impl Alternative {
    /// Whether it is known which instances there are, by their keys.
    pub(super) fn is_told(&self) -> bool {
        let is_named = |item: &Item| !matches!(item.key, Key::Template(_));
        self.rest.is_none() && self.items.iter().all(is_named)
    }
}

/// One instance of them.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) key: Key,
    /// `count.index` or `each.key`.
    pub(super) index: Value,
    /// `each.value`.
    pub(super) value: Value,
}

impl Item {
    /// One that is told by its key alone, and what `each.value` is in it.
    pub(super) fn new(key: Key, value: Value) -> Self {
        let index = match &key {
            Key::Index(index) => Value::number(*index),
            Key::Name(name) => Value::string(name.clone()),
            Key::Single | Key::Template(_) | Key::Any { .. } => Value::null(Type::Any),
        };
        Self { key, index, value }
    }

    /// One whose key is not known to the letter; none where nothing tells it from others.
    pub(super) fn templated(index: &Value, value: &Value) -> Option<Self> {
        Some(Self {
            key: Key::Template(index.template()?),
            index: index.clone(),
            value: value.clone(),
        })
    }
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Form {
    Single,
    Count,
    ForEach,
}

/// What a provider configuration is called in a module: `aws`, `aws.west`, and of one that `for_each` repeats (OpenTofu, since 1.9)
/// `aws.by["eu-west-1"]`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ProviderName {
    pub(super) configuration: Name,
    pub(super) key: Option<Name>,
}

/// What a block names as its provider configuration; of a key that is not known why.
pub type NamedProvider = Result<ProviderName, Why>;

impl std::fmt::Display for ProviderName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.configuration)?;
        match &self.key {
            Some(key) => write!(f, "[{key:?}]"),
            None => Ok(()),
        }
    }
}

/// The instances of a resource.
#[derive(Debug)]
pub struct Expansion<'p> {
    /// In the order of their keys; the symbolic instance last.
    pub instances: Vec<Rc<Instance<'p>>>,
    /// What they were repeated by; none where they cannot be had.
    pub(super) repetition: Option<Repetition>,
    /// What the resource's name is worth in expressions: made when one asks for it, since of most resources nobody does.
    pub(super) value: OnceCell<Value>,
}

/// One instance of a resource or data source.
#[derive(Debug)]
pub struct Instance<'p> {
    /// `module.net.aws_subnet.private["a"]`
    pub address: Arc<str>,
    /// What the address ends with.
    pub key: Key,
    /// Of one that may not be there, or stands for all that cannot be told apart: what tells which. Two blocks with the same have the
    /// same instances.
    pub keys: Option<Symbol>,
    /// Whether it is there for certain.
    pub exists: Exists,
    /// Whether it is there for certain wherever its module instance is.
    pub exists_in_module: Exists,
    /// What its existence rests on: its count and those of the calls above.
    pub basis: Vec<OriginId>,
    /// The block it was made from.
    pub resource: &'p Resource,
    /// The module instance it belongs to.
    pub scope: Rc<ModuleInstance<'p>>,
    /// Its provider configuration.
    pub provider: NamedProvider,
    /// Its attributes: an object that is open, for the provider may know more attributes than we do.
    pub value: Value,
    /// What references to it see, where a plan knows that.
    pub known: Option<Value>,
}

/// The instances of a module call.
#[derive(Debug)]
pub struct Children<'p> {
    /// One for each; none when the module's source is out of reach.
    pub instances: Vec<(Key, Rc<ModuleInstance<'p>>)>,
    pub(super) repetition: Option<Repetition>,
    /// What the call's name is worth, and what one output of all instances is, as expressions ask for them.
    pub(super) values: Slots<Option<Name>, Value>,
}

impl<'p> ModuleInstance<'p> {
    /// The instance of a root module.
    #[must_use]
    pub fn root(module: &'p Module) -> Self {
        Self::new(module, "".into(), None, Exists::Must, Vec::new())
    }

    pub(super) fn new(
        module: &'p Module,
        address: Arc<str>,
        call: Option<CallSite<'p>>,
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
