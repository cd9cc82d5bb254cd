//! The files of `src` as the compiler's lexer sees them, without comments and tests.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::LazyLock,
};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use walkdir::WalkDir;

/// One file of `src` that is built into the program.
pub(crate) struct File {
    /// Relative to `src`, with `/`.
    pub(crate) path: String,
    /// The names that lead to it from the crate's root.
    pub(crate) module: Vec<String>,
    /// The modules that it declares, in order.
    pub(crate) children: Vec<String>,
    /// The modules that it declares for tests only.
    pub(crate) tests: Vec<String>,
    /// What `use` brings in, by the name that it has here.
    pub(crate) names: BTreeMap<String, Vec<String>>,
    /// Every path of two words or more, as it is written: in `use`, one by one, and in code.
    pub(crate) paths: BTreeSet<Vec<String>>,
    /// Every word; macros as `name!`, methods without arguments as `.name()`.
    words: BTreeSet<String>,
    /// How many lines hold code.
    pub(crate) lines: usize,
}

impl File {
    /// Reads a file's text. `path` is relative to `src`.
    pub(crate) fn parse(path: &str, text: &str) -> Self {
        let module = path.trim_end_matches(".rs").split('/').map(str::to_owned);
        let mut file = Self {
            path: path.to_owned(),
            module: module.filter(|name| name != "lib").collect(),
            children: Vec::new(),
            tests: Vec::new(),
            names: BTreeMap::new(),
            paths: BTreeSet::new(),
            words: BTreeSet::new(),
            lines: 0,
        };
        let tokens = built(text.parse().unwrap(), &mut file.tests);
        let mut lines = BTreeSet::new();
        mark(&tokens, &mut lines);
        file.lines = lines.len();
        file.read(&tokens);
        file
    }

    fn read(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Group(group) => self.read(&inside(group)),
                // In a type, `use<'a>` says what it holds on to.
                TokenTree::Ident(word) if word == "use" && !is(tokens, at + 1, '<') => {
                    let end = at + semicolon(&tokens[at..]);
                    for (path, name) in leaves(&tokens[at + 1..end]) {
                        self.words.extend(path.iter().cloned());
                        self.paths.insert(path.clone());
                        self.names.insert(name, path);
                    }
                    at = end;
                }
                TokenTree::Ident(word) if word == "mod" => {
                    if let Some(TokenTree::Ident(name)) = tokens.get(at + 1)
                        && is(tokens, at + 2, ';')
                    {
                        self.children.push(name.to_string());
                    }
                }
                TokenTree::Ident(_) => {
                    let (path, next) = path(tokens, at);
                    let last = &path[path.len() - 1];
                    if is(tokens, next, '!') {
                        self.words.insert(format!("{last}!"));
                    }
                    if at > 0 && is(tokens, at - 1, '.') && is_empty_call(tokens.get(next)) {
                        self.words.insert(format!(".{last}()"));
                    }
                    self.words.extend(path.iter().cloned());
                    if path.len() > 1 {
                        self.paths.insert(path);
                    }
                    at = next - 1;
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Whether it uses something: a path or what is below it, given as `a::b` and looked up through `use`; a macro, `a!`; a
    /// method without arguments, `.a()`; any other word.
    pub(crate) fn has(&self, what: &str) -> bool {
        let wanted: Vec<&str> = what.split("::").collect();
        let mut paths = self.paths.iter().map(|path| self.full(path));
        self.words.contains(what)
            || paths.any(|path| {
                path.len() >= wanted.len() && path.iter().zip(&wanted).all(|(a, b)| a == b)
            })
    }

    /// A path from its beginning, where `use` says what its first word stands for.
    fn full(&self, path: &[String]) -> Vec<String> {
        let mut full = path.to_vec();
        let mut seen = BTreeSet::new();
        while seen.insert(full[0].clone())
            && let Some(named) = self.names.get(&full[0])
        {
            full.splice(..1, named.iter().cloned());
        }
        full
    }
}

/// The tokens that are built into the program: neither doc comments nor what is there for tests only, at whatever depth. The modules
/// among the latter are added to `tests`.
fn built(stream: TokenStream, tests: &mut Vec<String>) -> Vec<TokenTree> {
    let tokens: Vec<_> = stream.into_iter().collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let (attribute, next) = attribute(&tokens, at);
        if attribute == "cfg(test)" {
            let end = at + item(&tokens[at..]);
            if let [.., TokenTree::Ident(word), TokenTree::Ident(name), _] = &tokens[at..end]
                && word == "mod"
                && is(&tokens, end - 1, ';')
            {
                tests.push(name.to_string());
            }
            at = end;
        } else if attribute.starts_with("doc=") {
            at = next;
        } else {
            kept.push(match token {
                TokenTree::Group(group) => {
                    let inner = built(group.stream(), tests).into_iter().collect();
                    let mut built = Group::new(group.delimiter(), inner);
                    built.set_span(group.span());
                    TokenTree::Group(built)
                }
                other => other.clone(),
            });
            at += 1;
        }
    }
    kept
}

/// The attribute that begins here, without spaces, and where it ends; empty when there is none.
fn attribute(tokens: &[TokenTree], at: usize) -> (String, usize) {
    let group = at + 1 + usize::from(is(tokens, at + 1, '!'));
    match tokens.get(group) {
        Some(TokenTree::Group(inner))
            if is(tokens, at, '#') && inner.delimiter() == Delimiter::Bracket =>
        {
            let text = inner.stream().to_string();
            (text.replace(char::is_whitespace, ""), group + 1)
        }
        _ => (String::new(), at),
    }
}

/// How many tokens the item takes that begins here: up to the first braces or semicolon.
fn item(tokens: &[TokenTree]) -> usize {
    let end = tokens.iter().position(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(sign) => sign.as_char() == ';',
        _ => false,
    });
    end.map_or(tokens.len(), |end| end + 1)
}

/// The lines on which tokens begin or end.
fn mark(tokens: &[TokenTree], lines: &mut BTreeSet<usize>) {
    for token in tokens {
        let span = token.span();
        if let TokenTree::Group(group) = token {
            lines.extend([span.start().line, span.end().line]);
            mark(&inside(group), lines);
        } else {
            lines.extend(span.start().line..=span.end().line);
        }
    }
}

fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

fn is(tokens: &[TokenTree], at: usize, sign: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(it)) if it.as_char() == sign)
}

fn is_empty_call(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Group(group))
        if group.delimiter() == Delimiter::Parenthesis && group.stream().is_empty())
}

fn semicolon(tokens: &[TokenTree]) -> usize {
    let end = (0..tokens.len()).find(|at| is(tokens, *at, ';'));
    end.unwrap_or(tokens.len())
}

fn colons(tokens: &[TokenTree], at: usize) -> bool {
    is(tokens, at, ':') && is(tokens, at + 1, ':')
}

/// The path that begins with the word that stands here, and where it ends.
fn path(tokens: &[TokenTree], mut at: usize) -> (Vec<String>, usize) {
    let mut path = Vec::new();
    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
        path.push(word.to_string());
        at += 1;
        if !colons(tokens, at) || !matches!(tokens.get(at + 2), Some(TokenTree::Ident(_))) {
            break;
        }
        at += 2;
    }
    (path, at)
}

/// What the tree of a `use` brings in: each path, and the name that it gets.
fn leaves(tree: &[TokenTree]) -> Vec<(Vec<String>, String)> {
    let start = if colons(tree, 0) { 2 } else { 0 };
    let (mut path, mut at) = path(tree, start);
    if colons(tree, at) {
        at += 2;
    }
    let own = path.last().cloned().unwrap_or_default();
    match &tree[at..] {
        [TokenTree::Group(group), ..] => {
            let inner = inside(group);
            let parts = inner
                .split(|token| matches!(token, TokenTree::Punct(it) if it.as_char() == ','))
                .filter(|part| !part.is_empty());
            let below = parts.flat_map(leaves).map(|(rest, name)| {
                let is_self = name == "self";
                let rest = rest.into_iter().filter(|word| word != "self");
                let name = if is_self { own.clone() } else { name };
                (path.iter().cloned().chain(rest).collect(), name)
            });
            below.collect()
        }
        [TokenTree::Ident(word), TokenTree::Ident(name), ..] if word == "as" => {
            vec![(path, name.to_string())]
        }
        [TokenTree::Punct(star), ..] if star.as_char() == '*' => {
            path.push("*".to_owned());
            vec![(path, "*".to_owned())]
        }
        _ => vec![(path, own)],
    }
}

/// All files of `src` that are built into the program.
pub(crate) static PROGRAM: LazyLock<Vec<File>> = LazyLock::new(|| {
    let parse = |path: String| {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path));
        File::parse(path.strip_prefix("src/").unwrap(), &text.unwrap())
    };
    let mut files: Vec<File> = rust_files(&["src"]).into_iter().map(parse).collect();
    let mut tests = BTreeSet::new();
    for file in &files {
        for name in &file.tests {
            tests.insert([&*file.module, std::slice::from_ref(name)].concat());
        }
    }
    files.retain(|file| !tests.contains(&file.module));
    files
});

/// The `.rs` files of some directories of the repository, with `/`, in order.
pub(crate) fn rust_files(directories: &[&str]) -> Vec<String> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<String> = directories
        .iter()
        .map(|directory| home.join(directory))
        .filter(|directory| directory.exists())
        .flat_map(WalkDir::new)
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|it| it == "rs"))
        .map(|entry| {
            let path = entry.path().strip_prefix(home).unwrap();
            path.to_str().unwrap().replace('\\', "/")
        })
        .filter(|path| !path.split('/').any(|part| part == "target"))
        .collect();
    files.sort();
    files
}
