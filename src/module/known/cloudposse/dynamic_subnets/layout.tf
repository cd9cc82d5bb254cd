# What cloudposse/dynamic-subnets builds, for calls whose source is not on disk: from 2.0.
#
# Written from the module's documented inputs and outputs and its behaviour in 2.0.0, 2.0.4, 2.4.2 and 3.1.0. This file says in which
# zones subnets are, how many, and with which addresses. Short names of zones come from a table of another module and stay unknown
# (`uuid()`).

locals {
  enabled = module.this.enabled && (var.public_subnets_enabled || var.private_subnets_enabled) && (var.ipv4_enabled || var.ipv6_enabled)
  public  = local.enabled && var.public_subnets_enabled
  private = local.enabled && var.private_subnets_enabled

  public4  = local.public && var.ipv4_enabled
  public6  = local.public && var.ipv6_enabled
  private4 = local.private && var.ipv4_enabled
  private6 = local.private && var.ipv6_enabled

  # At first public subnets were there in any case, and whether private ones had IPv4 decided of public ones.
  makes_public = local.since_2_0_1 ? local.public : local.enabled
  seems4       = local.since_2_0_1 ? local.public4 : local.private4

  zone_names = data.aws_availability_zones.default[*].names
  zone_ids   = data.aws_availability_zones.default[*].zone_ids
  offered = (
    !local.enabled ? []
    : length(var.availability_zone_ids) > 0 ? [for id in var.availability_zone_ids : local.zone_names[0][index(local.zone_ids[0], id)]]
    : length(var.availability_zones) > 0 ? var.availability_zones
    : sort(local.zone_names[0])
  )
  zones = var.max_subnet_count == 0 ? local.offered : slice(local.offered, 0, min(var.max_subnet_count, length(local.offered)))

  public_per_zone  = coalesce(var.public_subnets_per_az_count, var.subnets_per_az_count)
  private_per_zone = coalesce(var.private_subnets_per_az_count, var.subnets_per_az_count)
  public_names     = var.public_subnets_per_az_names == null ? var.subnets_per_az_names : var.public_subnets_per_az_names
  private_names    = var.private_subnets_per_az_names == null ? var.subnets_per_az_names : var.private_subnets_per_az_names

  # Subnets of one zone follow each other.
  public_zones  = flatten([for zone in local.zones : [for subnet in range(local.public_per_zone) : zone] if local.makes_public])
  private_zones = flatten([for zone in local.zones : [for subnet in range(local.private_per_zone) : zone] if local.private])

  # Addresses are set aside for all zones that there are or may be, those of private subnets first.
  most_zones       = var.max_subnet_count == 0 ? length(local.zone_names[0]) : var.max_subnet_count
  private_reserved = local.private ? local.most_zones * local.private_per_zone : 0
  public_reserved  = local.public ? local.most_zones * local.public_per_zone : 0
  bits             = ceil(log(local.private_reserved + local.public_reserved, 2))

  given4   = try(concat(var.ipv4_cidrs[0].private, var.ipv4_cidrs[0].public), [])
  given6   = try(concat(var.ipv6_cidrs[0].private, var.ipv6_cidrs[0].public), [])
  divides4 = local.enabled && var.ipv4_enabled && length(local.given4) == 0
  divides6 = local.enabled && var.ipv6_enabled && length(local.given6) == 0
  asks     = (local.divides4 && length(var.ipv4_cidr_block) == 0) || (local.divides6 && length(var.ipv6_cidr_block) == 0)
  whole4   = length(var.ipv4_cidr_block) > 0 ? var.ipv4_cidr_block[0] : local.asks ? data.aws_vpc.default[0].cidr_block : ""
  whole6   = length(var.ipv6_cidr_block) > 0 ? var.ipv6_cidr_block[0] : local.asks ? data.aws_vpc.default[0].ipv6_cidr_block : ""

  public_dns64  = local.public6 && var.public_dns64_nat64_enabled
  private_dns64 = local.private6 && (var.private_dns64_nat64_enabled == null ? local.public4 : var.private_dns64_nat64_enabled)

  glue         = module.this.delimiter
  kind_tags    = { for kind in [var.public_label, var.private_label] : kind => { (coalesce(var.subnet_type_tag_key, "-")) = format(var.subnet_type_tag_value_format, kind) } if var.subnet_type_tag_key != null && var.subnet_type_tag_value_format != null }
  public_ends  = [for zone in local.public_zones : var.availability_zone_attribute_style == "full" ? zone : uuid()]
  private_ends = [for zone in local.private_zones : var.availability_zone_attribute_style == "full" ? zone : uuid()]
}

data "aws_availability_zones" "default" {
  count = local.enabled ? 1 : 0

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

data "aws_vpc" "default" {
  count = local.asks ? 1 : 0
  id    = var.vpc_id
}

module "public_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  context    = module.this.context
  attributes = [var.public_label]
  tags       = merge(var.public_subnets_additional_tags, lookup(local.kind_tags, var.public_label, {}))
}

module "private_label" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  context    = module.this.context
  attributes = [var.private_label]
  tags       = merge(var.private_subnets_additional_tags, lookup(local.kind_tags, var.private_label, {}))
}
