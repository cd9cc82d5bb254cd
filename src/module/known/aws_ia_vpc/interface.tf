# Inputs and outputs. `subnets` must be given.

variable "name" {
  type = string
}

variable "subnets" {
  type = any
}

variable "cidr_block" {
  type    = string
  default = null
}

variable "vpc_id" {
  type    = string
  default = null
}

variable "create_vpc" {
  type    = bool
  default = true
}

variable "az_count" {
  type    = number
  default = null
}

variable "azs" {
  type    = list(string)
  default = null
}

variable "vpc_enable_dns_hostnames" {
  type    = bool
  default = true
}

variable "vpc_enable_dns_support" {
  type    = bool
  default = true
}

variable "vpc_instance_tenancy" {
  type    = string
  default = "default"
}

variable "vpc_secondary_cidr" {
  type    = bool
  default = false
}

variable "vpc_secondary_cidr_natgw" {
  type    = any
  default = {}
}

variable "vpc_ipv4_ipam_pool_id" {
  type    = string
  default = null
}

variable "vpc_ipv4_netmask_length" {
  type    = string
  default = null
}

variable "vpc_assign_generated_ipv6_cidr_block" {
  type    = bool
  default = null
}

variable "vpc_ipv6_ipam_pool_id" {
  type    = string
  default = null
}

variable "vpc_ipv6_cidr_block" {
  type    = string
  default = null
}

variable "vpc_ipv6_netmask_length" {
  type    = string
  default = null
}

variable "vpc_egress_only_internet_gateway" {
  type    = bool
  default = false
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "transit_gateway_id" {
  type    = string
  default = null
}

variable "transit_gateway_routes" {
  type    = any
  default = {}
}

variable "transit_gateway_ipv6_routes" {
  type    = any
  default = {}
}

variable "core_network_ipv6_routes" {
  type    = any
  default = {}
}

variable "vpc_lattice" {
  type    = any
  default = {}
}

variable "core_network_routes" {
  type    = any
  default = {}
}

variable "core_network" {
  type = object({
    id  = string
    arn = string
  })
  default = {
    id  = null
    arn = null
  }
}

output "vpc_attributes" {
  value = local.vpc
}

output "azs" {
  value = local.azs
}

output "transit_gateway_attachment_id" {
  value = try(aws_ec2_transit_gateway_vpc_attachment.tgw[0].id, null)
}

output "core_network_attachment" {
  value = try(aws_networkmanager_vpc_attachment.cwan[0], null)
}

output "private_subnet_attributes_by_az" {
  value = aws_subnet.private
}

output "public_subnet_attributes_by_az" {
  value = aws_subnet.public
}

output "tgw_subnet_attributes_by_az" {
  value = aws_subnet.tgw
}

output "core_network_subnet_attributes_by_az" {
  value = aws_subnet.cwan
}

output "nat_gateway_attributes_by_az" {
  value = aws_nat_gateway.main
}

output "natgw_id_per_az" {
  value = local.nat_per_az
}

output "internet_gateway" {
  value = try(aws_internet_gateway.main[0], null)
}

output "egress_only_internet_gateway" {
  value = try(aws_egress_only_internet_gateway.eigw[0], null)
}

output "rt_attributes_by_type_by_az" {
  value = {
    private         = aws_route_table.private
    public          = aws_route_table.public
    transit_gateway = aws_route_table.tgw
    core_network    = aws_route_table.cwan
  }
}
