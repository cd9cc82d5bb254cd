//! Roots that call one module.

use crate::scene::Scene;

const NETWORK: &str = r#"variable "region" {
  default = "eu-west-1"
}

variable "cidr" {}

variable "password" {
  default   = "hunter2"
  sensitive = true
}

locals {
  zones   = ["a", "b"]
  feeds   = "swordfish"
  secret  = "${local.feeds}-${var.password}"
  names   = [for index, zone in local.zones : "${var.region}${zone}-${index}"]
  first   = aws_subnet.private[*].cidr_block
  heredoc = <<-EOT
    %{ for zone in local.zones ~}
    é😀 ${upper(zone)}
    %{ endfor ~}
  EOT
}

resource "aws_vpc" "main" {
  cidr_block = var.cidr
}

resource "aws_subnet" "private" {
  count             = length(local.zones)
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(var.cidr, 8, count.index)
  availability_zone = "${var.region}${local.zones[count.index]}"
}

resource "aws_security_group" "clients" {
  for_each = { web = 443, dns = 53 }
  vpc_id   = aws_vpc.main.id

  dynamic "ingress" {
    for_each = toset(["10.1.0.0/16", "10.2.0.0/16"])
    content {
      from_port   = each.value
      to_port     = each.value
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
    }
  }
}

resource "aws_vpc_endpoint" "sqs" {
  vpc_id             = aws_vpc.main.id
  service_name       = "com.amazonaws.${var.region}.sqs"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = aws_subnet.private[*].id
  security_group_ids = [aws_security_group.clients["web"].id]
}

resource "aws_db_instance" "main" {
  password = local.secret
}
"#;

/// Two roots that call one module with other values, one of them with variants.
pub(crate) fn two_roots(name: &str) -> Scene {
    let scene = Scene::new(name);
    scene.write("net/main.tf", NETWORK);
    let call = "module \"net\" {\n  source = \"../../net\"\n  cidr = CIDR\n}\n";
    scene.write("envs/dev/main.tf", call.replace("CIDR", "\"10.7.0.0/16\""));
    scene.write(
        "envs/prod/main.tf",
        call.replace("CIDR", "var.cidr") + "variable \"cidr\" {\n  type = string\n}\n",
    );
    for (variant, cidr) in [("east", "10.8.0.0/16"), ("west", "10.9.0.0/16")] {
        scene.write(
            &format!("envs/prod/{variant}.tfvars"),
            format!("cidr = \"{cidr}\"\n"),
        );
    }
    scene.write(
        "envs/prod/vpcelint.toml",
        "[[variants]]\nname = \"east\"\nvar-files = [\"east.tfvars\"]\n\n[[variants]]\nname = \"west\"\nvar-files = [\"west.tfvars\"]\n",
    );
    scene
}
