//! What makes a finding the same finding after the code around it has moved.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use crate::address::{without_calls, without_keys};

/// Enough of SHA-256 that no two findings of one repository share it.
const BYTES: usize = 16;

/// Gives each finding of a report its fingerprint; findings that are alike in everything are numbered, so they must come
/// in the report's order.
#[derive(Default)]
pub(super) struct Fingerprints {
    seen: HashMap<String, usize>,
}

/// What a fingerprint is made of.
pub(super) struct Identity<'a> {
    /// The rule's id.
    pub(super) rule: &'a str,
    /// The directory of the file at fault, relative to the project, so that it does not matter where the run started.
    pub(super) module: &'a str,
    /// The header of the block at fault as written: tells two calls of one module apart.
    pub(super) header: &'a str,
    /// An address of the instance at fault.
    pub(super) address: &'a str,
    /// The path of the attribute at fault.
    pub(super) attribute: &'a str,
}

/// Bytes of a header that count: that of a comment may be all of a large file.
const LONGEST_HEADER: usize = 4096;

impl Fingerprints {
    pub(super) fn of(&mut self, identity: &Identity<'_>) -> String {
        let header = identity.header;
        let ends = (0..4).map(|back| header.get(..LONGEST_HEADER - back));
        let header = ends.flatten().next().unwrap_or(header);
        let header: Vec<_> = header.split_whitespace().collect();
        let parts = [
            identity.rule,
            identity.module,
            &header.join(" "),
            &local(identity.address),
            identity.attribute,
        ];
        let key = parts.join("\0");
        let occurrence = self.seen.entry(key.clone()).or_default();
        let digest = Sha256::new()
            .chain_update(key)
            .chain_update([0])
            .chain_update(occurrence.to_string())
            .finalize();
        *occurrence += 1;
        digest
            .iter()
            .take(BYTES)
            .map(|byte| format!("{byte:02x}"))
            .collect::<Vec<_>>()
            .concat()
    }
}

/// An address without indexes and without the way to its module, which is another in every root that calls it:
/// `module.net["a"].aws_vpc_endpoint.this["b"]` gives `aws_vpc_endpoint.this`.
fn local(address: &str) -> String {
    without_calls(&without_keys(address)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_indexes_and_modules() {
        for (address, plain) in [
            ("aws_vpc.a", "aws_vpc.a"),
            ("aws_vpc.a[0]", "aws_vpc.a"),
            (
                r#"module.n["x.y"].module.m[1].aws_vpc.a["k\"]["]"#,
                "aws_vpc.a",
            ),
            ("module.n", "module.n"),
            ("data.aws_vpc.a", "data.aws_vpc.a"),
        ] {
            assert_eq!(local(address), plain);
        }
    }

    #[test]
    fn like_findings_are_numbered() {
        let identity = |attribute| Identity {
            rule: "r",
            module: "m",
            header: "resource  \"a\" \"b\"",
            address: "a.b",
            attribute,
        };
        let mut fingerprints = Fingerprints::default();
        let first = fingerprints.of(&identity("x"));
        assert_eq!(first.len(), 2 * BYTES);
        assert_ne!(first, fingerprints.of(&identity("x")));
        assert_ne!(first, fingerprints.of(&identity("y")));
        assert_eq!(first, Fingerprints::default().of(&identity("x")));
    }
}
