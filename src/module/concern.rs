//! What the linter is about: which texts and which roots concern an endpoint, and which are none of its business.
//!
//! A text is judged before anything is parsed, so the answer errs on the side of yes.

use std::{borrow::Cow, sync::LazyLock};

use memchr::{memchr_iter, memmem::Finder};

use super::{Mode, ModuleId, Program, ResourceName, known, mention::is_of_name};

/// The types of resources that rules make claims about. One that a new rule is about is added here and nowhere else.
const SUBJECTS: [&str; 7] = [
    "aws_default_vpc",
    "aws_vpc",
    "aws_vpc_endpoint",
    "aws_vpc_endpoint_policy",
    "aws_vpc_endpoint_service",
    "awscc_ec2_vpc",
    "awscc_ec2_vpc_endpoint",
];

/// The mark of every ignore comment: who writes one wants the file to be looked at.
pub const IGNORE_MARK: &str = "vpcelint:";

impl Program {
    /// Whether a root reaches anything that rules make claims about; most roots of a large repository do not.
    #[must_use]
    pub fn concerns(&self, root: ModuleId) -> bool {
        self.reach(root)
            .into_iter()
            .any(|id| self.module(id).resources.keys().any(is_subject))
    }
}

fn is_subject(resource: &ResourceName) -> bool {
    resource.mode == Mode::Managed && SUBJECTS.contains(&&*resource.ty)
}

/// Whether a text may declare a subject, call a registry module whose model does, or have an ignore comment.
pub(super) fn concerns(text: &[u8]) -> bool {
    declares_subject(text)
        || calls_model(text)
        || FINDERS.mark.find(text).is_some()
        || has_escapes(text)
}

/// Whether characters are written by their numbers, `\u0061`, so that names cannot be told.
pub(super) fn has_escapes(text: &[u8]) -> bool {
    memchr_iter(b'\\', text).any(|at| {
        let digits = match text.get(at + 1) {
            Some(b'u') => 4,
            Some(b'U') => 8,
            _ => return false,
        };
        let number = text.get(at + 2..at + 2 + digits);
        number.is_some_and(|number| number.iter().all(u8::is_ascii_hexdigit))
    })
}

/// The text with `/` for the `\/` of JSON.
pub(super) fn with_plain_slashes(text: &[u8]) -> Cow<'_, [u8]> {
    let slashes: Vec<usize> = FINDERS.slash.find_iter(text).collect();
    if slashes.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.iter().enumerate();
    let is_kept = |(at, _): &(usize, &u8)| slashes.binary_search(at).is_err();
    Cow::Owned(
        bytes
            .by_ref()
            .filter(is_kept)
            .map(|(_, byte)| *byte)
            .collect(),
    )
}

/// What a text may have, to be found in linear time.
struct Finders {
    /// How the names of subjects begin.
    subjects: Vec<Finder<'static>>,
    mark: Finder<'static>,
    slash: Finder<'static>,
}

static FINDERS: LazyLock<Finders> = LazyLock::new(|| {
    let begins_another = |subject: &&&str| {
        let mut others = SUBJECTS.iter().filter(|other| other != subject);
        !others.any(|other| subject.starts_with(other))
    };
    let shortest = SUBJECTS.iter().filter(begins_another);
    Finders {
        subjects: shortest.map(Finder::new).collect(),
        mark: Finder::new(IGNORE_MARK),
        slash: Finder::new(r"\/"),
    }
});

/// The namespaces of registry modules whose models declare subjects, with the names of these modules.
static MODELS: LazyLock<Vec<(Finder<'static>, &'static str)>> = LazyLock::new(|| {
    known::all()
        .filter(|model| {
            let mut texts = model.files();
            texts.any(|(_, text)| declares_subject(text.as_bytes()))
        })
        .filter_map(|model| model.module().rsplit_once('/'))
        .filter_map(|(module, _)| module.split_once('/'))
        .map(|(namespace, name)| (Finder::new(namespace), name))
        .collect()
});

/// Whether a resource of a subject's type may be declared: its name stands alone and is neither that of a data source nor the
/// beginning of a reference.
fn declares_subject(text: &[u8]) -> bool {
    FINDERS.subjects.iter().any(|finder| {
        finder.find_iter(text).any(|start| {
            let (before, name) = text.split_at(start);
            let end = name.iter().position(|byte| !is_of_name(*byte));
            let (name, after) = name.split_at(end.unwrap_or(name.len()));
            SUBJECTS.iter().any(|subject| subject.as_bytes() == name)
                && !before.last().is_some_and(|byte| is_of_name(*byte))
                && after.first() != Some(&b'.')
                && !ends_in_data(before)
        })
    })
}

fn ends_in_data(text: &[u8]) -> bool {
    let text = text.strip_suffix(b"\"").unwrap_or(text).trim_ascii_end();
    text.strip_suffix(b"data")
        .is_some_and(|before| !before.last().is_some_and(|byte| is_of_name(*byte)))
}

/// Whether a registry module with such a model may be called, by its address or by its repository.
fn calls_model(text: &[u8]) -> bool {
    MODELS.iter().any(|(namespace, name)| {
        namespace.find_iter(text).any(|start| {
            let rest = text.get(start + namespace.needle().len() + 1..);
            let rest = rest.unwrap_or_default();
            let module = rest.strip_prefix(b"terraform-aws-").unwrap_or(rest);
            let after = module.strip_prefix(name.as_bytes());
            after.is_some_and(|after| !after.first().is_some_and(|byte| is_of_name(*byte)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_of_subjects_are_seen() {
        for text in [
            r#"resource "aws_vpc" "main" {}"#,
            "resource aws_vpc_endpoint s3 {}",
            "resource\t\"aws_default_vpc\"{}",
            r#"{"resource": {"aws_vpc_endpoint_policy": {}}}"#,
            r#"{"data":{"aws_vpc":{}}}"#,
            r#"resource "awscc_ec2_vpc_endpoint" "s3" {}"#,
            r#"resource "aws_\u0076pc" "main" {}"#,
            r#"resource "aws_\U00000076pc" "main" {}"#,
            r#"resource "metadata" "x" {} resource "aws_vpc" "y" {}"#,
            r#"source = "terraform-aws-modules/vpc/aws""#,
            r#"source = "registry.terraform.io/terraform-aws-modules/vpc/aws//modules/vpc-endpoints""#,
            r#"source = "git@github.com:terraform-aws-modules/terraform-aws-vpc.git?ref=v5.1.2""#,
            r#"source = "cloudposse/vpc/aws//modules/vpc-endpoints""#,
            r#"source = "aws-ia/vpc/aws""#,
            "# vpcelint: ignore[syntax] generated",
        ] {
            assert!(concerns(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn other_texts_are_passed_over() {
        for text in [
            "",
            "vpc",
            r#"data "aws_vpc" "main" {}"#,
            "data aws_vpc main {}",
            "vpc_id = aws_vpc.main.id",
            "vpc_id = data.aws_vpc.main.id",
            r#"resource "aws_vpc_security_group_ingress_rule" "x" {}"#,
            r#"resource "aws_vpc_dhcp_options" "x" {}"#,
            r#"resource "my_aws_vpc" "x" {}"#,
            r#"source = "terraform-aws-modules/security-group/aws""#,
            r#"source = "terraform-aws-modules/vpc-peering/aws""#,
            r#"source = "terraform-aws-modules/eks/aws""#,
            r#"home = "C:\\Users\\unknown""#,
            "terraform-aws-modules",
        ] {
            assert!(!concerns(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn slashes_of_json_are_plain() {
        let plain = |text: &'static str| with_plain_slashes(text.as_bytes()).into_owned();
        assert_eq!(plain(r"..\/a\/b"), b"../a/b");
        assert_eq!(plain("../a"), b"../a");
    }
}
