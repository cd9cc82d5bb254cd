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
  tags = merge(
    { Name = var.create_multiple_public_route_tables ? "${var.name}-${var.public_subnet_suffix}-${element(var.azs, count.index)}" : "${var.name}-${var.public_subnet_suffix}" },
    var.tags,
    var.public_route_table_tags,
  )
}

locals {
  # Only the first of several tables once had a way out.
  public_internet_routes = local.since_5_11_0 && var.create_multiple_public_route_tables ? local.public_count : 1
}

resource "aws_route" "public_internet_gateway" {
  count  = local.public_count > 0 && var.create_igw ? local.public_internet_routes : 0
  region = var.region

  route_table_id         = aws_route_table.public[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route" "public_internet_gateway_ipv6" {
  count  = local.public_count > 0 && var.create_igw && var.enable_ipv6 ? local.public_internet_routes : 0
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
  count  = local.longest_tier > 0 && (local.since_4_0_0 ? local.private_count > 0 : local.create_vpc) ? local.nat_count : 0
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

locals {
  # One a private table, once one a private subnet.
  egress_only_routes = local.since_5_7_2 ? (local.private_count > 0 ? local.nat_count : 0) : local.since_5_7_1 ? local.nat_count : local.private_count
}

resource "aws_route" "private_ipv6_egress" {
  count  = local.create_vpc && var.create_egress_only_igw && var.enable_ipv6 ? local.egress_only_routes : 0
  region = var.region

  route_table_id              = element(aws_route_table.private[*].id, count.index)
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.this[0].id
}

resource "aws_route" "private_dns64_nat_gateway" {
  count  = local.since_4_0_2 && local.create_vpc && var.enable_nat_gateway && var.enable_ipv6 && var.private_subnet_enable_dns64 ? local.nat_count : 0
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
  # Database subnets once shared a table always.
  one_database_table = local.since_2_72_0 ? var.single_nat_gateway || var.create_database_internet_gateway_route : true
  database_tables    = local.since_2_48_0 ? aws_route_table.database[*].id : aws_route_table.private[*].id
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

locals {
  database_nat_routes = local.since_2_72_0 ? (var.single_nat_gateway ? 1 : local.database_count) : local.nat_count
}

resource "aws_route" "database_nat_gateway" {
  count  = local.own_database_tables && !var.create_database_internet_gateway_route && var.create_database_nat_gateway_route && var.enable_nat_gateway ? local.database_nat_routes : 0
  region = var.region

  route_table_id         = element(local.database_tables, count.index)
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = element(aws_nat_gateway.this[*].id, count.index)
}

resource "aws_route" "database_dns64_nat_gateway" {
  count  = local.since_4_0_2 && var.enable_ipv6 && var.private_subnet_enable_dns64 ? length(aws_route.database_nat_gateway) : 0
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
  tags = merge(
    { Name = var.create_multiple_intra_route_tables ? "${var.name}-${var.intra_subnet_suffix}-${element(var.azs, count.index)}" : "${var.name}-${var.intra_subnet_suffix}" },
    var.tags,
    var.intra_route_table_tags,
  )
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
  tags        = merge({ Name = "${var.name}-${each.key}" }, var.tags, var.customer_gateway_tags)
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
