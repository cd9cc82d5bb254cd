terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = var.region
}

variable "region" {
  type = string
}

variable "private_dns" {
  type = bool
}

variable "token" {
  type      = string
  sensitive = true
}

variable "services" {
  type = map(object({ dns = bool }))
}

variable "zones" {
  type    = number
  default = 2
}

data "aws_region" "current" {}

data "aws_availability_zones" "all" {
  state = "available"
}

data "aws_vpc" "shared" {
  tags = { Name = "shared" }
}

data "aws_subnets" "shared" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.shared.id]
  }
}

data "aws_subnet" "later" {
  id = aws_subnet.main[0].id
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  tags                 = { token = var.token }
}

resource "aws_subnet" "main" {
  count             = min(length(data.aws_availability_zones.all.names), var.zones)
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.all.names[count.index]
}

resource "aws_security_group" "sg" {
  vpc_id = data.aws_vpc.shared.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [data.aws_vpc.shared.cidr_block]
  }
}

resource "aws_vpc_endpoint" "shared" {
  for_each            = var.services
  vpc_id              = data.aws_vpc.shared.id
  service_name        = "com.amazonaws.${data.aws_region.current.name}.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = data.aws_subnets.shared.ids
  security_group_ids  = [aws_security_group.sg.id]
  private_dns_enabled = each.value.dns
}

module "net" {
  source      = "./net"
  for_each    = toset(slice(data.aws_availability_zones.all.names, 0, 1))
  vpc_id      = aws_vpc.main.id
  private_dns = var.private_dns
  subnet_ids  = aws_subnet.main[*].id
}

output "token" {
  value     = var.token
  sensitive = true
}
