//! The linter for VPC endpoints in Terraform and OpenTofu.

pub mod eval;
pub mod finding;
pub mod lint;
pub mod network;
pub mod page;
pub mod report;
pub mod rules;
pub mod source;
pub mod span;
pub mod syntax;
pub mod value;
