//! Pictures of networks: what they show of the shipped projects, that the same network gives the same bytes, and that nothing which
//! a file says breaks out of them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::format_push_string,
    reason = "a test fails by panicking"
)]

mod scene;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use roxmltree::Document;
use scene::Scene;
use serde_json::Value as Json;

const PROJECTS: [&str; 6] = [
    "careless_company",
    "company_network",
    "hub_and_spoke",
    "module_library",
    "production",
    "small_vpc",
];

/// That boxes of Mermaid are as wide as the id of any rule.
const WIDE: &str = "%%{init: {\"flowchart\": {\"wrappingWidth\": 320}}}%%\n";

fn project(name: &str) -> PathBuf {
    let projects = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/_projects");
    projects.join(name)
}

/// What the program writes to standard output.
fn run(directory: &Path, arguments: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_vpcelint"));
    let program = program.args(arguments).current_dir(directory);
    let output = program.env("NO_COLOR", "1").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn graph(directory: &Path, format: &str) -> String {
    run(directory, &["graph", "--format", format])
}

#[test]
fn projects_are_drawn() {
    for name in PROJECTS {
        insta::assert_snapshot!(format!("{name}_mermaid"), graph(&project(name), "mermaid"));
    }
    for name in ["hub_and_spoke", "module_library"] {
        insta::assert_snapshot!(format!("{name}_svg"), graph(&project(name), "svg"));
    }
    insta::assert_snapshot!("small_vpc_dot", graph(&project("small_vpc"), "dot"));
    insta::assert_snapshot!("small_vpc_json", graph(&project("small_vpc"), "json"));
}

/// Mended by `BLESS=1 cargo test --test picture`.
#[test]
fn the_readme_has_the_picture() {
    let fresh = run(&project("production"), &["graph", "environments/prod"]);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/picture.svg");
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    let shown = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        shown == fresh,
        ".github/picture.svg is stale: run `BLESS=1 cargo test --test picture`"
    );
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    assert!(
        fs::read_to_string(readme)
            .unwrap()
            .contains("](.github/picture.svg)")
    );
}

/// Every element is within the drawing and closed, and who cannot see it hears what it shows.
#[test]
fn pictures_are_whole() {
    for name in PROJECTS {
        let text = graph(&project(name), "svg");
        let document = Document::parse(&text).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        let named = root.attribute("aria-labelledby").unwrap();
        for id in named.split(' ') {
            let has = |node: &roxmltree::Node<'_, '_>| node.attribute("id") == Some(id);
            let named = document.descendants().find(has).unwrap();
            assert!(!named.text().unwrap().trim().is_empty(), "{name}: {id}");
        }
        let number = |node: &roxmltree::Node<'_, '_>, name: &str| -> i32 {
            node.attribute(name).map_or(0, |it| it.parse().unwrap())
        };
        let (width, height) = (number(&root, "width"), number(&root, "height"));
        let boxes = document.descendants().filter(|it| it.has_tag_name("rect"));
        for node in boxes {
            let (x, y) = (number(&node, "x"), number(&node, "y"));
            let right = x + number(&node, "width");
            let bottom = y + number(&node, "height");
            assert!(
                x >= 0 && y >= 0 && right <= width && bottom <= height,
                "{name}"
            );
        }
        assert!(
            !text.contains("<script") && !text.contains("href"),
            "{name}"
        );
    }
}

#[test]
fn what_could_not_be_read_is_said() {
    let scene = Scene::new("unread");
    let vpc = "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n";
    scene.write("main.tf", vpc);
    let page = "Every module call and file was followed.";
    let drawn = |arguments: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_vpcelint"));
        let output = program
            .args(arguments)
            .current_dir(&scene.0)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code().unwrap(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let (status, html, notes) = drawn(&["graph", "--format=html"]);
    assert_eq!((status, notes.as_str()), (0, ""));
    assert!(html.contains(page));
    scene.write(
        "broken.tf",
        "resource \"aws_subnet\" \"a\" {\n  vpc_id = = 1\n}\n",
    );
    for format in ["svg", "html", "mermaid", "dot", "json"] {
        let (status, text, notes) = drawn(&["graph", "--format", format]);
        assert_eq!(status, drawn(&["check"]).0, "{format}");
        assert!(notes.starts_with("warning: broken.tf:2:"), "{notes}");
        assert!(text.contains("aws_vpc.main"), "{text}");
    }
    for arguments in [&["graph", "--format=html"][..], &["check", "--format=html"]] {
        let (status, html, _) = drawn(arguments);
        assert_eq!(status, 1);
        assert!(!html.contains(page));
        let (_, rest) = html.split_once("id=\"unfollowed\"").unwrap();
        let (unfollowed, _) = rest.split_once("</section>").unwrap();
        assert!(unfollowed.contains("broken.tf:2:"), "{unfollowed}");
    }
    // Where nobody minds, neither does this.
    scene.write("vpcelint.toml", "fail-on = \"never\"\n");
    assert_eq!(drawn(&["graph"]).0, drawn(&["check"]).0);
    assert_eq!(drawn(&["graph"]).0, 0);
}

#[test]
fn the_same_network_gives_the_same_bytes() {
    for format in ["svg", "html", "mermaid", "dot", "json"] {
        let first = graph(&project("company_network"), format);
        assert_eq!(
            graph(&project("company_network"), format),
            first,
            "{format}"
        );
        assert!(!first.is_empty(), "{format}");
    }
}

const HOSTILE: &str = r#"
variable "unset" { type = string }
resource "aws_vpc" "main" {
  for_each   = toset(["<script>alert(1)</script>", "\"]--;`${"`"}", "a\nb", "]]>&#x22;", "\u202Ebidi", "click end subgraph"])
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "s" {
  for_each          = aws_vpc.main
  vpc_id            = each.value.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "<b onload='x'>\"'`\\"
}
resource "aws_security_group" "g" {
  for_each = aws_vpc.main
  vpc_id   = each.value.id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "e" {
  for_each           = aws_vpc.main
  vpc_id             = each.value.id
  service_name       = "com.amazonaws.eu-west-1.<img src=x onerror=alert(1)>\""
  vpc_endpoint_type  = "Interface"
  subnet_ids         = [aws_subnet.s[each.key].id, "<i>\"</i>"]
  security_group_ids = [aws_security_group.g[each.key].id]
}
"#;

/// Whatever names say is a text in every format.
#[test]
fn hostile_names_are_texts() {
    let scene = Scene::new("hostile");
    scene.write("<b>'&\"/main.tf", HOSTILE);
    let svg = graph(&scene.0, "svg");
    let document = Document::parse(&svg).unwrap();
    let known = [
        "svg", "title", "desc", "style", "rect", "text", "tspan", "g", "path", "circle",
    ];
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert!(known.contains(&node.tag_name().name()), "{node:?}");
        assert!(node.attributes().all(|it| !it.name().starts_with("on")));
    }
    assert!(svg.contains("&lt;script&gt;"));
    let html = graph(&scene.0, "html");
    for text in [
        &svg,
        &html,
        &graph(&scene.0, "mermaid"),
        &graph(&scene.0, "dot"),
    ] {
        assert!(!text.contains('\u{202e}'));
    }
    for markup in ["<script", "<img", "<b ", "<i>", "<b>'"] {
        assert!(!html.contains(markup), "{markup}");
    }
    assert!(html.contains("&lt;script&gt;"));
    let mermaid = graph(&scene.0, "mermaid");
    // Within quotes stands nothing that could end them, or begin markup.
    for line in mermaid
        .lines()
        .filter(|line| line.contains("[\"") || line.contains("(\""))
    {
        let start = line.find('"').unwrap() + 1;
        let inner = line.get(start..line.rfind('"').unwrap()).unwrap();
        let inner = inner.replace("<br>", "");
        assert!(
            !inner.contains(['"', '<', '>', '`', '[', ']', '&', '\\']),
            "{line}"
        );
    }
    let dot = graph(&scene.0, "dot");
    for line in dot.lines().filter(|line| line.contains("label=")) {
        let bare = line.replace("\\\\", "").replace("\\\"", "");
        assert_eq!(bare.matches('"').count() % 2, 0, "{line}");
    }
    let json: Json = serde_json::from_str(&graph(&scene.0, "json")).unwrap();
    assert_eq!(json["roots"][0]["vpcs"].as_array().unwrap().len(), 6);
}

const UNSURE: &str = r#"
variable "on" { type = bool }
variable "table" { type = string }
variable "zone" {
  type      = string
  default   = "eu-west-1b"
  sensitive = true
}
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }
resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.main.id
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "isolated" {
  count             = var.on ? 1 : 0
  vpc_id            = aws_vpc.main.id
  availability_zone = var.zone
}
resource "aws_subnet" "elsewhere" { vpc_id = aws_vpc.main.id }
resource "aws_route_table" "public" { vpc_id = aws_vpc.main.id }
resource "aws_route" "out" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}
resource "aws_route_table" "isolated" { vpc_id = aws_vpc.main.id }
resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}
resource "aws_route_table_association" "isolated" {
  count          = var.on ? 1 : 0
  subnet_id      = aws_subnet.isolated[0].id
  route_table_id = aws_route_table.isolated.id
}
resource "aws_route_table_association" "elsewhere" {
  subnet_id      = aws_subnet.elsewhere.id
  route_table_id = var.table
}
resource "aws_vpc_endpoint" "sqs" {
  vpc_id             = aws_vpc.main.id
  service_name       = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = concat([aws_subnet.public.id], aws_subnet.isolated[*].id)
  security_group_ids = ["sg-1"]
}
"#;

/// What is unknown is drawn as unknown, what may be there as may, and what is hidden not at all.
#[test]
fn what_is_not_known_is_not_claimed() {
    let scene = Scene::new("unsure");
    scene.write("main.tf", UNSURE);
    let json: Json = serde_json::from_str(&graph(&scene.0, "json")).unwrap();
    let vpc = &json["roots"][0]["vpcs"][0];
    let subnets = vpc["subnets"].as_array().unwrap();
    let way = |name: &str| {
        let is_it = |it: &&Json| it["address"].as_str().unwrap().contains(name);
        let subnet = subnets.iter().find(is_it).unwrap();
        (
            subnet["way_out"].as_str(),
            subnet["exists"].as_str().unwrap(),
        )
    };
    assert_eq!(way("public"), (Some("internet"), "must"));
    assert_eq!(way("elsewhere"), (None, "must"));
    assert_eq!(way("isolated").1, "may");
    assert_eq!(vpc["endpoints"][0]["subnets"][0]["exists"], "must");
    let svg = graph(&scene.0, "svg");
    assert!(svg.contains("way out unknown") && svg.contains("(may be)"));
    assert!(svg.contains("row unknown dash") && svg.contains("box dash"));
    for format in ["svg", "html", "mermaid", "dot", "json"] {
        assert!(!graph(&scene.0, format).contains("eu-west-1b"), "{format}");
    }
}

/// Two hundred endpoints are read as well as twenty.
#[test]
fn what_is_alike_is_drawn_once() {
    let scene = Scene::new("many");
    let services = ["sqs", "sns", "kms", "logs"];
    let mut text = String::from(
        "resource \"aws_vpc\" \"v\" {\n  count = 30\n  cidr_block = \"10.0.0.0/16\"\n}\n\
         resource \"aws_subnet\" \"s\" {\n  vpc_id = aws_vpc.v[0].id\n  availability_zone = \"eu-west-1a\"\n}\n",
    );
    for at in 0..200 {
        let service = services[at % services.len()];
        text += &format!(
            "resource \"aws_vpc_endpoint\" \"e{at}\" {{\n  vpc_id = aws_vpc.v[0].id\n  \
             service_name = \"com.amazonaws.eu-west-1.{service}\"\n  vpc_endpoint_type = \"Interface\"\n  \
             subnet_ids = [aws_subnet.s.id]\n}}\n"
        );
    }
    scene.write("main.tf", text);
    let svg = graph(&scene.0, "svg");
    let document = Document::parse(&svg).unwrap();
    let height: u32 = document
        .root_element()
        .attribute("height")
        .unwrap()
        .parse()
        .unwrap();
    assert!(height < 2000, "{height}");
    assert!(svg.contains("29 VPCs alike"), "{svg}");
    assert!(svg.contains("sqs ×"));
    assert!(graph(&scene.0, "mermaid").len() < 20_000);
}

/// The page says all that the report does, and needs nothing else.
#[test]
fn the_page_stands_alone() {
    let scene = Scene::new("page");
    let page = scene.0.join("report.html");
    let report = format!("--report=html={}", page.display());
    let json = run(
        &project("production"),
        &[
            "check",
            "--fail-on=never",
            "--cost",
            "--format=json",
            &report,
        ],
    );
    let json: Json = serde_json::from_str(&json).unwrap();
    let text = fs::read_to_string(&page).unwrap();
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(text.matches("<article").count(), findings.len());
    for finding in findings {
        let rule = finding["rule"].as_str().unwrap();
        assert!(text.contains(&format!("\">{rule}</a>")), "{rule}");
    }
    for part in [
        "<svg",
        "a month",
        "id=\"by-rule\"",
        "id=\"by-root\"",
        "<ins>",
        "<mark>",
    ] {
        assert!(text.contains(part), "{part}");
    }
    for part in ["<script", "<link", "<img", "src=", "@import", "url("] {
        assert!(!text.contains(part), "{part}");
    }
    // A second run takes the place of the first.
    let again = run(
        &project("production"),
        &["check", "--fail-on=never", "--quiet", "--cost", &report],
    );
    assert!(!again.is_empty());
    assert_eq!(fs::read_to_string(&page).unwrap(), text);
}

/// Nobody pays for pictures that nobody asked for.
#[test]
fn the_job_summary_has_the_picture() {
    let summary = run(&project("small_vpc"), &["check", "--format", "markdown"]);
    let head = format!("```mermaid\n---\ntitle: \".\"\n---\n{WIDE}flowchart TB\n");
    assert!(summary.contains(&head), "{summary}");
    assert_eq!(summary.matches("```mermaid").count(), 1);
}

/// A VPC whose main route table leads to the internet, and a subnet that nobody is seen to associate with another one.
const BY_DEFAULT: &str = r#"
variable "id" { type = string }
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }
resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.main.default_route_table_id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table" "own" { vpc_id = aws_vpc.main.id }
resource "aws_subnet" "s" { vpc_id = aws_vpc.main.id }
resource "aws_subnet" "other" { vpc_id = aws_vpc.main.id }
resource "aws_route_table_association" "other" {
  subnet_id      = aws_subnet.other.id
  route_table_id = aws_route_table.own.id
}
resource "aws_vpc_endpoint" "sqs" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type = "Interface"
  subnet_ids        = [aws_subnet.s.id]
}
"#;

/// How traffic leaves `aws_subnet.s`.
fn way_out(scene: &Scene, text: &str, other_file: &str) -> Option<String> {
    scene.write("main.tf", text);
    scene.write("other.tf", other_file);
    let json: Json = serde_json::from_str(&graph(&scene.0, "json")).unwrap();
    let subnets = json["roots"][0]["vpcs"][0]["subnets"].as_array().unwrap();
    let subnet = subnets.iter().find(|it| it["address"] == "aws_subnet.s");
    subnet.unwrap()["way_out"].as_str().map(str::to_owned)
}

/// A subnet follows the main table of its VPC only where nobody may have associated it with another one.
#[test]
fn the_main_table_is_followed_where_all_associations_are_seen() {
    let association = |subnet: &str, table: &str| {
        format!(
            "resource \"aws_route_table_association\" \"s\" {{\n  subnet_id = {subnet}\n  route_table_id = {table}\n}}\n"
        )
    };
    let call = |argument: &str| {
        format!(
            "module \"m\" {{\n  source = \"git::https://example.com/m.git\"\n  it = {argument}\n}}\n"
        )
    };
    let scene = Scene::new("main_table");
    let internet = Some("internet".to_owned());
    assert_eq!(way_out(&scene, BY_DEFAULT, ""), internet);
    assert_eq!(
        way_out(&scene, BY_DEFAULT, &call("aws_vpc.main.id")),
        internet
    );
    let elsewhere = association("\"subnet-1\"", "aws_route_table.own.id");
    assert_eq!(way_out(&scene, BY_DEFAULT, &elsewhere), internet);
    let main = |vpc: &str| {
        format!(
            "resource \"aws_main_route_table_association\" \"m\" {{\n  vpc_id = {vpc}\n  route_table_id = aws_route_table.own.id\n}}\n"
        )
    };
    // That table becomes the main one instead.
    let nowhere = Some("nowhere".to_owned());
    assert_eq!(
        way_out(&scene, BY_DEFAULT, &main("aws_vpc.main.id")),
        nowhere
    );
    for other_file in [
        main("var.id"),
        association("var.id", "aws_route_table.own.id"),
        association("aws_subnet.s.id", "var.id"),
        call("aws_subnet.s.id"),
        call("[aws_route_table.own.id]"),
        call("aws_default_route_table.main.id"),
        "resource \"aws_route_table_association\" {\n".to_owned(),
    ] {
        assert_eq!(
            way_out(&scene, BY_DEFAULT, &other_file),
            None,
            "{other_file}"
        );
    }
}

/// A VPC with one subnet, and the routes of the table that it follows.
fn led_by(routes: &str) -> String {
    format!(
        r#"
variable "unset" {{ type = string }}
resource "aws_vpc" "main" {{ cidr_block = "10.0.0.0/16" }}
resource "aws_internet_gateway" "main" {{ vpc_id = aws_vpc.main.id }}
resource "aws_nat_gateway" "private" {{
  subnet_id         = aws_subnet.s.id
  connectivity_type = "private"
}}
resource "aws_subnet" "s" {{ vpc_id = aws_vpc.main.id }}
resource "aws_route_table" "own" {{
  vpc_id = aws_vpc.main.id
  {routes}
}}
resource "aws_route_table_association" "own" {{
  subnet_id      = aws_subnet.s.id
  route_table_id = aws_route_table.own.id
}}
resource "aws_vpc_endpoint" "sqs" {{
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type = "Interface"
  subnet_ids        = [aws_subnet.s.id]
}}
"#
    )
}

fn route(network: &str, target: &str) -> String {
    format!("route {{\n    cidr_block = \"{network}\"\n    {target}\n  }}\n")
}

/// What parts of the world add up to, and that a route to some networks is a way out.
#[test]
fn routes_to_some_networks_are_no_isolation() {
    let internet = "gateway_id = aws_internet_gateway.main.id";
    let nat = "nat_gateway_id = aws_nat_gateway.private.id";
    let peer = "vpc_peering_connection_id = \"pcx-1\"";
    let halves = |one: &str, other: &str| route("0.0.0.0/1", one) + &route("128.0.0.0/1", other);
    let scene = Scene::new("ways_out");
    for (routes, way) in [
        (String::new(), Some("nowhere")),
        (halves(internet, internet), Some("internet")),
        (halves(nat, internet), Some("internet")),
        (route("0.0.0.0/1", internet), Some("some")),
        (route("203.0.113.0/24", internet), Some("some")),
        (route("192.168.0.0/16", nat), Some("some")),
        (route("192.168.0.0/16", peer), Some("some")),
        (
            route("203.0.113.0/24", internet) + &route("0.0.0.0/0", nat),
            Some("nat"),
        ),
        (route("10.0.1.0/24", "vpc_endpoint_id = \"vpce-1\""), None),
        (route("${var.unset}", internet), None),
    ] {
        assert_eq!(
            way_out(&scene, &led_by(&routes), "").as_deref(),
            way,
            "{routes}"
        );
    }
    let scene = Scene::new("some_networks");
    scene.write("main.tf", led_by(&route("203.0.113.0/24", internet)));
    assert!(graph(&scene.0, "svg").contains("out to some networks only"));
}

/// A gateway is what it is known to be, and the VPC itself is none.
#[test]
fn gateways_are_not_guessed() {
    let drawn = |target: &str, format: &str| {
        let scene = Scene::new("gateways");
        scene.write("main.tf", led_by(&route("0.0.0.0/0", target)));
        graph(&scene.0, format)
    };
    for (target, kind, way) in [
        ("gateway_id = var.unset", Some("gateway"), None),
        (
            "gateway_id = \"igw-1\"",
            Some("internet gateway"),
            Some("internet"),
        ),
        (
            "gateway_id = \"vgw-1\"",
            Some("VPN gateway"),
            Some("transit"),
        ),
        (
            "gateway_id = one(aws_internet_gateway.main[*].id)",
            Some("internet gateway"),
            Some("internet"),
        ),
        ("gateway_id = \"local\"", None, Some("nowhere")),
    ] {
        let json: Json = serde_json::from_str(&drawn(target, "json")).unwrap();
        let vpc = &json["roots"][0]["vpcs"][0];
        let led = vpc["route_tables"][0]["targets"].as_array().unwrap();
        assert_eq!(
            led.first().and_then(|it| it["kind"].as_str()),
            kind,
            "{target}"
        );
        assert_eq!(vpc["subnets"][0]["way_out"].as_str(), way, "{target}");
    }
    assert!(!drawn("gateway_id = \"local\"", "mermaid").contains("local"));
    let mermaid = drawn("gateway_id = var.unset", "mermaid");
    assert!(mermaid.contains("gateway var.unset"), "{mermaid}");
    assert!(!mermaid.contains("internet gateway var.unset"), "{mermaid}");
}

/// Of a table that may have routes out of sight it is not said that nothing leaves by it.
#[test]
fn routes_out_of_sight_are_told() {
    let call = "module \"m\" {\n  source = \"git::https://example.com/m.git\"\n  it = aws_route_table.own.id\n}\n";
    for (routes, other_file, known) in [
        ("", "", true),
        ("propagating_vgws = [\"vgw-1\"]", "", false),
        ("", call, false),
        ("", "resource \"aws_route\" {\n", false),
    ] {
        let scene = Scene::new("out_of_sight");
        scene.write("main.tf", led_by(routes));
        scene.write("other.tf", other_file);
        let svg = graph(&scene.0, "svg");
        assert_eq!(
            svg.contains("nothing leaves the VPC by it"),
            known,
            "{routes}{other_file}"
        );
        assert_eq!(
            svg.contains("its routes are not all known"),
            !known,
            "{routes}{other_file}"
        );
    }
}

/// One VPC stands for another only if all that is drawn of both is the same.
#[test]
fn vpcs_that_differ_are_drawn_each() {
    let drawn = |network: &str, destination: &str, open: &str| {
        let scene = Scene::new("alike");
        let text = format!(
            r#"
resource "aws_vpc" "v" {{
  count      = 2
  cidr_block = "10.0.0.0/16"
}}
resource "aws_subnet" "s" {{
  count      = 2
  vpc_id     = aws_vpc.v[count.index].id
  cidr_block = {network}
}}
resource "aws_route_table" "t" {{
  count  = 2
  vpc_id = aws_vpc.v[count.index].id
  route {{
    cidr_block         = {destination}
    transit_gateway_id = "tgw-1"
  }}
}}
resource "aws_security_group" "g" {{
  count  = 2
  vpc_id = aws_vpc.v[count.index].id
  ingress {{
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [{open}]
  }}
}}
resource "aws_vpc_endpoint" "e" {{
  count              = 2
  vpc_id             = aws_vpc.v[count.index].id
  service_name       = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = [aws_subnet.s[count.index].id]
  security_group_ids = [aws_security_group.g[count.index].id]
}}
"#
        );
        scene.write("main.tf", text);
        graph(&scene.0, "svg").contains("2 VPCs alike")
    };
    let same = "\"10.0.0.0/24\"";
    let other = |other: &str| format!("count.index == 0 ? {same} : \"{other}\"");
    assert!(drawn(same, same, same));
    assert!(!drawn(&other("10.0.1.0/24"), same, same));
    assert!(!drawn(same, &other("0.0.0.0/0"), same));
    assert!(!drawn(same, same, &other("0.0.0.0/0")));
}

/// A module with an endpoint in a VPC, whose names are private as its caller says.
const SHARED: &str = r#"
variable "dns" { type = bool }
resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "s" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_vpc_endpoint" "e" {
  for_each            = { sns = var.dns, sqs = false }
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.s.id]
  private_dns_enabled = each.value
}
"#;

/// The addresses of the endpoints of each picture that a rule marks, and which variant it is of.
fn marked(directory: &Path, rule: &str) -> Vec<(Vec<String>, Option<String>)> {
    let json: Json = serde_json::from_str(&graph(directory, "json")).unwrap();
    let roots = json["roots"].as_array().unwrap().iter().map(|root| {
        let is_it = |at: &Json| {
            let at = usize::try_from(at.as_u64().unwrap()).unwrap();
            root["faults"][at]["rule"] == rule
        };
        let endpoints = root["vpcs"][0]["endpoints"].as_array().unwrap().iter();
        let marked = endpoints.filter(|it| it["faults"].as_array().unwrap().iter().any(is_it));
        let addresses = marked.map(|it| it["address"].as_str().unwrap().to_owned());
        (
            addresses.collect(),
            root["variant"].as_str().map(str::to_owned),
        )
    });
    roots.collect()
}

/// A finding that holds of other instances in another root, or in another variant, is no fault of those that are drawn.
#[test]
fn only_what_holds_in_the_picture_is_marked() {
    let rule = "private_dns_disabled";
    let scene = Scene::new("roots");
    scene.write(".git/HEAD", "");
    scene.write("modules/net/main.tf", SHARED);
    for (root, dns) in [("one", true), ("two", false)] {
        let call = format!("module \"net\" {{\n  source = \"../modules/net\"\n  dns = {dns}\n}}\n");
        scene.write(&format!("{root}/main.tf"), call);
    }
    let address = |name: &str| format!("module.net.aws_vpc_endpoint.e[\"{name}\"]");
    let of_roots = marked(&scene.0, rule);
    assert_eq!(
        of_roots,
        [
            (vec![address("sqs")], None),
            (vec![address("sns"), address("sqs")], None)
        ]
    );
    let scene = Scene::new("variants_drawn");
    scene.write(".git/HEAD", "");
    scene.write("main.tf", SHARED);
    scene.write("envs/a.tfvars", "dns = true\n");
    scene.write("envs/b.tfvars", "dns = false\n");
    let variants = "variants = [\n  { name = \"a\", var-files = [\"envs/a.tfvars\"] },\n  { name = \"b\", var-files = [\"envs/b.tfvars\"] },\n]\n";
    scene.write("vpcelint.toml", variants);
    let own = |name: &str| format!("aws_vpc_endpoint.e[\"{name}\"]");
    assert_eq!(
        marked(&scene.0, rule),
        [
            (vec![own("sqs")], Some("a".to_owned())),
            (vec![own("sns"), own("sqs")], Some("b".to_owned()))
        ]
    );
    for format in ["svg", "html", "mermaid", "dot"] {
        let drawn = graph(&scene.0, format);
        for title in [". (variant a)", ". (variant b)"] {
            assert!(drawn.contains(title), "{format}");
        }
    }
}

/// What a baseline accepts is no fault of a picture either.
#[test]
fn accepted_findings_are_not_marked() {
    let rule = "private_dns_disabled";
    let scene = Scene::new("accepted_marks");
    scene.write(".git/HEAD", "");
    scene.write("main.tf", SHARED.replace("type = bool", "default = false"));
    assert_eq!(marked(&scene.0, rule)[0].0.len(), 2);
    run(&scene.0, &["check", "--write-baseline", "baseline.json"]);
    scene.write("vpcelint.toml", "baseline = \"baseline.json\"\n");
    assert_eq!(marked(&scene.0, rule), [(Vec::new(), None)]);
}

/// Several pictures are one flowchart with one title less: a file holds one.
#[test]
fn several_roots_are_one_flowchart() {
    let chart = graph(&project("production"), "mermaid");
    assert_eq!(chart.matches("flowchart TB\n").count(), 1);
    let head = format!("{WIDE}flowchart TB\n  subgraph r0[");
    assert!(chart.starts_with(&head), "{chart}");
    let opened = chart
        .lines()
        .filter(|line| line.trim_start().starts_with("subgraph "));
    let closed = chart.lines().filter(|line| line.trim() == "end");
    assert_eq!(opened.count(), closed.count());
    let one = graph(&project("small_vpc"), "mermaid");
    assert!(one.starts_with("---\ntitle: "), "{one}");
}

/// A gateway endpoint serves by route tables, also where none of them is drawn.
#[test]
fn gateways_lead_through_route_tables() {
    let scene = Scene::new("gateway_kinds");
    scene.write(
        "main.tf",
        "variable \"vpc\" {\n  type = string\n}\n\nresource \"aws_vpc_endpoint\" \"s3\" {\n  vpc_id = var.vpc\n  \
         service_name = \"com.amazonaws.eu-west-1.s3\"\n  vpc_endpoint_type = \"Gateway\"\n  route_table_ids = [\"rtb-1\"]\n}\n",
    );
    let drawn = graph(&scene.0, "svg");
    assert!(drawn.contains("through route tables"), "{drawn}");
    assert!(!drawn.contains("through interfaces"), "{drawn}");
}
