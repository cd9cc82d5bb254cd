//! Attributes, nested blocks and defaults of the types that matter to VPC endpoints, compiled in from `schema.tsv`, which
//! says where they come from.
//!
//! Types outside the table are not wrong: nothing is known of them.

use std::{
    collections::BTreeMap,
    iter::Peekable,
    str::Lines,
    sync::{Arc, LazyLock, OnceLock},
};

use crate::{
    syntax::Name,
    value::{Number, Type, Value},
};

/// What one type, or one nested block of it, can hold.
#[derive(Debug, Default)]
pub struct Schema {
    /// Attributes by name, in name order.
    pub attributes: BTreeMap<&'static str, Attribute>,
    /// Nested blocks by name, in name order.
    pub blocks: BTreeMap<&'static str, Block>,
}

/// One attribute.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the schema's own flags, independent of each other"
)]
pub struct Attribute {
    /// Its type.
    pub ty: Type,
    /// Whether it must be set.
    pub required: bool,
    /// Whether it may be set.
    pub optional: bool,
    /// Whether the provider decides when it is not set: then it is unknown until it is applied or read.
    pub computed: bool,
    /// What holds when it is not set, where that is known.
    pub default: Option<Default>,
    /// Whether it may be written as nested blocks too: `ingress { ... }` for `ingress = [{ ... }]`. Terraform allows that of
    /// every list or set of objects that can be set.
    pub as_blocks: bool,
}

/// What holds for an attribute that is not set on a new object.
#[derive(Debug)]
pub struct Default {
    /// The value.
    pub value: Value,
    /// Whether Terraform's plan shows it. Otherwise the plan says unknown, and this is what the provider sends when it
    /// creates the object. An existing object keeps what it had, so taking the argument away does not bring it back.
    pub planned: bool,
}

/// A nested block.
#[derive(Debug)]
pub struct Block {
    /// How many there may be, and what they make.
    pub nesting: Nesting,
    /// What is inside.
    pub schema: Schema,
}

/// What the blocks of one kind make together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nesting {
    /// One object, or null.
    Single,
    /// A list of objects.
    List,
    /// A set of objects.
    Set,
    /// A map of objects by label.
    Map,
}

/// What is known of a resource type; `None` for types outside the table.
#[must_use]
pub fn resource(ty: &str) -> Option<&'static Schema> {
    TABLE.resources.get(ty).map(Entry::schema)
}

/// What is known of a data source type; `None` for types outside the table.
#[must_use]
pub fn data_source(ty: &str) -> Option<&'static Schema> {
    TABLE.data_sources.get(ty).map(Entry::schema)
}

impl Attribute {
    /// What the plan shows for a field of an [attribute written as blocks](Self::as_blocks) that is not set or null: the
    /// provider replaces null by the type's empty value in sets of objects, but leaves numbers null.
    ///
    /// Read from plans of `aws_security_group`, `aws_route_table` and `aws_network_acl` with 5.100.0.
    #[must_use]
    pub fn empty_field(field: &Type) -> Value {
        match field {
            Type::String => Value::string(""),
            Type::Bool => Value::bool(false),
            Type::List(element) => Value::list((**element).clone(), Vec::new()),
            Type::Set(element) => Value::set((**element).clone(), Vec::new()),
            other => Value::null(other.clone()),
        }
    }
}

/// Sections of the file, each read when it is first asked for: a run needs a dozen of them.
struct Table {
    resources: BTreeMap<&'static str, Entry>,
    data_sources: BTreeMap<&'static str, Entry>,
}

struct Entry {
    text: &'static str,
    schema: OnceLock<Schema>,
}

impl Entry {
    fn schema(&self) -> &Schema {
        self.schema
            .get_or_init(|| read_schema(&mut self.text.lines().peekable()))
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        resources: BTreeMap::new(),
        data_sources: BTreeMap::new(),
    };
    // The comment at the top comes before the first header.
    for section in include_str!("schema.tsv").split("\n@").skip(1) {
        let (header, text) = section.split_once('\n').unwrap_or((section, ""));
        let entry = Entry {
            text,
            schema: OnceLock::new(),
        };
        match header.split_once(' ') {
            Some(("resource", name)) => table.resources.insert(name, entry),
            Some(("data", name)) => table.data_sources.insert(name, entry),
            _ => None,
        };
    }
    table
});

/// Reads lines up to the brace that closes the block, or to the end.
fn read_schema(lines: &mut Peekable<Lines<'static>>) -> Schema {
    let mut schema = Schema::default();
    while let Some(line) = lines.next() {
        let mut fields = line.trim_start().split('\t');
        match (fields.next(), fields.next(), fields.next(), fields.next()) {
            (Some("}"), ..) => break,
            (Some(name), Some(nesting), Some("{"), None) => {
                let block = Block {
                    nesting: match nesting {
                        "list" => Nesting::List,
                        "set" => Nesting::Set,
                        "map" => Nesting::Map,
                        _ => Nesting::Single,
                    },
                    schema: read_schema(lines),
                };
                schema.blocks.insert(name, block);
            }
            (Some(name), Some(ty), Some(flags), default) => {
                schema
                    .attributes
                    .insert(name, read_attribute(ty, flags, default));
            }
            _ => {}
        }
    }
    schema
}

fn read_attribute(mut ty: &str, flags: &str, default: Option<&str>) -> Attribute {
    let ty = read_type(&mut ty);
    let settable = flags.contains(['r', 'o']);
    let as_blocks = settable
        && matches!(&ty, Type::List(element) | Type::Set(element) if matches!(**element, Type::Object(_)));
    Attribute {
        ty,
        required: flags.contains('r'),
        optional: flags.contains('o'),
        computed: flags.contains('c'),
        default: default.and_then(read_default),
        as_blocks,
    }
}

/// `=` and `~` as the head of the file explains them, then a literal.
fn read_default(text: &str) -> Option<Default> {
    let (planned, literal) = match text.strip_prefix('=') {
        Some(literal) => (true, literal),
        None => (false, text.strip_prefix('~')?),
    };
    let value = match literal {
        "true" => Value::bool(true),
        "false" => Value::bool(false),
        _ => match literal
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
        {
            Some(text) => Value::string(text),
            None => Value::number(Number::parse(literal)?),
        },
    };
    Some(Default { value, planned })
}

/// Reads a type from the front of the text: `string`, `set(string)`, `object(a=string,b=bool)`.
fn read_type(text: &mut &str) -> Type {
    let word = take_word(text);
    match word {
        "bool" => Type::Bool,
        "number" => Type::Number,
        "string" => Type::String,
        "list" | "set" | "map" => {
            skip(text, '(');
            let element = read_type(text);
            skip(text, ')');
            match word {
                "list" => Type::list(element),
                "set" => Type::set(element),
                _ => Type::map(element),
            }
        }
        "object" => {
            skip(text, '(');
            let mut fields: Vec<(Name, Type)> = Vec::new();
            while !text.is_empty() && !skip(text, ')') {
                let name = Arc::from(take_word(text));
                skip(text, '=');
                fields.push((name, read_type(text)));
                skip(text, ',');
            }
            Type::object(fields)
        }
        _ => Type::Any,
    }
}

fn take_word<'a>(text: &mut &'a str) -> &'a str {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    // A character that belongs nowhere is passed over, so that reading always moves on.
    *text = if word.is_empty() {
        let mut rest = rest.chars();
        rest.next();
        rest.as_str()
    } else {
        rest
    };
    word
}

fn skip(text: &mut &str, expected: char) -> bool {
    match text.strip_prefix(expected) {
        Some(rest) => {
            *text = rest;
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(ty: &str, name: &str) -> &'static Attribute {
        &resource(ty).unwrap().attributes[name]
    }

    #[test]
    fn knows_the_endpoint() {
        let endpoint = resource("aws_vpc_endpoint").unwrap();
        let kind = &endpoint.attributes["vpc_endpoint_type"];
        let default = kind.default.as_ref().unwrap();
        assert!(default.planned && &**default.value.as_str().unwrap() == "Gateway");
        let private_dns = &endpoint.attributes["private_dns_enabled"];
        assert!(private_dns.optional && private_dns.computed && !private_dns.required);
        let default = private_dns.default.as_ref().unwrap();
        assert!(!default.planned && default.value.as_bool() == Some(false));
        assert_eq!(
            endpoint.attributes["subnet_ids"].ty,
            Type::set(Type::String)
        );
        assert!(endpoint.attributes["vpc_id"].required);
        assert_eq!(
            endpoint.blocks["subnet_configuration"].nesting,
            Nesting::Set
        );
        assert_eq!(endpoint.blocks["timeouts"].nesting, Nesting::Single);
        assert!(
            endpoint.blocks["dns_options"]
                .schema
                .attributes
                .contains_key("dns_record_ip_type")
        );
    }

    #[test]
    fn knows_attributes_that_are_written_as_blocks() {
        for (ty, name) in [
            ("aws_security_group", "ingress"),
            ("aws_security_group", "egress"),
            ("aws_default_security_group", "ingress"),
            ("aws_route_table", "route"),
            ("aws_default_route_table", "route"),
            ("aws_network_acl", "egress"),
        ] {
            let attribute = attribute(ty, name);
            assert!(attribute.as_blocks, "{ty}.{name}");
            assert!(
                matches!(&attribute.ty, Type::Set(element) if matches!(&**element, Type::Object(fields) if fields.len() > 8)),
            );
        }
        assert!(!attribute("aws_vpc_endpoint", "dns_entry").as_blocks);
        assert!(!attribute("aws_vpc_endpoint", "subnet_ids").as_blocks);
    }

    #[test]
    fn knows_nested_blocks_of_data_sources() {
        let document = data_source("aws_iam_policy_document").unwrap();
        let statement = &document.blocks["statement"];
        assert_eq!(statement.nesting, Nesting::List);
        assert_eq!(
            statement.schema.blocks["principals"].schema.attributes["identifiers"].ty,
            Type::set(Type::String)
        );
        let effect = statement.schema.attributes["effect"]
            .default
            .as_ref()
            .unwrap();
        assert_eq!(&**effect.value.as_str().unwrap(), "Allow");
        assert!(resource("aws_iam_policy_document").is_none());
        assert!(resource("aws_instance").is_none());
    }

    #[test]
    fn knows_what_version_6_adds() {
        for ty in ["aws_vpc", "aws_vpc_endpoint", "aws_security_group_rule"] {
            let region = attribute(ty, "region");
            assert!(region.optional && region.computed);
        }
        assert!(
            data_source("aws_region")
                .unwrap()
                .attributes
                .contains_key("region")
        );
        let zone = resource("aws_route53_zone").unwrap();
        assert!(!zone.attributes.contains_key("region"));
        assert!(!attribute("aws_nat_gateway", "subnet_id").required);
    }

    #[test]
    fn reads_every_line() {
        let lines = include_str!("schema.tsv")
            .lines()
            .filter(|line| line.starts_with('\t') && line.trim() != "}")
            .count();
        let read: usize = (TABLE.resources.values())
            .chain(TABLE.data_sources.values())
            .map(|entry| count(entry.schema()))
            .sum();
        assert_eq!(read, lines);
        assert_eq!((TABLE.resources.len(), TABLE.data_sources.len()), (41, 21));
    }

    fn count(schema: &Schema) -> usize {
        for attribute in schema.attributes.values() {
            assert!(attribute.required || attribute.optional || attribute.computed);
            assert!(!(attribute.required && attribute.optional));
            assert!(!attribute.ty.has_any());
        }
        let inside: usize = schema
            .blocks
            .values()
            .map(|block| 1 + count(&block.schema))
            .sum();
        schema.attributes.len() + inside
    }

    #[test]
    fn defaults_are_of_their_attributes_type() {
        for entry in TABLE.resources.values().chain(TABLE.data_sources.values()) {
            for (name, attribute) in &entry.schema().attributes {
                if let Some(default) = &attribute.default {
                    assert_eq!(default.value.ty(), attribute.ty, "{name}");
                }
            }
        }
    }
}
