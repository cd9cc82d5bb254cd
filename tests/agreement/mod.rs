//! Our answers beside Terraform's, leaf by leaf.

use serde_json::Value as Json;

/// How one leaf compares.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Verdict {
    /// Equal, or unknown to both.
    Same,
    /// We know what Terraform learns from the apply only.
    More,
    /// Terraform knows more.
    Less,
    /// Different: never allowed.
    Wrong,
}

/// One leaf: its path, how it compares, and both values where they differ.
pub(crate) struct Leaf {
    pub(crate) path: String,
    pub(crate) verdict: Verdict,
    pub(crate) detail: String,
}

/// A value with its mask of what is unknown.
#[derive(Clone, Copy)]
pub(crate) struct Masked<'a> {
    pub(crate) value: &'a Json,
    pub(crate) unknown: &'a Json,
}

const NO: Json = Json::Bool(false);

impl Masked<'_> {
    fn is_unknown(self) -> bool {
        *self.unknown == Json::Bool(true)
    }

    pub(crate) fn attribute(self, name: &str) -> Self {
        Self {
            value: self.value.get(name).unwrap_or(&Json::Null),
            unknown: mask(self.unknown, self.unknown.get(name)),
        }
    }

    pub(crate) fn element(self, index: usize) -> Self {
        Self {
            value: self.value.get(index).unwrap_or(&Json::Null),
            unknown: mask(self.unknown, self.unknown.get(index)),
        }
    }
}

/// A mask that says nothing of a member says that it is known.
fn mask<'a>(whole: &'a Json, member: Option<&'a Json>) -> &'a Json {
    match whole {
        Json::Bool(_) => whole,
        _ => member.unwrap_or(&NO),
    }
}

/// Compares leaf by leaf.
pub(crate) fn compare(path: &str, ours: Masked<'_>, theirs: Masked<'_>, into: &mut Vec<Leaf>) {
    let mut leaf = |verdict, detail: String| {
        into.push(Leaf {
            path: path.to_owned(),
            verdict,
            detail,
        });
    };
    if theirs.is_unknown() || ours.is_unknown() {
        let verdict = match (ours.is_unknown(), theirs.is_unknown()) {
            (true, true) => Verdict::Same,
            (true, false) => Verdict::Less,
            _ => Verdict::More,
        };
        return leaf(verdict, short(theirs.value));
    }
    match (ours.value, theirs.value) {
        // Unknown members are left out of objects.
        (Json::Object(ours_entries), Json::Object(their_entries)) => {
            for name in ours_entries.keys() {
                let (ours, theirs) = (ours.attribute(name), theirs.attribute(name));
                compare(&format!("{path}.{name}"), ours, theirs, into);
            }
            for (name, value) in their_entries {
                if !ours_entries.contains_key(name) {
                    into.push(Leaf {
                        path: format!("{path}.{name}"),
                        verdict: Verdict::Less,
                        detail: short(value),
                    });
                }
            }
        }
        (Json::Array(our_items), Json::Array(their_items))
            if our_items.len() == their_items.len() =>
        {
            for index in 0..our_items.len() {
                let (ours, theirs) = (ours.element(index), theirs.element(index));
                compare(&format!("{path}[{index}]"), ours, theirs, into);
            }
        }
        // Which members of a set are one is not known before all of them are.
        (Json::Array(_), Json::Array(_)) if covers(ours, theirs) => {
            leaf(Verdict::More, String::new());
        }
        (ours, theirs) if same(ours, theirs) => leaf(Verdict::Same, String::new()),
        (ours, theirs) => leaf(
            Verdict::Wrong,
            format!("ours {}, theirs {}", short(ours), short(theirs)),
        ),
    }
}

/// Whether Terraform's members, some of them unknown, may turn out to be ours: each of theirs is one of ours, and the reverse.
fn covers(ours: Masked<'_>, theirs: Masked<'_>) -> bool {
    let count = |value: &Json| value.as_array().map_or(0, Vec::len);
    let fits = |our_index: usize, their_index: usize| {
        let mut leaves = Vec::new();
        let (ours, theirs) = (ours.element(our_index), theirs.element(their_index));
        compare("", ours, theirs, &mut leaves);
        leaves.iter().all(|leaf| leaf.verdict != Verdict::Wrong)
    };
    let (our_count, their_count) = (count(ours.value), count(theirs.value));
    has_unknown(theirs.unknown)
        && our_count <= their_count
        && (0..our_count).all(|at| (0..their_count).any(|of| fits(at, of)))
        && (0..their_count).all(|at| (0..our_count).any(|of| fits(of, at)))
}

fn has_unknown(mask: &Json) -> bool {
    match mask {
        Json::Bool(unknown) => *unknown,
        Json::Array(items) => items.iter().any(has_unknown),
        Json::Object(entries) => entries.values().any(has_unknown),
        _ => false,
    }
}

/// Terraform prints some numbers through a double.
fn same(ours: &Json, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Json::Number(ours), Json::Number(theirs)) => {
            ours == theirs || (ours.as_f64().is_some() && ours.as_f64() == theirs.as_f64())
        }
        _ => ours == theirs,
    }
}

fn short(value: &Json) -> String {
    let text = value.to_string();
    if text.chars().count() <= 300 {
        return text;
    }
    text.chars().take(300).collect::<String>() + "..."
}
