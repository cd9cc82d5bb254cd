//! The keys of instances.

use std::fmt;

use serde_json::value::RawValue;

use crate::syntax::Name;

/// What the address of an instance ends with.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum InstanceKey {
    /// Nothing: neither `count` nor `for_each`.
    Single,
    /// A number: `[0]`.
    Index(usize),
    /// A key: `["a"]`.
    Name(Name),
}

impl InstanceKey {
    /// The key that JSON writes.
    pub(super) fn of(index: Option<&RawValue>) -> Option<Self> {
        let Some(index) = index else {
            return Some(Self::Single);
        };
        if let Ok(index) = index.get().parse() {
            return Some(Self::Index(index));
        }
        let name: String = serde_json::from_str(index.get()).ok()?;
        Some(Self::Name(name.into()))
    }

    /// The name and the key of the last step of an address: `net` and `a` of `module.net["a"]` in a module, given what goes before.
    pub(super) fn of_call(address: &str, parent: &str) -> Option<(Name, Self)> {
        let own = address.strip_prefix(parent)?;
        let own = own.strip_prefix('.').unwrap_or(own);
        let step = own.strip_prefix("module.")?;
        let Some((name, key)) = step.split_once('[') else {
            return Some((step.into(), Self::Single));
        };
        let key = key.strip_suffix(']')?;
        if let Ok(index) = key.parse() {
            return Some((name.into(), Self::Index(index)));
        }
        let text: String = serde_json::from_str(key).ok()?;
        let text = text.replace("$${", "${").replace("%%{", "%{");
        Some((name.into(), Self::Name(text.into())))
    }
}

/// As the addresses of [`crate::address`] end.
impl fmt::Display for InstanceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Single => Ok(()),
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Name(name) => write!(f, "[{name:?}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_have_names_and_keys() {
        let name = |text: &str| InstanceKey::Name(text.into());
        for (address, parent, expected) in [
            ("module.net", "", Some(("net", InstanceKey::Single))),
            ("module.net[0]", "", Some(("net", InstanceKey::Index(0)))),
            (
                "module.a.module.net[\"x[\\\"y\"]",
                "module.a",
                Some(("net", name("x[\"y"))),
            ),
            ("module.net[\"$${x}\"]", "", Some(("net", name("${x}")))),
            ("module.net[", "", None),
            ("aws_vpc.main", "", None),
        ] {
            let found = InstanceKey::of_call(address, parent);
            let expected = expected.map(|(name, key)| (name.into(), key));
            assert_eq!(found, expected, "{address}");
        }
    }
}
