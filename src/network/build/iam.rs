//! Policies of IAM, each read once, and who holds them.

use super::{Builder, blocks, member, set_value};
use crate::{
    address::Address,
    eval::Instance,
    network::{Identity, identity::names_nothing, policy::Policy},
    value::{Value, Why},
};

/// `aws_iam_policy`, `aws_iam_role_policy`, or a role with policies written in it.
pub(super) struct IamPolicy<'b, 'p> {
    pub(super) instance: &'b Instance<'p>,
    /// What it says, in each of the ways that may be; why not, where that cannot be read.
    pub(super) says: Vec<Result<Policy, Why>>,
}

/// What attaches a policy to somebody.
pub(super) struct Holder {
    policy: Option<Identity>,
    /// The role that it is attached to, where that is one.
    pub(super) role: Option<Address>,
}

impl<'p> Builder<'_, 'p> {
    /// All policies.
    pub(super) fn iam_policies(&self) -> Vec<IamPolicy<'_, 'p>> {
        let policies = self.of(&["aws_iam_policy", "aws_iam_role_policy", "aws_iam_role"]);
        policies
            .map(|instance| IamPolicy {
                instance,
                says: said(instance),
            })
            .collect()
    }

    /// Whatever attaches policies.
    pub(super) fn policy_holders(&self) -> Vec<Holder> {
        let attachments = self.of(&[
            "aws_iam_role_policy_attachment",
            "aws_iam_policy_attachment",
            "aws_iam_group_policy_attachment",
            "aws_iam_user_policy_attachment",
        ]);
        attachments
            .map(|attachment| Holder {
                policy: Identity::of(&attachment.attribute("policy_arn")),
                role: role_of(attachment, "role"),
            })
            .collect()
    }
}

impl Holder {
    /// Whether it attaches a policy, or may.
    pub(super) fn may_hold(&self, policy: &Address) -> bool {
        match &self.policy {
            Some(Identity::Attribute(address, _)) => address == policy || address.is_vague(),
            Some(Identity::Id { .. }) => false,
            Some(Identity::Reference(_)) | None => true,
        }
    }
}

fn said(instance: &Instance<'_>) -> Vec<Result<Policy, Why>> {
    let (inline, _) = blocks(&set_value(instance, "inline_policy"));
    let inline = inline.iter().map(|block| member(block, "policy"));
    let documents: Vec<Value> = inline.chain([set_value(instance, "policy")]).collect();
    let ways = documents.iter().flat_map(Value::alternatives);
    let ways = ways.filter(|way| !names_nothing(way));
    ways.map(Policy::parse).collect()
}

/// The role that an argument names.
pub(super) fn role_of(instance: &Instance<'_>, argument: &str) -> Option<Address> {
    let named = Identity::of(&instance.attribute(argument))?;
    named.owner(&["id", "name", "arn"]).cloned()
}
