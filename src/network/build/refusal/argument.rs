//! Arguments and blocks that a resource type does not have.

use crate::{
    eval::is_meta,
    near::{LIKE, nearest},
    provider::{self, Schema},
    span::Span,
    syntax::Body,
};

/// Where an argument or block stands that the type does not have, its name, one that is called alike, and whether that is written in
/// the same way.
pub(super) type Unknown = (Span, String, Option<String>, bool);

/// All of a resource's block, in nested blocks too.
pub(super) fn unknown(body: &Body, schema: &Schema) -> Vec<Unknown> {
    let mut found = Vec::new();
    in_body(body, schema, true, &mut found);
    found
}

fn in_body(body: &Body, schema: &Schema, is_resource: bool, found: &mut Vec<Unknown>) {
    let is_own = |name: &str| !(is_resource && is_meta(name)) && name != "//";
    let names = || schema.attributes.keys().chain(schema.blocks.keys());
    let mut report = |span: Span, name: &str, is_alike: &dyn Fn(&str) -> bool| {
        let near = nearest(names().map(|it| &**it), name, LIKE);
        let fits = near.is_some_and(is_alike);
        found.push((span, name.to_owned(), near.map(str::to_owned), fits));
    };
    let has = |name: &str| schema.attributes.contains_key(name) || schema.blocks.contains_key(name);
    for attribute in &body.attributes {
        if is_own(&attribute.name) && !has(&attribute.name) {
            report(attribute.name_span, &attribute.name, &|near| {
                schema.attributes.contains_key(near)
            });
        }
    }
    let mut inside = Vec::new();
    for block in &body.blocks {
        let Some(name) = block.nested_name().filter(|name| is_own(name)) else {
            continue;
        };
        if !has(name) {
            report(block.header, name, &|near| {
                schema.blocks.contains_key(near) && *name == block.kind
            });
        }
        let inner = schema.blocks.get(&**name).map(provider::Block::schema);
        let dynamic = &*block.kind == "dynamic";
        let content = block.body.blocks("content").next();
        let written = match content {
            Some(content) if dynamic => Some(&content.body),
            _ => (!dynamic).then_some(&block.body),
        };
        inside.extend(inner.zip(written));
    }
    for (schema, body) in inside {
        in_body(body, schema, false, found);
    }
}
