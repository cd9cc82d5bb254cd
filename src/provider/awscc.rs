//! The resource types of hashicorp/awscc that hashicorp/aws has under other names.
//!
//! It is made from the types of AWS Cloud Control: what they are called is CloudFormation's, and so is what holds for what is not set.

/// One type as hashicorp/aws has it.
#[derive(Debug)]
pub struct Twin {
    /// `aws_vpc`
    pub ty: &'static str,
    /// Its attributes that all are its id.
    pub ids: &'static [&'static str],
    /// Its arguments that are called otherwise there.
    pub names: &'static [(&'static str, &'static str)],
    /// Its arguments that leave open what an argument there says.
    pub obscure: &'static [(&'static str, &'static str)],
}

static TWINS: [(&str, Twin); 11] = [
    (
        "awscc_ec2_nat_gateway",
        Twin {
            ids: &["nat_gateway_id"],
            ..twin_of("aws_nat_gateway")
        },
    ),
    (
        "awscc_ec2_route",
        Twin {
            names: &[
                (
                    "destination_ipv_6_cidr_block",
                    "destination_ipv6_cidr_block",
                ),
                ("egress_only_internet_gateway_id", "egress_only_gateway_id"),
                ("instance_id", "network_interface_id"),
            ],
            ..twin_of("aws_route")
        },
    ),
    (
        "awscc_ec2_route_table",
        Twin {
            ids: &["route_table_id"],
            ..twin_of("aws_route_table")
        },
    ),
    (
        "awscc_ec2_security_group",
        Twin {
            ids: &["group_id", "security_group_id"],
            names: &[
                ("group_description", "description"),
                ("group_name", "name"),
                ("security_group_egress", "egress"),
                ("security_group_ingress", "ingress"),
            ],
            ..twin_of("aws_security_group")
        },
    ),
    (
        "awscc_ec2_security_group_egress",
        Twin {
            names: &[
                ("cidr_ip", "cidr_ipv4"),
                ("cidr_ipv_6", "cidr_ipv6"),
                ("destination_prefix_list_id", "prefix_list_id"),
                (
                    "destination_security_group_id",
                    "referenced_security_group_id",
                ),
                ("group_id", "security_group_id"),
            ],
            ..twin_of("aws_vpc_security_group_egress_rule")
        },
    ),
    (
        "awscc_ec2_security_group_ingress",
        Twin {
            names: &[
                ("cidr_ip", "cidr_ipv4"),
                ("cidr_ipv_6", "cidr_ipv6"),
                ("group_id", "security_group_id"),
                ("source_prefix_list_id", "prefix_list_id"),
                ("source_security_group_id", "referenced_security_group_id"),
            ],
            obscure: &[
                ("group_name", "security_group_id"),
                ("source_security_group_name", "referenced_security_group_id"),
            ],
            ..twin_of("aws_vpc_security_group_ingress_rule")
        },
    ),
    (
        "awscc_ec2_subnet",
        Twin {
            ids: &["subnet_id"],
            names: &[
                ("ipv_6_cidr_block", "ipv6_cidr_block"),
                ("ipv_6_native", "ipv6_native"),
            ],
            obscure: &[
                ("ipv_4_netmask_length", "cidr_block"),
                ("ipv_6_netmask_length", "ipv6_cidr_block"),
            ],
            ..twin_of("aws_subnet")
        },
    ),
    (
        "awscc_ec2_subnet_route_table_association",
        twin_of("aws_route_table_association"),
    ),
    (
        "awscc_ec2_vpc",
        Twin {
            ids: &["vpc_id"],
            names: &[("default_security_group", "default_security_group_id")],
            ..twin_of("aws_vpc")
        },
    ),
    (
        "awscc_ec2_vpc_endpoint",
        Twin {
            ids: &["vpc_endpoint_id"],
            names: &[("policy_document", "policy")],
            ..twin_of("aws_vpc_endpoint")
        },
    ),
    (
        "awscc_ec2_vpc_endpoint_service",
        Twin {
            ids: &["service_id"],
            ..twin_of("aws_vpc_endpoint_service")
        },
    ),
];

const fn twin_of(ty: &'static str) -> Twin {
    Twin {
        ty,
        ids: &[],
        names: &[],
        obscure: &[],
    }
}

/// The twin of a type of hashicorp/awscc; `None` for all other types.
#[must_use]
pub fn twin(ty: &str) -> Option<&'static Twin> {
    if !ty.starts_with("awscc_") {
        return None;
    }
    let found = TWINS.iter().find(|(name, _)| *name == ty);
    found.map(|(_, twin)| twin)
}

/// The attribute of hashicorp/aws that an attribute of a resource is, by the resource's type.
#[must_use]
pub fn attribute<'a>(ty: &str, attribute: &'a str) -> &'a str {
    let Some(twin) = twin(ty) else {
        return attribute;
    };
    if twin.ids.contains(&attribute) {
        return "id";
    }
    let named = twin.names.iter().find(|(own, _)| *own == attribute);
    named.map_or(attribute, |(_, theirs)| theirs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider;

    #[test]
    fn names_are_those_of_the_schemas() {
        for (ty, twin) in &TWINS {
            let (own, theirs) = (
                provider::resource(ty).unwrap(),
                provider::resource(twin.ty).unwrap(),
            );
            for (name, their_name) in twin.names.iter().chain(twin.obscure) {
                assert!(own.attributes.contains_key(*name), "{ty}.{name}");
                assert!(
                    theirs.attributes.contains_key(*their_name),
                    "{ty}.{their_name}"
                );
            }
            for id in twin.ids {
                assert!(own.attributes[*id].computed, "{ty}.{id}");
            }
        }
    }

    #[test]
    fn ids_are_one_attribute() {
        assert_eq!(attribute("awscc_ec2_vpc", "vpc_id"), "id");
        assert_eq!(attribute("awscc_ec2_subnet", "vpc_id"), "vpc_id");
        assert_eq!(attribute("awscc_ec2_security_group", "group_id"), "id");
        assert_eq!(attribute("aws_subnet", "subnet_id"), "subnet_id");
    }
}
