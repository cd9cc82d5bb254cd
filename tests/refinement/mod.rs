//! What a value that is known in part may become.

use serde_json::Value as Json;

/// Whether the second value is what the first may become: what is known of the first is there in the second. Of what is known in part the
/// order is that of a set, perhaps.
pub(crate) fn refines(before: &Json, unknown: &Json, after: &Json) -> bool {
    let known = Json::Bool(false);
    match (before, after) {
        _ if *unknown == Json::Bool(true) => true,
        (Json::Array(before), Json::Array(after)) => {
            let mask = |index: usize| unknown.get(index).unwrap_or(&known);
            if (0..before.len()).any(|index| mask(index).to_string().contains("true")) {
                let mut members = before.iter().enumerate();
                return after.len() <= before.len()
                    && members
                        .all(|(at, it)| after.iter().any(|after| refines(it, mask(at), after)));
            }
            before.len() == after.len()
                && (0..before.len()).all(|at| refines(&before[at], mask(at), &after[at]))
        }
        (Json::Object(before), Json::Object(after)) => before.iter().all(|(name, it)| {
            let mask = unknown.get(name).unwrap_or(&known);
            after
                .get(name)
                .is_some_and(|after| refines(it, mask, after))
        }),
        (Json::Number(before), Json::Number(after)) => before.as_f64() == after.as_f64(),
        _ => before == after,
    }
}
