//! Override files: merged into the blocks they repeat, by Terraform's rules.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::syntax::{Block, Body, Name};

/// Whether Terraform merges the file instead of reading it beside the others: `override.tf`, `x_override.tf`, also in
/// JSON syntax and for `OpenTofu`.
#[must_use]
pub fn is_override(path: &Path) -> bool {
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
    let is_lifecycle = |block: &Block| &*block.kind == "lifecycle";
    let kind = |block: &Block| block.nested_name().unwrap_or(&block.kind).clone();
    let nested = over.body.blocks.iter().filter(|block| !is_lifecycle(block));
    let replaced: BTreeSet<Name> = nested.map(kind).collect();
    let blocks = &mut base.body.blocks;
    blocks.retain(|existing| !replaced.contains(&kind(existing)));
    let mut lifecycle = blocks.iter().position(is_lifecycle);
    for block in &over.body.blocks {
        match lifecycle.and_then(|at| blocks.get_mut(at)) {
            Some(existing) if is_lifecycle(block) => merge(existing, block),
            _ => {
                if is_lifecycle(block) {
                    lifecycle = Some(blocks.len());
                }
                blocks.push(block.clone());
            }
        }
    }
}

/// Replaces arguments by those of the same name and adds the others.
fn merge_attributes(base: &mut Body, over: &Body) {
    let attributes = over.attributes.iter().enumerate();
    let last: BTreeMap<&Name, usize> = attributes.map(|(at, it)| (&it.name, at)).collect();
    base.attributes
        .retain(|existing| !last.contains_key(&existing.name));
    let attributes = over.attributes.iter().enumerate();
    let kept = attributes.filter(|(at, it)| last.get(&it.name) == Some(at));
    base.attributes.extend(kept.map(|(_, it)| it.clone()));
}
