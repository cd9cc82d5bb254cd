//! Whatever a secret's name is put together of, what has it is hidden; what is none is shown.

use super::{said, scene::Scene};

/// A change near by, the context of which shows what stands above.
const NEAR: &str = "# vpcelint: ignore[private_dns_disabled] clients\nresource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n";

/// What a text is about, and the text.
type Said = (&'static str, &'static str);

const SECRETS: &[Said] = &[
    (
        "a key that ends with what is put into it",
        r#"locals { x = {
  "DB_PASSWORD_${terraform.workspace}" = "hunter2"
}}
"#,
    ),
    (
        "a name that ends so",
        r#"locals { x = [
  { name = "DB_PASSWORD_${terraform.workspace}", value = "hunter2" }
]}
"#,
    ),
    (
        "a name that a function gives",
        r#"locals { x = [
  { name = upper("db_password"), value = "hunter2" }
]}
"#,
    ),
    (
        "a name that is a local value",
        r#"locals {
 n = "DB_PASSWORD"
 x = [ { name = local.n, value = "hunter2" } ]
}
"#,
    ),
    (
        "keys that are put together",
        r#"locals {
 n = "DB_PASSWORD"
 x = { "${upper("db_password")}" = "hunter2" }
 y = { "${local.n}" = "hunter2" }
}
"#,
    ),
    (
        "a name that hangs on a condition",
        r#"locals {
  e = [{ name = true ? "DB_PASSWORD" : "x", value = "hunter2" }]
}
"#,
    ),
    (
        "SECRET_KEY_BASE",
        r#"locals { x = {
  SECRET_KEY_BASE = "hunter2"
}}
"#,
    ),
    (
        "a default in a script",
        r"locals {
 x = <<-X
  psql $${DB_PASSWORD:-hunter2}
  X
}
",
    ),
    (
        "a colon without a blank",
        r#"locals {
 x = <<-X
  {user:"a",password:"hunter2"}
  X
}
"#,
    ),
    (
        "a brace in a string",
        r#"locals {
 x = <<-X
  {"name":"DB_PASSWORD","p":"{","value":"hunter2"}
  X
}
"#,
    ),
    (
        "a list in an item",
        r"locals {
 x = <<-X
  - name: DB_PASSWORD
    l:
    - a
    value: hunter2
  X
}
",
    ),
    (
        "an item below its dash",
        r"locals {
 x = <<-X
  -
    name: DB_PASSWORD
    value: hunter2
  X
}
",
    ),
    (
        "a line end that is written",
        r#"locals {
  e = "A=b\nPASSWORD=hunter2"
}
"#,
    ),
    (
        "a directive",
        r#"locals {
  e = "PASSWORD=%{ if true }hunter2%{ endif }"
}
"#,
    ),
    (
        "a member of a list",
        r#"resource "helm_release" "x" {
  set {
    name  = "users[0].password"
    value = "hunter2"
  }
}
"#,
    ),
    (
        "a name in a text that ends with what is put into it",
        r#"locals {
  x = "DB_PASSWORD_${local.e}=hunter2"
  e = "p"
}
"#,
    ),
    (
        "many lines between",
        r#"locals {
 x = <<-X
  {"name": "DB_PASSWORD",
   "k0": 1,
   "k1": 1,
   "k2": 1,
   "k3": 1,
   "k4": 1,
   "k5": 1,
   "k6": 1,
   "k7": 1,
   "k8": 1,
   "k9": 1,
   "k10": 1,
   "k11": 1,
   "k12": 1,
   "k13": 1,
   "k14": 1,
   "k15": 1,
   "k16": 1,
   "k17": 1,
   "k18": 1,
   "k19": 1,
   "k20": 1,
   "k21": 1,
   "k22": 1,
   "k23": 1,
   "k24": 1,
   "k25": 1,
   "k26": 1,
   "k27": 1,
   "k28": 1,
   "k29": 1,
   "k30": 1,
   "k31": 1,
   "k32": 1,
   "k33": 1,
   "k34": 1,
   "k35": 1,
   "k36": 1,
   "k37": 1,
   "k38": 1,
   "k39": 1,
   "value": "hunter2"}
  X
}
"#,
    ),
    (
        "other keys",
        r#"locals {
  x = { RAILS_MASTER_KEY = "hunter2", ENCRYPTION_KEY = "hunter2" }
}
"#,
    ),
    (
        "a default that is set in a script",
        r#"locals {
  x = <<-X
    : "$${DB_PASSWORD:=hunter2}"
  X
}
"#,
    ),
    (
        "a name in a loop",
        r#"locals {
  x = [for e in ["a"] : { name = "DB_PASSWORD_${e}", value = "hunter2" }]
}
"#,
    ),
    (
        "a key with a colon",
        r#"locals {
  x = { "DB_PASSWORD_${terraform.workspace}" : "hunter2" }
}
"#,
    ),
    (
        "a key that begins with what is put into it",
        r#"locals {
  x = { "${local.p}_DB_PASSWORD" : "hunter2" }
 p="a"
}
"#,
    ),
    (
        "a name that a default gives",
        r#"variable "n" {
  default = "DB_PASSWORD"
}
locals { x = [ { name = "${var.n}", value = "hunter2" } ] }
"#,
    ),
    (
        "a name that a local value takes from another",
        r#"locals {
 n = local.m
 m = "DB_PASSWORD"
 x = [ { name = local.n, value = "hunter2" } ]
}
"#,
    ),
    (
        "a key that a function gives",
        r#"locals { x = { (upper("db_password")) = "hunter2" } }
"#,
    ),
    (
        "what is written before its name, below a line end that is written",
        r#"locals { x = "value=hunter2\nname=DB_PASSWORD" }
"#,
    ),
];

/// What may look like it.
const OTHERS: &[Said] = &[
    (
        "no name of a secret",
        r#"locals { x = { plain = "hunter2" } }
"#,
    ),
    (
        "another name",
        r#"locals { x = [ { name = "HOST", value = "hunter2" }, { name = "DB_PASSWORD", valueFrom = "a" } ] }
"#,
    ),
    (
        "another name by a local value",
        r#"locals {
 n = "HOST"
 x = [ { name = local.n, value = "hunter2" } ]
}
"#,
    ),
    (
        "a condition on a name",
        r#"locals { x = [ { name = var.n == "password" ? "a" : "b", value = "hunter2" } ] }
"#,
    ),
    (
        "an ARN",
        r#"locals { x = "arn:aws:secretsmanager:us-east-1:111122223333:secret:hunter2" }
"#,
    ),
    (
        "an ARN that is put together",
        r#"locals { x = "arn:aws:secretsmanager:us-east-1:${local.a}:secret:${local.b}-hunter2" }
"#,
    ),
    (
        "a number of tokens",
        r#"locals { x = "max_tokens=hunter2" }
"#,
    ),
    (
        "how tokens are used",
        r#"resource "aws_instance" "i" {
  metadata_options {
    http_tokens = "hunter2"
  }
}
"#,
    ),
    (
        "whether it is a secret",
        r#"locals { x = "{\"is_secret\": true, \"a\": \"hunter2\"}" }
"#,
    ),
    (
        "an item beside that of a secret",
        r"locals {
 x = <<-X
  - name: DB_PASSWORD
    value: a
  - name: HOST
    value: hunter2
  X
}
",
    ),
];

fn told(text: &str) -> String {
    let scene = Scene::new("called");
    scene.write("main.tf", text.to_owned() + NEAR);
    let told = [&["check"][..], &["check", "--diff", "--unsafe-fixes"]];
    told.map(|arguments| said(&scene, arguments)).concat()
}

#[test]
fn what_is_called_like_a_secret_is_hidden_however_its_name_is_written() {
    for (about, text) in SECRETS {
        let told = told(text);
        assert!(!told.contains("hunter2"), "{about}: {told}");
        assert!(told.contains("aws_vpc"), "{about}: {told}");
    }
}

#[test]
fn what_is_not_called_like_one_is_shown() {
    for (about, text) in OTHERS {
        let told = told(text);
        assert!(told.contains("hunter2"), "{about}: {told}");
    }
}
