//! Lists of names, as messages have them.

/// `a`, `a and b`, `a, b and c`; with whatever stands before the last.
pub(super) fn joined(names: &[String], conjunction: &str) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
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
