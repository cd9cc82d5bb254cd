//! Why a plan cannot be read.

use crate::source::Unreadable;

/// Larger plans are not read.
pub(super) const LARGEST: u64 = 256 * 1024 * 1024;

/// What makes a readable plan of what Terraform saved.
const SHOW: &str = "`terraform show -json FILE > plan.json` makes a plan that can be read";

/// Why a plan cannot be read. Displayed as the end of a sentence: lower case, no full stop.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Error {
    /// The file itself.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// As `terraform plan -out` writes it.
    #[error("it is a plan as Terraform keeps it, not JSON: {SHOW}")]
    Binary,
    /// In the encoding in which some shells write what is sent into a file.
    #[error("it is UTF-16: write it again as UTF-8")]
    Utf16,
    /// No text.
    #[error("it is not UTF-8")]
    NotUtf8,
    /// What `terraform plan -json` says of its progress.
    #[error(
        "it is what `terraform plan -json` tells of its progress, no plan: save one with `-out=FILE`; {SHOW}"
    )]
    Progress,
    /// Not JSON, or not of the form.
    #[error("it is not JSON (line {line}, column {column})")]
    NotJson {
        /// From 1.
        line: usize,
        /// From 1, in bytes.
        column: usize,
    },
    /// JSON in which something is not what it is in a plan.
    #[error("it is no plan (line {line}, column {column}): {reason}")]
    Malformed {
        /// From 1.
        line: usize,
        /// From 1, in bytes.
        column: usize,
        /// What is wrong there; it quotes no value.
        reason: String,
    },
    /// What Terraform built, not what it is going to build.
    #[error("it is a state, not a plan: save one with `-out=FILE`; {SHOW}")]
    State,
    /// Some other JSON.
    #[error("it is no plan: it has no `{0}`")]
    Lacks(&'static str),
    /// A format of another time.
    #[error("its format is version {0}, and only version 1 can be read")]
    Version(String),
}
