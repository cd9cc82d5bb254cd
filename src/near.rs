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
