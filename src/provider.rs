//! What the AWS provider says of its resource and data source types, and what it computes itself, without the provider.

mod json;
pub mod normal;
pub mod policy_document;
pub mod region;
mod schema;
pub mod service;
mod set_order;

pub use json::Json;
pub use schema::{Attribute, Block, Default, Nesting, Schema, data_source, resource};
