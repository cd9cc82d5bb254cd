//! What functions make of texts that are known in part.

use std::sync::Arc;

use super::tests::{number, run, string, tuple};
use crate::value::{Fragment, Symbol, Type, Unknown, Value, Why};

fn part(name: &str, is_region: bool) -> Fragment {
    Fragment::Unknown(Arc::new(Unknown {
        symbol: Some(Symbol::new(name)),
        not_null: true,
        is_region,
        ..Unknown::new(Type::String, Why::ProviderRegion("provider.aws".into()))
    }))
}

/// A text with an unknown part `v` or a Region `r` where these stand in braces.
fn text(written: &str) -> Value {
    let mut fragments = Vec::new();
    for piece in written.split_inclusive(['{', '}']) {
        match piece {
            "v}" => fragments.push(part("v", false)),
            "r}" => fragments.push(part("r", true)),
            _ => fragments.push(Fragment::Known(piece.trim_end_matches('{').into())),
        }
    }
    Value::from_fragments(fragments)
}

#[test]
fn patterns_meet_what_is_known() {
    for (pattern, subject, found) in [
        // Decided by the start.
        (
            r"^com\.amazonaws\.",
            "com.amazonaws.{v}.s3",
            "com.amazonaws.",
        ),
        (
            r"^(\w+)\.(\w+)\.",
            "com.amazonaws.{v}.s3",
            "[com amazonaws]",
        ),
        ("[a-z]+", "com.{v}", "com"),
        ("^(?P<a>[a-z]+)-", "net-{v}", "{a=net}"),
        ("a|ab", "xab{v}", "a"),
        (" *", "{r}a", ""),
        // What is unknown has none of it.
        (r"\.s3$", "com.amazonaws.{r}.s3", ".s3"),
        (r"[^.]+$", "com.amazonaws.{r}.s3", "s3"),
        (r"\.[a-z]\d$", "com.amazonaws.{v}.s3", ".s3"),
        ("[A-Z]", "{r}-Net", "N"),
    ] {
        assert_eq!(
            run("regex", &[string(pattern), text(subject)]),
            found,
            "{pattern} {subject}"
        );
    }
    for (pattern, subject) in [
        // It may go on, or begin before.
        ("[a-z]+", "net{v}"),
        ("[a-z]+$", "{v}net"),
        ("s3", "{v}.s3"),
        ("a$|ab", "a{v}"),
        (r"com\b", "com{v}"),
        // Nothing does: Terraform refuses that once all is known.
        ("^arn:", "com.{v}"),
        ("[_:]", "{r}-s3"),
        // Whether it begins the text is not known.
        (r"^\.s3", "{v}.s3"),
    ] {
        let said = run("regex", &[string(pattern), text(subject)]);
        assert!(said.starts_with("<regex("), "{pattern} {subject}: {said}");
    }
}

#[test]
fn all_matches_are_known_where_none_meets_what_is_not() {
    for (pattern, subject, found) in [
        ("[A-Z]", "A{r}-B", "[A B]"),
        (r"\.", "com.amazonaws.{r}.s3", "[. . .]"),
        ("^a|b$", "a{v}b", "[a b]"),
        ("_", "{r}", "<regexall(\"_\", r)>"),
    ] {
        assert_eq!(
            run("regexall", &[string(pattern), text(subject)]),
            found,
            "{pattern} {subject}"
        );
    }
    let said = run("regexall", &[string("[a-z]"), text("a{r}")]);
    assert!(said.starts_with('<'), "{said}");
}

#[test]
fn what_is_replaced_stands_where_it_is_known() {
    for (subject, wanted, replacement, made) in [
        ("{v}.example.com.", r"/\.$/", string(""), "<v>.example.com"),
        ("Net {r}", "/[A-Z ]/", string("-"), "-et-<r>"),
        ("{r}_{r}", "/_/", string("$0$0"), "<r>__<r>"),
        ("{r}.s3", ".", string("/"), "<r>/s3"),
        ("com.REGION.{r}", "REGION", text("{v}-x"), "com.<v>-x.<r>"),
        ("{v}-x", "x", text("{r}"), "<>-<r>"),
        ("{v}x", "x", string("y"), "<replace(v, \"x\", \"y\")>y"),
    ] {
        let arguments = [text(subject), string(wanted), replacement];
        assert_eq!(run("replace", &arguments), made, "{subject} {wanted}");
    }
    for (subject, wanted) in [("{v}.x", r"/\./"), ("a{r}", "/a*/"), ("a{v}b", "/ab/")] {
        let said = run("replace", &[text(subject), string(wanted), string("")]);
        assert!(said.starts_with("<replace("), "{subject} {wanted}: {said}");
    }
}

#[test]
fn a_region_has_no_dots_and_no_verbs() {
    let service = text("com.amazonaws.{r}.s3");
    assert_eq!(
        run("split", &[string("."), service.clone()]),
        "[com amazonaws <r> s3]"
    );
    assert_eq!(run("split", &[string("-"), text("a-{r}")]), "[a ..]");
    assert_eq!(run("strcontains", &[service.clone(), string("_")]), "false");
    assert!(run("strcontains", &[service, string("-")]).starts_with('<'));
    let letters = tuple(["a", "b"].map(string));
    assert_eq!(
        run("formatlist", &[text("{r}%s"), letters.clone()]),
        "[<r>a <r>b]"
    );
    assert_eq!(run("format", &[text("%d{r}"), number(1)]), "1<r>");
    for format in ["{r}%", "%{r}", "{v}%s"] {
        let said = run("formatlist", &[text(format), letters.clone()]);
        assert!(said.starts_with("<formatlist("), "{format}: {said}");
    }
}

#[test]
fn ends_are_trimmed_as_far_as_they_are_known() {
    for (name, arguments, made) in [
        ("trimsuffix", vec![text("{v}.com."), string(".")], "<v>.com"),
        (
            "trimprefix",
            vec![text("arn:{v}"), string("urn")],
            "arn:<v>",
        ),
        ("trim", vec![text("-a{v}b-"), string("-")], "a<v>b"),
        ("trimspace", vec![text(" a{v}b\n")], "a<v>b"),
        ("chomp", vec![text("{v}b\n\n")], "<v>b"),
        ("title", vec![text("net work-{v}x y")], "Net Work-<> Y"),
        (
            "substr",
            vec![text("subnet-{v}"), number(0), number(6)],
            "subnet",
        ),
        ("coalesce", vec![string(""), text("a{v}")], "a<v>"),
        (
            "join",
            vec![string("-"), tuple([text("a{v}"), string("b")])],
            "a<v>-b",
        ),
    ] {
        assert_eq!(run(name, &arguments), made, "{name}");
    }
}
