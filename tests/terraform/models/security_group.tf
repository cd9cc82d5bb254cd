# Calls of terraform-aws-modules/security-group.

module "plain" {
  name   = "plain"
  vpc_id = "vpc-1"
}

module "off" {
  create = false
  name   = "off"
  vpc_id = "vpc-1"
}

module "named" {
  name                = "named"
  use_name_prefix     = false
  description         = "of something"
  vpc_id              = "vpc-1"
  tags                = { Owner = "net" }
  ingress_cidr_blocks = ["10.0.0.0/16", "10.1.0.0/16"]
  ingress_rules       = ["https-443-tcp", "all-icmp"]
  egress_rules        = ["all-all"]
}

module "existing" {
  create_sg         = false
  security_group_id = "sg-1"
  name              = "existing"
  vpc_id            = "vpc-1"
  ingress_rules     = ["http-80-tcp"]
}

module "all_ways" {
  name                    = "ways"
  vpc_id                  = "vpc-1"
  ingress_ipv6_cidr_blocks = ["2001:db8::/64"]
  ingress_prefix_list_ids = ["pl-1"]
  ingress_cidr_blocks     = ["10.0.0.0/8"]
  ingress_with_cidr_blocks = [
    { from_port = 443, to_port = 443, protocol = "tcp", description = "mine", cidr_blocks = "10.2.0.0/16,10.3.0.0/16" },
    { rule = "postgresql-tcp" },
  ]
  ingress_with_ipv6_cidr_blocks            = [{ rule = "https-443-tcp", ipv6_cidr_blocks = "2001:db8::/64" }]
  ingress_with_self                        = [{ rule = "all-all" }]
  ingress_with_source_security_group_id    = [{ rule = "mysql-tcp", source_security_group_id = "sg-2" }]
  ingress_with_prefix_list_ids             = [{ rule = "https-443-tcp", prefix_list_ids = "pl-2" }]
  egress_cidr_blocks                       = ["10.0.0.0/8"]
  egress_prefix_list_ids                   = ["pl-3"]
  egress_rules                             = ["https-443-tcp"]
  egress_with_cidr_blocks                  = [{ rule = "http-80-tcp", cidr_blocks = "10.4.0.0/16" }]
  egress_with_ipv6_cidr_blocks             = [{ rule = "http-80-tcp" }]
  egress_with_self                         = [{ from_port = 1, to_port = 2, protocol = "udp" }]
  egress_with_source_security_group_id     = [{ rule = "http-80-tcp", source_security_group_id = "sg-3" }]
  egress_with_prefix_list_ids              = [{ from_port = 443, to_port = 443, protocol = "tcp" }]
}

module "computed" {
  name                                              = "computed"
  vpc_id                                            = "vpc-1"
  computed_ingress_rules                            = ["https-443-tcp"]
  number_of_computed_ingress_rules                  = 1
  ingress_cidr_blocks                               = ["10.0.0.0/8"]
  computed_ingress_with_source_security_group_id    = [{ rule = "https-443-tcp", source_security_group_id = "sg-2" }]
  number_of_computed_ingress_with_source_security_group_id = 1
  computed_ingress_with_cidr_blocks                 = [{ rule = "https-443-tcp", cidr_blocks = "10.5.0.0/16" }]
  number_of_computed_ingress_with_cidr_blocks       = 1
  computed_egress_rules                             = ["https-443-tcp"]
  number_of_computed_egress_rules                   = 1
  computed_egress_with_source_security_group_id     = [{ rule = "https-443-tcp", source_security_group_id = "sg-2" }]
  number_of_computed_egress_with_source_security_group_id = 1
  computed_ingress_with_self                        = [{ rule = "https-443-tcp" }]
  number_of_computed_ingress_with_self              = 1
  computed_egress_with_cidr_blocks                  = [{ rule = "https-443-tcp", cidr_blocks = "10.5.0.0/16" }]
  number_of_computed_egress_with_cidr_blocks        = 1
}
