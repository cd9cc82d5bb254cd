//! The bytes of one file.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::unreadable::{LARGEST_FILE, Unreadable};
use crate::filesystem as fs;

/// Where a path leads.
pub(super) enum Found<'a> {
    /// To a text that counts instead of the one on disk.
    Overlaid(PathBuf, &'a Arc<str>),
    /// To what is there on disk, by its resolved path.
    OnDisk(PathBuf, fs::Metadata),
}

/// The size of a regular file. Looked at before it is opened: opening a FIFO would wait for a writer for ever.
pub(super) fn regular(metadata: &fs::Metadata) -> Result<u64, Unreadable> {
    if metadata.is_file() {
        Ok(metadata.len())
    } else {
        Err(Unreadable::NotRegular)
    }
}

pub(super) fn bytes_of(resolved: &Path, metadata: &fs::Metadata) -> Result<Vec<u8>, Unreadable> {
    bytes_up_to(LARGEST_FILE, resolved, metadata)
}

/// The bytes of a file that has no more than so many.
pub(super) fn bytes_up_to(
    largest: u64,
    resolved: &Path,
    metadata: &fs::Metadata,
) -> Result<Vec<u8>, Unreadable> {
    let bytes = regular(metadata)?;
    let too_large = |bytes| Err(Unreadable::TooLarge { bytes, largest });
    if bytes > largest {
        return too_large(bytes);
    }
    // Some files claim to be empty. Of others there is nothing beyond their size, which need not be asked for.
    let most = if bytes == 0 { largest + 1 } else { bytes };
    let mut content = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0));
    fs::File::open(resolved)?
        .take(most)
        .read_to_end(&mut content)?;
    let bytes = content.len() as u64;
    if bytes > largest {
        return too_large(bytes);
    }
    Ok(content)
}
