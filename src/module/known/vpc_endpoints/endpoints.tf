# What terraform-aws-modules/vpc//modules/vpc-endpoints builds, for calls whose source is not on disk: from 3.0, where it came to be.
#
# Written from the submodule's documented inputs and outputs and its behaviour in v3.0.0, v5.21.0 and v6.6.0. Unlike the resource,
# an endpoint here is an Interface unless it says otherwise.

locals {
  endpoints          = { for key, endpoint in var.endpoints : key => endpoint if var.create && (local.since_3_14_0 ? try(endpoint.create, true) : true) }
  security_group_ids = concat(var.security_group_ids, aws_security_group.this[*].id)
}

# In another Region than the provider's there is no lookup: the endpoint must name its service in full.
data "aws_vpc_endpoint_service" "this" {
  for_each = { for key, endpoint in local.endpoints : key => endpoint if var.region == null }

  service         = try(each.value.service, null)
  service_name    = try(each.value.service_name, null)
  service_regions = try([each.value.service_region], null)
  service_type    = try(each.value.service_type, "Interface")
}

resource "aws_vpc_endpoint" "this" {
  for_each = local.endpoints
  region   = var.region

  vpc_id            = var.vpc_id
  service_name      = local.since_5_7_0 ? try(each.value.service_endpoint, data.aws_vpc_endpoint_service.this[each.key].service_name) : data.aws_vpc_endpoint_service.this[each.key].service_name
  service_region    = local.since_5_18_0 ? try(each.value.service_region, null) : null
  vpc_endpoint_type = try(each.value.service_type, "Interface")
  auto_accept       = try(each.value.auto_accept, null)
  policy            = try(each.value.policy, null)
  ip_address_type   = local.since_5_13_0 ? try(each.value.ip_address_type, null) : null

  # Groups and subnets of the module and of the endpoint are put together.
  security_group_ids  = try(each.value.service_type, "Interface") == "Interface" ? distinct(concat(local.security_group_ids, lookup(each.value, "security_group_ids", []))) : null
  subnet_ids          = try(each.value.service_type, "Interface") == "Interface" ? distinct(concat(var.subnet_ids, lookup(each.value, "subnet_ids", []))) : null
  private_dns_enabled = try(each.value.service_type, "Interface") == "Interface" ? try(each.value.private_dns_enabled, null) : null
  route_table_ids     = try(each.value.service_type, "Interface") == "Gateway" ? lookup(each.value, "route_table_ids", null) : null

  dynamic "dns_options" {
    for_each = local.since_5_5_0 ? try([each.value.dns_options], []) : []
    content {
      # Either is looked for in the wrong place, in its turn.
      dns_record_ip_type                             = local.since_5_5_1 ? try(dns_options.value.dns_options.dns_record_ip_type, null) : try(each.value.dns_options.dns_record_ip_type, null)
      private_dns_only_for_inbound_resolver_endpoint = local.since_5_5_1 ? try(dns_options.value.private_dns_only_for_inbound_resolver_endpoint, null) : try(each.value.private_dns_only_for_inbound_resolver_endpoint, null)
    }
  }

  dynamic "subnet_configuration" {
    for_each = local.since_5_21_0 ? try(each.value.subnet_configurations, []) : []
    content {
      ipv4      = try(subnet_configuration.value.ipv4, null)
      ipv6      = try(subnet_configuration.value.ipv6, null)
      subnet_id = try(subnet_configuration.value.subnet_id, null)
    }
  }

  tags = merge(
    var.tags,
    local.since_5_17_0 ? { Name = replace(each.key, ".", "-") } : {},
    try(each.value.tags, {}),
  )
}

resource "aws_security_group" "this" {
  count  = var.create && var.create_security_group ? 1 : 0
  region = var.region

  name        = var.security_group_name
  name_prefix = var.security_group_name_prefix
  description = var.security_group_description
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, var.security_group_tags, { Name = try(coalesce(var.security_group_name, var.security_group_name_prefix), "") })
}

resource "aws_security_group_rule" "this" {
  for_each = { for key, rule in var.security_group_rules : key => rule if var.create && var.create_security_group }
  region   = var.region

  security_group_id        = aws_security_group.this[0].id
  type                     = try(each.value.type, "ingress")
  protocol                 = try(each.value.protocol, "tcp")
  from_port                = try(each.value.from_port, 443)
  to_port                  = try(each.value.to_port, 443)
  description              = try(each.value.description, null)
  cidr_blocks              = lookup(each.value, "cidr_blocks", null)
  ipv6_cidr_blocks         = lookup(each.value, "ipv6_cidr_blocks", null)
  prefix_list_ids          = lookup(each.value, "prefix_list_ids", null)
  self                     = try(each.value.self, null)
  source_security_group_id = lookup(each.value, "source_security_group_id", null)
}
