//! The JSON Schema of reports, made from what is serialized; mended by `BLESS=1 cargo test --lib json::schema`.

use std::{env, fs, path::Path};

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};

use super::form::Report;
use crate::finding::{Confidence, Safety, Severity};

pub(super) fn severities(_: &mut SchemaGenerator) -> Schema {
    let all = [Severity::Error, Severity::Warning, Severity::Info];
    json_schema!({ "enum": all.map(Severity::name) })
}

pub(super) fn confidences(_: &mut SchemaGenerator) -> Schema {
    let all = [
        Confidence::Certain,
        Confidence::Likely,
        Confidence::Possible,
    ];
    json_schema!({ "enum": all.map(Confidence::name) })
}

pub(super) fn safeties(_: &mut SchemaGenerator) -> Schema {
    let all = [Safety::Safe, Safety::Unsafe];
    json_schema!({ "enum": all.map(Safety::name) })
}

/// What programs may rely on. Whether real reports keep it is asked by `tests/consumers/run.sh`.
#[test]
fn the_schema_is_that_of_what_is_written() {
    hold::<Report>("src/report/schema.json", "vpcelint report, version 1");
}

/// Holds a schema, by its path in the repository and its title, against what is written; mends it where `BLESS` is set.
pub(crate) fn hold<T: JsonSchema>(file: &str, title: &str) {
    let settings = SchemaSettings::draft07().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    let id = format!("{}/raw/main/{file}", env!("CARGO_PKG_REPOSITORY"));
    schema.insert("$id".to_owned(), id.into());
    schema.insert("title".to_owned(), title.into());
    let fresh = format!("{:#}\n", schema.to_value());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let is_current = if env::var_os("BLESS").is_some() {
        fs::write(&path, &fresh).is_ok()
    } else {
        fs::read_to_string(&path).is_ok_and(|text| text == fresh)
    };
    assert!(
        is_current,
        "{file} is stale: run `BLESS=1 cargo test --lib schema`"
    );
}
