//! Which requests of a class meet a condition.

use super::{
    Acting, Condition, Requests, Share, Strings, Touched,
    pattern::{is_star, known_start, matches},
};
use crate::{
    address::Address,
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
    /// The account of whoever makes it.
    Account,
    /// The organization of whoever makes it, if there is one.
    Organization,
    /// Whether a service of AWS makes it by itself.
    IsService,
    /// What only requests have that a service of AWS makes by itself.
    Service,
    /// Tags of whoever makes it.
    Tag,
    /// A tag that exempts from a perimeter, as AWS's samples have it: who carries it is not meant.
    Exemption,
    /// Anything else about whoever makes it.
    Principal,
    /// The account or organization of what it is about.
    Owner,
    /// A public address, which no request through an endpoint has.
    PublicAddress,
    /// Anything else: some requests have it, others do not.
    Other,
}

/// Keys of requests (AWS global condition context keys; of S3 the account of a bucket, of KMS that of the caller).
const KEYS: [(&str, Key); 21] = [
    ("aws:sourcevpc", Key::Vpc),
    ("aws:sourcevpce", Key::Endpoint),
    // "Not in requests through a VPC endpoint": aws:VpcSourceIp is.
    ("aws:sourceip", Key::PublicAddress),
    ("aws:principalaccount", Key::Account),
    ("kms:calleraccount", Key::Account),
    ("aws:principalorgid", Key::Organization),
    ("aws:principalorgpaths", Key::Organization),
    ("aws:principalisawsservice", Key::IsService),
    ("aws:principalservicename", Key::Service),
    ("aws:principalservicenameslist", Key::Service),
    ("aws:sourceaccount", Key::Service),
    ("aws:sourceorgid", Key::Service),
    ("aws:sourceorgpaths", Key::Service),
    ("aws:sourcearn", Key::Service),
    ("aws:principalarn", Key::Principal),
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
        let present = key.presence(requests.by);
        if operator == "null" {
            let is_asked = |word: &str| self.values.any(|it| matches(it, word, true));
            return Share::either([
                present.if_so(is_asked("false")),
                (!present).if_so(is_asked("true")),
            ]);
        }
        // Nobody of those carries the tag that exempts, unless it is asked for.
        let carries_none = matches!(key, Key::Tag | Key::Exemption)
            && matches!(requests.by, Acting::Own | Acting::Foreign);
        let negated = operator.contains("not");
        if negated && carries_none {
            return Share::ALL;
        }
        let compared = match operator.as_str() {
            "stringequals"
            | "stringequalsignorecase"
            | "stringnotequals"
            | "stringnotequalsignorecase"
            | "bool" => self.compared(key, requests, false),
            "stringlike" | "stringnotlike" | "arnequals" | "arnlike" | "arnnotequals"
            | "arnnotlike" => self.compared(key, requests, true),
            // Who is meant by a number or a time is not looked into.
            _ if key == Key::Other => Share::SOME,
            _ => Share::UNKNOWN,
        };
        let compared = if negated { !compared } else { compared };
        let is_met_by_absence = self.is_met_by_absence() || (negated && !self.needs_a_value());
        if is_met_by_absence {
            Share::either([compared, !present])
        } else {
            Share::each(&[compared, present])
        }
    }

    /// How many of those that have the key have one of its values.
    fn compared(&self, key: Key, requests: &Requests<'_>, wildcards: bool) -> Share {
        let strings = &self.values;
        if strings.items.is_empty() && strings.open.is_none() {
            return Share::NONE;
        }
        let takes_all = wildcards && strings.items.iter().any(|it| is_star(it) == Truth::Yes);
        let nobody_named = Share::of(takes_all.into());
        match (key, requests.by, requests.on) {
            (Key::Vpc, ..) => same(strings, requests.through.vpc),
            (Key::Endpoint, ..) => same(strings, requests.through.endpoint),
            (Key::Other, ..) | (Key::IsService, Acting::Anybody, _) => Share::SOME,
            (Key::IsService, ..) => Share::of(strings.any(|it| matches(it, "false", true))),
            (Key::Account | Key::Organization, Acting::Own, _) => Share::ALL,
            (Key::Principal, Acting::Foreign, _) if wildcards && !takes_all => {
                if strings.items.iter().any(is_of_any_account) {
                    Share::SOME
                } else {
                    Share::NONE
                }
            }
            (Key::Exemption, Acting::Own, _) => Share::NONE,
            (Key::Owner, _, Touched::Foreign | Touched::OfAws(_)) => nobody_named,
            (_, Acting::Foreign | Acting::Anonymous, _) if key != Key::Owner => nobody_named,
            _ if takes_all => Share::ALL,
            _ => Share::SOME,
        }
    }

    /// Whether what lacks its key does not meet it, though it asks for another value: `ForAnyValue:StringNotEquals`.
    fn needs_a_value(&self) -> bool {
        let operator = self.operator.as_str();
        operator.is_some_and(|it| it.starts_with("ForAnyValue:"))
    }
}

impl Key {
    /// How many of those requests that somebody makes have it.
    const fn presence(self, by: Acting) -> Share {
        match (self, by) {
            (Self::Vpc | Self::Endpoint | Self::Owner, _)
            | (Self::Account | Self::IsService | Self::Principal, Acting::Own | Acting::Foreign)
            | (Self::Organization, Acting::Own) => Share::ALL,
            (Self::Service, Acting::Own | Acting::Foreign) | (Self::PublicAddress, _) => {
                Share::NONE
            }
            (Self::Other, _) | (_, Acting::Anybody | Acting::Own | Acting::Foreign) => Share::SOME,
            (_, Acting::Anonymous) => Share::NONE,
        }
    }
}

/// Whether a pattern of principals leaves their account open: `arn:aws:iam::*:role/app`.
fn is_of_any_account(pattern: &Value) -> bool {
    let fields: Vec<&str> = known_start(pattern).0.splitn(6, ':').collect();
    matches!(fields.as_slice(), [_, _, _, _, account, _] if account.contains('*') && account.bytes().all(|it| it == b'*'))
}

/// Whether an id is among some values.
fn same(values: &Strings, own: Option<&Identity>) -> Share {
    let is_own = |value: &Value| match (Identity::of(value), own) {
        (Some(one), Some(own)) if one == *own => Truth::Yes,
        // Two ids that are written out are of two things.
        (Some(Identity::Id { .. }), Some(Identity::Id { .. })) if is_star(value) == Truth::No => {
            Truth::No
        }
        // And so are two that are made here.
        (Some(Identity::Attribute(one, of)), Some(Identity::Attribute(other, its)))
            if of == *its
                && !one.is_vague()
                && !other.is_vague()
                && is_made_here(&one)
                && is_made_here(other) =>
        {
            Truth::No
        }
        _ => match is_star(value) {
            Truth::Yes => Truth::Yes,
            _ => Truth::Unknown,
        },
    };
    Share::of(values.any(is_own))
}

fn is_made_here(address: &Address) -> bool {
    !address.own().starts_with("data.")
}
