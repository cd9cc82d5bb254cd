//! Tags of endpoints.

use std::collections::BTreeMap;

use super::Fact;
use crate::value::Why;

/// Some tags: each with its value, if that is known.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TagMap {
    pub(super) values: BTreeMap<String, Result<String, Why>>,
    /// Why there may be more.
    pub(super) open: Option<Why>,
}

/// All that tags an endpoint.
#[derive(Debug)]
pub struct Tags {
    /// Its own argument.
    pub own: Fact<TagMap>,
    /// What its provider gives to everything.
    pub default: Fact<TagMap>,
    /// What separate resources add.
    pub separate: Fact<TagMap>,
}
