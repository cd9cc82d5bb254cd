//! Comments that were meant to ignore something but begin otherwise: `vpclint: ignore[...]`, `vpcelint-ignore: ...`.

use memchr::memmem;
use strsim::damerau_levenshtein;

/// What the mark begins with.
const NAME: &str = "vpcelint";

/// What such a comment asks for, without the letter that is often a capital.
const VERB: &str = "gnore";

/// Names that so few changes make ours are ours; those of other linters are further away.
const MOST_SLIPS: usize = 2;

/// More letters than this before the verb are prose.
const LONGEST: usize = 2 * NAME.len();

/// Whether a text may have such a comment: reading its comments is dear.
pub(super) fn may_be_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    let small = memmem::find_iter(bytes, VERB);
    let large = memmem::find_iter(bytes, "GNORE");
    small.chain(large).any(|at| {
        let verb = at.saturating_sub(1);
        let from = verb.saturating_sub(LONGEST);
        let before = bytes.get(from..verb).unwrap_or_default();
        let line = before.rsplit(|byte| *byte == b'\n').next();
        let begins = |byte: &u8| byte.eq_ignore_ascii_case(&b'l');
        line.is_some_and(|line| line.iter().any(begins))
    })
}

/// What stands for `vpcelint: ignore` at the start of a comment that is none of ours, if it was meant to be one.
pub(super) fn of(said: &str) -> Option<&str> {
    let lower = said.to_ascii_lowercase();
    let verb = lower.find("ignore").filter(|at| *at <= LONGEST)?;
    let end = verb + "ignore".len();
    let before = lower.get(..verb)?;
    let name: String = before.chars().filter(char::is_ascii_alphanumeric).collect();
    let after = lower.get(end..)?;
    // With nothing but a blank between, it may be a sentence: `vpcelint ignores this`.
    let is_asked = if before.trim_end().ends_with([':', '-', '_', '=', '.']) {
        !after.starts_with(|next: char| next.is_alphanumeric())
    } else {
        after.starts_with(['[', ':', '-']) || names_a_rule(after)
    };
    let is_ours = damerau_levenshtein(&name, NAME) <= MOST_SLIPS;
    (is_ours && is_asked).then(|| said.get(..end)).flatten()
}

/// Whether the next word can only be a rule's id: prose has no words with underscores.
fn names_a_rule(after: &str) -> bool {
    let word = after.split_whitespace().next().unwrap_or_default();
    after.starts_with(char::is_whitespace) && word.contains('_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_prose_and_other_linters() {
        for (said, meant) in [
            ("vpclint: ignore[syntax]", "vpclint: ignore"),
            ("vpcelint-ignore: syntax", "vpcelint-ignore"),
            ("VPCELINT: ignore[syntax] why", "VPCELINT: ignore"),
            ("vpcelint:Ignore[syntax]", "vpcelint:Ignore"),
            ("vpcelint ignore[syntax]", "vpcelint ignore"),
            ("vpcelint ignore private_dns_disabled", "vpcelint ignore"),
            ("vpce-lint: ignore-file[syntax]", "vpce-lint: ignore"),
            ("vpcelint : ignore syntax", "vpcelint : ignore"),
            ("vcpelint: ignore[syntax]", "vcpelint: ignore"),
        ] {
            assert_eq!(of(said), Some(meant), "{said}");
            assert!(may_be_in(said));
        }
        for said in [
            "tflint-ignore: aws_instance_invalid_type",
            "tfsec:ignore:aws-vpc-no-public-ingress",
            "eslint-ignore-next-line",
            "checkov:skip=CKV_AWS_1: ignore",
            "vpcelint ignores this one",
            "vpcelint would ignore this",
            "lint: ignore",
            "we ignore what vpcelint says",
            "",
        ] {
            assert_eq!(of(said), None, "{said}");
        }
        assert!(!may_be_in("lifecycle {\n  ignore_changes = [tags]\n}"));
    }
}
