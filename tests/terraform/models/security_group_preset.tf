# Calls of the submodules of terraform-aws-modules/security-group that are for a service.

module "plain" {
  name   = "plain"
  vpc_id = "vpc-1"
}

module "off" {
  create = false
  name   = "off"
  vpc_id = "vpc-1"
}

module "open" {
  name                = "open"
  use_name_prefix     = false
  description         = "of something"
  vpc_id              = "vpc-1"
  tags                = { Owner = "net" }
  ingress_cidr_blocks = ["0.0.0.0/0"]
}

module "more" {
  name                     = "more"
  vpc_id                   = "vpc-1"
  ingress_cidr_blocks      = ["10.0.0.0/8"]
  ingress_ipv6_cidr_blocks = ["2001:db8::/64"]
  ingress_rules            = ["ssh-tcp", "https-443-tcp", ""]
  egress_cidr_blocks       = ["10.0.0.0/8"]
  egress_rules             = ["dns-udp"]
  ingress_with_self        = [{ rule = "http-80-tcp" }]
  egress_with_self         = [{ rule = "http-80-tcp" }]
  ingress_with_cidr_blocks = [{ rule = "mysql-tcp", cidr_blocks = "10.1.0.0/16" }]
}

module "own" {
  name                                             = "own"
  vpc_id                                           = "vpc-1"
  auto_ingress_rules                               = []
  auto_ingress_with_self                           = []
  auto_egress_rules                                = ["https-443-tcp"]
  computed_ingress_with_source_security_group_id   = [{ rule = "https-443-tcp", source_security_group_id = "sg-2" }]
  number_of_computed_ingress_with_source_security_group_id = 1
  computed_ingress_rules                           = ["https-443-tcp"]
  number_of_computed_ingress_rules                 = 1
}
