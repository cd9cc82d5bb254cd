//! Files that commands write beside reports.

use std::path::Path;

use crate::{lint::Error, report::Document, source::Sources};

/// Writes a file, whole or not at all.
pub(super) fn write(sources: &Sources, path: &Path, text: &str) -> Result<(), Error> {
    let document = Document {
        path: sources.absolute(path),
        text: text.to_owned(),
    };
    document
        .write()
        .map_err(|error| Error::Command(format!("cannot write `{}`: {error}", path.display())))
}
