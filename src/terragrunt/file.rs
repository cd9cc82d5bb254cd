//! The files of Terragrunt, each read once.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use super::tree::text;
use crate::{
    module::{self, Module, ModuleId, Program, Repositories},
    source::Sources,
    span::Span,
    syntax::{self, Attribute, Block, Expr, ExprKind, Item, Parsed},
};

/// The values that a stack gave what it made, which lie beside it.
const VALUES: &str = "terragrunt.values.hcl";

/// A file that could be read and parsed.
#[derive(Debug)]
pub(super) struct Config {
    pub(super) directory: PathBuf,
    parsed: Arc<Parsed>,
}

impl Config {
    /// A local value.
    pub(super) fn local(&self, name: &str) -> Option<&Expr> {
        let mut all = self.parsed.body.blocks("locals");
        all.find_map(|block| block.body.attribute(name))
            .map(|it| &it.value)
    }

    /// The names of all locals.
    pub(super) fn locals(&self) -> impl Iterator<Item = &Attribute> {
        let all = self
            .parsed
            .body
            .blocks
            .iter()
            .filter(|it| &*it.kind == "locals");
        all.flat_map(|block| &block.body.attributes)
    }

    /// The `inputs`.
    pub(super) fn inputs(&self) -> Option<&Expr> {
        self.parsed.body.attribute("inputs").map(|it| &it.value)
    }

    /// The `source` of the module.
    pub(super) fn source(&self) -> Option<&Expr> {
        let mut all = self.parsed.body.blocks("terraform");
        all.find_map(|block| block.body.attribute("source"))
            .map(|it| &it.value)
    }

    /// Whether it may be left out of a run.
    pub(super) fn may_be_skipped(&self) -> bool {
        let is_false = |it: &Attribute| matches!(it.value.kind, ExprKind::Bool(false));
        let skips = self
            .parsed
            .body
            .attribute("skip")
            .is_some_and(|it| !is_false(it));
        skips || self.parsed.body.blocks("exclude").next().is_some()
    }

    /// Whether it generates files by a map, not by blocks.
    pub(super) fn maps_files(&self) -> bool {
        self.parsed.body.attribute("generate").is_some()
    }

    /// The blocks of a kind.
    pub(super) fn blocks<'c>(&'c self, kind: &'c str) -> impl Iterator<Item = &'c Block> {
        self.parsed.body.blocks(kind)
    }
}

/// All files that were read.
pub(super) struct Files<'s> {
    pub(super) sources: &'s Sources,
    /// A root that declares nothing: for expressions of Terragrunt's own.
    pub(super) program: Program,
    pub(super) root: ModuleId,
    repositories: Repositories,
    read: RefCell<BTreeMap<PathBuf, Option<Rc<Config>>>>,
    values: RefCell<BTreeMap<PathBuf, Option<Rc<Expr>>>>,
}

impl<'s> Files<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        let mut program = Program::default();
        let root = program.add_root(Module::made("terragrunt"));
        Self {
            sources,
            program,
            root,
            repositories: Repositories::default(),
            read: RefCell::default(),
            values: RefCell::default(),
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

    /// The directory of this project that a source leads to: by its path, or since it names the repository itself, whatever the version.
    pub(super) fn led_to(&self, source: &str, from: &Path) -> Option<PathBuf> {
        let own = || self.repositories.leads_to(self.sources, from, source);
        // A path needs no dot before it, where there is a directory of that name.
        let is_address =
            source.contains("::") || source.contains("://") || source.starts_with("git@");
        let plain = || {
            let path = self.sources.absolute(&from.join(source.replace("//", "/")));
            (!is_address && self.sources.is_directory(&path)).then_some(path)
        };
        let path = local_source(source, from).or_else(plain).or_else(own)?;
        Some(self.sources.absolute(&path))
    }

    /// What a file with values says, as an object.
    pub(super) fn values(&self, path: &Path, span: Span) -> Option<Rc<Expr>> {
        let path = self.sources.absolute(path);
        if let Some(known) = self.values.borrow().get(&path) {
            return known.clone();
        }
        let values = self.parse_values(&path, span).map(Rc::new);
        self.values.borrow_mut().insert(path, values.clone());
        values
    }

    /// What a stack gave a unit or a stack that it made in a directory.
    pub(super) fn values_of_stack(&self, directory: &Path) -> Option<Expr> {
        let path = directory.join(VALUES);
        let span = Span::new(self.sources.read(&path).ok()?.id, 0, 0);
        self.values(&path, span).map(|it| (*it).clone())
    }

    fn parse_values(&self, path: &Path, span: Span) -> Option<Expr> {
        let file = self.sources.read(path).ok()?;
        let parsed = module::parse_values(&file);
        let item = |it: Attribute| Item {
            key: text(&it.name, span),
            value: it.value,
        };
        let items = parsed.body.attributes.into_iter().map(item);
        let kind = ExprKind::Object(items.collect());
        parsed.problems.is_empty().then_some(Expr { kind, span })
    }

    fn parse(&self, path: &Path) -> Option<Config> {
        let file = self.sources.read(path).ok()?;
        if file.is_json() {
            return None;
        }
        let parsed = file.derived(|| Arc::new(syntax::parse_native(file.id, &file.text)));
        parsed.problems.is_empty().then(|| Config {
            directory: path.parent().map(Path::to_path_buf).unwrap_or_default(),
            parsed,
        })
    }
}

/// The path that a source names if it is a local one: what stands after `//` is run.
fn local_source(source: &str, directory: &Path) -> Option<PathBuf> {
    let is_local = source.starts_with("./") || source.starts_with("../") || source.starts_with('/');
    let is_local = is_local || matches!(source, "." | "..");
    is_local.then(|| directory.join(source.replace("//", "/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_sources_are_paths() {
        let source = |text| local_source(text, Path::new("/r/live"));
        assert_eq!(
            source("../modules//vpc"),
            Some("/r/live/../modules/vpc".into())
        );
        assert_eq!(source("/r/m"), Some("/r/m".into()));
        assert_eq!(source("."), Some("/r/live/.".into()));
        for elsewhere in [
            "git::https://example.com/x.git",
            "tfr:///a/b/aws?version=1",
            "github.com/a/b",
            "a/b/aws",
        ] {
            assert_eq!(source(elsewhere), None, "{elsewhere}");
        }
    }
}
