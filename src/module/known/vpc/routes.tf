# Route tables, routes and NAT gateways. Private tables are as many as NAT gateways would be, also without any. Tiers without tables of
# their own use the private ones.

resource "aws_eip" "nat" {
  count  = local.create_vpc && var.enable_nat_gateway && !var.reuse_nat_ips ? local.nat_count : 0
  region = var.region

  domain = "vpc"
  tags   = merge({ Name = "${var.name}-${element(var.azs, count.index)}" }, var.tags, var.nat_eip_tags)
}

resource "aws_nat_gateway" "this" {
  count  = local.create_vpc && var.enable_nat_gateway ? local.nat_count : 0
  region = var.region

  allocation_id = element(var.reuse_nat_ips ? var.external_nat_ip_ids : aws_eip.nat[*].id, count.index)
  subnet_id     = element(aws_subnet.public[*].id, count.index)
  tags          = merge({ Name = "${var.name}-${element(var.azs, count.index)}" }, var.tags, var.nat_gateway_tags)
}

resource "aws_route_table" "public" {
  count  = local.public_count > 0 ? (var.create_multiple_public_route_tables ? local.public_count : 1) : 0
  region = var.region

  vpc_id = local.vpc_id
  tags   = merge({ Name = "${var.name}-${var.public_subnet_suffix}" }, var.tags, var.public_route_table_tags)
}

resource "aws_route" "public_internet_gateway" {
  count  = var.create_igw ? length(aws_route_table.public) : 0
  region = var.region

  route_table_id         = aws_route_table.public[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route" "public_internet_gateway_ipv6" {
  count  = var.create_igw && var.enable_ipv6 ? length(aws_route_table.public) : 0
  region = var.region

  route_table_id              = aws_route_table.public[count.index].id
  destination_ipv6_cidr_block = "::/0"
  gateway_id                  = aws_internet_gateway.this[0].id
}

resource "aws_route_table_association" "public" {
  count  = local.public_count
  region = var.region

  subnet_id      = element(aws_subnet.public[*].id, count.index)
  route_table_id = element(aws_route_table.public[*].id, var.create_multiple_public_route_tables ? count.index : 0)
}

resource "aws_route_table" "private" {
  count  = local.create_private_route_tables ? local.nat_count : 0
  region = var.region

  vpc_id = local.vpc_id
  tags = merge(
    { Name = var.single_nat_gateway ? "${var.name}-${var.private_subnet_suffix}" : "${var.name}-${var.private_subnet_suffix}-${element(var.azs, count.index)}" },
    var.tags,
    var.private_route_table_tags,
  )
}

resource "aws_route" "private_nat_gateway" {
  count  = local.create_vpc && var.enable_nat_gateway && var.create_private_nat_gateway_route ? local.nat_count : 0
  region = var.region

  route_table_id         = element(aws_route_table.private[*].id, count.index)
  destination_cidr_block = var.nat_gateway_destination_cidr_block
  nat_gateway_id         = element(aws_nat_gateway.this[*].id, count.index)
}

resource "aws_route" "private_ipv6_egress" {
  count  = local.create_vpc && var.create_egress_only_igw && var.enable_ipv6 && local.private_count > 0 ? local.nat_count : 0
  region = var.region

  route_table_id              = element(aws_route_table.private[*].id, count.index)
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.this[0].id
}

resource "aws_route" "private_dns64_nat_gateway" {
  count  = local.create_vpc && var.enable_nat_gateway && var.enable_ipv6 && var.private_subnet_enable_dns64 ? local.nat_count : 0
  region = var.region

  route_table_id              = element(aws_route_table.private[*].id, count.index)
  destination_ipv6_cidr_block = "64:ff9b::/96"
  nat_gateway_id              = element(aws_nat_gateway.this[*].id, count.index)
}

resource "aws_route_table_association" "private" {
  count  = local.private_count
  region = var.region

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = element(aws_route_table.private[*].id, var.single_nat_gateway ? 0 : count.index)
}

resource "aws_route_table_association" "outpost" {
  count  = local.outpost_count
  region = var.region

  subnet_id      = aws_subnet.outpost[count.index].id
  route_table_id = element(aws_route_table.private[*].id, var.single_nat_gateway ? 0 : count.index)
}

locals {
  own_database_tables = local.database_count > 0 && var.create_database_subnet_route_table
  one_database_table  = var.single_nat_gateway || var.create_database_internet_gateway_route
}

resource "aws_route_table" "database" {
  count  = local.own_database_tables ? (local.one_database_table ? 1 : local.database_count) : 0
  region = var.region

  vpc_id = local.vpc_id
  tags = merge(
    { Name = local.one_database_table ? "${var.name}-${var.database_subnet_suffix}" : "${var.name}-${var.database_subnet_suffix}-${element(var.azs, count.index)}" },
    var.tags,
    var.database_route_table_tags,
  )
}

resource "aws_route" "database_internet_gateway" {
  count  = local.own_database_tables && var.create_igw && var.create_database_internet_gateway_route && !var.create_database_nat_gateway_route ? 1 : 0
  region = var.region

  route_table_id         = aws_route_table.database[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route" "database_nat_gateway" {
  count  = local.own_database_tables && !var.create_database_internet_gateway_route && var.create_database_nat_gateway_route && var.enable_nat_gateway ? (var.single_nat_gateway ? 1 : local.database_count) : 0
  region = var.region

  route_table_id         = element(aws_route_table.database[*].id, count.index)
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = element(aws_nat_gateway.this[*].id, count.index)
}

resource "aws_route" "database_dns64_nat_gateway" {
  count  = var.enable_ipv6 && var.private_subnet_enable_dns64 ? length(aws_route.database_nat_gateway) : 0
  region = var.region

  route_table_id              = element(aws_route_table.database[*].id, count.index)
  destination_ipv6_cidr_block = "64:ff9b::/96"
  nat_gateway_id              = element(aws_nat_gateway.this[*].id, count.index)
}

resource "aws_route" "database_ipv6_egress" {
  count  = local.own_database_tables && var.create_egress_only_igw && var.enable_ipv6 && var.create_database_internet_gateway_route ? 1 : 0
  region = var.region

  route_table_id              = aws_route_table.database[0].id
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.this[0].id
}

resource "aws_route_table_association" "database" {
  count  = local.database_count
  region = var.region

  subnet_id = aws_subnet.database[count.index].id
  route_table_id = element(
    local.own_database_tables ? aws_route_table.database[*].id : aws_route_table.private[*].id,
    local.own_database_tables && local.one_database_table ? 0 : count.index,
  )
}

resource "aws_route_table" "redshift" {
  count  = local.redshift_count > 0 && var.create_redshift_subnet_route_table ? 1 : 0
  region = var.region

  vpc_id = local.vpc_id
  tags   = merge({ Name = "${var.name}-${var.redshift_subnet_suffix}" }, var.tags, var.redshift_route_table_tags)
}

resource "aws_route_table" "elasticache" {
  count  = local.elasticache_count > 0 && var.create_elasticache_subnet_route_table ? 1 : 0
  region = var.region

  vpc_id = local.vpc_id
  tags   = merge({ Name = "${var.name}-${var.elasticache_subnet_suffix}" }, var.tags, var.elasticache_route_table_tags)
}

resource "aws_route_table_association" "redshift" {
  count  = var.enable_public_redshift ? 0 : local.redshift_count
  region = var.region

  subnet_id = aws_subnet.redshift[count.index].id
  route_table_id = element(
    var.create_redshift_subnet_route_table ? aws_route_table.redshift[*].id : aws_route_table.private[*].id,
    var.single_nat_gateway || var.create_redshift_subnet_route_table ? 0 : count.index,
  )
}

resource "aws_route_table_association" "redshift_public" {
  count  = var.enable_public_redshift ? local.redshift_count : 0
  region = var.region

  subnet_id = aws_subnet.redshift[count.index].id
  route_table_id = element(
    var.create_redshift_subnet_route_table ? aws_route_table.redshift[*].id : aws_route_table.public[*].id,
    var.single_nat_gateway || var.create_redshift_subnet_route_table ? 0 : count.index,
  )
}

resource "aws_route_table_association" "elasticache" {
  count  = local.elasticache_count
  region = var.region

  subnet_id = aws_subnet.elasticache[count.index].id
  route_table_id = element(
    var.create_elasticache_subnet_route_table ? aws_route_table.elasticache[*].id : aws_route_table.private[*].id,
    var.single_nat_gateway || var.create_elasticache_subnet_route_table ? 0 : count.index,
  )
}

# No route leads out of these.
resource "aws_route_table" "intra" {
  count  = local.intra_count > 0 ? (var.create_multiple_intra_route_tables ? local.intra_count : 1) : 0
  region = var.region

  vpc_id = local.vpc_id
  tags   = merge({ Name = "${var.name}-${var.intra_subnet_suffix}" }, var.tags, var.intra_route_table_tags)
}

resource "aws_route_table_association" "intra" {
  count  = local.intra_count
  region = var.region

  subnet_id      = aws_subnet.intra[count.index].id
  route_table_id = element(aws_route_table.intra[*].id, var.create_multiple_intra_route_tables ? count.index : 0)
}

resource "aws_vpn_gateway" "this" {
  count  = local.create_vpc && var.enable_vpn_gateway ? 1 : 0
  region = var.region

  vpc_id            = local.vpc_id
  amazon_side_asn   = var.amazon_side_asn
  availability_zone = var.vpn_gateway_az
  tags              = merge({ Name = var.name }, var.tags, var.vpn_gateway_tags)
}

resource "aws_customer_gateway" "this" {
  for_each = var.customer_gateways
  region   = var.region

  bgp_asn     = lookup(each.value, "bgp_asn", null)
  ip_address  = each.value["ip_address"]
  device_name = lookup(each.value, "device_name", null)
  type        = "ipsec.1"
}

resource "aws_vpn_gateway_attachment" "this" {
  count  = var.vpn_gateway_id != "" ? 1 : 0
  region = var.region

  vpc_id         = local.vpc_id
  vpn_gateway_id = var.vpn_gateway_id
}

resource "aws_vpn_gateway_route_propagation" "public" {
  count  = local.create_vpc && var.propagate_public_route_tables_vgw && (var.enable_vpn_gateway || var.vpn_gateway_id != "") ? 1 : 0
  region = var.region

  route_table_id = element(aws_route_table.public[*].id, count.index)
  vpn_gateway_id = try(aws_vpn_gateway.this[0].id, aws_vpn_gateway_attachment.this[0].vpn_gateway_id)
}

resource "aws_vpn_gateway_route_propagation" "private" {
  count  = local.create_vpc && var.propagate_private_route_tables_vgw && (var.enable_vpn_gateway || var.vpn_gateway_id != "") ? local.private_count : 0
  region = var.region

  route_table_id = element(aws_route_table.private[*].id, count.index)
  vpn_gateway_id = try(aws_vpn_gateway.this[0].id, aws_vpn_gateway_attachment.this[0].vpn_gateway_id)
}

resource "aws_vpn_gateway_route_propagation" "intra" {
  count  = local.create_vpc && var.propagate_intra_route_tables_vgw && (var.enable_vpn_gateway || var.vpn_gateway_id != "") ? local.intra_count : 0
  region = var.region

  route_table_id = element(aws_route_table.intra[*].id, count.index)
  vpn_gateway_id = try(aws_vpn_gateway.this[0].id, aws_vpn_gateway_attachment.this[0].vpn_gateway_id)
}

locals {
  flow_log_to_cloudwatch = local.create_vpc && var.enable_flow_log && var.flow_log_destination_type != "s3"
}

resource "aws_cloudwatch_log_group" "flow_log" {
  count  = local.flow_log_to_cloudwatch && var.create_flow_log_cloudwatch_log_group ? 1 : 0
  region = var.region
}

resource "aws_iam_role" "vpc_flow_log_cloudwatch" {
  count = local.flow_log_to_cloudwatch && var.create_flow_log_cloudwatch_iam_role ? 1 : 0

  assume_role_policy = jsonencode({})
}

resource "aws_flow_log" "this" {
  count  = local.create_vpc && var.enable_flow_log ? 1 : 0
  region = var.region

  vpc_id               = local.vpc_id
  log_destination_type = var.flow_log_destination_type
  traffic_type         = var.flow_log_traffic_type
  log_destination      = try(aws_cloudwatch_log_group.flow_log[0].arn, var.flow_log_destination_arn)
  iam_role_arn         = try(aws_iam_role.vpc_flow_log_cloudwatch[0].arn, var.flow_log_cloudwatch_iam_role_arn)
}
