//! What is not known, and why.

use std::{fmt, sync::Arc};

use super::{Fragment, Items, Kind, Symbol, Type, Value};
use crate::syntax::Name;

/// What is known of an unknown value.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// Its type, `Any` when not even that is known.
    pub ty: Type,
    /// Its identity, when it has one: the same symbol is the same value.
    pub symbol: Option<Symbol>,
    /// Why it is not known.
    pub why: Why,
    /// Whether it is known not to be null.
    pub not_null: bool,
    /// What a number is at least, or how many elements a list, set or map has at least; 0 says nothing of a collection.
    pub least: Option<usize>,
    /// Of a list or tuple: all its members, in an order that is not known.
    pub members: Option<Items>,
    /// Whether it is the name of a Region: small letters, digits and hyphens.
    pub is_region: bool,
}

/// Why a value is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The provider decides when it is applied: the resource's address.
    Resource(Name),
    /// A data source is read when it is planned: its address.
    Data(Name),
    /// An input variable without a value: its name.
    Variable(Name),
    /// A variable whose value is kept nowhere and shown to nobody: its name.
    Ephemeral(Name),
    /// A variable or local that no file declares: `var.region`.
    Undeclared(Name),
    /// The module's source is not on disk: the call's address.
    Module(Name),
    /// A function whose result cannot be had here (impure, not supported): its name.
    Function(Name),
    /// A file that is missing, too large or outside the project.
    File(Name),
    /// Depends on a condition or a count that is unknown.
    Condition,
    /// The provider's Region comes from the environment: the provider configuration's address.
    ProviderRegion(Name),
    /// `terraform.workspace` and the like.
    Environment(Name),
    /// Terraform would refuse it: the message.
    Fault(Name),
    /// A known value that the provider's type for the argument does not take: what that lacks.
    Unfit(Name),
    /// For that reason, but it is a network, and less than all of its family: the CIDR block of a VPC or a subnet.
    Narrow(Arc<Self>),
    /// Terraform is told to ignore it once it exists (`ignore_changes`): somebody else sets it.
    Ignored,
    /// It refers to itself.
    Cycle,
    /// A part of the module could not be read.
    Unread,
    /// A bound on time, size or depth was reached.
    Limit,
}

/// As messages say it: `decided when aws_vpc.main is applied`.
impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resource(address) => write!(f, "decided when {address} is applied"),
            Self::Data(address) => write!(f, "read from AWS by {address}"),
            Self::Variable(name) => write!(f, "variable {name} has no value here"),
            Self::Ephemeral(name) => write!(f, "variable {name} is ephemeral"),
            Self::Undeclared(name) => write!(f, "{name} is not declared"),
            Self::Module(address) => write!(f, "the source of {address} is not on disk"),
            Self::Function(name) => {
                write!(f, "the result of {name}() is not known before the apply")
            }
            Self::File(path) => write!(f, "the file {path} cannot be read here"),
            Self::Condition => write!(f, "depends on a condition that is unknown"),
            Self::ProviderRegion(address) => {
                write!(f, "the region of {address} comes from the environment")
            }
            Self::Environment(name) => write!(f, "{name} depends on where terraform runs"),
            Self::Fault(message) | Self::Unfit(message) => write!(f, "{message}"),
            Self::Narrow(why) => why.fmt(f),
            Self::Ignored => write!(f, "its changes are ignored, so somebody else sets it"),
            Self::Cycle => write!(f, "it refers to itself"),
            Self::Unread => write!(f, "a part of the module could not be read"),
            Self::Limit => write!(f, "it is too large to evaluate"),
        }
    }
}

impl Unknown {
    /// An unknown of that type, without identity.
    #[must_use]
    pub const fn new(ty: Type, why: Why) -> Self {
        Self {
            ty,
            symbol: None,
            why,
            not_null: false,
            least: None,
            members: None,
            is_region: false,
        }
    }

    /// What one attribute of it is: an unknown too, with the identity narrowed.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Self {
        let ty = match &self.ty {
            Type::Object(fields) => fields.get(name).map_or(Type::Any, |field| field.ty.clone()),
            Type::Map(element) => (**element).clone(),
            _ => Type::Any,
        };
        self.narrowed(
            ty,
            self.symbol
                .as_ref()
                .and_then(|symbol| symbol.attribute(name)),
        )
    }

    /// What one element of it is, by number.
    #[must_use]
    pub fn element(&self, index: usize) -> Self {
        let ty = match &self.ty {
            Type::List(element) => (**element).clone(),
            Type::Tuple(elements) => elements.get(index).cloned().unwrap_or(Type::Any),
            _ => Type::Any,
        };
        self.narrowed(
            ty,
            self.symbol.as_ref().and_then(|symbol| symbol.index(index)),
        )
    }

    /// What any one of its elements is: of a list, set or map of which nothing is known.
    #[must_use]
    pub fn each(&self) -> Self {
        let ty = match &self.ty {
            Type::List(element) | Type::Set(element) | Type::Map(element) => (**element).clone(),
            _ => Type::Any,
        };
        self.narrowed(ty, self.symbol.as_ref().and_then(Symbol::each))
    }

    fn narrowed(&self, ty: Type, symbol: Option<Symbol>) -> Self {
        Self {
            symbol,
            ..Self::new(ty, self.why.clone())
        }
    }
}

impl Unknown {
    /// The list or tuple that it is, its members in some order, where these are known.
    #[must_use]
    pub fn in_some_order(&self) -> Option<Value> {
        let members = self.members.as_ref()?.to_vec();
        Some(match &self.ty {
            Type::List(element) => Value::list((**element).clone(), members),
            _ => Value::tuple(members),
        })
    }

    /// Whether it is all of a resource or a data source, as the provider says it.
    #[must_use]
    pub fn is_of_resource(&self) -> bool {
        match &self.why {
            Why::Resource(address) | Why::Data(address) => {
                (self.symbol.as_ref()).is_some_and(|symbol| symbol.as_str() == &**address)
            }
            _ => false,
        }
    }

    /// Whether it is the id or ARN of one managed resource: never null, never empty, and no other resource's. Resources that take
    /// over what AWS made (`aws_default_vpc`) may name one thing twice.
    #[must_use]
    pub fn names_one_resource(&self) -> bool {
        let Why::Resource(address) = &self.why else {
            return false;
        };
        self.symbol.as_ref().is_some_and(|symbol| {
            let attribute = symbol.as_str().strip_prefix(&**address);
            matches!(attribute, Some(".id" | ".arn"))
                && !address.contains("[*]")
                && !address.contains("aws_default_")
        })
    }

    /// Whether it, as a text, may have that letter in it.
    #[must_use]
    pub fn may_have(&self, letter: char) -> bool {
        // The name of a zone is that of its Region with letters, digits and hyphens behind it.
        let is_name = self.is_region || self.listed_zone().is_some();
        !is_name || matches!(letter, 'a'..='z' | '0'..='9' | '-')
    }

    /// Whether it, as a text, has a letter in it for certain. A provider needs a Region; that variable which says which may be left
    /// empty where the environment does.
    #[must_use]
    pub fn is_never_empty(&self) -> bool {
        let of_provider = self.is_region && matches!(self.why, Why::ProviderRegion(_));
        of_provider || self.names_one_resource()
    }

    /// Whether both are for certain different values: the ids of two resources, or two of the Availability Zones that one data source
    /// lists, each of which it lists once.
    #[must_use]
    pub fn differs_from(&self, other: &Self) -> bool {
        let are_ids = self.names_one_resource() && other.names_one_resource();
        let zones = || Some((self.listed_zone()?, other.listed_zone()?));
        let are_zones = || zones().is_some_and(|(one, other)| one == other);
        self.symbol != other.symbol && (are_ids || are_zones())
    }

    /// The list that it is an element of, if that is one of Availability Zones: `data.aws_availability_zones.a.names`.
    fn listed_zone(&self) -> Option<&str> {
        let Why::Data(address) = &self.why else {
            return None;
        };
        let (list, index) = (self.symbol.as_ref()?.as_str().strip_suffix(']')?).rsplit_once('[')?;
        let attribute = list.strip_prefix(&**address)?;
        let is_listed = attribute == ".names"
            && address.contains("data.aws_availability_zones.")
            && !address.contains("[*]")
            && index.bytes().all(|digit| digit.is_ascii_digit());
        is_listed.then_some(list)
    }

    /// Whether both are one value: they have the same identity.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || (self.symbol.is_some() && self.symbol == other.symbol)
    }
}

impl Kind {
    /// Why a value is not known at its own level.
    #[must_use]
    pub fn why(&self) -> Why {
        match self {
            Self::Unknown(unknown) => unknown.why.clone(),
            Self::Sequence(sequence) => sequence
                .rest
                .as_ref()
                .map_or(Why::Condition, |rest| rest.why.clone()),
            Self::Mapping(mapping) => mapping
                .rest
                .as_ref()
                .map_or(Why::Condition, |rest| rest.why.clone()),
            Self::PartialString(fragments) => fragments
                .iter()
                .find_map(|fragment| match fragment {
                    Fragment::Unknown(unknown) => Some(unknown.why.clone()),
                    Fragment::Known(_) => None,
                })
                .unwrap_or(Why::Condition),
            Self::Union(alternatives) => alternatives
                .iter()
                .find(|value| !value.is_known())
                .map_or(Why::Condition, |value| value.kind.why()),
            Self::Null(_) | Self::Bool(_) | Self::Number(_) | Self::String(_) => Why::Condition,
        }
    }
}

impl From<Unknown> for Value {
    fn from(unknown: Unknown) -> Self {
        Self::new(Kind::Unknown(Arc::new(unknown)))
    }
}
