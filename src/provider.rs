//! What the AWS provider says of its resource and data source types, and what it computes itself, without the provider.

mod placeholder;

mod json;
pub mod region;
mod schema;
mod set_order;

pub mod awscc;
pub mod normal;
pub mod policy_document;
pub mod price;
pub mod service;
pub mod words;

pub use json::{Json, escape};
pub use schema::{
    Attribute, Block, Default, Nesting, Rewriting, Schema, VERSION, data_source, resource,
};
