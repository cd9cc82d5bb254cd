//! A tree of modules as files of blocks, so that parts of it can be taken away.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::{Value as Json, json};

/// The attributes of a rule in a security group.
const RULE: [&str; 9] = [
    "cidr_blocks",
    "description",
    "from_port",
    "ipv6_cidr_blocks",
    "prefix_list_ids",
    "protocol",
    "security_groups",
    "self",
    "to_port",
];

/// The attributes of a route in a route table.
const ROUTE: [&str; 13] = [
    "carrier_gateway_id",
    "cidr_block",
    "core_network_arn",
    "destination_prefix_list_id",
    "egress_only_gateway_id",
    "gateway_id",
    "ipv6_cidr_block",
    "local_gateway_id",
    "nat_gateway_id",
    "network_interface_id",
    "transit_gateway_id",
    "vpc_endpoint_id",
    "vpc_peering_connection_id",
];

/// Files by path.
#[derive(Clone, Default)]
pub(crate) struct Tree {
    pub(crate) files: BTreeMap<String, File>,
}

/// The blocks or arguments of one file, which is JSON when its name says so.
#[derive(Clone, Default)]
pub(crate) struct File {
    pub(crate) items: Vec<Item>,
}

#[derive(Clone)]
pub(crate) enum Item {
    Argument(Argument),
    Block(Block),
}

#[derive(Clone)]
pub(crate) struct Argument {
    pub(crate) name: String,
    pub(crate) text: String,
    /// How JSON syntax writes it, where that is not the text as a template.
    pub(crate) json: Option<Json>,
}

/// Its type with its labels, and what is in it.
#[derive(Clone)]
pub(crate) struct Block {
    pub(crate) head: Vec<String>,
    pub(crate) items: Vec<Item>,
}

/// The way to an item: places in the file, in its block, and so on.
pub(crate) type Way = Vec<usize>;

impl Block {
    pub(crate) fn new(head: &[&str]) -> Self {
        Self {
            head: head.iter().map(|&it| it.to_owned()).collect(),
            items: Vec::new(),
        }
    }

    pub(crate) fn set(&mut self, name: &str, text: impl Into<String>) -> &mut Self {
        self.items.push(Item::Argument(Argument {
            name: name.to_owned(),
            text: text.into(),
            json: None,
        }));
        self
    }

    /// An argument that is the same in both syntaxes.
    pub(crate) fn set_literal(&mut self, name: &str, value: Json) -> &mut Self {
        self.set_as(name, value.to_string(), value)
    }

    /// An argument that is no expression.
    pub(crate) fn set_as(&mut self, name: &str, text: impl Into<String>, json: Json) -> &mut Self {
        self.items.push(Item::Argument(Argument {
            name: name.to_owned(),
            text: text.into(),
            json: Some(json),
        }));
        self
    }

    pub(crate) fn nest(&mut self, block: Self) -> &mut Self {
        self.items.push(Item::Block(block));
        self
    }

    /// What other blocks of the module call it.
    pub(crate) fn address(&self) -> Option<String> {
        let label = |index: usize| self.head.get(index).cloned().unwrap_or_default();
        match &*self.head[0] {
            "resource" => Some(format!("{}.{}", label(1), label(2))),
            "data" => Some(format!("data.{}.{}", label(1), label(2))),
            "variable" => Some(format!("var.{}", label(1))),
            "module" => Some(format!("module.{}", label(1))),
            _ => None,
        }
    }
}

impl Tree {
    /// Every file's text, and for each of its lines the way to the item that it belongs to.
    pub(crate) fn rendered(&self) -> BTreeMap<&str, (String, Vec<Way>)> {
        let render = |(path, file): (&'_ String, &File)| {
            let mut page = Page::default();
            if path.ends_with("tfvars.json") {
                page.json_values(&file.items);
            } else if path.ends_with("json") {
                page.json_blocks(&file.items);
            } else {
                page.native(&file.items, &mut Vec::new());
            }
            (page.text, page.owners)
        };
        let files = self.files.iter();
        files.map(|file| (file.0.as_str(), render(file))).collect()
    }

    pub(crate) fn without(&self, path: &str, way: &[usize]) -> Self {
        let mut tree = self.clone();
        if let Some(file) = tree.files.get_mut(path) {
            remove(&mut file.items, way);
            if file.items.is_empty() {
                tree.files.remove(path);
            }
        }
        tree
    }

    /// All items, outer ones before those in them.
    pub(crate) fn ways(&self) -> Vec<(String, Way)> {
        let mut ways = Vec::new();
        for (path, file) in &self.files {
            let mut level: Vec<(Way, &[Item])> = vec![(Vec::new(), &file.items)];
            while let Some((way, items)) = level.pop() {
                for (index, item) in items.iter().enumerate() {
                    let mut way = way.clone();
                    way.push(index);
                    ways.push((path.clone(), way.clone()));
                    if let Item::Block(block) = item {
                        level.push((way, &block.items));
                    }
                }
            }
        }
        ways.sort_by_key(|(path, way)| (way.len(), path.clone(), way.clone()));
        ways
    }

    pub(crate) fn size(&self) -> usize {
        self.ways().len()
    }

    /// The files as one text, for people.
    pub(crate) fn shown(&self) -> String {
        let mut shown = String::new();
        for (path, (text, _)) in self.rendered() {
            let _ = write!(shown, "--- {path}\n{text}");
        }
        shown
    }
}

fn remove(items: &mut Vec<Item>, way: &[usize]) {
    match way {
        [index] if *index < items.len() => {
            items.remove(*index);
        }
        [index, rest @ ..] => {
            if let Some(Item::Block(block)) = items.get_mut(*index) {
                remove(&mut block.items, rest);
            }
        }
        [] => {}
    }
}

/// Text that remembers whose its lines are.
#[derive(Default)]
struct Page {
    text: String,
    owners: Vec<Way>,
}

impl Page {
    fn line(&mut self, way: &[usize], text: &str) {
        let indent = "  ".repeat(way.len().saturating_sub(1));
        for line in text.split('\n') {
            let _ = writeln!(self.text, "{indent}{line}");
            self.owners.push(way.to_vec());
        }
    }

    fn native(&mut self, items: &[Item], way: &mut Way) {
        for (index, item) in items.iter().enumerate() {
            way.push(index);
            match item {
                Item::Argument(it) => self.line(way, &format!("{} = {}", it.name, it.text)),
                Item::Block(block) => {
                    let labels = block.head[1..].iter().map(|it| format!(" {it:?}"));
                    let labels: String = labels.collect();
                    self.line(way, &format!("{}{labels} {{", block.head[0]));
                    self.native(&block.items, way);
                    self.line(way, "}");
                }
            }
            way.pop();
        }
    }

    fn json_values(&mut self, items: &[Item]) {
        self.line(&[], "{");
        for (index, item) in items.iter().enumerate() {
            if let Item::Argument(it) = item {
                let comma = if index + 1 < items.len() { "," } else { "" };
                self.line(&[index], &format!("{:?}: {}{comma}", it.name, it.text));
            }
        }
        self.line(&[], "}");
    }

    /// Blocks of one type become a list, each on one line.
    fn json_blocks(&mut self, items: &[Item]) {
        let mut kinds: BTreeMap<&str, Vec<(usize, Json)>> = BTreeMap::new();
        for (index, item) in items.iter().enumerate() {
            if let Item::Block(block) = item {
                let entry = (index, labelled(block, 1));
                kinds.entry(&block.head[0]).or_default().push(entry);
            }
        }
        self.line(&[], "{\"//\": \"generated\"");
        for (kind, blocks) in kinds {
            self.line(&[], &format!(",{kind:?}: ["));
            for (place, (index, block)) in blocks.iter().enumerate() {
                let comma = if place + 1 < blocks.len() { "," } else { "" };
                self.line(&[*index], &format!("{block}{comma}"));
            }
            self.line(&[], "]");
        }
        self.line(&[], "}");
    }
}

/// A block's labels around its body, from one label on.
fn labelled(block: &Block, from: usize) -> Json {
    match block.head.get(from) {
        Some(label) => json!({ label.as_str(): labelled(block, from + 1) }),
        None => complete(&block.head[0], body(&block.items)),
    }
}

/// In JSON syntax a rule or route is an object of the attribute's type: nothing may be left out.
fn complete(kind: &str, mut body: Json) -> Json {
    let all: &[&str] = match kind {
        "ingress" | "egress" => &RULE,
        "route" => &ROUTE,
        _ => return body,
    };
    if let Json::Object(entries) = &mut body {
        for name in all {
            entries.entry(*name).or_insert(Json::Null);
        }
    }
    body
}

fn body(items: &[Item]) -> Json {
    let mut entries = serde_json::Map::new();
    for item in items {
        match item {
            Item::Argument(it) => {
                let template = || Json::from(format!("${{{}}}", it.text));
                let value = it.json.clone().unwrap_or_else(template);
                entries.insert(it.name.clone(), value);
            }
            Item::Block(block) => {
                let list = entries.entry(block.head[0].clone()).or_insert(json!([]));
                if let Json::Array(list) = list {
                    list.push(labelled(block, 1));
                }
            }
        }
    }
    Json::Object(entries)
}
