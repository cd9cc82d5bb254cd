//! Addresses of resource instances, as Terraform writes them: `module.net["a"].aws_subnet.private[0]`.
//!
//! The only place that takes one apart. The grammar is Terraform's: steps separated by dots, each with a key in brackets or
//! without, whose text is quoted and may hold dots and brackets itself; `[*]` stands for instances that cannot be told apart.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    ops::Deref,
    sync::Arc,
};

use crate::work;

/// The address of an instance of a resource or data source. Compared and shown as its text.
#[derive(Clone, Debug)]
pub struct Address {
    text: Arc<str>,
    /// Where the resource's own part starts, behind the calls.
    own: usize,
}

impl Address {
    /// The address that a text is. A text of any other form is an address without calls.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let own = {
            let mut own = 0;
            let mut steps = steps(&text);
            while steps.next().is_some_and(|(_, step)| step == "module") && steps.next().is_some() {
                own = steps.clone().next().map_or(text.len(), |(at, _)| at);
            }
            own
        };
        Self { text, own }
    }

    /// The address and the attribute in `aws_vpc.main.id`; `None` when a reference is of another form.
    #[must_use]
    pub fn of_attribute(reference: &str) -> Option<(Self, &str)> {
        let steps: Vec<_> = steps(reference).collect();
        let ((at, attribute), mut own) = steps.split_last()?;
        while let [(_, "module"), _, inner @ ..] = own {
            own = inner;
        }
        let ([(start, "data"), (_, ty), _] | [(start, ty), _]) = own else {
            return None;
        };
        let is_name = |step: &str| !step.contains(['[', '(', ' ', '"', '*']);
        if !is_name(attribute) || !is_name(ty) || !ty.contains('_') {
            return None;
        }
        let text = reference.get(..*at)?.strip_suffix('.')?.into();
        Some((Self { text, own: *start }, attribute))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self
    }

    /// The address inside its module: `aws_subnet.private[0]`.
    #[must_use]
    pub fn own(&self) -> &str {
        self.text.get(self.own..).unwrap_or_default()
    }

    /// The type of the resource: `aws_subnet`.
    #[must_use]
    pub fn ty(&self) -> &str {
        let own = self.own();
        let own = own.strip_prefix("data.").unwrap_or(own);
        own.split('.').next().unwrap_or(own)
    }

    /// The calls that lead to its module, `module.net["a"]`; empty in the root module.
    #[must_use]
    pub fn module(&self) -> &str {
        let calls = self.text.get(..self.own).unwrap_or_default();
        calls.strip_suffix('.').unwrap_or(calls)
    }

    /// The names of these calls, without keys, the outermost first.
    pub fn calls(&self) -> impl Iterator<Item = &str> {
        let names = steps(self.module())
            .map(|(_, step)| step)
            .skip(1)
            .step_by(2);
        names.map(|step| step.split('[').next().unwrap_or(step))
    }

    /// The block inside its module, which all its instances share: `aws_subnet.private`.
    #[must_use]
    pub fn block(&self) -> String {
        without_keys(self.own())
    }

    /// The address with every key left out: what all instances of a block, in all instances of its module, share.
    #[must_use]
    pub fn plain(&self) -> String {
        without_keys(&self.text)
    }

    /// Whether it stands for instances that cannot be told apart.
    #[must_use]
    pub fn is_vague(&self) -> bool {
        self.text.contains("[*]")
    }

    /// Whether one of its keys is not known to the letter: as what it is made of it cannot be written.
    #[must_use]
    pub fn has_templates(&self) -> bool {
        self.text.contains("${")
    }
}

impl Deref for Address {
    type Target = str;
    fn deref(&self) -> &str {
        work::count(1);
        &self.text
    }
}

impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Address {}

impl Hash for Address {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl PartialOrd for Address {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Address {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<&str> for Address {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<&Arc<str>> for Address {
    fn from(text: &Arc<str>) -> Self {
        Self::new(text.clone())
    }
}

/// A reference without what stands in brackets: members of a collection are not told apart.
#[must_use]
pub fn without_keys(reference: &str) -> String {
    if !reference.contains('[') {
        return reference.to_owned();
    }
    let mut plain = String::with_capacity(reference.len());
    let mut keys = Keys::default();
    for character in reference.chars() {
        if !keys.covers(character) {
            plain.push(character);
        }
    }
    plain
}

/// A reference without the calls of modules that lead to it, which have no keys: `aws_vpc.a` of `module.net.aws_vpc.a`.
#[must_use]
pub fn without_calls(mut reference: &str) -> &str {
    while let Some((_, inner)) =
        (reference.strip_prefix("module.")).and_then(|it| it.split_once('.'))
    {
        reference = inner;
    }
    reference
}

/// The words of a sentence; a key is part of its word, whatever is in it.
pub fn words(sentence: &str) -> impl Iterator<Item = &str> {
    let mut keys = Keys::default();
    sentence.split(move |character| !keys.covers(character) && character == ' ')
}

/// Where a scan is: outside of keys, in one, or in a quoted text in one.
#[derive(Clone, Default)]
struct Keys {
    depth: usize,
    quoted: bool,
    escaped: bool,
}

impl Keys {
    /// Whether the next character belongs to a key, brackets included.
    const fn covers(&mut self, character: char) -> bool {
        let inside = self.depth > 0;
        match character {
            _ if self.escaped => self.escaped = false,
            '\\' if self.quoted => self.escaped = true,
            '"' if inside => self.quoted = !self.quoted,
            _ if self.quoted => {}
            '[' => {
                self.depth += 1;
                return true;
            }
            ']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        inside
    }
}

/// The steps of a reference with the byte each starts at, keys included: `module`, `net["a"]`, `aws_vpc`, `main`.
const fn steps(reference: &str) -> Steps<'_> {
    Steps {
        reference,
        next: Some(0),
    }
}

#[derive(Clone)]
struct Steps<'r> {
    reference: &'r str,
    /// Where the next one starts.
    next: Option<usize>,
}

impl<'r> Iterator for Steps<'r> {
    type Item = (usize, &'r str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.next?;
            let rest = self.reference.get(start..)?;
            // No key goes on behind a dot that stands outside of keys.
            let mut keys = Keys::default();
            let mut bytes = rest.bytes();
            let dot = bytes.position(|it| !keys.covers(char::from(it)) && it == b'.');
            let step = dot.map_or(rest, |dot| rest.get(..dot).unwrap_or(rest));
            self.next = dot.map(|dot| start + dot + 1);
            if !step.is_empty() {
                return Some((start, step));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        for (text, module, own, block) in [
            ("aws_vpc.a", "", "aws_vpc.a", "aws_vpc.a"),
            ("aws_vpc.a[0]", "", "aws_vpc.a[0]", "aws_vpc.a"),
            (
                r#"module.n["x.y"].module.m[1].aws_vpc.a["k\"].["]"#,
                r#"module.n["x.y"].module.m[1]"#,
                r#"aws_vpc.a["k\"].["]"#,
                "aws_vpc.a",
            ),
            ("module.n", "module.n", "", ""),
            ("data.aws_vpc.a", "", "data.aws_vpc.a", "data.aws_vpc.a"),
        ] {
            let address = Address::new(text);
            assert_eq!(
                (address.module(), address.own(), &*address.block()),
                (module, own, block),
                "{text}"
            );
        }
        let address = Address::new(r#"module.n["x.y"].module.m[1].aws_vpc.a"#);
        assert_eq!(address.calls().collect::<Vec<_>>(), ["n", "m"]);
        assert_eq!(address.plain(), "module.n.module.m.aws_vpc.a");
        let address = Address::new(r#"module.ñ["ü.\é"].aws_vpc.日本"#);
        assert_eq!(
            (address.own(), &*address.plain()),
            ("aws_vpc.日本", "module.ñ.aws_vpc.日本")
        );
    }

    #[test]
    fn attributes_are_told_from_other_references() {
        let (address, attribute) =
            Address::of_attribute(r#"module.n.data.aws_vpc.a["x.y"].id"#).unwrap();
        assert_eq!(
            (address.own(), attribute),
            (r#"data.aws_vpc.a["x.y"]"#, "id")
        );
        for other in [
            "var.vpc_id",
            "module.net.vpc_id",
            "module.net.var.vpc_id",
            "aws_vpc.a",
            "aws_vpc.a.tags.x",
            "aws_vpc.a.tags[\"x\"]",
            "element(aws_vpc.a[*].id, 0)",
            "one(aws_vpc.a[*].id)",
            "",
        ] {
            assert!(Address::of_attribute(other).is_none(), "{other}");
        }
    }
}
