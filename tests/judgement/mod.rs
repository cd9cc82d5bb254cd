//! One answer of `eval` beside Terraform's.

use serde_json::Value as Json;

use crate::agreement::{Leaf, Masked, Verdict, compare};

/// How one answer of `eval` compares: `exact`, `more` known than Terraform knows before the apply, `less` known, `undecided` or
/// `unrefused` where Terraform refuses what is unknown or known to us, `unprintable` by Terraform, or `wrong`; and where it differs.
pub(crate) fn judge(ours: &Json, truth: &Json) -> (&'static str, String) {
    if let Some(error) = truth["error"].as_str() {
        return match (error, &ours["error"]) {
            ("SERIALIZE", Json::Null) if has_unknown(&ours["unknown"]) => {
                ("unprintable", String::new())
            }
            (_, Json::String(_)) => ("exact", String::new()),
            // Terraform says no more of it than that it is sensitive, and nor do we.
            ("Output refers to sensitive values", _) if ours["sensitive"] == true => {
                ("exact", String::new())
            }
            _ if has_unknown(&ours["unknown"]) => ("undecided", error.to_owned()),
            _ => ("unrefused", error.to_owned()),
        };
    }
    if let Some(error) = ours["error"].as_str() {
        // Terraform learns it from the apply.
        let verdict = if has_unknown(&truth["unknown"]) {
            "more"
        } else {
            "wrong"
        };
        return (verdict, format!("refused: {error}"));
    }
    let mut leaves: Vec<Leaf> = Vec::new();
    let theirs = Masked {
        value: &truth["after"],
        unknown: &truth["unknown"],
    };
    let answer = Masked {
        value: &ours["value"],
        unknown: &ours["unknown"],
    };
    compare("value", answer, theirs, &mut leaves);
    let worst = leaves.iter().max_by_key(|leaf| leaf.verdict);
    let detail = worst.map_or(String::new(), |leaf| {
        format!("{} {}", leaf.path, leaf.detail)
    });
    match worst.map_or(Verdict::Same, |leaf| leaf.verdict) {
        Verdict::Wrong => ("wrong", detail),
        Verdict::Less => ("less", detail),
        Verdict::More => ("more", detail),
        // An empty collection of which we know no more.
        Verdict::Same
            if !covers(&truth["type"], &ours["type"]) && covers(&ours["type"], &truth["type"]) =>
        {
            ("less", format!("type {} {}", ours["type"], truth["type"]))
        }
        Verdict::Same if !covers(&truth["type"], &ours["type"]) => {
            ("wrong", format!("type {} {}", ours["type"], truth["type"]))
        }
        Verdict::Same => ("exact", String::new()),
    }
}

/// Whether a type is the other, or leaves open what the other says: Terraform calls what `toset` gives for an unknown list a set of
/// anything.
fn covers(theirs: &Json, ours: &Json) -> bool {
    match (theirs, ours) {
        (Json::Null, _) => true,
        (Json::String(name), _) if name == "dynamic" => true,
        (Json::Array(theirs), Json::Array(ours)) => {
            theirs.len() == ours.len() && theirs.iter().zip(ours).all(|(a, b)| covers(a, b))
        }
        (Json::Object(theirs), Json::Object(ours)) => {
            theirs.len() == ours.len()
                && theirs
                    .iter()
                    .all(|(name, ty)| ours.get(name).is_some_and(|ours| covers(ty, ours)))
        }
        _ => theirs == ours,
    }
}

/// Whether a mask says that anything is unknown.
pub(crate) fn has_unknown(mask: &Json) -> bool {
    match mask {
        Json::Bool(is_unknown) => *is_unknown,
        Json::Array(masks) => masks.iter().any(has_unknown),
        Json::Object(masks) => masks.values().any(has_unknown),
        _ => false,
    }
}
