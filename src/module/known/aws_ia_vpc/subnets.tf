# Subnets, their route tables and routes, by tier. The keys of private ones are `tier/zone`.

resource "aws_subnet" "public" {
  for_each = local.public_azs

  vpc_id                                         = local.vpc.id
  availability_zone                              = each.key
  cidr_block                                     = contains(local.native, "public") && !can(var.subnets["public"].netmask) ? null : try(var.subnets["public"].cidrs[index(local.azs, each.key)], uuid())
  ipv6_cidr_block                                = contains(local.with_ipv6, "public") ? try(var.subnets["public"].ipv6_cidrs[index(local.azs, each.key)], uuid()) : null
  ipv6_native                                    = contains(local.native, "public")
  map_public_ip_on_launch                        = !local.since_4_2_0 ? null : local.since_4_3_2 ? try(var.subnets.public.map_public_ip_on_launch, contains(local.native, "public") ? null : true) : contains(local.native, "public") ? null : true
  assign_ipv6_address_on_creation                = local.public_ipv6 ? true : null
  enable_resource_name_dns_aaaa_record_on_launch = local.public_ipv6
  tags                                           = merge({ Name = "${local.names["public"]}-${each.key}" }, local.tier_tags["public"])
}

resource "aws_route_table" "public" {
  for_each = local.public_azs

  vpc_id = local.vpc.id
  tags   = merge({ Name = "${local.names["public"]}-${each.key}" }, local.tier_tags["public"])
}

resource "aws_route_table_association" "public" {
  for_each = local.public_azs

  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public[each.key].id
}

resource "aws_subnet" "private" {
  for_each = toset(local.private_per_az)

  vpc_id                                         = local.vpc.id
  availability_zone                              = split("/", each.key)[1]
  cidr_block                                     = contains(local.native, split("/", each.key)[0]) && !can(var.subnets[split("/", each.key)[0]].netmask) ? null : try(var.subnets[split("/", each.key)[0]].cidrs[index(local.azs, split("/", each.key)[1])], uuid())
  ipv6_cidr_block                                = contains(local.with_ipv6, split("/", each.key)[0]) ? try(var.subnets[split("/", each.key)[0]].ipv6_cidrs[index(local.azs, split("/", each.key)[1])], uuid()) : null
  ipv6_native                                    = contains(local.native, split("/", each.key)[0])
  map_public_ip_on_launch                        = contains(local.native, split("/", each.key)[0]) ? null : false
  assign_ipv6_address_on_creation                = contains(local.native, split("/", each.key)[0]) ? true : local.since_4_7_3 ? try(var.subnets[split("/", each.key)[0]].assign_ipv6_address_on_creation, false) : false
  enable_resource_name_dns_aaaa_record_on_launch = contains(local.native, split("/", each.key)[0]) ? true : local.since_4_7_3 ? try(var.subnets[split("/", each.key)[0]].enable_resource_name_dns_aaaa_record_on_launch, false) : false
  tags                                           = merge({ Name = "${local.names[split("/", each.key)[0]]}-${split("/", each.key)[1]}" }, local.tier_tags[split("/", each.key)[0]])
}

resource "aws_route_table" "private" {
  for_each = toset(local.private_per_az)

  vpc_id = local.vpc.id
  tags   = merge({ Name = "${local.names[split("/", each.key)[0]]}-${split("/", each.key)[1]}" }, local.tier_tags[split("/", each.key)[0]])
}

resource "aws_route_table_association" "private" {
  for_each = toset(local.private_per_az)

  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

resource "aws_subnet" "tgw" {
  for_each = local.tgw_azs

  vpc_id            = local.vpc.id
  availability_zone = each.key
  cidr_block        = try(var.subnets["transit_gateway"].cidrs[index(local.azs, each.key)], uuid())
  ipv6_cidr_block   = contains(local.with_ipv6, "transit_gateway") ? try(var.subnets["transit_gateway"].ipv6_cidrs[index(local.azs, each.key)], uuid()) : null
  tags              = merge({ Name = "${local.names["transit_gateway"]}-${each.key}" }, local.tier_tags["transit_gateway"])
}

resource "aws_route_table" "tgw" {
  for_each = local.tgw_azs

  vpc_id = local.vpc.id
  tags   = merge({ Name = "${local.names["transit_gateway"]}-${each.key}" }, local.tier_tags["transit_gateway"])
}

resource "aws_route_table_association" "tgw" {
  for_each = local.tgw_azs

  subnet_id      = aws_subnet.tgw[each.key].id
  route_table_id = aws_route_table.tgw[each.key].id
}

resource "aws_subnet" "cwan" {
  for_each = local.cwan_azs

  vpc_id            = local.vpc.id
  availability_zone = each.key
  cidr_block        = try(var.subnets["core_network"].cidrs[index(local.azs, each.key)], uuid())
  ipv6_cidr_block   = contains(local.with_ipv6, "core_network") ? try(var.subnets["core_network"].ipv6_cidrs[index(local.azs, each.key)], uuid()) : null
  tags              = merge({ Name = "${local.names["core_network"]}-${each.key}" }, local.tier_tags["core_network"])
}

resource "aws_route_table" "cwan" {
  for_each = local.cwan_azs

  vpc_id = local.vpc.id
  tags   = merge({ Name = "${local.names["core_network"]}-${each.key}" }, local.tier_tags["core_network"])
}

resource "aws_route_table_association" "cwan" {
  for_each = local.cwan_azs

  subnet_id      = aws_subnet.cwan[each.key].id
  route_table_id = aws_route_table.cwan[each.key].id
}

resource "aws_route" "public_to_igw" {
  for_each = !contains(local.native, "public") && local.leads_to_igw ? local.public_azs : toset([])

  route_table_id         = aws_route_table.public[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main[0].id
}

resource "aws_route" "public_ipv6_to_igw" {
  for_each = local.public_ipv6 && local.leads_to_igw ? local.public_azs : toset([])

  route_table_id              = aws_route_table.public[each.key].id
  destination_ipv6_cidr_block = "::/0"
  gateway_id                  = aws_internet_gateway.main[0].id
}

resource "aws_route" "private_to_nat" {
  for_each = toset([for name in local.private_per_az : name if try(var.subnets[split("/", name)[0]].connect_to_public_natgw == true, false)])

  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = local.nat_per_az[split("/", each.key)[1]].id
}

resource "aws_route" "private_to_egress_only" {
  for_each = toset([for name in local.private_per_az : name if try(var.subnets[split("/", name)[0]].connect_to_eigw == true, false)])

  route_table_id              = aws_route_table.private[each.key].id
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.eigw[0].id
}

resource "aws_route" "tgw_to_nat" {
  for_each = try(var.subnets.transit_gateway.connect_to_public_natgw == true, false) && contains(local.tiers, "public") ? local.tgw_azs : toset([])

  route_table_id         = aws_route_table.tgw[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = local.nat_per_az[each.key].id
}

resource "aws_route" "cwan_to_nat" {
  for_each = try(var.subnets.core_network.connect_to_public_natgw == true, false) && contains(local.tiers, "public") ? local.cwan_azs : toset([])

  route_table_id         = aws_route_table.cwan[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = local.nat_per_az[each.key].id
}

resource "aws_route" "public_to_tgw" {
  for_each = contains(keys(var.transit_gateway_routes), "public") ? local.public_azs : toset([])

  route_table_id             = aws_route_table.public[each.key].id
  destination_cidr_block     = startswith(var.transit_gateway_routes["public"], "pl-") ? null : var.transit_gateway_routes["public"]
  destination_prefix_list_id = startswith(var.transit_gateway_routes["public"], "pl-") ? var.transit_gateway_routes["public"] : null
  transit_gateway_id         = var.transit_gateway_id
}

resource "aws_route" "private_to_tgw" {
  for_each = toset([for name in local.private_per_az : name if contains(keys(var.transit_gateway_routes), split("/", name)[0])])

  route_table_id             = aws_route_table.private[each.key].id
  destination_cidr_block     = startswith(var.transit_gateway_routes[split("/", each.key)[0]], "pl-") ? null : var.transit_gateway_routes[split("/", each.key)[0]]
  destination_prefix_list_id = startswith(var.transit_gateway_routes[split("/", each.key)[0]], "pl-") ? var.transit_gateway_routes[split("/", each.key)[0]] : null
  transit_gateway_id         = var.transit_gateway_id
}

resource "aws_route" "ipv6_public_to_tgw" {
  for_each = contains(keys(var.transit_gateway_ipv6_routes), "public") ? local.public_azs : toset([])

  route_table_id              = aws_route_table.public[each.key].id
  destination_ipv6_cidr_block = startswith(var.transit_gateway_ipv6_routes["public"], "pl-") ? null : var.transit_gateway_ipv6_routes["public"]
  destination_prefix_list_id  = startswith(var.transit_gateway_ipv6_routes["public"], "pl-") ? var.transit_gateway_ipv6_routes["public"] : null
  transit_gateway_id          = var.transit_gateway_id
}

resource "aws_route" "ipv6_private_to_tgw" {
  for_each = toset([for name in local.private_per_az : name if contains(keys(var.transit_gateway_ipv6_routes), split("/", name)[0])])

  route_table_id              = aws_route_table.private[each.key].id
  destination_ipv6_cidr_block = startswith(var.transit_gateway_ipv6_routes[split("/", each.key)[0]], "pl-") ? null : var.transit_gateway_ipv6_routes[split("/", each.key)[0]]
  destination_prefix_list_id  = startswith(var.transit_gateway_ipv6_routes[split("/", each.key)[0]], "pl-") ? var.transit_gateway_ipv6_routes[split("/", each.key)[0]] : null
  transit_gateway_id          = var.transit_gateway_id
}

resource "aws_route" "public_to_cwan" {
  for_each = local.leads_to_wan && contains(keys(var.core_network_routes), "public") ? local.public_azs : toset([])

  route_table_id             = aws_route_table.public[each.key].id
  destination_cidr_block     = startswith(var.core_network_routes["public"], "pl-") ? null : var.core_network_routes["public"]
  destination_prefix_list_id = startswith(var.core_network_routes["public"], "pl-") ? var.core_network_routes["public"] : null
  core_network_arn           = var.core_network.arn
}

resource "aws_route" "private_to_cwan" {
  for_each = toset([for name in local.private_per_az : name if local.leads_to_wan && contains(keys(var.core_network_routes), split("/", name)[0])])

  route_table_id             = aws_route_table.private[each.key].id
  destination_cidr_block     = startswith(var.core_network_routes[split("/", each.key)[0]], "pl-") ? null : var.core_network_routes[split("/", each.key)[0]]
  destination_prefix_list_id = startswith(var.core_network_routes[split("/", each.key)[0]], "pl-") ? var.core_network_routes[split("/", each.key)[0]] : null
  core_network_arn           = var.core_network.arn
}

resource "aws_route" "ipv6_public_to_cwan" {
  for_each = local.leads_to_wan && contains(keys(var.core_network_ipv6_routes), "public") ? local.public_azs : toset([])

  route_table_id              = aws_route_table.public[each.key].id
  destination_ipv6_cidr_block = startswith(var.core_network_ipv6_routes["public"], "pl-") ? null : var.core_network_ipv6_routes["public"]
  destination_prefix_list_id  = startswith(var.core_network_ipv6_routes["public"], "pl-") ? var.core_network_ipv6_routes["public"] : null
  core_network_arn            = var.core_network.arn
}

resource "aws_route" "ipv6_private_to_cwan" {
  for_each = toset([for name in local.private_per_az : name if local.leads_to_wan && contains(keys(var.core_network_ipv6_routes), split("/", name)[0])])

  route_table_id              = aws_route_table.private[each.key].id
  destination_ipv6_cidr_block = startswith(var.core_network_ipv6_routes[split("/", each.key)[0]], "pl-") ? null : var.core_network_ipv6_routes[split("/", each.key)[0]]
  destination_prefix_list_id  = startswith(var.core_network_ipv6_routes[split("/", each.key)[0]], "pl-") ? var.core_network_ipv6_routes[split("/", each.key)[0]] : null
  core_network_arn            = var.core_network.arn
}
