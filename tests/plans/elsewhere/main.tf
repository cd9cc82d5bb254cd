terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

variable "on" {
  type = bool
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = false
}

module "net" {
  source = "git::https://example.com/net.git"
  count  = var.on ? 1 : 0
  vpc_id = aws_vpc.main.id
}
