//! The laws that hold over every rule and every fixture (design, section 9). A new rule gets them for free.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says how much it looked at"
)]

mod advice;
mod careless;
mod fixtures;
mod laws;
mod regions;

use std::{collections::BTreeSet, process::Command};

use fixtures::{
    Case, Page, Place, Scratch, cases, each, lint, lint_files, lint_with, looked_at, pages, written,
};
use vpcelint::finding::{Confidence, Safety};

/// Law 2: every rule runs on every fixture; findings stand where the markers say, and nowhere else.
#[test]
fn every_fixture_gives_what_its_markers_say() {
    let wrong = each(cases(), |case| {
        let (expected, found) = (case.markers(), lint_files(&case.files).places());
        let more = found.difference(&expected);
        let more = more.map(|place| format!("{case}: {place} was not expected"));
        let less = expected.difference(&found);
        let less = less.map(|place| format!("{case}: {place} is missing"));
        more.chain(less).collect::<Vec<_>>()
    });
    let wrong = wrong.concat();
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
            if let Some(shown) = shown(&page, heading) {
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
fn shown(page: &Page, heading: &str) -> Option<Scratch> {
    let (language, code) = page.example(heading);
    match language.as_str() {
        "hcl" => {
            let mut files = vec![("main.tf".to_owned(), code)];
            files.extend(page.settings());
            Some(written(&files))
        }
        "console" if cfg!(unix) => {
            let scratch = written(&[(".keep", "")]);
            let mut shell = Command::new("sh");
            let status = shell
                .args(["-e", "-c", &code])
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
    let mut silent = Vec::new();
    let found = each(cases(), |case| {
        let run = lint_files(&case.files);
        (run.fixes(), run.without_a_word_on_fixes())
    });
    for (mut of_case, without) in found {
        fixes.append(&mut of_case);
        silent.extend(without);
    }
    // Who asks for a fix gets one, or the reason why there is none.
    assert_eq!(silent, Vec::<String>::new());
    for page in pages() {
        if let Some(shown) = shown(&page, "## Bad") {
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

/// A fixture that ends so shows where a rule holds back: what it says there is possible, and no more.
#[test]
fn what_a_fixture_calls_possible_is_no_more() {
    let possible = cases().iter();
    let possible = possible.filter(|case| case.name.ends_with("_possible") && !case.is_twin);
    let mut looked = 0;
    for case in possible {
        looked += 1;
        let run = lint_files(&case.files);
        let confidence = run.said(&case.rule).map(|(confidence, _)| confidence);
        assert_eq!(confidence, Some(Confidence::Possible), "{case}");
    }
    assert!(looked > 2, "there are such fixtures");
}

/// Law 5: every rule is shown at fault, in order and out of sight.
#[test]
fn every_rule_has_bad_good_and_unknown_fixtures() {
    // What cannot be read is no text, and a fixture is.
    let of_texts = vpcelint::rules::all().filter(|rule| rule.id != "unreadable_file");
    let cases = cases();
    for rule in of_texts {
        for kind in ["bad", "good", "unknown"] {
            let shown = cases
                .iter()
                .any(|case| case.rule == rule.id && case.kind() == kind);
            assert!(shown, "fixtures/{}/{kind}* is missing", rule.id);
        }
    }
}

/// Law 10: what is out of sight in an unknown fixture is a question that its rule asks, unless the fixture says why it does not
/// apply: `# not applicable: <reason>`.
#[test]
fn every_unknown_fixture_is_undecided() {
    let unknown = cases().iter().filter(|case| case.kind() == "unknown");
    let (mut wrong, mut looked) = (Vec::new(), 0);
    for case in unknown {
        looked += 1;
        let run = lint_files(&case.files);
        let asked = run.questions().any(|(rule, _)| rule == case.rule);
        let reason = case.files.iter().any(|(_, text)| {
            let reason = text.split_once("# not applicable: ");
            reason.is_some_and(|(_, reason)| reason.starts_with(char::is_alphabetic))
        });
        if asked == reason {
            let questions = run.undecided().join("\n    ");
            wrong.push(format!("{case}: asked {asked}\n    {questions}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    looked_at(looked, 40, "unknown fixtures");
}

/// What is in order is seen to be: a good fixture of which its rule asks a question shows nothing, or is an unknown one.
#[test]
fn every_good_fixture_is_decided() {
    let good = cases().iter().filter(|case| case.kind() == "good");
    let (mut wrong, mut looked) = (Vec::new(), 0);
    for case in good {
        looked += 1;
        let run = lint_files(&case.files);
        let mut asked = run.questions().filter(|(rule, _)| *rule == case.rule);
        if asked.next().is_some() {
            wrong.push(format!("{case}\n    {}", run.undecided().join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "undecided:\n{}", wrong.join("\n"));
    looked_at(looked, 40, "good fixtures");
}

/// One place tells of all its instances together what is told of each, and of each what is told of it alone; whether it is a hint
/// hangs on all of them.
#[test]
fn instances_are_told_together_as_far_as_they_are_alike() {
    let endpoints = |services: &str, policy: &str| {
        let file = format!(
            "provider \"aws\" {{\n  region = \"us-east-1\"\n}}\n
resource \"aws_vpc_endpoint\" \"i\" {{
  for_each            = {services}
  vpc_id              = \"vpc-0a1b2c3d4e5f60718\"
  service_name        = \"com.amazonaws.us-east-1.${{each.key}}\"
  vpc_endpoint_type   = \"Interface\"
  private_dns_enabled = true
  {policy}
}}
"
        );
        let run = lint_files(&[("main.tf".to_owned(), file)]);
        let told = run
            .findings()
            .filter(|it| it.rule.id.contains("endpoint_policy"));
        told.map(|it| {
            let names = it.finding.addresses.len();
            (it.severity.name(), it.finding.message.clone(), names)
        })
        .collect::<Vec<_>>()
    };
    let together = endpoints("toset([\"ecs\", \"kms\", \"sqs\"])", "");
    let [(severity, _, names)] = together.as_slice() else {
        unreachable!("{together:?}")
    };
    assert_eq!((*severity, *names), ("warning", 3));
    let apart = endpoints(
        "{ bedrock-runtime = \"bedrock:Converse\", sqs = \"sqs:SendMessageBatch\" }",
        "policy = jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Allow\", Principal = \"*\", Resource = \"*\",
    Action = [each.value, \"${split(\":\", each.value)[0]}:Tag*\"], Condition = { StringEquals = { \"aws:PrincipalOrgID\" = \"o-abc1234567\" } } }] })",
    );
    for (severity, word) in [
        ("info", "bedrock:Converse"),
        ("warning", "sqs:SendMessageBatch"),
    ] {
        let is_it = |it: &&(&str, String, usize)| it.0 == severity && it.1.contains(word);
        assert_eq!(apart.iter().filter(is_it).count(), 1, "{apart:?}");
    }
}

/// What depends on the same condition is taken together, and the alternatives of one condition are not.
#[test]
fn alternatives_are_judged_one_by_one() {
    let run = lint_files(&fixture("endpoint_sg_open_to_world", "unknown_cidr_by_condition").files);
    let asked: Vec<String> = run
        .questions()
        .filter(|(rule, _)| *rule == "endpoint_sg_open_to_world")
        .map(|(_, address)| address)
        .collect();
    for (name, endpoint, is_asked) in [
        ("inline", "sqs", true),
        ("rule", "kms", true),
        ("halves", "sts", false),
    ] {
        let about = |address: &String| {
            address.ends_with(&format!(".{name}")) || address.contains(&format!("[\"{endpoint}\"]"))
        };
        assert_eq!(asked.iter().any(about), is_asked, "{name}: {asked:?}");
    }
}

/// What only a default makes faulty is likely, and gone with another value.
#[test]
fn a_default_that_can_be_replaced_makes_a_finding_likely() {
    for (rule, name, variable) in [
        (
            "endpoint_sg_open_to_world",
            "bad_choice_of_groups",
            ("public", "false"),
        ),
        (
            "private_dns_disabled",
            "bad_service_region",
            ("service_region", "us-east-1"),
        ),
    ] {
        let case = fixture(rule, name);
        let scratch = written(&case.files);
        let run = lint(&scratch.path);
        assert_eq!(run.rules(), BTreeSet::from([rule.to_owned()]), "{case}");
        assert_eq!(run.certain(), BTreeSet::new(), "{case}");
        let run = lint_with(&scratch.path, &[variable]);
        assert_eq!(run.rules(), BTreeSet::new(), "{case} with {variable:?}");
    }
}

fn fixture(rule: &str, name: &str) -> &'static Case {
    let mut cases = cases().iter();
    cases
        .find(|case| case.rule == rule && case.name == name)
        .unwrap()
}

/// The whole report on one bad fixture of every rule: wording, places, proof. Read before it is accepted.
#[test]
fn reports() {
    for case in cases()
        .iter()
        .filter(|case| case.kind() == "bad" || case.rule == "_projects")
        .filter(|case| !case.is_twin || case.name == "bad")
    {
        let name = format!("{}__{}", case.rule, case.name);
        insta::assert_snapshot!(name, lint_files(&case.files).human());
    }
}

/// Terragrunt and its like write the declarations of variables when they run. Without them the rules see what is written around.
#[test]
fn a_variable_that_nothing_declares_hides_only_itself() {
    let main = r#"
resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = var.vpc_id
  service_name        = "com.amazonaws.${var.region}.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = var.subnet_ids
  security_group_ids  = var.security_group_ids
  private_dns_enabled = true
}
"#;
    let found = lint(&written(&[("main.tf", main)]).path).rules();
    assert_eq!(
        found,
        ["missing_endpoint_policy", "undeclared_reference"]
            .map(Into::into)
            .into()
    );
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
    let unset =
        "variable \"arns\" {}\n".to_owned() + &main("network_load_balancer_arns = var.arns");
    let run = lint(&written(&[("main.tf", &unset)]).path);
    assert_eq!(run.rules(), BTreeSet::new());
    assert!(!run.undecided().is_empty());
}

/// A marker names a file, a line and a rule; the type lives with the other readers of fixtures.
#[test]
fn markers_are_read() {
    let case = cases()
        .iter()
        .find(|case| case.name.starts_with("bad"))
        .unwrap();
    let markers: BTreeSet<Place> = case.markers();
    assert!(!markers.is_empty(), "{case} has no marker");
}
