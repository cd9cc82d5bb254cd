//! Names that were probably meant.

/// Names more alike than this are probably the same, unless they all begin alike.
pub(crate) const LIKE: f64 = 0.8;

/// Of the known names the one that is most like a name, if their likeness (Jaro-Winkler, 0 to 1) is more than `least`.
#[must_use]
pub(crate) fn nearest<'k>(
    known: impl IntoIterator<Item = &'k str>,
    name: &str,
    least: f64,
) -> Option<&'k str> {
    known
        .into_iter()
        .map(|known| (strsim::jaro_winkler(known, name), known))
        .filter(|(likeness, _)| *likeness > least)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, near)| near)
}

/// The one known name that becomes a name by so many edits at most: letters left out, added, exchanged or in another order. `None`
/// where there are several.
#[must_use]
pub(crate) fn within<'k>(
    known: impl IntoIterator<Item = &'k str>,
    name: &str,
    most: usize,
) -> Option<&'k str> {
    let mut near: Vec<&str> = known
        .into_iter()
        .filter(|known| known.len().abs_diff(name.len()) <= most)
        .filter(|known| strsim::osa_distance(known, name) <= most)
        .collect();
    near.sort_unstable();
    near.dedup();
    match near.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}
