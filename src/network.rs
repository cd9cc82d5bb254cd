//! What the configuration would build, joined: the facts that rules read.

/// The network of one root.
#[derive(Debug, Default)]
pub struct Network {}
