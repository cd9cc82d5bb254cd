# Calls of terraform-aws-modules/vpc//modules/vpc-endpoints.

module "nothing" {
  vpc_id = "vpc-1"
}

module "off" {
  create    = false
  vpc_id    = "vpc-1"
  endpoints = { s3 = { service = "s3" } }
}

module "both_kinds" {
  vpc_id             = "vpc-1"
  subnet_ids         = ["subnet-1", "subnet-2"]
  security_group_ids = ["sg-1"]
  tags               = { Owner = "net" }
  endpoints = {
    s3       = { service = "s3", service_type = "Gateway", route_table_ids = ["rtb-1", "rtb-2"], tags = { Name = "mine" } }
    dynamodb = { service = "dynamodb", service_type = "Gateway", policy = jsonencode({ Version = "2012-10-17" }) }
    ssm      = { service = "ssm", private_dns_enabled = true }
    "ecr.api" = { service = "ecr.api", private_dns_enabled = true, subnet_ids = ["subnet-2", "subnet-3"], security_group_ids = ["sg-2"], policy = "{}" }
    off      = { create = false, service = "sqs" }
    named    = { service_name = "com.amazonaws.eu-west-1.kms", auto_accept = true }
    full     = { service_endpoint = "com.amazonaws.vpce.eu-west-1.vpce-svc-1", ip_address_type = "ipv4" }
    s3_interface = { service = "s3", dns_options = { private_dns_only_for_inbound_resolver_endpoint = false, dns_record_ip_type = "ipv4" } }
    elsewhere = { service = "ssm", service_region = "us-east-1" }
    placed    = { service = "sts", subnet_configurations = [{ ipv4 = "10.0.0.10", subnet_id = "subnet-1" }] }
    balancer  = { service = "x", service_type = "GatewayLoadBalancer", subnet_ids = ["subnet-1"] }
  }
}

module "own_group" {
  vpc_id                     = "vpc-1"
  subnet_ids                 = ["subnet-1"]
  create_security_group      = true
  security_group_name_prefix = "endpoints-"
  security_group_description = "of endpoints"
  security_group_tags        = { Kind = "group" }
  security_group_rules = {
    ingress_https = { description = "HTTPS", cidr_blocks = ["10.0.0.0/16"] }
    egress        = { type = "egress", protocol = "-1", from_port = 0, to_port = 0, cidr_blocks = ["0.0.0.0/0"], ipv6_cidr_blocks = ["::/0"] }
    from_group    = { source_security_group_id = "sg-9" }
    from_itself   = { self = true, from_port = 80, to_port = 80 }
    from_list     = { prefix_list_ids = ["pl-1"] }
  }
  endpoints = { sqs = { service = "sqs" } }
}

module "own_named_group" {
  vpc_id                = "vpc-1"
  create_security_group = true
  security_group_name   = "endpoints"
  endpoints             = {}
}

module "own_nameless_group" {
  vpc_id                = "vpc-1"
  create_security_group = true
  security_group_tags   = { Name = "tagged" }
}
