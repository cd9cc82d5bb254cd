# What terraform-aws-modules/vpc builds, for calls whose source is not on disk: all versions.
#
# Written from the module's documented inputs and outputs and its behaviour in v2.78.0, v3.19.0, v4.0.2, v5.21.0 and v6.6.0. Names of
# resources are the module's own, so that addresses are right. Inputs that are not declared here change nothing that is linted.

locals {
  create_vpc = var.create_vpc && var.putin_khuylo
  vpc_id     = try(aws_vpc.this[0].id, "")

  public_count      = local.create_vpc ? max(length(var.public_subnets), length(var.public_subnet_ipv6_prefixes)) : 0
  private_count     = local.create_vpc ? max(length(var.private_subnets), length(var.private_subnet_ipv6_prefixes)) : 0
  database_count    = local.create_vpc ? max(length(var.database_subnets), length(var.database_subnet_ipv6_prefixes)) : 0
  elasticache_count = local.create_vpc ? max(length(var.elasticache_subnets), length(var.elasticache_subnet_ipv6_prefixes)) : 0
  redshift_count    = local.create_vpc ? max(length(var.redshift_subnets), length(var.redshift_subnet_ipv6_prefixes)) : 0
  intra_count       = local.create_vpc ? max(length(var.intra_subnets), length(var.intra_subnet_ipv6_prefixes)) : 0
  outpost_count     = local.create_vpc ? max(length(var.outpost_subnets), length(var.outpost_subnet_ipv6_prefixes)) : 0

  # Outposts and intra subnets do not count: they get no NAT gateway.
  longest_tier = max(
    max(length(var.public_subnets), length(var.public_subnet_ipv6_prefixes)) * local.public_subnets_make_nat,
    max(length(var.private_subnets), length(var.private_subnet_ipv6_prefixes)),
    max(length(var.database_subnets), length(var.database_subnet_ipv6_prefixes)),
    max(length(var.elasticache_subnets), length(var.elasticache_subnet_ipv6_prefixes)),
    max(length(var.redshift_subnets), length(var.redshift_subnet_ipv6_prefixes)),
  )
  nat_count = var.single_nat_gateway ? 1 : (var.one_nat_gateway_per_az ? length(var.azs) : local.longest_tier)
}

resource "aws_vpc" "this" {
  count  = local.create_vpc ? 1 : 0
  region = var.region

  cidr_block                           = var.use_ipam_pool ? null : var.cidr
  ipv4_ipam_pool_id                    = var.ipv4_ipam_pool_id
  ipv4_netmask_length                  = var.ipv4_netmask_length
  assign_generated_ipv6_cidr_block     = var.enable_ipv6 && !var.use_ipam_pool ? true : null
  ipv6_cidr_block                      = var.ipv6_cidr
  ipv6_ipam_pool_id                    = var.ipv6_ipam_pool_id
  ipv6_netmask_length                  = var.ipv6_netmask_length
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

resource "aws_vpc_dhcp_options" "this" {
  count  = local.create_vpc && var.enable_dhcp_options ? 1 : 0
  region = var.region

  domain_name          = var.dhcp_options_domain_name
  domain_name_servers  = var.dhcp_options_domain_name_servers
  ntp_servers          = var.dhcp_options_ntp_servers
  netbios_name_servers = var.dhcp_options_netbios_name_servers
  netbios_node_type    = var.dhcp_options_netbios_node_type
  tags                 = merge({ Name = var.name }, var.tags, var.dhcp_options_tags)
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
  tags                 = merge({ Name = coalesce(var.default_vpc_name, "default") }, var.tags, var.default_vpc_tags)
}

resource "aws_default_security_group" "this" {
  count  = local.create_vpc && var.manage_default_security_group ? 1 : 0
  region = var.region

  vpc_id = aws_vpc.this[0].id
  tags   = merge({ Name = coalesce(var.default_security_group_name, "${var.name}-default") }, var.tags, var.default_security_group_tags)

  dynamic "ingress" {
    for_each = var.default_security_group_ingress == null ? [] : var.default_security_group_ingress
    content {
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
  tags                   = merge({ Name = coalesce(var.default_route_table_name, "${var.name}-default") }, var.tags, var.default_route_table_tags)

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
