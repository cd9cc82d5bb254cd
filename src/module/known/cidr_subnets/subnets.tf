# What hashicorp/subnets computes, for calls whose source is not on disk: addresses of networks that follow each other.
#
# Written from the module's documented inputs and outputs and its behaviour in v1.0.0. A network without a name only takes its room.

locals {
  blocks = cidrsubnets(var.base_cidr_block, [for network in var.networks : network.new_bits]...)
}

variable "base_cidr_block" {
  type = string
}

variable "networks" {
  type = list(object({
    name     = string
    new_bits = number
  }))
}

output "base_cidr_block" {
  value = var.base_cidr_block
}

output "networks" {
  value = tolist([
    for place, network in var.networks :
    merge(network, { cidr_block = network.name == null ? null : local.blocks[place] })
  ])
}

output "network_cidr_blocks" {
  value = tomap({
    for place, network in var.networks : network.name => local.blocks[place] if network.name != null
  })
}
