//! A service name, taken apart.

mod grammar;

use super::Service;
use crate::{syntax::Name, value::Value};
pub(super) use grammar::suffix_of;

/// A service name, taken apart.
#[derive(Clone, Debug)]
pub enum ServiceName {
    /// A service of AWS.
    Aws {
        /// What stands before the Region: `com.amazonaws`.
        prefix: &'static str,
        /// The Region in the name: known, known in part, or an unknown. `None` for names without Region.
        region: Option<Value>,
        /// What stands behind it: `s3`, `ecr.api`.
        suffix: Name,
        /// What the table knows of the service; `None` when it is not in the table, which does not mean that there is
        /// no such service.
        facts: Option<&'static Service>,
    },
    /// An endpoint service that somebody runs behind a load balancer: `com.amazonaws.vpce.<region>.vpce-svc-<id>`.
    Customer {
        /// The Region in the name: known, known in part, or an unknown.
        region: Value,
        /// `vpce-svc-...`: known, known in part, or an unknown.
        id: Value,
    },
    /// Neither.
    Other(Name),
}

impl ServiceName {
    /// What the table knows of the service.
    #[must_use]
    pub const fn facts(&self) -> Option<&'static Service> {
        match self {
            Self::Aws { facts, .. } => *facts,
            _ => None,
        }
    }

    /// Whether it is AWS's service with that suffix, whatever the Region and partition: `is_aws("s3")`.
    #[must_use]
    pub fn is_aws(&self, wanted: &str) -> bool {
        matches!(self, Self::Aws { suffix, .. } if &**suffix == wanted)
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
