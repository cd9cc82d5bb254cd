# Calls of cloudposse/security-group.

module "plain" {
  vpc_id    = "vpc-1"
  namespace = "eg"
  name      = "web"
  tags      = { Owner = "net" }
}

module "off" {
  enabled = false
  vpc_id  = "vpc-1"
  rules   = [{ type = "ingress", from_port = 443, to_port = 443, protocol = "tcp", cidr_blocks = ["10.0.0.0/8"] }]
}

module "listed" {
  vpc_id                     = "vpc-1"
  name                       = "web"
  security_group_name        = ["own"]
  security_group_description = "of something"
  revoke_rules_on_delete     = true
  allow_all_egress           = false
  rules = [
    { key = "https", type = "ingress", from_port = 443, to_port = 443, protocol = "tcp", cidr_blocks = ["10.0.0.0/8"], self = null, description = "mine" },
    { key = null, type = "ingress", from_port = 80, to_port = 80, protocol = "tcp", cidr_blocks = [], self = true, description = null },
  ]
  rules_map = {
    groups = [{ type = "egress", from_port = 0, to_port = 0, protocol = "-1", source_security_group_id = "sg-2" }]
    lists  = [{ type = "egress", from_port = 443, to_port = 443, protocol = "tcp", prefix_list_ids = ["pl-1"] }]
    six    = [{ type = "ingress", from_port = 443, to_port = 443, protocol = "tcp", ipv6_cidr_blocks = ["2001:db8::/32"], cidr_blocks = null }]
  }
}

module "matrix" {
  vpc_id                = "vpc-1"
  name                  = "db"
  create_before_destroy = false
  allow_all_egress      = true
  rule_matrix = [
    {
      key                       = "in"
      cidr_blocks               = ["10.0.0.0/8"]
      ipv6_cidr_blocks          = []
      prefix_list_ids           = ["pl-1"]
      source_security_group_ids = ["sg-2", "sg-3"]
      self                      = true
      rules = [
        { key = "mysql", type = "ingress", from_port = 3306, to_port = 3306, protocol = "tcp", description = "mysql" },
        { key = "ping", type = "ingress", from_port = -1, to_port = -1, protocol = "icmp", description = null },
      ]
    },
    {
      source_security_group_ids = ["sg-4"]
      rules                     = [{ type = "egress", from_port = 443, to_port = 443, protocol = "tcp", self = true }]
    },
  ]
}

module "inside" {
  vpc_id               = "vpc-1"
  name                 = "inline"
  inline_rules_enabled = true
  allow_all_egress     = true
  rule_matrix = [{
    cidr_blocks               = ["10.0.0.0/8"]
    source_security_group_ids = ["sg-2", "sg-3"]
    rules                     = [{ type = "ingress", from_port = 443, to_port = 443, protocol = "tcp" }]
  }]
}

module "listed_inside" {
  vpc_id               = "vpc-1"
  name                 = "inline"
  inline_rules_enabled = true
  allow_all_egress     = false
  rules                = [{ type = "ingress", from_port = 443, to_port = 443, protocol = "tcp", cidr_blocks = ["10.0.0.0/8"] }]
}

module "kept" {
  vpc_id                     = "vpc-1"
  name                       = "kept"
  create_before_destroy      = true
  preserve_security_group_id = true
  rules                      = [{ type = "ingress", from_port = 443, to_port = 443, protocol = "tcp", cidr_blocks = ["10.0.0.0/8"] }]
}

module "of_another" {
  vpc_id                   = "vpc-1"
  target_security_group_id = ["sg-1"]
  rules                    = [{ type = "ingress", from_port = 443, to_port = 443, protocol = "tcp", cidr_blocks = ["10.0.0.0/8"] }]
}
