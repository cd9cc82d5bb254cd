# Outputs.

locals {
  private_in_zone = { for zone in local.zones : zone => [for subnet in aws_subnet.private : subnet.id if subnet.availability_zone == zone] }
  public_in_zone  = { for zone in local.zones : zone => [for subnet in aws_subnet.public : subnet.id if subnet.availability_zone == zone] }

  private_tables_in_zone = {
    for zone in local.zones : zone => [for place, at in local.private_zones : aws_route_table.private[place].id if at == zone && local.private_tables > 0]
  }
  public_tables_in_zone = {
    for zone in local.zones : zone => [for place, at in local.public_zones : element(local.public_table_ids, place) if at == zone && local.public && var.public_route_table_enabled]
  }
}

output "availability_zones" {
  value = local.zones
}

output "availability_zone_ids" {
  value = length(var.availability_zone_ids) > 0 ? var.availability_zone_ids : [for zone in local.zones : uuid()]
}

output "public_subnet_ids" {
  value = aws_subnet.public[*].id
}

output "public_subnet_arns" {
  value = aws_subnet.public[*].arn
}

output "public_subnet_cidrs" {
  value = local.public4 ? aws_subnet.public[*].cidr_block : []
}

output "public_subnet_ipv6_cidrs" {
  value = local.public6 ? aws_subnet.public[*].ipv6_cidr_block : []
}

output "public_route_table_ids" {
  value = aws_route_table.public[*].id
}

output "public_network_acl_id" {
  value = try(aws_network_acl.public[0].id, null)
}

output "az_public_subnets_map" {
  value = local.public_in_zone
}

output "az_public_route_table_ids_map" {
  value = local.public_tables_in_zone
}

output "named_public_subnets_map" {
  value = { for place, name in local.public_names : name => [for zone, ids in local.public_in_zone : ids[place] if place < length(ids)] }
}

output "named_public_route_table_ids_map" {
  value = { for place, name in local.public_names : name => [for zone, ids in local.public_tables_in_zone : ids[place] if place < length(ids)] }
}

output "named_public_subnets_stats_map" {
  value = {
    for place, name in local.public_names : name => [
      for zone, ids in local.public_in_zone : merge({
        az             = zone
        subnet_id      = try(ids[place], "")
        route_table_id = try(local.public_tables_in_zone[zone][place], "")
      }, local.since_3_0_0 ? { nat_gateway_id = uuid() } : {})
    ]
  }
}

output "private_subnet_ids" {
  value = aws_subnet.private[*].id
}

output "private_subnet_arns" {
  value = aws_subnet.private[*].arn
}

output "private_subnet_cidrs" {
  value = local.private4 ? aws_subnet.private[*].cidr_block : []
}

output "private_subnet_ipv6_cidrs" {
  value = local.private6 ? aws_subnet.private[*].ipv6_cidr_block : []
}

output "private_route_table_ids" {
  value = aws_route_table.private[*].id
}

output "private_network_acl_id" {
  value = try(aws_network_acl.private[0].id, null)
}

output "az_private_subnets_map" {
  value = local.private_in_zone
}

output "az_private_route_table_ids_map" {
  value = local.private_tables_in_zone
}

output "named_private_subnets_map" {
  value = { for place, name in local.private_names : name => [for zone, ids in local.private_in_zone : ids[place] if place < length(ids)] }
}

output "named_private_route_table_ids_map" {
  value = { for place, name in local.private_names : name => [for zone, ids in local.private_tables_in_zone : ids[place] if place < length(ids)] }
}

output "named_private_subnets_stats_map" {
  value = {
    for place, name in local.private_names : name => [
      for zone, ids in local.private_in_zone : merge({
        az             = zone
        subnet_id      = try(ids[place], "")
        route_table_id = try(local.private_tables_in_zone[zone][place], "")
      }, local.since_3_0_0 ? { nat_gateway_id = uuid() } : {})
    ]
  }
}

output "nat_gateway_ids" {
  value = aws_nat_gateway.default[*].id
}

output "nat_gateway_private_ips" {
  value = aws_nat_gateway.default[*].private_ip
}

output "nat_instance_ids" {
  value = aws_instance.nat_instance[*].id
}

output "nat_instance_ami_id" {
  value = local.instances ? try(var.nat_instance_ami_id[0], uuid()) : null
}

output "nat_ips" {
  value = local.makes_nat && local.own_addresses ? var.nat_elastic_ips : aws_eip.default[*].public_ip
}

output "nat_gateway_public_ips" {
  value = local.makes_nat && local.own_addresses ? var.nat_elastic_ips : aws_eip.default[*].public_ip
}

output "nat_eip_allocation_ids" {
  value = local.makes_nat ? local.allocations : []
}
