//! The files of Terragrunt, each read once.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::{Path, PathBuf},
    rc::Rc,
};

use crate::{
    source::Sources,
    syntax::{self, Block, Body, Expr},
};

/// A file that could be read and parsed.
#[derive(Debug)]
pub(super) struct Config {
    pub(super) directory: PathBuf,
    pub(super) text: std::sync::Arc<str>,
    body: Body,
}

impl Config {
    /// A local value.
    pub(super) fn local(&self, name: &str) -> Option<&Expr> {
        let mut all = self.body.blocks("locals");
        all.find_map(|block| block.body.attribute(name))
            .map(|it| &it.value)
    }

    /// The names of all locals.
    pub(super) fn locals(&self) -> impl Iterator<Item = &syntax::Attribute> {
        let all = self.body.blocks.iter().filter(|it| &*it.kind == "locals");
        all.flat_map(|block| &block.body.attributes)
    }

    /// The `inputs`.
    pub(super) fn inputs(&self) -> Option<&Expr> {
        self.body.attribute("inputs").map(|it| &it.value)
    }

    /// The `source` of the module.
    pub(super) fn source(&self) -> Option<&Expr> {
        let mut all = self.body.blocks("terraform");
        all.find_map(|block| block.body.attribute("source"))
            .map(|it| &it.value)
    }

    /// The blocks of a kind.
    pub(super) fn blocks<'c>(&'c self, kind: &'c str) -> impl Iterator<Item = &'c Block> {
        self.body.blocks(kind)
    }
}

/// All files that were read.
pub(super) struct Files<'s> {
    pub(super) sources: &'s Sources,
    read: RefCell<BTreeMap<PathBuf, Option<Rc<Config>>>>,
}

impl<'s> Files<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self {
            sources,
            read: RefCell::default(),
        }
    }

    /// The file at a path; `None` of one that lies outside the project, or is no HCL.
    pub(super) fn get(&self, path: &Path) -> Option<Rc<Config>> {
        let path = self.sources.absolute(path);
        if let Some(known) = self.read.borrow().get(&path) {
            return known.clone();
        }
        let config = self.parse(&path).map(Rc::new);
        self.read.borrow_mut().insert(path, config.clone());
        config
    }

    fn parse(&self, path: &Path) -> Option<Config> {
        let file = self.sources.read(path).ok()?;
        if file.is_json() {
            return None;
        }
        let parsed = syntax::parse_native(file.id, &file.text);
        parsed.problems.is_empty().then(|| Config {
            directory: path.parent().map(Path::to_path_buf).unwrap_or_default(),
            text: file.text.clone(),
            body: parsed.body,
        })
    }
}
