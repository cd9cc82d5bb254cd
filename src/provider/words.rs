//! Arguments that take one of a few words, as `terraform validate` lists them ("expected ... to be one of") with hashicorp/aws 5.100.0.

/// A resource type, the path of an argument in it, and the words that it takes.
type Words = (&'static str, &'static str, &'static [&'static str]);

const WORDS: [Words; 10] = [
    (
        "aws_vpc_endpoint",
        "vpc_endpoint_type",
        &[
            "Interface",
            "Gateway",
            "GatewayLoadBalancer",
            "Resource",
            "ServiceNetwork",
        ],
    ),
    (
        "aws_vpc_endpoint",
        "ip_address_type",
        &["ipv4", "dualstack", "ipv6"],
    ),
    (
        "aws_vpc_endpoint",
        "dns_options.dns_record_ip_type",
        &["ipv4", "dualstack", "ipv6", "service-defined"],
    ),
    ("aws_vpc", "instance_tenancy", &["default", "dedicated"]),
    (
        "aws_subnet",
        "private_dns_hostname_type_on_launch",
        &["ip-name", "resource-name"],
    ),
    (
        "aws_nat_gateway",
        "connectivity_type",
        &["private", "public"],
    ),
    ("aws_security_group_rule", "type", &["egress", "ingress"]),
    (
        "aws_ec2_managed_prefix_list",
        "address_family",
        &["IPv4", "IPv6"],
    ),
    (
        "aws_ec2_transit_gateway_vpc_attachment",
        "appliance_mode_support",
        &["enable", "disable"],
    ),
    (
        "aws_ec2_transit_gateway_vpc_attachment",
        "dns_support",
        &["enable", "disable"],
    ),
];

/// The arguments of a resource type that take one of a few words, by their paths.
pub fn of(ty: &str) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let of_type = WORDS.iter().filter(move |(of, ..)| *of == ty);
    of_type.map(|(_, path, words)| (*path, *words))
}
