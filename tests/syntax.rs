//! The syntax stage against the real Terraform, against broken texts and against hostile ones.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    clippy::format_collect,
    reason = "a test fails by panicking, and tables are long"
)]

#[path = "syntax/evaluate.rs"]
mod evaluate;
#[expect(dead_code, reason = "only the texts of expressions are wanted here")]
mod grammar;
#[path = "syntax/show.rs"]
mod show;

use std::sync::Arc;

use evaluate::{Scope, evaluate};
use grammar::{Chance, Grammar};
use serde_json::{Value, json};
use show::{show, show_body};
use vpcelint::span::FileId;
use vpcelint::syntax::{
    ExprKind, Parsed, Part, Problem, parse_expression, parse_json, parse_json_values, parse_native,
    parse_template,
};

fn file() -> FileId {
    FileId::new(0)
}

/// Runs on a stack as the linter's own threads have it.
fn on_large_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(work);
    thread.unwrap().join().unwrap()
}

fn native(text: &str) -> Parsed {
    let text = text.to_owned();
    on_large_stack(move || parse_native(file(), &text))
}

#[test]
fn templates_have_the_text_terraform_gives_them() {
    let cases: Vec<(String, Value)> =
        serde_json::from_str(include_str!("syntax/templates.json")).unwrap();
    let locals = json!({"x": "X", "y": "  y y ", "n": 7, "c": true, "f": false, "l": ["p", "q"]});
    let scope = Scope::from([("local".to_owned(), locals)]);
    let mut wrong = Vec::new();
    for (text, expected) in &cases {
        let found = match parse_expression(file(), text) {
            Ok(expr) if !expected.is_null() => evaluate(&expr, &scope),
            Ok(_) => continue,
            Err(_) if expected.is_null() => continue,
            Err(problem) => json!({ "problem": problem.message }),
        };
        if found != *expected {
            wrong.push(format!(
                "{text:?}\n  terraform {expected}\n  vpcelint  {found}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Each class of valid texts that hcl-edit rejects or misreads, with Terraform 1.11.4's outputs of `hcl_edit_bugs.tf`.
#[test]
fn hcl_edit_bugs_are_cured() {
    let text = r#"locals {
  x  = "X"
  y  = "Y"
  c  = true
}
output "o1_overdedent" {
  value = <<-E
  ${local.x}
col0 text
    ${local.y} z
  E
}
output "o2_blank_ws" {
  value = <<-E
    a
      
    b
  E
}
output "o3_directive_esc" {
  value = "%{ if local.c }\"4\n\"%{ endif }"
}
output "o4_empty_heredoc" {
  value = <<XML
XML
}
output "o5_swallowed" {
  value = <<XML
XML
}
output "o6_for_newline" {
  value = { for k, v in { a = true } : k =>
    v &&
    true
  }
}
output "o7_dup" {
  value = { a = 1, a = 2 }
}
output "o8_falseterm" {
  value = <<EOF
x
EOF"
y
EOF
}
output "o9_nested_dir_flush" {
  value = <<-E
    %{ if local.c }
    yes
    %{ endif }
    E
}
"#;
    let parsed = native(text);
    assert_eq!(messages(&parsed), [""; 0]);
    let scope = Scope::from([("local".to_owned(), json!({"x": "X", "y": "Y", "c": true}))]);
    let found: serde_json::Map<String, Value> = parsed
        .body
        .blocks("output")
        .map(|block| {
            let value = &block.body.attribute("value").unwrap().value;
            (block.label(0).unwrap().to_string(), evaluate(value, &scope))
        })
        .collect();
    let expected = json!({
        "o1_overdedent": "  X\ncol0 text\n    Y z\n",
        "o2_blank_ws": "a\n      \nb\n",
        "o3_directive_esc": "\"4\n\"",
        "o4_empty_heredoc": "",
        "o5_swallowed": "",
        "o6_for_newline": {"a": true},
        "o7_dup": {"a": 2},
        "o8_falseterm": "x\nEOF\"\ny\n",
        "o9_nested_dir_flush": "\nyes\n\n"
    });
    assert_eq!(Value::Object(found), expected);
}

fn messages(parsed: &Parsed) -> Vec<&str> {
    parsed
        .problems
        .iter()
        .map(|problem| &*problem.message)
        .collect()
}

/// `line:column what it points at: message` of each problem.
fn problems(text: &str) -> Vec<String> {
    let parsed = native(text);
    parsed
        .problems
        .iter()
        .map(|problem| place(text, problem))
        .collect()
}

fn place(text: &str, problem: &Problem) -> String {
    let (start, end) = (problem.span.start as usize, problem.span.end as usize);
    let before = &text[..start];
    let line = before.matches('\n').count() + 1;
    let column = before.len() - before.rfind('\n').map_or(0, |newline| newline + 1) + 1;
    format!("{line}:{column} {}: {}", &text[start..end], problem.message)
}

/// A broken block between two sound ones: one problem at the right place, and the sound ones are read.
fn broken(block: &str) -> String {
    let text = format!("locals {{\n  a = 1\n}}\n{block}\nlocals {{\n  b = 2\n}}\n");
    let parsed = native(&text);
    let names: Vec<_> = parsed
        .body
        .blocks("locals")
        .flat_map(|block| &block.body.attributes)
        .map(|attribute| &*attribute.name)
        .collect();
    assert_eq!(names, ["a", "b"], "in {block}");
    let found = problems(&text);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

#[test]
fn problems_point_where_a_person_would() {
    let cases = [
        (
            "resource \"t\" \"a\" {\n  x = \"y\n}",
            "5:7 \"y: this string is not closed: a `\"` is missing",
        ),
        (
            "resource \"t\" \"a\" {\n  x = \"${y\"\n}",
            "5:8 ${: this is not closed: a `}` is missing",
        ),
        (
            "resource \"t\" \"a\" {\n  x = 1\n",
            "4:1 resource \"t\" \"a\": this is not closed: a `}` is missing",
        ),
        (
            "resource \"t\" \"a\" {\n  nested {\n    x = 1\n}\n",
            "5:3 nested: this is not closed: a `}` is missing",
        ),
        (
            "resource \"t\" \"a\" {\n  tags = {\n    x = 1\n}\n",
            "5:3 tags = {: this is not closed: a `}` is missing",
        ),
        (
            "resource \"t\" \"a\" {\n  x = [1, 2\n}",
            "5:7 [: this is not closed: a `]` is missing",
        ),
        (
            "resource \"t\" \"a\" {\n  x = f(1, [2, 3)\n}",
            "5:12 [: this is not closed: a `]` is missing",
        ),
        (
            "resource \"t\" \"a\" {\n  x = f(1\n  y = 2\n}",
            "5:9 1: expected `)`, found the end of the line",
        ),
        (
            "resource \"t\" \"a\" {\n  x = 1)\n}",
            "5:8 ): this `)` closes nothing",
        ),
        (
            "resource \"t\" \"a\" {\n  x = 1\n  }\n  y = 2\n}",
            "8:1 }: this `}` closes nothing",
        ),
        (
            "resource \"t\" \"a\"\n  x = 1\n}",
            "4:1 resource \"t\" \"a\": this block header lacks its `{`",
        ),
        (
            "resource \"t\" \"a\"\n{\n  x = 1\n}",
            "4:16 \": expected `{`, found the end of the line",
        ),
        (
            "resource \"t\" \"a\" {\n  x = <<EOT\nfoo\n  EOTS\n}",
            "5:7 <<EOT: this heredoc is not closed: no line consists of `EOT` alone",
        ),
        (
            "resource \"t\" \"a\" {\n  x = <<EOT  \nfoo\nEOT\n}",
            "5:7 <<EOT: nothing may follow the marker of a heredoc on its line",
        ),
        (
            "resource \"t\" \"a\" {\n  x =\n}",
            "5:5 =: expected a value, found the end of the line",
        ),
        (
            "resource \"t\" \"a\" {\n  x = = 1\n}",
            "5:7 =: expected a value, found `=`",
        ),
        (
            "resource \"t\" \"a\" {\n  x = 1\n  x = 2\n}",
            "6:3 x: `x` is set twice in this block",
        ),
        (
            "resource \"t\" \"a\" {\n  x: 1\n}",
            "5:4 :: expected `=` or `{` after a name, found `:`",
        ),
        (
            "resource \"t\" \"a\" {\n  x = \"\\d\"\n}",
            "5:8 \\d: `\\d` is not an escape sequence",
        ),
        (
            "resource \"t\" \"a\" {\n  x = a.\n}",
            "5:8 .: expected a name after the dot, found the end of the line",
        ),
        (
            "resource \"t\" \"a\" {\n  x = 10.0.0.0/16\n}",
            "5:7 10.0: this is not a number: an address or version needs quotes",
        ),
        (
            "resource \"t\" \"a\" {\n  x = a ? b\n}",
            "5:11 b: expected `:`, found the end of the line",
        ),
        (
            "resource \"t\" \"a\" {\n  x = { a = 1 b = 2 }\n}",
            "5:15 b: expected a comma, a new line or `}` after the value, found `b`",
        ),
        (
            "resource \"t\" \"a\" {\n  x = \"%{ iff y }\"\n}",
            "5:15 y: expected `}`, found `y`",
        ),
        (
            "resource \"t\" \"a\" {\n  x = \"%{y}\"\n}",
            "5:7 \"%{y}\": the value of `x` cannot be read",
        ),
        (
            "resource \"t\" \"a\" {\n  x = \"\\u12\"\n}",
            "5:8 \\u: `\\u` or `\\U` is not followed by the number of a character",
        ),
        (
            "variable \"v\" { type = string; default = 1 }",
            "4:29 ;: expected a new line or `}`, found `;`",
        ),
        (
            "what is this",
            "4:12 s: expected `{`, found the end of the line",
        ),
    ];
    for (block, expected) in cases {
        assert_eq!(broken(block), expected);
    }
    assert_eq!(
        problems("a = 1\n/* b = 2\n"),
        ["2:1 /*: this comment is not closed"]
    );
    assert_eq!(
        problems("a = 1\na = 2\n"),
        ["2:1 a: `a` is set twice in this file"]
    );
}

fn expression(text: &str) -> String {
    parse_expression(file(), text).map_or_else(
        |problem| format!("problem: {}", problem.message),
        |expr| show(&expr),
    )
}

#[test]
fn expressions_lower_to_the_tree() {
    let cases = [
        ("1", "1"),
        ("-1", "(-1)"),
        ("- 1.50", "(-1.50)"),
        ("a -1", "(a Subtract 1)"),
        ("1e400", "1e400"),
        ("-1E+400 * 2", "((-1E+400) Multiply 2)"),
        (
            "[0.1e3, 123456789012345678901234567890]",
            "[0.1e3, 123456789012345678901234567890]",
        ),
        ("!a || b && c == d", "((!a) Or (b And (c Equal d)))"),
        ("a.b[0].c", "a.b[0].c"),
        ("a.0.b", "a[0].b"),
        ("a[\"k\"][b.c]", "a[\"k\"][b.c]"),
        ("a.*.b.c[0].d", "each(a: @.b.c)[0].d"),
        // Terraform takes numbers after `.*` as part of it: `[{a=[1,2]},{a=[3,4]}].*.a.0` is [1, 3].
        ("a.*.b.0", "each(a: @.b[0])"),
        ("a[*].b[0].c", "each(a: @.b[0].c)"),
        ("a[*].b[*].c", "each(a: each(@.b: @.c))"),
        ("a[*]", "each(a: @)"),
        ("a.b[*].c.*.d[0]", "each(a.b: each(@.c: @.d)[0])"),
        ("f(a, b...)", "f(a, b...)"),
        ("provider::aws::f(core::g())", "provider::aws::f(core::g())"),
        ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"),
        (
            "{ a = 1, \"b\" : 2, (c) = 3, null = 4, true = 5, d.e = 6, 7 = 8 }",
            "{\"a\" = 1, \"b\" = 2, (c) = 3, \"null\" = 4, \"true\" = 5, d.e = 6, 7 = 8}",
        ),
        (
            "{ a = 1, \"a\" = 2, a = 3, \"\" = 4, \"\" = 5 }",
            "{\"a\" = 1, \"a\" = 2, \"a\" = 3, \"\" = 4, \"\" = 5}",
        ),
        (
            "{ (a) = 1, (a) = 2, \"${b}\" = 3, \"${b}\" = 4, 1 = 5, 1 = 6 }",
            "{(a) = 1, (a) = 2, `${b}` = 3, `${b}` = 4, 1 = 5, 1 = 6}",
        ),
        (
            "{ x = { a = 1, a = 2 }, y = { a = 3, a = 4 } }",
            "{\"x\" = {\"a\" = 1, \"a\" = 2}, \"y\" = {\"a\" = 3, \"a\" = 4}}",
        ),
        ("[for a in b : a]", "for(a in b: a)"),
        (
            "{for a, b in c\n : a => b... if\n d}",
            "for(a, b in c: a => b... if d)",
        ),
        ("[for v in x\n.y : v]", "for(v in x.y: v)"),
        ("[format(\"%s\", a), fora]", "[format(\"%s\", a), fora]"),
        ("\"${a}\"", "`${a}`"),
        ("\"${ ~a }\"", "problem: expected a value, found `~`"),
        ("\" ${~ a ~} \"", "`${a}<>`"),
        ("\"x${a}y\"", "`<x>${a}<y>`"),
        ("\"$${a} %%{b} $$$${c}\"", "\"${a} %{b} $$${c}\""),
        ("\"%{ if a }b%{ else }c%{ endif }\"", "`%{if a: <b>: <c>}`"),
        (
            "\"%{ for k, v in a }${k}%{ endfor }\"",
            "`%{for k, v in a: ${k}}`",
        ),
        ("\"e\u{301} \\u00e9 \\U0001F600\"", "\"é é 😀\""),
        ("{ e\u{301} = 1 }", "{\"é\" = 1}"),
        ("<<E\n${a}\nE\n", "`${a}<\n>`"),
        ("f(<<E\nx\nE\n, <<-F\n  y\n  F\n)", "f(\"x\\n\", \"y\\n\")"),
        (" # before\n ( /* in */ a\n ) // after", "(a)"),
        ("a\n+ b", "(a Add b)"),
        ("", "problem: expected a value, found nothing"),
        (" # nothing\n", "problem: expected a value, found nothing"),
        ("a b", "problem: unexpected `b`"),
        ("(a", "problem: this is not closed: a `)` is missing"),
        (
            "\"a",
            "problem: this string is not closed: a `\"` is missing",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(expression(text), expected, "{text}");
    }
}

#[test]
fn spans_are_those_of_the_original() {
    let text = "\u{feff}# é\r\nresource \"aws_vpc\" \"é\" { # a\r\n  tags = { a = <<E\r\nx\r\n E\r\n  }\r\n  n = -1e400 + a[*].b[0] /* c */\r\n}\r\n";
    let parsed = native(text);
    assert_eq!(messages(&parsed), [""; 0]);
    let at = |span: vpcelint::span::Span| &text[span.start as usize..span.end as usize];
    assert_eq!(
        parsed.comments.iter().map(|c| at(*c)).collect::<Vec<_>>(),
        ["# é", "# a", "/* c */"]
    );
    let block = &parsed.body.blocks[0];
    assert_eq!(at(block.header), "resource \"aws_vpc\" \"é\"");
    assert_eq!(at(block.labels[1].span), "\"é\"");
    assert!(at(block.span).ends_with('}') && at(block.span).starts_with("resource"));
    let tags = block.body.attribute("tags").unwrap();
    assert_eq!(at(tags.span), "tags = { a = <<E\r\nx\r\n E\r\n  }");
    assert_eq!(at(tags.name_span), "tags");
    let ExprKind::Object(items) = &tags.value.kind else {
        panic!()
    };
    assert_eq!(at(items[0].value.span), "<<E\r\nx\r\n E");
    assert_eq!(show(&items[0].value), "\"x\\r\\n\"");
    let n = block.body.attribute("n").unwrap();
    assert_eq!(at(n.span), "n = -1e400 + a[*].b[0]");
    let ExprKind::Binary(_, operands) = &n.value.kind else {
        panic!()
    };
    assert_eq!(at(operands[0].span), "-1e400");
    assert_eq!(at(operands[1].span), "a[*].b[0]");
    let ExprKind::Splat(base, each) = &operands[1].kind else {
        panic!()
    };
    assert_eq!((at(base.span), at(each.span)), ("a", "[*].b[0]"));
    let ExprKind::Index(attribute, index) = &each.kind else {
        panic!()
    };
    assert_eq!((at(attribute.span), at(index.span)), ("[*].b", "0"));
    let ExprKind::Attribute(_, label) = &attribute.kind else {
        panic!()
    };
    assert_eq!(at(label.span), "b");
}

#[test]
fn files_read_as_terraform_reads_them() {
    let cases = [
        ("", ""),
        ("\u{feff}a = 1", "a = 1;"),
        ("a = 1\r\nb \"c\" d {\r\n}\r\n", "a = 1; b \"c\" \"d\" {}"),
        ("a { b = 1 }\nc {}\n", "a {b = 1;} c {}"),
        ("# x \r y\na = 1 # z\n", "a = 1;"),
        ("a = /* \n\n */ 1\n", "a = 1;"),
        ("a {\n  /* x\n */ b = 1\n}\n", "a {b = 1;}"),
        ("a = [ # x\n 1, # y\n]\n", "a = [1];"),
        ("a = <<-E\n\tE\nb = 1\n", "a = \"\"; b = 1;"),
        ("a = <<E\nE2\nEE\n E\nb = 1\n", "a = \"E2\\nEE\\n\"; b = 1;"),
        (
            "a = \"${<<E\nx${\"y\"}\nE\n}\"\n",
            "a = `${`<x>${\"y\"}<\n>`}`;",
        ),
        ("a = \"${b\n}\"\n", "a = `${b}`;"),
        (
            "variable \"x\" {\n  default = { for = 1 }\n}\nb = 1\n",
            "b = 1;",
        ),
        ("a {\n  }\n}\nb = 1\n", "b = 1; a {}"),
        ("a{b{c=1}}\nd=2\n", "d = 2;"),
    ];
    for (text, expected) in cases {
        assert_eq!(show_body(&native(text).body), expected, "{text:?}");
    }
}

#[test]
fn equal_names_share_their_text() {
    let parsed = native("a {\n  name = aws.name\n}\nb {\n  name = \"name\"\n}\n");
    let [a, b] = parsed.body.blocks.as_slice() else {
        panic!()
    };
    let (a, b) = (&a.body.attributes[0], &b.body.attributes[0]);
    assert!(Arc::ptr_eq(&a.name, &b.name));
    let (ExprKind::Attribute(_, label), ExprKind::String(text)) = (&a.value.kind, &b.value.kind)
    else {
        panic!()
    };
    assert!(Arc::ptr_eq(&a.name, &label.text) && Arc::ptr_eq(&a.name, text));
}

#[test]
fn whole_texts_are_templates() {
    let template = |text: &str| parse_template(file(), text).map(|expr| show(&expr));
    assert_eq!(template("a\n").unwrap(), "\"a\\n\"");
    assert_eq!(template("").unwrap(), "\"\"");
    assert_eq!(template("${a}").unwrap(), "`${a}`");
    assert_eq!(
        template("\"q\\n\" $${a} ${b ~}\n  c\n").unwrap(),
        "`<\"q\\n\" ${a} >${b}<  c\n>`".replace("\\\\", "\\")
    );
    assert_eq!(
        template("%{ for v in a ~}\n${v}\n%{ endfor ~}\n").unwrap(),
        "`%{for v in a: ${v}<\n>}`"
    );
    let problem = template("a ${b").unwrap_err();
    assert_eq!(
        (problem.span.start, &*problem.message),
        (2, "this is not closed: a `}` is missing")
    );
    assert!(template("%{ if a }").is_err());
}

/// Texts made to hurt: each gives an answer at once, and at most the problems named.
#[test]
fn hostile_texts_are_answered() {
    const MANY: usize = 100_000;
    let many = |text: &str| text.repeat(MANY);
    let deep = "nested more than 64 levels deep";
    let cases = [
        (format!("x = {}", many("[")), deep),
        (format!("x = {}{}\n", many("("), many(")")), deep),
        (format!("x = {}", many("{")), deep),
        (format!("x = \"{}", many("${\"")), deep),
        (format!("x = \"{}\"\n", many("%{ if x }")), deep),
        (format!("x = {}", many("f(")), deep),
        (format!("x = {}1\n", many("-")), deep),
        (
            format!("x = {}c\n", many("a ? b : ")),
            "more than 10000 operators in one expression",
        ),
        (
            format!("x = {}a{}\n", many("a ? "), many(" : b")),
            "more than 10000 operators in one expression",
        ),
        (many("a {\n"), deep),
        (
            format!("x = 1{}\n", many(" + 1")),
            "more than 10000 operators in one expression",
        ),
        (
            format!("x = a{}\n", many(".b")),
            "this reference has more than 128 steps",
        ),
        (
            format!(
                "x = {{\n{}}}\n",
                (0..20_001)
                    .map(|n| format!("k{n} = 1\n"))
                    .collect::<String>()
            ),
            "this object has more than 20,000 keys",
        ),
        (many("}\n"), "this `}` closes nothing"),
        (many("\"\n"), "this string is not closed: a `\"` is missing"),
        (
            format!("x = \"{}", many("a")),
            "this string is not closed: a `\"` is missing",
        ),
        (format!("/*{}", many("a")), "this comment is not closed"),
        (
            "\u{1}\u{0}PK\u{3}\u{4}".repeat(1000),
            "this is not a text: it contains control characters",
        ),
        (
            "lorem ipsum dolor sit amet\n".repeat(2000),
            "expected `{`, found the end of the line",
        ),
        (format!("x = \"{}\"\n", "a".repeat(2_000_000)), ""),
        (format!("x = <<E\n{}E\n", "a\n".repeat(200_000)), ""),
        (format!("x = <<-E\n{}E\n", "  a\n".repeat(100_000)), ""),
        (many("# x\n"), ""),
        (format!("x = {}\n", many("1")), ""),
        (format!("{} = 1\n", many("x")), ""),
    ];
    for (text, expected) in cases {
        let start: String = text.chars().take(30).collect();
        let parsed = native(&text);
        let expected: Vec<_> = Some(expected)
            .filter(|message| !message.is_empty())
            .into_iter()
            .collect();
        assert_eq!(messages(&parsed), expected, "{start}");
    }
}

/// An expression beside an object with a repeated key is read operand by operand, and is what it is elsewhere.
#[test]
fn chains_are_what_shorter_ones_are() {
    let grammar = Grammar::new(&[], 1);
    let mut chance = Chance(11);
    let written = [
        "a.*.b * 2 - -1 % c[*].d[1 + 2] / 3 > 1 ? !x && y || z : a == b ? <<E\n${1 + 2 * 3}\nE\n : c",
        "{for k, v in a ? b : c : k + 1 => v... if -k > 1 && !v}",
        "{ (a ? b : c) = 1 + 1, \"${a + b}\" = d != e, f : a <= b ? c : d\n g = 1 - 2 - 3 }",
        "f(a - b, c - (d - e) - f, provider::x::y(1 + 1)...)",
        "\"%{ if a > b ~}${~ c + d ~}%{ else }%{ for x in y ? z : w }${x - 1}%{ endfor }%{ endif }\"",
        "a ? b ? c : d : e ? f : g",
        "a.0 - 1 - x.if.in - 1 >= 2 == true",
    ];
    let random = (0..3000).map(|_| grammar.expression(&mut chance).text());
    let texts: Vec<_> = written
        .map(str::to_owned)
        .into_iter()
        .chain(random)
        .collect();
    on_large_stack(move || {
        for text in texts {
            let beside = |object: &str| {
                let whole = parse_expression(file(), &format!("[(\n{text}\n), {object}]"));
                let ExprKind::Tuple(items) = whole.unwrap().kind else {
                    panic!("{text}");
                };
                items[0].clone()
            };
            let (apart, whole) = (beside("{ a = 1, a = 2 }"), beside("{ a = 1, b = 2 }"));
            assert_eq!(format!("{apart:?}"), format!("{whole:?}"), "{text}");
        }
    });
}

/// However many operators a person or a generator chains, they are read.
#[test]
fn long_chains_are_read() {
    for (text, start) in [
        (
            format!("x = {}c\n", "a ? b : ".repeat(1000)),
            "(a ? b : (a ? b :",
        ),
        (format!("x = 1{}\n", " + 1".repeat(1000)), "((((("),
        (
            format!("x = [{}b]\n", "a == b && c || ".repeat(500)),
            "[((((",
        ),
        (
            format!(
                "x = {}1{}\n",
                "(a ? f([".repeat(20),
                "]) : a + b + c + d)".repeat(20)
            ),
            "((a ? f([(",
        ),
        (format!("x = \"y${{{}c}}\"\n", "a ? b : ".repeat(100)), "`"),
    ] {
        let parsed = native(&text);
        assert_eq!(messages(&parsed), Vec::<&str>::new());
        let shown = on_large_stack(move || show(&parsed.body.attributes[0].value));
        assert!(shown.starts_with(start), "{}", &shown[..60]);
    }
}

/// Whatever byte is lost, there is an answer, its places are on character boundaries, and the last block survives.
#[test]
fn any_lost_byte_is_survived() {
    let text = "# é\nresource \"a\" \"b\" {\n  x = { y = [for k, v in local.l : \"${k}-%{ if v }é%{ endif }\"] }\n  z = <<-E\n    ${f(1, \"}\")} é\n  E\n}\n";
    let text = format!("{text}\nlocals {{\n  last = 1\n}}\n");
    on_large_stack(move || {
        let block = text.find("\nlocals").unwrap();
        for (at, character) in text.char_indices().take_while(|(at, _)| *at < block) {
            let mutant = format!("{}{}", &text[..at], &text[at + character.len_utf8()..]);
            let parsed = parse_native(file(), &mutant);
            for problem in &parsed.problems {
                assert!(
                    mutant
                        .get(problem.span.start as usize..problem.span.end as usize)
                        .is_some()
                );
            }
            let survives = parsed.body.blocks("locals").next().is_some();
            assert!(survives, "{mutant}");
            assert!(
                parsed.problems.len() <= 1,
                "{:?} in {mutant}",
                parsed.problems
            );
        }
    });
}

#[test]
fn json_has_the_shape_of_its_names() {
    let text = r#"{
      "//": "dropped",
      "resource": {
        "aws_vpc_endpoint": {
          "a": {
            "//": "dropped", "vpc_id": "${aws_vpc.a.id}", "n": [-1.5e3, null, true], "text": "a\nb\u00e9 $${x}",
            "tags": {"//": "kept", "${var.k}": "v${1}"},
            "ingress": [{"from_port": 1}],
            "dynamic": {"timeouts": {"for_each": "${[1]}", "content": {"create": "1m"}}},
            "lifecycle": {"ignore_changes": ["tags"], "precondition": [{"condition": true}]},
            "provisioner": [{"local-exec": {"command": "a"}}, {"local-exec": {"command": "b"}}]
          },
          "b": [{"x": 1}, {"x": 2}],
          "c": null
        }
      },
      "data": [{"aws_vpc": {"d": {}}}, {"aws_vpc": [{"e": {}}]}],
      "variable": {"v": {"type": "list(string)", "default": ["${not.a.template}"], "validation": {"condition": "${var.v == 1}"}}},
      "output": {"o": {"value": "${{a = 1}}"}},
      "locals": [{"l": "%{ if true }y%{ endif }"}, {"m": 1}],
      "module": {"m": {"source": "./m", "providers": {"aws": "aws.x"}}},
      "provider": {"aws": [{"region": "a"}, {"alias": "b"}]},
      "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}, "backend": {"s3": {}}}
    }"#;
    let parsed = parse_json(file(), text);
    assert_eq!(messages(&parsed), [""; 0]);
    let expected = [
        "resource \"aws_vpc_endpoint\" \"a\" {vpc_id = `${aws_vpc.a.id}`; n = [(-1.5e3), null, true]; text = \"a\\nbé ${x}\"; \
         tags = {\"//\" = \"kept\", `${var.k}` = `<v>${1}`}; ingress = [{\"from_port\" = 1}]; \
         dynamic \"timeouts\" {for_each = `${[1]}`; content {create = \"1m\";}} \
         lifecycle {ignore_changes = [\"tags\"]; precondition {condition = true;}} \
         provisioner \"local-exec\" {command = \"a\";} provisioner \"local-exec\" {command = \"b\";}}",
        "resource \"aws_vpc_endpoint\" \"b\" {x = 1;}",
        "resource \"aws_vpc_endpoint\" \"b\" {x = 2;}",
        "data \"aws_vpc\" \"d\" {}",
        "data \"aws_vpc\" \"e\" {}",
        "variable \"v\" {type = \"list(string)\"; default = [\"${not.a.template}\"]; validation {condition = `${(var.v Equal 1)}`;}}",
        "output \"o\" {value = `${{\"a\" = 1}}`;}",
        "locals {l = `%{if true: <y>: }`;}",
    ];
    let found = show_body(&parsed.body);
    for block in expected {
        assert!(found.contains(block), "{block}\nnot in\n{found}");
    }
    assert!(
        found.ends_with(
            "locals {m = 1;} module \"m\" {source = \"./m\"; providers = {\"aws\" = \"aws.x\"};} \
         provider \"aws\" {region = \"a\";} provider \"aws\" {alias = \"b\";} \
         terraform {required_providers {aws = {\"source\" = \"hashicorp/aws\"};} backend \"s3\" {}}"
        ),
        "{found}"
    );
}

#[test]
fn json_nodes_have_the_span_of_their_string() {
    let text = r#"{"locals": {"a": "\u0024{f(b.c)}", "d": -1}, "data": {"t": {"n": [{"x": 1}]}}}"#;
    let parsed = parse_json(file(), text);
    let at = |span: vpcelint::span::Span| &text[span.start as usize..span.end as usize];
    let locals = &parsed.body.blocks[0];
    assert_eq!(at(locals.header), "\"locals\"");
    let a = &locals.body.attributes[0];
    assert_eq!(
        (at(a.name_span), at(a.span)),
        ("\"a\"", r#""a": "\u0024{f(b.c)}""#)
    );
    let ExprKind::Template(parts) = &a.value.kind else {
        panic!()
    };
    let [Part::Interpolation(call)] = parts.as_slice() else {
        panic!()
    };
    let ExprKind::Call(call_parts) = &call.kind else {
        panic!()
    };
    for span in [
        call.span,
        call_parts.name_span,
        call_parts.arguments[0].span,
    ] {
        assert_eq!(at(span), r#""\u0024{f(b.c)}""#);
    }
    let data = &parsed.body.blocks[1];
    assert_eq!((at(data.header), at(data.span)), ("\"n\"", "{\"x\": 1}"));
    assert_eq!(at(data.labels[0].span), "\"t\"");
}

#[test]
fn json_problems_point_where_a_person_would() {
    let cases = [
        ("", "1:1 : this file is empty: expected `{`"),
        ("[1]", "1:2 1: expected an object"),
        ("{\"locals\": 1}", "1:12 1: expected an object"),
        (
            "{\"a\": 1,}",
            "1:8 ,: no comma is allowed before a closing bracket",
        ),
        ("{\"a\": 1 \"b\": 2}", "1:8 : expected a comma here"),
        (
            "{\"a\": // x\n 1}",
            "1:7 // x: JSON has no comments: use a property named `//`",
        ),
        ("{\"a\" 1}", "1:6 1: expected `:` after this property name"),
        ("{a: 1}", "1:2 a: expected a property name in double quotes"),
        ("{\"a\": b}", "1:7 b: expected a value"),
        ("{\"a\": 'b'}", "1:7 ': JSON strings take double quotes"),
        (
            "{\"a\": \"b\n}",
            "1:7 \"b: this string is not closed: a `\"` is missing",
        ),
        (
            "{\"a\": [1, 2}",
            "1:12 }: unexpected `}`: is something before it not closed",
        ),
        (
            "{\"a\": {\"b\": 1}",
            "1:1 {: this is not closed: a `}` is missing",
        ),
        (
            "{\"locals\": {\"b\": \"x ${c\"}}",
            "1:18 \"x ${c\": in this template: this is not closed: a `}` is missing",
        ),
    ];
    for (text, expected) in cases {
        let parsed = parse_json(file(), text);
        assert_eq!(parsed.problems.len(), 1, "{text}");
        let found = place(text, &parsed.problems[0]);
        assert_eq!(found, expected);
    }
    for text in ["[".repeat(100_000), "{\"a\":".repeat(100_000)] {
        assert_eq!(
            messages(&parse_json(file(), &text)),
            ["nested more than 64 levels deep"]
        );
    }
    let parsed = parse_json(
        file(),
        &format!("{{\"locals\": {{\"a\": \"{}\"}}}}", "x".repeat(2_000_000)),
    );
    assert_eq!(parsed.body.blocks.len(), 1);
}

#[test]
fn values_files_in_json_are_literal() {
    let parsed = parse_json_values(file(), r#"{"a": "${b}", "locals": {"c": ["%{d}"]}}"#);
    assert_eq!(messages(&parsed), [""; 0]);
    assert_eq!(
        show_body(&parsed.body),
        "a = \"${b}\"; locals = {\"c\" = [\"%{d}\"]};"
    );
}
