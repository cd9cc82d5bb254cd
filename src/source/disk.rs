//! The bytes of one file.

use std::{fs, io::Read as _, path::Path};

use super::unreadable::{LARGEST_FILE, Unreadable};

/// The size of a regular file. Looked at before it is opened: opening a FIFO would wait for a writer for ever.
pub(super) fn regular(resolved: &Path) -> Result<u64, Unreadable> {
    let metadata = fs::metadata(resolved)?;
    if metadata.is_file() {
        Ok(metadata.len())
    } else {
        Err(Unreadable::NotRegular)
    }
}

pub(super) fn bytes_of(resolved: &Path) -> Result<Vec<u8>, Unreadable> {
    let bytes = regular(resolved)?;
    if bytes > LARGEST_FILE {
        return Err(Unreadable::TooLarge { bytes });
    }
    let mut content = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0));
    // It may have grown since, and some files claim to be empty.
    fs::File::open(resolved)?
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut content)?;
    let bytes = content.len() as u64;
    if bytes > LARGEST_FILE {
        return Err(Unreadable::TooLarge { bytes });
    }
    Ok(content)
}
