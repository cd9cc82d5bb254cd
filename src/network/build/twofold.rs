//! What arguments of endpoints list, and what separate resources attach beside.

use super::{Builder, set_value};
use crate::{
    eval::Instance,
    network::{Fact, Identity, Set, Twofold},
    value::{Kind, Value},
};

/// The arguments, and the types and arguments of the separate resources.
const ARGUMENTS: [(&str, &str, &str); 3] = [
    (
        "route_table_ids",
        "aws_vpc_endpoint_route_table_association",
        "route_table_id",
    ),
    (
        "subnet_ids",
        "aws_vpc_endpoint_subnet_association",
        "subnet_id",
    ),
    (
        "security_group_ids",
        "aws_vpc_endpoint_security_group_association",
        "security_group_id",
    ),
];

impl<'p> Builder<'_, 'p> {
    /// Each argument of an endpoint for which separate resources exist.
    pub(super) fn twofold(&self, instance: &Instance<'p>, identity: &Identity) -> Vec<Twofold> {
        let each = ARGUMENTS.iter().filter_map(|(argument, ty, attribute)| {
            let (attached, open) = self.attachments(ty, identity);
            if attached.is_empty() && open.is_none() {
                return None;
            }
            let value = set_value(instance, argument);
            let place = self.place(instance, argument, &value);
            let mut separate = Set::read(&Value::tuple(Vec::new()), &place, Identity::of);
            for attachment in attached {
                separate.add(&self.identity(attachment, attribute));
            }
            if let Some(why) = open {
                separate.leave_open(&why);
            }
            Some(Twofold {
                listed: Set::read(&value, &place, Identity::of),
                lists: Fact::read(&value, place, |value| match &value.kind {
                    Kind::Unknown(unknown) if !unknown.not_null => None,
                    Kind::Null(_) => Some(false),
                    _ => Some(true),
                })
                .merged(),
                separate,
                ignored: instance.ignores_changes_of(argument),
            })
        });
        each.collect()
    }
}
