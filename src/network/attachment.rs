//! Which rules a security group has, and which endpoints it is attached to.

use super::{Endpoint, Identity, Network, SecurityGroup, builder::Builder, fact::named};
use crate::value::Why;

impl<'p> Network<'p> {
    /// Separate rules go to their groups.
    pub(super) fn join_rules(&mut self, builder: &Builder<'_, 'p>) {
        for instance in builder.of(&[
            "aws_security_group_rule",
            "aws_vpc_security_group_ingress_rule",
        ]) {
            let Some((group, rule)) = builder.separate_rule(instance) else {
                continue;
            };
            let Some(identity) = group else {
                self.security_groups
                    .iter_mut()
                    .for_each(|group| group.open = Some(Why::Condition));
                continue;
            };
            let groups = self.groups_named(&identity);
            if groups.is_empty() {
                self.security_groups
                    .push(SecurityGroup::elsewhere(&identity, &rule));
            }
            for index in groups {
                if let Some(group) = self.security_groups.get_mut(index) {
                    group.rules.push(rule.clone());
                }
            }
        }
    }

    /// The indexes of the groups an identity names.
    fn groups_named(&self, identity: &Identity) -> Vec<usize> {
        named(&self.security_groups, |group| &group.identities, identity)
    }

    /// The endpoints a security group is attached to: those that name it, and for a default group those of its VPC that name
    /// none.
    pub fn endpoints_with<'n>(
        &'n self,
        group: &'n SecurityGroup,
    ) -> impl Iterator<Item = &'n Endpoint> {
        self.endpoints.iter().filter(move |endpoint| {
            let names_none = endpoint
                .groups
                .cases
                .iter()
                .all(|case| case.values.is_empty() && case.open.is_none());
            if names_none {
                let vpc = endpoint
                    .vpc
                    .answer()
                    .and_then(|vpc| vpc.as_str().strip_suffix(".id"));
                let default = vpc.map(|vpc| Identity::attribute(vpc, "default_security_group_id"));
                return default.is_some_and(|default| group.identities.contains(&default));
            }
            endpoint
                .groups
                .seen()
                .filter_map(Identity::of)
                .any(|named| self.is_group(group, &named))
        })
    }

    /// Whether an identity names a group: exactly, or as one of the collection it belongs to when no group is named exactly.
    fn is_group(&self, group: &SecurityGroup, identity: &Identity) -> bool {
        let groups = self.groups_named(identity);
        groups.into_iter().any(|index| {
            self.security_groups
                .get(index)
                .is_some_and(|it| std::ptr::eq(it, group))
        })
    }
}
