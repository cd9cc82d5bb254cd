//! What the functions make of values that are known, known in part and unknown.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Host, Patterns, TABLE, call, is_known,
    signature::{Function, Reads, Takes},
};
use crate::{
    eval::{Fault, Fuel},
    syntax::Name,
    value::{Fragment, Kind, Mapping, Symbol, Type, Unknown, Value, Why},
};

/// No files, and templates that are their own text.
#[derive(Default)]
pub(super) struct Bare {
    fuel: Fuel,
    patterns: Patterns,
}

impl Host for Bare {
    fn fuel(&self) -> &Fuel {
        &self.fuel
    }
    fn patterns(&self) -> &Patterns {
        &self.patterns
    }
    fn read(&self, path: &str) -> Result<Arc<str>, Why> {
        Err(Why::File(path.into()))
    }
    fn bytes(&self, path: &str) -> Result<Arc<[u8]>, Why> {
        Err(Why::File(path.into()))
    }
    fn exists(&self, path: &str) -> Result<bool, Why> {
        Err(Why::File(path.into()))
    }
    fn files(&self, directory: &str) -> Result<Arc<[String]>, Why> {
        Err(Why::File(directory.into()))
    }
    fn render(&self, _: &str, text: &Arc<str>, _: &Mapping) -> Result<Value, Fault> {
        Ok(Value::string(&**text))
    }
}

pub(super) fn string(text: &str) -> Value {
    Value::string(text)
}

pub(super) fn number(number: i64) -> Value {
    Value::number(number)
}

pub(super) fn tuple(items: impl IntoIterator<Item = Value>) -> Value {
    Value::tuple(items.into_iter().collect())
}

fn object(entries: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let entries: BTreeMap<Name, Value> = entries
        .into_iter()
        .map(|(name, value)| (name.into(), value))
        .collect();
    Value::object(entries)
}

/// An unknown with an identity.
fn unknown(name: &str, ty: Type) -> Value {
    Unknown {
        symbol: Some(Symbol::new(name)),
        ..Unknown::new(ty, Why::Resource(name.into()))
    }
    .into()
}

/// The value as a short text: unknown parts and unknowns by their symbol, `..` for what is open.
pub(super) fn show(value: &Value) -> String {
    let symbol = |unknown: &Unknown| match &unknown.symbol {
        Some(symbol) => format!("<{symbol}>"),
        None => "<>".to_owned(),
    };
    match &value.kind {
        Kind::Null(_) => "null".to_owned(),
        Kind::Bool(known) => known.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => text.to_string(),
        Kind::PartialString(fragments) => fragments
            .iter()
            .map(|fragment| match fragment {
                Fragment::Known(text) => text.to_string(),
                Fragment::Unknown(unknown) => symbol(unknown),
            })
            .collect(),
        Kind::Sequence(sequence) => {
            let mut items: Vec<String> = sequence.items.iter().map(show).collect();
            items.extend(sequence.rest.iter().map(|_| "..".to_owned()));
            format!("[{}]", items.join(" "))
        }
        Kind::Mapping(mapping) => {
            let mut items: Vec<String> = mapping
                .entries
                .iter()
                .map(|(name, value)| format!("{name}={}", show(value)))
                .collect();
            items.extend(mapping.rest.iter().map(|_| "..".to_owned()));
            format!("{{{}}}", items.join(" "))
        }
        Kind::Unknown(unknown) => symbol(unknown),
        Kind::Union(alternatives) => {
            let shown: Vec<String> = alternatives.iter().map(show).collect();
            shown.join("|")
        }
    }
}

pub(super) fn run(name: &str, arguments: &[Value]) -> String {
    match call(name, arguments, &Bare::default()) {
        Ok(value) => show(&value),
        Err(fault) => format!("error: {fault}"),
    }
}

#[test]
fn knows_every_name() {
    let signatures = include_str!("../../../tests/conformance/functions.txt");
    for name in signatures.lines() {
        assert!(is_known(name), "{name}");
        assert!(is_known(&format!("core::{name}")), "core::{name}");
    }
    assert_eq!(signatures.lines().count(), 118);
    assert!(!is_known("nosuch"));
    let undeclared = call("nosuch", &[], &Bare::default());
    assert!(undeclared.is_err_and(|fault| !fault.caught));
}

#[test]
fn texts_stay_readable() {
    let id = unknown("v.id", Type::String);
    let text = Value::from_fragments([
        Fragment::Known("arn:".into()),
        Fragment::Unknown(Arc::new(Unknown {
            symbol: Some(Symbol::new("v.id")),
            ..Unknown::new(Type::String, Why::Condition)
        })),
        Fragment::Known(":Root".into()),
    ]);
    assert_eq!(
        run("format", &[string("%s/%d"), id.clone(), number(4)]),
        "<v.id>/4"
    );
    assert_eq!(
        run(
            "join",
            &[string("-"), tuple([string("a"), id.clone(), string("")])]
        ),
        "a-<v.id>-"
    );
    assert_eq!(
        run("lower", std::slice::from_ref(&text)),
        "arn:<lower(v.id)>:root"
    );
    assert_eq!(
        run(
            "jsonencode",
            &[object([
                ("a", id.clone()),
                ("b", unknown("v.x", Type::Any))
            ])]
        ),
        r#"{"a":"<v.id>","b":<>}"#
    );
    assert_eq!(run("startswith", &[text.clone(), string("arn")]), "true");
    assert_eq!(run("startswith", &[text.clone(), string("urn")]), "false");
    assert_eq!(
        run("startswith", &[text.clone(), string("arn:aws")]),
        "<startswith(\"arn:${v.id}:Root\", \"arn:aws\")>"
    );
    assert_eq!(
        run("trimprefix", &[text.clone(), string("arn:")]),
        "<v.id>:Root"
    );
    assert_eq!(
        run("replace", &[text.clone(), string(":"), string("/")]),
        "arn/<replace(v.id, \":\", \"/\")>/Root"
    );
    assert_eq!(run("substr", &[text.clone(), number(0), number(3)]), "arn");
    assert_eq!(run("split", &[string(":"), text]), "[arn Root ..]");
}

#[test]
fn open_collections_keep_their_members() {
    let list = unknown("u", Type::list(Type::String));
    let open = call(
        "concat",
        &[list.clone(), tuple([string("a")])],
        &Bare::default(),
    );
    let open = open.unwrap_or_else(|_| Value::null(Type::Any));
    assert_eq!(show(&open), "[a ..]");
    assert_eq!(run("contains", &[open.clone(), string("a")]), "true");
    assert!(run("contains", &[open.clone(), string("b")]).starts_with('<'));
    assert!(run("length", std::slice::from_ref(&open)).starts_with('<'));
    assert_eq!(run("distinct", std::slice::from_ref(&open)), "[a ..]");
    assert_eq!(
        run("flatten", &[tuple([open.clone(), string("b")])]),
        "[a b ..]"
    );
    assert_eq!(run("setunion", &[open, tuple([string("c")])]), "[a c ..]");
    assert_eq!(run("tolist", std::slice::from_ref(&list)), "<u>");
    assert_eq!(run("sort", std::slice::from_ref(&list)), "<u>");
    assert_eq!(run("element", &[list.clone(), number(0)]), "<u[0]>");
    assert_eq!(
        run("element", &[list.clone(), number(2)]),
        "<element(u, 2)>"
    );
    assert_eq!(
        run("slice", &[list, number(0), number(2)]),
        "[<u[0]> <u[1]>]"
    );
}

#[test]
fn unknown_maps_overwrite_what_came_before() {
    let map = unknown("m", Type::map(Type::String));
    let merged = run(
        "merge",
        &[
            object([("a", string("x"))]),
            map.clone(),
            object([("b", string("y"))]),
        ],
    );
    assert_eq!(merged, "{a=<> b=y ..}");
    assert_eq!(run("lookup", &[map.clone(), string("k")]), "<m.k>");
    assert_eq!(
        run("lookup", &[map, string("k"), string("d")]),
        "<lookup(m, \"k\", \"d\")>"
    );
}

#[test]
fn unions_are_followed() {
    let union = Value::union([tuple([string("a")]), tuple([])]);
    assert_eq!(
        run("concat", &[union.clone(), tuple([string("b")])]),
        "[a b]|[b]"
    );
    assert_eq!(
        run("flatten", &[tuple([union, tuple([string("b")])])]),
        "[a b]|[b]"
    );
}

#[test]
fn marks_spread() {
    let secret = string("s").hidden(true);
    let sensitive = |name: &str, arguments: &[Value]| {
        call(name, arguments, &Bare::default()).is_ok_and(|value| value.sensitive)
    };
    assert!(sensitive("upper", std::slice::from_ref(&secret)));
    assert!(sensitive("join", &[string(","), tuple([secret.clone()])]));
    assert!(!sensitive("concat", &[tuple([secret.clone()]), tuple([])]));
    assert!(sensitive("toset", &[tuple([secret.clone()])]));
    assert!(!sensitive("nonsensitive", std::slice::from_ref(&secret)));
    assert_eq!(run("issensitive", std::slice::from_ref(&secret)), "true");
    // No secret gets into an identity.
    let network = unknown("v.cidr", Type::String);
    let arguments = |bits: Value| [network.clone(), bits, number(1)];
    assert_eq!(
        run("cidrsubnet", &arguments(number(8))),
        "<cidrsubnet(v.cidr, 8, 1)>"
    );
    assert_eq!(run("cidrsubnet", &arguments(number(8).hidden(true))), "<>");
}

#[test]
fn work_is_bounded() {
    let long = string(&"a".repeat(3 << 20));
    assert_eq!(
        run("replace", &[long.clone(), string("a"), string("bb")]),
        "<>"
    );
    assert_eq!(run("format", &[string("%999999999d"), number(1)]), "<>");
    assert_eq!(run("indent", &[number(1 << 40), string("\n")]), "<>");
    let wide = tuple((0..1000).map(number));
    assert_eq!(
        run("setproduct", &[wide.clone(), wide.clone(), wide.clone()]),
        "<>"
    );
    assert_eq!(run("setproduct", &[wide.clone(), wide, tuple([])]), "[]");
    assert!(run("range", &[number(2000)]).starts_with("error: more than 1024"));
    assert_eq!(
        run("regex", &[string("((a{500}){500}){4}"), string("a")]),
        "<>"
    );
}

#[test]
fn provider_functions() {
    assert_eq!(
        run(
            "provider::aws::arn_parse",
            &[string("arn:aws:iam::1:role/a:b")]
        ),
        "{account_id=1 partition=aws region= resource=role/a:b service=iam}"
    );
    assert_eq!(
        run(
            "provider::aws::trim_iam_role_path",
            &[string("arn:aws:iam::1:role/x/y/z")]
        ),
        "arn:aws:iam::1:role/z"
    );
    assert_eq!(run("provider::other::thing", &[]), "<>");
}

/// Arguments of a size for a function: what its parameters take, as long as that may be.
fn large(function: &Function, any: &Value, size: usize) -> Vec<Value> {
    let texts = || (0..size).map(|at| string(&format!("text {at}"))).collect();
    let parameters = function.parameters.iter().chain(&function.variadic);
    parameters
        .map(|parameter| match parameter.takes {
            Takes::Any => any.clone(),
            Takes::Bool => Value::bool(true),
            Takes::Number => number(1),
            Takes::String => string(&"YWJj".repeat(size * 16)),
            Takes::ListOfBool => Value::list(Type::Bool, vec![Value::bool(true); size]),
            Takes::ListOfAny | Takes::ListOfString => Value::list(Type::String, texts()),
            Takes::SetOfAny => Value::set(Type::String, texts()),
            Takes::MapOfLists => Value::map(
                Type::list(Type::String),
                [("a".into(), Value::list(Type::String, texts()))].into(),
            ),
        })
        .collect()
}

/// However large the arguments are, a loop over a call ends: whatever a function reads is paid for before it is read, so twice as
/// much is paid for twice as much, and members and texts are paid for in full.
#[test]
fn functions_pay_for_what_they_read() {
    let collection = |size: usize| {
        let members = (0..size).map(|at| (Name::from(format!("k{at}")), string("a text")));
        [
            string(&"YWJj".repeat(size * 16)),
            tuple(members.clone().map(|(_, value)| value)),
            Value::object(members.collect()),
        ]
    };
    let members = |value: &Value| match &value.kind {
        Kind::Sequence(sequence) => sequence.items.len(),
        Kind::Mapping(mapping) => mapping.entries.len(),
        _ => 0,
    };
    let paid = |function: &Function, kind: usize, size: usize| {
        let any = &collection(size)[kind];
        let arguments = large(function, any, size);
        let host = Bare::default();
        // Whether the function takes such arguments does not matter: they are looked at to find out.
        let _ = call(function.name, &arguments, &host);
        let read: usize = match function.reads {
            Reads::Whole | Reads::Letters | Reads::Files => arguments
                .iter()
                .map(|it| it.extent().values + it.extent().text / 32)
                .sum(),
            Reads::Members => arguments.iter().map(members).sum(),
            Reads::One => 0,
        };
        let spent = host.fuel.spent();
        assert!(spent >= read as u64, "{}: {spent} of {read}", function.name);
        spent
    };
    let mut seen = 0;
    let functions: BTreeMap<_, _> = TABLE.iter().collect();
    for function in functions.into_values() {
        for kind in 0..3 {
            let (once, twice) = (paid(function, kind, 500), paid(function, kind, 1_000));
            if function.reads != Reads::One && once > 900 {
                let name = function.name;
                assert!(twice * 10 >= once * 18, "{name}: {once}, then {twice}");
                seen += 1;
            }
        }
    }
    assert!(seen > 150, "{seen}");
}

#[test]
fn what_is_not_made_is_not_made_room_for() {
    let host = Bare::default();
    let most = Value::number(i64::MAX);
    let text = call("indent", &[most.clone(), string("x")], &host).unwrap();
    assert_eq!(text.as_str().map(|text| &**text), Some("x"));
    let lines = call("indent", &[most, string("x\ny")], &host).unwrap();
    assert!(!lines.is_known());
}

/// How many steps a call takes.
fn steps(name: &str, arguments: &[Value]) -> u64 {
    let host = Bare::default();
    call(name, arguments, &host).unwrap();
    host.fuel.spent()
}

#[test]
fn a_short_pattern_that_becomes_large_is_paid_for() {
    let of = |pattern: &str| steps("regexall", &[string(pattern), string("a")]);
    let (letter, many) = (of("[a]{1,5}$"), of("[\\p{L}a]{1,5}$"));
    assert!(many > 20 * letter, "{letter}, {many}");
    let host = Bare::default();
    let mut spent = Vec::new();
    for _ in 0..3 {
        let before = host.fuel.spent();
        let arguments = [string("[\\p{L}a]{1,5}$"), string("a")];
        call("regexall", &arguments, &host).unwrap();
        spent.push(host.fuel.spent() - before);
    }
    assert!(
        spent[1] * 100 < spent[0] && spent[1] == spent[2],
        "{spent:?}"
    );
}

#[test]
fn every_digit_is_paid_for() {
    let of = |digits: usize| steps("parseint", &[string(&"z".repeat(digits)), number(62)]);
    assert!(of(78) > of(39) + 100, "{}, {}", of(39), of(78));
}

#[test]
fn functions_of_providers_pay_for_what_they_read() {
    let of = |size: usize| {
        let name = format!("arn:aws:s3:::{}", "x".repeat(size));
        steps("provider::aws::arn_parse", &[string(&name)])
    };
    assert!(
        of(64_000) > of(32_000) + 900,
        "{}, {}",
        of(32_000),
        of(64_000)
    );
}
