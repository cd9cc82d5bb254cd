# Calls of cloudposse/vpc//modules/vpc-endpoints.

module "nothing" {
  vpc_id = "vpc-1"
}

module "off" {
  enabled = false
  vpc_id  = "vpc-1"
  gateway_vpc_endpoints = {
    s3 = { name = "s3", policy = null, route_table_ids = ["rtb-1"] }
  }
}

module "both_kinds" {
  namespace = "eg"
  name      = "net"
  vpc_id    = "vpc-1"
  tags      = { Owner = "net" }
  gateway_vpc_endpoints = {
    s3       = { name = "s3", policy = null, route_table_ids = ["rtb-1", "rtb-2"] }
    dynamodb = { name = "dynamodb", policy = "{}", route_table_ids = [] }
  }
  interface_vpc_endpoints = {
    sqs = { name = "sqs", policy = null, private_dns_enabled = true, security_group_ids = ["sg-1", "sg-2"], subnet_ids = ["subnet-1", "subnet-2"] }
    ssm = { name = "ssm", policy = "{}", private_dns_enabled = false, security_group_ids = ["sg-1"], subnet_ids = ["subnet-1"] }
  }
}

module "no_group" {
  vpc_id = "vpc-1"
  interface_vpc_endpoints = {
    sqs = { name = "sqs", policy = null, private_dns_enabled = true, security_group_ids = [], subnet_ids = ["subnet-1"] }
  }
}
