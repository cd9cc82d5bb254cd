# Private subnets: each has a route table of its own.

locals {
  private_tables = local.private && var.private_route_table_enabled ? length(local.private_zones) : 0
}

resource "aws_subnet" "private" {
  count = length(local.private_zones)

  vpc_id            = var.vpc_id
  availability_zone = local.private_zones[count.index]
  cidr_block        = !local.private4 ? null : local.divides4 ? cidrsubnet(local.whole4, local.bits, count.index) : var.ipv4_cidrs[0].private[count.index]
  ipv6_cidr_block   = !local.private6 ? null : local.divides6 ? cidrsubnet(local.whole6, 8, count.index) : var.ipv6_cidrs[0].private[count.index]
  ipv6_native       = local.private6 && !local.private4
  enable_dns64      = local.private6 ? local.private_dns64 : null

  assign_ipv6_address_on_creation                = local.private6 ? var.private_assign_ipv6_address_on_creation : null
  private_dns_hostname_type_on_launch            = local.private4 ? var.ipv4_private_instance_hostname_type : null
  enable_resource_name_dns_a_record_on_launch    = local.private4 ? var.ipv4_private_instance_hostnames_enabled : null
  enable_resource_name_dns_aaaa_record_on_launch = local.private6 ? var.ipv6_private_instance_hostnames_enabled || !local.private4 : null

  tags = merge(module.private_label.tags, { Name = "${module.private_label.id}${local.glue}${local.private_ends[count.index]}" })
}

resource "aws_route_table" "private" {
  count = local.private_tables

  vpc_id = var.vpc_id
  tags   = merge(module.private_label.tags, { Name = "${module.private_label.id}${local.glue}${local.private_ends[count.index]}" })
}

resource "aws_route_table_association" "private" {
  count = local.private_tables

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}

resource "aws_route" "private6" {
  count = local.enabled && var.ipv6_enabled && length(var.ipv6_egress_only_igw_id) > 0 ? local.private_tables : 0

  route_table_id              = aws_route_table.private[count.index].id
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = var.ipv6_egress_only_igw_id[0]
}

resource "aws_network_acl" "private" {
  count = local.private && var.private_open_network_acl_enabled ? 1 : 0

  vpc_id     = var.vpc_id
  subnet_ids = aws_subnet.private[*].id
  tags       = module.private_label.tags
}

resource "aws_network_acl_rule" "private4_ingress" {
  count = local.private4 && var.private_open_network_acl_enabled ? 1 : 0

  network_acl_id = aws_network_acl.private[0].id
  rule_number    = var.open_network_acl_ipv4_rule_number
  rule_action    = "allow"
  egress         = false
  protocol       = "-1"
  from_port      = 0
  to_port        = 0
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "private4_egress" {
  count = local.private4 && var.private_open_network_acl_enabled ? 1 : 0

  network_acl_id = aws_network_acl.private[0].id
  rule_number    = var.open_network_acl_ipv4_rule_number
  rule_action    = "allow"
  egress         = true
  protocol       = "-1"
  from_port      = 0
  to_port        = 0
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "private6_ingress" {
  count = local.private6 && var.private_open_network_acl_enabled ? 1 : 0

  network_acl_id  = aws_network_acl.private[0].id
  rule_number     = var.open_network_acl_ipv6_rule_number
  rule_action     = "allow"
  egress          = false
  protocol        = "-1"
  from_port       = 0
  to_port         = 0
  ipv6_cidr_block = "::/0"
}

resource "aws_network_acl_rule" "private6_egress" {
  count = local.private6 && var.private_open_network_acl_enabled ? 1 : 0

  network_acl_id  = aws_network_acl.private[0].id
  rule_number     = var.open_network_acl_ipv6_rule_number
  rule_action     = "allow"
  egress          = true
  protocol        = "-1"
  from_port       = 0
  to_port         = 0
  ipv6_cidr_block = "::/0"
}
