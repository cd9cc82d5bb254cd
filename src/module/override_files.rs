//! Override files: merged into the blocks they repeat, by Terraform's rules.

use std::path::Path;

use crate::syntax::{Block, Body};

/// Whether Terraform merges the file instead of reading it beside the others: `override.tf`, `x_override.tf`, also in
/// JSON syntax and for `OpenTofu`.
#[must_use]
pub(super) fn is_override(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let stem = [".tf.json", ".tofu.json", ".tf", ".tofu"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix));
    stem.is_some_and(|stem| stem == "override" || stem.ends_with("_override"))
}

/// Merges an override into the block of the same kind and labels: arguments replace arguments, nested blocks replace all
/// blocks of their kind, written out or `dynamic`; the contents of `lifecycle` are merged argument by argument.
pub(super) fn merge(base: &mut Block, over: &Block) {
    merge_attributes(&mut base.body, &over.body);
    let mut replaced = Vec::new();
    for block in &over.body.blocks {
        if &*block.kind == "lifecycle"
            && let Some(lifecycle) = base
                .body
                .blocks
                .iter_mut()
                .find(|existing| &*existing.kind == "lifecycle")
        {
            merge(lifecycle, block);
            continue;
        }
        let kind = nested_kind(block);
        if !replaced.contains(&kind) {
            base.body
                .blocks
                .retain(|existing| nested_kind(existing) != kind);
            replaced.push(kind);
        }
        base.body.blocks.push(block.clone());
    }
}

/// Replaces arguments by those of the same name and adds the others.
fn merge_attributes(base: &mut Body, over: &Body) {
    for attribute in &over.attributes {
        base.attributes
            .retain(|existing| existing.name != attribute.name);
        base.attributes.push(attribute.clone());
    }
}

/// `ingress` for both `ingress {}` and `dynamic "ingress" {}`.
fn nested_kind(block: &Block) -> crate::syntax::Name {
    if &*block.kind == "dynamic"
        && let Some(label) = block.label(0)
    {
        return label.clone();
    }
    block.kind.clone()
}
