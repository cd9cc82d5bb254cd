//! Sources that are local paths: those of calls, and what looks like one in a text that is not parsed.

use std::path::{Component, Path, PathBuf};

use memchr::{memchr2, memmem::find_iter};
use unicode_normalization::UnicodeNormalization as _;

use super::{Call, Module};

/// The directory a call names by a local path, which starts with `./` or `../`.
#[must_use]
pub fn local_path(module: &Module, call: &Call) -> Option<PathBuf> {
    if module.bundled {
        return None;
    }
    called_from(&module.directory, call.text("source")?)
}

fn called_from(caller: &Path, source: &str) -> Option<PathBuf> {
    let local =
        source.starts_with("./") || source.starts_with("../") || matches!(source, "." | "..");
    local.then(|| normalized(&caller.join(source)))
}

/// Without `.` and `..`, by letter: the same directory has one path.
fn normalized(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            other => clean.push(other),
        }
    }
    clean
}

/// Where the calls in texts may lead.
#[derive(Default, Debug)]
pub(super) struct MayCall {
    /// By paths that stand there as they are.
    pub(super) directories: Vec<PathBuf>,
    /// Whether there is a path that cannot be read without parsing.
    pub(super) anywhere: bool,
}

impl MayCall {
    /// Takes every string of a text that begins as a local path does. One with an interpolation is no path yet.
    pub(super) fn note(&mut self, caller: &Path, text: &[u8]) {
        for at in find_iter(text, b"./").chain(find_iter(text, b"..\"")) {
            let (before, _) = text.split_at(at);
            let before = before.strip_suffix(b".").unwrap_or(before);
            if before.last() != Some(&b'"') {
                continue;
            }
            let path = text.get(before.len()..).unwrap_or_default();
            let end = memchr2(b'"', b'\n', path).unwrap_or(path.len());
            let Some(Ok(path)) = path.get(..end).map(str::from_utf8) else {
                continue;
            };
            if [r"\", "$${", "%%{"].iter().any(|mark| path.contains(mark)) {
                self.anywhere = true;
            } else if !path.contains("${") && !path.contains("%{") {
                // Every string of Terraform is in this form.
                let path: String = path.nfc().collect();
                self.directories.extend(called_from(caller, &path));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(text: &str) -> MayCall {
        let mut calls = MayCall::default();
        calls.note(Path::new("/a/b"), text.as_bytes());
        calls
    }

    #[test]
    fn local_paths_are_found_in_texts() {
        for (text, path) in [
            ("source = \"./x\"", "/a/b/x"),
            ("source=\"../x/y/\"", "/a/x/y"),
            ("source = \"../..\"", "/"),
            ("source = \"..\"", "/a"),
            ("source = \"./../c//d\"", "/a/c/d"),
            ("{\"source\": \"./e\u{301}\"}", "/a/b/é"),
        ] {
            let calls = calls(text);
            assert_eq!(calls.directories, [Path::new(path)], "{text}");
            assert!(!calls.anywhere, "{text}");
        }
    }

    #[test]
    fn other_paths_lead_nowhere() {
        for text in [
            r#"file("${path.module}/../x")"#,
            r#"source = "./${var.name}""#,
            r#"source = "terraform-aws-modules/vpc/aws""#,
            "# see ../x",
        ] {
            let calls = calls(text);
            assert!(!calls.anywhere && calls.directories.is_empty(), "{text}");
        }
    }

    #[test]
    fn escaped_paths_may_lead_anywhere() {
        for text in [r#"source = "./a\\b""#, r#"source = "../$${x}""#] {
            assert!(calls(text).anywhere, "{text}");
        }
    }
}
