//! What fixes write and what rules say of values that must not be shown.

use super::{said, scene::Scene};

/// An open group whose world another file names, so that what is admitted instead is written there as a text.
const OPEN: &str = r#"
resource "aws_vpc" "v" {
  cidr_block           = @
  enable_dns_support   = true
  enable_dns_hostnames = true
}
variable "open" {
  type    = list(string)
  default = ["0.0.0.0/0"]
}
resource "aws_security_group" "g" {
  vpc_id = aws_vpc.v.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = var.open
  }
}
resource "aws_vpc_endpoint" "e" {
  vpc_id              = aws_vpc.v.id
  service_name        = "com.amazonaws.us-east-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  security_group_ids  = [aws_security_group.g.id]
  private_dns_enabled = true
}
"#;

/// What shows or writes fixes.
const SHOWING: [&[&str]; 5] = [
    &["check", "--show-fixes"],
    &["check", "--diff", "--unsafe-fixes"],
    &["check", "--format", "json"],
    &["check", "--format", "sarif"],
    &["check", "--format", "rdjson"],
];

fn open(value: &str, more: &str, values: &str) -> Scene {
    let scene = Scene::new("open");
    scene.write("main.tf", OPEN.replace('@', value) + more);
    scene.write("terraform.tfvars", values);
    scene
}

#[test]
fn no_fix_writes_what_is_sensitive_or_called_a_secret() {
    const BLOCK: &str = "10.77.0.0/16";
    for (value, more, values) in [
        (
            "var.block",
            "variable \"block\" {\n  sensitive = true\n}\n",
            "block = \"10.77.0.0/16\"\n",
        ),
        ("sensitive(\"10.77.0.0/16\")", "", ""),
        (
            "local.net_secret",
            "locals {\n  net_secret = \"10.77.0.0/16\"\n}\n",
            "",
        ),
        (
            "local.n",
            "variable \"net_secret\" {}\nlocals {\n  n = cidrsubnet(var.net_secret, 0, 0)\n}\n",
            "net_secret = \"10.77.0.0/16\"\n",
        ),
    ] {
        let scene = open(value, more, values);
        for arguments in SHOWING {
            let said = said(&scene, arguments);
            let line = said.lines().find(|it| it.contains(BLOCK));
            assert_eq!(line, None, "{value}: {arguments:?} shows it");
        }
        let told = said(&scene, SHOWING[0]);
        assert!(told.contains("endpoint_sg_open_to_world"), "{told}");
        assert!(told.contains("cannot be named there"), "{value}: {told}");
    }
    let told = said(
        &open("local.net", "locals {\n  net = \"10.77.0.0/16\"\n}\n", ""),
        SHOWING[1],
    );
    assert!(told.contains("+  default = [\"10.77.0.0/16\"]"), "{told}");
}

#[test]
fn addresses_that_are_sensitive_are_not_told() {
    const MAIN: &str = r#"
variable "block" {
  default = "10.77.1.0/24"
  sensitive = @block
}
variable "ip" {
  default = "10.78.1.9"
  sensitive = @ip
}
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/8"
}
resource "aws_subnet" "s" {
  vpc_id     = aws_vpc.v.id
  cidr_block = var.block
}
resource "aws_vpc_endpoint" "e" {
  vpc_id            = aws_vpc.v.id
  service_name      = "com.amazonaws.us-east-1.sqs"
  vpc_endpoint_type = "Interface"
  subnet_ids        = [aws_subnet.s.id]
  subnet_configuration {
    ipv4      = var.ip
    subnet_id = aws_subnet.s.id
  }
}
"#;
    for (block, ip, expected) in [
        (
            false,
            false,
            "picks 10.78.1.9, which is not in 10.77.1.0/24 of subnet aws_subnet.s",
        ),
        (
            true,
            false,
            "picks 10.78.1.9, which is not in the range of subnet aws_subnet.s",
        ),
        (
            false,
            true,
            "picks an address, which is not in 10.77.1.0/24 of subnet aws_subnet.s",
        ),
        (
            true,
            true,
            "picks an address, which is not in the range of subnet aws_subnet.s",
        ),
    ] {
        let scene = Scene::new("addresses");
        let main = MAIN.replace("@block", &block.to_string());
        scene.write("main.tf", main.replace("@ip", &ip.to_string()));
        let concise = said(&scene, &["check", "--format", "concise"]);
        assert!(concise.contains(expected), "{concise}");
        for arguments in SHOWING {
            let said = said(&scene, arguments);
            assert!(!block || !said.contains("10.77.1"), "{arguments:?}: {said}");
            assert!(!ip || !said.contains("10.78.1"), "{arguments:?}: {said}");
        }
    }
}
