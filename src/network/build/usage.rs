//! Signs that a service is used, and subnets that only pass traffic on.

use std::collections::BTreeSet;

use super::{Builder, blocks, bystander, member};
use crate::{
    eval::{Exists, Instance},
    network::{
        Identity, Sign,
        policy::{Element, Policy},
    },
    value::{Kind, Truth, Value},
};

impl Builder<'_, '_> {
    /// Subnets that only pass on the traffic of other networks: those of transit gateway attachments, firewalls and Gateway Load
    /// Balancer endpoints.
    pub(super) fn transit_subnets(&self) -> BTreeSet<Identity> {
        let mut subnets = BTreeSet::new();
        for attachment in self.of(&["aws_ec2_transit_gateway_vpc_attachment"]) {
            subnets.extend(identities(&attachment.attribute("subnet_ids")));
        }
        for scope in &self.scopes {
            let calls = scope.module.calls.values();
            for call in calls.filter(|call| bystander::attaches_to_transit_gateway(call)) {
                for (_, argument) in self.evaluation.arguments(scope, call) {
                    given_subnets(&argument, &mut subnets);
                }
            }
        }
        for firewall in self.of(&["aws_networkfirewall_firewall"]) {
            let (mappings, _) = blocks(&firewall.attribute("subnet_mapping"));
            let named = mappings.iter().map(|mapping| member(mapping, "subnet_id"));
            subnets.extend(named.filter_map(|subnet| Identity::of(&subnet)));
        }
        for endpoint in self.of(&["aws_vpc_endpoint"]) {
            if self
                .settled_type(endpoint.attribute("vpc_endpoint_type"))
                .as_str()
                .is_some_and(|kind| &**kind == "GatewayLoadBalancer")
            {
                subnets.extend(identities(&endpoint.attribute("subnet_ids")));
            }
        }
        subnets
    }

    /// Tables, unless they only hold Terraform's state locks, and IAM policies that allow `DynamoDB` actions.
    pub(super) fn dynamodb_usage(&self) -> Vec<Sign> {
        let tables = self
            .of(&["aws_dynamodb_table"])
            .filter(|table| table.exists == Exists::Must && !holds_locks(table))
            .map(|table| Sign {
                place: self.resource(table).header,
                message: format!("{} is a DynamoDB table", table.address),
            });
        let policies = self
            .of(&["aws_iam_policy", "aws_iam_role_policy"])
            .filter(|policy| allows_dynamodb(&policy.attribute("policy")));
        let roles = self.of(&["aws_iam_role"]).filter(|role| {
            let (inline, _) = blocks(&role.attribute("inline_policy"));
            inline
                .iter()
                .any(|block| allows_dynamodb(&member(block, "policy")))
        });
        let policies = policies.chain(roles).map(|policy| Sign {
            place: self.resource(policy).header,
            message: format!("{} allows DynamoDB actions", policy.address),
        });
        tables.chain(policies).collect()
    }
}

/// Terraform's S3 backend locks with a table whose only attribute is `LockID`.
fn holds_locks(table: &Instance<'_>) -> bool {
    let is_lock = |value: &Value| value.as_str().is_some_and(|name| &**name == "LockID");
    let (attributes, _) = blocks(&table.attribute("attribute"));
    is_lock(&table.attribute("hash_key"))
        && attributes
            .iter()
            .all(|attribute| is_lock(&member(attribute, "name")))
}

/// Whether a policy allows an action of `DynamoDB` on anything but a table of state locks.
fn allows_dynamodb(policy: &Value) -> bool {
    let read = |policy: &Value| {
        Policy::parse(policy)
            .map(|policy| policy.statements)
            .unwrap_or_default()
    };
    policy
        .alternatives()
        .iter()
        .flat_map(read)
        .any(|statement| {
            let allows = statement.allows() == Truth::Yes;
            let acts = match &statement.actions {
                Element::Only(actions) => actions.items.iter().any(|action| {
                    action
                        .as_str()
                        .is_some_and(|action| action.to_ascii_lowercase().starts_with("dynamodb:"))
                }),
                _ => false,
            };
            let on_locks = match &statement.resources {
                Element::Only(resources) => resources.items.iter().all(|resource| {
                    resource
                        .as_str()
                        .is_some_and(|resource| resource.to_ascii_lowercase().contains("lock"))
                }),
                _ => false,
            };
            allows && acts && !on_locks
        })
}

/// The members of every `subnet_ids` in an argument: `vpc_attachments = { a = { subnet_ids = [...] } }`.
fn given_subnets(value: &Value, into: &mut BTreeSet<Identity>) {
    match &value.kind {
        Kind::Mapping(mapping) => {
            for (name, entry) in mapping.entries.iter() {
                if &**name == "subnet_ids" {
                    into.extend(identities(entry));
                } else {
                    given_subnets(entry, into);
                }
            }
        }
        Kind::Union(alternatives) => {
            for alternative in alternatives.iter() {
                given_subnets(alternative, into);
            }
        }
        _ => {}
    }
}

/// What a list names.
fn identities(list: &Value) -> Vec<Identity> {
    let (named, _) = blocks(list);
    named.iter().filter_map(Identity::of).collect()
}
