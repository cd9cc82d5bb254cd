//! What a data source asks for.

use super::{Instance, equal, names_one};
use crate::{
    syntax::Name,
    value::{Kind, Truth, Value},
};

/// A type of data source that looks for resources of one type.
pub(super) struct Sought {
    /// The type of the data source.
    source: &'static str,
    /// What it looks for.
    pub(super) ty: &'static str,
    /// Whether it fails unless it finds exactly one.
    pub(super) is_one: bool,
    /// The arguments that say what is looked for, and the filters that they stand for.
    arguments: &'static [(&'static str, &'static str)],
}

/// Data sources of hashicorp/aws, and what they make of their arguments (its source, `internal/service/ec2`, v5.100.0).
const SOUGHT: [Sought; 7] = [
    Sought {
        source: "aws_vpc",
        ty: "aws_vpc",
        is_one: true,
        arguments: &[
            ("cidr_block", "cidr"),
            ("default", "is-default"),
            ("dhcp_options_id", "dhcp-options-id"),
            ("id", "vpc-id"),
            ("state", "state"),
        ],
    },
    Sought {
        source: "aws_subnet",
        ty: "aws_subnet",
        is_one: true,
        arguments: &[
            ("availability_zone", "availability-zone"),
            ("availability_zone_id", "availability-zone-id"),
            ("cidr_block", "cidr-block"),
            ("default_for_az", "default-for-az"),
            ("id", "subnet-id"),
            (
                "ipv6_cidr_block",
                "ipv6-cidr-block-association.ipv6-cidr-block",
            ),
            ("state", "state"),
            ("vpc_id", "vpc-id"),
        ],
    },
    Sought {
        source: "aws_subnets",
        ty: "aws_subnet",
        is_one: false,
        arguments: &[],
    },
    Sought {
        source: "aws_route_table",
        ty: "aws_route_table",
        is_one: true,
        arguments: &[
            ("gateway_id", "association.gateway-id"),
            ("id", "route-table-id"),
            ("route_table_id", "route-table-id"),
            ("subnet_id", "association.subnet-id"),
            ("vpc_id", "vpc-id"),
        ],
    },
    Sought {
        source: "aws_route_tables",
        ty: "aws_route_table",
        is_one: false,
        arguments: &[("vpc_id", "vpc-id")],
    },
    Sought {
        source: "aws_security_group",
        ty: "aws_security_group",
        is_one: true,
        arguments: &[
            ("id", "group-id"),
            ("name", "group-name"),
            ("vpc_id", "vpc-id"),
        ],
    },
    Sought {
        source: "aws_security_groups",
        ty: "aws_security_group",
        is_one: false,
        arguments: &[],
    },
];

impl Sought {
    /// The attribute that says what is found.
    pub(super) const fn gives(&self) -> &'static str {
        if self.is_one { "id" } else { "ids" }
    }

    /// What a data source of that type looks for.
    pub(super) fn by(source: &str) -> Option<&'static Self> {
        SOUGHT.iter().find(|it| it.source == source)
    }
}

/// Filters that must all hold.
pub(super) struct Query(Vec<Filter>);

/// One filter of the EC2 API: one of the values must be met.
pub(super) struct Filter {
    /// `vpc-id`, `tag:Name`
    pub(super) name: Name,
    values: Vec<Value>,
    /// Whether there may be more values.
    is_open: bool,
}

impl Query {
    /// What an instance of a data source asks for; `None` when not even the names of the filters are known.
    pub(super) fn of(source: &Instance<'_>, sought: &Sought) -> Option<Self> {
        let mut filters = Vec::new();
        for (argument, name) in sought.arguments.iter().filter(|(it, _)| source.sets(it)) {
            let value = source.attribute(argument);
            let is_empty = value.as_str().is_some_and(|it| it.is_empty());
            if !is_empty && value.is_null() != Truth::Yes {
                filters.push(Filter::new((*name).into(), &value));
            }
        }
        match &source.attribute("tags").kind {
            _ if !source.sets("tags") => {}
            Kind::Null(_) => {}
            Kind::Mapping(tags) if tags.rest.is_none() => {
                let tag =
                    |(key, value): (&Name, &Value)| Filter::new(format!("tag:{key}").into(), value);
                filters.extend(tags.entries.iter().map(tag));
            }
            _ => return None,
        }
        match &source.attribute("filter").kind {
            _ if !source.sets("filter") => {}
            Kind::Sequence(blocks) if blocks.rest.is_none() => {
                for block in blocks.items.iter() {
                    let entries = &block.as_mapping()?.entries;
                    let name = entries.get("name")?.as_str()?.clone();
                    filters.push(Filter::new(name, entries.get("values")?));
                }
            }
            _ => return None,
        }
        // The API takes no filter without a value.
        let are_whole = filters.iter().all(|it| it.is_open || !it.values.is_empty());
        are_whole.then_some(Self(filters))
    }

    /// The filters.
    pub(super) fn filters(&self) -> impl Iterator<Item = &Filter> {
        self.0.iter()
    }

    /// The only value of a filter.
    pub(super) fn only(&self, name: &str) -> Option<&Value> {
        let filter = self.0.iter().find(|it| &*it.name == name)?;
        match &filter.values[..] {
            [only] if !filter.is_open => Some(only),
            _ => None,
        }
    }

    /// The id of the VPC that is asked for.
    pub(super) fn vpc(&self) -> Option<&Value> {
        self.only("vpc-id")
    }

    /// Whether it asks for what has that id.
    pub(super) fn names(&self, own: &Value) -> bool {
        let ids = ["vpc-id", "subnet-id", "route-table-id", "group-id"];
        let mut ids = ids.iter().filter_map(|name| self.only(name));
        ids.any(|id| names_one(id) && equal(id, own) == Truth::Yes)
    }

    /// Whether it asks for security groups by names, of which no two groups of a VPC have the same: the services that make groups of
    /// their own cannot add to what it finds.
    pub(super) fn names_groups(&self) -> bool {
        let by_name = self.0.iter().find(|it| &*it.name == "group-name");
        let is_name = |value: &Value| value.as_str().is_some_and(|it| !it.contains(WILD));
        by_name.is_some_and(|it| !it.is_open && it.values.iter().all(is_name))
    }
}

/// What stands for other letters in the value of a filter, or makes such a letter stand for itself.
const WILD: [char; 3] = ['*', '?', '\\'];

impl Filter {
    fn new(name: Name, value: &Value) -> Self {
        let (values, is_open) = match &value.kind {
            Kind::Sequence(values) => (values.items.to_vec(), values.rest.is_some()),
            _ => (vec![value.clone()], false),
        };
        Self {
            name,
            values,
            is_open,
        }
    }

    /// Whether what something has is one of the values.
    pub(super) fn is_met_by(&self, actual: &Value) -> Truth {
        let each = self.values.iter().map(|wanted| meets(actual, wanted));
        Truth::any(each.chain(self.is_open.then_some(Truth::Unknown)))
    }
}

fn meets(actual: &Value, wanted: &Value) -> Truth {
    let flag = |it: &Value| it.as_bool().map(|it| Value::string(it.to_string()));
    let (actual, wanted) = (
        flag(actual).unwrap_or_else(|| actual.clone()),
        flag(wanted).unwrap_or_else(|| wanted.clone()),
    );
    match (wanted.as_str(), actual.as_str()) {
        (Some(wanted), _) if wanted.contains('\\') => Truth::Unknown,
        (Some(wanted), Some(actual)) => is_like(actual, wanted).into(),
        (Some(wanted), None) if wanted.contains(WILD) => Truth::Unknown,
        _ => equal(&actual, &wanted),
    }
}

/// Whether a text is what a filter stands for, in which `*` is any letters and `?` is one (EC2 user guide, list and filter).
fn is_like(text: &str, pattern: &str) -> bool {
    let mut reached = vec![true];
    reached.resize(text.chars().count() + 1, false);
    for wanted in pattern.chars() {
        let mut next = vec![false; reached.len()];
        if wanted == '*' {
            let from = reached.iter().position(|it| *it).unwrap_or(reached.len());
            next.iter_mut().skip(from).for_each(|it| *it = true);
        } else {
            let letters = text
                .chars()
                .zip(&reached)
                .map(|(letter, before)| *before && (wanted == '?' || wanted == letter));
            let behind = next.iter_mut().skip(1).zip(letters);
            behind.for_each(|(it, is_met)| *it = is_met);
        }
        reached = next;
    }
    reached.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn wildcards_stand_for_letters() {
        for (text, pattern, fits) in [
            ("net-private-a", "*private*", true),
            ("net-private-a", "net-?rivate-?", true),
            ("net-private-a", "private*", false),
            ("net", "net", true),
            ("net", "Net", false),
            ("", "*", true),
            ("", "?", false),
            ("aXbXc", "a*X?", true),
        ] {
            assert_eq!(is_like(text, pattern), fits, "{text} {pattern}");
        }
    }
}
