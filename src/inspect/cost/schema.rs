//! The JSON Schema of what endpoints cost, made from what is serialized; mended by `BLESS=1 cargo test --lib cost::schema`.

use super::form::JsonReport;
use crate::report::json::schema;

/// What programs may rely on.
#[test]
fn the_schema_is_that_of_what_is_written() {
    schema::hold::<JsonReport<'_>>("src/inspect/cost/schema.json", "vpcelint cost, version 1");
}
