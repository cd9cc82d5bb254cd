//! Sections of `schema.tsv`, found without reading the others: a run needs a dozen of two thousand.

use std::{
    cmp::Ordering,
    collections::BTreeMap,
    sync::{LazyLock, PoisonError, RwLock},
};

use memchr::memmem::{find, rfind};

use super::{Schema, read};

const TEXT: &str = include_str!("../schema.tsv");

/// The lines of all sections; the comment at the top comes before the first.
static SECTIONS: LazyLock<&str> = LazyLock::new(|| {
    let first = find(TEXT.as_bytes(), b"\n@").unwrap_or(TEXT.len());
    TEXT.get(first..).unwrap_or_default()
});

type Read = BTreeMap<(&'static str, &'static str), &'static Schema>;

/// What has been read, kept for the life of the process.
static READ: LazyLock<RwLock<Read>> = LazyLock::new(RwLock::default);

/// What the section of a resource or data source type says; `None` if there is none.
pub(super) fn schema(kind: &'static str, ty: &str) -> Option<&'static Schema> {
    let read = READ.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(schema) = read.get(&(kind, ty)) {
        return Some(*schema);
    }
    drop(read);
    let (name, lines) = section(kind, ty)?;
    let mut read = READ.write().unwrap_or_else(PoisonError::into_inner);
    let schema = read
        .entry((kind, name))
        .or_insert_with(|| Box::leak(Box::new(read::schema(lines))));
    Some(*schema)
}

/// The name and the lines of a section. They are in the order of their headers.
pub(super) fn section(kind: &str, name: &str) -> Option<(&'static str, &'static str)> {
    let mut left = *SECTIONS;
    while !left.is_empty() {
        let middle = left.len() / 2;
        // A section begins where the text does.
        let start = rfind(left.as_bytes().get(..=middle)?, b"\n@")?;
        let end = find(left.as_bytes().get(middle..)?, b"\n@");
        let end = end.map_or(left.len(), |at| middle + at);
        let section = left.get(start + "\n@".len()..end)?;
        let (header, lines) = section.split_once('\n').unwrap_or((section, ""));
        let (of_kind, named) = header.split_once(' ')?;
        match (of_kind, named).cmp(&(kind, name)) {
            Ordering::Equal => return Some((named, lines)),
            Ordering::Greater => left = left.get(..start)?,
            Ordering::Less => left = left.get(end..)?,
        }
    }
    None
}

/// The kind, the name and the lines of every section.
#[cfg(test)]
pub(super) fn sections() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    SECTIONS.split("\n@").skip(1).map(|section| {
        let (header, lines) = section.split_once('\n').unwrap_or((section, ""));
        let (kind, name) = header.split_once(' ').unwrap_or((header, ""));
        (kind, name, lines)
    })
}
