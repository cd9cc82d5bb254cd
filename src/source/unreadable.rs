//! Why a file cannot be used.

use std::io;

/// Larger files are not read: no configuration that people write comes near, and spans stay far below 4 GiB.
pub const LARGEST_FILE: u64 = 10 * 1024 * 1024;

/// Directory listings for `fileset` end in an error beyond this many entries.
pub(super) const MOST_ENTRIES: usize = 100_000;

/// Why a file cannot be used. Displayed as the end of a sentence: lower case, no full stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    /// There is nothing at this path, or a link that leads nowhere.
    #[error("it does not exist")]
    Missing,
    /// A directory, FIFO, socket or device.
    #[error("it is not a regular file")]
    NotRegular,
    /// Beyond [`LARGEST_FILE`], or what is read of a document of its kind.
    #[error("it has {bytes} bytes, more than the {largest} that are read")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// What is read at most.
        largest: u64,
    },
    /// A directory with too many files to list.
    #[error("it has more than {MOST_ENTRIES} entries")]
    TooMany,
    /// Terraform texts are UTF-8.
    #[error("it is not UTF-8 (byte {at})")]
    NotUtf8 {
        /// Offset of the first byte that does not belong, from 0.
        at: usize,
    },
    /// Resolved, it lies neither in the project nor below a path named on the command line.
    #[error("it lies outside the project")]
    OutsideProject,
    /// Whatever else the operating system says.
    #[error("it cannot be read: {0}")]
    Denied(io::ErrorKind),
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            kind => Self::Denied(kind),
        }
    }
}
