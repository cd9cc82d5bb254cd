//! That work is paid for: whatever is done with a large value in a loop, twice as large a value lets the loop go half as far.

use super::{Binding, Env, Evaluation, Fuel};
use crate::{
    cancellation::Cancellation,
    module,
    source::{Directory, Sources},
    syntax::parse_expression,
    value::{Kind, Type, Value, Why},
};

/// So little that every loop runs dry.
const STEPS: u64 = 60_000;

/// A million turns over `big`, or what is made of it.
fn looped(body: &str) -> String {
    format!("[for i in range(1000) : [for j in range(1000) : {body}]]")
}

/// How many origins a loop over a body has made when its fuel is spent: each of them is an expression that was evaluated.
fn made(body: &str, big: Value) -> usize {
    let sources = Sources::new("/".into());
    let directory = Directory {
        path: "/".into(),
        files: Vec::new(),
    };
    let program = module::load(&sources, &[directory]);
    let mut evaluation = Evaluation::new(&program, &sources, program.roots[0], &[]);
    evaluation.fuel = Fuel::of(STEPS, Cancellation::default());
    let text = looped(body);
    let file = sources.scratch("<expression>", text.as_str());
    let expr = parse_expression(file.id, &text).unwrap();
    let root = evaluation.root.clone();
    let env = Env::new(&root);
    let binding = Binding::Name("big".into(), big);
    let value = evaluation.value(&expr, &env.bind(&binding));
    assert!(
        matches!(&value.kind, Kind::Unknown(unknown) if unknown.why == Why::Limit),
        "{body}: {value:?}"
    );
    assert!(evaluation.fuel.is_limited(), "{body}");
    evaluation.origins.count()
}

fn text(size: usize) -> Value {
    Value::string("é-y ".repeat(size * 32))
}

fn list(size: usize) -> Value {
    let items = (0..size).map(|at| Value::string(format!("{at}")));
    Value::list(Type::String, items.collect())
}

fn tuple(size: usize) -> Value {
    let item = |at: usize| {
        let entries = [
            ("a".into(), Value::number(at)),
            ("b".into(), Value::null(Type::Any)),
        ];
        Value::object(entries.into())
    };
    Value::tuple((0..size).map(item).collect())
}

/// What makes a value of a size, and what is done with it.
type Large<'b> = (fn(usize) -> Value, &'b [&'b str]);

#[test]
fn twice_as_large_a_value_lets_a_loop_go_half_as_far() {
    let large: [Large<'_>; 3] = [
        (
            text,
            &[
                "sha512(big)",
                "length(big)",
                "strcontains(big, \"x\")",
                "\"${big}!\"",
                "big == \"${j}\"",
                "upper(big)",
                "substr(big, 0, 1)",
                "regexall(\".*x|z\", big)",
                "replace(big, \"/q/\", \"\")",
                "replace(big, \"y\", \"z\")",
                "split(\"-\", big)",
                "format(\"%s%20s\", big, j)",
                "jsonencode(big)",
                "big != null ? big : \"\"",
                "can(tonumber(big))",
                "try(jsondecode(big), 1)",
            ],
        ),
        (
            list,
            &[
                "contains(big, \"x\")",
                "big == reverse(big)",
                "index(big, big[length(big) - 1])",
                "join(\",\", big)",
                "toset(big)",
                "distinct(big)",
                "concat(big, big)",
                "[for x in big : x]",
                "big[*]",
                "sort(big)",
                "formatlist(\"%s\", big)",
                "i > 5000 ? big : []",
                "\"%{ for x in big }${x}%{ endfor }\"",
                "slice(big, 0, length(big) - 1)",
            ],
        ),
        (
            tuple,
            &[
                "tolist(big)",
                "big == [for x in big : x]",
                "jsonencode(big)",
                "yamlencode(big)",
                "flatten([big, big])",
                "{ for x in big : x.a => x }",
                "tomap({ a = big })",
                "merge(big...)",
                "big[*].a",
                "setunion(big, big)",
            ],
        ),
    ];
    let mut not_half = Vec::new();
    for (value, bodies) in large {
        for body in bodies {
            let (once, twice) = (made(body, value(100)), made(body, value(200)));
            // What a loop does beside reading the value is paid for too.
            if once * 10 < twice * 13 {
                not_half.push(format!("{body}: {once}, then {twice}"));
            }
        }
    }
    assert!(not_half.is_empty(), "{not_half:#?}");
}

#[test]
fn what_is_not_read_costs_nothing() {
    for body in ["big[5]", "length(big)", "element(big, 7)", "big"] {
        let (once, twice) = (made(body, tuple(100)), made(body, tuple(200)));
        assert_eq!(once, twice, "{body}");
    }
}
