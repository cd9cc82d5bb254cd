//! A module together with files that are only there while it runs.

use std::sync::Arc;

use super::{ModuleId, Program, declare::declare};
use crate::{
    source::SourceFile,
    syntax::{self, Parsed},
};

impl Program {
    /// Another module: one that is there, with what some files declare beside it. Calls in these lead nowhere.
    pub fn extended(&mut self, base: ModuleId, files: &[Arc<SourceFile>]) -> ModuleId {
        let mut module = self.module(base).clone();
        for file in files {
            let Parsed { body, .. } = syntax::parse_native(file.id, &file.text);
            for block in body.blocks {
                declare(&mut module, block, false);
            }
        }
        self.add_module(module)
    }
}
