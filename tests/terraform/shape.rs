//! What a text reads of something: the attributes, elements and keys that its references name.

use std::collections::BTreeMap;

use regex::Regex;
use vpcelint::value::Type;

use crate::plausible;

/// What is read of one thing.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    members: BTreeMap<String, Self>,
    /// Of the elements of a list.
    element: Option<Box<Self>>,
    /// An element other than the first is read.
    many: bool,
}

/// One step of a reference.
enum Step {
    Member(String),
    Element { first: bool },
}

impl Shape {
    /// Of what stands at `reference`, a pattern, in a text.
    pub(crate) fn gather(&mut self, text: &str, reference: &str) {
        let start = Regex::new(&format!(r#"(?:^|[^\w.\-"])({reference})"#)).unwrap();
        let mut at = 0;
        while let Some(found) = start.captures_at(text, at) {
            let place = found.get(1).unwrap();
            at = place.end();
            if !text[at..]
                .starts_with(|next: char| next.is_alphanumeric() || next == '_' || next == '-')
            {
                let mut steps = steps(&text[at..]);
                if is_iterated(&text[..place.start()]) {
                    steps.push(Step::Element { first: true });
                }
                self.add(&steps);
            }
        }
    }

    fn add(&mut self, steps: &[Step]) {
        match steps {
            [] => {}
            [Step::Member(name), rest @ ..] => {
                self.members.entry(name.clone()).or_default().add(rest);
            }
            [Step::Element { first }, rest @ ..] => {
                self.many |= !first;
                self.element.get_or_insert_default().add(rest);
            }
        }
    }

    /// An expression for something of which that can be read. `known` are members that are known otherwise.
    pub(crate) fn expression(&self, name: &str, known: &BTreeMap<String, String>) -> String {
        if let Some(element) = &self.element {
            let one = element.expression(name, known);
            return if element.is_leaf() && one.starts_with('[') && !self.many {
                one
            } else {
                let times = if self.many { 3 } else { 1 };
                format!("[{}]", vec![one; times].join(", "))
            };
        }
        if self.is_leaf() && known.is_empty() {
            return plausible::value(name, &Type::Any);
        }
        let mut members = known.clone();
        for (name, shape) in &self.members {
            members
                .entry(name.clone())
                .or_insert_with(|| shape.expression(name, &BTreeMap::new()));
        }
        plausible::object(members.iter().map(|(name, value)| (&**name, value.clone())))
    }

    /// Of one instance of a thing that has several, by number or key.
    pub(crate) fn instance(&self) -> &Self {
        self.element.as_deref().unwrap_or(self)
    }

    /// How many instances are read by number.
    pub(crate) fn instances(&self) -> usize {
        if self.many { 3 } else { 1 }
    }

    fn is_leaf(&self) -> bool {
        self.members.is_empty() && self.element.is_none()
    }
}

/// Whether what follows a text is gone through.
fn is_iterated(before: &str) -> bool {
    const BEFORE: [&str; 10] = [
        " in",
        "length(",
        "flatten(",
        "concat(",
        "element(",
        "toset(",
        "sort(",
        "distinct(",
        "slice(",
        "compact(",
    ];
    let before = before.trim_end();
    BEFORE.iter().any(|it| before.ends_with(it))
}

fn steps(text: &str) -> Vec<Step> {
    let mut left = text;
    let mut steps = Vec::new();
    loop {
        if let Some(rest) = left.strip_prefix(".*").or_else(|| left.strip_prefix("[*]")) {
            steps.push(Step::Element { first: true });
            left = rest;
        } else if let Some(rest) = left.strip_prefix('.') {
            let end = rest
                .find(|it: char| !(it.is_alphanumeric() || it == '_' || it == '-'))
                .unwrap_or(rest.len());
            let name = &rest[..end];
            left = &rest[end..];
            match name.parse::<usize>() {
                _ if name.is_empty() => return steps,
                Ok(number) => steps.push(Step::Element { first: number == 0 }),
                Err(_) => steps.push(Step::Member(name.to_owned())),
            }
        } else if left.starts_with('[') {
            let Some(end) = closing(left) else {
                return steps;
            };
            let key = left[1..end].trim();
            left = &left[end + 1..];
            match key.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
                Some(name) if !name.contains('"') && !name.contains('$') && !steps.is_empty() => {
                    steps.push(Step::Member(name.to_owned()));
                }
                _ => steps.push(Step::Element {
                    first: key == "0" || key.starts_with("each.") || key.starts_with('"'),
                }),
            }
        } else {
            return steps;
        }
    }
}

/// Where the bracket is closed that a text begins with.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0;
    for (at, it) in text.char_indices() {
        match it {
            '[' | '(' | '{' => open += 1,
            ']' | ')' | '}' => open -= 1,
            '\n' => return None,
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
    }
    None
}
