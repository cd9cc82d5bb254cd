//! The one question to a policy: how many of some requests does it let pass?
//!
//! A request passes when a statement allows it and none denies it (IAM policy evaluation logic). Statements match by four things that do not
//! hang together: who, what, on what, and under which conditions; so what holds of a class of requests is what holds of each of them.

use super::{
    Acting, Actions, Effect, Element, Policy, Principal, Requests, Share, Statement, Strings,
    Touched,
    pattern::{Breadth, breadth, is_star, is_within, known_start, matches, service},
};
use crate::{
    provider::service::Actions as Listed,
    value::{Fragment, Kind, Truth, Value},
};

/// How roles are taken on by a token of somebody else. Such requests are not signed: they have no principal, and so no account of one, but
/// the role has one (IAM user guide: control access to STS with VPC endpoint policies).
pub(crate) const FEDERATED: [&str; 2] = ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

impl Policy {
    /// How many of some requests its statements with `Effect` `Allow` speak of, whatever others deny.
    #[must_use]
    pub fn allows(&self, requests: &Requests<'_>) -> Share {
        let allowed = |it: &Statement| it.matches(requests).if_so(it.allows());
        Share::either(self.statements.iter().map(allowed))
    }

    /// How many of some requests it lets pass.
    #[must_use]
    pub fn passes(&self, requests: &Requests<'_>) -> Share {
        let hidden = self.open.as_ref().map(|_| Share::UNKNOWN);
        let matching: Vec<(&Statement, Share)> = (self.statements.iter())
            .map(|it| (it, it.matches(requests)))
            .collect();
        let statements = || matching.iter();
        let allowed = statements().map(|(it, share)| share.if_so(it.allows()));
        let denied = |(it, share): &(&Statement, Share)| share.if_so(!it.allows());
        let denied_at_all = Share::either(statements().map(denied).chain(hidden));
        let survives = |(allowing, own): &(&Statement, Share)| {
            let own = Truth::all([own.any, allowing.allows()]);
            if own == Truth::No {
                return own;
            }
            let is_cut = |denying: &(&Statement, Share)| {
                let covers = Truth::from(denying.0.covers(allowing));
                let covers = Truth::any([denied(denying).all, covers]);
                Truth::all([!denying.0.allows(), covers])
            };
            let cut = Truth::any(statements().map(is_cut).chain(hidden.map(|it| it.all)));
            Truth::all([own, !cut])
        };
        let surviving = statements().map(survives).chain(hidden.map(|it| it.any));
        Share {
            all: Truth::all([Share::either(allowed.chain(hidden)).all, !denied_at_all.any]),
            any: Truth::any(surviving),
        }
    }
}

impl Statement {
    /// How many of some requests it speaks of.
    #[must_use]
    pub fn matches(&self, requests: &Requests<'_>) -> Share {
        let mut shares = vec![
            self.matches_principal(requests.by),
            self.matches_action(requests.by, &requests.actions),
            self.matches_resource(requests.on, &requests.actions.prefixes()),
        ];
        shares.extend(self.conditions.iter().map(|it| it.share(requests)));
        if self.open.is_some() {
            shares.push(match requests.by {
                Acting::Anybody => Share::ANY,
                _ => Share::UNKNOWN,
            });
        }
        Share::each(&shares)
    }

    fn matches_principal(&self, by: Acting) -> Share {
        if let (Element::Unknown(_), Acting::Anybody) = (&self.principals, by) {
            return Share::ANY;
        }
        of_element(&self.principals, |principals| {
            Share::either(principals.iter().map(|it| it.share(by)))
        })
    }

    /// Whether it speaks of resources that it does not name.
    #[must_use]
    pub fn is_for_unnamed_resources(&self) -> Truth {
        self.matches_resource(Touched::Unnamed, &[]).any
    }

    /// How many of some actions by somebody it speaks of. No principal of AWS takes on a role by a token.
    #[must_use]
    pub fn matches_action(&self, by: Acting, actions: &Actions<'_>) -> Share {
        let is_signed = matches!(by, Acting::Own | Acting::Foreign);
        let counts = |pattern: &Value| !is_signed || !is_federated(pattern);
        of_element(&self.actions, |patterns| match actions {
            Actions::Of(prefixes) => of_strings(patterns, |it| {
                of_service(it, prefixes).if_so(counts(it).into())
            }),
            Actions::These(names) => {
                let is_meant = |pattern: &Value, name: &str| {
                    Truth::all([counts(pattern).into(), matches(pattern, name, true)])
                };
                let one = |name: &String| patterns.any(|it| is_meant(it, name));
                Share {
                    all: Truth::all(names.iter().map(one)),
                    any: Truth::any(names.iter().map(one)),
                }
            }
        })
    }

    /// How many resources of the services with some prefixes it speaks of.
    fn matches_resource(&self, on: Touched<'_>, prefixes: &[&str]) -> Share {
        if let (Element::Unknown(_), Touched::Anything) = (&self.resources, on) {
            return Share::ANY;
        }
        if let Touched::OfAws(arn) = on {
            return of_element(&self.resources, |patterns| {
                of_strings(patterns, |it| Share::of(matches(it, arn, false)))
            });
        }
        // What a service calls its actions it mostly calls its resources too.
        let is_of_others = |pattern: &Value| {
            let service = service(pattern);
            service.is_some_and(|it| !prefixes.is_empty() && !prefixes.contains(&it))
        };
        let is_any = matches!(on, Touched::Anything);
        of_element(&self.resources, |patterns| {
            of_strings(patterns, |pattern| match breadth(pattern) {
                Breadth::Everything | Breadth::OfOneType if is_of_others(pattern) => Share::UNKNOWN,
                Breadth::OfOneType | Breadth::Named if is_any => Share::SOME,
                Breadth::Unknown if is_any => Share::ANY,
                Breadth::Everything | Breadth::OfOneType => Share::ALL,
                Breadth::Named => Share::NONE,
                Breadth::Unknown => Share::UNKNOWN,
            })
        })
    }

    /// Whether it speaks of everything that another statement speaks of, as far as the text of both tells.
    fn covers(&self, other: &Self) -> bool {
        let strings = |own: &Element<Strings>, others: &Element<Strings>, any_case| match own {
            Element::Only(own) if own.items.iter().any(|it| is_star(it) == Truth::Yes) => true,
            Element::Only(own) => match others {
                Element::Only(others) if others.open.is_none() => others
                    .items
                    .iter()
                    .all(|it| (own.items.iter()).any(|outer| is_within(it, outer, any_case))),
                _ => false,
            },
            _ => false,
        };
        self.open.is_none()
            && self.conditions.is_empty()
            && matches!(self.effect, Effect::Deny)
            && self.is_for_everybody() == Truth::Yes
            && strings(&self.actions, &other.actions, true)
            && strings(&self.resources, &other.resources, false)
    }
}

/// What an element and its opposite match, from what is listed in them.
fn of_element<T>(element: &Element<T>, matches: impl Fn(&T) -> Share) -> Share {
    match element {
        Element::Only(listed) => matches(listed),
        Element::Except(listed) => !matches(listed),
        // AWS refuses what is absent, and so lets nothing of it in force.
        Element::Absent | Element::Unknown(_) => Share::UNKNOWN,
    }
}

fn of_strings(strings: &Strings, share: impl Fn(&Value) -> Share) -> Share {
    let hidden = strings.open.as_ref().map(|_| Share::UNKNOWN);
    Share::either(strings.items.iter().map(share).chain(hidden))
}

impl Principal {
    fn share(&self, by: Acting) -> Share {
        // Services of AWS are nobody's.
        let is_service = self.kind.as_str().is_some_and(|it| &**it == "Service");
        match (self.is_everybody(), by) {
            (_, Acting::Own | Acting::Foreign | Acting::Anonymous) if is_service => Share::NONE,
            (Truth::Yes, _) => Share::ALL,
            (Truth::Unknown, _) => Share::UNKNOWN,
            (Truth::No, Acting::Foreign | Acting::Anonymous) => Share::NONE,
            // Whose policy it is is of an account that it names.
            (Truth::No, Acting::Own) if self.identifiers.items.iter().any(is_account) => Share::ALL,
            (Truth::No, Acting::Own | Acting::Anybody) => Share::SOME,
        }
    }
}

/// Whether a principal is a whole account: its id, or its root.
fn is_account(identifier: &Value) -> bool {
    let is_id = |it: &str| it.len() == 12 && it.bytes().all(|digit| digit.is_ascii_digit());
    match &identifier.kind {
        Kind::String(text) => is_id(text) || text.ends_with(":root"),
        Kind::PartialString(fragments) => {
            matches!(fragments.last(), Some(Fragment::Known(text)) if text.ends_with(":root"))
        }
        Kind::Unknown(unknown) => {
            let symbol = unknown.symbol.as_ref();
            symbol.is_some_and(|it| it.as_str().ends_with(".account_id"))
        }
        _ => false,
    }
}

/// How many of a service's actions a pattern stands for; one without a colon has wildcards that stand for it too, `*` or `*Object`.
fn of_service(action: &Value, prefixes: &[&str]) -> Share {
    let (text, is_whole) = known_start(action);
    let (service, name) = match text.split_once(':') {
        Some(parts) => parts,
        None if is_whole => ("*", text),
        None => return Share::UNKNOWN,
    };
    let is_service = |known: &&str| matches(&Value::string(service), known, true) == Truth::Yes;
    let is_any_service = service.bytes().all(|it| it == b'*') && !service.is_empty();
    let of_it = match prefixes {
        _ if is_any_service => Truth::Yes,
        [] => Truth::Unknown,
        known => known.iter().any(is_service).into(),
    };
    let named = name
        .trim_end_matches('*')
        .bytes()
        .all(|it| it == b'?' || it == b'*');
    let all = match (is_whole, name.contains('*') && named) {
        // No service has an action of fewer letters than these.
        (true, wild) => Truth::from(wild && name.matches('?').count() <= SHORTEST),
        (false, _) if named => Truth::Unknown,
        (false, _) => Truth::No,
    };
    Share {
        all: Truth::all([of_it, all]),
        any: of_it,
    }
}

/// Whether all that an action stands for are ways to take on a role by a token.
fn is_federated(action: &Value) -> bool {
    let is = |name: &str| matches(action, name, true) == Truth::Yes;
    FEDERATED.into_iter().any(is) && {
        let all = Listed::of("sts").into_iter().flat_map(Listed::all);
        let mut names = all.map(|(_, name)| format!("sts:{name}"));
        !names.any(|name| is(&name) && !FEDERATED.contains(&&*name))
    }
}

/// The letters of the shortest name of an action, `ssm:...` and others: `s3:???*` leaves nothing out.
const SHORTEST: usize = 3;

#[cfg(test)]
mod tests;
