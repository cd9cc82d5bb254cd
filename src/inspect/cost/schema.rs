//! The JSON Schema of what endpoints cost, made from what is serialized; mended by `BLESS=1 cargo test --lib cost::schema`.

use std::{env, fs, path::Path};

use schemars::generate::SchemaSettings;

use super::form::JsonReport;

/// What programs may rely on.
#[test]
fn the_schema_is_that_of_what_is_written() {
    let settings = SchemaSettings::draft07().for_serialize();
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<JsonReport<'_>>();
    let id = "/raw/main/src/inspect/cost/schema.json";
    schema.insert(
        "$id".to_owned(),
        format!("{}{id}", env!("CARGO_PKG_REPOSITORY")).into(),
    );
    schema.insert("title".to_owned(), "vpcelint cost, version 1".into());
    let fresh = format!("{:#}\n", schema.to_value());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/inspect/cost/schema.json");
    let is_current = if env::var_os("BLESS").is_some() {
        fs::write(&path, &fresh).is_ok()
    } else {
        fs::read_to_string(&path).is_ok_and(|text| text == fresh)
    };
    assert!(
        is_current,
        "src/inspect/cost/schema.json is stale: run `BLESS=1 cargo test --lib cost::schema`"
    );
}
