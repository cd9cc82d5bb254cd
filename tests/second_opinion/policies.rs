//! Random policies in the part of the language that the engine and the simulator both know.

use serde_json::{Map, Value as Json, json};

/// A source of chance.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    /// Once in so many times.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn one<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

const ACTIONS: [&str; 16] = [
    "*",
    "*",
    "s3:*",
    "s3:*",
    "S3:*",
    "s3:Get*",
    "s3:GetObject",
    "s3:getobject",
    "s3:Put*",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:*Object",
    "s3:???Object",
    "s3:List*",
    "sqs:*",
    "sqs:SendMessage",
];

const RESOURCES: [&str; 11] = [
    "*",
    "*",
    "*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::own-bucket/*",
    "arn:aws:s3:::own-bucket",
    "arn:aws:s3:::own-*",
    "arn:aws:s3:::own-data/?",
    "arn:aws:s3:::own-bucket/y",
    "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*",
    "arn:aws:s3:::prod-*-starport-layer-bucket/*",
];

const ACCOUNT: &str = "111122223333";
const PARTNER: &str = "444455556666";

/// A key, operators, and lists of values.
type Compared = (
    &'static str,
    &'static [&'static str],
    &'static [&'static [&'static str]],
);

/// Of each key the operators that are used with it, and lists of values.
const CONDITIONS: [Compared; 10] = [
    (
        "aws:PrincipalOrgID",
        &STRINGS,
        &[&["o-own1234567"], &["o-own1234567", "o-partner1"]],
    ),
    (
        "aws:PrincipalOrgID",
        &["StringLike", "StringLikeIfExists", "StringNotLike"],
        &[&["*"]],
    ),
    (
        "aws:PrincipalAccount",
        &STRINGS,
        &[&[ACCOUNT], &[PARTNER, ACCOUNT]],
    ),
    (
        "aws:PrincipalArn",
        &[
            "ArnLike",
            "ArnEquals",
            "StringLike",
            "ArnLikeIfExists",
            "ArnNotLike",
            "ArnNotEquals",
            "StringNotLike",
            "ArnNotLikeIfExists",
        ],
        &[
            &["arn:aws:iam::111122223333:role/app"],
            &["arn:aws:iam::111122223333:role/*"],
            &["arn:aws:iam::111122223333:*"],
            &["arn:aws:iam::*:role/app"],
            &["arn:aws:iam::*:user/*"],
            &[
                "arn:aws:iam::*:role/app",
                "arn:aws:iam::111122223333:user/*",
            ],
        ],
    ),
    (
        "aws:ResourceOrgID",
        &STRINGS,
        &[&["o-own1234567"], &["o-own1234567", "o-partner1"]],
    ),
    (
        "aws:ResourceAccount",
        &STRINGS,
        &[&[ACCOUNT], &[ACCOUNT, PARTNER]],
    ),
    (
        "aws:SourceVpc",
        &[
            "StringEquals",
            "StringNotEquals",
            "StringEqualsIfExists",
            "StringNotEqualsIfExists",
        ],
        &[&["vpc-own"], &["vpc-other"], &["vpc-other", "vpc-own"]],
    ),
    (
        "aws:PrincipalIsAWSService",
        &["Bool", "BoolIfExists"],
        &[&["true"], &["false"]],
    ),
    ("aws:PrincipalTag/team", &[], &[&["blue"], &["blue", "red"]]),
    ("", &["Null"], &[&["true"], &["false"]]),
];

const STRINGS: [&str; 6] = [
    "StringEquals",
    "StringLike",
    "StringEqualsIfExists",
    "StringNotEquals",
    "StringNotLike",
    "StringNotEqualsIfExists",
];

/// What `Null` is asked of; the last where tags are asked for.
const KEYS: [&str; 6] = [
    "aws:PrincipalOrgID",
    "aws:PrincipalAccount",
    "aws:SourceVpc",
    "aws:ResourceAccount",
    "aws:PrincipalArn",
    "aws:PrincipalTag/team",
];

/// A policy, and whether tags are asked for in it. It asks for tags or exempts by them, not both.
pub(crate) fn policy(chance: &mut Chance) -> (Json, bool) {
    let tagged = chance.once_in(2);
    let count = 1 + chance.below(3) + chance.below(2);
    let statements: Vec<Json> = (0..count)
        .map(|index| {
            let allows = index == 0 && !chance.once_in(8) || chance.once_in(2);
            statement(chance, allows, tagged)
        })
        .collect();
    (
        json!({"Version": "2012-10-17", "Statement": statements}),
        tagged,
    )
}

fn statement(chance: &mut Chance, allows: bool, tagged: bool) -> Json {
    let mut statement = Map::new();
    let effect = if allows { "Allow" } else { "Deny" };
    statement.insert("Effect".into(), effect.into());
    let (name, principals) = principals(chance);
    statement.insert(name.into(), principals);
    for (only, except, choices) in [
        ("Action", "NotAction", &ACTIONS[..]),
        ("Resource", "NotResource", &RESOURCES[..]),
    ] {
        let (name, choices) = if chance.once_in(8) {
            // All but everything is nothing.
            (except, &choices[4..])
        } else {
            (only, choices)
        };
        let strings: Vec<&str> = (0..=chance.below(3)).map(|_| chance.one(choices)).collect();
        let one = strings.len() == 1 && chance.once_in(2);
        statement.insert(
            name.into(),
            if one {
                strings[0].into()
            } else {
                strings.into()
            },
        );
    }
    if chance.once_in(2) {
        let mut conditions = json!({});
        for _ in 0..=chance.below(2) {
            let (operator, key, values) = condition(chance, tagged);
            conditions[operator][key] = values.into();
        }
        statement.insert("Condition".into(), conditions);
    }
    statement.into()
}

fn principals(chance: &mut Chance) -> (&'static str, Json) {
    match chance.below(16) {
        0 => ("Principal", json!({"AWS": ACCOUNT})),
        1 => (
            "Principal",
            json!({"AWS": "arn:aws:iam::111122223333:root"}),
        ),
        2 => (
            "Principal",
            json!({"AWS": "arn:aws:iam::111122223333:role/app"}),
        ),
        3 => (
            "Principal",
            json!({"AWS": ["arn:aws:iam::111122223333:role/app", "*"]}),
        ),
        4 => (
            "Principal",
            json!({"Service": "delivery.logs.amazonaws.com"}),
        ),
        5 => (
            "NotPrincipal",
            json!({"AWS": "arn:aws:iam::111122223333:role/app"}),
        ),
        6 => ("NotPrincipal", json!({"AWS": [ACCOUNT, PARTNER]})),
        7..=9 => ("Principal", json!({"AWS": "*"})),
        _ => ("Principal", "*".into()),
    }
}

fn condition(
    chance: &mut Chance,
    tagged: bool,
) -> (&'static str, &'static str, &'static [&'static str]) {
    let (key, operators, values) = chance.one(&CONDITIONS);
    let values = chance.one(values);
    match key {
        "" => {
            let count = KEYS.len() - usize::from(!tagged);
            ("Null", chance.one(&KEYS[..count]), values)
        }
        key if operators.is_empty() => {
            let operators: &[&str] = if tagged { &STRINGS[..3] } else { &STRINGS[3..] };
            (chance.one(operators), key, values)
        }
        key => (chance.one(operators), key, values),
    }
}

/// Whether a statement asks two things of the same thing, or another denies something of what one allows: the engine takes each for itself.
pub(crate) fn hangs_together(policy: &Json) -> bool {
    let statements = policy["Statement"].as_array().unwrap();
    let several = statements.len() > 1;
    several || statements.iter().any(asks_twice)
}

fn asks_twice(statement: &Json) -> bool {
    let operators = statement["Condition"].as_object();
    let keys = operators.into_iter().flat_map(|it| it.values());
    let keys = keys.flat_map(|it| it.as_object().unwrap().keys());
    let [mut who, mut whose] = [usize::from(names_principals(statement)), 0];
    for key in keys {
        who += usize::from(key.starts_with("aws:Principal"));
        whose += usize::from(key.starts_with("aws:Resource"));
    }
    let names_resources = statement["Resource"] != "*" && statement["Resource"] != json!(["*"]);
    who > 1 || whose + usize::from(names_resources) > 1
}

fn names_principals(statement: &Json) -> bool {
    !["*".into(), json!({"AWS": "*"})].contains(&statement["Principal"])
}
