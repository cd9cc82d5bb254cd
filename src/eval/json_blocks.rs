//! Nested blocks in JSON syntax: objects and arrays, of which only the provider's schema says that they are blocks.

use crate::{
    provider::Schema,
    syntax::{Attribute, Block, Body, Expr, ExprKind, Item, Label, Name},
};

/// The blocks that an argument stands for which the schema declares as a nested block; `None` when it is not written as an object or
/// as an array of objects.
pub(super) fn blocks(argument: &Attribute, schema: &Schema) -> Option<Vec<Block>> {
    of(&argument.name, &argument.value, &[], schema)
}

fn of(kind: &Name, value: &Expr, labels: &[Label], schema: &Schema) -> Option<Vec<Block>> {
    match &value.kind {
        ExprKind::Object(items) => Some(vec![Block {
            kind: kind.clone(),
            labels: labels.to_vec(),
            body: body(items, schema),
            header: value.span,
            span: value.span,
        }]),
        ExprKind::Tuple(values) => {
            let each = values.iter().map(|value| of(kind, value, labels, schema));
            Some(each.collect::<Option<Vec<_>>>()?.concat())
        }
        _ => None,
    }
}

fn body(items: &[Item], schema: &Schema) -> Body {
    let mut body = Body::default();
    for item in items {
        let Some(name) = item.key.literal().filter(|name| &***name != "//") else {
            continue;
        };
        let nested = match (&**name, schema.blocks.get(&**name)) {
            ("dynamic", None) => Some(dynamic(&item.value, schema)),
            (_, Some(block)) => of(name, &item.value, &[], block.schema()),
            _ => None,
        };
        match nested {
            Some(blocks) => body.blocks.extend(blocks),
            None => body.attributes.push(argument(name, item)),
        }
    }
    body
}

/// `"dynamic": {"condition": {"for_each": ..., "content": ...}}`
fn dynamic(value: &Expr, schema: &Schema) -> Vec<Block> {
    let mut blocks = Vec::new();
    match &value.kind {
        ExprKind::Tuple(values) => {
            blocks.extend(values.iter().flat_map(|value| dynamic(value, schema)));
        }
        ExprKind::Object(items) => {
            for item in items {
                let Some(name) = item.key.literal() else {
                    continue;
                };
                let label = Label {
                    text: name.clone(),
                    span: item.key.span,
                };
                let nothing = Schema::default();
                let inner = schema.blocks.get(&**name);
                let inner = inner.map_or(&nothing, |block| block.schema());
                let generated = generated(&item.value, &label, inner);
                blocks.extend(generated);
            }
        }
        _ => {}
    }
    blocks
}

/// One `dynamic` block, or several: its arguments are Terraform's own, its `content` is the provider's.
fn generated(value: &Expr, label: &Label, schema: &Schema) -> Vec<Block> {
    match &value.kind {
        ExprKind::Tuple(values) => {
            let each = values.iter();
            each.flat_map(|value| generated(value, label, schema))
                .collect()
        }
        ExprKind::Object(items) => {
            let mut inside = Body::default();
            for item in items {
                match item.key.literal() {
                    Some(name) if &**name == "content" => {
                        let content = of(name, &item.value, &[], schema);
                        inside.blocks.extend(content.unwrap_or_default());
                    }
                    Some(name) => inside.attributes.push(argument(name, item)),
                    None => {}
                }
            }
            vec![Block {
                kind: "dynamic".into(),
                labels: vec![label.clone()],
                body: inside,
                header: value.span,
                span: value.span,
            }]
        }
        _ => Vec::new(),
    }
}

fn argument(name: &Name, item: &Item) -> Attribute {
    Attribute {
        name: name.clone(),
        name_span: item.key.span,
        value: item.value.clone(),
        span: item.value.span,
    }
}
