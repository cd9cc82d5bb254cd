# Calls of cloudposse/dynamic-subnets.

module "plain" {
  namespace          = "eg"
  name               = "net"
  tags               = { Owner = "net" }
  vpc_id             = "vpc-1"
  igw_id             = ["igw-1"]
  ipv4_cidr_block    = ["10.0.0.0/16"]
  availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  max_subnet_count   = 3
}

module "off" {
  enabled            = false
  vpc_id             = "vpc-1"
  igw_id             = ["igw-1"]
  ipv4_cidr_block    = ["10.0.0.0/16"]
  availability_zones = ["eu-west-1a", "eu-west-1b"]
}

module "all_zones" {
  vpc_id          = "vpc-1"
  igw_id          = ["igw-1"]
  ipv4_cidr_block = ["10.0.0.0/16"]
}

module "some_of_all_zones" {
  vpc_id           = "vpc-1"
  max_subnet_count = 2
  ipv4_cidr_block  = ["10.0.0.0/16"]
}

module "of_the_vpc" {
  vpc_id             = "vpc-1"
  igw_id             = ["igw-1"]
  availability_zones = ["eu-west-1b", "eu-west-1a"]
  max_nats           = 1
}

module "only_private" {
  vpc_id                 = "vpc-1"
  public_subnets_enabled = false
  nat_gateway_enabled    = false
  ipv4_cidr_block        = ["10.0.0.0/16"]
  availability_zones     = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  max_subnet_count       = 2
}

module "only_public" {
  vpc_id                  = "vpc-1"
  igw_id                  = ["igw-1"]
  private_subnets_enabled = false
  map_public_ip_on_launch = false
  ipv4_cidr_block         = ["10.0.0.0/16"]
  availability_zones      = ["eu-west-1a", "eu-west-1b"]
}

module "neither" {
  vpc_id                  = "vpc-1"
  private_subnets_enabled = false
  public_subnets_enabled  = false
  ipv4_cidr_block         = ["10.0.0.0/16"]
  availability_zones      = ["eu-west-1a", "eu-west-1b"]
}

module "given" {
  vpc_id                            = "vpc-1"
  igw_id                            = ["igw-1"]
  availability_zones                = ["eu-west-1a", "eu-west-1b"]
  availability_zone_attribute_style = "full"
  ipv4_cidrs                        = [{ private = ["10.0.0.0/24", "10.0.1.0/24"], public = ["10.0.2.0/24", "10.0.3.0/24"] }]
  nat_gateway_enabled               = true
  nat_elastic_ips                   = ["192.0.2.1", "192.0.2.2"]
  public_subnets_additional_tags    = { Kind = "public" }
  private_subnets_additional_tags   = { Kind = "private" }
  subnet_type_tag_key               = "kind"
  private_label                     = "inner"
  public_open_network_acl_enabled   = false
}

module "dual" {
  vpc_id                  = "vpc-1"
  igw_id                  = ["igw-1"]
  ipv6_enabled            = true
  ipv6_egress_only_igw_id = ["eigw-1"]
  ipv4_cidr_block         = ["10.0.0.0/16"]
  ipv6_cidr_block         = ["2001:db8:0:ff00::/56"]
  availability_zones      = ["eu-west-1a", "eu-west-1b"]
  max_subnet_count        = 3
}

module "dual_everywhere" {
  vpc_id                                  = "vpc-1"
  igw_id                                  = ["igw-1"]
  ipv6_enabled                            = true
  public_dns64_nat64_enabled              = true
  private_assign_ipv6_address_on_creation = false
  ipv6_public_instance_hostnames_enabled  = true
  ipv4_cidr_block                         = ["10.0.0.0/16"]
  ipv6_cidrs                              = [{ private = ["2001:db8:0:1::/64", "2001:db8:0:2::/64"], public = ["2001:db8:0:3::/64", "2001:db8:0:4::/64"] }]
  availability_zones                      = ["eu-west-1a", "eu-west-1b"]
}

module "only_six" {
  vpc_id              = "vpc-1"
  igw_id              = ["igw-1"]
  ipv4_enabled        = false
  ipv6_enabled        = true
  ipv6_cidr_block     = ["2001:db8:0:ff00::/56"]
  availability_zones  = ["eu-west-1a", "eu-west-1b"]
  nat_gateway_enabled = false
}

module "own_tables" {
  vpc_id                 = "vpc-1"
  igw_id                 = ["igw-1"]
  public_route_table_ids = ["rtb-1"]
  ipv4_cidr_block        = ["10.0.0.0/16"]
  availability_zones     = ["eu-west-1a", "eu-west-1b"]
  nat_gateway_enabled    = false
}

module "no_tables" {
  vpc_id                      = "vpc-1"
  igw_id                      = ["igw-1"]
  public_route_table_enabled  = false
  private_route_table_enabled = false
  ipv4_cidr_block             = ["10.0.0.0/16"]
  availability_zones          = ["eu-west-1a", "eu-west-1b"]
  nat_gateway_enabled         = false
}

module "tables_each" {
  vpc_id                                = "vpc-1"
  igw_id                                = ["igw-1"]
  public_route_table_per_subnet_enabled = true
  private_open_network_acl_enabled      = false
  ipv4_cidr_block                       = ["10.0.0.0/16"]
  availability_zones                    = ["eu-west-1a", "eu-west-1b"]
}

module "instances" {
  vpc_id                            = "vpc-1"
  igw_id                            = ["igw-1"]
  nat_instance_enabled              = true
  nat_instance_cpu_credits_override = "unlimited"
  metadata_http_tokens_required     = false
  ipv4_cidr_block                   = ["10.0.0.0/16"]
  availability_zones                = ["eu-west-1a", "eu-west-1b"]
  max_nats                          = 1
}

module "many_a_zone" {
  vpc_id               = "vpc-1"
  igw_id               = ["igw-1"]
  subnets_per_az_count = 2
  subnets_per_az_names = ["one", "two"]
  max_nats             = 3
  ipv4_cidr_block      = ["10.0.0.0/16"]
  availability_zones   = ["eu-west-1a", "eu-west-1b"]
}

module "many_private" {
  vpc_id                          = "vpc-1"
  igw_id                          = ["igw-1"]
  private_subnets_per_az_count    = 3
  private_subnets_per_az_names    = ["a", "b", "c"]
  public_subnets_per_az_count     = 2
  public_subnets_per_az_names     = ["lb", "web"]
  nat_gateway_public_subnet_names = ["web", "lb"]
  max_nats                        = 1
  ipv4_cidr_block                 = ["10.0.0.0/16"]
  availability_zones              = ["eu-west-1a", "eu-west-1b"]
}
