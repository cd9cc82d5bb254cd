//! What data sources find of what the configuration makes, and when that is not known.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod asked;
mod scene;

use asked::answers;
use scene::Scene;
use vpcelint::inspect::Format;

/// Two VPCs with subnets, route tables and groups.
const MADE: &str = r#"
provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "main" {
  cidr_block         = "10.0.0.0/16"
  enable_dns_support = false
}

resource "aws_vpc" "other" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_subnet" "private" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = "eu-west-1${element(["a", "b"], count.index)}"
  tags              = { Name = "net-private-${count.index}", Tier = "private" }
}

resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.9.0/24"
  map_public_ip_on_launch = true
  tags                    = { Name = "net-public" }
}

resource "aws_subnet" "elsewhere" {
  vpc_id     = aws_vpc.other.id
  cidr_block = "10.1.9.0/24"
  tags       = { Tier = "private" }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
  tags   = { Tier = "private" }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = aws_vpc.main.id
}
"#;

const OF_MAIN: &str = "filter {\n name = \"vpc-id\"\n values = [aws_vpc.main.id]\n}\n";

/// What an expression is worth, with a block more.
fn worth(name: &str, more: &str, expression: &str) -> String {
    let scene = Scene::new(name);
    scene.write("main.tf", format!("{MADE}\n{more}"));
    let said = asked::ask(&scene.0, ".", &[expression], Format::Human);
    let value = said.split("\ntype: ").next().unwrap_or_default();
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A data source with arguments, and what an attribute of it is worth.
fn found(ty: &str, arguments: &str, attribute: &str) -> String {
    let block = format!("data \"{ty}\" \"x\" {{\n{arguments}\n}}\n");
    worth("found", &block, &format!("data.{ty}.x.{attribute}"))
}

const PRIVATE: &str =
    "toset([(unknown aws_subnet.private[0].id), (unknown aws_subnet.private[1].id)])";

#[test]
fn all_of_a_vpc_are_found() {
    let of = |ty: &str, arguments: &str| {
        let block = format!("data \"{ty}\" \"x\" {{\n{OF_MAIN}{arguments}\n}}\n");
        worth("all", &block, &format!("toset(data.{ty}.x.ids)"))
    };
    let filter = |name: &str, value: &str| {
        format!("filter {{\n name = \"{name}\"\n values = [\"{value}\"]\n}}")
    };
    for arguments in [
        "tags = { Tier = \"private\" }".to_owned(),
        filter("tag:Name", "net-private-*"),
        filter("tag:Name", "net-private-?"),
        filter("map-public-ip-on-launch", "false"),
        filter("availability-zone", "eu-west-1*") + "\n" + &filter("tag:Tier", "private"),
    ] {
        assert_eq!(of("aws_subnets", &arguments), PRIVATE, "{arguments}");
    }
    assert_eq!(of("aws_subnets", "tags = { Tier = \"data\" }"), "toset([])");
    let all = of("aws_subnets", "");
    assert!(
        all.contains("aws_subnet.public.id") && !all.contains("elsewhere"),
        "{all}"
    );
    // The main route table and the default group come with the VPC.
    assert_eq!(
        of("aws_route_tables", ""),
        "toset([(unknown aws_route_table.private.id), (unknown aws_vpc.main.default_route_table_id)])"
    );
    assert_eq!(
        of("aws_route_tables", "tags = { Tier = \"private\" }"),
        "toset([(unknown aws_route_table.private.id)])"
    );
    let by_name = "filter {\n name = \"group-name\"\n values = [\"web\", \"default\"]\n}";
    assert_eq!(
        of("aws_security_groups", by_name),
        "toset([(unknown aws_security_group.web.id), (unknown aws_vpc.main.default_security_group_id)])"
    );
    // AWS makes groups for other things too.
    assert_eq!(
        of("aws_security_groups", ""),
        "(unknown data.aws_security_groups.x.ids)"
    );
}

#[test]
fn one_is_found_by_what_only_it_has() {
    for (ty, arguments, attribute, worth) in [
        (
            "aws_subnet",
            "vpc_id = aws_vpc.main.id\ntags = { Name = \"net-public\" }",
            "id",
            "(unknown aws_subnet.public.id)",
        ),
        (
            "aws_subnet",
            "vpc_id = aws_vpc.main.id\navailability_zone = \"eu-west-1b\"\ncidr_block = \"10.0.1.0/24\"",
            "id",
            "(unknown aws_subnet.private[1].id)",
        ),
        (
            "aws_subnet",
            "id = aws_subnet.private[1].id",
            "availability_zone",
            "\"eu-west-1b\"",
        ),
        (
            "aws_subnet",
            "id = aws_subnet.public.id",
            "availability_zone",
            "(unknown aws_subnet.public.availability_zone)",
        ),
        (
            "aws_vpc",
            "id = aws_vpc.main.id",
            "enable_dns_support",
            "false",
        ),
        (
            "aws_vpc",
            "id = aws_vpc.main.id",
            "main_route_table_id",
            "(unknown aws_vpc.main.main_route_table_id)",
        ),
        (
            "aws_security_group",
            "vpc_id = aws_vpc.main.id\nname = \"default\"",
            "id",
            "(unknown aws_vpc.main.default_security_group_id)",
        ),
        (
            "aws_security_group",
            "vpc_id = aws_vpc.main.id\nname = \"web\"",
            "id",
            "(unknown aws_security_group.web.id)",
        ),
        (
            "aws_route_table",
            "subnet_id = aws_subnet.public.id",
            "id",
            "(unknown aws_route_table.private.id)",
        ),
        (
            "aws_route_table",
            "subnet_id = aws_subnet.public.id",
            "route_table_id",
            "(unknown aws_route_table.private.id)",
        ),
        // What it waits for is one of those it finds, if it finds no more than one.
        (
            "aws_vpc",
            "cidr_block = \"10.0.0.0/16\"\ndepends_on = [aws_vpc.main]",
            "id",
            "(unknown aws_vpc.main.id)",
        ),
        (
            "aws_vpc",
            "cidr_block = \"10.0.0.0/16\"\ndepends_on = [aws_vpc.other]",
            "id",
            "(unknown data.aws_vpc.x.id)",
        ),
        // Two have it: the read fails.
        (
            "aws_subnet",
            "vpc_id = aws_vpc.main.id\ntags = { Tier = \"private\" }",
            "id",
            "(unknown data.aws_subnet.x.id)",
        ),
        // Nobody knows what others have.
        (
            "aws_subnet",
            "tags = { Name = \"net-public\" }",
            "id",
            "(unknown data.aws_subnet.x.id)",
        ),
        (
            "aws_vpc",
            "cidr_block = \"10.0.0.0/16\"",
            "id",
            "(unknown data.aws_vpc.x.id)",
        ),
        (
            "aws_security_group",
            "vpc_id = aws_vpc.main.id\nname = \"nothing\"",
            "id",
            "(unknown data.aws_security_group.x.id)",
        ),
    ] {
        assert_eq!(found(ty, arguments, attribute), worth, "{ty} {arguments}");
    }
}

#[test]
fn what_may_be_added_leaves_it_open() {
    let block =
        format!("data \"aws_subnets\" \"x\" {{\n{OF_MAIN}tags = {{ Tier = \"private\" }}\n}}\n");
    let with = |more: &str| {
        worth(
            "added",
            &format!("{block}{more}"),
            "toset(data.aws_subnets.x.ids)",
        )
    };
    let open = "(unknown data.aws_subnets.x.ids)";
    for more in [
        "variable \"n\" {}\nresource \"aws_subnet\" \"n\" {\n count = var.n\n vpc_id = aws_vpc.main.id\n tags = { Tier = \"private\" }\n}",
        "variable \"vpc\" {}\nresource \"aws_subnet\" \"n\" {\n vpc_id = var.vpc\n tags = { Tier = \"private\" }\n}",
        "variable \"tags\" {}\nresource \"aws_subnet\" \"n\" {\n vpc_id = aws_vpc.main.id\n tags = var.tags\n}",
        "resource \"aws_subnet\" \"n\" {\n vpc_id = aws_vpc.main.id\n lifecycle {\n ignore_changes = [tags]\n }\n}",
        "resource \"aws_subnet\" \"n\" {\n vpc_id = aws_vpc.main.id\n lifecycle {\n ignore_changes = [tags[\"Tier\"]]\n }\n}",
        "resource \"aws_ec2_tag\" \"n\" {\n resource_id = aws_subnet.public.id\n key = \"Tier\"\n value = \"private\"\n}",
        "module \"n\" {\n source = \"git::https://git.example.com/n.git\"\n subnet = aws_subnet.public.id\n}",
        "resource \"awscc_ec2_subnet\" \"n\" {\n vpc_id = aws_vpc.main.id\n}",
        "resource \"aws_cloudformation_stack\" \"n\" {\n name = \"n\"\n}",
    ] {
        assert_eq!(with(more), open, "{more}");
    }
    for more in [
        "resource \"aws_subnet\" \"n\" {\n count = 0\n vpc_id = aws_vpc.main.id\n tags = { Tier = \"private\" }\n}",
        "variable \"n\" {}\nresource \"aws_subnet\" \"n\" {\n count = var.n\n vpc_id = aws_vpc.other.id\n tags = { Tier = \"private\" }\n}",
        "variable \"tags\" {}\nresource \"aws_subnet\" \"n\" {\n vpc_id = aws_vpc.main.id\n tags = merge(var.tags, { Tier = \"data\" })\n}",
        "variable \"name\" {}\nmodule \"n\" {\n source = \"git::https://git.example.com/n.git\"\n name = var.name\n}",
    ] {
        assert_eq!(with(more), PRIVATE, "{more}");
    }
}

/// Only the members of a list that AWS puts together are known, and what does not ask for their order.
#[test]
fn the_order_is_not_known() {
    let block =
        format!("data \"aws_subnets\" \"x\" {{\n{OF_MAIN}tags = {{ Tier = \"private\" }}\n}}\n");
    for (expression, value) in [
        ("length(data.aws_subnets.x.ids)", "2"),
        ("data.aws_subnets.x.ids", "(unknown data.aws_subnets.x.ids)"),
        (
            "data.aws_subnets.x.ids[0]",
            "(unknown data.aws_subnets.x.ids[0])",
        ),
        ("toset(sort(data.aws_subnets.x.ids))", PRIVATE),
        (
            "toset(distinct(concat(data.aws_subnets.x.ids, data.aws_subnets.x.ids)))",
            PRIVATE,
        ),
        (
            "toset(flatten([data.aws_subnets.x.ids, aws_subnet.private[*].id]))",
            PRIVATE,
        ),
        ("toset([for id in data.aws_subnets.x.ids : id])", PRIVATE),
        (
            "length([for id in data.aws_subnets.x.ids : \"${id}/x\"])",
            "2",
        ),
        (
            "contains(data.aws_subnets.x.ids, aws_subnet.private[1].id)",
            "true",
        ),
        (
            "contains(data.aws_subnets.x.ids, aws_subnet.public.id)",
            "false",
        ),
        (
            "setsubtract(data.aws_subnets.x.ids, [aws_subnet.private[0].id])",
            "toset([(unknown aws_subnet.private[1].id)])",
        ),
    ] {
        assert_eq!(worth("order", &block, expression), value, "{expression}");
    }
    let joined = worth("order", &block, "join(\",\", data.aws_subnets.x.ids)");
    assert!(joined.starts_with("(unknown"), "{joined}");
}

/// A lone answer for programs says no more than that nothing of it is known before the apply.
#[test]
fn programs_are_told_that_ids_are_not_known() {
    let scene = Scene::new("json");
    let block =
        format!("data \"aws_subnets\" \"x\" {{\n{OF_MAIN}tags = {{ Tier = \"private\" }}\n}}\n");
    scene.write("main.tf", format!("{MADE}\n{block}"));
    let expressions = ["data.aws_subnets.x.ids", "length(data.aws_subnets.x.ids)"];
    let said = answers(&scene.0, ".", &expressions);
    let unknown: Vec<_> = said.iter().map(|it| it["unknown"].to_string()).collect();
    assert_eq!(unknown, ["true", "false"]);
}
