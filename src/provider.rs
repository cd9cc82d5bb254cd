//! What the AWS provider says of its resource and data source types, without the provider.

mod schema;

pub use schema::{Attribute, Block, Default, Nesting, Schema, data_source, resource};
