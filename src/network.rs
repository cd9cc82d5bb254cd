//! What the configuration would build, joined: the facts that rules read.

pub mod policy;
pub mod region;
pub mod service;

/// The network of one root.
#[derive(Debug, Default)]
pub struct Network {}
