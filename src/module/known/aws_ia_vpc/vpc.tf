# What aws-ia/vpc builds, for calls whose source is not on disk: from 4.0.
#
# Written from the module's documented inputs and outputs and its behaviour in v4.0.0 and v4.7.3. One subnet of every tier in every
# zone; a tier that is not public, transit_gateway or core_network is private. Addresses that the module computes itself stay unknown
# (`uuid()`), and so do names in tags, which another module makes.

locals {
  # Zones come back sorted from the lookup.
  azs     = var.azs != null ? sort(var.azs) : slice(data.aws_availability_zones.current.names, 0, var.az_count)
  tiers   = keys(var.subnets)
  private = setsubtract(local.tiers, ["public", "transit_gateway", "core_network"])

  private_per_az = flatten([for az in local.azs : [for tier in local.private : "${tier}/${az}"]])
  public_azs     = contains(local.tiers, "public") ? toset(local.azs) : toset([])
  tgw_azs        = contains(local.tiers, "transit_gateway") ? toset(local.azs) : toset([])
  cwan_azs       = contains(local.tiers, "core_network") ? toset(local.azs) : toset([])

  nat = try(var.subnets.public.nat_gateway_configuration, null) == null ? "none" : var.subnets.public.nat_gateway_configuration
  nat_azs = [
    for index, az in local.azs : az
    if contains(local.tiers, "public") && (local.nat == "all_azs" || (local.nat == "single_az" && index == 0))
  ]
  nat_per_az = merge(
    { for az in local.azs : az => { id = aws_nat_gateway.main[local.nat == "single_az" ? local.azs[0] : az].id } if local.nat != "none" && !var.vpc_secondary_cidr },
    { for az, nat in var.vpc_secondary_cidr_natgw : az => nat if var.vpc_secondary_cidr },
  )

  vpc  = try(aws_vpc.main[0], data.aws_vpc.main[0])
  tags = merge(var.tags, { Name = uuid() })
}

data "aws_availability_zones" "current" {}

data "aws_vpc" "main" {
  count = var.create_vpc ? 0 : 1
  id    = var.vpc_id
}

resource "aws_vpc" "main" {
  count = var.create_vpc ? 1 : 0

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
  tags                             = merge(local.tags, { Name = var.name })
}

resource "aws_vpc_ipv4_cidr_block_association" "secondary" {
  count = var.vpc_secondary_cidr && !var.create_vpc ? 1 : 0

  vpc_id            = var.vpc_id
  cidr_block        = var.cidr_block
  ipv4_ipam_pool_id = var.vpc_ipv4_ipam_pool_id
}

resource "aws_internet_gateway" "main" {
  count = contains(local.tiers, "public") ? 1 : 0

  vpc_id = local.vpc.id
  tags   = local.tags
}

resource "aws_egress_only_internet_gateway" "eigw" {
  count = var.vpc_egress_only_internet_gateway ? 1 : 0

  vpc_id = local.vpc.id
  tags   = local.tags
}

resource "aws_eip" "nat" {
  for_each = toset(local.nat_azs)

  domain = "vpc"
  tags   = local.tags
}

resource "aws_nat_gateway" "main" {
  for_each = toset(local.nat_azs)

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id
  tags          = local.tags
}

resource "aws_ec2_transit_gateway_vpc_attachment" "tgw" {
  count = contains(local.tiers, "transit_gateway") ? 1 : 0

  subnet_ids         = [for az in local.tgw_azs : aws_subnet.tgw[az].id]
  transit_gateway_id = var.transit_gateway_id
  vpc_id             = local.vpc.id
}

resource "aws_networkmanager_vpc_attachment" "cwan" {
  count = contains(local.tiers, "core_network") ? 1 : 0

  core_network_id = var.core_network.id
  subnet_arns     = [for az in local.cwan_azs : aws_subnet.cwan[az].arn]
  vpc_arn         = local.vpc.arn
}
