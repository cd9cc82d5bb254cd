//! Which requests of a class meet a condition.

use super::{
    Acting, Condition, Requests, Share, Strings, Touched,
    pattern::{is_star, matches},
};
use crate::{
    network::Identity,
    value::{Truth, Value},
};

/// What a condition key tells of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Key {
    /// The VPC that it comes from.
    Vpc,
    /// The endpoint that it comes through.
    Endpoint,
    /// The account or organization of whoever makes it.
    Membership,
    /// Whether a service of AWS makes it by itself.
    IsService,
    /// Tags of whoever makes it.
    Tag,
    /// A tag that exempts from a perimeter, as AWS's samples have it: who carries it is not meant.
    Exemption,
    /// Anything else about whoever makes it.
    Principal,
    /// The account or organization of what it is about.
    Owner,
    /// Anything else: some requests have it, others do not.
    Other,
}

/// Keys of requests (AWS global condition context keys; of S3 the account of a bucket).
const KEYS: [(&str, Key); 19] = [
    ("aws:sourcevpc", Key::Vpc),
    ("aws:sourcevpce", Key::Endpoint),
    ("aws:principalorgid", Key::Membership),
    ("aws:principalorgpaths", Key::Membership),
    ("aws:principalaccount", Key::Membership),
    ("aws:sourceaccount", Key::Membership),
    ("aws:sourceorgid", Key::Membership),
    ("aws:sourceorgpaths", Key::Membership),
    ("aws:principalisawsservice", Key::IsService),
    ("aws:principalarn", Key::Principal),
    ("aws:principalservicename", Key::Principal),
    ("aws:principalservicenameslist", Key::Principal),
    ("aws:sourcearn", Key::Principal),
    ("aws:userid", Key::Principal),
    ("aws:resourceorgid", Key::Owner),
    ("aws:resourceorgpaths", Key::Owner),
    ("aws:resourceaccount", Key::Owner),
    ("s3:resourceaccount", Key::Owner),
    ("s3:dataaccesspointaccount", Key::Owner),
];

fn key_of(condition: &Condition) -> Option<Key> {
    let name = condition.key.as_str()?.to_ascii_lowercase();
    if let Some(tag) = name.strip_prefix("aws:principaltag/") {
        let exempts = tag.starts_with("dp:exclude:");
        return Some(if exempts { Key::Exemption } else { Key::Tag });
    }
    let known = KEYS.iter().find(|(key, _)| *key == name);
    Some(known.map_or(Key::Other, |(_, key)| *key))
}

impl Condition {
    /// How many of some requests meet it.
    pub(super) fn share(&self, requests: &Requests<'_>) -> Share {
        let (Some(key), Some(operator)) = (key_of(self), self.plain_operator()) else {
            return match requests.by {
                Acting::Anybody => Share::ANY,
                _ => Share::UNKNOWN,
            };
        };
        let operator = operator.to_ascii_lowercase();
        if operator == "null" {
            return self.absence(key);
        }
        if requests.by == Acting::Anonymous && key.is_of_principal() {
            let negated = is_negated(&operator);
            return Share::of((negated || self.is_met_by_absence()).into());
        }
        let compared = match operator.as_str() {
            "bool" if key == Key::IsService => return self.service(requests.by),
            "stringequals"
            | "stringlike"
            | "stringequalsignorecase"
            | "stringnotequals"
            | "stringnotlike"
            | "stringnotequalsignorecase"
            | "arnequals"
            | "arnlike"
            | "arnnotequals"
            | "arnnotlike" => self.compared(key, requests),
            // Who is meant by a number or a time is not looked into.
            _ if key == Key::Other => Share::SOME,
            _ => Share::UNKNOWN,
        };
        if !is_negated(&operator) {
            return compared;
        }
        match (key, requests.by) {
            // Nobody of those carries the tag that exempts, unless it is asked for.
            (Key::Tag | Key::Exemption, Acting::Own | Acting::Foreign) => Share::ALL,
            _ => !compared,
        }
    }

    /// How many have one of its values.
    fn compared(&self, key: Key, requests: &Requests<'_>) -> Share {
        match key {
            Key::Vpc => same(&self.values, requests.through.vpc),
            Key::Endpoint => same(&self.values, requests.through.endpoint),
            Key::Other => Share::SOME,
            Key::Exemption if requests.by != Acting::Anybody => Share::NONE,
            Key::Exemption => Share::SOME,
            Key::Membership | Key::IsService | Key::Tag | Key::Principal => match requests.by {
                Acting::Own if key == Key::Membership => Share::ALL,
                Acting::Own | Acting::Anybody => Share::SOME,
                Acting::Foreign | Acting::Anonymous => nobody_named(&self.values),
            },
            Key::Owner => match requests.on {
                Touched::Foreign | Touched::OfAws(_) => nobody_named(&self.values),
                Touched::Anything | Touched::Unnamed => Share::SOME,
            },
        }
    }

    /// `Bool` of whether a service of AWS makes the request by itself.
    fn service(&self, by: Acting) -> Share {
        let wants = |word: &str| self.values.any(|it| matches(it, word, true));
        match by {
            Acting::Anybody => Share::SOME,
            Acting::Foreign | Acting::Own | Acting::Anonymous => Share::of(wants("false")),
        }
    }

    /// `Null`: whether the request lacks the key.
    fn absence(&self, key: Key) -> Share {
        match key {
            Key::Vpc | Key::Endpoint => {
                Share::of(self.values.any(|value| matches(value, "false", true)))
            }
            _ => Share::SOME,
        }
    }
}

impl Key {
    const fn is_of_principal(self) -> bool {
        matches!(
            self,
            Self::Membership | Self::IsService | Self::Tag | Self::Exemption | Self::Principal
        )
    }
}

fn is_negated(operator: &str) -> bool {
    operator.contains("not")
}

/// A principal that no policy names is met by nothing but a `*`.
fn nobody_named(values: &Strings) -> Share {
    // What is not known is the name of somebody.
    let is_met = values.items.iter().any(|it| is_star(it) == Truth::Yes);
    Share::of(is_met.into())
}

/// Whether an id is among some values.
fn same(values: &Strings, own: Option<&Identity>) -> Share {
    let is_own = |value: &Value| match (Identity::of(value), own) {
        (Some(one), Some(own)) if one == *own => Truth::Yes,
        _ => match is_star(value) {
            Truth::Yes => Truth::Yes,
            _ => Truth::Unknown,
        },
    };
    Share::of(values.any(is_own))
}
