# Subnets by tier. Zones follow the list of zones in a circle, so more subnets than zones share zones.

resource "aws_subnet" "public" {
  count  = !var.one_nat_gateway_per_az || local.public_count >= length(var.azs) ? local.public_count : 0
  region = var.region

  vpc_id                                         = local.vpc_id
  availability_zone                              = can(regex("^[a-z]{2}-", element(var.azs, count.index))) ? element(var.azs, count.index) : null
  availability_zone_id                           = can(regex("^[a-z]{2}-", element(var.azs, count.index))) ? null : element(var.azs, count.index)
  cidr_block                                     = var.public_subnet_ipv6_native ? null : element(concat(var.public_subnets, [""]), count.index)
  ipv6_cidr_block                                = var.enable_ipv6 && length(var.public_subnet_ipv6_prefixes) > 0 ? cidrsubnet(aws_vpc.this[0].ipv6_cidr_block, 8, var.public_subnet_ipv6_prefixes[count.index]) : null
  ipv6_native                                    = local.since_4_0_0 ? var.enable_ipv6 && var.public_subnet_ipv6_native : null
  assign_ipv6_address_on_creation                = var.enable_ipv6 && var.public_subnet_ipv6_native ? true : (local.since_4_0_0 || var.public_subnet_assign_ipv6_address_on_creation != null ? var.public_subnet_assign_ipv6_address_on_creation : var.assign_ipv6_address_on_creation)
  enable_dns64                                   = local.since_4_0_0 ? var.enable_ipv6 && var.public_subnet_enable_dns64 : null
  enable_resource_name_dns_aaaa_record_on_launch = local.since_4_0_0 ? var.enable_ipv6 && var.public_subnet_enable_resource_name_dns_aaaa_record_on_launch : null
  enable_resource_name_dns_a_record_on_launch    = local.since_4_0_0 ? !var.public_subnet_ipv6_native && var.public_subnet_enable_resource_name_dns_a_record_on_launch : null
  private_dns_hostname_type_on_launch            = var.public_subnet_private_dns_hostname_type_on_launch
  map_public_ip_on_launch                        = var.map_public_ip_on_launch
  tags = merge(
    { Name = try(var.public_subnet_names[count.index], "${var.name}-${var.public_subnet_suffix}-${element(var.azs, count.index)}") },
    var.tags,
    var.public_subnet_tags,
    lookup(var.public_subnet_tags_per_az, element(var.azs, count.index), {}),
  )
}

resource "aws_subnet" "private" {
  count  = local.private_count
  region = var.region

  vpc_id                                         = local.vpc_id
  availability_zone                              = can(regex("^[a-z]{2}-", element(var.azs, count.index))) ? element(var.azs, count.index) : null
  availability_zone_id                           = can(regex("^[a-z]{2}-", element(var.azs, count.index))) ? null : element(var.azs, count.index)
  cidr_block                                     = var.private_subnet_ipv6_native ? null : element(concat(var.private_subnets, [""]), count.index)
  ipv6_cidr_block                                = var.enable_ipv6 && length(var.private_subnet_ipv6_prefixes) > 0 ? cidrsubnet(aws_vpc.this[0].ipv6_cidr_block, 8, var.private_subnet_ipv6_prefixes[count.index]) : null
  ipv6_native                                    = local.since_4_0_0 ? var.enable_ipv6 && var.private_subnet_ipv6_native : null
  assign_ipv6_address_on_creation                = var.enable_ipv6 && var.private_subnet_ipv6_native ? true : (local.since_4_0_0 || var.private_subnet_assign_ipv6_address_on_creation != null ? var.private_subnet_assign_ipv6_address_on_creation : var.assign_ipv6_address_on_creation)
  enable_dns64                                   = local.since_4_0_0 ? var.enable_ipv6 && var.private_subnet_enable_dns64 : null
  enable_resource_name_dns_aaaa_record_on_launch = local.since_4_0_0 ? var.enable_ipv6 && var.private_subnet_enable_resource_name_dns_aaaa_record_on_launch : null
  enable_resource_name_dns_a_record_on_launch    = local.since_4_0_0 ? !var.private_subnet_ipv6_native && var.private_subnet_enable_resource_name_dns_a_record_on_launch : null
  private_dns_hostname_type_on_launch            = var.private_subnet_private_dns_hostname_type_on_launch
  tags = merge(
    { Name = try(var.private_subnet_names[count.index], "${var.name}-${var.private_subnet_suffix}-${element(var.azs, count.index)}") },
    var.tags,
    var.private_subnet_tags,
    lookup(var.private_subnet_tags_per_az, element(var.azs, count.index), {}),
  )
}

resource "aws_subnet" "database" {
  count  = local.database_count
  region = var.region

  vpc_id                                         = local.vpc_id
  availability_zone                              = can(regex("^[a-z]{2}-", element(var.azs, count.index))) ? element(var.azs, count.index) : null
  availability_zone_id                           = can(regex("^[a-z]{2}-", element(var.azs, count.index))) ? null : element(var.azs, count.index)
  cidr_block                                     = var.database_subnet_ipv6_native ? null : element(concat(var.database_subnets, [""]), count.index)
  ipv6_cidr_block                                = var.enable_ipv6 && length(var.database_subnet_ipv6_prefixes) > 0 ? cidrsubnet(aws_vpc.this[0].ipv6_cidr_block, 8, var.database_subnet_ipv6_prefixes[count.index]) : null
  ipv6_native                                    = local.since_4_0_0 ? var.enable_ipv6 && var.database_subnet_ipv6_native : null
  assign_ipv6_address_on_creation                = var.enable_ipv6 && var.database_subnet_ipv6_native ? true : (local.since_4_0_0 || var.database_subnet_assign_ipv6_address_on_creation != null ? var.database_subnet_assign_ipv6_address_on_creation : var.assign_ipv6_address_on_creation)
  enable_dns64                                   = local.since_4_0_0 ? var.enable_ipv6 && var.database_subnet_enable_dns64 : null
  enable_resource_name_dns_aaaa_record_on_launch = local.since_4_0_0 ? var.enable_ipv6 && var.database_subnet_enable_resource_name_dns_aaaa_record_on_launch : null
  enable_resource_name_dns_a_record_on_launch    = local.since_4_0_0 ? !var.database_subnet_ipv6_native && var.database_subnet_enable_resource_name_dns_a_record_on_launch : null
  private_dns_hostname_type_on_launch            = var.database_subnet_private_dns_hostname_type_on_launch
  tags = merge(
    { Name = try(var.database_subnet_names[count.index], "${var.name}-${var.database_subnet_suffix}-${element(var.azs, count.index)}") },
    var.tags,
    var.database_subnet_tags,
  )
}

resource "aws_subnet" "elasticache" {
  count  = local.elasticache_count
  region = var.region

  vpc_id                                         = local.vpc_id
  availability_zone                              = can(regex("^[a-z]{2}-", element(var.azs, count.index))) ? element(var.azs, count.index) : null
  availability_zone_id                           = can(regex("^[a-z]{2}-", element(var.azs, count.index))) ? null : element(var.azs, count.index)
  cidr_block                                     = var.elasticache_subnet_ipv6_native ? null : element(concat(var.elasticache_subnets, [""]), count.index)
  ipv6_cidr_block                                = var.enable_ipv6 && length(var.elasticache_subnet_ipv6_prefixes) > 0 ? cidrsubnet(aws_vpc.this[0].ipv6_cidr_block, 8, var.elasticache_subnet_ipv6_prefixes[count.index]) : null
  ipv6_native                                    = local.since_4_0_0 ? var.enable_ipv6 && var.elasticache_subnet_ipv6_native : null
  assign_ipv6_address_on_creation                = var.enable_ipv6 && var.elasticache_subnet_ipv6_native ? true : (local.since_4_0_0 || var.elasticache_subnet_assign_ipv6_address_on_creation != null ? var.elasticache_subnet_assign_ipv6_address_on_creation : var.assign_ipv6_address_on_creation)
  enable_dns64                                   = local.since_4_0_0 ? var.enable_ipv6 && var.elasticache_subnet_enable_dns64 : null
  enable_resource_name_dns_aaaa_record_on_launch = local.since_4_0_0 ? var.enable_ipv6 && var.elasticache_subnet_enable_resource_name_dns_aaaa_record_on_launch : null
  enable_resource_name_dns_a_record_on_launch    = local.since_4_0_0 ? !var.elasticache_subnet_ipv6_native && var.elasticache_subnet_enable_resource_name_dns_a_record_on_launch : null
  private_dns_hostname_type_on_launch            = var.elasticache_subnet_private_dns_hostname_type_on_launch
  tags = merge(
    { Name = try(var.elasticache_subnet_names[count.index], "${var.name}-${var.elasticache_subnet_suffix}-${element(var.azs, count.index)}") },
    var.tags,
    var.elasticache_subnet_tags,
  )
}

resource "aws_subnet" "redshift" {
  count  = local.redshift_count
  region = var.region

  vpc_id                                         = local.vpc_id
  availability_zone                              = can(regex("^[a-z]{2}-", element(var.azs, count.index))) ? element(var.azs, count.index) : null
  availability_zone_id                           = can(regex("^[a-z]{2}-", element(var.azs, count.index))) ? null : element(var.azs, count.index)
  cidr_block                                     = var.redshift_subnet_ipv6_native ? null : element(concat(var.redshift_subnets, [""]), count.index)
  ipv6_cidr_block                                = var.enable_ipv6 && length(var.redshift_subnet_ipv6_prefixes) > 0 ? cidrsubnet(aws_vpc.this[0].ipv6_cidr_block, 8, var.redshift_subnet_ipv6_prefixes[count.index]) : null
  ipv6_native                                    = local.since_4_0_0 ? var.enable_ipv6 && var.redshift_subnet_ipv6_native : null
  assign_ipv6_address_on_creation                = var.enable_ipv6 && var.redshift_subnet_ipv6_native ? true : (local.since_4_0_0 || var.redshift_subnet_assign_ipv6_address_on_creation != null ? var.redshift_subnet_assign_ipv6_address_on_creation : var.assign_ipv6_address_on_creation)
  enable_dns64                                   = local.since_4_0_0 ? var.enable_ipv6 && var.redshift_subnet_enable_dns64 : null
  enable_resource_name_dns_aaaa_record_on_launch = local.since_4_0_0 ? var.enable_ipv6 && var.redshift_subnet_enable_resource_name_dns_aaaa_record_on_launch : null
  enable_resource_name_dns_a_record_on_launch    = local.since_4_0_0 ? !var.redshift_subnet_ipv6_native && var.redshift_subnet_enable_resource_name_dns_a_record_on_launch : null
  private_dns_hostname_type_on_launch            = var.redshift_subnet_private_dns_hostname_type_on_launch
  tags = merge(
    { Name = try(var.redshift_subnet_names[count.index], "${var.name}-${var.redshift_subnet_suffix}-${element(var.azs, count.index)}") },
    var.tags,
    var.redshift_subnet_tags,
  )
}

resource "aws_subnet" "intra" {
  count  = local.intra_count
  region = var.region

  vpc_id                                         = local.vpc_id
  availability_zone                              = can(regex("^[a-z]{2}-", element(var.azs, count.index))) ? element(var.azs, count.index) : null
  availability_zone_id                           = can(regex("^[a-z]{2}-", element(var.azs, count.index))) ? null : element(var.azs, count.index)
  cidr_block                                     = var.intra_subnet_ipv6_native ? null : element(concat(var.intra_subnets, [""]), count.index)
  ipv6_cidr_block                                = var.enable_ipv6 && length(var.intra_subnet_ipv6_prefixes) > 0 ? cidrsubnet(aws_vpc.this[0].ipv6_cidr_block, 8, var.intra_subnet_ipv6_prefixes[count.index]) : null
  ipv6_native                                    = local.since_4_0_0 ? var.enable_ipv6 && var.intra_subnet_ipv6_native : null
  assign_ipv6_address_on_creation                = var.enable_ipv6 && var.intra_subnet_ipv6_native ? true : (local.since_4_0_0 || var.intra_subnet_assign_ipv6_address_on_creation != null ? var.intra_subnet_assign_ipv6_address_on_creation : var.assign_ipv6_address_on_creation)
  enable_dns64                                   = local.since_4_0_0 ? var.enable_ipv6 && var.intra_subnet_enable_dns64 : null
  enable_resource_name_dns_aaaa_record_on_launch = local.since_4_0_0 ? var.enable_ipv6 && var.intra_subnet_enable_resource_name_dns_aaaa_record_on_launch : null
  enable_resource_name_dns_a_record_on_launch    = local.since_4_0_0 ? !var.intra_subnet_ipv6_native && var.intra_subnet_enable_resource_name_dns_a_record_on_launch : null
  private_dns_hostname_type_on_launch            = var.intra_subnet_private_dns_hostname_type_on_launch
  tags = merge(
    { Name = try(var.intra_subnet_names[count.index], "${var.name}-${var.intra_subnet_suffix}-${element(var.azs, count.index)}") },
    var.tags,
    var.intra_subnet_tags,
  )
}

resource "aws_subnet" "outpost" {
  count  = local.outpost_count
  region = var.region

  vpc_id                                         = local.vpc_id
  availability_zone                              = var.outpost_az
  cidr_block                                     = var.outpost_subnet_ipv6_native ? null : element(concat(var.outpost_subnets, [""]), count.index)
  ipv6_cidr_block                                = var.enable_ipv6 && length(var.outpost_subnet_ipv6_prefixes) > 0 ? cidrsubnet(aws_vpc.this[0].ipv6_cidr_block, 8, var.outpost_subnet_ipv6_prefixes[count.index]) : null
  ipv6_native                                    = local.since_4_0_0 ? var.enable_ipv6 && var.outpost_subnet_ipv6_native : null
  assign_ipv6_address_on_creation                = var.enable_ipv6 && var.outpost_subnet_ipv6_native ? true : (local.since_4_0_0 || var.outpost_subnet_assign_ipv6_address_on_creation != null ? var.outpost_subnet_assign_ipv6_address_on_creation : var.assign_ipv6_address_on_creation)
  enable_dns64                                   = local.since_4_0_0 ? var.enable_ipv6 && var.outpost_subnet_enable_dns64 : null
  enable_resource_name_dns_aaaa_record_on_launch = local.since_4_0_0 ? var.enable_ipv6 && var.outpost_subnet_enable_resource_name_dns_aaaa_record_on_launch : null
  enable_resource_name_dns_a_record_on_launch    = local.since_4_0_0 ? !var.outpost_subnet_ipv6_native && var.outpost_subnet_enable_resource_name_dns_a_record_on_launch : null
  private_dns_hostname_type_on_launch            = var.outpost_subnet_private_dns_hostname_type_on_launch
  outpost_arn                                    = var.outpost_arn
  customer_owned_ipv4_pool                       = var.customer_owned_ipv4_pool
  map_customer_owned_ip_on_launch                = local.since_4_0_0 ? var.map_customer_owned_ip_on_launch : null
  tags = merge(
    { Name = try(var.outpost_subnet_names[count.index], "${var.name}-${var.outpost_subnet_suffix}-${var.outpost_az}") },
    var.tags,
    var.outpost_subnet_tags,
  )
}

resource "aws_db_subnet_group" "database" {
  count  = local.database_count > 0 && var.create_database_subnet_group ? 1 : 0
  region = var.region

  name        = lower(coalesce(var.database_subnet_group_name, var.name))
  description = "Database subnet group for ${var.name}"
  subnet_ids  = aws_subnet.database[*].id
  tags        = merge({ Name = lower(coalesce(var.database_subnet_group_name, var.name)) }, var.tags, var.database_subnet_group_tags)
}

resource "aws_elasticache_subnet_group" "elasticache" {
  count  = local.elasticache_count > 0 && var.create_elasticache_subnet_group ? 1 : 0
  region = var.region

  name        = coalesce(var.elasticache_subnet_group_name, var.name)
  description = "ElastiCache subnet group for ${var.name}"
  subnet_ids  = aws_subnet.elasticache[*].id
  tags        = local.since_3_7_0 ? merge({ Name = coalesce(var.elasticache_subnet_group_name, var.name) }, var.tags, var.elasticache_subnet_group_tags) : null
}

resource "aws_redshift_subnet_group" "redshift" {
  count  = local.redshift_count > 0 && var.create_redshift_subnet_group ? 1 : 0
  region = var.region

  name        = lower(coalesce(var.redshift_subnet_group_name, var.name))
  description = "Redshift subnet group for ${var.name}"
  subnet_ids  = aws_subnet.redshift[*].id
  tags        = merge({ Name = coalesce(var.redshift_subnet_group_name, var.name) }, var.tags, var.redshift_subnet_group_tags)
}
