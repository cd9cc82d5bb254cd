//! The laws that hold over every rule and every fixture (design, section 9). A new rule gets them for free.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod fixtures;

use std::{collections::BTreeSet, process::Command};

use fixtures::{Case, Place, Scratch, cases, lint, pages, written};
use vpcelint::finding::Safety;

/// Law 2: every rule runs on every fixture; findings stand where the markers say, and nowhere else.
#[test]
fn every_fixture_gives_what_its_markers_say() {
    let mut wrong = Vec::new();
    for case in cases() {
        let (expected, found) = (case.markers(), lint(&case.directory).places());
        for place in found.difference(&expected) {
            wrong.push(format!("{case}: {place} was not expected"));
        }
        for place in expected.difference(&found) {
            wrong.push(format!("{case}: {place} is missing"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} places are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Law 1: the Bad example of a page fires exactly its rule, the Good example nothing.
#[test]
fn every_page_shows_what_it_says() {
    for page in pages() {
        for (heading, expected) in [
            ("## Bad", BTreeSet::from([page.id.clone()])),
            ("## Good", BTreeSet::new()),
        ] {
            if let Some(shown) = shown(&page.example(heading)) {
                assert_eq!(
                    lint(&shown.path).rules(),
                    expected,
                    "{heading} of {}",
                    page.id
                );
            }
        }
    }
}

/// A directory with what an example of a page shows: a file, or what commands leave; `None` where nothing runs these.
fn shown((language, code): &(String, String)) -> Option<Scratch> {
    match language.as_str() {
        "hcl" => Some(written(&[("main.tf", code)])),
        "console" if cfg!(unix) => {
            let scratch = written(&[(".keep", "")]);
            let mut shell = Command::new("sh");
            let status = shell
                .args(["-e", "-c", code])
                .current_dir(&scratch.path)
                .status();
            assert!(status.unwrap().success(), "{code}");
            Some(scratch)
        }
        "console" => None,
        other => unreachable!("nothing tests examples in {other:?}"),
    }
}

/// What a page says of fixes, its findings keep: none, or all edits as far to be trusted, and at least one that is shown.
#[test]
fn fixes_are_what_the_pages_say() {
    let mut fixes: BTreeSet<(String, Option<&str>)> = BTreeSet::new();
    for case in cases() {
        fixes.append(&mut lint(&case.directory).fixes());
    }
    for page in pages() {
        if let Some(shown) = shown(&page.example("## Bad")) {
            fixes.append(&mut lint(&shown.path).fixes());
        }
    }
    for rule in vpcelint::rules::all() {
        let own = fixes.iter().filter(|(id, _)| id == rule.id);
        let found: BTreeSet<_> = own.filter_map(|(_, safety)| *safety).collect();
        let said = rule.page.fix.map(Safety::name);
        assert_eq!(
            found,
            said.into_iter().collect(),
            "`fix:` of rules/{}.md",
            rule.id
        );
    }
}

/// Law 5: every rule is shown at fault, in order and out of sight.
#[test]
fn every_rule_has_bad_good_and_unknown_fixtures() {
    for rule in vpcelint::rules::RULES.iter() {
        for kind in ["bad", "good", "unknown"] {
            let shown = cases()
                .iter()
                .any(|case| case.rule == rule.id && case.kind() == kind);
            assert!(shown, "fixtures/{}/{kind}* is missing", rule.id);
        }
    }
}

/// Law 3: knowing less adds no finding. Every `default` of a variable is deleted, then every `locals` block. A child module whose
/// default is deleted would be refused by Terraform, so only roots lose theirs.
#[test]
fn knowing_less_never_adds_a_finding() {
    for case in cases() {
        let before = lint(&case.directory).faults();
        for less in [without_defaults as fn(&str) -> String, without_locals] {
            let files: Vec<(String, String)> = case
                .files()
                .into_iter()
                .map(|(name, text)| {
                    let text = if name.strip_suffix(".tf").is_some() {
                        less(&text)
                    } else {
                        text
                    };
                    (name, text)
                })
                .collect();
            let files: Vec<(&str, &str)> = files
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()))
                .collect();
            let after = lint(&written(&files).path).faults();
            let added: Vec<_> = after
                .difference(&before)
                .filter(|(rule, _)| rule != "syntax")
                .collect();
            assert!(added.is_empty(), "{case}: knowing less adds {added:?}");
        }
    }
}

/// Law 6: the order of declarations and the file they stand in change no finding.
#[test]
fn shuffling_declarations_changes_nothing() {
    for case in cases().into_iter().filter(Case::is_one_directory) {
        let before = lint(&case.directory).claims();
        let files = case.files();
        let mut moved: Vec<(String, String)> = Vec::new();
        for (name, text) in &files {
            // Files are read in name order: this turns the order round.
            let turned = match name.strip_suffix(".tf") {
                Some(stem) if !stem.ends_with("override") => {
                    format!(
                        "{}_{stem}.tf",
                        char::from(b'z' - u8::try_from(moved.len() % 25).unwrap())
                    )
                }
                _ => name.clone(),
            };
            moved.push((turned, text.clone()));
        }
        let moved: Vec<(&str, &str)> = moved
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        assert_eq!(
            lint(&written(&moved).path).claims(),
            before,
            "{case}: files in another order"
        );
    }
}

/// Law 6: a literal that is moved into a variable's default changes no finding but its proof.
#[test]
fn moving_a_literal_into_a_default_changes_only_the_proof() {
    for case in cases().into_iter().filter(Case::is_one_directory) {
        let before = lint(&case.directory).claims();
        for (name, text) in case.files() {
            for line in fixtures::literal_lines(&text) {
                let moved = fixtures::moved_to_default(&text, line);
                let files: Vec<(String, String)> = case
                    .files()
                    .into_iter()
                    .map(|(other, text)| {
                        if other == name {
                            (other, moved.clone())
                        } else {
                            (other, text)
                        }
                    })
                    .collect();
                let files: Vec<(&str, &str)> = files
                    .iter()
                    .map(|(name, text)| (name.as_str(), text.as_str()))
                    .collect();
                let after = lint(&written(&files).path).claims();
                assert_eq!(
                    after,
                    before,
                    "{case}: line {} of {name} moved into a default:\n{moved}",
                    line + 1
                );
            }
        }
    }
}

/// Law 6: a configuration that is called as a module, with one literal passed as an argument, has the same faults.
#[test]
fn moving_a_literal_into_a_module_argument_changes_only_the_proof() {
    let alone = |case: &Case| {
        case.is_one_directory() && !case.files().iter().any(|(name, _)| name.contains("tfvars"))
    };
    for case in cases().into_iter().filter(alone) {
        let before = lint(&case.directory).claims();
        for (name, text) in case.files() {
            let Some(line) = fixtures::literal_lines(&text).into_iter().next() else {
                continue;
            };
            let (moved, literal) = fixtures::moved_to_variable(&text, line);
            let call = format!(
                "module \"called\" {{\n  source = \"./called\"\n  moved_by_the_test = {literal}\n}}\n"
            );
            let mut files = vec![("main.tf".to_owned(), call)];
            for (other, text) in case.files() {
                let text = if other == name { moved.clone() } else { text };
                files.push((format!("called/{other}"), text));
            }
            let files: Vec<(&str, &str)> = files
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()))
                .collect();
            let after = lint(&written(&files).path).claims_inside("module.called.");
            assert_eq!(
                after,
                before,
                "{case}: line {} of {name} passed as an argument",
                line + 1
            );
        }
    }
}

/// Law 6: the names of locals do not matter.
#[test]
fn renaming_locals_changes_nothing() {
    for case in cases() {
        let before = lint(&case.directory).claims();
        let files: Vec<(String, String)> = case
            .files()
            .into_iter()
            .map(|(name, text)| {
                if name.ends_with("tf") {
                    (name, fixtures::with_renamed_locals(&text))
                } else {
                    (name, text)
                }
            })
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        assert_eq!(
            lint(&written(&files).path).claims(),
            before,
            "{case}: locals renamed"
        );
    }
}

/// The whole report on one bad fixture of every rule: wording, places, proof. Read before it is accepted.
#[test]
fn reports() {
    for case in cases()
        .into_iter()
        .filter(|case| case.kind() == "bad" || case.rule == "_projects")
    {
        let name = format!("{}__{}", case.rule, case.name);
        insta::assert_snapshot!(name, lint(&case.directory).human());
    }
}

/// Deletes the `default` arguments of a text's variables.
/// Terragrunt and its like write the declarations of variables when they run. Without them the rules see what is written around.
#[test]
fn a_variable_that_nothing_declares_hides_only_itself() {
    let main = r#"
resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = var.vpc_id
  service_name        = "com.amazonaws.${var.region}.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = var.subnet_ids
  private_dns_enabled = true
}
"#;
    let found = lint(&written(&[("main.tf", main)]).path).rules();
    assert_eq!(found, BTreeSet::from(["missing_endpoint_policy".into()]));
}

/// The load balancers of a service made here say what its endpoints are, and that it is no service of AWS.
#[test]
fn a_service_that_is_made_here_leaves_no_question() {
    let main = |balancers: &str| {
        format!(
            "resource \"aws_security_group\" \"g\" {{}}
resource \"aws_vpc_endpoint_service\" \"s\" {{
  acceptance_required = false
  {balancers}
}}
resource \"aws_vpc_endpoint\" \"e\" {{
  vpc_id            = \"vpc-1\"
  service_name      = aws_vpc_endpoint_service.s.service_name
  vpc_endpoint_type = aws_vpc_endpoint_service.s.service_type
  subnet_ids        = [\"subnet-1\"]
  security_group_ids = [aws_security_group.g.id]
}}
"
        )
    };
    for (balancers, rules) in [
        ("gateway_load_balancer_arns = [\"arn\"]", vec![]),
        (
            "network_load_balancer_arns = [\"arn\"]",
            vec!["interface_endpoint_single_az"],
        ),
    ] {
        let run = lint(&written(&[("main.tf", &main(balancers))]).path);
        let rules: BTreeSet<String> = rules.into_iter().map(Into::into).collect();
        assert_eq!(run.rules(), rules, "{balancers}");
        assert_eq!(run.undecided(), Vec::<String>::new(), "{balancers}");
    }
    let run = lint(&written(&[("main.tf", &main("network_load_balancer_arns = var.arns"))]).path);
    assert_eq!(run.rules(), BTreeSet::new());
    assert!(!run.undecided().is_empty());
}

fn without_defaults(text: &str) -> String {
    fixtures::without(text, |kind, attribute| {
        kind == "variable" && attribute == "default"
    })
}

/// Deletes a text's `locals` blocks.
fn without_locals(text: &str) -> String {
    fixtures::without_blocks(text, "locals")
}

/// A marker names a file, a line and a rule; the type lives with the other readers of fixtures.
#[test]
fn markers_are_read() {
    let case = cases()
        .into_iter()
        .find(|case| case.name.starts_with("bad"))
        .unwrap();
    let markers: BTreeSet<Place> = case.markers();
    assert!(!markers.is_empty(), "{case} has no marker");
}
