//! The files of Terragrunt, each read once.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use crate::{
    source::Sources,
    syntax::{self, Attribute, Block, Expr, ExprKind, Parsed, Part},
};

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

    /// Why what is run may be something else than the module with the inputs, if it may.
    pub(super) fn runs_otherwise(&self) -> Option<&'static str> {
        let mut arguments = self.parsed.body.blocks("terraform");
        let may_give = |block: &Block| block.body.blocks("extra_arguments").any(gives_values);
        let is_false = |it: &Attribute| matches!(it.value.kind, ExprKind::Bool(false));
        let skips = self
            .parsed
            .body
            .attribute("skip")
            .is_some_and(|it| !is_false(it));
        if skips || self.parsed.body.blocks("exclude").next().is_some() {
            Some("it may not be run")
        } else if arguments.any(may_give) {
            Some("its extra_arguments may give other values")
        } else if self.parsed.body.attribute("generate").is_some()
            || self.parsed.body.blocks("generate").any(adds_declarations)
        {
            Some("it generates files that may add to the module")
        } else {
            None
        }
    }

    /// The blocks of a kind.
    pub(super) fn blocks<'c>(&'c self, kind: &'c str) -> impl Iterator<Item = &'c Block> {
        self.parsed.body.blocks(kind)
    }
}

/// Whether `extra_arguments` may give variables values. Arguments such as `-lock-timeout=20m` do not.
fn gives_values(block: &Block) -> bool {
    block.body.attributes.iter().any(|it| match &*it.name {
        "commands" => false,
        "arguments" => match &it.value.kind {
            ExprKind::Tuple(items) => !items.iter().all(|item| {
                let text = item.literal();
                text.is_some_and(|it| !it.contains("-var") && !it.contains("-target"))
            }),
            _ => true,
        },
        _ => true,
    })
}

/// Whether a file that is generated may be about more than providers and backends.
fn adds_declarations(block: &Block) -> bool {
    let Some(contents) = block.body.attribute("contents") else {
        return true;
    };
    let parts = match &contents.value.kind {
        ExprKind::String(text) => return declares(text),
        ExprKind::Template(parts) => parts,
        _ => return true,
    };
    parts.iter().any(|part| match part {
        Part::Literal(text, _) => declares(text),
        Part::Interpolation(expr) => !matches!(expr.kind, ExprKind::Attribute(..)),
        Part::If(..) | Part::For(_) => true,
    })
}

/// Whether a text has a block that adds to a module.
fn declares(text: &str) -> bool {
    const KINDS: [&str; 6] = ["resource", "data", "module", "locals", "variable", "output"];
    let mut words = text.split_whitespace();
    words.any(|word| KINDS.contains(&word.trim_end_matches(['{', '"'])))
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
        let parsed = file.derived(|| Arc::new(syntax::parse_native(file.id, &file.text)));
        parsed.problems.is_empty().then(|| Config {
            directory: path.parent().map(Path::to_path_buf).unwrap_or_default(),
            parsed,
        })
    }
}
