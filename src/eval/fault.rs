//! What Terraform would refuse.

use std::fmt;

/// An expression that has no value: Terraform would stop with this message. It never stops the linter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Terraform's cause, in its words: `a number is required`.
    pub message: String,
    /// Whether `try` and `can` catch it. References to what is not declared are not caught.
    pub caught: bool,
}

impl Fault {
    /// A fault that `try` catches.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            caught: true,
        }
    }

    /// A fault of the configuration itself, which `try` does not catch.
    pub fn undeclared(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            caught: false,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
