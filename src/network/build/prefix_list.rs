//! Managed prefix lists.

use std::collections::HashMap;

use ipnet::IpNet;

use super::{Builder, blocks, member, set_value};
use crate::{
    eval::Instance,
    network::{Identity, PrefixList},
    value::{Value, Why},
};

impl<'p> Builder<'_, 'p> {
    /// Managed prefix lists with nested entries and separate ones.
    pub(super) fn prefix_lists(&self) -> Vec<PrefixList> {
        let separate = ["aws_ec2_managed_prefix_list_entry"];
        let mut named: HashMap<Identity, Vec<&Instance<'p>>> = HashMap::new();
        let mut of_any = false;
        for entry in self.of(&separate) {
            match Identity::of(&entry.attribute("prefix_list_id")) {
                Some(list) => {
                    of_any |= list.is_vague();
                    named.entry(list).or_default().push(entry);
                }
                None => of_any = true,
            }
        }
        let of_list = |instance: &Instance<'p>| {
            let resource = self.resource(instance);
            let identity = Identity::attribute(&resource.address, "id");
            let (nested, open) = blocks(&set_value(instance, "entry"));
            let place = self.place(instance, "entry", &instance.attribute("entry"));
            let cidrs = nested.iter().map(|entry| member(entry, "cidr")).collect();
            let mut entries = self.networks(&Value::tuple(cidrs), &place);
            let ignored = instance.ignores_changes_of("entry").then_some(Why::Ignored);
            if let Some(why) = open.or(ignored) {
                entries.leave_open(&why);
            }
            for entry in named.get(&identity).into_iter().flatten() {
                entries.add(&self.fact(entry, "cidr", network));
            }
            if of_any {
                entries.leave_open(&Why::Condition);
            }
            PrefixList { identity, entries }
        };
        let lists = self.of(&["aws_ec2_managed_prefix_list"]);
        lists.map(of_list).collect()
    }
}

fn network(value: &Value) -> Option<IpNet> {
    value.as_str()?.parse().ok()
}
