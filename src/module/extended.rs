//! A module together with files that are only there while it runs.

use std::{collections::BTreeSet, sync::Arc};

use super::{Module, ModuleId, Program, declare::declare, read::parse_file};
use crate::{
    source::SourceFile,
    span::{FileId, Span},
};

/// What becomes of the files of a module.
#[derive(Clone, Default, Debug)]
pub struct Change<'f> {
    /// Files beside its own. Calls in these lead nowhere.
    pub added: &'f [Arc<SourceFile>],
    /// Those of its own that are not there.
    pub removed: BTreeSet<FileId>,
    /// Whether more may be changed.
    pub is_open: bool,
}

impl Program {
    /// Another module: one that is there, with its files changed.
    pub fn changed(&mut self, base: ModuleId, change: &Change<'_>) -> ModuleId {
        let mut module = self.module(base).clone();
        if !change.removed.is_empty() {
            module.remove(&change.removed);
        }
        for file in change.added {
            for block in parse_file(file).body.blocks {
                declare(&mut module, block, false);
            }
        }
        module.complete &= !change.is_open;
        self.add_module(module)
    }
}

impl Module {
    /// Takes away what some files declare.
    fn remove(&mut self, files: &BTreeSet<FileId>) {
        let stays = |span: Span| !files.contains(&span.file);
        self.files.retain(|it| !files.contains(it));
        self.variables.retain(|_, it| stays(it.header));
        self.locals.retain(|_, it| stays(it.span));
        self.outputs.retain(|_, it| stays(it.header));
        self.resources.retain(|_, it| stays(it.block.header));
        self.calls.retain(|_, it| stays(it.block.header));
        self.providers.retain(|it| stays(it.header));
        self.required_providers.retain(|_, it| stays(it.span));
    }
}
