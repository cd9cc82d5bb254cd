//! Random expressions of Terraform's language, mostly well-typed, and what is left of one when something is taken away.

use std::collections::BTreeSet;

/// `KIND := TEXT`, one a line.
const PRODUCTIONS: &str = include_str!("productions.txt");

/// The module in which the expressions are worth something.
pub(crate) const MODULE: &str = include_str!("module.tf");

/// The files beside it.
pub(crate) const FILES: [(&str, &str); 2] = [
    ("text.txt", "Grüße\r\nnow\n"),
    (
        "text.tftpl",
        "${upper(name)}:%{ for item in list ~}\n ${item}\n%{ endfor ~}\n",
    ),
];

/// The module or an expression with the variable `given` in place of what is unknown.
pub(crate) fn complete(text: &str) -> String {
    text.replace("resource \"terraform_data\" \"u\" {}", "")
        .replace("terraform_data.u.id", "var.given")
}

/// One hole in so many takes an expression of any kind instead of its own: conversions and refusals are part of the language.
const MISFITS: usize = 40;

/// What `T` and `U` can be where nothing decides it.
const VALUES: [&str; 10] = [
    "bool",
    "number",
    "string",
    "string",
    "list(string)",
    "set(string)",
    "map(number)",
    "list(object)",
    "object",
    "tuple",
];

/// The numbers of `SplitMix64`: the same seed gives the same expressions everywhere.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }
}

/// A name with the kind of its members in parentheses, or a name alone.
#[derive(Clone, PartialEq)]
pub(crate) struct Kind {
    name: String,
    member: Option<Box<Self>>,
}

impl Kind {
    pub(crate) fn parse(text: &str) -> Self {
        let (name, member) = match text.strip_suffix(')').and_then(|it| it.split_once('(')) {
            Some((name, member)) => (name, Some(Box::new(Self::parse(member)))),
            None => (text, None),
        };
        Self {
            name: name.to_owned(),
            member,
        }
    }

    fn is_variable(&self) -> bool {
        self.name == "T" || self.name == "U"
    }

    /// Kinds of values, unlike the words some functions want.
    fn is_value(&self) -> bool {
        let whole = ["bool", "number", "string", "object", "tuple"];
        self.member.is_some() || whole.contains(&self.name.as_str())
    }

    /// Whether this head makes `target`, and what its variable then is.
    fn takes(&self, target: &Self, bound: &mut Vec<(String, Self)>) -> bool {
        if self.is_variable() {
            bound.push((self.name.clone(), target.clone()));
            return target.is_value();
        }
        self.name == target.name
            && match (&self.member, &target.member) {
                (Some(member), Some(target)) => member.takes(target, bound),
                (None, None) => true,
                _ => false,
            }
    }

    fn with(&self, chance: &mut Chance, bound: &mut Vec<(String, Self)>) -> Self {
        if self.is_variable() {
            if let Some((_, kind)) = bound.iter().find(|(name, _)| *name == self.name) {
                return kind.clone();
            }
            let kind = Self::parse(VALUES[chance.below(VALUES.len())]);
            bound.push((self.name.clone(), kind.clone()));
            return kind;
        }
        Self {
            name: self.name.clone(),
            member: self
                .member
                .as_ref()
                .map(|member| Box::new(member.with(chance, bound))),
        }
    }
}

enum Part {
    Text(String),
    /// The kind wanted, and the name with its kind that it may use.
    Hole(Kind, Option<(String, Kind)>),
}

struct Production {
    head: Kind,
    parts: Vec<Part>,
    holes: usize,
}

/// An expression: its text, with the expressions in it.
#[derive(Clone)]
pub(crate) struct Node {
    kind: Kind,
    pieces: Vec<Piece>,
    /// The names its own comprehension introduces.
    declares: Vec<String>,
    /// The names it may use.
    scope: Vec<(String, Kind)>,
}

#[derive(Clone)]
enum Piece {
    Text(String),
    Node(Node),
}

impl Node {
    pub(crate) fn text(&self) -> String {
        let part = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Node(node) => node.text(),
        };
        self.pieces.iter().map(part).collect()
    }

    fn children(&self) -> impl Iterator<Item = &Self> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Node(node) => Some(node),
        })
    }

    fn descendants<'a>(&'a self, into: &mut Vec<&'a Self>) {
        for child in self.children() {
            into.push(child);
            child.descendants(into);
        }
    }

    /// The names used here that are introduced further out.
    fn free(&self) -> BTreeSet<String> {
        let mut nodes = vec![self];
        self.descendants(&mut nodes);
        let declared: BTreeSet<&String> = nodes.iter().flat_map(|node| &node.declares).collect();
        let text = self.text();
        let words = text.split(|it: char| !it.is_ascii_alphanumeric());
        words
            .filter(|word| word.starts_with("bound"))
            .map(str::to_owned)
            .filter(|word| !declared.contains(word))
            .collect()
    }
}

pub(crate) struct Grammar {
    productions: Vec<Production>,
    /// Whether now and then a hole takes what does not belong there.
    misfits: bool,
}

impl Grammar {
    /// All of the language, with every call of some functions, and what a conditional of unknown condition may be, this many times as
    /// often.
    pub(crate) fn new(functions: &[&str], times: usize) -> Self {
        let calls = |line: &&str| {
            let (_, text) = line.split_once(" := ").unwrap_or_default();
            let is_called = |it: &&str| text.starts_with(&format!("{it}("));
            functions.iter().any(is_called) || text.contains("<either>")
        };
        let again = PRODUCTIONS.lines().filter(calls);
        let again = std::iter::repeat_n(again, times.saturating_sub(1)).flatten();
        Self {
            misfits: true,
            ..Self::of(PRODUCTIONS.lines().chain(again))
        }
    }

    /// The language of these productions, always well-typed.
    pub(crate) fn of(lines: impl Iterator<Item = &'static str>) -> Self {
        let lines = lines.filter_map(|line| line.split_once(" := "));
        Self {
            productions: lines.map(|(head, text)| production(head, text)).collect(),
            misfits: false,
        }
    }

    /// An expression of any kind.
    pub(crate) fn expression(&self, chance: &mut Chance) -> Node {
        let kind = Kind::parse(VALUES[chance.below(VALUES.len())]);
        let depth = 1 + chance.below(4);
        self.node(&kind, depth, &[], &mut 0, chance)
    }

    /// An expression of a kind that may use some names, each with its kind.
    pub(crate) fn node(
        &self,
        kind: &Kind,
        depth: usize,
        scope: &[(String, Kind)],
        names: &mut usize,
        chance: &mut Chance,
    ) -> Node {
        let fits = scope.iter().filter(|(_, it)| it == kind);
        let fits: Vec<&String> = fits.map(|(name, _)| name).collect();
        if !fits.is_empty() && chance.below(3) > 0 {
            let name = fits[chance.below(fits.len())];
            return leaf(kind, name, scope);
        }
        let made: Vec<(&Production, Vec<(String, Kind)>)> = self
            .productions
            .iter()
            .filter_map(|it| {
                let mut bound = Vec::new();
                it.head.takes(kind, &mut bound).then_some((it, bound))
            })
            .collect();
        assert!(!made.is_empty(), "nothing makes {}", kind.name);
        let leaves = made.iter().filter(|(it, _)| it.holes == 0).count();
        let mut left = if depth == 0 && leaves > 0 {
            chance.below(leaves)
        } else {
            chance.below(made.len())
        };
        let few = made
            .iter()
            .filter(|(it, _)| depth > 0 || leaves == 0 || it.holes == 0);
        let mut found = None;
        for entry in few {
            if left == 0 {
                found = Some(entry);
                break;
            }
            left -= 1;
        }
        let (production, bound) = found.unwrap();
        self.fill(production, bound.clone(), kind, depth, scope, names, chance)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what a production is filled with"
    )]
    fn fill(
        &self,
        production: &Production,
        mut bound: Vec<(String, Kind)>,
        kind: &Kind,
        depth: usize,
        scope: &[(String, Kind)],
        names: &mut usize,
        chance: &mut Chance,
    ) -> Node {
        *names += 1;
        let stamp = *names;
        let name = |it: &str| format!("bound{stamp}{it}");
        let mut declares = Vec::new();
        let mut pieces = Vec::new();
        for part in &production.parts {
            pieces.push(match part {
                Part::Text(text) => {
                    for word in text.split('@').skip(1) {
                        declares.push(name(&word[..1]));
                    }
                    Piece::Text(text.replace('@', &format!("bound{stamp}")))
                }
                Part::Hole(wanted, given) => {
                    let mut wanted = wanted.with(chance, &mut bound);
                    if self.misfits && wanted.is_value() && chance.below(MISFITS) == 0 {
                        wanted = Kind::parse(VALUES[chance.below(VALUES.len())]);
                    }
                    let mut scope = scope.to_vec();
                    if let Some((it, kind)) = given {
                        scope.push((name(it), kind.with(chance, &mut bound)));
                    }
                    let depth = depth.saturating_sub(1);
                    Piece::Node(self.node(&wanted, depth, &scope, names, chance))
                }
            });
        }
        Node {
            kind: kind.clone(),
            pieces,
            declares,
            scope: scope.to_vec(),
        }
    }

    /// Smaller expressions made of this one, the smallest first: a part of it, or a part replaced by a part of itself or by a value
    /// written down.
    pub(crate) fn smaller(&self, whole: &Node) -> Vec<Node> {
        let mut parts = Vec::new();
        whole.descendants(&mut parts);
        let closed = parts.into_iter().filter(|part| part.free().is_empty());
        let mut smaller: Vec<Node> = closed.cloned().collect();
        self.replaced(whole, &mut |node| smaller.push(node));
        smaller.sort_by_key(|node| node.text().len());
        smaller.dedup_by_key(|node| node.text());
        let size = whole.text().len();
        smaller.retain(|node| node.text().len() < size);
        smaller
    }

    fn replaced(&self, node: &Node, give: &mut dyn FnMut(Node)) {
        for (index, piece) in node.pieces.iter().enumerate() {
            let Piece::Node(child) = piece else {
                continue;
            };
            let mut instead = |new: Node| {
                let mut node = node.clone();
                node.pieces[index] = Piece::Node(new);
                give(node);
            };
            let mut parts = Vec::new();
            child.descendants(&mut parts);
            for part in parts {
                let known = |name: &String| child.scope.iter().any(|(it, _)| it == name);
                if part.kind == child.kind && part.free().iter().all(known) {
                    instead(part.clone());
                }
            }
            for production in &self.productions {
                if let [Part::Text(text)] = production.parts.as_slice()
                    && production.head.takes(&child.kind, &mut Vec::new())
                    && text.len() < child.text().len()
                {
                    instead(leaf(&child.kind, text, &child.scope));
                }
            }
            self.replaced(child, &mut instead);
        }
    }
}

fn leaf(kind: &Kind, text: &str, scope: &[(String, Kind)]) -> Node {
    Node {
        kind: kind.clone(),
        pieces: vec![Piece::Text(text.to_owned())],
        declares: Vec::new(),
        scope: scope.to_vec(),
    }
}

fn production(head: &str, text: &str) -> Production {
    let mut parts = Vec::new();
    let mut before = String::new();
    let mut rest = text;
    while let Some((text, after)) = rest.split_once('<') {
        before += text;
        match after.split_once('>') {
            // A name between these marks is that of a group in a pattern, elsewhere it is a kind.
            Some((hole, after))
                if hole.starts_with(|it: char| it.is_ascii_alphabetic())
                    && !before.ends_with("?P") =>
            {
                parts.push(Part::Text(std::mem::take(&mut before)));
                let (kind, given) = match hole.split_once("|@") {
                    Some((kind, given)) => {
                        let (name, of) = given.split_once(':').unwrap();
                        (kind, Some((name.to_owned(), Kind::parse(of))))
                    }
                    None => (hole, None),
                };
                parts.push(Part::Hole(Kind::parse(kind), given));
                rest = after;
            }
            _ => {
                before.push('<');
                rest = after;
            }
        }
    }
    before += rest;
    parts.push(Part::Text(before));
    parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
    let holes = parts.iter().filter(|it| matches!(it, Part::Hole(..)));
    Production {
        head: Kind::parse(head),
        holes: holes.count(),
        parts,
    }
}
