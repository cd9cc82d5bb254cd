//! Declarations that Terraform refuses because there is one of that name.

use super::{Mode, Module, ResourceName};
use crate::{
    span::Span,
    syntax::{Attribute, Block, Name},
};

/// A second declaration of a name that has one. The first counts, of local values the last.
#[derive(Clone, Debug)]
pub struct Repetition {
    /// The kind and the name: `resource aws_vpc.main`, `variable region`.
    pub what: String,
    /// The header of the second one, or the local value.
    pub at: Span,
    /// That of the first.
    pub first: Span,
}

/// What of a top-level block is declared in the module already.
pub(super) fn of(module: &Module, block: &Block) -> Vec<Repetition> {
    let locals: &[Attribute] = match &*block.kind {
        "locals" => &block.body.attributes,
        _ => &[],
    };
    let locals = locals.iter().filter_map(|local| {
        Some(Repetition {
            what: format!("local value {}", local.name),
            at: local.name_span,
            first: module.locals.get(&local.name)?.name_span,
        })
    });
    let labelled = first_of(module, block).map(|first| {
        let mut labels: Vec<&str> = block.labels.iter().map(|label| &*label.text).collect();
        labels.extend(alias_of(block).map(|alias| &**alias));
        Repetition {
            what: format!("{} {}", block.kind, labels.join(".")),
            at: block.header,
            first,
        }
    });
    locals.chain(labelled).collect()
}

/// The header of the block that has its kind and labels.
fn first_of(module: &Module, block: &Block) -> Option<Span> {
    let name = block.label(0)?;
    match &*block.kind {
        "variable" => Some(module.variables.get(name)?.header),
        "output" => Some(module.outputs.get(name)?.header),
        "module" => Some(module.calls.get(name)?.block.header),
        "provider" => {
            let mut configured = module.providers.iter();
            let first = configured.find(|first| is_same_provider(first, block));
            first.map(|first| first.header)
        }
        "resource" | "data" => {
            let name = ResourceName {
                mode: if &*block.kind == "data" {
                    Mode::Data
                } else {
                    Mode::Managed
                },
                ty: name.clone(),
                name: block.label(1)?.clone(),
            };
            Some(module.resources.get(&name)?.block.header)
        }
        _ => None,
    }
}

/// Whether two `provider` blocks are about one configuration.
pub(super) fn is_same_provider(one: &Block, other: &Block) -> bool {
    one.label(0) == other.label(0) && alias_of(one) == alias_of(other)
}

fn alias_of(block: &Block) -> Option<&Name> {
    let alias = (&*block.kind == "provider").then(|| block.body.attribute("alias"));
    alias.flatten()?.value.literal()
}
