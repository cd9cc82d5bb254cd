//! What was not seen, for formats that have a place for it.

use crate::lint::{Report, Unseen};

/// What was not seen and why.
pub(super) fn not_followed(unseen: &Unseen) -> String {
    let Unseen {
        part, root, source, ..
    } = unseen;
    let version = part
        .version()
        .map_or_else(String::new, |it| format!(" {it}"));
    let what = match part.address() {
        Some(address) => format!("{address} ({source}{version})"),
        None => source.clone(),
    };
    format!(
        "{what} of root {root} was not followed: {}",
        unseen.reason.about()
    )
}

/// The same for all that was not seen, a line each.
pub(super) fn lines(report: &Report) -> impl Iterator<Item = String> {
    report.unfollowed.iter().map(not_followed)
}
