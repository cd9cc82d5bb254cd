//! Signs of resolvers that are not those of the VPC.

use super::{Builder, blocks, member};
use crate::{
    address::Address,
    value::{Number, Value},
};

/// Where resolvers listen.
const DNS: usize = 53;

impl Builder<'_, '_> {
    /// The first rule that lets members of its group send to port 53, and to little else.
    pub(super) fn to_resolvers(&self) -> Option<Address> {
        let is_dns = |from: &Value, to: &Value| {
            let port = |it: &Value| it.as_number().and_then(Number::as_index);
            port(from) == Some(DNS) && port(to) == Some(DNS)
        };
        let inline = self.of(&["aws_security_group"]).filter(|group| {
            let (rules, _) = blocks(&group.attribute("egress"));
            let mut rules = rules.iter();
            rules.any(|it| is_dns(&member(it, "from_port"), &member(it, "to_port")))
        });
        let separate = [
            "aws_security_group_rule",
            "aws_vpc_security_group_egress_rule",
        ];
        let separate = self.of(&separate).filter(|rule| {
            let ty = rule.attribute("type");
            let is_egress = ty.as_str().is_none_or(|it| &**it == "egress");
            is_egress && is_dns(&rule.attribute("from_port"), &rule.attribute("to_port"))
        });
        inline
            .chain(separate)
            .map(|it| Address::from(&it.address))
            .next()
    }
}
