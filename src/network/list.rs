//! Lists of names, as messages have them.

/// `a`, `a and b`, `a, b and c`; with whatever stands before the last.
#[must_use]
pub fn joined<N: AsRef<str>>(names: &[N], conjunction: &str) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}

/// The same of all of them.
pub(super) fn listed(names: &[String]) -> String {
    joined(names, "and")
}

/// In the order in which they come first, each once.
pub(super) fn distinct<T: PartialEq>(names: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for name in names {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}
