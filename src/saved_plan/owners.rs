//! Which resource of the plan an id belongs to.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::SavedPlan;

/// What the ids of some resources begin with. Those of others may be the id of what they belong to.
const OWNERS: [(&str, &[&str]); 8] = [
    ("vpc-", &["aws_vpc", "aws_default_vpc"]),
    ("subnet-", &["aws_subnet", "aws_default_subnet"]),
    ("sg-", &["aws_security_group", "aws_default_security_group"]),
    ("rtb-", &["aws_route_table", "aws_default_route_table"]),
    ("vpce-", &["aws_vpc_endpoint"]),
    ("nat-", &["aws_nat_gateway"]),
    ("igw-", &["aws_internet_gateway"]),
    ("eigw-", &["aws_egress_only_internet_gateway"]),
];

#[derive(Deserialize)]
struct Named<'t> {
    #[serde(borrow)]
    id: Option<&'t RawValue>,
}

impl SavedPlan {
    /// The reference to an id, where exactly one resource of the plan has it already.
    #[must_use]
    pub fn owner(&self, id: &str) -> Option<&str> {
        if !OWNERS.iter().any(|(begin, _)| id.starts_with(begin)) {
            return None;
        }
        let owners = self.owners.get_or_init(|| self.find_owners());
        owners.get(id)?.as_deref()
    }

    fn find_owners(&self) -> HashMap<String, Option<String>> {
        let mut owners: HashMap<String, Option<String>> = HashMap::new();
        for (address, planned) in self.instances.all().filter(|(_, it)| !it.is_data) {
            let mut begins = OWNERS.iter();
            let owner = begins.find(|(_, types)| types.contains(&&*planned.ty));
            let (Some((begin, _)), Some(values)) = (owner, planned.values) else {
                continue;
            };
            let named: Option<Named<'_>> = serde_json::from_str(values.of(&self.text)).ok();
            let id = named.and_then(|it| it.id);
            let id = id.and_then(|it| serde_json::from_str::<String>(it.get()).ok());
            if let Some(id) = id.filter(|id| id.starts_with(begin)) {
                let reference = format!("{address}.id");
                owners
                    .entry(id)
                    .and_modify(|owner| *owner = None)
                    .or_insert(Some(reference));
            }
        }
        owners
    }
}
