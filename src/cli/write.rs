//! Files that commands write beside reports.

use std::path::Path;

use crate::{
    lint::Error,
    report::{Document, Over},
    source::Sources,
};

/// Writes a file, whole or not at all.
pub(super) fn write(sources: &Sources, path: &Path, text: &str, over: Over) -> Result<(), Error> {
    fits(sources, path, over)?;
    let document = Document {
        path: sources.absolute(path),
        text: text.to_owned(),
        over,
    };
    document
        .write()
        .map_err(|error| refused(path, &error.to_string()))
}

/// Whether a file can be written there: asked before a run, so that its work is not lost. A directory of the project may be a link
/// that someone else made: it does not lead out of it.
pub(super) fn fits(sources: &Sources, path: &Path, over: Over) -> Result<(), Error> {
    Document::fits(path, over).map_err(|error| refused(path, &error.to_string()))?;
    let absolute = sources.absolute(path);
    let leads_out = |directory: &Path| {
        absolute.starts_with(sources.project()) && sources.identity(directory).is_err()
    };
    if over != Over::Anything && absolute.parent().is_some_and(leads_out) {
        let reason = "its directory is a link that leads out of the project; see --force";
        return Err(refused(path, reason));
    }
    Ok(())
}

fn refused(path: &Path, reason: &str) -> Error {
    Error::Command(format!("cannot write `{}`: {reason}", path.display()))
}
