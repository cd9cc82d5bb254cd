//! What AWS refuses of a policy's form.

use crate::near::nearest;

/// The elements of a policy (IAM JSON policy elements: grammar).
pub(super) const OF_POLICY: [&str; 3] = ["Version", "Id", "Statement"];

/// The elements of a statement.
pub(super) const OF_STATEMENT: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// The versions of the policy language.
pub(super) const VERSIONS: [&str; 2] = ["2012-10-17", "2008-10-17"];

/// The types of principals.
pub(super) const OF_PRINCIPAL: [&str; 5] = ["AWS", "Service", "Federated", "CanonicalUser", "*"];

/// The operators of conditions without `IfExists` and what stands before a colon (IAM JSON policy elements: condition operators).
pub(super) const OPERATORS: [&str; 27] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "Null",
];

/// What compares several values of a key.
pub(super) const OF_SETS: [&str; 2] = ["ForAnyValue", "ForAllValues"];

/// Something that AWS refuses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flaw {
    /// What the policy does wrong, from its verb on: "has an element `Condtion`, which statements do not have".
    pub fault: String,
    /// What to change.
    pub advice: String,
    /// The words to look for where it is written, each behind the one before: the last is what is wrong.
    pub words: Vec<String>,
}

/// The one of some words that one which is none of them was probably meant to be.
pub(super) fn meant<'k>(known: &[&'k str], word: &str) -> Option<&'k str> {
    let lower = word.to_lowercase();
    let same = known.iter().find(|it| it.to_lowercase() == lower);
    same.copied().or_else(|| {
        let alike: Vec<(String, &str)> = known.iter().map(|it| (it.to_lowercase(), *it)).collect();
        let near = nearest(alike.iter().map(|(it, _)| it.as_str()), &lower, 0.85)?;
        alike.iter().find(|(it, _)| it == near).map(|(_, it)| *it)
    })
}

/// What to do about a word that is none of some, with the one that comes near.
pub(super) fn instead(known: &[&str], word: &str, otherwise: &str) -> String {
    meant(known, word).map_or_else(
        || otherwise.to_owned(),
        |near| format!("did you mean {near}?"),
    )
}
