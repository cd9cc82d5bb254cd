# What cloudposse/vpc builds, for calls whose source is not on disk: from 2.0.
#
# Written from the module's documented inputs and outputs and its behaviour in 2.0.0, 2.1.1 and 3.0.0.

locals {
  enabled = module.this.enabled

  # What AWS makes with a VPC is named after it once it is taken over.
  adopted = merge(module.this.tags, { Name = join(module.this.delimiter, [module.this.id, "default"]) })
}

module "igw" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  context    = module.this.context
  attributes = local.since_2_2_0 ? ["igw"] : []
}

module "eigw" {
  source  = "cloudposse/label/null"
  version = "0.25.0"

  context    = module.this.context
  attributes = local.since_2_2_0 ? ["eigw"] : []
}

resource "aws_vpc" "default" {
  count = local.enabled ? 1 : 0

  cidr_block                           = var.ipv4_primary_cidr_block
  ipv4_ipam_pool_id                    = try(var.ipv4_primary_cidr_block_association.ipv4_ipam_pool_id, null)
  ipv4_netmask_length                  = try(var.ipv4_primary_cidr_block_association.ipv4_netmask_length, null)
  ipv6_cidr_block                      = try(var.ipv6_primary_cidr_block_association.ipv6_cidr_block, null)
  ipv6_ipam_pool_id                    = try(var.ipv6_primary_cidr_block_association.ipv6_ipam_pool_id, null)
  ipv6_netmask_length                  = try(var.ipv6_primary_cidr_block_association.ipv6_netmask_length, null)
  assign_generated_ipv6_cidr_block     = var.assign_generated_ipv6_cidr_block
  instance_tenancy                     = var.instance_tenancy
  enable_dns_hostnames                 = var.dns_hostnames_enabled
  enable_dns_support                   = var.dns_support_enabled
  enable_network_address_usage_metrics = local.since_2_1_1 ? var.network_address_usage_metrics_enabled : null
  tags                                 = module.this.tags
}

resource "aws_vpc_ipv4_cidr_block_association" "default" {
  for_each = { for key, block in var.ipv4_additional_cidr_block_associations : key => block if local.enabled }

  vpc_id              = aws_vpc.default[0].id
  cidr_block          = each.value.ipv4_cidr_block
  ipv4_ipam_pool_id   = each.value.ipv4_ipam_pool_id
  ipv4_netmask_length = each.value.ipv4_netmask_length
}

resource "aws_vpc_ipv6_cidr_block_association" "default" {
  for_each = { for key, block in var.ipv6_additional_cidr_block_associations : key => block if local.enabled }

  vpc_id              = aws_vpc.default[0].id
  ipv6_cidr_block     = each.value.ipv6_cidr_block
  ipv6_ipam_pool_id   = each.value.ipv6_ipam_pool_id
  ipv6_netmask_length = each.value.ipv6_netmask_length
}

resource "aws_internet_gateway" "default" {
  count = local.enabled && var.internet_gateway_enabled ? 1 : 0

  vpc_id = aws_vpc.default[0].id
  tags   = module.igw.tags
}

resource "aws_egress_only_internet_gateway" "default" {
  count = local.enabled && var.ipv6_egress_only_internet_gateway_enabled ? 1 : 0

  vpc_id = aws_vpc.default[0].id
  tags   = module.eigw.tags
}

resource "aws_default_security_group" "default" {
  count = local.enabled && var.default_security_group_deny_all ? 1 : 0

  vpc_id = aws_vpc.default[0].id
  tags   = local.adopted
}

resource "aws_default_route_table" "default" {
  count = local.enabled && var.default_route_table_no_routes ? 1 : 0

  default_route_table_id = aws_vpc.default[0].default_route_table_id
  tags                   = local.adopted
}

resource "aws_default_network_acl" "default" {
  count = local.enabled && var.default_network_acl_deny_all ? 1 : 0

  default_network_acl_id = aws_vpc.default[0].default_network_acl_id
  tags                   = local.adopted
}

variable "ipv4_primary_cidr_block" {
  type    = string
  default = null
}

variable "ipv4_primary_cidr_block_association" {
  type = object({
    ipv4_ipam_pool_id   = string
    ipv4_netmask_length = number
  })
  default = null
}

variable "ipv4_additional_cidr_block_associations" {
  type = map(object({
    ipv4_cidr_block     = string
    ipv4_ipam_pool_id   = string
    ipv4_netmask_length = number
  }))
  default = {}
}

variable "assign_generated_ipv6_cidr_block" {
  type    = bool
  default = true
}

variable "ipv6_primary_cidr_block_association" {
  type = object({
    ipv6_cidr_block     = string
    ipv6_ipam_pool_id   = string
    ipv6_netmask_length = number
  })
  default = null
}

variable "ipv6_additional_cidr_block_associations" {
  type = map(object({
    ipv6_cidr_block     = string
    ipv6_ipam_pool_id   = string
    ipv6_netmask_length = number
  }))
  default = {}
}

variable "instance_tenancy" {
  type    = string
  default = "default"
}

variable "dns_hostnames_enabled" {
  type    = bool
  default = true
}

variable "dns_support_enabled" {
  type    = bool
  default = true
}

variable "internet_gateway_enabled" {
  type    = bool
  default = true
}

variable "ipv6_egress_only_internet_gateway_enabled" {
  type    = bool
  default = false
}

variable "default_security_group_deny_all" {
  type    = bool
  default = true
}

variable "default_route_table_no_routes" {
  type    = bool
  default = false
}

variable "default_network_acl_deny_all" {
  type    = bool
  default = false
}

variable "network_address_usage_metrics_enabled" {
  type    = bool
  default = false
}

output "vpc_id" {
  value = try(aws_vpc.default[0].id, "")
}

output "vpc_arn" {
  value = try(aws_vpc.default[0].arn, "")
}

output "vpc_cidr_block" {
  value = try(aws_vpc.default[0].cidr_block, "")
}

output "vpc_main_route_table_id" {
  value = try(aws_vpc.default[0].main_route_table_id, "")
}

output "vpc_default_network_acl_id" {
  value = try(aws_vpc.default[0].default_network_acl_id, "")
}

output "vpc_default_security_group_id" {
  value = try(aws_vpc.default[0].default_security_group_id, "")
}

output "vpc_default_route_table_id" {
  value = try(aws_vpc.default[0].default_route_table_id, "")
}

output "vpc_ipv6_association_id" {
  value = try(aws_vpc.default[0].ipv6_association_id, "")
}

output "vpc_ipv6_cidr_block" {
  value = try(aws_vpc.default[0].ipv6_cidr_block, "")
}

output "additional_cidr_blocks" {
  value = [for block in aws_vpc_ipv4_cidr_block_association.default : block.cidr_block]
}

output "additional_cidr_blocks_to_association_ids" {
  value = { for block in aws_vpc_ipv4_cidr_block_association.default : block.cidr_block => block.id }
}

output "additional_ipv6_cidr_blocks" {
  value = [for block in aws_vpc_ipv6_cidr_block_association.default : block.ipv6_cidr_block]
}

output "additional_ipv6_cidr_blocks_to_association_ids" {
  value = { for block in aws_vpc_ipv6_cidr_block_association.default : block.ipv6_cidr_block => block.id }
}

output "ipv6_cidr_block_network_border_group" {
  value = try(aws_vpc.default[0].ipv6_cidr_block_network_border_group, "")
}

output "igw_id" {
  value = try(aws_internet_gateway.default[0].id, "")
}

output "ipv6_egress_only_igw_id" {
  value = try(aws_egress_only_internet_gateway.default[0].id, "")
}
