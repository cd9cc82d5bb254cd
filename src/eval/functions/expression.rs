//! Expressions over texts of which parts are not known.

use proptest::{collection::vec, prelude::*, sample::select};

/// The parts that are not known, by their names, and what they may turn out to be: the first is a text, the second may be null, the third
/// is the name of a Region.
pub(super) const HOLES: [(&str, &[Option<&str>]); 3] = [
    (
        "var.one",
        &[
            Some(""),
            Some("a"),
            Some("B-b"),
            Some("a,b"),
            Some(".s3"),
            Some(" x "),
            Some("%s%d"),
            Some("com.amazonaws."),
            Some("e\u{301}\n"),
        ],
    ),
    (
        "var.two",
        &[None, Some(""), Some("1"), Some("-,"), Some("ß/.")],
    ),
    (
        REGION,
        &[Some("eu-west-1"), Some("us-gov-east-1"), Some("s3")],
    ),
];

/// That one of them is the Region of the provider.
pub(super) const REGION: &str = "provider.aws.region";

/// Texts that stand between them, and that are looked for.
const WORDS: [&str; 14] = [
    "",
    "a",
    "s3",
    ".",
    ",",
    "-",
    "com.amazonaws.",
    ".s3",
    "Aa b",
    " ",
    "\n",
    "éa",
    "%",
    "/",
];

/// What these give is no text.
const GROUPED: [&str; 4] = [
    "(\\w)(\\d)",
    "(?P<first>[a-z]+)\\.(?P<rest>.*)",
    "^com\\.amazonaws\\.([^.]+)\\.(.+)$",
    "(s3)",
];

const PATTERNS: [&str; 18] = [
    "[a-z]+",
    "^com\\.amazonaws\\.",
    "^com\\.amazonaws\\.[a-z0-9-]+\\.s3$",
    "\\.s3$",
    "s3",
    "^a",
    "a|ab",
    "[^a-z0-9]",
    "\\s*",
    "\\.$",
    "\\bs3",
    "(?i)S3",
    ".*",
    "[.]",
    "^$",
    "a.*s3",
    "-+",
    "(?m)a$",
];

const FORMATS: [&str; 7] = ["%s", "%s-%s", "x%%%s", "%v.%s", "%q", "%5s|%s", "%s%s%s"];

/// An expression, and the same with the unknown parts filled in.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    Text(Vec<Piece>),
    Number(i64),
    List(Vec<Self>),
    Call(&'static str, Vec<Self>),
}

#[derive(Clone, Debug)]
pub(super) enum Piece {
    Word(&'static str),
    Hole(usize),
}

fn word(text: &'static str) -> Expression {
    Expression::Text(vec![Piece::Word(text)])
}

fn words() -> impl Strategy<Value = Expression> {
    select(&WORDS[..]).prop_map(word)
}

fn patterns() -> impl Strategy<Value = Expression> {
    select(&PATTERNS[..]).prop_map(word)
}

/// `/pattern/` as `replace` takes it.
fn slashed() -> impl Strategy<Value = Expression> {
    patterns().prop_map(|pattern| {
        let slash = word("/");
        Expression::Call(
            "join",
            vec![word(""), list([slash.clone(), pattern, slash])],
        )
    })
}

fn list(items: impl IntoIterator<Item = Expression>) -> Expression {
    Expression::List(items.into_iter().collect())
}

fn numbers() -> impl Strategy<Value = Expression> {
    (-1_i64..8).prop_map(Expression::Number)
}

/// A call of one of these functions with arguments of these kinds.
fn calls<S>(names: &'static [&'static str], arguments: S) -> BoxedStrategy<Expression>
where
    S: Strategy<Value = Vec<Expression>> + 'static,
{
    (select(names), arguments)
        .prop_map(|(name, arguments)| Expression::Call(name, arguments))
        .boxed()
}

fn texts(depth: usize) -> BoxedStrategy<Expression> {
    let piece = prop_oneof![
        3 => select(&WORDS[..]).prop_map(Piece::Word),
        3 => (0..HOLES.len()).prop_map(Piece::Hole),
    ];
    let written = vec(piece, 1..5).prop_map(Expression::Text).boxed();
    let Some(less) = depth.checked_sub(1) else {
        return written;
    };
    let one = || texts(less).prop_map(|it| vec![it]);
    let with_word = || (texts(less), words()).prop_map(|(text, word)| vec![text, word]);
    let found = || (patterns(), texts(less)).prop_map(|(pattern, text)| vec![pattern, text]);
    prop_oneof![
        4 => written,
        2 => calls(&["lower", "upper", "title", "trimspace", "chomp", "strrev", "base64encode"], one()),
        3 => calls(&["trim", "trimprefix", "trimsuffix"], with_word()),
        2 => calls(&["replace"], (texts(less), words(), texts(less)).prop_map(|(a, b, c)| vec![a, b, c])),
        3 => calls(&["replace"], (texts(less), slashed(), words()).prop_map(|(a, b, c)| vec![a, b, c])),
        2 => calls(&["substr"], (texts(less), numbers(), numbers()).prop_map(|(a, b, c)| vec![a, b, c])),
        2 => calls(&["join"], (words(), lists(less)).prop_map(|(a, b)| vec![a, b])),
        2 => calls(&["coalesce"], vec(texts(less), 1..3)),
        2 => calls(&["format"], (formats(less), vec(texts(less), 1..3)).prop_map(|(format, mut rest)| {
            rest.insert(0, format);
            rest
        })),
        4 => calls(&["regex"], found()),
        2 => calls(&["element"], (lists(less), numbers()).prop_map(|(a, b)| vec![a, b])),
        1 => calls(&["one"], lists(less).prop_map(|it| vec![it])),
    ]
    .boxed()
}

fn formats(depth: usize) -> BoxedStrategy<Expression> {
    let written = select(&FORMATS[..]).prop_map(word);
    let begun = (texts(depth), select(&FORMATS[..])).prop_map(|(text, format)| {
        Expression::Call("join", vec![word(""), list([text, word(format)])])
    });
    prop_oneof![written, begun].boxed()
}

fn lists(depth: usize) -> BoxedStrategy<Expression> {
    let written = vec(texts(0), 0..4).prop_map(Expression::List).boxed();
    let Some(less) = depth.checked_sub(1) else {
        return written;
    };
    let one = || lists(less).prop_map(|it| vec![it]);
    prop_oneof![
        2 => written,
        4 => calls(&["split"], (words(), texts(less)).prop_map(|(a, b)| vec![a, b])),
        3 => calls(&["regexall"], (patterns(), texts(less)).prop_map(|(a, b)| vec![a, b])),
        2 => calls(&["formatlist"], (formats(less), lists(less)).prop_map(|(a, b)| vec![a, b])),
        2 => calls(&["compact", "distinct", "reverse", "sort", "tolist", "toset"], one()),
        1 => calls(&["concat"], (lists(less), lists(less)).prop_map(|(a, b)| vec![a, b])),
        1 => calls(&["slice"], (lists(less), numbers(), numbers()).prop_map(|(a, b, c)| vec![a, b, c])),
    ]
    .boxed()
}

pub(super) fn expressions() -> BoxedStrategy<Expression> {
    let depth = 3;
    let pair = || (texts(depth), words()).prop_map(|(a, b)| vec![a, b]);
    prop_oneof![
        6 => texts(depth),
        4 => lists(depth),
        1 => calls(&["startswith", "endswith", "strcontains"], pair()),
        1 => calls(&["contains"], (lists(depth), texts(depth)).prop_map(|(a, b)| vec![a, b])),
        2 => calls(&["regex", "regexall"], (select(&GROUPED[..]).prop_map(word), texts(depth)).prop_map(|(a, b)| vec![a, b])),
        1 => calls(&["length"], lists(depth).prop_map(|it| vec![it])),
        1 => calls(&["length"], texts(depth).prop_map(|it| vec![it])),
    ]
    .boxed()
}

/// As Terraform would read it.
impl std::fmt::Display for Expression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all =
            |items: &[Self]| -> Vec<String> { items.iter().map(ToString::to_string).collect() };
        match self {
            Self::Text(pieces) => {
                let piece = |piece: &Piece| match piece {
                    Piece::Word(text) => text.escape_debug().to_string(),
                    Piece::Hole(hole) => format!("${{{}}}", HOLES[*hole].0),
                };
                write!(f, "\"{}\"", pieces.iter().map(piece).collect::<String>())
            }
            Self::Number(number) => write!(f, "{number}"),
            Self::List(items) => write!(f, "[{}]", all(items).join(", ")),
            Self::Call(name, arguments) => write!(f, "{name}({})", all(arguments).join(", ")),
        }
    }
}
