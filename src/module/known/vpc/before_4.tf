# Before 4.0: DNS host names are off, and what is the default of a VPC stays as AWS makes it.

variable "cidr" {
  type    = string
  default = "0.0.0.0/0"
}

variable "database_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = null
}

variable "default_vpc_enable_dns_hostnames" {
  type    = bool
  default = false
}

variable "elasticache_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = null
}

variable "enable_dns_hostnames" {
  type    = bool
  default = false
}

variable "intra_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = null
}

variable "manage_default_route_table" {
  type    = bool
  default = false
}

variable "manage_default_security_group" {
  type    = bool
  default = false
}

variable "map_public_ip_on_launch" {
  type    = bool
  default = true
}

variable "outpost_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = null
}

variable "private_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = null
}

variable "public_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = null
}

variable "redshift_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = null
}

variable "private_subnet_enable_dns64" {
  type    = bool
  default = false
}

variable "manage_default_network_acl" {
  type    = bool
  default = false
}
