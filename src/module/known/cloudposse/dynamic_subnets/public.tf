# Public subnets: they share a route table unless asked otherwise, or have those that are given.

locals {
  makes_tables = local.public && var.public_route_table_enabled && length(var.public_route_table_ids) == 0
  per_subnet   = var.public_route_table_per_subnet_enabled == null ? local.public_dns64 : var.public_route_table_per_subnet_enabled
  public_tables = (
    !local.public ? 0
    : length(var.public_route_table_ids) > 0 ? length(var.public_route_table_ids)
    : !var.public_route_table_enabled ? 0
    : local.per_subnet ? length(local.public_zones) : 1
  )
  public_table_ids = local.makes_tables ? aws_route_table.public[*].id : var.public_route_table_ids
}

resource "aws_subnet" "public" {
  count = length(local.public_zones)

  vpc_id                  = var.vpc_id
  availability_zone       = local.public_zones[count.index]
  cidr_block              = !local.public4 ? null : local.divides4 ? cidrsubnet(local.whole4, local.bits, local.private_reserved + count.index % local.public_reserved) : element(var.ipv4_cidrs[0].public, count.index)
  ipv6_cidr_block         = !local.public6 ? null : local.divides6 ? cidrsubnet(local.whole6, 8, local.private_reserved + count.index % local.public_reserved) : element(var.ipv6_cidrs[0].public, count.index)
  ipv6_native             = local.public6 && !local.seems4
  enable_dns64            = local.public6 ? local.public_dns64 : null
  map_public_ip_on_launch = local.seems4 ? var.map_public_ip_on_launch : null

  assign_ipv6_address_on_creation                = local.public6 ? var.public_assign_ipv6_address_on_creation : null
  private_dns_hostname_type_on_launch            = local.seems4 ? var.ipv4_public_instance_hostname_type : null
  enable_resource_name_dns_a_record_on_launch    = local.seems4 ? var.ipv4_public_instance_hostnames_enabled : null
  enable_resource_name_dns_aaaa_record_on_launch = local.public6 ? var.ipv6_public_instance_hostnames_enabled || !local.seems4 : null

  tags = merge(module.public_label.tags, { Name = "${module.public_label.id}${local.glue}${local.public_ends[count.index]}" })
}

resource "aws_route_table" "public" {
  count = local.makes_tables ? local.public_tables : 0

  vpc_id = var.vpc_id
  tags   = module.public_label.tags
}

resource "aws_route_table_association" "public" {
  count = local.public && var.public_route_table_enabled ? length(local.public_zones) : 0

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = element(local.public_table_ids, count.index)
}

resource "aws_route" "public" {
  count = local.seems4 && length(var.igw_id) > 0 ? local.public_tables : 0

  route_table_id         = local.public_table_ids[count.index]
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.igw_id[0]
}

resource "aws_route" "public6" {
  count = local.public6 && length(var.igw_id) > 0 ? local.public_tables : 0

  route_table_id              = local.public_table_ids[count.index]
  destination_ipv6_cidr_block = "::/0"
  gateway_id                  = var.igw_id[0]
}

resource "aws_network_acl" "public" {
  count = local.public && var.public_open_network_acl_enabled ? 1 : 0

  vpc_id     = var.vpc_id
  subnet_ids = aws_subnet.public[*].id
  tags       = module.public_label.tags
}

resource "aws_network_acl_rule" "public4_ingress" {
  count = local.public && local.seems4 && var.public_open_network_acl_enabled ? 1 : 0

  network_acl_id = aws_network_acl.public[0].id
  rule_number    = var.open_network_acl_ipv4_rule_number
  rule_action    = "allow"
  egress         = false
  protocol       = "-1"
  from_port      = 0
  to_port        = 0
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "public4_egress" {
  count = local.public && local.seems4 && var.public_open_network_acl_enabled ? 1 : 0

  network_acl_id = aws_network_acl.public[0].id
  rule_number    = var.open_network_acl_ipv4_rule_number
  rule_action    = "allow"
  egress         = true
  protocol       = "-1"
  from_port      = 0
  to_port        = 0
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "public6_ingress" {
  count = local.public6 && var.public_open_network_acl_enabled ? 1 : 0

  network_acl_id  = aws_network_acl.public[0].id
  rule_number     = var.open_network_acl_ipv6_rule_number
  rule_action     = "allow"
  egress          = false
  protocol        = "-1"
  from_port       = 0
  to_port         = 0
  ipv6_cidr_block = "::/0"
}

resource "aws_network_acl_rule" "public6_egress" {
  count = local.public6 && var.public_open_network_acl_enabled ? 1 : 0

  network_acl_id  = aws_network_acl.public[0].id
  rule_number     = var.open_network_acl_ipv6_rule_number
  rule_action     = "allow"
  egress          = true
  protocol        = "-1"
  from_port       = 0
  to_port         = 0
  ipv6_cidr_block = "::/0"
}
