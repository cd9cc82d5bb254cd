//! Requests in full, and the classes of requests that the policy engine is asked about, each with those of its members.

use serde_json::{Value as Json, json};
use vpcelint::network::{
    Identity,
    policy::{Acting, Actions, Requests, Through, Touched},
};

/// Bucket of AWS's own.
const OF_AWS: &str = "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/x";

/// For each pattern of policies one that it matches and no other does, and one that all miss.
const ACTIONS: [&str; 7] = [
    "s3:GetObject",
    "s3:GetObjectAcl",
    "s3:PutObjectAcl",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:ListBucket",
    "s3:AbortMultipartUpload",
];

/// Those that change something.
const WRITES: [&str; 3] = ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"];

/// Somebody who makes requests.
struct Person {
    acting: Option<Acting>,
    /// `None` of requests that are not signed.
    principal: Option<&'static str>,
    account: Option<&'static str>,
    organization: Option<&'static str>,
    team: Option<&'static str>,
}

const PEOPLE: [Person; 12] = [
    own("arn:aws:iam::111122223333:role/app", None),
    own("arn:aws:iam::111122223333:user/joe", None),
    own("arn:aws:iam::111122223333:role/builder", Some("blue")),
    own("arn:aws:iam::111122223333:role/painter", Some("red")),
    Person {
        account: Some(OTHER_ACCOUNT),
        ..own("arn:aws:iam::222233334444:role/app", None)
    },
    foreign("arn:aws:iam::999999999999:role/app"),
    foreign("arn:aws:iam::999999999999:user/zoe"),
    Person {
        team: Some("green"),
        ..foreign("arn:aws:iam::999999999999:role/zebra")
    },
    Person {
        account: Some("888888888888"),
        organization: None,
        ..foreign("arn:aws:iam::888888888888:role/app")
    },
    Person {
        account: Some("888888888888"),
        organization: None,
        ..foreign("arn:aws:iam::888888888888:user/lone")
    },
    Person {
        acting: Some(Acting::Anonymous),
        principal: None,
        account: None,
        organization: None,
        team: None,
    },
    Person {
        acting: None,
        principal: Some("delivery.logs.amazonaws.com"),
        account: None,
        organization: None,
        team: None,
    },
];

/// Another account of the own organization.
const OTHER_ACCOUNT: &str = "222233334444";

const fn own(principal: &'static str, team: Option<&'static str>) -> Person {
    Person {
        acting: Some(Acting::Own),
        principal: Some(principal),
        account: Some("111122223333"),
        organization: Some("o-own1234567"),
        team,
    }
}

const fn foreign(principal: &'static str) -> Person {
    Person {
        acting: Some(Acting::Foreign),
        principal: Some(principal),
        account: Some("999999999999"),
        organization: Some("o-zzzzzzzzzz"),
        team: None,
    }
}

/// Something that requests are about: its ARN, its account, its organization, and what it is to a policy.
struct Thing {
    arn: &'static str,
    account: &'static str,
    organization: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Named,
    Unnamed,
    Foreign,
    OfAws,
}

const THINGS: [Thing; 7] = [
    thing(
        "arn:aws:s3:::own-bucket",
        "111122223333",
        "o-own1234567",
        Kind::Named,
    ),
    thing(
        "arn:aws:s3:::own-bucket/y",
        "111122223333",
        "o-own1234567",
        Kind::Named,
    ),
    thing(
        "arn:aws:s3:::of-a-sister/x",
        OTHER_ACCOUNT,
        "o-own1234567",
        Kind::Unnamed,
    ),
    thing(
        "arn:aws:s3:::own-data/y",
        "111122223333",
        "o-own1234567",
        Kind::Named,
    ),
    thing(
        "arn:aws:s3:::nobody-writes-this/x",
        "111122223333",
        "o-own1234567",
        Kind::Unnamed,
    ),
    thing(
        "arn:aws:s3:::nor-that/x",
        "999999999999",
        "o-zzzzzzzzzz",
        Kind::Foreign,
    ),
    thing(OF_AWS, "555555555555", "o-awsawsawsa", Kind::OfAws),
];

const fn thing(
    arn: &'static str,
    account: &'static str,
    organization: &'static str,
    kind: Kind,
) -> Thing {
    Thing {
        arn,
        account,
        organization,
        kind,
    }
}

/// All requests, as the simulator takes them.
pub(crate) fn all() -> Json {
    let each = |(person, action, thing): (&Person, &&str, &Thing)| {
        let mut context = json!({
            "aws:SourceVpc": "vpc-own",
            "aws:ResourceAccount": thing.account,
            "aws:ResourceOrgID": thing.organization,
        });
        let told = [
            ("aws:PrincipalArn", person.account.and(person.principal)),
            ("aws:PrincipalAccount", person.account),
            ("aws:PrincipalOrgID", person.organization),
            ("aws:PrincipalTag/team", person.team),
        ];
        for (key, value) in told {
            if let Some(value) = value {
                context[key] = value.into();
            }
        }
        if person.principal.is_some() {
            context["aws:PrincipalIsAWSService"] = person.account.is_none().to_string().into();
        }
        json!({
            "principal": person.principal,
            "action": action,
            "resource": thing.arn,
            "account": thing.account,
            "context": context,
        })
    };
    requests().map(each).collect()
}

fn requests() -> impl Iterator<Item = (&'static Person, &'static &'static str, &'static Thing)> {
    PEOPLE.iter().flat_map(|person| {
        let actions = ACTIONS.iter();
        actions.flat_map(move |action| THINGS.iter().map(move |thing| (person, action, thing)))
    })
}

/// A class of requests, and which of all requests belong to it.
pub(crate) struct Class {
    pub(crate) name: &'static str,
    by: Acting,
    /// All of the service where there are none.
    actions: &'static [&'static str],
    on: Touched<'static>,
}

pub(crate) const CLASSES: [Class; 9] = [
    class("everything", Acting::Anybody, &[], Touched::Anything),
    class("identity perimeter", Acting::Foreign, &[], Touched::Unnamed),
    class("resource perimeter", Acting::Own, &WRITES, Touched::Foreign),
    class(
        "image layers",
        Acting::Foreign,
        &["s3:GetObject"],
        Touched::OfAws(OF_AWS),
    ),
    class(
        "packages",
        Acting::Anonymous,
        &["s3:GetObject"],
        Touched::OfAws(OF_AWS),
    ),
    class(
        "foreign abroad",
        Acting::Foreign,
        &["s3:PutObject"],
        Touched::Foreign,
    ),
    class(
        "unsigned abroad",
        Acting::Anonymous,
        &["s3:PutObject"],
        Touched::Foreign,
    ),
    class("own", Acting::Own, &[], Touched::Unnamed),
    class(
        "anybody reads",
        Acting::Anybody,
        &["s3:GetObject"],
        Touched::Anything,
    ),
];

const fn class(
    name: &'static str,
    by: Acting,
    actions: &'static [&'static str],
    on: Touched<'static>,
) -> Class {
    Class {
        name,
        by,
        actions,
        on,
    }
}

impl Class {
    /// What the engine is asked.
    pub(crate) fn question<'r>(&self, vpc: &'r Identity) -> Requests<'r> {
        Requests {
            by: self.by,
            actions: match self.actions {
                [] => Actions::Of(&["s3"]),
                names => Actions::These(names.iter().map(ToString::to_string).collect()),
            },
            on: self.on,
            through: Through {
                vpc: Some(vpc),
                endpoint: None,
            },
        }
    }

    /// Whether it has each of all requests. Whoever a policy means is of the account that it names, where it names one; nobody is thought
    /// to carry a tag that exempts.
    pub(crate) fn members(&self, policy: &str, tagged: bool) -> impl Iterator<Item = bool> {
        let names_account = ["111122223333\"", ":root\""]
            .iter()
            .any(|it| policy.contains(it));
        requests().map(move |(person, action, thing)| {
            let by = self.by == Acting::Anybody || person.acting == Some(self.by);
            let on = match self.on {
                Touched::Anything => true,
                Touched::Unnamed => matches!(thing.kind, Kind::Unnamed | Kind::Foreign),
                Touched::Foreign => thing.kind == Kind::Foreign,
                Touched::OfAws(_) => thing.kind == Kind::OfAws,
            };
            let is_meant = self.by == Acting::Anybody
                || ((person.team.is_none() || tagged)
                    && (person.account != Some(OTHER_ACCOUNT) || !names_account));
            by && on && is_meant && (self.actions.is_empty() || self.actions.contains(action))
        })
    }
}
