//! Configurations in which a block is there or not.

use vpcelint::syntax::{Attribute, Body, Expr, ExprKind};

use super::{
    hanging::{self, Hanging, VARIABLE, Way},
    pool::Pool,
    rewrite::{self, Edits, Files, directory, is_native, parsed, range, subject},
};
use crate::fixtures::{Case, Fault};

/// Blocks that are there or not; those to which something refers in another way than by an attribute stay.
pub(super) fn all(case: &Case, faults: &[Fault], pool: &Pool) -> Vec<Hanging> {
    let mut made = Vec::new();
    for (file, (name, text)) in case.files.iter().enumerate() {
        if !is_native(name) {
            continue;
        }
        for block in &parsed(text).blocks {
            let counted = ["count", "for_each"]
                .iter()
                .any(|it| block.body.attribute(it).is_some());
            if subject(block).is_none() || counted {
                continue;
            }
            let address = hanging::address(block);
            let at_fault = faults.iter().any(|fault| {
                let concerned = fault.addresses.iter().chain(&fault.endpoints);
                concerned.into_iter().any(|it| it.starts_with(&address))
            });
            for way in [Way::Count, Way::ForEach] {
                let argument = match way {
                    Way::Count => format!("count = var.{VARIABLE} ? 1 : 0"),
                    _ => format!("for_each = toset(var.{VARIABLE} ? [\"x\"] : [])"),
                };
                let Some(mut files) =
                    through_one(&case.files, directory(name), &address, way, pool)
                else {
                    continue;
                };
                // The block's own opening brace has not moved behind what was rewritten before it: it is looked for again.
                let moved = parsed(&files[file].1);
                let again = moved
                    .blocks
                    .iter()
                    .find(|it| hanging::address(it) == address);
                let at = again.unwrap().header.end as usize;
                let brace = at + files[file].1[at..].find('{').unwrap() + 1;
                files[file]
                    .1
                    .insert_str(brace, &format!("\n  {argument}\n"));
                made.push(Hanging {
                    what: format!("{address} {argument}"),
                    way,
                    block: Some(address.clone()),
                    at_fault,
                    files,
                    values: ["true", "false"],
                });
            }
        }
    }
    made
}

/// The files in which whatever refers to a block takes it for one that may not be there. None where that is no configuration that
/// Terraform accepts: where an argument that must be there, or an operand, would be null.
fn through_one(files: &Files, inside: &str, address: &str, way: Way, pool: &Pool) -> Option<Files> {
    let mut files = files.clone();
    for (name, text) in &mut files {
        if directory(name) != inside {
            continue;
        }
        if !is_native(name) {
            // References in JSON syntax stand in strings.
            if text.contains(address) {
                return None;
            }
            continue;
        }
        let mut references = References {
            text,
            address,
            all: match way {
                Way::Count => format!("{address}[*]"),
                _ => format!("values({address})[*]"),
            },
            edits: Edits::default(),
            is_sound: true,
        };
        for block in &parsed(text).blocks {
            let subject = subject(block).unwrap_or_default();
            each_attribute(&block.body, "", &mut |path, attribute| {
                let is_static = path == "depends_on";
                let may_be_null = subject.is_empty() || pool.is_optional(&subject, path);
                if !is_static {
                    references.rewrite(&attribute.value, may_be_null);
                }
            });
        }
        if !references.is_sound {
            return None;
        }
        let edits = references.edits;
        *text = edits.apply(text);
    }
    Some(files)
}

/// The references to one block in one text.
struct References<'a> {
    text: &'a str,
    address: &'a str,
    /// All instances of the block.
    all: String,
    edits: Edits,
    is_sound: bool,
}

impl References<'_> {
    /// The attribute that an expression reads of the block.
    fn attribute(&self, expr: &Expr) -> Option<String> {
        match &expr.kind {
            ExprKind::Attribute(base, label) if &self.text[range(base.span)] == self.address => {
                Some(label.text.to_string())
            }
            _ => None,
        }
    }

    fn rewrite(&mut self, expr: &Expr, may_be_null: bool) {
        let mut is_there = false;
        rewrite::walk(expr, &mut |inner| {
            is_there |= &self.text[range(inner.span)] == self.address;
        });
        if !is_there {
            return;
        }
        if let Some(label) = self.attribute(expr) {
            self.is_sound &= may_be_null;
            let one = format!("one({}.{label})", self.all);
            self.edits.replace(range(expr.span), one);
            return;
        }
        match &expr.kind {
            // What may not be there is no element either.
            ExprKind::Tuple(items) if items.iter().any(|it| self.attribute(it).is_some()) => {
                let parts: Vec<String> = items
                    .iter()
                    .map(|item| match self.attribute(item) {
                        Some(label) => format!("{}.{label}", self.all),
                        None => format!("[{}]", &self.text[range(item.span)]),
                    })
                    .collect();
                let parts = parts.join(", ");
                self.edits
                    .replace(range(expr.span), format!("concat({parts})"));
            }
            ExprKind::Tuple(items) => {
                for item in items {
                    self.rewrite(item, false);
                }
            }
            ExprKind::Object(items) => {
                for item in items {
                    self.rewrite(&item.value, true);
                }
            }
            ExprKind::Conditional(parts) => {
                self.rewrite(&parts[0], false);
                self.rewrite(&parts[1], may_be_null);
                self.rewrite(&parts[2], may_be_null);
            }
            _ => self.is_sound = false,
        }
    }
}

fn each_attribute(body: &Body, prefix: &str, take: &mut dyn FnMut(&str, &Attribute)) {
    for attribute in &body.attributes {
        take(&format!("{prefix}{}", attribute.name), attribute);
    }
    for block in &body.blocks {
        each_attribute(&block.body, &format!("{prefix}{}.", block.kind), take);
    }
}
