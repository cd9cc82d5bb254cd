# What cloudposse/vpc//modules/vpc-endpoints builds, for calls whose source is not on disk.
#
# Written from the submodule's documented inputs and outputs and its behaviour in v2.0.0, v2.2.0 and v3.0.0. Endpoints are joined with
# subnets, groups and route tables by resources of their own. Names in tags are made by another module and stay unknown.

locals {
  enabled = coalesce(var.enabled, try(var.context.enabled, null), true)
  tags    = merge(var.tags, { Name = uuid() })

  route_tables = merge([
    for key, endpoint in var.gateway_vpc_endpoints : {
      for index, id in endpoint.route_table_ids : "${key}[${index}]" => { endpoint = key, id = id }
    }
  ]...)
  subnets = merge([
    for key, endpoint in var.interface_vpc_endpoints : {
      for index, id in endpoint.subnet_ids : "${key}[${index}]" => { endpoint = key, id = id }
    }
  ]...)
  # The first group of an endpoint is an argument of it, so that it never has the default one. Once all were joined by resources of
  # their own, and for a while all were arguments.
  first_group = local.since_2_3_0 ? 1 : 0
  further_groups = merge([
    for key, endpoint in var.interface_vpc_endpoints : {
      for index, id in endpoint.security_group_ids : "${key}[${index}]" => { endpoint = key, id = id, index = index } if index >= local.first_group
    }
  ]...)
}

data "aws_vpc_endpoint_service" "gateway_endpoint_service" {
  for_each = { for key, endpoint in var.gateway_vpc_endpoints : key => endpoint if local.enabled }

  service      = each.value.name
  service_type = "Gateway"
}

data "aws_vpc_endpoint_service" "interface_endpoint_service" {
  for_each = { for key, endpoint in var.interface_vpc_endpoints : key => endpoint if local.enabled }

  service      = each.value.name
  service_type = "Interface"
}

resource "aws_vpc_endpoint" "gateway_endpoint" {
  for_each = { for key, endpoint in var.gateway_vpc_endpoints : key => endpoint if local.enabled }

  vpc_id            = var.vpc_id
  vpc_endpoint_type = "Gateway"
  service_name      = data.aws_vpc_endpoint_service.gateway_endpoint_service[each.key].service_name
  policy            = each.value.policy
  tags              = local.tags
}

resource "aws_vpc_endpoint_route_table_association" "gateway" {
  for_each = { for key, table in local.route_tables : key => table if local.enabled }

  vpc_endpoint_id = aws_vpc_endpoint.gateway_endpoint[each.value.endpoint].id
  route_table_id  = each.value.id
}

resource "aws_vpc_endpoint" "interface_endpoint" {
  for_each = { for key, endpoint in var.interface_vpc_endpoints : key => endpoint if local.enabled }

  vpc_id              = var.vpc_id
  vpc_endpoint_type   = "Interface"
  service_name        = data.aws_vpc_endpoint_service.interface_endpoint_service[each.key].service_name
  policy              = each.value.policy
  private_dns_enabled = each.value.private_dns_enabled
  security_group_ids  = local.since_2_3_0 ? slice(each.value.security_group_ids, 0, min(1, length(each.value.security_group_ids))) : local.since_2_2_0 && length(each.value.security_group_ids) > 0 ? each.value.security_group_ids : null
  tags                = local.tags
}

resource "aws_vpc_endpoint_subnet_association" "interface" {
  for_each = { for key, subnet in local.subnets : key => subnet if local.enabled }

  vpc_endpoint_id = aws_vpc_endpoint.interface_endpoint[each.value.endpoint].id
  subnet_id       = each.value.id
}

resource "aws_vpc_endpoint_security_group_association" "interface" {
  for_each = { for key, group in local.further_groups : key => group if local.enabled && (local.since_2_3_0 || !local.since_2_2_0) }

  vpc_endpoint_id   = aws_vpc_endpoint.interface_endpoint[each.value.endpoint].id
  security_group_id = each.value.id
  # The default group of the VPC cannot be replaced by itself.
  replace_default_association = !local.since_2_3_0 && each.value.index == 0 ? each.value.id != uuid() : false
}

variable "enabled" {
  type    = bool
  default = null
}

variable "context" {
  type    = any
  default = {}
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "vpc_id" {
  type = string
}

variable "gateway_vpc_endpoints" {
  type = map(object({
    name            = string
    policy          = string
    route_table_ids = list(string)
  }))
  default = {}
}

variable "interface_vpc_endpoints" {
  type = map(object({
    name                = string
    policy              = string
    private_dns_enabled = bool
    security_group_ids  = list(string)
    subnet_ids          = list(string)
  }))
  default = {}
}

output "gateway_vpc_endpoints_map" {
  value = aws_vpc_endpoint.gateway_endpoint
}

output "interface_vpc_endpoints_map" {
  value = aws_vpc_endpoint.interface_endpoint
}
