//! Random configurations that keep a secret: where it is written, by what words it is hidden, through what it passes, where it
//! ends, and what is at fault around it.

use proptest::{
    collection::vec,
    prelude::*,
    sample::{select, subsequence},
};
use serde_json::{Value as Json, json};

/// What must not be seen.
pub(crate) const CANARY: &str = "qZ7hiddenXw";

/// The same where a number is asked for.
pub(crate) const NUMBER: u64 = 739_184_620_518;

/// An argument's value.
#[derive(Clone, Debug)]
enum Says {
    Literal(Json),
    Heredoc(String),
    Code(String),
}

/// A block; in JSON syntax an object.
#[derive(Clone, Debug)]
struct Part {
    head: Vec<String>,
    says: Vec<(String, Says)>,
    inner: Vec<Self>,
    /// What is no Terraform, after all arguments.
    broken: &'static str,
}

/// Where the secret is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Default,
    /// A variable that an override file hides.
    Overridden,
    /// A variable file of that name.
    File(&'static str),
    /// The operand of `sensitive`.
    Operand,
    /// The argument of a call whose last module hides it.
    Argument,
    /// A local that is such an argument.
    Local,
    /// An attribute that the provider's schema hides.
    Attribute,
    /// An output of a module.
    Output,
    /// A setting of a provider.
    Provider,
}

/// A configuration in the making.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    place: Place,
    mark: (&'static str, &'static str),
    value: Says,
    /// Modules below modules.
    depth: usize,
    /// How a call passes it on.
    passed: &'static str,
    /// What the values of the configuration are made of: `@` is the secret.
    uses: Vec<(usize, &'static str)>,
    ends: Vec<&'static str>,
    broken: &'static str,
    /// What is in no block at all, behind the others.
    trailing: &'static str,
    is_json: bool,
    is_pretty: bool,
    ignored: bool,
}

const PLACES: [Place; 13] = [
    Place::Default,
    Place::Overridden,
    Place::File("terraform.tfvars"),
    Place::File("terraform.tfvars.json"),
    Place::File("a.auto.tfvars"),
    Place::File("a.auto.tfvars.json"),
    Place::File("prod.tfvars"),
    Place::Operand,
    Place::Argument,
    Place::Local,
    Place::Attribute,
    Place::Output,
    Place::Provider,
];

/// How a declaration hides a value, as an expression.
const MARKS: [(&str, &str); 8] = [
    ("sensitive", "true"),
    ("sensitive", "\"true\""),
    ("sensitive", "!false"),
    ("sensitive", "tobool(\"true\")"),
    ("sensitive", "null == null"),
    ("ephemeral", "true"),
    ("ephemeral", "\"true\""),
    ("ephemeral", "!false"),
];

const PASSED: [&str; 7] = [
    "@",
    "\"${@}\"",
    "[@]",
    "{ a = @ }",
    "\"x-${@}\"",
    "true ? @ : null",
    "try(@, null)",
];

const USES: [&str; 31] = [
    "@",
    "\"${@}\"",
    "\"x-${@}-y\"",
    "[@]",
    "{ a = @ }",
    "{ (@) = 1 }",
    "{ for it in [@] : it => it }",
    "[for it in [@] : \"${it}!\"]",
    "upper(@)",
    "jsonencode({ a = @ })",
    "yamlencode([@])",
    "base64encode(@)",
    "format(\"%s-x\", @)",
    "formatlist(\"%s\", [@])",
    "templatefile(\"${path.module}/t.tftpl\", { s = @ })",
    "templatestring(\"$${s}\", { s = @ })",
    "try(@, \"x\")",
    "try(tonumber(@), @)",
    "true ? @ : \"x\"",
    "@ == \"x\" ? \"a\" : \"b\"",
    "tonumber(@)",
    "file(@)",
    "regex(@, \"x\")",
    "jsondecode(@)",
    "{ (@) = 1 }[\"x\"]",
    "{ a = 1 }[@]",
    "toset([@])",
    "split(\"h\", @)",
    "cidrsubnet(@, 8, 1)",
    "merge({ a = @ }, { b = 1 })",
    "<<-X\n    ${@}\n  X\n",
];

/// Where values end: `@` is one of them. Each is a block of the root or of the innermost module.
const ENDS: [&str; 22] = [
    "resource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = @\n  service_name = \"com.amazonaws.us-east-1.s3\"\n}\n",
    "resource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = \"vpc-1\"\n  service_name = @\n  vpc_endpoint_type = \"Interface\"\n}\n",
    "resource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.${@}\"\n  vpc_endpoint_type = \"Interface\"\n  private_dns_enabled = false\n}\n",
    "resource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.ssm\"\n  vpc_endpoint_type = \"Interface\"\n  subnet_ids = [@]\n  security_group_ids = [@]\n}\n",
    "resource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.s3\"\n  policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"*\", Resource = \"*\", Principal = \"*\", Sid = @ }] })\n}\n",
    "resource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.s3\"\n  policy = @\n}\n",
    "resource \"aws_vpc_endpoint\" \"f\" {\n  for_each = { (@) = 1 }\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.s3\"\n}\n",
    "resource \"aws_vpc_endpoint\" \"f\" {\n  for_each = toset([@])\n  vpc_id = each.value\n  service_name = \"com.amazonaws.us-east-1.s3\"\n  tags = { (each.key) = each.key }\n}\n",
    "resource \"aws_vpc_endpoint\" \"f\" {\n  count = length(@)\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.s3\"\n}\n",
    "resource \"aws_vpc_endpoint\" \"f\" {\n  count = @ == \"x\" ? 1 : 0\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.s3\"\n}\n",
    "resource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.s3\"\n  tags = { Name = @, (@) = 1 }\n  lifecycle {\n    precondition {\n      condition = @ == \"x\"\n      error_message = @\n    }\n  }\n}\n",
    "resource \"aws_vpc\" \"v\" {\n  cidr_block = @\n  tags = { Name = @ }\n}\nresource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = aws_vpc.v.id\n  service_name = \"com.amazonaws.us-east-1.ssm\"\n  vpc_endpoint_type = \"Interface\"\n  private_dns_enabled = true\n}\n",
    "resource \"aws_security_group\" \"g\" {\n  name = @\n  dynamic \"ingress\" {\n    for_each = { (@) = 1 }\n    content {\n      description = ingress.key\n      from_port = 443\n      to_port = 443\n      protocol = \"tcp\"\n      cidr_blocks = [\"0.0.0.0/0\"]\n    }\n  }\n}\nresource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.ssm\"\n  vpc_endpoint_type = \"Interface\"\n  security_group_ids = [aws_security_group.g.id]\n}\n",
    "resource \"aws_security_group\" \"g\" {\n  ingress {\n    description = @\n    from_port = 443\n    to_port = 443\n    protocol = @\n    cidr_blocks = [@, \"0.0.0.0/0\"]\n    security_groups = [@]\n  }\n}\nresource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.ssm\"\n  vpc_endpoint_type = \"Interface\"\n  security_group_ids = [aws_security_group.g.id]\n}\n",
    "resource \"aws_subnet\" \"s\" {\n  vpc_id = @\n  availability_zone = @\n  cidr_block = @\n}\nresource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = @\n  service_name = \"com.amazonaws.us-east-1.ssm\"\n  vpc_endpoint_type = \"Interface\"\n  subnet_ids = [aws_subnet.s.id]\n}\n",
    "resource \"aws_route_table\" \"t\" {\n  vpc_id = @\n  route {\n    cidr_block = \"0.0.0.0/0\"\n    nat_gateway_id = @\n  }\n}\nresource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = @\n  service_name = \"com.amazonaws.us-east-1.s3\"\n  route_table_ids = [aws_route_table.t.id, @]\n}\nresource \"aws_vpc_endpoint\" \"g\" {\n  vpc_id = @\n  service_name = \"com.amazonaws.us-east-1.s3\"\n  route_table_ids = [aws_route_table.t.id, @]\n}\n",
    "provider \"aws\" {\n  region = @\n}\nresource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.us-east-1.s3\"\n  region = @\n}\n",
    "output \"shown\" {\n  value = @\n}\noutput \"kept\" {\n  value = @\n  sensitive = true\n}\n",
    "data \"aws_vpc\" \"d\" {\n  tags = { Name = @ }\n}\nresource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = data.aws_vpc.d.id\n  service_name = \"com.amazonaws.us-east-1.s3\"\n}\n",
    "module \"end\" {\n  source = \"./end\"\n  it = @\n}\n",
    "module \"end\" {\n  source = \"./end\"\n  for_each = { (@) = @ }\n  it = each.value\n}\n",
    "resource \"aws_vpc_endpoint_service\" \"s\" {\n  acceptance_required = false\n  allowed_principals = [@]\n  network_load_balancer_arns = [@]\n}\nresource \"aws_vpc_endpoint\" \"f\" {\n  vpc_id = \"vpc-1\"\n  service_name = aws_vpc_endpoint_service.s.service_name\n  vpc_endpoint_type = \"Interface\"\n}\nresource \"aws_vpc_endpoint_policy\" \"p\" {\n  vpc_endpoint_id = aws_vpc_endpoint.f.id\n  policy = @\n}\n",
];

const BROKEN: [&str; 10] = [
    "x = ",
    "= 1",
    "x = \"${",
    "x y z",
    "x = [1, ",
    "x = 1 +",
    "\"",
    "x = <<-Y\n  a",
    "}",
    "default {",
];

const TRAILING: [&str; 5] = [
    "resource \"a b\" \"c\" {}\n",
    "}\n",
    "locals {\n",
    "resource aws_vpc {\n  a = \n}\n",
    "\"x\"\n",
];

/// Something to complain of in the same file.
const FAULTY: &str = "resource \"aws_security_group\" \"open\" {\n  vpc_id = \"vpc-1\"\n  ingress {\n    from_port = 443\n    to_port = 443\n    \
protocol = \"tcp\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\nresource \"aws_vpc_endpoint\" \"e\" {\n  vpc_id = \"vpc-1\"\n  \
service_name = \"com.amazonaws.us-east-1.ssm\"\n  vpc_endpoint_type = \"Interface\"\n  subnet_ids = [\"subnet-1\"]\n  \
security_group_ids = [aws_security_group.open.id]\n  private_dns_enabled = false\n}\n";

/// The values that a secret may be part of.
fn values() -> impl Strategy<Value = Says> {
    let literal = prop_oneof![
        Just(json!(CANARY)),
        Just(json!(["x", CANARY])),
        Just(json!({ "a": CANARY })),
        Just(json!({ CANARY: "b" })),
        Just(json!({ "a": { "b": [CANARY, { CANARY: CANARY }] }, "c": true })),
        Just(json!(NUMBER)),
        Just(json!([NUMBER, "x"])),
        Just(json!(format!("é {CANARY} \"quoted\""))),
        Just(json!(format!("two\nlines {CANARY}"))),
    ];
    prop_oneof![
        6 => literal.prop_map(Says::Literal),
        1 => Just(Says::Heredoc(format!("first\n  {CANARY}\nlast"))),
    ]
}

pub(crate) fn kept() -> impl Strategy<Value = Kept> {
    let what = (
        select(PLACES.to_vec()),
        select(MARKS.to_vec()),
        values(),
        1..=3_usize,
        select(PASSED.to_vec()),
    );
    let around = (
        vec((0..4_usize, select(USES.to_vec())), 0..4),
        subsequence(ENDS.to_vec(), 0..3),
        prop_oneof![3 => Just(""), 1 => select(BROKEN.to_vec())],
        prop_oneof![5 => Just(""), 1 => select(TRAILING.to_vec())],
    );
    let form = (any::<bool>(), any::<bool>(), any::<bool>());
    (what, around, form).prop_map(|(what, around, form)| {
        let (place, mark, value, depth, passed) = what;
        let (uses, ends, broken, trailing) = around;
        let (is_json, is_pretty, ignored) = form;
        Kept {
            place,
            mark,
            value,
            depth,
            passed,
            uses,
            ends,
            broken,
            trailing,
            is_json,
            is_pretty,
            ignored,
        }
    })
}

impl Part {
    fn new(head: &[&str], says: Vec<(&str, Says)>) -> Self {
        Self {
            head: head.iter().map(ToString::to_string).collect(),
            says: (says.into_iter())
                .map(|(name, says)| (name.to_owned(), says))
                .collect(),
            inner: Vec::new(),
            broken: "",
        }
    }

    fn native(&self) -> String {
        let mut text = self.head[0].clone();
        for label in &self.head[1..] {
            text += &format!(" \"{label}\"");
        }
        text += " {\n";
        for (name, says) in &self.says {
            text += &format!("  {name} = {}\n", says.native());
        }
        for part in &self.inner {
            text += &part.native();
        }
        if !self.broken.is_empty() {
            text += &format!("  {}\n", self.broken);
        }
        text + "}\n"
    }

    fn json(&self) -> Json {
        let mut body: serde_json::Map<String, Json> = (self.says.iter())
            .map(|(name, says)| (name.clone(), says.json()))
            .collect();
        for part in &self.inner {
            body.insert(part.head[0].clone(), part.json()[&part.head[0]].clone());
        }
        let labels = self.head.iter().rev();
        labels.fold(Json::Object(body), |inner, label| json!({ label: inner }))
    }
}

impl Says {
    fn code(text: impl Into<String>) -> Self {
        Self::Code(text.into())
    }

    fn native(&self) -> String {
        match self {
            Self::Literal(value) => native(value),
            Self::Heredoc(text) => format!("<<-X\n    {}\n  X", text.replace('\n', "\n    ")),
            Self::Code(code) => code.clone(),
        }
    }

    fn json(&self) -> Json {
        match self {
            Self::Literal(value) => value.clone(),
            Self::Heredoc(text) => json!(text),
            Self::Code(code) if code == "true" => json!(true),
            Self::Code(code) => match serde_json::from_str::<Json>(code) {
                Ok(literal @ Json::String(_)) if !code.contains("${") => literal,
                _ => json!(format!("${{{}}}", code.trim_end())),
            },
        }
    }
}

fn native(value: &Json) -> String {
    match value {
        Json::Array(items) => {
            let items: Vec<_> = items.iter().map(native).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(entries) => {
            let entries: Vec<_> = (entries.iter())
                .map(|(key, value)| format!("\"{key}\" = {}", native(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

impl Kept {
    /// Whether Terraform itself shows the value where it is written or on its way: only excerpts hide it then.
    pub(crate) const fn only_leads(&self) -> bool {
        matches!(
            self.place,
            Place::Local | Place::Provider | Place::Overridden
        )
    }

    /// The files of the project.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let mut files = vec![
            ("t.tftpl".to_owned(), "t ${s}\n".to_owned()),
            (
                "end/main.tf".to_owned(),
                "variable \"it\" {}\nresource \"aws_vpc_endpoint\" \"in\" {\n  vpc_id = var.it\n  \
                 service_name = \"com.amazonaws.us-east-1.s3\"\n}\n"
                    .to_owned(),
            ),
        ];
        let (mut parts, name) = self.origin(&mut files);
        if let Some(first) = parts.first_mut() {
            first.broken = self.broken;
        }
        // What uses it is where it is known to be hidden.
        let below = format!("{}t.tftpl", "m/".repeat(self.depth));
        let is_below = matches!(self.place, Place::Argument | Place::Local);
        let mut uses = vec![name.clone()];
        let mut locals = Vec::new();
        for (at, (of, text)) in self.uses.iter().enumerate() {
            let of = uses[of % uses.len()].clone();
            locals.push((format!("u{at}"), Says::Code(text.replace('@', &of))));
            uses.push(format!("local.u{at}"));
        }
        let locals = Part {
            head: vec!["locals".to_owned()],
            says: locals,
            inner: Vec::new(),
            broken: "",
        };
        let mut sinks = String::new();
        for (at, end) in self.ends.iter().enumerate() {
            let of = &uses[(uses.len() - 1).saturating_sub(at)];
            // Two ends may have blocks of one name.
            let end = end
                .replace("\"f\"", &format!("\"f{at}\""))
                .replace(".f.", &format!(".f{at}."));
            if self.ignored {
                sinks += "# vpcelint: ignore[missing_endpoint_policy, nothing_like_it]\n";
            }
            sinks += &end.replace('@', of);
        }
        if is_below {
            let directory = "m/".repeat(self.depth);
            files.push((below, "t ${s}\n".to_owned()));
            files.push((format!("{directory}uses.tf"), locals.native() + &sinks));
            files.push((
                format!("{directory}end/main.tf"),
                "variable \"it\" {}\n".to_owned(),
            ));
        } else if !name.is_empty() {
            files.push(("ends.tf".to_owned(), sinks));
            parts.push(locals);
        }
        if self.is_json {
            let blocks: Vec<Json> = parts.iter().map(Part::json).collect();
            let mut whole = serde_json::Map::new();
            for block in blocks {
                for (kind, body) in block.as_object().unwrap() {
                    let all = whole.entry(kind.clone()).or_insert(json!([]));
                    all.as_array_mut().unwrap().push(body.clone());
                }
            }
            whole.insert(
                "resource".to_owned(),
                json!({ "aws_vpc_endpoint": { "e": {
                    "vpc_id": "vpc-1", "service_name": "com.amazonaws.us-east-1.ssm", "vpc_endpoint_type": "Interface",
                    "subnet_ids": ["subnet-1"], "private_dns_enabled": false, "policy": { "broken": self.broken } } } }),
            );
            let whole = Json::Object(whole);
            let mut text = if self.is_pretty {
                serde_json::to_string_pretty(&whole).unwrap()
            } else {
                whole.to_string()
            };
            if !self.trailing.is_empty() {
                text.pop();
            }
            files.push(("main.tf.json".to_owned(), text));
        } else {
            let mut text: String = parts.iter().map(Part::native).collect();
            text += FAULTY;
            text += self.trailing;
            files.push(("main.tf".to_owned(), text));
        }
        files
    }

    /// The declarations that write and hide it, and what refers to it where it is hidden.
    fn origin(&self, files: &mut Vec<(String, String)>) -> (Vec<Part>, String) {
        let mark = (self.mark.0, Says::code(self.mark.1));
        let value = self.value.clone();
        let expression = match &value {
            Says::Literal(literal) => native(literal),
            other => other.native(),
        };
        let variable = |says| Part::new(&["variable", "s"], says);
        match self.place {
            Place::Default => (
                vec![variable(vec![mark, ("default", value)])],
                "var.s".to_owned(),
            ),
            Place::Overridden => {
                files.push(("override.tf".to_owned(), variable(vec![mark]).native()));
                (vec![variable(vec![("default", value)])], "var.s".to_owned())
            }
            Place::File(file) => {
                let broken = if self.broken.is_empty() {
                    String::new()
                } else {
                    format!("{}\n", self.broken)
                };
                let text = if file.ends_with(".json") {
                    let mut text = json!({ "undeclared": 1, "s": value.json() }).to_string();
                    if !broken.is_empty() {
                        text.pop();
                    }
                    text
                } else {
                    format!("undeclared = 1\ns = {}\n{broken}", value.native())
                };
                files.push((file.to_owned(), text));
                (vec![variable(vec![mark])], "var.s".to_owned())
            }
            Place::Operand => (
                vec![Part::new(
                    &["locals"],
                    vec![("s", Says::Code(format!("sensitive({expression}\n)")))],
                )],
                "local.s".to_owned(),
            ),
            Place::Argument | Place::Local => {
                let mut directory = String::new();
                for level in 1..=self.depth {
                    directory += "m/";
                    let text = if level == self.depth {
                        variable(vec![(self.mark.0, Says::code(self.mark.1))]).native()
                    } else {
                        let passed = self.passed.replace('@', "var.s");
                        format!(
                            "variable \"s\" {{}}\nmodule \"m\" {{\n  source = \"./m\"\n  s = {passed}\n}}\n{FAULTY}"
                        )
                    };
                    files.push((format!("{directory}main.tf"), text));
                }
                let source = ("source", Says::Literal(json!("./m")));
                let call = |says| Part::new(&["module", "m"], vec![source.clone(), ("s", says)]);
                if self.place == Place::Local {
                    let local = Part::new(&["locals"], vec![("s", value)]);
                    let passed = Says::Code(self.passed.replace('@', "local.s"));
                    (vec![local, call(passed)], "var.s".to_owned())
                } else {
                    (vec![call(value)], "var.s".to_owned())
                }
            }
            Place::Attribute => (
                vec![Part::new(
                    &["resource", "aws_db_instance", "d"],
                    vec![("engine", Says::Literal(json!("x"))), ("password", value)],
                )],
                "aws_db_instance.d.password".to_owned(),
            ),
            Place::Output => {
                let output = Part::new(
                    &["output", "s"],
                    vec![("sensitive", Says::code("true")), ("value", value)],
                );
                files.push(("o/main.tf".to_owned(), output.native() + FAULTY));
                let source = ("source", Says::Literal(json!("./o")));
                (
                    vec![Part::new(&["module", "o"], vec![source])],
                    "module.o.s".to_owned(),
                )
            }
            Place::Provider => (
                vec![Part::new(
                    &["provider", "aws"],
                    vec![
                        ("region", Says::Literal(json!("us-east-1"))),
                        ("secret_key", value),
                    ],
                )],
                String::new(),
            ),
        }
    }
}
