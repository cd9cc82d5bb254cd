//! What a text that is not parsed says of module calls. It errs on the side of yes.

use memchr::memmem::find_iter;

/// A text from the first module call on that it may have.
pub(super) struct Calls<'t>(&'t [u8]);

impl<'t> Calls<'t> {
    /// Nothing where there is none.
    pub(super) fn of(text: &'t [u8]) -> Option<Self> {
        let is_call = |at: &usize| {
            let (before, rest) = text.split_at(*at);
            let after = rest.strip_prefix(b"module").unwrap_or_default();
            match before.last() {
                // A key of JSON.
                Some(b'"') => after.first() == Some(&b'"'),
                Some(byte) if is_of_name(*byte) || *byte == b'.' => false,
                _ => is_labelled(after),
            }
        };
        let first = find_iter(text, b"module").find(is_call)?;
        text.get(first..).map(Self)
    }

    /// The sources that they may have, as far as they are no local paths; of one that is not written out nothing.
    pub(super) fn foreign_sources(&self) -> Vec<Option<&'t str>> {
        let foreign = |value| match Source::of(value) {
            Source::Local => None,
            Source::Foreign(source) => Some(Some(source)),
            Source::Computed => Some(None),
        };
        self.sources().filter_map(foreign).collect()
    }

    /// Whether one of them may be worked out of variables and locals: that may be any path.
    pub(super) fn may_work_out(&self) -> bool {
        let is_worked_out = |value: &[u8]| {
            let line = value.split(|byte| *byte == b'\n').next();
            let hangs_on =
                |name: &[u8]| line.is_some_and(|line| find_iter(line, name).next().is_some());
            matches!(Source::of(value), Source::Local | Source::Computed)
                && (hangs_on(b"var.") || hangs_on(b"local."))
        };
        self.sources().any(is_worked_out)
    }

    /// The texts from where their sources may begin.
    fn sources(&self) -> impl Iterator<Item = &'t [u8]> {
        let calls = self.0;
        find_iter(calls, b"source").filter_map(|at| {
            let (before, rest) = calls.split_at(at);
            if before.last().is_some_and(|byte| is_of_name(*byte)) {
                return None;
            }
            let after = rest.strip_prefix(b"source")?;
            let after = after.strip_prefix(b"\"").unwrap_or(after);
            let after = after.trim_ascii_start();
            let value = after
                .strip_prefix(b"=")
                .or_else(|| after.strip_prefix(b":"))?;
            Some(value.trim_ascii_start())
        })
    }
}

/// Whether one label and the beginning of a body follow.
fn is_labelled(after: &[u8]) -> bool {
    let label = after.trim_ascii_start();
    let rest = if let Some(quoted) = label.strip_prefix(b"\"") {
        let end = quoted.iter().position(|byte| *byte == b'"');
        end.and_then(|end| quoted.get(end + 1..))
    } else if label.len() < after.len() {
        let end = label.iter().position(|byte| !is_of_name(*byte));
        end.filter(|end| *end > 0).and_then(|end| label.get(end..))
    } else {
        None
    };
    // A comment may stand before the body.
    rest.and_then(|rest| rest.trim_ascii_start().first())
        .is_some_and(|byte| matches!(byte, b'{' | b'/'))
}

/// What the value of a source is.
enum Source<'t> {
    Local,
    Foreign(&'t str),
    /// It is not written out.
    Computed,
}

impl<'t> Source<'t> {
    fn of(value: &'t [u8]) -> Self {
        let written = value.strip_prefix(b"\"").and_then(|value| {
            let end = value.iter().position(|byte| matches!(byte, b'"' | b'\n'))?;
            str::from_utf8(value.get(..end)?).ok()
        });
        match written {
            Some(path) if path.starts_with("./") || path.starts_with("..") || path == "." => {
                Self::Local
            }
            Some(source) if !source.contains(['\\', '$', '%']) => Self::Foreign(source),
            _ => Self::Computed,
        }
    }
}

/// Whether a byte may stand in a name.
pub(super) const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_call(text: &[u8]) -> bool {
        Calls::of(text).is_some()
    }

    fn foreign_sources(text: &[u8]) -> Vec<Option<&str>> {
        Calls::of(text).map_or_else(Vec::new, |calls| calls.foreign_sources())
    }

    #[test]
    fn calls_are_seen() {
        for text in [
            "module \"a\" {",
            "module a {",
            "\tmodule\"a\"{",
            "# about\nmodule \"a\" /* b */ {",
            "{\"module\": {}}",
        ] {
            assert!(may_call(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "value = module.a.id",
            "# this module creates a bucket",
            "\"${path.module}/x\"",
            "resource \"a\" \"my_module\" {",
        ] {
            assert!(!may_call(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn sources_are_seen() {
        let module = |arguments: &str| format!("module \"a\" {{\n  {arguments}\n}}\n");
        for (arguments, expected) in [
            ("source = \"a/b/c\"", vec![Some("a/b/c")]),
            ("source=\"a/b/c\"", vec![Some("a/b/c")]),
            ("source = var.source", vec![None]),
            ("source = \"a/${local.b}/c\"", vec![None]),
            ("source = \"./b\"", vec![]),
            ("source = \"..\"", vec![]),
            ("data_source = \"a\"", vec![]),
        ] {
            assert_eq!(
                foreign_sources(module(arguments).as_bytes()),
                expected,
                "{arguments}"
            );
        }
        let json = br#"{"module": {"a": {"source": "a/b/c"}}}"#;
        assert_eq!(foreign_sources(json), [Some("a/b/c")]);
        // What stands before all calls is none's.
        let providers = br#"terraform { required_providers { a = { source = "a/b" } } }"#;
        assert!(foreign_sources(providers).is_empty());
    }
}
