//! The public names that private DNS of an endpoint takes over, also where the Region in them is not known.

use super::{ServiceName, name::fragments_of};
use crate::value::{Fragment, Value};

/// Stands for the Region while the names are put together: no name has it.
const REGION: &str = "\0";

impl ServiceName {
    /// The names that private DNS takes over, `*.` for all names below. The Region in them is as much known as it is in the name of the
    /// service. Empty when there are none or they are not known.
    #[must_use]
    pub fn private_dns_names(&self) -> Vec<Value> {
        let Self::Aws {
            prefix,
            region,
            facts: Some(facts),
            ..
        } = self
        else {
            return Vec::new();
        };
        let known = region.as_ref().and_then(Value::as_str);
        if let Some(region) = known {
            let names = facts.private_dns_names(region);
            return names.into_iter().map(Value::string).collect();
        }
        // Partitions with a name of their own have a domain of their own, too.
        let is_usual = *prefix == "com.amazonaws" || prefix.contains("aws.");
        let names = facts.private_dns_names(REGION).into_iter();
        let names = names.filter(|_| is_usual);
        match region {
            Some(region) => names.map(|name| with_region(&name, region)).collect(),
            None => names
                .filter(|name| !name.contains(REGION))
                .map(Value::string)
                .collect(),
        }
    }

    /// Whether its name is of the form `com.amazonaws.<region>.<service>`.
    #[must_use]
    pub const fn is_usual(&self) -> bool {
        match self {
            Self::Aws {
                prefix,
                region: Some(_),
                ..
            } => matches!(prefix.as_bytes(), b"com.amazonaws"),
            _ => false,
        }
    }

    /// Whether its Region is known.
    #[must_use]
    pub fn has_known_region(&self) -> bool {
        match self {
            Self::Aws {
                region: Some(region),
                ..
            } => region.as_str().is_some(),
            _ => true,
        }
    }
}

fn with_region(name: &str, region: &Value) -> Value {
    let mut fragments = Vec::new();
    for (index, known) in name.split(REGION).enumerate() {
        if index > 0 {
            fragments.extend(fragments_of(region));
        }
        fragments.push(Fragment::Known(known.into()));
    }
    Value::from_fragments(fragments).hidden(region.sensitive)
}
