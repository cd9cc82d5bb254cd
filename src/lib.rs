//! The linter for VPC endpoints in Terraform and OpenTofu.

pub mod eval;
pub mod finding;
pub mod network;
pub mod provider;
pub mod span;
pub mod syntax;
pub mod value;
