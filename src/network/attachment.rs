//! Which rules a security group has, and which endpoints it is attached to.

use super::{Endpoint, Identity, Network, SecurityGroup, builder::Builder};
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
            let exact = self
                .security_groups
                .iter()
                .any(|group| group.identities.contains(&identity));
            let known = exact
                || self
                    .security_groups
                    .iter()
                    .any(|group| belongs(group, &identity));
            if !known {
                self.security_groups
                    .push(SecurityGroup::elsewhere(&identity, &rule));
                continue;
            }
            for group in &mut self.security_groups {
                let same = group.identities.contains(&identity);
                let may_be = !exact
                    && group
                        .identities
                        .iter()
                        .any(|it| it.collection() == identity.collection());
                if same || may_be {
                    group.rules.push(rule.clone());
                }
            }
        }
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
    fn is_group(&self, group: &SecurityGroup, named: &Identity) -> bool {
        if group.identities.contains(named) {
            return true;
        }
        let exact = self
            .security_groups
            .iter()
            .any(|group| group.identities.contains(named));
        !exact
            && group
                .identities
                .iter()
                .any(|identity| identity.collection() == named.collection())
    }
}

/// Whether an identity picks from the collection a group belongs to.
fn belongs(group: &SecurityGroup, identity: &Identity) -> bool {
    group
        .identities
        .iter()
        .any(|it| it.collection() == identity.collection())
}
