//! The contents of a resource's block: arguments, nested and `dynamic` blocks, and what the provider fills in.

use std::{collections::BTreeMap, sync::Arc};

use super::{Binding, Env, Evaluation, access, convert, json_blocks, planned};
use crate::{
    provider::{self, Nesting, Schema},
    span::Span,
    syntax::{Attribute, Block, Body, ExprKind, Name},
    value::{Kind, Origin, OriginId, SequenceForm, Type, Unknown, Value, Why},
};

/// Arguments that are Terraform's own, not the resource's.
pub(super) const META: [&str; 4] = ["count", "for_each", "provider", "depends_on"];

/// Where a block stands: only a resource's own has arguments and blocks of Terraform's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Resource,
    Nested,
}

/// Blocks that are Terraform's own.
pub(super) const META_BLOCKS: [&str; 3] = ["lifecycle", "provisioner", "connection"];

/// Whether an argument or block of a resource is Terraform's own.
#[must_use]
pub fn is_meta(name: &str) -> bool {
    META.contains(&name) || META_BLOCKS.contains(&name)
}

/// Names of arguments and nested blocks, Terraform's own left out.
pub(super) fn written(body: &Body) -> impl Iterator<Item = &Name> {
    let attributes = body
        .attributes
        .iter()
        .map(|attribute| &attribute.name)
        .filter(|name| !META.contains(&&***name));
    let blocks = body
        .blocks
        .iter()
        .filter(|block| !META_BLOCKS.contains(&&*block.kind))
        .filter_map(Block::nested_name);
    attributes.chain(blocks)
}

impl<'p> Evaluation<'p> {
    /// The contents of a resource's block, or of a block nested in it. What is not known of it is part of `identity`.
    pub(super) fn body(
        &self,
        body: &Body,
        level: Level,
        (schema, identity): (Option<&Schema>, &Unknown),
        env: &Env<'_, 'p>,
    ) -> BTreeMap<Name, Value> {
        let mut entries = BTreeMap::new();
        let mut in_json: Vec<Block> = Vec::new();
        for attribute in &body.attributes {
            let block = schema.and_then(|schema| schema.blocks.get(&*attribute.name));
            if let Some(blocks) = block.and_then(|it| json_blocks::blocks(attribute, it.schema())) {
                in_json.extend(blocks);
            } else if level == Level::Nested || !META.contains(&&*attribute.name) {
                entries.insert(
                    attribute.name.clone(),
                    self.argument(attribute, schema, env),
                );
            }
        }
        let mut nested: BTreeMap<&Name, Vec<&Block>> = BTreeMap::new();
        for block in in_json.iter().chain(&body.blocks) {
            if let Some(name) = block.nested_name()
                && !(level == Level::Resource && META_BLOCKS.contains(&&**name))
                // What may be written either way is an argument where it is both, as an override file can make it.
                && !entries.contains_key(name)
            {
                nested.entry(name).or_default().push(block);
            }
        }
        for (name, blocks) in nested {
            let inner = schema
                .and_then(|schema| schema.blocks.get(&**name))
                .map(provider::Block::schema);
            let value = self.nested(&blocks, (inner, &identity.attribute(name)), env);
            let element = schema
                .and_then(|schema| schema.attributes.get(&**name))
                .filter(|it| it.as_blocks);
            entries.insert(
                name.clone(),
                match element {
                    Some(attribute) => convert_members(&value, &attribute.ty),
                    None => value,
                },
            );
        }
        if let Some(schema) = schema {
            self.fill(schema, identity, &mut entries);
        }
        entries
    }

    /// An argument, converted to its type as the provider declares it.
    fn argument(&self, attribute: &Attribute, schema: Option<&Schema>, env: &Env<'_, 'p>) -> Value {
        let value = self.value(&attribute.value, env);
        let from = value.origin;
        let value = if self.fuel.read([&value]) {
            value
        } else {
            self.fuel.limit(Type::Any).hidden(value.hides())
        };
        let declared = schema.and_then(|schema| schema.attributes.get(&*attribute.name));
        let value = match declared {
            Some(declared) if declared.as_blocks => convert_members(&value, &declared.ty),
            Some(declared) => convert::convert(&value, &declared.ty).unwrap_or_else(|fault| {
                if value.is_wholly_known() {
                    Value::unknown(declared.ty.clone(), Why::Unfit(fault.message.into()))
                } else {
                    super::refused(&fault)
                }
            }),
            None => value,
        };
        let value = value.hidden(declared.is_some_and(|it| it.sensitive));
        let origin = Origin::Argument {
            name: attribute.name.clone(),
            span: attribute.span,
            from,
        };
        value.at(self.origins.add(origin))
    }

    /// Nested blocks of one kind: a sequence of objects, open when a `dynamic` block iterates something unknown.
    fn nested(
        &self,
        blocks: &[&Block],
        (schema, identity): (Option<&Schema>, &Unknown),
        env: &Env<'_, 'p>,
    ) -> Value {
        let mut made = Made {
            schema,
            identity,
            items: Vec::new(),
            rest: None,
        };
        for block in blocks {
            if &*block.kind == "dynamic" {
                self.dynamic(block, &mut made, env);
            } else {
                self.nested_object(&block.body, block.header, &mut made, env);
            }
        }
        Value::sequence(SequenceForm::Tuple, made.items, made.rest)
    }

    fn nested_object(&self, body: &Body, header: Span, made: &mut Made<'_>, env: &Env<'_, 'p>) {
        let origin = self.origins.add(Origin::Block { span: header });
        let identity = match &made.rest {
            None => made.identity.element(made.items.len()),
            // A block that may have others before it has no number to go by.
            Some(rest) => Unknown::new(Type::Any, rest.why.clone()),
        };
        let entries = self.body(body, Level::Nested, (made.schema, &identity), env);
        made.items.push(Value::object(entries).at(origin));
    }

    /// A `dynamic` block: its `content` for every element.
    fn dynamic(&self, block: &Block, made: &mut Made<'_>, env: &Env<'_, 'p>) {
        let (Some(for_each), Some(content)) = (
            block.body.attribute("for_each"),
            block.body.blocks("content").next(),
        ) else {
            return;
        };
        let collection = self.value(&for_each.value, env);
        let iterator = match block
            .body
            .attribute("iterator")
            .map(|iterator| &iterator.value.kind)
        {
            Some(ExprKind::Variable(name) | ExprKind::String(name)) => Some(name.clone()),
            _ => block.label(0).cloned(),
        };
        let Some(iterator) = iterator else { return };
        let elements = match access::elements(&collection) {
            Ok(Some(elements)) => elements,
            Ok(None) => return made.open(collection.kind.why()),
            Err(fault) => return made.open(Why::Fault(fault.message.into())),
        };
        if let Some(more) = elements.rest {
            made.open(more.why.clone());
        }
        for (key, value) in elements.items {
            if !self.fuel.burn(1) {
                return made.open(self.fuel.limit(Type::Any).kind.why());
            }
            let entries = [
                ("key".into(), key.hidden(collection.sensitive)),
                ("value".into(), value.hidden(collection.sensitive)),
            ];
            let binding = Binding::Name(iterator.clone(), Value::object(entries.into()));
            self.nested_object(&content.body, block.header, made, &env.bind(&binding));
        }
    }

    /// What is not set: the provider's default, unknown where the provider decides, else null.
    fn fill(&self, schema: &Schema, identity: &Unknown, entries: &mut BTreeMap<Name, Value>) {
        for (name, attribute) in &schema.attributes {
            let from = match entries.get(name) {
                None => OriginId::NONE,
                // Terraform treats a null argument as one that is not set.
                Some(value) if matches!(value.kind, Kind::Null(_)) => value.origin,
                Some(_) => continue,
            };
            let value = match &attribute.default {
                Some(default) => {
                    let origin = Origin::ProviderDefault {
                        argument: name.clone(),
                        from,
                    };
                    default.value.clone().at(self.origins.add(origin))
                }
                None => planned::unset(name, attribute, identity).at(from),
            };
            entries.insert(name.clone(), value.hidden(attribute.sensitive));
        }
        for (name, block) in &schema.blocks {
            if !entries.contains_key(name) && block.nesting != Nesting::Single {
                entries.insert(name.clone(), Value::tuple(Vec::new()));
            }
        }
    }
}

/// The nested blocks of one kind that have been made so far.
struct Made<'s> {
    schema: Option<&'s Schema>,
    /// What they are together.
    identity: &'s Unknown,
    items: Vec<Value>,
    /// Set if there may be more.
    rest: Option<Arc<Unknown>>,
}

impl Made<'_> {
    fn open(&mut self, why: Why) {
        self.rest = Some(Arc::new(Unknown::new(Type::Any, why)));
    }
}

/// Converts the members of an attribute that may be written as blocks: each on its own, so that one that is unknown in part does
/// not hide the others, and its place is kept.
fn convert_members(value: &Value, ty: &Type) -> Value {
    let (Type::List(element) | Type::Set(element)) = ty else {
        return value.clone();
    };
    let Type::Object(fields) = &**element else {
        return value.clone();
    };
    let lenient = Type::Object(Arc::new(
        fields
            .iter()
            .map(|(name, field)| {
                (
                    name.clone(),
                    crate::value::Field {
                        optional: true,
                        ..field.clone()
                    },
                )
            })
            .collect(),
    ));
    match &value.kind {
        Kind::Mapping(_) => {
            convert_members(&Value::tuple(vec![value.clone()]).at(value.origin), ty)
        }
        Kind::Sequence(sequence) => {
            let items = sequence.items.iter().map(|item| {
                let converted = convert::convert(item, &lenient).unwrap_or_else(|_| item.clone());
                converted.at(item.origin)
            });
            let members =
                Value::sequence(SequenceForm::Tuple, items.collect(), sequence.rest.clone());
            members.at(value.origin).hidden(value.sensitive)
        }
        _ => value.clone(),
    }
}
