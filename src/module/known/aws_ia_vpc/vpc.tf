# What aws-ia/vpc builds, for calls whose source is not on disk: from 4.0.
#
# Written from the module's documented inputs and outputs and its behaviour in v4.0.0 and v4.7.3. One subnet of every tier in every
# zone; a tier that is not public, transit_gateway or core_network is private. Addresses that the module computes itself stay unknown
# (`uuid()`).

locals {
  # Zones come back sorted from the lookup, through which those that are given go, too, from 4.7.
  given_azs = var.azs == null ? [] : var.azs
  azs       = length(local.given_azs) == 0 ? slice(data.aws_availability_zones.current.names, 0, var.az_count) : local.since_4_7_0 ? sort(local.given_azs) : local.given_azs
  tiers     = keys(var.subnets)
  private   = setsubtract(local.tiers, ["public", "transit_gateway", "core_network"])

  private_per_az = flatten([for az in local.azs : [for tier in local.private : "${tier}/${az}"]])
  public_azs     = contains(local.tiers, "public") ? toset(local.azs) : toset([])
  tgw_azs        = contains(local.tiers, "transit_gateway") ? toset(local.azs) : toset([])
  cwan_azs       = contains(local.tiers, "core_network") ? toset(local.azs) : toset([])

  # What is only there for IPv6 is asked for by the presence of an argument, whatever its value.
  native       = [for tier, subnet in var.subnets : tier if can(subnet.ipv6_native)]
  with_ipv6    = [for tier, subnet in var.subnets : tier if can(subnet.ipv6_cidrs) || can(subnet.assign_ipv6_cidr)]
  public_ipv6  = contains(local.native, "public") || contains(local.with_ipv6, "public")
  leads_to_igw = local.since_4_2_1 ? try(var.subnets.public.connect_to_igw, true) : true

  nat = try(length(var.subnets.public.nat_gateway_configuration), 0) == 0 ? "none" : var.subnets.public.nat_gateway_configuration
  nat_azs = [
    for index, az in local.azs : az
    if contains(local.tiers, "public") && (local.nat == "all_azs" || (local.nat == "single_az" && index == 0))
  ]
  nat_per_az = merge(
    { for az in local.azs : az => { id = aws_nat_gateway.main[local.nat == "single_az" ? local.azs[0] : az].id } if local.nat != "none" && contains(local.tiers, "public") && !var.vpc_secondary_cidr },
    { for az, nat in var.vpc_secondary_cidr_natgw : az => nat if var.vpc_secondary_cidr },
  )

  create_vpc = local.since_4_4_3 ? var.create_vpc : var.vpc_id == null
  vpc        = try(aws_vpc.main[0], data.aws_vpc.main[0])

  names     = { for tier, subnet in var.subnets : tier => try(subnet.name_prefix, tier) }
  tier_tags = { for tier, subnet in var.subnets : tier => merge(var.tags, try(subnet.tags, {})) }

  # An attachment that waits for somebody else leads nowhere.
  accepts      = try(var.subnets.core_network.require_acceptance, false) == true && try(var.subnets.core_network.accept_attachment, true) == true
  leads_to_wan = try(var.subnets.core_network.require_acceptance, false) == false || local.accepts
}

data "aws_availability_zones" "current" {}

data "aws_vpc" "main" {
  count = local.create_vpc ? 0 : 1
  id    = var.vpc_id
}

resource "aws_vpc" "main" {
  count = local.create_vpc ? 1 : 0

  cidr_block                       = var.cidr_block
  ipv4_ipam_pool_id                = var.vpc_ipv4_ipam_pool_id
  ipv4_netmask_length              = var.vpc_ipv4_netmask_length
  assign_generated_ipv6_cidr_block = var.vpc_assign_generated_ipv6_cidr_block
  ipv6_cidr_block                  = var.vpc_ipv6_cidr_block
  ipv6_ipam_pool_id                = var.vpc_ipv6_ipam_pool_id
  ipv6_netmask_length              = var.vpc_ipv6_netmask_length
  enable_dns_hostnames             = var.vpc_enable_dns_hostnames
  enable_dns_support               = var.vpc_enable_dns_support
  instance_tenancy                 = var.vpc_instance_tenancy
  tags                             = merge({ Name = var.name }, var.tags)
}

resource "aws_vpc_ipv4_cidr_block_association" "secondary" {
  count = var.vpc_secondary_cidr && !local.create_vpc ? 1 : 0

  vpc_id            = var.vpc_id
  cidr_block        = var.cidr_block
  ipv4_ipam_pool_id = var.vpc_ipv4_ipam_pool_id
}

resource "aws_internet_gateway" "main" {
  count = contains(local.tiers, "public") ? 1 : 0

  vpc_id = local.vpc.id
  tags   = merge({ Name = local.since_4_5_0 ? "${var.name}-igw" : var.name }, local.tier_tags["public"])
}

resource "aws_egress_only_internet_gateway" "eigw" {
  count = var.vpc_egress_only_internet_gateway ? 1 : 0

  vpc_id = local.vpc.id
  tags   = merge({ Name = var.name }, var.tags)
}

resource "aws_eip" "nat" {
  for_each = toset(local.nat_azs)

  domain = "vpc"
  tags   = merge({ Name = "nat-${local.names["public"]}-${each.key}" }, local.tier_tags["public"])
}

resource "aws_nat_gateway" "main" {
  for_each = toset(local.nat_azs)

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id
  tags          = merge({ Name = "nat-${local.names["public"]}-${each.key}" }, local.tier_tags["public"])
}

resource "aws_ec2_transit_gateway_vpc_attachment" "tgw" {
  count = contains(local.tiers, "transit_gateway") ? 1 : 0

  subnet_ids                                      = values(aws_subnet.tgw)[*].id
  transit_gateway_id                              = var.transit_gateway_id
  vpc_id                                          = local.vpc.id
  transit_gateway_default_route_table_association = try(var.subnets.transit_gateway.transit_gateway_default_route_table_association, null)
  transit_gateway_default_route_table_propagation = try(var.subnets.transit_gateway.transit_gateway_default_route_table_propagation, null)
  appliance_mode_support                          = try(var.subnets.transit_gateway.transit_gateway_appliance_mode_support, "disable")
  dns_support                                     = try(var.subnets.transit_gateway.transit_gateway_dns_support, "enable")
  ipv6_support                                    = contains(local.with_ipv6, "transit_gateway") ? "enable" : "disable"
  security_group_referencing_support              = local.since_4_5_0 ? try(var.subnets.transit_gateway.transit_gateway_security_group_referencing_support, "enable") : null
  tags                                            = local.since_4_3_2 ? merge({ Name = "${var.name}-vpc_attachment" }, local.tier_tags["transit_gateway"]) : null
}

resource "aws_ec2_transit_gateway_route_table_association" "tgw" {
  count = !local.since_4_2_0 && can(var.subnets.transit_gateway.transit_gateway_route_table_id) ? 1 : 0

  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.tgw[0].id
  transit_gateway_route_table_id = var.subnets.transit_gateway.transit_gateway_route_table_id
}

resource "aws_networkmanager_vpc_attachment" "cwan" {
  count = contains(local.tiers, "core_network") ? 1 : 0

  core_network_id = var.core_network.id
  subnet_arns     = values(aws_subnet.cwan)[*].arn
  vpc_arn         = local.vpc.arn
  tags            = merge({ Name = "${var.name}-vpc_attachment" }, local.tier_tags["core_network"])

  options {
    ipv6_support           = local.since_4_2_0 ? contains(local.with_ipv6, "core_network") : false
    appliance_mode_support = local.since_4_1_0 ? try(var.subnets.core_network.appliance_mode_support, false) : null
  }
}

resource "aws_networkmanager_attachment_accepter" "cwan" {
  count = contains(local.tiers, "core_network") && local.accepts ? 1 : 0

  attachment_id   = aws_networkmanager_vpc_attachment.cwan[0].id
  attachment_type = "VPC"
}

resource "aws_vpclattice_service_network_vpc_association" "vpc_lattice_service_network_association" {
  count = local.since_4_3_0 && length(keys(var.vpc_lattice)) > 0 ? 1 : 0

  vpc_identifier             = aws_vpc.main[0].id
  service_network_identifier = var.vpc_lattice.service_network_identifier
  security_group_ids         = try(var.vpc_lattice.security_group_ids, null)
  tags                       = merge(var.tags, try(var.vpc_lattice.tags, {}))
}
