//! Variants: each root is judged once with each, and a finding says in which it holds.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod scene;
#[path = "scene/terminal.rs"]
mod terminal;

use std::fs;

use clap::ValueEnum as _;
use scene::Scene;
use serde_json::Value;
use terminal::{FAULTY, Run, check, run};
use vpcelint::report::Format;

/// What is off by default is switched on by `endpoint`; whether it has private DNS is for whoever runs it to say.
const MAIN: &str = r#"variable "endpoint" {
  type    = bool
  default = false
}

variable "dns" {
  type = bool
}

variable "name" {
  type = string
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = var.name }
}

resource "aws_subnet" "main" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = ["eu-west-1a", "eu-west-1b"][count.index]
}

resource "aws_vpc_endpoint" "sns" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.sns"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = aws_subnet.main[*].id
  private_dns_enabled = terraform.workspace != "prod"
}

resource "aws_vpc_endpoint" "sqs" {
  count               = var.endpoint ? 1 : 0
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = aws_subnet.main[*].id
  private_dns_enabled = var.dns
}
"#;

const DEV: &str = "name = \"dev\"\n";
const STAGING: &str = "name = \"staging\"\nendpoint = true\n";
const PROD: &str = "name = \"prod\"\nendpoint = true\ndns = false\n";

/// A project with one root and three files with values.
fn project(name: &str) -> Scene {
    let scene = Scene::new(name);
    scene.write(".git/HEAD", "");
    scene.write("main.tf", MAIN);
    scene.write("envs/dev.tfvars", DEV);
    scene.write("envs/staging.tfvars", STAGING);
    scene.write("envs/prod.tfvars", PROD);
    scene
}

const ALL: &[&str] = &["--variants", "envs/*.tfvars"];

/// Only what the tests speak of.
const SELECTED: &str = "--select=missing_endpoint_policy,private_dns_disabled,unused_ignore";

fn selected(scene: &Scene, options: &[&str]) -> Run {
    check(&scene.0, &[options, &[SELECTED]].concat(), &[])
}

/// The rules of findings with the brackets at the end of each.
fn told(run: &Run) -> Vec<String> {
    let line = |line: &str| {
        let (_, rest) = line.split_once('[')?;
        let (rule, rest) = rest.split_once("]: ")?;
        let brackets = rest.find(" (in ").map(|at| rest.get(at..).unwrap());
        Some(format!("{rule}{}", brackets.unwrap_or_default()))
    };
    run.text.lines().filter_map(line).collect()
}

fn json(scene: &Scene, options: &[&str]) -> Value {
    let all = [
        &["check", "--output-format=json", "--show-undecided"],
        options,
    ]
    .concat();
    let run = run(&scene.0, &all, &[]);
    serde_json::from_str(&run.text).unwrap_or_else(|_| panic!("{}", run.notes))
}

fn findings(report: &Value) -> &Vec<Value> {
    report.get("findings").unwrap().as_array().unwrap()
}

fn of_rule<'r>(report: &'r Value, rule: &str) -> Vec<&'r Value> {
    let all = findings(report).iter();
    all.filter(|it| it.get("rule").unwrap() == rule).collect()
}

/// What no variant turns on is named, and judged nowhere.
#[test]
fn what_is_off_by_default_is_told() {
    let scene = Scene::new("variants-off");
    scene.write("main.tf", MAIN);
    scene.write("on.tfvars", "endpoint = true\n");
    scene.write("off.tfvars", "endpoint = false\n");
    let note = "note: 1 block of endpoints makes none, as the default of a variable turns it off: \
                turn it on with --var, or in a variant, to have it judged\n  .: aws_vpc_endpoint.sqs\n";
    for (arguments, is_told) in [
        (&[][..], true),
        (&["--var", "endpoint=true"], false),
        (&["--var", "endpoint=false"], false),
        (&["--variants", "o*.tfvars"], false),
    ] {
        let run = check(&scene.0, arguments, &[]);
        assert_eq!(
            run.notes.contains(note),
            is_told,
            "{arguments:?}: {}",
            run.notes
        );
    }
}

#[test]
fn what_some_variants_switch_on_is_found() {
    let scene = project("variants-on");
    let without = selected(&scene, &[]);
    assert_eq!(told(&without), ["missing_endpoint_policy"]);
    let with = selected(&scene, ALL);
    assert_eq!(
        told(&with),
        [
            "missing_endpoint_policy",
            "missing_endpoint_policy (in prod and staging) (likely)",
            "private_dns_disabled (in prod)",
        ],
        "{}",
        with.notes
    );
    // The names stand in their order, those of a single pattern by file.
    let turned = [
        "--variants=envs/s*",
        "--variants=envs/p*",
        "--variants=envs/d*",
    ];
    let with = selected(&scene, &turned);
    assert!(
        told(&with).contains(&"missing_endpoint_policy (in staging and prod) (likely)".to_owned())
    );
    let report = json(&scene, ALL);
    let variants = |rule: &str| -> Vec<String> {
        let all = of_rule(&report, rule).into_iter();
        all.map(|it| it.get("variants").unwrap().to_string())
            .collect()
    };
    assert_eq!(variants("private_dns_disabled"), ["[\"prod\"]"]);
    assert_eq!(
        variants("missing_endpoint_policy"),
        ["[\"dev\",\"prod\",\"staging\"]", "[\"prod\",\"staging\"]"]
    );
    assert_eq!(report.pointer("/summary/endpoints").unwrap(), 2);
    assert_eq!(report.pointer("/summary/roots").unwrap(), 1);
}

/// What holds under given values is as sure as with a variable file, and the same finding.
#[test]
fn a_finding_is_the_same_in_every_variant() {
    let scene = project("variants-same");
    let with = json(&scene, ALL);
    let alone = json(&scene, &["--var-file=envs/prod.tfvars"]);
    for one in findings(&alone) {
        let at = |key: &str| one.get(key).unwrap();
        let same = of_rule(&with, at("rule").as_str().unwrap());
        let same = same
            .into_iter()
            .find(|it| it.get("fingerprint") == one.get("fingerprint"));
        let same = same.unwrap_or_else(|| panic!("{one}"));
        for key in ["confidence", "severity", "location", "addresses", "steps"] {
            assert_eq!(same.get(key), one.get(key), "{one}");
        }
    }
    // In each variant it is what its file alone leads to.
    for name in ["dev", "staging", "prod"] {
        let alone = json(&scene, &[&format!("--var-file=envs/{name}.tfvars")]);
        let prints = |all: Vec<&Value>| -> Vec<String> {
            let prints = all.into_iter();
            prints.map(|it| it["fingerprint"].to_string()).collect()
        };
        let names = |it: &&Value| {
            let names = it["variants"].as_array().unwrap();
            names.iter().any(|it| it == name)
        };
        let of_variant: Vec<_> = findings(&with).iter().filter(names).collect();
        let of_file: Vec<_> = findings(&alone).iter().collect();
        assert_eq!(prints(of_variant), prints(of_file), "{name}");
    }
    // Each only once.
    let mut fingerprints: Vec<_> = findings(&with)
        .iter()
        .map(|it| it.get("fingerprint").unwrap().as_str().unwrap())
        .collect();
    let all = fingerprints.len();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), all);
}

/// What is given alike in all variants, in some, and in none: each finding is as sure as with the file of its variant alone.
#[test]
fn findings_are_as_sure_as_in_their_variant() {
    let scene = Scene::new("variants-sure");
    let endpoint = |name: &str, service: &str| {
        format!(
            "variable \"{name}\" {{\n  type    = bool\n  default = false\n}}\n\
             resource \"aws_vpc_endpoint\" \"{name}\" {{\n  vpc_id = \"vpc-0a1b2c3d\"\n  \
             vpc_endpoint_type = \"Interface\"\n  service_name = \"com.amazonaws.eu-west-1.{service}\"\n  \
             subnet_ids = [\"subnet-0a1b2c3d\", \"subnet-0a1b2c3e\"]\n  private_dns_enabled = var.{name}\n}}\n"
        )
    };
    let endpoints = [("alike", "ec2"), ("other", "sqs"), ("unset", "sns")];
    scene.write(
        "main.tf",
        endpoints
            .map(|(name, service)| endpoint(name, service))
            .concat(),
    );
    scene.write("terraform.tfvars", "other = true\n");
    let files = [
        ("dev", "other = false\n"),
        ("prod", "other = true\n"),
        ("qa", ""),
    ];
    for (name, text) in files {
        scene.write(
            &format!("envs/{name}.tfvars"),
            format!("alike = false\n{text}"),
        );
    }
    let sure = |given: &str| -> Vec<(String, String)> {
        let report = json(&scene, &["--select=private_dns_disabled", given]);
        let of = |it: &Value, key: &str| it[key].to_string();
        let all = findings(&report).iter();
        all.map(|it| (of(it, "addresses"), of(it, "confidence")))
            .collect()
    };
    let told = sure("--variants=envs/*.tfvars");
    let expected = [
        ("alike", "certain"),
        ("other", "certain"),
        ("unset", "likely"),
    ];
    let expected = expected.map(|(name, confidence)| {
        (
            format!("[\"aws_vpc_endpoint.{name}\"]"),
            format!("\"{confidence}\""),
        )
    });
    assert_eq!(told, expected);
    for (name, _) in files {
        for one in sure(&format!("--var-file=envs/{name}.tfvars")) {
            assert!(told.contains(&one), "{name}: {one:?}");
        }
    }
}

/// One variant alone says what its file says, to the byte, but for its name in JSON, SARIF and the page.
#[test]
fn one_variant_is_a_variable_file() {
    let scene = project("variants-one");
    for format in Format::value_variants() {
        let name = format.to_possible_value().unwrap().get_name().to_owned();
        let report = |option: &str| {
            let format = format!("--output-format={name}");
            let options = ["check", &format, "--show-undecided", "--cost", option];
            let run = run(&scene.0, &options, &[]);
            assert_eq!(run.status, 1, "{}", run.notes);
            run
        };
        let file = report("--var-file=envs/prod.tfvars");
        let variant = report("--variants=envs/prod.tfvars");
        assert_eq!(file.notes, variant.notes);
        match name.as_str() {
            "json" | "jsonl" | "sarif" => {
                assert!(variant.text.contains("\"variants\""));
                assert!(!file.text.contains("\"variants\""), "{name}");
                let read = |text: &str| -> Vec<Value> {
                    let values = serde_json::Deserializer::from_str(text).into_iter();
                    values.map(|it| without_variants(it.unwrap())).collect()
                };
                assert_eq!(read(&file.text), read(&variant.text), "{name}");
            }
            // The page can be filtered by variants.
            "html" => {
                let named = "<li>variant prod</li>";
                assert!(variant.text.contains(named) && !file.text.contains(named));
                let without = variant.text.replace(named, "").replace(" v0\"", "\"");
                assert_eq!(file.text, without);
            }
            _ => assert_eq!(file.text, variant.text, "{name}"),
        }
    }
}

fn without_variants(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let map = map.into_iter().filter(|(key, _)| key != "variants");
            Value::Object(map.map(|(key, it)| (key, without_variants(it))).collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(without_variants).collect()),
        other => other,
    }
}

/// The formats that have a message only have the names in it.
#[test]
fn every_format_names_variants() {
    let scene = project("variants-formats");
    for format in Format::value_variants() {
        let name = format.to_possible_value().unwrap().get_name().to_owned();
        let format = format!("--output-format={name}");
        let all = [&["check", &format, "--width=200"], ALL].concat();
        let text = run(&scene.0, &all, &[]).text;
        assert!(text.contains("(in prod and staging)"), "{name}: {text}");
    }
}

#[test]
fn settings_name_variants_and_workspaces() {
    let scene = project("variants-settings");
    let settings = "[[variants]]\nname = \"dev\"\nvar-files = [\"envs/dev.tfvars\"]\nworkspace = \"dev\"\n\n\
                    [[variants]]\nname = \"live\"\nvar-files = [\"envs/prod.tfvars\"]\nworkspace = \"prod\"\n";
    scene.write("vpcelint.toml", settings);
    let run = selected(&scene, &[]);
    assert_eq!(
        told(&run),
        [
            "missing_endpoint_policy",
            "private_dns_disabled (in live)",
            "missing_endpoint_policy (in live) (likely)",
            "private_dns_disabled (in live)",
        ],
        "{}",
        run.notes
    );
    // What the workspace decides is as sure as what a file says.
    assert!(!run.text.contains("(in live) (likely)\nmain.tf:28"));
    let shown = terminal::run(&scene.0, &["config", "show"], &[]).text;
    assert!(
        shown.contains("variants = [\n  { name = \"dev\", var-files = [\"envs/dev.tfvars\"], workspace = \"dev\" }, # vpcelint.toml:2:8\n"),
        "{shown}"
    );
    // What is shown can be followed.
    scene.write("vpcelint.toml", &shown);
    assert_eq!(selected(&scene, &[]).text, run.text);
    // The command line comes before settings.
    let one = selected(&scene, &["--variants=envs/staging.tfvars"]);
    assert_eq!(
        told(&one),
        ["missing_endpoint_policy", "missing_endpoint_policy"]
    );
    // A workspace needs no file; what counts for all stands beside.
    scene.write(
        "vpcelint.toml",
        "var-files = [\"envs/prod.tfvars\"]\n[[variants]]\nname = \"a\"\nworkspace = \"prod\"\n[[variants]]\nname = \"b\"\n",
    );
    let run = selected(&scene, &[]);
    assert_eq!(
        told(&run),
        [
            "missing_endpoint_policy",
            "private_dns_disabled (in a)",
            "missing_endpoint_policy",
            "private_dns_disabled",
        ],
        "{}",
        run.notes
    );
    // A value of the command line counts in all variants.
    let run = selected(&scene, &["--var=dns=true"]);
    assert_eq!(
        told(&run),
        [
            "missing_endpoint_policy",
            "private_dns_disabled (in a)",
            "missing_endpoint_policy",
        ]
    );
}

/// A question is asked once: it is open if it is open in any variant, and it names those in which it is.
#[test]
fn questions_are_asked_once() {
    let scene = project("variants-questions");
    let rule = "--select=private_dns_disabled";
    let with = json(&scene, &[ALL, &[rule]].concat());
    let undecided: Vec<String> = with
        .get("undecided")
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{}: {}", it["address"], it["reason"]))
        .collect();
    assert_eq!(
        undecided,
        [
            "\"aws_vpc_endpoint.sns\": \"private_dns_enabled is unknown: terraform.workspace depends on where terraform runs\"",
            "\"aws_vpc_endpoint.sqs[0]\": \"private_dns_enabled is unknown: variable dns has no value here (in staging)\"",
        ]
    );
    let staging = with.pointer("/undecided/1/variants").unwrap();
    assert_eq!(staging.to_string(), "[\"staging\"]");
    // Of the two endpoints one is at fault in prod and in doubt in staging, which is one answer.
    let counts = with.pointer("/coverage/private_dns_disabled").unwrap();
    assert_eq!(
        counts.to_string(),
        r#"{"fault":1,"fine":0,"not_applicable":0,"undecided":1}"#
    );
    assert_eq!(with.pointer("/summary/undecided").unwrap(), 2);
}

/// What is paid in each variant is added up.
#[test]
fn costs_are_those_of_all_variants() {
    let scene = project("variants-cost");
    let main = MAIN
        .replace("count             = 2", "count             = 3")
        .replace(
            "[\"eu-west-1a\", \"eu-west-1b\"]",
            "[\"eu-west-1a\", \"eu-west-1b\", \"eu-west-1c\"]",
        );
    let provider = "provider \"aws\" {\n  region = \"eu-west-1\"\n}\n";
    scene.write("main.tf", format!("{main}{provider}"));
    let rule = "interface_endpoint_in_many_azs_cost";
    let enable = format!("--enable={rule}");
    let select = format!("--select={rule}");
    let costs = |options: &[&str]| -> Vec<u64> {
        let report = json(&scene, &[&["--cost", &enable, &select], options].concat());
        let cents = |it: &Value| {
            let amount = it.pointer("/cost/per_month/0/amount").unwrap();
            let digits = amount.as_str().unwrap().replace('.', "");
            digits.parse().unwrap()
        };
        of_rule(&report, rule).into_iter().map(cents).collect()
    };
    let one = costs(&["--var-file=envs/prod.tfvars"]);
    assert_eq!(one.len(), 2);
    // One endpoint is in all three, one in two of them.
    let all: Vec<u64> = one
        .iter()
        .zip([3, 2])
        .map(|(cents, times)| cents * times)
        .collect();
    assert_eq!(costs(ALL), all);
}

#[test]
fn comments_and_baselines_hold_in_variants() {
    let scene = project("variants-decided");
    // Where a question is open, a comment may be of use.
    let main = MAIN.replace("terraform.workspace != \"prod\"", "true");
    let comment = "  # vpcelint: ignore[private_dns_disabled] clients use its own names\n  private_dns_enabled = var.dns";
    scene.write(
        "main.tf",
        main.replace("  private_dns_enabled = var.dns", comment),
    );
    let dev = selected(&scene, &["--variants=envs/dev.tfvars"]);
    assert_eq!(told(&dev), ["missing_endpoint_policy", "unused_ignore"]);
    // It is of use in one of them.
    let all = selected(&scene, ALL);
    assert_eq!(
        told(&all),
        [
            "missing_endpoint_policy",
            "missing_endpoint_policy (in prod and staging) (likely)"
        ]
    );
    let shown = selected(&scene, &[ALL, &["--show-suppressed"]].concat());
    assert!(shown.text.contains("(in prod) ("), "{}", shown.text);
    // What one variant accepted is accepted in all.
    let baseline = ["--var-file=envs/prod.tfvars", "--write-baseline=known.json"];
    selected(&scene, &baseline);
    let accepted = selected(&scene, &[ALL, &["--baseline=known.json"]].concat());
    assert_eq!(told(&accepted), [""; 0], "{}", accepted.text);
    assert!(!accepted.notes.contains("no longer occurs"));
    // The other way round, too, and what it says does not hang on the variants.
    selected(&scene, &[ALL, &["--write-baseline=all.json"]].concat());
    let read = |file: &str| fs::read_to_string(scene.0.join(file)).unwrap();
    assert_eq!(read("known.json"), read("all.json"));
}

/// Of several roots each is judged with what lies at or below it; a file that lies elsewhere is for those that have its variables.
#[test]
fn files_belong_to_roots() {
    let scene = Scene::new("variants-roots");
    scene.write(".git/HEAD", "");
    for root in ["one", "other"] {
        scene.write(&format!("{root}/main.tf"), MAIN);
        scene.write(&format!("{root}/envs/dev.tfvars"), DEV);
    }
    scene.write("one/envs/prod.tfvars", PROD);
    scene.write("other/envs/prod.tfvars", STAGING);
    scene.write("plain/main.tf", FAULTY);
    let run = selected(&scene, &["--variants=*/envs/*.tfvars"]);
    assert_eq!(
        run.findings().len(),
        run.text.lines().count(),
        "{}",
        run.text
    );
    let of = |run: &Run, root: &str| -> Vec<String> {
        let lines = run.text.lines().filter(|line| line.starts_with(root));
        let text = lines.collect::<Vec<_>>().join("\n");
        told(&Run {
            text,
            notes: String::new(),
            ..*run
        })
    };
    let in_one = [
        "missing_endpoint_policy",
        "missing_endpoint_policy (in prod) (likely)",
        "private_dns_disabled (in prod)",
    ];
    assert_eq!(of(&run, "one/"), in_one, "{}", run.notes);
    assert_eq!(
        of(&run, "other/"),
        [
            "missing_endpoint_policy",
            "missing_endpoint_policy (in prod) (likely)"
        ]
    );
    // Where none of the files is for a root, it is judged as it is.
    assert_eq!(
        of(&run, "plain/"),
        ["missing_endpoint_policy", "private_dns_disabled"]
    );
    let run = selected(&scene, &["--variants=one/envs/*.tfvars"]);
    assert_eq!(of(&run, "one/"), in_one);
    assert_eq!(of(&run, "other/"), ["missing_endpoint_policy"]);
    // Where that goes for all roots, it is told.
    let idle = "none of the files is for one of these root modules";
    assert!(!run.notes.contains(idle), "{}", run.notes);
    let run = selected(&scene, &["--variants=one/envs/*.tfvars", "other"]);
    assert_eq!(told(&run), ["missing_endpoint_policy"]);
    assert!(run.notes.contains(idle), "{}", run.notes);
    // One setting for several roots.
    scene.write(
        "vpcelint.toml",
        "[[variants]]\nname = \"dev\"\nvar-files = [\"*/envs/dev.tfvars\"]\n\
         [[variants]]\nname = \"prod\"\nvar-files = [\"one/envs/prod.tfvars\", \"other/envs/prod.tfvars\"]\n",
    );
    let run = selected(&scene, &[]);
    assert_eq!(of(&run, "one/"), in_one, "{}", run.notes);
    // Shared files; one that sets nothing stands beside one that does.
    fs::remove_file(scene.0.join("vpcelint.toml")).unwrap();
    scene.write("shared/dev.tfvars", "");
    scene.write("shared/prod.tfvars", PROD);
    scene.write(
        "third/main.tf",
        MAIN.replace("variable \"dns\"", "variable \"x\"")
            .replace("var.dns", "var.x"),
    );
    let run = selected(&scene, &["--variants=shared/*.tfvars"]);
    assert_eq!(of(&run, "one/"), in_one, "{}", run.notes);
    assert_eq!(of(&run, "third/").len(), 2, "{}", run.text);
}

/// A file of a variant that changes concerns the roots that settings give it to.
#[test]
fn a_changed_file_of_a_variant_names_its_root() {
    let scene = Scene::new("variants-named");
    scene.write(".git/HEAD", "");
    scene.write("infra/main.tf", MAIN);
    scene.write("values/prod.tfvars", PROD);
    scene.write("values/dev.tfvars", DEV);
    scene.write(
        "vpcelint.toml",
        "[[variants]]\nname = \"dev\"\nvar-files = [\"values/dev.tfvars\"]\n\
         [[variants]]\nname = \"prod\"\nvar-files = [\"values/prod.tfvars\"]\n",
    );
    let run = selected(&scene, &["values/prod.tfvars"]);
    assert!(
        told(&run).contains(&"private_dns_disabled (in prod)".to_owned()),
        "{}{}",
        run.text,
        run.notes
    );
}

/// The directory gives the name where all files have the one that Terraform gives them.
#[test]
fn directories_name_variants() {
    let scene = project("variants-directories");
    scene.write("live/a/terraform.tfvars", PROD);
    scene.write("live/b/terraform.tfvars", DEV);
    let run = selected(&scene, &["--variants=live/*/terraform.tfvars"]);
    assert!(
        told(&run).contains(&"private_dns_disabled (in a)".to_owned()),
        "{}{}",
        run.text,
        run.notes
    );
}

#[test]
fn mistakes_are_told() {
    let scene = project("variants-mistakes");
    for (settings, told, place) in [
        (
            "[[variants]]\nname = \"a\"\n[[variants]]\nname = \"a\"\n",
            "two variants are called `a`",
            "vpcelint.toml:4:8",
        ),
        (
            "[[variants]]\nvar-files = []\n",
            "this variant has no name",
            "vpcelint.toml:1:1",
        ),
        (
            "[[variants]]\nname = \" \"\n",
            "the name of a variant cannot be empty",
            "vpcelint.toml:2:8",
        ),
        (
            "[[variants]]\nname = \"a\"\nvar-file = []\n",
            "did you mean `var-files`?",
            "vpcelint.toml:3:1",
        ),
        (
            "variants = \"a\"\n",
            "expected a list of tables, `[[variants]]`",
            "vpcelint.toml:1:12",
        ),
        (
            "variants = [\"a\"]\n",
            "expected a table, `[[variants]]`",
            "vpcelint.toml:1:13",
        ),
        (
            "[[variants]]\nname = \"a\"\nvar-files = [\"gone.tfvars\"]\n",
            "cannot read this variable file: it does not exist",
            "vpcelint.toml:3:14",
        ),
        (
            "[[variants]]\nname = \"a\"\nvar-files = [\"gone/*.tfvars\"]\n",
            "cannot read this variable file: it does not exist",
            "vpcelint.toml:3:14",
        ),
        (
            "[[variants]]\nname = \"a\"\nvar-files = [\"envs/*.json\"]\n",
            "cannot read this variable file: no file matches",
            "vpcelint.toml:3:14",
        ),
        (
            "[[overrides]]\npaths = [\"x\"]\nvariants = []\n",
            "an override cannot change `variants`",
            "vpcelint.toml:3:1",
        ),
    ] {
        scene.write("vpcelint.toml", settings);
        let run = check(&scene.0, &[], &[]);
        assert_eq!((run.status, run.text.as_str()), (2, ""), "{settings}");
        assert!(run.notes.contains(told), "{settings}{}", run.notes);
        assert!(run.notes.contains(place), "{settings}{}", run.notes);
    }
    scene.write("vpcelint.toml", "[[variants]]\nname = \"a\"\n");
    let both = check(&scene.0, &["--var-file=envs/dev.tfvars"], &[]);
    assert_eq!(both.status, 2);
    assert!(
        both.notes
            .contains("variants do not go together with `--var-file`")
            && both.notes.contains("vpcelint.toml:2:8"),
        "{}",
        both.notes
    );
    fs::remove_file(scene.0.join("vpcelint.toml")).unwrap();
    scene.write("more/dev.tfvars", DEV);
    scene.write("bad/misfit.tfvars", "dns = [1]\n");
    scene.write("bad/unknown.tfvars", "endpoints = true\n");
    scene.write("bad/broken.tfvars", "dns = \n");
    for (options, told) in [
        (
            &["--variants=envs/*.x"][..],
            "error: --variants: `envs/*.x`: no file matches",
        ),
        (
            &["--variants=gone.tfvars"],
            "error: --variants: `gone.tfvars`: it does not exist",
        ),
        (
            &["--variants=envs/*.tfvars", "--var-file=envs/dev.tfvars"],
            "'--variants <GLOB>' cannot be used with '--var-file <FILE>'",
        ),
        (
            &["--variants=*/dev.tfvars"],
            "--variants: `envs/dev.tfvars` and `more/dev.tfvars` would both be called `dev`; `[[variants]]` in vpcelint.toml can name them",
        ),
        (
            &["--variants=bad/misfit.tfvars"],
            "bad/misfit.tfvars:1:7: variable `dns` of the root module `.` cannot take this value: ",
        ),
        (
            &["--variants=bad/broken.tfvars"],
            "cannot read the variable file `",
        ),
    ] {
        let run = check(&scene.0, options, &[]);
        assert_eq!((run.status, run.text.as_str()), (2, ""), "{options:?}");
        assert!(run.notes.contains(told), "{options:?}: {}", run.notes);
    }
    let stray = selected(&scene, &["--variants=bad/unknown.tfvars"]);
    let told = "bad/unknown.tfvars:1:1: no root module declares a variable `endpoints`; did you mean `endpoint`?";
    assert!(stray.status < 2 && stray.notes.contains(told), "{stray:?}");
    // A file that two patterns match is one variant.
    let twice = selected(
        &scene,
        &["--variants=envs/*.tfvars", "--variants=envs/dev.tfvars"],
    );
    assert_eq!(twice.text, selected(&scene, ALL).text);
}

/// A variant that gives nothing else of what is asked for is judged with another one, and counts as if it had been judged.
#[test]
fn variants_that_are_alike_count_each() {
    let scene = project("variants-alike");
    let files = [PROD, DEV, PROD, PROD, DEV]
        .iter()
        .zip(["a", "b", "c", "d", "e"]);
    for (size, (text, name)) in files.enumerate() {
        scene.write(&format!("like/{name}.tfvars"), format!("{text}size = 1\n"));
        scene.write(
            &format!("unlike/{name}.tfvars"),
            format!("{text}size = {size}\n"),
        );
    }
    let told = |files: &str| -> (Vec<String>, Value) {
        let select = "--select=private_dns_disabled,missing_endpoint_policy";
        let report = json(&scene, &["--cost", select, files]);
        let told = |it: &Value| {
            let keys = ["fingerprint", "message", "variants", "cost"];
            keys.map(|key| it.get(key).unwrap().to_string()).join(" ")
        };
        let findings = findings(&report).iter().map(told).collect();
        (findings, report.get("coverage").unwrap().clone())
    };
    let size = "variable \"size\" {\n  type    = number\n  default = 1\n}\n";
    let vpc = "resource \"aws_vpc\" \"other\" {\n  cidr_block = \"10.${var.size}.0.0/16\"\n}\n";
    // Whether nothing asks for what differs, or something does.
    for main in [
        format!("{MAIN}{size}output \"size\" {{\n  value = var.size\n}}\n"),
        format!("{MAIN}{size}{vpc}"),
    ] {
        scene.write("main.tf", main);
        let (findings, coverage) = told("--variants=like/*.tfvars");
        let in_some = findings.iter().filter(|it| it.contains("(in a, c and d)"));
        assert_eq!((findings.len(), in_some.count()), (3, 2), "{findings:#?}");
        // What is paid for thrice.
        assert!(findings.iter().any(|it| it.contains("$48.18 a month")));
        assert_eq!(told("--variants=unlike/*.tfvars"), (findings, coverage));
    }
}

/// What a root has of variants does not hang on threads or on other roots.
#[test]
fn runs_do_not_differ() {
    let scene = project("variants-runs");
    for root in 0..5 {
        scene.write(&format!("r{root}/main.tf"), MAIN);
        for (name, text) in [("dev", DEV), ("staging", STAGING), ("prod", PROD)] {
            scene.write(&format!("r{root}/envs/{name}.tfvars"), text);
        }
    }
    let patterns = ["--variants=envs/*.tfvars", "--variants=*/envs/*.tfvars"];
    let report = |threads: &str| {
        let options = ["check", "--output-format=json", "--show-undecided", threads];
        run(&scene.0, &[&options[..], &patterns].concat(), &[]).text
    };
    let first = report("--threads=1");
    assert!(first.contains("\"variants\""), "{first}");
    for threads in ["--threads=4", "--threads=3", "--threads=8", "--threads=1"] {
        assert!(report(threads) == first, "{threads}");
    }
}

/// Nothing that is sensitive in a file of a variant is shown.
#[test]
fn what_is_sensitive_stays_so() {
    let scene = project("variants-secret");
    let secret = "variable \"secret\" {\n  type      = string\n  sensitive = true\n}\n";
    let main = MAIN.replace("Name = var.name", "Name = var.secret");
    scene.write("main.tf", format!("{main}{secret}"));
    scene.write(
        "envs/prod.tfvars",
        format!("secret = \"qZ7hiddenXw\"\n{PROD}"),
    );
    for format in Format::value_variants() {
        let name = format.to_possible_value().unwrap().get_name().to_owned();
        let format = format!("--output-format={name}");
        let run = run(&scene.0, &[&["check", &format], ALL].concat(), &[]);
        assert_eq!(run.status, 1, "{}", run.notes);
        assert!(!run.text.contains("qZ7hidden") && !run.notes.contains("qZ7hidden"));
    }
}

/// What one of the other commands writes.
fn output(scene: &Scene, command: &str, options: &[&str]) -> String {
    let all = [&[command], options].concat();
    let run = run(&scene.0, &all, &[]);
    assert_eq!(run.notes, "", "{}", run.text);
    run.text
}

#[test]
fn expressions_are_worth_something_else_in_each_variant() {
    let scene = project("variants-eval");
    let asked = |options: &[&str]| output(&scene, "eval", &[ALL, options].concat());
    let told = asked(&["var.endpoint"]);
    let headings: Vec<&str> = told.lines().filter(|line| line.ends_with(':')).collect();
    assert_eq!(headings, ["in dev:", "in prod and staging:"], "{told}");
    assert!(told.contains("in dev:\nfalse\n"), "{told}");
    assert!(told.contains("in prod and staging:\ntrue\n"), "{told}");
    // What is the same in all is told once.
    assert!(asked(&["1 + 1"]).starts_with("2\ntype: number\n"));
    let told = asked(&["--variant=prod", "var.name"]);
    assert!(told.starts_with("\"prod\"\n"), "{told}");

    let variants = "[[variants]]\nname = \"live\"\nworkspace = \"prod\"\n";
    scene.write("vpcelint.toml", variants);
    let told = output(&scene, "eval", &["terraform.workspace"]);
    // There is no option that gives it.
    let from = "from: the workspace of the variant\n";
    assert!(told.ends_with(from), "{told}");

    let json = |options: &[&str]| -> Value {
        serde_json::from_str(&asked(&[&["--format=json"], options].concat())).unwrap()
    };
    let differing = json(&["var.endpoint"]);
    assert_eq!(differing["unknown"], true);
    assert_eq!(differing["value"], Value::Null);
    let worth = |at: usize, key: &str| differing["variants"][at][key].clone();
    assert_eq!(
        (worth(0, "variants"), worth(0, "value")),
        (["dev"].into(), false.into())
    );
    let both = ["prod", "staging"].into();
    assert_eq!(
        (worth(1, "variants"), worth(1, "value")),
        (both, true.into())
    );
    let same = json(&["1 + 1"]);
    assert_eq!((&same["value"], same.get("variants")), (&2.into(), None));
}

/// A root is told of once for the variants that make the same of it.
#[test]
fn instances_networks_and_costs_are_those_of_each_variant() {
    let scene = project("variants-inspect");
    scene.write("envs/staging.tfvars", PROD.replace("false", "false # too"));
    let headings = |command: &str, options: &[&str]| -> Vec<String> {
        let text = output(&scene, command, &[ALL, options].concat());
        let mut lines = text.lines();
        let headings = lines.by_ref().filter(|line| line.starts_with('.'));
        headings.map(str::to_owned).collect()
    };
    let instances = [
        ". (variant dev): 4 instances",
        ". (variants prod and staging): 5 instances",
    ];
    assert_eq!(headings("inspect", &[]), instances);
    let networks = [". (variant dev)", ". (variants prod and staging)"];
    assert_eq!(headings("inspect", &["--network"]), networks);
    assert_eq!(headings("inspect", &["--network", "--variant=prod"]), ["."]);
    let bills = [". (variant dev)", ". (each of prod and staging)"];
    assert_eq!(headings("cost", &[]), bills);

    // Each is paid for.
    let json = |options: &[&str]| -> Value {
        let all = [ALL, &["--format=json"], options].concat();
        serde_json::from_str(&output(&scene, "cost", &all)).unwrap()
    };
    let cents = |bill: &Value| -> u64 {
        let amount = bill["per_month"][0]["amount"].as_str().unwrap();
        amount.replace('.', "").parse().unwrap()
    };
    let all = json(&[]);
    let roots = all["roots"].as_array().unwrap();
    let names: Vec<&str> = roots
        .iter()
        .map(|it| it["variant"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["dev", "prod", "staging"]);
    assert_eq!(cents(&all), roots.iter().map(cents).sum::<u64>());
    assert_eq!(cents(&json(&["--variant=prod"])), cents(&roots[1]));
    assert!(cents(&roots[0]) < cents(&roots[1]));
}

#[test]
fn pictures_are_those_of_each_variant() {
    let scene = project("variants-graph");
    let titles = |options: &[&str]| -> Vec<String> {
        let text = output(&scene, "graph", &[&["--format=mermaid"], options].concat());
        // Of several pictures each is a part of one chart.
        let part = |line: &str| {
            let (place, title) = line.strip_prefix("  subgraph r")?.split_once('[')?;
            let is_picture = place.bytes().all(|it| it.is_ascii_digit());
            is_picture.then(|| title.trim_end_matches(']').to_owned())
        };
        let title = |line: &str| line.strip_prefix("title: ").map(str::to_owned);
        let titles = text.lines();
        titles
            .filter_map(|line| title(line).or_else(|| part(line)))
            .collect()
    };
    let three = ["dev", "prod", "staging"].map(|name| format!("\". (variant {name})\""));
    assert_eq!(titles(ALL), three);
    assert_eq!(titles(&[ALL, &["--variant=prod"]].concat()), ["\".\""]);
    // A variable that nothing drawn hangs on makes no other picture.
    scene.write("envs/staging.tfvars", PROD.replace("\"prod\"", "\"other\""));
    let two = [". (variant dev)", ". (variants prod and staging)"];
    assert_eq!(titles(ALL), two.map(|it| format!("\"{it}\"")));
    scene.write("envs/dev.tfvars", PROD.replace("\"prod\"", "\"third\""));
    assert_eq!(titles(ALL), ["\".\""]);

    let page = output(&scene, "graph", &[ALL, &["--format=html"]].concat());
    assert_eq!(page.matches("<figure").count(), 1);
}

#[test]
fn one_variant_is_one_that_there_is() {
    let scene = project("variants-choice");
    for command in [
        &["eval", "var.name"][..],
        &["inspect"],
        &["cost"],
        &["graph"],
    ] {
        let refused = run(&scene.0, &[command, ALL, &["--variant=prd"]].concat(), &[]);
        assert_eq!(refused.status, 2);
        let reason = "error: there is no variant `prd`; did you mean `prod`?\n";
        assert_eq!(refused.notes, reason, "{command:?}");
    }
}
