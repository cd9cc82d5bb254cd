//! The public names that private DNS of an endpoint takes over, also where the Region in them is not known.

use super::{
    ServiceName,
    template::{REGION, with_region},
};
use crate::value::Value;

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
            Some(region) => names
                .map(|name| Value::from_fragments(with_region(&name, region)))
                .map(|name| name.hidden(region.sensitive))
                .collect(),
            None => names
                .filter(|name| !name.contains(REGION))
                .map(Value::string)
                .collect(),
        }
    }
}
