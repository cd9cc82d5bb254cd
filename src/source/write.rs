//! Files that are there whole or not at all.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
    process,
};

/// Writes a file through a neighbour that then takes its place, so that nobody ever sees half of it and a failure leaves what
/// was there before.
///
/// # Errors
///
/// What the operating system says.
pub fn write_atomically(path: &Path, text: &str) -> io::Result<()> {
    // Of a link, what it leads to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let neighbour = path.with_file_name(format!(".{name}.{}.tmp", process::id()));
    let written = fs::File::create_new(&neighbour)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())
                .and_then(|()| file.sync_all())
        })
        .and_then(|()| fs::rename(&neighbour, &path));
    if written.is_err() {
        let _ = fs::remove_file(&neighbour);
    }
    written
}
