//! Attributes, nested blocks and defaults of all types of hashicorp/aws, and of some of others, compiled in from `schema.tsv`,
//! which says where they come from.
//!
//! Types outside the table are not wrong: nothing is known of them.

mod read;
mod table;

use std::collections::BTreeMap;

use crate::{
    syntax::Name,
    value::{Type, Value},
};

/// The version of hashicorp/aws that the table was made from.
pub const VERSION: [u32; 3] = [5, 100, 0];

/// What one type, or one nested block of it, can hold.
#[derive(Debug, Default)]
pub struct Schema {
    /// Attributes by name, in name order.
    pub attributes: BTreeMap<Name, Attribute>,
    /// Nested blocks by name, in name order.
    pub blocks: BTreeMap<Name, Block>,
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
    /// Whether its value is shown to nobody.
    pub sensitive: bool,
    /// Whether it is given to the provider and kept nowhere: a plan says null.
    pub write_only: bool,
    /// What the provider makes of a text that is written.
    pub rewriting: Rewriting,
    /// Whether an empty collection is planned as if nothing were set.
    pub drops_empty: bool,
    /// Whether no plan has shown what holds when it is not set.
    pub unmeasured: bool,
    /// What holds when it is not set, where that is known.
    pub default: Option<Default>,
    /// Whether it may be written as nested blocks too: `ingress { ... }` for `ingress = [{ ... }]`. Terraform allows that of
    /// every list or set of objects that can be set.
    pub as_blocks: bool,
}

/// What a provider makes of a text that is written, when it plans.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rewriting {
    /// It stays as it is.
    Nothing,
    /// Capital letters.
    Capital,
    /// Small letters.
    Small {
        /// Whether a dot at its end goes, too.
        undotted: bool,
    },
    /// No dot at its end.
    Undotted,
    /// JSON in the order of its names.
    Json {
        /// Whether the version of a policy comes first.
        version_first: bool,
    },
    /// Nobody has seen what.
    Untold,
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
    /// Whether the provider decides, or may decide, when there is none.
    pub computed: bool,
    /// The section of the table that says what is inside.
    section: &'static str,
}

impl Block {
    /// What is inside. It is read when it is first asked for: some types have ten thousand blocks.
    #[must_use]
    pub fn schema(&self) -> &'static Schema {
        static NOTHING: Schema = Schema {
            attributes: BTreeMap::new(),
            blocks: BTreeMap::new(),
        };
        table::schema("block", self.section).unwrap_or(&NOTHING)
    }
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
    table::schema("resource", ty)
}

/// What is known of a data source type; `None` for types outside the table.
#[must_use]
pub fn data_source(ty: &str) -> Option<&'static Schema> {
    table::schema("data", ty)
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
                .schema()
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
            statement.schema().blocks["principals"].schema().attributes["identifiers"].ty,
            Type::set(Type::String)
        );
        let effect = statement.schema().attributes["effect"]
            .default
            .as_ref()
            .unwrap();
        assert_eq!(&**effect.value.as_str().unwrap(), "Allow");
        assert!(resource("aws_iam_policy_document").is_none());
        assert!(resource("azurerm_subnet").is_none());
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
    fn every_section_is_found() {
        let sections: Vec<_> = table::sections().collect();
        assert!(sections.is_sorted());
        for (kind, name, lines) in sections {
            assert_eq!(table::section(kind, name), Some((name, lines)), "{name}");
        }
        for (kind, name) in [
            ("", ""),
            ("data", "aws"),
            ("resource", "aws_vpcs"),
            ("zone", "z"),
        ] {
            assert_eq!(table::section(kind, name), None, "{name}");
        }
    }

    #[test]
    fn reads_every_line() {
        for (kind, name, lines) in table::sections() {
            let schema = read::schema(lines);
            let read = schema.attributes.len() + schema.blocks.len();
            assert_eq!(read, lines.lines().count(), "{kind} {name}");
            for attribute in schema.attributes.values() {
                assert!(attribute.required || attribute.optional || attribute.computed);
                assert!(!(attribute.required && attribute.optional));
            }
            for block in schema.blocks.values() {
                assert!(table::section("block", block.section).is_some());
            }
        }
    }

    #[test]
    fn defaults_are_of_their_attributes_type() {
        for (.., lines) in table::sections() {
            for (name, attribute) in &read::schema(lines).attributes {
                if let Some(default) = &attribute.default {
                    assert_eq!(default.value.ty(), attribute.ty, "{name}");
                }
            }
        }
    }
}
