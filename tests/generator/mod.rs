//! Random trees of modules around VPC endpoints, well-typed, with most of what the language has: counts, loops, nested modules, typed
//! variables, variable files, override files, JSON syntax.

mod resources;
mod tree;
mod types;

use std::fmt::Write as _;

use serde_json::json;

use crate::grammar::{Chance, Grammar, Kind};
pub(crate) use tree::{Argument, Block, Item, Tree, Way};
use types::Type;

/// `KIND := TEXT`, one a line.
const PRODUCTIONS: &str = include_str!("productions.txt");

/// Those of all of the language.
const LANGUAGE: &str = include_str!("../grammar/productions.txt");

/// Productions with these need the module that they were written for.
const APART: [&str; 5] = ["var.", "local.", "terraform_data", "path.module", "text.t"];

/// What makes doubt here, as an instance of theirs does there.
const DOUBT: &str = "doubt := length(terraform_data.seed.id) > 3";

/// Modules below modules, at most so deep.
const DEPTH: usize = 2;

/// What the interface of a module is made of.
const KINDS: [&str; 14] = [
    "word",
    "bool",
    "number",
    "list(word)",
    "set(word)",
    "map(word)",
    "record",
    "map(record)",
    "list(record)",
    "map(list(word))",
    "id",
    "list(id)",
    "map(id)",
    "map(text)",
];

/// A name, and the kind of what it stands for.
type Named = (String, String);

/// What makes trees.
pub(crate) struct Generator {
    chance: Chance,
    grammar: Grammar,
    wild: Grammar,
    tree: Tree,
    /// Names given so far.
    names: usize,
    /// The variables of the root.
    variables: Vec<(String, Type)>,
}

/// A module being written.
struct Draft {
    directory: String,
    blocks: Vec<Block>,
    scope: Vec<Named>,
    /// Arguments that an override file may write anew: the block's head, the argument, its kind, and the names it may use.
    open: Vec<(Vec<String>, String, String, Vec<Named>)>,
    /// Variables, each with its type.
    variables: Vec<(String, Type, bool)>,
}

/// What a caller sees of a module.
struct Interface {
    inputs: Vec<(String, String, bool)>,
    outputs: Vec<Named>,
}

/// How often something is there.
enum Repeat {
    Once,
    Count,
    Each,
}

impl Generator {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            chance: Chance(seed),
            grammar: Grammar::of(PRODUCTIONS.lines()),
            wild: Grammar::of(
                LANGUAGE
                    .lines()
                    .filter(|line| !APART.iter().any(|it| line.contains(it)))
                    .chain([DOUBT]),
            ),
            tree: Tree::default(),
            names: 0,
            variables: Vec::new(),
        }
    }

    /// One tree: the root module in `.`, its values, and all modules below it.
    pub(crate) fn tree(&mut self) -> Tree {
        self.tree = Tree::default();
        self.names = 0;
        self.module("", DEPTH);
        std::mem::take(&mut self.tree)
    }

    /// The text of a variable file that gives some of the root's variables other values.
    pub(crate) fn variable_file(&mut self) -> String {
        let mut text = String::new();
        for (name, ty) in self.variables.clone() {
            if self.often(2) {
                let value = ty.literal(&mut self.chance);
                let _ = writeln!(text, "{name} = {value}");
            }
        }
        text
    }

    fn often(&mut self, one_in: usize) -> bool {
        self.chance.below(one_in) == 0
    }

    fn name(&mut self, stem: &str) -> String {
        self.names += 1;
        format!("{stem}{}", self.names)
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.chance.below(of.len())]
    }

    fn expression(&mut self, kind: &str, scope: &[Named]) -> String {
        let depth = 1 + self.chance.below(3);
        let names = scope.iter();
        let names: Vec<(String, Kind)> = names
            .map(|(name, kind)| (name.clone(), Kind::parse(kind)))
            .collect();
        let node = self
            .grammar
            .node(&Kind::parse(kind), depth, &names, &mut 0, &mut self.chance);
        node.text()
    }

    /// Sets an argument to an expression of a kind.
    fn set(&mut self, draft: &mut Draft, block: &mut Block, name: &str, kind: &str, own: &[Named]) {
        let mut scope = draft.scope.clone();
        scope.extend_from_slice(own);
        let mut text = self.expression(kind, &scope);
        if kind == "any" && self.often(4) {
            let wild = self.wild.expression(&mut self.chance).text();
            text = format!("try({wild}, \"refused\")");
        }
        block.set(name, text);
        draft
            .open
            .push((block.head.clone(), name.to_owned(), kind.to_owned(), scope));
    }

    /// A module's files, and what its caller sees.
    fn module(&mut self, directory: &str, depth: usize) -> Interface {
        let mut draft = Draft {
            directory: directory.to_owned(),
            blocks: vec![Block::new(&["resource", "terraform_data", "seed"])],
            scope: Vec::new(),
            open: Vec::new(),
            variables: Vec::new(),
        };
        let inputs = self.variables(&mut draft);
        self.locals(&mut draft);
        for _ in 0..if depth == 0 {
            0
        } else {
            1 + self.chance.below(2)
        } {
            self.resources(&mut draft, 3);
            let name = self.name("child");
            let inner = if directory.is_empty() {
                format!("modules/{name}")
            } else {
                format!("{directory}/{name}")
            };
            let interface = self.module(&inner, depth - 1);
            self.call(&mut draft, &name, &interface);
            if self.often(3) {
                self.call(&mut draft, &name, &interface);
            }
        }
        self.locals(&mut draft);
        self.resources(&mut draft, 8);
        self.bystanders(&mut draft);
        let outputs = self.outputs(&mut draft);
        if directory.is_empty() {
            self.values(&draft);
            let variables = draft.variables.iter();
            self.variables = variables
                .map(|(name, ty, _)| (name.clone(), ty.clone()))
                .collect();
        }
        self.overrides(&mut draft);
        self.file(draft);
        Interface { inputs, outputs }
    }

    fn variables(&mut self, draft: &mut Draft) -> Vec<(String, String, bool)> {
        let mut inputs = Vec::new();
        let root = draft.directory.is_empty();
        for _ in 0..3 + self.chance.below(5) {
            let kind = self.pick(&KINDS);
            let name = self.name("v");
            let mut block = Block::new(&["variable", &name]);
            let ty = Type::of(kind);
            if !self.often(6) || kind.contains("record") {
                let text = ty.constraint();
                block.set_as("type", text.clone(), json!(text));
            }
            let required = self.often(3);
            if !required {
                block.set_literal("default", ty.literal(&mut self.chance));
            }
            match self.chance.below(8) {
                0 => _ = block.set_literal("nullable", json!(false)),
                1 => _ = block.set_literal("description", json!("What it is")),
                2 => {
                    let mut validation = Block::new(&["validation"]);
                    validation
                        .set("condition", format!("var.{name} != \"never\" || true"))
                        .set_literal("error_message", json!("It may not be."));
                    block.nest(validation);
                }
                _ => {}
            }
            draft.blocks.push(block);
            draft.scope.push((format!("var.{name}"), kind.to_owned()));
            draft.variables.push((name.clone(), ty, required));
            inputs.push((name, kind.to_owned(), required));
        }
        // Any type at all, and something that is not to be seen.
        for sensitive in [false, false, true] {
            let name = self.name("w");
            let ty = if sensitive {
                Type::of("word")
            } else {
                Type::random(&mut self.chance, 3)
            };
            let mut block = Block::new(&["variable", &name]);
            let text = ty.constraint();
            block.set_as("type", text.clone(), json!(text));
            block.set_literal("default", ty.literal(&mut self.chance));
            let kind = if sensitive { "secret" } else { "opaque" };
            if sensitive {
                block.set_literal("sensitive", json!(true));
            }
            draft.blocks.push(block);
            draft.scope.push((format!("var.{name}"), kind.to_owned()));
            if !sensitive {
                let kept = self.name("kept");
                let mut block = Block::new(&["resource", "terraform_data", &kept]);
                block.set("input", format!("var.{name}"));
                draft.blocks.push(block);
            }
            if root {
                draft.variables.push((name, ty, false));
            }
        }
        inputs
    }

    fn locals(&mut self, draft: &mut Draft) {
        let mut block = Block::new(&["locals"]);
        for _ in 0..2 + self.chance.below(4) {
            let kind = self.pick(&KINDS);
            let name = self.name("l");
            self.set(draft, &mut block, &name, kind, &[]);
            draft.scope.push((format!("local.{name}"), kind.to_owned()));
        }
        draft.blocks.push(block);
    }

    /// `count` or `for_each`, or neither; with what may be used inside.
    fn repeat(&mut self, draft: &mut Draft, block: &mut Block) -> (Repeat, Vec<Named>) {
        let own = |names: &[(&str, &str)]| -> Vec<Named> {
            let names = names.iter();
            names
                .map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned()))
                .collect()
        };
        let (name, kind, repeat, own) = match self.chance.below(10) {
            0 | 1 => (
                "count",
                "number",
                Repeat::Count,
                own(&[("count.index", "number")]),
            ),
            2 => (
                "for_each",
                "set(word)",
                Repeat::Each,
                own(&[("each.key", "word"), ("each.value", "word")]),
            ),
            3 => (
                "for_each",
                "map(word)",
                Repeat::Each,
                own(&[("each.key", "word"), ("each.value", "word")]),
            ),
            4 => (
                "for_each",
                "map(record)",
                Repeat::Each,
                own(&[("each.key", "word"), ("each.value", "record")]),
            ),
            5 => (
                "for_each",
                "map(list(word))",
                Repeat::Each,
                own(&[("each.key", "word"), ("each.value", "list(word)")]),
            ),
            _ => return (Repeat::Once, Vec::new()),
        };
        self.set(draft, block, name, kind, &[]);
        (repeat, own)
    }

    /// Makes what something has known to what follows.
    fn publish(draft: &mut Draft, address: &str, repeat: &Repeat, attribute: &str, kind: &str) {
        let mut add = |name: String, kind: String| draft.scope.push((name, kind));
        match repeat {
            Repeat::Once => add(format!("{address}.{attribute}"), kind.to_owned()),
            Repeat::Count => {
                add(format!("{address}[*].{attribute}"), format!("list({kind})"));
                add(format!("length({address})"), "number".into());
            }
            Repeat::Each => {
                let values = format!("{{ for it, of in {address} : it => of.{attribute} }}");
                add(values, format!("map({kind})"));
                add(
                    format!("values({address})[*].{attribute}"),
                    format!("list({kind})"),
                );
                add(format!("keys({address})"), "list(word)".into());
            }
        }
    }

    fn call(&mut self, draft: &mut Draft, source: &str, interface: &Interface) {
        let name = self.name("m");
        let mut block = Block::new(&["module", &name]);
        let path = match &*draft.directory {
            "" => format!("./modules/{source}"),
            _ => format!("./{source}"),
        };
        block.set_literal("source", json!(path));
        let (repeat, own) = self.repeat(draft, &mut block);
        for (input, kind, required) in &interface.inputs {
            if *required || self.often(2) {
                self.set(draft, &mut block, input, kind, &own);
            } else if self.often(8) && !kind.contains("list(word)") {
                block.set_literal(input, json!(null));
            }
        }
        draft.blocks.push(block);
        for (output, kind) in &interface.outputs {
            Self::publish(draft, &format!("module.{name}"), &repeat, output, kind);
        }
        draft.scope.push((format!("module.{name}"), "any".into()));
    }

    fn outputs(&mut self, draft: &mut Draft) -> Vec<Named> {
        let mut outputs = Vec::new();
        for _ in 0..2 + self.chance.below(3) {
            let kind = self.pick(&KINDS);
            let name = self.name("o");
            let mut block = Block::new(&["output", &name]);
            self.set(draft, &mut block, "value", kind, &[]);
            if draft.directory.is_empty() || kind.contains("text") {
                block.set_literal("sensitive", json!(true));
            }
            draft.blocks.push(block);
            let kind = if kind.contains("text") {
                "hidden"
            } else {
                kind
            };
            outputs.push((name, kind.to_owned()));
        }
        outputs
    }

    /// Blocks that change nothing in a plan from nothing.
    fn bystanders(&mut self, draft: &mut Draft) {
        let name = self.name("gone");
        let block = match self.chance.below(5) {
            0 => {
                let mut block = Block::new(&["moved"]);
                let from = format!("terraform_data.{name}");
                block.set_as("from", from.clone(), json!(from));
                block.set_as("to", "terraform_data.seed", json!("terraform_data.seed"));
                block
            }
            1 => {
                let mut block = Block::new(&["removed"]);
                let from = format!("terraform_data.{name}");
                block.set_as("from", from.clone(), json!(from));
                let mut lifecycle = Block::new(&["lifecycle"]);
                lifecycle.set_literal("destroy", json!(false));
                block.nest(lifecycle);
                block
            }
            2 => {
                let mut block = Block::new(&["check", &name]);
                let mut assert = Block::new(&["assert"]);
                let condition = self.expression("bool", &draft.scope);
                assert.set("condition", condition);
                assert.set_literal("error_message", json!("It is not so."));
                block.nest(assert);
                block
            }
            3 if draft.directory.is_empty() => {
                let mut block = Block::new(&["resource", "terraform_data", &name]);
                self.set(draft, &mut block, "input", "word", &[]);
                draft.blocks.push(block);
                let mut block = Block::new(&["import"]);
                let to = format!("terraform_data.{name}");
                block.set_as("to", to.clone(), json!(to));
                block.set_literal("id", json!("imported"));
                block
            }
            _ => return,
        };
        draft.blocks.push(block);
    }

    /// The variable files of the root.
    fn values(&mut self, draft: &Draft) {
        let files = [
            "terraform.tfvars",
            "terraform.tfvars.json",
            "a.auto.tfvars",
            "b.auto.tfvars.json",
        ];
        for (name, ty, required) in &draft.variables {
            let mut given = !required;
            while !given || self.often(3) {
                given = true;
                let file = files[self.chance.below(files.len())];
                let items = &mut self.tree.files.entry(file.to_owned()).or_default().items;
                let named = |it: &Item| matches!(it, Item::Argument(it) if it.name == *name);
                if !items.iter().any(named) {
                    let value = ty.literal(&mut self.chance);
                    items.push(Item::Argument(Argument {
                        name: name.clone(),
                        text: value.to_string(),
                        json: None,
                    }));
                }
            }
        }
    }

    fn overrides(&mut self, draft: &mut Draft) {
        for _ in 0..self.chance.below(4) {
            let at = self.chance.below(draft.open.len());
            let (head, name, kind, scope) = draft.open[at].clone();
            let head: Vec<&str> = head.iter().map(String::as_str).collect();
            // A nested block cannot be named alone.
            if !["resource", "data", "module", "output", "locals"].contains(&head[0]) {
                continue;
            }
            let mut block = Block::new(&head);
            block.set(&name, self.expression(&kind, &scope));
            let file = self.pick(&["override.tf", "a_override.tf", "b_override.tf.json"]);
            self.add(&draft.directory, file, block);
        }
        if self.often(2)
            && let Some((name, ty, _)) = draft.variables.first()
        {
            let mut block = Block::new(&["variable", name]);
            block.set_literal("default", ty.literal(&mut self.chance));
            self.add(&draft.directory, "z_override.tf", block);
        }
        if self.often(2) {
            self.override_nested(draft);
        }
    }

    fn add(&mut self, directory: &str, file: &str, block: Block) {
        let path = match directory {
            "" => file.to_owned(),
            _ => format!("{directory}/{file}"),
        };
        let items = &mut self.tree.files.entry(path).or_default().items;
        items.push(Item::Block(block));
    }

    /// Puts the blocks into files.
    fn file(&mut self, draft: Draft) {
        for block in draft.blocks {
            let file = match (&*block.head[0], self.chance.below(6)) {
                (_, 0) => "more.tf.json",
                ("variable", _) => "variables.tf",
                ("output", _) => "outputs.tf",
                _ => "main.tf",
            };
            self.add(&draft.directory, file, block);
        }
    }
}
