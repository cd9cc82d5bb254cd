//! How the Region in the name of a service is written.

use super::{Place, Remedy};

/// How the name of a service comes to its Region, as its module writes it.
#[derive(Debug)]
pub struct WrittenRegion {
    /// Where the name is written.
    pub place: Place,
    /// The Region, where it is spelt out.
    pub spelt: Option<String>,
    /// What else in its module says which Region it is for: `var.region`, `data.aws_region.current`.
    pub said_by: Option<String>,
    /// Whether its module is there to be called.
    pub is_called: bool,
    /// The data source that it takes the name of its Region from, by the attribute that version 6 of the provider gives up, and the
    /// change to the new one.
    pub by_old_name: Option<(String, Remedy)>,
    /// Whether only versions of the provider from 6 on are let in; not known of another provider of that name.
    pub provider_is_new: Option<bool>,
}
