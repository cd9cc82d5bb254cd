//! The linter for VPC endpoints in Terraform and OpenTofu.

pub mod span;

pub mod source;

pub mod finding;

pub mod syntax;

pub mod module;

pub mod value;

pub mod provider;

pub mod eval;

pub mod network;

pub mod page;

pub mod rules;

pub mod lint;

pub mod report;

pub mod inspect;

pub mod cli;
