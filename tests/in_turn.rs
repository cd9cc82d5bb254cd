//! An evaluation that variants take in turn says of each what one of its own would say: values, places, what was asked for.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

#[expect(dead_code, unused_imports, reason = "trees are made small elsewhere")]
mod generator;
#[expect(dead_code, reason = "expressions are made small elsewhere")]
mod grammar;
mod scene;

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf, sync::Arc};

use generator::Generator;
use globset::GlobSet;
use scene::Scene;
use vpcelint::{
    eval::{Evaluation, InputValue},
    inputs,
    module::{self, Program},
    pool,
    source::{Sources, VersionControl},
    value::{Kind, Origin, OriginId, Origins, Unknown, Value},
};

/// Trees of modules, and the variants of each.
const TREES: u64 = 15;
const VARIANTS: usize = 4;

/// What a root is given.
type Variant = (Vec<InputValue>, Option<Arc<str>>);

#[test]
fn generated_modules_are_what_they_are_alone() {
    let mut kept = 0;
    for seed in 0..TREES {
        let scene = Scene::new("turns");
        let mut generator = Generator::new(seed);
        for (path, (text, _)) in generator.tree().rendered() {
            scene.write(path, text);
        }
        let shared = generator.variable_file();
        let files: Vec<String> = (0..VARIANTS)
            .map(|place| {
                let own = generator.variable_file();
                // What is the same in all stands elsewhere in each.
                format!("{}{own}{shared}", "# another line\n".repeat(place))
            })
            .collect();
        kept += turns(&scene, &files, &[None]);
    }
    // Most of it is computed once for all.
    assert!(kept > 0);
}

#[test]
fn what_hangs_on_a_variant_is_evaluated_anew() {
    let scene = Scene::new("turns-by-hand");
    scene.write("main.tf", MAIN);
    scene.write("net/main.tf", NET);
    let files = [
        "",
        "name = \"a\"\nsize = 2\n",
        "size = 0\nname = \"a\"\n",
        "name = \"a\"\nsize = 1\n",
        "\n\nname = \"a\"\nsize = 2\nregion = \"eu-west-1\"\n",
        "name = \"b\"\nzones = { a = \"eu-west-1a\", b = \"eu-west-1b\" }\nsize = 0\n",
        "zones = { a = \"eu-west-1a\" }\ntable = true\nname = \"b\"\n",
        "size = null\nregion = \"us-east-1\"\n",
    ];
    let files = files.map(str::to_owned);
    let workspaces = [None, Some("dev"), Some("prod"), Some("dev")];
    assert!(turns(&scene, &files, &workspaces) > 0);
}

/// More variables than have a place of their own.
#[test]
fn variables_without_number_are_told_apart_or_taken_together() {
    let scene = Scene::new("turns-many");
    let mut main = String::new();
    for index in 0..200 {
        let _ = writeln!(main, "variable \"v{index}\" {{\n  default = {index}\n}}");
        let _ = writeln!(
            main,
            "resource \"terraform_data\" \"r{index}\" {{\n  input = var.v{index}\n}}"
        );
    }
    scene.write("main.tf", main);
    let files = ["", "v0 = 7\nv199 = 8\n", "v199 = 9\n", "v150 = 1\n"];
    assert!(turns(&scene, &files.map(str::to_owned), &[None]) > 0);
}

/// One text is not one expression in both syntaxes.
#[test]
fn values_of_both_syntaxes_have_their_places() {
    let scene = Scene::new("turns-json");
    scene.write(
        "main.tf",
        "variable \"n\" {}\nresource \"terraform_data\" \"own\" {\n  input = var.n\n}\n",
    );
    let files = ["n = -2\n", "{ \"n\": -2 }", "# n\nn = -2\n"].map(str::to_owned);
    assert!(turns(&scene, &files, &[None]) > 0);
}

/// A circle that one variant closes, and the type of a variable that leaves a doubt, whoever asks for it first.
#[test]
fn what_one_variant_alone_shows_is_not_kept() {
    let scene = Scene::new("turns-apart");
    scene.write(
        "main.tf",
        r#"
variable "closed" { default = false }
variable "text" { default = "x" }
variable "m" {
  type    = object({ s = optional(string, timestamp() + 1) })
  default = {}
}
resource "terraform_data" "one" {
  input = terraform_data.two.id
}
resource "terraform_data" "two" {
  input = var.closed ? terraform_data.one.id : var.text
}
resource "terraform_data" "tried" {
  input = try(var.m.s, var.text)
}
"#,
    );
    let files = [
        "",
        "closed = true\n",
        "text = \"y\"\n",
        "closed = true\ntext = \"y\"\n",
    ];
    assert!(turns(&scene, &files.map(str::to_owned), &[None]) > 0);
}

/// What lies deeper than is followed, the more of it is kept the less deep it seems.
#[test]
fn what_is_deep_is_as_deep_as_it_is_alone() {
    let scene = Scene::new("turns-deep");
    let mut main = "variable \"deep\" { default = false }\nlocals {\n  l0 = 1\n".to_owned();
    for index in 1..=280 {
        let _ = writeln!(main, "  l{index} = (local.l{}) + 0", index - 1);
    }
    // The deep one is asked for first.
    main.push_str(
        r#"}
resource "terraform_data" "deep" {
  count = var.deep ? 1 : 0
  input = local.l280
}
resource "terraform_data" "low" {
  input = local.l140
}
"#,
    );
    scene.write("main.tf", main);
    let sources = Sources::new(scene.0.clone());
    scene.write("0.tfvars", "");
    scene.write("1.tfvars", "deep = true\n");
    let pool = pool::build(1).unwrap();
    pool.install(|| {
        let program = loaded(&sources);
        let given = |file: &str| inputs::in_readable(&sources, &scene.0.join(file));
        let (low, deep) = (given("0.tfvars"), given("1.tfvars"));
        let root = program.roots[0];
        let alone = Evaluation::new(&program, &sources, root, &deep);
        said(&alone);
        let mut turned = Evaluation::new(&program, &sources, root, &low);
        said(&turned);
        assert!(turned.is_within_bounds() && alone.fuel.is_limited());
        turned.pause();
        turned.turn_to(&deep, None);
        said(&turned);
        assert!(!turned.is_within_bounds() && !turned.fuel.is_limited());
    });
}

const MAIN: &str = r#"
variable "name" { default = "none" }
variable "size" {
  default  = 1
  nullable = false
}
variable "region" {
  type    = string
  default = null
}
variable "zones" { default = {} }
variable "table" { default = false }

provider "aws" { region = var.region }

locals {
  around = local.about
  about  = "${local.around}-${var.name}"
  tags   = { Name = "${terraform.workspace}-${var.name}" }
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags       = local.tags
}

resource "aws_subnet" "zone" {
  for_each          = var.zones
  vpc_id            = aws_vpc.main.id
  availability_zone = each.value
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, index(keys(var.zones), each.key))
  tags              = local.tags
}

resource "aws_subnet" "count" {
  count      = var.size
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet("10.1.0.0/16", 8, count.index)
}

resource "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = var.name }
}

resource "aws_route_table_association" "zone" {
  for_each       = aws_subnet.zone
  subnet_id      = each.value.id
  route_table_id = aws_route_table.main.id
}

data "aws_subnets" "own" {
  filter {
    name   = "vpc-id"
    values = [aws_vpc.main.id]
  }
}

data "aws_iam_policy_document" "own" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::${var.name}/*"]
    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpc"
      values   = [aws_vpc.main.id]
    }
  }
}

module "net" {
  count  = var.size
  source = "./net"
  vpc    = aws_vpc.main.id
  name   = var.table ? local.tags.Name : "fixed"
  tables = [aws_route_table.main.id]
  place  = count.index
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.${data.aws_region.current.name}.s3"
  route_table_ids = concat([aws_route_table.main.id], flatten(module.net[*].tables))
  policy          = data.aws_iam_policy_document.own.json
}

resource "aws_vpc_endpoint" "sns" {
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.sns"
  subnet_ids   = concat(data.aws_subnets.own.ids, values(aws_subnet.zone)[*].id, aws_subnet.count[*].id)
  tags         = { Name = local.about }
}

data "aws_region" "current" {}

resource "terraform_data" "ids" {
  input = aws_subnet.count[*].id
}

resource "terraform_data" "first" {
  input = aws_subnet.count[0].id
}

resource "terraform_data" "zones" {
  input = { for name in keys(var.zones) : name => aws_subnet.zone[name].arn }
}
"#;

const NET: &str = r#"
variable "vpc" { type = string }
variable "name" { type = string }
variable "tables" { type = list(string) }
variable "place" { type = number }

resource "aws_security_group" "own" {
  name   = "${var.name}-${var.place}"
  vpc_id = var.vpc
}

resource "aws_route_table" "own" {
  vpc_id = var.vpc
}

output "tables" { value = concat(var.tables, [aws_route_table.own.id]) }
output "group" { value = aws_security_group.own.arn }
"#;

/// Lets all take their turns, twice over and in another order the second time, and holds each against an evaluation of its own. Gives how
/// often anything was kept.
fn turns(scene: &Scene, files: &[String], workspaces: &[Option<&str>]) -> usize {
    let file = |place: usize, text: &str| {
        let is_json = text.starts_with('{');
        let extension = if is_json { "tfvars.json" } else { "tfvars" };
        format!("given/{place}.{extension}")
    };
    for (place, text) in files.iter().enumerate() {
        scene.write(&file(place, text), text);
    }
    let sources = Sources::new(scene.0.clone());
    let pool = pool::build(1).unwrap();
    pool.install(|| {
        let program = loaded(&sources);
        let workspaces = workspaces.iter().cycle();
        let variants: Vec<Variant> = (files.iter().enumerate().zip(workspaces))
            .map(|((place, text), workspace)| {
                let path = scene.0.join(file(place, text));
                let values = inputs::in_readable(&sources, &path);
                (values, workspace.map(Arc::from))
            })
            .collect();
        let first = variants.iter();
        let order: Vec<&Variant> = first.chain(variants.iter().rev()).collect();
        taken(&sources, &program, &order)
    })
}

fn loaded(sources: &Sources) -> Program {
    let everything = [PathBuf::from(".")];
    let nothing = GlobSet::empty();
    let found = sources.discover(&everything, &nothing, VersionControl::Respected);
    module::load(sources, &found.unwrap().directories)
}

fn taken(sources: &Sources, program: &Program, order: &[&Variant]) -> usize {
    let root = program.roots[0];
    let mut in_turn: Option<Evaluation<'_>> = None;
    let mut kept = 0;
    for (values, workspace) in order {
        let begin = || {
            let mut evaluation = Evaluation::new(program, sources, root, values);
            evaluation.workspace.clone_from(workspace);
            evaluation
        };
        let turned = in_turn.take().map(|mut turned| {
            turned.turn_to(values, workspace.as_ref());
            turned
        });
        let (alone, turned) = (begin(), turned.unwrap_or_else(begin));
        let before = turned.fuel.spent();
        hold(&said(&alone), &said(&turned));
        assert!(turned.is_within_bounds());
        assert_eq!(alone.asked(), turned.asked());
        let spent = turned.fuel.spent() - before;
        assert!(spent <= alone.fuel.spent());
        kept += usize::from(spent < alone.fuel.spent());
        turned.pause();
        in_turn = Some(turned);
    }
    kept
}

/// That both say the same.
fn hold(own: &BTreeMap<String, String>, shared: &BTreeMap<String, String>) {
    for (name, value) in own {
        assert_eq!(Some(value), shared.get(name), "{name}");
    }
    assert_eq!(own.len(), shared.len());
}

/// All that is known of all that a root makes.
fn said(evaluation: &Evaluation<'_>) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for scope in evaluation.module_instances() {
        let basis: Vec<String> = (scope.basis.iter())
            .map(|it| chain(*it, &evaluation.origins))
            .collect();
        all.insert(
            scope.address.to_string(),
            format!("{:?} {basis:?}", scope.exists),
        );
        for name in scope.module.resources.keys() {
            for instance in &evaluation.expansion(&scope, name).instances {
                let value = told(&instance.value, &evaluation.origins);
                let exists = format!("{:?} {:?} {value}", instance.exists, instance.keys);
                all.insert(instance.address.to_string(), exists);
            }
        }
        let outputs = told(&evaluation.outputs(&scope), &evaluation.origins);
        all.insert(format!("{} outputs", scope.address), outputs);
    }
    all
}

/// A value with all that it came from.
fn told(value: &Value, origins: &Origins) -> String {
    let each =
        |items: &[Value]| -> Vec<String> { items.iter().map(|it| told(it, origins)).collect() };
    let kind = match &value.kind {
        Kind::Sequence(it) => format!("{:?} {:?} {:?}", it.form, each(&it.items), it.rest),
        Kind::Mapping(it) => {
            let entries = it.entries.iter();
            let entries: Vec<_> = entries
                .map(|(name, it)| (name, told(it, origins)))
                .collect();
            format!("{:?} {entries:?} {:?}", it.form, it.rest)
        }
        Kind::Union(items) => format!("any of {:?}", each(items)),
        Kind::Unknown(unknown) => {
            let members = unknown.members.as_ref().map(|it| each(it));
            let without = Unknown {
                members: None,
                ..Unknown::clone(unknown)
            };
            format!("{without:?} {members:?}")
        }
        other => format!("{other:?}"),
    };
    format!(
        "{kind} {} {}",
        value.sensitive,
        chain(value.origin, origins)
    )
}

/// The way to where it was written.
fn chain(id: OriginId, origins: &Origins) -> String {
    let origin = origins.get(id);
    let from: Vec<String> = origin.from().iter().map(|it| chain(*it, origins)).collect();
    let own = match origin {
        Origin::Operation { span, .. } => format!("{span:?}"),
        Origin::Argument { name, span, .. }
        | Origin::Local { name, span, .. }
        | Origin::Output { name, span, .. } => format!("{name} {span:?}"),
        Origin::ProviderDefault { argument, .. } => argument.to_string(),
        Origin::Plan { what, span, .. } => format!("{what} {span:?}"),
        other => format!("{other:?}"),
    };
    format!("({own} {})", from.join(" "))
}
