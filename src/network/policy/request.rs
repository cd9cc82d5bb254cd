//! Classes of requests that a policy is asked about.

use crate::network::Identity;

/// Requests that have in common who makes them, what they do and what they are about.
#[derive(Clone, Debug)]
pub struct Requests<'r> {
    /// Who makes them.
    pub by: Acting,
    /// What they do.
    pub actions: Actions<'r>,
    /// What they are about.
    pub on: Touched<'r>,
    /// What they come through.
    pub through: Through<'r>,
}

/// Who makes a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Acting {
    /// Whoever may.
    Anybody,
    /// A principal of an account that the policy does not name, in another organization or in none.
    Foreign,
    /// A principal of the account or organization that the policy's author means.
    Own,
    /// Nobody: the request is not signed.
    Anonymous,
}

/// What a request does.
#[derive(Clone, Debug)]
pub enum Actions<'r> {
    /// Any action with one of these prefixes: `["s3"]`. With none, it is not known which.
    Of(&'r [&'r str]),
    /// One of these: `s3:PutObject`.
    These(Vec<String>),
}

/// What a request is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Touched<'r> {
    /// Anything of the service.
    Anything,
    /// Something that no policy names, whoever's it is.
    Unnamed,
    /// Something that no policy names, in another account and organization.
    Foreign,
    /// Something of AWS's own, by its ARN.
    OfAws(&'r str),
}

/// What a request comes through.
#[derive(Clone, Copy, Debug, Default)]
pub struct Through<'r> {
    /// The VPC, where that is known.
    pub vpc: Option<&'r Identity>,
    /// The endpoint, where that is made here.
    pub endpoint: Option<&'r Identity>,
}

impl Actions<'_> {
    /// What they start with; nothing where that is not known.
    pub(super) fn prefixes(&self) -> Vec<&str> {
        match self {
            Self::Of(prefixes) => prefixes.to_vec(),
            Self::These(names) => {
                let prefixes = names.iter().filter_map(|it| it.split_once(':'));
                prefixes.map(|(prefix, _)| prefix).collect()
            }
        }
    }
}

impl<'r> Requests<'r> {
    /// All requests for a service whose actions have those prefixes.
    #[must_use]
    pub const fn all(prefixes: &'r [&'r str], through: Through<'r>) -> Self {
        Self {
            by: Acting::Anybody,
            actions: Actions::Of(prefixes),
            on: Touched::Anything,
            through,
        }
    }
}
