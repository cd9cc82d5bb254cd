# Calls of aws-ia/vpc.

module "plain" {
  name       = "plain"
  cidr_block = "10.0.0.0/16"
  azs        = ["eu-west-1b", "eu-west-1a"]
  tags       = { Owner = "net" }
  subnets = {
    public  = { netmask = 24, nat_gateway_configuration = "all_azs" }
    private = { netmask = 24, connect_to_public_natgw = true, tags = { Kind = "private" } }
    inner   = { cidrs = ["10.0.10.0/24", "10.0.11.0/24"], name_prefix = "deep" }
  }
}

module "single_nat" {
  name       = "single"
  cidr_block = "10.0.0.0/16"
  azs        = ["eu-west-1a", "eu-west-1b"]
  subnets = {
    public  = { cidrs = ["10.0.0.0/24", "10.0.1.0/24"], nat_gateway_configuration = "single_az", map_public_ip_on_launch = false }
    private = { cidrs = ["10.0.2.0/24", "10.0.3.0/24"], connect_to_public_natgw = true }
  }
}

module "no_way_out" {
  name       = "closed"
  cidr_block = "10.0.0.0/16"
  azs        = ["eu-west-1a"]
  subnets = {
    public  = { netmask = 24, connect_to_igw = false, nat_gateway_configuration = "none" }
    private = { netmask = 24 }
  }
}

module "dual" {
  name                                 = "dual"
  cidr_block                           = "10.0.0.0/16"
  vpc_assign_generated_ipv6_cidr_block = true
  vpc_egress_only_internet_gateway     = true
  azs                                  = ["eu-west-1a", "eu-west-1b"]
  subnets = {
    public  = { netmask = 24, assign_ipv6_cidr = true, nat_gateway_configuration = "all_azs" }
    private = { netmask = 24, assign_ipv6_cidr = true, connect_to_eigw = true, connect_to_public_natgw = true }
  }
}

module "given_six" {
  name                                 = "given"
  cidr_block                           = "10.0.0.0/16"
  vpc_ipv6_ipam_pool_id                = "ipam-pool-1"
  vpc_ipv6_cidr_block                  = "2001:db8::/56"
  vpc_egress_only_internet_gateway     = true
  azs                                  = ["eu-west-1a", "eu-west-1b"]
  subnets = {
    public  = { cidrs = ["10.0.0.0/24", "10.0.1.0/24"], ipv6_cidrs = ["2001:db8::/64", "2001:db8:0:1::/64"] }
    private = { ipv6_native = true, ipv6_cidrs = ["2001:db8:0:2::/64", "2001:db8:0:3::/64"], connect_to_eigw = true }
  }
}

module "only_six" {
  name                                 = "native"
  cidr_block                           = "10.0.0.0/16"
  vpc_assign_generated_ipv6_cidr_block = true
  vpc_egress_only_internet_gateway     = true
  azs                                  = ["eu-west-1a"]
  subnets = {
    public  = { ipv6_native = true, assign_ipv6_cidr = true }
    private = { ipv6_native = true, assign_ipv6_cidr = true, connect_to_eigw = true }
  }
}

module "transit" {
  name                   = "transit"
  cidr_block             = "10.0.0.0/16"
  azs                    = ["eu-west-1a", "eu-west-1b"]
  transit_gateway_id     = "tgw-1"
  transit_gateway_routes = { public = "10.0.0.0/8", private = "pl-1" }
  vpc_assign_generated_ipv6_cidr_block = true
  transit_gateway_ipv6_routes = { private = "2001:db8::/32", public = "pl-6" }
  subnets = {
    public          = { netmask = 24, nat_gateway_configuration = "all_azs", assign_ipv6_cidr = true }
    private         = { netmask = 24, assign_ipv6_cidr = true }
    transit_gateway = { netmask = 28, connect_to_public_natgw = true, transit_gateway_default_route_table_association = true, transit_gateway_appliance_mode_support = "enable", transit_gateway_dns_support = "disable", assign_ipv6_cidr = true }
  }
}

module "core" {
  name                = "core"
  cidr_block          = "10.0.0.0/16"
  azs                 = ["eu-west-1a", "eu-west-1b"]
  core_network        = { id = "core-network-1", arn = "arn:aws:networkmanager::123456789012:core-network/core-network-1" }
  core_network_routes = { private = "10.0.0.0/8", public = "pl-1" }
  subnets = {
    public       = { netmask = 24, nat_gateway_configuration = "single_az" }
    private      = { netmask = 24 }
    core_network = { netmask = 28, connect_to_public_natgw = true, appliance_mode_support = true, require_acceptance = true, accept_attachment = true }
  }
}

module "core_unaccepted" {
  name                = "core"
  cidr_block          = "10.0.0.0/16"
  azs                 = ["eu-west-1a"]
  core_network        = { id = "core-network-1", arn = "arn:aws:networkmanager::123456789012:core-network/core-network-1" }
  core_network_routes = { private = "10.0.0.0/8" }
  subnets = {
    private      = { netmask = 24 }
    core_network = { netmask = 28, require_acceptance = true, accept_attachment = false }
  }
}

module "existing" {
  name       = "existing"
  create_vpc = false
  vpc_id     = "vpc-1"
  cidr_block = "10.1.0.0/16"
  vpc_secondary_cidr = true
  vpc_secondary_cidr_natgw = { "eu-west-1a" = { id = "nat-1" } }
  azs        = ["eu-west-1a"]
  subnets = {
    private = { netmask = 24, connect_to_public_natgw = true }
  }
}

module "lattice" {
  name        = "lattice"
  cidr_block  = "10.0.0.0/16"
  azs         = ["eu-west-1a"]
  vpc_lattice = { service_network_identifier = "sn-1", security_group_ids = ["sg-1"], tags = { Kind = "lattice" } }
  vpc_secondary_cidr = false
  subnets     = { private = { netmask = 24 } }
}

module "counted" {
  name       = "counted"
  cidr_block = "10.0.0.0/16"
  az_count   = 2
  subnets = {
    public  = { netmask = 24, nat_gateway_configuration = "single_az" }
    private = { netmask = 24, connect_to_public_natgw = true }
  }
}

module "counted_dual" {
  name                                 = "counted"
  cidr_block                           = "10.0.0.0/16"
  vpc_assign_generated_ipv6_cidr_block = true
  vpc_egress_only_internet_gateway     = true
  az_count                             = 1
  subnets = {
    public  = { netmask = 24, assign_ipv6_cidr = true }
    private = { netmask = 24, assign_ipv6_cidr = true, connect_to_eigw = true }
  }
}
