//! Places in source texts: byte ranges that know their file.

use std::{
    cmp::Ordering,
    hash::{Hash, Hasher},
};

use crate::work;

/// One file text held by [`crate::source::Sources`].
#[derive(Clone, Copy, Eq, Debug)]
pub struct FileId(u32);

impl FileId {
    /// The id of the file that was read as number `index`, from 0.
    #[must_use]
    pub const fn new(index: u32) -> Self {
        Self(index)
    }

    /// The number given to [`FileId::new`].
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Whatever compares places compares their files first.
impl PartialEq for FileId {
    fn eq(&self, other: &Self) -> bool {
        work::count(1);
        self.0 == other.0
    }
}

impl Hash for FileId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        work::count(1);
        self.0.hash(state);
    }
}

impl PartialOrd for FileId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FileId {
    fn cmp(&self, other: &Self) -> Ordering {
        work::count(1);
        self.0.cmp(&other.0)
    }
}

/// A byte range of a file: from 0, end exclusive. Files are capped far below 4 GiB.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Span {
    /// The file the bytes belong to.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A range of `file`; `end` before `start` gives an empty range at `start`.
    #[must_use]
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        Self {
            file,
            start,
            end: end.max(start),
        }
    }

    /// The smallest range that covers both; both must be of one file, otherwise `self` is given back.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file == other.file {
            Self::new(
                self.file,
                self.start.min(other.start),
                self.end.max(other.end),
            )
        } else {
            self
        }
    }

    /// Whether `other` lies inside this range.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}
