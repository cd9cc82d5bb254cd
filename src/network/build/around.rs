//! What workloads refer to.

use std::collections::BTreeMap;

use super::{Builder, set_value};
use crate::{
    eval::Instance,
    network::{Identity, identity::names_nothing},
    value::Value,
};

/// What workloads refer to, by addresses and names.
pub(super) struct Around<'s, 'p> {
    pub(super) tasks: Called<'s, 'p>,
    pub(super) profiles: Called<'s, 'p>,
    pub(super) roles: Called<'s, 'p>,
    /// Templates that machines are started from.
    pub(super) templates: Called<'s, 'p>,
    pub(super) tables: Called<'s, 'p>,
    /// By what they call their role.
    pub(super) attachments: Called<'s, 'p>,
    /// By what they call their function.
    pub(super) rotations: Called<'s, 'p>,
    /// By what they call the cluster that they read.
    pub(super) mappings: Called<'s, 'p>,
    /// Whether it is unknown whose policy an attachment is.
    pub(super) loose_attachments: bool,
    /// Whether it is unknown which function rotates a secret.
    pub(super) loose_rotations: bool,
    /// Whether it is unknown what functions read.
    pub(super) loose_mappings: bool,
}

/// Resources by what they are called.
pub(super) type Called<'s, 'p> = BTreeMap<String, Vec<&'s Instance<'p>>>;

impl<'s, 'p> Around<'s, 'p> {
    pub(super) fn of(builder: &'s Builder<'_, 'p>) -> Self {
        let by_name = |types: &'static [&'static str], name: &str| {
            let mut by_name = Called::new();
            for instance in builder.of(types) {
                for key in keys_of(instance, name) {
                    by_name.entry(key).or_default().push(instance);
                }
            }
            by_name
        };
        let by_other = |types: &'static [&'static str], argument: &str| {
            let (mut by_other, mut loose) = (Called::new(), false);
            for instance in builder.of(types) {
                let value = set_value(instance, argument);
                match called(&value) {
                    Some(key) => by_other.entry(key).or_default().push(instance),
                    None => loose |= !names_nothing(&value),
                }
            }
            (by_other, loose)
        };
        let (attachments, loose_attachments) =
            by_other(&["aws_iam_role_policy_attachment"], "role");
        let (rotations, loose_rotations) = by_other(
            &["aws_secretsmanager_secret_rotation"],
            "rotation_lambda_arn",
        );
        let (mappings, loose_mappings) =
            by_other(&["aws_lambda_event_source_mapping"], "event_source_arn");
        Self {
            tasks: by_name(&["aws_ecs_task_definition"], "family"),
            profiles: by_name(&["aws_iam_instance_profile"], "name"),
            roles: by_name(&["aws_iam_role"], "name"),
            templates: by_name(&["aws_launch_template"], "name"),
            tables: by_name(&["aws_dynamodb_table"], "name"),
            attachments,
            rotations,
            mappings,
            loose_attachments,
            loose_rotations,
            loose_mappings,
        }
    }
}

/// What a resource is called: its address, and its name where that is known.
pub(super) fn keys_of(resource: &Instance<'_>, name: &str) -> Vec<String> {
    let name = resource.attribute(name);
    let name = name.as_str().map(ToString::to_string);
    let address = Some(resource.address.to_string());
    address.into_iter().chain(name).collect()
}

/// What a value calls a resource: the address of that whose attribute it is, or a name.
pub(super) fn called(value: &Value) -> Option<String> {
    match Identity::of(value)? {
        Identity::Attribute(address, _) => Some(address.to_string()),
        Identity::Id { id, .. } => Some(id.to_string()),
        Identity::Reference(_) => None,
    }
}
