//! Ignore comments: what each covers, and what is said about those that have no effect.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scene;

use scene::Scene;
use vpcelint::{
    address::Address,
    config::SettingOrigin,
    finding::Safety,
    ignore::Date,
    lint::{Report, Request, lint},
    pool, rules,
    source::Sources,
};

/// An endpoint with two faults: `private_dns_disabled` at its attribute, `missing_endpoint_policy` at its header.
const ENDPOINT: &str = r#"resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  private_dns_enabled = false
  security_group_ids  = ["sg-1"]
}
"#;

const DNS: &str = "private_dns_disabled";
const POLICY: &str = "missing_endpoint_policy";
const UNUSED: &str = "unused_ignore";

struct Run {
    scene: Scene,
    report: Report,
}

fn lint_with(name: &str, files: &[(&str, &str)], change: impl FnOnce(&mut Request)) -> Run {
    let scene = Scene::new(name);
    for (file, text) in files {
        scene.write(file, text);
    }
    let sources = Sources::new(scene.0.clone());
    let mut request = Request {
        paths: vec![scene.0.clone()],
        today: Date::parse("2026-11-23"),
        ..Request::default()
    };
    change(&mut request);
    let pool = pool::build(1).unwrap();
    let report = pool.install(|| lint(&sources, &request)).unwrap();
    Run { scene, report }
}

/// Lints one `main.tf`.
fn main_tf(name: &str, text: &str) -> Run {
    lint_with(name, &[("main.tf", text)], |_| {})
}

impl Run {
    fn rules(&self) -> Vec<&'static str> {
        let findings = self.report.findings.iter();
        findings.map(|diagnostic| diagnostic.rule.id).collect()
    }

    fn messages(&self) -> Vec<&str> {
        let findings = self.report.findings.iter();
        findings
            .filter(|diagnostic| diagnostic.rule.id == UNUSED)
            .map(|diagnostic| diagnostic.finding.message.as_str())
            .collect()
    }

    /// The text of a file after all fixes of `unused_ignore`.
    fn fixed(&self, file: &str) -> String {
        let mut text = std::fs::read_to_string(self.scene.0.join(file)).unwrap();
        let mut edits: Vec<_> = self
            .report
            .findings
            .iter()
            .filter(|diagnostic| diagnostic.rule.id == UNUSED)
            .filter_map(|diagnostic| diagnostic.finding.fix.as_ref())
            .flat_map(|fix| {
                assert_eq!(fix.safety, Safety::Safe);
                &fix.edits
            })
            .collect();
        edits.sort_by_key(|edit| edit.span);
        for pair in edits.windows(2) {
            if let [one, other] = pair {
                assert!(one.span.end <= other.span.start, "edits overlap");
            }
        }
        for edit in edits.iter().rev() {
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        text
    }
}

/// Each text is the endpoint with one line before its header, before the attribute, behind the attribute, or inside first.
fn above(comment: &str) -> String {
    format!("{comment}\n{ENDPOINT}")
}

fn above_attribute(comment: &str) -> String {
    ENDPOINT.replace("  private_dns", &format!("  {comment}\n  private_dns"))
}

fn trailing(comment: &str) -> String {
    ENDPOINT.replace("= false", &format!("= false {comment}"))
}

fn first_inside(comment: &str) -> String {
    ENDPOINT.replace("{\n", &format!("{{\n  {comment}\n"))
}

#[test]
fn comments_cover_what_they_say() {
    let both = "# vpcelint: ignore[private_dns_disabled, missing_endpoint_policy] known";
    let dns = "# vpcelint: ignore[private_dns_disabled] known";
    let policy = "# vpcelint: ignore[missing_endpoint_policy] known";
    let header = |comment: &str| ENDPOINT.replacen("{\n", &format!("{{ {comment}\n"), 1);
    for (what, text, left) in [
        ("none", ENDPOINT.to_owned(), &[POLICY, DNS][..]),
        ("the next block", above(both), &[]),
        ("the next block, one rule", above(dns), &[POLICY]),
        (
            "the next block after a blank line",
            above(&format!("{dns}\n\n# more")),
            &[POLICY],
        ),
        ("two comments", above(&format!("{dns}\n{policy}")), &[]),
        ("the next attribute", above_attribute(dns), &[POLICY]),
        ("its line", trailing(dns), &[POLICY]),
        ("the line of the header", header(policy), &[DNS]),
        ("the block it begins", first_inside(both), &[]),
        (
            "its file",
            format!(
                "# vpcelint: ignore-file[private_dns_disabled, missing_endpoint_policy] known\n\n{ENDPOINT}"
            ),
            &[],
        ),
        (
            "its file, from the end",
            format!(
                "{ENDPOINT}# vpcelint: ignore-file[private_dns_disabled, missing_endpoint_policy] known\n"
            ),
            &[],
        ),
        (
            "over several lines",
            above(
                "/*\n * vpcelint: ignore[private_dns_disabled,\n *   missing_endpoint_policy] known\n */",
            ),
            &[],
        ),
        ("with slashes", above(&both.replace('#', "//")), &[]),
        (
            "with a block comment",
            above(&format!("{} */", both.replace('#', "/*"))),
            &[],
        ),
        (
            "before the attribute on its line",
            ENDPOINT.replace(
                "  private",
                "  /* vpcelint: ignore[private_dns_disabled] */ private",
            ),
            &[POLICY],
        ),
        ("CRLF", above(both).replace('\n', "\r\n"), &[]),
        (
            "until a day",
            above(
                "# vpcelint: ignore[private_dns_disabled, missing_endpoint_policy] until 2027-01-01: migrating",
            ),
            &[],
        ),
        (
            "until today",
            above(
                "# vpcelint: ignore[private_dns_disabled, missing_endpoint_policy] until 2026-11-23",
            ),
            &[],
        ),
    ] {
        let run = main_tf("ignore-cover", &text);
        assert_eq!(run.rules(), left, "{what}:\n{text}");
        assert_eq!(run.report.summary.suppressed, 2 - left.len(), "{what}");
        assert_eq!(run.report.suppressed.len(), 2 - left.len(), "{what}");
    }
}

#[test]
fn a_comment_inside_an_attribute_covers_it() {
    let list = |comment: &str| {
        let one = format!("= [{comment}\n    \"subnet-1\",\n  ]");
        ENDPOINT.replace("= [\"subnet-1\", \"subnet-2\"]", &one)
    };
    let rule = "interface_endpoint_single_az";
    assert!(
        main_tf("ignore-list-plain", &list(""))
            .rules()
            .contains(&rule)
    );
    let comment = format!("\n    # vpcelint: ignore[{rule}]");
    assert_eq!(
        main_tf("ignore-list-inside", &list(&comment)).rules(),
        [POLICY, DNS]
    );
}

#[test]
fn comments_cover_nothing_else() {
    let dns = "# vpcelint: ignore[private_dns_disabled]";
    for text in [
        above_attribute(&format!("{dns}\n  auto_accept = true")),
        ENDPOINT.replace("\"Interface\"", &format!("\"Interface\" {dns}")),
        ENDPOINT.replace("= false\n", &format!("= false\n  {dns}\n")),
        format!("{ENDPOINT}{dns}\n"),
        format!("variable \"x\" {{\n  {dns}\n}}\n{ENDPOINT}"),
    ] {
        let run = main_tf("ignore-elsewhere", &text);
        let mut rules = run.rules();
        rules.sort_unstable();
        assert_eq!(rules, [POLICY, DNS, UNUSED], "{text}");
        assert!(!run.fixed("main.tf").contains("vpcelint"), "{text}");
    }
}

#[test]
fn what_a_call_raises_is_ignored_above_it() {
    let call = |name: &str| format!("module \"{name}\" {{\n  source = \"./net\"\n}}\n");
    let comment = "# vpcelint: ignore[private_dns_disabled, missing_endpoint_policy] known\n";
    let lint_calls = |main: &str| {
        lint_with(
            "ignore-call",
            &[("main.tf", main), ("net/main.tf", ENDPOINT)],
            |_| {},
        )
    };
    let run = lint_calls(&format!("{comment}{}", call("a")));
    assert_eq!(run.rules(), [""; 0]);
    assert_eq!(run.report.summary.suppressed, 2);
    // First in the block it is the same.
    let inside = call("a").replace("{\n", &format!("{{\n  {comment}"));
    assert_eq!(lint_calls(&inside).rules(), [""; 0]);
    // The other call still shows it, and names only its own instances.
    let run = lint_calls(&format!("{comment}{}{}", call("a"), call("b")));
    assert_eq!(run.rules(), [POLICY, DNS]);
    for diagnostic in &run.report.findings {
        assert_eq!(
            diagnostic.finding.addresses,
            [Address::new("module.b.aws_vpc_endpoint.sqs")]
        );
    }
    // With `for_each`, and through a module between.
    let main = format!(
        "{comment}{}",
        call("a").replace("}\n", "  for_each = toset([\"x.y\"])\n}\n")
    );
    assert_eq!(lint_calls(&main).rules(), [""; 0]);
    let run = lint_with(
        "ignore-call-deep",
        &[
            ("main.tf", &call("a")),
            (
                "net/main.tf",
                &format!("{comment}module \"b\" {{\n  source = \"../deep\"\n}}\n"),
            ),
            ("deep/main.tf", ENDPOINT),
        ],
        |_| {},
    );
    assert_eq!(run.rules(), [""; 0]);
}

#[test]
fn json_has_comments_too() {
    let text = |body: &str, top: &str| {
        format!(
            r#"{{{top}"resource": {{"aws_vpc_endpoint": {{"sqs": {{{body}
  "vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-west-1.sqs", "vpc_endpoint_type": "Interface", "security_group_ids": ["sg-1"],
  "subnet_ids": ["subnet-1", "subnet-2"], "private_dns_enabled": false}}}}}}}}"#
        )
    };
    let run_json = |text: &str| lint_with("ignore-json", &[("main.tf.json", text)], |_| {});
    let mut plain = run_json(&text("", "")).rules();
    plain.sort_unstable();
    assert_eq!(plain, [POLICY, DNS]);
    let comment =
        "\"//\": \"vpcelint: ignore[private_dns_disabled, missing_endpoint_policy] known\",";
    assert_eq!(run_json(&text(comment, "")).rules(), [""; 0]);
    let file = comment.replace("ignore[", "ignore-file[");
    assert_eq!(run_json(&text("", &file)).rules(), [""; 0]);
    // One that has no effect is removed with one comma.
    let run = run_json(&text("", "").replace("{\"resource\"", "{\"variable\": {\"x\": {\"//\": \"vpcelint: ignore[private_dns_disabled]\"}}, \"resource\""));
    assert!(run.rules().contains(&UNUSED));
    assert!(
        run.fixed("main.tf.json").contains("{\"x\": {}}"),
        "{}",
        run.fixed("main.tf.json")
    );
    let run = run_json(&text("\"//\": \"vpcelint: ignore[syntax]\",", ""));
    assert_eq!(
        run.fixed("main.tf.json"),
        text("", "").replace("{\n  \"vpc_id", "{\"vpc_id")
    );
}

#[test]
fn comments_that_were_meant_to_ignore_are_told() {
    let lines = [
        "# vpclint: ignore[private_dns_disabled] a letter is missing",
        "// vpcelint-ignore: private_dns_disabled",
        "/* VPCELINT: ignore[private_dns_disabled] */",
        "# tflint-ignore: terraform_naming_convention",
        "# vpcelint ignores nothing here",
    ];
    let run = main_tf("near-misses", &format!("{}\n{ENDPOINT}", lines.join("\n")));
    assert_eq!(
        run.messages(),
        [
            "`vpclint: ignore` ignores nothing: ignore comments begin with `vpcelint:`",
            "`vpcelint-ignore` ignores nothing: ignore comments begin with `vpcelint:`",
            "`VPCELINT: ignore` ignores nothing: ignore comments begin with `vpcelint:`",
        ]
    );
    assert!(run.rules().contains(&DNS));
    let json = r#"{"resource": {"aws_vpc": {"a": {"//": "vpce-lint: ignore[syntax]", "cidr_block": "10.0.0.0/16"}}}}"#;
    let run = lint_with("near-misses-json", &[("main.tf.json", json)], |_| {});
    assert_eq!(
        run.messages(),
        ["`vpce-lint: ignore` ignores nothing: ignore comments begin with `vpcelint:`"]
    );
}

#[test]
fn ids_are_required_and_must_exist() {
    for (comment, message) in [
        (
            "# vpcelint: ignore",
            "this comment does not name the rules it ignores",
        ),
        (
            "# vpcelint: ignore[]",
            "this comment does not name the rules it ignores",
        ),
        (
            "# vpcelint: ignore private_dns_disabled",
            "this comment does not name the rules it ignores",
        ),
        (
            "# vpcelint: disable[x]",
            "`disable` is nothing that a comment can ask for",
        ),
        (
            "# vpcelint: ignore[private_dns_disable]",
            "there is no rule `private_dns_disable`",
        ),
        (
            "# vpcelint: ignore[unused_ignore]",
            "`unused_ignore` cannot be ignored by a comment",
        ),
        (
            "# vpcelint: ignore[private_dns_disabled] until soon",
            "`soon` is not a date",
        ),
        (
            "# vpcelint: ignore[private_dns_disabled] until 2027-02-30: x",
            "`2027-02-30` is not a date",
        ),
    ] {
        let run = main_tf("ignore-ids", &above(comment));
        assert_eq!(run.rules(), [UNUSED, POLICY, DNS], "{comment}");
        assert_eq!(run.messages(), [message]);
        // Nobody knows what was meant.
        assert!(
            run.report
                .findings
                .iter()
                .filter(|one| one.rule.id == UNUSED)
                .all(|one| one.finding.fix.is_none()),
            "{comment}"
        );
    }
    let run = main_tf(
        "ignore-near",
        &above("# vpcelint: ignore[private_dns_disable]"),
    );
    let help = run
        .report
        .findings
        .first()
        .map(|one| one.finding.help.as_str());
    assert_eq!(help, Some("did you mean `private_dns_disabled`?"));
    // Other comments may speak of the linter.
    assert_eq!(
        main_tf("ignore-other", &above("# see vpcelint: ignore")).rules(),
        [POLICY, DNS]
    );
}

#[test]
fn ids_without_effect_are_removed_alone() {
    for (list, left) in [
        ("private_dns_disabled, syntax", "private_dns_disabled"),
        ("syntax, private_dns_disabled", "private_dns_disabled"),
        (
            "module_source, syntax, private_dns_disabled",
            "private_dns_disabled",
        ),
        (
            "private_dns_disabled, module_source, syntax",
            "private_dns_disabled",
        ),
        (
            "syntax,private_dns_disabled,module_source",
            "private_dns_disabled",
        ),
        (
            "module_source, missing_endpoint_policy, syntax, private_dns_disabled",
            "missing_endpoint_policy, private_dns_disabled",
        ),
    ] {
        let run = main_tf(
            "ignore-list",
            &above(&format!("# vpcelint: ignore[{list}] why")),
        );
        let expected = above(&format!("# vpcelint: ignore[{left}] why"));
        assert_eq!(run.fixed("main.tf"), expected, "{list}");
    }
}

#[test]
fn removal_leaves_the_rest_as_it_was() {
    let clean = ENDPOINT.replace("= false", "= true");
    for text in [
        clean.replace(
            "  private",
            "  # vpcelint: ignore[private_dns_disabled] x\n  private",
        ),
        clean.replace(
            "= true",
            "= true   # vpcelint: ignore[private_dns_disabled]",
        ),
        clean.replace(
            "= true",
            "= true /* vpcelint: ignore[private_dns_disabled] */",
        ),
        format!("# vpcelint: ignore-file[private_dns_disabled]\n{clean}"),
    ] {
        let run = main_tf("ignore-removal", &text);
        assert_eq!(
            run.messages(),
            [
                "this comment ignores nothing: `private_dns_disabled` finds no fault in what it covers"
            ],
            "{text}"
        );
        assert_eq!(run.fixed("main.tf"), clean, "{text}");
    }
}

/// What stood around a comment stands as if it had never been there.
#[test]
fn removal_joins_what_a_comment_parted() {
    let clean = ENDPOINT.replace("= false", "= true");
    let blank = clean.clone() + "\nlocals {}\n";
    let parted = blank.replace(
        "\nlocals",
        "\n# vpcelint: ignore[private_dns_disabled] x\n\nlocals",
    );
    assert_eq!(main_tf("ignore-parted", &parted).fixed("main.tf"), blank);
    let arguments = |lines: &str| format!("locals {{\n{lines}}}\n{clean}");
    let columns = arguments("  a         = 1\n  something = 2 # b\n");
    let parted =
        arguments("  a = 1\n  # vpcelint: ignore[private_dns_disabled] x\n  something = 2 # b\n");
    assert_eq!(main_tf("ignore-joined", &parted).fixed("main.tf"), columns);
}

#[test]
fn expired_comments_ignore_nothing() {
    let run = main_tf(
        "ignore-expired",
        &above("# vpcelint: ignore[private_dns_disabled] until 2026-11-22: later"),
    );
    assert_eq!(run.rules(), [UNUSED, POLICY, DNS]);
    assert_eq!(
        run.messages(),
        ["this comment counted until 2026-11-22, so what it ignored is reported again"]
    );
    assert_eq!(run.fixed("main.tf"), ENDPOINT);
}

/// A day that is passed over would never come.
#[test]
fn the_last_day_is_found_however_it_is_written() {
    for tail in [
        "until 2026-11-22",
        "until 2026-11-22: later",
        "until 2026-11-22, later",
        "until=2026-11-22 later",
        "until: 2026-11-22",
        "Until 2026-11-22",
        "UNTIL\t2026-11-22 later",
        ", until 2026-11-22",
        "- until 2026-11-22 - later",
        "(until 2026-11-22)",
    ] {
        let comment = format!("# vpcelint: ignore[private_dns_disabled] {tail}");
        let run = main_tf("ignore-until", &above(&comment));
        assert_eq!(run.rules(), [UNUSED, POLICY, DNS], "{tail}");
        assert!(
            run.messages()
                .first()
                .is_some_and(|message| message.contains("counted until 2026-11-22")),
            "{tail}"
        );
        let later = comment.replace("2026-11-22", "2026-11-23");
        assert_eq!(
            main_tf("ignore-until", &above(&later)).rules(),
            [POLICY],
            "{tail}"
        );
    }
    for (tail, day) in [
        ("until 2026/11/22", "2026/11/22"),
        ("until spring", "spring"),
        ("until", ""),
        ("until 22.11.2026, x", "22.11.2026"),
    ] {
        let comment = format!("# vpcelint: ignore[private_dns_disabled] {tail}");
        let run = main_tf("ignore-until-when", &above(&comment));
        assert_eq!(run.messages(), [format!("`{day}` is not a date")], "{tail}");
    }
    // A reason may have the word.
    let comment = "# vpcelint: ignore[private_dns_disabled] needed until 2020-01-01 or so";
    assert_eq!(
        main_tf("ignore-reason-until", &above(comment)).rules(),
        [POLICY]
    );
}

/// What is wrong with a comment itself does not depend on who calls the module.
#[test]
fn wrong_comments_are_told_whatever_is_in_sight() {
    for (comment, message) in [
        (
            "ignore[private_dns_disable] x",
            "there is no rule `private_dns_disable`",
        ),
        (
            "ignore private_dns_disabled",
            "this comment does not name the rules it ignores",
        ),
        (
            "ignore[private_dns_disabled] until 2020-01-01",
            "this comment counted until 2020-01-01, so what it ignored is reported again",
        ),
    ] {
        let text = above(&format!("# vpcelint: {comment}")) + "variable \"x\" {}\n";
        let files = [(".git/HEAD", ""), ("net/main.tf", text.as_str())];
        let run = lint_with("ignore-wrong", &files, |request| {
            for path in &mut request.paths {
                path.push("net");
            }
        });
        assert_eq!(run.messages(), [message]);
    }
}

#[test]
fn a_comment_may_be_of_use_where_a_fact_is_out_of_sight() {
    let text = above("# vpcelint: ignore[private_dns_disabled, missing_endpoint_policy] known")
        .replace("= false", "= var.dns")
        + "variable \"dns\" {\n  type = bool\n}\n";
    assert_eq!(main_tf("ignore-doubt", &text).rules(), [""; 0]);
}

#[test]
fn a_module_that_cannot_be_read_is_not_judged() {
    let text = above("# vpcelint: ignore[syntax]");
    let run = lint_with(
        "ignore-broken",
        &[("main.tf", &text), ("other.tf", "a = \n")],
        |_| {},
    );
    assert!(!run.rules().contains(&UNUSED));
}

#[test]
fn a_module_whose_callers_may_be_elsewhere_is_not_judged() {
    let module = format!(
        "# vpcelint: ignore[private_dns_disabled] one caller wants it off\n{}",
        ENDPOINT.replace("= false", "= var.dns")
    ) + "variable \"dns\" {\n  default = true\n}\n";
    let files = [
        (".git/HEAD", ""),
        ("net/main.tf", module.as_str()),
        (
            "prod/main.tf",
            "module \"net\" {\n  source = \"../net\"\n  dns    = false\n}\n",
        ),
    ];
    let part = |request: &mut Request| {
        for path in &mut request.paths {
            path.push("net");
        }
    };
    assert_eq!(lint_with("ignore-part", &files, part).rules(), [POLICY]);
    assert_eq!(lint_with("ignore-whole", &files, |_| {}).rules(), [POLICY]);
    let alone: Vec<_> = files.into_iter().take(2).collect();
    assert_eq!(
        lint_with("ignore-alone", &alone, |_| {}).rules(),
        [UNUSED, POLICY]
    );
}

/// Asks for these rules alone, as `--select` does.
fn select(request: &mut Request, ids: &[&str]) {
    let rules = ids.iter().map(|id| rules::find(id).unwrap()).collect();
    request.command.select = Some((rules, SettingOrigin::CommandLine("--select")));
}

#[test]
fn what_is_used_does_not_depend_on_what_is_shown() {
    let text = above("# vpcelint: ignore[private_dns_disabled] known");
    let run = lint_with("ignore-selected", &[("main.tf", &text)], |request| {
        select(request, &[POLICY, UNUSED]);
    });
    assert_eq!(run.rules(), [POLICY]);
    // The rule about comments is selected like any other.
    let run = lint_with(
        "ignore-unselected",
        &[("main.tf", &above("# vpcelint: ignore[syntax]"))],
        |request| {
            select(request, &[DNS]);
        },
    );
    assert_eq!(run.rules(), [DNS]);
}

#[test]
fn comments_can_be_switched_off() {
    let text =
        above("# vpcelint: ignore[private_dns_disabled, missing_endpoint_policy, syntax] known");
    let run = lint_with("ignore-off", &[("main.tf", &text)], |request| {
        request.no_ignores = true;
    });
    assert_eq!(run.rules(), [POLICY, DNS]);
    assert_eq!(run.report.summary.suppressed, 0);
}

#[test]
fn reasons_can_be_required() {
    let config = ("vpcelint.toml", "require-ignore-reason = true\n");
    let without = above("# vpcelint: ignore[private_dns_disabled, missing_endpoint_policy]");
    let run = lint_with("ignore-reason", &[("main.tf", &without), config], |_| {});
    assert_eq!(run.messages(), ["this comment does not say why"]);
    let with = without.replace("]\nres", "] until 2027-01-01: clients know\nres");
    let run = lint_with("ignore-reasoned", &[("main.tf", &with), config], |_| {});
    assert_eq!(run.rules(), [""; 0]);
    let day_only = without.replace("]\nres", "] until 2027-01-01\nres");
    let run = lint_with("ignore-day", &[("main.tf", &day_only), config], |_| {});
    assert_eq!(run.rules(), [UNUSED]);
}
