# From 4.0: DNS host names are on, and the default security group, network ACL and route table are taken over and emptied.

variable "cidr" {
  type    = string
  default = "10.0.0.0/16"
}

variable "database_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = false
}

variable "default_vpc_enable_dns_hostnames" {
  type    = bool
  default = true
}

variable "elasticache_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = false
}

variable "enable_dns_hostnames" {
  type    = bool
  default = true
}

variable "intra_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = false
}

variable "manage_default_route_table" {
  type    = bool
  default = true
}

variable "manage_default_security_group" {
  type    = bool
  default = true
}

variable "map_public_ip_on_launch" {
  type    = bool
  default = false
}

variable "outpost_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = false
}

variable "private_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = false
}

variable "public_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = false
}

variable "redshift_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = false
}

variable "private_subnet_enable_dns64" {
  type    = bool
  default = true
}

variable "manage_default_network_acl" {
  type    = bool
  default = true
}
