//! Values: against what Terraform 1.11.4 says of 421 expressions, with proofs of where they come from, and within bounds of time and
//! memory whatever is asked.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it counted"
)]

mod agreement;
mod asked;
mod judgement;
mod scene;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::PathBuf,
    time::{Duration, Instant},
};

use judgement::judge;
use scene::Scene;
use serde_json::Value as Json;
use vpcelint::{
    config::ConfigSource,
    inspect::{Format, Inspect, Values, inspect},
    pool,
    report::Style,
    source::Sources,
};

/// `[[expression, answer], ...]`, measured with Terraform 1.11.4.
const TRUTH: &str = include_str!("conformance/expressions.json");

/// The same of functions of providers, with version 5.100.0 of the AWS provider, of infinities, and of what random expressions showed.
const FURTHER: &str = include_str!("conformance/further_expressions.json");

/// What we know and Terraform does not, before it has applied or is of version 1.12. All else it knows exactly.
const MORE: [&str; 7] = [
    r#"terraform_data.u.id != """#,
    "true || tobool(terraform_data.u.id)",
    "false && tobool(terraform_data.u.id)",
    r#"tobool(terraform_data.u.id) ? "a" : "a""#,
    r#"compact([terraform_data.u.id, ""])"#,
    r#"substr("arn:${terraform_data.u.id}", 0, 4)"#,
    "alltrue([tobool(terraform_data.u.id), false])",
];

/// What Terraform knows and we do not.
const LESS: [(&str, &str); 2] = [
    (
        r#"base64gzip("test")"#,
        "the bytes are those of Go's compressor",
    ),
    (
        r#"sort(["b", terraform_data.u.id])"#,
        "Terraform knows the length alone",
    ),
];

const STYLE: Style = Style {
    color: false,
    unicode: true,
    width: 100,
    is_screen: false,
};

fn ask(scene: &Scene, expressions: &[&str], format: Format) -> String {
    asked::ask(&scene.0, ".", expressions, format)
}

fn answers(scene: &Scene, expressions: &[&str]) -> Vec<Json> {
    asked::answers(&scene.0, ".", expressions)
}

/// The answer to one expression in a module of one file.
fn answer(scene: &Scene, main: &str, expression: &str) -> Json {
    scene.write("main.tf", main);
    answers(scene, &[expression]).remove(0)
}

#[test]
fn agrees_with_terraform() {
    let scene = Scene::new("conformance");
    scene.write("main.tf", "resource \"terraform_data\" \"u\" {}\n");
    let truth: Vec<(String, Json)> = serde_json::from_str(TRUTH).unwrap();
    let expressions: Vec<&str> = truth.iter().map(|(expr, _)| expr.as_str()).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut failures = String::new();
    for ((expr, truth), ours) in truth.iter().zip(answers(&scene, &expressions)) {
        let (verdict, detail) = judge(&ours, truth);
        let less = verdict == "less" || verdict == "undecided";
        if matches!(verdict, "wrong" | "unrefused")
            || (less && LESS.iter().all(|(less, _)| less != expr))
            || (verdict == "more") != MORE.contains(&expr.as_str())
        {
            let _ = writeln!(failures, "{verdict}: {expr}: {detail}");
        }
        *counts.entry(verdict).or_default() += 1;
    }
    println!("of {} expressions: {counts:?}", truth.len());
    assert!(failures.is_empty(), "{failures}");
    assert_eq!(counts["exact"], truth.len() - LESS.len() - MORE.len());
}

/// So many of these are unknown here: texts and names with letters of which tables tell whether they are escaped, values that are worked
/// out in a file with values, syntax that no parser of ours is sure to refuse, how a text of unknown parts begins, and blocks of YAML whose
/// last line has no end and nothing on it, or a comment perhaps.
const LESS_OF_FURTHER: usize = 27;

#[test]
fn agrees_with_terraform_further() {
    let scene = Scene::new("further");
    scene.write("main.tf", "resource \"terraform_data\" \"u\" {}\n");
    let truth: Vec<(String, Json)> = serde_json::from_str(FURTHER).unwrap();
    let expressions: Vec<&str> = truth.iter().map(|(expr, _)| expr.as_str()).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for ((expr, truth), ours) in truth.iter().zip(answers(&scene, &expressions)) {
        let (verdict, detail) = judge(&ours, truth);
        let is_open = matches!(verdict, "less" | "undecided");
        assert!(verdict == "exact" || is_open, "{verdict}: {expr}: {detail}");
        *counts
            .entry(if is_open { "less" } else { verdict })
            .or_default() += 1;
    }
    assert_eq!(counts["less"], LESS_OF_FURTHER);
    assert_eq!(counts["exact"], truth.len() - LESS_OF_FURTHER);
}

/// A module in which every kind of origin occurs.
const ORIGINS: &str = r#"
variable "region" {
  default = "eu-west-1"
}

variable "zones" {
  type = list(string)
}

locals {
  name = "com.amazonaws.${var.region}.s3"
}

module "child" {
  source = "./child"
  name   = local.name
}

resource "aws_vpc" "main" {}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.main.id
  service_name = local.name
}
"#;

const CHILD: &str = r#"
variable "name" {}

output "name" {
  value = upper(var.name)
}
"#;

fn origins_scene(name: &str) -> Scene {
    let scene = Scene::new(name);
    scene.write("main.tf", ORIGINS);
    scene.write("child/main.tf", CHILD);
    scene.write("terraform.tfvars", "zones = [\"a\", \"b\"]\n");
    scene
}

#[test]
fn people_see_value_type_reason_and_origin() {
    let scene = origins_scene("origins");
    let expressions = [
        "local.name",
        "module.child.name",
        "var.zones[1]",
        "[aws_vpc.main.id, \"x-${aws_vpc.main.arn}\"]",
        "aws_vpc_endpoint.s3.private_dns_enabled",
        "try(var.zones, null) ? 1",
        "nothing.here",
        "{ for zone in var.zones : zone => { subnet = upper(zone), cidr = cidrsubnet(\"10.0.0.0/16\", 8, 1), tags = [zone, zone] } }",
    ];
    insta::assert_snapshot!(ask(&scene, &expressions, Format::Human));
}

#[test]
fn programs_get_one_object_a_line() {
    let scene = origins_scene("origins-json");
    let text = ask(
        &scene,
        &["local.name", "", "\"a${aws_vpc.main.id}\"", "[1, null]"],
        Format::Json,
    );
    insta::assert_snapshot!(text);
}

/// Nothing is known of the type: the provider may set more in its blocks than is written, so `try` must not fall back.
#[test]
fn nothing_is_known_of_a_type_of_another_provider() {
    let scene = Scene::new("unknown_type");
    let main = "
resource \"other_cluster\" \"c\" {
  name = \"c\"
  vpc_config {
    subnet_ids = [\"subnet-1\"]
  }
}
resource \"terraform_data\" \"d\" {
  input = { a = 1 }
}
";
    for expression in [
        "other_cluster.c.name",
        "other_cluster.c.vpc_config[0].security_group_id",
        "try(other_cluster.c.vpc_config[0].subnet_ids, \"none\")",
        "try(one(other_cluster.c.vpc_config[*].vpc_id), \"none\")",
        "can(other_cluster.c.since)",
    ] {
        let answer = quickly(&scene, main, expression);
        assert!(is_unknown(&answer), "{expression}: {answer}");
    }
    for (expression, value) in [
        (
            "try(terraform_data.d.output.b, \"none\")",
            Json::from("none"),
        ),
        (
            "other_cluster.c.vpc_config[0].vpc_id == other_cluster.c.vpc_config[0].vpc_id",
            Json::Bool(true),
        ),
    ] {
        let answer = quickly(&scene, main, expression);
        assert_eq!(answer["value"], value, "{expression}: {answer}");
    }
}

#[test]
fn an_empty_directory_declares_nothing() {
    let scene = Scene::new("empty");
    let all = answers(&scene, &["1 + 1", "var.x"]);
    assert_eq!(all[0]["value"], 2);
    assert!(is_unknown(&all[1]), "{}", all[1]);
}

/// A generator may declare it when it runs: what is written around it is known.
#[test]
fn what_a_generator_may_declare_is_merely_unknown() {
    let scene = Scene::new("undeclared");
    for (expression, expected) in [
        (
            "endswith(\"com.amazonaws.${var.region}.s3\", \".s3\")",
            Json::Bool(true),
        ),
        ("length([var.a, var.b])", Json::from(2)),
        ("var.a == var.a", Json::Bool(true)),
        ("{ a = local.a, b = 1 }.b", Json::from(1)),
        ("local.a == local.a", Json::Bool(true)),
    ] {
        let answer = answer(&scene, "", expression);
        assert_eq!(answer["value"], expected, "{expression}: {answer}");
    }
    assert!(is_unknown(&answer(&scene, "", "try(var.a, 1)")));
}

/// Secrets wherever they can be.
const SECRETS: &str = r#"
variable "secret" {
  default   = "hunter2"
  sensitive = true
}

variable "secrets" {
  default   = { hunter2 = "hunter2" }
  sensitive = true
}

locals {
  derived = "x-${var.secret}"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = var.secret, Other = "shown" }
}

resource "aws_subnet" "each" {
  for_each   = toset([var.secret])
  vpc_id     = aws_vpc.main.id
  cidr_block = each.value
}

resource "aws_security_group" "counted" {
  name = local.derived

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    description = var.secret
    cidr_blocks = [var.secret]
  }
}

output "secret" {
  value     = "hunter2"
  sensitive = true
}
"#;

/// What might give one away.
const QUESTIONS: &[&str] = &[
    "var.secret",
    "local.derived",
    "[var.secret, 1]",
    "{ a = var.secret }",
    "{ (var.secret) = 1 }",
    "var.secrets",
    "keys(var.secrets)",
    "{ for k, v in var.secrets : k => v }",
    "{ for k in [var.secret, var.secret] : k => 1 }",
    "{ for k in toset([var.secret]) : k => 1 }",
    "[for k, v in var.secrets : k]",
    "var.secrets[\"absent\"]",
    "tonumber(var.secret)",
    "regex(\"a(\", var.secret)",
    "regex(var.secret, \"x\")",
    "jsondecode(var.secret)",
    "yamldecode(\"${var.secret}: [\")",
    "file(var.secret)",
    "fileexists(\"/${var.secret}\")",
    "cidrsubnet(var.secret, 8, 1)",
    "timeadd(var.secret, \"1h\")",
    "parseint(var.secret, 10)",
    "[1][var.secret]",
    "{ a = 1 }[var.secret]",
    "var.secret ? 1 : 2",
    "var.secret + 1",
    "\"%{ for c in [var.secret] }${c}%{ endfor }\"",
    "\"%{ if var.secret == \"hunter2\" }hunter2%{ endif }\"",
    "tolist([var.secret])",
    "toset([var.secret])",
    "tomap({ a = var.secret })",
    "merge(var.secrets, { b = 2 })",
    "format(\"%d\", var.secret)",
    "templatestring(local.derived, {})",
    "aws_vpc.main.tags",
    "aws_vpc.main",
    "aws_subnet.each",
    "aws_security_group.counted.ingress",
    "lookup(var.secrets, \"absent\")",
    "setproduct([var.secret], [1])",
    "zipmap([var.secret], [1])",
    "transpose({ a = [var.secret] })",
    "one([var.secret])",
    "coalesce(var.secret, \"x\")",
    "try(var.secret, 1)",
    "element([var.secret], 0)",
    "[[var.secret]][*][0]",
    "aws_subnet.each[var.secret]",
    "terraform_data.x[var.secret]",
];

/// Whatever is asked, the secret stays one.
#[test]
fn nothing_sensitive_is_shown() {
    let scene = Scene::new("sensitive");
    scene.write("main.tf", SECRETS);
    for format in [Format::Human, Format::Json] {
        let text = ask(&scene, QUESTIONS, format);
        // The expressions themselves are repeated; none of them but one holds the secret.
        for line in text.lines() {
            let answer = line
                .replace("var.secret == \\\"hunter2\\\" }hunter2%", "")
                .replace("var.secret == \"hunter2\" }hunter2%", "");
            assert!(!answer.contains("hunter2"), "{line}");
        }
        let sources = Sources::new(scene.0.clone());
        let pool = pool::build(1).unwrap();
        let request = Inspect {
            directory: PathBuf::from("."),
            format,
            network: false,
            values: Values {
                config: ConfigSource::Nothing,
                ..Values::default()
            },
        };
        let output = pool.install(|| inspect(&sources, &request, STYLE)).unwrap();
        assert!(!output.text.contains("hunter2"), "{}", output.text);
        assert!(output.text.contains("shown"), "{}", output.text);
    }
}

/// Runs what may not take long, and gives the answer. Debug builds are slow, and machines busy.
fn quickly(scene: &Scene, main: &str, expression: &str) -> Json {
    let start = Instant::now();
    let answer = answer(scene, main, expression);
    let took = start.elapsed();
    assert!(
        took < Duration::from_secs(120),
        "{expression} took {took:?}"
    );
    answer
}

fn is_unknown(answer: &Json) -> bool {
    answer["unknown"] == Json::Bool(true) || answer["error"].is_string()
}

#[test]
fn locals_that_double_are_cut_off() {
    let scene = Scene::new("doubling");
    for double in [
        "\"${local.lN}${local.lN}\"",
        "[local.lN, local.lN]",
        "{ a = local.lN, b = local.lN }",
        "concat([local.lN], [local.lN])",
        "[for each in [local.lN, local.lN] : each]",
        "merge({ a = local.lN }, { b = local.lN })",
        "true ? [local.lN, local.lN] : []",
        "jsonencode([local.lN, local.lN])",
        "format(\"%s%s\", local.lN, local.lN)",
        "\"${aws_vpc.main.id}${local.lN}${local.lN}\"",
        "var.on ? [local.lN, local.lN] : [local.lN]",
    ] {
        let mut main = String::from(
            "variable \"on\" {}\nresource \"aws_vpc\" \"main\" {}\nlocals {\n  l0 = \"x\"\n",
        );
        for index in 1..=40 {
            let before = format!("l{}", index - 1);
            let _ = writeln!(main, "  l{index} = {}", double.replace("lN", &before));
        }
        main += "}\n";
        let answer = quickly(&scene, &main, "local.l40");
        assert_ne!(answer["unknown"], Json::Bool(false), "{double}");
        assert!(answer.to_string().len() < 50_000_000, "{double}");
        let first = quickly(&scene, &main, "local.l3");
        assert!(first["error"].is_null(), "{double}: {first}");
    }
}

#[test]
fn large_products_are_cut_off() {
    let scene = Scene::new("products");
    for expression in [
        "setproduct(range(100), range(100), range(100), range(100), range(100))",
        "range(1000000000)",
        "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : \"${a}${b}${c}\"]]]",
        "{ for pair in setproduct(range(1000), range(1000)) : join(\"-\", pair) => pair }",
        "flatten([for a in range(1000) : [for b in range(1000) : [a, b]]])",
    ] {
        let answer = quickly(&scene, "", expression);
        assert!(is_unknown(&answer), "{expression}");
    }
}

#[test]
fn long_texts_are_cut_off() {
    let scene = Scene::new("texts");
    for expression in [
        "join(\"\", [for a in range(1000) : join(\"\", [for b in range(1000) : \"0123456789012345678901234567890123456789\"])])",
        "\"%{ for a in range(1000) }%{ for b in range(1000) }%{ for c in range(1000) }abcdefgh%{ endfor }%{ endfor }%{ endfor }\"",
    ] {
        let answer = quickly(&scene, "", expression);
        assert!(is_unknown(&answer), "{expression}");
    }
}

#[test]
fn a_for_each_over_a_million_makes_one_symbolic_instance() {
    let scene = Scene::new("million");
    scene.write(
        "main.tf",
        "resource \"aws_vpc\" \"main\" {
  for_each   = { for pair in setproduct(range(1000), range(1000)) : join(\"-\", pair) => pair }
  cidr_block = \"10.0.0.0/16\"
}
resource \"aws_vpc\" \"counted\" {
  count      = 1000000
  cidr_block = \"10.0.0.0/16\"
}
",
    );
    let sources = Sources::new(scene.0.clone());
    let pool = pool::build(1).unwrap();
    let request = Inspect {
        directory: PathBuf::from("."),
        format: Format::Json,
        network: false,
        values: Values {
            config: ConfigSource::Nothing,
            ..Values::default()
        },
    };
    let report: Json = serde_json::from_str(
        &pool
            .install(|| inspect(&sources, &request, STYLE))
            .unwrap()
            .text,
    )
    .unwrap();
    let resources = report["roots"][0]["resources"].as_array().unwrap();
    let shown: Vec<_> = resources
        .iter()
        .map(|it| {
            (
                it["address"].as_str().unwrap(),
                it["exists"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [("aws_vpc.counted[*]", "may"), ("aws_vpc.main[*]", "may")]
    );
}

#[test]
fn calls_that_multiply_are_cut_off() {
    let scene = Scene::new("calls-of-calls");
    let mut directory = String::new();
    for _ in 0..12 {
        let call = |name| format!("module {name:?} {{\n  source = \"./n\"\n  count  = 4\n}}\n");
        let main = call("a")
            + &call("b")
            + "resource \"aws_vpc\" \"v\" {}\noutput \"o\" {\n  value = [module.a[*].o, module.b[*].o]\n}\n";
        scene.write(&format!("{directory}main.tf"), main);
        directory += "n/";
    }
    scene.write(&format!("{directory}main.tf"), "output \"o\" {}\n");
    let start = Instant::now();
    let sources = Sources::new(scene.0.clone());
    let pool = pool::build(1).unwrap();
    let request = Inspect {
        directory: PathBuf::from("."),
        format: Format::Json,
        network: false,
        values: Values {
            config: ConfigSource::Nothing,
            ..Values::default()
        },
    };
    let report: Json = serde_json::from_str(
        &pool
            .install(|| inspect(&sources, &request, STYLE))
            .unwrap()
            .text,
    )
    .unwrap();
    let shown = report["roots"][0]["resources"].as_array().unwrap().len();
    assert!((1..40_000).contains(&shown), "{shown}");
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn what_is_written_in_a_resource_is_no_matter_of_trial() {
    let scene = Scene::new("trial");
    let main = "
resource \"aws_vpc\" \"v\" {
  count      = 1
  cidr_block = \"10.0.0.0/16\"
}
resource \"aws_vpc_endpoint\" \"e\" {
  for_each     = toset([\"a\"])
  service_name = \"com.amazonaws.eu-west-1.s3\"
}
";
    for (expression, value) in [
        ("try(aws_vpc.v[0].cidr_block, null)", "10.0.0.0/16"),
        (
            "try(aws_vpc_endpoint.e[\"a\"].service_name, null)",
            "com.amazonaws.eu-west-1.s3",
        ),
    ] {
        let answer = quickly(&scene, main, expression);
        assert_eq!(answer["value"], value, "{expression}: {answer}");
        assert_eq!(answer["unknown"], Json::Bool(false), "{expression}");
    }
    // What the provider may add is another matter.
    assert!(is_unknown(&quickly(&scene, main, "can(aws_vpc.v[0].nix)")));
}

#[test]
fn numbers_that_cannot_be_written_down_are_cut_off() {
    let scene = Scene::new("extraordinary");
    let mut main = "locals {\n  n0 = 1e-20000\n".to_owned();
    for step in 1..40 {
        let _ = writeln!(main, "  n{step} = local.n{0} * local.n{0}", step - 1);
    }
    main += "}\n";
    for expression in ["local.n39", "\"${local.n39}\"", "1 / local.n39"] {
        let answer = quickly(&scene, &main, expression);
        assert!(is_unknown(&answer), "{expression}: {answer}");
    }
    let many = "[for i in range(1000) : format(\"%.1f %s\", i / 7, \"${i / 7}!\")][1]";
    assert_eq!(
        quickly(&scene, &main, many)["value"]
            .as_str()
            .map(|it| it.len() > 100),
        Some(true)
    );
}

#[test]
fn cycles_are_unknown() {
    let scene = Scene::new("cycles");
    scene.write(
        "child/main.tf",
        "variable \"in\" {}\noutput \"out\" {\n  value = [var.in]\n}\n",
    );
    let main = "
locals {
  a = module.one.out
  b = local.a
  self = [local.self]
  x = local.y
  y = local.x
}
module \"one\" {
  source = \"./child\"
  in     = module.two.out
}
module \"two\" {
  source = \"./child\"
  in     = local.b
}
resource \"aws_vpc\" \"a\" {
  cidr_block = aws_vpc.b.cidr_block
}
resource \"aws_vpc\" \"b\" {
  cidr_block = aws_vpc.a.cidr_block
}
";
    for expression in [
        "local.b",
        "local.self",
        "local.x",
        "module.one.out",
        "aws_vpc.a.cidr_block",
    ] {
        let answer = quickly(&scene, main, expression);
        assert_ne!(
            answer["unknown"],
            Json::Bool(false),
            "{expression}: {answer}"
        );
    }
}

#[test]
fn long_chains_and_deep_nesting_do_not_overflow() {
    let scene = Scene::new("chains");
    for link in [
        "local.lN",
        "[local.lN]",
        "\"${local.lN}\"",
        "try(local.lN, 1)",
    ] {
        let mut main = String::from("locals {\n  l0 = 1\n");
        for index in 1..=5000 {
            let before = format!("l{}", index - 1);
            let _ = writeln!(main, "  l{index} = {}", link.replace("lN", &before));
        }
        // Asked in this order each is found evaluated by the next, however deep they nest.
        let order: Vec<String> = (0..=5000).map(|index| format!("local.l{index}")).collect();
        let _ = writeln!(main, "  order = [{}]\n}}", order.join(", "));
        let last = quickly(&scene, &main, "local.l5000");
        assert_ne!(last["unknown"], Json::Bool(false), "{link}");
        quickly(&scene, &main, "local.order");
    }
    let nested = [
        format!("{}1{}", "[".repeat(60), "]".repeat(60)),
        format!("{}1{}", "[".repeat(5000), "]".repeat(5000)),
        format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000)),
        format!("{}1", "-".repeat(100_000)),
        format!("1{}", " + 1".repeat(10_000)),
        format!("{}1{}", "\"${".repeat(3_000), "}\"".repeat(3_000)),
        format!("local.x{}", ".a".repeat(10_000)),
        format!("local.x{}", "[0]".repeat(10_000)),
    ];
    for expression in &nested {
        quickly(&scene, "locals {\n  x = 1\n}\n", expression);
    }
}

/// Whatever a person or a generator may chain is worth what Terraform makes of it, and what it makes of a chain that is refused
/// somewhere is found without going through the rest again for each link.
#[test]
fn long_chains_have_their_value() {
    let scene = Scene::new("operators");
    let choose = |index: usize| format!("local.x == {index} ? {} : ", index + 1);
    let chosen: String = (0..2000).map(choose).collect();
    let long = [
        (format!("{chosen}0"), "0"),
        (
            chosen.replacen("local.x == 1500", "true", 1) + "null",
            "1501",
        ),
        (format!("0{}", " + local.x * 2 - 1".repeat(1500)), "-7500"),
        (format!("false{}", " || local.x == 1".repeat(2000)), "false"),
        (format!("[{chosen}\"text\"][0]"), "\"text\""),
        (format!("\"${{{chosen}0}}\""), "0"),
        (
            format!("try({}tonumber(\"x\"), 7)", "true ? 1 : ".repeat(2000)),
            "1",
        ),
        (
            format!("try({}tonumber(\"x\"), 7)", "false ? 1 : ".repeat(2000)),
            "7",
        ),
        (format!("{}null", "var.u ? 1 : ".repeat(100)), "null"),
    ];
    for (expression, value) in long {
        let main = "variable \"u\" {\n  type = bool\n}\nlocals {\n  x = -2\n}\n";
        let answer = quickly(&scene, main, &expression);
        let start: String = expression.chars().take(30).collect();
        assert_eq!(answer["value"].to_string(), value, "{start}: {answer}");
    }
}

#[test]
fn huge_numbers_are_cut_off() {
    let scene = Scene::new("numbers");
    for expression in [
        "\"${1e100000000}\"",
        "1e999999999 * 1e999999999",
        "pow(10, 1000000000)",
        "format(\"%099999999d\", 1)",
        "format(\"%f\", 1e100000)",
        "tostring(1e-100000000)",
        "indent(1000000000, \"a\\nb\")",
    ] {
        quickly(&scene, "", expression);
    }
}

const UNKNOWN: &str = "unknown";
const REFUSED: &str = "refused";

/// What random expressions showed to be wrong, each the smallest that showed it (`tests/random_expressions.rs`), and what it
/// is worth: as Terraform says, or `UNKNOWN` where we say less.
const FOUND: &[(&str, &str)] = &[
    // Arguments of unknown type end the checks of a call.
    ("contains(jsondecode(terraform_data.u.id), null)", UNKNOWN),
    ("concat(null, jsondecode(terraform_data.u.id))", REFUSED),
    ("element(split(\",\", terraform_data.u.id), 0.1)", UNKNOWN),
    ("element([1], 12345678901234567890)", REFUSED),
    // Conditions.
    ("terraform_data.u.id == \"a\" ? {}[\"a\"] : [][1]", UNKNOWN),
    ("true ? 0 : 0 >= null", REFUSED),
    // Functions of OpenTofu alone.
    ("cidrcontains(\"10.0.0.0/8\", \"10.1.0.0/16\")", "true"),
    ("cidrcontains(\"10.1.0.0/16\", \"10.0.0.0/8\")", "false"),
    ("cidrcontains(\"10.0.0.0/8\", \"11.0.0.1\")", "false"),
    ("cidrcontains(\"fd00::/8\", \"fd00::1\")", "true"),
    ("cidrcontains(\"10.0.0.0/8\", \"fd00::1\")", REFUSED),
    ("urldecode(\"a+b%2Fc%C3%A9\")", "\"a b/cé\""),
    ("urldecode(\"%2\")", REFUSED),
    ("base64gunzip(\"H4sIAAAA\")", UNKNOWN),
    // Since 1.12 what the left operand decides is decided (before, Terraform refuses the other).
    ("false && tobool(\"x\")", "false"),
    ("true || [][0]", "true"),
    ("true && tobool(\"x\")", REFUSED),
    ("try(false && tobool(\"x\"), \"fallback\")", UNKNOWN),
    ("terraform_data.u.id == \"a\" ? null && true : []", REFUSED),
    ("true ? [] : [null, []]", REFUSED),
    ("true ? null : toset([])", "null"),
    ("coalesce([], true ? null : toset([]))", "[]"),
    ("[for v in [] : v if null]", REFUSED),
    // What may still be refused leaves the fallback of `try` open.
    ("try([jsondecode(terraform_data.u.id), \"\"], [])", UNKNOWN),
    (
        "startswith(try(\"x-${terraform_data.u.id}\", \"\"), \"x\")",
        "true",
    ),
    ("tonumber(try(terraform_data.u.id == \"a\", []))", UNKNOWN),
    // Types that differ are unequal, known or not.
    ("[] == toset(split(\",\", terraform_data.u.id))", "false"),
    ("toset(split(\",\", terraform_data.u.id))[2]", REFUSED),
    ("lookup(\"a\", terraform_data.u.id, 1)", REFUSED),
    ("jsondecode(\"x-${terraform_data.u.id}\")", REFUSED),
    (
        "trimsuffix(\"x-${terraform_data.u.id}\", \"\") == \"x-\"",
        UNKNOWN,
    ),
    // What is unknown still has bounds, or no type.
    ("length(toset([terraform_data.u.id, \"a\"])) > 0", "true"),
    ("length(toset([terraform_data.u.id, \"a\"])) == 1", UNKNOWN),
    ("length(split(\",\", terraform_data.u.id)) >= -1", "true"),
    ("length(\"x-${terraform_data.u.id}\") < 2", "false"),
    ("0 > length(terraform_data.u.id)", "false"),
    (
        "length(concat([1], tolist(jsondecode(terraform_data.u.id)))) == 0",
        "false",
    ),
    (
        "length(concat([1], tolist(jsondecode(terraform_data.u.id)))) > 1",
        UNKNOWN,
    ),
    (
        "true ? true : keys(jsondecode(terraform_data.u.id))",
        "true",
    ),
    ("tolist(null)[*].a", REFUSED),
    // Terraform would wait where we go on, and does not refuse yet what follows.
    (
        "true ? \"\" : [for v in (terraform_data.u.id == \"a\" ? { a = 1 } : { a = 2 }) : v]",
        "\"\"",
    ),
    (
        "true ? { a = 1 } : (terraform_data.u.id == \"a\" ? { a = 1 } : { a = 2 })[*].a",
        "{\"a\":1}",
    ),
    (
        "true ? { b = 1 } : terraform_data.u.id == \"a\" ? one([1, 2]) : { b = 1, c = \"\" }",
        UNKNOWN,
    ),
    (
        "coalesce(0, terraform_data.u.id == \"a\" ? \"12\" : one([1, 2]))",
        UNKNOWN,
    ),
    ("true ? true : true ? [] : [1, null, { a = true }]", "true"),
    (
        "true ? 1 : true ? try(terraform_data.u.id == \"a\" ? [] : [], []) : {}[\"a\"]",
        "1",
    ),
    (
        "lookup({ a = 1 }, \"a\", lookup(terraform_data.u.id == \"a\" ? {} : {}, \"\"))",
        UNKNOWN,
    ),
    (
        "true ? 1 : false ? ephemeralasnull(terraform_data.u.id == \"a\" ? { a = 1 } : { a = 2 }) : { b = 1 }",
        "1",
    ),
    ("coalesce([1, null, {}], null, toset([]))", "[1,null,{}]"),
    ("coalesce([1, null, {}], toset([]))", REFUSED),
    (
        "coalesce([], terraform_data.u.id == \"a\" || true ? element([], 3) : [])",
        UNKNOWN,
    ),
    (
        "coalesce(true, try(jsondecode(terraform_data.u.id), 1))",
        "true",
    ),
    (
        "coalesce([], coalescelist(jsondecode(terraform_data.u.id), null))",
        "[]",
    ),
    ("coalescelist([1], null)", REFUSED),
    (
        "coalesce([{ b = jsondecode(terraform_data.u.id), c = [] }, { b = 0 }], tolist([]))",
        UNKNOWN,
    ),
    (
        "true ? { a = 1 } : merge(jsondecode(terraform_data.u.id))[*]",
        "{\"a\":1}",
    ),
    (
        "coalesce([], coalesce(tomap({ (terraform_data.u.id) = 1 }), jsondecode(terraform_data.u.id)))",
        "[]",
    ),
    (
        "coalesce({ a = \"x\", b = null }, tomap({ a = \"\" }), { a = \"x\", b = [] })",
        "{\"a\":\"x\",\"b\":null}",
    ),
    (
        "coalesce(tomap({ a = 1 }), { a = [], b = null })",
        "{\"a\":1}",
    ),
    ("true ? [] : \"${one([1, 2])}\"", "[]"),
    // A branch of unknown condition may turn out to have other members: both are maps then, and one text makes texts of all.
    (
        "(length(terraform_data.u.id) > 3 ? { a = 1 } : merge(jsondecode(terraform_data.u.id), { a = 1 })).a == 1",
        UNKNOWN,
    ),
    (
        "(length(terraform_data.u.id) > 3 ? { a = \"x\", b = 1 } : merge(jsondecode(terraform_data.u.id), { a = \"x\" })).a",
        "\"x\"",
    ),
    (
        "lookup((length(terraform_data.u.id) > 3 ? tomap({ a = 1 }) : merge(jsondecode(terraform_data.u.id), { a = 1 })), \"a\", 1)",
        UNKNOWN,
    ),
    (
        "(strcontains(terraform_data.u.id, \"b\") ? { a = 1, b = 2 } : merge({ (terraform_data.u.id) = \"x\" }, { a = 1 }))[*].a",
        UNKNOWN,
    ),
    (
        "tomap({ a = { a = 1 }, b = jsondecode(terraform_data.u.id) }).a.a",
        UNKNOWN,
    ),
    (
        "tomap({ a = { a = \"x\" }, b = jsondecode(terraform_data.u.id) }).a.a",
        "\"x\"",
    ),
    (
        "coalesce(true, [1][jsondecode(terraform_data.u.id)], true)",
        "true",
    ),
    (
        "coalesce(1, merge(jsondecode(terraform_data.u.id), { a = true }).a, 1)",
        "1",
    ),
    (
        "tolist([(length(terraform_data.u.id) > 3 ? { a = { a = [1], (terraform_data.u.id) = 1 } } : { a = { a = [1] } }).a, 1])[1]",
        UNKNOWN,
    ),
    // Numbers.
    (
        "cidrhost(\"fd00:ec2::/48\", 12345678901234567890)",
        "\"fd00:ec2::ab54:a98c:eb1f:ad2\"",
    ),
    ("cidrhost(\"fd00:ec2::/48\", pow(2, 64))", UNKNOWN),
    ("cidrsubnet(\"10.1.2.0/24\", 4, -3)", "\"0.0.0.48/28\""),
    ("cidrsubnet(\"10.0.0.0/16\", 8, -256)", REFUSED),
    // What may be refused has no type that the other branch could differ from, and what is of no type yet may go with anything.
    (
        "terraform_data.u.id == \"0\" ? { a = 1 } : length(terraform_data.u.id) > 3 ? {} : tolist(jsondecode(terraform_data.u.id))",
        UNKNOWN,
    ),
    (
        "true ? { a = 1 } : tolist(jsondecode(terraform_data.u.id))",
        "{\"a\":1}",
    ),
    (
        "true ? { a = 1 } : [jsondecode(terraform_data.u.id)]",
        REFUSED,
    ),
    ("true ? { a = 1 } : tolist([terraform_data.u.id])", REFUSED),
    (
        "try(true ? { a = 1, b = jsondecode(terraform_data.u.id) } : { a = true, c = 1 }, \"none\")",
        UNKNOWN,
    ),
    (
        "try(lookup(tomap({ a = 1, b = jsondecode(terraform_data.u.id) }), \"a\", \"d\"), \"none\")",
        UNKNOWN,
    ),
    ("cidrsubnet(\"10.0.0.0/16\", -8, 1)", "\"11.0.0.0/8\""),
    ("cidrsubnet(\"10.0.0.0/16\", -8, 300)", REFUSED),
    (
        "cidrsubnet(\"fd00:ec2::/48\", 70, 12345678901234567890)",
        "\"fd00:ec2:0:2ad:52a6:33ac:7c2b:4800/118\"",
    ),
    ("5 % 0", "5"),
    // What was a double is written and computed with as one.
    ("tostring(pow(2, 64))", "\"18446744073709550000\""),
    ("tostring(pow(2, 64) + 1)", "\"18446744073709551617\""),
    (
        "tostring(sum([pow(2, 64), pow(2, 3)]))",
        "\"18446744073709550000\"",
    ),
    ("format(\"%d\", pow(2, 64))", "\"18446744073709551616\""),
    ("pow(12345678901234567890, 1) % 3", "0"),
    ("1 / 0", REFUSED),
    ("tostring(0 * -1)", "\"-0\""),
    ("tostring(0 * -1) == \"0\"", "false"),
    ("-0 == 0", "true"),
    ("tostring(log(3, 10))", "\"0.4771212547196623\""),
    ("log(-1, 10)", REFUSED),
    ("substr(\"\", 12345678901234567890, -1)", REFUSED),
    ("length(yamldecode(\"- .inf\"))", "1"),
];

#[test]
fn what_random_expressions_found() {
    let scene = Scene::new("found");
    scene.write("main.tf", "resource \"terraform_data\" \"u\" {}\n");
    let expressions: Vec<&str> = FOUND.iter().map(|(expression, _)| *expression).collect();
    for ((expression, expected), answer) in FOUND.iter().zip(answers(&scene, &expressions)) {
        let said = match (&answer["error"], &answer["unknown"]) {
            (Json::String(_), _) => REFUSED.to_owned(),
            (_, Json::Bool(false)) => answer["value"].to_string(),
            _ => UNKNOWN.to_owned(),
        };
        assert_eq!(said, *expected, "{expression}: {answer}");
    }
}

/// Resources have all attributes that their type has: `try` need not doubt them, and what it gives keeps its identity.
#[test]
fn try_does_not_doubt_resources() {
    let scene = Scene::new("resources");
    let main = "resource \"aws_vpc\" \"main\" {\n  count = 1\n}\n";
    for (expression, expected) in [
        (
            "try(aws_vpc.main[0].id, \"none\") == aws_vpc.main[0].id",
            Json::Bool(true),
        ),
        ("try(aws_vpc.main[1].id, \"none\")", Json::from("none")),
        (
            "try(aws_vpc.main[*].id, []) == aws_vpc.main[*].id",
            Json::Bool(true),
        ),
        (
            "try(aws_vpc.main[0].tags_all.x, \"none\") == aws_vpc.main[0].tags_all.x",
            Json::Null,
        ),
    ] {
        let answer = answer(&scene, main, expression);
        assert_eq!(answer["value"], expected, "{expression}: {answer}");
    }
}

/// What the parts that are known decide is known, and an id of a resource is something.
#[test]
fn what_is_known_in_part_decides_what_it_can() {
    let scene = Scene::new("in-part");
    scene.write(
        "main.tf",
        r#"data "aws_region" "here" {}
variable "key" { type = string }
variable "name" { type = string }
resource "aws_vpc" "one" {
  cidr_block = "10.0.0.0/16"
}
data "aws_availability_zones" "all" {}
locals {
  zones = data.aws_availability_zones.all.names
  a     = { for at in [0, 1] : "a-${local.zones[at]}" => at }
  b     = { for at in [0, 1] : "b-${local.zones[at]}" => at }
}
"#,
    );
    for (expression, shown) in [
        // Members of a set may be one before anybody makes keys of them; of a list two that are one are refused.
        (
            r#"length({ for key in toset([var.key, "a"]) : key => 1 })"#,
            "(unknown",
        ),
        (
            r#"length({ for key in setunion([var.key], ["a"]) : key => 1 })"#,
            "(unknown",
        ),
        (
            r#"try({ for at, key in [var.key, var.name] : key => at }, "twice")"#,
            r#"{ "${var.key}" = 0, "${var.name}" = 1 } or "twice""#,
        ),
        (
            r"length({ for at, key in [var.key, var.name] : key => at })",
            "2",
        ),
        (
            r#"keys({ for at, key in [var.key, "b"] : key => at }) == ["b", "z"]"#,
            "(unknown",
        ),
        (
            r#"issensitive(values({ for key in ["a"] : "${key}-${var.key}" => sensitive(key) }))"#,
            "false",
        ),
        ("length(merge(local.a, local.b, { c = 2 }))", "5"),
        (r#"length(merge(local.a, { "a-x" = 2 }))"#, "(unknown"),
        ("merge(local.a, local.b)[\"b-${local.zones[1]}\"]", "1"),
        (
            "toset(values(merge(local.a, { c = 2 })))",
            "toset([0, 1, 2])",
        ),
        (
            r#"length([for key in keys(local.a) : key if startswith(key, "a-")])"#,
            "2",
        ),
        ("[for key, at in local.a : at]", "(unknown)"),
        (
            "{ for key, at in local.a : at => key }[\"1\"]",
            "\"a-${data",
        ),
        (
            r#"split("/", "a/${local.zones[1]}")[1]"#,
            "(unknown data.aws_availability_zones.all.names[1])",
        ),
        (
            r"{ for name in [var.key, var.key] : name => 1 }",
            r#"{ "${var.key}" = 1, ... }"#,
        ),
        (
            r#"replace("com.amazonaws.<R>.s3", "<R>", data.aws_region.here.name)"#,
            r#""com.amazonaws.${provider.aws.region}.s3""#,
        ),
        (r#"replace("plain", "<R>", var.key)"#, r#""plain""#),
        (r#"title("an ${var.key}-end")"#, r#""An ${?}-End""#),
        (r#"chomp("${var.key}x\n")"#, r#""${var.key}x""#),
        (
            r#"coalesce(aws_vpc.one.id, "none")"#,
            "(unknown aws_vpc.one.id)",
        ),
        (r#"lookup({}, var.key, "default")"#, r#""default""#),
    ] {
        let told = ask(&scene, &[expression], Format::Human);
        let first = told.lines().next().unwrap_or_default();
        assert!(first.starts_with(shown), "{expression}: {first}");
    }
}

/// Of two in each of 64 places the combinations are as many as 64 bits cannot count.
#[test]
fn alternatives_in_many_places_are_not_combined() {
    let scene = Scene::new("places");
    scene.write("main.tf", "variable \"on\" { type = bool }\n");
    for places in [5, 63, 64, 65, 200] {
        let text = "${var.on ? \"x\" : \"y\"}".repeat(places);
        let answer = answers(&scene, &[&format!("\"{text}\"")]);
        assert_eq!(answer[0]["value"], Json::Null, "{places}");
    }
}

/// OpenTofu's `enabled`: what is not enabled is not there, and refers to nothing.
#[test]
fn what_is_not_enabled_is_not_there() {
    let scene = Scene::new("enabled");
    scene.write(
        "main.tofu",
        r#"variable "on" { type = bool }
resource "aws_vpc" "off" {
  cidr_block = "10.0.0.0/16"
  lifecycle { enabled = false }
}
resource "aws_vpc" "on" {
  cidr_block = "10.0.0.0/16"
  lifecycle { enabled = true }
}
resource "aws_vpc" "either" {
  cidr_block = "10.0.0.0/16"
  lifecycle { enabled = var.on }
}
"#,
    );
    let answers = answers(
        &scene,
        &[
            "aws_vpc.off == null",
            "aws_vpc.on == null",
            "aws_vpc.either == null",
        ],
    );
    let values: Vec<&Json> = answers.iter().map(|it| &it["value"]).collect();
    assert_eq!(values, [&Json::Bool(true), &Json::Bool(false), &Json::Null]);
}

/// OpenTofu's providers with `for_each`: each instance has the Region of the configuration that its key chooses.
#[test]
fn a_provider_configuration_is_chosen_by_its_key() {
    let scene = Scene::new("providers");
    scene.write(
        "main.tofu",
        r#"variable "regions" { default = { west = "eu-west-1", north = "eu-north-1" } }
variable "key" { type = string }
provider "aws" {
  alias    = "by"
  for_each = var.regions
  region   = each.value
}
module "m" {
  source    = "./m"
  for_each  = var.regions
  providers = { aws = aws.by[each.key] }
}
data "aws_region" "here" {
  for_each = var.regions
  provider = aws.by[each.key]
}
data "aws_region" "any" { provider = aws.by[var.key] }
data "aws_region" "none" { provider = aws.by["south"] }
"#,
    );
    scene.write(
        "m/main.tf",
        "data \"aws_region\" \"r\" {}\noutput \"region\" { value = data.aws_region.r.name }\n",
    );
    for (expression, shown) in [
        ("data.aws_region.here[\"west\"].name", "\"eu-west-1\""),
        ("module.m[\"north\"].region", "\"eu-north-1\""),
        ("data.aws_region.any.name", "(unknown)"),
        (
            "data.aws_region.none.name",
            "error: there is no provider configuration aws.by[\"south\"]",
        ),
    ] {
        let told = ask(&scene, &[expression], Format::Human);
        let first = told.lines().next().unwrap_or_default();
        assert!(first.starts_with(shown), "{expression}: {first}");
    }
}
