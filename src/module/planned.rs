//! Modules that no files declare: made of what a plan has kept of them.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use indexmap::IndexMap;

use super::{Module, ModuleId, Program};

impl Module {
    /// A module that declares nothing.
    pub(super) fn empty() -> Self {
        Self {
            id: ModuleId(0),
            place: PathBuf::new(),
            directory: PathBuf::new(),
            name: String::new(),
            bundled: false,
            planned: false,
            is_sole_call: false,
            files: Vec::new(),
            variables: IndexMap::default(),
            locals: IndexMap::default(),
            outputs: IndexMap::default(),
            resources: IndexMap::default(),
            calls: IndexMap::default(),
            providers: Vec::new(),
            checked: BTreeSet::new(),
            repeated: Vec::new(),
            required_providers: IndexMap::default(),
            required_version: None,
            tool: None,
            read_for: None,
            runs: false,
            complete: true,
            variable_files: Vec::new(),
            installed: IndexMap::default(),
            installed_outside: BTreeSet::new(),
            outside: Vec::new(),
            values_outside: Vec::new(),
            values_unread: Vec::new(),
        }
    }

    /// A module of that name which nobody can edit, and which declares nothing yet.
    #[must_use]
    pub fn made(name: &str) -> Self {
        Self {
            directory: PathBuf::from(name),
            place: PathBuf::from(name),
            name: name.to_owned(),
            bundled: true,
            planned: true,
            ..Self::empty()
        }
    }
}

impl Program {
    /// Adds a root.
    pub fn add_root(&mut self, module: Module) -> ModuleId {
        let id = self.add_module(module);
        self.roots.push(id);
        self.files += 1;
        id
    }

    /// The module at a place, if it is there.
    #[must_use]
    pub fn at(&self, place: &Path) -> Option<ModuleId> {
        let mut modules = self.modules.iter();
        let module = modules.find(|module| !module.bundled && module.place == place)?;
        Some(module.id)
    }

    /// Makes a root of a module.
    pub fn run(&mut self, id: ModuleId) {
        if !self.roots.contains(&id) {
            self.roots.push(id);
            let modules = &self.modules;
            let directory = |id: &ModuleId| modules.get(id.0).map(|it| it.directory.clone());
            self.roots.sort_by_key(directory);
        }
    }

    /// Adds what a call of a root leads to, as if `terraform init` had put it on disk.
    pub fn install(&mut self, root: ModuleId, path: String, module: Module) -> ModuleId {
        let id = self.add_module(module);
        if let Some(root) = self.modules.get_mut(root.0) {
            root.installed.insert(path, id);
        }
        id
    }

    pub(super) fn add_module(&mut self, module: Module) -> ModuleId {
        let id = ModuleId(self.modules.len());
        self.modules.push(Module { id, ..module });
        id
    }
}
