//! Signs that applications use `DynamoDB`: a table of theirs, a policy of theirs, the environment of their code.
//!
//! Terraform's own use, a table of state locks and the policies about it, is none. What is not known is no sign.

use std::collections::BTreeSet;

use super::{
    Builder, blocks,
    environment::{Told, part_of, runs_in_vpc},
    iam::{Holder, IamPolicy, role_of},
    member, set_value,
    words::has_word,
};
use crate::{
    address::Address,
    eval::{Exists, Instance},
    network::{
        Identity, Sign,
        policy::{Element, Policy, Statement, Strings},
    },
    value::{Fragment, Kind, Truth, Value},
};

/// Services that run an application's code, as trust policies name them.
const COMPUTE: [&str; 8] = [
    "ec2.",
    "ecs-tasks.",
    "emr-serverless.",
    "glue.",
    "kinesisanalytics.",
    "pods.eks.",
    "sagemaker.",
    "tasks.apprunner.",
];

/// What a service account of Kubernetes is called where a role trusts it.
const SERVICE_ACCOUNT: &str = "system:serviceaccount:";

/// Parts of the actions that read and write items; others are about tables themselves.
const USES: [&str; 8] = [
    "item", "query", "scan", "partiql", "get*", "put*", "batch*", "update*",
];

/// What the names of environment variables call it.
const DYNAMODB: [&str; 4] = ["dynamodb", "dynamo", "ddb", "dynamodbtable"];

/// What the names of tables for state locks have in them.
const LOCK: [&str; 5] = ["lock", "locks", "locking", "tflock", "tflocks"];

/// What makes a table one of several Regions, beside its own `replica` blocks.
const REPLICAS: [&str; 2] = ["aws_dynamodb_global_table", "aws_dynamodb_table_replica"];

/// What a statement about `DynamoDB` is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// Nothing that an application would touch, as far as can be seen.
    Nothing,
    /// Any table, among all else.
    Anything,
    /// A table by its name.
    Table,
}

impl<'p> Builder<'_, 'p> {
    /// All signs, tables first.
    pub(super) fn dynamodb_usage(&self, policies: &[IamPolicy<'_, 'p>]) -> Vec<Sign> {
        let are_replicated = self.has_separate_replicas();
        // Policies are the same in all Regions, and tables may have replicas.
        let has_one_region = |instance: &Instance<'p>| match instance.ty() {
            "aws_dynamodb_table" => !are_replicated && !has_replicas(instance),
            ty => !ty.starts_with("aws_iam_"),
        };
        let sign = |instance: &Instance<'p>, message: String| Sign {
            place: self.resource(instance).header,
            message,
            region: has_one_region(instance).then(|| self.own_region(instance)),
        };
        let there = |it: &&Instance<'p>| it.exists == Exists::Must;
        let locks: BTreeSet<Address> = self
            .of(&["aws_dynamodb_table"])
            .filter(|table| holds_locks(table) != Truth::No)
            .map(|table| Address::from(&table.address))
            .collect();
        let code = self.code();
        let told = Told::of(&code);
        let tables = self.of(&["aws_dynamodb_table"]).filter(there);
        let tables = tables
            .filter(|table| holds_locks(table) == Truth::No && !told.is_of_others(table))
            .map(|table| sign(table, format!("{} is a DynamoDB table", table.address)));
        let roles = self.application_roles();
        let holders = self.policy_holders();
        let policies = policies
            .iter()
            .filter(|it| there(&it.instance) && is_of_application(it, &roles, &locks, &holders))
            .map(|IamPolicy { instance, .. }| {
                sign(
                    instance,
                    format!("{} allows DynamoDB actions", instance.address),
                )
            });
        let code = code
            .iter()
            .filter(|it| it.runs_in_vpc && there(&it.instance));
        let code = code.filter_map(|code| {
            let mut names = code.variables.iter().map(|(name, _)| name);
            let name = names.find(|name| speaks_of_it(name))?;
            let message = format!("{} is told of DynamoDB by {name}", code.instance.address);
            Some(sign(code.instance, message))
        });
        tables.chain(policies).chain(code).collect()
    }

    /// Whether the replicas of tables are written as resources of their own.
    fn has_separate_replicas(&self) -> bool {
        let mut resources = self.scopes.iter().flat_map(|it| it.module.resources.keys());
        resources.any(|it| REPLICAS.contains(&&*it.ty))
    }

    /// The roles that an application's code takes.
    fn application_roles(&self) -> BTreeSet<Address> {
        let in_vpc: BTreeSet<Address> = self
            .of(&["aws_lambda_function"])
            .filter(|function| runs_in_vpc(function))
            .filter_map(|function| role_of(function, "role"))
            .collect();
        self.of(&["aws_iam_role"])
            .map(|role| (Address::from(&role.address), role))
            .filter(|(address, role)| {
                in_vpc.contains(address)
                    || statements(&role.attribute("assume_role_policy"))
                        .iter()
                        .any(trusts_application)
            })
            .map(|(address, _)| address)
            .collect()
    }
}

/// Whether a policy is an application's, and allows it to use a table.
fn is_of_application(
    policy: &IamPolicy<'_, '_>,
    roles: &BTreeSet<Address>,
    locks: &BTreeSet<Address>,
    holders: &[Holder],
) -> bool {
    let said = policy.says.iter().flatten().flat_map(|it| &it.statements);
    let allowed = said.filter(|it| it.allows() == Truth::Yes);
    let reach = allowed.map(|it| reach(it, locks)).max();
    let reach = reach.unwrap_or(Reach::Nothing);
    let own = Address::from(&policy.instance.address);
    let mut holders = holders.iter().filter(|it| it.may_hold(&own)).peekable();
    match (reach, policy.instance.ty()) {
        (Reach::Nothing, _) => false,
        (_, "aws_iam_role") => roles.contains(&own),
        (_, "aws_iam_role_policy") => {
            role_of(policy.instance, "role").is_some_and(|role| roles.contains(&role))
        }
        // Nobody in sight holds it: what names a table is written for those who use that.
        (Reach::Table, _) if holders.peek().is_none() => true,
        _ => holders.any(|it| it.role.as_ref().is_some_and(|role| roles.contains(role))),
    }
}

/// Terraform's S3 backend locks with a table whose only attribute is `LockID`.
fn holds_locks(table: &Instance<'_>) -> Truth {
    let is_lock = |value: &Value| value.as_str().is_some_and(|name| &**name == "LockID");
    let key = table.attribute("hash_key");
    let (attributes, _) = blocks(&table.attribute("attribute"));
    let mut names = attributes.iter().map(|attribute| member(attribute, "name"));
    match key.as_str() {
        None => Truth::Unknown,
        Some(_) if is_lock(&key) && names.all(|name| is_lock(&name)) => Truth::Yes,
        Some(_) => Truth::No,
    }
}

/// Whether a table has replicas in its block, or may.
fn has_replicas(table: &Instance<'_>) -> bool {
    let (replicas, open) = blocks(&set_value(table, "replica"));
    !replicas.is_empty() || open.is_some()
}

/// What a document allows, in each of its alternatives.
fn statements(document: &Value) -> Vec<Statement> {
    let read = |document: &Value| {
        Policy::parse(document)
            .map(|policy| policy.statements)
            .unwrap_or_default()
    };
    let mut all: Vec<Statement> = document.alternatives().iter().flat_map(read).collect();
    all.retain(|statement| statement.allows() == Truth::Yes);
    all
}

/// Whether a statement of a trust policy lets an application's code take the role.
fn trusts_application(statement: &Statement) -> bool {
    let by_service = match &statement.principals {
        Element::Only(principals) => principals
            .iter()
            .filter(|it| it.kind.as_str().is_some_and(|kind| &**kind == "Service"))
            .flat_map(|it| &it.identifiers.items)
            .map(known_text)
            .any(|name| COMPUTE.iter().any(|it| name.starts_with(it))),
        _ => false,
    };
    let mut compared = (statement.conditions.iter()).flat_map(|it| &it.values.items);
    by_service || compared.any(|value| known_text(value).starts_with(SERVICE_ACCOUNT))
}

/// What a statement reaches by actions of `DynamoDB`.
fn reach(statement: &Statement, locks: &BTreeSet<Address>) -> Reach {
    let is_use = |action: &Value| {
        let action = action.as_str().map(|it| it.to_ascii_lowercase());
        let verb = action.as_ref().and_then(|it| it.strip_prefix("dynamodb:"));
        verb.is_some_and(|verb| verb == "*" || USES.iter().any(|it| verb.contains(it)))
    };
    match (&statement.actions, &statement.resources) {
        (Element::Only(actions), Element::Only(resources)) if actions.items.iter().any(is_use) => {
            of_resources(resources, locks)
        }
        _ => Reach::Nothing,
    }
}

fn of_resources(resources: &Strings, locks: &BTreeSet<Address>) -> Reach {
    let one = |resource: &Value| {
        let text = known_text(resource);
        let named = match Identity::of(resource) {
            Some(Identity::Attribute(address, _)) => Some(address),
            _ => part_of(resource),
        };
        match named {
            Some(table) if table.own().starts_with("aws_dynamodb_table.") => {
                if locks.contains(&table) {
                    Reach::Nothing
                } else {
                    Reach::Table
                }
            }
            _ if text == "*" => Reach::Anything,
            _ if has_word(&text, &LOCK) => Reach::Nothing,
            _ => match text.split_once(":table/") {
                Some((before, "*")) if before.contains(":dynamodb:") => Reach::Anything,
                Some((before, _)) if before.contains(":dynamodb:") => Reach::Table,
                _ => Reach::Nothing,
            },
        }
    };
    resources
        .items
        .iter()
        .map(one)
        .max()
        .unwrap_or(Reach::Nothing)
}

/// The known stretches of a text.
fn known_text(text: &Value) -> String {
    match &text.kind {
        Kind::String(text) => text.to_string(),
        Kind::PartialString(fragments) => (fragments.iter())
            .filter_map(|fragment| match fragment {
                Fragment::Known(text) => Some(&**text),
                Fragment::Unknown(_) => None,
            })
            .collect(),
        _ => String::new(),
    }
}

fn speaks_of_it(variable: &str) -> bool {
    has_word(variable, &DYNAMODB) && !has_word(variable, &LOCK)
}
