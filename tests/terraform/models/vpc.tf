# Calls of terraform-aws-modules/vpc.

module "nothing" {
  name = "nothing"
  cidr = "10.0.0.0/16"
}

module "off" {
  create_vpc = false
}

module "plain" {
  name            = "plain"
  cidr            = "10.0.0.0/16"
  azs             = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  public_subnets  = ["10.0.1.0/24"]
  private_subnets = ["10.0.2.0/24", "10.0.3.0/24", "10.0.4.0/24"]
  tags            = { Owner = "net" }
}

module "nats" {
  name               = "nats"
  cidr               = "10.0.0.0/16"
  azs                = ["eu-west-1a", "eu-west-1b"]
  public_subnets     = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
  private_subnets    = ["10.0.4.0/24", "10.0.5.0/24"]
  enable_nat_gateway = true
  nat_eip_tags       = { Kind = "eip" }
  nat_gateway_tags   = { Kind = "nat" }
}

module "single_nat" {
  name                                         = "single"
  cidr                                         = "10.0.0.0/16"
  azs                                          = ["eu-west-1a", "eu-west-1b"]
  public_subnets                               = ["10.0.1.0/24", "10.0.2.0/24"]
  private_subnets                              = ["10.0.4.0/24", "10.0.5.0/24"]
  database_subnets                             = ["10.0.6.0/24", "10.0.7.0/24"]
  redshift_subnets                             = ["10.0.8.0/24", "10.0.9.0/24"]
  elasticache_subnets                          = ["10.0.10.0/24", "10.0.11.0/24"]
  intra_subnets                                = ["10.0.12.0/24", "10.0.13.0/24"]
  enable_nat_gateway                           = true
  single_nat_gateway                           = true
  create_database_subnet_route_table           = true
  create_database_nat_gateway_route            = true
  create_redshift_subnet_route_table           = true
  create_elasticache_subnet_route_table        = true
  nat_gateway_destination_cidr_block           = "10.0.0.0/8"
  enable_dns_hostnames                         = true
  enable_vpn_gateway                           = true
  propagate_private_route_tables_vgw           = true
  propagate_public_route_tables_vgw            = true
  propagate_intra_route_tables_vgw             = true
  vpc_tags                                     = { Kind = "vpc" }
  private_subnet_tags                          = { Kind = "private" }
  database_subnet_group_name                   = "Other-Name"
}

module "nat_per_az" {
  name                              = "zones"
  cidr                              = "10.0.0.0/16"
  azs                               = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  public_subnets                    = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
  private_subnets                   = ["10.0.4.0/24", "10.0.5.0/24", "10.0.14.0/24"]
  database_subnets                  = ["10.0.6.0/24", "10.0.7.0/24"]
  redshift_subnets                  = ["10.0.8.0/24", "10.0.9.0/24"]
  elasticache_subnets               = ["10.0.10.0/24", "10.0.11.0/24"]
  intra_subnets                     = ["10.0.12.0/24", "10.0.13.0/24"]
  enable_nat_gateway                = true
  one_nat_gateway_per_az            = true
  create_database_subnet_route_table = true
  create_database_nat_gateway_route = true
  enable_public_redshift            = true
  create_multiple_public_route_tables = true
  create_multiple_intra_route_tables  = true
  reuse_nat_ips                     = true
  external_nat_ip_ids               = ["eipalloc-1", "eipalloc-2", "eipalloc-3"]
}

module "databases_only" {
  name                                   = "databases"
  cidr                                   = "10.0.0.0/16"
  azs                                    = ["eu-west-1a", "eu-west-1b"]
  database_subnets                       = ["10.0.6.0/24", "10.0.7.0/24"]
  public_subnets                         = ["10.0.1.0/24", "10.0.2.0/24"]
  create_database_subnet_route_table     = true
  create_database_internet_gateway_route = true
  create_database_subnet_group           = false
  enable_ipv6                            = true
  map_public_ip_on_launch                = false
}

module "public_only" {
  name               = "public"
  cidr               = "10.0.0.0/16"
  azs                = ["eu-west-1a", "eu-west-1b"]
  public_subnets     = ["10.0.1.0/24", "10.0.2.0/24"]
  create_igw         = false
}

module "intra_only" {
  name          = "intra"
  cidr          = "10.0.0.0/16"
  azs           = ["eu-west-1a"]
  intra_subnets = ["10.0.1.0/24", "10.0.2.0/24"]
}

module "ipv6" {
  name                              = "six"
  cidr                              = "10.0.0.0/16"
  azs                               = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  public_subnets                    = ["10.0.1.0/24"]
  private_subnets                   = ["10.0.2.0/24", "10.0.3.0/24", "10.0.4.0/24"]
  database_subnets                  = ["10.0.5.0/24", "10.0.6.0/24"]
  enable_ipv6                       = true
  enable_nat_gateway                = true
  single_nat_gateway                = true
  assign_ipv6_address_on_creation   = true
  public_subnet_ipv6_prefixes       = [0]
  private_subnet_ipv6_prefixes      = [1, 2, 3]
  database_subnet_ipv6_prefixes     = [4, 5]
  public_subnet_assign_ipv6_address_on_creation = true
}

module "ipv6_per_tier" {
  name                              = "six"
  cidr                              = "10.0.0.0/16"
  azs                               = ["eu-west-1a", "eu-west-1b"]
  public_subnets                    = ["10.0.1.0/24", "10.0.2.0/24"]
  private_subnets                   = ["10.0.3.0/24", "10.0.4.0/24", "10.0.5.0/24"]
  intra_subnets                     = ["10.0.6.0/24"]
  enable_ipv6                       = true
  create_egress_only_igw            = true
  assign_ipv6_address_on_creation   = true
  private_subnet_assign_ipv6_address_on_creation = false
  database_subnet_assign_ipv6_address_on_creation = false
  intra_subnet_assign_ipv6_address_on_creation = true
}

module "ipv6_off" {
  name            = "four"
  cidr            = "10.0.0.0/16"
  azs             = ["eu-west-1a"]
  private_subnets = ["10.0.3.0/24"]
  private_subnet_ipv6_prefixes = [1]
  assign_ipv6_address_on_creation = true
}

module "ipv6_native" {
  name                              = "native"
  cidr                              = "10.0.0.0/16"
  azs                               = ["eu-west-1a", "eu-west-1b"]
  enable_ipv6                       = true
  public_subnet_ipv6_native         = true
  public_subnet_ipv6_prefixes       = [0, 1]
  private_subnet_ipv6_native        = true
  private_subnet_ipv6_prefixes      = [2, 3]
  private_subnet_enable_resource_name_dns_a_record_on_launch = false
  enable_nat_gateway                = true
}

module "outpost" {
  name                         = "outpost"
  cidr                         = "10.0.0.0/16"
  azs                          = ["eu-west-1a", "eu-west-1b"]
  private_subnets              = ["10.0.3.0/24", "10.0.4.0/24"]
  outpost_subnets              = ["10.0.5.0/24", "10.0.6.0/24"]
  outpost_az                   = "eu-west-1a"
  outpost_arn                  = "arn:aws:outposts:eu-west-1:123456789012:outpost/op-1234567890abcdef0"
  customer_owned_ipv4_pool     = "ipv4pool-coip-1"
  map_customer_owned_ip_on_launch = true
  outpost_subnet_tags          = { Kind = "outpost" }
  outpost_acl_tags             = { Kind = "acl" }
  outpost_dedicated_network_acl = true
}

module "acls" {
  name                              = "acls"
  cidr                              = "10.0.0.0/16"
  azs                               = ["eu-west-1a", "eu-west-1b"]
  public_subnets                    = ["10.0.1.0/24"]
  private_subnets                   = ["10.0.2.0/24"]
  database_subnets                  = ["10.0.3.0/24"]
  redshift_subnets                  = ["10.0.4.0/24"]
  elasticache_subnets               = ["10.0.5.0/24"]
  intra_subnets                     = ["10.0.6.0/24"]
  public_dedicated_network_acl      = true
  private_dedicated_network_acl     = true
  database_dedicated_network_acl    = true
  redshift_dedicated_network_acl    = true
  elasticache_dedicated_network_acl = true
  intra_dedicated_network_acl       = true
  public_inbound_acl_rules = [
    { rule_number = 100, rule_action = "allow", from_port = 443, to_port = 443, protocol = "tcp", cidr_block = "0.0.0.0/0" },
  ]
  manage_default_network_acl = true
  default_network_acl_tags   = { Kind = "default" }
}

module "defaults" {
  name                           = "defaults"
  cidr                           = "10.0.0.0/16"
  azs                            = ["eu-west-1a", "eu-west-1b"]
  private_subnets                = ["10.0.2.0/24"]
  manage_default_vpc             = true
  manage_default_security_group  = true
  default_security_group_ingress = [{ protocol = "tcp", from_port = 443, to_port = 443, cidr_blocks = "10.0.0.0/8,192.168.0.0/16" }]
  default_security_group_egress  = []
  default_security_group_name    = "mine"
  manage_default_route_table     = true
  default_route_table_routes     = [{ cidr_block = "10.9.0.0/16", gateway_id = "igw-1" }]
  default_route_table_tags       = { Kind = "table" }
  secondary_cidr_blocks          = ["10.1.0.0/16", "10.2.0.0/16"]
  enable_dhcp_options            = true
  dhcp_options_domain_name       = "example.com"
  dhcp_options_domain_name_servers = ["10.0.0.2"]
  customer_gateways              = { one = { bgp_asn = 65000, ip_address = "1.2.3.4" } }
  vpn_gateway_id                 = "vgw-1"
  propagate_private_route_tables_vgw = true
}

module "names" {
  name                 = "names"
  cidr                 = "10.0.0.0/16"
  azs                  = ["euw1-az1", "euw1-az2"]
  private_subnets      = ["10.0.2.0/24", "10.0.3.0/24"]
  public_subnets       = ["10.0.4.0/24"]
  private_subnet_names = ["one"]
  public_subnet_suffix = "dmz"
  private_subnet_tags_per_az = { "euw1-az1" = { Zone = "one" } }
  public_subnet_tags_per_az  = { "euw1-az1" = { Zone = "one" } }
}

module "flow_log" {
  name                                 = "flow"
  cidr                                 = "10.0.0.0/16"
  enable_flow_log                      = true
  create_flow_log_cloudwatch_log_group = true
  create_flow_log_cloudwatch_iam_role  = true
  flow_log_max_aggregation_interval    = 60
  vpc_flow_log_tags                    = { Kind = "log" }
}

module "flow_log_to_bucket" {
  name                      = "flow"
  cidr                      = "10.0.0.0/16"
  enable_flow_log           = true
  flow_log_destination_type = "s3"
  flow_log_destination_arn  = "arn:aws:s3:::logs"
}

module "pool" {
  name                = "pool"
  use_ipam_pool       = true
  ipv4_ipam_pool_id   = "ipam-pool-1"
  ipv4_netmask_length = 20
  azs                 = ["eu-west-1a", "eu-west-1b"]
  private_subnets     = ["10.0.2.0/24"]
  cidr                = "10.0.0.0/16"
}

module "pool_of_six" {
  name                = "pool"
  cidr                = "10.0.0.0/16"
  enable_ipv6         = true
  ipv6_ipam_pool_id   = "ipam-pool-1"
  ipv6_netmask_length = 56
  use_ipam_pool       = true
  azs                 = ["eu-west-1a"]
  private_subnets     = ["10.0.2.0/24"]
}

module "endpoints" {
  name                                 = "endpoints"
  cidr                                 = "10.0.0.0/16"
  azs                                  = ["eu-west-1a", "eu-west-1b"]
  private_subnets                      = ["10.0.2.0/24", "10.0.3.0/24"]
  public_subnets                       = ["10.0.4.0/24"]
  intra_subnets                        = ["10.0.5.0/24"]
  database_subnets                     = ["10.0.6.0/24"]
  enable_s3_endpoint                   = true
  enable_dynamodb_endpoint             = true
  enable_sqs_endpoint                  = true
  sqs_endpoint_policy                  = "{}"
  sqs_endpoint_security_group_ids      = ["sg-1"]
  sqs_endpoint_private_dns_enabled     = true
  sqs_endpoint_subnet_ids              = ["subnet-1"]
  enable_ssm_endpoint                  = true
  ssm_endpoint_security_group_ids      = ["sg-1"]
  enable_ec2_endpoint                  = true
  ec2_endpoint_security_group_ids      = ["sg-1"]
  enable_sagemaker_notebook_endpoint   = true
  sagemaker_notebook_endpoint_region   = "eu-west-1"
  sagemaker_notebook_endpoint_security_group_ids = ["sg-1"]
  vpc_endpoint_tags                    = { Kind = "endpoint" }
  enable_public_s3_endpoint            = true
}

module "interface_s3" {
  name                          = "endpoints"
  cidr                          = "10.0.0.0/16"
  azs                           = ["eu-west-1a", "eu-west-1b"]
  private_subnets               = ["10.0.2.0/24", "10.0.3.0/24"]
  public_subnets                = ["10.0.4.0/24"]
  enable_s3_endpoint            = true
  s3_endpoint_type              = "Interface"
  s3_endpoint_security_group_ids = ["sg-1"]
  s3_endpoint_policy            = "{}"
  enable_dynamodb_endpoint      = true
  enable_public_s3_endpoint     = false
  dynamodb_endpoint_policy      = "{}"
  single_nat_gateway            = true
}

module "elsewhere" {
  name            = "elsewhere"
  cidr            = "10.0.0.0/16"
  azs             = ["eu-west-1a", "eu-west-1b"]
  private_subnets = ["10.0.2.0/24", "10.0.3.0/24"]
  public_subnets  = ["10.0.4.0/24"]
  vpc_block_public_access_options = { internet_gateway_block_mode = "block-bidirectional" }
  vpc_block_public_access_exclusions = { vpc = { exclude_vpc = true, internet_gateway_exclusion_mode = "allow-egress" } }
  enable_network_address_usage_metrics = true
  instance_tenancy = "dedicated"
  create_private_nat_gateway_route = false
  enable_nat_gateway = true
}
