//! Values that a thing of a name and a type could have, as expressions of Terraform.

use std::collections::BTreeMap;

use vpcelint::{
    provider::Schema,
    value::{Field, Type},
};

/// Nested types and blocks are followed so deep.
const DEEPEST: usize = 4;

/// What strings look like whose name contains a word; the first that fits counts.
const TEXTS: [(&str, &str); 51] = [
    ("password", "a-long-password-1"),
    ("b64", "Zm9v"),
    ("base64", "Zm9v"),
    ("certificate_authority", "Zm9v"),
    (
        "policy",
        "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[]}",
    ),
    (
        "json",
        "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[]}",
    ),
    (
        "key_arn",
        "arn:aws:kms:eu-west-1:123456789012:key/1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f",
    ),
    (
        "kms",
        "arn:aws:kms:eu-west-1:123456789012:key/1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f",
    ),
    ("topic", "arn:aws:sns:eu-west-1:123456789012:topic"),
    (
        "certificate",
        "arn:aws:acm:eu-west-1:123456789012:certificate/1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f",
    ),
    (
        "cluster_arn",
        "arn:aws:ecs:eu-west-1:123456789012:cluster/one",
    ),
    ("arn", "arn:aws:iam::123456789012:role/one"),
    ("ipv6_cidr", "2001:db8:1234:1a00::/56"),
    ("cidr", "10.0.0.0/16"),
    ("vpc_endpoint", "vpce-0a1b2c3d4e5f67890"),
    ("subnet", "subnet-0a1b2c3d4e5f67890"),
    ("security_group", "sg-0a1b2c3d4e5f67890"),
    ("sg", "sg-0a1b2c3d4e5f67890"),
    ("route_table", "rtb-0a1b2c3d4e5f67890"),
    ("transit_gateway", "tgw-0a1b2c3d4e5f67890"),
    ("tgw", "tgw-0a1b2c3d4e5f67890"),
    ("prefix_list", "pl-0a1b2c3d4e5f67890"),
    ("vpc", "vpc-0a1b2c3d4e5f67890"),
    ("ami", "ami-0a1b2c3d4e5f67890"),
    ("image_id", "ami-0a1b2c3d4e5f67890"),
    ("region", "eu-west-1"),
    ("availability_zone", "eu-west-1a"),
    ("az", "eu-west-1a"),
    ("account", "123456789012"),
    ("owner", "123456789012"),
    ("partition", "aws"),
    ("dns_suffix", "amazonaws.com"),
    ("zone_id", "Z0A1B2C3D4E5F6"),
    ("port", "443"),
    ("protocol", "tcp"),
    ("email", "someone@example.com"),
    ("url", "https://example.com"),
    ("issuer", "https://example.com"),
    ("endpoint", "one.example.com"),
    ("domain", "example.com"),
    ("zone_name", "example.com"),
    ("fqdn", "one.example.com"),
    ("dns", "one.example.com"),
    ("host", "one.example.com"),
    ("instance_type", "t3.micro"),
    ("schedule", "rate(1 day)"),
    ("_ip", "10.0.0.10"),
    ("version", "1.0"),
    ("time", "2026-01-01T00:00:00Z"),
    ("env", "dev"),
    ("stage", "dev"),
];

/// An expression for something of that name and type.
pub(crate) fn value(name: &str, ty: &Type) -> String {
    of_type(name, ty, 0)
}

fn of_type(name: &str, ty: &Type, depth: usize) -> String {
    match ty {
        Type::Bool => (!["disable", "skip", "deletion", "outpost", "assign"]
            .iter()
            .any(|it| name.contains(it)))
        .to_string(),
        Type::Number => number(name).to_string(),
        Type::Any if name.contains("tags") => "{ Owner = \"someone\" }".to_owned(),
        Type::Any if is_switch(name) => of_type(name, &Type::Bool, depth),
        Type::Any if is_plural(name) => format!("[{}]", pair(name)),
        Type::Any | Type::String => format!("\"{}\"", text(name)),
        Type::List(element) | Type::Set(element) => match &**element {
            Type::String | Type::Any => format!("[{}]", pair(name)),
            element => format!("[{}]", of_type(name, element, depth + 1)),
        },
        Type::Map(element) => {
            let element = of_type(name, element, depth + 1);
            format!("{{ one = {element}, two = {element} }}")
        }
        Type::Tuple(elements) => {
            let elements: Vec<String> = elements
                .iter()
                .map(|it| of_type(name, it, depth + 1))
                .collect();
            format!("[{}]", elements.join(", "))
        }
        Type::Object(fields) => object(
            fields
                .iter()
                .filter(|(_, field)| !field.optional || depth == 0)
                .map(|(name, Field { ty, .. })| (&**name, of_type(name, ty, depth + 1))),
        ),
    }
}

/// `{ name = value }`.
pub(crate) fn object<'a>(members: impl Iterator<Item = (&'a str, String)>) -> String {
    let members: Vec<String> = members
        .map(|(name, value)| format!("\"{name}\" = {value}"))
        .collect();
    format!("{{ {} }}", members.join(", "))
}

/// Everything that something of the schema has.
pub(crate) fn of_schema(schema: &Schema, depth: usize) -> BTreeMap<String, String> {
    let attributes = schema
        .attributes
        .iter()
        .map(|(name, attribute)| (name.to_string(), value(name, &attribute.ty)));
    let blocks = schema
        .blocks
        .iter()
        .filter(|_| depth < DEEPEST)
        .map(|(name, block)| {
            let inside = of_schema(block.schema(), depth + 1);
            let inside = object(inside.iter().map(|(name, value)| (&**name, value.clone())));
            (name.to_string(), format!("[{inside}]"))
        });
    attributes.chain(blocks).collect()
}

fn is_switch(name: &str) -> bool {
    let begins = [
        "enable",
        "create",
        "is_",
        "use_",
        "manage_",
        "map_public",
        "single_nat",
    ];
    begins.iter().any(|it| name.starts_with(it)) || name.ends_with("enabled")
}

fn is_plural(name: &str) -> bool {
    (name.ends_with('s')
        && ![
            "address", "access", "dns", "alias", "sqs", "sns", "kms", "status", "ss",
        ]
        .iter()
        .any(|it| name.ends_with(it)))
        || name.ends_with("list")
}

fn number(name: &str) -> u32 {
    let like = [
        ("from_port", 0),
        ("port", 443),
        ("days", 7),
        ("memory", 512),
        ("timeout", 60),
        ("cpu", 256),
        ("bits", 8),
        ("netmask", 24),
        ("prefix_length", 20),
        ("size", 20),
        ("retention", 7),
        ("desired", 1),
        ("min", 1),
        ("count", 2),
        ("num", 2),
    ];
    like.iter()
        .find(|(word, _)| name.contains(word))
        .map_or(1, |(_, number)| *number)
}

fn text(name: &str) -> String {
    let name = name.to_lowercase();
    let like = TEXTS.iter().find(|(word, _)| name.contains(word));
    like.map_or_else(|| name.replace('_', "-"), |(_, text)| (*text).to_owned())
}

/// Two members of a list of that name.
fn pair(name: &str) -> String {
    let text = text(name);
    let (first, second) = match &*text {
        "10.0.0.0/16" => ("10.0.1.0/24".to_owned(), "10.0.2.0/24".to_owned()),
        "eu-west-1a" => (text.clone(), "eu-west-1b".to_owned()),
        "123456789012" => (text.clone(), "210987654321".to_owned()),
        "10.0.0.10" => (text.clone(), "10.0.0.11".to_owned()),
        "443" => (text.clone(), "8443".to_owned()),
        _ if text.ends_with("67890") => (text.clone(), text.replace("67890", "67891")),
        _ if text.starts_with("arn:") => (text.clone(), format!("{text}-b")),
        _ if text.starts_with('{') || text == "eu-west-1" => return format!("\"{text}\""),
        _ => (text.clone(), format!("b{text}")),
    };
    format!("\"{first}\", \"{second}\"")
}
