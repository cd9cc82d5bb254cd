# What terraform-aws-modules/vpc builds, for calls whose source is not on disk: all versions.
#
# Written from the module's documented inputs and outputs and its behaviour in v2.78.0, v3.19.0, v4.0.2, v5.21.0 and v6.6.0. Names of
# resources are the module's own, so that addresses are right. Inputs that are not declared here change nothing that is linted.

locals {
  create_vpc = var.create_vpc && var.putin_khuylo
  vpc_id     = try(aws_vpc.this[0].id, "")

  # How an output says that there is nothing.
  absent = local.since_4_0_0 ? null : ""
  # The name of what a VPC has by default, unless another is given.
  default_name = local.since_4_0_0 ? "${var.name}-default" : var.name

  # Prefixes alone make subnets, too, since they may be of IPv6 only.
  public_length      = max(length(var.public_subnets), local.since_4_0_0 ? length(var.public_subnet_ipv6_prefixes) : 0)
  private_length     = max(length(var.private_subnets), local.since_4_0_0 ? length(var.private_subnet_ipv6_prefixes) : 0)
  database_length    = max(length(var.database_subnets), local.since_4_0_0 ? length(var.database_subnet_ipv6_prefixes) : 0)
  elasticache_length = max(length(var.elasticache_subnets), local.since_4_0_0 ? length(var.elasticache_subnet_ipv6_prefixes) : 0)
  redshift_length    = max(length(var.redshift_subnets), local.since_4_0_0 ? length(var.redshift_subnet_ipv6_prefixes) : 0)
  intra_length       = max(length(var.intra_subnets), local.since_4_0_0 ? length(var.intra_subnet_ipv6_prefixes) : 0)
  outpost_length     = max(length(var.outpost_subnets), local.since_4_0_0 ? length(var.outpost_subnet_ipv6_prefixes) : 0)

  public_count      = local.create_vpc ? local.public_length : 0
  private_count     = local.create_vpc ? local.private_length : 0
  database_count    = local.create_vpc ? local.database_length : 0
  elasticache_count = local.create_vpc ? local.elasticache_length : 0
  redshift_count    = local.create_vpc ? local.redshift_length : 0
  intra_count       = local.create_vpc ? local.intra_length : 0
  outpost_count     = local.create_vpc ? local.outpost_length : 0

  # For this tier there would be as many NAT gateways as it has subnets.
  own_tiers    = max(local.database_length, local.elasticache_length, local.redshift_length)
  longest_tier = local.since_5_1_2 ? max(local.public_length, local.private_length, local.own_tiers) : local.longest_before_5_1_2
  longest_before_5_1_2 = (
    local.since_4_0_1 ? max(local.public_length, local.private_length, local.intra_length, local.own_tiers) :
    local.since_4_0_0 ? max(local.public_length, local.own_tiers) :
    max(local.private_length, local.own_tiers)
  )
  nat_count = var.single_nat_gateway ? 1 : (var.one_nat_gateway_per_az ? length(var.azs) : local.longest_tier)
}

resource "aws_vpc" "this" {
  count  = local.create_vpc ? 1 : 0
  region = var.region

  cidr_block                           = var.use_ipam_pool ? null : var.cidr
  ipv4_ipam_pool_id                    = var.ipv4_ipam_pool_id
  ipv4_netmask_length                  = var.ipv4_netmask_length
  assign_generated_ipv6_cidr_block     = local.since_3_16_0 ? (var.enable_ipv6 && !var.use_ipam_pool ? true : null) : var.enable_ipv6
  ipv6_cidr_block                      = var.ipv6_cidr
  ipv6_ipam_pool_id                    = var.ipv6_ipam_pool_id
  ipv6_netmask_length                  = var.ipv6_netmask_length
  ipv6_cidr_block_network_border_group = var.ipv6_cidr_block_network_border_group
  instance_tenancy                     = var.instance_tenancy
  enable_dns_hostnames                 = var.enable_dns_hostnames
  enable_dns_support                   = var.enable_dns_support
  enable_network_address_usage_metrics = var.enable_network_address_usage_metrics
  tags                                 = merge({ Name = var.name }, var.tags, var.vpc_tags)
}

resource "aws_vpc_ipv4_cidr_block_association" "this" {
  count  = local.create_vpc ? length(var.secondary_cidr_blocks) : 0
  region = var.region

  vpc_id     = aws_vpc.this[0].id
  cidr_block = var.secondary_cidr_blocks[count.index]
}

resource "aws_vpc_block_public_access_options" "this" {
  count  = local.create_vpc && length(keys(var.vpc_block_public_access_options)) > 0 ? 1 : 0
  region = var.region

  internet_gateway_block_mode = try(var.vpc_block_public_access_options["internet_gateway_block_mode"], null)
}

resource "aws_vpc_block_public_access_exclusion" "this" {
  for_each = { for key, exclusion in var.vpc_block_public_access_exclusions : key => exclusion if local.create_vpc }
  region   = var.region

  vpc_id = try(each.value.exclude_vpc, false) ? local.vpc_id : null
  subnet_id = try(each.value.exclude_subnet, false) ? {
    private     = aws_subnet.private[*].id
    public      = aws_subnet.public[*].id
    database    = aws_subnet.database[*].id
    redshift    = aws_subnet.redshift[*].id
    elasticache = aws_subnet.elasticache[*].id
    intra       = aws_subnet.intra[*].id
    outpost     = aws_subnet.outpost[*].id
  }[each.value.subnet_type][each.value.subnet_index] : null
  internet_gateway_exclusion_mode = each.value.internet_gateway_exclusion_mode
  # Empty tags are kept here, unlike elsewhere.
  tags = jsondecode(uuid())
}

variable "vpc_block_public_access_options" {
  type    = map(string)
  default = {}
}

variable "vpc_block_public_access_exclusions" {
  type    = any
  default = {}
}

resource "aws_vpc_dhcp_options" "this" {
  count  = local.create_vpc && var.enable_dhcp_options ? 1 : 0
  region = var.region

  domain_name                       = var.dhcp_options_domain_name
  domain_name_servers               = var.dhcp_options_domain_name_servers
  ntp_servers                       = var.dhcp_options_ntp_servers
  netbios_name_servers              = var.dhcp_options_netbios_name_servers
  netbios_node_type                 = var.dhcp_options_netbios_node_type
  ipv6_address_preferred_lease_time = var.dhcp_options_ipv6_address_preferred_lease_time
  tags                              = merge({ Name = var.name }, var.tags, var.dhcp_options_tags)
}

resource "aws_vpc_dhcp_options_association" "this" {
  count  = local.create_vpc && var.enable_dhcp_options ? 1 : 0
  region = var.region

  vpc_id          = local.vpc_id
  dhcp_options_id = aws_vpc_dhcp_options.this[0].id
}

resource "aws_internet_gateway" "this" {
  count  = local.public_count > 0 && var.create_igw ? 1 : 0
  region = var.region

  vpc_id = local.vpc_id
  tags   = merge({ Name = var.name }, var.tags, var.igw_tags)
}

resource "aws_egress_only_internet_gateway" "this" {
  count  = local.create_vpc && var.create_egress_only_igw && var.enable_ipv6 && local.longest_tier > 0 ? 1 : 0
  region = var.region

  vpc_id = local.vpc_id
  tags   = merge({ Name = var.name }, var.tags, var.igw_tags)
}

resource "aws_default_vpc" "this" {
  count  = var.manage_default_vpc ? 1 : 0
  region = var.region

  enable_dns_support   = var.default_vpc_enable_dns_support
  enable_dns_hostnames = var.default_vpc_enable_dns_hostnames
  tags                 = merge({ Name = local.since_3_11_3 ? coalesce(var.default_vpc_name, "default") : var.default_vpc_name == null ? "" : var.default_vpc_name }, var.tags, var.default_vpc_tags)
}

resource "aws_default_security_group" "this" {
  count  = local.create_vpc && var.manage_default_security_group ? 1 : 0
  region = var.region

  vpc_id = aws_vpc.this[0].id
  tags   = merge({ Name = coalesce(var.default_security_group_name, local.since_3_11_3 ? local.default_name : "default") }, var.tags, var.default_security_group_tags)

  dynamic "ingress" {
    for_each = var.default_security_group_ingress == null ? [] : var.default_security_group_ingress
    content {
      description      = lookup(ingress.value, "description", null)
      self             = lookup(ingress.value, "self", null)
      cidr_blocks      = compact(split(",", lookup(ingress.value, "cidr_blocks", "")))
      ipv6_cidr_blocks = compact(split(",", lookup(ingress.value, "ipv6_cidr_blocks", "")))
      prefix_list_ids  = compact(split(",", lookup(ingress.value, "prefix_list_ids", "")))
      security_groups  = compact(split(",", lookup(ingress.value, "security_groups", "")))
      from_port        = lookup(ingress.value, "from_port", 0)
      to_port          = lookup(ingress.value, "to_port", 0)
      protocol         = lookup(ingress.value, "protocol", "-1")
    }
  }

  dynamic "egress" {
    for_each = var.default_security_group_egress == null ? [] : var.default_security_group_egress
    content {
      description      = lookup(egress.value, "description", null)
      self             = lookup(egress.value, "self", null)
      cidr_blocks      = compact(split(",", lookup(egress.value, "cidr_blocks", "")))
      ipv6_cidr_blocks = compact(split(",", lookup(egress.value, "ipv6_cidr_blocks", "")))
      prefix_list_ids  = compact(split(",", lookup(egress.value, "prefix_list_ids", "")))
      security_groups  = compact(split(",", lookup(egress.value, "security_groups", "")))
      from_port        = lookup(egress.value, "from_port", 0)
      to_port          = lookup(egress.value, "to_port", 0)
      protocol         = lookup(egress.value, "protocol", "-1")
    }
  }
}

resource "aws_default_route_table" "default" {
  count  = local.create_vpc && var.manage_default_route_table ? 1 : 0
  region = var.region

  default_route_table_id = aws_vpc.this[0].default_route_table_id
  propagating_vgws       = var.default_route_table_propagating_vgws
  tags                   = merge({ Name = coalesce(var.default_route_table_name, local.default_name) }, var.tags, var.default_route_table_tags)

  dynamic "route" {
    for_each = var.default_route_table_routes
    content {
      cidr_block                = lookup(route.value, "cidr_block", null)
      ipv6_cidr_block           = lookup(route.value, "ipv6_cidr_block", null)
      egress_only_gateway_id    = lookup(route.value, "egress_only_gateway_id", null)
      gateway_id                = lookup(route.value, "gateway_id", null)
      nat_gateway_id            = lookup(route.value, "nat_gateway_id", null)
      network_interface_id      = lookup(route.value, "network_interface_id", null)
      transit_gateway_id        = lookup(route.value, "transit_gateway_id", null)
      vpc_endpoint_id           = lookup(route.value, "vpc_endpoint_id", null)
      vpc_peering_connection_id = lookup(route.value, "vpc_peering_connection_id", null)
    }
  }
}
